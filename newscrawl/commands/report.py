"""`scrapy report`: one HTML file that shows what the sites brought, and how they are."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.commands.crawl import refuse

if TYPE_CHECKING:
    from newscrawl.reporting.report_page import Overview

MOST_DAYS = 366


class Command(ScrapyCommand):
    """Write the page, or the health of all sites as JSON."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the options."""
        return "[--open] [--out FILE] [--days 30] | --json [--days 30]"

    def short_desc(self) -> str:
        """Return what the command is for."""
        return "Write a page about all sites: articles, health, headlines"

    def long_desc(self) -> str:
        """Return what the page holds."""
        return (
            "Write one HTML file that needs no network: articles of each day and site, sections, "
            "agencies, copies, the health of each site with its history, newest headlines, each "
            "run. With --json print the health of the sites instead."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --open, --out, --days and --json."""
        super().add_options(parser)
        parser.add_argument("--open", action="store_true", help="open the page in a browser")
        parser.add_argument("--out", metavar="FILE", help="(default: DATA_DIR/report.html)")
        parser.add_argument("--days", default="30", metavar="N", help="to show (default: 30)")
        parser.add_argument("--json", action="store_true", help="print the sites' health as JSON")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options; a bad one is one line and exit code 2."""
        try:
            super().process_options(args, opts)
        except UsageError as error:
            refuse(str(error))
        if args:
            refuse(f"scrapy report {self.syntax()}, not {args[0]!r}")
        if opts.json and (opts.open or opts.out):
            refuse("--json is printed: it takes neither --open nor --out")
        if not (opts.days.isascii() and opts.days.isdecimal() and 0 < int(opts.days) <= MOST_DAYS):
            refuse(f"--days {opts.days}: not a whole number from 1 to {MOST_DAYS}")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the page, or print the JSON."""
        from newscrawl.data_dir import data_dir
        from newscrawl.ledger import LedgerError
        from newscrawl.reporting.report_page import as_json, render

        assert self.settings is not None
        try:
            folder = data_dir(self.settings)
            overview = self._collect(folder, int(opts.days))
            if opts.json:
                text = json.dumps(as_json(overview), ensure_ascii=False, indent=1)
                sys.stdout.write(text + "\n")
                return
            path = Path(opts.out).absolute() if opts.out else folder / "report.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(render(overview), "utf-8", errors="replace")
        except (LedgerError, ValueError, OSError) as error:
            sys.stderr.write(f"newscrawl: {error}\n")
            self.exitcode = 1
            return
        sys.stdout.write(f"{path}\n")
        if opts.open:
            import webbrowser

            webbrowser.open(path.as_uri())

    def _collect(self, folder: Path, days: int) -> Overview:
        """Return what there is to show. Raises LedgerError."""
        from newscrawl.ledger import LedgerError
        from newscrawl.ledger.store import Ledger, ledger_url
        from newscrawl.reporting.report_page import collect

        assert self.settings is not None
        url = ledger_url(self.settings)
        if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
            raise LedgerError(f"nothing was crawled yet: there is no ledger {url.database}")
        ledger = Ledger.open(url)
        try:
            return collect(ledger, folder, days, datetime.now(UTC))
        finally:
            ledger.close()
