"""The prose of a page: which lines read as text, and which of them may be of another text.

A line of prose has 45 letters or more, few of them linked, and ends as a sentence does or is long.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from newscrawl.extraction.blocks import article_around
from newscrawl.extraction.boilerplate import boilerplate_kind
from newscrawl.extraction.lines import CAPTION, HEADING, HIDDEN, NAMED_CAPTION, REPLIES, Block, Line

PROSE_LETTERS = 45
LONG_PROSE_LETTERS = 90
"""Such a line need not end as a sentence does."""
VERSE_LETTERS = 20
"""Of a line of prose where no line is longer: poems, lists of one-liners."""
_LONGEST_CAPTION = 250
_LONGEST_EXCERPT = 250
_LINKED_TITLE = 20
"""Characters: a linked line of this length may be the headline of another article."""
_LINKED_BARRIER = 250
"""Characters of links on lines of their own, between two paragraphs, that part two texts."""

_LONG_TEXT = 200
_NOT_LETTER = re.compile(r"[\s\d!-/:-@\[-`{-~।॥‘’“”…–—•₹]")
_SENTENCE_ENDS = ("।", "॥", ".", "?", "!", ":", "ः", "|", "…")
_SENTENCE_END = re.compile(r"[।॥.?!:ः|…](?:[\s'\"’”»)\]]|&quot;)*$")


def letters(text: str) -> int:
    """Count the letters and vowel signs of *text*, in any script; of a long text about so many."""
    if len(text) > _LONG_TEXT:
        return len(text) - text.count(" ")
    return len(_NOT_LETTER.sub("", text.replace(" ", "")))


def ends_sentence(text: str) -> bool:
    """Whether *text* ends as a sentence does; many Hindi papers write a full stop, no danda."""
    return text.endswith(_SENTENCE_ENDS) or bool(_SENTENCE_END.search(text))


def is_card_title(line: Line) -> bool:
    """Whether the line is the headline of another article: a heading that is a link."""
    return (
        bool(line.block.flags & HEADING)
        and len(line.text) >= _LINKED_TITLE
        and line.link_share > 0.7
        and not line.block.flags & HIDDEN
    )


class Prose:
    """The lines of prose of a page, with their letters."""

    def __init__(
        self, lines: Sequence[Line], headline_line: int | None, shut_out: int, shortest: int
    ) -> None:
        self.lines = lines
        self.shortest = shortest
        self.headline = None if headline_line is None else lines[headline_line]
        self.start = headline_line or 0
        self.shut_out = shut_out
        self.letters: dict[Line, int] = {}
        self.excerpts: set[Line] = set()  # below a linked title, in a box of their own
        self.foreign: set[Line] = set()  # of readers' comments and of another <article>
        self.doubtful: set[Line] = set()  # both, and what is above the headline or below the next
        self._collect()
        self._look_at_pictures()

    def mass(self, lines: Iterable[Line]) -> int:
        """Return the letters of *lines*."""
        return sum(map(self.letters.__getitem__, lines))

    def _collect(self) -> None:
        """Collect the prose, and apart from it what may be of another text."""
        shut_out = self.shut_out | HEADING
        title: Line | None = None
        below_title: list[tuple[Line, Block]] = []
        next_begun = False
        for line in self.lines:
            text, block, linked = line.text, line.block, line.linked
            size = len(text)
            if linked * 10 > size * 7 and size >= _LINKED_TITLE:
                title = line
            if block.flags & shut_out:
                if block.tag == "h1" and line.index > self.start and self.letters:
                    next_begun = True
                continue
            if size < self.shortest or linked * 3 >= size:
                continue
            count = letters(text)
            if count < self.shortest or not (count >= LONG_PROSE_LETTERS or ends_sentence(text)):
                continue
            self.letters[line] = count
            around: Block | None = block
            while around is not None:
                around.prose += 1
                around = around.parent
            if title is not None and line.index - title.index <= 3 and count <= _LONGEST_EXCERPT:
                below_title.append((line, title.block))
            if block.flags & REPLIES:
                self.foreign.add(line)
            if next_begun or line.index < self.start:
                self.doubtful.add(line)
        self.excerpts = {line for line, title in below_title if _is_in_card(line, title)}
        article = article_around(self.headline.block) if self.headline else None
        if article and article.prose:
            self.foreign.update(line for line in self.letters if _is_elsewhere(line, article))
        self.doubtful |= self.excerpts | self.foreign

    def _look_at_pictures(self) -> None:
        """Find which paragraphs stand alone with a picture."""
        self.in_block = Counter(line.block for line in self.letters)
        certain = self.letters.keys() - self.doubtful
        pictured = {line for line in certain if _is_beside_picture(line.block)}
        total = self.mass(certain)
        # Where most of the text stands beside pictures it is the text: a slide show.
        self.pictured = pictured if self.mass(pictured) * 5 < total * 2 else set()

    @cached_property
    def usual(self) -> set[tuple[str, str]]:
        """The tags and classes of the blocks with most of the text."""
        certain = self.letters.keys() - self.doubtful
        shapes: Counter[tuple[str, str]] = Counter()
        for line in certain - self.pictured:
            if not line.block.has_image:
                shapes[line.block.tag, line.block.name] += self.letters[line]
        total = self.mass(certain)
        return {shape for shape, mass in shapes.items() if mass * 10 >= total}

    def is_caption(self, line: Line) -> bool:
        """Whether the line tells of a picture: by its element, its class, a picture beside it."""
        block = line.block
        count = self.letters.get(line) or letters(line.text)
        if not self.shut_out or count > _LONGEST_CAPTION:
            return bool(block.flags & self.shut_out & CAPTION)
        if block.flags & CAPTION or line in self.pictured:
            return True
        if block.flags & NAMED_CAPTION and _caption_around(block).mass <= _LONGEST_CAPTION:
            return True
        if block.flags & HEADING or self.in_block[block] > 1:
            return False
        if block.tag in ("p", "li", "td"):
            return block.has_image and line not in self.letters and not ends_sentence(line.text)
        if (block.tag, block.name) in self.usual and line in self.letters:
            return False  # a paragraph that holds a picture too
        return block.has_image or (line not in self.letters and _is_beside_picture(block))

    def is_barrier(self, before: Line, after: Line) -> bool:
        """Whether what stands between two lines parts an article from another text."""
        between = [
            line
            for line in self.lines[before.index + 1 : after.index]
            if not line.block.flags & (HIDDEN | CAPTION)
        ]
        return (
            any(line.block.tag == "h1" or is_card_title(line) for line in between)
            or sum(len(line.text) for line in between if line.link_share > 0.5) > _LINKED_BARRIER
            or any(
                len(line.text) < 100 and boilerplate_kind(line.text) in ("tags", "byline", "footer")
                for line in between
            )
        )


def _is_in_card(line: Line, title: Block) -> bool:
    """Whether *line* is the excerpt below *title*: both are in a box with hardly any other text."""
    box: Block | None = title.parent if title.flags & HEADING else title
    for _ in range(3):
        if box is not None and line.block.is_inside(box):
            return box.prose <= (2 if title.flags & HEADING else 1)
        box = box.parent if box else None
    return False


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


def _is_elsewhere(line: Line, article: Block | None) -> bool:
    """Whether the line stands in another <article> than the headline does."""
    if article is None or line.block.is_inside(article):
        return False
    own = article_around(line.block)
    return own is not None and not article.is_inside(own)


def _caption_around(block: Block) -> Block:
    """Return the outermost block that is called a caption."""
    while block.parent is not None and block.parent.flags & NAMED_CAPTION:
        block = block.parent
    return block
