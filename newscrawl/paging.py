"""How the next page of a listing is found: a mechanism each, a site names the one it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from scrapy.http import Request, Response

if TYPE_CHECKING:
    from newscrawl.extraction.listing import Listing


class Paging(Protocol):
    """Find the request for the page after *page* (counted from 1) of the listing at *first*."""

    def next_request(
        self, first: str, page: int, response: Response, listing: Listing
    ) -> Request | None:
        """Return the request for page *page* + 1, without callback, or None at the end."""


@dataclass(frozen=True)
class LinkedPages:
    """The listing links to its next page: rel=next, a next word, a numbered pager."""

    def next_request(
        self, first: str, page: int, response: Response, listing: Listing
    ) -> Request | None:
        """Return a request for the address that the page links to."""
        return Request(listing.next_page) if listing.next_page else None
