"""Relations between the blocks of a page: what is around, beside and between them."""

from __future__ import annotations

from collections.abc import Iterable

from newscrawl.extraction.lines import LIST_ITEM, Block, Line


def chain_of(block: Block, depth: int) -> list[Block]:
    """Return *block* and the blocks around it, out to *depth*."""
    chain = [block]
    while chain[-1].depth > depth and chain[-1].parent is not None:
        chain.append(chain[-1].parent)
    return chain


def innermost_around(blocks: Iterable[Block]) -> Block:
    """Return the innermost block that all of *blocks* are inside."""
    around, *others = blocks
    for block in others:
        while not block.is_inside(around):
            around = around.parent or around
    return around


def path_to(block: Block, ancestor: Block) -> tuple[str, ...]:
    """Return the tags from below *ancestor* down to *block*."""
    tags = []
    step: Block | None = block
    while step is not None and step is not ancestor:
        tags.append(step.tag)
        step = step.parent
    return tuple(reversed(tags))


def home_of(line: Line) -> Block:
    """Return the block that *line* is a paragraph of; an item belongs where its list stands."""
    block = line.block
    if block.flags & LIST_ITEM:
        block = list_of(block)
    return block.parent or block


def list_of(block: Block) -> Block:
    """Return the list that *block*, an item or inside one, is of; the outermost of nested ones."""
    while block.parent is not None and block.parent.flags & LIST_ITEM:
        block = block.parent
    return block.parent or block


def box_beside(line: Line, home: Block) -> Block:
    """Return the outermost block around *line* that is not around *home*."""
    block = line.block
    while block.parent is not None and not home.is_inside(block.parent):
        block = block.parent
    return block


def article_around(block: Block) -> Block | None:
    """Return the innermost <article> around *block*."""
    step: Block | None = block
    while step is not None and step.tag != "article":
        step = step.parent
    return step
