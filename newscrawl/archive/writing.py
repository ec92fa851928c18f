"""The archive: every page as it was fetched, in `DATA_DIR/archive/<site>/<run>-NNNNN.warc.gz`.

Settings:
``ARCHIVE``            write it. Default: False.
``ARCHIVE_MAX_BYTES``  length at which a file is closed and the next begun. Default: 1 GiB.

What is written of an answer is the body as it came out of its content and transfer encodings, so
that every reader can read it, with headers that say so: Content-Length is the body's own, what the
wire had is in X-Crawler-Content-Encoding and X-Crawler-Content-Length, as Common Crawl does it. Of
a request, no credentials and no cookies.

Pages marked `noarchive` are left out, and what REFUSE_RIGHTS keeps out of the corpus.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response
from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, Text, delete, select

from newscrawl import __version__
from newscrawl.archive.warc_file import RUN, SITE, Archived, Exchange, WarcFiles, recover
from newscrawl.data_dir import data_dir
from newscrawl.extraction.charset import to_utf_8
from newscrawl.extraction.document import read_document
from newscrawl.extraction.jsonld import read_json_ld
from newscrawl.extraction.metadata import accessible_for_free, canonical_of, choose_article
from newscrawl.extraction.parsing import parse
from newscrawl.extraction.rights import find_rights
from newscrawl.ledger import FeedError

if TYPE_CHECKING:
    from newscrawl.ledger import Run

logger = logging.getLogger(__name__)

FOLDER = "archive"
MAX_BYTES = 1024**3
SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie"})
"""Of a request; whoever reads the archive could use them."""

WIRE_HEADERS = frozenset({"content-length", "content-encoding", "transfer-encoding"})
"""Of an answer; what stands in the archive has none of these encodings and a length of its own."""

ORIGINAL = "X-Crawler-"

metadata = MetaData()

archived_pages = Table(  # what each page was when it was last archived whole
    "archived_pages",
    metadata,
    Column("page", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("date", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("offset", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)


class ArchiveMiddleware:
    """Write each answer to the archive before anybody reads it, off the reactor's thread.

    ``response.meta["archive_ref"]`` says where its body is, ``["fetched_at"]`` when it came.
    What the ledger books rests on the disk: each batch syncs the archive first. A disk that is full
    ends the run as it does for a feed.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        if not settings.getbool("ARCHIVE"):
            raise NotConfigured
        spider: Any = crawler.spider
        self.run: Run = spider.run
        refused = set(settings.getlist("REFUSE_RIGHTS"))
        self.left_out = refused | {"noarchive"}
        root = data_dir(settings)
        self.root = root
        folder = root / FOLDER / spider.name
        info = {
            "software": f"newscrawl/{__version__}",
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/"
            "warc-1.1/",
            "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
            "http-header-user-agent": settings["USER_AGENT"],
            "operator": settings.get("CONTACT") or "",
            SITE: spider.name,
            RUN: self.run.id,
        }
        max_bytes = settings.getint("ARCHIVE_MAX_BYTES", MAX_BYTES)
        self.files = WarcFiles(root, folder, self.run.id, max_bytes, info)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            recover(folder)
        except OSError as error:
            raise FeedError(f"the archive {folder}: {error.strerror or error}") from error
        self.run.add_tables(metadata)
        self.pages = ArchivedPages(self.files)
        self.run.beside.append(self.pages)
        self.stats = crawler.stats
        self._worker = ThreadPoolExecutor(1, "archive")
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ARCHIVE and ARCHIVE_MAX_BYTES. Raises NotConfigured where ARCHIVE is off."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Return *response* when it is archived, or left out."""
        request.meta.pop("archive_ref", None)  # a redirect's
        fetched_at = request.meta["fetched_at"] = datetime.now(UTC)
        if self.run.failure or "cached" in response.flags:
            return response
        page = page_key(request)
        previous = await self.previous(page)
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(
                self._worker, self._archive, request, response, fetched_at, previous
            )
        except OSError as error:
            self.run.fail(f"the archive cannot be written: {error}")
            return response
        if found is None:
            self.stats.inc_value("newscrawl/archive/left_out")
            return response
        _, archived = found
        request.meta["archive_ref"] = archived.ref  # of a revisit, where its page is
        self.stats.inc_value(f"newscrawl/archive/{'revisit' if archived is previous else 'page'}")
        self.pages.add(page, archived)
        return response

    async def previous(self, page: str) -> Archived | None:
        """Return what *page* was when it was last archived, where that still exists."""
        found = self.pages.unbooked(page)
        if found is None:
            found = await self.run.ask(lambda connection: find(connection, page))
        file = self.root / found.file if found else None
        if file and not (file.exists() or file.with_name(file.name + ".part").exists()):
            return None  # taken away: what is no longer there cannot be referred to
        return found

    async def spider_closed(self) -> None:
        """Name the last file: all that the ledger will book is in it."""
        try:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._worker, self.files.close)
        except OSError as error:
            self.run.fail(f"the archive cannot be written: {error}")
        finally:
            self._worker.shutdown()

    def _archive(
        self, request: Request, response: Response, fetched_at: datetime, previous: Archived | None
    ) -> tuple[str, Archived] | None:
        """In the archive's thread: write the page, unless its publisher does not want it kept."""
        headers = {
            name.decode("latin-1").lower(): b"\n".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        reserved = bool(request.meta.get("tdm_reserved")) and "tdm-reservation" not in headers
        found = rights_of(response.body, response.url, headers, paywall="paywall" in self.left_out)
        if reserved:
            found.add("tdm-reserved")
        if self.left_out & found:
            return None
        exchange = Exchange(
            url=request.url,
            method=request.method,
            request_headers=list(_request_headers(request)),
            request_body=request.body,
            fetched_at=fetched_at,
            status=response.status,
            protocol=response.protocol or "HTTP/1.1",
            headers=list(_answer_headers(response)),
            body=response.body,
            ip_address=None if "proxy" in request.meta else str(response.ip_address or "") or None,
            is_cut="download_stopped" in response.flags,
            is_reserved=reserved,
        )
        return self.files.write(exchange, previous)


class ArchivedPages:
    """The table `archived_pages`, written with the ledger's batches: see `ledger.booking.Beside`.

    Before each of them the archive is brought to the disk.
    """

    def __init__(self, files: WarcFiles) -> None:
        self.files = files
        self._lock = Lock()
        self._unbooked: dict[str, Archived] = {}
        self._in_flight: dict[str, Archived] = {}

    def add(self, page: str, archived: Archived) -> None:
        """Have *page* booked with the next batch."""
        with self._lock:
            self._unbooked[page] = archived

    def unbooked(self, page: str) -> Archived | None:
        """Return what this run has archived of *page* and not booked yet."""
        with self._lock:
            return self._unbooked.get(page)

    def write(self, connection: Connection, article_ids: Iterable[str], now: float) -> None:
        """Sync the archive, then write what was archived. Raises OSError."""
        with self._lock:
            rows = self._in_flight = dict(self._unbooked)
        self.files.sync()
        if rows:
            for page in rows:
                connection.execute(delete(archived_pages).where(archived_pages.c.page == page))
            connection.execute(
                archived_pages.insert(),
                [{"page": page, **_row(archived)} for page, archived in rows.items()],
            )

    def settle(self, article_ids: Iterable[str]) -> None:
        """Forget what was booked."""
        with self._lock:
            for page, archived in self._in_flight.items():
                if self._unbooked.get(page) is archived:
                    del self._unbooked[page]
            self._in_flight = {}


def find(connection: Connection, page: str) -> Archived | None:
    """Return what the ledger knows of *page*."""
    row = connection.execute(select(archived_pages).where(archived_pages.c.page == page)).first()
    if row is None:
        return None
    values = dict(row._mapping)
    del values["page"]
    return Archived(**values)


def page_key(request: Request) -> str:
    """Return the key of what *request* asks for: a load-more button POSTs to one address."""
    asked = f"{request.method} {request.url}\n".encode() + request.body
    return hashlib.blake2b(asked, digest_size=16).hexdigest()


def rights_of(body: bytes, url: str, headers: dict[str, str], *, paywall: bool) -> set[str]:
    """Return the signals on a page of any kind: see `newscrawl.extraction.rights`.

    A *paywall*, which is dearer to find, only where asked for.
    """
    document = read_document(parse(to_utf_8(body, headers=headers)))
    paywalled = False
    if paywall:
        nodes = read_json_ld(document.json_ld)
        canonical, _ = canonical_of(document, url)
        node = choose_article(nodes, document, url, canonical)
        paywalled = accessible_for_free(nodes, node) is False
    return set(find_rights(document, headers, paywalled=paywalled) or ())


def _row(archived: Archived) -> dict[str, Any]:
    return {name: getattr(archived, name) for name in Archived.__slots__}


def _request_headers(request: Request) -> Iterable[tuple[str, str]]:
    for name, values in request.headers.items():
        if name.decode("latin-1").lower() not in SECRET_HEADERS:
            for value in values:
                yield name.decode("latin-1"), value.decode("latin-1")


def _answer_headers(response: Response) -> Iterable[tuple[str, str]]:
    length = ("Content-Length", str(len(response.body)))
    for name, values in response.headers.items():
        for value in values:
            header = (name.decode("latin-1"), value.decode("latin-1"))
            if header[0].lower() in WIRE_HEADERS and header != length:
                yield ORIGINAL + header[0], header[1]
            elif header != length:
                yield header
    yield length
