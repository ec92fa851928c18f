"""`scrapy sites`: the sites that have a spider, and how each fact about them is known."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from scrapy.commands import ScrapyCommand
from scrapy.spiderloader import get_spider_loader

from newscrawl.arguments import ROADS
from newscrawl.category_spider import CategorySpider
from newscrawl.exit_codes import ExitCode


@dataclass(frozen=True)
class Site:
    """What a site file says: *roads* are values of the spider argument `discover`."""

    name: str
    publisher: str
    domain: str
    sections: tuple[str, ...]
    roads: tuple[str, ...]
    evidence: str


class Command(ScrapyCommand):
    """List the sites by name, for people, machines or the README."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the options."""
        return "[--json | --markdown]"

    def short_desc(self) -> str:
        """Return what the command is for."""
        return "List the sites that have a spider: sections, roads, evidence"

    def long_desc(self) -> str:
        """Return what the columns mean."""
        return (
            "Each site with its publisher, domain, sections (our slugs, for -a sections=), roads "
            "to articles (for -a discover=) and the best evidence for what its file says: "
            "inference, a public spider of a year, a real page of a year."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the two other forms."""
        super().add_options(parser)
        forms = parser.add_mutually_exclusive_group()
        forms.add_argument("--json", action="store_true", help="as a JSON array")
        forms.add_argument("--markdown", action="store_true", help="as the README's table")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the sites."""
        if args:
            sys.stderr.write(f"newscrawl: scrapy sites {self.syntax()}, not {args[0]!r}\n")
            sys.exit(ExitCode.BAD_ARGUMENT)
        assert self.settings is not None
        loader = get_spider_loader(self.settings)
        found = list(sites(map(loader.load, loader.list())))
        if opts.json:
            text = json.dumps([asdict(site) for site in found], ensure_ascii=False, indent=1)
        else:
            text = "\n".join(markdown(found) if opts.markdown else columns(found))
        sys.stdout.write(text + "\n")


def sites(spiders: Iterable[type]) -> Iterator[Site]:
    """Yield the sites among *spiders*: those that name a publisher."""
    for spider in spiders:
        if issubclass(spider, CategorySpider) and spider.publisher:
            addresses = (spider.sections, spider.feeds, spider.sitemaps)
            yield Site(
                name=spider.name,
                publisher=spider.publisher,
                domain=spider.allowed_domains[0],
                sections=tuple(spider.sections),
                roads=tuple(road for road, given in zip(ROADS, addresses, strict=True) if given),
                evidence=spider.evidence,
            )


def columns(found: list[Site]) -> Iterator[str]:
    """Yield lines for people; what may be in Devanagari, which is not of one width, stands last."""
    for site in found:
        roads = ",".join(site.roads)
        yield (
            f"{site.name:<18} {site.domain:<30} {site.evidence:<20} {roads:<22} "
            f"{len(site.sections):>2} sections  {site.publisher}"
        )


def markdown(found: list[Site]) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    yield "| spider | publisher | domain | sections | roads | evidence |"
    yield "|---|---|---|---|---|---|"
    for site in found:
        yield (
            f"| `{site.name}` | {site.publisher} | {site.domain} | {', '.join(site.sections)} "
            f"| {', '.join(site.roads)} | {site.evidence} |"
        )
