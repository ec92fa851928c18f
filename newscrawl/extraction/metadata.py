"""What a page says about its article beside headline, dates, authors and text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from newscrawl.extraction.document import Document
from newscrawl.extraction.jsonld import articles_in, clean, text_of, texts_of, types_of
from newscrawl.hindi.text import fold, tokens
from newscrawl.items import Source
from newscrawl.urls import address_key, believable_canonical, canonical_url, same_site

_HOME = re.compile(r"home|होम|मुख्य ?पृष्ठ|मुख ?पृष्ठ|हिंदी न्यूज\u093c?|hindi news", re.IGNORECASE)
_SOURCE_LINK = re.compile(
    r"\W*(?:source(?: link)?|via|original (?:article|story|post|source)"
    r"|read (?:the )?(?:full|original) (?:article|story)"
    r"|(?:मूल )?(?:स्रोत|सोर्स)|मूल (?:लेख|ख\u093c?बर)|साभार)\W*",
    re.IGNORECASE,
)
_SOURCE_LINE = re.compile(r"\W*(?:source|via|स्रोत|सोर्स|साभार)\s*[:\-–]?\s*", re.IGNORECASE)


class Found(NamedTuple):
    """A value and where it was read."""

    value: Any
    source: Source


def canonical_of(document: Document, url: str) -> tuple[str, Source | None]:
    """Return the article's one address: a believable <link rel=canonical>, else *url* itself."""
    for href in document.rels.get("canonical", ()):
        try:
            named = believable_canonical(url, _joined(url, href))
        except ValueError:
            continue
        if named:
            return named, "meta"
    try:
        return canonical_url(url), "url"
    except ValueError:
        return url, "url"  # a file, not yet published anywhere


def choose_article(
    nodes: Sequence[dict[str, Any]], document: Document, url: str, canonical: str
) -> dict[str, Any]:
    """Return the JSON-LD article that is this page's, or an empty object.

    Of several, the one with the page's address, else the one with its headline. What it lacks and a
    WebPage node of the page has is taken from there (Yoast writes dates and authors to both).
    """
    articles = articles_in(nodes)
    chosen: dict[str, Any] = {}
    if len(articles) == 1:
        chosen = articles[0]
    elif articles:
        addresses = {_key(url), _key(canonical)} - {None}
        named = [a for a in articles if addresses & {_key(urljoin(url, u)) for u in _urls_of(a)}]
        titles = " ".join(
            [document.title, *(h.text[:500] for h in document.headings if h.level == 1)]
        )
        words = set(tokens(fold(titles[:3000])))
        chosen = max(named or articles, key=lambda article: _likeness(article, words))
    if not chosen or "datePublished" not in chosen:
        for node in nodes:
            if types_of(node) & {"WebPage", "VideoObject", "ImageGallery", "MediaGallery"}:
                kept = {k: v for k, v in node.items() if k in _SHARED and v}
                if "datePublished" in kept or "uploadDate" in kept:
                    return {**kept, **chosen}
    return chosen


_SHARED = (
    "datePublished",
    "uploadDate",
    "dateModified",
    "author",
    "inLanguage",
    "isAccessibleForFree",
)


def _likeness(article: dict[str, Any], words: set[str]) -> float:
    own = set(tokens(fold((text_of(article.get("headline")) or "")[:1000])))
    return len(own & words) / len(own) if own else 0.0


def _urls_of(article: dict[str, Any]) -> list[str]:
    found = []
    for key in ("mainEntityOfPage", "url", "@id"):
        value = article.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str):
            found.append(value)
    return found


def _key(url: str) -> str | None:
    try:
        return address_key(url)
    except ValueError:
        return None


def description_of(document: Document, article: dict[str, Any]) -> Found | None:
    """Return the page's own summary of the article."""
    for name in ("og:description", "description", "twitter:description"):
        if (content := document.meta(name)) and (text := clean(content)):
            return Found(text, "meta")
    said = text_of(article.get("description"))
    return Found(said, "json-ld") if said else None


def section_of(
    document: Document, article: dict[str, Any], breadcrumbs: list[str] | None
) -> Found | None:
    """Return the section in the page's own word."""
    if text := text_of(article.get("articleSection")):
        return Found(text, "json-ld")
    if (content := document.meta("article:section")) and (text := clean(content)):
        return Found(text, "meta")
    return Found(breadcrumbs[-1], "generic") if breadcrumbs else None


