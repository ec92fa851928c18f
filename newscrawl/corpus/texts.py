"""What the texts of a corpus are like: lengths, words, scripts, dates, copies, samples."""

from __future__ import annotations

import heapq
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from newscrawl.corpus.choice import connect
from newscrawl.corpus.facts import facts
from newscrawl.corpus.reading import Report, month_of
from newscrawl.corpus.stop_words import STOP_WORDS
from newscrawl.corpus.stored import stored_records
from newscrawl.hindi.text import fold, tokens

if TYPE_CHECKING:
    from newscrawl.corpus.build import Advance

TOP_WORDS = 15
GROWTH_POINTS = 10
SHOWN_SAMPLES = 3
SHOWN_CHARACTERS = 240

COUNTED = (
    "id", "site", "article_section", "in_language", "page_type", "agency", "date_precision",
    "discovered_from", "newscrawl_version", "word_count", "rights", "date_published",
    "duplicate_of", "similarity", "provenance",
)  # fmt: skip

SCRIPTS = {
    "Devanagari": "\u0900-\u0963\u0971-\u097f\ua8e0-\ua8ff",
    "Latin": "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f",
    "Arabic": "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff",
    "Bengali": "\u0980-\u09e3",
    "Gurmukhi": "\u0a00-\u0a5e\u0a70-\u0a7f",
    "Gujarati": "\u0a80-\u0ae3",
    "Tamil": "\u0b80-\u0be5",
    "Telugu": "\u0c00-\u0c65",
    "digits 0-9": "0-9",
    "digits ०-९": "\u0966-\u096f",
}
"""Letters with their signs, and digits."""

_SCRIPTS = {name: re.compile(f"[{characters}]+") for name, characters in SCRIPTS.items()}
_HINDI_WORD = re.compile("[\u0900-\u0963\u0971-\u097f\u200c\u200d]{2,}")


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """An article of the sample; *key* is chance, but the same chance each time."""

    key: int
    site: str
    section: str
    date: str
    headline: str
    body: str


class Sample:
    """The *size* articles with the least keys: any article has the same chance, in any order."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._heap: list[tuple[int, Text]] = []

    def add(self, text: Text) -> None:
        """Consider *text*."""
        entry = (-text.key, text)
        if len(self._heap) < self.size:
            heapq.heappush(self._heap, entry)
        elif entry > self._heap[0]:
            heapq.heapreplace(self._heap, entry)

    def texts(self) -> list[Text]:
        """Return the sample, by key."""
        return sorted(text for _, text in self._heap)


def describe(
    roots: Iterable[Path], sample_size: int, complain: Callable[[str], None], advance: Advance
) -> dict[str, Any]:
    """Return what the corpora or feeds at *roots* hold and what a sample of their texts is like.

    Every record is counted, versions of an article each for itself; words are counted in a sample
    of *sample_size* articles, of which each takes some 7 KB of memory. Raises BadInput and OSError.
    """
    report = Report(complain=complain)
    sample = Sample(sample_size)
    with tempfile.TemporaryDirectory(prefix="newscrawl-") as scratch:
        connection = connect(Path(scratch))
        try:
            is_new = True
            for batch in stored_records(
                roots, report, lambda done, total: advance("reading", done, total)
            ):
                for text in _texts(batch):
                    sample.add(text)
                counted = _counted(batch)
                connection.register("batch", counted)
                connection.execute(
                    "CREATE TABLE chosen AS FROM batch"
                    if is_new
                    else "INSERT INTO chosen FROM batch"
                )
                connection.unregister("batch")
                is_new = False
            found = {} if is_new else facts(connection)
        finally:
            connection.close()
    return {**(found or {"records": 0}), "broken": report.broken, "sample": words(sample.texts())}


def _counted(batch: pa.RecordBatch) -> pa.Table:
    dates = zip(
        batch.column("date_published").to_pylist(),
        batch.column("crawled_at").to_pylist(),
        strict=True,
    )
    months = [month_of(published, crawled) for published, crawled in dates]
    table = pa.Table.from_batches([batch.select(list(COUNTED))])
    return table.append_column("month", pa.array(months, pa.string()))


def _texts(batch: pa.RecordBatch) -> Iterator[Text]:
    names = ("id", "version", "site", "article_section", "date_published", "headline")
    columns = [batch.column(name).to_pylist() for name in (*names, "article_body")]
    for key, version, site, section, date, headline, body in zip(*columns, strict=True):
        digest = blake2b(f"{key} {version}".encode(), digest_size=8).digest()
        yield Text(
            int.from_bytes(digest, "big"),
            site or "none",
            section or "none",
            date or "",
            headline,
            body,
        )


def words(texts: list[Text]) -> dict[str, Any]:
    """Return what the *texts* are like, in the order in which they come."""
    vocabulary: Counter[str] = Counter()
    by_section: dict[str, Counter[str]] = defaultdict(Counter)
    scripts: Counter[str] = Counter()
    growth: list[dict[str, int]] = []
    total = 0
    for number, text in enumerate(texts, 1):
        found = tokens(text.body)
        total += len(found)
        vocabulary.update(found)
        by_section[text.section].update(
            word for word in found if _HINDI_WORD.fullmatch(word) and fold(word) not in STOP_WORDS
        )
        for name, pattern in _SCRIPTS.items():
            scripts[name] += sum(map(len, pattern.findall(text.body)))
        if number * GROWTH_POINTS // len(texts) > len(growth):
            growth.append({"articles": number, "tokens": total, "types": len(vocabulary)})
    letters = scripts.total() or 1
    once = sum(count == 1 for count in vocabulary.values())
    return {
        "articles": len(texts),
        "tokens": total,
        "types": len(vocabulary),
        "types_seen_once": once,
        "vocabulary_growth": growth,
        "scripts": {
            name: round(count / letters, 5) for name, count in scripts.most_common() if count
        },
        "top_words": {
            section: _top(by_section[section])
            for section in sorted(by_section, key=lambda name: (-by_section[name].total(), name))
        },
        "samples": [
            {
                "site": text.site,
                "section": text.section,
                "date_published": text.date or None,
                "headline": text.headline,
                "text": text.body[:SHOWN_CHARACTERS],
            }
            for text in texts[:SHOWN_SAMPLES]
        ],
    }


def _top(counts: Counter[str]) -> list[list[Any]]:
    ranked = heapq.nsmallest(TOP_WORDS, counts.items(), key=lambda item: (-item[1], item[0]))
    return [list(item) for item in ranked]
