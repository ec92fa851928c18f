"""Who wrote an article: people first, a desk only where no person is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from newscrawl.extraction.dateline import agency_in
from newscrawl.extraction.document import Document
from newscrawl.extraction.jsonld import clean, texts_of
from newscrawl.extraction.lines import Line
from newscrawl.items import Source

_LETTERS_AFTER_HEADLINE = 500
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|users?|editors?|by-?lines?|profiles?|reporters?|journalists?|contributors?"
    r"|writers?|columnists?|lekhak|staff|author-profile|by)(?:[/?=-]|\.\w+\?)[^/?#]",
    re.IGNORECASE,
)
_SOCIAL_HOST = re.compile(
    r"//(?:[\w-]+\.)*(?:facebook|twitter|x|youtube|instagram|linkedin)\.com", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:written|reported|authored|posted|published|edited|reviewed|curated|contributed|story|report)"
    r"\s*by\b\s*[:\-–|]*|\bby\b\s*[:\-–|]*(?=\s*\S)|\b(?:author|reporter|writer|editor)s?\b\s*[:\-–|]+"
    r"|(?:लेखक|लेखिका|रिपोर्टर|रिपोर्ट|संवाददाता|प्रस्तुति|द्वारा|संपादक)\s*[:ः：\-–|]+",
    re.IGNORECASE,
)
_EDITED = re.compile(
    r"(?:edited|reviewed|published|curated|fact.?checked)\s*by|संपादन|संपादक|प्रकाशक", re.IGNORECASE
)
_NAME_END = re.compile(
    r"\||\n|•|·|\(|\[|\b(?:publish|updat|posted|edited|written|date|last|modified)|[0-9\u0966-\u096f]"
    r"|अपडेट|प्रकाशित|\s[-–—]\s|\s/\s|@",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*(?:,|;|/|\||&|\band\b|(?<=\s)(?:और|एवं|व|तथा)(?=\s))\s*", re.IGNORECASE)
_DESK = re.compile(
    r"डेस्क|ब्यूरो|ब्‍यूरो|टीम|न्यूज\u093c?|न्यूज|समाचार|संवाददाता|संवाद(?![\u0900-\u097f])|नेटवर्क|एजेंसी|एजेन्सी|संपादकीय|स्टाफ"
    r"|रिपोर्टर|डिजिटल|ऑनलाइन|वेब"
    r"|\bdesks?\b|\bbureau\b|\bteam\b|\bnews\b|\bstaff\b|\bnetwork\b|\beditorial\b|\bcorrespondents?\b"
    r"|\bagenc(?:y|ies)\b|\bonline\b|\bdigital\b|\bweb\b|\breporter\b|\beditors?\b|\bmedia\b",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?:admin|administrator|root|wordpress|webmaster|user|guest|null|none|undefined)\d*"
    r"|(?:my )?(?:account|profile)|log ?(?:in|out)|sign ?(?:in|up|out)|register|follow|share|more"
    r"|view all.*|all posts.*|लॉग ?इन|साइन ?इन|फॉलो(?: करें)?|और पढ.*",
    re.IGNORECASE,
)


class Authors(NamedTuple):
    """Names, where they were read, and the strings they were read from."""

    names: list[str]
    source: Source
    raw: str


def find_authors(
    document: Document,
    article: dict[str, Any],
    headline_line: int | None,
    body_line: int,
    publisher: str | None,
    selected: Sequence[str] = (),
) -> Authors | None:
    """Return who signs the article; *selected* are texts that a site's own selector found.

    The first source that names a person wins; where none does, the first that names a desk, an
    agency or the paper itself.
    """
    desk: Authors | None = None
    for source, raw in _bylines(document, article, headline_line, body_line, selected):
        names = list(dict.fromkeys(name for text in raw for name in _names(text)))
        people = [name for name in names if not _is_desk(name, publisher)]
        if people:
            return Authors(people, source, " | ".join(raw))
        if names and desk is None:
            desk = Authors(names, source, " | ".join(raw))
    return desk


def _bylines(
    document: Document,
    article: dict[str, Any],
    headline_line: int | None,
    body_line: int,
    selected: Sequence[str],
) -> Iterator[tuple[Source, list[str]]]:
    if selected:
        yield "selector", list(selected)
    zone = list(_zone(document, headline_line, body_line))
    first = zone[0].index if zone else 0
    last = zone[-1].index if zone else -1
    written: list[str] = []
    edited: list[str] = []
    for link in document.links_on(first, last):
        if _is_author_link(link.href, link.rel, link.item):
            before = "".join(document.lines[link.line].pieces[: link.start])[-40:]
            (edited if _EDITED.search(before) else written).append(link.text)
    yield from (("generic", names) for names in (written, edited) if names)
    in_zone = [
        item.value or document.lines[item.line].text
        for item in document.items
        if item.name == "author" and first <= item.line <= last
    ]
    if in_zone:
        yield "meta", in_zone
    for key in ("author", "creator"):
        if names := texts_of(article.get(key)):
            yield "json-ld", names
    for name in ("author", "article:author", "dc.creator", "sailthru.author", "parsely-author"):
        contents = [c for c in document.metas.get(name, ()) if "//" not in c]
        if contents:
            yield "meta", contents
    if labelled := [
        name for line in zone if line.index < body_line for name in _labelled(line.text)
    ]:
        yield "text", labelled
    owner = False
    for item in document.items:  # microdata: <span itemprop=author><meta itemprop=name content=…>
        if item.name == "author":
            owner = True
        elif item.name == "name" and owner and item.value:
            yield "meta", [item.value]
            break


def _zone(document: Document, headline_line: int | None, body_line: int) -> Iterator[Line]:
    """Yield the lines where a byline stands: from the headline on, about 500 letters."""
    if headline_line is None:
        headline_line = max(0, body_line - 8)
    seen = 0
    for line in document.lines[max(0, headline_line - 2) :]:
        if line.index > headline_line + 1:
            seen += len(line.text)
        if seen > _LETTERS_AFTER_HEADLINE and line.index >= body_line:
            return
        yield line
        if seen > 4 * _LETTERS_AFTER_HEADLINE:
            return


def _is_author_link(href: str, rel: str, item: str) -> bool:
    named = "author" in rel.split() or "author" in item.split() or _AUTHOR_PATH.search(href)
    return bool(named) and not _SOCIAL_HOST.search(href)


def _labelled(text: str) -> Iterator[str]:
    if len(text) > 200:
        return
    for label in _LABEL.finditer(text):
        name = text[label.end() : label.end() + 80]
        if end := _NAME_END.search(name):
            name = name[: end.start()]
        if not _EDITED.search(label[0]) and not name.strip()[:1].islower():
            yield name


def _names(text: str) -> Sequence[str]:
    text = clean(text)
    label = _LABEL.match(text)
    if label:
        text = text[label.end() :]
    if end := _NAME_END.search(text):
        text = text[: end.start()]
    text = text.strip(" ,.:;-–—|/\"'")
    parts = [part.strip(" ,.:;-–—|/\"'") for part in _SEPARATOR.split(text)]
    if _DESK.search(parts[0]):  # "न्यूज डेस्क, अमर उजाला" is one desk
        return [text] if _is_name(text) else []
    # "कविता राव, वरिष्ठ संवाददाता": what follows a name is what she does.
    return [part for part in parts if _is_name(part) and not _DESK.search(part)]


def _is_name(text: str) -> bool:
    return (
        2 <= len(text) <= 60
        and len(text.split()) <= 6
        and not _ACCOUNT.fullmatch(text)
        and "http" not in text
    )


def _is_desk(name: str, publisher: str | None) -> bool:
    if _names_desk(name):
        return True
    return publisher is not None and _squashed(name) == _squashed(publisher)


@lru_cache(maxsize=1024)  # those who write for a paper write for it again
def _names_desk(name: str) -> bool:
    return bool(_DESK.search(name) or agency_in(name))


def _squashed(name: str) -> str:
    return "".join(name.casefold().split())
