"""One crawl as the ledger sees it: its locks, its feeds, what it found, what it stored."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import urlsplit

from scrapy import signals
from sqlalchemy import update

from newscrawl.feed_file import FeedFile
from newscrawl.feeds import Feed, plan
from newscrawl.items import Article, article_id
from newscrawl.ledger.batch import Batch
from newscrawl.ledger.bodies import body_hash
from newscrawl.ledger.errors import FeedError, LedgerError, LockLost
from newscrawl.ledger.known import Known, Pending, Schedule, Seen, Watermark, instant
from newscrawl.ledger.lookup import LookUps
from newscrawl.ledger.start import Start
from newscrawl.ledger.tables import feeds, holds, runs

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from sqlalchemy import Connection, Row

logger = logging.getLogger(__name__)

T = TypeVar("T")

BATCH_LINES = 50
BATCH_SECONDS = 1.0
"""A batch is booked after so many articles or seconds: what a kill costs is fetched again."""

INCOMPLETE = frozenset({"shutdown", "cancelled", "start_error", "memusage_exceeded"})
"""Reasons for which a crawl ends that leave a snapshot without its rest."""


class Run:
    """What the spider and the pipelines ask, and tell, the ledger.

    id, time     unique and sortable; when it began, ISO 8601, UTC
    incremental  known articles are left alone: not with -O, not with incremental=0
    snapshot     -O: the earlier state is neither read nor booked, but for what was taken down
    failure      what went wrong with a feed or the ledger; None while all is well. Also the
                 statistic `newscrawl/feed_failed`
    extra_rows   called with the connection and the new articles in each transaction, before it is
                 committed: whoever keeps a table of its own beside the ledger's
    """

    def __init__(self, crawler: Crawler, site: str, start: Start) -> None:
        self.crawler = crawler
        self.site = site
        self.id = start.run_id
        self.time = start.time
        self.hosts = start.hosts
        self.snapshot = start.snapshot
        arguments = getattr(crawler.spider, "arguments", None)
        self.incremental = not self.snapshot and getattr(arguments, "incremental", True)
        self.failure: str | None = None
        self.counts: Counter[str] = Counter()
        self.extra_rows: list[Callable[[Connection, Sequence[Article]], None]] = []
        self.ledger = start.ledger
        self._start = start
        self._look_ups = LookUps(start.ledger)
        self._feeds = {feed.uri: (feed, feed.open(base)) for feed, base in start.feeds}
        self._is_whole = any(feed.whole for feed, _ in start.feeds)  # all is booked at the end
        self._schedule = Schedule.from_settings(crawler.settings)
        self._worker = ThreadPoolExecutor(1, "ledger")
        self._batch = Batch()
        self._articles: list[Article] = []
        self._in_flight: Batch | None = None
        self._booking: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._unwritten = 0  # articles whose lines are not on the disk yet
        self._batches = 0
        self._is_lost = False
        self._found: dict[str, float] = {}  # pending of earlier runs: id -> when found
        self._claims: dict[str, Article] = {}
        self._twins: dict[int, str] = {}  # id() of an article in the pipelines -> the known one
        self._bodies: dict[int, str] = {}  # the same -> the hash of its text
        self._closed = False
        crawler.signals.connect(self._item_dropped, signals.item_dropped)
        crawler.signals.connect(self._item_error, signals.item_error)

    @classmethod
    def open(cls, crawler: Crawler, site: str, hosts: Sequence[str]) -> Self:
        """Lock *hosts* and the outputs, finish what dead runs left, book this one.

        Blocks; to be called before the first request. Raises LedgerError; then nothing is locked.
        """
        return cls(crawler, site, Start(crawler, site, list(hosts), plan))

    # ------------------------------------------------------------------ what earlier runs know

    async def pending(self) -> list[Pending]:
        """Return the addresses that earlier runs found and did not fetch, oldest first."""
        rows = await self._ask(lambda: self._look_ups.pending(self.site, self.hosts))
        self._found = {row.id: row.found for row in rows}
        return [Pending(row.url, row.section, row.discovered_from) for row in rows]

    async def watermark(self, section: str) -> Watermark | None:
        """Return how far the last walk of *section* came that ended by itself."""
        return await self._ask(lambda: self._look_ups.watermark(self.site, section))

    async def known(self, urls: Sequence[str]) -> dict[str, Known]:
        """Return what is known of those *urls* that are settled, by their address or an alias."""
        ids = {url: article_id(url) for url in urls}
        found = {key: known for key in ids.values() if (known := self._unbooked(key))}
        rest = [key for key in ids.values() if key not in found]
        rows, forgotten = await self._ask(
            lambda: (self._look_ups.articles(rest), self._look_ups.forgotten(ids.values()))
        )
        now = time.time()
        for key, row in rows.items():
            found[key] = self._known(row, now, forgotten=key in forgotten)
        return {
            url: found.get(key) or self._taken_down(url, key)
            for url, key in ids.items()
            if key in found or key in forgotten
        }

    async def look_up(self, article: Article) -> Seen:
        """Return what is known of an extracted *article*, also by what this run has exported.

        Call `claim` before the next await where it is kept, so that its twin finds it.
        """
        ids = list(dict.fromkeys((article.id, article_id(article.url))))
        text = self._body_of(article)
        rows, bodies, forgotten = await self._ask(
            lambda: (
                self._look_ups.articles(ids),
                self._look_ups.same_body(article.site, text),
                bool(self._look_ups.forgotten(ids))
                or self._look_ups.is_body_forgotten(article.site, text),
            )
        )
        previous = next(filter(None, map(self._unbooked, ids)), None)
        if previous is None:
            now = time.time()
            previous = next((self._known(rows[key], now) for key in ids if key in rows), None)
        bodies |= {
            batch.bodies[article.site, text]
            for batch in self._open_batches()
            if (article.site, text) in batch.bodies
        }
        bodies |= {
            claimed.id
            for claimed in self._claims.values()
            if claimed.site == article.site and self._body_of(claimed) == text
        }
        if previous is None and (claimed := self._claims.get(article.id)):
            previous = self._as_known(claimed, None)
        if previous is not None and previous.version == 0:
            previous = None  # a page that was refused or failed, and is an article now
        own = {article.id, previous.article_id if previous else article.id}
        same_body = min(bodies - own, default=None)
        if twin := previous.article_id if previous else same_body:
            self._twins[id(article)] = twin
        return Seen(previous, same_body, forgotten)

    # ------------------------------------------------------------------ what this run does

    def found(self, urls: Sequence[str], section: str | None, discovered_from: str) -> None:
        """Book *urls*, found in *section*, as pending with the next batch."""
        for url in urls:
            key = article_id(url)
            if key not in self._found and key not in self._batch.done:
                self._batch.found[key] = {
                    "id": key,
                    "url": url,
                    "site": self.site,
                    "host": self._host_of(url),
                    "section": section,
                    "discovered_from": discovered_from,
                    "found": self._start.started,
                    "tries": 0,
                }
        if urls:
            self._note()

    def claim(self, article: Article) -> None:
        """Keep *article*: a twin of it that comes before it is exported finds it."""
        self._claims[article.id] = article

    def release(self, article: Any) -> None:
        """Give up *article*, which was not exported after all."""
        self._twins.pop(id(article), None)
        self._bodies.pop(id(article), None)
        if isinstance(article, Article) and self._claims.get(article.id) is article:
            del self._claims[article.id]

    def stored(self, article: Article, response: Response | None = None) -> None:
        """Book *article* with the next batch; its lines have just been handed to every feed.

        Its other addresses and its validators are read from *response*.
        """
        asked = _asked(response)
        known = self._as_known(article, response)
        batch = self._batch
        text = self._body_of(article)
        key = article.id
        self.release(article)
        batch.known[key] = known
        batch.bodies[article.site, text] = key
        batch.stored[key] = {
            "id": key,
            "url": article.canonical_url,
            "site": article.site,
            "status": "stored",
            "reason": None,
            "version": article.version,
            "content_hash": article.content_hash,
            "body_hash": text,
            "published": article.date_published,
            "etag": known.etag,
            "last_modified": known.last_modified,
            "first_seen": known.first_seen.timestamp(),
            "last_seen": known.last_seen.timestamp(),
            "run": self._start.number,
        }
        batch.new_versions.append(
            {
                "article": key,
                "version": article.version,
                "content_hash": article.content_hash,
                "body_hash": text,
                "stored": known.last_seen.timestamp(),
                "run": self._start.number,
            }
        )
        batch.settled.pop(key, None)
        self._done(key)
        for url in dict.fromkeys(filter(None, (article.url, asked))):
            self._alias(url, key)
        self._unwritten += 1
        self._articles.append(article)
        self.counts["updated" if article.version > 1 else "stored"] += 1
        self._note()

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
        runs more, then is given up; a page that is not there (404, 410) is gone.
        """
        if outcome == "failed" and reason in ("http_404", "http_410"):
            outcome = "gone"
        self.counts[outcome] += 1
        key = article_id(url)
        now = time.time()
        if outcome == "unchanged" or (outcome == "duplicate" and key in self._batch.aliases):
            self._done(key)
            if outcome == "unchanged":
                self._looked_at(key, etag, last_modified)
            self._note()
            return
        row = {
            "id": key,
            "url": url,
            "site": self.site,
            "status": outcome,
            "reason": reason or None,
            "version": 0,
            "content_hash": "",
            "body_hash": None,
            "published": None,
            "etag": etag,
            "last_modified": last_modified,
            "first_seen": self._found.get(key, self._start.started),
            "last_seen": now,
            "run": self._start.number,
        }
        if outcome == "failed":
            self._batch.failed[key] = row
        else:
            self._batch.settled[key] = row
            self._batch.known[key] = _known_page(row)
            self._done(key)
        self._note()

    def walk_ended(
        self, section: str, max_pages: int | None = None, since: datetime | None = None
    ) -> None:
        """Book that the walk of *section* ended by itself, with what it had found until then."""
        self._batch.marks[self.site, section] = {
            "site": self.site,
            "section": section,
            "until": self._start.started,
            "max_pages": max_pages,
            "since": since.isoformat() if since else None,
        }
        self._note()

    # ------------------------------------------------------------------ feeds

    @property
    def files(self) -> list[FeedFile]:
        """The files that the exporters write to."""
        return [file for _, file in self._feeds.values()]

    @property
    def feeds(self) -> list[str]:
        """Where this run's articles are: the names of the feeds that it has written to."""
        return [
            feed.name
            for feed, file in self._feeds.values()
            if file.length > file.base or feed.snapshot
        ]

    def file_of(self, feed: Feed) -> FeedFile:
        """Return the file of *feed*, which is booked now if it was not before (FEEDS batches)."""
        if feed.uri not in self._feeds:
            base = self._start.add(feed)
            self._feeds[feed.uri] = (feed, feed.open(base))
        return self._feeds[feed.uri][1]

    # ------------------------------------------------------------------ booking

    def fail(self, reason: str) -> None:
        """Stop the crawl because of *reason*: nothing more is booked, what is not is pending."""
        if self.failure:
            return
        self.failure = reason
        logger.error("%s", reason)
        self.crawler.stats.set_value("newscrawl/feed_failed", reason)
        if self.crawler._engine is not None and self.crawler._engine.running:
            self._stopping = asyncio.ensure_future(
                self.crawler.engine.close_spider_async(reason="feed_failed")
            )

    async def flush(self) -> None:
        """Wait until everything is on disk and booked. Raises LedgerError."""
        await self._flush(final=False)

    async def _flush(self, *, final: bool) -> None:
        books = final or not self._is_whole
        while not self.failure and (
            self._booking
            or (books and self._batch)
            or any(file.has_collected for file in self.files)
        ):
            if self._booking is None:
                self._book_batch(final=final)
            if self._booking:
                await asyncio.wait([self._booking])
                await asyncio.sleep(0)  # lets `_booked` run
        if self.failure:
            raise LedgerError(self.failure)

    async def close(self, reason: str) -> None:
        """Book the last batch, give the feeds their names, mark the run closed, free the locks.

        What goes wrong is in `failure` afterwards.
        """
        if self._closed:
            return
        self._closed = True
        try:
            await self._flush(final=True)
        except LedgerError as error:
            logger.debug("Last batch: %s", error)
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._worker, self._finish, reason)
        except (LedgerError, OSError) as error:
            self.fail(str(error))
        finally:
            self._worker.shutdown()
            self._start.release()

    def _note(self) -> None:
        """Have what has happened booked: soon, or now if it is much."""
        if self.failure or self._booking:
            return
        if self._unwritten >= BATCH_LINES:
            self._book_batch()
        elif self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(BATCH_SECONDS, self._book_batch)

    def _book_batch(self, *, final: bool = False) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self.failure or self._booking:
            return
        batch: Batch | None = None
        articles: list[Article] = []
        if final or not self._is_whole:
            batch, self._batch = self._batch, Batch()
            articles, self._articles = self._articles, []
        self._in_flight = batch
        self._unwritten = 0
        data = [(file, file.take()) for file in self.files]
        loop = asyncio.get_running_loop()
        self._booking = loop.run_in_executor(self._worker, self._book, batch, articles, data)
        self._booking.add_done_callback(self._booked)

    def _booked(self, booking: asyncio.Future[None]) -> None:
        self._booking = None
        self._in_flight = None
        if error := booking.exception():
            self.fail(str(error))
        elif self._batch and not self._closed:
            self._note()

    def _book(
        self, batch: Batch | None, articles: list[Article], data: list[tuple[FeedFile, bytes]]
    ) -> None:
        """In the ledger's thread: lines to the disk first, then the ledger."""
        booked = [file.length for file, _ in data]
        try:
            for file, lines in data:
                if lines:
                    file.append(lines)
            if batch is not None:
                self._write(batch, articles)
        except LockLost:
            self._is_lost = True  # the files are another run's now
            raise
        except BaseException as error:
            for (file, _), length in zip(data, booked, strict=True):
                with contextlib.suppress(OSError):  # `_finish` tries again
                    file.cut(length)
            if isinstance(error, OSError):
                raise FeedError(f"a feed cannot be written: {error}") from error
            raise

    def _write(self, batch: Batch, articles: list[Article]) -> None:
        self._batches += 1
        try:
            with self.ledger.transaction() as connection:
                self._check_holds(connection)
                batch.write(self.ledger, connection)
                for extra in self.extra_rows:
                    extra(connection, articles)
                self._book_feeds(connection)
        except LockLost:
            raise
        except LedgerError:
            # COMMIT may have been answered by an error and done all the same.
            if self._start.batches_booked() != self._batches:
                raise

    def _check_holds(self, connection: Connection) -> None:
        mine = update(holds).where(holds.c.run == self._start.number)
        if connection.execute(mine.values(run=self._start.number)).rowcount != len(self.hosts):
            raise LockLost(f"another run has taken over {', '.join(self.hosts)}: this one ends")

    def _book_feeds(self, connection: Connection) -> None:
        number = self._start.number
        connection.execute(
            update(runs).where(runs.c.number == number).values(batches=self._batches)
        )
        for file in self.files:
            if file.path and file.length > file.base:
                connection.execute(
                    update(feeds)
                    .where(feeds.c.run == number, feeds.c.path == str(file.path))
                    .values(length=file.length, inode=file.inode)
                )

    def _finish(self, reason: str) -> None:
        """In the ledger's thread: rename, then mark closed. Raises LedgerError and OSError."""
        if self._is_lost:
            for file in self.files:
                file.release()
            return
        for feed, file in self._feeds.values():
            if self.failure:
                self._keep_what_is_booked(feed, file)
            elif feed.upload:
                file.discard()
            elif feed.snapshot and self._is_incomplete(reason) and feed.replaces:
                file.release()
                logger.warning(
                    "%s stays as it was: the new one is not whole, it is in %s",
                    feed.target,
                    feed.path,
                )
            else:
                file.publish(store_empty=feed.snapshot)
        with self.ledger.transaction() as connection:
            self._check_holds(connection)
            number = self._start.number
            connection.execute(update(feeds).where(feeds.c.run == number).values(closed=True))
            connection.execute(
                update(runs)
                .where(runs.c.number == number)
                .values(
                    ended=time.time(),
                    reason="feed_failed" if self.failure else reason,
                    counts=json.dumps(self.counts),
                )
            )

    def _keep_what_is_booked(self, feed: Feed, file: FeedFile) -> None:
        """After a failure: the lines that are booked stay, the rest is fetched again."""
        if feed.upload or feed.snapshot:
            file.release()
            return
        file.cut(file.base if self._is_whole else file.length)
        file.publish()

    def _is_incomplete(self, reason: str) -> bool:
        answered = self.crawler.stats.get_value("response_received_count", 0)
        return reason in INCOMPLETE or not answered

    # ------------------------------------------------------------------ small things

    async def _ask(self, question: Callable[[], T]) -> T:
        """Ask the ledger: a SQLite file here and now, PostgreSQL in the ledger's thread."""
        if self.ledger.path:
            return question()
        return await asyncio.get_running_loop().run_in_executor(self._worker, question)

    def _open_batches(self) -> list[Batch]:
        return [self._batch, self._in_flight] if self._in_flight else [self._batch]

    def _unbooked(self, key: str) -> Known | None:
        for batch in self._open_batches():
            if known := batch.known.get(key):
                return known
            if alias := batch.aliases.get(key):
                return self._unbooked(alias[0]) if alias[0] != key else None
        return None

    def _body_of(self, article: Article) -> str:
        key = id(article)
        if key not in self._bodies:
            self._bodies[key] = body_hash(article.headline, article.article_body)
        return self._bodies[key]

    def _looked_at(self, key: str, etag: str | None, last_modified: str | None) -> None:
        given = self._batch.looked_at.setdefault(
            key, {"looked_at": key, "new_etag": None, "new_last_modified": None}
        )
        given["now"] = time.time()
        given["new_etag"] = etag or given["new_etag"]
        given["new_last_modified"] = last_modified or given["new_last_modified"]

    def _done(self, key: str) -> None:
        self._batch.done.add(key)
        self._batch.failed.pop(key, None)
        self._batch.found.pop(key, None)

    def _alias(self, url: str, article: str) -> None:
        key = article_id(url)
        self._done(key)
        if key != article:
            self._batch.aliases[key] = (article, url)

    def _item_dropped(self, item: Any, response: Response | None) -> None:
        """Let the addresses of a known or repeated article lead to the one that is kept."""
        twin = self._twins.get(id(item))
        self.release(item)
        if twin and isinstance(item, Article):
            for url in filter(None, (item.canonical_url, item.url, _asked(response))):
                self._alias(url, twin)
            if article_id(item.canonical_url) == twin:
                self._looked_at(twin, *_validators(response))

    def _item_error(self, item: Any) -> None:
        self.release(item)

    def _host_of(self, url: str) -> str:
        netloc = urlsplit(url).netloc
        for host in self.hosts:
            if netloc == host or netloc.endswith(f".{host}"):
                return host
        return self.hosts[0]

    def _as_known(self, article: Article, response: Response | None) -> Known:
        etag, last_modified = _validators(response)
        found = self._found.get(article.id) or self._found.get(article_id(article.url))
        return Known(
            url=article.canonical_url,
            article_id=article.id,
            status="stored",
            version=article.version,
            content_hash=article.content_hash,
            first_seen=instant(found or self._start.started),
            last_seen=instant(time.time()),
            published=article.date_published,
            etag=etag,
            last_modified=last_modified,
        )

    def _known(self, row: Row[Any], now: float, *, forgotten: bool = False) -> Known:
        is_article = row.status in ("stored", "refused")
        return Known(
            url=row.url,
            article_id=row.id,
            status=row.status,
            version=row.version,
            content_hash=row.content_hash,
            first_seen=instant(row.first_seen),
            last_seen=instant(row.last_seen),
            published=row.published,
            etag=row.etag,
            last_modified=row.last_modified,
            due=is_article and self._schedule.is_due(row.first_seen, row.last_seen, now),
            forgotten=forgotten,
        )

    def _taken_down(self, url: str, key: str) -> Known:
        start = instant(self._start.started)
        return Known(
            url=url,
            article_id=key,
            status="gone",
            version=0,
            content_hash="",
            first_seen=instant(0),
            last_seen=start,
            forgotten=True,
        )


def _known_page(row: dict[str, Any]) -> Known:
    return Known(
        url=row["url"],
        article_id=row["id"],
        status=row["status"],
        version=0,
        content_hash="",
        first_seen=instant(row["first_seen"]),
        last_seen=instant(row["last_seen"]),
    )


def _asked(response: Response | None) -> str | None:
    """Return the address that was asked for, before redirects."""
    if response is None or response.request is None:
        return None
    asked: str | None = response.meta.get("asked")
    return asked


def _validators(response: Response | None) -> tuple[str | None, str | None]:
    """Return ETag and Last-Modified of *response* (RFC 9110, 8.8)."""
    if response is None:
        return None, None
    etag, modified = (response.headers.get(name) for name in ("ETag", "Last-Modified"))
    return etag.decode("latin-1") if etag else None, (
        modified.decode("latin-1") if modified else None
    )
