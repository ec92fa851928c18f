"""`scrapy report`: what the sites brought and how they are, from the ledger and the run reports.

`collect` reads, `render` writes one HTML file that asks for nothing: no script, no font, no image.
Days are Indian days. Runs of one site with different scopes (sections, roads) are shown apart, as
`newscrawl.reporting.health` judges them apart.
"""

from __future__ import annotations

import json
import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newscrawl import __version__
from newscrawl.arguments import IST
from newscrawl.reporting import charts
from newscrawl.reporting.run_facts import Facts, Finding
from newscrawl.reporting.run_report import SUFFIX

if TYPE_CHECKING:
    from newscrawl.ledger import PastRun
    from newscrawl.ledger.store import Ledger

logger = logging.getLogger(__name__)

RUNS_SHOWN = 15
"""Of each site, with their details: a page of 40 sites stays below 3 MB."""
HISTORY_SHOWN = 40
"""Runs of the strip that shows how a site was."""
HEADLINES_SHOWN = 20


@dataclass
class RunView:
    """One run: its facts, and its report where that is on this machine."""

    id: str
    started: datetime
    ended: datetime
    reason: str
    facts: Facts
    report: dict[str, Any] | None = None

    @property
    def state(self) -> str:
        """How the site was in this run: well, unwell, or not judged yet."""
        if self.facts.findings:
            return "unwell"
        return "well" if self.facts.judged else "unjudged"


@dataclass
class SiteView:
    """What one site brought in the period, and its runs, newest first."""

    site: str
    scope: str
    runs: list[RunView] = field(default_factory=list)

    @property
    def state(self) -> str:
        """How the site was when it was crawled last."""
        return self.runs[0].state

    @property
    def findings(self) -> list[Finding]:
        """What was wrong then."""
        return self.runs[0].facts.findings

    @property
    def new(self) -> int:
        """Articles stored in the period."""
        return sum(run.facts.new for run in self.runs)

    @property
    def history(self) -> list[RunView]:
        """The last runs, oldest first."""
        return self.runs[HISTORY_SHOWN - 1 :: -1] if self.runs else []

    def share(self, name: str) -> float:
        """Return the share of new articles that *name* (`duplicates`, `syndicated`) counts."""
        count = sum(getattr(run.facts, name) for run in self.runs)
        return count / self.new if self.new else 0.0


@dataclass
class Overview:
    """All that the page shows.

    by_day  site -> articles of each of `days`, those of killed runs too
    """

    made: datetime
    days: list[date]
    sites: list[SiteView]
    by_day: dict[str, list[int]]
    headlines: list[dict[str, str]]

    def total(self, name: str) -> int:
        """Return the sum of a number of facts, such as `new`, over all runs."""
        return sum(getattr(run.facts, name) for site in self.sites for run in site.runs)

    def counted(self, name: str) -> Counter[str]:
        """Return the sum of a count of facts, such as `agencies`, over all runs."""
        count: Counter[str] = Counter()
        for site in self.sites:
            for run in site.runs:
                count.update(getattr(run.facts, name))
        return count

    @property
    def unwell(self) -> list[SiteView]:
        """The sites with something wrong."""
        return [site for site in self.sites if site.findings]


# ---------------------------------------------------------------------- reading


def collect(ledger: Ledger, folder: Path, days: int, now: datetime) -> Overview:
    """Return what there is to show of the last *days*, today among them.

    *folder* is DATA_DIR, where runs without a feed reported to. Raises LedgerError.
    """
    from newscrawl.ledger import history

    today = now.astimezone(IST).date()
    shown = [today - timedelta(days=days - 1 - number) for number in range(days)]
    since = datetime(shown[0].year, shown[0].month, shown[0].day, tzinfo=IST)
    sites = site_views(history.runs_since(ledger, since.timestamp()))
    feeds = history.feeds_of(ledger, [run.id for site in sites for run in site.runs[:RUNS_SHOWN]])
    for site in sites:
        for run in site.runs[:RUNS_SHOWN]:
            run.report = read_report(run.id, feeds.get(run.id, ()), folder / site.site)
    return Overview(
        made=now,
        days=shown,
        sites=sites,
        by_day=by_day(ledger, since, shown),
        headlines=newest_headlines(sites),
    )


def site_views(runs: Iterable[PastRun]) -> list[SiteView]:
    """Return the sites of *runs* (newest first): those that are unwell first, then by name."""
    sites: dict[tuple[str, str], SiteView] = {}
    for run in runs:
        facts = Facts.from_json(run.facts)
        if not facts.requests:  # it shows nothing
            continue
        view = sites.setdefault((run.site, facts.scope), SiteView(run.site, facts.scope))
        view.runs.append(RunView(run.id, run.started, run.ended, run.reason, facts))
    return sorted(sites.values(), key=lambda site: (not site.findings, site.site, site.scope))


