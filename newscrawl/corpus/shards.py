"""Chosen records as files: by month and size, each whole or not there, each with its checksum."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from newscrawl.corpus.columns import record_schema
from newscrawl.feed_file import PART, sync_folder
from newscrawl.feeds import csv_cell, json_line
from newscrawl.items import FIELD_NAMES

FORMATS = ("jsonl", "jsonl.gz", "jsonl.zst", "parquet", "csv")

GZIP_LEVEL = 6
ZSTD_LEVEL = 9
"""Of 22 MB of Hindi records 9 makes 0.8 of what 6 makes, at 300 MB/s."""

GROUP_BYTES = 32 << 20
"""Bytes of text in a row group of Parquet: what a reader takes into memory at once."""


OTHER_BYTES = 1000
"""Of a record beside its text, about."""


@dataclass(frozen=True)
class Shard:
    """A finished file of records; *name* is its path below the corpus."""

    name: str
    format: str
    month: str
    records: int
    bytes: int
    sha256: str

    def as_dict(self) -> dict[str, Any]:
        """Return it for `stats.json`."""
        return asdict(self)


class SyncedFile(io.RawIOBase):
    """A new file that is hashed as it is written, and has its name only when it is on the disk."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.size = 0
        self.sha256 = hashlib.sha256()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.with_name(path.name + PART).open("wb", buffering=1 << 20)

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: Any, /) -> int:
        """Write *data*. Raises OSError."""
        self._file.write(data)
        self.sha256.update(data)
        self.size += len(data)
        return len(data)

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self.size

    def close(self) -> None:
        """Close the file; without `publish` it has no name that looks whole."""
        self._file.close()
        super().close()

    def publish(self) -> None:
        """Bring the file to the disk and give it its name. Raises OSError."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self.close()
        self.path.with_name(self.path.name + PART).replace(self.path)
        sync_folder(self.path.parent)


class Compressor(Protocol):
    """zlib's and zstandard's."""

    def compress(self, data: bytes, /) -> bytes:
        """Take *data*, return what is ready."""
        ...

    def flush(self) -> bytes:
        """Return the rest."""
        ...


class Shards:
    """The shards of one format. Subclasses write the records."""

    def __init__(self, folder: Path, name: str, size: int) -> None:
        self.folder = folder
        self.format = name
        self.size = size
        self.finished: list[Shard] = []
        self.month = ""
        self._file: SyncedFile | None = None
        self._records = 0
        self._number = 0

    def begin_month(self, month: str) -> None:
        """Write what follows to shards of *month*."""
        self.end_shard()
        self.month = month
        self._number = 0

    def write(self, batch: pa.RecordBatch, records: Records) -> None:
        """Write a batch, which *records* holds as dicts and lines. Raises OSError."""
        raise NotImplementedError

    def file(self) -> SyncedFile:
        """Return the open shard's file; open one where there is none."""
        if self._file is None:
            name = f"data/{self.month}-{self._number:05}.{self.format}"
            self._file = SyncedFile(self.folder / name)
            self._number += 1
            self._records = 0
        return self._file

    def end_shard(self) -> None:
        """Finish the open shard. Raises OSError."""
        if self._file is None:
            return
        self.close_format()
        self._file.publish()
        name = self._file.path.relative_to(self.folder).as_posix()
        self.finished.append(
            Shard(
                name,
                self.format,
                self.month,
                self._records,
                self._file.size,
                self._file.sha256.hexdigest(),
            )
        )
        self._file = None

    def abandon(self) -> None:
        """Close the open shard, which stays half."""
        if self._file is not None:
            self._file.close()

    def close_format(self) -> None:
        """Write what a format has at its end."""


