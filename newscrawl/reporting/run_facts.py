"""What a run says of itself in the ledger: counts that `reporting.health` compares, and the page of
`scrapy report` shows. About a kilobyte a run.
"""  # noqa: D205

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from statistics import median
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from newscrawl.article_spider import ArticleSpider
    from newscrawl.reporting.run_tally import RunTally

CORE = ("headline", "article_body", "date_published", "authors")
"""Fields whose source is watched: where one of them moves, the page has changed."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is wrong with a site.

    kind  NothingNew, EmptyListing, ...: see `newscrawl.reporting.health`
    what  what was seen, beside what is usual
    look  where to look
    """

    kind: str
    what: str
    look: str


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The counts of one run. Zeros and empty values are left out of the ledger.

    scope       which part of the site was walked; runs of one scope are compared
    read        articles read from their pages: stored, or found to be known
    filled      field -> of those, how many have it;  sources: field -> source -> how many
    answers     pages answered, for any status;  kept_out: of those, by refusals and block pages
    links       section -> article links of its first page;  broken: section -> why it did not come
    words       median length of the stored articles
    """

    scope: str = ""
    hosts: list[str] = field(default_factory=list)
    outcomes: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)
    requests: int = 0
    seconds: float = 0.0
    read: int = 0
    filled: dict[str, int] = field(default_factory=dict)
    sources: dict[str, dict[str, int]] = field(default_factory=dict)
    answers: int = 0
    kept_out: int = 0
    links: dict[str, int] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    words: int = 0
    sections: dict[str, int] = field(default_factory=dict)
    agencies: dict[str, int] = field(default_factory=dict)
    syndicated: int = 0
    duplicates: int = 0
    judged: bool = False
    findings: list[Finding] = field(default_factory=list)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the facts that a run of this or another version left; what is missing is empty."""
        known = {part.name for part in fields(cls)}
        given = {name: value for name, value in values.items() if name in known}
        given["findings"] = [Finding(**finding) for finding in given.get("findings", ())]
        return cls(**given)

    def as_json(self) -> dict[str, Any]:
        """Return the facts without what is empty."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def new(self) -> int:
        """Articles stored, and new versions."""
        return self.outcomes.get("stored", 0) + self.outcomes.get("updated", 0)


def facts_of(spider: ArticleSpider, tally: RunTally, stats: Mapping[str, Any]) -> Facts:
    """Return the facts of the run of *spider*, not judged yet."""
    outcomes = spider.outcomes
    read = tally.read()
    return Facts(
        scope=scope_of(spider),
        hosts=list(spider.hosts),
        outcomes={name: number for name, number in outcomes.count.items() if number},
        refused=dict(outcomes.classes["refused"]),
        failed=dict(outcomes.classes["failed"]),
        requests=stats.get("downloader/request_count", 0),
        seconds=round(stats.get("elapsed_time_seconds") or 0.0, 1),
        read=read,
        filled={name: number for name, number in tally.filled().items() if number},
        sources={name: count for name, count in tally.sources().items() if name in CORE},
        answers=tally.answers.total(),
        kept_out=tally.refused,
        links=dict(outcomes.first_links),
        broken=dict(outcomes.broken_walks),
        words=round(median(tally.words)) if tally.words else 0,
        sections=dict(tally.sections),
        agencies=dict(tally.agencies),
        syndicated=tally.syndicated,
        duplicates=tally.duplicates,
    )


def scope_of(spider: ArticleSpider) -> str:
    """Return which part of its site *spider* walks; how far or how often makes no difference."""
    arguments = spider.arguments
    parts = {
        "url": getattr(spider, "starts", ()),
        "urls": arguments.urls,
        "sections": sorted(arguments.sections or ()),
        "discover": sorted(arguments.discover) if arguments.discover != ("sections",) else (),
    }
    return " ".join(f"{name}={','.join(value)}" for name, value in parts.items() if value)
