"""A listing or home page: its articles, its next page, the sections of its navigation.

Pure, like `extract_article`: no network, no clock. A site's article pattern decides where there is
one; without it a link is judged by the shape of its URL, its words and its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from newscrawl.extraction.charset import decode
from newscrawl.extraction.main_column import (
    Block,
    article_blocks,
    in_article_zone,
    main_column,
)
from newscrawl.extraction.navigation import Section, sections_of
from newscrawl.extraction.page_links import Anchor, PageLinks, Zone, read_page_links
from newscrawl.extraction.pager import (
    NextPage,
    is_next_word,
    next_page,
    page_address,
    pager_label,
    vague_next_page,
)
from newscrawl.extraction.url_shape import PageKind, UrlShape, url_shape
from newscrawl.urls import address_key, canonical_url, is_home, is_trap, same_site

MAX_LINKS = 2_000
"""Articles taken from one page (robustness.md, point 12)."""

HEADLINE_WORDS = 4
"""A link of fewer words is the name of something more often than a headline."""

SHARE_OF_ID = 0.8
"""Where this share of the headlines on a page leads to URLs with an id or a date, a URL without one
is no article: sites use one form for all stories (urls.tsv: 103 of 104)."""

__all__ = ["Link", "Listing", "Section", "read_json_listing", "read_listing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to an article."""

    url: str  # canonical
    text: str = ""  # the headline that leads to it
    published: str | None = None  # the date shown beside it, as it stands there


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one listing page says."""

    articles: tuple[Link, ...] = ()  # in reading order, each once, at most MAX_LINKS
    next_page: str | None = None
    sections: tuple[Section, ...] = ()
    nofollow: bool = False  # the page forbids to follow its links, so none is here


@dataclass(slots=True)
class _Candidate:
    """A URL that may be an article's, with every link of the page that leads there."""

    url: str
    shape: UrlShape
    anchors: list[Anchor] = field(default_factory=list)

    @property
    def headline(self) -> str:
        """The words of the link that say most: a heading's, else the longest that is no text."""
        return max(
            (anchor for anchor in self.anchors if not is_next_word(anchor.text)),
            key=lambda anchor: (anchor.in_heading, len(anchor.text) <= 250, len(anchor.text)),
            default=self.anchors[0],
        ).text


