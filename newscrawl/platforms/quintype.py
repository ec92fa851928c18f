"""Quintype: section pages, then the collections API that its 'load more' asks."""

from __future__ import annotations

from typing import ClassVar

from newscrawl.category_spider import CategorySpider
from newscrawl.paging import LoadedPages, Paging


class QuintypeSpider(CategorySpider):
    """A site on Quintype: declare name, allowed_domains, sections and article_pattern."""

    paging: ClassVar[Paging] = LoadedPages(
        "/api/v1/collections/{slug}?limit={size}&offset={skipped}", size=20
    )
