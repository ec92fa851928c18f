"""What a listing says, as records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to an article."""

    url: str  # canonical
    text: str = ""  # the headline that leads to it
    published: str | None = None  # the date shown beside it, as it stands there


class Section(NamedTuple):
    """A section of a site: the address of its first listing page and its name."""

    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one listing page says."""

    articles: tuple[Link, ...] = ()  # in reading order, each once
    next_page: str | None = None
    sections: tuple[Section, ...] = ()
    nofollow: bool = False  # the page forbids to follow its links, so none is here
