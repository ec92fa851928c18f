"""Records on their way: files on the disk by month, each in order, so that pieces can be sorted."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from newscrawl.corpus.reading import staged_schema

MOST_WAITING = 256 << 20
"""Bytes of records that wait in memory; then the longest queues go to the disk."""

GROUP_ROWS = 512
"""Rows that are read together: a piece of a month is found by the least and last key of each."""


class Staging:
    """Where records wait: `folder/<month>/<number>.parquet`, sorted by `place`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._waiting: dict[str, list[pa.RecordBatch]] = defaultdict(list)
        self._sizes: dict[str, int] = defaultdict(int)
        self._files = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Take a batch of records with their notes. Raises OSError."""
        months = batch.column("month")
        for month in pc.unique(months).to_pylist():
            part = batch.filter(pc.equal(months, month))
            self._waiting[month].append(part)
            self._sizes[month] += part.nbytes
        if sum(self._sizes.values()) > MOST_WAITING:
            for month in sorted(self._sizes, key=self._sizes.__getitem__, reverse=True):
                self._write(month)
                if sum(self._sizes.values()) < MOST_WAITING // 2:
                    break

    def finish(self) -> None:
        """Write what waits. Raises OSError."""
        for month in list(self._waiting):
            self._write(month)

    def _write(self, month: str) -> None:
        table = pa.Table.from_batches(self._waiting.pop(month), schema=staged_schema())
        del self._sizes[month]
        folder = self.folder / month
        folder.mkdir(parents=True, exist_ok=True)
        self._files += 1
        pq.write_table(
            table.sort_by("place"),
            folder / f"{self._files:06}.parquet",
            compression="zstd",
            row_group_size=GROUP_ROWS,
            use_dictionary=False,
        )
