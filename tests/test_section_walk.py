"""When the walk of a section ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from newscrawl.section_walk import FRUITLESS_PAGES, OLD_ARTICLES, SectionWalk

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Seen:
    first_seen: datetime


@dataclass(frozen=True)
class Mark:
    until: datetime = NOON
    max_pages: int | None = None
    since: datetime | None = None


def page(number: int) -> list[str]:
    return [f"https://a.in/{number}-{i}" for i in range(3)]


def known(urls: list[str], at: datetime) -> dict[str, Seen]:
    return dict.fromkeys(urls, Seen(at))


def test_ends_at_max_pages() -> None:
    walk = SectionWalk("india", max_pages=2)
    assert walk.read(page(1), {}) is None
    assert walk.read(page(2), {}) == "max_pages"
    assert walk.cap == 2


def test_ends_at_a_page_that_repeats_itself() -> None:
    walk = SectionWalk("india")
    assert walk.read(page(1), {}) is None
    assert walk.read(page(2), {}) is None
    assert walk.read(page(1), {}) == "repeats"


def test_ends_after_pages_that_bring_nothing_new() -> None:
    walk = SectionWalk("india")
    ends = [walk.read([], {}) for _ in range(FRUITLESS_PAGES)]
    assert ends == [None] * (FRUITLESS_PAGES - 1) + ["nothing_new"]


def test_ends_at_a_page_older_than_since() -> None:
    walk = SectionWalk("india", since=NOON)
    assert walk.read(page(1), {}, [NOON, None, NOON - timedelta(1)]) is None
    assert walk.read(page(2), {}, [None, NOON - timedelta(1), NOON - timedelta(2)]) == "since"
    assert walk.floor == NOON


def test_ends_by_the_articles_where_the_listing_shows_no_dates() -> None:
    walk = SectionWalk("india", since=NOON)
    assert walk.read(page(1), {}) is None
    for _ in range(OLD_ARTICLES):
        walk.note_age(NOON - timedelta(1))
    assert walk.read(page(2), {}) == "since"


def test_one_pinned_old_story_ends_nothing() -> None:
    walk = SectionWalk("india", since=NOON)
    walk.note_age(NOON - timedelta(300))
    for _ in range(OLD_ARTICLES - 1):
        walk.note_age(NOON + timedelta(hours=1))
    assert walk.read(page(1), {}) is None


@pytest.mark.parametrize(
    ("walk", "first_seen", "end"),
    [
        pytest.param(SectionWalk("a", watermark=Mark()), NOON, "known", id="below the watermark"),
        pytest.param(SectionWalk("a"), NOON, None, id="no walk ended yet: a run was killed"),
        pytest.param(
            SectionWalk("a", watermark=Mark()),
            NOON + timedelta(hours=1),
            None,
            id="found by a run whose walk did not end",
        ),
        pytest.param(
            SectionWalk("a", watermark=Mark(), incremental=False), NOON, None, id="incremental=0"
        ),
        pytest.param(
            SectionWalk("a", watermark=Mark(max_pages=1)), NOON, None, id="a shorter walk before"
        ),
        pytest.param(
            SectionWalk("a", watermark=Mark(max_pages=50)), NOON, "known", id="the same cap"
        ),
        pytest.param(
            SectionWalk("a", watermark=Mark(since=NOON)), NOON, None, id="ended at its since"
        ),
        pytest.param(
            SectionWalk("a", watermark=Mark(since=NOON), since=NOON), NOON, "known", id="same since"
        ),
    ],
)
def test_known_articles_end_a_walk_above_the_watermark(
    walk: SectionWalk, first_seen: datetime, end: str | None
) -> None:
    assert walk.read(page(1), known(page(1), first_seen)) == end


def test_one_new_article_keeps_the_walk_going() -> None:
    walk = SectionWalk("india", watermark=Mark())
    assert walk.read(page(1), known(page(1)[1:], NOON)) is None


def test_a_known_end_hands_on_the_limits_it_relies_on() -> None:
    walk = SectionWalk("india", max_pages=9, watermark=Mark(max_pages=20, since=None))
    assert walk.read(page(1), known(page(1), NOON)) == "known"
    assert (walk.cap, walk.floor) == (20, None)
