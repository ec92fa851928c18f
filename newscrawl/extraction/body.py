"""The body of an article among the lines of its page, without any rule for a site.

Prose is weighed, the densest container found, and the text read from the first to the last line of
prose in it. What matters and how much was measured: reference/extraction.md, "Tricks". Class names
decide nothing but captions: with every name replaced by a hash the result is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from selectolax.lexbor import LexborNode

from newscrawl.extraction.boilerplate import is_boilerplate
from newscrawl.extraction.document import (
    CAPTION,
    CHROME,
    HEADING,
    HIDDEN,
    LIST_ITEM,
    NAMED_CAPTION,
    Block,
    Document,
    Line,
    Link,
    read_part,
)
from newscrawl.hindi.text import normalize

_PARAGRAPH_TAG = re.compile(r"</?(?:p|div|br|li|h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")

_PROSE_LETTERS = 45
_LONG_PROSE_LETTERS = 90
_LONGEST_CAPTION = 250
_NOT_LETTERS = re.compile(r"[\s\d!-/:-@\[-`{-~।॥‘’“”…–—•₹]+")
_SENTENCE_END = re.compile(r"[।॥.?!:|…](?:[\s'\"’”»)\]]|&quot;)*$")
_SOCIAL = re.compile(
    r"//(?:[\w-]+\.)*(?:facebook|twitter|x|instagram|youtube|whatsapp|telegram|t|linkedin|koo|threads)"
    r"\.(?:com|me|in|app|net|org)\b|play\.google\.com|apps\.apple\.com|itunes\.apple|news\.google\.com",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Body:
    """An article's own text."""

    paragraphs: list[str]
    lines: list[Line]
    container: Block


def find_body(
    document: Document, headline_line: int | None, *, anywhere: bool = False
) -> Body | None:
    """Return the text that reads as the article, or None where the page has no prose.

    *headline_line* is the index of the line of the headline: prose above it counts a quarter.
    Looks at hidden text, menus, asides and captions only if it may look *anywhere*.
    """
    shut_out = 0 if anywhere else HIDDEN | CHROME | CAPTION
    return _BodyFinder(document.lines, headline_line or 0, shut_out).find()


def body_of_selected(nodes: Iterable[LexborNode]) -> Body | None:
    """Return the text of the elements that a site's own selector found.

    What is inside them is the article but for captions, hidden copies, links to other stories and
    boilerplate.
    """
    lines = [
        line
        for node in nodes
        for line in read_part(node).lines
        if not line.block.flags & (HIDDEN | CHROME | CAPTION)
        and (line.link_share < 0.8 or len(line.text) >= 2 * _LONG_PROSE_LETTERS)
    ]
    kept = list(_without_repeats(_texts(lines)))
    if not kept:
        return None
    return Body([text for _, text in kept], [], kept[0][0].block)


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
    return Body(paragraphs, [], Block("", None, 0, 0, "")) if paragraphs else None


def letters(text: str) -> int:
    """Count the letters and vowel signs of *text*, in any script."""
    return len(_NOT_LETTERS.sub("", text))


def ends_sentence(text: str) -> bool:
    """Whether *text* ends as a sentence does; many Hindi papers write a full stop, no danda."""
    return bool(_SENTENCE_END.search(text))


