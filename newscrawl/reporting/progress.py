"""How far a run is: one live line in a terminal, elsewhere a plain log line a minute."""

from __future__ import annotations

import logging
import sys
import time
from typing import Self, TextIO

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.log import get_scrapy_root_handler
from twisted.internet.task import LoopingCall

from newscrawl.category_spider import CategorySpider

logger = logging.getLogger(__name__)

CLEAR_LINE = "\r\x1b[2K"
LOG_INTERVAL, TERMINAL_INTERVAL = 60.0, 0.2  # seconds


class Progress:
    """Show pages, articles, rate and what is left, while a run goes on."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.began = time.monotonic()
        self.terminal = terminal_of(crawler)
        self.loop = LoopingCall(self.show)
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read PROGRESS: `auto` (a live line where stderr is a terminal), `line` or `log`."""
        return cls(crawler)

    def spider_opened(self) -> None:
        """Begin to show."""
        self.began = time.monotonic()
        if self.terminal and (handler := get_scrapy_root_handler()):
            handler.addFilter(self.make_room)
        self.loop.start(TERMINAL_INTERVAL if self.terminal else LOG_INTERVAL, now=False)

    def spider_closed(self) -> None:
        """Stop to show, and leave the terminal as it was."""
        if self.loop.running:
            self.loop.stop()
        if self.terminal:
            self.terminal.write(CLEAR_LINE)
            self.terminal.flush()

    def show(self) -> None:
        """Show the state once."""
        spider = self.crawler.spider
        if not isinstance(spider, CategorySpider):
            return
        text = state(spider, time.monotonic() - self.began)
        if self.terminal:
            self.terminal.write(f"{CLEAR_LINE}{text}")
            self.terminal.flush()
        else:
            logger.info("%s", text)

    def make_room(self, record: logging.LogRecord) -> bool:
        """Take the live line away before a log line is written over it."""
        if self.terminal:
            self.terminal.write(CLEAR_LINE)
        return True


def terminal_of(crawler: Crawler) -> TextIO | None:
    """Return the terminal to draw the live line on, None where plain log lines are wanted."""
    wanted = crawler.settings.get("PROGRESS", "auto")
    if crawler.settings.getbool("LOG_JSON"):
        return None
    if wanted == "line" or (wanted == "auto" and sys.stderr.isatty()):
        return sys.stderr
    return None


def state(spider: CategorySpider, seconds: float) -> str:
    """Return what there is to say of a run after *seconds* of it."""
    outcomes = spider.outcomes
    rate = 60 * outcomes.asked / seconds if seconds else 0.0
    return (
        f"{spider.name}: {outcomes.asked} pages, {spider.stored} articles, "
        f"{rate:.0f} pages/min, {outcomes.left} left"
    )
