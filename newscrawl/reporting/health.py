"""What is wrong with a site, judged by its own earlier runs. Few checks, each a plain comparison.

A run is judged where at least LEAST_RUNS earlier runs of the same scope were well; the last RUNS of
those are the look-back. A share (of articles without a date, of pages refused ...) is only found to
have risen where it is far above the look-back's, above that of each run in it, and would come by
chance in less than one run of a hundred: a site with one new article a run has no false alarms.

What was found wrong does not become the measure, so an alarm lasts until the site is well again.
Only a change of its pages (CHANGES) that has stood for ACCEPTED_AFTER counts as its new ways.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from math import comb
from statistics import median
from typing import TYPE_CHECKING

from newscrawl.reporting.run_facts import CORE, Facts, Finding

if TYPE_CHECKING:
    from newscrawl.ledger import PastRun

RUNS = 20
LEAST_RUNS = 5
ACCEPTED_AFTER = timedelta(days=14)
CHANGES = frozenset({"SelectorDrift", "FieldLost", "DatesGone", "BodyShrunk", "RefusedRisen"})
SILENT_NIGHT = timedelta(days=1)
"""Nobody publishes at all hours: a shorter silence is none."""
FEW = 3
"""Articles below which the share of one run says nothing by itself."""
CHANCE = 0.01

REFUSING = frozenset({"http_401", "http_403", "http_429", "http_451", "HostBusy"})
ROBOTS = frozenset({"RobotsDisallowed", "RobotsUnreachable", "CrawlDelayTooLong"})
OUR_WISH = frozenset({"OutsidePeriod", "Forgotten", "NearDuplicate"})
"""Refusals that say nothing about the pages of the site."""
NOT_ASKED = frozenset({"HostClosed", "HostBusy", "HostUnreachable", "AddressRefused"})


@dataclass(frozen=True)
class Share:
    """*count* of *of*."""

    count: int
    of: int

    @property
    def value(self) -> float:
        """From 0 to 1."""
        return self.count / self.of if self.of else 0.0

    def __str__(self) -> str:
        return f"{self.count} of {self.of}"


@dataclass(frozen=True)
class Past:
    """An earlier run: when it ended, and its facts."""

    ended: datetime
    facts: Facts

    def is_measure(self, now: datetime) -> bool:
        """Tell whether the run shows the site as it usually is."""
        kinds = {finding.kind for finding in self.facts.findings}
        if not self.facts.answers or kinds - CHANGES:
            return False
        return not kinds or self.ended < now - ACCEPTED_AFTER


@dataclass
class Health:
    """A verdict: what is wrong, or nothing; not *judged* where there are too few runs."""

    judged: bool = False
    runs: int = 0  # in the look-back
    findings: list[Finding] = field(default_factory=list)
    was_unwell: bool = False  # in the run before


def judge(facts: Facts, earlier: Iterable[PastRun], now: datetime) -> Health:
    """Judge a run that ends *now* by its *facts* and the site's *earlier* runs, newest first."""
    past = [Past(run.ended, Facts.from_json(run.facts)) for run in earlier]
    # One that asked for nothing shows nothing.
    past = [run for run in past if run.facts.scope == facts.scope and run.facts.requests]
    look_back = [run.facts for run in past if run.is_measure(now)][:RUNS]
    was_unwell = bool(past and past[0].facts.findings)
    health = Health(runs=len(look_back), was_unwell=was_unwell)
    if len(look_back) < LEAST_RUNS:
        return health
    health.judged = True
    seen = Comparison(facts, look_back, past, now)
    health.findings = [finding for check in CHECKS for finding in check(seen)]
    return health


@dataclass
class Comparison:
    """A run beside those before it.

    past       all earlier runs of the scope, newest first
    look_back  those of the last ones that were well
    """

    now: Facts
    look_back: list[Facts]
    past: list[Past]
    at: datetime

    def risen(self, share_of: Callable[[Facts], Share], by: float = 0.25) -> Share | None:
        """Return the share of the look-back where this run's is above it *by* so much."""
        now, shares = share_of(self.now), [share_of(facts) for facts in self.look_back]
        usual = Share(sum(share.count for share in shares), sum(share.of for share in shares))
        is_risen = (
            now.of > 0
            and now.value >= usual.value + by
            and all(now.value > share.value for share in shares if share.of >= FEW)
            and chance(now, usual) < CHANCE
        )
        return usual if is_risen else None

    @cached_property
    def broken(self) -> dict[str, str]:
        """Sections whose listing did not come, though it usually does: section -> why.

        A time-out or an error of the server counts when it comes twice in a row.
        """
        before = self.past[0].facts.broken if self.past else {}
        return {
            section: reason
            for section, reason in self.now.broken.items()
            if (section in before or reason.startswith("http_4") or reason in ROBOTS)
            and sum(section in facts.broken for facts in self.look_back) <= len(self.look_back) / 2
        }


