"""When an article was published and changed, by order of trust; never the one for the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from newscrawl.extraction.document import CHROME, Document
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
_ABSOLUTE = re.compile(r"\d{4}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}")
_NO_CLOCK = datetime(2200, 1, 1, tzinfo=UTC)
_EARLIEST_YEAR = 1995
_RELATIVE_TO_NOW = 2100
_LINES_AFTER_HEADLINE = 25


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
    body_line: int,
    fetched_at: datetime | None,
    selected: Sequence[str] = (),
    selected_modified: Sequence[str] = (),
) -> Timestamps:
    """Return the dates of the page; the *selected* texts are what a site's own selectors found.

    *fetched_at* resolves relative times; without it there is no clock, and they are not read.
    """
    if fetched_at is not None and fetched_at.tzinfo is None:
        fetched_at = fetched_at.replace(tzinfo=UTC)
    found = Timestamps()
    start = headline_line or 0
    published = _published(document, article, start, body_line, selected)
    for source, raw in published:
        if value := _believable(source, raw, fetched_at):
            found.published, found.precision = value.value, _precision(value)
            found.published_source, found.published_raw = source, raw
            break
        if found.published_raw is None:
            found.published_raw = raw
    else:
        if found.published_raw is not None:
            found.warnings.append("date_published_impossible")
    for source, raw in _modified(document, article, start, body_line, selected_modified):
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
    document: Document, article: dict[str, Any], start: int, body_line: int, selected: Sequence[str]
) -> Iterator[tuple[Source, str]]:
    for text in selected:
        yield "selector", text
    for key in ("datePublished", "dateCreated", "uploadDate"):
        yield from (("json-ld", raw) for raw in _strings(article.get(key)))
    for name in _PUBLISHED_METAS:
        yield from (("meta", raw) for raw in document.metas.get(name, ())[:1])
    for item in document.items:
        if item.name == "datePublished" and item.value:
            yield "meta", item.value
    end = max(body_line, start + _LINES_AFTER_HEADLINE)
    lines = document.lines
    for time in document.times:
        if start <= time.line <= end and time.item != "dateModified" and time.datetime:
            label = lines[time.line].text if time.line < len(lines) else ""
            if not _UPDATED.search(label) or _PUBLISHED.search(label):
                yield "generic", time.datetime
    for index in range(max(0, start - 3), min(len(lines), end)):
        text = lines[index].text
        if _may_be_date(text, lines[index].block.flags) and (
            not _UPDATED.search(text) or _PUBLISHED.search(text)
        ):
            yield "text", text


def _modified(
    document: Document, article: dict[str, Any], start: int, body_line: int, selected: Sequence[str]
) -> Iterator[tuple[Source, str]]:
    for text in selected:
        yield "selector", text
    yield from (("json-ld", raw) for raw in _strings(article.get("dateModified")))
    for name in _MODIFIED_METAS:
        yield from (("meta", raw) for raw in document.metas.get(name, ())[:1])
    for item in document.items:
        if item.name == "dateModified" and item.value:
            yield "meta", item.value
    for index in range(max(0, start - 3), min(len(document.lines), max(body_line, start + 25))):
        text = document.lines[index].text
        only_updated = _UPDATED.search(text) and not _PUBLISHED.search(text)
        if only_updated and _may_be_date(text, document.lines[index].block.flags):
            yield "text", text


def _may_be_date(text: str, flags: int) -> bool:
    return len(text) <= 160 and not flags & CHROME and any(map(str.isdigit, text))


def _strings(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str) and item.strip()]


def _believable(source: Source, raw: str, fetched_at: datetime | None) -> ParsedDate | None:
    if source in ("json-ld", "meta") and not _ABSOLUTE.search(raw):
        return None  # "परसों शाम" is for readers; in a field for programs it says nothing
    parsed = parse_date(raw[:400], fetched_at or _NO_CLOCK)
    if parsed is None or parsed.value.year < _EARLIEST_YEAR:
        return None
    if fetched_at is None:
        return parsed if parsed.value.year < _RELATIVE_TO_NOW else None
    return parsed if parsed.value <= fetched_at + timedelta(hours=24) else None


def _precision(parsed: ParsedDate) -> DatePrecision:
    if parsed.precision == "second":
        # No desk publishes at 00:00:00: a program wrote a day.
        midnight = (parsed.value.hour, parsed.value.minute, parsed.value.second) == (0, 0, 0)
        return "day" if midnight else "second"
    return "minute" if parsed.precision in ("minute", "approx") else "day"
