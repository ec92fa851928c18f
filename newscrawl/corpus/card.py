"""What stands beside a corpus: `stats.json` for programs, `README.md` for people and for Hugging
Face. Both follow from the records and the plan alone; the date is SOURCE_DATE_EPOCH's, if any.
"""  # noqa: D205

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from newscrawl import __version__
from newscrawl.corpus.columns import record_schema
from newscrawl.corpus.loading import loaded_format, loading
from newscrawl.corpus.shards import Shard
from newscrawl.items import SCHEMA_VERSION

if TYPE_CHECKING:
    from newscrawl.corpus.choice import Choice
    from newscrawl.corpus.reading import Report
    from newscrawl.corpus.takedowns import Takedowns

LISTED = 40
"""Rows of a table in the README; stats.json has all."""

_SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000)


def statistics(
    facts: Mapping[str, Any],
    choice: Choice,
    report: Report,
    fates: Mapping[str, int],
    takedowns: Takedowns,
    shards: list[Shard],
) -> dict[str, Any]:
    """Return what `stats.json` holds."""
    chosen = {name: value for name, value in asdict(choice.in_order()).items() if value}
    for name in ("since", "until"):
        if name in chosen:
            chosen[name] = chosen[name].isoformat()
    feeds = sorted((asdict(feed) for feed in report.feeds), key=lambda feed: tuple(feed.values()))
    return {
        "schema_version": SCHEMA_VERSION,
        "made_by": f"newscrawl {__version__}",
        **({"made_on": day} if (day := _source_date()) else {}),
        **facts,
        "lines": {
            "read": report.records + report.broken,
            **{name: fates[name] for name in sorted(fates)},
            "broken": report.broken,
        },
        "unknown_fields": dict(sorted(report.unknown_fields.items())),
        "choice": chosen,
        "ledgers_asked_for_takedowns": takedowns.ledgers,
        "inputs": feeds,
        "shards": [shard.as_dict() for shard in shards],
    }


def as_json(statistics: Mapping[str, Any]) -> str:
    """Return *statistics* as text."""
    return json.dumps(statistics, ensure_ascii=False, indent=1) + "\n"


def _source_date() -> str | None:
    """Return the day that SOURCE_DATE_EPOCH names (reproducible-builds.org); None without it."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not seconds.isdecimal():
        return None
    return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()


def card(stats: Mapping[str, Any]) -> str:
    """Return the README of the corpus that *stats* is of, in the Hugging Face form."""
    parts = [
        _front_matter(stats),
        _introduction(stats),
        loading(stats),
        _contents(stats),
        _duplicates(stats),
        _coverage(stats),
        _provenance(stats),
        _rights(stats),
        _making(stats),
        _schema(),
    ]
    return "\n".join(parts)


# ---------------------------------------------------------------------- the front matter


def _front_matter(stats: Mapping[str, Any]) -> str:
    first = loaded_format(stats)
    languages = [name for name in stats["languages"] if name != "none"]
    lines = [
        "---",
        f"pretty_name: {_yaml(_title(stats))}",
        "license: other",
        "license_name: rights-of-the-publishers",
        "language:",
        *(f"- {_yaml(name)}" for name in dict.fromkeys(name.split("-")[0] for name in languages)),
        "task_categories:",
        "- text-generation",
        "- summarization",
        "tags:",
        "- news",
        "- newscrawl",
        "size_categories:",
        f"- {_size_category(stats['records'])}",
        "configs:",
        "- config_name: default",
        "  data_files:",
        "  - split: train",
        f"    path: {_yaml(f'data/*.{first}')}",
    ]
    fields: Any = record_schema()
    if first == "csv":  # a cell is text
        fields = [pa.field(field.name, pa.string()) for field in fields]
    dates = _DATES if first.startswith("jsonl") else frozenset()
    lines += ["dataset_info:", "  features:", *_features(fields, "  ", dates)]
    return "\n".join([*lines, "---", ""])


def _yaml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _size_category(records: int) -> str:
    short = ["1K", "10K", "100K", "1M", "10M", "100M"]
    for index, size in enumerate(_SIZES):
        if records < size:
            return f"{short[index - 1]}<n<{short[index]}" if index else "n<1K"
    return "100M<n<1B"


_DTYPES = {pa.string(): "string", pa.int64(): "int64", pa.float64(): "float64", pa.bool_(): "bool"}


_DATES = frozenset({"date_published", "date_modified", "crawled_at"})
"""What `datasets` reads from JSON as instants, its offset lost, where it is told `string`."""


def _features(fields: Any, indent: str, dates: frozenset[str]) -> list[str]:
    lines = []
    for field in fields:
        lines.append(f"{indent}- name: {field.name}")
        if pa.types.is_list(field.type):
            lines.append(f"{indent}  list: {_DTYPES[field.type.value_type]}")
        elif pa.types.is_struct(field.type):
            lines.append(f"{indent}  struct:")
            lines += _features(list(field.type), f"{indent}  ", dates)
        else:
            dtype = "json" if field.name in dates else _DTYPES[field.type]
            lines.append(f"{indent}  dtype: {dtype}")
    return lines


# ---------------------------------------------------------------------- the text


def _title(stats: Mapping[str, Any]) -> str:
    return f"News articles of {_number(len(stats['sites']), 'site')}"


def _number(count: int, name: str) -> str:
    return f"{count:,} {name}" + ("" if count == 1 else "s")


def _introduction(stats: Mapping[str, Any]) -> str:
    span = (
        f", published from {stats['first_published']} to {stats['last_published']}"
        if stats["first_published"]
        else ""
    )
    made_on = f" on {stats['made_on']}" if "made_on" in stats else ""
    return f"""# {_title(stats)}

