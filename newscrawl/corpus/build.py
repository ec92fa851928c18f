"""A corpus from feeds: read, choose, sort, write, describe, put in place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from newscrawl.corpus import folder
from newscrawl.corpus.card import as_json, card, statistics
from newscrawl.corpus.choice import KEPT, Choice, choose, connect, note_lines, sql_list
from newscrawl.corpus.columns import record_schema
from newscrawl.corpus.facts import facts
from newscrawl.corpus.inputs import STATISTICS, Feed
from newscrawl.corpus.reading import Report, read_feed
from newscrawl.corpus.shards import Records, Shards, open_shards
from newscrawl.corpus.staging import Staging
from newscrawl.corpus.takedowns import Takedowns
from newscrawl.ledger.locks import output_lock

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PIECE_BYTES = 192 << 20
"""Bytes of lines that are sorted at once. DuckDB needs several times as much for it."""

BATCH_ROWS = 1000

Advance = Callable[[str, int, int], None]
"""Is told of progress: what is being done, how much of it was just done, how much it is in all."""


class NothingLeft(Exception):
    """No record is left for a corpus; the message is one line for the user."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to build.

    shard_size  bytes that a file has at most, about
    replace     an earlier corpus at *out*
    """

    feeds: list[Feed]
    out: Path
    formats: tuple[str, ...]
    shard_size: int
    choice: Choice = field(default_factory=Choice)
    takedowns: Takedowns = field(default_factory=Takedowns)
    replace: bool = False


def build(plan: Plan, report: Report, advance: Advance = lambda *_: None) -> dict[str, Any]:
    """Build the corpus of *plan* and return its statistics, those of `stats.json`.

    Lines that cannot be read go into *report*. A build that fails or is killed leaves what was at
    `plan.out` as it was. Raises BadInput, NothingLeft, BrokenInput, LockHeld and OSError.
    """
    folder.check_place(plan.out, replace=plan.replace)
    plan.out.parent.mkdir(parents=True, exist_ok=True)
    lock = output_lock(plan.out)
    lock.acquire(f"process {os.getpid()}", f"the corpus {plan.out}")
    building = folder.building_folder(plan.out)
    try:
        folder.begin(building)
        try:
            return _build(plan, report, advance, building)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise
    finally:
        lock.release()


def _build(plan: Plan, report: Report, advance: Advance, building: Path) -> dict[str, Any]:
    scratch = building / folder.SCRATCH
    staged = scratch / "staged"
    _stage(plan, report, advance, staged)
    if not report.records:
        raise NothingLeft("no line of the feeds is a record")
    connection = connect(scratch)
    writers = [open_shards(building, name, plan.shard_size) for name in plan.formats]
    try:
        note_lines(connection, staged)
        choose(connection, plan.choice)
        fates = dict(
            connection.execute("SELECT fate, count(*) FROM fates GROUP BY fate").fetchall()
        )
        if not fates.get(KEPT):
            why = ", ".join(f"{count:,} {fate}" for fate, count in sorted(fates.items()))
            raise NothingLeft(f"no record is left: {why}")
        _write(connection, staged, writers, lambda done: advance("writing", done, fates[KEPT]))
        counted = facts(connection)
    finally:
        for writer in writers:
            writer.abandon()
        connection.close()
    shards = sorted((shard for each in writers for shard in each.finished), key=lambda s: s.name)
    stats = statistics(counted, plan.choice, report, fates, plan.takedowns, shards)
    folder.write_text(building / STATISTICS, as_json(stats))
    folder.write_text(building / "README.md", card(stats))
    folder.finish(building, plan.out, shards)
    return stats


def _stage(plan: Plan, report: Report, advance: Advance, staged: Path) -> None:
    staging = Staging(staged)
    total = sum(feed.size for feed in plan.feeds)
    for feed in plan.feeds:
        read = read_feed(feed, report, plan.takedowns, lambda size: advance("reading", size, total))
        for batch in read:
            staging.add(batch)
    staging.finish()


def _write(
    connection: DuckDBPyConnection,
    staged: Path,
    writers: list[Shards],
    advance: Callable[[int], None],
) -> None:
    month = None
    for piece_month, batch in _sorted_batches(connection, staged):
        if piece_month != month:
            month = piece_month
            for writer in writers:
                writer.begin_month(month)
        records = Records(batch)
        for writer in writers:
            writer.write(batch, records)
        advance(batch.num_rows)
    for writer in writers:
        writer.end_shard()


def _sorted_batches(
    connection: DuckDBPyConnection, staged: Path
) -> Iterator[tuple[str, pa.RecordBatch]]:
    """Yield the chosen records by month, site, id and version, a piece of a month after another."""
    pieces = connection.execute(f"""
        SELECT month, min(place), max(place) FROM (
            SELECT month, place, sum(line_bytes) OVER (
                PARTITION BY month ORDER BY place RANGE UNBOUNDED PRECEDING
            ) // {PIECE_BYTES} AS piece
            FROM chosen
        ) GROUP BY month, piece ORDER BY month, min(place)
    """).fetchall()
    changed = {"version", "duplicate_of", "similarity"}
    columns = ", ".join(
        f"{'kept' if name in changed else 'staged'}.{name}" for name in record_schema().names
    )
    for month, least, last in pieces:
        connection.execute("SET VARIABLE month = ?", [month])
        connection.execute("SET VARIABLE least = ?", [least])
        connection.execute("SET VARIABLE last = ?", [last])
        parts = sql_list(sorted((staged / month).glob("*.parquet")))
        reader = connection.sql(f"""
            SELECT {columns}
            FROM read_parquet({parts}, filename=true, file_row_number=true) AS staged
            JOIN chosen AS kept ON kept.part = staged.filename
                AND kept.part_row = staged.file_row_number
            WHERE kept.month = getvariable('month')
                AND kept.place BETWEEN getvariable('least') AND getvariable('last')
                AND staged.place BETWEEN getvariable('least') AND getvariable('last')
            ORDER BY staged.place, kept.version
        """).to_arrow_reader(BATCH_ROWS)
        for batch in reader:
            if batch.num_rows:
                yield month, batch.cast(record_schema())
