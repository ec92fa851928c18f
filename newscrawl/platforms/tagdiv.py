"""tagDiv 'Newspaper', the WordPress theme of hundreds of Indian news sites.

Its markup has two makes: the classic theme files (`td-`) and Cloud templates (`tdb-`). Structure
and sources: sites.md, section 2. The numbers of `tdi_` classes differ from page to page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar
from urllib.parse import urljoin

from scrapy.http import Request, Response
from selectolax.lexbor import LexborHTMLParser

from newscrawl.category_spider import CategorySpider
from newscrawl.extraction import Selectors
from newscrawl.extraction.charset import decode
from newscrawl.extraction.listing import Link, Listing
from newscrawl.extraction.shown_date import shown_date
from newscrawl.paging import (
    IsArticle,
    NumberedPages,
    Paging,
    TagDivPages,
    is_json,
    loop_form,
)
from newscrawl.urls import Identity, address_key, canonical_url, is_trap, same_site

# A Cloud content block also has the classic class.
CONTENT = ".tdb_single_content > .tdb-block-inner", ".td-post-content:not(.tdb_single_content)"
TEXT = ":is(p, h2, h3, h4, h5, h6, ul, ol, blockquote, table)"
PARAGRAPHS = (
    f"> {TEXT}",
    # Pasted text stands in plain elements; those of blocks, widgets and advertisements have a name.
    f"> div:not([class], [id]) > {TEXT}",
    f"> div:not([class], [id]):not(:has(div, {TEXT}))",
)
SELECTORS = Selectors(
    headline="h1.tdb-title-text, .td-post-title h1.entry-title, .td-post-header h1.entry-title",
    body=", ".join(f"{content} {part}" for content in CONTENT for part in PARAGRAPHS),
    date_published=(
        ".td-post-title .td-post-date time, .td-post-title .td-post-date:not(:has(time)),"
        ".tdb_single_date time, .tdb_single_date:not(:has(time))"
    ),
    # What auto-blogging plugins append.
    source_url=".td-post-content p > a:lexbor-contains('source link' i)",
    keywords=".td-post-source-tags .td-tags a, .tdb_single_tags .tdb-tags a",
)

COLUMN = ".td-ss-main-content", ".tdb_loop"
BIG_GRID = (
    ".td-big-grid-wrapper",
    "[class*='td_block_big_grid_flex']",
    "[class*='tdb_category_grid']",
)
CARD = ".td_module_wrap, .td-big-grid-post"
CARD_LINK = ".td-module-title a[href], .td-module-thumb a[href]"
LATER_PAGE = re.compile(r"/page/(?!1(?:/|$))\d|[?&]paged=(?!1(?:&|$))\d")
BESIDE_THE_LIST = (
    ".td-main-sidebar, .td-ss-main-sidebar, [class*='td_block_related'], [class*='mega_menu']"
)


class TagDivListings(TagDivPages):
    """The big grid and the main column; next is the pager's arrow to the right.

    The cards of the theme also make up its sidebars and menus, so only those in the list's own
    place count. A page without such a place, of another theme or template, is read as any other.
    """

    def read(self, response: Response, is_article: IsArticle) -> Listing:
        """Return the links of a page."""
        listing = super().read(response, is_article)
        if is_json(response) or listing.nofollow:
            return listing
        page = LexborHTMLParser(decode(response.body))
        links = {address_key(link.url): link for link in list_cards(page, response.url)}
        articles = [link for link in links.values() if not is_article or is_article(link.url)]
        arrow = page.css_first(".page-nav a[href]:has(.td-icon-menu-right)")
        following = resolve(arrow.attributes["href"], response.url) if arrow else None
        return replace(
            listing,
            articles=tuple(articles) or listing.articles,
            next_page=following or listing.next_page,
        )

    def next_request(
        self, first: str, page: int, response: Response, listing: Listing
    ) -> Request | None:
        """Return the page that is linked to or loaded, else, without a pager, that of the URL."""
        if following := super().next_request(first, page, response, listing):
            return following
        if not listing.articles or is_json(response):
            return None
        html = decode(response.body)
        if loop_form(html)[0] or LexborHTMLParser(html).css_matches(".page-nav"):
            return None  # the last page
        return Request(BY_URL.address(first, page + 1))


BY_URL = NumberedPages(form="/page/{}/")


def list_cards(page: LexborHTMLParser, url: str) -> Iterator[Link]:
    """Yield the links of the cards in the list's own place, in reading order.

    The big grid shows the newest on every page, so it is read on the first alone: on a later one
    its dates would say that the list has not grown older.
    """
    places = page.css(", ".join(COLUMN if LATER_PAGE.search(url) else (*BIG_GRID, *COLUMN)))
    beside = {card.mem_id for place in page.css(BESIDE_THE_LIST) for card in place.css(CARD)}
    for place in places:
        for card in place.css(CARD):
            anchor = card.css_first(CARD_LINK)
            if anchor is None or card.mem_id in beside:
                continue
            address = resolve(anchor.attributes["href"], url)
            if address and same_site(address, url) and not is_trap(address):
                headline = card.css_first(".td-module-title")
                text = " ".join((headline or anchor).text().split())
                yield Link(url=address, text=text, published=shown_date(card))


def resolve(href: str | None, base: str) -> str | None:
    """Return the canonical URL of a link; None where it leads to no page."""
    try:
        return canonical_url(urljoin(base, href or ""))
    except ValueError:
        return None


class TagDivSpider(CategorySpider):
    """A site of the theme: declare name, allowed_domains and sections, see CategorySpider."""

    paging: ClassVar[Paging] = TagDivListings()
    identity: ClassVar[Identity] = Identity(final_slash=True)
    selectors: ClassVar[Selectors | None] = SELECTORS
