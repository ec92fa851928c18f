"""What a run does before its first request: locks, recovery, room on the disk, booking."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from newscrawl.ledger.errors import FeedError
from newscrawl.ledger.known import instant
from newscrawl.ledger.locks import FileLock, HostLocks, output_lock
from newscrawl.ledger.records import book_file, mend_tail
from newscrawl.ledger.recovery import recover
from newscrawl.ledger.store import Ledger, ledger_url, require_room
from newscrawl.ledger.tables import feeds, forgotten, holds, run_hosts, runs

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from sqlalchemy import Connection

    from newscrawl.feeds import Feed

PROBE = b"\0" * 4096


class Start:
    """A run between its first lock and its first request.

    ledger  the ledger to read and book in; an empty one of its own for a snapshot
    feeds   each with the length its file has before the run's first byte
    """

    def __init__(
        self,
        crawler: Crawler,
        site: str,
        hosts: list[str],
        plan: Callable[[Crawler, str, str], list[Feed]],
    ) -> None:
        """Do all of it. Raises LedgerError; then no lock is held."""
        self.site = site
        self.hosts = sorted({_bare(host) for host in hosts}) or [site]
        self.started = time.time()
        self.run_id = f"{instant(self.started):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        self.time = instant(self.started).isoformat(timespec="seconds")
        planned = plan(crawler, self.run_id, self.time)
        self.snapshot = any(feed.snapshot for feed in planned)
        self.feeds: list[tuple[Feed, int]] = []
        self._outputs: dict[Path, str] = {}  # output -> who held it last
        self._output_locks: list[FileLock] = []
        self._host_locks: HostLocks | None = None
        self._permanent = self.ledger = Ledger.open(ledger_url(crawler.settings))
        try:
            self._lock(planned)
            if self.snapshot:
                self.ledger = _snapshot_of(self._permanent)
            else:
                recover(self.ledger, self.hosts, self._outputs)
            self._probe(planned)
            self._book(planned)
        except OSError as error:
            self.release()
            raise FeedError(f"{error.filename or 'the disk'}: {error.strerror or error}") from error
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        """Close the ledger and give back the locks."""
        self.ledger.close()
        self._permanent.close()
        for lock in self._output_locks:
            lock.release()
        if self._host_locks:
            self._host_locks.release()

    def add(self, feed: Feed) -> int:
        """Lock, check and book one more feed of a running run; return its base length.

        Raises LedgerError and OSError.
        """
        self._lock_output(feed)
        self._probe([feed])
        with self.ledger.transaction() as connection:
            return self._book_feed(connection, feed)

    def batches_booked(self) -> int:
        """Return how many batches of this run the ledger holds. Raises LedgerError."""
        with self.ledger.errors(), self.ledger.engine.connect() as connection:
            query = select(runs.c.batches).where(runs.c.number == self.number)
            return int(connection.execute(query).scalar_one())

    def _lock(self, planned: list[Feed]) -> None:
        self._host_locks = self._permanent.lock_hosts(
            self.hosts, f"run {self.run_id}, process {os.getpid()}"
        )
        for feed in planned:
            self._lock_output(feed)

    def _lock_output(self, feed: Feed) -> None:
        path = feed.output
        if path is None or path in self._outputs or (path.exists() and not path.is_file()):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = output_lock(path)
        self._outputs[path] = lock.acquire(self.run_id, f"the output {path}")
        self._output_locks.append(lock)

    def _probe(self, planned: list[Feed]) -> None:
        """Raise LedgerError or OSError where a feed cannot be written."""
        for feed in planned:
            if feed.path is None or (feed.path.exists() and not feed.path.is_file()):
                continue
            folder = feed.path.parent
            folder.mkdir(parents=True, exist_ok=True)
            require_room(folder)
            probe = folder / ".newscrawl.probe"
            try:
                probe.write_bytes(PROBE)
            finally:
                with contextlib.suppress(OSError):
                    probe.unlink()
            if feed.path.exists() and not os.access(feed.path, os.W_OK):
                raise FeedError(f"{feed.path} is read-only")

    def _book(self, planned: list[Feed]) -> None:
        with self.ledger.transaction() as connection:
            latest = connection.scalar(select(func.max(runs.c.started))) or 0.0
            # Runs are in order even where the clock was set back: watermarks rely on it.
            self.started = max(self.started, latest + 0.001)
            inserted = connection.execute(
                runs.insert(),
                {
                    "id": self.run_id,
                    "site": self.site,
                    "machine": self.ledger.machine,
                    "started": self.started,
                    "batches": 0,
                },
            )
            key = inserted.inserted_primary_key
            assert key is not None
            self.number = int(key[0])
            connection.execute(
                run_hosts.insert(), [{"host": host, "run": self.number} for host in self.hosts]
            )
            statement = self.ledger.insert(holds)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["host"], set_={"run": statement.excluded.run}
                ),
                [{"host": host, "run": self.number} for host in self.hosts],
            )
            self.feeds = [(feed, self._book_feed(connection, feed)) for feed in planned]

    def _book_feed(self, connection: Connection, feed: Feed) -> int:
        """Book *feed* and return its base length; a file the ledger does not know is read."""
        path = feed.path
        if path is None or (path.exists() and not path.is_file()):
            return 0
        base = 0
        if feed.target is None and not feed.upload and path.exists():
            base = path.stat().st_size
            if base and base != self._booked_length(connection, path):
                base = mend_tail(path)
                book_file(self.ledger, connection, path)
        connection.execute(
            feeds.insert(),
            {
                "run": self.number,
                "path": str(path),
                "target": feed.name if feed.target or feed.upload else None,
                "base": base,
                "length": base,
                "inode": path.stat().st_ino if base else 0,
                "closed": False,
            },
        )
        return base

    def _booked_length(self, connection: Connection, path: Path) -> int | None:
        query: Any = (
            select(feeds.c.length)
            .where(feeds.c.path == str(path), feeds.c.inode == path.stat().st_ino)
            .order_by(feeds.c.run.desc())
            .limit(1)
        )
        length: int | None = connection.scalar(query)
        return length


def _bare(host: str) -> str:
    """Return *host* without the www. or m. under which a site answers too: one site, one lock."""
    return re.sub(r"^(?:www|m)\.", "", host.lower())


def _snapshot_of(permanent: Ledger) -> Ledger:
    """Return an empty ledger that knows only what was taken down."""
    with permanent.errors(), permanent.engine.connect() as connection:
        rows = [dict(row._mapping) for row in connection.execute(select(forgotten))]
    ledger = Ledger.temporary()
    if rows:
        with ledger.transaction() as connection:
            connection.execute(forgotten.insert(), rows)
    return ledger
