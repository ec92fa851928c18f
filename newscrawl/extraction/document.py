"""One page as lines of text: the single parse and the single walk that all of extraction reads.

A *block* is an element that starts a line of its own (``div``, ``p``, ``td``, ``li`` ...); a *line*
is the text between two block borders or ``<br>``, whatever elements it is wrapped in. Newspapers
write paragraphs as ``<p>``, as bare text between empty ``<p></p>``, in table cells and after
``<br>``: all are lines, so nothing above this module knows the difference.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from operator import attrgetter

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

HIDDEN, CHROME, CAPTION, NAMED_CAPTION, REPLIES, CRUMBS, HEADING, LIST_ITEM = (
    1 << n for n in range(8)
)
"""What a block, or one around it, says about its lines."""

MAX_DEPTH = 250
"""Blocks nested deeper than this are merged; the deepest of 26 real pages has 41."""

_INLINE_TAGS = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q"
    " rp rt ruby s samp small span strike strong sub sup time tt u var wbr picture source"
)
_INLINE = frozenset(_INLINE_TAGS.split())
_SKIPPED_TAGS = (
    "-comment style noscript template iframe object embed svg math canvas audio video select"
    " textarea button input map amp-ad amp-iframe amp-analytics amp-sticky-ad amp-video amp-youtube"
    " amp-sidebar amp-consent amp-user-notification"
)
_SKIPPED = frozenset(_SKIPPED_TAGS.split())
_EMPTY = frozenset(("img", "amp-img", "meta", "link", "script", "title"))
_BREAKS = frozenset(("br", "hr"))
_CHROME = frozenset(("nav", "aside", "menu", "dialog", "amp-sidebar"))
_FLAGS_OF_TAG = dict.fromkeys(_CHROME, CHROME) | {
    "footer": CHROME,
    "figure": CAPTION, "figcaption": CAPTION, "caption": CAPTION, "amp-carousel": CAPTION,
    "li": LIST_ITEM, "dd": LIST_ITEM, "dt": LIST_ITEM,
    "h1": HEADING, "h2": HEADING, "h3": HEADING, "h4": HEADING, "h5": HEADING, "h6": HEADING,
}  # fmt: skip
_DECLARING = 'meta, link, title, script[type*="ld+json" i]'
_NAMED_CRUMBS = "[class*=crum i], [aria-label*=crum i], [id*=crum i], [itemtype*=crum i]"
"""CSS of all elements that `_CRUMBS` can call so."""
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CRUMBS = re.compile(r"bread-?_?crumb|bredcrum|breadcrum|crumb", re.IGNORECASE)
_REPLIES = re.compile(r"comment|disqus", re.IGNORECASE)
_CAPTION = re.compile(r"caption", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _flags_of_name(name: str) -> int:
    """Return what the class attribute of a block says; a site uses the same few again and again."""
    name = name[:500]
    flags = CRUMBS if _CRUMBS.search(name) else 0
    flags |= NAMED_CAPTION if _CAPTION.search(name) else 0
    return flags | (REPLIES if _REPLIES.search(name) else 0)


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    """Whether an element is not shown; what only a style sheet hides is not known."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return style is not None and bool(_HIDDEN_STYLE.search(style))


def _leads_here(attributes: dict[str, str | None]) -> bool:
    """Whether an element is the path of sections to this page."""
    return any(
        _CRUMBS.search(attributes.get(name) or "")
        for name in ("class", "aria-label", "id", "itemtype")
    )


class Block(Struct, eq=False):  # a page has 350 blocks, links, lines: 40 microseconds to Struct
    """A block-level element."""

    tag: str
    parent: Block | None
    depth: int
    flags: int
    name: str  # its class attribute, for the few rules that may read it
    has_image: bool = False
    has_form: bool = False
    prose: int = 0  # lines of prose inside it, and their weight: the body finder counts both
    mass: int = 0

    def is_inside(self, other: Block) -> bool:
        """Whether *other* is this block or around it."""
        block: Block | None = self
        while block is not None and block.depth > other.depth:
            block = block.parent
        return block is other


