"""What `scrapy crawlall` shows: a live table in a terminal, lines elsewhere, a closing summary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from newscrawl.exit_codes import ExitCode
from newscrawl.site_runs import SiteRun, SiteRuns

if TYPE_CHECKING:
    from rich.table import Table


def live_table(runs: SiteRuns) -> Table:
    """Return the table as it stands now: those that run above, then those that ended."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("site")
    for name in ("pages", "new", "known", "errors", "pages/min", "time left"):
        table.add_column(name, justify="right")
    table.add_column("state")
    shown = sorted(runs.runs, key=lambda run: (run.code is not None, run.process is None))
    for run in shown:
        numbers = run.numbers
        bad = "red" if run.code else "green" if run.code == 0 else ""
        table.add_row(
            run.site,
            *(f"{n:,}" for n in (numbers.pages, numbers.new, numbers.known, numbers.errors)),
            f"{numbers.rate:.0f}" if numbers.seconds else "",
            time_left(run),
            Text(run.state, style=bad),
        )
    return table


def time_left(run: SiteRun) -> str:
    """Return how long a running run still takes, as far as it knows its pages."""
    seconds = run.numbers.seconds_left
    if run.code is not None or seconds is None:
        return ""
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def state_line(run: SiteRun) -> str:
    """Return one line about a run."""
    numbers = run.numbers
    left = time_left(run)
    return (
        f"{run.site}: {run.state}, {numbers.pages} pages, {numbers.new} new, "
        f"{numbers.known} known, {numbers.errors} errors, {numbers.rate:.0f} pages/min"
        f"{f', {left} left' if left else ''}"
    )


def closing_lines(runs: SiteRuns) -> Iterable[str]:
    """Yield the lines of the summary: all in one, then each site that did not end well."""
    ended = [run for run in runs.runs if run.code is not None]
    pages, new, known, errors = (
        sum(getattr(run.numbers, name) for run in ended)
        for name in ("pages", "new", "known", "errors")
    )
    yield (
        f"crawlall: {len(ended)} of {len(runs.runs)} sites in {runs.seconds:.0f} s: "
        f"{pages} pages, {new} new, {known} known, {errors} errors"
    )
    for run in ended:
        if run.code != ExitCode.OK:
            yield f"  {run.site}: {run.state}: {run.message or f'see {run.log}'}"
    if waiting := [run.site for run in runs.runs if run.code is None]:
        yield f"  not begun: {', '.join(waiting)}"
