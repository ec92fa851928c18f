"""One request on the wire and the body that comes back, by Twisted's agent and Scrapy's protocol.

In the place of Scrapy's `_ScrapyAgent`, which makes an endpoint, a timer and a task a request,
builds the headers of an answer three times and sends a signal for each piece of a body: 75
microseconds a page. `headers_received` and `bytes_received` are not sent here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import ip_address
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urldefrag

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    _BindAddressAgent,
    _LenientHTTP11ClientFactory,
    _LenientHTTPClientParser,
    _RequestBodyProducer,
    _ScrapyAgent,
    _TunnelingAgent,
)
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest, ResponseDataLossError
from scrapy.http import Headers
from scrapy.utils._download_handlers import (
    get_maxsize_msg,
    get_warnsize_msg,
    normalize_bind_address,
)
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.ssl import _log_ssl_conn_debug_info
from twisted.internet import ssl
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.internet.protocol import Protocol, connectionDone
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, HTTP11ClientProtocol, TransportProxyProducer
from twisted.web._newclient import Request as TwistedRequest
from twisted.web.client import URI, ResponseDone
from twisted.web.http import PotentialDataLoss, _IdentityTransferDecoder
from twisted.web.http_headers import Headers as WireHeaders
from twisted.web.iweb import UNKNOWN_LENGTH, IResponse

if TYPE_CHECKING:
    from twisted.internet.interfaces import IStreamClientEndpoint
    from twisted.web.client import Agent

Answer: TypeAlias = Any
"""Twisted's Response, whose type says that a length is a string and a version none."""

logger = logging.getLogger(__name__)


class HeadersTooLarge(IgnoreRequest):
    """More headers than DOWNLOAD_MAX_HEADERS."""


@dataclass(slots=True)
class Limits:
    """What bounds one body, in bytes on the wire; 0 is no bound.

    cut      the body is read up to there
    maxsize  a larger one is an error
    warnsize a larger one is a warning
    """

    cut: int
    maxsize: int
    warnsize: int
    fail_on_dataloss: bool


@dataclass(slots=True)
class Received:
    """An answer with its body as it came; *flags* are those of Scrapy's Response."""

    answer: Answer
    headers: Headers
    body: bytes = b""
    flags: list[str] = field(default_factory=list)


class Sender:
    """Sends requests, over proxies too, on the connections of *pool*."""

    def __init__(
        self, pool: Any, tls_policy: Any, bind_address: Any, connect_timeout: float, **scrapy: Any
    ) -> None:
        from twisted.internet import reactor

        self._agents = _ScrapyAgent(
            contextFactory=tls_policy, bindAddress=bind_address, pool=pool, **scrapy
        )
        self._tls_verbose_logging = scrapy["tls_verbose_logging"]
        self._connect_timeout = connect_timeout
        self._direct = _DirectAgent(
            reactor=reactor,
            contextFactory=tls_policy,
            connectTimeout=connect_timeout,
            bindAddress=normalize_bind_address(bind_address),
            pool=pool,
        )

    def send(
        self, request: Request, limits: Limits, note_bytes: Callable[[int], None]
    ) -> Deferred[Received]:
        """Send *request*; what comes back fires the Deferred, and may be cancelled.

        *note_bytes* is called with 0 when the headers are there, then with the length of each
        piece of the body. The seconds until the headers are `download_latency` in the meta.
        """
        agent = self._agent_for(request)
        headers = WireHeaders(request.headers)
        if isinstance(agent, _TunnelingAgent):
            headers.removeHeader(b"Proxy-Authorization")
        body: Any = _RequestBodyProducer(request.body) if request.body else None
        url = urldefrag(request.url)[0]
        answer = agent.request(request.method.encode(), url.encode("ascii"), headers, body)
        return answer.addCallback(self._read, request, limits, note_bytes, monotonic())

    def _agent_for(self, request: Request) -> Agent:
        meta = request.meta
        if meta.get("proxy") or meta.get("bindaddress"):
            return self._agents._get_agent(request, self._connect_timeout)
        return self._direct

    def _read(
        self,
        answer: Answer,
        request: Request,
        limits: Limits,
        note_bytes: Callable[[int], None],
        sent_at: float,
    ) -> Received | Deferred[Received]:
        """Read the body that follows the headers of *answer*."""
        request.meta["download_latency"] = monotonic() - sent_at
        note_bytes(0)
        received = Received(answer, _headers_of(answer))
        if answer.length == 0:
            return received
        if answer.length != UNKNOWN_LENGTH and 0 < limits.maxsize < answer.length:
            too_large = get_maxsize_msg(answer.length, limits.maxsize, request, expected=True)
            logger.warning(too_large)
            answer._transport._producer.abortConnection()
            raise DownloadCancelledError(too_large)
        if self._tls_verbose_logging:
            host = urlparse_cached(request).hostname or ""
            _log_ssl_conn_debug_info(host, answer._transport._producer.getHandle())
        reader = _BodyReader(received, request, limits, note_bytes)
        answer.deliverBody(reader)
        return reader.finished


def _headers_of(answer: Answer) -> Headers:
    headers = Headers()
    if answer.length != UNKNOWN_LENGTH:  # Twisted takes it out of the others
        headers[b"Content-Length"] = b"%d" % answer.length
    headers.update(answer.headers.getAllRawHeaders())
    return headers