def chance(now: Share, usual: Share) -> float:
    """Return how likely at least *now* is where each case is one with the *usual* frequency.

    The frequency is estimated by Laplace's rule, so that of few cases none is impossible.
    """
    rate = (usual.count + 1) / (usual.of + 2)
    of = min(now.of, 200)  # enough to tell, and no large numbers
    least = round(now.value * of)
    return sum(comb(of, k) * rate**k * (1 - rate) ** (of - k) for k in range(least, of + 1))


# ---------------------------------------------------------------------- the checks


def nothing_new(seen: Comparison) -> Iterable[Finding]:
    """NothingNew: silent for more than a day and twice the longest pause of the last runs."""
    if seen.now.new:
        return
    moments = [run.ended for run in seen.past if run.facts.new]
    gaps = [later - earlier for later, earlier in pairwise(moments)]
    last = seen.past[0].facts.findings if seen.past else ()
    stands = any(finding.kind == "NothingNew" for finding in last)
    silence = seen.at - moments[0] if moments else None
    if stands or (gaps and silence and silence > max(2 * max(gaps), SILENT_NIGHT)):
        since = f"for {hours(silence)}" if silence else "in all runs looked at"
        usual = f"; the longest pause before was {hours(max(gaps))}" if gaps else ""
        yield Finding(
            kind="NothingNew",
            what=f"nothing new {since}{usual}",
            look="Open the site's sections: has it moved, or do the listings show old articles?",
        )


def empty_listing(seen: Comparison) -> Iterable[Finding]:
    """EmptyListing: the first page of a section without article links, or with hardly any."""
    empty: dict[str, str] = {}
    for section, links in seen.now.links.items():
        before = [facts.links[section] for facts in seen.look_back if section in facts.links]
        if len(before) >= FEW and links < min(before) and links <= median(before) / 4:
            empty[section] = f"{section} {links} (usually {median(before):g})"
    if empty:
        yield Finding(
            kind="EmptyListing",
            what=f"article links on the first page of a section: {shortened(empty.values())}",
            look="Open that page: has its layout changed, or does article_pattern no longer fit?",
        )


def section_failed(seen: Comparison) -> Iterable[Finding]:
    """SectionFailed: the listing of a section does not come any more."""
    failed = {
        section: reason
        for section, reason in seen.broken.items()
        if reason not in REFUSING and reason not in ROBOTS
    }
    if failed:
        yield Finding(
            kind="SectionFailed",
            what=f"listings that did not come: {shortened(named(failed))}",
            look="Open the section's address in a browser: has it moved?",
        )


def selector_drift(seen: Comparison) -> Iterable[Finding]:
    """SelectorDrift: a field is read from a lesser source, such as the body from `generic`."""
    for name in CORE:
        totals: dict[str, int] = {}
        for facts in seen.look_back:
            for source, number in facts.sources.get(name, {}).items():
                totals[source] = totals.get(source, 0) + number
        if not totals:
            continue
        usual = max(totals, key=lambda source: totals[source])

        def elsewhere(facts: Facts, name: str = name, usual: str = usual) -> Share:
            sources = facts.sources.get(name, {})
            of = sum(sources.values())
            return Share(of - sources.get(usual, 0), of)

        if seen.risen(elsewhere):
            now = elsewhere(seen.now)
            others = set(seen.now.sources[name]) - {usual}
            yield Finding(
                kind="SelectorDrift",
                what=f"{name} of {now} articles is read from {shortened(sorted(others))}, where it "
                f"usually is from {usual}",
                look="Save an article page (scrapy savepage) and mend the site's selectors."
                if usual == "selector"
                else "Look at an article page: the site has changed how it marks this up.",
            )


