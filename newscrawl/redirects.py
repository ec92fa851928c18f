"""Redirects, followed through the address guard and the robots rules like every request."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware


class Redirects(RedirectMiddleware):
    """Scrapy's, which looks for the middleware that sets a Referer: newscrawl sends none."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it without the look, and the warning, at each start."""
        middleware = cls(crawler.settings)
        middleware.crawler = crawler
        return middleware
