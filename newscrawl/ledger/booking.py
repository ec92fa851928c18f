"""How a batch gets to the disk: lines first, then the ledger, off the reactor's thread."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sqlalchemy import bindparam, update

from newscrawl.ledger.batch import Batch
from newscrawl.ledger.errors import FeedError, LedgerError, LockLost
from newscrawl.ledger.tables import feeds, holds, runs

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from sqlalchemy import BindParameter, Connection

    from newscrawl.feed_file import FeedFile
    from newscrawl.feeds import Feed
    from newscrawl.ledger.start import Start

logger = logging.getLogger(__name__)

T = TypeVar("T")

BATCH_LINES = 200
BATCH_SECONDS = 1.0
"""A batch is booked after so many articles or seconds: what a kill costs is fetched again."""

WRITTEN_LINES = 10
"""Lines are written after so many articles, so that a full disk is noticed that soon."""

INCOMPLETE = frozenset({"shutdown", "cancelled", "start_error", "memusage_exceeded"})
"""Reasons for which a crawl ends that leave a snapshot without its rest."""


# Built once: SQLAlchemy takes 0.1 ms for each.
_OURS: BindParameter[int] = bindparam("ours")
_HOLDS = update(holds).where(holds.c.run == _OURS).values(run=_OURS)
_BATCHES = update(runs).where(runs.c.number == _OURS).values(batches=bindparam("booked"))
_LENGTH = (
    update(feeds)
    .where(feeds.c.run == _OURS, feeds.c.path == bindparam("file"))
    .values(length=bindparam("booked"), inode=bindparam("found"))
)


class Beside(Protocol):
    """Who keeps tables of its own in the ledger's database, written with the articles."""

    def write(self, connection: Connection, article_ids: Iterable[str], now: float) -> None:
        """Write what belongs to these articles, in the transaction that books them."""

    def settle(self, article_ids: Iterable[str]) -> None:
        """Forget these articles: they are committed, or will never be."""


