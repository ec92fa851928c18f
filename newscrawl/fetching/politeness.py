"""How often a host is asked, and what is done when it refuses.

What a host says holds for the whole host: after a Retry-After nothing is sent to it before that
time, after a refusal that will not end in this run it is closed, and what is pending stays pending.
Where nothing more is asked for, the stats say so with the reason: ``left_alone/<host>``.

Settings:
``RETRY_TIMES``           further attempts after a 5xx or a broken connection. Here: 2, so 3 in all.
``RETRY_AFTER_LIMIT``     seconds of Retry-After that are waited for; more closes. Default: 120.
``HOST_REFUSALS_LIMIT``   refusals (403, 429) in a row that close a host. Default: 5.
``HOST_FAILURES_LIMIT``   pages given up in a row, unanswered or cut, that close it. Default: 10.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Self

from scrapy import Request, signals
from scrapy.core.downloader import Downloader, Slot
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Headers, Response
from scrapy.utils.misc import load_object
from scrapy.utils.response import response_status_message

from newscrawl.fetching.downloader import DownloadTooSlow, Postponed
from newscrawl.fetching.host_queues import drop_queue

logger = logging.getLogger(__name__)

LEFT_ALONE = "left_alone/"
"""Prefix of the stats that name a host, or an origin, of which nothing more is asked for."""
TRANSIENT = frozenset({408, 425, 429, *range(500, 600)})
"""What is asked again: also the 520 to 530 of content networks, which Scrapy's list leaves out."""
BUSY = frozenset({429, 503})
REFUSED = frozenset({403, 429})
TOO_MANY_REQUESTS_RETRIES = 4
"""A 429 is no failure but a request to wait, so it is waited for once or twice more than a 500."""
TIMEOUT_RETRIES = 1
"""A page that hung twice hangs; three waits of 10 to 30 seconds would cost a run its time."""
FIRST_WAIT = 2.0
"""Seconds to wait after a 429 without Retry-After; doubled with each further one in a row."""
PAUSE_BEFORE_LAST_TRY = 5.0


class HostClosed(Postponed):
    """The host refuses us for longer than this run lasts; its pages stay pending."""


class HostBusy(Postponed):
    """The page answered "not now" until its attempts were used up; it stays pending."""


def retry_after(headers: Headers, now: datetime) -> float | None:
    """Return the seconds that Retry-After asks to wait, 0 where the time is past, None without.

    A date is measured by the server's own clock where it sends one (RFC 9110, 10.2.3).
    """
    value = (headers.get("Retry-After") or b"").decode("latin-1").strip()
    if re.fullmatch(r"\d+", value, re.ASCII):
        return float(value[:9])
    until = _http_date(value)
    if until is None:
        return None
    sent = _http_date((headers.get("Date") or b"").decode("latin-1"))
    return max(0.0, (until - (sent or now)).total_seconds())


def _http_date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def leave_alone(crawler: Crawler, where: str, reason: str) -> None:
    """Report that nothing more of *where*, a host or an origin, is asked for in this run."""
    crawler.stats.set_value(LEFT_ALONE + where, reason)
    logger.warning("%s is left alone in this run: %s", where, reason)


