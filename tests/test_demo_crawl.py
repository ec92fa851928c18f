"""`scrapy crawl demo`: what it stores is exactly what the demonstration's site holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from newscrawl.demo import DemoSite
from newscrawl.spiders.demo import DemoSpider, edition_of

ROOT = Path(__file__).parents[1]


def crawl(folder: Path, *options: str) -> tuple[list[dict[str, Any]], str]:
    """Run `scrapy crawl demo` with *folder* for its data; return the records of its feed and log.

    The proxy of the environment is one that would not answer: the crawl must not use it.
    """
    before = set(folder.rglob("*.jsonl"))
    command = [sys.executable, "-m", "scrapy", "crawl", "demo", "-s", f"DATA_DIR={folder}"]
    run = subprocess.run(
        [*command, *options],
        cwd=ROOT,
        env={**os.environ, "http_proxy": "http://127.0.0.1:9"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    feeds = set(folder.rglob("*.jsonl")) - before
    assert len(feeds) <= 1
    lines = [line for feed in feeds for line in feed.read_text("utf-8").splitlines()]
    return [json.loads(line) for line in lines], run.stderr


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def first_run(data: Path) -> tuple[list[dict[str, Any]], str]:
    return crawl(data)


def test_stores_every_article_once_and_exactly(
    first_run: tuple[list[dict[str, Any]], str],
) -> None:
    records = {record["canonical_url"]: record for record in first_run[0]}
    expected = {article.urls[0]: article for article in DemoSite().truth()}
    assert len(first_run[0]) == len(records) == len(expected)
    ids = {record["id"]: url for url, record in records.items()}
    for url, article in expected.items():
        record = records[url]
        assert record["headline"] == article.headline
        assert record["article_body"].split("\n\n") == list(article.paragraphs)
        assert datetime.fromisoformat(record["date_published"]) == article.date_published
        assert record["date_precision"] == article.date_precision
        assert record["article_section"] in article.sections
        assert record["source_url"] == article.source_url
        assert record["version"] == 1
        assert ids.get(record["duplicate_of"]) == article.duplicate_of


def test_the_other_pages_have_their_outcomes(first_run: tuple[list[dict[str, Any]], str]) -> None:
    log = first_run[1]
    for url, kind in DemoSite().others().items():
        outcome = {"missing": "http_404", "forbidden": "RobotsDisallowed", "video": "NoBody"}
        told = any(url in line and outcome.get(kind, "") in line for line in log.splitlines())
        assert told == (kind in outcome)  # nothing leads to the English story but the sidebar


def test_later_runs_store_what_is_new_alone(
    data: Path, first_run: tuple[list[dict[str, Any]], str]
) -> None:
    again, log = crawl(data)
    assert again == []
    assert "asked for      5 = 5 listing" in log
    later, _ = crawl(data, "-s", "REVISIT_AFTER=0", "-a", "edition=2")
    known = {record["id"] for record in first_run[0]}
    assert len(later) == 4
    assert sorted((record["id"] in known, record["version"]) for record in later) == [
        (False, 1),
        (False, 1),
        (False, 1),
        (True, 2),
    ]


@pytest.mark.parametrize("edition", ["0", "3", "zwei", "1.0"])
def test_a_bad_edition_is_refused(edition: str) -> None:
    with pytest.raises(ValueError, match="edition"):
        DemoSpider.read_arguments({"edition": edition})


@pytest.mark.parametrize(
    ("given", "edition"), [({}, 1), ({"edition": ""}, 1), ({"edition": "2"}, 2)]
)
def test_the_edition(given: dict[str, str], edition: int) -> None:
    assert edition_of(given) == edition
