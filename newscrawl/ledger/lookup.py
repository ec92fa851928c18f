"""Look-ups: an address, a text, a section, the frontier. All on one connection, none writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, bindparam, literal_column, or_, select, union_all

from newscrawl.ledger.known import PastRun, Watermark, instant
from newscrawl.ledger.store import Ledger, chunks
from newscrawl.ledger.tables import aliases, articles, forgotten, pending, runs, watermarks

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, Executable, Row

PAST_RUNS = 1000
"""Three weeks of one run each half hour."""

IDS: BindParameter[Any] = bindparam("ids", expanding=True)
ARTICLES = select(articles).where(articles.c.id.in_(IDS))
BY_ALIAS = (
    select(aliases.c.id.label("asked"), articles)
    .join(articles, articles.c.id == aliases.c.article)
    .where(aliases.c.id.in_(IDS))
)
FORGOTTEN = select(forgotten.c.id).where(forgotten.c.id.in_(IDS))
WAITING = select(pending).where(pending.c.id.in_(IDS), pending.c.tries > 0)

# For each article that is extracted: two statements of fixed shape, which SQLAlchemy compiles once
# (20 microseconds each on SQLite; five of variable length took 300).
ONE, OTHER, SITE, BODY = (bindparam(name, type_=Text) for name in ("one", "other", "site", "body"))
SAME = union_all(
    select(literal_column("0").label("rank"), articles).where(
        or_(articles.c.id == ONE, articles.c.id == OTHER)
    ),
    select(literal_column("1"), articles)
    .join(aliases, articles.c.id == aliases.c.article)
    .where(or_(aliases.c.id == ONE, aliases.c.id == OTHER)),
    select(literal_column("2"), articles).where(
        articles.c.site == SITE, articles.c.body_hash == BODY, articles.c.status == "stored"
    ),
)
TAKEN_DOWN = union_all(
    select(forgotten.c.id).where(or_(forgotten.c.id == ONE, forgotten.c.id == OTHER)),
    select(forgotten.c.id).where(forgotten.c.site == SITE, forgotten.c.body_hash == BODY),
)

# Most articles are new. SQLite itself says so in a fifth of the time that SQLAlchemy takes to ask;
# with `id IN (:one, :other)` in 9 microseconds, so in 5.
ANY_MATCH = """
    SELECT EXISTS (SELECT 1 FROM articles WHERE id = :one)
        OR EXISTS (SELECT 1 FROM articles WHERE id = :other)
        OR EXISTS (SELECT 1 FROM aliases WHERE id = :one)
        OR EXISTS (SELECT 1 FROM aliases WHERE id = :other)
        OR EXISTS (SELECT 1 FROM articles WHERE site = :site AND body_hash = :body)
        OR EXISTS (SELECT 1 FROM forgotten WHERE id = :one)
        OR EXISTS (SELECT 1 FROM forgotten WHERE id = :other)
        OR EXISTS (SELECT 1 FROM forgotten WHERE site = :site AND body_hash = :body)
"""


@dataclass(frozen=True, slots=True)
class Matches:
    """The rows of `articles` that an extracted article might be, best first.

    same_body  ids of stored articles of the site with its text
    """

    same: list[Row[Any]]
    same_body: set[str]
    is_forgotten: bool


class LookUps:
    """Questions to a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def matches(self, one: str, other: str, site: str, body: str) -> Matches:
        """Return what an article may be that has the ids *one* and *other* and this text."""
        values = {"one": one, "other": other, "site": site, "body": body}
        if self._ledger.path and not self._any_match(values):
            return Matches([], set(), False)
        rows = sorted(self._all(SAME, values), key=lambda row: (row.rank, row.id != one))
        return Matches(
            [row for row in rows if row.rank < 2],
            {row.id for row in rows if row.rank == 2},
            bool(self._all(TAKEN_DOWN, values)),
        )

    def articles(self, ids: Iterable[str]) -> dict[str, Row[Any]]:
        """Return id -> row of `articles`, found by its own id, else by that of an alias."""
        found: dict[str, Row[Any]] = {}
        wanted = list(ids)
        for chunk in chunks(wanted):
            found |= {row.id: row for row in self._all(ARTICLES, {"ids": chunk})}
        for chunk in chunks([key for key in wanted if key not in found]):
            found |= {row.asked: row for row in self._all(BY_ALIAS, {"ids": chunk})}
        return found

    def forgotten(self, ids: Iterable[str]) -> set[str]:
        """Return those *ids* that were taken down."""
        found: set[str] = set()
        for chunk in chunks(list(ids)):
            found |= {row.id for row in self._all(FORGOTTEN, {"ids": chunk})}
        return found

    def waiting(self, ids: Iterable[str]) -> dict[str, Row[Any]]:
        """Return id -> row of `pending` for those that a run has failed to fetch."""
        found: dict[str, Row[Any]] = {}
        for chunk in chunks(list(ids)):
            found |= {row.id: row for row in self._all(WAITING, {"ids": chunk})}
        return found

    def pending(self, site: str, hosts: Sequence[str], now: float) -> Sequence[Row[Any]]:
        """Return what of the frontier of *site* on *hosts* may be fetched now, oldest first."""
        own = (pending.c.site == site, pending.c.host.in_(hosts), pending.c.retry <= now)
        return self._all(select(pending).where(*own).order_by(pending.c.found), {})

    def recent(self, sites: Iterable[str], oldest: float) -> Sequence[Row[Any]]:
        """Return the stored articles of *sites* first seen after *oldest*, newest first."""
        own = (articles.c.site.in_(list(sites)), articles.c.first_seen > oldest)
        query = select(articles).where(*own, articles.c.status == "stored")
        return self._all(query.order_by(articles.c.first_seen.desc()), {})

    def watermark(self, site: str, section: str) -> Watermark | None:
        """Return how far the last ended walk of *section* came."""
        query = select(watermarks).where(watermarks.c.site == site, watermarks.c.section == section)
        for row in self._all(query, {}):
            since = datetime.fromisoformat(row.since) if row.since else None
            return Watermark(instant(row.until), row.max_pages, since)
        return None

    def past_runs(self, site: str) -> list[PastRun]:
        """Return the last closed runs of *site*, newest first."""
        query = (
            select(runs)
            .where(runs.c.site == site, runs.c.counts.is_not(None), runs.c.ended.is_not(None))
            .order_by(runs.c.number.desc())
            .limit(PAST_RUNS)
        )
        return [PastRun.from_row(row) for row in self._all(query, {})]

    def _any_match(self, values: dict[str, str]) -> bool:
        """Tell whether a SQLite ledger has any row for `matches`; also where it cannot be read."""
        with self._ledger.errors():
            connection = self._ledger.look_up_connection().connection.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        try:
            (found,) = connection.execute(ANY_MATCH, values).fetchone()
        except sqlite3.Error:
            return True  # the statements that follow meet the same error, and explain it
        return bool(found)

    def _all(self, query: Executable, values: dict[str, Any]) -> Sequence[Row[Any]]:
        with self._ledger.errors():
            return self._ledger.look_up_connection().execute(query, values).all()
