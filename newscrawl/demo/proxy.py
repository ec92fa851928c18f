"""Sends the demonstration's requests to its server, whatever port that has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, cast

from scrapy import Request
from scrapy.crawler import Crawler

if TYPE_CHECKING:
    from newscrawl.spiders.demo import DemoSpider


class DemoProxy:
    """Makes the server of `DemoSpider` the proxy of every request, robots.txt too.

    Stands before the address guard and HttpProxyMiddleware, which both look at it.
    """

    def __init__(self, proxy: str) -> None:
        self.proxy = proxy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(cast("DemoSpider", crawler.spider).server.url)

    def process_request(self, request: Request) -> None:
        request.meta["proxy"] = self.proxy
