"""The body of an article among the lines of its page, without any rule for a site.

Prose is weighed, the densest container found, and the text read from the first to the last line of
prose in it. What matters and how much was measured: reference/extraction.md, "Tricks". Class names
decide nothing but captions: with every name replaced by a hash the result is the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from selectolax.lexbor import LexborNode

from newscrawl.extraction.boilerplate import boilerplate_kind, is_boilerplate
from newscrawl.extraction.document import (
    CAPTION,
    CHROME,
    HEADING,
    HIDDEN,
    LIST_ITEM,
    NAMED_CAPTION,
    REPLIES,
    Block,
    Document,
    Line,
    read_part,
)
from newscrawl.extraction.paragraphs import paragraphs_of
from newscrawl.hindi.text import normalize

_PROSE_LETTERS = 45
_LONG_PROSE_LETTERS = 90
_VERSE_LETTERS = 20
"""Of a line of prose where no line is longer: poems, lists of one-liners."""
_LONGEST_CAPTION = 250
_LONGEST_EXCERPT = 250
_GOOD_PART = 4
"""A part of at least a quarter of a text is the text's, though a card stands in between."""
_LINKED_CARD = 20
"""Characters: a linked heading of this length is the headline of another article."""
_LINKED_BARRIER = 250
"""Characters of links on lines of their own, between two paragraphs, that part two texts."""