def breadcrumbs_of(
    document: Document, nodes: Sequence[dict[str, Any]], headline: str
) -> Found | None:
    """Return the path of sections to the article, without the front page and the article itself."""
    for node in nodes:
        if "BreadcrumbList" in types_of(node):
            items = node.get("itemListElement")
            names = [
                name
                for item in (items if isinstance(items, list) else [items])
                if isinstance(item, dict)
                and (name := text_of(item.get("name")) or text_of(item.get("item")))
            ]
            if crumbs := _sections(names, headline):
                return Found(crumbs, "json-ld")
    names = [clean(link.text) for link in document.crumbs()]
    crumbs = _sections(names[:8], headline)
    return Found(crumbs, "generic") if crumbs else None


def _sections(names: Sequence[str], headline: str) -> list[str]:
    key = fold(headline)
    return [
        name
        for name in dict.fromkeys(names)
        if 1 < len(name) <= 80
        and not name.startswith("http")
        and not _HOME.fullmatch(name)
        and not key.startswith(fold(name).rstrip(". "))
    ]


def keywords_of(document: Document, article: dict[str, Any]) -> Found | None:
    """Return the keywords that the publisher gives."""
    candidates: list[tuple[Source, list[str]]] = [
        ("json-ld", texts_of(article.get("keywords"))),
        ("meta", [*document.metas.get("news_keywords", ())]),
        ("meta", [*document.metas.get("article:tag", ())]),
        ("meta", [*document.metas.get("keywords", ())]),
    ]
    for source, texts in candidates:
        words = [
            word
            for text in texts
            for part in (text.split(",") if len(texts) == 1 else [text])
            if (word := clean(part).strip(" #,"))
        ]
        if words:
            return Found(list(dict.fromkeys(words))[:50], source)
    return None


def image_of(document: Document, article: dict[str, Any], url: str) -> Found | None:
    """Return the address of the article's picture."""
    candidates: list[tuple[Source, Any]] = [("json-ld", _image(article.get("image")))]
    candidates += [
        ("meta", document.meta(name))
        for name in ("og:image", "og:image:url", "og:image:secure_url", "twitter:image")
    ]
    for source, value in candidates:
        if isinstance(value, str) and (address := web_address(value, url)):
            return Found(address, source)
    return None


def _image(value: Any) -> Any:
    for _ in range(3):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get("url") or value.get("contentUrl") or value.get("@id")
    return value


_PLAIN = re.compile(
    r"https?://[a-z0-9][a-zA-Z0-9.-]*(?::[0-9]+)?/[a-zA-Z0-9._~/%+-]*(?:\?[a-zA-Z0-9._~/%+=&-]+)?"
)
"""What most addresses look like: absolute, and nothing in them that is read in another way."""


def _joined(url: str, href: str) -> str:
    """Return *href* as an absolute address: `urljoin`, which a plain one can do without."""
    href = href.strip()
    return href if _PLAIN.fullmatch(href) else urljoin(url, href)


def web_address(href: str, url: str) -> str | None:
    """Return *href*, as it stands on the page at *url*, as an absolute http(s) address."""
    try:
        address = _joined(url, href)
        if len(address) <= 4096 and _PLAIN.fullmatch(address):
            return address
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or len(address) > 4096:
            return None
    except ValueError:
        return None
    return address.encode("utf-8", "ignore").decode("utf-8")


def publisher_of(document: Document, article: dict[str, Any]) -> Found | None:
    """Return the name of the paper."""
    if text := text_of(article.get("publisher")):
        return Found(text, "json-ld")
    content = document.meta("og:site_name", "application-name", "dc.publisher")
    return Found(text, "meta") if content and (text := clean(content)) else None


def accessible_for_free(nodes: Sequence[dict[str, Any]], article: dict[str, Any]) -> bool | None:
    """Return what isAccessibleForFree says; a part that is not free makes the article not free."""
    said: bool | None = None
    for node in (article, *nodes):
        if node is not article and "WebPageElement" not in types_of(node):
            continue
        value = node.get("isAccessibleForFree")
        text = str(value).strip().lower() if isinstance(value, (bool, str)) else ""
        if text in ("false", "http://schema.org/false", "https://schema.org/false", "no"):
            return False
        if text in ("true", "http://schema.org/true", "https://schema.org/true", "yes"):
            said = True
    return said


def source_url_of(document: Document, url: str, first_line: int, last_line: int) -> Found | None:
    """Return where an aggregator says it took the story from: a link out, named 'Source link'."""
    lines = document.first_lines(last_line + 1)
    for link in document.links_on(first_line, last_line):
        line = lines[link.line].text if link.line < len(lines) else ""
        named = _SOURCE_LINK.fullmatch(link.text) or (
            len(line) < 120
            and (label := _SOURCE_LINE.match(line))
            and label.end() > 0
            and line[label.end() :].startswith(link.text)
        )
        if named and (address := web_address(link.href, url)) and not same_site(address, url):
            return Found(address, "generic")
    return None
