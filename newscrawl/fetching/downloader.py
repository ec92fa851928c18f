"""Downloads that end: in time, in size, and at once when the run is told to stop.

A response comes back whole and without content encoding, or an exception says why not.

Settings:
``DOWNLOAD_TIMEOUT``       seconds for one whole response (also ``download_timeout`` in the meta).
``DOWNLOAD_IDLE_TIMEOUT``  seconds without a byte, or until the headers are there. Default: 10.
``DOWNLOAD_MAXSIZE``       bytes of a body, on the wire and after decompression.
``DOWNLOAD_MAX_HEADERS``   bytes of all headers of a response. Default: 262144.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Self
from urllib.parse import urldefrag

from OpenSSL import SSL
from scrapy import Request, signals
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.responsetypes import responsetypes
from scrapy.utils._download_handlers import get_dataloss_msg, wrap_twisted_exceptions
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from scrapy.utils.httpobj import urlparse_cached
from service_identity import VerificationError
from twisted.python.failure import Failure

from newscrawl.fetching.address_guard import (
    AddressGuardMiddleware,
    PrivateAddress,
    PublicAddressResolver,
)
from newscrawl.fetching.decompression import (
    ACCEPT_ENCODING,
    ResponseTooLarge,
    UnreadableEncoding,
    decompress,
    is_compressed,
)
from newscrawl.fetching.host_queues import drop_queue
from newscrawl.fetching.transfer import (
    HeadersTooLarge,
    Limits,
    Received,
    Sender,
    bounded_factory,
)

if TYPE_CHECKING:
    from twisted.internet.task import LoopingCall

logger = logging.getLogger(__name__)


class Postponed(IgnoreRequest):
    """The page was not asked for, or not answered: it stays pending for the next run."""


class RunStopping(Postponed):
    """The run ends (SIGTERM, a budget): nothing more is asked for."""


class DownloadTooSlow(IgnoreRequest):
    """A response that was still dripping in when its time was over; it would be again."""


class CertificateRefused(IgnoreRequest):
    """The host could not prove that it is who it says it is."""


class PromptStop:
    """Ends within seconds a run that was told to stop, hanging requests or not.

    Scrapy waits for all that is in its download queue: minutes where a host hangs. Here what is in
    flight or queued fails as RunStopping, so that feeds and ledger close as always.
    """

    INTERVAL = 0.2  # seconds between two looks; Scrapy has no signal for the wish to stop

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.stopping = asyncio.Event()
        self._watch: AsyncioLoopingCall | LoopingCall = create_looping_call(self._look)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self) -> None:
        self._watch.start(self.INTERVAL, now=False)

    def spider_closed(self) -> None:
        if self._watch.running:
            self._watch.stop()

    async def sleep(self, seconds: float) -> None:
        """Wait *seconds*. Raises RunStopping as soon as the run is told to stop."""
        try:
            await asyncio.wait_for(self.stopping.wait(), seconds)
        except TimeoutError:
            return
        raise RunStopping("the run is stopping")

    def close_spider(self, reason: str) -> None:
        """Close the spider for *reason* without waiting for what is in flight."""
        if not self.stopping.is_set():
            self._closing = asyncio.ensure_future(
                self.crawler.engine.close_spider_async(reason=reason)
            )
            self.stopping.set()
            self._look()

    def _look(self) -> None:
        if self.crawler.crawling and not self.stopping.is_set():
            return
        self.stopping.set()
        for slot in self.crawler.engine.downloader.slots.values():
            slot.delay = slot.lastseen = 0
            slot.close()
            drop_queue(slot, RunStopping("the run is stopping"))


@dataclass(slots=True)
class _Download:
    """A request that is being answered; times are those of `monotonic`."""

    answer: asyncio.Future[Received]
    last_byte: float
    end: float
    total: float
    spend_bytes: Callable[[int], None] | None

    def note_bytes(self, length: int) -> None:
        """Note that *length* bytes of a body came, 0 for its headers."""
        self.last_byte = monotonic()
        if self.spend_bytes:
            self.spend_bytes(length)

    def hand_over(self, result: Received | Failure) -> None:
        """Give *answer* its result, unless nobody waits for it any longer."""
        if self.answer.done():
            return
        if isinstance(result, Failure):
            self.answer.set_exception(result.value or RuntimeError(str(result)))
        else:
            self.answer.set_result(result)


class BoundedDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's handler with an end to everything; the address guard is asked once more here."""

    LOOK_EVERY = 0.1  # seconds; one clock for all requests costs less than one for each

    def __init__(self, crawler: Crawler) -> None:
        from newscrawl.fetching.budgets import Budgets  # which imports this module

        super().__init__(crawler)
        settings = crawler.settings
        max_headers = settings.getint("DOWNLOAD_MAX_HEADERS", 256 * 1024)
        self._idle_timeout = settings.getfloat("DOWNLOAD_IDLE_TIMEOUT", 10)
        self._total_timeout = settings.getfloat("DOWNLOAD_TIMEOUT")
        self._downloads: dict[Request, _Download] = {}
        self._is_looking = False
        self._pool._factory = bounded_factory(max_headers)
        self._sender = Sender(
            self._pool,
            self._contextFactory,
            self._bind_address,
            self._idle_timeout + 1,  # no sooner than ours
            crawler=crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        stop = crawler.get_extension(PromptStop)
        self._stopping = stop.stopping if stop else asyncio.Event()
        budgets = crawler.get_extension(Budgets)
        self._spend_bytes = budgets.spend_bytes if budgets else None

    async def download_request(self, request: Request) -> Response:
        if self._stopping.is_set():
            raise RunStopping("the run is stopping")
        guard = self._crawler.get_downloader_middleware(AddressGuardMiddleware)
        if guard:
            guard.check(request)
        request.headers.setdefault("Accept-Encoding", ACCEPT_ENCODING)
        limits = Limits(
            cut=request.meta.get("download_cut", 0),
            maxsize=request.meta.get("download_maxsize", self._default_maxsize),
            warnsize=request.meta.get("download_warnsize", self._default_warnsize),
            fail_on_dataloss=request.meta.get("download_fail_on_dataloss", self._fail_on_dataloss),
        )
        try:
            received = await self._bounded(request, limits)
        except Exception as error:
            reason = _explained(error, request)
            if isinstance(reason, ResponseDataLossError) and not self._fail_on_dataloss_warned:
                logger.warning(get_dataloss_msg(request.url))
                self._fail_on_dataloss_warned = True
            raise reason from error
        return _response(received, request, limits)

    async def _bounded(self, request: Request, limits: Limits) -> Received:
        """Return what came unless time runs out or the run stops."""
        total = request.meta.get("download_timeout") or self._total_timeout
        begun = monotonic()
        answer: asyncio.Future[Received] = asyncio.get_running_loop().create_future()
        download = _Download(answer, begun, begun + total, total, self._spend_bytes)
        sent = self._sender.send(request, limits, download.note_bytes)
        sent.addBoth(download.hand_over)
        self._downloads[request] = download
        if not self._is_looking:
            self._is_looking = True
            self._look()
        try:
            return await answer
        finally:
            del self._downloads[request]
            sent.cancel()  # nothing, where it has come

    def _look(self) -> None:
        """End the requests whose time is over, all of them where the run stops; look again soon."""
        if not self._downloads:
            self._is_looking = False
            return
        now = monotonic()
        for request, download in self._downloads.items():
            if not download.answer.done() and (error := self._end_of(request, download, now)):
                download.answer.set_exception(error)
        asyncio.get_running_loop().call_later(self.LOOK_EVERY, self._look)

    def _end_of(self, request: Request, download: _Download, now: float) -> Exception | None:
        """Return why *request* is not waited for any longer, None where it is."""
        if self._stopping.is_set():
            return RunStopping("the run is stopping")
        if now >= download.end:
            return DownloadTooSlow(f"{request.url} took longer than {download.total:g} seconds")
        if now >= download.last_byte + self._idle_timeout:
            return DownloadTimeoutError(
                f"{request.url} sent nothing for {self._idle_timeout:g} seconds"
            )
        return None


def _response(received: Received, request: Request, limits: Limits) -> Response:
    """Return *received* without content encoding, of the class that its bytes ask for."""
    answer, headers, body = received.answer, received.headers, received.body
    if body and request.method != "HEAD":
        encodings = [
            encoding
            for header in headers.getlist("Content-Encoding")
            for encoding in header.decode("latin-1").split(",")
        ]
        if encodings:
            body = decompress(
                body,
                encodings,
                limit=limits.cut or limits.maxsize,
                cut=bool(limits.cut),
                stopped="download_stopped" in received.flags,
            )
            headers["X-Crawler-Content-Encoding"] = headers.pop("Content-Encoding")
        elif is_compressed(body):
            kind = headers.get("Content-Type") or b""
            if kind.lower().startswith(b"text/html"):
                raise UnreadableEncoding("a compressed body without a Content-Encoding")
    url = urldefrag(request.url)[0]
    protocol, major, minor = answer.version
    response = responsetypes.from_args(headers=headers, url=url, body=body)(
        url=url,
        status=answer.code,
        body=body,
        flags=received.flags,
        certificate=answer._scrapy_certificate,
        ip_address=answer._scrapy_ip_address,
        protocol=f"{protocol.decode()}/{major}.{minor}",
    )
    response.headers = headers  # not copied, as the constructor would: 5 microseconds
    return response


def _explained(error: Exception, request: Request) -> Exception:
    """Return the exception that names what went wrong, where one does."""
    try:
        with wrap_twisted_exceptions():
            raise error
    except Exception as named:
        error = named
    if isinstance(error, DownloadCancelledError):
        return ResponseTooLarge(str(error))
    for cause in _causes(error):
        if isinstance(cause, HeadersTooLarge):
            return cause
        if isinstance(cause, (SSL.Error, VerificationError)):
            return CertificateRefused(f"{request.url}: {cause!r}")
    host = (urlparse_cached(request).hostname or "").lower()
    if isinstance(error, CannotResolveHostError) and host in PublicAddressResolver.refused_hosts:
        return PrivateAddress(f"{host} leads to no public address")
    return error


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield *error* and what caused it, down through Twisted's lists of failures."""
    while error is not None:
        yield error
        for failure in getattr(error, "reasons", ()):
            yield from _causes(failure.value)
        error = error.__cause__