{_number(stats["records"], "record")} of {_number(stats["articles"], "article")} with \
{_number(stats["words"], "word")}{span}. Made by {stats["made_by"]}{made_on}.

A record is one version of one article, with its address, its dates, where each field was read from,
and what its publisher reserves. All figures here and more are in `stats.json`;
`sha256sum -c SHA256SUMS` checks every file.
"""


def _contents(stats: Mapping[str, Any]) -> str:
    lengths = stats["lengths"]
    return "\n".join(
        [
            "## What it holds\n",
            f"An article has {lengths['median']} words in the median, {lengths['mean']} on "
            f"average; one in ten has fewer than {lengths['tenth']}, one in ten more than "
            f"{lengths['nine_tenths']}.\n",
            _table("site", stats["sites"]),
            _table("section", stats["sections"]),
            _table("month of publication", stats["months"]),
            _table("length", lengths["classes"]),
            _table("language", stats["languages"]),
            _table("page type", stats["page_types"]),
            _table("agency", stats["agencies"]),
        ]
    )


def _table(name: str, counts: Mapping[str, int]) -> str:
    rows = [f"| {_cell(value)} | {count:,} |" for value, count in list(counts.items())[:LISTED]]
    if len(counts) > LISTED:
        rest = sum(list(counts.values())[LISTED:])
        rows.append(f"| {len(counts) - LISTED:,} others | {rest:,} |")
    return "\n".join([f"| {name} | records |", "|---|---:|", *rows, ""])


def _cell(value: object) -> str:
    return " ".join(str(value).replace("|", "\\|").replace("<", "&lt;").split())


def _duplicates(stats: Mapping[str, Any]) -> str:
    found = stats["duplicates"]
    how = {
        "drop": "Of articles that nearly repeat each other one was kept: the original, or else the "
        "earliest that is here.",
        "label": "Copies are kept and labelled: `duplicate_of` names the earlier article, "
        "`similarity` says how much of the shorter text both share.",
        "keep": "Labels are those of the crawl: `duplicate_of` names the earlier article.",
    }[stats["choice"]["duplicates"]]
    return f"""## Duplicates

{how} {_number(found["labelled"], "record")} ({found["share"]:.1%}) labelled as copies of \
{_number(found["of_stories"], "other article")}, {found["word_for_word"]:,} of them word for word.
"""


def _coverage(stats: Mapping[str, Any]) -> str:
    rows = []
    for site, seen in list(stats["coverage"].items())[:LISTED]:
        gaps = ", ".join(
            gap["from"] if gap["days"] == 1 else f"{gap['from']} to {gap['to']}"
            for gap in seen["longest_gaps"]
        )
        rows.append(
            f"| {_cell(site)} | {seen['first']} | {seen['last']} | {seen['days']:,} | "
            f"{seen['days_without']:,} | {gaps} |"
        )
    if len(stats["coverage"]) > LISTED:
        rows.append(f"| {len(stats['coverage']) - LISTED:,} others: see `stats.json` | | | | | |")
    return "\n".join(
        [
            "## Coverage\n",
            "Days on which a site has an article here, and days between its first and its last on "
            "which it has none. An article that states no date is counted on no day.\n",
            "| site | first | last | days | days without | longest gaps |",
            "|---|---|---|---:|---:|---|",
            *rows,
            "",
        ]
    )


def _provenance(stats: Mapping[str, Any]) -> str:
    sources = ("json-ld", "meta", "selector", "generic", "url", "text", "none")
    rows = []
    for field, counts in stats["provenance"].items():
        total = sum(counts.values()) or 1
        shares = " | ".join(f"{counts.get(source, 0) / total:.0%}" for source in sources)
        rows.append(f"| `{field}` | {shares} |")
    return "\n".join(
        [
            "## Provenance\n",
            "Where each field was read from, as the record's `provenance` says; none: absent.\n",
            f"| field | {' | '.join(sources)} |",
            "|---|" + "---:|" * len(sources),
            *rows,
            "",
        ]
    )


def _rights(stats: Mapping[str, Any]) -> str:
    return f"""## Rights

