"""The walk: sections -> listing pages -> article pages -> next page. And the shorter roads."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from newscrawl.article_spider import FIRST_PAGE, NEXT_PAGE, PENDING, ArticleSpider
from newscrawl.discovery import (
    NO_ARTICLES,
    Entry,
    Sitemap,
    UnreadableXml,
    covers_period,
    read_feed,
    read_sitemap,
    sitemaps_of_days,
)
from newscrawl.extraction.listing import Link, Listing
from newscrawl.extraction.url_shape import PageKind, url_shape
from newscrawl.hindi.dates import parse_date
from newscrawl.paging import LinkedPages, Paging, UnreadableListing
from newscrawl.section_walk import End, SectionWalk
from newscrawl.urls import is_trap

if TYPE_CHECKING:
    from newscrawl.ledger import Known

Read = TypeVar("Read")


class CategorySpider(ArticleSpider):
    """Walk a site's sections and yield its articles.

    A site declares the attributes below and those of ArticleSpider, and overrides a method only
    where its pages force it. This class has no ``name``, so ``scrapy list`` leaves it out.
    """

    paging: ClassVar[Paging] = LinkedPages()
    feeds: ClassVar[Sequence[str]] = ()  # RSS and Atom
    sitemaps: ClassVar[Sequence[str]] = ()  # a `{day}` in one stands for each day of the period

    def __init__(self, name: str | None = None, **given: Any) -> None:
        super().__init__(name, **given)
        self.sitemaps_read = 0

    # ------------------------------------------------------------------ what is asked for

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the articles named by `urls`, else for what is pending, then for the sections."""
        if self.arguments.urls:
            for url in self.arguments.urls:
                if request := self.article_request(url, section=None, road="urls"):
                    yield request
            return
        for pending in await self.run.pending():
            if request := self.article_request(
                pending.url, section=pending.section, road=pending.discovered_from, priority=PENDING
            ):
                yield request
        for known in await self.run.due():
            if request := self.article_request(
                known.url, section=known.section, road="revisit", known=known, priority=PENDING
            ):
                yield request
        discover = self.arguments.discover
        if "feeds" in discover:
            for url in self.feeds:
                if request := self.road_request(url, self.parse_feed):
                    yield request
        if "sitemap" in discover:
            since, until = self.arguments.since, self.arguments.until
            for form in self.sitemaps:
                for url in sitemaps_of_days(form, since, until, datetime.now(UTC)):
                    if request := self.road_request(url, self.parse_sitemap):
                        yield request
        if "sections" in discover:
            for slug in self.arguments.sections or self.sections:
                if request := await self.section_request(slug, self.sections[slug]):
                    yield request

    async def section_request(self, slug: str, url: str) -> Request | None:
        """Return the request for the first page of section *slug*, None where asked already."""
        walk = await self.new_walk(slug)
        return self.listing_request(Request(url), walk, first=url, priority=FIRST_PAGE)

    async def new_walk(self, slug: str, road: str = "sections") -> SectionWalk:
        """Begin the walk of a section, with what earlier runs know of it."""
        return SectionWalk(
            slug=slug,
            road=road,
            max_pages=self.arguments.max_pages,
            since=self.arguments.since,
            watermark=await self.run.watermark(slug),
            incremental=self.run.incremental,
        )

    def listing_request(
        self, request: Request, walk: SectionWalk, *, first: str, priority: int = NEXT_PAGE
    ) -> Request | None:
        """Return *request* as that for the next page of *walk*, None where asked already."""
        body = request.body.decode("ascii", "replace")  # load-more buttons POST to one address
        asked = f"{request.url} {body}".rstrip()
        if not self.outcomes.ask(asked):
            return None
        return request.replace(
            callback=self.parse_listing,
            errback=self.give_up_listing,
            dont_filter=True,  # self.outcomes is the filter
            priority=priority,
            cb_kwargs={"walk": walk, "first": first},
            meta={**request.meta, "asked": asked},
        )

    def road_request(self, url: str, callback: Callable[..., Any]) -> Request | None:
        """Return the request for a feed or sitemap, None where asked already."""
        if not self.outcomes.ask(url):
            return None
        return Request(
            url,
            callback=callback,
            errback=self.give_up,
            dont_filter=True,
            priority=FIRST_PAGE,
            meta={"asked": url},
        )

    # ------------------------------------------------------------------ listing pages

    async def parse_listing(
        self, response: Response, walk: SectionWalk, first: str
    ) -> AsyncIterator[Request]:
        """Yield the requests for the articles of a listing page and for the next page."""
        listing = self.read_page(response, walk)
        if listing is None:
            return
        for request in await self.walk_page(listing, walk):
            yield request
        if walk.end:
            return
        following = self.paging.next_request(first, walk.pages, response, listing)
        next_page = self.listing_request(following, walk, first=first) if following else None
        if next_page:
            yield next_page
        else:
            self.end_walk(walk, "repeats" if following else "no_next")

    def read_page(self, response: Response, walk: SectionWalk) -> Listing | None:
        """Return the links of a listing page; None, and the walk ends, where there is no page."""
        asked = response.meta["asked"]
        if response.status == 200:
            try:
                listing = self.paging.read(response, self.is_article)
            except UnreadableListing as error:
                self.logger.info("%s", error)
                self.outcomes.settle(asked, "failed", "UnreadableListing")
                self.break_walk(walk, "UnreadableListing")
                return None
            self.outcomes.settle(asked, "listing")
            if not walk.pages:
                self.outcomes.first_links[walk.slug] = len(listing.articles)
            if not listing.articles and not listing.nofollow:
                self.outcomes.empty_listings.append(response.url)
                self.logger.info("No article links on %s: new layout?", response.url)
            return listing
        past_the_end = walk.pages and response.status in (404, 410)
        if past_the_end:
            self.outcomes.settle(asked, "listing")
            self.end_walk(walk, "no_next")
        else:
            reason = f"http_{response.status}"
            self.outcomes.settle(asked, "failed", reason, answered=False)
            self.break_walk(walk, reason)
        return None

    async def walk_page(self, listing: Listing, walk: SectionWalk) -> list[Request]:
        """Take the next page of *walk*: return the requests for its articles.

        The walk ends here where the page says so.
        """
        links = self.article_links(listing.articles)
        known = await self.run.known(list(links))
        end = walk.read(list(links), known, links.values())
        requests = list(self.article_requests(links, known, walk))
        if end:
            self.end_walk(walk, end)
        return requests

    def article_links(self, links: Iterable[Link]) -> dict[str, datetime | None]:
        """Return the article URLs among *links*, spelt the site's one way, with dates shown."""
        dates: dict[str, datetime | None] = {}
        for link in links:
            url = self.identity.canonical_url(link.url)
            if not is_trap(url):
                dates.setdefault(url, self.instant(link.published))
        return dates

    def article_requests(
        self, links: Mapping[str, datetime | None], known: Mapping[str, Known], walk: SectionWalk
    ) -> Iterator[Request]:
        """Yield requests for those of a page's *links* that are new, or due for another look."""
        wanted = [
            url
            for url, published in links.items()
            if self.in_period(published) and self.is_due(known.get(url))
        ]
        self.outcomes.find(links, walk.road)
        self.outcomes.known += len(links) - len(wanted)
        self.run.found([url for url in wanted if url not in known], walk.slug, walk.road)
        for url in wanted:
            if request := self.article_request(
                url, section=walk.slug, road=walk.road, known=known.get(url), walk=walk
            ):
                yield request

    def end_walk(self, walk: SectionWalk, end: End) -> None:
        """End *walk*; unless it failed, later runs may rely on it."""
        walk.end = end
        self.outcomes.ends[walk.slug] = end
        if end != "failed":
            self.run.walk_ended(walk.slug, max_pages=walk.cap, since=walk.floor)

    def break_walk(self, walk: SectionWalk, reason: str) -> None:
        """End *walk* at a listing page that did not come; no later run relies on it."""
        self.outcomes.broken_walks[walk.slug] = reason
        self.end_walk(walk, "failed")

    # ------------------------------------------------------------------ feeds and sitemaps

    async def parse_feed(self, response: Response) -> AsyncIterator[Request]:
        """Yield the requests for the articles of a feed."""
        entries = self.read_xml(response, read_feed)
        for request in await self.entry_requests(entries or [], "feeds"):
            yield request

    async def parse_sitemap(self, response: Response) -> AsyncIterator[Request]:
        """Yield the requests for a sitemap's articles and for the sitemaps of an index.

        Of those that cannot list what the period asks for none is asked for, and never more than
        `max_pages`.
        """
        sitemap = self.read_xml(response, read_sitemap) or Sitemap()
        for request in await self.entry_requests(sitemap.articles, "sitemap"):
            yield request
        since, until = self.arguments.since, self.arguments.until
        for entry in sitemap.sitemaps:
            if (
                NO_ARTICLES.search(entry.url)
                or self.is_older(entry.modified)
                or not covers_period(entry.url, since, until)
            ):
                continue
            if self.sitemaps_read >= self.arguments.max_pages:
                self.outcomes.ends["sitemap"] = "max_pages"
                return
            if further := self.road_request(entry.url, self.parse_sitemap):
                self.sitemaps_read += 1
                yield further

    def read_xml(self, response: Response, read: Callable[[bytes, str], Read]) -> Read | None:
        """Return what *read* finds in a feed or sitemap; None, and counted, where it is none."""
        asked = response.meta["asked"]
        if response.status != 200:
            self.outcomes.settle(asked, "failed", f"http_{response.status}", answered=False)
            return None
        try:
            content = read(response.body, response.url)
        except UnreadableXml as error:
            self.logger.info("%s: %s", response.url, error)
            self.outcomes.settle(asked, "failed", "UnreadableXml")
            return None
        self.outcomes.settle(asked, "listing")
        return content

    async def entry_requests(self, entries: Sequence[Entry], road: str) -> list[Request]:
        """Return the requests for the articles among *entries* that the arguments ask for."""
        links: dict[str, datetime | None] = {}
        for entry in entries:
            url = self.identity.canonical_url(entry.url)
            if not self.is_older(entry.modified) and self.may_be_article(url, road):
                links[url] = self.instant(entry.published)
        known = await self.run.known(list(links))
        return list(self.article_requests(links, known, SectionWalk(slug=road, road=road)))

    def may_be_article(self, url: str, road: str) -> bool:
        """Tell whether a feed or sitemap means an article; a site's pattern knows it.

        Without one, all that a feed lists is news, but a sitemap lists every kind of page.
        """
        if self.is_article:
            return bool(self.is_article(url))
        return road == "feeds" or url_shape(url).kind in (PageKind.ARTICLE, PageKind.SLUG)

    def is_older(self, modified: str | None) -> bool:
        """Tell whether what was last *modified* then was published before `since`, too."""
        shown = parse_date(modified, datetime.now(UTC)) if modified else None
        if not (shown and self.arguments.since):
            return False
        day = timedelta(days=1) if shown.precision == "day" else timedelta()
        return shown.value + day <= self.arguments.since

    def instant(self, text: str | None) -> datetime | None:
        """Return the instant that a date *text* names, None where it names none."""
        shown = parse_date(text, datetime.now(UTC)) if text else None
        return shown.value if shown else None

    def give_up_listing(self, failure: Failure) -> None:
        """Count a listing page that did not come, and end its walk."""
        walk = failure.request.cb_kwargs["walk"]  # type: ignore[attr-defined]
        self.break_walk(walk, type(failure.value).__name__)
        self.give_up(failure)
