"""`scrapy crawl site -a url=URL[,URL...]`: a site that newscrawl knows nothing about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy.http import Request, Response

from newscrawl.arguments import Arguments, BadArgument, read_arguments, read_urls
from newscrawl.article_spider import FIRST_PAGE
from newscrawl.category_spider import CategorySpider
from newscrawl.discovery import feed_links
from newscrawl.extraction.charset import decode
from newscrawl.urls import canonical_url, site_of


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
        """Ask for what is pending, then for the home pages and listings of `url`.

        A site's feeds and sitemaps stand on its home page and in its robots.txt.
        """
        async for request in super().start():
            yield request
        for url in self.starts:
            home = urljoin(url, "/")
            if (url == home or self.other_roads) and self.outcomes.ask(home):
                yield self.home_request(home)
            is_listing = url != home and "sections" in self.arguments.discover
            if is_listing and (section := await self.section_request(url, url)):
                yield section

    @property
    def other_roads(self) -> set[str]:
        """The roads beside sections that were asked for."""
        return set(self.arguments.discover) - {"sections"}

    def site_name(self, url: str) -> str:
        """Return what the record calls the site of *url*: its host, without www. and m."""
        return site_of(url)

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
        """Yield the requests for a home page's articles, sections, feeds and sitemaps."""
        url = response.meta["asked"]
        walk = await self.new_walk(url, road="home")
        listing = self.read_page(response, walk)
        if listing is None:
            return
        if "feeds" in self.other_roads:
            for feed in feed_links(decode(response.body), response.url):
                if request := self.road_request(feed, self.parse_feed):
                    yield request
        if "sitemap" in self.other_roads:
            for sitemap in await self.sitemaps_of(response):
                if request := self.road_request(sitemap, self.parse_sitemap):
                    yield request
        if url not in self.starts or "sections" not in self.arguments.discover:
            return
        for request in await self.walk_page(listing, walk):
            yield request
        if not walk.end:
            self.end_walk(walk, "no_next")
        for section in listing.sections:
            if request := await self.section_request(section.url, section.url):
                yield request

    async def sitemaps_of(self, response: Response) -> list[str]:
        """Return the sitemaps that robots.txt of the site of *response* names."""
        from newscrawl.fetching.robots import RobotsMiddleware  # `scrapy list` asks no robots.txt

        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        if robots is None or response.request is None:
            return []
        origin = await robots.origin_of(response.request)
        sitemaps: dict[str, None] = {}
        for address in origin.rules.sitemaps:
            with suppress(ValueError):  # no address
                sitemaps[canonical_url(urljoin(response.url, address))] = None
        return list(sitemaps)


def start_urls(given: dict[str, Any]) -> tuple[str, ...]:
    """Return the URLs of the argument `url`, canonical. Raises BadArgument."""
    urls = read_urls("url", str(given.get("url") or ""))
    try:
        return tuple(dict.fromkeys(map(canonical_url, urls)))
    except ValueError as error:
        raise BadArgument(f"url: {error}") from None
