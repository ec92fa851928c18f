"""Other roads to articles than listing pages: feeds (RSS, Atom) and sitemaps. Bytes in, links out.

Sources: RSS 2.0, RFC 4287 (Atom), sitemaps.org 0.9, Google's news sitemap. XML is hostile: no
entity is resolved, nothing is loaded, and what is unpacked is bounded.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urljoin

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from newscrawl.urls import canonical_url

MAX_BYTES = 10 * 1024 * 1024
"""Of XML after unpacking; sitemaps.org allows 50 MB, a news sitemap of 1,000 URLs has 1 MB."""


class UnreadableXml(ValueError):
    """A feed or sitemap that is no XML, or too large when unpacked."""


@dataclass(frozen=True)
class Entry:
    """A page that a feed or sitemap names. The dates are as they stand there."""

    url: str  # canonical
    title: str = ""
    published: str | None = None
    modified: str | None = None


@dataclass(frozen=True)
class Sitemap:
    """A sitemap: articles, or for an index further sitemaps."""

    articles: list[Entry] = field(default_factory=list)
    sitemaps: list[Entry] = field(default_factory=list)


def read_feed(body: bytes, url: str) -> list[Entry]:
    """Return the articles of an RSS or Atom feed in its order. Raises UnreadableXml."""
    entries = (
        _entry(
            _feed_link(element),
            url,
            title=_text(element, "title"),
            published=_text(element, "pubDate", "published", "date"),
            modified=_text(element, "updated"),
        )
        for element in _parse(body).iter("{*}item", "{*}entry")
    )
    return [entry for entry in entries if entry]


def read_sitemap(body: bytes, url: str) -> Sitemap:
    """Return what a sitemap or sitemap index lists. Raises UnreadableXml."""
    sitemap = Sitemap()
    for element in _parse(body).iter("{*}url", "{*}sitemap"):
        entry = _entry(
            _text(element, "loc"),
            url,
            title=_text(element, "title", deep=True),
            published=_text(element, "publication_date", deep=True),
            modified=_text(element, "lastmod"),
        )
        if entry:
            is_index = etree.QName(element).localname == "sitemap"
            (sitemap.sitemaps if is_index else sitemap.articles).append(entry)
    return sitemap


NO_ARTICLES = re.compile(
    r"/(?:category|categories|post_tag|tag|author|page|video|image|web-story|post_format)-sitemap"
    r"|wp-sitemap-(?:taxonomies|users|posts-page)-"
    r"|/sitemap[-_](?:categor(?:y|ies)|tags?|authors?|videos?|images?|photos?|sections?|topics?)\b",
    re.I,
)
"""Sitemaps of Yoast, of WordPress itself and of others that list what is no article."""

DAY = "{day}"
"""Stands in a sitemap's address for a day: sites that keep one for each."""


def sitemaps_of_days(
    form: str, since: datetime | None, until: datetime | None, now: datetime
) -> list[str]:
    """Return the addresses that *form* has in a period, the newest first.

    A form without a day is an address; one with a day has none where no period begins.
    """
    if DAY not in form:
        return [form]
    if not since:
        return []
    last = min(until or now, now).astimezone(since.tzinfo).date()
    days = (last - since.date()).days
    return [form.replace(DAY, str(last - timedelta(days=past))) for past in range(days + 1)]


def feed_links(html: str, url: str) -> list[str]:
    """Return the feeds that the page *html* at *url* names, but those of comments."""
    feeds: dict[str, None] = {}
    for node in LexborHTMLParser(html).css("link[rel~='alternate' i][type][href]"):
        kind, href = node.attributes["type"] or "", node.attributes["href"] or ""
        if re.search(r"\b(?:rss|atom)\b", kind) and "/comments/" not in href:
            with suppress(ValueError):  # no address
                feeds[canonical_url(urljoin(url, href))] = None
    return list(feeds)


PERIOD_IN_URL = re.compile(
    r"(?<!\d)(20\d\d)[-/_]?(0[1-9]|1[0-2])(?:[-/_]?(0[1-9]|[12]\d|3[01]))?(?!\d)"
)


def covers_period(url: str, since: datetime | None, until: datetime | None) -> bool:
    """Tell whether a sitemap may list articles of a period, by the month or day in its address.

    True where the address names none: ``sitemap-2026-10.xml``, ``/2026/10/05/sitemap.xml``.
    """
    match = PERIOD_IN_URL.search(url)
    if not match:
        return True
    day = match[3] or ""
    named = f"{match[1]}-{match[2]}" + (f"-{day}" if day else "")
    return (not since or named >= since.date().isoformat()[: len(named)]) and (
        not until or named <= until.date().isoformat()[: len(named)]
    )


def _parse(body: bytes) -> etree._Element:
    if body[:2] == b"\x1f\x8b":
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            body = unpacker.decompress(body, MAX_BYTES)
        except zlib.error as error:
            raise UnreadableXml(f"broken gzip: {error}") from error
        if unpacker.unconsumed_tail:
            raise UnreadableXml(f"more than {MAX_BYTES} bytes when unpacked")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True, huge_tree=False, load_dtd=False
    )
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableXml(str(error)) from error
    if root is None:
        raise UnreadableXml("no XML")
    return root


def _children(entry: etree._Element, name: str, *, deep: bool = False) -> Iterator[etree._Element]:
    pattern = f"{{*}}{name}"
    yield from entry.iterdescendants(pattern) if deep else entry.iterchildren(pattern)


def _text(entry: etree._Element, *names: str, deep: bool = False) -> str:
    for name in names:
        for child in _children(entry, name, deep=deep):
            if text := "".join(map(str, child.itertext())).strip():
                return text
    return ""


def _feed_link(entry: etree._Element) -> str:
    for child in _children(entry, "link"):
        href = str(child.get("href") or child.text or "").strip()
        if href and child.get("rel", "alternate") == "alternate":
            return href
    guid = next(_children(entry, "guid"), None)
    is_address = guid is not None and guid.get("isPermaLink", "true") != "false"
    return str(guid.text or "").strip() if guid is not None and is_address else ""


def _entry(address: str, base: str, *, title: str, published: str, modified: str) -> Entry | None:
    if not address:
        return None
    try:
        url = canonical_url(urljoin(base, address))
    except ValueError:
        return None  # a feed's broken address is no page of ours
    return Entry(url, title, published or None, modified or None)