def field_lost(seen: Comparison) -> Iterable[Finding]:
    """FieldLost, DatesGone: a field that most articles had is missing."""
    names = {name for facts in seen.look_back for name in facts.filled}
    for name in sorted(names):

        def without(facts: Facts, name: str = name) -> Share:
            return Share(facts.read - facts.filled.get(name, 0), facts.read)

        usual = seen.risen(without)
        if usual is None or usual.value > 0.5:
            continue
        is_date = name == "date_published"
        yield Finding(
            kind="DatesGone" if is_date else "FieldLost",
            what=f"{without(seen.now)} articles have no {name}; before, {usual} had none",
            look="Look at an article page: where does it show its date now?"
            if is_date
            else f"Look at an article page: does it still say its {name}?",
        )


def body_shrunk(seen: Comparison) -> Iterable[Finding]:
    """BodyShrunk: articles a third as long as usual, and shorter than in any run before."""
    before = [facts.words for facts in seen.look_back if facts.words]
    if len(before) < LEAST_RUNS or seen.now.new < FEW:
        return
    if seen.now.words < min(before) and seen.now.words <= median(before) / 3:
        yield Finding(
            kind="BodyShrunk",
            what=f"articles have {seen.now.words} words, usually {median(before):g}",
            look="Compare an article page with its record: is the text cut?",
        )


def refused_risen(seen: Comparison) -> Iterable[Finding]:
    """RefusedRisen: more of the pages are taken for no articles."""

    def refused(facts: Facts) -> Share:
        number = sum(refusals_of_pages(facts).values())
        return Share(number, facts.read + number)

    if usual := seen.risen(refused):
        most = max(refusals_of_pages(seen.now).items(), key=lambda item: item[1])
        yield Finding(
            kind="RefusedRisen",
            what=f"{refused(seen.now)} pages were refused, most as {most[0]}; before, {usual} were",
            look="Try `scrapy extract` on one of the refused pages that the report names.",
        )


def refusals_of_pages(facts: Facts) -> dict[str, int]:
    """Return class -> pages that were refused for what stands on them."""
    others = ROBOTS | OUR_WISH | NOT_ASKED
    return {name: number for name, number in facts.refused.items() if name not in others}


def blocked(seen: Comparison) -> Iterable[Finding]:
    """Blocked: 401, 403, 429, 451 or block pages in place of what was asked for."""
    refused = {section: reason for section, reason in seen.broken.items() if reason in REFUSING}
    share = Share(seen.now.kept_out, seen.now.answers)
    usual = seen.risen(lambda facts: Share(facts.kept_out, facts.answers), by=0.1)
    if usual or refused:
        also = f"; listings: {shortened(named(refused))}" if refused else ""
        yield Finding(
            kind="Blocked",
            what=f"{share} answers were refusals (403, 429, a block page){also}",
            look="Raise DOWNLOAD_DELAY, set CONTACT, and ask the site: it does not want us as we "
            "come.",
        )


def robots_closed(seen: Comparison) -> Iterable[Finding]:
    """RobotsClosed: robots.txt keeps us out, cannot be read, or asks for too long a delay."""

    def kept_out(facts: Facts) -> Share:
        count = sum(facts.refused.get(name, 0) + facts.failed.get(name, 0) for name in ROBOTS)
        return Share(count, sum(facts.outcomes.values()))

    sections = {name: reason for name, reason in seen.broken.items() if reason in ROBOTS}
    if seen.risen(kept_out, by=0.1) or sections:
        also = f"; listings: {shortened(named(sections))}" if sections else ""
        yield Finding(
            kind="RobotsClosed",
            what=f"robots.txt kept {kept_out(seen.now)} pages from us{also}",
            look="Read the site's robots.txt: what it forbids now is to be left alone.",
        )


CHECKS: Sequence[Callable[[Comparison], Iterable[Finding]]] = (
    blocked,
    robots_closed,
    section_failed,
    empty_listing,
    selector_drift,
    field_lost,
    body_shrunk,
    refused_risen,
    nothing_new,
)


def named(reasons: dict[str, str]) -> list[str]:
    """Return each section with its reason."""
    return [f"{section} ({reason})" for section, reason in reasons.items()]


def shortened(texts: Iterable[str], most: int = 3) -> str:
    """Join *texts*, the first *most* of them."""
    given = list(texts)
    more = f" and {len(given) - most} more" if len(given) > most else ""
    return ", ".join(given[:most]) + more


def hours(time: timedelta) -> str:
    """Return *time* as a person says it."""
    number = time.total_seconds() / 3600
    return f"{number:.0f} hours" if number < 72 else f"{number / 24:.0f} days"
