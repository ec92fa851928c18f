"""What became of each URL that a run asked for: one outcome each, and the sum is checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from newscrawl.exit_codes import STAT_PREFIX

if TYPE_CHECKING:
    from scrapy.statscollectors import StatsCollector

Outcome = Literal[
    "listing",  # a page of links: section, home, feed, sitemap
    "stored",  # an article that was not known
    "updated",  # a new version of a known article
    "unchanged",  # a known article, looked at again
    "duplicate",  # the same article under another address
    "refused",  # a page that the rules keep out, counted by class
    "failed",  # a page that did not arrive whole, counted by class
]
OUTCOMES: tuple[Outcome, ...] = (
    "listing",
    "stored",
    "updated",
    "unchanged",
    "duplicate",
    "refused",
    "failed",
)
EXAMPLES = 3
"""Addresses kept for each class of refusals and failures."""


class Outcomes:
    """Distinct URLs asked for = listings + stored + updated + unchanged + duplicate + refused
    + failed. What a stopped run left unasked is `left` and stays pending.

    URLs are kept as hashes: 100,000 pages take 8 MB.
    """  # noqa: D205

    def __init__(self) -> None:
        self._open: set[int] = set()
        self._settled: set[int] = set()
        self.count: Counter[Outcome] = Counter()
        self.classes: dict[Outcome, Counter[str]] = {"refused": Counter(), "failed": Counter()}
        self.examples: dict[str, list[str]] = {}
        self.known = 0  # article links of listings that were not asked for: known, not due
        self.ends: dict[str, str] = {}  # section -> why its walk ended
        self.empty_listings: list[str] = []
        self.first_links: dict[str, int] = {}  # section -> article links of its first page
        self.broken_walks: dict[str, str] = {}  # section -> why its listing could not be read
        self._roads: dict[int, frozenset[str]] = {}  # article URL -> the roads that led to it
        self._road_sets: dict[frozenset[str], frozenset[str]] = {}  # one object for each set
        self.answered = 0
        self.contradictions: list[str] = []  # a second outcome of one URL: an error of ours

    def ask(self, url: str) -> bool:
        """Note that *url* is asked for; False where it already was in this run."""
        key = hash(url)
        if key in self._open or key in self._settled:
            return False
        self._open.add(key)
        return True

    def settle(
        self, url: str, outcome: Outcome, reason: str = "", *, answered: bool = True
    ) -> None:
        """Give *url* its one outcome; *answered* is False where no page came of it."""
        key = hash(url)
        if key not in self._open:
            self.contradictions.append(f"{url}: {outcome} {reason}".rstrip())
            return
        self._open.discard(key)
        self._settled.add(key)
        self.count[outcome] += 1
        self.answered += answered
        if outcome in self.classes:
            self.classes[outcome][reason] += 1
            examples = self.examples.setdefault(reason, [])
            if len(examples) < EXAMPLES:
                examples.append(url)

    def find(self, urls: Iterable[str], road: str) -> None:
        """Note that *road* led to the article *urls*."""
        for url in urls:
            key = hash(url)
            roads = self._roads.get(key, frozenset()) | {road}
            self._roads[key] = self._road_sets.setdefault(roads, roads)

    def found(self) -> dict[str, tuple[int, int]]:
        """Return road -> (articles it led to, articles that only it led to)."""
        counts: dict[str, tuple[int, int]] = {}
        for roads, number in Counter(self._roads.values()).items():
            for road in roads:
                all_of_it, only_it = counts.get(road, (0, 0))
                counts[road] = (all_of_it + number, only_it + number * (len(roads) == 1))
        return counts

    @property
    def asked(self) -> int:
        """Distinct URLs asked for that were answered or given up."""
        return len(self._settled)

    @property
    def left(self) -> int:
        """URLs that the run still had to ask for when it stopped."""
        return len(self._open)

    def add_up(self, *, finished: bool) -> bool:
        """Tell whether each URL has one outcome; a run that *finished* left none without."""
        whole = self.asked == self.count.total() and not self.contradictions
        return whole and not (finished and self.left)

    def no_answer(self) -> bool:
        """Tell whether requests brought no page at all, for another reason than robots.txt."""
        kept_out = any("robots" in name.lower() for name in self.classes["refused"])
        return bool(self.asked) and not self.answered and not kept_out

    def write_stats(self, stats: StatsCollector, *, finished: bool) -> None:
        """Write the sum into Scrapy's *stats*, where the exit code and the report read it."""
        values: dict[str, int | bool] = {
            "asked": self.asked,
            "left": self.left,
            "known": self.known,
            "adds_up": self.add_up(finished=finished),
            "no_answer": self.no_answer(),
        }
        values |= {f"outcome/{outcome}": self.count[outcome] for outcome in OUTCOMES}
        for outcome, classes in self.classes.items():
            values |= {f"{outcome}/{name}": number for name, number in classes.items()}
        values |= {f"found/{road}": number for road, (number, _) in self.found().items()}
        for name, value in values.items():
            stats.set_value(STAT_PREFIX + name, value)
