"""How a listing is read and its next page found: a mechanism each, a site names the one it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from scrapy.http import Request, Response

from newscrawl.extraction.listing import Listing, read_listing

IsArticle = Callable[[str], object] | None
"""A site's article pattern; None where the site is not known and links are judged by form."""


class Paging(Protocol):
    """Read the pages of a listing, counted from 1."""

    def read(self, response: Response, is_article: IsArticle) -> Listing:
        """Return the links of a page."""

    def next_request(
        self, first: str, page: int, response: Response, listing: Listing
    ) -> Request | None:
        """Return the request for the page after *page* of the listing that begins at *first*.

        It has no callback. None where the listing ends.
        """


@dataclass(frozen=True)
class LinkedPages:
    """HTML that links to its next page: rel=next, a next word, a numbered pager."""

    def read(self, response: Response, is_article: IsArticle) -> Listing:
        """Return the links of a page."""
        return read_listing(response.body, response.url, is_article=is_article)

    def next_request(
        self, first: str, page: int, response: Response, listing: Listing
    ) -> Request | None:
        """Return a request for the address that the page links to."""
        return Request(listing.next_page) if listing.next_page else None
