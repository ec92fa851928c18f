"""Redirects, followed through the address guard and the robots rules like every request."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from newscrawl.fetching.address_guard import OddAddress


class TooManyRedirects(IgnoreRequest):
    """A page that leads on and on, or in a circle."""


class Redirects(RedirectMiddleware):
    """Scrapy's, which looks for the middleware that sets a Referer: newscrawl sends none."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it without the look, and the warning, at each start."""
        middleware = cls(crawler.settings)
        middleware.crawler = crawler
        return middleware

    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Follow a redirect. Raises OddAddress and TooManyRedirects, which are counted by class."""
        try:
            return super().process_response(request, response)
        except ValueError as error:
            raise OddAddress(f"redirect of {request.url}: {error}") from error
        except IgnoreRequest as error:
            raise TooManyRedirects(f"{request.url}: {error}") from error
