"""The links of one page, each with its words and the place it stands in.

One parse; from each link the elements around it are visited once. A *zone* is what an element's
tag, role, class or id says of everything inside it: the navigation, a sidebar, the footer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newscrawl.urls import canonical_url, same_site

MAX_ANCHORS = 6_000
"""Links read of a page; more stand only on traps. The fullest of 26 real pages has 264."""

MAX_DEPTH = 120
"""Elements looked at around a link; the deepest of 26 real pages has 41."""


class Zone(Enum):
    """The part of a page that an element belongs to."""

    BODY = "body"
    HEADER = "header"
    NAVIGATION = "navigation"
    CRUMBS = "crumbs"
    SIDE = "side"  # sidebars and lists of related, most read, trending, promoted stories
    FOOTER = "footer"
    COMMENTS = "comments"


_ZONE_OF_TAG = {
    "nav": Zone.NAVIGATION,
    "menu": Zone.NAVIGATION,
    "footer": Zone.FOOTER,
    "aside": Zone.SIDE,
}
_ZONE_OF_ROLE = {
    "navigation": Zone.NAVIGATION,
    "menu": Zone.NAVIGATION,
    "menubar": Zone.NAVIGATION,
    "banner": Zone.HEADER,
    "contentinfo": Zone.FOOTER,
    "complementary": Zone.SIDE,
}
# Class and id are lower case with camelCase parted by hyphens: rightSideBar is right-side-bar.
_WORD = r"(?:^|(?<=[\s_-]))(?:{})(?=[\s_-]|$)"
_ZONE_OF_NAME = [
    (
        Zone.COMMENTS,
        re.compile(_WORD.format("comments?|respond|disqus|comment-list")),
    ),
    (
        Zone.CRUMBS,
        re.compile(_WORD.format("bread-?crumbs?|bred-?crumbs?|crumbs?|[a-z]+-?crumbs?")),
    ),
    (
        Zone.NAVIGATION,
        re.compile(
            _WORD.format(
                "nav|navs|navbar|navigation|menu|menus|sub-?menu|mega-?menu|"
                "off-?canvas|hamburger|drawer|top-?bar|tool-?bar|quick-?links?"
            )
        ),
    ),
    (
        Zone.SIDE,
        re.compile(
            _WORD.format(
                "side-?bar[0-9]*|side-?nav|aside|rhs|right-?(?:bar|col|column|panel|rail|side|"
                "widget|box|sec|section)|col-?right|side-?(?:col|column|panel|rail|widget|box)|"
                "related|trending|tranding|trend|trends|popular|most-?(?:read|viewed|popular|shared)|"
                "recommend|recommended|recommendations?|must-?read|also-?(?:read|like)|read-?also|"
                "you-?may|more-?from|taboola|outbrain|sponsored|advertisement|widget-area|"
                "widget_[a-z_]+|ticker|marquee|flash-?news|breaking(?:-?news)?"
            )
        ),
    ),
    (
        Zone.FOOTER,
        re.compile(
            r"(?<!card-)(?<!entry-)(?<!post-)(?<!item-)(?<!story-)(?<!article-)(?<!block-)"
            r"(?<!module-)(?<!_)" + _WORD.format("footer|site-?footer|foot|footer-?[a-z]+")
        ),
    ),
    (
        Zone.HEADER,
        re.compile(
            r"(?:^|\s)(?:(?:site|main|top|global|td|tdc|sticky|mobile|desktop|app)[_-])?"
            r"(?:header|masthead)(?:[_-]?(?:wrap|wrapper|container|main|top|inner|area|menu|bar))?"
            r"(?=\s|$)"
        ),
    ),
]
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Classes that number or count (post-4711, tdi_69) say nothing of an element's make; col-md-8 does.
_NUMBERED = re.compile(r"(?<!\S)(?!(?:col|span|grid|large|medium|w)[_-]?)\S*\d\S*")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SKIPPED_HREF = re.compile(r"\s*(?:#|\Z|(?!https?:)[a-z][a-z0-9+.-]*:)", re.I)


@dataclass(slots=True, eq=False)
class Element:
    """An element around links."""

    node: LexborNode
    parent: Element | None
    tag: str
    name: str  # its class and id
    depth: int
    path: int  # equal for elements under the same tags and classes from the root down
    articles: int = 0  # links to articles inside
    zone: Zone = Zone.BODY
    first: str = ""  # URL of the first article inside
    several: bool = False  # whether more than one article is inside

    def ancestry(self) -> Iterator[Element]:
        """Yield this element and those around it, the root last."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def common(self, other: Element) -> Element:
        """Return the innermost element around both."""
        one, two = self, other
        while one is not two:
            if one.depth >= two.depth and one.parent is not None:
                one = one.parent
            elif two.parent is not None:
                two = two.parent
            else:
                return one
        return one


