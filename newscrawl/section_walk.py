"""When the walk of one section ends. No requests here: a page's links in, a verdict out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

FRUITLESS_PAGES = 3
"""Pages in a row without a new link after which a pager is taken for a trap."""

OLD_ARTICLES = 5
"""Articles in a row older than `since` after which a section without dates is taken to be past it:
pinned stories stand singly."""

End = Literal["max_pages", "since", "nothing_new", "repeats", "known", "no_next", "failed"]
"""After all but `failed` a later walk may rely on this one: the rest was seen or not wanted."""


class KnownArticle(Protocol):
    """What the walk needs to know of an article that the ledger knows."""

    @property
    def first_seen(self) -> datetime: ...


class Watermark(Protocol):
    """How far an earlier walk of the section came that ended by itself.

    until      what was first seen by then needs no second walk
    max_pages  the cap that ended it, None where it ended before its cap
    since      the date that ended it
    """

    @property
    def until(self) -> datetime: ...
    @property
    def max_pages(self) -> int | None: ...
    @property
    def since(self) -> datetime | None: ...


@dataclass
class SectionWalk:
    """One section's walk: pages read so far, and why it ended.

    *dates* of links are publication dates where the listing shows them, None where it does not.
    """

    slug: str
    road: str = "sections"
    max_pages: int = 50
    since: datetime | None = None
    watermark: Watermark | None = None
    incremental: bool = True
    end: End | None = None
    pages: int = 0
    _links: set[int] = field(default_factory=set)
    _pages: set[int] = field(default_factory=set)
    _fruitless: int = 0
    _ages: list[bool] = field(default_factory=list)

    def read(
        self,
        urls: Sequence[str],
        known: Mapping[str, KnownArticle],
        dates: Iterable[datetime | None] = (),
    ) -> End | None:
        """Take the article *urls* of the next page; return why the walk ends here, if it does."""
        self.pages += 1
        page = hash(frozenset(urls))
        new = {hash(url) for url in urls} - self._links
        self._links |= new
        self._fruitless = 0 if new else self._fruitless + 1
        if urls and page in self._pages:
            self.end = "repeats"
        elif self._fruitless >= FRUITLESS_PAGES:
            self.end = "nothing_new"
        elif self._is_older(dates) or self._led_to_old_articles():
            self.end = "since"
        elif self._is_known(urls, known):
            self.end = "known"
        elif self.pages >= self.max_pages:
            self.end = "max_pages"
        self._pages.add(page)
        return self.end

    def note_age(self, published: datetime) -> None:
        """Note when an article was published that this walk led to."""
        if self.since:
            self._ages = [*self._ages[1 - OLD_ARTICLES :], published < self.since]

    @property
    def cap(self) -> int | None:
        """The page limit under which all was seen; None where there was none to meet."""
        if self.end == "known" and self.watermark:
            return self.watermark.max_pages
        return self.max_pages if self.end == "max_pages" else None

    @property
    def floor(self) -> datetime | None:
        """The publication date down to which all was seen; None where the walk went on."""
        if self.end == "known" and self.watermark:
            return self.watermark.since
        return self.since if self.end == "since" else None

    def _is_older(self, dates: Iterable[datetime | None]) -> bool:
        if not self.since:
            return False
        shown = [date for date in dates if date]
        return bool(shown) and all(date < self.since for date in shown)

    def _led_to_old_articles(self) -> bool:
        """Tell whether the last articles were all too old, where the listing shows no dates."""
        return len(self._ages) >= OLD_ARTICLES and all(self._ages)

    def _is_known(self, urls: Sequence[str], known: Mapping[str, KnownArticle]) -> bool:
        """Tell whether an earlier walk has been here: it ended, and saw all of this page.

        A walk that was capped earlier than this one says nothing about the pages below its cap.
        """
        mark = self.watermark
        if not (self.incremental and mark and urls):
            return False
        if mark.max_pages is not None and mark.max_pages < self.max_pages:
            return False
        if mark.since and not (self.since and self.since >= mark.since):
            return False
        return all(url in known and known[url].first_seen <= mark.until for url in urls)
