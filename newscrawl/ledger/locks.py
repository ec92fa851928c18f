"""Locks that die with their process: one for each host of a run, one for each output file."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from newscrawl.ledger.errors import LockHeld

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


NOTICED_SECONDS = 0.5
"""How long PostgreSQL may take to notice that the process which held a lock is dead."""


class FileLock:
    """An exclusive flock on a small file that names its last holder.

    The file stays behind: removing it would let two processes hold two files of one name.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def acquire(self, holder: str, what: str, *, wait: bool = False) -> str:
        """Take the lock in the name of *holder* and return the name of the last holder.

        Raises LockHeld, which says that another run has *what*, unless told to *wait*; and OSError.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            other = os.read(descriptor, 200).decode("utf-8", "replace").strip()
            os.close(descriptor)
            raise LockHeld(
                f"another run has {what} ({other or 'just started'}): wait until it ends"
            ) from None
        last = os.read(descriptor, 200).decode("utf-8", "replace").strip()
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{holder}\n".encode(), 0)
        self._descriptor = descriptor
        return last

    def release(self) -> None:
        """Give the lock back; without this the end of the process does."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def output_lock(path: Path) -> FileLock:
    """Return the lock of the output file *path*, which lies beside it."""
    return FileLock(path.with_name(f".{path.name}.lock"))


class HostLocks:
    """The locks of a run's hosts: files beside a SQLite ledger, or PostgreSQL's advisory locks."""

    def __init__(self) -> None:
        self._files: list[FileLock] = []
        self._connection: Connection | None = None

    @classmethod
    def in_folder(cls, folder: Path, hosts: list[str], holder: str) -> Self:
        """Lock *hosts* with a file each in *folder*. Raises LockHeld and OSError."""
        locks = cls()
        try:
            for host in sorted(hosts):
                name = re.sub(r"[^A-Za-z0-9.-]", "_", host)
                lock = FileLock(folder / f"{name}.lock")
                lock.acquire(holder, f"the host {host}")
                locks._files.append(lock)
        except BaseException:
            locks.release()
            raise
        return locks

    @classmethod
    def in_postgresql(cls, engine: Engine, hosts: list[str]) -> Self:
        """Lock *hosts* on a connection that lasts as long as the run. Raises LockHeld."""
        locks = cls()
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        locks._connection = connection
        for host in sorted(hosts):
            digest = hashlib.sha256(f"newscrawl:{host}".encode()).digest()
            key = int.from_bytes(digest[:8], "big", signed=True)
            deadline = time.monotonic() + NOTICED_SECONDS
            while not connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({key})").scalar():
                if time.monotonic() > deadline:
                    locks.release()
                    raise LockHeld(f"another run has the host {host}: wait until it ends")
                time.sleep(0.05)
        return locks

    def release(self) -> None:
        """Give all locks back."""
        for lock in self._files:
            lock.release()
        self._files.clear()
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
