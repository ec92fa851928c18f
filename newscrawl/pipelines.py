"""What happens to one article between its page and the feed: one verb each, in this order."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newscrawl.hindi.text import normalize
from newscrawl.items import Article, article_id, content_hash, word_count
from newscrawl.near_index import NearIndex
from newscrawl.similarity import signature
from newscrawl.urls import address_key

if TYPE_CHECKING:
    from newscrawl.ledger import Known, Run

TEXT_FIELDS = ("headline", "description", "article_body", "agency", "dateline", "article_section",
               "publisher")  # fmt: skip
LIST_FIELDS = ("authors", "breadcrumbs", "keywords")


class Refused(DropItem):
    """An article that the rules keep out. Subclasses say which; Scrapy counts them by class."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, log_level="DEBUG")


class IncompleteArticle(Refused):
    """An article without a field that a record needs."""


class OtherLanguage(Refused):
    """An article in a language that LANGUAGES does not name."""


class RightsReserved(Refused):
    """An article whose publisher says, to machines, that it may not be kept."""


class Forgotten(Refused):
    """An article that was taken down: `scrapy ledger forget`."""


class Unchanged(DropItem):
    """A known article that says what it said before."""


class DuplicateArticle(DropItem):
    """The same article under another address of its site."""


class NearDuplicate(DropItem):
    """An article that nearly repeats an earlier one, where NEAR_DUPLICATES is `drop`."""


class Normalize:
    """Write every text of an article one way, and what follows from the texts. Never drops."""

    def process_item(self, item: Article) -> Article:
        """Return *item* with its texts in NFC, repaired, and its id, hash and count anew."""
        if item.page_type == "gone":
            return item
        for name in TEXT_FIELDS:
            if text := getattr(item, name):
                setattr(item, name, normalize(text) or None)
        for name in LIST_FIELDS:
            if texts := getattr(item, name):
                setattr(item, name, [text for text in map(normalize, texts) if text] or None)
        item.id = article_id(item.canonical_url)
        if item.headline and item.article_body:
            item.content_hash = content_hash(item.headline, item.article_body)
            item.word_count = word_count(item.article_body)
        return item


class Require:
    """Drop an article that is not whole, not in our languages, or not ours to keep."""

    def __init__(self, languages: list[str], refused_rights: list[str]) -> None:
        self.languages = frozenset(languages)
        self.refused_rights = frozenset(refused_rights)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read LANGUAGES (empty: every language) and REFUSE_RIGHTS."""
        settings = crawler.settings
        return cls(settings.getlist("LANGUAGES"), settings.getlist("REFUSE_RIGHTS"))

    def process_item(self, item: Article) -> Article:
        """Return *item*. Raises a subclass of Refused."""
        if item.page_type == "gone":
            return item
        for name in ("headline", "article_body"):
            if not getattr(item, name):
                raise IncompleteArticle(f"no {name}")
        if self.languages and item.in_language not in self.languages:
            raise OtherLanguage(f"in_language is {item.in_language}")
        if reserved := self.refused_rights.intersection(item.rights or ()):
            raise RightsReserved(", ".join(sorted(reserved)))
        return item


class Deduplicate:
    """Drop a known article, number a new version, label a copy of another story."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.index = NearIndex(timedelta(days=settings.getint("NEAR_DUPLICATES_WINDOW", 30)))
        self.opened_at = datetime.now(UTC)
        self.drops_copies = settings.get("NEAR_DUPLICATES") == "drop"

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read NEAR_DUPLICATES (`label` or `drop`) and NEAR_DUPLICATES_WINDOW (days)."""
        return cls(crawler)

    def open_spider(self) -> None:
        """Have the index of near duplicates booked in the ledger's transactions."""
        self.opened_at = datetime.now(UTC)
        self.run.beside.append(self.index)

    async def process_item(self, item: Article) -> Article:
        """Return *item* with `version`, `duplicate_of` and `similarity`.

        Raises Forgotten, Unchanged, DuplicateArticle or NearDuplicate.
        """
        run = self.run
        if item.page_type == "gone":
            run.claim(item)
            return item
        seen = await run.look_up(item)
        if seen.previous and await self.is_another(item, seen.previous):
            item.canonical_url = item.url
            item.id = article_id(item.url)
            item.provenance.canonical_url = "url"
            seen = await run.look_up(item)
        if seen.forgotten:
            raise Forgotten(f"{item.canonical_url} was taken down")
        if previous := seen.previous:
            if previous.content_hash == item.content_hash:
                is_look = address_key(item.url) == address_key(previous.url)
                is_look = is_look and previous.last_seen < self.opened_at
                raise (Unchanged if is_look else DuplicateArticle)(item.canonical_url)
            item.id = previous.article_id
            item.version = previous.version + 1
        elif seen.same_body:
            raise DuplicateArticle(f"{item.url} has the text of {seen.same_body}")
        run.claim(item)
        await self.label(item)
        return item

    async def is_another(self, item: Article, previous: Known) -> bool:
        """Tell whether *item* only claims the address of *previous*: another text elsewhere.

        A page that has led to the article before may bring its next version.
        """
        if previous.content_hash == item.content_hash:
            return False
        if address_key(item.url) == address_key(previous.url):
            return False
        known = await self.run.known([item.url])
        return item.url not in known or known[item.url].article_id != previous.article_id

    async def label(self, item: Article) -> None:
        """Name the earlier article that *item* nearly repeats. May raise NearDuplicate."""
        text, now = signature(item.article_body), time.time()
        match = await self.run.ask(
            lambda connection: self.index.find(connection, text, now, exclude_id=item.id)
        )
        if match:
            if self.drops_copies:
                raise NearDuplicate(f"{item.canonical_url} repeats {match.article_id}")
            item.duplicate_of = match.article_id
            item.similarity = round(match.similarity, 3)
        self.index.add(item.id, text, now)

    @property
    def run(self) -> Run:
        """The run whose ledger knows the articles of earlier runs, and this one's."""
        spider: Any = self.crawler.spider
        run: Run = spider.run
        return run
