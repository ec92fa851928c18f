"""The next page of a listing: read from its pager, never backwards, never a calendar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from newscrawl.extraction.page_links import Anchor, Element, PageLinks, Zone
from newscrawl.urls import canonical_url

# The query keys of pagers, those of urls.tsv first.
_PAGE_KEY = (
    r"page|curpg|page-no|paged|pg|pageno|page_no|pagenumber|page_number|pagenum|pn|p|start|offset"
)
_PAGE_IN_URL = (
    re.compile(rf"(?<=[?&])(?:{_PAGE_KEY})=(\d{{1,5}})(?=&|$)", re.I),
    re.compile(r"/(?:page|p)[/-](\d{1,5})(?=/|$|\?|\.html?)", re.I),
    re.compile(r"-page-?(\d{1,5})(?=\.\w+$|/?$)", re.I),
    re.compile(r"(?<=/)(\d{1,4})(?=/?(?:\?|$))"),  # /tags/news/2
)
_CALENDAR = re.compile(
    r"[?&](?:m|month|year|day|date|dt|cal|tribe-bar-date)=|/(?:19|20)\d\d/\d{1,2}(?:/\d{1,2})?/?$",
    re.I,
)
_COMMENTS = re.compile(r"/comment-page-\d|[?&]cpage=|[?&]replytocom=", re.I)

MAX_PAGER_WORDS = 40
"""Characters; a longer link is a headline, which no pager has."""

_ARROWS = " \t\u00a0»›>→⟩❯▶«<←‹|:…."
# Words that mean the next page of this very list.
_NEXT_WORDS = frozenset(
    {
        *("next", "next page", "next »", "older", "older posts", "older entries", "older articles"),
        *("load more", "load more posts", "show more", "see more", "view more"),
        *("अगला", "अगले", "अगली", "अगला पेज", "अगला पृष्ठ", "अगला पन्ना", "अगले पेज पर", "अगले पृष्ठ"),
        *("आगे", "आगे देखें", "आगे बढ़ें", "पुराने पोस्ट", "पुरानी पोस्ट", "पुराने लेख", "पुरानी खबरें"),
        *("और लोड करें", "ज्यादा देखें", "अधिक देखें", "अधिक खबरें"),
        *("और देखें", "और भी देखें", "और खबरें", "और पढ़ें खबरें", "अन्य खबरें", "सभी देखें", "more news", "more"),
    }
)
# Of these, words that as often lead to another section ('more sport').
_VAGUE_WORDS = frozenset(
    {
        *("और देखें", "और भी देखें", "और खबरें", "और पढ़ें खबरें", "अन्य खबरें", "सभी देखें", "अधिक देखें"),
        *("अधिक खबरें", "ज्यादा देखें", "आगे देखें", "more news", "more", "see more", "view more"),
        *("show more",),
    }
)
_NEXT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:next|nextpostslink|pagination-next|pager-next|next-page|blog-pager-older-link|"
    r"older|nav-previous-posts)(?=$|[\s_-])",
    re.I,
)
_GALLERY = re.compile(r"carousel|slick|swiper|slider|gallery|lightbox|owl-|glide", re.I)
_CURRENT = "[aria-current], .current, .active, .selected, .jp-current, .is-active"
_PAGER = re.compile(r"page-?nav|pagination|pager|paging|page-?numbers|paginat|pagenavi", re.I)
_OF_PAGES = re.compile(
    r"(?:page|पेज|पृष्ठ)\s*([0-9०-९]{1,5})\s*(?:of|/|का|में से|से)\s*([0-9०-९]{1,5})", re.I
)
_DEVANAGARI_DIGITS = str.maketrans("०१२३४५६७८९", "0123456789")
_NUKTA = str.maketrans({"\u093c": None})


class PageNumber(NamedTuple):
    """The page number in a URL, and the URL around it."""

    value: int
    before: str
    after: str

    def address(self, value: int) -> str:
        """Return the URL with another number."""
        return f"{self.before}{value}{self.after}"


class NextPage(NamedTuple):
    """The address of the next page and, where it stands on the page, the element of its link."""

    url: str
    element: Element | None = None


@lru_cache(maxsize=2048)
def page_number(url: str) -> PageNumber | None:
    """Return the page number in a listing's URL; None where it has none."""
    for pattern in _PAGE_IN_URL:
        if match := pattern.search(url):
            start, end = match.span(1)
            return PageNumber(int(match[1]), url[:start], url[end:])
    return None


def page_address(url: str, value: int) -> str:
    """Return the URL of page *value* of the list at *url*; `?page=N` where it has no number yet."""
    number = page_number(url)
    if number is not None:
        return canonical_url(number.address(value))
    return canonical_url(f"{url}{'&' if '?' in url else '?'}page={value}")