class HostPace:
    """Slows down, holds and closes hosts by the slots of Scrapy's downloader."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self.closed: dict[str, str] = {}  # host -> reason

    @property
    def _downloader(self) -> Downloader:
        return self._crawler.engine.downloader

    def host_of(self, request: Request) -> str:
        """Return the host that *request* is paced with."""
        return self._downloader.get_slot_key(request)

    def _slot(self, request: Request) -> Slot:
        return self._downloader._get_slot(request)[1]

    def hold(self, request: Request, seconds: float) -> None:
        """Send nothing to the host of *request* for *seconds*."""
        slot = self._slot(request)
        slot.lastseen = max(slot.lastseen, monotonic() + seconds)

    def slow_down(self, request: Request, seconds: float) -> None:
        """Leave at least *seconds* between two requests to the host, one at a time."""
        slot = self._slot(request)
        slot.delay, slot.jitter, slot.concurrency = max(slot.delay, seconds), 0.0, 1
        # Scrapy forgets a slot after a minute without requests, and builds it anew from these.
        self._downloader.per_slot_settings[self.host_of(request)] = {
            "delay": slot.delay,
            "jitter": 0,
            "concurrency": 1,
        }

    def close(self, request: Request, reason: str) -> None:
        """Ask the host of *request* for nothing more in this run."""
        host = self.host_of(request)
        if host in self.closed:
            return
        self.closed[host] = reason
        leave_alone(self._crawler, host, reason)
        drop_queue(self._slot(request), HostClosed(f"{host}: {reason}"))


class PolitenessMiddleware:
    """In place of Scrapy's RetryMiddleware: retries what may end, waits as told, closes hosts."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.pace = HostPace(crawler)
        settings = crawler.settings
        self._retry_times = settings.getint("RETRY_TIMES")
        self._retry_exceptions = tuple(
            load_object(name) for name in settings.getlist("RETRY_EXCEPTIONS")
        )
        self._longest_wait = settings.getfloat("RETRY_AFTER_LIMIT", 120)
        self._most_refusals = settings.getint("HOST_REFUSALS_LIMIT", 5)
        self._most_failures = settings.getint("HOST_FAILURES_LIMIT", 10)
        # In a row, by host; an answer to the point ends the row.
        self._refusals: Counter[str] = Counter()
        self._long_waits: Counter[str] = Counter()
        self._failures: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        crawler.signals.connect(middleware.response_downloaded, signal=signals.response_downloaded)
        return middleware

    def process_request(self, request: Request) -> None:
        host = self.pace.host_of(request)
        if host in self.pace.closed:
            raise HostClosed(f"{host}: {self.pace.closed[host]}")
        if host in self.crawler.engine.downloader.per_slot_settings:
            request.meta["autothrottle_dont_adjust_delay"] = True  # it would undo a Crawl-delay

    def response_downloaded(self, response: Response, request: Request) -> None:
        """Note what the host says, before Scrapy sends it the next request from the queue."""
        host = self.pace.host_of(request)
        self._failures[host] = 0
        if response.status in BUSY:
            self._wait(request, response)
        if request.meta.get("well_known"):  # says nothing about the host's pages
            return
        if response.status in REFUSED:
            self._refusals[host] += 1
            if self._refusals[host] >= self._most_refusals:
                self.pace.close(request, f"{self._refusals[host]} refusals in a row (403, 429)")
        else:
            self._refusals[host] = 0
        if response.status not in BUSY:
            self._long_waits[host] = 0

    def _wait(self, request: Request, response: Response) -> None:
        """Hold the host as long as it asks for.

        Too long a wait gives up the page. Whether it is meant for the page or for the host is seen
        at the next page, which is asked after a pause: the second in a row closes the host.
        """
        host = self.pace.host_of(request)
        seconds = retry_after(response.headers, datetime.now(UTC))
        if seconds is None and response.status == 429:
            seconds = FIRST_WAIT * 2 ** self._refusals[host]
        if seconds is None:
            return
        if seconds <= self._longest_wait:
            self.pace.hold(request, seconds)
            return
        self._long_waits[host] += 1
        if self._long_waits[host] > 1:
            until = datetime.now(UTC).timestamp() + seconds
            moment = datetime.fromtimestamp(min(until, 4e9), UTC).isoformat(timespec="seconds")
            self.pace.close(request, f"asked to wait until {moment} ({response.status})")
        else:
            self.pace.hold(request, PAUSE_BEFORE_LAST_TRY)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        if request.meta.get("dont_retry") or response.status not in TRANSIENT:
            return response
        reason = response_status_message(response.status)
        if response.status in BUSY:
            seconds = retry_after(response.headers, datetime.now(UTC)) or 0
            if seconds > self._longest_wait:
                raise HostBusy(f"{request.url}: asked to wait {seconds:.0f} s ({reason})")
        if response.status != 429:
            return self._again(request, reason, self._retry_times) or response
        again = self._again(request, reason, TOO_MANY_REQUESTS_RETRIES)
        if again is None:
            raise HostBusy(f"{request.url}: {reason}")
        return again

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        broken = isinstance(exception, self._retry_exceptions)
        if request.meta.get("dont_retry") or not (broken or isinstance(exception, DownloadTooSlow)):
            return None
        if broken:
            times = self._retry_times
            if isinstance(exception, DownloadTimeoutError):
                times = min(times, TIMEOUT_RETRIES)
            if again := self._again(request, exception, times):
                return again
        host = self.pace.host_of(request)
        self._failures[host] += 1
        if self._failures[host] >= self._most_failures:
            self.pace.close(request, f"{self._failures[host]} pages in a row got no answer")
        return None

    def _again(self, request: Request, reason: str | Exception, times: int) -> Request | None:
        """Return *request* once more, or None where it was repeated *times* times."""
        assert self.crawler.spider
        return get_retry_request(
            request,
            spider=self.crawler.spider,
            reason=reason,
            max_retry_times=request.meta.get("max_retry_times", times),
            give_up_log_level="WARNING",
        )
