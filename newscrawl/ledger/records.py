"""Articles read back from feed files: an output the ledger does not know, or all to rebuild it."""

from __future__ import annotations

import csv
import gzip
import io
import json
import logging
import os
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from newscrawl.items import article_id, content_hash
from newscrawl.ledger.batch import new_alias, new_article
from newscrawl.ledger.bodies import body_hash
from newscrawl.ledger.errors import FeedError
from newscrawl.ledger.tables import versions

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from newscrawl.ledger.store import Ledger

logger = logging.getLogger(__name__)

CHUNK = 500


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a JSON Lines or CSV file, gzipped or not. Raises OSError.

    A line that is no record is passed over with a warning, as is a file of another format.
    """
    with _opened(path) as lines:
        if ".csv" in path.suffixes:
            csv.field_size_limit(10**9)
            text = io.TextIOWrapper(lines, "utf-8", "replace", newline="")
            yield from csv.DictReader(text)
            return
        if lines.peek(1)[:1] not in (b"{", b""):
            logger.warning("%s is not in JSON Lines: the articles in it are not known", path)
            return
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                record = None
            if isinstance(record, dict):
                yield record
            else:
                logger.warning("%s, line %d is no record", path, number)


def _opened(path: Path) -> io.BufferedReader | gzip.GzipFile:
    with path.open("rb") as file:
        is_gzip = file.read(2) == b"\x1f\x8b"
    return gzip.open(path) if is_gzip else path.open("rb")


def mend_tail(path: Path) -> int:
    """End *path* with a line feed and return its length in bytes.

    Half a line that a crash of another program left is moved to a file beside it. Raises OSError.
    """
    size = path.stat().st_size
    if not size or path.suffix == ".gz":
        return size
    with path.open("r+b") as file:
        start = _last_line_start(file, size)
        file.seek(start)
        tail = file.read()
        if tail.endswith(b"\n"):
            return size
        if _is_record(tail) or path.suffix == ".csv":
            file.write(b"\n")
        else:
            aside = path.with_name(f"{path.name}.torn")
            with aside.open("ab") as kept:
                kept.write(tail + b"\n")
            file.truncate(start)
            logger.warning("%s ended in half a line: moved to %s", path, aside)
        file.flush()
        os.fsync(file.fileno())
    return path.stat().st_size


def _last_line_start(file: IO[bytes], size: int) -> int:
    position, block = size - 1, 65536  # the last byte may be the line feed that ends the line
    while position > 0:
        begin = max(0, position - block)
        file.seek(begin)
        found = file.read(position - begin).rfind(b"\n")
        if found >= 0:
            return begin + found + 1
        position = begin
    return 0


def _is_record(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


READ_BACK = 0
"""The number of the run that stored an article which was read back from a file."""


def book_file(ledger: Ledger, connection: Connection, path: Path) -> int:
    """Book the articles of *path*; return how many versions it holds.

    Raises FeedError where the file cannot be read.
    """
    count = 0
    try:
        rows: list[tuple[dict[str, Any], list[str]]] = []
        for record in read_records(path):
            if found := _row(record):
                rows.append(found)
                count += 1
            if len(rows) >= CHUNK:
                _book(ledger, connection, rows)
                rows = []
        _book(ledger, connection, rows)
    except (OSError, EOFError, UnicodeError, csv.Error) as error:
        raise FeedError(f"{path} cannot be read for the articles that it holds: {error}") from None
    return count


def _row(record: dict[str, Any]) -> tuple[dict[str, Any], list[str]] | None:
    """Return the row of `articles` for *record*, and its addresses."""
    urls = [str(record[name]) for name in ("canonical_url", "url") if record.get(name)]
    key = record.get("id") or (article_id(urls[0]) if urls else None)
    if not key:
        return None
    headline, body = str(record.get("headline") or ""), str(record.get("article_body") or "")
    stated = record.get("content_hash")
    seen = _seconds(record.get("crawled_at"))
    row = {
        "id": str(key),
        "url": urls[0] if urls else "",
        "site": str(record.get("site") or ""),
        "status": "stored",
        "reason": None,
        "version": _version(record.get("version")),
        "content_hash": str(stated or (content_hash(headline, body) if headline and body else "")),
        "body_hash": body_hash(headline, body) if body else None,
        "published": record.get("date_published") or None,
        "section": record.get("article_section") or None,
        "etag": None,
        "last_modified": None,
        "first_seen": seen,
        "last_seen": seen,
        "run": READ_BACK,
    }
    return row, urls


def _version(value: Any) -> int:
    text = str(value or 1)
    return int(text) if text.isdigit() else 1


def _seconds(text: Any) -> float:
    try:
        return datetime.fromisoformat(str(text)).timestamp()
    except ValueError:
        return time.time()


def _book(
    ledger: Ledger, connection: Connection, found: Iterable[tuple[dict[str, Any], list[str]]]
) -> None:
    newest: dict[str, dict[str, Any]] = {}
    version_rows, alias_rows = [], []
    for row, urls in found:
        version_rows.append(
            {
                "article": row["id"],
                "version": row["version"],
                "content_hash": row["content_hash"],
                "body_hash": row["body_hash"],
                "stored": row["last_seen"],
                "run": row["run"],
            }
        )
        if row["id"] not in newest or newest[row["id"]]["version"] <= row["version"]:
            newest[row["id"]] = row
        for url in urls:
            if (key := article_id(url)) != row["id"]:
                alias_rows.append({"id": key, "article": row["id"], "url": url})
    for statement, rows in (
        (new_article(ledger, only_newer=True), list(newest.values())),
        (ledger.insert(versions).on_conflict_do_nothing(), version_rows),
        (new_alias(ledger), alias_rows),
    ):
        if rows:
            connection.execute(statement, rows)
