"""Pages read back from WARC files: our own, Common Crawl's, anybody's. Bounded whatever is in them.

Digests are not verified here, other archives' are often wrong: `warcio check` does that.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any, cast

from scrapy.exceptions import IgnoreRequest, ResponseDataLossError
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader, DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader

from newscrawl.archive.warc_file import REFERS_TO_FILE, REFERS_TO_OFFSET, RESERVED, SITE
from newscrawl.feed_file import PART
from newscrawl.fetching.decompression import decompress

MAX_PAGE = 10 * 1024 * 1024
"""Bytes of a page, in the record and after decompression: what DOWNLOAD_MAXSIZE is to a crawl."""

MAX_HEADERS = 1024 * 1024
"""Bytes of the headers of a record and of an answer together."""

WARC_NAMES = (".warc", ".warc.gz")

LEAST_DEVANAGARI, LEAST_SHARE = 200, 0.002
"""Devanagari characters on a page that may hold a Hindi article, and their share of its bytes: some
forty words. A menu entry `हिन्दी` or a headline beside an English article are fewer."""


class UnreadableArchive(ValueError):
    """A WARC file, or the rest of one, that cannot be read."""


class UnreadablePage(ValueError):
    """A record whose page cannot be read: too large, cut, in an unknown encoding."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page as it was fetched; the body is without content and transfer encodings."""

    url: str
    body: bytes
    headers: dict[str, str]  # by name in lower case; of one that came twice a line each
    fetched_at: datetime | None
    status: int
    offset: int  # of its record
    site: str | None = None  # the spider's name, where newscrawl wrote the archive
    is_reserved: bool = False  # by the site's tdmrep.json


@dataclass(slots=True)
class Reading:
    """What there was in a file beside its pages."""

    site: str | None = None
    records: int = 0
    unreadable: list[str] = field(default_factory=list)  # pages; one line each, for people
    damaged: list[str] = field(default_factory=list)  # the file, or the rest of it


def warc_files(path: Path) -> list[Path]:
    """Return the WARC files at *path*: itself, or all below a folder, by name."""
    if path.is_file():
        return [path]
    return sorted(
        file for file in path.rglob("*") if file.name.endswith(WARC_NAMES) and file.is_file()
    )


def read_pages(path: Path, reading: Reading | None = None) -> Iterator[Page]:
    """Yield the pages of a WARC file, compressed or not, in the order of their records.

    What cannot be read is noted in *reading*: a page is passed over, behind a damaged record the
    file ends. An unreadable archive raises nothing else than OSError.
    """
    with path.open("rb") as file:
        yield from pages_in(file, str(path), Reading() if reading is None else reading)


def pages_in(file: IO[bytes], name: str, reading: Reading) -> Iterator[Page]:
    """Yield the pages of an open WARC file, called *name* in messages: see `read_pages`."""
    try:
        try:
            yield from _pages(file, reading)
        except _OneMember:
            file.seek(0)
            with gzip.open(file) as whole:
                yield from _rest(cast("IO[bytes]", whole), reading, reading.records)
    except (ArchiveLoadFailed, EOFError, zlib.error, gzip.BadGzipFile) as error:
        what = " ".join(str(error).split())[:200]
        reading.damaged.append(f"{name}: the rest from byte {file.tell()} on: {what}")


def page_at(root: Path, ref: str) -> Page:
    """Return the page that *ref*, an `archive_ref`, names; *root* is DATA_DIR.

    Of a revisit it is the page as it was first archived, with the headers and the time of the
    second look. Raises UnreadableArchive, UnreadablePage and OSError.
    """
    name, _, offset = ref.rpartition("#")
    if not name or not offset.isdigit():
        raise UnreadableArchive(f"{ref!r} is no archive_ref: <file>#<offset>")
    return _page_at(root, name, int(offset), revisits=2)


def is_devanagari(body: bytes) -> bool:
    """Tell, without parsing, whether *body* may hold a Hindi article.

    In UTF-8 Devanagari is E0 A4 xx and E0 A5 xx; old pages write it in numbers, `&#2325;`.
    """
    count = body.count(b"\xe0\xa4") + body.count(b"\xe0\xa5")
    if count < LEAST_DEVANAGARI:
        if body.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16: the high byte of the block is 9
            count = body.count(b"\x09")
        elif body.count(b"&#") >= LEAST_DEVANAGARI:
            count += body.count(b"&#23") + body.count(b"&#24") + body.count(b"&#x09")
    return count >= max(LEAST_DEVANAGARI, LEAST_SHARE * len(body))


# ---------------------------------------------------------------------- records


class _OneMember(Exception):
    """A .gz that is one member for all records: it has no offsets."""


class _Bounded(DecompressingBufferedReader):  # type: ignore[misc]
    """warcio's reader, with an end to headers, and an exception where a member is damaged."""

    _in_headers = 0

    def readline(self, length: int | None = None) -> bytes:
        line: bytes = super().readline(min(length or MAX_HEADERS, MAX_HEADERS))
        self._in_headers += len(line)
        if self._in_headers > MAX_HEADERS:
            raise ArchiveLoadFailed(f"headers of more than {MAX_HEADERS} bytes")
        return line

    def read(self, length: int | None = None) -> bytes:
        self._in_headers = 0
        data: bytes = super().read(length)
        return data

    def begin_record(self) -> None:
        self._in_headers = 0

    def _decompress(self, data: bytes) -> bytes:
        if self.decompressor and data and self.num_block_read:
            return bytes(self.decompressor.decompress(data))  # raises zlib.error
        return bytes(super()._decompress(data))


