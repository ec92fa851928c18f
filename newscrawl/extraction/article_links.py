"""Which links of a page lead to articles: the site's pattern, else URL, words and place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from selectolax.lexbor import LexborNode

from newscrawl.extraction.links import Link
from newscrawl.extraction.main_column import Block
from newscrawl.extraction.page_links import Anchor, PageLinks, Zone
from newscrawl.extraction.pager import is_next_word, pager_label
from newscrawl.extraction.shown_date import date_in_url, shown_date
from newscrawl.extraction.url_shape import HEADLINE_WORDS, PageKind, UrlShape, url_shape
from newscrawl.urls import address_key, is_trap

PROSE_PARAGRAPH = 100
"""Letters from which a paragraph is prose rather than a label or the teaser of a card."""

ENOUGH_HEADLINES = 8
LONG_HEADLINE_WORDS = 6

_SIGNS = frozenset("|-–—:&·•/…")

SHARE_OF_ID = 0.8
"""Where this share of the headlines on a page leads to URLs with an id or a date, a URL without one
is no article: sites use one form for all stories (urls.tsv: 103 of 104)."""


@dataclass
class Candidate:
    """A URL that may be an article's, with every link of the page that leads there."""

    url: str
    shape: UrlShape
    anchors: list[Anchor] = field(default_factory=list)

    @cached_property
    def headline(self) -> str:
        """The words of the link that say most: a heading's, else the longest that is no text.

        Asked for once all of the links are known.
        """
        return max(
            (anchor for anchor in self.anchors if not is_next_word(anchor.text)),
            key=lambda anchor: (anchor.in_heading, len(anchor.text) <= 250, len(anchor.text)),
            default=self.anchors[0],
        ).text


def article_candidates(
    page: PageLinks, is_article: Callable[[str], object] | None
) -> dict[str, Candidate]:
    """Return what may be articles by URL and words alone, in reading order."""
    own = address_key(page.url)
    found: dict[str, Candidate] = {}
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
            candidate = found[anchor.url] = Candidate(anchor.url, shape)
        candidate.anchors.append(anchor)
    if is_article is not None:
        return found
    return {url: candidate for url, candidate in found.items() if _reads_like_article(candidate)}


def _reads_like_article(candidate: Candidate) -> bool:
    """Weigh the shape of a URL against the words that lead there."""
    headline = candidate.headline
    if is_next_word(headline) or pager_label(headline) is not None:
        return False
    if candidate.shape.kind is PageKind.ARTICLE:
        return True
    words = sum(token not in _SIGNS for token in headline.split())
    in_heading = any(anchor.in_heading for anchor in candidate.anchors)
    match candidate.shape.kind:
        case PageKind.SLUG if candidate.shape.mark == "long":
            return words > 1 or in_heading
        case PageKind.SLUG if _is_read_more(headline):
            return bool(headline)
        case PageKind.SLUG:
            return words >= HEADLINE_WORDS - in_heading
        case _:
            return words > HEADLINE_WORDS - in_heading


def drop_sections(page: PageLinks, candidates: dict[str, Candidate]) -> None:
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


def links_of(
    blocks: list[Block], candidates: Mapping[str, Candidate], *, judge: bool
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
                text=_headline(candidates[url], cards[url]),
                published=shown_date(cards[url]) or date_in_url(url),
            )


_READ_MORE = re.compile(
    r"(?:और|आगे|पूरी|पूरा|विस्तार|यहाँ|यहां|खबर|ख़बर|समाचार|लेख|से|\s)*\s*पढ\u093c?[ेॆ]ं?|"
    r"(?:read|continue|view|full|more|the|reading|story|news|\s)+",
    re.IGNORECASE,
)


def _is_read_more(text: str) -> bool:
    """Return whether the words of a link say nothing but that a story is behind it."""
    return _READ_MORE.fullmatch(text.strip(" »›>→.…:")) is not None


def _headline(candidate: Candidate, card: LexborNode) -> str:
    """Return the words of the link, or where they say nothing the heading of its card."""
    text = candidate.headline
    if not text or _is_read_more(text):
        heading = card.css_first("h1, h2, h3, h4, h5, h6")
        if heading is not None:
            return " ".join(heading.text(separator=" ").split())[:400]
    return text


def _of_the_sites_form(urls: list[str], candidates: Mapping[str, Candidate]) -> list[str]:
    """Leave out what is unlike the page's headlines, where there are enough of them to tell.

    What has no id where nearly all of them lead to an id; and what stands in a folder of the site
    that mostly few words lead to: products, rankings, persons.
    """
    words = {url: len(candidates[url].headline.split()) for url in urls}
    marked = {url for url in urls if candidates[url].shape.kind is PageKind.ARTICLE}
    headlines = [url for url in urls if words[url] >= HEADLINE_WORDS]
    if len(headlines) < ENOUGH_HEADLINES:
        return urls
    if len(marked.intersection(headlines)) >= SHARE_OF_ID * len(headlines):
        return [url for url in urls if url in marked]
    long = [url for url in urls if words[url] >= LONG_HEADLINE_WORDS]
    if len(long) < ENOUGH_HEADLINES:
        return urls
    has_ids = len(marked.intersection(long)) > (1 - SHARE_OF_ID) * len(long)
    linked, led_to = Counter(map(_folder, urls)), Counter(map(_folder, long))
    return [
        url
        for url in urls
        if (has_ids and url in marked) or 2 * led_to[_folder(url)] >= linked[_folder(url)]
    ]


def _folder(url: str) -> str:
    return url.partition("?")[0].rstrip("/").rpartition("/")[0]


def is_article_page(
    page: PageLinks, blocks: list[Block], is_article: Callable[[str], object] | None
) -> bool:
    """Return whether the page is an article, whose links are related stories.

    Its URL must not say otherwise; then metadata decides, or prose: paragraphs that share a parent
    and hold more letters than the headlines do. JSON-LD counts where it is of this page:
    listings describe their stories too.
    """
    kind = url_shape(page.url).kind
    if is_article is not None:
        kind = PageKind.ARTICLE if is_article(page.url) else PageKind.LISTING
    if kind not in (PageKind.ARTICLE, PageKind.SLUG):
        return False
    if page.tree.css_first('meta[property="article:published_time"]') is not None:
        return True
    own = page.url.rstrip("/").rpartition("/")[2]
    for node in page.tree.css('script[type="application/ld+json"]'):
        text = node.text()[:200_000]
        if _ARTICLE_JSON_LD.search(text) and (
            kind is PageKind.ARTICLE or (own in text and "ItemList" not in text)
        ):
            return True
    prose: Counter[int] = Counter()
    for paragraph in page.tree.css("p"):
        text = paragraph.text()
        if len(text) >= PROSE_PARAGRAPH and paragraph.parent is not None:
            prose[paragraph.parent.mem_id] += len(text)
    headlines = sum(len(anchor.text) for block in blocks for anchor in block.anchors)
    return max(prose.values(), default=0) > max(headlines, 5 * PROSE_PARAGRAPH)


_ARTICLE_JSON_LD = re.compile(
    r'"@type"\s*:\s*\[?\s*"(?:News|Reportage|Analysis)?(?:Article|NewsArticle|BlogPosting)"'
)
