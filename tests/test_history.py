"""What the ledger keeps of runs, and tells of all sites' past, on both databases."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import postgresql_ledger
from sqlalchemy.engine import make_url

from newscrawl.ledger.history import articles_by_day, feeds_of, runs_since
from newscrawl.ledger.lookup import PAST_RUNS, LookUps
from newscrawl.ledger.store import Ledger
from newscrawl.ledger.tables import articles, feeds, runs, versions

DAY = 86_400.0
NOW = 1_795_500_000.0


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    if request.param == "sqlite":
        ledger = Ledger.open(make_url(f"sqlite:///{tmp_path}/ledger.sqlite3"))
        yield ledger
        ledger.close()
        return
    with postgresql_ledger() as url:
        ledger = Ledger.open(make_url(url))
        yield ledger
        ledger.close()


def book(ledger: Ledger, number: int, site: str = "demo", counts: str | None = "{}") -> None:
    """Book a closed run; one without *counts* was killed."""
    row = {
        "number": number,
        "id": f"run-{number}",
        "site": site,
        "machine": "here",
        "started": NOW + number,
        "ended": NOW + number + 0.5,
        "reason": "finished",
        "counts": counts,
        "batches": 1,
    }
    with ledger.transaction() as connection:
        connection.execute(runs.insert(), row)


def test_past_runs(ledger: Ledger) -> None:
    book(ledger, 1, counts='{"outcomes": {"stored": 3}}')
    book(ledger, 2, counts=None)
    book(ledger, 3, site="another")
    book(ledger, 4)
    past = LookUps(ledger).past_runs("demo")
    assert [run.id for run in past] == ["run-4", "run-1"]
    assert past[1].facts == {"outcomes": {"stored": 3}}
    assert past[1].ended.timestamp() == NOW + 1.5
    assert [run.id for run in runs_since(ledger, NOW + 2)] == ["run-4", "run-3"]


def test_articles_by_day(ledger: Ledger) -> None:
    days = [0.0, 0.1, 0.9, 1.0, 1.6, 2.5, -0.4]
    with ledger.transaction() as connection:
        for number, day in enumerate(days):
            key = f"1-{number}"
            article = {
                "id": key, "url": f"http://khabar.example/{number}", "site": "demo",
                "status": "stored", "version": 1, "content_hash": "", "first_seen": NOW,
                "last_seen": NOW, "run": 1,
            }  # fmt: skip
            version = {
                "article": key, "version": 1, "content_hash": "", "run": 1,
                "stored": NOW + day * DAY,
            }  # fmt: skip
            connection.execute(articles.insert(), article)
            connection.execute(versions.insert(), version)
    assert sorted(articles_by_day(ledger, NOW)) == [
        ("demo", 0, 3),
        ("demo", 1, 2),
        ("demo", 2, 1),
    ]


def test_feeds(ledger: Ledger) -> None:
    book(ledger, 1)
    places = [("/d/a.jsonl.part", "/d/a.jsonl"), ("/d/b.csv", None), ("/d/up", "s3://news/x.jsonl")]
    with ledger.transaction() as connection:
        for path, target in places:
            row = {
                "run": 1, "path": path, "target": target, "base": 0, "length": 1, "inode": 1,
                "closed": True,
            }  # fmt: skip
            connection.execute(feeds.insert(), row)
    assert {run: sorted(paths) for run, paths in feeds_of(ledger, ["run-1", "run-2"]).items()} == {
        "run-1": ["/d/a.jsonl", "/d/b.csv"]
    }


def test_a_thousand_runs_are_read_in_a_moment(tmp_path: Path) -> None:
    ledger = Ledger.open(make_url(f"sqlite:///{tmp_path}/ledger.sqlite3"))
    facts = '{"outcomes": {"stored": 3}, "filled": {"date_published": 3}, "x": "%s"}' % ("x" * 900)
    row = {"site": "demo", "machine": "here", "reason": "finished", "counts": facts, "batches": 1}
    rows = [
        {**row, "id": f"run-{n}", "started": NOW + n, "ended": NOW + n} for n in range(PAST_RUNS)
    ]
    with ledger.transaction() as connection:
        connection.execute(runs.insert(), rows)
    began = time.process_time()
    assert len(LookUps(ledger).past_runs("demo")) == PAST_RUNS
    assert time.process_time() - began < 0.5  # 0.02 s on a machine of its own
    ledger.close()
