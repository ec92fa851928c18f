"""The records that feeds hold, found by the page each was made of: a temporary SQLite file.

Of a plain feed it holds where a record stands, of a compressed one the record itself: ten million
of them take a few GB of disk and no memory.
"""

from __future__ import annotations

import gzip
import json
import logging
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from newscrawl.ledger.bodies import body_hash

logger = logging.getLogger(__name__)

FEED_NAMES = ("*.jsonl", "*.jsonl.gz", "*.jl")
BATCH = 1000
GZIP = b"\x1f\x8b"

SCHEMA = """
CREATE TABLE record (
    ref TEXT, id TEXT NOT NULL, version INTEGER NOT NULL, site TEXT, body TEXT,
    file TEXT, offset INTEGER, line BLOB
);
"""
INDEXES = """
CREATE INDEX by_ref ON record (ref, version);
CREATE INDEX by_id ON record (id, version);
CREATE INDEX by_body ON record (site, body);
"""


class Stored:
    """Look-ups in an index that `index_feeds` has written."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def of_page(self, ref: str) -> dict[str, Any] | None:
        """Return the newest record that was made of the page at *ref*."""
        row = self._connection.execute(
            "SELECT file, offset, line FROM record WHERE ref = ? ORDER BY version DESC LIMIT 1",
            (ref,),
        ).fetchone()
        if row is None:
            return None
        file, offset, line = row
        if line is None:
            with Path(file).open("rb") as feed:
                feed.seek(offset)
                text = feed.readline()
        else:
            text = zlib.decompress(line)
        record: dict[str, Any] = json.loads(text)
        return record

    def newest_version(self, article_id: str) -> int:
        """Return the highest version of an article that is stored, 0 where none is."""
        row = self._connection.execute(
            "SELECT max(version) FROM record WHERE id = ?", (article_id,)
        ).fetchone()
        return int(row[0] or 0)

    def has_text(self, site: str, text: str) -> bool:
        """Tell whether *site* has an article whose text has this hash."""
        return bool(
            self._connection.execute(
                "SELECT 1 FROM record WHERE site = ? AND body = ? LIMIT 1", (site, text)
            ).fetchone()
        )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def index_feeds(paths: Iterable[Path], index: Path, *, but: Path | None = None) -> int:
    """Write to *index* what the feeds at *paths*, files or folders, hold; return how many records.

    *but* is a file that is left out. Raises OSError.
    """
    connection = sqlite3.connect(index)
    try:
        connection.execute("PRAGMA synchronous=OFF")
        connection.executescript(SCHEMA)
        count = 0
        rows: list[tuple[Any, ...]] = []
        for file in feed_files(paths):
            if but and file.resolve() == but.resolve():
                continue
            for row in _rows(file):
                rows.append(row)
                count += 1
                if len(rows) >= BATCH:
                    _insert(connection, rows)
                    rows = []
        _insert(connection, rows)
        connection.executescript(INDEXES)
        connection.commit()
    finally:
        connection.close()
    return count


def feed_files(paths: Iterable[Path]) -> list[Path]:
    """Return the JSON Lines files at *paths*, those below folders by name."""
    found: dict[Path, None] = {}
    for path in paths:
        below = {file for name in FEED_NAMES for file in path.rglob(name)}
        for file in [path] if path.is_file() else sorted(below):
            if file.is_file() and not any(part.startswith(".") for part in file.parts[1:]):
                found[file] = None
    return list(found)


def _insert(connection: sqlite3.Connection, rows: list[tuple[Any, ...]]) -> None:
    connection.executemany("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.commit()


def _rows(file: Path) -> Iterator[tuple[Any, ...]]:
    with file.open("rb") as feed:
        is_gzip = feed.read(2) == GZIP
    offset = 0
    with gzip.open(file) if is_gzip else file.open("rb") as lines:
        for line in lines:
            if row := _row(line):
                place = (
                    (None, None, zlib.compress(line, 1)) if is_gzip else (str(file), offset, None)
                )
                yield *row, *place
            offset += len(line)


def _row(line: bytes) -> tuple[Any, ...] | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or not record.get("id"):
        return None
    headline, body = str(record.get("headline") or ""), str(record.get("article_body") or "")
    version = record.get("version")
    return (
        record.get("archive_ref"),
        str(record["id"]),
        version if isinstance(version, int) else 1,
        record.get("site"),
        body_hash(headline, body) if body else None,
    )
