"""What the ledger says of an address, and when an article is due for another look."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from newscrawl.ledger.errors import LedgerError

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings
    from sqlalchemy import Row

REVISIT_AFTER = ("1h", "6h", "1d", "3d")
"""Ages at which an article is looked at again; corrections come early, then hardly ever."""

DAY = 86_400.0
SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An address that is settled: an article that is stored, or a page that is none.

    status      stored, refused, failed (given up, or waiting for the next try), gone, duplicate
    version     the last one stored; 0 where none was
    first_seen  start of the run that found it
    due         whether it is to be looked at again now
    forgotten   taken down: not to be fetched or stored, ever
    """

    url: str
    article_id: str
    status: str
    version: int
    content_hash: str
    first_seen: datetime
    last_seen: datetime
    published: str | None = None
    section: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    due: bool = False
    forgotten: bool = False


@dataclass(frozen=True, slots=True)
class PastRun:
    """A closed run, with what it said of itself (`newscrawl.reporting.run_facts`)."""

    id: str
    site: str
    started: datetime
    ended: datetime
    reason: str
    facts: dict[str, Any]

    @classmethod
    def from_row(cls, row: Row[Any]) -> Self:
        """Return the run of a *row* of the table `runs`."""
        return cls(
            id=row.id,
            site=row.site,
            started=instant(row.started),
            ended=instant(row.ended),
            reason=row.reason,
            facts=json.loads(row.counts),
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of an article that was just extracted.

    previous   the same article, by id or by one of its addresses
    same_body  the id of another article of the site with the same text
    forgotten  taken down, at this address or with this text
    """

    previous: Known | None = None
    same_body: str | None = None
    forgotten: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """An article address that was found on a listing and is still to be fetched."""

    url: str
    section: str | None
    discovered_from: str


@dataclass(frozen=True, slots=True)
class Watermark:
    """How far a section's last walk came that ended by itself.

    until      what was first seen by then needs no second walk
    max_pages  the cap that ended it, None where it ended before its cap
    since      the publication date that ended it
    """

    until: datetime
    max_pages: int | None
    since: datetime | None


class Schedule:
    """When an article is looked at again: at each of the *ages*, in seconds since first seen."""

    def __init__(self, ages: Sequence[float]) -> None:
        self.ages = sorted(ages)
        # Seconds after which an article is left alone; the run for its last look may be a day late.
        self.horizon = self.ages[-1] + DAY if self.ages else 0.0
        self.always = any(age <= 0 for age in ages)

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Schedule:
        """Read REVISIT_AFTER: ages such as `1h,6h,1d`; 0 is always, empty is never."""
        given = settings.get("REVISIT_AFTER", REVISIT_AFTER)
        texts = given.split(",") if isinstance(given, str) else given
        if isinstance(texts, (int, float)):
            texts = [texts]
        return cls([_seconds(str(text)) for text in texts if str(text).strip()])

    def is_due(self, first_seen: float, last_seen: float, now: float) -> bool:
        """Tell whether an age of the schedule lies between the last look and *now*."""
        if self.always:
            return True
        return any(last_seen < first_seen + age <= now for age in self.ages)


def _seconds(text: str) -> float:
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([smhd]?)\s*", text, re.ASCII)
    if not match:
        raise LedgerError(f"REVISIT_AFTER: {text!r} is no age such as 90m, 6h or 1d")
    return float(match[1]) * SECONDS[match[2]]


def instant(seconds: float) -> datetime:
    """Return the UTC time that is *seconds* after 1970."""
    return datetime.fromtimestamp(seconds, UTC)
