"""All that a site file in newscrawl/spiders needs, in one import."""

from __future__ import annotations

import re

from newscrawl.category_spider import CategorySpider
from newscrawl.paging import LinkedPages, LoadedPages, NumberedPages
from newscrawl.urls import Identity

__all__ = [
    "HEADLINE",
    "CategorySpider",
    "Identity",
    "LinkedPages",
    "LoadedPages",
    "NumberedPages",
    "article_urls",
    "sections_at",
    "urls_at",
]

NO_ARTICLES = (
    r"(?!(?:[^?]*/)?(?:photos?|photo-?gallery|galler(?:y|ies)|videos?|(?:web|visual)-?stories|"
    r"live-?tv|podcasts?|tags?|topics?|category|authors?|search|rss|feeds?|api|ajax|wp-[a-z]+)/)"
)
"""Folders of pictures, films and lists: what is below them is no text, whatever its name."""

HEADLINE = r"[^/?]+/[^/?-]+(?:-[^/?-]+){3,}"
"""In a section, four words: what tells an article from a section where there is no number."""


def article_urls(hosts: str, name: str) -> str:
    """Return the pattern of the article URLs of a site: one of *hosts*, any sections, then *name*.

    *hosts*, which spaces part, match their subdomains too; *name* is a pattern of the last
    segments. A slash and a query may follow it.
    """
    either = "|".join(map(re.escape, hosts.split()))
    return rf"[/.](?:{either})/{NO_ARTICLES}(?:[^/?]+/)*{name}/?(?:\?.*)?$"


def urls_at(form: str, names: str) -> tuple[str, ...]:
    """Return *form* with each of *names*, which spaces part, put in; ``-`` is the empty name."""
    return tuple(form.format("" if name == "-" else name) for name in names.split())


def sections_at(form: str, names: str) -> dict[str, str]:
    """Return slug -> URL for the sections *names*, which spaces part: *form* with the name put in.

    A section that the site calls otherwise than we do is ``slug=name``.
    """
    pairs = (name.partition("=") for name in names.split())
    return {slug: form.format(name or slug) for slug, _, name in pairs}
