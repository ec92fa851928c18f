"""`scrapy corpus`: from feeds to a corpus, and what a corpus is like."""

from __future__ import annotations

import argparse
import difflib
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from scrapy.commands import ScrapyCommand

from newscrawl.arguments import IST
from newscrawl.commands.crawl import refuse
from newscrawl.exit_codes import ExitCode
from newscrawl.extraction.rights import SIGNALS
from newscrawl.items import PageType

if TYPE_CHECKING:
    from newscrawl.corpus.build import Advance
    from newscrawl.corpus.choice import Choice

SHARD_SIZE = "256MB"
SAMPLE = 20_000
FORMATS = ("jsonl", "jsonl.gz", "jsonl.zst", "parquet", "csv")
DUPLICATES = ("drop", "label", "keep")
_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "KI": 2**10, "MI": 2**20, "GI": 2**30}

BUILD_OPTIONS = {
    "--out": "folder of the corpus: empty, new, or a former corpus",
    "--force": "replace a former corpus",
    "--format": f"one or several of {', '.join(FORMATS)}",
    "--shard-size": f"most bytes of a file, such as 64MB (default {SHARD_SIZE})",
    "--all-versions": "every version of an article, not the newest alone",
    "--duplicates": "drop, label (default) or keep near duplicates",
    "--since": "published on or after this day or instant",
    "--until": "published on or before it",
    "--sites": "only these sites",
    "--sections": "only these values of article_section",
    "--languages": "only these values of in_language",
    "--page-types": f"only these of {', '.join(get_args(PageType))}",
    "--min-words": "least words of an article",
    "--rights": f"leave out records with one of these signals: {', '.join(SIGNALS)}",
    "--strict": "stop at the first line that cannot be read",
}
STATS_OPTIONS = {
    "--json": "write JSON",
    "--sample": f"articles whose texts are read (default {SAMPLE:,})",
}
_SWITCHES = {"--force", "--all-versions", "--strict", "--json"}
_REPEATABLE = {"--format", "--sites", "--sections", "--languages", "--page-types", "--rights"}


