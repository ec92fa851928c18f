"""The one walk through a page: from elements to lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborNode

from newscrawl.extraction.lines import (
    CAPTION,
    CHROME,
    CRUMBS,
    HEADING,
    HIDDEN,
    LIST_ITEM,
    NAMED_CAPTION,
    REPLIES,
    Block,
    Heading,
    Item,
    Line,
    Link,
    Time,
)
from newscrawl.extraction.parsing import MAX_DEPTH

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
SKIPPED = frozenset(_SKIPPED_TAGS.split())
_EMPTY = frozenset(("img", "amp-img", "meta", "link", "script", "title"))
_BREAKS = frozenset(("br", "hr"))
CHROME_TAGS = frozenset(("nav", "aside", "menu", "dialog", "amp-sidebar"))
_FLAGS_OF_TAG = dict.fromkeys(CHROME_TAGS, CHROME) | {
    "footer": CHROME,
    "figure": CAPTION, "figcaption": CAPTION, "caption": CAPTION, "amp-carousel": CAPTION,
    "li": LIST_ITEM, "dd": LIST_ITEM, "dt": LIST_ITEM,
    "h1": HEADING, "h2": HEADING, "h3": HEADING, "h4": HEADING, "h5": HEADING, "h6": HEADING,
}  # fmt: skip
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


class Walk:
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
        skips_hidden = skipped is not SKIPPED
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


def entered(nodes: Iterable[LexborNode], skipped: frozenset[str]) -> Iterator[LexborNode]:
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
        return skipped is SKIPPED or not _is_hidden(node.attributes)
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
