"""WordPress without a theme that needs more: pages by number, addresses that end in a slash."""

from __future__ import annotations

from typing import ClassVar

from newscrawl.category_spider import CategorySpider
from newscrawl.paging import NumberedPages, Paging
from newscrawl.urls import Identity


class WordPressSpider(CategorySpider):
    """A WordPress site: declare name, allowed_domains and sections, see CategorySpider.

    Permalinks differ from site to site: without article_pattern links are judged by their form.
    """

    paging: ClassVar[Paging] = NumberedPages("/page/{}/")
    identity: ClassVar[Identity] = Identity(final_slash=True)