def is_next_word(text: str) -> bool:
    """Return whether the words of a link are those of a pager: 'अगला', 'Next »', '›'."""
    if len(text) > MAX_PAGER_WORDS:
        return False
    bare = _bare(text)
    return bare in _NEXT_WORDS_BARE or (not bare and any(arrow in text for arrow in "»›>→"))


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    return " ".join(text.strip(_ARROWS).lower().translate(_NUKTA).split())


_NEXT_WORDS_BARE = frozenset(map(_bare, _NEXT_WORDS))
_VAGUE_WORDS_BARE = frozenset(map(_bare, _VAGUE_WORDS))


def pager_label(text: str) -> int | None:
    """Return the number that a pager's link shows, in ASCII or Devanagari digits."""
    if len(text) > 12:
        return None
    digits = text.strip().translate(_DEVANAGARI_DIGITS)
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 6 else None


def next_page(page: PageLinks) -> NextPage | None:
    """Return the next page that the page's links name; None on the last page.

    In this order: rel=next, a link that is marked as next by its icon or class, a next word, the
    number after the current one, an address built after those of the numbers.
    """
    anchors = [anchor for anchor in page.anchors if _may_be_pager(anchor, page)]
    current = _current(page, anchors)
    for marked in (_rel_next, _icon_or_class, _next_word):
        if found := marked(page, anchors, current):
            return found
    return _numbered(page, anchors, current) or _counted(page, current)


def vague_next_page(
    page: PageLinks, column: Element | None, last: int, articles: frozenset[str]
) -> NextPage | None:
    """Return what 'और देखें' and the like lead to, where they stand in the list itself.

    *column* is the container of the main column's cards and *last* the position of its last card:
    elsewhere the words lead to another section.
    """
    vague = [
        anchor
        for anchor in page.anchors
        if _may_be_pager(anchor, page)
        and _bare(anchor.text) in _VAGUE_WORDS_BARE
        and anchor.url not in articles
    ]
    for anchor in vague:
        if page_number(anchor.url) is not None and _same_list(anchor.url, page.url):
            return NextPage(anchor.url, anchor.element)
    if column is None or len({anchor.url for anchor in vague}) != 1:
        return None  # blocks that each lead to their section
    anchor = vague[0]
    in_list = anchor.element is column or anchor.element.parent is column
    below_list = anchor.index > last and anchor.element.common(column) is column.parent
    if anchor.in_heading or not (in_list or below_list):
        return None
    return NextPage(anchor.url, anchor.element)


def _may_be_pager(anchor: Anchor, page: PageLinks) -> bool:
    return (
        len(anchor.text) <= MAX_PAGER_WORDS
        and not anchor.foreign
        and anchor.url != page.url
        and anchor.zone is not Zone.COMMENTS
        and _leads_to_list(anchor.url)
    )


@lru_cache(maxsize=2048)
def _leads_to_list(url: str) -> bool:
    """Return whether *url* is neither a month of a calendar nor a page of comments."""
    return not _COMMENTS.search(url) and not _CALENDAR.search(url)


def _same_list(url: str, page_url: str) -> bool:
    """Return whether two URLs are pages of one list: equal but for the page number."""
    return _list_of(url) == _list_of(page_url)


def _list_of(url: str) -> str:
    number = page_number(url)
    if number is not None:
        before, after = number.before, number.after
        before = re.sub(rf"(?:/page[/-]|-page-?|[?&](?:{_PAGE_KEY})=)$", "", before, flags=re.I)
        url = before + after.lstrip("/&")
    return re.sub(r"^https?://|[/?&]+$|\.html?$", "", url)


def _current(page: PageLinks, anchors: list[Anchor]) -> int | None:
    """Return the number that the pager shows for this page, None where it marks none."""
    for node in page.tree.css(_CURRENT):
        label = pager_label(node.text()[:20])
        if label is not None and _is_in_pager(node.attributes.get("class") or "", anchors, label):
            return label
    return None


def _is_in_pager(name: str, anchors: list[Anchor], label: int) -> bool:
    """Tell a pager's current '2', where '1' or '3' is linked, from a day or a counter."""
    neighbours = {pager_label(anchor.text) for anchor in anchors if len(anchor.text) < 8}
    return bool(_PAGER.search(name)) or label - 1 in neighbours or label + 1 in neighbours


def _goes_back(url: str, page: PageLinks, current: int | None) -> bool:
    """Return whether *url* is a page of this list before this one, or this one again."""
    if not _same_list(url, page.url):
        return False
    target, own = page_number(url), page_number(page.url)
    if target is None:
        return own is not None or current not in (None, 1)
    return own is not None and target.value <= own.value