def read_listing(
    html: bytes | str,
    url: str,
    *,
    encoding: str | None = None,
    is_article: Callable[[str], object] | None = None,
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
    candidates = _candidates(page, is_article)
    for candidate in candidates.values():
        for anchor in candidate.anchors:
            for element in anchor.element.ancestry():
                element.articles += 1
    page.mark_zones()
    home = is_home(page.url)
    if not home and _is_article_page(page):
        return Listing(sections=sections_of(page, candidates))
    _drop_sections(page, candidates)
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
    if not home:
        pager = following.element if following else None
        blocks = main_column(blocks, heading=page.heading, pager=pager)
    articles = list(_links(blocks, candidates, judge=is_article is None))
    if not articles:
        articles = list(_embedded(page, is_article, canonicalize))
    if following is None and not home:
        following = _vague(page, blocks, candidates)
    return Listing(
        articles=tuple(articles[:MAX_LINKS]),
        next_page=following.url if following else None,
        sections=sections_of(page, candidates),
    )


def _candidates(
    page: PageLinks, is_article: Callable[[str], object] | None
) -> dict[str, _Candidate]:
    """Return what may be articles by URL and words alone, in reading order."""
    own = address_key(page.url)
    found: dict[str, _Candidate] = {}
    for anchor in page.anchors:
        candidate = found.get(anchor.url)
        if candidate is None:
            shape = url_shape(anchor.url)
            if is_article is not None:
                wanted = bool(is_article(anchor.url))
            else:
                wanted = not anchor.foreign and shape.kind not in (
                    PageKind.LISTING,
                    PageKind.OTHER,
                )
            if not wanted or is_trap(anchor.url) or address_key(anchor.url) == own:
                continue
            candidate = found[anchor.url] = _Candidate(anchor.url, shape)
        candidate.anchors.append(anchor)
    if is_article is not None:
        return found
    return {url: candidate for url, candidate in found.items() if _reads_like_article(candidate)}


def _reads_like_article(candidate: _Candidate) -> bool:
    """Weigh the shape of a URL against the words that lead there."""
    headline = candidate.headline
    if is_next_word(headline) or pager_label(headline) is not None:
        return False
    words = sum(any(map(str.isalpha, token)) for token in headline.split())
    in_heading = any(anchor.in_heading for anchor in candidate.anchors)
    match candidate.shape.kind:
        case PageKind.ARTICLE:
            return True
        case PageKind.SLUG:
            return words >= HEADLINE_WORDS - in_heading
        case _:
            return words > HEADLINE_WORDS - in_heading


def _drop_sections(page: PageLinks, candidates: dict[str, _Candidate]) -> None:
    """Drop what the navigation names in a word or two: a section with a long name elsewhere."""
    for anchor in page.anchors:
        candidate = candidates.get(anchor.url)
        if (
            candidate is not None
            and candidate.shape.kind is not PageKind.ARTICLE
            and anchor.zone is Zone.NAVIGATION
            and len(anchor.text.split()) < HEADLINE_WORDS
        ):
            del candidates[anchor.url]


def _links(
    blocks: list[Block], candidates: Mapping[str, _Candidate], *, judge: bool
) -> Iterator[Link]:
    """Yield the articles of *blocks* in reading order, each address once."""
    cards = {url: card for block in reversed(blocks) for url, card in block.cards.items()}
    order = sorted((anchor.index, anchor.url) for block in blocks for anchor in block.anchors)
    urls = list(dict.fromkeys(url for _, url in order))
    if judge:
        urls = _of_the_sites_form(urls, candidates)
    seen = set()
    for url in urls:
        if (key := address_key(url)) not in seen:
            seen.add(key)
            yield Link(
                url=url,
                text=candidates[url].headline,
                published=shown_date(cards[url]) or date_in_url(url),
            )


def _of_the_sites_form(urls: list[str], candidates: Mapping[str, _Candidate]) -> list[str]:
    """Leave out what has no id where nearly all headlines of the page lead to an id."""
    headlines = [url for url in urls if len(candidates[url].headline.split()) >= HEADLINE_WORDS]
    marked = [url for url in headlines if candidates[url].shape.kind is PageKind.ARTICLE]
    if len(headlines) < 8 or len(marked) < SHARE_OF_ID * len(headlines):
        return urls
    return [url for url in urls if candidates[url].shape.kind is PageKind.ARTICLE]


def _vague(
    page: PageLinks, blocks: list[Block], candidates: Mapping[str, _Candidate]
) -> NextPage | None:
    column = max(blocks, key=lambda block: len(block.cards)).container if blocks else None
    last = max((anchor.index for block in blocks for anchor in block.anchors), default=0)
    return vague_next_page(page, column, last, frozenset(candidates))


def _is_article_page(page: PageLinks) -> bool:
    """Return whether the page says that it is an article and its URL does not contradict."""
    if url_shape(page.url).kind not in (PageKind.ARTICLE, PageKind.SLUG):
        return False
    if page.tree.css_first('meta[property="article:published_time"]') is not None:
        return True
    return any(
        _ARTICLE_JSON_LD.search(node.text()[:200_000])
        for node in page.tree.css('script[type="application/ld+json"]')
    )


_ARTICLE_JSON_LD = re.compile(
    r'"@type"\s*:\s*\[?\s*"(?:News|Reportage|Analysis)?(?:Article|NewsArticle|BlogPosting)"'
)

# ---------------------------------------------------------------- dates beside a link

_DIGIT = "[0-9०-९]"
_MONTH = (
    "jan[a-z]*|feb[a-z]*|mar[a-z]*|apr[a-z]*|may|june?|july?|aug[a-z]*|sept?[a-z]*|oct[a-z]*|"
    "nov[a-z]*|dec[a-z]*|जनवरी|फ\u093c?रवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|सितम्बर|अक्टूबर|"
    "अक्तूबर|नवंबर|नवम्बर|दिसंबर|दिसम्बर"
)
_CLOCK = (
    rf"(?:[\s,|:-]*(?:at\s+)?{_DIGIT}{{1,2}}:{_DIGIT}{{2}}(?::{_DIGIT}{{2}})?"
    r"\s*(?:[ap]\.?m\.?)?(?:\s*\(?ist\)?)?)?"
)
_DATE = re.compile(
    rf"(?:{_DIGIT}{{1,2}}:{_DIGIT}{{2}}\s*(?:[ap]m)?[\s,|]+)?(?:"
    rf"{_DIGIT}{{4}}-{_DIGIT}{{2}}-{_DIGIT}{{2}}(?:T[0-9:.]+(?:Z|[+-][0-9:]+)?)?|"
    rf"{_DIGIT}{{1,2}}(?:st|nd|rd|th)?[\s.,-]*(?:{_MONTH})[\s.,-]*{_DIGIT}{{2,4}}|"
    rf"(?:{_MONTH})[\s.]+{_DIGIT}{{1,2}}(?:st|nd|rd|th)?[\s,]+{_DIGIT}{{4}}|"
    rf"{_DIGIT}{{1,2}}[/.-]{_DIGIT}{{1,2}}[/.-]{_DIGIT}{{4}}){_CLOCK}|"
    rf"{_DIGIT}+\s*(?:सेकंड|सेकेंड|मिनट|घंटे|घंटा|घण्टे|दिन|हफ्ते|सप्ताह|महीने|महीना|साल|"
    r"seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?)\s*(?:पहले|पूर्व|ago)|"
    r"कुछ ही क्षण पहले|अभी-?\s?अभी|just now",
    re.IGNORECASE,
)
_DATE_IN_URL = re.compile(
    r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])/|"
    r"-(20\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?:-\d+)?(?:\.html?)?/?$"
)


