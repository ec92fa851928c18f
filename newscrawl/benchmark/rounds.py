"""Interleaved rounds of newscrawl and of Scrapy without it, on one site, each run checked.

D  Scrapy with its defaults: downloads, does nothing with the pages
T  the same with the settings that make Scrapy itself faster
X  Scrapy and trafilatura
N  newscrawl with everything on, on a site that it knows nothing about
S  newscrawl with a site file: article pattern and selectors

All download the same listing and article pages, eight at a time without delay; D, T and X do not
ask for robots.txt. The log is at INFO for all: Scrapy's own default, DEBUG, would slow D down by a
line a page.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newscrawl.benchmark.process import Cost, measure
from newscrawl.benchmark.stories import SECTIONS, Story

NAMES = {
    "D": "Scrapy, its defaults",
    "T": "Scrapy, tuned",
    "X": "Scrapy + trafilatura",
    "N": "newscrawl, generic",
    "S": "newscrawl, selectors",
}
RATIOS = ("N/D", "N/T", "N/X", "S/D", "S/X")
"""Speed ratios: N/D is 0.5 where newscrawl takes twice the CPU time of Scrapy's defaults."""

_LEAST_FOUND = 0.98
"""Of the stories whose longest paragraph trafilatura must find for its round to count."""
_TUNED = (
    "CONCURRENT_ITEMS=4",
    "METAREFRESH_ENABLED=False",
    "COOKIES_ENABLED=False",
    "TELNETCONSOLE_ENABLED=False",
    "REMOTE_CONTROL_ENABLED=False",
    "GC_THRESHOLD=50000",
)
_CONCURRENCY = "CONCURRENT_REQUESTS_PER_DOMAIN=8"


@dataclass(frozen=True)
class Site:
    """A site that is being served."""

    origin: str
    stories: Sequence[Story]
    pages: int
    page_bytes: float  # of an article page, on average
    server: int  # its process

    @property
    def sections(self) -> str:
        """The URLs of the sections, comma-separated."""
        return ",".join(f"{self.origin}/{section}/" for section in SECTIONS)


@dataclass(frozen=True)
class Run:
    """One run of one contestant; *fault* says why it is void."""

    contestant: str
    cost: Cost
    pages: int
    stories: int
    fault: str | None

    @property
    def cpu_ms_a_page(self) -> float:
        return 1000 * self.cost.cpu / self.pages

    @property
    def articles_a_second(self) -> float:
        return self.stories / self.cost.wall


