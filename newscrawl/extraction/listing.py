"""A listing or home page: its articles, its next page, the sections of its navigation.

Pure, like `extract_article`: no network, no clock. A site's article pattern decides where there is
one; without it a link is judged by the shape of its URL, its words and its place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from newscrawl.extraction.article_links import (
    Candidate,
    article_candidates,
    drop_sections,
    is_article_page,
    links_of,
)
from newscrawl.extraction.charset import decode
from newscrawl.extraction.json_links import json_html, json_links, next_page_in
from newscrawl.extraction.links import Link, Listing, Section
from newscrawl.extraction.main_column import (
    Block,
    article_blocks,
    in_article_zone,
    main_column,
)
from newscrawl.extraction.navigation import sections_of
from newscrawl.extraction.page_links import PageLinks, read_page_links
from newscrawl.extraction.pager import NextPage, next_page, pager_element, vague_next_page
from newscrawl.urls import address_key, canonical_url, is_home

MAX_LINKS = 2_000
"""Articles taken from one page (robustness.md, point 12)."""

IsArticle = Callable[[str], object]
"""A site's article pattern, asked with canonical URLs."""

__all__ = ["MAX_LINKS", "Link", "Listing", "Section", "read_json_listing", "read_listing"]


def read_listing(
    html: bytes | str,
    url: str,
    *,
    encoding: str | None = None,
    is_article: IsArticle | None = None,
    canonicalize: Callable[[str], str] = canonical_url,
) -> Listing:
    """Return the articles, the next page and the sections of the listing *html* at *url*.

    *is_article* tells a site's articles by their canonical URL. On a home page (`is_home`) every
    block of the body counts, elsewhere the main column. An article's page is no listing: its
    related stories are not taken. *canonicalize* is the site's spelling of URLs. Raises ValueError
    where *url* itself is none.
    """
    text = decode(html, encoding) if isinstance(html, bytes) else html
    page = read_page_links(text, canonicalize(url), canonicalize=canonicalize)
    if page.nofollow:
        return Listing(nofollow=True)
    candidates = article_candidates(page, is_article)
    for candidate in candidates.values():
        for anchor in candidate.anchors:
            for element in anchor.element.ancestry():
                element.articles += 1
    page.mark_zones()
    home = is_home(page.url)
    drop_sections(page, candidates)
    following = next_page(page)
    blocks = article_blocks(
        sorted(
            (
                anchor
                for candidate in candidates.values()
                for anchor in candidate.anchors
                if in_article_zone(anchor, home=home)
            ),
            key=lambda anchor: anchor.index,
        )
    )
    if not home and is_article_page(page, blocks, is_article):
        return Listing(sections=sections_of(page, candidates))
    if not home:
        pager = (following and following.element) or pager_element(page)
        blocks = main_column(blocks, heading=page.heading, pager=pager)
    articles = list(links_of(blocks, candidates, judge=is_article is None))
    if not articles:
        articles = list(_embedded(page, is_article, canonicalize))
    if following is None and not home:
        following = _vague(page, blocks, candidates)
    return Listing(
        articles=tuple(articles[:MAX_LINKS]),
        next_page=following.url if following else None,
        sections=sections_of(page, candidates),
    )


def _vague(
    page: PageLinks, blocks: list[Block], candidates: Mapping[str, Candidate]
) -> NextPage | None:
    column = max(blocks, key=lambda block: len(block.cards)).container if blocks else None
    last = max((anchor.index for block in blocks for anchor in block.anchors), default=0)
    return vague_next_page(page, column, last, frozenset(candidates))


def read_json_listing(
    data: object,
    url: str,
    *,
    is_article: IsArticle | None = None,
    template: str | None = None,
    canonicalize: Callable[[str], str] = canonical_url,
) -> Listing:
    """Return the articles named anywhere in the JSON *data* that came from *url*.

    An article is an object with an address: a full URL or a path, a Quintype `slug`, or what
    *template* makes of its values (``/{category}/{webTitleUrl}-{id}.html``). Without any, strings
    of HTML are read as listings: what admin-ajax.php answers with. Raises ValueError where *url* is
    none.
    """
    base = canonicalize(url)
    links = json_links(
        data, base, is_article=is_article, template=template, canonicalize=canonicalize
    )
    found: dict[str, Link] = {}
    for link in islice(links, MAX_LINKS):
        found.setdefault(address_key(link.url), link)
    articles = tuple(found.values())
    if not articles:
        articles = tuple(
            link
            for html in json_html(data)
            for link in read_listing(
                html, base, is_article=is_article, canonicalize=canonicalize
            ).articles
        )
    following = next_page_in(data, base, canonicalize)
    return Listing(articles=articles[:MAX_LINKS], next_page=following)


def _embedded(
    page: PageLinks,
    is_article: IsArticle | None,
    canonicalize: Callable[[str], str],
) -> Iterator[Link]:
    """Yield the articles of the data that a page's script draws, and of its JSON-LD lists."""
    for node in page.tree.css(
        'script[type="application/json"], script[type="application/ld+json"]'
    ):
        try:
            data = json.loads(node.text())
        except ValueError:
            continue  # broken data draws nothing in a browser either
        yield from read_json_listing(
            data, page.url, is_article=is_article, canonicalize=canonicalize
        ).articles
