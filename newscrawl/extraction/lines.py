"""What a page is made of, as extraction sees it: lines of text, their blocks, what stands in them.

A *block* is an element that starts a line of its own (``div``, ``p``, ``td``, ``li`` ...); a *line*
is the text between two block borders or ``<br>``, whatever elements it is wrapped in. Newspapers
write paragraphs as ``<p>``, as bare text between empty ``<p></p>``, in table cells and after
``<br>``: all are lines, so nothing above this module knows the difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct

HIDDEN, CHROME, CAPTION, NAMED_CAPTION, REPLIES, CRUMBS, HEADING, LIST_ITEM = (
    1 << n for n in range(8)
)
"""What a block, or one around it, says about its lines."""


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
