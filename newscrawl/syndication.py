"""Clusters of stories that copy one another or one agency: who had it first, who copied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from newscrawl.hindi.text import fold


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """What the ledger knows of an article's origin."""

    id: str
    site: str
    url: str
    headline: str
    published: str
    """ISO 8601 in UTC, or when it was first seen: only compared."""

    agency: str | None = None
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Two or more stories that are one."""

    first: Story
    copies: tuple[Story, ...]
    """Those that came later, in the order of time."""

    agency: str | None
    """That of the first story that names one."""


def clusters(stories: Iterable[Story]) -> list[Cluster]:
    """Group *stories* that are copies, or carry one headline of one agency; largest group first.

    A story whose original is not among *stories* is grouped with the other copies of it. One that
    has neither a copy nor an agency's headline in common with others is left out.
    """
    groups = _Groups()
    known = {story.id: story for story in stories}
    for story in known.values():
        groups.join(story.id, story.duplicate_of or story.id)
        if story.agency:
            groups.join(story.id, f"{story.agency}\n{fold(story.headline)}")
    members: dict[str, list[Story]] = defaultdict(list)
    for story in sorted(known.values(), key=lambda story: (story.published, story.id)):
        members[groups.root(story.id)].append(story)
    found = [
        Cluster(first, tuple(copies), next((s.agency for s in (first, *copies) if s.agency), None))
        for first, *copies in members.values()
        if copies
    ]
    return sorted(found, key=lambda cluster: (-len(cluster.copies), cluster.first.published))


class _Groups:
    """A union-find over strings."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    def root(self, member: str) -> str:
        parent = self._parents.setdefault(member, member)
        while parent != self._parents[parent]:
            self._parents[member] = parent = self._parents[parent]
            member = parent
        return parent

    def join(self, one: str, other: str) -> None:
        self._parents[self.root(one)] = self.root(other)