@dataclass(slots=True, eq=False)
class Anchor:
    """An <a href> to a page of this site, or of another where `foreign`."""

    url: str  # canonical
    text: str
    element: Element
    index: int  # position on the page
    rel: frozenset[str]
    in_heading: bool
    node: LexborNode
    foreign: bool = False

    @property
    def zone(self) -> Zone:
        """The zone that it stands in."""
        return self.element.zone


@dataclass(slots=True)
class PageLinks:
    """What a page says about other pages."""

    url: str
    tree: LexborHTMLParser
    anchors: list[Anchor] = field(default_factory=list)
    next_link: str | None = None  # <link rel=next>
    nofollow: bool = False  # <meta name=robots content=nofollow>
    heading: Element | None = None  # the first <h1>
    elements: dict[int, Element] = field(default_factory=dict)

    def mark_zones(self) -> None:
        """Give every element its zone. The articles inside each must have been counted.

        A class name that says 'sidebar' on an element around the <h1> or around more than 9 in 10
        of the page's articles says something about the layout, not about what is inside.
        """
        total = max((element.articles for element in self.elements.values()), default=0)
        times = Counter(element.path for element in self.elements.values())
        around_heading = set(self.heading.ancestry()) if self.heading else set()
        for element in self.elements.values():  # parents were entered before children
            outer = element.parent.zone if element.parent else Zone.BODY
            if outer not in (Zone.BODY, Zone.HEADER):
                element.zone = outer
                continue
            own = _own_zone(element, holds_most=element.articles * 10 > total * 9)
            if (
                own is Zone.BODY
                or (own is Zone.SIDE and element in around_heading)
                or (own is Zone.HEADER and times[element.path] > 1)  # the header of each card
            ):
                own = outer
            element.zone = own


def read_page_links(
    html: str, url: str, *, canonicalize: Callable[[str], str] = canonical_url
) -> PageLinks:
    """Parse *html*, the page at *url*, and return its links in reading order.

    Links that are no http(s) URL and links with rel=nofollow are left out; a <base> of another
    site is not believed. Links to the www., m. or amp. host of the page's own site get the page's
    host, and https where the page has it.
    """
    tree = LexborHTMLParser(html)
    page = PageLinks(url=url, tree=tree)
    base = _base(tree, url)
    resolve = _Resolver(base, url, canonicalize)
    _read_head(page, resolve)
    for index, node in enumerate(tree.css("a[href], area[href]")):
        if index >= MAX_ANCHORS:
            break
        attributes = node.attributes
        href = attributes.get("href") or ""
        target = resolve(href)
        if target is None:
            continue
        rel = frozenset((attributes.get("rel") or "").lower().split())
        if "nofollow" in rel:
            continue
        address, foreign = target
        element = _element(page.elements, node)
        if element is None:
            continue
        in_heading = element.tag in _HEADINGS or (
            element.parent is not None and element.parent.tag in _HEADINGS
        )
        text, has_heading = _words(node, attributes)
        page.anchors.append(
            Anchor(address, text, element, index, rel, in_heading or has_heading, node, foreign)
        )
    if (h1 := tree.css_first("h1")) is not None:
        page.heading = _element(page.elements, h1)
    return page


class _Resolver:
    """Turns the href of a link into the canonical URL it leads to."""

    def __init__(self, base: str, page_url: str, canonicalize: Callable[[str], str]) -> None:
        self.base = base
        self.page_url = page_url
        self.canonicalize = canonicalize
        parts = urlsplit(base)
        self.scheme, self.origin = parts.scheme, f"{parts.scheme}://{parts.netloc}"
        page = urlsplit(page_url)
        self.page_host = page.netloc.lower()
        self.seen: dict[str, tuple[str, bool] | None] = {}

    def __call__(self, href: str) -> tuple[str, bool] | None:
        if href not in self.seen:
            self.seen[href] = self._resolve(href)
        return self.seen[href]

    def _resolve(self, href: str) -> tuple[str, bool] | None:
        if _SKIPPED_HREF.match(href):
            return None
        href = href.strip()
        if href.startswith("//"):
            absolute = f"{self.scheme}:{href}"
        elif href.startswith("/"):
            absolute = self.origin + href
        elif href[:4].lower() == "http":
            absolute = href
        else:
            try:
                absolute = urljoin(self.base, href)
            except ValueError:
                return None
        try:
            url = self.canonicalize(absolute)
        except ValueError:
            return None
        if self.scheme == "https" and url.startswith("http://") and ":" not in self.page_host:
            url = url.replace("http:", "https:", 1)
        host = urlsplit(url).netloc
        if host == self.page_host:
            return url, False
        if not same_site(url, self.page_url):
            return url, True
        # www., m. and amp. hosts: the page's own host is one that answers.
        return url.replace(f"//{host}", f"//{self.page_host}", 1), False


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    if node is None:
        return url
    try:
        base = urljoin(url, node.attributes.get("href") or "")
    except ValueError:
        return url
    return base if same_site(base, url) else url


