"""`scrapy crawlall`: every site on one machine, in a few processes, under one table."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import sys
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.utils.conf import arglist_to_dict

from newscrawl.commands.crawl import refuse
from newscrawl.data_dir import data_dir
from newscrawl.exit_codes import gravest
from newscrawl.setting_check import BadSetting, check_settings

if TYPE_CHECKING:
    from scrapy.spiderloader import SpiderLoaderProtocol

    from newscrawl.site_runs import SiteRun, SiteRuns

logger = logging.getLogger("newscrawl")

ONLY_WHEN_NAMED = ("site", "demo")
LINES_EVERY = 60.0  # seconds between the lines about the runs, where there is no terminal


class Command(ScrapyCommand):
    """Run many spiders; the exit code is the gravest of theirs."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """Return what stands after the name of the command."""
        return "[--sites NAME,...] [--processes 2] [-a name=value] [-s NAME=value]"

    def short_desc(self) -> str:
        """Return what `scrapy --help` says."""
        return "Crawl every site, in a few processes"

    def long_desc(self) -> str:
        """Return what `scrapy crawlall --help` says."""
        return (
            "Crawl every site, or those that --sites names, each by a `scrapy crawl` of its own, "
            "never two of one host at a time. Spider arguments and settings go to all of them; "
            "their logs are in DATA_DIR/logs. SIGINT and SIGTERM end all, everything stored. The "
            "exit code is the gravest of theirs."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --sites, --processes and -a."""
        super().add_options(parser)
        parser.add_argument("--sites", metavar="NAME,...", help="spiders to run (default: all)")
        parser.add_argument("--processes", default="2", metavar="N", help="at a time (default: 2)")
        parser.add_argument(
            "-a",
            dest="arguments",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="set an argument of all spiders (may be repeated)",
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options; a bad one is one line and exit code 2."""
        assert self.settings is not None
        try:
            super().process_options(args, opts)
            check_settings(self.settings)
        except (UsageError, BadSetting) as error:
            refuse(str(error))
        if args:
            refuse(f"scrapy crawlall takes options only, not {' '.join(args)!r}")
        if not (opts.processes.isdecimal() and int(opts.processes)):
            refuse(f"--processes {opts.processes}: not a whole number above 0")
        try:
            opts.arguments = arglist_to_dict(opts.arguments)
        except ValueError:
            refuse("Invalid -a value, use -a NAME=VALUE")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the sites."""
        from scrapy.spiderloader import get_spider_loader
        from scrapy.utils.log import configure_logging

        from newscrawl.reporting.log_lines import log_as_json
        from newscrawl.reporting.log_safety import install
        from newscrawl.site_runs import SiteRun, SiteRuns

        settings = self.settings
        assert settings is not None
        loader = get_spider_loader(settings)
        options = self._options(opts)
        runs = SiteRuns(
            [
                SiteRun(name, hosts, self._log_of(name), options)
                for name, hosts in hosts_of(
                    loader, chosen_sites(loader, opts.sites), opts.arguments
                ).items()
            ],
            int(opts.processes),
        )
        install(settings)
        if settings.getbool("LOG_JSON"):
            log_as_json(settings)
        configure_logging(settings)
        show = settings.get("PROGRESS", "auto")
        in_terminal = show == "line" or (show == "auto" and sys.stderr.isatty())
        asyncio.run(with_table(runs) if in_terminal else with_lines(runs))
        self.exitcode = gravest(run.code for run in runs.runs if run.code is not None)

    def _options(self, opts: argparse.Namespace) -> list[str]:
        """Return what each `scrapy crawl` is told of our own options."""
        options = [part for value in opts.set for part in ("-s", value)]
        options += [
            part for name, value in opts.arguments.items() for part in ("-a", f"{name}={value}")
        ]
        if opts.loglevel:
            options += ["-L", opts.loglevel]
        if opts.nolog:
            options += ["--nolog"]
        return options

    def _log_of(self, site: str) -> str:
        """Return the file that *site*'s runs log to: in DATA_DIR/logs, unless LOG_FILE is given."""
        assert self.settings is not None
        if given := self.settings.get("LOG_FILE"):
            return str(given)
        folder = data_dir(self.settings) / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        return str(folder / f"{site}.log")


def chosen_sites(loader: SpiderLoaderProtocol, named: str | None) -> list[str]:
    """Return the spiders to run: those *named*, else all that are a site."""
    if named is None:
        return [name for name in sorted(loader.list()) if name not in ONLY_WHEN_NAMED]
    names = list(dict.fromkeys(name.strip() for name in named.split(",") if name.strip()))
    for name in names:
        if name not in loader.list():
            refuse(f"no spider {name!r}: `scrapy list` names all")
    return names or refuse("--sites names no spider")


def hosts_of(
    loader: SpiderLoaderProtocol, names: list[str], arguments: dict[str, str]
) -> dict[str, list[str]]:
    """Return the hosts of each spider of *names*; one that cannot take *arguments* ends it all."""
    hosts = {}
    for name in names:
        try:
            spider = loader.load(name)(**arguments)
        except ValueError as error:
            refuse(f"{name}: {error}")
        hosts[name] = list(getattr(spider, "hosts", []))
    return hosts


async def with_table(runs: SiteRuns) -> None:
    """Run all under a live table."""
    from rich.console import Console
    from rich.live import Live

    from newscrawl.reporting.runs_table import closing_lines, live_table

    console = Console(stderr=True)
    with Live(get_renderable=lambda: live_table(runs), console=console, refresh_per_second=2):
        await runs.run(lambda run: None)
    for line in closing_lines(runs):
        console.print(line, markup=False, highlight=False)


async def with_lines(runs: SiteRuns) -> None:
    """Run all, with a line when a run begins or ends, and one a minute about each that runs."""
    from newscrawl.reporting.runs_table import closing_lines, state_line

    def tell(run: SiteRun) -> None:
        logger.info("%s", state_line(run))

    async def tell_all() -> None:
        while True:
            await asyncio.sleep(LINES_EVERY)
            for run in runs.running:
                tell(run)

    minutes = asyncio.create_task(tell_all())
    await runs.run(lambda run: tell(run) if run.code is not None else None)
    minutes.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await minutes
    for line in closing_lines(runs):
        logger.info("%s", line)
