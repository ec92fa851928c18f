"""What a run may cost. A budget that is used up ends the run; what is pending stays pending.

The spider is closed with the reason ``budget_<name>``, which is no failure; only ``disk_full`` is
one, because articles that cannot be written would be lost.

Settings (0 switches one off):
``BUDGET_REQUESTS``   requests sent. Default: 100,000, five times a crawl of 20,000 pages.
``BUDGET_PAGES``      responses with status 200. Default: 50,000.
``BUDGET_BYTES``      bytes of bodies received. Default: 20 GiB.
``BUDGET_SECONDS``    from the opening of the spider. Default: 86,400, a day.
``MIN_FREE_DISK``     bytes that must stay free where feeds are written. Default: 32 MiB.
"""

from __future__ import annotations

import logging
import shutil
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call

from newscrawl.fetching.downloader import PromptStop

if TYPE_CHECKING:
    from twisted.internet.task import LoopingCall

logger = logging.getLogger(__name__)

MIB = 1024 * 1024


class Budgets:
    """Counts what a run costs and ends it at the first budget that is used up."""

    LOOK_EVERY = 2.0  # seconds, at clock and disk

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._ended = False
        settings = crawler.settings
        self.limits = {
            "requests": settings.getint("BUDGET_REQUESTS", 100_000),
            "pages": settings.getint("BUDGET_PAGES", 50_000),
            "bytes": settings.getint("BUDGET_BYTES", 20 * 1024 * MIB),
            "seconds": settings.getint("BUDGET_SECONDS", 24 * 60 * 60),
        }
        self.spent = dict.fromkeys(self.limits, 0)
        self._min_free_disk = settings.getint("MIN_FREE_DISK", 32 * MIB)
        self._folders = {_existing(folder) for folder in _feed_folders(settings.getdict("FEEDS"))}
        self._opened_at = monotonic()
        self._watch: AsyncioLoopingCall | LoopingCall = create_looping_call(self._look)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        budgets = cls(crawler)
        for signal, handler in (
            (signals.spider_opened, budgets.spider_opened),
            (signals.spider_closed, budgets.spider_closed),
            (signals.request_reached_downloader, budgets.request_reached_downloader),
            (signals.response_received, budgets.response_received),
        ):
            crawler.signals.connect(handler, signal=signal)
        return budgets

    def spider_opened(self) -> None:
        self._opened_at = monotonic()
        self._watch.start(self.LOOK_EVERY)

    def spider_closed(self) -> None:
        if self._watch.running:
            self._watch.stop()

    def request_reached_downloader(self) -> None:
        self._spend("requests")

    def spend_bytes(self, length: int) -> None:
        """Count *length* bytes of a body; the download handler tells of each piece."""
        self._spend("bytes", length)

    def response_received(self, response: Response) -> None:
        if response.status == 200:
            self._spend("pages")

    def _spend(self, name: str, amount: int = 1) -> None:
        self.spent[name] += amount
        limit = self.limits[name]
        if limit and self.spent[name] >= limit:
            self._end(f"budget_{name}", f"{limit:,} {name}")

    def _look(self) -> None:
        self.spent["seconds"] = 0
        self._spend("seconds", int(monotonic() - self._opened_at))
        for folder in self._folders if self._min_free_disk else ():
            free = shutil.disk_usage(folder).free
            if free < self._min_free_disk:
                self._end("disk_full", f"{free:,} bytes are free in {folder}")

    def _end(self, reason: str, what: str) -> None:
        if not self._ended:
            self._ended = True
            logger.warning("The run ends: %s (%s)", reason, what)
            stop = self.crawler.get_extension(PromptStop)
            assert stop is not None, "EXTENSIONS needs PromptStop for Budgets"
            stop.close_spider(reason)


def _feed_folders(feeds: dict[object, object]) -> list[Path]:
    """Return the folders on this machine that *feeds*, the setting FEEDS, are written to."""
    folders = [Path.cwd()]
    for feed in feeds:
        if isinstance(feed, Path):
            folders.append(feed.parent)
            continue
        parts = urlsplit(str(feed))
        if parts.scheme in ("", "file"):
            folders.append(Path(unquote(parts.path).partition("%(")[0]).parent)
    return folders


def _existing(folder: Path) -> Path:
    """Return *folder*, or the nearest folder above it that is there already."""
    folder = folder.absolute()
    while not folder.is_dir():
        folder = folder.parent
    return folder
