"""The demonstration: a small Hindi news site that comes with the package."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from scrapy import signals
from scrapy.crawler import Crawler

from newscrawl.arguments import Arguments, BadArgument
from newscrawl.demo import HOST, DemoServer, DemoSite
from newscrawl.demo.page_parts import address, section_path
from newscrawl.demo.proxy import DemoProxy
from newscrawl.demo.stories import EDITIONS, SECTIONS
from newscrawl.platforms.tagdiv import TagDivSpider


class DemoSpider(TagDivSpider):
    """Crawls the site of newscrawl.demo over HTTP on loopback.

    Own argument: ``edition``, 1 (default) or 2: the same site later, with three articles more and
    one changed.
    """

    name = "demo"
    allowed_domains = [HOST]
    sections: ClassVar[dict[str, str]] = {
        section: address(section_path(section)) for section in SECTIONS
    }
    article_pattern = r"/[a-z0-9]+(?:-[a-z0-9]+){4,}/$"
    own_arguments = ("edition",)
    custom_settings = {"DOWNLOAD_DELAY": 0}  # its server is ours

    server: DemoServer

    @classmethod
    def read_arguments(cls, given: dict[str, Any]) -> Arguments:
        """Read the spider arguments *given*. Raises BadArgument."""
        edition_of(given)
        return super().read_arguments(given)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Start the server, then let requests through to it: they name no address but its own."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.server = DemoServer(DemoSite(edition_of(kwargs))).start()
        crawler.signals.connect(spider.server.stop, signals.spider_closed)
        settings = crawler.settings
        allowed = [*settings.getlist("ADDRESS_GUARD_ALLOW"), spider.server.netloc]
        settings.set("ADDRESS_GUARD_ALLOW", allowed, "cmdline")  # to what the user allows
        settings.set_in_component_priority_dict("DOWNLOADER_MIDDLEWARES", DemoProxy, 1)
        return spider


def edition_of(given: dict[str, Any]) -> int:
    """Return the argument `edition`. Raises BadArgument."""
    text = str(given.get("edition") or 1).strip()
    if text not in map(str, EDITIONS):
        raise BadArgument(f"edition={text}: neither 1 nor 2")
    return int(text)
