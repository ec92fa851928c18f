"""How far a run is, for the program that started it: one JSON object a second, on a pipe.

PROGRESS_FD names an inherited file descriptor. `scrapy crawlall` draws its table from it; so can
any other supervisor.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from twisted.internet.task import LoopingCall

from newscrawl.category_spider import CategorySpider
from newscrawl.exit_codes import STAT_PREFIX
from newscrawl.fetching.downloader import Postponed
from newscrawl.outcomes import Outcomes

INTERVAL = 1.0  # seconds


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """What a run has done so far.

    pages    URLs that were answered or given up
    new      articles stored: new ones and new versions
    known    links that were not asked for, because the article is known
    errors   pages that failed, or that their host kept back; articles that were lost
    left     URLs that are still to be asked for
    seconds  since the first request
    reason   why the run ended; None while it goes on
    """

    pages: int = 0
    new: int = 0
    known: int = 0
    errors: int = 0
    left: int = 0
    seconds: float = 0.0
    reason: str | None = None

    @classmethod
    def from_json(cls, line: str | bytes) -> Self:
        """Return the numbers of one line."""
        return cls(**json.loads(line))

    def as_json(self) -> str:
        """Return the numbers as one line."""
        return json.dumps(asdict(self)) + "\n"

    @property
    def rate(self) -> float:
        """Pages a minute."""
        return 60 * self.pages / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long what is left takes at this rate; None where nobody knows."""
        return 60 * self.left / self.rate if self.rate else None


class ProgressPipe:
    """Extension: writes the `Numbers` of the run to PROGRESS_FD. Never waits for a reader."""

    def __init__(self, crawler: Crawler, pipe: int) -> None:
        self.crawler = crawler
        self.pipe = pipe
        self.began = time.monotonic()
        self.reason: str | None = None
        self.loop = LoopingCall(self.write)
        os.set_blocking(pipe, False)
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)
        crawler.signals.connect(self.write, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read PROGRESS_FD. Raises NotConfigured where there is none."""
        if (pipe := crawler.settings.get("PROGRESS_FD")) is None:
            raise NotConfigured
        return cls(crawler, int(pipe))

    def spider_opened(self) -> None:
        """Begin to write."""
        self.began = time.monotonic()
        self.loop.start(INTERVAL)

    def spider_closed(self, reason: str) -> None:
        """Remember why the run ended; the last line follows when all is stored."""
        self.reason = reason
        if self.loop.running:
            self.loop.stop()

    def write(self) -> None:
        """Write one line."""
        spider = self.crawler.spider
        if not isinstance(spider, CategorySpider):
            return
        outcomes = spider.outcomes
        numbers = Numbers(
            pages=outcomes.asked,
            new=spider.stored,
            known=outcomes.known,
            errors=errors(outcomes) + self.crawler.stats.get_value(STAT_PREFIX + "article_lost", 0),
            left=outcomes.left,
            seconds=time.monotonic() - self.began,
            reason=self.reason,
        )
        try:
            os.write(self.pipe, numbers.as_json().encode())
        except BlockingIOError:
            return  # the reader is busy: it gets the next line
        except OSError:  # the reader is gone: the run goes on without it
            if self.loop.running:
                self.loop.stop()


def errors(outcomes: Outcomes) -> int:
    """Count the pages that failed, and those refused because their host did not answer."""
    postponed = {kind.__name__ for kind in Postponed.__subclasses__()}
    refused = outcomes.classes["refused"]
    return outcomes.count["failed"] + sum(refused[name] for name in postponed)