The texts belong to their publishers and authors. This corpus gives no licence to them: what may be
done with it depends on the law that applies to you, such as exceptions for research and for text
and data mining, and on what each publisher reserves. Signals to machines were kept with each record
(`rights`). Articles that were taken down are left out; to have one taken down, ask whoever gave you
this corpus.

{_table("signal", stats["rights"])}"""


def _making(stats: Mapping[str, Any]) -> str:
    lines = stats["lines"]
    left_out = {name: count for name, count in lines.items() if name not in ("read", "kept")}
    rows = "".join(f"| {name} | {count:,} |\n" for name, count in left_out.items())
    chosen = "".join(
        f"- {name.replace('_', ' ')}: {', '.join(value) if isinstance(value, tuple) else value}\n"
        for name, value in stats["choice"].items()
    )
    inputs = stats["inputs"]
    size = sum(feed["bytes"] for feed in inputs)
    ledgers = stats["ledgers_asked_for_takedowns"]
    return f"""## How it was made

By `scrapy corpus build` of {stats["made_by"]} from {_number(len(inputs), "feed")} of \
{size:,} bytes, whose names and SHA-256 are in `stats.json`. Takedowns were asked of \
{_number(ledgers, "ledger")}. The same feeds and choices give the same bytes.

{chosen}
Of {lines["read"]:,} lines {lines.get("kept", 0):,} were kept:

| left out | lines |
|---|---:|
{rows}"""


_MEANINGS = {
    "schema_version": "raised when a field changes its meaning",
    "id": "from the canonical address",
    "site": "the spider that crawled it",
    "url": "what was fetched",
    "canonical_url": "the article's one address",
    "article_body": "NFC; paragraphs joined by a blank line",
    "authors": "human authors",
    "agency": "PTI-भाषा, ANI, IANS, UNI and the like",
    "dateline": "the place that the first line names",
    "date_published": "ISO 8601 with offset, as the page states it",
    "date_modified": "ISO 8601 with offset",
    "date_precision": "day, minute or second",
    "in_language": "from the text; ISO 639",
    "word_count": "white-space tokens that hold a letter",
    "page_type": "article, live_blog, photo_gallery, video",
    "is_accessible_for_free": "false where a part is behind a paywall",
    "source_url": "where an aggregator says it took the story from",
    "rights": "signals of the publisher",
    "version": "of the article; (id, version) is unique",
    "content_hash": "of folded headline and text",
    "duplicate_of": "id of the earlier article that it nearly repeats",
    "similarity": "to that article, 0 to 1",
    "discovered_from": "the road that led to it",
    "crawled_at": "UTC",
    "archive_ref": "WARC file and offset",
    "warnings": "what was doubtful",
    "provenance": "field -> where it was read from",
    "raw": "the strings that dates and authors were read from",
}


def _schema() -> str:
    rows = [
        f"| `{field.name}` | {_type_name(field.type)} | {_MEANINGS.get(field.name, '')} |"
        for field in record_schema()
    ]
    return "\n".join(
        [
            "## The record\n",
            f"Schema version {SCHEMA_VERSION}. Absent is null. In CSV, lists and objects are JSON, "
            "and a cell that a spreadsheet would take for a formula begins with an apostrophe.\n",
            "| field | type | meaning |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _type_name(type_: pa.DataType) -> str:
    if pa.types.is_struct(type_):
        return "object"
    if pa.types.is_list(type_):
        return "list of strings"
    return {"int64": "integer", "double": "number", "bool": "boolean"}.get(str(type_), str(type_))
