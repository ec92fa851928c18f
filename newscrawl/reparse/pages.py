"""One archived page to one article: what a crawl does behind the download, without the crawl."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newscrawl.archive.writing import FOLDER
from newscrawl.extraction import Selectors, extract_article
from newscrawl.items import Article, NotAnArticle
from newscrawl.pipelines import Normalize, Require
from newscrawl.urls import canonical_url

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from newscrawl.archive.warc_pages import Page


@dataclass(frozen=True, kw_only=True)
class Site:
    """What a spider declares that a record depends on."""

    selectors: Selectors | None = None
    sections: frozenset[str] = frozenset()
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What decides, beside the page, what becomes of it. Goes to other processes."""

    languages: tuple[str, ...] = ("hi",)
    refused_rights: tuple[str, ...] = ()
    sites: dict[str, Site] = field(default_factory=dict)

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Rules:
        """Read LANGUAGES, REFUSE_RIGHTS and the declarations of all spiders."""
        from scrapy.spiderloader import get_spider_loader

        loader = get_spider_loader(settings)
        spiders = {name: loader.load(name) for name in loader.list()}
        return cls(
            languages=tuple(settings.getlist("LANGUAGES")),
            refused_rights=tuple(settings.getlist("REFUSE_RIGHTS")),
            sites={
                name: Site(
                    selectors=getattr(spider, "selectors", None),
                    sections=frozenset(getattr(spider, "sections", ())),
                    hosts=tuple(getattr(spider, "allowed_domains", ())),
                )
                for name, spider in spiders.items()
            },
        )


def reference(page: Page, name: str) -> str:
    """Return the `archive_ref` of *page* in the file *name*, a path below the archive's folder.

    What newscrawl has archived has its own, wherever the file lies now.
    """
    if page.site:
        name = f"{FOLDER}/{page.site}/{PurePosixPath(name).name}"
    return f"{name}#{page.offset}"


class BadAddress(NotAnArticle):
    """A page whose archived address nobody could ask for."""


def article_of(page: Page, ref: str, rules: Rules) -> Article:
    """Return the article on *page*, whose `archive_ref` is *ref*. Raises DropItem's subclasses."""
    try:
        canonical_url(page.url)
    except ValueError as error:
        raise BadAddress(str(error)) from None
    site = rules.sites.get(page.site or "")
    article = extract_article(
        page.body,
        page.url,
        fetched_at=page.fetched_at,
        headers=page.headers,
        selectors=site.selectors if site else None,
    )
    article.site = page.site or urlsplit(page.url).hostname or ""
    article.discovered_from = "warc"
    article.crawled_at = page.fetched_at.isoformat(timespec="seconds") if page.fetched_at else None
    article.http_status = page.status
    article.archive_ref = ref
    if page.is_reserved:
        article.rights = sorted({*(article.rights or ()), "tdm-reserved"})
    article = Normalize().process_item(article)
    return Require(list(rules.languages), list(rules.refused_rights)).process_item(article)