_LONG_TEXT = 200
_NOT_LETTERS = re.compile(r"[\s\d!-/:-@\[-`{-~।॥‘’“”…–—•₹]+")
_SENTENCE_END = re.compile(r"[।॥.?!:ः|…](?:[\s'\"’”»)\]]|&quot;)*$")
_PARAGRAPH_TAG = re.compile(r"</?(?:p|div|br|li|h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


@dataclass(slots=True)
class Body:
    """An article's own text; *lines* are where it stands, one for each paragraph."""

    paragraphs: list[str]
    lines: list[Line]
    excerpts: int = 0  # paragraphs that look like what a listing shows of an article


def find_body(
    document: Document, headline_line: int | None, *, anywhere: bool = False
) -> Body | None:
    """Return the text that reads as the article, or None where the page has no prose.

    *headline_line* is the index of the line of the headline: prose above it counts a quarter.
    Looks at hidden text, menus, asides and captions only if it may look *anywhere*.
    """
    shut_out = 0 if anywhere else HIDDEN | CHROME | CAPTION
    for shortest in (_PROSE_LETTERS, _VERSE_LETTERS):
        finder = _BodyFinder(document.lines, headline_line, shut_out, shortest)
        if kept := paragraphs_of(finder.find()):
            lines = [line for line, _ in kept]
            excerpts = len(finder.excerpts.intersection(lines))
            return Body([text for _, text in kept], lines, excerpts)
    return None


def body_of_selected(nodes: Iterable[LexborNode]) -> Body | None:
    """Return the text of the elements that a site's own selector found.

    What is inside them is the article but for captions, hidden copies, links to other stories and
    boilerplate.
    """
    kept = paragraphs_of(
        [
            line
            for node in nodes
            for line in read_part(node).lines
            if not line.block.flags & (HIDDEN | CHROME | CAPTION)
            and (line.link_share < 0.8 or len(line.text) >= 2 * _LONG_PROSE_LETTERS)
        ]
    )
    return Body([text for _, text in kept], []) if kept else None


def body_of_json_ld(article: Mapping[str, object]) -> Body | None:
    """Return the articleBody of a page drawn by script; elsewhere it is dirty and never read."""
    written = article.get("articleBody")
    if not isinstance(written, str):
        return None
    text = _PARAGRAPH_TAG.sub("\n", unescape(written) if "&lt;" in written else written)
    paragraphs = [
        paragraph
        for piece in normalize(unescape(_TAG.sub("", text))).split("\n")
        if (paragraph := piece.strip()) and not is_boilerplate(paragraph)
    ]
    return Body(paragraphs, []) if paragraphs else None


def letters(text: str) -> int:
    """Count the letters and vowel signs of *text*, in any script; of a long text about so many."""
    if len(text) > _LONG_TEXT:
        return len(text) - text.count(" ")
    return len(_NOT_LETTERS.sub("", text))


def ends_sentence(text: str) -> bool:
    """Whether *text* ends as a sentence does; many Hindi papers write a full stop, no danda."""
    return bool(_SENTENCE_END.search(text))


class _BodyFinder:
    def __init__(
        self, lines: Sequence[Line], headline_line: int | None, shut_out: int, shortest: int
    ) -> None:
        self.lines = lines
        self.shortest = shortest
        self.headline = None if headline_line is None else lines[headline_line]
        self.start = headline_line or 0
        self.shut_out = shut_out
        self.prose: dict[Line, int] = {}  # a line of prose -> its letters
        self.excerpts: set[Line] = set()  # prose right below a linked headline
        self.foreign: set[Line] = set()  # prose of readers' comments and of another <article>
        self.doubtful: set[Line] = set()  # both, and prose above the headline or below the next
        self.children: dict[Block, list[Block]] = {}

    def find(self) -> list[Line]:
        """Return the lines of the body in their order."""
        self._find_prose()
        if not self.prose:
            return []
        self._weigh()
        container = self._densest()
        core = self._core(container)
        if not core:
            return []
        core = self._largest_part(core)
        core = self._with_siblings(container, core)
        core = self._without_boxes_below(core)
        return self._with_short_lines(core)

    def _find_prose(self) -> None:
        """Collect the prose, and apart from it what may be of another text."""
        shut_out = self.shut_out | HEADING
        title: Line | None = None
        below_title: list[tuple[Line, Block]] = []
        next_begun = False
        for line in self.lines:
            if line.link_share > 0.7 and len(line.text) >= _LINKED_CARD:
                title = line
            if line.block.flags & shut_out:
                if line.block.tag == "h1" and line.index > self.start and self.prose:
                    next_begun = True
                continue
            text = line.text
            if len(text) < self.shortest or line.linked * 3 >= len(text):
                continue
            count = letters(text)
            if count < self.shortest or not (count >= _LONG_PROSE_LETTERS or ends_sentence(text)):
                continue
            self.prose[line] = count
            for block in _chain(line.block, 0):
                block.prose += 1
            if title is not None and line.index - title.index <= 3 and count <= _LONGEST_EXCERPT:
                below_title.append((line, title.block))
            if line.block.flags & REPLIES:
                self.foreign.add(line)
            if next_begun or line.index < self.start:
                self.doubtful.add(line)
        self.excerpts = {line for line, title in below_title if _is_in_card(line, title)}
        article = _article_around(self.headline.block) if self.headline else None
        if article and article.prose:
            self.foreign.update(line for line in self.prose if _is_elsewhere(line, article))
        self.doubtful |= self.excerpts | self.foreign
        self._look_at_pictures()

    def _look_at_pictures(self) -> None:
        """Find which paragraphs stand alone with a picture, and how paragraphs usually look."""
        self.prose_in = Counter(line.block for line in self.prose)
        pictured = {line for line in self.prose if _is_beside_picture(line.block)}
        total = self._mass(self.prose)
        # Where most of the text stands beside pictures it is the text: a slide show.
        self.pictured = pictured if self._mass(pictured) * 5 < total * 2 else set()
        shapes: Counter[tuple[str, str]] = Counter()
        for line in self.prose.keys() - self.pictured:
            if not line.block.has_image:
                shapes[line.block.tag, line.block.name] += self.prose[line]
        self.usual = {shape for shape, mass in shapes.items() if mass * 10 >= total}

    def _weigh(self) -> None:
        """Give each block around prose its weight: letters, a quarter of them where doubtful."""
        for line, count in self.prose.items():
            weight = count // 4 if line in self.doubtful else count
            block: Block | None = line.block
            while block is not None:
                if not block.mass and block.parent is not None:
                    self.children.setdefault(block.parent, []).append(block)
                block.mass += weight
                self.root, block = block, block.parent

    def _densest(self) -> Block:
        """Descend to the child that keeps half of the prose, down to what holds paragraphs."""
        block = self.root
        while children := self.children.get(block):
            best = max(children, key=lambda child: child.mass)
            if best.mass * 2 < block.mass:
                break
            if best not in self.children and self.prose_in[best] < 2:
                break  # a paragraph, not a container
            block = best
        return block

    def _core(self, container: Block) -> list[Line]:
        """Return the prose of *container* that is shaped as most of it is."""
        inside = [
            line
            for line in self.prose
            if line.block.is_inside(container) and not self._is_caption(line)
        ]
        inside = [line for line in inside if line.index > self.start] or inside
        inside = [line for line in inside if line not in self.foreign] or inside
        inside = [line for line in inside if not self._is_in_form(line, container)] or inside
        own = [line for line in inside if line not in self.excerpts]
        if self._mass(own) * 2 > self._mass(inside):
            inside = own  # else the linked headings are headings of the article
        self.main_tags: set[str] = set()
        mass = self._mass(inside)
        for tag in {line.block.tag for line in inside}:
            if self._mass([line for line in inside if line.block.tag == tag]) * 10 >= mass:
                self.main_tags.add(tag)
        homes = {line.block.parent for line in inside if line.block.tag in self.main_tags}
        return [
            line
            for line in inside
            if line.block.tag in self.main_tags
            or line.block.flags & LIST_ITEM
            or line.block.parent in homes
        ]

    def _is_in_form(self, line: Line, container: Block) -> bool:
        """Whether *line* stands in a small box with a form: a newsletter, a poll."""
        return any(
            block.has_form and block.prose <= 2
            for block in _chain(line.block, line.block.depth - 2)
            if block is not container and block.depth > container.depth
        )

    def _mass(self, lines: Iterable[Line]) -> int:
        return sum(self.prose[line] for line in lines)

    def _largest_part(self, core: list[Line]) -> list[Line]:
        """Cut *core* where another text begins, and return the part with the most prose.

        A card between two paragraphs of one parent does not part them, nor where a good part of the
        text goes on in a block beside.
        """
        parts = [[core[0]]]
        for line in core[1:]:
            before = parts[-1][-1]
            if _home(line) is not _home(before) and self._is_barrier(before, line):
                parts.append([])
            parts[-1].append(line)
        largest = max(
            parts, key=lambda part: self._mass([line for line in part if line not in self.doubtful])
        )
        homes = {_home(line) for line in largest}
        return [
            line
            for part in parts
            if part is largest or self._continues(part, largest, homes)
            for line in part
        ]

    def _continues(self, part: list[Line], largest: list[Line], homes: set[Block]) -> bool:
        home = _home(part[0])
        if home in homes:
            return True
        between = sorted((part[0].index, largest[0].index))
        # An opening may be short; a footer may not pass for the end.
        share = _GOOD_PART * (2 if part[0].index < largest[0].index else 1)
        return (
            self._mass(part) * share >= self._mass(largest)
            and any(home.is_inside(other) or other.is_inside(home) for other in homes)
            and not any(line.block.tag == "h1" for line in self.lines[slice(*between)])
        )

    def _with_siblings(self, container: Block, core: list[Line]) -> list[Line]:
        """Add the prose beside *container* that is of one shape with it: a body cut in two.

        Climbs to the block that also holds the headline: what is further out is not the article.
        """
        for _ in range(4):
            if self.headline and self.headline.block.is_inside(container):
                break
            parent = container.parent
            if parent is None or parent.tag in ("body", "html"):
                break
            if parent.mass == container.mass:  # nothing beside it
                container = parent
                continue
            shapes = {_path(line.block, parent) for line in core} | {("p",)}
            beside = [
                line
                for line in self.prose
                if line.index > self.start
                and line not in self.excerpts
                and line not in self.foreign
                and not self._is_in_form(line, parent)
                and line.block.is_inside(parent)
                and not line.block.is_inside(container)
                and self._is_part(line, parent, container, shapes, core)
                and not self._is_caption(line)
            ]
            for line in reversed([line for line in beside if line.index < core[0].index]):
                if self._is_barrier(line, core[0]) and not self._continues(
                    [line], core, {_home(line) for line in core}
                ):
                    break
                core.insert(0, line)
            for line in [line for line in beside if line.index > core[-1].index]:
                if self._is_barrier(core[-1], line):
                    break
                core.append(line)
            container = parent
        return core

    def _without_boxes_below(self, core: list[Line]) -> list[Line]:
        """Drop small boxes below a text of one home: biographies, comments, what the paper is."""
        mass_of: Counter[Block] = Counter()
        for line in core:
            mass_of[_home(line)] += self.prose[line]
        home, mass = mass_of.most_common(1)[0]
        if mass * 2 < self._mass(core):
            return core
        last = max(line.index for line in core if _home(line) is home)
        below = [line for line in core if line.index > last]
        boxes: dict[Block, list[Line]] = {}
        for line in below:
            if not line.block.flags & LIST_ITEM and line.block.tag != "blockquote":
                boxes.setdefault(_box_beside(line, home), []).append(line)
        dropped = {
            line
            for box, lines in boxes.items()
            if self._mass(lines) * _GOOD_PART < mass and not _is_alike(box, home)
            for line in lines
        }
        return [line for line in core if line not in dropped]

    def _is_part(
        self,
        line: Line,
        parent: Block,
        container: Block,
        shapes: set[tuple[str, ...]],
        core: Sequence[Line],
    ) -> bool:
        """Whether *line*, beside the container, is shaped like the body or in a big part of it."""
        path = _path(line.block, parent)
        is_shaped = any(shape[-len(path) :] == path for shape in shapes)
        if line.block.parent is parent:
            return is_shaped
        block = line.block
        while block.parent is not None and block.parent is not parent:
            block = block.parent
        is_big = block.mass * 3 >= self._mass(core)
        if is_shaped:
            # One paragraph in a block of another kind is a biography or an appeal.
            alike = block.name == container.name or line.index < core[0].index
            return alike or is_big or len(self.children.get(line.block.parent or block, ())) > 1
        return is_big and line.block.tag in self.main_tags and not line.block.flags & LIST_ITEM

    def _is_barrier(self, before: Line, after: Line) -> bool:
        """Whether what stands between two lines parts an article from another text."""
        linked = 0
        for line in self.lines[before.index + 1 : after.index]:
            if line.block.flags & (HIDDEN | CAPTION):
                continue
            if line.block.tag == "h1" or _is_card_title(line):
                return True
            if line.link_share > 0.5:
                linked += len(line.text)
            if len(line.text) < 100 and boilerplate_kind(line.text) in ("tags", "byline", "footer"):
                return True
        return linked > _LINKED_BARRIER

    def _with_short_lines(self, core: list[Line]) -> list[Line]:
        """Add the headings, items and short lines between the prose, and those at its borders."""
        self.holders = {line.block for line in core}
        count = Counter(line.block for line in core)
        # A block that holds several lines itself, by <br>, is the home of its own.
        self.homes = {block.parent for block, number in count.items() if number == 1}
        self.names = {line.block.name for line in core if line.block.tag == "div"}
        self.root = _innermost_around(self.holders)
        self.around = {
            block for holder in self.holders for block in _chain(holder, self.root.depth)
        }
        # Some publishing systems wrap each paragraph on its own: then all wrappers are one home.
        wrapped = len(self.homes) >= 3 and len(self.homes) * 2 > len(core)
        self.home_paths = (
            {_path(home, self.root) for home in self.homes if home} - {()} if wrapped else set()
        )
        chosen = set(core)
        first = self._extended(core[0].index, -1, self.start)
        last = self._extended(core[-1].index, 1, len(self.lines))
        return [
            line for line in self.lines[first : last + 1] if line in chosen or self._belongs(line)
        ]

    def _extended(self, start: int, step: int, end: int) -> int:
        """Move a border of the body over the short sentences and list items beside it."""
        border = start
        for index in range(start + step, end, step):
            line = self.lines[index]
            if line.block.flags & (HIDDEN | CAPTION):
                continue
            if not self._is_beside(line):
                break
            if self._belongs(line) and (
                line.block.flags & LIST_ITEM
                or (line.block.flags & HEADING and step < 0)
                or (ends_sentence(line.text) and letters(line.text) >= 3)
            ):
                border = index
        return border

    def _is_beside(self, line: Line) -> bool:
        """Whether the body may go on after *line*, which need not be of it."""
        block = line.block
        if line.block.tag == "h1":
            return False
        if block.flags & HEADING and block.parent in self.around:
            return not self._holds_headline(block.parent)
        return any(
            around in self.holders or self._is_home(around.parent)
            for around in _chain(block, block.depth - 3)
        )

    def _is_home(self, block: Block | None) -> bool:
        """Whether *block* is one that paragraphs stand in."""
        if block in self.homes:
            return True
        return (
            bool(self.home_paths)
            and block is not None
            and block.is_inside(self.root)
            and _path(block, self.root) in self.home_paths
        )

    def _holds_headline(self, block: Block) -> bool:
        return self.headline is not None and self.headline.block.is_inside(block)

    def _belongs(self, line: Line) -> bool:
        """Whether a line between prose is the article's own: a heading, an item, a short line."""
        block = line.block
        if block.flags & self.shut_out or self._is_caption(line):
            return False
        if line.link_share > 0.5 and not self._is_linked_prose(line):
            return False
        if block in self.holders:
            return True
        if block.flags & HEADING:
            return block.parent in self.around or self._is_home(block.parent)
        if block.flags & LIST_ITEM:
            home = _list_of(block).parent
            return home in self.around or self._is_home(home)
        if block.tag not in self.main_tags or not self._is_home(block.parent):
            return False
        return block.tag != "div" or block.name in self.names

    def _is_caption(self, line: Line) -> bool:
        """Whether the line tells of a picture: by its element, its class, a picture beside it."""
        block = line.block
        count = self.prose.get(line) or letters(line.text)
        if not self.shut_out or count > _LONGEST_CAPTION:
            return bool(block.flags & self.shut_out & CAPTION)
        if block.flags & CAPTION or line in self.pictured:
            return True
        if block.flags & NAMED_CAPTION and _caption_around(block).mass <= _LONGEST_CAPTION:
            return True
        if block.flags & HEADING or self.prose_in[block] > 1:
            return False
        if block.tag in ("p", "li", "td"):
            return block.has_image and line not in self.prose and not ends_sentence(line.text)
        if (block.tag, block.name) in self.usual and line in self.prose:
            return False  # a paragraph that holds a picture too
        return block.has_image or (line not in self.prose and _is_beside_picture(block))

    def _is_linked_prose(self, line: Line) -> bool:
        return (
            line.link_share < 0.9
            and line.block.tag in self.main_tags
            and ends_sentence(line.text)
            and letters(line.text) >= _LONG_PROSE_LETTERS
        )


def _is_card_title(line: Line) -> bool:
    """Whether the line is the headline of another article: a heading that is a link."""
    return (
        bool(line.block.flags & HEADING)
        and len(line.text) >= _LINKED_CARD
        and line.link_share > 0.7
        and not line.block.flags & HIDDEN
    )


def _is_in_card(line: Line, title: Block) -> bool:
    """Whether *line* is the excerpt below *title*: both are in a box with hardly any other text."""
    box: Block | None = title.parent if title.flags & HEADING else title
    for _ in range(3):
        if box is not None and line.block.is_inside(box):
            return box.prose <= (2 if title.flags & HEADING else 1)
        box = box.parent if box else None
    return False


def _box_beside(line: Line, home: Block) -> Block:
    """Return the outermost block around *line* that is not around *home*."""
    block = line.block
    while block.parent is not None and not home.is_inside(block.parent):
        block = block.parent
    return block


def _is_alike(box: Block, home: Block) -> bool:
    """Whether *box* is one more block of the kind that *home* is: a body cut in two."""
    return box is home or (box.tag == home.tag and box.name == home.name)


def _is_beside_picture(block: Block) -> bool:
    """Whether *block* stands in a box with a picture and no other text, in a text that has more."""
    box = block.parent
    return (
        box is not None
        and box.has_image
        and box.prose <= 1
        and box.parent is not None
        and box.parent.prose > 2
    )


def _article_around(block: Block) -> Block | None:
    """Return the innermost <article> around *block*."""
    step: Block | None = block
    while step is not None and step.tag != "article":
        step = step.parent
    return step


def _is_elsewhere(line: Line, article: Block | None) -> bool:
    """Whether the line stands in another <article> than the headline does."""
    if article is None or line.block.is_inside(article):
        return False
    own = _article_around(line.block)
    return own is not None and not article.is_inside(own)


def _chain(block: Block, depth: int) -> list[Block]:
    """Return *block* and the blocks around it, out to *depth*."""
    chain = [block]
    while chain[-1].depth > depth and chain[-1].parent is not None:
        chain.append(chain[-1].parent)
    return chain


def _innermost_around(blocks: Iterable[Block]) -> Block:
    """Return the innermost block that all of *blocks* are inside."""
    common = set.intersection(*(set(_chain(block, 0)) for block in blocks))
    return max(common, key=lambda block: block.depth)


def _path(block: Block, ancestor: Block) -> tuple[str, ...]:
    tags = []
    step: Block | None = block
    while step is not None and step is not ancestor:
        tags.append(step.tag)
        step = step.parent
    return tuple(reversed(tags))


def _home(line: Line) -> Block:
    """Return the block that *line* is a paragraph of; an item belongs where its list stands."""
    block = line.block
    if block.flags & LIST_ITEM:
        block = _list_of(block)
    return block.parent or block


def _list_of(block: Block) -> Block:
    while block.parent is not None and block.parent.flags & LIST_ITEM:
        block = block.parent
    return block.parent or block


def _caption_around(block: Block) -> Block:
    """Return the outermost block that is called a caption."""
    while block.parent is not None and block.parent.flags & NAMED_CAPTION:
        block = block.parent
    return block
