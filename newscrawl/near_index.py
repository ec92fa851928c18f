"""The index of past articles by their text: which of them a new one repeats.

Two tables in the ledger's database. ``near_text`` holds the words of each article of the window,
``near_key`` its keys, about 10 rows an article. An article with a key in common is a candidate, the
few that share most are compared in full: the answer is that of
`newscrawl.similarity.copy_similarity`.

A look-up reads the places of its keys, each of which names at most `POPULAR` articles, and old rows
go in small pieces, a few for each row that is added: no step takes the longer the more articles
there are, but the pages it reads and writes lie wider apart (`newscrawl.benchmark.similarity`).
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from hashlib import blake2b
from random import randrange
from threading import Lock
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    delete,
    select,
)

from newscrawl.similarity import KEY_BITS, SCHEME, Signature, copy_similarity

DAY = 86_400

POPULAR = 8
"""A key of this many articles is boilerplate, a template or a story that all have: it is still
looked up, but leads to no more articles."""

LEAST_SHARED_KEYS = 0.08
"""Of the fewer keys: one of twelve. 95 of 100 copies, of whatever kind, share 0.2 and more."""

MOST_COMPARED = 4
"""Candidates compared in full, at 0.3 ms each; those first that share the rarest keys."""

SWEPT_FOR_ADDED = 4
"""Keys looked at for expiry for each key added: at most a quarter of the table is expired."""

metadata = MetaData()

near_text = Table(
    "near_text",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("article", Text, nullable=False),
    Column("scheme", Text, nullable=False),
    Column("words", LargeBinary, nullable=False),
)

near_key = Table(
    "near_key",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("keys", Integer, nullable=False),  # how many the article has
    sqlite_with_rowid=False,
)

# A batch whose COMMIT was answered by an error may be written again. Sent as it stands, for
# SQLAlchemy takes as long to name the parameters of a row as SQLite takes to insert it.
_ADD_TEXTS = (
    "INSERT INTO near_text (number, article, scheme, words) VALUES (?, ?, ?, ?)"
    " ON CONFLICT DO NOTHING"
)
_ADD_KEYS = "INSERT INTO near_key (key, number, keys) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"


_KeyRow = tuple[int, int, int]
"""Of ``near_key``."""


@dataclass(frozen=True, slots=True)
class Match:
    """The earlier article that a text nearly repeats."""

    article_id: str
    similarity: float
    """`newscrawl.similarity.copy_similarity`, above 0 up to 1."""


@dataclass(frozen=True, slots=True)
class _Entry:
    article_id: str
    signature: Signature
    number: int
    new_keys: list[int]  # without the popular ones


class NearIndex:
    """The near duplicates of a run: past articles in the database, and those not yet committed.

    All methods may be called from any thread. The connection is the caller's, and so are
    transactions: `write` belongs into the batch that books the articles, `settle` behind its
    COMMIT. Times are seconds since 1970.
    """

    def __init__(self, window: timedelta = timedelta(days=30)) -> None:
        self._window_days = window.days
        self._lock = Lock()
        self._entries: dict[str, _Entry] = {}  # by article
        self._by_number: dict[int, _Entry] = {}
        self._by_key: dict[int, set[int]] = defaultdict(set)  # key -> numbers
        self._popular: set[int] = set()

    def find(
        self, connection: Connection, signature: Signature, now: float, *, exclude_id: str = ""
    ) -> Match | None:
        """Return the article of the window that *signature* repeats most, the earlier of equals.

        Never the article *exclude_id*, which is the caller's own.
        """
        if not signature.words:
            return None
        numbers = self._likely(connection, signature, self._oldest(now))
        if not numbers:
            return None
        best: Match | None = None
        for _, article_id, words in sorted(self._texts(connection, numbers)):
            if article_id == exclude_id:
                continue
            similarity = copy_similarity(signature.words, words)
            if similarity > (best.similarity if best else 0):
                best = Match(article_id, similarity)
        return best

    def add(self, article_id: str, signature: Signature, now: float) -> None:
        """Let later calls of `find` see an article that is on its way to the database."""
        if not signature.words:
            return
        with self._lock:
            new_keys = sorted(signature.keys - self._popular)
            entry = _Entry(article_id, signature, _number(article_id, signature, now), new_keys)
            self._drop(article_id)
            self._entries[article_id] = entry
            self._by_number[entry.number] = entry
            for key in new_keys:
                self._by_key[key].add(entry.number)

    def write(self, connection: Connection, article_ids: Iterable[str], now: float) -> None:
        """Book added articles in the caller's transaction, and remove some that are too old."""
        with self._lock:
            entries = [self._entries[name] for name in article_ids if name in self._entries]
        if not entries:
            return
        texts = [
            (entry.number, entry.article_id, SCHEME, entry.signature.words) for entry in entries
        ]
        keys = sorted(  # neighbours in one page are written once
            (key, entry.number, len(entry.signature.keys))
            for entry in entries
            for key in entry.new_keys
        )
        _insert(connection, _ADD_TEXTS, texts)
        _insert(connection, _ADD_KEYS, keys)
        _expire(connection, self._oldest(now), SWEPT_FOR_ADDED * len(keys))

    def settle(self, article_ids: Iterable[str]) -> None:
        """Forget added articles: they are committed, or will never be."""
        with self._lock:
            for article_id in article_ids:
                self._drop(article_id)

    def _drop(self, article_id: str) -> None:
        entry = self._entries.pop(article_id, None)
        if entry is None:
            return
        self._by_number.pop(entry.number, None)
        for key in entry.new_keys:
            self._by_key[key].discard(entry.number)
            if not self._by_key[key]:
                del self._by_key[key]

    def _oldest(self, now: float) -> int:
        return (int(now // DAY) - self._window_days) << _NAME_BITS

    def _likely(self, connection: Connection, signature: Signature, oldest: int) -> list[int]:
        """Return the numbers of the articles that are worth a comparison in full."""
        rows: list[_KeyRow] = _rows(
            connection, _look_up(len(signature.keys)), (*signature.keys, oldest)
        )
        articles: dict[int, dict[int, int]] = defaultdict(dict)  # by key: number -> its keys
        for key, number, keys in rows:
            articles[key][number] = keys
        with self._lock:
            for key in signature.keys:
                for number in self._by_key.get(key, ()):
                    articles[key][number] = len(self._by_number[number].signature.keys)
            self._popular.difference_update(signature.keys)
            self._popular.update(key for key, found in articles.items() if len(found) >= POPULAR)
        shared: dict[int, int] = defaultdict(int)
        rarity: dict[int, float] = defaultdict(float)
        fewer: dict[int, int] = {}
        for found in articles.values():
            for number, keys in found.items():
                shared[number] += 1
                rarity[number] += 1 / len(found)
                fewer[number] = min(keys, len(signature.keys))
        likely = [n for n, count in shared.items() if count >= LEAST_SHARED_KEYS * fewer[n]]
        return sorted(likely, key=lambda number: (-rarity[number], number))[:MOST_COMPARED]

    def _texts(self, connection: Connection, numbers: list[int]) -> list[tuple[int, str, bytes]]:
        texts = []
        booked = []
        with self._lock:
            for number in numbers:
                if entry := self._by_number.get(number):
                    texts.append((number, entry.article_id, entry.signature.words))
                else:
                    booked.append(number)
        if booked:
            texts += _rows(connection, _candidates(len(booked)), (*booked, SCHEME))
        return texts


def _rows(connection: Connection, statement: str, values: Sequence[object]) -> list[Any]:
    """Return what is found: by SQLite itself where it can, in a third of the time."""
    database = connection.connection.driver_connection
    if isinstance(database, sqlite3.Connection):
        with suppress(sqlite3.Error):  # the same error is met, and explained, below
            return database.execute(statement, values).fetchall()
    return [tuple(row) for row in connection.exec_driver_sql(_spelt(connection, statement), values)]


@cache
def _look_up(keys: int) -> str:
    marks = ", ".join("?" * keys)
    return f"SELECT key, number, keys FROM near_key WHERE key IN ({marks}) AND number >= ?"


@cache
def _candidates(numbers: int) -> str:
    marks = ", ".join("?" * numbers)
    return f"SELECT number, article, words FROM near_text WHERE number IN ({marks}) AND scheme = ?"


def _insert(connection: Connection, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        connection.exec_driver_sql(_spelt(connection, statement), rows)


def _spelt(connection: Connection, statement: str) -> str:
    """Return *statement* with the marks of the database's driver."""
    return statement if connection.dialect.name == "sqlite" else statement.replace("?", "%s")


def forget(connection: Connection, article_id: str) -> None:
    """Remove every text of an article that was taken down; its keys lead nowhere and expire."""
    connection.execute(delete(near_text).where(near_text.c.article == article_id))


_NAME_BITS = 40


def _number(article_id: str, signature: Signature, now: float) -> int:
    """Name one text of an article: the day in front, so that age is a matter of order.

    Two of 50,000 texts of a day have one number in one of a thousand days; the second is then not
    in the index.
    """
    digest = blake2b(article_id.encode() + signature.words, digest_size=_NAME_BITS // 8)
    return int(now // DAY) << _NAME_BITS | int.from_bytes(digest.digest(), "big")


def _expire(connection: Connection, oldest: int, most: int) -> None:
    """Delete old texts, and the old rows among *most* keys from a random place."""
    texts = select(near_text.c.number).where(near_text.c.number < oldest)
    expired = connection.execute(texts.order_by(near_text.c.number).limit(most)).scalars().all()
    if expired:
        connection.execute(delete(near_text).where(near_text.c.number <= expired[-1]))
    first = randrange(1 << KEY_BITS)
    keys = select(near_key.c.key).where(near_key.c.key >= first).order_by(near_key.c.key)
    last = connection.execute(keys.offset(most).limit(1)).scalar()
    piece = delete(near_key).where(near_key.c.key >= first, near_key.c.number < oldest)
    connection.execute(piece if last is None else piece.where(near_key.c.key < last))