class Command(ScrapyCommand):
    """Build corpora and look into them; exits with 2 where an argument cannot be taken."""

    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the actions, one of which is to be given."""
        return "build PATH... --out FOLDER [options] | stats PATH... [--json]"

    def short_desc(self) -> str:
        """Return what `scrapy --help` says."""
        return "Build a documented corpus from the feeds of all runs, or show what one is like"

    def long_desc(self) -> str:
        """Return what `scrapy corpus --help` says."""
        return (
            "build: merge the feeds below PATH, of all runs and machines, into one folder of "
            "shards with checksums, statistics and a dataset card; the same feeds give the same "
            "bytes. stats: lengths, dates, words and samples of a corpus or of feeds."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of both actions."""
        super().add_options(parser)
        parser.error = refuse  # type: ignore[assignment]
        for action, options in (("build", BUILD_OPTIONS), ("stats", STATS_OPTIONS)):
            group = parser.add_argument_group(action)
            for name, text in options.items():
                if name in _SWITCHES:
                    group.add_argument(name, action="store_true", default=None, help=text)
                elif name in _REPEATABLE:
                    group.add_argument(name, action="append", help=text)
                else:
                    group.add_argument(name, help=text)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do the action that *args* names."""
        actions = {
            "build": (self._build, BUILD_OPTIONS),
            "stats": (self._stats, STATS_OPTIONS),
        }
        if unknown := [arg for arg in args if arg.startswith("-")]:
            near = difflib.get_close_matches(unknown[0], [*BUILD_OPTIONS, *STATS_OPTIONS], 1)
            refuse(f"unknown option {unknown[0]}" + (f"; did you mean {near[0]}?" if near else ""))
        if not args or args[0] not in actions:
            refuse(f"name an action: scrapy corpus {self.syntax()}")
        do, known = actions[args[0]]
        for name in (*BUILD_OPTIONS, *STATS_OPTIONS):
            if name not in known and _given(opts, name) is not None:
                refuse(f"scrapy corpus {args[0]} has no option {name}")
        if len(args) < 2:
            refuse(f"name the feeds: scrapy corpus {args[0]} data/")
        try:
            import duckdb  # noqa: F401
            import pyarrow  # noqa: F401
            import zstandard  # noqa: F401
        except ImportError as error:
            refuse(f"{error.name} is not installed: pip install 'newscrawl[corpus]'")
        self._guarded(lambda: do([Path(arg) for arg in args[1:]], opts))

    def _guarded(self, do: Callable[[], None]) -> None:
        """Turn what may go wrong into one line."""
        import duckdb
        import pyarrow as pa

        from newscrawl.corpus.build import NothingLeft
        from newscrawl.corpus.inputs import BadInput
        from newscrawl.corpus.reading import BrokenInput
        from newscrawl.ledger import LedgerError, LockHeld

        try:
            do()
        except BadInput as error:
            refuse(str(error))
        except LockHeld as error:
            self._fail(str(error), ExitCode.LOCKED)
        except BrokenInput as error:
            self._fail(f"--strict: {error}", ExitCode.BROKEN)
        except (NothingLeft, LedgerError) as error:
            self._fail(str(error), ExitCode.BROKEN)
        except (duckdb.Error, pa.ArrowException) as error:
            self._fail(str(error).splitlines()[0], ExitCode.BROKEN)
        except KeyboardInterrupt:
            self._fail("stopped", ExitCode.BROKEN)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            self._fail(f"{where}{error.strerror or error}", ExitCode.BROKEN)

    def _fail(self, reason: str, code: ExitCode) -> None:
        _complain(f"newscrawl: {reason}")
        self.exitcode = code

    def _build(self, roots: list[Path], opts: argparse.Namespace) -> None:
        from newscrawl.corpus.build import Plan, build
        from newscrawl.corpus.folder import check_place
        from newscrawl.corpus.inputs import BadInput, find_feeds
        from newscrawl.corpus.reading import Report
        from newscrawl.corpus.takedowns import find_takedowns
        from newscrawl.ledger.store import ledger_url

        if not opts.out:
            raise BadInput("name the folder of the corpus: --out corpus/")
        out = Path(opts.out).resolve()
        formats, size, choice = _formats(opts), _shard_size(opts), _choice(opts)
        check_place(out, replace=bool(opts.force))
        feeds = [feed for feed in find_feeds(roots) if out not in feed.path.resolve().parents]
        if not feeds:
            raise BadInput(f"no feed (*.jsonl, *.jsonl.gz, *.jsonl.zst) in {_listed(roots)}")
        assert self.settings is not None
        takedowns = find_takedowns(ledger_url(self.settings), roots)
        plan = Plan(
            feeds=feeds,
            out=out,
            formats=formats,
            shard_size=size,
            choice=choice,
            takedowns=takedowns,
            replace=bool(opts.force),
        )
        report = Report(strict=bool(opts.strict), complain=_complain)
        with progress() as advance:
            stats = build(plan, report, advance)
        sys.stdout.write(_summary(stats, opts.out))

    def _stats(self, roots: list[Path], opts: argparse.Namespace) -> None:
        from newscrawl.corpus.show import show
        from newscrawl.corpus.texts import describe

        sample = _whole_number("--sample", opts.sample, SAMPLE)
        with progress() as advance:
            found = describe(roots, sample, _complain, advance)
        if opts.json:
            sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
        else:
            show(found)


@contextmanager
def progress() -> Iterator[Advance]:
    """Show a bar for each thing that is done, where the standard error is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), "{task.percentage:>3.0f} %")
    bars = Progress(
        *columns,
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    tasks: dict[str, TaskID] = {}

    def advance(what: str, done: int, total: int) -> None:
        if what not in tasks:
            tasks[what] = bars.add_task(what, total=total)
        bars.advance(tasks[what], done)

    with bars:
        yield advance


def _given(opts: argparse.Namespace, name: str) -> Any:
    return getattr(opts, name.removeprefix("--").replace("-", "_"))


def _values(opts: argparse.Namespace, name: str, known: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the values of an option that is repeated or separated by commas."""
    given = _given(opts, name)
    if given is None:
        return ()
    values = tuple(dict.fromkeys(part.strip() for text in given for part in text.split(",")))
    if not all(values):
        refuse(f"{name} is given without a value")
    for value in values:
        if known and value not in known:
            near = difflib.get_close_matches(value, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}"
            refuse(f"{name} {value}: {hint}")
    return values


def _formats(opts: argparse.Namespace) -> tuple[str, ...]:
    given = _values(opts, "--format", FORMATS) or ("jsonl.gz",)
    return tuple(name for name in FORMATS if name in given)


def _shard_size(opts: argparse.Namespace) -> int:
    text = opts.shard_size or SHARD_SIZE
    found = re.fullmatch(r"([0-9]{1,12})\s*([KMG]I?|)B?", text.strip().upper(), re.ASCII)
    size = int(found[1]) * _UNITS[found[2]] if found else 0
    if not size:
        refuse(f"--shard-size {text}: not a size such as 64MB or 1GiB")
    return size


def _choice(opts: argparse.Namespace) -> Choice:
    from newscrawl.corpus.choice import Choice

    duplicates: Any = opts.duplicates or "label"
    if duplicates not in DUPLICATES:
        refuse(f"--duplicates {duplicates}: known: {', '.join(DUPLICATES)}")
    since = _instant("--since", opts.since, time.min)
    until = _instant("--until", opts.until, time.max)
    if since and until and since > until:
        refuse("--since is later than --until")
    return Choice(
        since=since,
        until=until,
        sites=_values(opts, "--sites"),
        sections=_values(opts, "--sections"),
        languages=_values(opts, "--languages"),
        page_types=_values(opts, "--page-types", get_args(PageType)),
        min_words=_whole_number("--min-words", opts.min_words, 0),
        without_rights=_values(opts, "--rights", SIGNALS),
        duplicates=duplicates,
        all_versions=bool(opts.all_versions),
    )


def _instant(name: str, text: str | None, day_part: time) -> datetime | None:
    """Read a day or an instant; without offset it is Indian time. A day begins at *day_part*."""
    if text is None:
        return None
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        refuse(f"{name} {text}: not a date such as 2026-11-24 or 2026-11-24T18:30+05:30")
    if len(text) <= len("2026-11-24"):
        value = datetime.combine(value, day_part)
    return value if value.tzinfo else value.replace(tzinfo=IST)


def _whole_number(name: str, text: str | None, default: int) -> int:
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        refuse(f"{name} {text}: not a whole number")
    return int(text)


def _listed(roots: list[Path]) -> str:
    return ", ".join(map(str, roots))


def _complain(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _summary(stats: Mapping[str, Any], out: str) -> str:
    """Return what a build says at its end."""
    lines = stats["lines"]
    shards = stats["shards"]
    left_out = "".join(
        f"  {count:>12,}  {name}\n"
        for name, count in lines.items()
        if count and name not in ("read", "kept")
    )
    ledgers = stats["ledgers_asked_for_takedowns"]
    fields = stats["unknown_fields"]
    return (
        f"{out}: {stats['records']:,} records of {stats['articles']:,} articles in "
        f"{len(shards):,} shards, {sum(shard['bytes'] for shard in shards):,} bytes\n"
        f"  {lines['read']:>12,}  lines of {len(stats['inputs']):,} feeds, of which left out:\n"
        f"{left_out}"
        + ("" if ledgers else "  no ledger was found: no takedown was applied\n")
        + "".join(
            f"  {count:,} records have a field {name} that this newscrawl does not know: left out\n"
            for name, count in fields.items()
        )
    )
