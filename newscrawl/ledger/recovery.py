"""What a dead run left: its feeds are cut to the booked length, renamed and marked closed.

Nothing is read back out of such a file into the ledger: fields may be cut from its lines, and
another machine may have fetched the articles since.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, or_, select, update

from newscrawl.feed_file import sync_folder
from newscrawl.ledger.errors import LockHeld
from newscrawl.ledger.locks import output_lock
from newscrawl.ledger.tables import feeds, run_hosts, runs

if TYPE_CHECKING:
    from sqlalchemy import Row

    from newscrawl.ledger.store import Ledger

logger = logging.getLogger(__name__)


def recover(ledger: Ledger, hosts: list[str], holders: Mapping[Path, str]) -> None:
    """Finish the unclosed runs of *hosts* on this machine, and those that wrote to our outputs.

    The caller holds the locks of *hosts* and of the outputs in *holders*, which says in whose name
    each was held last. A file that another run has written to since is not cut.
    Raises LedgerError and OSError.
    """
    ours = exists().where(run_hosts.c.run == runs.c.number, run_hosts.c.host.in_(hosts))
    outputs = [str(path) for path in holders]
    query = (
        select(feeds, runs.c.id.label("run_id"))
        .join(runs, runs.c.number == feeds.c.run)
        .where(feeds.c.closed.is_(False), or_(ours, feeds.c.path.in_(outputs)))
    )
    if not ledger.path:
        query = query.where(runs.c.machine == ledger.machine)
    with ledger.errors(), ledger.engine.connect() as connection:
        unclosed = connection.execute(query).all()
    for feed in unclosed:
        if _recover_feed(feed, holders):
            with ledger.transaction() as connection:
                connection.execute(
                    update(feeds)
                    .where(feeds.c.run == feed.run, feeds.c.path == feed.path)
                    .values(closed=True)
                )
    open_feeds = exists().where(feeds.c.run == runs.c.number, feeds.c.closed.is_(False))
    dead = and_(runs.c.ended.is_(None), ours, ~open_feeds)
    if not ledger.path:
        dead = and_(dead, runs.c.machine == ledger.machine)
    with ledger.transaction() as connection:
        connection.execute(update(runs).where(dead).values(ended=time.time(), reason="recovered"))
        _warn_of_others(ledger, connection.execute(_unclosed_elsewhere(ledger, ours)).all())


def _recover_feed(feed: Row[Any], holders: Mapping[Path, str]) -> bool:
    """Cut and rename one feed; False where another run has it, which then does so itself."""
    path = Path(feed.path)
    if feed.target is None and path.parent.is_dir():
        if path in holders:
            return _cut_shared(feed, path, holders[path])
        lock = output_lock(path)
        try:
            last = lock.acquire(feed.run_id, str(path))
        except LockHeld:
            return False
        try:
            return _cut_shared(feed, path, last)
        finally:
            lock.release()
    if feed.target and "://" in feed.target:
        path.unlink(missing_ok=True)  # an upload: sent and booked, or to be fetched again
    else:
        _finish(feed, path)
    return True


def _cut_shared(feed: Row[Any], path: Path, last_holder: str) -> bool:
    """Cut a file that is written in place, unless it is not the one that *feed* wrote."""
    if last_holder not in ("", feed.run_id):
        logger.warning("%s was written to since run %s: not cut", path, feed.run_id)
    elif path.exists() and feed.inode in (0, path.stat().st_ino):
        _cut(path, max(feed.length, feed.base))
    return True


def _finish(feed: Row[Any], path: Path) -> None:
    """Cut a file that is only this run's, and give it its name; remove it where nothing counts."""
    target = Path(feed.target) if feed.target else path
    written = path if path.exists() else target
    if not written.exists():
        return
    if feed.length == 0:
        written.unlink()
        return
    _cut(written, feed.length)
    if written != target:
        written.replace(target)
        sync_folder(target.parent)
        logger.info("Recovered %s from the unclosed run %s", target, feed.run_id)


def _cut(path: Path, length: int) -> None:
    size = path.stat().st_size
    if size < length:
        logger.error(
            "%s has %d bytes, the ledger has booked %d: articles are missing from it; "
            "`scrapy ledger forget-run` has them fetched again",
            path,
            size,
            length,
        )
    elif size > length:
        descriptor = os.open(path, os.O_WRONLY)
        try:
            os.ftruncate(descriptor, length)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        logger.info("Cut %d unbooked bytes from %s: they are fetched again", size - length, path)


def _unclosed_elsewhere(ledger: Ledger, ours: Any) -> Any:
    return (
        select(runs.c.id, runs.c.machine, feeds.c.path)
        .join(feeds, feeds.c.run == runs.c.number)
        .where(ours, feeds.c.closed.is_(False), runs.c.machine != ledger.machine)
    )


def _warn_of_others(ledger: Ledger, unclosed: Any) -> None:
    if ledger.path:
        return
    for row in unclosed:
        logger.warning(
            "Run %s on %s is not closed: its articles count, they are in %s there. If that disk "
            "is lost: scrapy ledger forget-run %s",
            row.id,
            row.machine,
            row.path,
            row.id,
        )