def _read_head(page: PageLinks, resolve: _Resolver) -> None:
    for node in page.tree.css("link[rel][href]"):
        attributes = node.attributes
        if "next" in (attributes.get("rel") or "").lower().split() and not page.next_link:
            target = resolve(attributes.get("href") or "")
            page.next_link = target[0] if target and not target[1] else None
    for node in page.tree.css("meta[name][content]"):
        attributes = node.attributes
        if (attributes.get("name") or "").lower() in ("robots", "newscrawl"):
            signals = re.split(r"[\s,]+", (attributes.get("content") or "").lower())
            page.nofollow |= "nofollow" in signals or "none" in signals


def _element(known: dict[int, Element], node: LexborNode) -> Element | None:
    """Return the element around *node*, entering it and those around it into *known*."""
    new: list[LexborNode] = []
    outer: LexborNode | None = node.parent
    element: Element | None = None
    while outer is not None:
        element = known.get(outer.mem_id)
        if element is not None or outer.tag in ("-document", "-undef"):
            break
        new.append(outer)
        outer = outer.parent
    if len(new) > MAX_DEPTH:
        del new[MAX_DEPTH // 2 : -MAX_DEPTH // 2]
    for inner in reversed(new):
        if element is not None and element.depth > MAX_DEPTH:
            break
        attributes = inner.attributes
        tag = inner.tag or ""
        if attributes:
            name, steady = _names(attributes.get("class") or "", attributes.get("id") or "")
        else:
            name, steady = "", ()
        path = hash((element.path if element else 0, tag, steady))
        element = Element(inner, element, tag, name, element.depth + 1 if element else 0, path)
        known[inner.mem_id] = element
    return element


@lru_cache(maxsize=4096)
def _names(classes: str, identifier: str) -> tuple[str, tuple[str, ...]]:
    """Return class and id as they are searched, and the classes that do not count or number."""
    steady = tuple(sorted(_NUMBERED.sub("", classes).split()))
    return _CAMEL.sub("-", f"{classes} {identifier}".strip()).lower(), steady


@lru_cache(maxsize=4096)
def _zone_of_name(name: str) -> Zone:
    for zone, pattern in _ZONE_OF_NAME:
        if pattern.search(name):
            return zone
    return Zone.BODY


def _own_zone(element: Element, *, holds_most: bool) -> Zone:
    tag = element.tag
    if tag in ("html", "body", "main", "a", "p"):
        return Zone.BODY
    if tag in _ZONE_OF_TAG:
        return _ZONE_OF_TAG[tag]
    if holds_most:
        return Zone.BODY
    role = element.node.attributes.get("role")
    if role and role.lower() in _ZONE_OF_ROLE:
        return _ZONE_OF_ROLE[role.lower()]
    if element.name and (zone := _zone_of_name(element.name)) is not Zone.BODY:
        return zone
    if element.node.id == "secondary":  # WordPress
        return Zone.SIDE
    if tag == "header" and not any(
        outer.tag in ("article", "main", "section", "li") for outer in element.ancestry()
    ):
        return Zone.HEADER
    return Zone.BODY


def _words(node: LexborNode, attributes: dict[str, str | None]) -> tuple[str, bool]:
    """Return the words of a link, and whether a heading inside it gave them."""
    heading, image = _heading_and_image(node)
    words = (heading or node).text(separator=" ").split()
    label = (attributes.get("title") or attributes.get("aria-label") or "").split()
    if len(words) < 4 and len(label) >= 4:
        words = label
    text, title = " ".join(words), " ".join(label)
    if not text:
        text = title or " ".join((image.attributes.get("alt") or "").split() if image else ())
    return text[:400], heading is not None and bool(text)


def _heading_and_image(node: LexborNode) -> tuple[LexborNode | None, LexborNode | None]:
    """Return the first heading and the first picture inside a link."""
    heading = image = None
    if node.first_child is not None:
        for inner in node.traverse():  # a selector would be compiled for each of the links
            if inner.tag in _HEADINGS:
                heading = heading or inner
            elif inner.tag == "img":
                image = image or inner
    return heading, image