class _DirectAgent(_BindAddressAgent):
    """An agent that makes one endpoint for each scheme, host and port: 10 microseconds, 40 for TLS.

    An endpoint resolves its host anew for each connection.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._endpoints: dict[tuple[bytes, bytes, int], IStreamClientEndpoint] = {}

    def _getEndpoint(self, uri: URI) -> IStreamClientEndpoint:
        origin = (uri.scheme, uri.host, uri.port)
        endpoint = self._endpoints.get(origin)
        if endpoint is None:
            endpoint = self._endpoints[origin] = super()._getEndpoint(uri)  # type: ignore[no-untyped-call]
        return endpoint


class _BodyReader(Protocol):
    """Collects a body within its limits."""

    def __init__(
        self,
        received: Received,
        request: Request,
        limits: Limits,
        note_bytes: Callable[[int], None],
    ) -> None:
        self.finished: Deferred[Received] = Deferred(self._abort)
        self._received = received
        self._request = request
        self._limits = limits
        self._note_bytes = note_bytes
        self._pieces: list[bytes] = []
        self._length = 0

    def _abort(self, finished: Deferred[Received]) -> None:
        self._received.answer._transport._producer.abortConnection()

    def dataReceived(self, data: bytes) -> None:
        """Keep *data*, which may still come when the body is finished."""
        if self.finished.called:
            return
        self._length += len(data)
        self._pieces.append(data)
        self._note_bytes(len(data))
        limits = self._limits
        if 0 < limits.cut <= self._length:
            transport: Any = self.transport
            transport.stopProducing()
            transport.loseConnection()
            self._finish("download_stopped")
        elif 0 < limits.maxsize < self._length:
            logger.warning(
                get_maxsize_msg(self._length, limits.maxsize, self._request, expected=False)
            )
            self._pieces = []
            self.finished.cancel()

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        """Hand on the body, or why there is none."""
        if self.finished.called:
            return
        if isinstance(reason.value, ResponseDone):
            self._finish()
        elif isinstance(reason.value, PotentialDataLoss):
            self._finish("partial")
        elif self._limits.fail_on_dataloss:
            loss = ResponseDataLossError()
            loss.__cause__ = reason.value
            self.finished.errback(Failure(loss))  # type: ignore[no-untyped-call]
        else:
            self._finish("dataloss")

    def _finish(self, *flags: str) -> None:
        warnsize = self._limits.warnsize
        if 0 < warnsize < self._length:
            logger.warning(get_warnsize_msg(self._length, warnsize, self._request, expected=False))
        self._received.body = b"".join(self._pieces)
        self._received.flags = list(flags)
        self.finished.callback(self._received)


class _NeverPaused(TransportProxyProducer):
    """Leaves out the pause between headers and body, four system calls: here nobody waits."""

    def pauseProducing(self) -> None:
        pass

    def resumeProducing(self) -> None:
        pass


class _BoundedProtocol(HTTP11ClientProtocol):
    """Ends a connection whose headers never do, or that says more than its length announced.

    Its parser is Scrapy's lenient one.
    """

    max_headers: int

    def request(self, request: TwistedRequest) -> Deferred[IResponse]:
        self._header_bytes = 0
        answer = super().request(request)
        assert self._parser is not None
        assert self._transportProxy is not None
        self._parser.__class__ = _LenientHTTPClientParser  # as Scrapy does it
        self._transportProxy.__class__ = _NeverPaused
        return answer.addCallback(self._signed)

    def _signed(self, answer: Answer) -> Answer:
        """Return *answer* with the certificate and address it comes from, named as Scrapy does."""
        answer._scrapy_certificate, answer._scrapy_ip_address = self._peer
        return answer

    @cached_property
    def _peer(self) -> tuple[ssl.Certificate | None, Any]:
        transport: Any = self.transport
        certificate = address = None
        with suppress(AttributeError):  # no TLS
            certificate = ssl.Certificate(transport.getPeerCertificate())  # type: ignore[no-untyped-call]
        with suppress(AttributeError):
            address = ip_address(transport.getPeer().host)
        return certificate, address

    def dataReceived(self, data: bytes) -> None:
        if self._parser is not None and self._parser.state in (STATUS, HEADER):
            self._header_bytes += len(data)
            if self._header_bytes > self.max_headers:
                self._fail(HeadersTooLarge(f"more than {self.max_headers} bytes of headers"))
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]

    def _finishResponse(self, rest: bytes) -> None:
        decoder = self._parser.bodyDecoder if self._parser else None
        if rest and isinstance(decoder, _IdentityTransferDecoder):
            # Content-Length was too small, so the body is cut: Twisted's sign for lost data.
            decoder.contentLength = len(rest)
            self._fail(ResponseDataLossError("more bytes than Content-Length"))
            return
        super()._finishResponse(rest)

    def _fail(self, error: Exception) -> None:
        self._giveUp(Failure(error))  # type: ignore[no-untyped-call]


def bounded_factory(max_headers: int) -> type[_LenientHTTP11ClientFactory]:
    """Return the factory of connections that end at *max_headers* bytes of headers."""

    class Protocol(_BoundedProtocol):
        pass

    Protocol.max_headers = max_headers

    class BoundedFactory(_LenientHTTP11ClientFactory):
        def buildProtocol(self, addr: IAddress | None) -> _BoundedProtocol:
            return Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]

    return BoundedFactory
