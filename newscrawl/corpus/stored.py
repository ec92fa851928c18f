"""Records wherever they are stored: in a corpus of any format, in feeds."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from newscrawl.corpus.columns import record_schema
from newscrawl.corpus.inputs import BadInput, find_feeds, is_corpus
from newscrawl.corpus.reading import Report, read_feed

BATCH_ROWS = 1000


def stored_records(
    roots: Iterable[Path], report: Report, advance: Callable[[int, int], None]
) -> Iterator[pa.RecordBatch]:
    """Yield the records below *roots*, corpora or feeds; of a corpus one format is read.

    *advance* is told of bytes just read, and of those there are. Raises BadInput and OSError.
    """
    others: list[Path] = []
    roots = list(roots)
    for root in list(roots):
        if is_corpus(root) and (shards := _shards(root)):
            others += shards
            roots.remove(root)
    feeds = find_feeds(roots)
    if not feeds and not others:
        raise BadInput(f"no feed and no corpus in {', '.join(map(str, roots))}")
    total = sum(feed.size for feed in feeds) + sum(path.stat().st_size for path in others)
    for path in others:
        yield from _parquet(path) if path.suffix == ".parquet" else _csv(path)
        advance(path.stat().st_size, total)
    for feed in feeds:
        for batch in read_feed(feed, report, advance=lambda size: advance(size, total)):
            yield batch.select(record_schema().names)


def _shards(corpus: Path) -> list[Path]:
    """Return the shards of a corpus that are no JSON Lines, where it has better or nothing else."""
    if parquet := sorted(corpus.glob("data/*.parquet")):
        return parquet
    if find_feeds([corpus]):
        return []
    return sorted(corpus.glob("data/*.csv"))


def _parquet(path: Path) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(BATCH_ROWS):
            yield batch.cast(record_schema())


def _csv(path: Path) -> Iterator[pa.RecordBatch]:
    csv.field_size_limit(2**31 - 1)
    struct = pa.struct(list(record_schema()))
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        while part := [_record(row) for row in islice(rows, BATCH_ROWS)]:
            yield pa.RecordBatch.from_struct_array(pa.array(part, type=struct))


def _record(row: dict[str, str]) -> dict[str, Any]:
    """Return the record that a row of CSV was made from, but for neutralised formulas."""
    return {field.name: _value(row.get(field.name), field.type) for field in record_schema()}


def _value(cell: str | None, type_: pa.DataType) -> Any:
    if not cell:
        return None
    if type_ == pa.bool_():
        return cell == "True"
    return cell if type_ == pa.string() else json.loads(cell)
