"""`scrapy reparse`: today's extraction over archived pages, and what it changes."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable
from concurrent.futures import BrokenExecutor
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand

from newscrawl.commands.crawl import refuse
from newscrawl.exit_codes import ExitCode

if TYPE_CHECKING:
    from newscrawl.reparse.differences import Report


class Command(ScrapyCommand):
    """Extract archived pages anew. Exits with 1 where a file is damaged, 2 if misused."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return what stands after the name of the command."""
        return "PATH... [--out FILE] [--feeds PATH] [--apply] [--processes N] [--json]"

    def short_desc(self) -> str:
        """Return what `scrapy --help` says."""
        return "Run today's extraction over archived pages (WARC) and show what it changes"

    def long_desc(self) -> str:
        """Return what `scrapy reparse --help` says."""
        return (
            "Read WARC files, or all below folders: our own archive or anybody's, such as Common "
            "Crawl's CC-NEWS. Nothing is fetched. Records of our own pages are compared with the "
            "stored ones, field by field; nothing is written over: --out writes today's records "
            "to a new file, --apply writes those that changed as new versions, as a crawl would."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add our options."""
        super().add_options(parser)
        parser.error = refuse  # type: ignore[method-assign,assignment]  # one line, not the usage
        parser.add_argument("--out", metavar="FILE", help="write today's records, as JSON Lines")
        parser.add_argument(
            "--feeds",
            metavar="PATH",
            action="append",
            help="the stored records: feeds or folders of them (default: DATA_DIR)",
        )
        parser.add_argument(
            "--apply", action="store_true", help="store what changed as new versions"
        )
        parser.add_argument(
            "--processes", metavar="N", default="", help="how many (default: one a core)"
        )
        parser.add_argument("--json", action="store_true", help="the report as JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the archives that *args* name."""
        from newscrawl.data_dir import data_dir
        from newscrawl.ledger import LedgerError

        assert self.settings is not None
        files = archives(args)
        out = Path(opts.out) if opts.out else None
        if out and out.exists():
            refuse(f"{out} exists: reparse writes over nothing")
        if out and not out.absolute().parent.is_dir():
            refuse(f"there is no folder {out.absolute().parent}")
        processes = count_of(opts.processes)
        for path in opts.feeds or ():
            if not Path(path).exists():
                refuse(f"--feeds: there is no {path}")
        try:
            root = data_dir(self.settings)
            feeds = [Path(path) for path in opts.feeds or ([root] if root.is_dir() else [])]
            # In TMPDIR, under names that no feed has: nobody takes for one what a kill leaves.
            with TemporaryDirectory(prefix="newscrawl-reparse-") as folder:
                report = self._reparse(files, feeds, Path(folder), out, processes, apply=opts.apply)
        except (LedgerError, OSError, ValueError, BrokenExecutor) as error:
            sys.stderr.write(f"newscrawl: {error}\n")
            self.exitcode = ExitCode.BROKEN
            return
        if opts.json:
            write(json.dumps(report.as_dict(), ensure_ascii=False, indent=1))
        else:
            write("\n".join(report.lines()))
        self.exitcode = ExitCode.BROKEN if report.damaged or report.failed else ExitCode.OK

    def _reparse(
        self,
        files: list[tuple[Path, str]],
        feeds: list[Path],
        folder: Path,
        out: Path | None,
        processes: int,
        *,
        apply: bool,
    ) -> Report:
        from newscrawl.reparse.pages import Rules
        from newscrawl.reparse.run import Reparse
        from newscrawl.reparse.takedowns import Takedowns

        assert self.settings is not None
        reparse = Reparse(
            Rules.from_settings(self.settings), Takedowns.from_settings(self.settings), folder
        )
        reparse.index(feeds, but=out)
        draft = out.with_name(f"{out.name}.part") if out else None
        with ExitStack() as stack:
            lines: IO[bytes] | None = stack.enter_context(draft.open("wb")) if draft else None
            progress = Progress(len(files)) if sys.stderr.isatty() else None
            reparse.read(files, processes, lines, keep=apply, progress=progress)
            if lines:
                lines.flush()
                os.fsync(lines.fileno())
        if draft and out:
            draft.replace(out)
        if apply:
            reparse.apply(self.settings)
        return reparse.report


class Progress:
    """A line on the terminal that says how far it is."""

    def __init__(self, files: int) -> None:
        self.files = files

    def __call__(self, report: Report) -> None:
        """Show the line; take it away after the last file."""
        line = f"{report.files} of {self.files} files, {report.pages} pages"
        sys.stderr.write("\r\x1b[2K" + (line if report.files < self.files else ""))
        sys.stderr.flush()


def archives(args: Iterable[str]) -> list[tuple[Path, str]]:
    """Return the WARC files that *args* name, each with its name in references."""
    from newscrawl.archive.warc_pages import warc_files

    names = list(args)
    if unknown := [name for name in names if name.startswith("-")]:
        refuse(f"unknown option {unknown[0]}")
    if not names:
        refuse("name WARC files or folders of them: scrapy reparse data/archive")
    found: dict[Path, str] = {}
    for name in names:
        path = Path(name)
        if not path.exists():
            refuse(f"there is no {path}")
        files = warc_files(path)
        if not files:
            refuse(f"there is no .warc or .warc.gz file below {path}")
        for file in files:
            found[file] = file.name if file == path else file.relative_to(path).as_posix()
    return list(found.items())


def count_of(text: str) -> int:
    """Return how many processes *text* asks for; one a core where it says nothing."""
    if not text:
        return len(os.sched_getaffinity(0))
    if not (text.isascii() and text.isdigit() and 0 < int(text[:4]) <= 512 and len(text) <= 4):
        refuse(f"--processes {text}: not a whole number from 1 to 512")
    return int(text)


def write(text: str) -> None:
    """Write *text* to standard output."""
    data: Any = text.encode("utf-8", "replace") + b"\n"
    sys.stdout.buffer.write(data)
    sys.stdout.flush()