class _BodyFinder:
    def __init__(self, lines: Sequence[Line], headline_line: int, shut_out: int) -> None:
        self.lines = lines
        self.headline_line = headline_line
        self.shut_out = shut_out
        self.children: dict[Block, list[Block]] = {}
        self.prose: dict[int, int] = {}  # index of a line of prose -> its letters

    def find(self) -> Body | None:
        self._weigh()
        if not self.prose:
            return None
        container = self._densest()
        core = self._core(container)
        if not core:
            return None
        container, core = self._climb(container, core)
        selected = self._select(container, core)
        kept = list(_without_repeats(_texts(selected)))
        if not kept:
            return None
        return Body([text for _, text in kept], [line for line, _ in kept], container)

    def _weigh(self) -> None:
        shut_out = self.shut_out | HEADING
        root: Block | None = None
        for line in self.lines:
            if len(line.text) < _PROSE_LETTERS or line.block.flags & shut_out:
                continue
            if line.linked * 3 >= len(line.text):
                continue
            count = letters(line.text)
            if count < _PROSE_LETTERS or not (
                count >= _LONG_PROSE_LETTERS or ends_sentence(line.text)
            ):
                continue
            self.prose[line.index] = count
            weight = count if line.index > self.headline_line else count // 4
            block: Block | None = line.block
            while block is not None:
                if not block.mass and block.parent is not None:
                    self.children.setdefault(block.parent, []).append(block)
                block.mass += weight
                root, block = block, block.parent
        self.root = root

    def _densest(self) -> Block:
        """Descend to the child that keeps half of the prose, down to what holds paragraphs."""
        block = self.root
        assert block is not None
        paragraphs_in: dict[Block, int] = {}
        for index in self.prose:
            holder = self.lines[index].block
            paragraphs_in[holder] = paragraphs_in.get(holder, 0) + 1
        while children := self.children.get(block):
            best = max(children, key=lambda child: child.mass)
            if best.mass * 2 < block.mass:
                break
            if best not in self.children and paragraphs_in.get(best, 0) < 2:
                break  # a paragraph, not a container
            block = best
        return block

    def _core(self, container: Block) -> list[Line]:
        """Return the prose of *container* that is shaped as most of it is."""
        inside = [
            self.lines[index]
            for index in self.prose
            if self.lines[index].block.is_inside(container)
        ]
        after = [line for line in inside if line.index > self.headline_line]
        inside = after or inside
        mass_of_tag: dict[str, int] = {}
        for line in inside:
            tag = line.block.tag
            mass_of_tag[tag] = mass_of_tag.get(tag, 0) + self.prose[line.index]
        total = sum(mass_of_tag.values())
        self.main_tags = {tag for tag, mass in mass_of_tag.items() if mass * 10 >= total}
        homes = {line.block.parent for line in inside if line.block.tag in self.main_tags}
        return [
            line
            for line in inside
            if not _is_caption(line)
            and (
                line.block.tag in self.main_tags
                or line.block.flags & LIST_ITEM
                or line.block.parent in homes
            )
        ]

    def _climb(self, container: Block, core: list[Line]) -> tuple[Block, list[Line]]:
        """Take in prose of the same shape that stands beside the container."""
        for _ in range(4):
            parent = container.parent
            if parent is None or parent.tag in ("body", "html"):
                break
            shapes = {_path(line.block, parent) for line in core} | {("p",)}
            first, last = core[0].index, core[-1].index
            beside = [
                self.lines[index]
                for index in self.prose
                if not first <= index <= last
                and index > self.headline_line
                and self.lines[index].block.is_inside(parent)
                and not self.lines[index].block.is_inside(container)
                and _path(self.lines[index].block, parent) in shapes
                and not _is_caption(self.lines[index])
            ]
            before = [line for line in beside if line.index < first]
            for line in reversed(before):
                if self._is_barrier(line.index + 1, core[0].index):
                    break
                core.insert(0, line)
            for line in beside:
                if line.index > last:
                    if self._is_barrier(core[-1].index + 1, line.index):
                        break
                    core.append(line)
            container = parent
        root = core[0].block
        while not all(line.block.is_inside(root) for line in core) and root.parent is not None:
            root = root.parent
        return root, core

    def _is_barrier(self, start: int, end: int) -> bool:
        """Whether the lines from *start* to *end* part an article from what follows it."""
        linked = 0
        for line in self.lines[start:end]:
            if line.block.flags & (HIDDEN | CAPTION):
                continue
            if line.block.flags & HEADING and (line.link_share > 0.5 or line.block.tag == "h1"):
                return True
            if line.link_share > 0.5:
                linked += len(line.text)
        return linked > 250

    def _select(self, container: Block, core: list[Line]) -> list[Line]:
        self.holders = {line.block for line in core}
        self.homes: set[Block | None] = {line.block.parent for line in core}
        self.names = {line.block.name for line in core if line.block.tag == "div"}
        self.around: set[Block] = set()
        for holder in self.holders:
            block: Block | None = holder
            while block is not None and block not in self.around:
                self.around.add(block)
                if block is container:
                    break
                block = block.parent
        chosen = {line.index for line in core}
        first = self._extended(core[0].index, -1, self.headline_line)
        last = self._extended(core[-1].index, 1, len(self.lines))
        return [
            line
            for line in self.lines[first : last + 1]
            if line.index in chosen or self._belongs(line)
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
                or (ends_sentence(line.text) and letters(line.text) >= 8)
                or (step < 0 and line.block.flags & HEADING)
            ):
                border = index
        return border

    def _is_beside(self, line: Line) -> bool:
        block = line.block
        if block in self.holders or block.parent in self.homes:
            return True
        return bool(block.flags & LIST_ITEM) and _list_of(block).parent in self.around

    def _belongs(self, line: Line) -> bool:
        """Whether a line between prose is the article's own: a heading, an item, a short line."""
        block = line.block
        if block.flags & self.shut_out or _is_caption(line):
            return False
        share = line.link_share
        if share > 0.5 and not (
            share < 0.9
            and block.tag in self.main_tags
            and ends_sentence(line.text)
            and letters(line.text) >= _LONG_PROSE_LETTERS
        ):
            return False
        if block.flags & HEADING:
            return block.parent in self.around
        if block.flags & LIST_ITEM:
            return _list_of(block).parent in self.around
        if block in self.holders:
            return True
        if block.tag not in self.main_tags or block.parent not in self.homes:
            return False
        return block.tag != "div" or block.name in self.names


