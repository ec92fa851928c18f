"""The short lines of an article: headings, items and sentences around and between its prose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from newscrawl.extraction.blocks import chain_of, innermost_around, list_of, path_to
from newscrawl.extraction.lines import CAPTION, HEADING, HIDDEN, LIST_ITEM, Block, Line
from newscrawl.extraction.prose import LONG_PROSE_LETTERS, Prose, ends_sentence, letters


def with_short_lines(prose: Prose, core: Sequence[Line], main_tags: set[str]) -> list[Line]:
    """Return *core*, lines of prose, with the short lines that are of the same text, in order.

    A short line counts only if its tag is one of *main_tags*, those that carry the prose, and its
    block stands where paragraphs do; so labels, captions and buttons stay out.
    """
    return _ShortLines(prose, core, main_tags).add()


class _ShortLines:
    def __init__(self, prose: Prose, core: Sequence[Line], main_tags: set[str]) -> None:
        self.prose = prose
        self.lines = prose.lines
        self.core = core
        self.main_tags = main_tags
        self.holders = {line.block for line in core}
        count = Counter(line.block for line in core)
        # A block that holds several lines itself, by <br>, is the home of its own.
        self.homes = {block.parent for block, number in count.items() if number == 1}
        self.names = {line.block.name for line in core if line.block.tag == "div"}
        self.root = innermost_around(self.holders)
        self.around = {self.root}
        for block in self.holders:
            while block not in self.around and block.parent is not None:
                self.around.add(block)
                block = block.parent
        # Some publishing systems wrap each paragraph on its own: then all wrappers are one home.
        wrapped = len(self.homes) >= 3 and len(self.homes) * 2 > len(core)
        self.home_paths = (
            {path_to(home, self.root) for home in self.homes if home} - {()} if wrapped else set()
        )

    def add(self) -> list[Line]:
        chosen = set(self.core)
        first = self._extended(self.core[0].index, -1, self.prose.start)
        last = self._extended(self.core[-1].index, 1, len(self.lines))
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
            for around in chain_of(block, block.depth - 3)
        )

    def _is_home(self, block: Block | None) -> bool:
        """Whether *block* is one that paragraphs stand in."""
        if block in self.homes:
            return True
        return (
            bool(self.home_paths)
            and block is not None
            and block.is_inside(self.root)
            and path_to(block, self.root) in self.home_paths
        )

    def _holds_headline(self, block: Block) -> bool:
        return self.prose.headline is not None and self.prose.headline.block.is_inside(block)

    def _belongs(self, line: Line) -> bool:
        """Whether a line between prose is the article's own: a heading, an item, a short line."""
        block = line.block
        if block.flags & self.prose.shut_out or self.prose.is_caption(line):
            return False
        if line.link_share > 0.5 and not self._is_linked_prose(line):
            return False
        if block in self.holders:
            return True
        if block.flags & HEADING:
            return block.parent in self.around or self._is_home(block.parent)
        if block.flags & LIST_ITEM:
            home = list_of(block).parent
            return home in self.around or self._is_home(home)
        if block.tag not in self.main_tags or not self._is_home(block.parent):
            return False
        return block.tag != "div" or block.name in self.names

    def _is_linked_prose(self, line: Line) -> bool:
        return (
            line.link_share < 0.9
            and line.block.tag in self.main_tags
            and ends_sentence(line.text)
            and letters(line.text) >= LONG_PROSE_LETTERS
        )
