"""Why a page is no article: one class for each reason, counted by its name."""

from __future__ import annotations

from newscrawl.items import NotAnArticle


class NotHtml(NotAnArticle):
    """Not a page: a PDF, an image, JSON, a feed, nothing at all."""


class NoBody(NotAnArticle):
    """No text that reads as an article."""


class NoHeadline(NotAnArticle):
    """Text without any headline."""


class ListingPage(NotAnArticle):
    """A list of articles: a home page, a section, a tag, a search."""


class ProductPage(NotAnArticle):
    """A price table or a list of products."""


class SoftNotFound(NotAnArticle):
    """A page that says, with status 200, that the page was not found."""


class PaywallStub(NotAnArticle):
    """The opening of an article whose rest is for subscribers or behind a login."""


class Teaser(NotAnArticle):
    """A text that is cut off and goes on elsewhere."""


class Mojibake(NotAnArticle):
    """Text decoded wrongly, beyond repair."""


class LegacyFont(NotAnArticle):
    """Text in a font encoding of its own, such as Kruti Dev."""
