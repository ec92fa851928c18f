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

from newscrawl.extraction.blocks import box_beside, chain_of, home_of, path_to
from newscrawl.extraction.boilerplate import is_boilerplate
from newscrawl.extraction.document import Document, lines_in
from newscrawl.extraction.lines import CAPTION, CHROME, HIDDEN, LIST_ITEM, Block, Line
from newscrawl.extraction.paragraphs import paragraphs_of
from newscrawl.extraction.prose import LONG_PROSE_LETTERS, PROSE_LETTERS, VERSE_LETTERS, Prose
from newscrawl.extraction.short_lines import with_short_lines
from newscrawl.hindi.text import normalize

_GOOD_PART = 4
"""A part of at least a quarter of a text is the text's, though a card stands in between."""

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
    for shortest in (PROSE_LETTERS, VERSE_LETTERS):
        prose = Prose(document.lines, headline_line, shut_out, shortest)
        if kept := paragraphs_of(_BodyFinder(prose).find()):
            lines = [line for line, _ in kept]
            excerpts = len(prose.excerpts.intersection(lines))
            return Body([text for _, text in kept], lines, excerpts)
        for line in prose.letters:
            for block in chain_of(line.block, 0):
                block.prose = block.mass = 0
    return None


def body_of_selected(nodes: Iterable[LexborNode]) -> Body | None:
    """Return the text of the elements that a site's own selector found.

    What is inside them is the article but for captions, hidden copies, links to other stories and
    boilerplate.
    """
    kept = paragraphs_of(
        [
            line
            for line in lines_in(nodes)
            if not line.block.flags & (HIDDEN | CHROME | CAPTION)
            and (line.link_share < 0.8 or len(line.text) >= 2 * LONG_PROSE_LETTERS)
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


class _BodyFinder:
    def __init__(self, prose: Prose) -> None:
        self.prose = prose
        self.children: dict[Block, list[Block]] = {}
        self.has_forms = False

    def find(self) -> list[Line]:
        """Return the lines of the body in their order."""
        if not self.prose.letters:
            return []
        self._weigh()
        container = self._densest()
        core = self._core(container)
        if not core:
            return []
        core = self._largest_part(core)
        core = self._with_siblings(container, core)
        core = self._without_boxes_below(core)
        return with_short_lines(self.prose, core, self.main_tags)

    def _weigh(self) -> None:
        """Give each block around prose its weight: letters, a quarter of them where doubtful."""
        for line, count in self.prose.letters.items():
            weight = count // 4 if line in self.prose.doubtful else count
            block: Block | None = line.block
            while block is not None:
                if not block.mass and block.parent is not None:
                    self.children.setdefault(block.parent, []).append(block)
                    self.has_forms = self.has_forms or block.has_form
                block.mass += weight
                self.root, block = block, block.parent

    def _densest(self) -> Block:
        """Descend to the child that keeps half of the prose, down to what holds paragraphs."""
        block = self.root
        while children := self.children.get(block):
            best = max(children, key=lambda child: child.mass)
            if best.mass * 2 < block.mass:
                break
            if best not in self.children and self.prose.in_block[best] < 2:
                break  # a paragraph, not a container
            block = best
        return block

    def _core(self, container: Block) -> list[Line]:
        """Return the prose of *container* that is shaped as most of it is."""
        inside = [
            line
            for line in self.prose.letters
            if line.block.is_inside(container) and not self.prose.is_caption(line)
        ]
        inside = [line for line in inside if line.index > self.prose.start] or inside
        if self.prose.foreign:
            inside = [line for line in inside if line not in self.prose.foreign] or inside
        inside = [line for line in inside if not self._is_in_form(line, container)] or inside
        if self.prose.excerpts:
            own = [line for line in inside if line not in self.prose.excerpts]
            if self.prose.mass(own) * 2 > self.prose.mass(inside):
                inside = own  # else the linked headings are headings of the article
        mass_of: Counter[str] = Counter()
        for line in inside:
            mass_of[line.block.tag] += self.prose.letters[line]
        mass = mass_of.total()
        self.main_tags = {tag for tag, part in mass_of.items() if part * 10 >= mass}
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
        return self.has_forms and any(
            block.has_form and block.prose <= 2
            for block in chain_of(line.block, line.block.depth - 2)
            if block is not container and block.depth > container.depth
        )

    def _largest_part(self, core: list[Line]) -> list[Line]:
        """Cut *core* where another text begins, and return the part with the most prose.

        A card between two paragraphs of one parent does not part them, nor where a good part of the
        text goes on in a block beside.
        """
        parts = [[core[0]]]
        home = home_of(core[0])
        for line in core[1:]:
            before, home_before = parts[-1][-1], home
            home = home_of(line)
            if home is not home_before and self.prose.is_barrier(before, line):
                parts.append([])
            parts[-1].append(line)
        if len(parts) == 1:
            return core
        largest = max(
            parts,
            key=lambda part: self.prose.mass(
                [line for line in part if line not in self.prose.doubtful]
            ),
        )
        homes = {home_of(line) for line in largest}
        return [
            line
            for part in parts
            if part is largest or self._continues(part, largest, homes)
            for line in part
        ]

    def _continues(self, part: list[Line], largest: list[Line], homes: set[Block]) -> bool:
        home = home_of(part[0])
        if home in homes:
            return True
        between = sorted((part[0].index, largest[0].index))
        # An opening may be short; a footer may not pass for the end.
        share = _GOOD_PART * (2 if part[0].index < largest[0].index else 1)
        return (
            self.prose.mass(part) * share >= self.prose.mass(largest)
            and any(home.is_inside(other) or other.is_inside(home) for other in homes)
            and not any(line.block.tag == "h1" for line in self.prose.lines[slice(*between)])
        )

    def _with_siblings(self, container: Block, core: list[Line]) -> list[Line]:
        """Add the prose beside *container* that is of one shape with it: a body cut in two.

        Climbs to the block that also holds the headline: what is further out is not the article.
        """
        for _ in range(4):
            if self.prose.headline and self.prose.headline.block.is_inside(container):
                break
            parent = container.parent
            if parent is None or parent.tag in ("body", "html"):
                break
            if parent.mass == container.mass:  # nothing beside it
                container = parent
                continue
            shapes = {path_to(line.block, parent) for line in core} | {("p",)}
            beside = [
                line
                for line in self.prose.letters
                if line.index > self.prose.start
                and line not in self.prose.excerpts
                and line not in self.prose.foreign
                and not self._is_in_form(line, parent)
                and line.block.is_inside(parent)
                and not line.block.is_inside(container)
                and self._is_part(line, parent, container, shapes, core)
                and not self.prose.is_caption(line)
            ]
            for line in reversed([line for line in beside if line.index < core[0].index]):
                if self.prose.is_barrier(line, core[0]) and not self._continues(
                    [line], core, {home_of(line) for line in core}
                ):
                    break
                core.insert(0, line)
            for line in [line for line in beside if line.index > core[-1].index]:
                if self.prose.is_barrier(core[-1], line):
                    break
                core.append(line)
            container = parent
        return core

    def _without_boxes_below(self, core: list[Line]) -> list[Line]:
        """Drop small boxes below a text of one home: biographies, comments, what the paper is."""
        mass_of: Counter[Block] = Counter()
        for line in core:
            mass_of[home_of(line)] += self.prose.letters[line]
        home, mass = mass_of.most_common(1)[0]
        if len(mass_of) == 1 or mass * 2 < self.prose.mass(core):
            return core
        last = max(line.index for line in core if home_of(line) is home)
        below = [line for line in core if line.index > last]
        boxes: dict[Block, list[Line]] = {}
        for line in below:
            if not line.block.flags & LIST_ITEM and line.block.tag != "blockquote":
                boxes.setdefault(box_beside(line, home), []).append(line)
        dropped = {
            line
            for box, lines in boxes.items()
            if self.prose.mass(lines) * _GOOD_PART < mass and not _is_alike(box, home)
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
        if line.block is parent:  # text between the elements
            return True
        path = path_to(line.block, parent)
        is_shaped = any(shape[-len(path) :] == path for shape in shapes)
        if line.block.parent is parent:
            return is_shaped
        block = line.block
        while block.parent is not None and block.parent is not parent:
            block = block.parent
        is_big = block.mass * 3 >= self.prose.mass(core)
        if is_shaped:
            # One paragraph in a block of another kind is a biography or an appeal.
            alike = block.name == container.name or line.index < core[0].index
            return alike or is_big or len(self.children.get(line.block.parent or block, ())) > 1
        return is_big and line.block.tag in self.main_tags and not line.block.flags & LIST_ITEM


def _is_alike(box: Block, home: Block) -> bool:
    """Whether *box* is one more block of the kind that *home* is: a body cut in two."""
    return box is home or (box.tag == home.tag and box.name == home.name)
