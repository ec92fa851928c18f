"""Where a listing's own articles stand: its main column, not what is around it.

Links to articles are parted into *cards* (the largest element around one article alone) and cards
into *blocks* (cards under the same path of tags and classes). The main block is the one with the
most and the richest cards, near the pager and the page's heading; the column is that block, what
leads it, and later blocks of the same make.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce

from selectolax.lexbor import LexborNode

from newscrawl.extraction.page_links import Anchor, Element, Zone

SAMPLED_CARDS = 3
"""Cards of a block that are looked into for its make."""

COUNTED_CARDS = 40
"""A block is no likelier to be the main one for having more cards than this."""

CARDS_OF_A_COLUMN = 4
"""Fewer cards side by side are a row of the list, not a column of the page."""

BLOCKS_OF_A_FRONT = 4
"""A page without a pager that has as many blocks, none with half of the cards, is the front of a
section: all its blocks count."""

_NOISE_HEADING = re.compile(
    r"ट्रेंडिंग|ट्रेडिंग|सबसे ज्[\u200d]?[़]?यादा पढ|सर्वाधिक पढ|(?:ये|यह|इसे) भी (?:पढ|देख)|संबंधित|सम्बंधित|"
    r"मिलती-?जुलती|जुड़ी ख|लोकप्रिय|पॉपुलर|पसंद|सुझाव|आपके लिए|ज़?रूर पढ|"
    r"\b(?:related|trending|popular|most (?:read|viewed)|must read|recommended|you may|"
    r"also read|read also|more from|editor'?s (?:pick|choice)|for you|top stories|don'?t miss)\b",
    re.IGNORECASE,
)
# How wide a column is: Bootstrap's col-md-8, WordPress's td-pb-span8, Tailwind's lg:w-2/3,
# Elementor's elementor-col-66.
_GRID = re.compile(
    r"(?:^|[\s:_-])(?:col(?:umns?)?(?:-(?:xs|sm|md|lg|xl|xxl|span))?|span|grid|large|medium)[_-]?"
    r"(?:(?P<twelfths>1[0-2]|[1-9])|(?P<percent>[2-9][05]|33|66))(?=\s|$)|"
    r"(?:^|[\s:])(?:w|basis)-(?P<part>\d{1,2})/(?P<whole>[1-9]\d?)(?=\s|$)"
)
_WIDTH = re.compile(r"(?:width|basis)\s*:\s*(\d{1,3}(?:\.\d+)?)%")
_NEVER = (Zone.NAVIGATION, Zone.CRUMBS, Zone.FOOTER, Zone.COMMENTS)
_HEADINGS = "h1, h2, h3, h4, h5, h6"
_DATE_LIKE = re.compile(r"(?:19|20)\d\d|[१२][९०][०-९]{2}|\d ?(?:घंटे|मिनट|दिन|hours?|mins?|days?)")


@dataclass(slots=True, eq=False)
class Make:
    """How the cards of a block are made."""

    heading: bool
    image: bool
    excerpt: bool
    date: bool

    def is_like(self, other: Make) -> bool:
        """Return whether two blocks look alike; excerpts differ within one list."""
        return (self.heading, self.image, self.date) == (other.heading, other.image, other.date)

    @property
    def weight(self) -> float:
        """How much one card of this make says that it is of the main block."""
        return 1 + 0.6 * self.heading + 0.4 * self.image + 0.6 * self.excerpt + 0.4 * self.date


@dataclass(slots=True, eq=False)
class Block:
    """Cards that stand under the same path."""

    container: Element  # around the first card
    cards: dict[str, LexborNode] = field(default_factory=dict)  # URL -> its card
    anchors: list[Anchor] = field(default_factory=list)
    make: Make = field(default_factory=lambda: Make(False, False, False, False))

    @property
    def start(self) -> int:
        """Position of its first link on the page."""
        return self.anchors[0].index


def article_blocks(anchors: Iterable[Anchor]) -> list[Block]:
    """Part links to articles into blocks, in reading order."""
    anchors = list(anchors)
    for anchor in anchors:
        for element in anchor.element.ancestry():
            if not element.first:
                element.first = anchor.url
            elif element.first != anchor.url:
                if element.several:
                    break  # so are all around it
                element.several = True
    under: dict[int, list[tuple[Anchor, Element, LexborNode]]] = {}
    for anchor in anchors:
        container, card = _card(anchor)
        under.setdefault(container.path, []).append((anchor, container, card))
    blocks = [_block(part) for cards in under.values() for part in _columns_of(cards)]
    return sorted(blocks, key=lambda block: block.start)


def _columns_of(
    cards: list[tuple[Anchor, Element, LexborNode]],
) -> list[list[tuple[Anchor, Element, LexborNode]]]:
    """Part cards under one path where two or three columns of a page are made alike."""
    containers = {id(container): container for _, container, _ in cards}.values()
    if len(containers) < 2:
        return [cards]
    around = _around(containers)
    columns: dict[int, list[tuple[Anchor, Element, LexborNode]]] = {}
    for card in cards:
        column = card[1]
        while column is not around and column.parent is not around and column.parent is not None:
            column = column.parent
        columns.setdefault(id(column), []).append(card)
    if len(columns) in (2, 3) and any(
        len({anchor.url for anchor, _, _ in column}) >= CARDS_OF_A_COLUMN
        for column in columns.values()
    ):
        return [part for column in columns.values() for part in _columns_of(column)]
    return [cards]


def _block(cards: list[tuple[Anchor, Element, LexborNode]]) -> Block:
    block = Block(cards[0][1])
    for anchor, _, card in cards:
        block.cards.setdefault(anchor.url, card)
        block.anchors.append(anchor)
    block.make = _make(block)
    return block


def _around(elements: Iterable[Element]) -> Element:
    """Return the innermost element around all of *elements*."""
    return reduce(Element.common, elements)


def _card(anchor: Anchor) -> tuple[Element, LexborNode]:
    element = anchor.element
    if element.several:
        return element, anchor.node
    while element.parent is not None and not element.parent.several:
        element = element.parent
    return element.parent or element, element.node


def _make(block: Block) -> Make:
    cards = list(block.cards.items())[:SAMPLED_CARDS]
    headings = images = excerpts = dates = 0
    for url, card in cards:
        words = max((len(a.text) for a in block.anchors if a.url == url), default=0)
        text = card.text(separator=" ")[:2000]
        headings += card.css_first(_HEADINGS) is not None or any(
            anchor.in_heading for anchor in block.anchors if anchor.url == url
        )
        images += card.css_first("img, picture, figure, [data-img-url], amp-img") is not None
        excerpts += len(" ".join(text.split())) > words * 1.6 + 60
        dates += card.css_first("time") is not None or _DATE_LIKE.search(text) is not None
    half = len(cards) / 2
    return Make(headings >= half, images >= half, excerpts >= half, dates >= half)


def main_column(
    blocks: list[Block], *, heading: Element | None = None, pager: Element | None = None
) -> list[Block]:
    """Return the blocks of a listing's main column, in reading order.

    *heading* is the page's <h1>, *pager* an element of the listing's pager, where they are known.
    """
    if len(blocks) < 2:
        return blocks
    around_all = _around(block.container for block in blocks)
    by_heading = _nearest(blocks, heading, around_all)
    by_pager = _nearest(blocks, pager, around_all)
    main = max(
        blocks,
        key=lambda block: (
            min(len(block.cards), COUNTED_CARDS)
            * block.make.weight
            * (1.4 if block in by_heading else 1)
            * (2 if block in by_pager else 1)
            * (0.3 if _has_noise_heading(block, None) else 1)
        ),
    )
    column = main.container.common(pager) if pager is not None else None
    if column is not None and column.depth <= around_all.depth:
        column = None  # the pager stands outside of all columns
    is_front = (
        pager is None
        and len(blocks) >= BLOCKS_OF_A_FRONT
        and 2 * len(main.cards) < sum(len(block.cards) for block in blocks)
    )
    return [
        block
        for block in blocks
        if block is main
        or (
            not _is_apart(block, main)
            and (is_front or _continues(block, main, column=column, heading=heading))
        )
    ]


def _is_apart(block: Block, main: Block) -> bool:
    """Return whether something says that *block* is not of the column that *main* is in."""
    return (
        _has_noise_heading(block, main)
        or _is_narrower(block, main)
        or (block.start > main.start and _landmark(block) is not _landmark(main))
    )


def _continues(
    block: Block, main: Block, *, column: Element | None, heading: Element | None
) -> bool:
    """Return whether *block* is of the list that *main* is of.

    Before it, what leads the list: pictures or headings. Later, what is inside the *column* that
    the pager ends; where that is not known, blocks of the same make.
    """
    if column is not None and block.container.common(column) is column:
        return True
    if block.start < main.start:
        return block.make.image or block.make.heading or block.make.is_like(main.make)
    return (
        column is None
        and block.make.is_like(main.make)
        and not (heading is not None and _is_beside(block, main, heading))
    )


def _is_beside(block: Block, main: Block, heading: Element) -> bool:
    """Return whether *block* stands in another kind of part than *main* and the page's heading."""
    around = block.container.common(main.container)
    own, part = _part(block.container, around), _part(main.container, around)
    return own.path != part.path and heading.common(part) is part


