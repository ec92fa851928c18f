"""A feed's file on disk: appended to, synced, cut back and published. Scrapy is not known here.

An exporter writes into memory, on the reactor's thread; a batch takes what has been collected and
brings it to the disk in the ledger's thread. The file never holds half a line that counts: what is
behind the booked length is cut by the next run.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

PART = ".part"


class FeedFile(io.BufferedIOBase):
    """What an exporter writes to.

    path    the file the lines go to; None where there is nothing to cut or rename: standard
            output, a pipe
    target  what *path* is renamed to when the feed is whole; None where it is written in place
    base    length of the file before the run's first byte
    whole   True where lines count only when the feed is finished: an upload, a compressed file,
            a format with an end
    """

    def __init__(
        self,
        path: Path | None,
        *,
        target: Path | None = None,
        base: int = 0,
        whole: bool = False,
    ) -> None:
        super().__init__()
        self.path = path
        self.target = target
        self.base = base
        self.whole = whole
        self.length = base  # bytes written, in whole lines
        self.booked = base  # of those, what the ledger counts
        self.is_stream = path is None or (path.exists() and not path.is_file())
        self._collected: list[bytes] = []
        self._position = base
        self._descriptor: int | None = None

    # ------------------------------------------------------------------ for the exporter

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        """Collect *data* in memory until the next batch; return its length."""
        collected = bytes(data)
        self._collected.append(collected)
        self._position += len(collected)
        return len(collected)

    def tell(self) -> int:
        """Return the length that the file will have with all that was collected."""
        return self._position

    def mark(self) -> tuple[int, int]:
        """Return a mark to which `forget_since` goes back."""
        return len(self._collected), self._position

    def forget_since(self, mark: tuple[int, int]) -> None:
        """Drop what was collected after *mark*: an item that could not be written whole."""
        count, self._position = mark
        del self._collected[count:]

    def take(self) -> bytes:
        """Return what was collected, and begin anew."""
        data = b"".join(self._collected)
        self._collected.clear()
        return data

    @property
    def has_collected(self) -> bool:
        """Tell whether there is anything to take."""
        return bool(self._collected)

    # ------------------------------------------------------------------ in the ledger's thread

    @property
    def inode(self) -> int:
        """The inode number of the open file; 0 where nothing was written yet."""
        return os.fstat(self._descriptor).st_ino if self._descriptor is not None else 0

    def append(self, data: bytes) -> None:
        """Write *data* behind the last whole line.

        Raises OSError; the file may then hold a part of *data*, which `cut` removes.
        """
        if self.path is None:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        else:
            descriptor = self._open(self.path)
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        self.length += len(data)

    def sync(self) -> None:
        """Bring what was written to the disk. Raises OSError."""
        if self._descriptor is not None and not self.is_stream and self.length > self.booked:
            os.fsync(self._descriptor)

    def cut(self) -> None:
        """Cut the file to what is booked, after a write that failed. Raises OSError."""
        if self._descriptor is not None and not self.is_stream:
            os.ftruncate(self._descriptor, self.booked)
            os.lseek(self._descriptor, self.booked, os.SEEK_SET)
            os.fsync(self._descriptor)
        self.length = self.booked

    def publish(self, *, store_empty: bool = False) -> None:
        """Give the finished file its name; one without a line is none. Raises OSError."""
        if store_empty and self.path and not self.is_stream:
            self._open(self.path)
        self.release()
        if self.path and self.target and self.path.exists():
            if self.length or store_empty:
                self.path.replace(self.target)
            else:
                self.path.unlink()
            sync_folder(self.target.parent)

    def _open(self, path: Path) -> int:
        if self._descriptor is None and self.is_stream:
            self._descriptor = os.open(path, os.O_WRONLY)
        elif self._descriptor is None:
            is_new = not path.exists()
            self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o644)
            os.ftruncate(self._descriptor, self.base)
            os.lseek(self._descriptor, self.base, os.SEEK_SET)
            if is_new:
                sync_folder(path.parent)
        return self._descriptor

    def discard(self) -> None:
        """Remove the file: nothing in it counts. Raises OSError."""
        self.release()
        if self.path:
            self.path.unlink(missing_ok=True)

    def release(self) -> None:
        """Close the file's descriptor."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def close(self) -> None:
        """Do nothing: exporters and compressors close what they write to; the run is not done."""


def sync_folder(folder: Path) -> None:
    """Bring the names of files in *folder* to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
