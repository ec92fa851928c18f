"""`scrapy crawl site -a url=URL[,URL...]`: a site that newscrawl knows nothing about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import Request, Response

from newscrawl.arguments import Arguments, BadArgument, read_arguments, read_urls
from newscrawl.article_spider import FIRST_PAGE
from newscrawl.category_spider import CategorySpider
from newscrawl.urls import canonical_url


class SiteSpider(CategorySpider):
    """Crawl any site from a URL: its home page (the path `/`) or one of its listings."""

    name = "site"
    own_arguments = ("url",)

    def __init__(self, name: str | None = None, **given: Any) -> None:
        super().__init__(name, **given)
        self.starts = start_urls(given)
        asked_for = (*self.starts, *self.arguments.urls)
        self.allowed_domains = list(dict.fromkeys(urlsplit(url).netloc for url in asked_for))

    @classmethod
    def read_arguments(cls, given: dict[str, Any]) -> Arguments:
        """Read the arguments; `sections` are named by URL here. Raises BadArgument."""
        arguments = read_arguments(given, sections=None, own=cls.own_arguments)
        if not start_urls(given) and not arguments.urls:
            raise BadArgument("say what to crawl: -a url=https://site.example/section")
        return replace(arguments, urls=tuple(canonical_url(url) for url in arguments.urls))

    async def start(self) -> AsyncIterator[Request]:
        """Ask for what is pending, then for the home pages and listings of `url`."""
        async for request in super().start():
            yield request
        for url in self.starts:
            if urlsplit(url).path == "/":
                if self.outcomes.ask(url):
                    yield self.home_request(url)
            elif first := await self.section_request(url, url):
                yield first

    def home_request(self, url: str) -> Request:
        """Return the request for the home page at *url*."""
        return Request(
            url,
            callback=self.parse_home,
            errback=self.give_up,
            dont_filter=True,
            priority=FIRST_PAGE,
            meta={"asked": url},
        )

    async def parse_home(self, response: Response) -> AsyncIterator[Request]:
        """Yield the requests for a home page's articles and for its sections."""
        walk = await self.new_walk(response.meta["asked"], road="home")
        listing = self.read_page(response, walk)
        if listing is None:
            return
        for request in await self.walk_page(listing, walk):
            yield request
        if not walk.end:
            self.end_walk(walk, "no_next")
        for section in listing.sections:
            if first := await self.section_request(section.url, section.url):
                yield first


def start_urls(given: dict[str, Any]) -> tuple[str, ...]:
    """Return the URLs of the argument `url`, canonical. Raises BadArgument."""
    urls = read_urls("url", str(given.get("url") or ""))
    try:
        return tuple(dict.fromkeys(map(canonical_url, urls)))
    except ValueError as error:
        raise BadArgument(f"url: {error}") from None
