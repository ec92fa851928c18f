"""The record: one news article, one line of JSON Lines.

Names are those of schema.org's NewsArticle in snake case. The order of the fields is the order of
the keys in the file. Absent is ``None``, also for lists: a list is never empty.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any, Literal

from scrapy.exceptions import DropItem

from newscrawl import __version__
from newscrawl.hindi.text import fold, pieces_of
from newscrawl.urls import address_key

SCHEMA_VERSION = "1"
"""Raised by one whenever a field changes its meaning; a new field alone does not."""

DatePrecision = Literal["day", "minute", "second"]
PageType = Literal["article", "live_blog", "photo_gallery", "video", "gone"]
"""`gone` is a tombstone: the article is no longer there, and its text and headline are null."""
Source = Literal["json-ld", "meta", "selector", "generic", "url", "text"]
"""Where on a page a value came from."""


@dataclass(kw_only=True, slots=True)
class Provenance:
    """Where each field of an article was read from; ``None`` where the field is absent."""

    headline: Source | None = None
    description: Source | None = None
    article_body: Source | None = None
    authors: Source | None = None
    agency: Source | None = None
    dateline: Source | None = None
    date_published: Source | None = None
    date_modified: Source | None = None
    article_section: Source | None = None
    breadcrumbs: Source | None = None
    keywords: Source | None = None
    in_language: Source | None = None
    image: Source | None = None
    publisher: Source | None = None
    is_accessible_for_free: Source | None = None
    source_url: Source | None = None
    canonical_url: Source | None = None


@dataclass(kw_only=True, slots=True)
class Raw:
    """The strings that dates and authors were read from, as they stand on the page."""

    date_published: str | None = None
    date_modified: str | None = None
    authors: str | None = None


@dataclass(kw_only=True, slots=True)
class Article:
    """One version of one article. ``(id, version)`` is unique in a corpus."""

    schema_version: str = SCHEMA_VERSION
    id: str = ""  # article_id(canonical_url)
    site: str = ""  # the spider's name; for `crawl site` the host
    url: str  # the address that was fetched, after redirects
    canonical_url: str  # the article's one address; believable <link rel=canonical> or `url`
    headline: str
    description: str | None = None
    article_body: str  # NFC, paragraphs joined by a blank line
    authors: list[str] | None = (
        None  # people where any is named, else the desk or agency that signs
    )
    agency: str | None = None  # PTI, ANI, IANS, UNI, ...
    dateline: str | None = None  # the place the first line names
    date_published: str | None = None  # ISO 8601 with offset
    date_modified: str | None = None  # ISO 8601 with offset
    date_precision: DatePrecision | None = None  # of date_published
    article_section: str | None = None  # our slug where the walk knows it, else the page's own word
    breadcrumbs: list[str] | None = None
    keywords: list[str] | None = None
    in_language: str | None = None  # ISO 639-1, else 639-3; hi-Latn is romanised Hindi
    word_count: int = 0  # word_count(article_body)
    image: str | None = None
    publisher: str | None = None
    page_type: PageType = "article"
    is_accessible_for_free: bool | None = None
    source_url: str | None = None  # where an aggregator says it took the story from
    rights: list[str] | None = None  # noindex, noarchive, noai, tdm-reserved, paywall
    version: int = 1  # then one more for each change of headline or text
    content_hash: str = ""  # content_hash(headline, article_body)
    duplicate_of: str | None = None  # id of the earlier article that it nearly repeats
    similarity: float | None = None  # to that article, 0 to 1
    discovered_from: str | None = None  # sections, home, feeds, sitemap, urls, revisit, warc
    crawled_at: str | None = None  # UTC, ISO 8601
    http_status: int | None = None
    archive_ref: str | None = None  # WARC file and offset
    run_id: str | None = None
    newscrawl_version: str = __version__
    warnings: list[str] | None = None
    provenance: Provenance = field(default_factory=Provenance)
    raw: Raw = field(default_factory=Raw)


FIELD_NAMES = tuple(f.name for f in fields(Article))


class NotAnArticle(DropItem):
    """A page that is no article. Subclasses name what it is; Scrapy counts them by class."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason or self.__doc__ or type(self).__name__, log_level="INFO")


def article_id(canonical_url: str) -> str:
    """Return the id of the article at *canonical_url*: scheme 1, 32 hexadecimal digits of SHA-256.

    It is the hash of `address_key`: http and https, www. and m. hosts, and a slash at the end make
    no difference. Raises ValueError where *canonical_url* is no http(s) URL.
    """
    return "1-" + hashlib.sha256(address_key(canonical_url).encode()).hexdigest()[:32]


_ON_ITS_WAY = 32
"""Articles between their page and the feed, which `Normalize` asks the same of once more."""


@lru_cache(maxsize=_ON_ITS_WAY)
def content_hash(headline: str, body: str) -> str:
    """Return the hash of what a reader would call the content: scheme 1.

    Headline and text are folded, so that a change of spelling variants, spaces or quotes is none.
    """
    content = f"{fold(headline)}\n\n{fold(body)}"
    return "1-" + hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@lru_cache(maxsize=_ON_ITS_WAY)
def word_count(text: str) -> int:
    """Count the white-space tokens of *text* that hold a letter, in any script."""
    pieces = pieces_of(text)
    others = [piece for piece in pieces if not piece[0].isalpha()]
    return len(pieces) - sum(1 for piece in others if not any(map(str.isalpha, piece)))


def as_dict(article: Article) -> dict[str, Any]:
    """Return *article* as a plain dict in the order of the record."""
    record: dict[str, Any] = {name: getattr(article, name) for name in FIELD_NAMES}
    for name in ("provenance", "raw"):
        part = record[name]
        record[name] = {f.name: getattr(part, f.name) for f in fields(part)}
    if article.page_type == "gone":
        record |= dict.fromkeys(("headline", "article_body", "content_hash"))
    return record