def _part(element: Element, around: Element) -> Element:
    """Return the part of *around*, a child of it, that *element* stands in."""
    while element.parent is not None and element.parent is not around and element is not around:
        element = element.parent
    return element


def _landmark(block: Block) -> Element | None:
    """Return the <main> around a block."""
    for element in block.container.ancestry():
        if element.tag == "main" or element.node.attributes.get("role") == "main":
            return element
    return None


def _nearest(blocks: list[Block], element: Element | None, around_all: Element) -> list[Block]:
    """Return the blocks that share the innermost element with *element*; none if all do."""
    if element is None:
        return []
    depths = [block.container.common(element).depth for block in blocks]
    deepest = max(depths)
    if deepest <= around_all.depth:
        return []
    return [block for block, depth in zip(blocks, depths, strict=True) if depth == deepest]


def _has_noise_heading(block: Block, main: Block | None) -> bool:
    """Return whether the words above a block say that it is beside the matter."""
    around = block.container.common(main.container) if main else None
    nodes = [next(iter(block.cards.values()))]
    for element in list(block.container.ancestry())[:4]:
        if element is around or element.tag in ("body", "main"):
            break
        nodes.append(element.node)
    return any(_NOISE_HEADING.search(words) for node in nodes for words in _words_above(node))


def _words_above(node: LexborNode) -> Iterator[str]:
    """Yield short texts in front of *node*: at most three siblings back."""
    sibling = node.prev
    for _ in range(6):
        if sibling is None:
            return
        if sibling.tag == "h1" or sibling.css_first("h1") is not None:
            return  # what the page itself is called
        if not (sibling.tag or "-").startswith("-"):
            text = " ".join(sibling.text(separator=" ").split())
            if text:
                if len(text) <= 60:
                    yield text
                return
        sibling = sibling.prev


def _is_narrower(block: Block, main: Block) -> bool:
    """Return whether *block* stands in a narrower column of a grid than *main*."""
    around = block.container.common(main.container)
    own = _share_of_width(block.container, around)
    wide = _share_of_width(main.container, around)
    return own is not None and wide is not None and own < wide


def _share_of_width(element: Element, around: Element) -> float | None:
    """Return which part of the width of *around* the column with *element* has, if it says so."""
    if element is around:
        return None
    part = _part(element, around)
    shares = [
        int(match["twelfths"]) / 12
        if match["twelfths"]
        else int(match["percent"]) / 100
        if match["percent"]
        else int(match["part"]) / int(match["whole"])
        for match in _GRID.finditer(part.name)
    ]
    if width := _WIDTH.search(part.node.attributes.get("style") or ""):
        shares.append(float(width[1]) / 100)
    return min(shares, default=None)  # on a small screen every column is full width


def in_article_zone(anchor: Anchor, *, home: bool) -> bool:
    """Return whether *anchor* stands where articles of the page itself stand.

    On a home page every block of its body counts; on a listing the sidebars do not.
    """
    if home:
        return anchor.zone not in _NEVER
    return anchor.zone is Zone.BODY
