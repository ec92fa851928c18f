"""Files to processes to outcomes: on all cores, in the order of the archive, in bounded memory.

A process reads one file, or of a large one every n-th page, and writes what came of them to a
spool; the spools are merged in the order of the pages. So the output is the same with any number of
processes.
"""

from __future__ import annotations

import gc
import heapq
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from scrapy.exceptions import DropItem

from newscrawl.archive.warc_pages import Page, Reading, is_devanagari, read_pages
from newscrawl.items import article_id, as_dict
from newscrawl.ledger.bodies import body_hash
from newscrawl.quiet import GARBAGE_THRESHOLD
from newscrawl.reparse.differences import carry_over, changes_between
from newscrawl.reparse.pages import Rules, article_of, reference
from newscrawl.reparse.stored import Stored


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """Every *step*-th page of a file, from page *first* on."""

    file: Path
    name: str  # of the file, below the folder that was given
    first: int
    step: int
    spool: Path


@dataclass(slots=True)
class Counts:
    """What a part held beside what stands in its spool."""

    pages: int = 0
    passed_by: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)  # by an error of ours
    unreadable: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def parts_of(files: Sequence[tuple[Path, str]], processes: int, folder: Path) -> list[list[Part]]:
    """Return the parts of each of *files*: large ones are shared, so that no core is idle."""
    total = sum(file.stat().st_size for file, _ in files) or 1
    parted = []
    for number, (file, name) in enumerate(files):
        step = min(max(round(processes * file.stat().st_size / total), 1), processes)
        parted.append(
            [
                Part(
                    file=file,
                    name=name,
                    first=first,
                    step=step,
                    spool=folder / f"{number:06d}-{first:03d}.spool",
                )
                for first in range(step)
            ]
        )
    return parted


def outcomes_of(
    parted: Sequence[Sequence[Part]], processes: int, rules: Rules, index: Path | None
) -> Iterator[tuple[list[Counts], Iterator[dict[str, Any]]]]:
    """Yield for each file, in order, its parts' counts and the outcomes of its pages.

    An outcome holds: number, kind (same, changed, refused, new, repeated), url, ref, and where
    there are any record, changes, stored_version, is_newest, is_ours, class.
    """
    if processes == 1:
        for parts in parted:
            yield _merged(parts, [work(part, rules, index) for part in parts])
        return
    # Not forked: what extraction has begun in this process, threads among it, stays here.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        futures: list[list[Future[Counts]]] = [
            [pool.submit(work, part, rules, index) for part in parts] for parts in parted
        ]
        for parts, promised in zip(parted, futures, strict=True):
            yield _merged(parts, [future.result() for future in promised])


def work(part: Part, rules: Rules, index: Path | None) -> Counts:
    """Read one part and write what came of its pages to its spool."""
    gc.set_threshold(GARBAGE_THRESHOLD)
    counts, reading = Counts(), Reading()
    stored = Stored(index) if index else None
    try:
        with part.spool.open("w", encoding="utf-8") as spool:
            for number, page in enumerate(read_pages(part.file, reading)):
                if number % part.step != part.first:
                    continue
                counts.pages += 1
                try:
                    outcome = _outcome(page, part, rules, stored, counts)
                except (OSError, sqlite3.Error):
                    raise
                except Exception as error:
                    # One page of a million must not cost the others; the exit code tells of it.
                    counts.failed.append(f"{page.url[:200]}: {type(error).__name__}: {error}")
                    continue
                if outcome:
                    outcome["number"] = number
                    spool.write(json.dumps(outcome, ensure_ascii=True) + "\n")
    finally:
        if stored:
            stored.close()
    if part.first == 0:  # each part reads the whole file
        counts.unreadable, counts.damaged = reading.unreadable, reading.damaged
    return counts


def _outcome(
    page: Page, part: Part, rules: Rules, stored: Stored | None, counts: Counts
) -> dict[str, Any] | None:
    if page.status != 200:
        counts.passed_by[f"http_{page.status}"] += 1
        return None
    if page.site is None and not is_devanagari(page.body):
        counts.passed_by["not_hindi"] += 1
        return None
    ref = reference(page, part.name)
    known = stored.of_page(ref) if stored else None
    outcome: dict[str, Any] = {"url": page.url, "ref": ref, "is_ours": page.site is not None}
    try:
        article = article_of(page, ref, rules)
    except DropItem as refusal:
        name = type(refusal).__name__
        if known is None:
            counts.refused[name] += 1
            return None
        return {**outcome, "kind": "refused", "class": name, "id": known["id"]}
    record = as_dict(article)
    if known is None:
        text = body_hash(article.headline, article.article_body)
        is_known = stored is not None and (
            stored.newest_version(article.id)
            or stored.newest_version(article_id(article.url))
            or stored.has_text(article.site, text)
        )
        kind = "repeated" if is_known else "new"
        return {**outcome, "kind": kind, "record": record}
    site = rules.sites.get(page.site or "")
    carry_over(known, record, site.sections if site else frozenset())
    changes = changes_between(known, record)
    version = int(known.get("version") or 1)
    newest = stored.newest_version(known["id"]) if stored else version
    return {
        **outcome,
        "kind": "changed" if changes else "same",
        "record": record,
        "changes": [asdict(change) for change in changes],
        "stored_version": version,
        "is_newest": version == newest,
    }


def _merged(
    parts: Sequence[Part], counts: list[Counts]
) -> tuple[list[Counts], Iterator[dict[str, Any]]]:
    return counts, _lines(parts)


def _lines(parts: Sequence[Part]) -> Iterator[dict[str, Any]]:
    """Yield what stands in the spools of *parts*, in the order of the pages; remove them."""
    with ExitStack() as stack:
        spools = [stack.enter_context(part.spool.open(encoding="utf-8")) for part in parts]
        outcomes = [map(json.loads, spool) for spool in spools]
        yield from heapq.merge(*outcomes, key=lambda outcome: int(outcome["number"]))
    for part in parts:
        part.spool.unlink()
