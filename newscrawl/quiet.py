"""Work that Scrapy and Python do for every page and that brings a crawl nothing.

Measured by `scrapy benchmark`: see the README.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import AsyncIterator, Iterable
from typing import Any, Self

from pydispatch.dispatcher import (  # type: ignore[import-untyped]
    getAllReceivers,
    liveReceivers,
)
from pydispatch.robustapply import robustApply  # type: ignore[import-untyped]
from scrapy import Request, signals
from scrapy.core.scraper import Scraper
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from scrapy.signalmanager import SignalManager
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.defer import aiter_errback, ensure_awaitable, iter_errback
from twisted.python.failure import Failure

logger = logging.getLogger(__name__)

GARBAGE_THRESHOLD = 50_000
"""New objects after which Python looks for circles of garbage; its own 700 is several times a page.
What a page leaves in circles is a few hundred objects, so this is some MB."""


class QuietLogFormatter(LogFormatter):
    """Makes the two lines a page that Scrapy logs at DEBUG only where they are printed."""

    def __init__(self, crawler: Crawler) -> None:
        self._is_debugging = _level(crawler.settings["LOG_LEVEL"]) <= logging.DEBUG

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read LOG_LEVEL."""
        return cls(crawler)

    def crawled(self, *args: Any) -> LogFormatterResult | None:  # type: ignore[override]
        """Return the line for a response."""
        return super().crawled(*args) if self._is_debugging else None

    def scraped(self, *args: Any) -> LogFormatterResult | None:  # type: ignore[override]
        """Return the line for an item."""
        return super().scraped(*args) if self._is_debugging else None

    def item_error(self, item: Any, *args: Any) -> LogFormatterResult:
        """Return the line for an article that a pipeline lost: its address, not its text."""
        url = getattr(item, "url", item)
        return {"level": logging.ERROR, "msg": "Error processing %(url)s", "args": {"url": url}}


def _level(name: str | int) -> int:
    return name if isinstance(name, int) else logging.getLevelNamesMapping().get(name.upper(), 0)


class QuietStats(MemoryStatsCollector):
    """Scrapy's stats, whose attributes are looked up as any object's.

    Scrapy's own looks for a `spider` argument in each call, 15 microseconds a page.
    """

    __getattribute__ = object.__getattribute__


class QuietSignals(SignalManager):
    """Scrapy's signals, that tell of an item without a task for each handler.

    Five listen to `item_scraped`: 20 microseconds a page. Handlers that return an awaitable or a
    Deferred are waited for one after the other.
    """

    OF_ITEMS = (signals.item_scraped, signals.item_dropped, signals.item_error)

    async def send_catch_log_async(self, signal: Any, **named: Any) -> list[tuple[Any, Any]]:
        """Call the handlers of *signal*; return what each returned or raised, which is logged."""
        if signal not in self.OF_ITEMS:
            return await super().send_catch_log_async(signal, **named)
        results = []
        for handler in liveReceivers(getAllReceivers(self.sender, signal)):
            try:
                result = robustApply(handler, signal=signal, sender=self.sender, **named)
                if result is not None:
                    result = await ensure_awaitable(result)
            except Exception as error:
                logger.exception("Error caught on signal handler: %s", handler)
                result = error
            results.append((handler, result))
        return results


class OneByOne(Scraper):
    """Scrapy's scraper, that takes what a callback yields one after the other.

    Scrapy makes two tasks and a queue for it even where CONCURRENT_ITEMS is 1: 27 microseconds a
    page.
    """

    async def handle_spider_output_async(
        self,
        result: Iterable[Any] | AsyncIterator[Any],
        request: Request,
        response: Response | Failure,
    ) -> None:
        """Schedule the requests and store the items of *result*."""
        tell = self.handle_spider_error
        if isinstance(result, AsyncIterator):
            async for output in aiter_errback(result, tell, request, response):
                await self._process_spidermw_output_async(output, response)
        else:
            for output in iter_errback(result, tell, request, response):
                await self._process_spidermw_output_async(output, response)


class QuietScraper:
    """Extension: puts OneByOne in the place of Scrapy's scraper, for which there is no setting."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        crawler.signals.connect(self.spider_opened, signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Wait for the spider to be opened: by then there is a scraper."""
        return cls(crawler)

    def spider_opened(self) -> None:
        """Change how it works; what it knows stays."""
        scraper = self.crawler.engine.scraper
        if scraper.concurrent_items == 1:
            scraper.__class__ = OneByOne


class QuietGarbageCollector:
    """Lets Python look for circular garbage seldom, and never among what is loaded at the start."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Wait for the spider to be opened: by then all modules are there."""
        collector = cls()
        crawler.signals.connect(collector.spider_opened, signals.spider_opened)
        return collector

    def spider_opened(self) -> None:
        """Change how the whole process collects its garbage."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(GARBAGE_THRESHOLD, 20, 20)
