"""The walk: sections -> listing pages -> article pages -> next page."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from scrapy import Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawl import __version__
from newscrawl.arguments import Arguments, read_arguments
from newscrawl.discovery import (
    Entry,
    Sitemap,
    UnreadableXml,
    covers_period,
    read_feed,
    read_sitemap,
)
from newscrawl.downloader import Postponed, RunStopping
from newscrawl.extraction import Selectors, extract_article
from newscrawl.extraction.listing import Link, Listing
from newscrawl.feeds import set_default_feed
from newscrawl.hindi.dates import parse_date
from newscrawl.items import Article, NotAnArticle
from newscrawl.outcomes import Outcome, Outcomes
from newscrawl.paging import LinkedPages, Paging
from newscrawl.section_walk import End, SectionWalk
from newscrawl.urls import Identity, is_trap

if TYPE_CHECKING:
    from newscrawl.ledger import Known, Run

Read = TypeVar("Read")

FIRST_PAGE, ARTICLE, PENDING, NEXT_PAGE = 30, 20, 10, 0
"""Priorities. Newest first, so that a run that is cut loses only old articles; articles before
further listing pages, so that a walk knows how old a page was before it turns to the next."""


class OutsidePeriod(NotAnArticle):
    """An article published before `since` or after `until`."""


class CategorySpider(Spider):
    """Walk a site's sections and yield its articles.

    A site declares the attributes below, and overrides a method only where its pages force it.
    This class has no ``name``, so ``scrapy list`` leaves it out.
    """

    allowed_domains: list[str]
    sections: ClassVar[dict[str, str]] = {}  # our English slug -> URL of its first listing page
    article_pattern: ClassVar[str | None] = None  # regular expression, searched in canonical URLs
    identity: ClassVar[Identity] = Identity()  # spellings of one article -> its one URL
    paging: ClassVar[Paging] = LinkedPages()
    selectors: ClassVar[Selectors | None] = None  # None: the generic extraction does
    feeds: ClassVar[Sequence[str]] = ()  # RSS and Atom
    sitemaps: ClassVar[Sequence[str]] = ()
    own_arguments: ClassVar[Sequence[str]] = ()  # beside those that every spider has

    run: Run  # set before the first request, by newscrawl.extensions.LedgerRun

    def __init__(self, name: str | None = None, **given: Any) -> None:
        super().__init__(name, **given)
        self.arguments = self.read_arguments(given)
        self.outcomes = Outcomes()
        self.stored = 0  # new and updated articles
        self.in_hand = 0  # articles between extraction and their outcome
        self.sitemaps_read = 0
        pattern = self.article_pattern
        self.is_article = re.compile(pattern).search if pattern else None

    @classmethod
    def read_arguments(cls, given: dict[str, Any]) -> Arguments:
        """Read the spider arguments *given*. Raises BadArgument."""
        return read_arguments(given, sections=tuple(cls.sections), own=cls.own_arguments)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Set what follows from other settings: the default feed and the user agent's contact."""
        super().update_settings(settings)
        set_default_feed(settings, cls.name)
        if contact := settings.get("CONTACT"):
            agent = f"newscrawl/{__version__} (+{contact})"
            settings.set("USER_AGENT", agent, priority="project")

    @property
    def hosts(self) -> list[str]:
        """The hosts that this run locks: two runs of one host would fetch everything twice."""
        return list(self.allowed_domains)

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
        discover = self.arguments.discover
        if "feeds" in discover:
            for url in self.feeds:
                if request := self.road_request(url, self.parse_feed):
                    yield request
        if "sitemap" in discover:
            for url in self.sitemaps:
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
            errback=self.give_up,
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

    def article_request(
        self,
        url: str,
        *,
        section: str | None,
        road: str,
        known: Known | None = None,
        walk: SectionWalk | None = None,
        priority: int = ARTICLE,
    ) -> Request | None:
        """Return the request for the article at *url*, None where it was asked for already.

        A *known* article is asked for with the validators of its last answer (RFC 9110, 13).
        """
        if not self.outcomes.ask(url):
            return None
        headers = {}
        if known and known.etag:
            headers["If-None-Match"] = known.etag
        if known and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        return Request(
            url,
            callback=self.parse_article,
            errback=self.give_up,
            headers=headers,
            dont_filter=True,  # self.outcomes is the filter
            priority=priority,
            cb_kwargs={"section": section, "road": road, "walk": walk},
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
        request = self.listing_request(following, walk, first=first) if following else None
        if request:
            yield request
        else:
            self.end_walk(walk, "repeats" if following else "no_next")

    def read_page(self, response: Response, walk: SectionWalk) -> Listing | None:
        """Return the links of a listing page; None, and the walk ends, where there is no page."""
        asked = response.meta["asked"]
        if response.status == 200:
            self.outcomes.settle(asked, "listing")
            listing = self.paging.read(response, self.is_article)
            if not listing.articles:
                self.outcomes.empty_listings.append(response.url)
                self.logger.info("No article links on %s: new layout?", response.url)
            return listing
        past_the_end = walk.pages and response.status in (404, 410)
        if past_the_end:
            self.outcomes.settle(asked, "listing")
        else:
            self.outcomes.settle(asked, "failed", f"http_{response.status}", answered=False)
        self.end_walk(walk, "no_next" if past_the_end else "failed")
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

    def is_due(self, known: Known | None) -> bool:
        """Tell whether an article is to be asked for: new, pending, or due for another look."""
        if known is None:
            return True
        return not known.forgotten and (not self.run.incremental or known.due)

    def in_period(self, published: datetime | None) -> bool:
        """Tell whether a publication date, where there is one, lies in `since` to `until`."""
        since, until = self.arguments.since, self.arguments.until
        if published is None:
            return True
        return (not since or published >= since) and (not until or published <= until)

    def end_walk(self, walk: SectionWalk, end: End) -> None:
        """End *walk*; unless it failed, later runs may rely on it."""
        walk.end = end
        self.outcomes.ends[walk.slug] = end
        if end != "failed":
            self.run.walk_ended(walk.slug, max_pages=walk.cap, since=walk.floor)

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
            modified = self.instant(entry.modified)
            too_old = since and modified and modified < since
            if too_old or not covers_period(entry.url, since, until):
                continue
            if self.sitemaps_read >= self.arguments.max_pages:
                self.outcomes.ends["sitemap"] = "max_pages"
                return
            if request := self.road_request(entry.url, self.parse_sitemap):
                self.sitemaps_read += 1
                yield request

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
        since = self.arguments.since
        links: dict[str, datetime | None] = {}
        for entry in entries:
            url = self.identity.canonical_url(entry.url)
            modified = self.instant(entry.modified)
            too_old = since and modified and modified < since
            if not too_old and (self.is_article is None or self.is_article(url)):
                links[url] = self.instant(entry.published)
        known = await self.run.known(list(links))
        return list(self.article_requests(links, known, SectionWalk(slug=road, road=road)))

    def instant(self, text: str | None) -> datetime | None:
        """Return the instant that a date *text* names, None where it names none."""
        shown = parse_date(text, datetime.now(UTC)) if text else None
        return shown.value if shown else None

    # ------------------------------------------------------------------ article pages

    def parse_article(
        self, response: Response, section: str | None, road: str, walk: SectionWalk | None
    ) -> Iterator[Article]:
        """Yield the article of *response*; every other page gets its outcome here."""
        asked = response.meta["asked"]
        if response.status == 304:
            self.settle(asked, "unchanged")
        elif response.status != 200:
            self.settle(asked, "failed", f"http_{response.status}", answered=False)
        elif self.is_full:
            return  # stays pending: the next run gets it
        else:
            try:
                article = self.extract(response)
                self.check_period(article, walk)
            except NotAnArticle as refusal:
                self.settle(asked, "refused", type(refusal).__name__)
                return
            if section in self.sections:
                article.article_section = section
            article.discovered_from = road
            self.in_hand += 1
            yield article

    def extract(self, response: Response) -> Article:
        """Return the article of *response*. Raises NotAnArticle."""
        headers = {
            name.decode("latin-1").lower(): b"\n".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        fetched_at = datetime.now(UTC)
        article = extract_article(
            response.body,
            response.url,
            fetched_at=fetched_at,
            headers=headers,
            selectors=self.selectors,
        )
        article.site = self.name
        article.crawled_at = fetched_at.isoformat(timespec="seconds")
        article.http_status = response.status
        article.run_id = self.run.id
        if response.meta.get("tdm_reserved"):
            article.rights = sorted({*(article.rights or ()), "tdm-reserved"})
        return article

    def check_period(self, article: Article, walk: SectionWalk | None) -> None:
        """Raise OutsidePeriod for an article that the arguments do not ask for."""
        if article.date_published:
            published = datetime.fromisoformat(article.date_published)
            if walk:
                walk.note_age(published)
            if not self.in_period(published):
                raise OutsidePeriod(f"published {article.date_published}")

    @property
    def is_full(self) -> bool:
        """Tell whether `max_articles` are stored or on their way."""
        limit = self.arguments.max_articles
        return limit is not None and self.stored + self.in_hand >= limit

    # ------------------------------------------------------------------ outcomes

    def settle(
        self, url: str, outcome: Outcome, reason: str = "", *, answered: bool = True
    ) -> None:
        """Give *url* its outcome, in this run's sum and in the ledger."""
        self.outcomes.settle(url, outcome, reason, answered=answered)
        self.run.settle(url, outcome, reason)

    def give_up(self, failure: Failure) -> None:
        """Count a request that brought no response: refused by a rule of ours, or failed."""
        request: Request = failure.request  # type: ignore[attr-defined]
        asked = request.meta["asked"]
        if walk := request.cb_kwargs.get("walk") if "first" in request.cb_kwargs else None:
            self.end_walk(walk, "failed")
        if failure.check(RunStopping):
            return  # left: it stays pending
        reason = failure.type.__name__
        if failure.check(Postponed):  # refused for now: it stays pending in the ledger
            self.outcomes.settle(asked, "refused", reason, answered=False)
        else:
            outcome: Outcome = "refused" if failure.check(IgnoreRequest) else "failed"
            self.settle(asked, outcome, reason, answered=False)
