"""What was taken down, which no reparse brings back: read once from the ledger, if there is one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newscrawl.items import article_id
from newscrawl.ledger.bodies import body_hash

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


@dataclass(frozen=True, slots=True)
class Takedowns:
    """Addresses, and texts of a site."""

    ids: frozenset[str] = frozenset()
    texts: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Takedowns:
        """Read them from the ledger that *settings* name; none is created. Raises LedgerError."""
        from sqlalchemy import select

        from newscrawl.ledger.store import Ledger, ledger_url
        from newscrawl.ledger.tables import forgotten

        url = ledger_url(settings)
        if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
            return cls()
        ledger = Ledger.open(url)
        try:
            with ledger.errors(), ledger.engine.connect() as connection:
                rows = connection.execute(select(forgotten)).all()
        finally:
            ledger.close()
        return cls(
            frozenset(row.id for row in rows),
            frozenset((row.site, row.body_hash) for row in rows if row.site and row.body_hash),
        )

    def __contains__(self, record: dict[str, Any]) -> bool:
        """Tell whether *record* was taken down, at its address or with its text."""
        keys = {record["id"], article_id(record["url"]), article_id(record["canonical_url"])}
        text = body_hash(record["headline"], record["article_body"])
        return bool(self.ids & keys) or (record["site"], text) in self.texts
