"""Asks each origin for its robots.txt before its first page, and obeys it (RFC 9309).

- 2xx: its rules. 4xx but 408 and 429: there is none, everything is allowed.
- 5xx, 408, 429, time-out, broken connection, a redirect to an address the guard refuses: nothing
  may be asked for (2.3.1.4). Three tries, 30 seconds in all; then the origin's pages are postponed,
  as RobotsUnreachable, or as HostUnreachable where no connection came about.
- 1 MiB is read (2.5 asks for 500 KiB); the rules up to there hold.
- Crawl-delay is kept up to CRAWL_DELAY_LIMIT; a host that asks for more is left alone.

After robots.txt comes ``/.well-known/tdmrep.json``, once: pages that it reserves have
``response.meta["tdm_reserved"]`` True.

An origin of which nothing may be asked for is reported as ``left_alone/<origin>`` in the stats,
with the reason.

Settings: ``ROBOTSTXT_OBEY``, ``ROBOTSTXT_USER_AGENT``, ``CRAWL_DELAY_LIMIT`` (seconds, default 60).
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import Self
from urllib.parse import urljoin

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    IgnoreRequest,
    NotConfigured,
)
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from w3lib.url import safe_url_string

from newscrawl.fetching import tdmrep
from newscrawl.fetching.address_guard import AddressRefused, address_of
from newscrawl.fetching.downloader import (
    CertificateRefused,
    DownloadTooSlow,
    Postponed,
    PromptStop,
    RunStopping,
)
from newscrawl.fetching.politeness import (
    HostClosed,
    HostPace,
    PolitenessMiddleware,
    leave_alone,
    retry_after,
)
from newscrawl.fetching.robots_txt import RobotsRules, product_token
from newscrawl.fetching.tdmrep import TdmReservations

logger = logging.getLogger(__name__)

READ_LIMIT = 1024 * 1024
TRIES = 3
TRY_TIMEOUT = 10.0
TOTAL_TIMEOUT = 30.0
REDIRECTS = 5
KEPT_FOR = 24 * 60 * 60
"""Seconds; RFC 9309, 2.4."""
_REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})
_MISSED_STATUSES = frozenset({408, 429})  # of 4xx: the file may be there, we did not get it
_NO_CONNECTION = (
    AddressRefused,
    CannotResolveHostError,
    CertificateRefused,
    DownloadConnectionRefusedError,
)
_PROXY_META = frozenset({"proxy", "_auth_proxy", "_scheme_proxy"})
_PROXY_HEADERS = frozenset({b"Proxy-Authorization"})


class RobotsDisallowed(IgnoreRequest):
    """robots.txt does not let us ask for this page."""


class RobotsUnreachable(Postponed):
    """robots.txt could not be read, so nothing of its origin may be asked for."""


class HostUnreachable(Postponed):
    """No connection to the host came about: no such name, nobody there, a bad certificate."""


class CrawlDelayTooLong(Postponed):
    """The host wants a longer pause between two requests than a run can give it."""


@dataclass(frozen=True)
class Origin:
    """What one scheme, host and port lets us do."""

    rules: RobotsRules
    reservations: TdmReservations
    asked_at: float  # monotonic


class RobotsMiddleware:
    """Lets a request pass when its origin's robots.txt was read and allows it."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self._origins: dict[str, asyncio.Task[Origin]] = {}
        self._token = product_token(
            crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        )
        self._longest_delay = crawler.settings.getfloat("CRAWL_DELAY_LIMIT", 60)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("well_known"):
            return
        origin = await self.origin_of(request)
        if not origin.rules.allows(request.url):
            self.crawler.stats.inc_value("robotstxt/forbidden")
            raise RobotsDisallowed(f"robots.txt disallows {request.url}")
        request.meta["tdm_reserved"] = origin.reservations.covers(request.url)

    def process_response(self, request: Request, response: Response) -> Response:
        if "tdm-reservation" in response.headers:  # the page's own word stands above the file's
            request.meta["tdm_reserved"] = False
        return response

    async def origin_of(self, request: Request) -> Origin:
        """Return what the origin of *request* allows; asked once, for all that wait.

        Raises RobotsUnreachable, CrawlDelayTooLong, HostClosed or RunStopping.
        """
        origin = str(address_of(request.url))
        asked = self._origins.get(origin)
        if asked is None or _is_old(asked):
            asked = self._origins[origin] = asyncio.ensure_future(self._ask(origin, request))
        return await asyncio.shield(asked)

    async def _ask(self, origin: str, first: Request) -> Origin:
        try:
            rules = await self._robots_txt(origin, first)
        except (RobotsUnreachable, HostUnreachable) as unreachable:
            leave_alone(self.crawler, origin, str(unreachable))
            raise
        if rules.crawl_delay:
            if rules.crawl_delay > self._longest_delay:
                reason = f"Crawl-delay {rules.crawl_delay:g} s, at most {self._longest_delay:g} s"
                leave_alone(self.crawler, origin, reason)
                raise CrawlDelayTooLong(f"{origin}: {reason}")
            if pace := self._pace:
                pace.slow_down(first, rules.crawl_delay)
        return Origin(rules, await self._reservations(origin, first, rules), monotonic())

    @property
    def _pace(self) -> HostPace | None:
        politeness = self.crawler.get_downloader_middleware(PolitenessMiddleware)
        return politeness.pace if politeness else None

    async def _robots_txt(self, origin: str, first: Request) -> RobotsRules:
        end = monotonic() + TOTAL_TIMEOUT
        missed: Exception = RobotsUnreachable("no time was left to ask for robots.txt")
        pause = 0.0
        for attempt in range(TRIES):
            if monotonic() + pause >= end:
                break
            await self._sleep(pause)
            pause = 2.0**attempt
            try:
                response = await self._get(f"{origin}/robots.txt", first, end)
            except (RunStopping, HostClosed):
                raise
            except Exception as error:  # whatever kept it from us is the reason that is reported
                missed = error
                if isinstance(error, IgnoreRequest) and not isinstance(error, DownloadTooSlow):
                    break  # a bad certificate, an address off limits: again would be the same
                continue
            self.crawler.stats.inc_value(f"robotstxt/response_status_count/{response.status}")
            if 200 <= response.status < 300:
                return RobotsRules.parse(_whole_lines(response.body), self._token)
            if 400 <= response.status < 500 and response.status not in _MISSED_STATUSES:
                return RobotsRules()
            missed = RobotsUnreachable(f"robots.txt was answered with {response.status}")
            pause = max(pause, retry_after(response.headers, datetime.now(UTC)) or 0)
        if isinstance(missed, RobotsUnreachable):
            raise missed
        reason = f"{type(missed).__name__}: {missed}"
        if isinstance(missed, _NO_CONNECTION):
            raise HostUnreachable(reason) from missed
        raise RobotsUnreachable(reason) from missed

    async def _sleep(self, seconds: float) -> None:
        stop = self.crawler.get_extension(PromptStop)
        await (stop.sleep(seconds) if stop else asyncio.sleep(seconds))

    async def _reservations(
        self, origin: str, first: Request, rules: RobotsRules
    ) -> TdmReservations:
        url = origin + tdmrep.LOCATION
        if not rules.allows(url):
            return TdmReservations()
        try:
            response = await self._get(url, first, monotonic() + TRY_TIMEOUT)
            if 200 <= response.status < 300:
                return TdmReservations.parse(response.body)
        except RunStopping:
            raise
        except Exception as error:  # a host without the file reserves nothing by it
            logger.debug("No tdmrep.json on %s: %s", origin, error)
        return TdmReservations()

    async def _get(self, url: str, first: Request, end: float) -> Response:
        """Return the answer to *url* on the way of *first*, after at most five redirects.

        Raises RobotsUnreachable where they lead nowhere or astray, and whatever a download raises.
        """
        asked_first = url
        for _ in range(REDIRECTS + 1):
            request = Request(
                url,
                callback=NO_CALLBACK,
                priority=1000,
                headers={name: first.headers[name] for name in _PROXY_HEADERS & {*first.headers}},
                meta={key: first.meta[key] for key in _PROXY_META & {*first.meta}}
                | {
                    "well_known": True,
                    "dont_retry": True,
                    "dont_redirect": True,
                    "download_maxsize": 0,  # cut at READ_LIMIT instead: too long is not missing
                    "download_cut": READ_LIMIT,
                    "download_timeout": max(1.0, min(TRY_TIMEOUT, end - monotonic())),
                },
            )
            try:
                response = await self.crawler.engine.download_async(request)
            except AddressRefused as refusal:
                if url == asked_first:
                    raise
                raise RobotsUnreachable(f"{asked_first} leads astray: {refusal}") from refusal
            if response.status not in _REDIRECT_STATUSES:
                return response
            location = response.headers.get("Location")
            if not location:
                raise RobotsUnreachable(f"{url} redirects nowhere")
            url = urljoin(url, safe_url_string(location))
        raise RobotsUnreachable(f"more than {REDIRECTS} redirects, the last to {url}")


def _is_old(asked: asyncio.Task[Origin]) -> bool:
    return (
        asked.done() and not asked.exception() and monotonic() - asked.result().asked_at > KEPT_FOR
    )


def _whole_lines(body: bytes) -> bytes:
    """Return *body* up to READ_LIMIT, without a last line that was cut and so says less."""
    if len(body) < READ_LIMIT:
        return body
    read = body[:READ_LIMIT]
    return read[: max(read.rfind(b"\n"), read.rfind(b"\r")) + 1]
