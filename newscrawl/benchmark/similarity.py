"""What the near-duplicate index costs as it grows.

``python -m newscrawl.benchmark.similarity --articles 100000`` fills an index with made-up Hindi
articles in a SQLite ledger, batch by batch as a crawl does, and prints the CPU time an article
takes at each size. One of twenty is a copy of one of the last thousand: the copies found are
counted, and so is every other article that was taken for a copy.

Measured on 2 cores shared with other work, Python 3.11, November 2026: microseconds of CPU for an
article of 330 words, a tenth of them new to the process, to sign, find and book it:

    articles    sign  find  book  total  memory  disk     copies found
    1,000       196   99    54    349    103 MB  4 MB     all 46
    10,000      178   118   110   406    109 MB  16 MB    all 457
    100,000     221   165   172   558    110 MB  112 MB   all 5,027
    1,000,000   257   229   222   709    110 MB  1.07 GB  all 49,926, no stranger taken

What grows is the number of pages that a batch touches. Once the window is full its rows expire as
fast as others come: size and cost stay.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from random import Random

from sqlalchemy import make_url

from newscrawl.ledger.store import Ledger
from newscrawl.near_index import DAY, NearIndex, metadata
from newscrawl.similarity import signature

SIZES = (1_000, 10_000, 100_000, 1_000_000)
WINDOW_DAYS = 30
BATCH = 50
MEASURED = 500
"""Articles before each size whose mean is printed, at least; a tenth of the size, at most 5,000."""


class Newsroom:
    """Made-up articles: words as frequent as in a language, phrases that return, some copies."""

    def __init__(self, seed: int) -> None:
        self._random = random = Random(seed)
        consonants, vowels = (
            "कखगघचछजझटठडढतथदधनपफबभमयरलवशषसह",
            ("", "ा", "ि", "ी", "ु", "ू", "े", "ो", "ं"),
        )
        self._words = list(
            dict.fromkeys(
                "".join(
                    random.choice(consonants) + random.choice(vowels)
                    for _ in range(random.choice((1, 2, 2, 3, 3, 4)))
                )
                for _ in range(80_000)
            )
        )
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._words))))
        self._phrases = [self._sentence(random.randint(8, 20)) for _ in range(3_000)]
        self._recent: deque[list[str]] = deque(maxlen=1_000)

    def article(self) -> tuple[str, bool]:
        """Return an article's text, and whether it is a copy of one of the last thousand."""
        random = self._random
        if self._recent and random.random() < 0.05:
            original = random.choice(self._recent)
            return "\n\n".join((self._sentence(12), *original[1:], self._sentence(12))), True
        sentences = [self._sentence(random.randint(10, 22)) for _ in range(random.randint(10, 30))]
        for _ in range(random.choice((0, 0, 1, 2))):
            phrase = self._phrases[int(len(self._phrases) * random.random() ** 2)]
            sentences.insert(random.randrange(len(sentences)), phrase)
        self._recent.append(sentences)
        return "\n\n".join(sentences), False

    def _sentence(self, length: int) -> str:
        words = self._random.choices(self._words, cum_weights=self._weights, k=length)
        return " ".join(words) + "।"


def measure(articles: int, folder: Path, seed: int = 1) -> Iterator[dict[str, float]]:
    """Fill an index in *folder* with so many *articles*; yield the costs at each size."""
    newsroom = Newsroom(seed)
    ledger = Ledger.open(make_url(f"sqlite:///{folder / 'ledger.sqlite3'}"))
    with ledger.transaction() as connection:
        metadata.create_all(connection)
    reader = ledger.look_up_connection()
    index = NearIndex()
    costs = {"sign": 0.0, "find": 0.0, "book": 0.0}
    copies = found = strangers = 0
    batch: list[str] = []
    sizes = [size for size in SIZES if size < articles] + [articles]
    cpu = time.process_time
    for number in range(1, articles + 1):
        now = DAY * (20_000 + WINDOW_DAYS * number / articles)
        text, is_copy = newsroom.article()
        start = cpu()
        signed = signature(text)
        signed_at = cpu()
        match = index.find(reader, signed, now, exclude_id=str(number))
        found_at = cpu()
        index.add(str(number), signed, now)
        batch.append(str(number))
        if len(batch) == BATCH:
            with ledger.transaction() as connection:
                index.write(connection, batch, now)
            index.settle(batch)
            batch = []
        copies += is_copy
        found += is_copy and match is not None
        strangers += not is_copy and match is not None
        size = sizes[0]
        measured = min(max(size // 10, MEASURED), 5_000)
        if number > size - measured:
            costs["sign"] += signed_at - start
            costs["find"] += found_at - signed_at
            costs["book"] += cpu() - found_at
        if number == size:
            yield {
                "articles": number,
                **{name: round(1e6 * cost / measured) for name, cost in costs.items()},
                "total": round(1e6 * sum(costs.values()) / measured),
                "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "disk_mb": sum(file.stat().st_size for file in folder.glob("ledger*")) >> 20,
                "copies": copies,
                "copies_found": found,
                "strangers_taken": strangers,
            }
            costs = dict.fromkeys(costs, 0.0)
            sizes.pop(0)
    ledger.close()


def main() -> None:
    """Print one JSON object a size; times in microseconds of CPU an article."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for costs in measure(arguments.articles, Path(folder), arguments.seed):
            sys.stdout.write(json.dumps(costs) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
