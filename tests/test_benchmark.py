"""The benchmark measures what it says: its site is what it was planned to be, its checks find
faults, and newscrawl's share of the time stays within wide bounds."""  # noqa: D205, D209

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from served import ROOT

from newscrawl.benchmark.pages import Pages
from newscrawl.benchmark.process import Cost
from newscrawl.benchmark.rounds import Run, Site, corpus_fault, ratios
from newscrawl.benchmark.stories import Story, write_stories
from newscrawl.extraction import extract_article
from newscrawl.extraction.listing import read_listing
from newscrawl.items import article_id

ORIGIN = "http://site.example"


def test_the_site_has_the_planned_copies() -> None:
    stories = write_stories(400, seed=3)
    assert stories == write_stories(400, seed=3)
    assert stories != write_stories(400, seed=4)
    by_number = {story.number: story for story in stories}
    exact = [story for story in stories if story.exact_copy_of is not None]
    near = [story for story in stories if story.near_copy_of is not None]
    assert len(exact) == 7
    assert len(near) == 17
    assert all(story.body == by_number[story.exact_copy_of or 0].body for story in exact)
    for story in near:
        original = by_number[story.near_copy_of or 0]
        assert story.headline != original.headline
        assert len(set(story.paragraphs) & set(original.paragraphs)) >= len(story.paragraphs) - 2


def test_its_pages_are_read_exactly() -> None:
    stories = write_stories(200, seed=5)
    pages = Pages(ORIGIN, stories)
    for place in range(0, 200, 20):
        story, html = stories[place], pages.article(place).encode()
        article = extract_article(html, ORIGIN + story.path)
        assert (article.headline, article.article_body) == (story.headline, story.body)
        assert article.authors == [story.author]
        assert article.date_published == story.published.isoformat()
        assert 70_000 < len(html) < 110_000
    listed = stories[:40]
    listing = read_listing(pages.listing("desh", 1, listed, 2), f"{ORIGIN}/desh/")
    assert [link.url for link in listing.articles] == [ORIGIN + story.path for story in listed]
    assert listing.next_page == f"{ORIGIN}/desh/page-2/"


def records_of(stories: list[Story]) -> list[dict[str, object]]:
    """Return the records of a crawl that did everything right."""
    ids = {story.number: article_id(ORIGIN + story.path) for story in stories}
    return [
        {
            "id": ids[story.number],
            "url": ORIGIN + story.path,
            "headline": story.headline,
            "article_body": story.body,
            "duplicate_of": ids.get(story.near_copy_of or 0),
        }
        for story in stories
        if story.exact_copy_of is None
    ]


def fault_of(records: list[dict[str, object]], stories: list[Story], folder: Path) -> str | None:
    (folder / "site").mkdir()
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (folder / "site" / "run.jsonl").write_text(lines, encoding="utf-8")
    return corpus_fault(Site(ORIGIN, stories, 0, 0, 0), folder)


STORIES = write_stories(300, seed=7)
NEAR = next(n for n, record in enumerate(records_of(STORIES)) if record["duplicate_of"])


@pytest.mark.parametrize(
    ("place", "change", "fault"),
    [
        (0, {}, None),
        (0, {"article_body": "और कुछ"}, "another headline or text"),
        (0, {"duplicate_of": "1-0"}, "taken for a copy"),
        (NEAR, {"duplicate_of": None}, "not linked"),
    ],
)
def test_a_round_with_a_wrong_record_is_void(
    place: int, change: dict[str, object], fault: str | None, tmp_path: Path
) -> None:
    records = records_of(STORIES)
    records[place] |= change
    found = fault_of(records, STORIES, tmp_path)
    assert (found is None) if fault is None else fault in (found or "")


def test_a_round_without_a_story_is_void(tmp_path: Path) -> None:
    assert fault_of(records_of(STORIES)[1:], STORIES, tmp_path)


def test_void_runs_do_not_count_in_the_ratios() -> None:
    def run(contestant: str, cpu: float, fault: str | None = None) -> Run:
        return Run(contestant, Cost(cpu, cpu, 1, 0, 0, ""), 1, 1, fault)

    bad = replace(run("N", 1.0), fault="a story is missing")
    rounds = [[run("D", 1.0), run("N", 2.0)], [run("D", 1.0), run("N", 4.0)], [run("D", 1.0), bad]]
    assert ratios(rounds) == {"N/D": 0.38}


@pytest.mark.parametrize("options", [["--rounds", "0"], ["--contestants", "Q"], ["--nonsense"]])
def test_a_misspelt_option_is_one_line(options: list[str]) -> None:
    command = [sys.executable, "-m", "scrapy", "benchmark", *options]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 1


@pytest.mark.slow
def test_newscrawl_is_not_half_as_fast_as_it_was(tmp_path: Path) -> None:
    """A gate with wide margins: measured were 0.57 and 3.2."""
    figures = tmp_path / "figures.json"
    command = [sys.executable, "-m", "scrapy", "benchmark", "--small", "--contestants", "DXN"]
    run = subprocess.run(
        [*command, "--json", str(figures)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    measured = json.loads(figures.read_text())
    assert measured["void"] == 0
    assert measured["ratios"]["N/D"] >= 0.38, run.stdout
    assert measured["ratios"]["N/X"] >= 2.2, run.stdout
    assert measured["medians"]["N"]["memory_mb"] <= 160
