"""What `scrapy corpus stats` shows in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

LISTED = 15
BAR_WIDTH = 30


def show(found: Mapping[str, Any], console: Console | None = None) -> None:
    """Write what `newscrawl.corpus.texts.describe` found."""
    console = console or Console()
    if not found["records"]:
        console.print("no record")
        return
    for part in (
        _totals(found),
        _bars("words of an article", found["lengths"]["classes"]),
        _bars("site", found["sites"]),
        _bars("section", found["sections"]),
        _bars("month of publication", found["months"], last=True),
        _growth(found["sample"]),
        _bars("script", found["sample"]["scripts"], shares=True),
        _top_words(found["sample"]),
        *_samples(found["sample"]),
    ):
        console.print(part)


def _totals(found: Mapping[str, Any]) -> Table:
    lengths, copies, sample = found["lengths"], found["duplicates"], found["sample"]
    table = Table.grid(padding=(0, 2))
    rows = {
        "records": f"{found['records']:,} of {found['articles']:,} articles",
        "words": f"{found['words']:,}; an article has {lengths['median']} in the median, "
        f"{lengths['mean']} on average",
        "published": f"{found['first_published']} to {found['last_published']}",
        "near duplicates": f"{copies['labelled']:,} ({copies['share']:.1%}) are labelled, "
        f"{copies['word_for_word']:,} of them word for word",
        "broken lines": f"{found['broken']:,}",
        "texts read": f"{sample['articles']:,} articles, chosen by their ids",
    }
    for name, value in rows.items():
        table.add_row(Text(name, "bold"), value)
    return table


def _bars(
    name: str, counts: Mapping[str, float], *, last: bool = False, shares: bool = False
) -> Table:
    """Return a table of *counts* with bars: the first rows, or the last ones."""
    items = list(counts.items())
    listed = items[-LISTED:] if last else items[:LISTED]
    most = max((count for _, count in listed), default=1) or 1
    table = Table(title=None, box=None, padding=(0, 2, 0, 0), show_header=True)
    table.add_column(name, style="cyan")
    table.add_column("share" if shares else "records", justify="right")
    table.add_column("")
    for value, count in listed:
        shown = f"{count:.2%}" if shares else f"{count:,}"
        table.add_row(Text(value), shown, "█" * max(round(BAR_WIDTH * count / most), 0))
    if len(items) > len(listed):
        table.add_row(f"and {len(items) - len(listed):,} more", "", "")
    return table


def _growth(sample: Mapping[str, Any]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("articles read", "tokens", "different ones"):
        table.add_column(name, justify="right")
    for point in sample["vocabulary_growth"]:
        table.add_row(*(f"{point[name]:,}" for name in ("articles", "tokens", "types")))
    table.add_row("", "seen once", f"{sample['types_seen_once']:,}")
    return table


def _top_words(sample: Mapping[str, Any]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("section", style="cyan")
    table.add_column("its most frequent words")
    for section, words in list(sample["top_words"].items())[:LISTED]:
        table.add_row(Text(section), Text("  ".join(word for word, _ in words)))
    return table


def _samples(sample: Mapping[str, Any]) -> list[Panel]:
    return [
        Panel(
            Group(Text(each["headline"], "bold"), Text(each["text"] + "…")),
            title=Text(
                " · ".join(filter(None, (each["site"], each["section"], each["date_published"])))
            ),
            title_align="left",
        )
        for each in sample["samples"]
    ]