class _Loader(ArcWarcRecordLoader):  # type: ignore[misc]
    """warcio's, which stops at a record without an address, and takes half of one for the end."""

    def load_http_headers(self, rec_type: str, uri: str | None, stream: Any, length: Any) -> Any:
        try:
            return super().load_http_headers(rec_type, uri or "", stream, length)
        except EOFError:
            return None


class _Iterator(ArchiveIterator):  # type: ignore[misc]
    """warcio's, which would print on the standard error that a record's length is wrong."""

    INC_RECORD = ""


def _records(file: IO[bytes]) -> Iterator[tuple[Any, int]]:
    """Yield the records of *file* with their offsets."""
    records = _Iterator(file)
    records.loader = _Loader(verify_http=False, arc2warc=False)
    records.reader = _Bounded(records.fh, block_size=64 * 1024)
    offset = records.offset
    try:
        for record in records:
            yield record, offset
            records.read_to_end()
            records.reader.begin_record()
            offset = records.offset
    except ArchiveLoadFailed as error:
        if "non-chunked gzip" in str(error):
            raise _OneMember from None
        raise


def _pages(file: IO[bytes], reading: Reading) -> Iterator[Page]:
    for record, offset in _records(file):
        reading.records += 1
        if record.length is None:
            reading.unreadable.append(f"a record at byte {offset} is cut")
        elif record.rec_type == "warcinfo":
            reading.site = _site(record) or reading.site
        elif record.rec_type in ("response", "resource"):
            try:
                yield _page(record, offset, reading.site)
            except UnreadablePage as error:
                url = str(record.rec_headers.get_header("WARC-Target-URI"))[:200]
                reading.unreadable.append(f"{url}: {error}")


def _rest(file: IO[bytes], reading: Reading, read: int) -> Iterator[Page]:
    """Yield the pages behind the first *read* records."""
    again = Reading()
    for page in _pages(file, again):
        if again.records > read:
            yield page
    reading.records = again.records
    reading.site = again.site
    reading.unreadable = again.unreadable
    reading.damaged += again.damaged


def _page(record: Any, offset: int, site: str | None) -> Page:
    """Return the page of a response or resource record. Raises UnreadablePage."""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if not url.startswith(("http://", "https://")):
        raise UnreadablePage("no http address")
    head = record.http_headers
    if head is None and record.rec_type == "response":
        raise UnreadablePage("the record is cut")
    headers: dict[str, str] = {}
    for name, value in head.headers if head else ():
        name = name.lower()
        headers[name] = f"{headers[name]}\n{value}" if name in headers else value
    status = 200 if head is None else _status(head)
    if head is None:
        headers["content-type"] = record.rec_headers.get_header("Content-Type") or ""
    return Page(
        url=url,
        body=_body(record, headers),
        headers=headers,
        fetched_at=_date(record.rec_headers.get_header("WARC-Date")),
        status=status,
        offset=offset,
        site=site,
        is_reserved=record.rec_headers.get_header(RESERVED) == "1",
    )


def _body(record: Any, headers: dict[str, str]) -> bytes:
    """Return the payload without its encodings. Raises UnreadablePage."""
    body: bytes = record.raw_stream.read(MAX_PAGE + 1)
    if len(body) > MAX_PAGE:
        raise UnreadablePage(f"more than {MAX_PAGE} bytes")
    if getattr(record.raw_stream, "limit", 0):
        raise UnreadablePage("the record is cut")
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = ChunkedDataReader(BytesIO(body)).read(MAX_PAGE + 1)
    if encodings := headers.get("content-encoding"):
        try:
            body = decompress(body, encodings.replace("\n", ",").split(","), limit=MAX_PAGE)
        except (IgnoreRequest, ResponseDataLossError) as error:
            raise UnreadablePage(str(error)) from None
    return body


def _status(head: Any) -> int:
    code = str(head.get_statuscode())
    return int(code) if code.isascii() and code.isdigit() and len(code) == 3 else 0


def _date(text: str | None) -> datetime | None:
    try:
        date = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)


def _site(record: Any) -> str | None:
    """Return the spider's name that the warcinfo of one of our files holds."""
    fields: bytes = record.raw_stream.read(MAX_HEADERS)
    for line in fields.decode("utf-8", "replace").splitlines():
        name, _, value = line.partition(":")
        if name == SITE:
            return value.strip() or None
    return None


def _page_at(root: Path, name: str, offset: int, revisits: int) -> Page:
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise UnreadableArchive(f"{name} is not below {root}")
    path = root / name
    if not path.exists():
        path = path.with_name(path.name + PART)  # of a run that goes on
    with path.open("rb") as file:
        file.seek(offset)
        try:
            record, _ = next(_records(file))
        except (ArchiveLoadFailed, _OneMember, zlib.error, StopIteration) as error:
            raise UnreadableArchive(f"{path} has no record at {offset}: {error}") from None
        if record.rec_type != "revisit":
            return _page(record, offset, None)
        fields = record.rec_headers
        first = fields.get_header(REFERS_TO_FILE), fields.get_header(REFERS_TO_OFFSET)
        if not revisits or first[0] is None or not str(first[1]).isdigit():
            raise UnreadableArchive(f"{path} has at {offset} a revisit of nothing that is named")
        page = _page_at(root, first[0], int(str(first[1])), revisits - 1)
        return Page(
            url=fields.get_header("WARC-Target-URI"),
            body=page.body,
            headers=page.headers,
            fetched_at=_date(fields.get_header("WARC-Date")),
            status=page.status,
            offset=offset,
            is_reserved=fields.get_header(RESERVED) == "1",
        )
