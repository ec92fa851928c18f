"""`scrapy benchmark`: newscrawl beside Scrapy alone, on a made-up site, in CPU time a page."""

from __future__ import annotations

import argparse
import json
import signal
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand

from newscrawl.commands.crawl import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawl.benchmark.process import Cost
    from newscrawl.benchmark.rounds import Run, Site

SMALL = 600
"""Articles of the small site, which a test of the ratios crawls."""
FEWEST = 100
GROWTH = (1_000, 10_000, 100_000, 1_000_000)
"""Articles in the ledger. To fill the last takes 1.7 GB and some minutes."""
GROWTH_SITE = 1_000


class Command(ScrapyCommand):
    """Exits with 1 where a round was void, with 2 if misused."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return what stands after the name of the command."""
        return "[options]"

    def short_desc(self) -> str:
        """Return what `scrapy --help` says."""
        return "Measure newscrawl beside Scrapy alone and Scrapy with trafilatura"

    def long_desc(self) -> str:
        """Return what `scrapy benchmark --help` says."""
        return (
            "Serve a made-up Hindi site on loopback, by nginx where it is installed, and crawl it "
            "in rounds: D Scrapy with its defaults, T Scrapy tuned, X Scrapy and trafilatura, N "
            "newscrawl with everything on, S newscrawl with a site's selectors. Each run is a "
            "process of its own on one core, and is checked: a wrong text or copy makes it void. "
            "Takes some seconds a thousand articles, contestant and round."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        super().add_options(parser)
        add = parser.add_argument
        add("--rounds", type=int, default=5, help="default: 5")
        add("--articles", type=int, default=2_000, help="of the site; default: 2000")
        add("--small", action="store_true", help=f"one round with {SMALL} articles")
        add("--contestants", default="DTXNS", metavar="LETTERS", help="default: DTXNS")
        add("--seed", type=int, default=1, help="of the site; default: 1")
        add("--json", metavar="FILE", help="write the figures there, too")
        add("--growth", action="store_true", help="instead: with ever larger ledgers")
        add("--startup", action="store_true", help="instead: from start to first output")
        add("--hosts", action="store_true", help="instead: two processes for two hosts beside one")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Measure what the options ask for."""
        check(args, opts)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # stops the server, too
        with tempfile.TemporaryDirectory(prefix="newscrawl-benchmark-") as place:
            folder = Path(place)
            if opts.startup:
                figures = measure_starts(folder)
            elif opts.growth:
                figures = measure_growth(folder, opts.rounds, opts.seed)
            elif opts.hosts:
                figures = measure_hosts(folder, opts.articles, opts.seed)
            else:
                if opts.small:
                    opts.articles, opts.rounds = SMALL, 1
                figures = measure_rounds(folder, opts)
        if opts.json:
            text = json.dumps(figures, ensure_ascii=False, indent=2)
            Path(opts.json).write_text(text + "\n", encoding="utf-8")
        self.exitcode = 1 if figures.get("void") else 0


def check(args: Sequence[str], opts: argparse.Namespace) -> None:
    """End the command with one line where the options make no sense."""
    from newscrawl.benchmark.rounds import NAMES

    if args:
        refuse(f"unknown argument {args[0]!r}")
    if opts.rounds < 1 or opts.articles < FEWEST:
        refuse(f"at least one round and {FEWEST} articles")
    if not opts.contestants or set(opts.contestants) - set(NAMES):
        refuse(f"--contestants takes the letters {''.join(NAMES)}")
    if opts.json and not Path(opts.json).absolute().parent.is_dir():
        refuse(f"no folder for {opts.json}")


def say(line: str) -> None:
    """Print a line at once: a round takes its time."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


# ---------------------------------------------------------------------- rounds


def measure_rounds(folder: Path, opts: argparse.Namespace) -> dict[str, Any]:
    """Run the rounds, say what each run costs, and return all figures."""
    from newscrawl.benchmark.process import cores
    from newscrawl.benchmark.rounds import NAMES, ratios, rounds
    from newscrawl.benchmark.serving import serving_stories

    free = cores()
    core = free[-1] if len(free) > 1 else None
    with serving_stories(folder, opts.articles, opts.seed, free[0] if core else None) as served:
        site, server = served
        say(
            f"{len(site.stories):,} articles on {site.pages:,} pages of "
            f"{site.page_bytes / 1000:.0f} KB, served by {server}; "
            f"{'one core each' if core else 'one core for all'}"
        )
        say(f"{'':24}{'CPU ms/page':>12}{'articles/s':>12}{'memory MB':>11}{'foreign CPU':>13}")
        finished = []
        for each in rounds(opts.contestants, opts.rounds, site, folder, core):
            finished.append(each)
            for run in each:
                say(line_of(run))
    runs = [run for each in finished for run in each]
    void = [run for run in runs if run.fault]
    medians = {name: median_of(name, runs) for name in opts.contestants}
    say("\nmedians")
    for name, figures in medians.items():
        if figures:
            say(
                f"{name} {NAMES[name]:22}{figures['cpu_ms_a_page']:>12.2f}"
                f"{figures['articles_a_second']:>12.0f}{figures['memory_mb']:>11.0f}"
            )
    speed = ratios(finished)
    for name, ratio in speed.items():
        say(f"{name}  {ratio:.2f} times the speed, of CPU time")
    return {
        "articles": len(site.stories),
        "pages": site.pages,
        "page_bytes": site.page_bytes,
        "server": server,
        "rounds": [[as_figures(run) for run in each] for each in finished],
        "medians": medians,
        "ratios": speed,
        "void": len(void),
    }


def line_of(run: Run) -> str:
    """Return a run as a line of the table."""
    from newscrawl.benchmark.rounds import NAMES

    line = (
        f"{run.contestant} {NAMES[run.contestant]:22}{run.cpu_ms_a_page:>12.2f}"
        f"{run.articles_a_second:>12.0f}{run.cost.memory:>11.0f}{run.cost.foreign:>13.0%}"
    )
    return f"{line}  VOID: {run.fault}" if run.fault else line


def as_figures(run: Run) -> dict[str, Any]:
    """Return a run as it stands in the JSON file."""
    return {
        "contestant": run.contestant,
        "cpu_ms_a_page": round(run.cpu_ms_a_page, 3),
        "articles_a_second": round(run.articles_a_second, 1),
        "memory_mb": round(run.cost.memory, 1),
        "foreign_cpu": round(run.cost.foreign, 3),
        "cpu_seconds": round(run.cost.cpu, 3),
        "seconds": round(run.cost.wall, 3),
        "void": run.fault,
    }


def median_of(contestant: str, runs: Sequence[Run]) -> dict[str, float]:
    """Return the medians of one contestant's runs that count; nothing where none does."""
    figures = [as_figures(run) for run in runs if run.contestant == contestant and not run.fault]
    names = ("cpu_ms_a_page", "articles_a_second", "memory_mb", "foreign_cpu") if figures else ()
    return {name: round(statistics.median(each[name] for each in figures), 3) for name in names}


# ---------------------------------------------------------------------- growth, start, hosts


def measure_growth(folder: Path, rounds: int, seed: int) -> dict[str, Any]:
    """Crawl one site with ledgers of several sizes, in turn."""
    from newscrawl.benchmark.growth import grow
    from newscrawl.benchmark.process import cores
    from newscrawl.benchmark.serving import serving_stories

    sizes = (0, *GROWTH)
    runs: dict[int, list[Run]] = {size: [] for size in sizes}
    with serving_stories(folder, GROWTH_SITE, seed, None) as (site, _):
        for size, run in grow(sizes, rounds, site, folder, cores()[-1]):
            runs[size].append(run)
            if run.fault:
                say(f"{size:,} in the ledger: VOID: {run.fault}")
    say(f"{'articles in the ledger':>24}{'CPU ms/page':>14}{'memory MB':>12}")
    rows = [{"in_ledger": size, **median_of("N", each)} for size, each in runs.items()]
    for row in rows:
        if "memory_mb" in row:
            say(f"{row['in_ledger']:>24,}{row['cpu_ms_a_page']:>14.2f}{row['memory_mb']:>12.0f}")
    void = sum(bool(run.fault) for each in runs.values() for run in each)
    return {"growth": rows, "void": void}


def measure_starts(folder: Path) -> dict[str, Any]:
    """Say how long the commands take that people wait for."""
    from newscrawl.benchmark.growth import starts

    def figures(cost: Cost) -> dict[str, float]:
        return {"seconds": round(cost.wall, 2), "cpu_seconds": round(cost.cpu, 2)}

    costs = starts(folder)
    for name, cost in costs.items():
        fault = f"  exit code {cost.code}" if cost.code else ""
        say(f"{name:34}{cost.wall:6.2f} s, {cost.cpu:.2f} s of CPU{fault}")
    return {
        "startup": {name: figures(cost) for name, cost in costs.items()},
        "void": sum(bool(cost.code) for cost in costs.values()),
    }


def measure_hosts(folder: Path, articles: int, seed: int) -> dict[str, Any]:
    """Crawl two sites one after the other, and both at once in two processes."""
    from contextlib import ExitStack

    from newscrawl.benchmark.process import cores
    from newscrawl.benchmark.rounds import together
    from newscrawl.benchmark.serving import serving_stories

    sites: list[Site] = []
    with ExitStack() as stack:
        for number in (1, 2):
            served = serving_stories(
                folder / f"host{number}", articles, seed + number, None, host=f"127.0.0.{number}"
            )
            sites.append(stack.enter_context(served)[0])
        alone = together(sites[:1], folder, cores())
        both = together(sites, folder, cores())
    rates = [
        sum(run.stories for run in runs) / max(run.cost.wall for run in runs)
        for runs in (alone, both)
    ]
    say(f"one process   {rates[0]:.0f} articles a second")
    say(f"two processes {rates[1]:.0f} articles a second, {rates[1] / rates[0]:.2f} times as many")
    for run in (*alone, *both):
        if run.fault:
            say(f"VOID: {run.fault}")
    foreign = max(run.cost.foreign for run in alone)
    say(f"{foreign:.0%} of the machine was busy with others")
    return {
        "one": as_figures(alone[0]),
        "two": [as_figures(run) for run in both],
        "ratio": round(rates[1] / rates[0], 2),
        "void": sum(bool(run.fault) for run in (*alone, *both)),
    }
