"""What a site may say about its own pages."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError


@dataclass(frozen=True, kw_only=True)
class Selectors:
    """CSS of a site's article page, only where the page forces it; None leaves it to the generic.

    A selector that finds nothing falls back to the generic extraction, and `provenance` says so.
    Of a date the ``datetime`` or ``content`` attribute is read first, of an image ``src``, of a
    source URL ``href``.
    """

    body: str | None = None  # the element around the paragraphs, or the paragraphs themselves
    headline: str | None = None
    description: str | None = None
    authors: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    article_section: str | None = None
    breadcrumbs: str | None = None
    keywords: str | None = None
    image: str | None = None
    source_url: str | None = None


def select_nodes(parser: LexborHTMLParser, css: str) -> list[LexborNode]:
    """Return the elements at *css*; raises ValueError for a selector that is no CSS."""
    try:
        return parser.css(css)
    except SelectolaxError as error:
        raise ValueError(f"no CSS selector: {css!r}") from error


def select_texts(parser: LexborHTMLParser, css: str | None, *attributes: str) -> list[str]:
    """Return of each element at *css* the first of *attributes* that is set, else its text."""
    found = []
    for node in select_nodes(parser, css) if css else ():
        values = node.attributes
        text = next((value for name in attributes if (value := values.get(name))), None)
        text = " ".join((text or node.text(separator=" ")).split())
        if text:
            found.append(text)
    return found
