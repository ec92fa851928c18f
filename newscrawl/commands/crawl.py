"""`scrapy crawl`: Scrapy's, with one-line errors and an exit code that tells the truth."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import unquote, urlsplit

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from newscrawl.exit_codes import ExitCode, exit_code
from newscrawl.reporting.log_lines import JsonFormatter, log_as_json, tell
from newscrawl.setting_check import BadSetting, check_settings

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings


TALKATIVE = (
    "scrapy.addons",
    "scrapy.core.engine",
    "scrapy.crawler",
    "scrapy.extensions.feedexport",
    "scrapy.middleware",
    "scrapy.utils.log",
)
"""Loggers that say at INFO how Scrapy is put together; an operator asks what the run did."""

LOADED_FIRST = ("scrapy.core.downloader.tls", "scrapy.core.downloader.contextfactory")
"""Modules that read the whole stack when they are loaded, and for each frame of an import all
modules: 30 ms less where the stack is short and there are few of either."""


class Command(ScrapyCrawl):
    """Run a spider; exit codes are those of newscrawl.exit_codes."""

    json_lines: JsonFormatter | None = None

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options; a bad one is one line and exit code 2, without the usage text."""
        try:
            super().process_options(args, opts)
        except UsageError as error:
            refuse(str(error), self.settings)
        assert self.settings is not None
        try:
            check_settings(self.settings)
        except BadSetting as error:
            refuse(str(error), self.settings)
        if is_items_dir(self.settings.getdict("FEEDS"), opts.spargs):
            refuse(
                "items_dir is set in scrapyd.conf: it replaces our feeds, and Scrapyd deletes all "
                "but the newest files in it. Leave it empty; DATA_DIR says where articles go",
                self.settings,
            )
        if self.settings.getbool("LOG_JSON"):
            self.json_lines = log_as_json(self.settings)
        if self.settings.get("LOG_LEVEL") != "DEBUG":
            for name in TALKATIVE:
                # A filter: Scrapy's own configuration, which follows, would undo a level.
                logging.getLogger(name).addFilter(is_warning)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the spider that *args* names."""
        from newscrawl.quiet import QuietSignals

        process = self.crawler_process
        assert process is not None
        if len(args) != 1:
            given = " ".join(args)
            refuse(
                f"name one spider: scrapy crawl NAME [-a name=value], not {given!r}", self.settings
            )
        if args[0] not in process.spider_loader.list():
            refuse(f"no spider {args[0]!r}: `scrapy list` names all", self.settings)
        try:
            crawler = self._create_crawler(args[0])
            crawler.spidercls.read_arguments(opts.spargs)  # type: ignore[attr-defined]
        except ValueError as error:  # a BadArgument, or a setting that cannot be taken
            refuse(str(error), self.settings)
        crawler.signals = QuietSignals(crawler)  # nobody listens yet
        if self.json_lines:
            self.json_lines.crawler = crawler
        self.exitcode = run_crawler(process, crawler, opts.spargs)


def is_warning(record: logging.LogRecord) -> bool:
    """Tell whether *record* is more than information."""
    return record.levelno >= logging.WARNING


def is_items_dir(feeds: Mapping[str, Any], arguments: Mapping[str, str]) -> bool:
    """Tell whether *feeds* are what Scrapyd makes of items_dir: <project>/<spider>/<job>.jl."""
    job = arguments.get("_job")
    paths = [unquote(urlsplit(str(uri)).path) for uri in feeds]
    return bool(job) and any(path.endswith(f"/{job}.jl") for path in paths)


def refuse(reason: str, settings: BaseSettings | None = None) -> NoReturn:
    """End the command with one line that says why, before any request."""
    tell(reason, settings)
    sys.exit(ExitCode.BAD_ARGUMENT)


def run_crawler(process: Any, crawler: Crawler, arguments: dict[str, str]) -> ExitCode:
    """Run *crawler* to its end in *process* and return the exit code of the run."""
    for name in LOADED_FIRST:
        import_module(name)
    from newscrawl.ledger import LedgerError, LockHeld

    crawl = process.crawl(crawler, **arguments)
    crawl.add_done_callback(lambda task: task.exception())  # retrieved: asyncio need not print it
    process.start()
    error = crawl.exception() if crawl.done() and not crawl.cancelled() else None
    if isinstance(error, LedgerError):
        tell(str(error), crawler.settings)
        return ExitCode.LOCKED if isinstance(error, LockHeld) else ExitCode.BROKEN
    if error:
        tell(f"the run did not start: {type(error).__name__}: {error}", crawler.settings)
        return ExitCode.BROKEN
    return exit_code(crawler.stats.get_stats())
