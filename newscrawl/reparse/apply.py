"""Changed records become new versions: a new feed in DATA_DIR/<site>, booked exactly once.

The protocol is a crawl's (DESIGN.md, 'Exactly once'): the site's hosts are locked, what dead runs
left is finished, lines are on the disk before the ledger counts them. A record is written only
where the ledger's last version is still the one that its page was compared with.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from newscrawl.data_dir import data_dir
from newscrawl.feeds import Feed, json_line, plan_feed
from newscrawl.items import Article, Provenance, Raw, article_id, as_dict
from newscrawl.ledger.batch import Batch
from newscrawl.ledger.bodies import body_hash
from newscrawl.ledger.booking import BATCH_LINES, Booking
from newscrawl.ledger.known import Known, instant
from newscrawl.ledger.lookup import LookUps, Matches
from newscrawl.ledger.start import Start

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings


class Apply:
    """The new versions of one site's articles, from their first lock to the closed feed."""

    def __init__(self, settings: BaseSettings, site: str, hosts: list[str]) -> None:
        """Lock *hosts* and book the run. Raises LedgerError."""
        # All that starting and booking a run read of a crawler.
        crawler = cast("Crawler", SimpleNamespace(settings=settings, spider=None))
        self.site = site
        self.counts: Counter[str] = Counter()
        self._start = Start(crawler, site, hosts, self._plan)
        self._booking = Booking(crawler, self._start)
        self._look_ups = LookUps(self._start.ledger)
        self._batch = Batch()
        self._written: set[str] = set()  # ids and texts of this run

    def write(self, outcome: dict[str, Any]) -> None:
        """Write the record of *outcome* as the next version of its article, if it still is that.

        Raises LedgerError.
        """
        article = article_from(outcome["record"])
        text = body_hash(article.headline, article.article_body)
        ids = (article.id, article_id(article.url))
        matches = self._look_ups.matches(*ids, article.site, text)
        row = matches.same[0] if matches.same else None
        if reason := self._obstacle(outcome, matches, article.id, text):
            self.counts[reason] += 1
            return
        now = time.time()
        if row is not None:
            article.id = row.id
        article.version = row.version + 1 if row is not None else 1
        article.run_id = self._start.run_id
        for file in self._booking.files:
            file.write(json_line(as_dict(article)))
        known = Known(
            url=article.canonical_url,
            article_id=article.id,
            status="stored",
            version=article.version,
            content_hash=article.content_hash,
            first_seen=instant(row.first_seen if row is not None else now),
            last_seen=instant(row.last_seen if row is not None else now),  # it was not asked for
            published=article.date_published,
            etag=row.etag if row is not None else None,
            last_modified=row.last_modified if row is not None else None,
        )
        self._batch.store(article, known, text, self._start.number)
        for url in (article.canonical_url, article.url):
            key = article_id(url)
            self._batch.leave(key)
            if key != article.id:
                self._batch.aliases[key] = (article.id, url)
        self._written |= {article.id, text}
        self.counts["new versions" if article.version > 1 else "new articles"] += 1
        self._booking.counts["updated" if article.version > 1 else "stored"] += 1
        if len(self._batch.stored) >= BATCH_LINES:
            self._book()

    def finish(self) -> list[str]:
        """Book the rest, give the feed its name, free the locks; return its path, if it has lines.

        Raises LedgerError and OSError.
        """
        try:
            self._book()
            self._booking.finish_now("finished")
        finally:
            self._start.release()
        return [feed.name for feed, file in self._booking.feeds.values() if file.length > file.base]

    def abandon(self) -> None:
        """Free the locks; the next run finishes what is booked."""
        self._start.release()

    def _book(self) -> None:
        if self._batch:
            batch, self._batch = self._batch, Batch()
            self._booking.book_now(batch)

    def _obstacle(
        self, outcome: dict[str, Any], matches: Matches, key: str, text: str
    ) -> str | None:
        """Return why the record of *outcome* is not written, None where it is."""
        row = matches.same[0] if matches.same else None
        version = row.version if row is not None else 0
        if matches.is_forgotten:
            return "taken down"
        if key in self._written:
            return "known by now"
        if outcome["kind"] == "new":
            is_twin = matches.same_body or text in self._written
            return "known by now" if version or is_twin else None
        if version == 0:
            return "not in the ledger (scrapy ledger rebuild)"
        return None if version == outcome["stored_version"] else "a newer version is stored"

    def _plan(self, crawler: Crawler, run_id: str, started: str) -> list[Feed]:
        path = data_dir(crawler.settings) / self.site / f"{run_id}.jsonl"
        options = {"format": "jsonlines"}
        return [plan_feed(str(path), options, crawler.settings, run_id, is_unique=True)]


def apply(
    settings: BaseSettings, site: str, hosts: Iterable[str], spool: Path
) -> tuple[Counter[str], list[str]]:
    """Write the outcomes in *spool*, a line each, as new versions of *site*'s articles.

    Without *hosts*, those of the records are locked. Return what was done, by kind, and the feeds.
    Raises LedgerError and OSError.
    """
    with spool.open(encoding="utf-8") as lines:
        hosts = list(hosts) or sorted(
            {urlsplit(json.loads(line)["record"]["url"]).netloc for line in lines}
        )
    versions = Apply(settings, site, hosts)
    try:
        with spool.open(encoding="utf-8") as lines:
            for line in lines:
                versions.write(json.loads(line))
    except BaseException:
        versions.abandon()
        raise
    return versions.counts, versions.finish()


def article_from(record: dict[str, Any]) -> Article:
    """Return the article that *record*, a line of a feed, is."""
    parts = {"provenance": Provenance(**record["provenance"]), "raw": Raw(**record["raw"])}
    return Article(**{**record, **parts})
