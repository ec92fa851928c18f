"""The arguments of a spider (`-a name=value`), read strictly: a bad one is one clear line."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from urllib.parse import urlsplit

IST = timezone(timedelta(hours=5, minutes=30), "IST")
ROADS = ("sections", "feeds", "sitemap")
MAX_PAGES = 50
"""Listing pages of a section and run: BBC's topics end at 40, a family of public spiders at 50."""


class BadArgument(ValueError):
    """An argument that cannot be taken; the message is one line for the user."""


@dataclass(frozen=True, kw_only=True)
class Arguments:
    """What every spider can be told.

    sections      our slugs, in the order to walk; all where not given
    max_pages     listing pages of a section
    max_articles  articles to store, then the run ends; the next one gets the rest
    since, until  publication dates, inclusive; aware
    urls          article URLs to fetch straight away, without a walk
    incremental   leave known articles alone and end a section where they begin
    discover      roads to articles: sections, feeds, sitemap
    """

    sections: tuple[str, ...] | None = None
    max_pages: int = MAX_PAGES
    max_articles: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    urls: tuple[str, ...] = ()
    incremental: bool = True
    discover: tuple[str, ...] = ("sections",)


NAMES = tuple(Arguments.__dataclass_fields__)


def read_arguments(
    given: Mapping[str, str], *, sections: Sequence[str] | None, own: Sequence[str] = ()
) -> Arguments:
    """Read the arguments *given* to a spider that has these *sections* (None: any).

    *own* are names that the spider reads itself; names that begin with ``_`` are Scrapyd's.
    Raises BadArgument.
    """
    for name in given:
        if name not in NAMES and name not in own and not name.startswith("_"):
            near = difflib.get_close_matches(name, (*NAMES, *own), 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join((*own, *NAMES))}"
            raise BadArgument(f"unknown argument {name!r}; {hint}")
    values = {name: str(value).strip() for name, value in given.items() if name in NAMES}
    chosen = {name: value for name, value in values.items() if value}
    arguments = Arguments(
        sections=_sections(chosen["sections"], sections) if "sections" in chosen else None,
        max_pages=_count("max_pages", chosen.get("max_pages", str(MAX_PAGES))),
        max_articles=_count("max_articles", chosen["max_articles"])
        if "max_articles" in chosen
        else None,
        since=_instant("since", chosen["since"], time.min) if "since" in chosen else None,
        until=_instant("until", chosen["until"], time.max) if "until" in chosen else None,
        urls=read_urls("urls", chosen.get("urls", "")),
        incremental=_switch("incremental", chosen.get("incremental", "1")),
        discover=_roads(chosen.get("discover", "sections")),
    )
    if arguments.since and arguments.until and arguments.since > arguments.until:
        raise BadArgument("since is later than until")
    return arguments


def read_urls(name: str, text: str) -> tuple[str, ...]:
    """Split the URLs of argument *name* at commas that begin a new URL. Raises BadArgument."""
    urls: list[str] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        if urls and not _is_http(part) and "://" not in part:
            urls[-1] += "," + part  # a comma inside a URL
        elif not _is_http(part):
            raise BadArgument(f"{name}={part}: not an http or https URL")
        else:
            urls.append(part)
    return tuple(dict.fromkeys(urls))


def _is_http(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _sections(text: str, known: Sequence[str] | None) -> tuple[str, ...]:
    slugs = tuple(dict.fromkeys(slug.strip() for slug in text.split(",") if slug.strip()))
    for slug in slugs:
        if known is None:
            raise BadArgument("this spider has no named sections: give a section's URL as url=")
        if slug not in known:
            raise BadArgument(f"unknown section {slug!r}; known: {', '.join(known)}")
    return slugs


def _count(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:9]) > 0 and len(text) <= 9):
        raise BadArgument(f"{name}={text}: not a whole number above 0")
    return int(text)


def _switch(name: str, text: str) -> bool:
    states = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if text.lower() not in states:
        raise BadArgument(f"{name}={text}: neither 1 nor 0")
    return states[text.lower()]


def _instant(name: str, text: str, day_part: time) -> datetime:
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        raise BadArgument(
            f"{name}={text}: not a date such as 2026-11-24 or 2026-11-24T18:30+05:30"
        ) from None
    if len(text) <= len("2026-11-24"):
        value = datetime.combine(value, day_part)
    return value if value.tzinfo else value.replace(tzinfo=IST)


def _roads(text: str) -> tuple[str, ...]:
    roads = tuple(dict.fromkeys(road.strip() for road in text.split(",") if road.strip()))
    for road in roads:
        if road not in ROADS:
            raise BadArgument(f"discover={road}: known roads are {', '.join(ROADS)}")
    return roads
