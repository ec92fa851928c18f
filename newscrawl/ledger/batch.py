"""What a run has seen and not yet booked: asked like the ledger, written in one transaction."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Double, bindparam, case, delete, func, select, update

from newscrawl.ledger.known import Known
from newscrawl.ledger.tables import aliases, articles, pending, versions, watermarks

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from newscrawl.items import Article
    from newscrawl.ledger.store import Ledger

RETRY_AFTER = (0, 3600, 21600, 86400)
"""Seconds to wait after the first, second ... run that failed to fetch a page; after one more it is
given up. So a site may be down for a day and a half."""


@dataclass
class Batch:
    """The happenings between two transactions.

    known    article id -> what the ledger will say of it
    aliases  id of another address -> (article id, that address)
    bodies   (site, hash of the text) -> id of the stored article
    """

    known: dict[str, Known] = field(default_factory=dict)
    aliases: dict[str, tuple[str, str]] = field(default_factory=dict)
    bodies: dict[tuple[str, str], str] = field(default_factory=dict)
    found: dict[str, dict[str, Any]] = field(default_factory=dict)
    stored: dict[str, dict[str, Any]] = field(default_factory=dict)  # (id of) new versions
    new_versions: list[dict[str, Any]] = field(default_factory=list)
    settled: dict[str, dict[str, Any]] = field(default_factory=dict)  # pages without a version
    looked_at: dict[str, dict[str, Any]] = field(default_factory=dict)  # unchanged
    failed: dict[str, dict[str, Any]] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)  # ids that leave the frontier
    marks: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(
            self.stored
            or self.found
            or self.settled
            or self.looked_at
            or self.failed
            or self.done
            or self.aliases
            or self.marks
        )

    def leave(self, key: str) -> None:
        """Take the address with the id *key* out of the frontier."""
        self.done.add(key)
        self.failed.pop(key, None)
        self.found.pop(key, None)

    def store(self, article: Article, known: Known, text: str, run: int) -> None:
        """Book a new version, with the hash of its *text*, as stored by *run*."""
        self.known[article.id] = known
        self.bodies[article.site, text] = article.id
        self.settled.pop(article.id, None)
        self.stored[article.id] = {**_row(known, article.site, run), "body_hash": text}
        self.new_versions.append(
            {
                "article": article.id,
                "version": article.version,
                "content_hash": article.content_hash,
                "body_hash": text,
                "stored": known.last_seen.timestamp(),
                "run": run,
            }
        )

    def settle(
        self, page: Known, site: str, reason: str, run: int, *, may_be_tried_again: bool
    ) -> None:
        """Book a page that is no new version, and take it out of the frontier, or out for now."""
        row = {**_row(page, site, run), "reason": reason or None}
        if may_be_tried_again:
            self.failed[page.article_id] = row
        else:
            self.settled[page.article_id] = row
            self.leave(page.article_id)

    def look_at(self, key: str, etag: str | None, last_modified: str | None) -> None:
        """Book that an article was looked at and is what it was, with the validators it has now."""
        look = self.looked_at.setdefault(
            key, {"looked_at": key, "new_etag": None, "new_last_modified": None}
        )
        look["now"] = time.time()
        look["new_etag"] = etag or look["new_etag"]
        look["new_last_modified"] = last_modified or look["new_last_modified"]

    def write(self, ledger: Ledger, connection: Connection) -> None:
        """Write all of it on *connection*, which is in a transaction."""
        now = time.time()
        steps: tuple[tuple[Callable[[Ledger], Any], Iterable[dict[str, Any]]], ...] = (
            (_new_pending, self.found.values()),
            (_another_failure, [{"failed": key, "now": now} for key in self.failed]),
            (new_article, self.stored.values()),
            (_new_version, self.new_versions),
            (_new_status, self.settled.values()),
            (new_alias, self._alias_rows()),
            (_another_look, self.looked_at.values()),
            (_no_longer_pending, [{"done": key} for key in sorted(self.done)]),
            (_new_mark, self.marks.values()),
        )
        for statement, rows in steps:
            if values := list(rows):
                ledger.write(connection, statement, values)
        if self.failed:
            self._give_up(ledger, connection)

    def _alias_rows(self) -> list[dict[str, Any]]:
        return [
            {"id": key, "article": article, "url": url}
            for key, (article, url) in self.aliases.items()
            if key != article
        ]

    def _give_up(self, ledger: Ledger, connection: Connection) -> None:
        """Settle the pages that too many runs failed to fetch."""
        tried_out = (pending.c.id.in_(list(self.failed)), pending.c.tries > len(RETRY_AFTER))
        keys = connection.scalars(select(pending.c.id).where(*tried_out))
        rows = [self.failed[key] for key in keys]
        if rows:
            ledger.write(connection, _new_status, rows)
            connection.execute(delete(pending).where(*tried_out))


def _row(known: Known, site: str, run: int) -> dict[str, Any]:
    return {
        "id": known.article_id,
        "url": known.url,
        "site": site,
        "status": known.status,
        "reason": None,
        "version": known.version,
        "content_hash": known.content_hash,
        "body_hash": None,
        "published": known.published,
        "section": known.section,
        "etag": known.etag,
        "last_modified": known.last_modified,
        "first_seen": known.first_seen.timestamp(),
        "last_seen": known.last_seen.timestamp(),
        "run": run,
    }


def _new_pending(ledger: Ledger) -> Any:
    return ledger.insert(pending).on_conflict_do_nothing()


def _no_longer_pending(_: Ledger) -> Any:
    return delete(pending).where(pending.c.id == bindparam("done"))


def _another_failure(_: Ledger) -> Any:
    wait = case(dict(enumerate(RETRY_AFTER)), value=pending.c.tries, else_=RETRY_AFTER[-1])
    return (
        update(pending)
        .where(pending.c.id == bindparam("failed"))
        .values(tries=pending.c.tries + 1, retry=bindparam("now", type_=Double) + wait)
    )


def _new_version(ledger: Ledger) -> Any:
    return ledger.insert(versions).on_conflict_do_nothing()


def new_article(ledger: Ledger, *, only_newer: bool = False) -> Any:
    """Insert an article; a known one keeps when it was first seen.

    With *only_newer* a known one that has this version or a later one stays as it is.
    """
    statement = ledger.insert(articles)
    return statement.on_conflict_do_update(
        index_elements=["id"],
        set_={
            column.name: statement.excluded[column.name]
            for column in articles.c
            if column.name not in ("id", "first_seen")
        },
        where=(articles.c.version < statement.excluded.version) if only_newer else None,
    )


def _new_status(ledger: Ledger) -> Any:
    """Insert a page that is no article; a stored article keeps its versions."""
    statement = ledger.insert(articles)
    return statement.on_conflict_do_update(
        index_elements=["id"],
        set_={name: statement.excluded[name] for name in ("status", "reason", "last_seen")},
    )


def new_alias(ledger: Ledger) -> Any:
    """Let another address lead to an article."""
    statement = ledger.insert(aliases)
    return statement.on_conflict_do_update(
        index_elements=["id"], set_={"article": statement.excluded.article}
    )


def _another_look(_: Ledger) -> Any:
    """Note that an article was looked at and had not changed, also where an alias was asked."""
    other = select(aliases.c.article).where(aliases.c.id == bindparam("looked_at"))
    return (
        update(articles)
        .where(articles.c.id == func.coalesce(other.scalar_subquery(), bindparam("looked_at")))
        .values(
            last_seen=bindparam("now"),
            status=case((articles.c.version > 0, "stored"), else_=articles.c.status),
            etag=func.coalesce(bindparam("new_etag"), articles.c.etag),
            last_modified=func.coalesce(bindparam("new_last_modified"), articles.c.last_modified),
        )
    )


def _new_mark(ledger: Ledger) -> Any:
    statement = ledger.insert(watermarks)
    return statement.on_conflict_do_update(
        index_elements=["site", "section"],
        set_={name: statement.excluded[name] for name in ("until", "max_pages", "since")},
    )
