"""What a page is: an article of some type, or something that must not become a record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from newscrawl.extraction.body import Body
from newscrawl.extraction.document import Document
from newscrawl.extraction.headline import Headline
from newscrawl.extraction.jsonld import types_of
from newscrawl.extraction.lines import CHROME, HEADING, HIDDEN, Line
from newscrawl.extraction.prose import letters
from newscrawl.extraction.refusals import (
    ListingPage,
    NoBody,
    PaywallStub,
    ProductPage,
    SoftNotFound,
    Teaser,
)
from newscrawl.hindi.text import normalize
from newscrawl.items import PageType
from newscrawl.urls import is_home

_SHORTEST_BODY = 60
"""Letters; the shortest brief seen has 160."""
_OPENING = 350
"""Letters, in two paragraphs at most: such a text that says it goes on elsewhere is its opening."""
_PRODUCT_TEXT = 450
"""Letters: what stands on a page that sells something is shorter."""

_MANY_TITLES = 8
"""Linked headlines: an article has that many related ones around it, but then its own text."""
_NOT_FOUND = re.compile(
    r"(?:पृष्ठ|पेज|पन्ना|ख\u093c?बर)\s+(?:नहीं|नही)\s+मिल"
    r"|(?:पृष्ठ|पेज)\s+(?:उपलब्ध|मौजूद)\s+(?:नहीं|नही)|\b404\b"
    r"|\b(?:page|story|article|content)\s+(?:was |is |could )?not (?:be )?(?:found|available)"
    r"|\bnot found\b|no longer available|\boops\b|nothing (?:was )?found",
    re.IGNORECASE,
)
_MEMBERSHIP = "सदस्य|सब्सक्रिप्शन|सब्सक्राइब|मेंबरशिप|मेम्बरशिप|लॉगिन|लॉग इन|साइन इन|रजिस्टर|प्रीमियम|ऐप|एप"
_PAYWALL = re.compile(
    rf"(?:पढ\u093c?ने|पढ\u093c?ना|जारी रखने)\s+के\s+लिए[^।.]{{0,60}}(?:{_MEMBERSHIP})"
    rf"|(?:{_MEMBERSHIP})[^।.]{{0,60}}(?:लेकर|लें और|करके|कर) [^।.]{{0,30}}पढ\u093c?"
    r"|(?:मेंबरशिप|मेम्बरशिप|सदस्यता|सब्सक्रिप्शन) (?:है तो|लें|लीजिए|खरीदें)"
    r"|अधूरा नहीं|पूरी ख\u093c?बर[^।]{0,25}(?:ऐप|एप)\s+पर"
    r"|(?:subscribe|log ?in|sign ?in|register)\s+(?:now\s+)?to\s+(?:read|continue|unlock|access)"
    r"|subscribers? only|already a (?:subscriber|member)|unlock this (?:story|article)"
    r"|premium (?:story|article|content)",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*$"
    r"|(?:continue reading|read more|read full|आगे पढ\u093c?ें|और पढ\u093c?ें"
    r"|पूरी ख\u093c?बर (?:यहां |यहाँ )?पढ\u093c?ें|विस्तार से पढ\u093c?ें)\W*$",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"(?:₹|\bRs\.?|\bINR|रु\.?|रुपये|रुपए)\s*[0-9\u0966-\u096f][0-9\u0966-\u096f,]*"
    r"|[0-9\u0966-\u096f][0-9\u0966-\u096f,]*\s*(?:रुपये|रुपए|रु\.)",
    re.IGNORECASE,
)
_LIVE = re.compile(r"(?<![a-z])(?:live-?blog|live-?updates?|live-news)(?![a-z])", re.IGNORECASE)
_LIVE_HEADLINE = re.compile(
    r"\blive\b\s*(?:updates?|blog|:|-|\|)|लाइव\s*(?:अपडेट|ब्लॉग|:|-|\|)", re.I
)
_GALLERY = re.compile(
    r"(?<![a-z])(?:photo-?(?:gallery|galleries|feature|story)?s?|galler(?:y|ies)|pictures|slideshow"
    r"|web-?stor(?:y|ies)|visual-?stor(?:y|ies))(?![a-z])",
    re.IGNORECASE,
)
_VIDEO = re.compile(r"(?<![a-z])(?:videos?|video-?show|watch)(?![a-z])", re.IGNORECASE)


def is_declared_article(document: Document, article: dict[str, Any]) -> bool:
    """Whether the page says of itself that it is an article."""
    return bool(
        article
        or "article" in (document.meta("og:type") or "").lower()
        or document.meta("article:published_time", "article:published_date")
    )


def page_type(
    url: str, headline: str, document: Document, nodes: Sequence[dict[str, Any]]
) -> PageType:
    """Return the type of the article at *url* by its JSON-LD, og:type and the words of its path."""
    types = {name for node in nodes for name in types_of(node)}
    is_article = any(name.endswith(("Article", "Posting")) for name in types)
    segments = [unquote(segment) for segment in urlsplit(url).path.split("/") if segment]
    folders = "/".join(segments[:-1])
    if (
        "LiveBlogPosting" in types
        or _LIVE.search(folders)
        or (_LIVE.search("/".join(segments)) and _LIVE_HEADLINE.search(headline))
    ):
        return "live_blog"
    if _GALLERY.search(folders) or (not is_article and types & {"ImageGallery", "MediaGallery"}):
        return "photo_gallery"
    if (
        _VIDEO.search(folders)
        or (document.meta("og:type") or "").startswith("video")
        or ("VideoObject" in types and not is_article)
    ):
        return "video"
    return "article"


def refuse_other_pages(
    url: str,
    headline: Headline | None,
    document: Document,
    body: Body | None,
    *,
    declared: bool,
    dated: bool,
    free: bool | None,
    types: set[str],
) -> None:
    """Raise the NotAnArticle that names what the page is, where it is no article.

    *declared* tells that the page calls itself an article, *dated* that it names its date to
    programs, *free* what it says of its access; *types* are the schema.org types on it.
    """
    size = sum(map(letters, body.paragraphs)) if body else 0
    title = headline.text if headline else ""
    if (
        not dated
        and size < 600
        and any(
            text and len(text) < 120 and _NOT_FOUND.search(normalize(text))
            for text in (title, document.title)
        )
    ):
        raise SoftNotFound(f"says {(title or document.title)[:80]!r}")
    if is_home(url) and not declared:
        raise ListingPage("a front page")
    if _is_listing(document, body, declared=declared):
        raise ListingPage("linked headlines with excerpts")
    if not declared and not dated and _is_product(document, types, size):
        raise ProductPage(f"prices, and {size} letters of prose")
    if body is None or (body.lines and body.excerpts == len(body.lines)):
        raise NoBody("nothing but excerpts of other articles" if body else "no prose")
    if size < _OPENING and headline and _is_below_cards(document, headline, body):
        raise NoBody(f"{size} letters, below other articles")
    if size < _SHORTEST_BODY:
        raise NoBody(f"{size} letters of prose")
    if size < _OPENING and len(body.paragraphs) <= 2:
        start = body.lines[0].index if body.lines else 0
        end = body.lines[-1].index + 1 if body.lines else 0
        following = [normalize(line.text[:300]) for line in document.lines[start : end + 8]]
        if any(len(text) < 200 and _PAYWALL.search(text) for text in following):
            raise PaywallStub(f"{size} letters before a wall")
        if free is False:
            raise PaywallStub(f"{size} letters of an article that is not free")
        last = body.paragraphs[-1]
        if _CUT_OFF.search(last):
            raise Teaser(f"ends in {last[-30:]!r}")
        after = "".join(following[end - start : end - start + 1])
        if len(after) < 60 and _CUT_OFF.search(after):
            raise Teaser(f"goes on under {after!r}")


def _is_product(document: Document, types: set[str], size: int) -> bool:
    if size >= _PRODUCT_TEXT:
        return False
    if types & {"Product", "ProductGroup", "OfferCatalog"}:
        return True
    priced = sum(1 for line in document.lines if len(line.text) < 80 and _PRICE.search(line.text))
    return priced >= 8


def _is_listing(document: Document, body: Body | None, *, declared: bool) -> bool:
    """Whether what looks like prose are the excerpts below linked headlines, or there is none."""
    if body is None:
        return not declared and _linked_headlines(document) >= 5
    return body.excerpts * 2 > len(body.lines) and (
        body.excerpts >= 3 or _linked_headlines(document) >= (_MANY_TITLES if declared else 1)
    )


def _linked_headlines(document: Document) -> int:
    return sum(map(_is_linked_headline, document.lines))


def _is_below_cards(document: Document, headline: Headline, body: Body) -> bool:
    """Whether other articles stand between the headline and the text: it is the page's own."""
    if headline.line is None or not body.lines:
        return False
    between = document.lines[headline.line + 1 : body.lines[0].index]
    return any(_is_linked_headline(line) for line in between)


def _is_linked_headline(line: Line) -> bool:
    return (
        bool(line.block.flags & HEADING)
        and not line.block.flags & (CHROME | HIDDEN)
        and line.link_share > 0.7
        and len(line.text) >= 20
    )
