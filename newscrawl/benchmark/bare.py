"""Scrapy without newscrawl, to compare with: nothing of newscrawl is imported here.

``python -m newscrawl.benchmark.bare SPIDER URLS OUT [NAME=VALUE ...]`` runs one spider in a process
of its own; what is named behind are Scrapy settings. The spiders follow the pages as Scrapy's
tutorial does, and write at their end what they saw, so that a round can be checked.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response


class BareSpider(scrapy.Spider):
    """Download the listing pages and the articles, and do nothing with them.

    Arguments: ``urls``, comma-separated; ``out``, the file for what was seen.
    """

    name = "bare"

    def __init__(self, urls: str, out: str) -> None:
        super().__init__()
        self.start_urls = urls.split(",")
        self.out = Path(out)
        self.seen = {"articles": 0, "listings": 0, "bytes": 0}

    def parse(self, response: Response) -> Iterator[Any]:
        """Follow the articles of a listing page, and its next page."""
        self.seen["listings"] += 1
        for link in response.css("div.teaser h2 a::attr(href)").getall():
            yield response.follow(link, self.parse_article)
        if older := response.css("a.older::attr(href)").get():
            yield response.follow(older, self.parse)

    def parse_article(self, response: Response) -> Iterator[Any]:
        """Count the page."""
        self.seen["articles"] += 1
        self.seen["bytes"] += len(response.body)
        yield from ()

    def closed(self, reason: str) -> None:
        """Write what was seen."""
        self.out.write_text(json.dumps(self.seen))


class TrafilaturaSpider(BareSpider):
    """Extract each article with trafilatura, and yield what it finds."""

    name = "trafilatura"

    def parse_article(self, response: Response) -> Iterator[Any]:
        """Yield the article."""
        import trafilatura

        yield from super().parse_article(response)
        record = trafilatura.extract(
            response.body, url=response.url, output_format="json", with_metadata=True
        )
        if record:
            yield {"address": response.url, **json.loads(record)}


def main(spider: str, urls: str, out: str, *given: str) -> None:
    """Run one of the spiders; the setting GC_THRESHOLD is ours, all others are Scrapy's."""
    settings: dict[str, Any] = dict(setting.split("=", 1) for setting in given)
    if threshold := settings.pop("GC_THRESHOLD", ""):
        gc.set_threshold(int(threshold))
    if spider == TrafilaturaSpider.name:
        settings["FEEDS"] = {f"{out}.jsonl": {"format": "jsonlines", "encoding": "utf-8"}}
    process = AsyncCrawlerProcess(settings)
    spiders = {each.name: each for each in (BareSpider, TrafilaturaSpider)}
    process.crawl(spiders[spider], urls=urls, out=out)
    process.start()


if __name__ == "__main__":
    main(*sys.argv[1:])
