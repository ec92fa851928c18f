"""`scrapy crawl`: Scrapy's, with one-line errors and an exit code that tells the truth."""

from __future__ import annotations

import argparse
import logging
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from newscrawl.exit_codes import ExitCode, exit_code
from newscrawl.log_safety import safe_text
from newscrawl.setting_check import BadSetting, check_settings

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


TALKATIVE = (
    "scrapy.addons",
    "scrapy.core.engine",
    "scrapy.crawler",
    "scrapy.extensions.feedexport",
    "scrapy.middleware",
    "scrapy.utils.log",
)
"""Loggers that say at INFO how Scrapy is put together; an operator asks what the run did."""


class Command(ScrapyCrawl):
    """Run a spider; exit codes are those of newscrawl.exit_codes."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options; a bad one is one line and exit code 2, without the usage text."""
        try:
            super().process_options(args, opts)
        except UsageError as error:
            refuse(str(error))
        assert self.settings is not None
        try:
            check_settings(self.settings)
        except BadSetting as error:
            refuse(str(error))
        if self.settings.get("LOG_LEVEL") != "DEBUG":
            for name in TALKATIVE:
                # A filter: Scrapy's own configuration, which follows, would undo a level.
                logging.getLogger(name).addFilter(is_warning)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the spider that *args* names."""
        process = self.crawler_process
        assert process is not None
        if len(args) != 1:
            refuse(f"name one spider: scrapy crawl NAME [-a name=value], not {' '.join(args)!r}")
        if args[0] not in process.spider_loader.list():
            refuse(f"no spider {args[0]!r}: `scrapy list` names all")
        try:
            crawler = self._create_crawler(args[0])
            crawler.spidercls.read_arguments(opts.spargs)  # type: ignore[attr-defined]
        except ValueError as error:  # a BadArgument, or a setting that cannot be taken
            refuse(str(error))
        self.exitcode = run_crawler(process, crawler, opts.spargs)


def is_warning(record: logging.LogRecord) -> bool:
    """Tell whether *record* is more than information."""
    return record.levelno >= logging.WARNING


def refuse(reason: str) -> NoReturn:
    """End the command with one line that says why, before any request."""
    sys.stderr.write(f"newscrawl: {safe_text(reason)}\n")
    sys.exit(ExitCode.BAD_ARGUMENT)


def run_crawler(process: Any, crawler: Crawler, arguments: dict[str, str]) -> ExitCode:
    """Run *crawler* to its end in *process* and return the exit code of the run."""
    from newscrawl.ledger import LedgerError, LockHeld

    crawl = process.crawl(crawler, **arguments)
    crawl.add_done_callback(lambda task: task.exception())  # retrieved: asyncio need not print it
    process.start()
    error = crawl.exception() if crawl.done() and not crawl.cancelled() else None
    if isinstance(error, LedgerError):
        sys.stderr.write(f"newscrawl: {error}\n")
        return ExitCode.LOCKED if isinstance(error, LockHeld) else ExitCode.BROKEN
    if error:
        sys.stderr.write(f"newscrawl: the run did not start: {type(error).__name__}: {error}\n")
        return ExitCode.BROKEN
    return exit_code(crawler.stats.get_stats())