def by_day(ledger: Ledger, since: datetime, days: Sequence[date]) -> dict[str, list[int]]:
    """Return site -> articles stored on each of *days*; the site with most comes first."""
    from newscrawl.ledger import history

    count: dict[str, list[int]] = defaultdict(lambda: [0] * len(days))
    for site, day, number in history.articles_by_day(ledger, since.timestamp()):
        if 0 <= day < len(days):
            count[site][day] += number
    return dict(sorted(count.items(), key=lambda item: (-sum(item[1]), item[0])))


def read_report(run_id: str, feeds: Iterable[str], folder: Path) -> dict[str, Any] | None:
    """Return the report of a run, None where it is not on this machine, or is another run's now."""
    beside = [Path(feed + SUFFIX) for feed in feeds]
    for path in [*beside, folder / f"{run_id}{SUFFIX}"]:
        try:
            report: dict[str, Any] = json.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            logger.warning("%s cannot be read: %s", path, error)
            continue
        if isinstance(report, dict) and report.get("run_id") == run_id:
            return report
    return None


def newest_headlines(sites: Iterable[SiteView]) -> list[dict[str, str]]:
    """Return the newest articles that the runs' reports name, each once."""
    found: dict[str, dict[str, str]] = {}
    for site in sites:
        for run in site.runs:
            for article in (run.report or {}).get("newest", ()):
                found.setdefault(article["url"], {**article, "site": site.site})
    ordered = sorted(found.values(), key=lambda article: article["published"], reverse=True)
    return ordered[:HEADLINES_SHOWN]


# ---------------------------------------------------------------------- writing


def as_json(overview: Overview) -> dict[str, Any]:
    """Return the health of the sites, as plain JSON."""
    return {
        "made": overview.made.isoformat(timespec="seconds"),
        "days": len(overview.days),
        "healthy": not overview.unwell,
        "sites": [
            {
                "site": site.site,
                "scope": site.scope,
                "state": site.state,
                "findings": [asdict(finding) for finding in site.findings],
                "articles": site.new,
                "last_run": {
                    "run_id": site.runs[0].id,
                    "ended": site.runs[0].ended.isoformat(timespec="seconds"),
                    "reason": site.runs[0].reason,
                    "new": site.runs[0].facts.new,
                },
                "runs": len(site.runs),
                "unwell_runs": sum(run.state == "unwell" for run in site.runs),
            }
            for site in overview.sites
        ],
    }


def render(overview: Overview) -> str:
    """Return the page."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "moment": moment,
        "number": "{:,}".format,
        "percent": percent,
        "link": link,
    }
    page = resources.files("newscrawl.reporting").joinpath("report_page.html")
    template = page.read_text("utf-8")
    labels = [f"{day.day} {day:%b}" for day in overview.days]
    new = overview.total("new")
    by_day = grouped(overview.by_day)
    drawn = {"by_day": charts.columns(labels, by_day, title="Articles of each day, by site")}
    for name, title in (("sections", "Articles by section"), ("agencies", "Articles by agency")):
        if count := charts.most(overview.counted(name), charts.COLOURS + 1):
            named = {label or "without": number for label, number in count.items()}
            drawn[name] = charts.bars(named, title=title)
    return environment.from_string(template).render(
        overview=overview,
        charts={name: Markup(svg) for name, svg in drawn.items()},
        labels=labels,
        legend=list(by_day),
        new=new,
        runs_shown=RUNS_SHOWN,
        version=__version__,
    )


def grouped(by_day: dict[str, list[int]]) -> dict[str, list[int]]:
    """Return the sites with most articles, the rest as one: as many as there are colours."""
    names = list(by_day)
    shown = {name: by_day[name] for name in names[: charts.COLOURS - 1]}
    if rest := names[charts.COLOURS - 1 :]:
        columns = zip(*(by_day[name] for name in rest), strict=True)
        shown[f"{len(rest)} others"] = [sum(day) for day in columns]
    return shown


def moment(value: datetime | str) -> str:
    """Return an instant as people in India write it."""
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    local = instant.astimezone(IST)
    return f"{local.day} {local:%b %Y, %H:%M}"


def percent(share: float) -> str:
    """Return *share* as a percentage."""
    return f"{100 * share:.0f} %" if share in (0, 1) or share >= 0.1 else f"{100 * share:.1f} %"


def link(url: str) -> str:
    """Return *url* where a reader may follow it; a page of a crawl may claim any address."""
    return url if url.startswith(("https://", "http://")) else "about:blank"
