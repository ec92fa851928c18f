"""What became of each URL that a run asked for: one outcome each, and the sum is checked."""

from __future__ import annotations

from collections import Counter
from typing import Literal

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
        self.by_road: Counter[str] = Counter()
        self.contradictions = 0

    def ask(self, url: str) -> bool:
        """Note that *url* is asked for; False where it already was in this run."""
        key = hash(url)
        if key in self._open or key in self._settled:
            return False
        self._open.add(key)
        return True

    def was_asked(self, url: str) -> bool:
        """Tell whether this run has asked for *url* already."""
        key = hash(url)
        return key in self._open or key in self._settled

    def settle(self, url: str, outcome: Outcome, reason: str = "") -> bool:
        """Give *url* its one outcome; False (and counted) where it has one already."""
        key = hash(url)
        if key not in self._open:
            self.contradictions += 1
            return False
        self._open.discard(key)
        self._settled.add(key)
        self.count[outcome] += 1
        if outcome in self.classes:
            self.classes[outcome][reason] += 1
            examples = self.examples.setdefault(reason, [])
            if len(examples) < EXAMPLES:
                examples.append(url)
        return True

    @property
    def asked(self) -> int:
        """Distinct URLs asked for that were answered or given up."""
        return len(self._settled)

    @property
    def left(self) -> int:
        """URLs that the run still had to ask for when it stopped."""
        return len(self._open)

    def add_up(self) -> bool:
        """Tell whether the sum of the outcomes is the number of URLs asked for."""
        return self.asked == sum(self.count.values()) and not self.contradictions