def shown_date(card: LexborNode) -> str | None:
    """Return the date that a card shows, as it stands there."""
    time = card.css_first("time")
    if time is not None and (
        shown := (time.attributes.get("datetime") or " ".join(time.text().split()))
    ):
        return shown[:100]
    text = card.text(separator=" ")
    if len(text) > 3_000:
        return None  # no card but a part of the page
    match = _DATE.search(" ".join(text.split()))
    return match[0].strip(" ,|:-") if match else None


def date_in_url(url: str) -> str | None:
    """Return the date in an article's URL, ISO 8601."""
    match = _DATE_IN_URL.search(url)
    return "-".join(part for part in match.groups() if part) if match else None


# ---------------------------------------------------------------- JSON

MAX_JSON_VALUES = 200_000
"""Values looked at in one JSON document."""

_HEADLINE_KEYS = ("headline", "title", "heading", "story_title", "storyTitle", "name", "text")
_DATE_KEY = re.compile(r"publish|pub_?date|^date|created|first_?pub|updated|mod_?date|time", re.I)
_DATE_KEYS_FIRST = re.compile(r"publish|pub_?date|first_?pub", re.I)
_URL_KEYS = ("url", "href", "link", "permalink", "canonical", "webUrl", "web_url", "storyUrl")
_NEXT_KEYS = ("next", "nextPage", "next_page", "nextUrl", "next_url", "next_page_url", "nextLink")
_PAGE_COUNTS = (("activePage", "pageCount"), ("currentPage", "totalPages"))
_BARE_SLUG = re.compile(r"[a-z0-9%\u0900-\u097f_-]+(?:/[a-z0-9%\u0900-\u097f._-]+)*", re.I)


