"""`scrapy onboard HOME_URL_OR_FILE`: propose a site file, with the evidence, and write it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand
from scrapy.utils.conf import closest_scrapy_cfg

from newscrawl.commands.crawl import refuse
from newscrawl.urls import canonical_url

if TYPE_CHECKING:
    from newscrawl.onboarding import Proposal


class Command(ScrapyCommand):
    """Look at a site's home page, three sections and three articles; propose its site file."""

    requires_project = True

    def syntax(self) -> str:
        """Return what stands after the name of the command."""
        return "[--url URL] [--name NAME] [--write] HOME_URL_OR_FILE"

    def short_desc(self) -> str:
        """Return what `scrapy --help` says."""
        return "Propose the site file of a new site, with the evidence for each line"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --url, --name and --write."""
        super().add_options(parser)
        parser.add_argument("--url", help="where a saved home page was fetched from")
        parser.add_argument("--name", help="name of the spider")
        parser.add_argument(
            "--write", action="store_true", help="write the site file and a folder for its tests"
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Keep the log out of the proposal, unless it is asked for."""
        super().process_options(args, opts)
        if not opts.loglevel and self.settings is not None:
            self.settings.set("LOG_LEVEL", "ERROR", priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Look, and print or write the proposal."""
        from newscrawl.onboarding import site_source

        if len(args) != 1 or args[0].startswith("-"):
            refuse("scrapy onboard [--url URL] [--name NAME] [--write] HOME_URL_OR_FILE")
        if opts.name and not opts.name.isidentifier():
            refuse(f"--name {opts.name}: letters, digits and underscores")
        is_url = args[0].startswith(("http://", "https://"))
        proposal = self.look_at(args[0], opts) if is_url else self.read(args[0], opts)
        source = site_source(proposal)
        for line in proposal.evidence:
            sys.stdout.write(f"# {line}\n")
        if opts.write:
            self.write(proposal, source)
        else:
            sys.stdout.write(f"\n{source}")

    def read(self, name: str, opts: argparse.Namespace) -> Proposal:
        """Return the proposal that a saved home page allows."""
        from newscrawl.commands.extract import read_page
        from newscrawl.extraction.charset import decode
        from newscrawl.onboarding import Fetched, propose

        assert self.settings is not None
        try:
            page = read_page(name, opts.url, self.settings)
            url = canonical_url(page.url)
        except (OSError, ValueError) as error:
            refuse(f"{name}: {error}; --url says where it was fetched from")
        return propose(Fetched(url, decode(page.html)), name=opts.name)

    def look_at(self, url: str, opts: argparse.Namespace) -> Proposal:
        """Return the proposal for the site whose home page is at *url*."""
        from newscrawl.onboarding import propose
        from newscrawl.onboarding_spider import OnboardingSpider

        try:
            home = canonical_url(url)
        except ValueError as error:
            refuse(str(error))
        process: Any = self.crawler_process
        crawler = process.create_crawler(OnboardingSpider)
        process.crawl(crawler, home=home)
        process.start()
        spider = crawler.spider
        if not isinstance(spider, OnboardingSpider) or spider.front is None:
            reason = getattr(spider, "reason", "") or "no answer"
            sys.stderr.write(f"newscrawl: {home}: {reason}\n")
            sys.exit(1)
        return propose(
            spider.front,
            listings=spider.listings,
            articles=spider.articles,
            sitemaps=spider.sitemaps,
            name=opts.name,
        )

    def write(self, proposal: Proposal, source: str) -> None:
        """Write the site file, never over one that is there, and the folder for its pages."""
        root = Path(closest_scrapy_cfg()).parent
        target = root / "newscrawl" / "spiders" / f"{proposal.name}.py"
        if target.exists():
            refuse(f"{target} is there already: --name chooses another name")
        target.write_text(source, "utf-8")
        pages = root / "tests" / "pages" / proposal.name
        pages.mkdir(parents=True, exist_ok=True)
        sys.stdout.write(
            f"wrote {target}\nnext: scrapy savepage {proposal.name} ARTICLE_URL, "
            f"scrapy savepage --as category.html {proposal.name} SECTION_URL\n"
        )
