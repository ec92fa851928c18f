"""What became of each URL that a run asked for: one outcome each, and the sum is checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple

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


class _State(NamedTuple):
    """How far a URL has come."""

    asked: bool = False
    settled: bool = False
    roads: frozenset[str] = frozenset()  # that led to it, where it is an article's


_UNSEEN = _State()


class Outcomes:
    """Distinct URLs asked for = listings + stored + updated + unchanged + duplicate + refused
    + failed. What a stopped run left unasked is `left` and stays pending.

    URLs are kept as hashes, and what is the same of many once: 100,000 pages take 10 MB.
    """  # noqa: D205

    def __init__(self) -> None:
        self._urls: dict[int, _State] = {}  # by hash
        self._states: dict[_State, _State] = {}  # one object for all URLs that are as far
        self.asked = 0  # distinct URLs asked for that were answered or given up
        self.left = 0  # URLs that the run still had to ask for when it stopped
        self.count: Counter[Outcome] = Counter()
        self.classes: dict[Outcome, Counter[str]] = {"refused": Counter(), "failed": Counter()}
        self.examples: dict[str, list[str]] = {}
        self.known = 0  # article links of listings that were not asked for: known, not due
        self.ends: dict[str, str] = {}  # section -> why its walk ended
        self.empty_listings: list[str] = []
        self.first_links: dict[str, int] = {}  # section -> article links of its first page
        self.broken_walks: dict[str, str] = {}  # section -> why its listing could not be read
        self.answered = 0
        self.contradictions: list[str] = []  # a second outcome of one URL: an error of ours

    def ask(self, url: str) -> bool:
        """Note that *url* is asked for; False where it already was in this run."""
        key = hash(url)
        state = self._urls.get(key, _UNSEEN)
        if state.asked:
            return False
        self._note(key, state._replace(asked=True))
        self.left += 1
        return True

    def settle(
        self, url: str, outcome: Outcome, reason: str = "", *, answered: bool = True
    ) -> None:
        """Give *url* its one outcome; *answered* is False where no page came of it."""
        key = hash(url)
        state = self._urls.get(key, _UNSEEN)
        if state.settled or not state.asked:
            self.contradictions.append(f"{url}: {outcome} {reason}".rstrip())
            return
        self._note(key, state._replace(settled=True))
        self.left -= 1
        self.asked += 1
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
            state = self._urls.get(key, _UNSEEN)
            if road not in state.roads:
                self._note(key, state._replace(roads=state.roads | {road}))

    def _note(self, key: int, state: _State) -> None:
        self._urls[key] = self._states.setdefault(state, state)

    def found(self) -> dict[str, tuple[int, int]]:
        """Return road -> (articles it led to, articles that only it led to)."""
        counts: dict[str, tuple[int, int]] = {}
        for state, number in Counter(self._urls.values()).items():
            for road in state.roads:
                all_of_it, only_it = counts.get(road, (0, 0))
                counts[road] = (all_of_it + number, only_it + number * (len(state.roads) == 1))
        return counts

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
