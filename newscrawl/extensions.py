"""What accompanies a run: its place in the ledger, the outcome of each item, the summary."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl.category_spider import CategorySpider
from newscrawl.data_dir import data_dir
from newscrawl.exit_codes import STAT_PREFIX
from newscrawl.items import Article, article_id
from newscrawl.ledger import Run
from newscrawl.outcomes import Outcome
from newscrawl.pipelines import DuplicateArticle, Unchanged
from newscrawl.reporting.health import Health, judge
from newscrawl.reporting.health_alert import message_of, post
from newscrawl.reporting.run_facts import Facts, facts_of
from newscrawl.reporting.run_report import make_report, report_paths, write_report
from newscrawl.reporting.run_tally import RunTally
from newscrawl.reporting.summary import summary_lines

logger = logging.getLogger("newscrawl")


def spider_of(crawler: Crawler) -> CategorySpider:
    """Return the spider of *crawler*. Raises TypeError where it is none of ours."""
    if not isinstance(crawler.spider, CategorySpider):
        raise TypeError(f"{crawler.spider!r} is no CategorySpider")
    return crawler.spider


class LedgerRun:
    """Open the run in the ledger before the first request, close it behind the last feed.

    What stands in the way (a lock, a damaged ledger, no room for the feed) is a LedgerError, and
    no request is made.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.spider = spider_of(crawler)
        self.spider.run = Run.open(crawler, self.spider.name, self.spider.hosts)
        self.reason = "unknown"
        crawler.signals.connect(self.spider_closed, signals.spider_closed)
        crawler.signals.connect(self.feed_exporter_closed, signals.feed_exporter_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open the run. Raises LedgerError."""
        return cls(crawler)

    def spider_closed(self, reason: str) -> None:
        """Remember why the run ended."""
        self.reason = reason

    async def feed_exporter_closed(self) -> None:
        """Close the run in the ledger, now that every line is where it belongs; then sum up."""
        spider, stats = self.spider, self.crawler.stats
        spider.outcomes.write_stats(stats, finished=self.reason == "finished")
        reporter = self.crawler.get_extension(RunReporter)
        try:
            if reporter:
                await reporter.judge()
        finally:
            await spider.run.close(self.reason, reporter.facts.as_json() if reporter else None)
        for line in summary_lines(spider, stats.get_stats(), self.reason):
            logger.info("%s", line)
        if reporter:
            await reporter.report(self.reason)


class RunReporter:
    """Judge a run by the site's history, and report on it: a file, the log, a webhook."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.spider = spider_of(crawler)
        self.tally = RunTally(crawler)
        self.facts = Facts()
        self.health = Health()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read HEALTH_WEBHOOK (URL) and DATA_DIR, at the end of the run."""
        return cls(crawler)

    async def judge(self) -> None:
        """Sum the run up and compare it with the site's earlier runs, while it is open.

        Raises LedgerError.
        """
        self.facts = facts_of(self.spider, self.tally, self.crawler.stats.get_stats())
        earlier = await self.spider.run.earlier()
        self.health = judge(self.facts, earlier, datetime.now(UTC))
        self.facts = replace(self.facts, judged=self.health.judged, findings=self.health.findings)
        if self.health.findings:
            kinds = ", ".join(finding.kind for finding in self.health.findings)
            self.crawler.stats.set_value(STAT_PREFIX + "unhealthy", kinds)

    async def report(self, reason: str) -> None:
        """Log what is wrong, write the report, tell the webhook."""
        spider, findings = self.spider, self.health.findings
        for finding in findings:
            logger.warning(
                "%s is unwell: %s: %s. %s", spider.name, finding.kind, finding.what, finding.look
            )
        stats = self.crawler.stats.get_stats()
        report = make_report(spider, self.tally, stats, reason, self.health)
        folder = data_dir(self.crawler.settings) / spider.name
        for path in report_paths(spider.run.feed_files, folder, report.run_id):
            try:
                write_report(report, path)
            except OSError as error:
                logger.warning("No report of this run: %s: %s", path, error.strerror)
        webhook = self.crawler.settings.get("HEALTH_WEBHOOK")
        if webhook and (findings or (self.health.was_unwell and self.health.judged)):
            await post(webhook, message_of(report))


class OutcomeKeeper:
    """Give each page whose item left the spider its outcome."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.spider = spider_of(crawler)
        crawler.signals.connect(self.item_scraped, signals.item_scraped)
        crawler.signals.connect(self.item_dropped, signals.item_dropped)
        crawler.signals.connect(self.item_error, signals.item_error)
        crawler.signals.connect(self.spider_error, signals.spider_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen to the signals of *crawler*."""
        return cls(crawler)

    def item_scraped(self, item: Article, response: Response) -> None:
        """Count a stored article; the ledger books it with its line."""
        self.spider.in_hand -= 1
        self.spider.stored += 1
        outcome: Outcome = "updated" if item.version > 1 else "stored"
        self.spider.outcomes.settle(response.meta["asked"], outcome)
        if self.spider.arguments.max_articles == self.spider.stored:
            self.closing = asyncio.ensure_future(
                self.crawler.engine.close_spider_async(reason="max_articles")
            )

    def item_dropped(self, item: Article, response: Response, exception: Exception) -> None:
        """Count an article that a pipeline dropped, by class."""
        self.spider.in_hand -= 1
        asked = response.meta["asked"]
        outcome: Outcome = "refused"
        if isinstance(exception, Unchanged | DuplicateArticle):
            own_address = article_id(asked) == item.id  # else it was redirected to a known one
            is_look = isinstance(exception, Unchanged) and own_address
            outcome = "unchanged" if is_look else "duplicate"
        self.spider.settle(asked, outcome, type(exception).__name__)

    def item_error(self, response: Response, failure: Failure) -> None:
        """Count an article that a pipeline lost. It stays pending: the next run tries again."""
        self.spider.in_hand -= 1
        self._lost(response, failure)

    def spider_error(self, failure: Failure, response: Response | None) -> None:
        """Count a page that our own code failed on. It stays pending."""
        if response is not None:
            self._lost(response, failure)

    def _lost(self, response: Response, failure: Failure) -> None:
        self.crawler.stats.inc_value(STAT_PREFIX + "article_lost")
        self.spider.outcomes.settle(response.meta["asked"], "failed", type(failure.value).__name__)
