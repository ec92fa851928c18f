"""The measured site as a site of ours: what `spiders/<site>.py` would say of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from newscrawl.benchmark.stories import SECTIONS
from newscrawl.category_spider import CategorySpider
from newscrawl.extraction import Selectors


class DeclaredSpider(CategorySpider):
    """Crawls the measured site with selectors. Argument: ``origin``."""

    name = "declared"
    article_pattern = r"-\d{7}\.html$"
    own_arguments = ("origin",)
    selectors = Selectors(
        headline="h1.story-title",
        body="div.story-body > p",
        authors="a[rel=author]",
        date_published="div.story-byline time",
    )

    def __init__(self, name: str | None = None, **given: Any) -> None:
        origin = given["origin"]
        self.allowed_domains = [urlsplit(origin).netloc]
        # An attribute of the object here, because its address is known only when it is served.
        self.sections = {section: f"{origin}/{section}/" for section in SECTIONS}  # type: ignore[misc]
        super().__init__(name, **given)
