"""What the demonstration's newsroom wrote: a JSON file a section, read as package data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib.resources import files
from typing import Any, Literal

SECTIONS = {
    "india": "देश",
    "world": "दुनिया",
    "business": "कारोबार",
    "sports": "खेल",
    "entertainment": "मनोरंजन",
}
EDITIONS = (1, 2)

Kind = Literal["article", "video", "forbidden", "missing", "english"]


@dataclass(frozen=True, kw_only=True)
class Story:
    """One page of the newsroom; *number* is its WordPress post id and decides how it is dressed."""

    number: int
    kind: Kind
    section: str
    slug: str
    headline: str
    description: str
    published: datetime
    modified: datetime
    author: str | None
    tags: tuple[str, ...]
    caption: str
    paragraphs: tuple[str, ...]
    agency: str | None = None
    dateline: str | None = None
    source: str | None = None  # where the story was taken from
    copy_of: str | None = None  # slug of the agency story that it re-edits
    also_in: tuple[str, ...] = ()  # further sections that list it
    other_address: bool = False  # they list it under an address of their own

    @property
    def path(self) -> str:
        folder = {"video": "video/", "forbidden": "preview/"}.get(self.kind, "")
        return f"/{folder}{self.slug}/"

    @property
    def is_desk(self) -> bool:
        """Tell whether the byline names a desk, not a person."""
        return self.author is not None and self.author.lower().endswith(("डेस्क", "desk"))

    @cached_property
    def sections(self) -> tuple[str, ...]:
        return (self.section, *self.also_in)

    def path_in(self, section: str) -> str:
        """Return the path under which *section* lists the story."""
        if self.other_address and section != self.section:
            return f"/{section}{self.path}"
        return self.path

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(self.path_in, self.sections)))


def read_stories(edition: int = 1) -> list[Story]:
    """Return the stories of an *edition* (1 or 2), newest first. Raises ValueError for others."""
    if edition not in EDITIONS:
        raise ValueError(f"edition={edition}: neither 1 nor 2")
    stories: dict[str, Story] = {}
    for section in SECTIONS:
        add(stories, ({"section": section, **entry} for entry in read_json(f"{section}.json")))
    add(stories, read_json("oddities.json"))
    if edition == 2:
        later: dict[str, list[dict[str, Any]]] = read_json("edition2.json")
        for section, entries in later.items():
            add(stories, ({"section": section, **entry} for entry in entries))
    return sorted(stories.values(), key=lambda story: story.published, reverse=True)


def read_json(name: str) -> Any:
    return json.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def add(stories: dict[str, Story], entries: Iterable[dict[str, Any]]) -> None:
    """Add *entries* to *stories*; one of a known slug takes that story's place and number."""
    for entry in entries:
        earlier = stories.get(entry["slug"])
        number = earlier.number if earlier else 1001 + len(stories)
        stories[entry["slug"]] = story_of(entry, number)


def story_of(entry: dict[str, Any], number: int) -> Story:
    published = datetime.fromisoformat(entry["published"])
    modified = entry.get("modified")
    return Story(
        **{
            "kind": "article",
            **entry,
            "number": number,
            "published": published,
            "modified": datetime.fromisoformat(modified) if modified else published,
            "tags": tuple(entry["tags"]),
            "paragraphs": tuple(entry["paragraphs"]),
            "also_in": tuple(entry.get("also_in", ())),
        }
    )