def _path(block: Block, ancestor: Block) -> tuple[str, ...]:
    tags = []
    step: Block | None = block
    while step is not None and step is not ancestor:
        tags.append(step.tag)
        step = step.parent
    return tuple(reversed(tags))


def _list_of(block: Block) -> Block:
    while block.parent is not None and block.parent.flags & LIST_ITEM:
        block = block.parent
    return block.parent or block


def _is_caption(line: Line) -> bool:
    """Whether the line tells of a picture: by its element, its class, or a picture beside it."""
    block = line.block
    if block.flags & CAPTION:
        return True
    if letters(line.text) > _LONGEST_CAPTION:
        return False
    if block.flags & NAMED_CAPTION and _caption_around(block).mass <= _LONGEST_CAPTION:
        return True
    if block.tag in ("p", "li", "td") or block.flags & HEADING:
        return False
    parent = block.parent
    return block.has_image or (
        parent is not None and parent.has_image and parent.mass == block.mass
    )


def _caption_around(block: Block) -> Block:
    """Return the outermost block that is called a caption."""
    while block.parent is not None and block.parent.flags & NAMED_CAPTION:
        block = block.parent
    return block


_ALSO_READ = re.compile(
    "(?:यह|ये|इसे|इन्हें|इसको)(?: ख\u093c?बर(?:ें)?)?(?: को)? भी (?:जरूर |ज\u093cरूर )?"
    "(?:पढ\u093c?(?:ें|े|िए|िये|ना न भूलें)|देखें|देखिए|देखिये|जानें|जानिए|सुनें)"
    "|और पढ\u093c?ें|संबंधित (?:ख\u093c?बर|समाचार)(?:ें)?"
    r"|\balso read\b|\bread also\b|\bread more\b|\bmust read\b",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[\s\]\[)]*[:：ः|>»\-–—…]+\s*")


def _texts(lines: Iterable[Line]) -> Iterable[tuple[Line, str]]:
    for line in lines:
        text = normalize(line.text)
        if line.links and _is_promotion(line):
            continue
        if _ALSO_READ.search(text):
            text = _without_also_read(text, line.links)
        if text and not is_boilerplate(text):
            yield line, text


def _is_promotion(line: Line) -> bool:
    """Whether a paragraph asks to be followed: it names two or more of the paper's channels."""
    channels = [link for link in line.links if link.text and _SOCIAL.search(link.href)]
    return len(channels) >= 2 and len(line.text) < 500


def _without_also_read(text: str, links: Sequence[Link]) -> str:
    """Cut 'also read' invitations: from the marker to the end of the next link."""
    titles = [title for link in links if len(title := normalize(link.text)) > 1]
    position = 0
    while marker := _ALSO_READ.search(text, position):
        separator = _SEPARATOR.match(text, marker.end())
        target = separator.end() if separator else marker.end()
        found = [
            (start, start + len(title))
            for title in titles
            if (start := text.find(title, marker.start())) >= 0
        ]
        start, end = min(found, default=(len(text), len(text)))
        is_invitation = start - target <= 3 if found else separator is not None
        if not is_invitation and not separator:
            position = marker.end()
            continue
        if start <= marker.start():  # the marker itself is linked: all of that link goes
            end = max(end, target)
        before, after = text[: min(start, marker.start())].rstrip(), text[end:].lstrip(" |,।")
        text = f"{before} {after}".strip()
        position = len(before)
    return text


def _without_repeats(texts: Iterable[tuple[Line, str]]) -> Iterable[tuple[Line, str]]:
    """Drop a second copy of a paragraph, as pages for two screens have."""
    seen: set[str] = set()
    for line, text in texts:
        if len(text) >= _PROSE_LETTERS:
            if text in seen:
                continue
            seen.add(text)
        yield line, text
