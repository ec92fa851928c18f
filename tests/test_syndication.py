"""Clusters of copied stories."""

from __future__ import annotations

import json
from pathlib import Path

from newscrawl.syndication import Story, clusters, stories


def told(name: str, published: str, **fields: str | None) -> Story:
    given = {"site": "site", "url": f"https://site.test/{name}", "headline": name} | fields
    return Story(id=name, published=published, **given)  # type: ignore[arg-type]


def summary(*stories: Story) -> list[tuple[str, list[str], str | None]]:
    return [(c.first.id, [copy.id for copy in c.copies], c.agency) for c in clusters(stories)]


def test_copies_of_copies_are_one_cluster_and_the_earliest_is_first() -> None:
    assert summary(
        told("copy", "2026-02-01T10:00:00Z", duplicate_of="middle"),
        told("middle", "2026-02-01T09:00:00Z", duplicate_of="original", agency="PTI"),
        told("original", "2026-02-01T08:00:00Z"),
        told("alone", "2026-02-01T07:00:00Z", agency="PTI"),
    ) == [("original", ["middle", "copy"], "PTI")]


def test_the_first_is_told_by_time_and_not_by_the_link() -> None:
    """The crawl may reach the copy first."""
    assert summary(
        told("seen first", "2026-02-02T00:00:00Z"),
        told("published first", "2026-02-01T00:00:00Z", duplicate_of="seen first"),
    ) == [("published first", ["seen first"], None)]


def test_copies_of_a_story_that_is_not_given_belong_together() -> None:
    assert summary(
        told("a", "2026-02-01T00:00:00Z", duplicate_of="gone"),
        told("b", "2026-02-02T00:00:00Z", duplicate_of="gone"),
    ) == [("a", ["b"], None)]


def test_one_headline_of_one_agency_is_one_story() -> None:
    assert summary(
        told("a", "2026-02-02T00:00:00Z", agency="PTI", headline="दिल्ली में हिन्दी सम्मेलन"),
        told("b", "2026-02-01T00:00:00Z", agency="PTI", headline="दिल्ली में  हिंदी सम्मेलन"),
        told("c", "2026-02-01T00:00:00Z", agency="ANI", headline="दिल्ली में हिंदी सम्मेलन"),
        told("d", "2026-02-01T00:00:00Z", headline="दिल्ली में हिंदी सम्मेलन"),
    ) == [("b", ["a"], "PTI")]


def test_the_largest_cluster_comes_first() -> None:
    found = summary(
        told("a", "2026-02-01T00:00:00Z"),
        told("b", "2026-02-02T00:00:00Z", duplicate_of="a"),
        told("x", "2026-02-03T00:00:00Z"),
        *(told(f"x{i}", f"2026-02-0{i}T00:00:00Z", duplicate_of="x") for i in (4, 5, 6)),
    )
    assert [first for first, _, _ in found] == ["x", "a"]
    assert found[0][1] == ["x4", "x5", "x6"]


def test_stories_are_the_newest_versions_in_the_feeds(tmp_path: Path) -> None:
    feed = tmp_path / "a.jsonl"
    record = {"id": "1", "site": "a", "canonical_url": "https://a.in/1", "headline": "पुराना"}
    records = [
        {**record, "version": 1, "date_published": "2026-11-20T05:30:00+05:30"},
        {**record, "version": 2, "date_published": "2026-11-20T05:30:00+05:30", "headline": "नया"},
        {**record, "id": "2", "date_published": "2026-11-01T05:30:00+05:30"},
    ]
    feed.write_text("\n".join(map(json.dumps, records)) + "\n", "utf-8")
    (story,) = stories([feed], "2026-11-10")
    assert (story.headline, story.published) == ("नया", "2026-11-20T00:00+00:00")
