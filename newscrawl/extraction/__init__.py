"""One page to one article: `extract_article` is pure, and the same for a crawl and a saved page."""

from newscrawl.extraction.article import extract_article
from newscrawl.extraction.refusals import (
    LegacyFont,
    ListingPage,
    Mojibake,
    NoBody,
    NoHeadline,
    NotHtml,
    PaywallStub,
    ProductPage,
    SoftNotFound,
    Teaser,
)
from newscrawl.extraction.selectors import Selectors

__all__ = [
    "LegacyFont",
    "ListingPage",
    "Mojibake",
    "NoBody",
    "NoHeadline",
    "NotHtml",
    "PaywallStub",
    "ProductPage",
    "Selectors",
    "SoftNotFound",
    "Teaser",
    "extract_article",
]
