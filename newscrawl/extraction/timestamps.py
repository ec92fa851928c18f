"""When an article was published and changed, by order of trust; never the one for the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from newscrawl.extraction.document import Document
from newscrawl.extraction.lines import CHROME, HEADING
from newscrawl.hindi.dates import ParsedDate, parse_date
from newscrawl.items import DatePrecision, Source

_PUBLISHED_METAS = (
    "article:published_time", "article:published_date", "article:published", "og:published_time",
    "og:article:published_time", "datepublished", "date_published", "publish-date", "publish_date",
    "publishdate", "published-date", "published_date", "publication_date", "pubdate", "date.issued",
    "dc.date.issued", "dc.date", "dcterms.date", "dcterms.created", "sailthru.date",
    "parsely-pub-date", "cxenseparse:recs:publishtime", "created_time", "date",
)  # fmt: skip
_MODIFIED_METAS = (
    "article:modified_time", "article:modified_date", "og:updated_time", "datemodified",
    "date_modified", "article:modified", "dcterms.modified", "lastmod", "last-modified",
    "modified_date", "update_date", "updated_time",
)  # fmt: skip
_UPDATED = re.compile(r"updat|modif|अपडेट|अद्यतन|संशोधित|last\s+ed", re.IGNORECASE)
_PUBLISHED = re.compile(r"publish|posted|first|प्रकाशित|पब्लिश|created", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_JUST_NOW = re.compile(r"पहले|\bago\b|just now|अभी", re.IGNORECASE)
_ABSOLUTE = re.compile(r"\d{4}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}")
_NO_CLOCK = datetime(2200, 1, 1, tzinfo=UTC)
_EARLIEST_YEAR = 1995
_RELATIVE_TO_NOW = 2100
_LINES_ABOVE = 4
"""Lines above the headline where a date may stand: Blogger prints the day over the title."""
_LINES_BELOW = 3
_LONGEST_LINE = 160


@dataclass(slots=True)
class Timestamps:
    """The dates of an article; a raw string without a value could not be believed."""

    published: datetime | None = None
    precision: DatePrecision | None = None
    published_source: Source | None = None
    published_raw: str | None = None
    modified: datetime | None = None
    modified_source: Source | None = None
    modified_raw: str | None = None
    warnings: list[str] = field(default_factory=list)


def find_timestamps(
    document: Document,
    article: dict[str, Any],
    headline_line: int | None,
    first_line: int,
    last_line: int,
    fetched_at: datetime | None,
    selected: Sequence[str] = (),
    selected_modified: Sequence[str] = (),
) -> Timestamps:
    """Return the dates of the page; the *selected* texts are what a site's own selectors found.

    The body stands from *first_line* to *last_line*: printed dates are read around the headline,
    down to the body, and in the few lines below it.

    *fetched_at* resolves relative times; without it there is no clock, and they are not read.
    """
    if fetched_at is not None and fetched_at.tzinfo is None:
        fetched_at = fetched_at.replace(tzinfo=UTC)
    found = Timestamps()
    start = first_line if headline_line is None else min(headline_line, first_line)
    places = [*range(max(0, start - _LINES_ABOVE), first_line)]
    below = last_line + 1 + _LINES_BELOW
    for line in document.first_lines(below)[last_line + 1 : below]:
        if _PUBLISHED.search(line.text):  # else it is a related article's
            places.append(line.index)
    published = _published(document, article, places, selected)
    for source, raw in published:
        if value := _believable(source, raw, fetched_at):
            found.published, found.precision = value.value, _precision(value, raw)
            found.published_source, found.published_raw = source, raw
            break
        if found.published_raw is None:
            found.published_raw = raw
    else:
        if found.published_raw is not None:
            found.warnings.append("date_published_impossible")
    for source, raw in _modified(document, article, places, selected_modified):
        if value := _believable(source, raw, fetched_at):
            found.modified, found.modified_source, found.modified_raw = value.value, source, raw
            break
        if found.modified_raw is None:
            found.modified_raw = raw
    else:
        if found.modified_raw is not None:
            found.warnings.append("date_modified_impossible")
    if found.published and found.modified and found.modified < found.published:
        found.warnings.append("modified_before_published")
    return found


def _published(
    document: Document, article: dict[str, Any], places: Sequence[int], selected: Sequence[str]
) -> Iterator[tuple[Source, str]]:
    for text in selected:
        yield "selector", text
    for key in ("datePublished", "dateCreated", "uploadDate"):
        yield from (("json-ld", raw) for raw in _strings(article.get(key)))
    for name in _PUBLISHED_METAS:
        yield from (("meta", raw) for raw in document.metas.get(name, ())[:1])
    for item in document.items_named("datePublished"):
        if item.value:
            yield "meta", item.value
    for time in document.times:
        if time.line in places and time.item != "dateModified" and time.datetime:
            label = document.lines[time.line].text if time.line < len(document.lines) else ""
            if not _is_update(label):
                yield "generic", time.datetime
    changed = {time.line for time in document.times if time.item == "dateModified"}
    for text in _printed(document, [place for place in places if place not in changed]):
        if not _is_update(text):
            yield "text", text


def _modified(
    document: Document, article: dict[str, Any], places: Sequence[int], selected: Sequence[str]
) -> Iterator[tuple[Source, str]]:
    for text in selected:
        yield "selector", text
    yield from (("json-ld", raw) for raw in _strings(article.get("dateModified")))
    for name in _MODIFIED_METAS:
        yield from (("meta", raw) for raw in document.metas.get(name, ())[:1])
    for item in document.items_named("dateModified"):
        if item.value:
            yield "meta", item.value
    for text in _printed(document, places):
        if _is_update(text):
            yield "text", text


def _printed(document: Document, places: Sequence[int]) -> Iterator[str]:
    """Yield the lines at *places* that may hold a date."""
    lines = document.first_lines(max(places, default=-1) + 1)
    for index in places:
        if index < len(lines):
            line = lines[index]
            if len(line.text) > _LONGEST_LINE or line.block.flags & (CHROME | HEADING):
                continue
            if _DIGIT.search(line.text) or _JUST_NOW.search(line.text):
                yield line.text


def _is_update(text: str) -> bool:
    """Whether the date in *text* is called that of a change, and no other."""
    return bool(_UPDATED.search(text)) and not _PUBLISHED.search(text)


def _strings(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str) and item.strip()]


def _believable(source: Source, raw: str, fetched_at: datetime | None) -> ParsedDate | None:
    if source in ("json-ld", "meta") and not _ABSOLUTE.search(raw):
        return None  # "परसों शाम" is for readers; in a field for programs it says nothing
    parsed = parse_date(raw[:400], fetched_at or _NO_CLOCK)
    if parsed is None or parsed.precision == "month" or parsed.value.year < _EARLIEST_YEAR:
        return None
    if fetched_at is None:
        return parsed if parsed.value.year < _RELATIVE_TO_NOW else None
    return parsed if parsed.value <= fetched_at + timedelta(hours=24) else None


def _precision(parsed: ParsedDate, raw: str) -> DatePrecision:
    if parsed.precision == "day" or "00:00:00" in raw:
        return "day"  # no desk publishes at 00:00:00: a program wrote a day
    return "second" if parsed.precision == "second" else "minute"
