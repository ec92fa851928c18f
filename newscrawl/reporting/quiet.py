"""Work that Scrapy and Python do for every page and that brings a crawl nothing.

Measured by `scrapy benchmark`: see the README.
"""

from __future__ import annotations

import gc
import logging
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.logformatter import LogFormatter, LogFormatterResult
from scrapy.statscollectors import MemoryStatsCollector

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