class Records:
    """A batch as dicts and as lines of JSON, each made once for all formats."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self._batch = batch
        self._dicts: list[dict[str, Any]] | None = None
        self._lines: list[bytes] | None = None

    def dicts(self) -> list[dict[str, Any]]:
        """Return the records as they were before they were columns."""
        if self._dicts is None:
            self._dicts = self._batch.to_pylist()
        return self._dicts

    def lines(self) -> list[bytes]:
        """Return the lines that a feed has."""
        if self._lines is None:
            self._lines = [json_line(record) for record in self.dicts()]
        return self._lines


class LineShards(Shards):
    """Shards that end behind any line: JSON Lines, CSV, compressed or not."""

    def __init__(
        self,
        folder: Path,
        name: str,
        size: int,
        lines: Callable[[Records], list[bytes]] = Records.lines,
        compressor: Callable[[], Compressor] | None = None,
        header: bytes = b"",
    ) -> None:
        super().__init__(folder, name, size)
        self._lines = lines
        self._compressor = compressor
        self._header = header
        self._stream: Compressor | None = None
        self._inside = 0  # bytes in the compressor, at most

    def write(self, batch: pa.RecordBatch, records: Records) -> None:
        """Write a batch; a shard ends before the line that would make it larger than *size*."""
        for line in self._lines(records):
            if self._file and self._file.size + self._inside + len(line) > self.size:
                self.end_shard()
            if self._file is None:
                self.file()
                self._stream = self._compressor() if self._compressor else None
                self._inside = 0
                self._put(self._header)
            self._put(line)
            self._records += 1

    def _put(self, data: bytes) -> None:
        if self._stream is None:
            self.file().write(data)
        elif ready := self._stream.compress(data):
            self.file().write(ready)
            self._inside = 0
        else:
            self._inside += len(data)

    def close_format(self) -> None:
        """Write what the compressor still holds."""
        if self._stream is not None:
            self.file().write(self._stream.flush())


class ParquetShards(Shards):
    """Shards that end behind a row group."""

    def __init__(self, folder: Path, name: str, size: int) -> None:
        super().__init__(folder, name, size)
        self._writer: pq.ParquetWriter | None = None
        self._waiting: list[pa.RecordBatch] = []
        self._text = 0  # bytes that wait
        self._group_bytes = min(GROUP_BYTES, size)
        self._largest_group = 0

    def write(self, batch: pa.RecordBatch, records: Records) -> None:
        """Write a batch; where a row group ends depends on the records alone, not on batches."""
        start = 0
        lengths = pc.binary_length(batch.column("article_body")).to_pylist()
        for row, length in enumerate(lengths, 1):
            self._text += length + OTHER_BYTES
            if self._text >= self._group_bytes:
                self._waiting.append(batch.slice(start, row - start))
                start = row
                self._write_group()
        if start < batch.num_rows:
            self._waiting.append(batch.slice(start))

    def _write_group(self) -> None:
        if not self._waiting:
            return
        table = pa.Table.from_batches(self._waiting, schema=record_schema()).combine_chunks()
        self._waiting, self._text = [], 0
        if self._file and self._file.size + self._largest_group > self.size:
            self._end_file()
        file = self.file()
        if self._writer is None:
            self._writer = pq.ParquetWriter(
                pa.PythonFile(file, "w"),
                record_schema(),
                compression="zstd",
                compression_level=ZSTD_LEVEL,
            )
        before = file.size
        self._writer.write_table(table, row_group_size=table.num_rows)
        self._largest_group = max(self._largest_group, file.size - before)
        self._records += table.num_rows

    def end_shard(self) -> None:
        """Write what waits, and finish the shard."""
        self._write_group()
        self._end_file()

    def _end_file(self) -> None:
        super().end_shard()
        self._largest_group = 0

    def close_format(self) -> None:
        """Write the footer."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None


def open_shards(folder: Path, name: str, size: int) -> Shards:
    """Return the shards of the format *name*, below *folder*, of about *size* bytes at most."""
    match name:
        case "jsonl":
            return LineShards(folder, name, size)
        case "jsonl.gz":
            return LineShards(folder, name, size, compressor=_gzip)
        case "jsonl.zst":
            return LineShards(folder, name, size, compressor=_zstd)
        case "csv":
            return LineShards(folder, name, size, _csv_lines, header=_csv_line(FIELD_NAMES))
        case _:
            return ParquetShards(folder, name, size)


def _gzip() -> Compressor:
    return zlib.compressobj(GZIP_LEVEL, wbits=31)  # its header holds neither a time nor a name


def _zstd() -> Compressor:
    from zstandard import ZstdCompressor

    return cast("Compressor", ZstdCompressor(level=ZSTD_LEVEL).compressobj())


def _csv_lines(records: Records) -> list[bytes]:
    return [_csv_line(map(csv_cell, record.values())) for record in records.dicts()]


def _csv_line(cells: Any) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()
