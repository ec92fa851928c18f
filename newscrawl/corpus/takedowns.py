"""What was taken down: in no corpus, whichever feed still holds it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newscrawl.items import article_id

if TYPE_CHECKING:
    from sqlalchemy.engine import URL


@dataclass
class Takedowns:
    """Articles that were taken down, as the ledgers of all machines know them.

    ids      of every address
    texts    (site, hash of the text)
    ledgers  how many were asked
    """

    ids: set[str] = field(default_factory=set)
    texts: set[tuple[str, str]] = field(default_factory=set)
    ledgers: int = 0

    def names(self, record: dict[str, Any], text_hash: str) -> bool:
        """Tell whether *record* was taken down, at one of its addresses or with its text."""
        if not self.ids:
            return False
        if record["id"] in self.ids or (record.get("site") or "", text_hash) in self.texts:
            return True
        urls = {record.get("url") or "", record.get("canonical_url") or ""}
        return any(_id(url) in self.ids for url in urls)

    def add(self, url: URL) -> None:
        """Read the ledger at *url*. Raises LedgerError."""
        from sqlalchemy import select

        from newscrawl.ledger.store import Ledger
        from newscrawl.ledger.tables import forgotten

        ledger = Ledger.open(url)
        try:
            with ledger.errors(), ledger.engine.connect() as connection:
                for row in connection.execute(select(forgotten)):
                    self.ids.add(row.id)
                    if row.site and row.body_hash:
                        self.texts.add((row.site, row.body_hash))
        finally:
            ledger.close()
        self.ledgers += 1


def find_takedowns(configured: URL, roots: Iterable[Path]) -> Takedowns:
    """Return the takedowns of the *configured* ledger and of the ledgers below *roots*.

    A SQLite ledger that does not exist is none. Raises LedgerError where one cannot be read: a
    corpus without its takedowns must not be built unnoticed.
    """
    from sqlalchemy.engine import URL

    takedowns = Takedowns()
    paths = {
        path.resolve()
        for root in roots
        if root.is_dir()
        for path in root.rglob("ledger.sqlite3")
        if path.is_file()
    }
    if configured.get_backend_name() != "sqlite":
        takedowns.add(configured)
    elif Path(str(configured.database)).is_file():
        paths.add(Path(str(configured.database)).resolve())
    for path in sorted(paths):
        takedowns.add(URL.create("sqlite", database=str(path)))
    return takedowns


def _id(url: str) -> str:
    try:
        return article_id(url)
    except ValueError:
        return ""  # no address
