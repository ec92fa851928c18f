"""Feeds line by line: typed columns for what is a record, a report for what is not."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from zstandard import ZstdDecompressor, ZstdError

from newscrawl.corpus.columns import fault, record_schema, unknown_fields
from newscrawl.ledger.bodies import body_hash

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from newscrawl.corpus.inputs import Feed
    from newscrawl.corpus.takedowns import Takedowns

LONGEST_LINE = 64 << 20
"""Bytes; a page has 10 MB at most. A longer line is no record but a damaged file."""

BATCH_BYTES = 4 << 20
EXAMPLES = 20
"""Broken lines of a file that are reported one by one; all are counted."""

_MONTH = re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])(?=-)")

NOTES = pa.schema(
    [
        ("month", pa.string()),  # the shards it belongs to
        ("moment", pa.float64()),  # of publication, else of the crawl; seconds since 1970
        ("crawled", pa.float64()),
        ("text_hash", pa.string()),  # of exactly this text
        ("line_hash", pa.int64()),  # of exactly this line: an order that no file name decides
        ("line_bytes", pa.int64()),
        ("place", pa.string()),  # where it is sorted: site and id
        ("taken_down", pa.bool_()),
    ]
)
"""What is noted of each record beside its fields."""


class BrokenInput(Exception):
    """A line that cannot be read, in a build that is told to be strict."""


@dataclass
class FeedReport:
    """What was read from one feed."""

    name: str
    bytes: int = 0
    sha256: str = ""
    records: int = 0
    broken: int = 0


@dataclass
class Report:
    """What was read from all feeds, and what was not.

    strict    raise BrokenInput at the first broken line
    complain  is told of broken lines, one by one: a line of text for the user
    """

    strict: bool = False
    complain: Callable[[str], None] = lambda line: None
    feeds: list[FeedReport] = field(default_factory=list)
    unknown_fields: Counter[str] = field(default_factory=Counter)

    @property
    def broken(self) -> int:
        """Lines that are no record."""
        return sum(feed.broken for feed in self.feeds)

    @property
    def records(self) -> int:
        """Lines that are one."""
        return sum(feed.records for feed in self.feeds)

    def add_broken(self, feed: FeedReport, line: int, reason: str) -> None:
        """Count line number *line* of *feed*. Raises BrokenInput where the report is strict."""
        feed.broken += 1
        text = f"{feed.name}, line {line}: {reason}"
        if self.strict:
            raise BrokenInput(text)
        if feed.broken <= EXAMPLES:
            self.complain(text)
        elif feed.broken == EXAMPLES + 1:
            self.complain(f"{feed.name}: and more")


def read_feed(
    feed: Feed,
    report: Report,
    takedowns: Takedowns | None = None,
    advance: Callable[[int], None] = lambda size: None,
) -> Iterator[pa.RecordBatch]:
    """Yield the records of *feed* with their NOTES, in its order.

    Lines that are no record go into *report*; *advance* is told of bytes read from the disk.
    Raises OSError where the file cannot be opened, BrokenInput where the report is strict.
    """
    counts = FeedReport(feed.name)
    report.feeds.append(counts)
    with feed.path.open("rb", buffering=0) as file:
        hashed = _Hashed(file, advance)
        batch = _Batch(counts, report, takedowns)
        number = 0
        try:
            for number, line in enumerate(_lines(feed.path, hashed), 1):
                yield from batch.add(number, line)
        except (OSError, EOFError, zlib.error, ZstdError) as error:
            report.add_broken(counts, number + 1, f"the file ends in damage: {error}")
        yield from batch.flush()
        hashed.drain()
    counts.bytes, counts.sha256 = hashed.size, hashed.sha256.hexdigest()


class _Hashed(io.RawIOBase):
    """A file that hashes what is read from it."""

    def __init__(self, file: io.FileIO, advance: Callable[[int], None]) -> None:
        super().__init__()
        self.file = file
        self.advance = advance
        self.sha256 = hashlib.sha256()
        self.size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        count = self.file.readinto(buffer) or 0
        self.sha256.update(memoryview(buffer)[:count])
        self.size += count
        self.advance(count)
        return count

    def drain(self) -> None:
        """Read what a decompressor left: the hash is that of the whole file."""
        buffer = bytearray(1 << 20)
        while self.readinto(buffer):
            pass


class _Unpacked(io.RawIOBase):
    """What the frames of a Zstandard file hold, to the last byte before any damage.

    zstandard's own reader takes a file that is cut for a whole one.
    """

    def __init__(self, packed: io.BufferedReader) -> None:
        super().__init__()
        self._packed = packed
        self._left = b""  # unpacked
        self._unread = b""  # packed: behind the frame's end
        self._frame: Any = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        while not self._left:
            data = self._unread or self._packed.read(1 << 16)
            if not data and self._frame is not None:
                raise EOFError("the last frame is cut")
            if not data:
                return 0
            self._frame = self._frame or ZstdDecompressor().decompressobj()
            self._left = self._frame.decompress(data)
            self._unread = self._frame.unused_data
            if self._frame.eof:
                self._frame = None
        view = memoryview(buffer).cast("B")
        count = min(len(view), len(self._left))
        view[:count] = self._left[:count]
        self._left = self._left[count:]
        return count


def _lines(path: Path, hashed: _Hashed) -> Iterator[bytes]:
    """Yield the lines of the file, blank ones too; of one that is too long the beginning."""
    raw: Any = io.BufferedReader(hashed, 1 << 20)
    if path.suffix == ".gz":
        raw = io.BufferedReader(gzip.GzipFile(fileobj=raw), 1 << 20)
    elif path.suffix == ".zst":
        raw = io.BufferedReader(_Unpacked(raw), 1 << 20)
    while line := raw.readline(LONGEST_LINE):
        yield line
        while len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            line = raw.readline(LONGEST_LINE)


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number")


_decode = json.JSONDecoder(parse_constant=_no_number).decode


class _Batch:
    """Records that wait to become columns."""

    def __init__(self, counts: FeedReport, report: Report, takedowns: Takedowns | None) -> None:
        self.counts = counts
        self.report = report
        self.takedowns = takedowns
        self.records: list[dict[str, Any]] = []
        self.lines: list[bytes] = []
        self.numbers: list[int] = []
        self.size = 0

    def add(self, number: int, line: bytes) -> Iterator[pa.RecordBatch]:
        """Take a line; yield a batch where it is full."""
        line = line.strip()
        if not line:
            return
        try:
            record = _decode(line.decode())
        except (ValueError, RecursionError):
            self.report.add_broken(self.counts, number, "no JSON, or half a line")
            return
        if reason := fault(record):
            self.report.add_broken(self.counts, number, reason)
            return
        self.report.unknown_fields.update(unknown_fields(record))
        self.records.append(record)
        self.lines.append(line)
        self.numbers.append(number)
        self.size += len(line)
        if self.size >= BATCH_BYTES:
            yield from self.flush()

    def flush(self) -> Iterator[pa.RecordBatch]:
        """Yield what is left."""
        if columns := self._columns():
            self.counts.records += columns.num_rows
            yield columns
        self.records, self.lines, self.numbers, self.size = [], [], [], 0

    def _columns(self) -> pa.RecordBatch | None:
        try:
            return self._converted(self.records, self.lines)
        except _UNFIT:
            return self._without_the_unfit()

    def _without_the_unfit(self) -> pa.RecordBatch | None:
        """Rare: a text with half a character, a number beyond 64 bits, a list in a list."""
        records, lines = [], []
        for record, line, number in zip(self.records, self.lines, self.numbers, strict=True):
            try:
                self._converted([record], [line])
            except _UNFIT as error:
                self.report.add_broken(self.counts, number, str(error).splitlines()[0])
            else:
                records.append(record)
                lines.append(line)
        return self._converted(records, lines)

    def _converted(
        self, records: list[dict[str, Any]], lines: list[bytes]
    ) -> pa.RecordBatch | None:
        if not records:
            return None
        fields = pa.array(records, type=pa.struct(list(record_schema())))
        noted = zip(*map(self._notes, records, lines), strict=True)
        notes = [pa.array(column, note.type) for column, note in zip(noted, NOTES, strict=True)]
        return pa.RecordBatch.from_arrays([*fields.flatten(), *notes], schema=staged_schema())

    def _notes(self, record: dict[str, Any], line: bytes) -> tuple[Any, ...]:
        """Return what is noted of *record*, in the order of NOTES."""
        published, crawled = record.get("date_published"), record.get("crawled_at")
        crawl_moment = _moment(crawled)
        moment = _moment(published)
        text = body_hash(record["headline"] or "", record["article_body"] or "")
        return (
            month_of(published, crawled),
            crawl_moment if moment is None else moment,
            crawl_moment,
            text,
            int.from_bytes(blake2b(line, digest_size=8).digest(), "big", signed=True),
            len(line),
            f"{record.get('site') or ''}\t{record['id']}",
            self.takedowns is not None and self.takedowns.names(record, text),
        )


_UNFIT = (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError, UnicodeEncodeError)


def staged_schema() -> pa.Schema:
    """Return the columns of a record and those of its NOTES."""
    return pa.schema([*record_schema(), *NOTES])


def month_of(published: str | None, crawled: str | None) -> str:
    """Return the month whose shards hold a record, as `date_published` states it.

    Where it states none: `undated-` and the month of the crawl, or `undated`.
    """
    if published and (found := _MONTH.match(published)):
        return found[0]
    if crawled and (found := _MONTH.match(crawled)):
        return f"undated-{found[0]}"
    return "undated"


def _moment(text: str | None) -> float | None:
    if not text:
        return None
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp()