class Link(Struct, eq=False):
    """An ``<a href>``."""

    href: str
    attributes: dict[str, str | None]
    block: Block
    line: int  # index of the line it stands in
    start: int  # its first piece in that line
    pieces: Sequence[str] = ()

    @property
    def text(self) -> str:
        """Its text, white space collapsed; made when asked for, which it is of few links."""
        return " ".join("".join(self.pieces).split())

    @property
    def rel(self) -> str:
        return self.attributes.get("rel") or ""

    @property
    def item(self) -> str:
        """Its itemprop."""
        return self.attributes.get("itemprop") or ""


class Line(Struct, eq=False):
    """The text between two block borders, white space collapsed."""

    text: str
    block: Block
    index: int
    pieces: list[str]
    links: list[Link]
    linked: int  # characters inside links

    @property
    def link_share(self) -> float:
        """The share of its text that is linked, 0 to 1."""
        return min(1.0, self.linked / len(self.text))


@dataclass(slots=True, eq=False)
class Heading:
    """A heading element; its text is that of its lines."""

    level: int
    block: Block
    line: int  # index of its first line
    text: str = ""


@dataclass(slots=True, eq=False)
class Time:
    """A ``<time>`` element."""

    datetime: str
    item: str
    block: Block
    line: int


@dataclass(slots=True, eq=False)
class Item:
    """A microdata property: of a ``content`` attribute, a link or the text of its line."""

    name: str
    value: str
    line: int


_LINE = attrgetter("line")


@dataclass(slots=True)
class Declarations:
    """What a page says of itself to programs."""

    metas: dict[str, list[str]] = field(default_factory=dict)  # name or property -> contents
    rels: dict[str, list[str]] = field(default_factory=dict)  # <link rel> -> hrefs
    json_ld: list[str] = field(default_factory=list)
    title: str = ""

    def read(self, tag: str, node: LexborNode, attributes: dict[str, str | None]) -> None:
        """Read a <meta>, <link>, <script> or <title>."""
        if tag == "meta":
            if content := attributes.get("content"):
                for key in ("property", "name", "http-equiv"):
                    if name := attributes.get(key):
                        self.metas.setdefault(name.strip().lower(), []).append(content)
        elif tag == "link":
            if href := attributes.get("href"):
                for rel in (attributes.get("rel") or "").lower().split():
                    self.rels.setdefault(rel, []).append(href)
        elif tag == "script":
            if "ld+json" in (attributes.get("type") or "").lower():
                self.json_ld.append(node.text() or "")
        elif not self.title:
            self.title = " ".join((node.text() or "").split())


