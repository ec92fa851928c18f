"""The few pages of a new site from which `newscrawl.onboarding` proposes its site file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from newscrawl.extraction.charset import decode
from newscrawl.extraction.listing import read_listing
from newscrawl.fetching.robots_txt import RobotsRules
from newscrawl.onboarding import Fetched, first_pages
from newscrawl.urls import canonical_url

SECTIONS_LOOKED_AT = 3
ARTICLES_LOOKED_AT = 3


class OnboardingSpider(Spider):
    """Ask for a home page, some of its sections and articles, as politely as a crawl does."""

    name = "onboarding"
    custom_settings = {  # it keeps nothing: no ledger, no feed, no pipelines
        "EXTENSIONS": {
            "newscrawl.reporting.log_safety.SafeLogs": 0,
            "newscrawl.fetching.downloader.PromptStop": 1,
        },
        "ITEM_PIPELINES": {},
    }

    def __init__(self, home: str) -> None:
        super().__init__()
        self.home = home
        self.allowed_domains = [urlsplit(home).netloc]
        self.front: Fetched | None = None
        self.reason = ""
        self.listings: list[tuple[Fetched, str | None]] = []
        self.articles: list[Fetched] = []
        self.sitemaps: list[str] = []

    async def start(self) -> AsyncIterator[Request]:
        """Look at one page after the other; nothing is scheduled."""
        await self.look()
        return
        yield  # an async generator, as Scrapy wants it

    async def look(self) -> None:
        """Fetch the home page, some of its sections, and some of its articles."""
        self.front = await self.page(self.home)
        if self.front is None:
            return
        await self.read_robots()
        front = read_listing(self.front.html, self.front.url)
        sections = first_pages(front, {}, SECTIONS_LOOKED_AT)
        for url in sections:
            if page := await self.page(url):
                listing = read_listing(page.html, page.url)
                self.listings.append((page, listing.next_page))
        for link in front.articles[:ARTICLES_LOOKED_AT]:
            if page := await self.page(link.url):
                self.articles.append(page)

    async def page(self, url: str) -> Fetched | None:
        """Return the page at *url*; None, and `reason` says why, where there is none."""
        try:
            response = await self.crawler.engine.download_async(Request(url))
        except (IgnoreRequest, OSError) as error:
            self.reason = f"{type(error).__name__}: {error}"
            return None
        if response.status != 200:
            self.reason = f"HTTP status {response.status}"
            return None
        return Fetched(
            canonical_url(response.url), decode(response.body, headers=_headers(response))
        )

    async def read_robots(self) -> None:
        """Remember the sitemaps that robots.txt names."""
        parts = urlsplit(self.home)
        page = await self.page(f"{parts.scheme}://{parts.netloc}/robots.txt")
        if page:
            self.sitemaps = list(RobotsRules.parse(page.html.encode(), "newscrawl").sitemaps)


def _headers(response: Response) -> dict[str, str]:
    content_type = response.headers.get("Content-Type") or b""
    return {"content-type": content_type.decode("latin-1")}
