"""WARC 1.1 files on disk: written as `.part`, record by record, rotated, synced, named when whole.

Scrapy is not known here. warcio makes the records, each a gzip member of its own, so that a file is
whole up to its last whole record, wherever a kill has cut it.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import hashlib
import logging
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from threading import RLock
from typing import Any

from newscrawl.feed_file import PART, sync_folder

logger = logging.getLogger(__name__)

WARC_VERSION = "WARC/1.1"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
REFERS_TO_FILE, REFERS_TO_OFFSET = "WARC-Refers-To-Filename", "WARC-Refers-To-File-Offset"
"""Where the record is that a revisit stands for; WARC 1.1 (6.7.4) names only its URL and date."""

RESERVED = "Newscrawl-TDM-Reserved"
"""Set on pages that /.well-known/tdmrep.json reserves: the page itself does not say so."""

SITE, RUN = "newscrawl-site", "newscrawl-run"
"""Fields of warcinfo: the spider's name and the run's id."""

CHUNK = 256 * 1024

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """One request and its answer; the *body* is without content and transfer encodings."""

    url: str
    method: str
    request_headers: Headers
    request_body: bytes
    fetched_at: datetime
    status: int
    protocol: str
    headers: Headers
    body: bytes
    ip_address: str | None = None
    is_cut: bool = False  # we stopped reading
    is_reserved: bool = False  # by the site's tdmrep.json

    @property
    def digest(self) -> str:
        """The digest of the payload as WARC writes it."""
        return "sha1:" + base64.b32encode(hashlib.sha1(self.body).digest()).decode()


@dataclass(frozen=True, kw_only=True, slots=True)
class Archived:
    """Where the payload of a page is: *file* is relative to DATA_DIR."""

    digest: str
    url: str
    date: str
    record: str
    file: str
    offset: int

    @property
    def ref(self) -> str:
        """What `archive_ref` of a record holds."""
        return f"{self.file}#{self.offset}"


class WarcFiles:
    """The files of one run: `<run>-00000.warc.gz`, `-00001`, ... in *folder*.

    *root* is what references are relative to, *info* what each file says of itself. A file is
    closed when it has reached *max_bytes*. All methods may be called from any thread.
    """

    def __init__(
        self, root: Path, folder: Path, run_id: str, max_bytes: int, info: Mapping[str, str]
    ) -> None:
        self.root = root
        self.folder = folder
        self.run_id = run_id
        self.max_bytes = max_bytes
        self.info = dict(info)
        self._lock = RLock()
        self._number = 0
        self._descriptor: int | None = None
        self._length = 0
        self._is_dirty = False

    def write(self, exchange: Exchange, previous: Archived | None = None) -> tuple[str, Archived]:
        """Write *exchange*; return its reference and where its payload is.

        That is *previous*, what the page was when last archived, where it has not changed since:
        then a revisit record is written. Raises OSError, and the file is as it was.
        """
        with self._lock:
            descriptor = self._open()
            file = self._path.relative_to(self.root).as_posix()
            block, archived = _records(exchange, previous, file, self._length)
            ref = f"{file}#{self._length}"
            self._append(descriptor, block)
            if self._length >= self.max_bytes:
                self._close()
            return ref, archived

    def sync(self) -> None:
        """Bring all that was written to the disk. Raises OSError."""
        with self._lock:
            if self._descriptor is not None and self._is_dirty:
                os.fsync(self._descriptor)
                self._is_dirty = False

    def close(self) -> None:
        """Sync the last file and give it its name. Raises OSError."""
        with self._lock:
            self._close()

    @property
    def _path(self) -> Path:
        return self.folder / f"{self.run_id}-{self._number:05d}.warc.gz"

    def _open(self) -> int:
        if self._descriptor is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            part = _part_of(self._path)
            self._descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # alive: not to be cut
            sync_folder(self.folder)
            self._length = 0
            self._append(self._descriptor, _warcinfo(self._path.name, self.info))
        return self._descriptor

    def _append(self, descriptor: int, block: bytes) -> None:
        rest = memoryview(block)
        self._is_dirty = True
        try:
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        except OSError:
            with contextlib.suppress(OSError):  # else the next run cuts it
                os.ftruncate(descriptor, self._length)
                os.lseek(descriptor, self._length, os.SEEK_SET)
            raise
        self._length += len(block)

    def _close(self) -> None:
        if self._descriptor is None:
            return
        self.sync()
        _part_of(self._path).replace(self._path)
        sync_folder(self.folder)
        os.close(self._descriptor)
        self._descriptor = None
        self._number += 1


def recover(folder: Path) -> list[Path]:
    """Finish what dead runs left in *folder*: cut each `.part` to its last whole record, name it.

    One that a living run writes to is left alone. Return the files. Raises OSError.
    """
    recovered = []
    for part in sorted(folder.glob(f"*.warc.gz{PART}")):
        descriptor = os.open(part, os.O_RDWR)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            length = whole_length(part)
            size = part.stat().st_size
            if not length:
                part.unlink()
                continue
            os.ftruncate(descriptor, length)
            os.fsync(descriptor)
            target = part.with_suffix("")
            part.replace(target)
            logger.info("Recovered %s, %d bytes of half a record cut", target, size - length)
            recovered.append(target)
        except (BlockingIOError, FileNotFoundError):
            continue  # a living run's, or finished by another
        finally:
            os.close(descriptor)
    if recovered:
        sync_folder(folder)
    return recovered


def whole_length(path: Path) -> int:
    """Return how many bytes of the gzip file *path* are whole members, with the right checksums."""
    end = position = 0
    decoder = zlib.decompressobj(zlib.MAX_WBITS + 16)
    with path.open("rb") as file:
        while data := file.read(CHUNK):
            position += len(data)
            while data:
                try:
                    decoder.decompress(data, CHUNK)
                except zlib.error:
                    return end
                data = decoder.unconsumed_tail
                if decoder.eof:
                    data = decoder.unused_data
                    end = position - len(data)
                    decoder = zlib.decompressobj(zlib.MAX_WBITS + 16)
    return end


def _part_of(path: Path) -> Path:
    return path.with_name(path.name + PART)


# ---------------------------------------------------------------------- records


def _warcinfo(name: str, info: Mapping[str, str]) -> bytes:
    out = BytesIO()
    writer = _writer(out)
    writer.write_record(writer.create_warcinfo_record(name, info))
    return out.getvalue()


def _records(
    exchange: Exchange, previous: Archived | None, file: str, offset: int
) -> tuple[bytes, Archived]:
    """Return the bytes of the two records, the answer first, and where the payload is."""
    from warcio.statusandheaders import StatusAndHeaders

    out = BytesIO()
    writer = _writer(out)
    date = exchange.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    fields = {"WARC-Date": date}
    if exchange.ip_address:
        fields["WARC-IP-Address"] = exchange.ip_address
    if exchange.is_cut:
        fields["WARC-Truncated"] = "length"
    if exchange.is_reserved:
        fields[RESERVED] = "1"
    head = StatusAndHeaders(
        f"{exchange.status} {_reason(exchange.status)}".rstrip(),
        [(name, value) for name, value in _clean(exchange.headers)],
        protocol=exchange.protocol,
    )
    digest = exchange.digest
    is_same = bool(previous and exchange.body and previous.digest == digest)
    if previous and (is_same or exchange.status == HTTPStatus.NOT_MODIFIED):
        fields |= {
            "WARC-Refers-To": previous.record,
            REFERS_TO_FILE: previous.file,
            REFERS_TO_OFFSET: str(previous.offset),
        }
        answer = writer.create_revisit_record(
            exchange.url,
            previous.digest,
            previous.url,
            previous.date,
            http_headers=head,
            warc_headers_dict=fields,
        )
        if not is_same:
            answer.rec_headers.replace_header("WARC-Profile", NOT_MODIFIED)
        archived = previous
    else:
        fields["WARC-Payload-Digest"] = digest
        answer = writer.create_warc_record(
            exchange.url,
            "response",
            payload=BytesIO(exchange.body),
            length=len(exchange.body),
            warc_headers_dict=fields,
            http_headers=head,
        )
        archived = Archived(
            digest=digest,
            url=exchange.url,
            date=date,
            record=answer.rec_headers.get_header("WARC-Record-ID"),
            file=file,
            offset=offset,
        )
    path = exchange.url.partition("://")[2].partition("/")
    request = writer.create_warc_record(
        exchange.url,
        "request",
        payload=BytesIO(exchange.request_body),
        length=len(exchange.request_body),
        http_headers=StatusAndHeaders(
            f"{exchange.method} /{path[2]} HTTP/1.1",
            [("Host", path[0]), *_clean(exchange.request_headers)],
            is_http_request=True,
        ),
    )
    writer.write_request_response_pair(request, answer)
    return out.getvalue(), archived


def _writer(out: BytesIO) -> Any:
    from warcio.warcwriter import WARCWriter

    return WARCWriter(out, gzip=True, warc_version=WARC_VERSION)


def _clean(headers: Headers) -> Iterator[tuple[str, str]]:
    """Yield *headers* on one line each: a value that goes on would end the block."""
    for name, value in headers:
        yield name, " ".join(value.split("\n")).replace("\r", " ").strip()


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
