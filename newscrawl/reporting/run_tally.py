"""What a run's report counts, on Scrapy's signals: a few microseconds a page."""

from __future__ import annotations

import heapq
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, datetime
from operator import attrgetter

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from newscrawl.fetching.politeness import BUSY, retry_after
from newscrawl.items import FIELD_NAMES, Article, Provenance
from newscrawl.pipelines import DuplicateArticle, NearDuplicate, Unchanged
from newscrawl.reporting.block_pages import block_sign

SLOWEST = 5
NEWEST = 10
BLOCKED = 3
"""Examples kept."""
REFUSALS = frozenset({401, 403, 429, 451})

OPTIONAL = (
    "description",
    "authors",
    "agency",
    "dateline",
    "date_published",
    "date_modified",
    "article_section",
    "breadcrumbs",
    "keywords",
    "in_language",
    "image",
    "publisher",
    "is_accessible_for_free",
    "source_url",
)
"""Fields of an article that a page may have or not."""
assert set(OPTIONAL) < set(FIELD_NAMES)
SOURCED = tuple(field.name for field in fields(Provenance))

values_of = attrgetter(*OPTIONAL)
sources_of = attrgetter(*SOURCED)
ArticleShape = tuple[bool, tuple[bool, ...], tuple[str | None, ...]]


class RunTally:
    """Counts pages and articles.

    answers      status -> pages that were answered with it, without robots.txt and tdmrep.json
    refused      pages that were kept from us, by their status or as a block page
    blocked      address -> why it is taken for a block page
    slowest      (seconds, address) of the slowest pages
    waits        times that a host asked to wait; waited: seconds in all
    sections, agencies  of the articles stored
    """

    def __init__(self, crawler: Crawler) -> None:
        self.answers: Counter[int] = Counter()
        self.refused = 0
        self.blocked: dict[str, str] = {}
        self.slowest: list[tuple[float, str]] = []
        self.waits = 0
        self.waited = 0.0
        self.sections: Counter[str] = Counter()
        self.agencies: Counter[str] = Counter()
        self.syndicated = 0
        self.duplicates = 0
        self.newest: list[tuple[float, str, str]] = []  # published, headline, URL
        self.published = array("d")
        self.words = array("L")
        self._shapes: Counter[ArticleShape] = Counter()
        crawler.signals.connect(self.response_downloaded, signals.response_downloaded)
        crawler.signals.connect(self.item_scraped, signals.item_scraped)
        crawler.signals.connect(self.item_dropped, signals.item_dropped)

    def response_downloaded(self, response: Response, request: Request) -> None:
        """Count a page as it came from its host."""
        if request.meta.get("well_known"):
            return
        self.answers[response.status] += 1
        if response.status in BUSY:
            seconds = retry_after(response.headers, datetime.now(UTC))
            self.waits += seconds is not None
            self.waited += seconds or 0.0
        seconds = request.meta.get("download_latency") or 0.0
        if len(self.slowest) < SLOWEST:
            heapq.heappush(self.slowest, (seconds, response.url))
        elif seconds > self.slowest[0][0]:
            heapq.heapreplace(self.slowest, (seconds, response.url))
        sign = block_sign(response.body)
        self.refused += response.status in REFUSALS or sign is not None
        if sign and len(self.blocked) < BLOCKED:
            self.blocked[response.url] = sign

    def item_scraped(self, item: Article) -> None:
        """Count a stored article."""
        self._shapes[shape(item, is_stored=True)] += 1
        self.words.append(item.word_count)
        self.sections[item.article_section or ""] += 1
        if item.agency:
            self.agencies[item.agency] += 1
        self.syndicated += item.source_url is not None
        self.duplicates += item.duplicate_of is not None
        if item.date_published:
            published = datetime.fromisoformat(item.date_published).timestamp()
            self.published.append(published)
            entry = (published, item.headline, item.url)
            if len(self.newest) < NEWEST:
                heapq.heappush(self.newest, entry)
            elif entry > self.newest[0]:
                heapq.heapreplace(self.newest, entry)

    def item_dropped(self, item: Article, exception: Exception) -> None:
        """Count an article that is known: it shows as well how its site's pages are read."""
        if isinstance(exception, Unchanged | DuplicateArticle | NearDuplicate):
            self._shapes[shape(item, is_stored=False)] += 1

    def read(self, *, only_stored: bool = False) -> int:
        """Return the number of articles that were read from their pages."""
        return sum(number for _, _, number in self._articles(only_stored))

    def filled(self, *, only_stored: bool = False) -> dict[str, int]:
        """Return field -> articles that have it."""
        count = Counter(dict.fromkeys(OPTIONAL, 0))
        for present, _, number in self._articles(only_stored):
            for name, is_there in zip(OPTIONAL, present, strict=True):
                count[name] += number * is_there
        return dict(count)

    def sources(self, *, only_stored: bool = False) -> dict[str, dict[str, int]]:
        """Return field -> source -> articles whose field was read from it."""
        count: dict[str, Counter[str]] = {name: Counter() for name in SOURCED}
        for _, sources, number in self._articles(only_stored):
            for name, source in zip(SOURCED, sources, strict=True):
                if source:
                    count[name][source] += number
        return {name: dict(by_source) for name, by_source in count.items() if by_source}

    def _articles(
        self, only_stored: bool
    ) -> Iterable[tuple[tuple[bool, ...], tuple[str | None, ...], int]]:
        for (is_stored, present, sources), number in self._shapes.items():
            if is_stored or not only_stored:
                yield present, sources, number


def shape(article: Article, *, is_stored: bool) -> ArticleShape:
    """Return which fields *article* has, and where they were read: a site has few such shapes."""
    present = tuple([value is not None for value in values_of(article)])
    return is_stored, present, sources_of(article.provenance)