def _rel_next(page: PageLinks, anchors: list[Anchor], current: int | None) -> NextPage | None:
    named = page.next_link
    if (
        named
        and named != page.url
        and not _CALENDAR.search(named)
        and not _goes_back(named, page, current)
    ):
        return NextPage(named, next((a.element for a in anchors if a.url == named), None))
    for anchor in anchors:
        if "next" in anchor.rel and not _goes_back(anchor.url, page, current):
            return NextPage(anchor.url, anchor.element)
    return None


def _icon_or_class(page: PageLinks, anchors: list[Anchor], current: int | None) -> NextPage | None:
    for anchor in anchors:
        if len(anchor.text) > 30 or _goes_back(anchor.url, page, current):
            continue
        if anchor.node.css_first("i.td-icon-menu-right") is not None:  # tagDiv
            if not anchor.node.text(strip=True):  # sub-menus have the icon beside their words
                return NextPage(anchor.url, anchor.element)
            continue
        attributes = anchor.node.attributes
        own = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        around = anchor.element.name if anchor.element.tag in ("li", "span", "div") else ""
        if _GALLERY.search(own) or _GALLERY.search(around):
            continue
        label = attributes.get("aria-label") or attributes.get("title") or ""
        if (
            _NEXT_CLASS.search(own)
            or (anchor.element.tag == "li" and _NEXT_CLASS.search(around))
            or (not anchor.text and is_next_word(label))
        ):
            return NextPage(anchor.url, anchor.element)
    return None


def _next_word(page: PageLinks, anchors: list[Anchor], current: int | None) -> NextPage | None:
    for anchor in anchors:
        if (
            is_next_word(anchor.text)
            and _bare(anchor.text) not in _VAGUE_WORDS_BARE
            and not _GALLERY.search(anchor.element.name)
            and not _goes_back(anchor.url, page, current)
        ):
            return NextPage(anchor.url, anchor.element)
    return None


def pager_element(page: PageLinks) -> Element | None:
    """Return the element around a number of the listing's pager, which the last page has too."""
    numbers = _numbers(page, [a for a in page.anchors if _may_be_pager(a, page)])
    return next((anchor.element for anchor in numbers.values()), None)


def _numbers(page: PageLinks, anchors: list[Anchor]) -> dict[int, Anchor]:
    numbers: dict[int, Anchor] = {}
    for anchor in anchors:
        label = pager_label(anchor.text) if len(anchor.text) < 8 else None
        if label is not None and _is_page_of_list(anchor, page, label):
            numbers.setdefault(label, anchor)
    return numbers


def _numbered(page: PageLinks, anchors: list[Anchor], current: int | None) -> NextPage | None:
    """Return the link with the next number, else its address built after that of another number."""
    numbers = _numbers(page, anchors)
    if not numbers:
        return None
    following = (current or _label_of(page.url, numbers)) + 1
    if following in numbers:
        return NextPage(numbers[following].url, numbers[following].element)
    later = [label for label in numbers if label > following]
    if not later:
        return None
    anchor = numbers[min(later)]
    number = page_number(anchor.url)
    if number is None:
        return None
    address = number.address(number.value - min(later) + following)
    return NextPage(canonical_url(address), anchor.element)


def _label_of(url: str, numbers: Mapping[int, Anchor]) -> int:
    """Return the number that a pager would show for *url*: sites count from 0 or from 1."""
    own = page_number(url)
    if own is None:
        return 1
    for label, anchor in numbers.items():
        other = page_number(anchor.url)
        if other is not None and abs(other.value - label) <= 1:
            return own.value - other.value + label
    return own.value


def _is_page_of_list(anchor: Anchor, page: PageLinks, label: int) -> bool:
    if _same_list(anchor.url, page.url):
        return True
    number = page_number(anchor.url)
    in_pager = any(_PAGER.search(outer.name) for outer in list(anchor.element.ancestry())[:3])
    return number is not None and abs(number.value - label) <= 1 and in_pager


def _counted(page: PageLinks, current: int | None) -> NextPage | None:
    """'Page 2 of 20' without a link: WordPress, whose pages are /page/N/."""
    for node in page.tree.css("span.pages, .page-nav, .pagination, .wp-pagenavi, .page-count"):
        match = _OF_PAGES.search(node.text()[:200])
        if match is None:
            continue
        own, last = (int(text.translate(_DEVANAGARI_DIGITS)) for text in match.groups())
        number = page_number(page.url)
        if own >= last or (current is not None and current != own):
            return None
        if number is not None:
            return NextPage(canonical_url(number.address(number.value + 1)))
        parts = urlsplit(page.url)
        path = parts.path.rstrip("/")
        query = f"?{parts.query}" if parts.query else ""
        return NextPage(
            canonical_url(f"{parts.scheme}://{parts.netloc}{path}/page/{own + 1}/{query}")
        )
    return None
