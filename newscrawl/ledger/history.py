"""What the ledger knows of all sites' past, for the page of `scrapy report`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Integer, cast, func, select

from newscrawl.ledger.known import PastRun
from newscrawl.ledger.store import chunks
from newscrawl.ledger.tables import articles, feeds, runs, versions

if TYPE_CHECKING:
    from newscrawl.ledger.store import Ledger

DAY = 86_400


def runs_since(ledger: Ledger, since: float) -> list[PastRun]:
    """Return the runs that were closed with facts, newest first. Raises LedgerError."""
    query = (
        select(runs)
        .where(runs.c.started >= since, runs.c.ended.is_not(None), runs.c.counts.is_not(None))
        .order_by(runs.c.number.desc())
    )
    with ledger.errors(), ledger.engine.connect() as connection:
        return [PastRun.from_row(row) for row in connection.execute(query)]


def feeds_of(ledger: Ledger, run_ids: Sequence[str]) -> dict[str, list[str]]:
    """Return run -> paths of its local feeds, whole. Raises LedgerError."""
    found: dict[str, list[str]] = defaultdict(list)
    query = select(runs.c.id, feeds.c.path, feeds.c.target).join(
        feeds, feeds.c.run == runs.c.number
    )
    with ledger.errors(), ledger.engine.connect() as connection:
        for chunk in chunks(run_ids):
            for run, path, target in connection.execute(query.where(runs.c.id.in_(chunk))):
                if not (target and "://" in target):
                    found[run].append(target or path)
    return found


def articles_by_day(ledger: Ledger, since: float) -> list[tuple[str, int, int]]:
    """Return site, days after *since*, number of versions stored then. Raises LedgerError."""
    days = (versions.c.stored - since) / DAY
    day = cast(days if ledger.path else func.floor(days), Integer)  # SQLite cuts, it has no floor
    query = (
        select(articles.c.site, day, func.count())
        .join(articles, articles.c.id == versions.c.article)
        .where(versions.c.stored >= since)
        .group_by(articles.c.site, day)
    )
    with ledger.errors(), ledger.engine.connect() as connection:
        return [(site, number, count) for site, number, count in connection.execute(query)]
