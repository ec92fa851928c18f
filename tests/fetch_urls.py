"""`python fetch_urls.py TASK`: ask for the URLs of a JSON task, for `rough_server`."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response, TextResponse
from scrapy.settings import Settings

OFF = ("ITEM_PIPELINES", "FEED_EXPORTERS", "COMMANDS_MODULE", "SPIDER_MODULES")
"""What wants a spider of ours; the ledger and the feeds do too."""
EXTENSIONS = {
    "newscrawl.reporting.log_safety.SafeLogs": 0,
    "newscrawl.fetching.downloader.PromptStop": 1,
    "newscrawl.fetching.budgets.Budgets": 2,
}


class FetchSpider(Spider):
    name = "fetch"

    def __init__(self, task: dict[str, Any]) -> None:
        super().__init__()
        self.task = task
        self.allowed_domains = task["domains"]
        self.outcomes: dict[str, str] = {}
        self.bodies: dict[str, str] = {}
        self.reserved: list[str] = []

    async def start(self) -> AsyncIterator[Request]:
        for url in self.task["urls"]:
            meta = {**self.task["meta"], "asked": url}
            yield Request(url, self.parse_page, errback=self.failed, meta=meta, dont_filter=True)

    def parse_page(self, response: Response) -> None:
        path = path_of(response.meta["asked"])
        self.outcomes[path] = str(response.status)
        if isinstance(response, TextResponse):
            self.bodies[path] = response.text[:1000]
        if response.meta.get("tdm_reserved"):
            self.reserved.append(path)

    def failed(self, failure: Any) -> None:
        self.outcomes[path_of(failure.request.meta["asked"])] = failure.type.__name__


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def main() -> None:
    task = json.loads(sys.argv[1])
    settings = Settings()
    settings.setmodule("newscrawl.settings")
    for name in OFF:
        settings.set(name, {}, "cmdline")
    settings.set("EXTENSIONS", EXTENSIONS, "cmdline")
    settings.setdict(task["settings"], "cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(FetchSpider)
    process.crawl(crawler, task=task)
    process.start()
    spider = crawler.spider
    assert isinstance(spider, FetchSpider)
    result = {
        "outcomes": spider.outcomes,
        "bodies": spider.bodies,
        "reserved": spider.reserved,
        "stats": {k: v for k, v in crawler.stats.get_stats().items() if isinstance(v, int | str)},
    }
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main()