class Booking:
    """The batches of one run, its feeds, and the thread that writes both.

    batch    what is not handed to the thread yet
    failure  what went wrong; then nothing more is booked, and what is not stays pending
    counts   outcome -> number of URLs, kept with the run
    """

    def __init__(self, crawler: Crawler, start: Start) -> None:
        self.crawler = crawler
        self.start = start
        self.ledger = start.ledger
        self.batch = Batch()
        self.failure: str | None = None
        self.counts: Counter[str] = Counter()
        self.beside: list[Beside] = []
        self.feeds = {feed.uri: (feed, feed.open(base)) for feed, base in start.feeds}
        self._is_whole = any(feed.whole for feed, _ in start.feeds)  # all is booked at the end
        self._worker = ThreadPoolExecutor(1, "ledger")
        self._in_flight: Batch | None = None
        self._writing: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._stopping: asyncio.Future[None] | None = None
        self._unwritten = 0  # articles whose lines are only in memory
        self._unbooked = 0  # articles in `batch`
        self._batches = 0
        self._is_lost = False
        self._is_closed = False

    @property
    def files(self) -> list[FeedFile]:
        """The files that the exporters write to."""
        return [file for _, file in self.feeds.values()]

    @property
    def open_batches(self) -> list[Batch]:
        """What is not booked, newest first."""
        return [self.batch, self._in_flight] if self._in_flight else [self.batch]

    def file_of(self, feed: Feed) -> FeedFile:
        """Return the file of *feed*, which is booked now if it was not before (FEEDS batches)."""
        if feed.uri not in self.feeds:
            base = self.start.add(feed)
            self.feeds[feed.uri] = (feed, feed.open(base))
        return self.feeds[feed.uri][1]

    async def ask(self, question: Callable[[], T]) -> T:
        """Ask the ledger: a SQLite file here and now, PostgreSQL in the ledger's thread.

        Raises LedgerError, and the crawl stops.
        """
        try:
            if self.ledger.path:
                return question()
            return await asyncio.get_running_loop().run_in_executor(self._worker, question)
        except LedgerError as error:
            self.fail(str(error))
            raise

    def note(self, *, articles: int = 0) -> None:
        """Have what has happened booked: soon, or now if it is much."""
        self._unwritten += articles
        self._unbooked += articles
        if self.failure or self._writing:
            return
        if self._unbooked >= BATCH_LINES and not self._is_whole:
            self._hand_over()
        elif self._unwritten >= WRITTEN_LINES:
            self._hand_over(books=False)
        elif self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(BATCH_SECONDS, self._hand_over)

    def fail(self, reason: str) -> None:
        """Stop the crawl because of *reason*."""
        if self.failure:
            return
        self.failure = reason
        logger.error("%s", reason)
        self.crawler.stats.set_value("newscrawl/feed_failed", reason)
        engine = self.crawler._engine
        if engine is not None and engine.running and not self._is_closed:
            self._stopping = asyncio.ensure_future(engine.close_spider_async(reason="feed_failed"))

    async def flush(self, *, is_last: bool = False) -> None:
        """Wait until every line is on the disk, and booked where that can be. Raises LedgerError.

        Lines of a feed that counts only as a whole are booked by the last batch.
        """
        books = is_last or not self._is_whole
        while not self.failure and (
            self._writing
            or (books and (self.batch or any(file.length > file.booked for file in self.files)))
            or any(file.has_collected for file in self.files)
        ):
            if self._writing is None:
                self._hand_over(is_last=is_last)
            if self._writing:
                await asyncio.wait([self._writing])
                await asyncio.sleep(0)  # lets `_written` run
        if self.failure:
            raise LedgerError(self.failure)

    async def close(self, reason: str, facts: Mapping[str, Any]) -> None:
        """Book the last batch, give the feeds their names, mark the run closed, free the locks.

        The *facts* are kept with the run. What goes wrong is in `failure` afterwards.
        """
        if self._is_closed:
            return
        self._is_closed = True
        with contextlib.suppress(LedgerError):  # it is in `failure`
            await self.flush(is_last=True)
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._worker, self._finish, reason, facts)
        except (LedgerError, OSError) as error:
            self.fail(str(error))
        finally:
            self._worker.shutdown()
            self.start.release()

    # ------------------------------------------------------------------ without a reactor

    def book_now(self, batch: Batch) -> None:
        """Bring all lines to the disk and book *batch*, in this thread. Raises LedgerError."""
        self._write(batch, [(file, file.take()) for file in self.files])

    def finish_now(self, reason: str) -> None:
        """Give the feeds their names and mark the run closed; it is no crawl to judge others by.

        Raises LedgerError and OSError.
        """
        self._finish(reason, None)

    # ------------------------------------------------------------------ batches

    def _hand_over(self, *, books: bool = True, is_last: bool = False) -> None:
        """Have the lines written, and with *books* the batch booked."""
        if books and self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self.failure or self._writing:
            return
        batch: Batch | None = None
        if books and (is_last or not self._is_whole):
            batch, self.batch = self.batch, Batch()
            self._unbooked = 0
        self._in_flight = batch
        self._unwritten = 0
        lines = [(file, file.take()) for file in self.files]
        loop = asyncio.get_running_loop()
        self._writing = loop.run_in_executor(self._worker, self._write, batch, lines)
        self._writing.add_done_callback(self._written)

    def _written(self, writing: asyncio.Future[None]) -> None:
        self._writing = None
        if self._in_flight is not None:
            for beside in self.beside:
                beside.settle(self._in_flight.stored)
            self._in_flight = None
        if error := writing.exception():
            self.fail(str(error))
        elif not self._is_closed and (self._unwritten if self._is_whole else self.batch):
            self.note()

    def _write(self, batch: Batch | None, lines: list[tuple[FeedFile, bytes]]) -> None:
        """In the ledger's thread: lines to the disk, then the ledger. Raises LedgerError."""
        files = [file for file, _ in lines]
        try:
            for file, data in lines:
                if data:
                    file.append(data)
            if batch is not None:
                for file in files:
                    file.sync()
                self._book(batch, files)
                for file in files:
                    file.booked = file.length
        except LockLost:
            self._is_lost = True  # the files are another run's now
            raise
        except BaseException as error:
            for file in files:
                with contextlib.suppress(OSError):  # `_finish` tries again
                    file.cut()
            if isinstance(error, OSError):
                raise FeedError(f"a feed cannot be written: {error}") from error
            raise

    def _book(self, batch: Batch, files: list[FeedFile]) -> None:
        self._batches += 1
        try:
            with self.ledger.transaction() as connection:
                self._check_holds(connection)
                batch.write(self.ledger, connection)
                for beside in self.beside:
                    beside.write(connection, batch.stored, time.time())
                self._book_feeds(connection, files)
        except LockLost:
            raise
        except LedgerError:
            # COMMIT may have been answered by an error and done all the same.
            if self.start.batches_booked() != self._batches:
                raise

    def _check_holds(self, connection: Connection) -> None:
        held = connection.execute(_HOLDS, {"ours": self.start.number}).rowcount
        if held != len(self.start.hosts):
            raise LockLost(f"another run has taken over {', '.join(self.start.hosts)}")

    def _book_feeds(self, connection: Connection, files: list[FeedFile]) -> None:
        ours = self.start.number
        connection.execute(_BATCHES, {"ours": ours, "booked": self._batches})
        for file in files:
            if file.path and file.length > file.base:
                row = {
                    "ours": ours,
                    "file": str(file.path),
                    "booked": file.length,
                    "found": file.inode,
                }
                connection.execute(_LENGTH, row)

    # ------------------------------------------------------------------ the end

    def _finish(self, reason: str, facts: Mapping[str, Any] | None) -> None:
        """In the ledger's thread: rename, then mark closed. Raises LedgerError and OSError."""
        if self._is_lost:
            for file in self.files:
                file.release()
            return
        for feed, file in self.feeds.values():
            if self.failure:
                self._keep_what_is_booked(feed, file)
            elif feed.upload:
                file.discard()
            elif feed.replaces and self._is_incomplete(reason):
                file.release()
                logger.warning(
                    "%s stays as it was: the new one is not whole, it is in %s",
                    feed.target,
                    feed.path,
                )
            else:
                file.publish(store_empty=feed.snapshot)
        number = self.start.number
        counts = {"outcomes": self.counts, **(facts or {})}
        with self.ledger.transaction() as connection:
            self._check_holds(connection)
            connection.execute(update(feeds).where(feeds.c.run == number).values(closed=True))
            connection.execute(
                update(runs)
                .where(runs.c.number == number)
                .values(
                    ended=time.time(),
                    reason="feed_failed" if self.failure else reason,
                    counts=None if facts is None else json.dumps(counts, ensure_ascii=False),
                )
            )

    def _keep_what_is_booked(self, feed: Feed, file: FeedFile) -> None:
        """After a failure: the lines that are booked stay, the rest is fetched again."""
        if feed.upload or feed.snapshot:
            file.release()
            return
        file.cut()
        file.publish()

    def _is_incomplete(self, reason: str) -> bool:
        answered = self.crawler.stats.get_value("response_received_count", 0)
        return reason in INCOMPLETE or not answered
