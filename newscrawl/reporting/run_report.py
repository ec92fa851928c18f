"""The report of one run: `<feed>.report.json` beside each feed, by `newscrawl.extensions`.

A run without a local feed, or without anything new in it, reports to
`DATA_DIR/<site>/<run>.report.json`. The JSON Schema is shipped as `report.schema.json`, generated
by `python -m newscrawl.schema report`.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import scrapy

from newscrawl import __version__
from newscrawl.exit_codes import exit_code
from newscrawl.fetching.politeness import LEFT_ALONE
from newscrawl.outcomes import OUTCOMES, Outcome
from newscrawl.reporting.health import Health
from newscrawl.reporting.run_facts import Finding

if TYPE_CHECKING:
    from newscrawl.article_spider import ArticleSpider
    from newscrawl.reporting.run_tally import RunTally

REPORT_VERSION = "1"
"""Raised by one whenever a field changes its meaning; a new field alone does not."""
SUFFIX = ".report.json"


@dataclass(frozen=True, kw_only=True)
class OutcomeSum:
    """Distinct URLs asked for, each with one outcome: the seven add up to `asked`.

    known  links of listings that were not asked for again;  left  for the next run
    """

    asked: int
    listing: int
    stored: int
    updated: int
    unchanged: int
    duplicate: int
    refused: int
    failed: int
    known: int
    left: int
    adds_up: bool


@dataclass(frozen=True, kw_only=True)
class Class:
    """The pages of one class of refusals or failures: how many, and some of their addresses."""

    count: int
    examples: list[str]


@dataclass(frozen=True, kw_only=True)
class Dates:
    """When the stored articles were published; ISO 8601, UTC. The age is counted from the end."""

    articles: int
    oldest: str | None
    newest: str | None
    median_age_hours: float | None


@dataclass(frozen=True, kw_only=True)
class SlowPage:
    """A page that took long to come."""

    url: str
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Headline:
    """A stored article, for people to look at."""

    published: str
    headline: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Politeness:
    """How often the site was asked, and what it said to that.

    answers      status -> pages;  block_pages: address -> what shows that it is one
    left_alone   host or origin that nothing more was asked of -> why
    """

    requests_per_minute: float
    answers: dict[str, int]
    block_pages: dict[str, str]
    retry_after_met: int
    retry_after_seconds: float
    robots_disallowed: int
    left_alone: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the site's own history says of the run.

    judged  False where fewer than five earlier runs were well
    runs    that it was compared with
    """

    judged: bool
    runs: int
    findings: list[Finding]


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a run did, found and met.

    requests_per_new_article  null where nothing was new
    fill_rate    field -> share of the stored articles that have it
    provenance   field -> source -> share of the stored articles whose field was read from it
    sections     section -> why its walk ended;  empty_listings: listing pages without articles
    peak_memory_bytes  of the whole process;  bytes: of bodies received
    """

    report_version: str = REPORT_VERSION
    site: str
    run_id: str
    reason: str
    exit_code: int
    started: str
    ended: str
    seconds: float
    outcomes: OutcomeSum
    refused: dict[str, Class]
    failed: dict[str, Class]
    requests: int
    requests_per_new_article: float | None
    fill_rate: dict[str, float]
    provenance: dict[str, dict[str, float]]
    dates: Dates
    articles_by_section: dict[str, int]
    articles_by_agency: dict[str, int]
    syndicated: int
    near_duplicates: int
    newest: list[Headline]
    slowest: list[SlowPage]
    sections: dict[str, str]
    empty_listings: list[str]
    politeness: Politeness
    health: Verdict
    peak_memory_bytes: int
    bytes: int
    feeds: list[str]
    versions: dict[str, str] = field(default_factory=dict)


def make_report(
    spider: ArticleSpider, tally: RunTally, stats: Mapping[str, Any], reason: str, health: Health
) -> Report:
    """Return the report of the run of *spider*, which is closed in the ledger."""
    outcomes = spider.outcomes
    now = datetime.now(UTC)
    seconds = stats.get("elapsed_time_seconds") or 0.0
    requests = stats.get("downloader/request_count", 0)
    new = outcomes.count["stored"] + outcomes.count["updated"]
    return Report(
        site=spider.name,
        run_id=spider.run.id,
        reason="feed_failed" if spider.run.failure else reason,
        exit_code=exit_code(stats),
        started=spider.run.time,
        ended=now.isoformat(timespec="seconds"),
        seconds=round(seconds, 1),
        outcomes=OutcomeSum(
            asked=outcomes.asked,
            known=outcomes.known,
            left=outcomes.left,
            adds_up=outcomes.add_up(finished=reason == "finished"),
            **{name: outcomes.count[name] for name in OUTCOMES},
        ),
        refused=_classes(spider, "refused"),
        failed=_classes(spider, "failed"),
        requests=requests,
        requests_per_new_article=round(requests / new, 2) if new else None,
        fill_rate=shares(tally.filled(only_stored=True), new),
        provenance={
            name: shares(count, new) for name, count in tally.sources(only_stored=True).items()
        },
        dates=_dates(tally, now),
        articles_by_section=_by_number(tally.sections),
        articles_by_agency=_by_number(tally.agencies),
        syndicated=tally.syndicated,
        near_duplicates=tally.duplicates,
        newest=[
            Headline(published=_instant(at), headline=headline, url=url)
            for at, headline, url in sorted(tally.newest, reverse=True)
        ],
        slowest=[
            SlowPage(url=url, seconds=round(took, 3))
            for took, url in sorted(tally.slowest, reverse=True)
        ],
        sections=dict(outcomes.ends),
        empty_listings=outcomes.empty_listings[:20],
        politeness=Politeness(
            requests_per_minute=round(60 * requests / seconds, 1) if seconds else 0.0,
            answers={str(status): number for status, number in sorted(tally.answers.items())},
            block_pages=dict(tally.blocked),
            retry_after_met=tally.waits,
            retry_after_seconds=round(tally.waited, 1),
            robots_disallowed=outcomes.classes["refused"]["RobotsDisallowed"],
            left_alone={
                name.removeprefix(LEFT_ALONE): str(why)
                for name, why in stats.items()
                if name.startswith(LEFT_ALONE)
            },
        ),
        health=Verdict(judged=health.judged, runs=health.runs, findings=health.findings),
        peak_memory_bytes=peak_memory(),
        bytes=stats.get("downloader/response_bytes", 0),
        feeds=spider.run.feeds,
        versions={
            "newscrawl": __version__,
            "scrapy": scrapy.__version__,
            "python": platform.python_version(),
        },
    )


def _classes(spider: ArticleSpider, outcome: Outcome) -> dict[str, Class]:
    return {
        name: Class(count=number, examples=list(spider.outcomes.examples[name]))
        for name, number in spider.outcomes.classes[outcome].most_common()
    }


def _dates(tally: RunTally, now: datetime) -> Dates:
    moments = tally.published
    if not moments:
        return Dates(articles=0, oldest=None, newest=None, median_age_hours=None)
    return Dates(
        articles=len(moments),
        oldest=_instant(min(moments)),
        newest=_instant(max(moments)),
        median_age_hours=round((now.timestamp() - median(moments)) / 3600, 1),
    )


def _instant(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _by_number(count: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(count.items(), key=lambda item: (-item[1], item[0])))


def shares(count: Mapping[str, int], of: int) -> dict[str, float]:
    """Return name -> share of *of*, to four places; nothing of nothing."""
    return {name: round(number / of, 4) for name, number in count.items()} if of else {}


def peak_memory() -> int:
    """Return the most memory that this process has had, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


# ---------------------------------------------------------------------- files


def report_paths(feeds: Iterable[Path], folder: Path, run_id: str) -> list[Path]:
    """Return where the report goes: beside each local feed, else to *folder*."""
    beside = [feed.with_name(feed.name + SUFFIX) for feed in feeds]
    return beside or [folder / f"{run_id}{SUFFIX}"]


def write_report(report: Report, path: Path) -> None:
    """Write *report* to *path*, whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    text = json.dumps(asdict(report), ensure_ascii=False, indent=1)
    try:
        with draft.open("w", encoding="utf-8", errors="replace") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
