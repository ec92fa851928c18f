"""The demonstration's site: every page under its path, and what a right crawl finds there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Literal

from newscrawl.demo.article_page import Neighbours, article_page
from newscrawl.demo.listing_page import home_page, not_found_page, page_count, section_page
from newscrawl.demo.look import look_of
from newscrawl.demo.page_parts import HOST, ORIGIN, address, image_address, section_path
from newscrawl.demo.stories import SECTIONS, Kind, Story, read_stories

__all__ = ["HOST", "ORIGIN", "DemoSite", "ExpectedArticle", "Page"]

ROBOTS_TXT = """User-agent: *
Disallow: /wp-admin/
Disallow: /preview/
"""
ABOUT = '<!doctype html><html lang="hi"><title>हमारे बारे में</title><p>यह एक नमूना है।</p></html>'
SITE_MADE = datetime(2026, 5, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Page:
    """One answer of the server."""

    body: bytes
    last_modified: datetime
    content_type: str = "text/html; charset=UTF-8"
    status: int = 200

    @cached_property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


@dataclass(frozen=True, kw_only=True)
class ExpectedArticle:
    """What a right record of one article holds.

    urls            all addresses of it; the first is its canonical one
    authors         persons; None where nobody or a desk signs
    date_published  as far as the page tells: midnight IST where `date_precision` is day
    date_modified   None where the page does not say
    description     None where the page has none
    image           None where no metadata names one
    sections        our slugs of the sections that list it
    duplicate_of    canonical URL of the article that it nearly repeats
    """

    urls: tuple[str, ...]
    headline: str
    paragraphs: tuple[str, ...]
    description: str | None
    authors: tuple[str, ...] | None
    agency: str | None
    dateline: str | None
    date_published: datetime
    date_precision: Literal["day", "second"]
    date_modified: datetime | None
    sections: tuple[str, ...]
    keywords: tuple[str, ...]
    image: str | None
    source_url: str | None
    duplicate_of: str | None


class DemoSite(Mapping[str, Page]):
    """The site of an *edition*, from path to page.

    Edition 2 is edition 1 some hours later: three articles more, and one whose text was changed.
    Raises ValueError for another edition.
    """

    def __init__(self, edition: int = 1) -> None:
        self.stories = read_stories(edition)

    def __getitem__(self, path: str) -> Page:
        return self.pages[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self.pages)

    def __len__(self) -> int:
        return len(self.pages)

    @property
    def sections(self) -> dict[str, str]:
        """From our slug to the URL of the section's first listing page."""
        return {section: address(section_path(section)) for section in SECTIONS}

    def listed(self, section: str) -> list[Story]:
        """Return the stories that *section* lists, newest first."""
        return [
            story for story in self.stories if section in story.sections and story.kind != "english"
        ]

    def truth(self) -> list[ExpectedArticle]:
        """Return what a right crawl of all sections stores, newest first."""
        return [expected(story) for story in self.stories if story.kind == "article"]

    def others(self) -> dict[str, Kind]:
        """Return the linked pages that no right crawl stores, from URL to why."""
        return {
            address(story.path): story.kind for story in self.stories if story.kind != "article"
        }

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """All pages that exist, by path."""
        pages = {
            "/": html_page(
                home_page({slug: self.listed(slug) for slug in SECTIONS}, self._beside),
                self.stories[0].modified,
            ),
            "/robots.txt": Page(
                body=ROBOTS_TXT.encode(), last_modified=SITE_MADE, content_type="text/plain"
            ),
            "/about/": html_page(ABOUT, SITE_MADE),
        }
        for section in SECTIONS:
            listed = self.listed(section)
            for number in range(1, page_count(listed) + 1):
                pages[section_path(section, number)] = html_page(
                    section_page(section, number, listed, self._beside), listed[0].published
                )
        for story in self.stories:
            if story.kind != "missing":
                page = html_page(article_page(story, self._neighbours(story)), story.modified)
                pages.update(dict.fromkeys(story.paths, page))
        return pages

    @cached_property
    def not_found(self) -> Page:
        """The answer where there is no page."""
        return Page(body=not_found_page().encode(), last_modified=SITE_MADE, status=404)

    @cached_property
    def _beside(self) -> list[Story]:
        """The sidebar's stories: the English one, and the oldest, which no edition changes."""
        english = [story for story in self.stories if story.kind == "english"]
        return [*english, *self._articles[-3:]]

    @cached_property
    def _articles(self) -> list[Story]:
        return [story for story in self.stories if story.kind == "article"]

    def _neighbours(self, story: Story) -> Neighbours:
        older = [
            other
            for other in self._articles
            if other.published < story.published and other.slug != story.slug
        ]
        in_section = [other for other in older if other.section == story.section]
        oldest_first = self._articles[::-1]
        pool = [other for other in oldest_first if other.slug != story.slug]
        return Neighbours(
            also_read=(older or pool)[min(3, len(older or pool) - 1)],
            previous=(in_section or pool)[0],
            related=(in_section or pool)[1:4] or pool[:3],
            sidebar=self._beside,
        )


def html_page(html: str, last_modified: datetime) -> Page:
    return Page(body=html.encode(), last_modified=last_modified)


def expected(story: Story) -> ExpectedArticle:
    look = look_of(story.number)
    midnight = story.published.replace(hour=0, minute=0, second=0)
    is_person = story.author is not None and not story.is_desk
    return ExpectedArticle(
        urls=tuple(map(address, story.paths)),
        headline=story.headline,
        paragraphs=story.paragraphs,
        description=story.description if look.metadata != "none" else None,
        authors=(story.author,) if story.author and is_person else None,
        agency=story.agency,
        dateline=story.dateline,
        date_published=midnight if look.date_only else story.published,
        date_precision="day" if look.date_only else "second",
        date_modified=story.modified if look.metadata != "none" else None,
        sections=story.sections,
        keywords=story.tags,
        image=image_address(story) if look.metadata != "none" else None,
        source_url=story.source,
        duplicate_of=address(f"/{story.copy_of}/") if story.copy_of else None,
    )