def read_json_listing(
    data: object,
    url: str,
    *,
    is_article: Callable[[str], object] | None = None,
    template: str | None = None,
    canonicalize: Callable[[str], str] = canonical_url,
) -> Listing:
    """Return the articles named anywhere in the JSON *data* that came from *url*.

    An article is an object with an address: a full URL or a path, a Quintype `slug`, or what
    *template* makes of its values (``/{category}/{webTitleUrl}-{id}.html``). Strings of HTML, as
    admin-ajax.php answers with, are read as listings.
    """
    base = canonicalize(url)
    found: dict[str, Link] = {}
    following: str | None = None
    for value in _values(data):
        if isinstance(value, str):
            if "<a " in value:
                for link in read_listing(
                    value, base, is_article=is_article, canonicalize=canonicalize
                ).articles:
                    found.setdefault(address_key(link.url), link)
            continue
        following = following or _next_in(value, base, canonicalize)
        address = _address_in(value, base, is_article, template, canonicalize)
        if address:
            text = _first_text(value, _HEADLINE_KEYS)
            published = _date_in(value) or date_in_url(address)
            found.setdefault(
                address_key(address), Link(url=address, text=text, published=published)
            )
        if len(found) >= MAX_LINKS:
            break
    return Listing(articles=tuple(found.values()), next_page=following)


def _values(data: object) -> Iterator[Mapping[str, Any] | str]:
    """Yield the objects and strings of a JSON document in reading order, without recursion."""
    waiting = [data]
    for _ in range(MAX_JSON_VALUES):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(reversed(value.values()))
        elif isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, str):
            yield value


def _address_in(
    value: Mapping[str, Any],
    base: str,
    is_article: Callable[[str], object] | None,
    template: str | None,
    canonicalize: Callable[[str], str],
) -> str | None:
    """Return the address of the article that *value* describes, None where it describes none."""
    headline = _first_text(value, _HEADLINE_KEYS)
    addresses = [value.get(key) for key in _URL_KEYS]
    if template:
        with suppress(KeyError, IndexError, AttributeError):  # another kind of object
            addresses.insert(0, template.format_map(value))
    slug = value.get("slug")
    if headline and isinstance(slug, str) and _BARE_SLUG.fullmatch(slug):
        addresses.append(f"/{slug}")
    for address in addresses:
        if not isinstance(address, str) or not address.startswith(("http", "/")):
            continue
        try:
            url = canonicalize(urljoin(base, address))
        except ValueError:
            continue
        if is_trap(url) or not same_site(url, base) or address_key(url) == address_key(base):
            continue
        if is_article(url) if is_article else _is_article_in_json(url, headline):
            return url
    return None


def _is_article_in_json(url: str, headline: str) -> bool:
    kind = url_shape(url).kind
    if kind is PageKind.ARTICLE:
        return True
    return kind is PageKind.SLUG and len(headline.split()) >= HEADLINE_WORDS


def _first_text(value: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        text = value.get(key)
        if isinstance(text, str) and text.strip():
            return " ".join(text.split())[:400]
    return ""


def _date_in(value: Mapping[str, Any]) -> str | None:
    dates = [key for key in value if _DATE_KEY.search(key)]
    for key in sorted(dates, key=lambda key: not _DATE_KEYS_FIRST.search(key)):
        date = value[key]
        if isinstance(date, str) and any(map(str.isdigit, date)):
            return date[:100]
        if isinstance(date, int | float) and 0.8e9 < date < 4e12:
            seconds = date / 1000 if date > 1e11 else date
            return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    return None


def _next_in(value: Mapping[str, Any], base: str, canonicalize: Callable[[str], str]) -> str | None:
    for key in _NEXT_KEYS:
        address = value.get(key)
        if isinstance(address, str) and address.startswith(("http", "/", "?")):
            try:
                following = canonicalize(urljoin(base, address))
            except ValueError:
                continue
            if same_site(following, base) and following != base:
                return following
    for active, count in _PAGE_COUNTS:
        page, pages = value.get(active), value.get(count)
        if isinstance(page, int) and isinstance(pages, int) and page < pages:
            return page_address(base, page + 1)
    return None


def _embedded(
    page: PageLinks,
    is_article: Callable[[str], object] | None,
    canonicalize: Callable[[str], str],
) -> Iterator[Link]:
    """Yield the articles of the data that a page's script draws: Next.js and the like."""
    for node in page.tree.css('script#__NEXT_DATA__, script[type="application/json"]'):
        try:
            data = json.loads(node.text())
        except ValueError:
            continue  # broken data draws nothing in a browser either
        yield from read_json_listing(
            data, page.url, is_article=is_article, canonicalize=canonicalize
        ).articles
