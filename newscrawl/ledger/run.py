"""One crawl as the ledger sees it: what it asks, what it found, what it stored."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import urlsplit

from scrapy import signals

from newscrawl.feeds import Feed, plan
from newscrawl.items import Article, article_id
from newscrawl.ledger.bodies import body_hash
from newscrawl.ledger.booking import Beside, Booking
from newscrawl.ledger.known import Known, PastRun, Pending, Schedule, Seen, Watermark, instant
from newscrawl.ledger.lookup import LookUps
from newscrawl.ledger.start import Start
from newscrawl.urls import site_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from sqlalchemy import Connection, MetaData, Row

    from newscrawl.feed_file import FeedFile

T = TypeVar("T")

FINAL = re.compile(r"http_4(?!08|25|29)\d\d")
"""Answers after which asking again in the next run is pointless (RFC 9110, 15.5)."""


class Run:
    """What the spider and the pipelines ask, and tell, the ledger.

    id, time     unique and sortable; when it began, ISO 8601, UTC
    incremental  known articles are left alone: not with -O, not with incremental=0
    snapshot     -O: the earlier state is neither read nor booked, but for what was taken down
    """

    def __init__(self, crawler: Crawler, site: str, start: Start) -> None:
        self.site = site
        self.id = start.run_id
        self.time = start.time
        self.snapshot = start.snapshot
        arguments = getattr(crawler.spider, "arguments", None)
        self.incremental = not self.snapshot and getattr(arguments, "incremental", True)
        self._hosts = start.hosts
        self._started = start.started
        self._number = start.number
        self._ledger = start.ledger
        self._look_ups = LookUps(start.ledger)
        self._booking = Booking(crawler, start)
        self._schedule = Schedule.from_settings(crawler.settings)
        self._found: dict[str, float] = {}  # pending of earlier runs: id -> when found
        self._claims: dict[str, Article] = {}
        self._twins: dict[int, str] = {}  # id() of an article in the pipelines -> the known one
        self._bodies: dict[int, str] = {}  # the same -> the hash of its text
        crawler.signals.connect(self._item_dropped, signals.item_dropped)
        crawler.signals.connect(self._item_error, signals.item_error)

    @classmethod
    def open(cls, crawler: Crawler, site: str, hosts: Sequence[str]) -> Self:
        """Lock *hosts* and the outputs, finish what dead runs left, book this one.

        Blocks; to be called before the first request. Raises LedgerError; then nothing is locked.
        """
        return cls(crawler, site, Start(crawler, site, list(hosts), plan))

    async def close(self, reason: str, facts: Mapping[str, Any] | None = None) -> None:
        """Book the last batch, give the feeds their names, mark the run closed, free the locks.

        The *facts*, plain JSON, are kept with the run. What goes wrong is in `failure` afterwards.
        """
        await self._booking.close(reason, facts or {})

    # ------------------------------------------------------------------ what is known

    async def pending(self) -> list[Pending]:
        """Return the addresses that earlier runs found and did not fetch, oldest first."""
        now = time.time()
        rows = await self._booking.ask(lambda: self._look_ups.pending(self.site, self._hosts, now))
        self._found = {row.id: row.found for row in rows}
        return [Pending(row.url, row.section, row.discovered_from) for row in rows]

    async def due(self) -> list[Known]:
        """Return the recent articles that are due for another look, newest first.

        Also those that have left the listings; none where known articles are not left alone.
        """
        if not self.incremental or self._schedule.horizon <= 0:
            return []
        now = time.time()
        oldest = now - self._schedule.horizon
        sites = {self.site, *(site_of(f"http://{host}/") for host in self._hosts)}  # `crawl site`
        rows = await self._booking.ask(lambda: self._look_ups.recent(sites, oldest))
        known = (self._known(row, now) for row in rows)
        return [article for article in known if article.due and self._is_ours(article.url)]

    async def watermark(self, section: str) -> Watermark | None:
        """Return how far the last walk of *section* came that ended by itself."""
        return await self._booking.ask(lambda: self._look_ups.watermark(self.site, section))

    async def earlier(self) -> list[PastRun]:
        """Return the site's earlier runs that were closed with facts, newest first."""
        return await self._booking.ask(lambda: self._look_ups.past_runs(self.site))

    async def known(self, urls: Sequence[str]) -> dict[str, Known]:
        """Return what is known of those *urls* that are settled, by their address or an alias.

        Also of those that failed and are to be tried again, `due` or not yet.
        """
        ids = {url: article_id(url) for url in urls}
        rows, forgotten, waiting = await self._booking.ask(
            lambda: (
                self._look_ups.articles(ids.values()),
                self._look_ups.forgotten(ids.values()),
                self._look_ups.waiting(ids.values()),
            )
        )
        now = time.time()
        known: dict[str, Known] = {}
        for url, key in ids.items():
            if key in forgotten:
                known[url] = self._forgotten(url, key)
            elif unbooked := self._unbooked(key):
                known[url] = unbooked
            elif key in rows:
                known[url] = self._known(rows[key], now)
            elif key in waiting:
                known[url] = self._waiting(waiting[key], now)
        return known

    async def look_up(self, article: Article) -> Seen:
        """Return what is known of an extracted *article*, also by what this run has exported.

        Where it is kept, call `claim` before the next await: its twin then finds it.
        """
        self._twins.pop(id(article), None)
        text = self._body_of(article)
        ids = (article.id, article_id(article.url))
        matches = await self._booking.ask(lambda: self._look_ups.matches(*ids, article.site, text))
        previous = next(filter(None, map(self._unbooked, ids)), None)
        if previous is None and (claimed := self._claims.get(article.id)):
            previous = self._stored(claimed, None)
        if previous is None and matches.same:
            previous = self._known(matches.same[0], time.time())
        if previous is not None and previous.version == 0:
            previous = None  # a page that was refused or failed, and is an article now
        own = {article.id, previous.article_id if previous else article.id}
        same_body = min(
            (matches.same_body | self._unbooked_bodies(article, text)) - own, default=""
        )
        if twin := previous.article_id if previous else same_body:
            self._twins[id(article)] = twin
        return Seen(previous, same_body or None, matches.is_forgotten)

    async def ask(self, question: Callable[[Connection], T]) -> T:
        """Ask tables beside the ledger's, on the connection for look-ups.

        In the ledger's thread where the ledger is on PostgreSQL. Raises LedgerError.
        """

        def ask() -> T:
            with self._ledger.errors():
                return question(self._ledger.look_up_connection())

        return await self._booking.ask(ask)

    def add_tables(self, tables: MetaData) -> None:
        """Create *tables*, which somebody keeps beside the ledger's, where they are missing.

        Blocks; to be called before the first request. Raises LedgerError.
        """
        self._ledger.add_tables(tables)

    @property
    def beside(self) -> list[Beside]:
        """Those who keep tables beside the ledger's; add to it before the first request."""
        return self._booking.beside

    # ------------------------------------------------------------------ what happens

    def found(self, urls: Sequence[str], section: str | None, discovered_from: str) -> None:
        """Book *urls*, found in *section*, as pending with the next batch."""
        batch = self._booking.batch
        for url in urls:
            key = article_id(url)
            if key not in self._found and key not in batch.done:
                batch.found[key] = {
                    "id": key,
                    "url": url,
                    "site": self.site,
                    "host": self._host_of(url),
                    "section": section,
                    "discovered_from": discovered_from,
                    "found": self._started,
                    "tries": 0,
                    "retry": 0.0,
                }
        if urls:
            self._booking.note()

    def claim(self, article: Article) -> None:
        """Keep *article*: a twin of it that comes before it is exported finds it."""
        self._claims[article.id] = article

    def release(self, article: Any) -> None:
        """Give up *article*, which is not exported after all."""
        if isinstance(article, Article) and self._claims.get(article.id) is article:
            for beside in self.beside:
                beside.settle([article.id])
        self._let_go(article)

    def stored(self, article: Article, response: Response | None = None) -> None:
        """Book *article* with the next batch; its lines have just been handed to every feed.

        Its other addresses and its validators are read from *response*.
        """
        text = self._body_of(article)
        self._let_go(article)
        known = self._stored(article, response)
        self._booking.batch.store(article, known, text, self._number)
        for url in _addresses(article, response):
            self._alias(url, article.id)
        self._booking.counts["updated" if article.version > 1 else "stored"] += 1
        self._booking.note(articles=1)

    def settle(
        self,
        url: str,
        outcome: str,
        reason: str = "",
        *,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> None:
        """Give *url*, which is no new version, its outcome with the next batch.

        refused, gone, duplicate, unchanged: leaves the frontier. failed: stays in it for a few
        tries more, then is given up; but an answer of 4xx is final, 404 and 410 are gone.
        """
        may_be_tried_again = outcome == "failed" and not FINAL.fullmatch(reason)
        if outcome == "failed" and reason in ("http_404", "http_410"):
            outcome = "gone"
        key, batch = article_id(url), self._booking.batch
        self._booking.counts[outcome] += 1
        if outcome == "unchanged":
            batch.leave(key)
            batch.look_at(key, etag, last_modified)
        elif outcome == "duplicate" and key in batch.aliases:
            batch.leave(key)
        else:
            page = Known(
                url=url,
                article_id=key,
                status=outcome,
                version=0,
                content_hash="",
                first_seen=instant(self._found.get(key, self._started)),
                last_seen=instant(time.time()),
            )
            batch.settle(
                page,
                self.site,
                reason,
                self._number,
                may_be_tried_again=may_be_tried_again,
            )
        self._booking.note()

    def walk_ended(
        self, section: str, max_pages: int | None = None, since: datetime | None = None
    ) -> None:
        """Book that the walk of *section* ended by itself, with what it had found until then."""
        self._booking.batch.marks[self.site, section] = {
            "site": self.site,
            "section": section,
            "until": self._started,
            "max_pages": max_pages,
            "since": since.isoformat() if since else None,
        }
        self._booking.note()

    # ------------------------------------------------------------------ feeds

    @property
    def files(self) -> list[FeedFile]:
        """The files that the exporters write to."""
        return self._booking.files

    @property
    def feeds(self) -> list[str]:
        """Where this run's articles are: the names of the feeds that it has written to."""
        return [
            feed.name
            for feed, file in self._booking.feeds.values()
            if (file.length > file.base or feed.snapshot) and not (feed.upload and self.failure)
        ]

    @property
    def feed_files(self) -> list[Path]:
        """The local files that this run has left its articles in."""
        return [
            feed.target or file.path
            for feed, file in self._booking.feeds.values()
            if feed.name in self.feeds and not feed.upload and file.path and not file.is_stream
        ]

    def file_of(self, feed: Feed) -> FeedFile:
        """Return the file of *feed*. Raises LedgerError and OSError for one that is new and bad."""
        return self._booking.file_of(feed)

    async def flush(self) -> None:
        """Wait until every line is on the disk. Raises LedgerError."""
        await self._booking.flush()

    @property
    def failure(self) -> str | None:
        """What went wrong with a feed or the ledger; also the statistic `newscrawl/feed_failed`."""
        return self._booking.failure

    def fail(self, reason: str) -> None:
        """Stop the crawl because of *reason*: what is not booked stays to be fetched."""
        self._booking.fail(reason)

    # ------------------------------------------------------------------ not booked yet

    def _unbooked(self, key: str) -> Known | None:
        for batch in self._booking.open_batches:
            if known := batch.known.get(batch.aliases.get(key, (key, ""))[0]):
                return known
        return None

    def _unbooked_bodies(self, article: Article, text: str) -> set[str]:
        stored = {
            batch.bodies.get((article.site, text), "") for batch in self._booking.open_batches
        }
        claimed = {
            other.id
            for other in self._claims.values()
            if other.site == article.site and self._body_of(other) == text
        }
        return (stored | claimed) - {""}

    def _body_of(self, article: Article) -> str:
        key = id(article)
        if key not in self._bodies:
            self._bodies[key] = body_hash(article.headline, article.article_body)
        return self._bodies[key]

    def _let_go(self, article: Any) -> None:
        self._twins.pop(id(article), None)
        self._bodies.pop(id(article), None)
        if isinstance(article, Article) and self._claims.get(article.id) is article:
            del self._claims[article.id]

    def _alias(self, url: str, article: str) -> None:
        key = article_id(url)
        self._booking.batch.leave(key)
        if key != article:
            self._booking.batch.aliases[key] = (article, url)

    def _item_dropped(self, item: Any, response: Response | None) -> None:
        """Let the addresses of a known or repeated article lead to the one that is kept."""
        twin = self._twins.get(id(item))
        self.release(item)
        if twin and isinstance(item, Article):
            for url in _addresses(item, response):
                self._alias(url, twin)
            if article_id(item.canonical_url) == twin:
                self._booking.batch.look_at(twin, *_validators(response))

    def _item_error(self, item: Any) -> None:
        self.release(item)

    # ------------------------------------------------------------------ answers

    def _is_ours(self, url: str) -> bool:
        netloc = urlsplit(url).netloc
        return any(netloc == host or netloc.endswith(f".{host}") for host in self._hosts)

    def _host_of(self, url: str) -> str:
        netloc = urlsplit(url).netloc
        for host in self._hosts:
            if netloc == host or netloc.endswith(f".{host}"):
                return host
        return self._hosts[0]

    def _stored(self, article: Article, response: Response | None) -> Known:
        etag, last_modified = _validators(response)
        found = self._found.get(article.id) or self._found.get(article_id(article.url))
        return Known(
            url=article.canonical_url,
            article_id=article.id,
            status="gone" if article.page_type == "gone" else "stored",
            version=article.version,
            content_hash=article.content_hash,
            first_seen=instant(found or self._started),
            last_seen=instant(time.time()),
            published=article.date_published,
            section=article.article_section,
            etag=etag,
            last_modified=last_modified,
        )

    def _known(self, row: Row[Any], now: float) -> Known:
        may_change = row.status in ("stored", "refused", "failed")
        return Known(
            url=row.url,
            article_id=row.id,
            status=row.status,
            version=row.version,
            content_hash=row.content_hash,
            first_seen=instant(row.first_seen),
            last_seen=instant(row.last_seen),
            published=row.published,
            section=row.section,
            etag=row.etag,
            last_modified=row.last_modified,
            due=may_change and self._schedule.is_due(row.first_seen, row.last_seen, now),
        )

    def _waiting(self, row: Row[Any], now: float) -> Known:
        return Known(
            url=row.url,
            article_id=row.id,
            status="failed",
            version=0,
            content_hash="",
            first_seen=instant(row.found),
            last_seen=instant(row.found),
            due=row.retry <= now,
        )

    def _forgotten(self, url: str, key: str) -> Known:
        return Known(
            url=url,
            article_id=key,
            status="gone",
            version=0,
            content_hash="",
            first_seen=instant(0),
            last_seen=instant(self._started),
            forgotten=True,
        )


def _addresses(article: Article, response: Response | None) -> set[str]:
    """Return the addresses of *article*; also that which was asked for, before redirects."""
    addresses = {article.canonical_url, article.url}
    if response is not None and response.request is not None and response.meta.get("asked"):
        addresses.add(response.meta["asked"])
    return addresses


def _validators(response: Response | None) -> tuple[str | None, str | None]:
    """Return ETag and Last-Modified of *response* (RFC 9110, 8.8)."""
    if response is None:
        return None, None
    etag, modified = (
        value.decode("latin-1") if (value := response.headers.get(name)) else None
        for name in ("ETag", "Last-Modified")
    )
    return etag, modified