def run(
    contestant: str, site: Site, folder: Path, core: int | None, *, ledger: Path | None = None
) -> Run:
    """Run one contestant in an empty *folder*, on *core*, and check what it found.

    *ledger* is copied there first: newscrawl then knows what it knows.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if ledger:
        for file in ledger.parent.glob(f"{ledger.name}*"):
            if file.is_file():
                shutil.copy(file, folder)
    command, check = _CONTESTANTS[contestant](site, folder)
    cost = measure(
        command,
        folder,
        core=core,
        environment={
            "SCRAPY_SETTINGS_MODULE": "newscrawl.settings",
            "PYTHONDONTWRITEBYTECODE": "",  # else only ours, not installed, compiles at each start
        },
        own=(site.server,),
    )
    if cost.code:
        fault: str | None = f"exit code {cost.code}: {cost.log.strip()[-300:]}"
    else:
        fault = check()
    return Run(contestant, cost, site.pages, len(site.stories), fault)


def rounds(
    contestants: Sequence[str], number: int, site: Site, folder: Path, core: int | None
) -> Iterator[list[Run]]:
    """Yield *number* rounds, in each of which every contestant runs once."""
    for turn in range(number):
        step = turn % len(contestants)  # not always the same one first
        order = [*contestants[step:], *contestants[:step]]
        yield [run(each, site, folder / each, core) for each in order]


def together(sites: Sequence[Site], folder: Path, free: Sequence[int]) -> list[Run]:
    """Crawl *sites* at once, each in a process and on a core of its own."""
    with ThreadPoolExecutor(len(sites)) as pool:
        runs = [
            pool.submit(run, "N", site, folder / f"N{number}", free[number % len(free)])
            for number, site in enumerate(sites)
        ]
        return [each.result() for each in runs]


def ratios(all_rounds: Sequence[Sequence[Run]]) -> dict[str, float]:
    """Return the medians of the speed ratios over the rounds in which both sides count."""
    medians = {}
    for name in RATIOS:
        ours, theirs = name.split("/")
        values = []
        for each in all_rounds:
            cpu = {run.contestant: run.cost.cpu for run in each if run.fault is None}
            if ours in cpu and theirs in cpu:
                values.append(cpu[theirs] / cpu[ours])
        if values:
            medians[name] = round(statistics.median(values), 2)
    return medians


# ---------------------------------------------------------------------- contestants

_Contestant = tuple[list[str], Callable[[], str | None]]


def _bare(spider: str, site: Site, folder: Path, *settings: str) -> _Contestant:
    out = folder / "seen.json"
    command = [sys.executable, "-m", "newscrawl.benchmark.bare", spider, site.sections, str(out)]
    return [*command, "LOG_LEVEL=INFO", _CONCURRENCY, *settings], lambda: seen_fault(site, out)


def _default(site: Site, folder: Path) -> _Contestant:
    return _bare("bare", site, folder)


def _tuned(site: Site, folder: Path) -> _Contestant:
    return _bare("bare", site, folder, *_TUNED)


def _trafilatura(site: Site, folder: Path) -> _Contestant:
    command, check = _bare("trafilatura", site, folder)
    feed = folder / "seen.json.jsonl"
    return command, lambda: check() or texts_fault(site, feed)


def _newscrawl(site: Site, folder: Path, *crawl: str) -> _Contestant:
    command = [sys.executable, "-m", "scrapy", "crawl", *crawl]
    for setting in (
        f"DATA_DIR={folder}",
        f"ADDRESS_GUARD_ALLOW={site.origin.removeprefix('http://')}",
        "DOWNLOAD_DELAY=0",
        _CONCURRENCY,
    ):
        command += ["-s", setting]
    return command, lambda: corpus_fault(site, folder)


def _generic(site: Site, folder: Path) -> _Contestant:
    every = ("-a", "max_pages=100000")  # a large site has more listing pages than the default takes
    return _newscrawl(site, folder, "site", *every, "-a", f"url={site.sections}")


def _declared(site: Site, folder: Path) -> _Contestant:
    spiders = "SPIDER_MODULES=newscrawl.benchmark.declared"
    every = ("-a", "max_pages=100000")
    return _newscrawl(
        site, folder, "declared", *every, "-a", f"origin={site.origin}", "-s", spiders
    )


_CONTESTANTS: dict[str, Callable[[Site, Path], _Contestant]] = {
    "D": _default,
    "T": _tuned,
    "X": _trafilatura,
    "N": _generic,
    "S": _declared,
}

# ---------------------------------------------------------------------- checks


def _records(feed: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in feed.read_text(encoding="utf-8").split("\n") if line]


def seen_fault(site: Site, out: Path) -> str | None:
    """Return what is wrong with the pages that a bare spider saw."""
    seen = json.loads(out.read_text())
    if seen["articles"] != len(site.stories):
        return f"{seen['articles']} articles instead of {len(site.stories)}"
    if seen["articles"] + seen["listings"] != site.pages:
        return f"{seen['listings']} listing pages"
    return None


def texts_fault(site: Site, feed: Path) -> str | None:
    """Return what is wrong with trafilatura's records: too few of the longest paragraphs."""
    records = _records(feed)
    texts = {record["address"]: record["text"] for record in records}
    found = sum(
        max(story.paragraphs, key=len) in texts.get(site.origin + story.path, "")
        for story in site.stories
    )
    if found < _LEAST_FOUND * len(site.stories):
        return f"the texts of {found} stories instead of {len(site.stories)}"
    return None


def corpus_fault(site: Site, folder: Path) -> str | None:
    """Return what is wrong with newscrawl's records: a text, a copy not found, a false copy."""
    feeds = list(folder.glob("*/*.jsonl"))
    if len(feeds) != 1:
        return f"{len(feeds)} feeds"
    records = _records(feeds[0])
    stories = {site.origin + story.path: story for story in site.stories}
    by_number = {story.number: story for story in site.stories}
    stored = {stories[record["url"]].number: record for record in records}
    if len(stored) != len(records):
        return "a story was stored twice"
    for number, record in stored.items():
        story = by_number[number]
        if (record["headline"], record["article_body"]) != (story.headline, story.body):
            return f"{record['url']} has another headline or text"
    for story in site.stories:
        pair = {story.number, story.exact_copy_of}
        if story.exact_copy_of and len(pair & stored.keys()) != 1:
            return f"{story.path} and its copy were both stored, or neither"
    missing = (
        len(site.stories) - len(stored) - sum(s.exact_copy_of is not None for s in site.stories)
    )
    if missing:
        return f"{missing} stories are missing"
    return copies_fault(site, stored)


def copies_fault(site: Site, stored: dict[int, dict[str, object]]) -> str | None:
    ids = {number: record["id"] for number, record in stored.items()}
    twins: dict[int, int] = {}
    for story in site.stories:
        if story.near_copy_of is not None:
            twins[story.number] = story.near_copy_of
            twins[story.near_copy_of] = story.number
    for number, record in stored.items():
        twin = twins.get(number)
        named = record["duplicate_of"]
        if twin is None and named:
            return f"{record['url']} was taken for a copy"
        if twin is not None and {named, stored[twin]["duplicate_of"]} not in (
            {None, ids[twin]},
            {None, ids[number]},
        ):
            return f"{record['url']} and its near copy are not linked"
    return None
