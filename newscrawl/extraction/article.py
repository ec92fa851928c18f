"""One page in, one article out: every part of the extraction in its order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, overload

from selectolax.lexbor import LexborHTMLParser

from newscrawl.extraction.body import Body, body_of_json_ld, body_of_selected, find_body
from newscrawl.extraction.byline import find_authors
from newscrawl.extraction.charset import to_utf_8
from newscrawl.extraction.dateline import agency_of_any, find_dateline
from newscrawl.extraction.document import Document, open_document, read_document
from newscrawl.extraction.headline import Headline, find_headline
from newscrawl.extraction.jsonld import clean, read_json_ld, text_of, types_of
from newscrawl.extraction.metadata import (
    Found,
    accessible_for_free,
    breadcrumbs_of,
    canonical_of,
    choose_article,
    description_of,
    image_of,
    keywords_of,
    publisher_of,
    section_of,
    source_url_of,
    web_address,
)
from newscrawl.extraction.pagekind import is_declared_article, page_type, refuse_other_pages
from newscrawl.extraction.parsing import parse
from newscrawl.extraction.refusals import LegacyFont, Mojibake, NoBody, NoHeadline, NotHtml
from newscrawl.extraction.rights import find_rights
from newscrawl.extraction.selectors import Selectors, select_nodes, select_texts
from newscrawl.extraction.timestamps import find_timestamps
from newscrawl.hindi.language import detect_language
from newscrawl.hindi.text import fold, text_warnings
from newscrawl.items import (
    Article,
    Provenance,
    Raw,
    Source,
    article_id,
    content_hash,
    word_count,
)

MAX_HEADLINE = 1_000
MAX_FIELD = 200_000
"""Characters; what is longer is cut, with a warning."""

_HEADER = 12
"""Lines below a headline that byline and date stand in, where no body is found on the page."""

_SAMPLE = 4_000
"""Characters that tell the language of a text, and whether it is one at all."""
_DEVANAGARI = re.compile("[\u0900-\u097f]")

_NOT_MARKUP = re.compile(
    rb"\s*(?:%PDF|(?:<\?xml[^>]*\?>\s*)?<(?:rss|feed|urlset|sitemapindex|rdf)\b)"
)
_JSON_ENDS = (b"{", b"["), (b"}", b"]")
_BINARY = (
    b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"OggS",
)  # fmt: skip
_ELEMENT = re.compile(rb"<(?:!doctype|[a-z][a-z0-9-]*)[\s/>]", re.IGNORECASE)


def extract_article(
    html: bytes | str,
    url: str,
    *,
    encoding: str | None = None,
    fetched_at: datetime | None = None,
    headers: Mapping[str, str] | None = None,
    selectors: Selectors | None = None,
) -> Article:
    """Return the article on the page *html* that was fetched from *url*.

    Pure: no network, no clock, no settings. *encoding* is what the transport named and is only
    believed where the bytes agree. *fetched_at* resolves relative dates ("2 घंटे पहले") and shows
    dates of the future; without it neither is done. *headers* are the response's (X-Robots-Tag,
    tdm-reservation, Content-Usage; one that came twice is joined by a line break). *selectors* are
    a site's own; where they find anything they win over the generic extraction.

    Raises a subclass of NotAnArticle, see `newscrawl.extraction.refusals`, for a page that is none.
    The language is not judged here: see `in_language`.
    """
    parser = parse(_markup(html, encoding, headers))
    own = selectors or Selectors()
    document = (open_document if own.headline and own.body else read_document)(parser)
    nodes = read_json_ld(document.json_ld)
    canonical, canonical_source = canonical_of(document, url)
    node = choose_article(nodes, document, url, canonical)
    headline = _headline(parser, document, node, own)
    body, body_source = _body(parser, document, headline, own)
    if body is None:  # hidden until a script runs, or in an element that never holds an article
        document = read_document(parser, everything=True)
        body = find_body(document, None, anywhere=True)
    if body is None:
        body, body_source = body_of_json_ld(node), "json-ld"
    lines = body.lines if body else []
    title_line = headline.line if headline and headline.line is not None else 0
    header_end = title_line + _HEADER
    first_line = lines[0].index if lines else min(header_end, len(document.first_lines(header_end)))
    last_line = lines[-1].index if lines else first_line
    dates = find_timestamps(
        document,
        node,
        headline.line if headline else None,
        first_line,
        last_line,
        fetched_at,
        select_texts(parser, own.date_published, "datetime", "content"),
        select_texts(parser, own.date_modified, "datetime", "content"),
    )
    declared = is_declared_article(document, node)
    free = accessible_for_free(nodes, node)
    refuse_other_pages(
        url,
        headline,
        document,
        body,
        declared=declared,
        dated=dates.published_source not in (None, "text"),
        free=free,
        types={name for each in nodes for name in types_of(each)},
    )
    if body is None:
        raise NoBody
    if headline is None:
        raise NoHeadline
    if len(body.paragraphs) > 1 and _same(body.paragraphs[0], headline.text):
        del body.paragraphs[0]
    text = "\n\n".join(body.paragraphs)
    warnings = text_warnings(text if _DEVANAGARI.search(text) else text[:_SAMPLE])
    if "mojibake" in warnings:
        raise Mojibake(f"in {text[:60]!r}")
    if "legacy font" in warnings:
        raise LegacyFont(f"in {text[:60]!r}")

    publisher = publisher_of(document, node)
    authors = find_authors(
        document,
        node,
        headline.line,
        first_line,
        publisher.value if publisher else None,
        select_texts(parser, own.authors),
    )
    following = document.first_lines(last_line + 3)[last_line + 1 : last_line + 3]
    closing = [line.text for line in following]
    place, agency = find_dateline(body.paragraphs, closing)
    agency_source: Source | None = "text" if agency else None
    if agency is None and authors and (signed := agency_of_any(authors.names)):
        agency, agency_source = signed, authors.source
    description = _selected(parser, own.description) or description_of(document, node)
    breadcrumbs = _selected_list(parser, own.breadcrumbs) or breadcrumbs_of(
        document, nodes, headline.text
    )
    section = _selected(parser, own.article_section) or section_of(
        document, node, breadcrumbs.value if breadcrumbs else None
    )
    keywords = _selected_list(parser, own.keywords) or keywords_of(document, node)
    image = _selected_address(parser, own.image, url, "src", "content") or image_of(
        document, node, url
    )
    source_url = _selected_address(parser, own.source_url, url, "href") or source_url_of(
        document, url, first_line, last_line + 15
    )
    cut = _Cut(warnings)
    article_body = cut(text, "article_body", MAX_FIELD)
    title = cut(headline.text, "headline", MAX_HEADLINE)
    return Article(
        id=article_id(canonical),
        url=url,
        canonical_url=canonical,
        headline=title,
        description=cut(_value(description), "description", MAX_FIELD),
        article_body=article_body,
        authors=authors.names if authors else None,
        agency=agency,
        dateline=place,
        date_published=dates.published.isoformat() if dates.published else None,
        date_modified=dates.modified.isoformat() if dates.modified else None,
        date_precision=dates.precision,
        article_section=cut(_value(section), "article_section", MAX_HEADLINE),
        breadcrumbs=_value(breadcrumbs),
        keywords=_value(keywords),
        in_language=detect_language(article_body[:_SAMPLE]),
        word_count=word_count(article_body),
        image=_value(image),
        publisher=cut(_value(publisher), "publisher", MAX_HEADLINE),
        page_type=page_type(url, title, document, nodes),
        is_accessible_for_free=free,
        source_url=_value(source_url),
        rights=find_rights(document, headers, paywalled=free is False),
        content_hash=content_hash(title, article_body),
        warnings=[*warnings, *dates.warnings] or None,
        provenance=Provenance(
            headline=headline.source,
            description=_source(description),
            article_body=body_source,
            authors=authors.source if authors else None,
            agency=agency_source,
            dateline="text" if place else None,
            date_published=dates.published_source,
            date_modified=dates.modified_source,
            article_section=_source(section),
            breadcrumbs=_source(breadcrumbs),
            keywords=_source(keywords),
            in_language="text",
            image=_source(image),
            publisher=_source(publisher),
            is_accessible_for_free="json-ld" if free is not None else None,
            source_url=_source(source_url),
            canonical_url=canonical_source,
        ),
        raw=Raw(
            date_published=cut(dates.published_raw, "raw.date_published", MAX_HEADLINE),
            date_modified=cut(dates.modified_raw, "raw.date_modified", MAX_HEADLINE),
            authors=cut(authors.raw if authors else None, "raw.authors", MAX_HEADLINE),
        ),
    )


def _markup(html: bytes | str, encoding: str | None, headers: Mapping[str, str] | None) -> bytes:
    """Return the page in UTF-8; raises NotHtml where it is something else."""
    if isinstance(html, str):
        markup = html.removeprefix("\ufeff").encode("utf-8", "replace")
    elif html.startswith(_BINARY):
        raise NotHtml(f"starts with {html[:8]!r}")
    else:
        markup = to_utf_8(html, encoding, headers)
    starts, ends = _JSON_ENDS  # a page may start with what a template forgot, but ends in a tag
    is_json = markup[:1000].lstrip()[:1] in starts and markup[-1000:].rstrip()[-1:] in ends
    if is_json or _NOT_MARKUP.match(markup) or not _ELEMENT.search(markup, 0, 100_000):
        raise NotHtml(f"starts with {markup[:40]!r}")
    return markup


def _headline(
    parser: LexborHTMLParser, document: Document, node: dict[str, Any], own: Selectors
) -> Headline | None:
    declared = text_of(node.get("headline"))
    for text in select_texts(parser, own.headline):
        text = clean(text)
        lines = (line.index for line in document.running_lines() if clean(line.text) == text)
        return Headline(text, "selector", next(lines, None))
    return find_headline(document, [declared] if declared else [])


def _body(
    parser: LexborHTMLParser, document: Document, headline: Headline | None, own: Selectors
) -> tuple[Body | None, Source]:
    if own.body and (body := body_of_selected(select_nodes(parser, own.body))):
        return body, "selector"
    return find_body(document, headline.line if headline else None), "generic"


def _same(text: str, other: str) -> bool:
    """Whether two texts are one but for spelling variants and the stop at the end."""
    return fold(text).strip(" .!?") == fold(other).strip(" .!?")


class _Cut:
    """Cuts what is longer than its field may be, and says so in the warnings."""

    def __init__(self, warnings: list[str]) -> None:
        self.warnings = warnings

    @overload
    def __call__(self, text: str, name: str, limit: int) -> str: ...
    @overload
    def __call__(self, text: str | None, name: str, limit: int) -> str | None: ...
    def __call__(self, text: str | None, name: str, limit: int) -> str | None:
        if text is None or len(text) <= limit:
            return text
        self.warnings.append(f"{name} cut at {limit} characters")
        return text[:limit].rstrip()


def _value(found: Found | None) -> Any:
    return found.value if found else None


def _source(found: Found | None) -> Source | None:
    return found.source if found else None


def _selected(parser: LexborHTMLParser, css: str | None) -> Found | None:
    texts = [clean(text) for text in select_texts(parser, css, "content")]
    return Found(texts[0], "selector") if texts and texts[0] else None


def _selected_list(parser: LexborHTMLParser, css: str | None) -> Found | None:
    texts = [text for each in select_texts(parser, css, "content") if (text := clean(each))]
    return Found(list(dict.fromkeys(texts)), "selector") if texts else None


def _selected_address(
    parser: LexborHTMLParser, css: str | None, url: str, *attributes: str
) -> Found | None:
    for href in select_texts(parser, css, *attributes):
        if address := web_address(href, url):
            return Found(address, "selector")
    return None
