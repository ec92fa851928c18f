"""`scrapy savepage NAME URL_OR_FILE`: keep a page for the tests of a site."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.utils.conf import closest_scrapy_cfg

from newscrawl.commands.crawl import refuse


class Command(ScrapyCommand):
    """Save a page under tests/pages/NAME/, without scripts and with its prose masked."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return what stands after the name of the command."""
        return "[--as FILE] [--url URL] [--keep-text] NAME URL_OR_FILE"

    def short_desc(self) -> str:
        """Return what `scrapy --help` says."""
        return "Save a page for the tests of a site, its prose masked"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --as, --url and --keep-text."""
        super().add_options(parser)
        parser.add_argument("--as", dest="file", default="article.html", help="name of the file")
        parser.add_argument("--url", help="where a saved page was fetched from")
        parser.add_argument("--keep-text", action="store_true", help="do not mask the prose")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Save the page."""
        from newscrawl.commands.extract import read_page
        from newscrawl.extraction.charset import decode
        from newscrawl.saved_page import PageTooLarge, saved_page

        if len(args) != 2 or args[0].startswith("-") or args[1].startswith("-"):
            refuse("scrapy savepage [--as FILE] [--url URL] [--keep-text] NAME URL_OR_FILE")
        name, source = args
        if not name.isidentifier() or "/" in opts.file or not opts.file.endswith(".html"):
            refuse(f"{name}/{opts.file}: name a spider, and a file such as category.html")
        assert self.settings is not None
        try:
            page = read_page(source, opts.url, self.settings)
            html = saved_page(
                decode(page.html, headers=page.headers), page.url, keep_text=opts.keep_text
            )
        except (OSError, PageTooLarge) as error:
            refuse(f"{source}: {error}")
        target = Path(closest_scrapy_cfg()).parent / "tests" / "pages" / name / opts.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html, "utf-8")
        sys.stdout.write(f"{target}: {len(html.encode()):,} bytes\n")
        sys.stdout.write("next: pytest tests/test_sites.py --update-expected, and review\n")
