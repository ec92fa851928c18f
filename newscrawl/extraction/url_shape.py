"""What the shape of a URL says: an article, a listing of articles, or neither.

The forms are those of the 33 Hindi sites in ../shared/reference/urls.tsv and of WordPress,
Blogger, Quintype, Hocalwire and Drupal. A shape is a prior; a listing weighs it with the words
of the link and its place on the page.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from newscrawl.urls import is_home

HEADLINE_WORDS = 4
"""A link of fewer words is the name of something more often than a headline."""


LONG_SLUG = 7
"""Words from which a name in a URL is a headline whatever the link says."""


class PageKind(Enum):
    """What a URL most likely leads to."""

    ARTICLE = "article"  # it carries what only stories carry: an id, a date
    SLUG = "slug"  # words enough for a headline, no id
    UNKNOWN = "unknown"
    LISTING = "listing"  # a section, a topic, a page of one
    OTHER = "other"  # a tag, an author, a video, a policy, a file: nothing to walk


class UrlShape(NamedTuple):
    """The kind of page and, for an article, the mark that shows it."""

    kind: PageKind
    mark: str = ""  # number, date or code: a site uses one of them for all its stories


# Whole segments of a path, without words that name sections too: /tech/apps/…, /state/bihar/…
_LISTING_SEGMENT = re.compile("categor(?:y|ies)|articlelist|topics?|archives?|label")
_OTHER_SEGMENT = re.compile(
    # people and words
    "tags?|authors?|profiles?|reporters?|journalists?|search|users?|members?|"
    # pictures, film and sound
    "videos?|video-?(?:show|list|gallery)|photos?|photo-?(?:show|list|gallery|stor(?:y|ies))|"
    "picture-gallery|galler(?:y|ies)|slideshows?|(?:web|visual)-?stor(?:y|ies)|short-videos|"
    "shorts|reels|live-?tv|live-radio|podcasts?|audio|cartoons?|memes?|"
    # machines
    r"rss|rssfeeds?|feeds?|api|ajax|wp-content|wp-admin|wp-json|wp-login\.php|wp-includes|"
    r"cdn-cgi|static|assets|xmlrpc\.php|"
    # accounts
    "login|sign-?in|logout|register|sign-?up|account|my-account|"
    # tables and games
    "quiz|quizzes|scorecard|live-score|live-cricket-score|points-table"
)
_OTHER_NAME = re.compile(
    "subscribe|subscriptions?|membership|premium-plans|cart|checkout|shop|store|donate|apps?|"
    "download|newsletters?|notifications?|e-?paper|about|about-?us|contact|contact-?us|privacy|"
    "terms|site-?map|advertise|careers|feedback|faq|help|games?|players?|schedule|calculator"
)
_OWN_PAGE = re.compile(
    r"(?:\A|-)(?:privacy|terms|disclaimer|about-us|contact-us|grievance|cookie|copyright|refund|"
    r"advertise|advertising|correction|ethics|ownership|app-download|download-app|mobile-app|"
    r"newsletter|subscribe|writ(?:e|ing)-for-us|submit)(?:-|\Z)"
)
_FILE_TYPE = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|webp|svg|ico|mp[34]|m3u8|xml|rss|atom|zip|apk|json|js|css|txt|docx?)\Z",
    re.I,
)
_PAGE_TYPE = re.compile(r"\.(?:html?|cms|php|aspx?|jsp|amp)\Z", re.I)
_LISTING_NAME = re.compile(
    r"(?:-news-(?:hindi|punjabi))(?:-page-?\d+)?\Z|-page-?\d+\Z|\A[st]-\d+\Z|\Aall-?rel\Z|"
    r"\Apage-?\d+\Z|\Aindex\Z|\A(?:article|news|story|section|post)-?list(?:ing)?\Z"
)

_ID_QUERY = re.compile(
    r"(?:\A|&)(?:prid|autono|story_?id|news_?id|article_?id|post_?id|content_?id|newscode|nid|aid|"
    r"sid|id|p)=\d{2,}(?:&|\Z)",
    re.I,
)
_LISTING_QUERY = re.compile(r"(?:\A|&)(?:cat|cat_?id|category|cid|sort|filter|month)=", re.I)
_OTHER_QUERY = re.compile(r"(?:\A|&)(?:tag|author|s|q|query|search|keyword)=", re.I)
_DATE_PATH = re.compile(r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])(?:/(?:0?[1-9]|[12]\d|3[01]))?(?:/|\Z)")
_DATE_SUFFIX = re.compile(
    r"-(?:20\d\d-\d\d-\d\d|\d\d-\d\d-20\d\d|20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))\Z"
)
# The number at the end of the name: -23197676, _121110500026_1, a-16785300, -801925-KKN, -123456a.
_NUMBER_AT_END = re.compile(r"(?:\A|[-_])[0-9]{5,}(?:_\d)?(?:-KKN|[a-z])?\Z", re.I)
_NUMBER_ALONE = re.compile(r"[0-9]{3,}\Z")
_SHORT_NUMBER_AT_END = re.compile(r"[-_][0-9]+[a-z]?\Z")
_LETTER_NUMBER = re.compile(r"(?:-[a-z0-9]+){3,}-[a-z]\d{2,4}\Z")  # Lokmat: …-b507
_CODE = re.compile(r"\Ac(?=[a-z]*\d)[0-9a-z]{10,12}o\Z")  # BBC: c1l97706v5mo
_STORY_SEGMENTS = frozenset({"articleshow", "story", "article", "articles"})
_HYPHEN = re.compile(r"[-_]+")
_DEVANAGARI = re.compile(r"[\u0900-\u097f]")


@lru_cache(maxsize=4096)
def url_shape(url: str) -> UrlShape:
    """Return what the canonical URL *url* looks like."""
    parts = urlsplit(url)
    segments = [segment.lower() for segment in unquote(parts.path).split("/") if segment]
    if not segments:
        if _ID_QUERY.search(parts.query):
            return UrlShape(PageKind.ARTICLE, "number")
        return UrlShape(PageKind.LISTING if is_home(url) else PageKind.UNKNOWN)
    name = _PAGE_TYPE.sub("", segments[-1])
    if (
        _FILE_TYPE.search(segments[-1])
        or _OTHER_QUERY.search(parts.query)
        or _OTHER_NAME.fullmatch(name)
        or any(map(_OTHER_SEGMENT.fullmatch, (*segments, name)))
    ):
        return UrlShape(PageKind.OTHER)
    if (
        is_home(url)
        or any(map(_LISTING_SEGMENT.fullmatch, (*segments, name)))
        or _LISTING_NAME.search(name)
        or _LISTING_QUERY.search(parts.query)
        or (len(segments) > 1 and segments[-2] == "page" and name.isdecimal())
    ):
        return UrlShape(PageKind.LISTING)
    if _ID_QUERY.search(parts.query):
        return UrlShape(PageKind.ARTICLE, "number")
    return _shape_of_name(segments, name, has_type=name != segments[-1])


def _shape_of_name(segments: list[str], name: str, *, has_type: bool) -> UrlShape:
    words = len(_HYPHEN.split(name))
    if _DATE_SUFFIX.search(name) and words > 4:
        return UrlShape(PageKind.ARTICLE, "date")
    if _NUMBER_AT_END.search(name) or _LETTER_NUMBER.search(name):
        return UrlShape(PageKind.ARTICLE, "number")
    if _CODE.match(name):
        return UrlShape(PageKind.ARTICLE, "code")
    folder = "/" + "/".join(segments[:-1])
    date = _DATE_PATH.search(folder)
    if date and not _NUMBER_ALONE.match(name):
        return UrlShape(PageKind.ARTICLE, "date")
    if _DATE_PATH.search("/" + "/".join(segments)):
        return UrlShape(PageKind.LISTING)  # the archive of a month or a day
    if any(map(_NUMBER_ALONE.match, segments)) and (
        words > 2 or any(len(_HYPHEN.split(segment)) > 3 for segment in segments)
    ):
        return UrlShape(PageKind.ARTICLE, "number")  # /829762/slug/ and /slug/829762
    if (has_type and _SHORT_NUMBER_AT_END.search(name)) or (
        len(segments) > 1 and not _STORY_SEGMENTS.isdisjoint(segments[:-1])
    ):
        return UrlShape(PageKind.ARTICLE, "number")
    if _OWN_PAGE.search(name) and words < 6:
        return UrlShape(PageKind.OTHER)
    if words >= LONG_SLUG:
        return UrlShape(PageKind.SLUG, "long")
    if words >= 4 or (words >= 2 and (has_type or _DEVANAGARI.search(name))):
        return UrlShape(PageKind.SLUG)
    return UrlShape(PageKind.UNKNOWN)
