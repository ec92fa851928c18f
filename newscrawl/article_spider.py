"""Article pages: each is asked for once, and has one outcome."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newscrawl import __version__
from newscrawl.arguments import Arguments, BadArgument, read_arguments
from newscrawl.extraction import Selectors, extract_article
from newscrawl.feeds import set_default_feed
from newscrawl.items import Article, NotAnArticle
from newscrawl.outcomes import Outcome, Outcomes
from newscrawl.section_walk import SectionWalk
from newscrawl.urls import Identity

if TYPE_CHECKING:
    from newscrawl.ledger import Known, Run

FIRST_PAGE, ARTICLE, PENDING, NEXT_PAGE = 30, 20, 10, 0
"""Priorities. Newest first, so that a run that is cut loses only old articles; articles before
further listing pages, so that a walk knows how old a page was before it turns to the next."""


class OutsidePeriod(NotAnArticle):
    """An article published before `since` or after `until`."""


class ArticleSpider(Spider):
    """What a spider knows of articles: how their URLs look, and how a page becomes a record."""

    publisher: ClassVar[str] = ""
    evidence: ClassVar[str] = "inference"  # or "public spider, 2021", "real page, 2024"
    allowed_domains: list[str]
    sections: ClassVar[dict[str, str]] = {}  # our English slug -> URL of its first listing page
    article_pattern: ClassVar[str | None] = None  # regular expression, searched in canonical URLs
    identity: ClassVar[Identity] = Identity()  # spellings of one article -> its one URL
    selectors: ClassVar[Selectors | None] = None  # None: the generic extraction does
    own_arguments: ClassVar[Sequence[str]] = ()  # beside those that every spider has

    run: Run  # set before the first request, by newscrawl.extensions.LedgerRun

    def __init_subclass__(cls, **options: Any) -> None:
        """Take the host of the sections for the articles' too: m. and amp. ones are spellings."""
        super().__init_subclass__(**options)
        if cls.sections and cls.identity.host is None:
            host = urlsplit(next(iter(cls.sections.values()))).netloc
            cls.identity = replace(cls.identity, host=host)

    def __init__(self, name: str | None = None, **given: Any) -> None:
        super().__init__(name)  # not with the arguments: one of them is called as an attribute is
        self.arguments = self.read_arguments(given)
        self.outcomes = Outcomes()
        self.stored = 0  # new and updated articles
        self.in_hand = 0  # articles between extraction and their outcome
        search = re.compile(self.article_pattern).search if self.article_pattern else None
        # A link to the AMP page or the mobile host is one to the article.
        self.is_article = (lambda url: search(self.identity.canonical_url(url))) if search else None

    @classmethod
    def read_arguments(cls, given: dict[str, Any]) -> Arguments:
        """Read the spider arguments *given*. Raises BadArgument."""
        arguments = read_arguments(given, sections=tuple(cls.sections), own=cls.own_arguments)
        try:
            urls = tuple(dict.fromkeys(map(cls.identity.canonical_url, arguments.urls)))
        except ValueError as error:
            raise BadArgument(f"urls: {error}") from None
        return replace(arguments, urls=urls)

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
            meta={"asked": url, "known": known},
        )

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

    @property
    def is_full(self) -> bool:
        """Tell whether `max_articles` are stored or on their way."""
        limit = self.arguments.max_articles
        return limit is not None and self.stored + self.in_hand >= limit

    def parse_article(
        self, response: Response, section: str | None, road: str, walk: SectionWalk | None
    ) -> Iterator[Article]:
        """Yield the article of *response*; every other page gets its outcome here."""
        asked = response.meta["asked"]
        if response.status == 304:
            self.settle(asked, "unchanged")
        elif response.status in (404, 410) and self.leaves_tombstone(response.meta["known"]):
            self.in_hand += 1
            yield self.tombstone(response)
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

    def site_name(self, url: str) -> str:
        """Return what the record calls the site of *url*: the spider's name."""
        return str(self.name)

    def leaves_tombstone(self, known: Known | None) -> bool:
        """Tell whether the end of a *known* article is a line of its own: setting TOMBSTONES."""
        return bool(known and known.version and self.settings.getbool("TOMBSTONES"))

    def tombstone(self, response: Response) -> Article:
        """Return the record that says that a known article is no longer there."""
        known: Known = response.meta["known"]
        return Article(
            id=known.article_id,
            site=self.site_name(known.url),
            url=response.url,
            canonical_url=known.url,
            headline="",
            article_body="",
            date_published=known.published,
            article_section=known.section,
            page_type="gone",
            version=known.version + 1,
            discovered_from="revisit",
            crawled_at=datetime.now(UTC).isoformat(timespec="seconds"),
            http_status=response.status,
            run_id=self.run.id,
        )

    def extract(self, response: Response) -> Article:
        """Return the article of *response*. Raises NotAnArticle."""
        headers = {
            name.decode("latin-1").lower(): b"\n".join(values).decode("latin-1")
            for name, values in dict.items(response.headers)  # Headers' own spell each name anew
        }
        fetched_at = response.meta.get("fetched_at") or datetime.now(UTC)
        article = extract_article(
            response.body,
            response.url,
            fetched_at=fetched_at,
            headers=headers,
            selectors=self.selectors,
        )
        article.site = self.site_name(response.url)
        article.crawled_at = fetched_at.isoformat(timespec="seconds")
        article.http_status = response.status
        article.archive_ref = response.meta.get("archive_ref")
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

    def settle(
        self, url: str, outcome: Outcome, reason: str = "", *, answered: bool = True
    ) -> None:
        """Give *url* its outcome, in this run's sum and in the ledger."""
        self.outcomes.settle(url, outcome, reason, answered=answered)
        self.run.settle(url, outcome, reason)

    def give_up(self, failure: Failure) -> None:
        """Count a request that brought no response: refused by a rule of ours, or failed.

        What the run's end or the host's state kept it from asking for stays pending.
        """
        from newscrawl.fetching.downloader import (  # `scrapy list` downloads nothing
            Postponed,
            RunStopping,
        )

        request: Request = failure.request  # type: ignore[attr-defined]
        asked, error = request.meta["asked"], failure.value
        if isinstance(error, RunStopping):
            return
        outcome: Outcome = "refused" if isinstance(error, IgnoreRequest) else "failed"
        self.outcomes.settle(asked, outcome, type(error).__name__, answered=False)
        if not isinstance(error, Postponed):
            self.run.settle(asked, outcome, type(error).__name__)
