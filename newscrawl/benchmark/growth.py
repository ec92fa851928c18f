"""What a crawl costs an article when the ledger knows many already, and how long a start takes."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from random import Random

from sqlalchemy import Connection, make_url

from newscrawl.benchmark.process import Cost, measure
from newscrawl.benchmark.rounds import Run, Site, run
from newscrawl.ledger.store import Ledger
from newscrawl.near_index import DAY
from newscrawl.similarity import KEY_BITS, SCHEME

WINDOW_DAYS = 30
KEYS_AN_ARTICLE = 10
WORDS_AN_ARTICLE = 330
_BATCH = 5_000
_NUMBER_BITS = 40  # as newscrawl.near_index counts: the day in front

_INSERTS = {
    "articles": "INSERT INTO articles (id, url, site, status, version, content_hash, body_hash,"
    " published, first_seen, last_seen, run) VALUES (?, ?, ?, 'stored', 1, ?, ?, ?, ?, ?, 0)",
    "versions": "INSERT INTO versions (article, version, content_hash, body_hash, stored, run)"
    " VALUES (?, 1, ?, ?, ?, 0)",
    "near_text": "INSERT INTO near_text (number, article, scheme, words) VALUES (?, ?, ?, ?)",
    "near_key": "INSERT INTO near_key (key, number, keys) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
}


def fill_ledger(folder: Path, articles: int, seed: int = 1) -> None:
    """Make *folder*/ledger.sqlite3 know so many articles of the last month, of another site."""
    folder.mkdir(parents=True, exist_ok=True)
    random = Random(seed)
    ledger = Ledger.open(make_url(f"sqlite:///{folder / 'ledger.sqlite3'}"))
    for first in range(0, articles, _BATCH):
        with ledger.transaction() as connection:
            _insert(connection, random, range(first, min(first + _BATCH, articles)), articles)
    ledger.close()


def _insert(connection: Connection, random: Random, numbers: range, articles: int) -> None:
    rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in _INSERTS}
    now = time.time()
    for number in numbers:
        name = f"1-{blake2b(b'%d' % number, digest_size=16).hexdigest()}"
        seen = now - DAY * WINDOW_DAYS * (1 - number / articles) * 0.9
        url = f"https://old.example/desh/khabar-{number}.html"
        shown = time.strftime("%Y-%m-%dT%H:%M:%S+05:30", time.gmtime(seen))
        rows["articles"].append((name, url, "old", name, name[2:], shown, seen, seen))
        rows["versions"].append((name, name, name[2:], seen))
        text = int(seen // DAY) << _NUMBER_BITS | random.getrandbits(_NUMBER_BITS)
        rows["near_text"].append((text, name, SCHEME, random.randbytes(2 * WORDS_AN_ARTICLE)))
        rows["near_key"] += [
            (random.getrandbits(KEY_BITS), text, KEYS_AN_ARTICLE) for _ in range(KEYS_AN_ARTICLE)
        ]
    for table, values in rows.items():
        connection.exec_driver_sql(_INSERTS[table], sorted(values, key=lambda row: row[0]))  # type: ignore[arg-type, return-value]


def grow(
    sizes: Sequence[int], rounds: int, site: Site, folder: Path, core: int | None
) -> Iterator[tuple[int, Run]]:
    """Yield size and crawl of *site* with a ledger that knows so many articles, in turn."""
    for size in sizes:
        fill_ledger(folder / f"filled-{size}", size)
    for _ in range(rounds):
        for size in sizes:
            ledger = folder / f"filled-{size}" / "ledger.sqlite3"
            yield size, run("N", site, folder / "N", core, ledger=ledger)


def starts(folder: Path) -> dict[str, Cost]:
    """Return what it costs to list all sites, and to come to the demonstration's first article."""
    folder.mkdir(parents=True, exist_ok=True)
    scrapy = [sys.executable, "-m", "scrapy"]
    commands = {
        "scrapy list": [*scrapy, "list"],
        "scrapy crawl demo, first article": [
            *(*scrapy, "crawl", "demo", "-a", "max_articles=1"),
            *("-s", f"DATA_DIR={folder / 'demo'}"),
        ],
    }
    settings = {"SCRAPY_SETTINGS_MODULE": "newscrawl.settings"}
    return {name: measure(each, folder, environment=settings) for name, each in commands.items()}
