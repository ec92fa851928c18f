"""Look-ups: an address, a text, a section, the frontier. All on one connection, none writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from newscrawl.ledger.known import Watermark, instant
from newscrawl.ledger.store import Ledger, chunks
from newscrawl.ledger.tables import aliases, articles, forgotten, pending, watermarks

if TYPE_CHECKING:
    from sqlalchemy import Row, Select

ARTICLES = select(articles).where(articles.c.id.in_(bindparam("ids", expanding=True)))
BY_ALIAS = (
    select(aliases.c.id.label("alias"), articles)
    .join(articles, articles.c.id == aliases.c.article)
    .where(aliases.c.id.in_(bindparam("ids", expanding=True)))
)
FORGOTTEN = select(forgotten.c.id).where(forgotten.c.id.in_(bindparam("ids", expanding=True)))
SAME_BODY = select(articles.c.id).where(
    articles.c.site == bindparam("site"),
    articles.c.body_hash == bindparam("body_hash"),
    articles.c.status == "stored",
)
FORGOTTEN_BODY = select(forgotten.c.id).where(
    forgotten.c.site == bindparam("site"), forgotten.c.body_hash == bindparam("body_hash")
)


class LookUps:
    """Questions to a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def articles(self, ids: Iterable[str]) -> dict[str, Row[Any]]:
        """Return id -> row of `articles`, found by its own id, else by that of an alias."""
        found: dict[str, Row[Any]] = {}
        rest = list(ids)
        for chunk in chunks(rest):
            found |= {row.id: row for row in self._all(ARTICLES, {"ids": chunk})}
        for chunk in chunks([key for key in rest if key not in found]):
            found |= {row.alias: row for row in self._all(BY_ALIAS, {"ids": chunk})}
        return found

    def forgotten(self, ids: Iterable[str]) -> set[str]:
        """Return those *ids* that were taken down."""
        found: set[str] = set()
        for chunk in chunks(list(ids)):
            found |= {row.id for row in self._all(FORGOTTEN, {"ids": chunk})}
        return found

    def same_body(self, site: str, body_hash: str) -> set[str]:
        """Return the ids of stored articles of *site* with this text."""
        rows = self._all(SAME_BODY, {"site": site, "body_hash": body_hash})
        return {row.id for row in rows}

    def is_body_forgotten(self, site: str, body_hash: str) -> bool:
        """Tell whether an article of *site* with this text was taken down."""
        return bool(self._all(FORGOTTEN_BODY, {"site": site, "body_hash": body_hash}))

    def pending(self, site: str, hosts: Sequence[str]) -> Sequence[Row[Any]]:
        """Return the frontier of *site* on *hosts*, oldest first."""
        query = select(pending).where(pending.c.site == site, pending.c.host.in_(hosts))
        return self._all(query.order_by(pending.c.found), {})

    def watermark(self, site: str, section: str) -> Watermark | None:
        """Return how far the last ended walk of *section* came."""
        query = select(watermarks).where(watermarks.c.site == site, watermarks.c.section == section)
        for row in self._all(query, {}):
            since = datetime.fromisoformat(row.since) if row.since else None
            return Watermark(instant(row.until), row.max_pages, since)
        return None

    def _all(self, query: Select[Any], values: dict[str, Any]) -> Sequence[Row[Any]]:
        with self._ledger.errors():
            return self._ledger.look_up_connection().execute(query, values).all()
