"""Clusters of stories that copy one another or one agency: who had it first, who copied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from newscrawl.hindi.text import fold
from newscrawl.ledger.records import read_records


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


def stories(feeds: Iterable[Path], since: str = "") -> Iterator[Story]:
    """Yield the newest version of each article in *feeds* published from the day *since* on."""
    newest: dict[str, tuple[int, Story]] = {}
    for feed in feeds:
        for record in read_records(feed):
            published = record.get("date_published") or record.get("crawled_at") or ""
            if not record.get("headline") or published < since:
                continue
            version = int(record.get("version") or 1)
            if version >= newest.get(record["id"], (0,))[0]:
                story = Story(
                    id=record["id"],
                    site=record["site"],
                    url=record["canonical_url"],
                    headline=record["headline"],
                    published=_utc(published),
                    agency=record.get("agency"),
                    duplicate_of=record.get("duplicate_of"),
                )
                newest[story.id] = (version, story)
    yield from (story for _, story in newest.values())


def _utc(text: str) -> str:
    try:
        return datetime.fromisoformat(text).astimezone(UTC).isoformat(timespec="minutes")
    except ValueError:
        return text


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