class Document:
    """Everything on a page that extraction reads, each part read when it is first asked for."""

    def __init__(self, root: LexborNode | None, skipped: frozenset[str]) -> None:
        self._root = root
        self._walk = _Walk(skipped)
        self._steps = self._walk.visit(root) if root is not None else iter(())
        self._is_walked = False

    def read_on(self) -> None:
        """Walk to the end of the page."""
        deque(self._steps, maxlen=0)
        self._is_walked = True

    @cached_property
    def lines(self) -> list[Line]:
        """All lines; who needs but the first of them asks for `first_lines`."""
        self.read_on()
        return self._walk.lines

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings that have a text."""
        self.read_on()
        return self._walk.headings

    @cached_property
    def links(self) -> list[Link]:
        """All links; who needs but those of some lines asks for `links_in`."""
        self.read_on()
        return self._walk.links

    @cached_property
    def times(self) -> list[Time]:
        """The <time> elements."""
        self.read_on()
        return self._walk.times

    @cached_property
    def items(self) -> list[Item]:
        """The microdata properties."""
        self.read_on()
        return self._walk.items

    @cached_property
    def _declarations(self) -> Declarations:
        if self._is_walked or self._root is None:
            return self._walk.declarations
        found = Declarations()
        for node in _entered(self._root.css(_DECLARING), self._walk.skipped):
            found.read(node.tag or "", node, node.attributes)
        return found

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """Name or property of the <meta> elements -> their contents."""
        return self._declarations.metas

    @cached_property
    def rels(self) -> dict[str, list[str]]:
        """Relation of the <link> elements -> their addresses."""
        return self._declarations.rels

    @cached_property
    def json_ld(self) -> list[str]:
        """The scripts of JSON-LD."""
        return self._declarations.json_ld

    @cached_property
    def title(self) -> str:
        """The <title>."""
        return self._declarations.title

    def meta(self, *names: str) -> str | None:
        """Return the first content that stands under one of *names*, in the order of *names*."""
        for name in names:
            for content in self.metas.get(name, ()):
                if content:
                    return content
        return None

    def first_lines(self, count: int) -> list[Line]:
        """Return the lines from the first on, *count* or more of them where there are so many."""
        lines = self._walk.lines
        if len(lines) < count:
            for _ in self._steps:
                if len(lines) >= count:
                    break
        return lines

    def running_lines(self) -> Iterator[Line]:
        """Yield line by line; the page is read no further than the last one."""
        index = 0
        while len(lines := self.first_lines(index + 1)) > index:
            yield lines[index]
            index += 1

    def links_on(self, first: int, last: int) -> list[Link]:
        """Return the links on the lines *first* to *last*: few of those of a page."""
        self.first_lines(last + 1)
        links = self._walk.links
        start = bisect_left(links, first, key=_LINE)
        return links[start : bisect_right(links, last, lo=start, key=_LINE)]

    def items_named(self, name: str) -> list[Item]:
        """Return the microdata properties called *name*."""
        if not self._may_have(f"[itemprop*={name}]"):
            return []
        return [item for item in self.items if item.name == name]

    def crumbs(self) -> list[Link]:
        """Return the links in what is marked as the path of sections to this page."""
        if not self._may_have(_NAMED_CRUMBS):
            return []
        return [link for link in self.links if link.block.flags & CRUMBS]

    def _may_have(self, css: str) -> bool:
        """Whether to walk on for what *css* matches: to look takes a tenth of the time."""
        return self._is_walked or (self._root is not None and bool(self._root.css(css)))


def parse(html: bytes) -> LexborHTMLParser:
    """Parse *html*, in UTF-8, as browsers do; endless nesting is made shallow before."""
    if len(html) > _LARGE and html.count(b"<") > _MANY_TAGS:
        html = _MARKUP.sub(_Shallow(), html)
    return LexborHTMLParser(html.replace(b"\0", b"") if b"\0" in html else html)


def open_document(parser: LexborHTMLParser) -> Document:
    """Return a parsed page of which only what is asked for will be read.

    Quicker than `read_document` where the lines of the whole page are not needed: they take 0.3 ms,
    what it declares 0.03.
    """
    return Document(parser.root, _SKIPPED | _CHROME)


def read_document(parser: LexborHTMLParser, *, everything: bool = False) -> Document:
    """Walk a parsed page once; menus and asides are passed by unless *everything* is wanted."""
    document = Document(parser.root, _SKIPPED if everything else _SKIPPED | _CHROME)
    document.read_on()
    return document


def lines_in(nodes: Iterable[LexborNode]) -> list[Line]:
    """Return the lines in some elements of a page."""
    walk = _Walk(_SKIPPED | _CHROME)
    for node in nodes:
        deque(walk.visit(node), maxlen=0)
    return walk.lines


_LARGE = 100_000
"""Bytes. Nothing smaller takes lexbor more than 0.6 s (25,000 ``dl``); to count tags takes 24
microseconds."""

_MANY_TAGS = 20_000
"""The largest of 26 real pages has 2,900. lexbor's time grows with the square of the depth of
blocks: 8 s for 100,000 nested ``div``, 0.3 s for 20,000."""

_MARKUP = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(?:script|style)\b.*?(?:</(?:script|style)|\Z)"
    rb"|<(?P<close>/?)(?:div|section|article|main|header|ul|ol|dl|blockquote|center|form"
    rb"|fieldset|details|figure|aside|nav|footer|h[1-6]|menu|address|span|font|b|i|em|strong|a|u)"
    rb"(?:\s[^<>]*)?>",
    re.DOTALL | re.IGNORECASE,
)


class _Shallow:
    """Leaves out the tags of elements nested deeper than MAX_DEPTH; their text stays."""

    def __init__(self) -> None:
        self.depth = 0

    def __call__(self, tag: re.Match[bytes]) -> bytes:
        if tag["close"] is None:
            return tag[0]
        if tag["close"]:
            self.depth = max(0, self.depth - 1)
            return tag[0] if self.depth < MAX_DEPTH else b""
        self.depth += 1
        return tag[0] if self.depth <= MAX_DEPTH else b""


class _Walk:
    def __init__(self, skipped: frozenset[str]) -> None:
        self.skipped = skipped
        self.lines: list[Line] = []
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.times: list[Time] = []
        self.items: list[Item] = []
        self.declarations = Declarations()

    def visit(self, root: LexborNode) -> Iterator[None]:
        """Visit every node in document order, without recursion: pages nest 100,000 deep.

        Stops after each line that does not end inside a link: all links are whole then. A quarter
        of the time of a page is spent here, so what most elements need stands in this loop, and in
        its own variables.
        """
        skipped = self.skipped
        skips_hidden = skipped is not _SKIPPED
        lines, all_links = self.lines, self.links
        block = Block("html", None, 0, 0, "")
        pieces: list[str] = []
        links: list[Link] = []
        linked = 0
        link: Link | None = None
        link_node: LexborNode | None = None
        heading: Heading | None = None
        opened: list[tuple[LexborNode, Block | None]] = []
        node: LexborNode | None = root
        while True:
            if node is None:
                if not opened:
                    break
                left, entered = opened.pop()
                if entered is None:
                    if link is not None and left is link_node:
                        self._leave_link(link, pieces)
                        link = None
                    node = left.next if opened else None
                    continue
            else:
                tag = node.tag or ""
                if tag == "-text":
                    text = node.text_content
                    # White space between elements is half of all nodes: none starts a line.
                    if text and (pieces or not text.isspace()):
                        pieces.append(text)
                        if link is not None:
                            linked += len(text.strip())
                    node = node.next
                    continue
                if tag in _INLINE:
                    if tag == "a":
                        if link is None and (href := (found := node.attributes).get("href")):
                            link = Link(href, found, block, len(lines), len(pieces))
                            link_node = node
                            links.append(link)
                            all_links.append(link)
                    elif (tag == "span" or tag == "time") and (attributes := node.attributes):
                        if skips_hidden and _is_hidden(attributes):
                            node = node.next
                            continue
                        self._read_inline(tag, attributes, block)
                    opened.append((node, None))
                    node = node.first_child
                    continue
                if tag in _EMPTY:
                    if tag == "img" or tag == "amp-img":
                        block.has_image = True
                    else:
                        attributes = node.attributes
                        self.declarations.read(tag, node, attributes)
                        if tag == "meta" and "itemprop" in attributes:
                            self._read_meta_item(attributes)
                    node = node.next
                    continue
                if tag in skipped and not (tag == "nav" and _leads_here(node.attributes)):
                    if tag == "input" or tag == "button":
                        block.has_form = True
                    node = node.next
                    continue
            if pieces:  # here is the border of a block, or a break
                lines.append(Line(_collapsed(pieces), block, len(lines), pieces, links, linked))
                pieces, links, linked = [], [], 0
                if link is not None:
                    link.start = 0
                else:
                    yield
            if node is None:
                if heading is not None and entered is heading.block:
                    self._leave_heading(heading)
                    heading = None
                block = block.parent or block
                node = left.next if opened else None
            elif tag in _BREAKS:
                node = node.next
            else:
                flags = block.flags | _FLAGS_OF_TAG.get(tag, 0)
                name = ""
                if attributes := node.attributes:
                    if name := attributes.get("class") or "":
                        flags |= _flags_of_name(name)
                    if len(attributes) > 1 or not name:
                        flags |= self._read_block(tag, attributes)
                if block.depth < MAX_DEPTH:
                    if tag == "form":
                        block.has_form = True
                    is_heading = flags & HEADING and not block.flags & HEADING
                    block = Block(tag, block, block.depth + 1, flags, name)
                    if is_heading:
                        heading = Heading(int(tag[1]), block, len(lines))
                    opened.append((node, block))
                else:
                    opened.append((node, None))
                node = node.first_child
        if pieces:
            lines.append(Line(_collapsed(pieces), block, len(lines), pieces, links, linked))

    def _read_block(self, tag: str, attributes: dict[str, str | None]) -> int:
        """Return what the attributes of a block, but for its class, say about its lines."""
        flags = HIDDEN if _is_hidden(attributes) else 0
        if ("itemtype" in attributes or tag == "nav") and _leads_here(attributes):
            flags |= CRUMBS
        if "itemprop" in attributes:
            self._read_item(attributes)
        return flags

    def _read_inline(self, tag: str, attributes: dict[str, str | None], block: Block) -> None:
        if "itemprop" in attributes:
            self._read_item(attributes)
        if tag == "time":
            item = attributes.get("itemprop") or ""
            when = attributes.get("datetime") or ""
            self.times.append(Time(when, item, block, len(self.lines)))

    def _leave_heading(self, heading: Heading) -> None:
        heading.text = " ".join(line.text for line in self.lines[heading.line :])
        if heading.text:
            self.headings.append(heading)

    def _leave_link(self, link: Link, pieces: list[str]) -> None:
        if len(self.lines) == link.line:
            link.pieces = pieces[link.start :]
        else:  # the link holds blocks, as cards do
            whole = [line.text for line in self.lines[link.line :]]
            link.pieces = (" ".join([*whole, "".join(pieces)]),)

    def _read_item(self, attributes: dict[str, str | None]) -> None:
        value = attributes.get("content") or attributes.get("datetime") or ""
        for name in (attributes.get("itemprop") or "").split():
            self.items.append(Item(name, value, len(self.lines)))

    def _read_meta_item(self, attributes: dict[str, str | None]) -> None:
        if (name := attributes.get("itemprop")) and (content := attributes.get("content")):
            self.items.append(Item(name, content, len(self.lines)))


def _entered(nodes: Iterable[LexborNode], skipped: frozenset[str]) -> Iterator[LexborNode]:
    """Yield those of *nodes* that a walk comes to: nothing around them is passed by."""
    known: dict[int, bool] = {}  # else a deep page takes time by the square of its depth
    for node in nodes:
        climbed = []
        around = node.parent
        is_entered = True
        while is_entered and around is not None:
            if (said := known.get(around.mem_id)) is not None:
                is_entered = said
                break
            climbed.append(around.mem_id)
            is_entered = _is_entered(around, skipped)
            around = around.parent
        known.update(dict.fromkeys(climbed, is_entered))
        if is_entered:
            yield node


def _is_entered(node: LexborNode, skipped: frozenset[str]) -> bool:
    """Whether a walk that comes to *node* goes into it."""
    tag = node.tag
    if tag == "span" or tag == "time":
        return skipped is _SKIPPED or not _is_hidden(node.attributes)
    if tag == "nav" and tag in skipped:
        return _leads_here(node.attributes)
    return tag not in _EMPTY and tag not in skipped and tag not in _BREAKS


def _collapsed(pieces: list[str]) -> str:
    """Return the text of *pieces* with its white space collapsed.

    Most lines are as they should be; to see that takes 22 microseconds a page where to split and
    join them takes 52. Of all white space only the blank is printable.
    """
    text = (pieces[0] if len(pieces) == 1 else "".join(pieces)).strip()
    return text if text.isprintable() and "  " not in text else " ".join(text.split())
