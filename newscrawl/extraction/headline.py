"""The headline as a reader sees it: the heading that says what the page's metadata say.

Never og:title itself: it carries suffixes and English halves and is cut at 110 letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from newscrawl.extraction.document import Document
from newscrawl.extraction.jsonld import clean
from newscrawl.extraction.lines import CHROME, CRUMBS, HEADING, HIDDEN, Heading
from newscrawl.hindi.text import fold, tokens
from newscrawl.items import Source

_NO_HEADLINE = HIDDEN | HEADING | CHROME | CRUMBS
_LINES_LOOKED_AT = 400
_SITE_SUFFIX = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,40}$|\s*\|[^|]{2,60}$")


class Headline(NamedTuple):
    """A headline, where it was read, and its line on the page if it has one."""

    text: str
    source: Source
    line: int | None


def find_headline(document: Document, declared: Sequence[str]) -> Headline | None:
    """Return the headline of the page; *declared* are the headlines that its JSON-LD gives."""
    titles = [*declared]
    for name in ("og:title", "twitter:title", "title"):
        titles += [clean(content) for content in document.metas.get(name, ())[:1]]
    if document.title:
        titles.append(clean(document.title))
    titles = [title[:2000] for title in titles if title]
    headings = [h for h in document.headings if not h.block.flags & HIDDEN] or document.headings
    words = {_words(title) for title in titles}

    first_level = [heading for heading in headings if heading.level == 1]
    best = _best(first_level, words)
    if best is not None and (not words or best[1] >= 0.4):
        return _of(best[0])
    lower = _best([h for h in headings if h.level > 1 and not h.block.flags & CHROME], words)
    if lower is not None and lower[1] >= 0.7:
        return _of(lower[0])
    if words and (line := _line_like(document, words)) is not None:
        return line
    if best is not None and not _names_site(best[0].text, document):
        return _of(best[0])
    if declared:
        return Headline(declared[0], "json-ld", None)
    if titles:
        return Headline(_SITE_SUFFIX.sub("", titles[0]), "meta", None)
    return None


def _of(heading: Heading) -> Headline:
    return Headline(clean(heading.text[:5000]), "generic", heading.line)


@lru_cache(maxsize=128)
def _words(text: str) -> frozenset[str]:
    """Return the words of *text*, remembered: a page says its headline four times."""
    return frozenset(tokens(fold(text)))


def _best(
    headings: Sequence[Heading], titles: Iterable[frozenset[str]]
) -> tuple[Heading, float] | None:
    best: tuple[Heading, float] | None = None
    for heading in headings[:60]:
        likeness = _likeness(_words(heading.text[:2000]), titles)
        if best is None or likeness > best[1]:
            best = heading, likeness
    return best


def _likeness(words: frozenset[str], titles: Iterable[frozenset[str]]) -> float:
    """Return the highest share of common words with one of *titles*, 0 to 1."""
    if not words:
        return 0.0
    return max((2 * len(words & t) / (len(words) + len(t)) for t in titles), default=0.0)


def _line_like(document: Document, titles: Iterable[frozenset[str]]) -> Headline | None:
    """Find the line that is no heading element and still says most nearly what a title says."""
    best, highest = None, 0.0
    for line in document.lines[:_LINES_LOOKED_AT]:
        if 15 <= len(line.text) <= 300 and not line.block.flags & _NO_HEADLINE:
            words = _words(line.text)
            likeness = _likeness(words, titles) if len(words) >= 3 else 0.0
            if likeness > max(highest, 0.8) and line.link_share < 0.5:
                best, highest = line, likeness
    return Headline(clean(best.text), "generic", best.index) if best else None


def _names_site(text: str, document: Document) -> bool:
    site = document.meta("og:site_name", "application-name")
    return len(_words(text)) < 2 or (site is not None and _words(text) <= _words(site))
