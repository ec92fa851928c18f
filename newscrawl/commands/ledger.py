"""`scrapy ledger`: look into the ledger, take articles down, rebuild it from its feeds."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand

from newscrawl.commands.crawl import refuse

if TYPE_CHECKING:
    from newscrawl.ledger.store import Ledger

ARGUMENTS = {
    "show": "URL",
    "stats": "",
    "export": "",
    "forget": "URL",
    "forget-run": "RUN",
    "rebuild": "PATH",
    "clusters": "",
}
SHOWN_CLUSTERS = 50


class Command(ScrapyCommand):
    """Actions on the ledger that LEDGER_URL names."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the actions, one of which is to be given."""
        return (
            "show URL | stats | export | forget URL | forget-run RUN | rebuild PATH... | "
            "clusters [--since DATE]"
        )

    def short_desc(self) -> str:
        """Return what the command is for."""
        return "Show, rebuild or export what earlier runs stored; take an article down"

    def long_desc(self) -> str:
        """Return what each action does."""
        return (
            "show URL: all that is known of a page. stats: numbers. export: JSON Lines to standard "
            "output. forget URL: take an article down for ever. forget-run RUN: have what a run "
            "stored fetched again, because its disk is lost. rebuild PATH...: read the articles "
            "back from feed files into a new ledger; the old one is kept. clusters: stories that "
            "copy one another or share an agency, the first one first, from the feeds in DATA_DIR."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --since, for clusters."""
        super().add_options(parser)
        parser.add_argument("--since", metavar="DATE", help="clusters: published from this day on")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do the action that *args* names."""
        from newscrawl.ledger import LedgerError

        action, *values = args or [""]
        self.since = opts.since or ""
        if self.since and (action != "clusters" or not is_day(self.since)):
            refuse(f"--since {self.since}: a day such as 2026-11-24, for clusters")
        if unknown := [arg for arg in args if arg.startswith("-")]:
            refuse(f"unknown option {unknown[0]}")
        if action not in ARGUMENTS:
            refuse(f"name an action: {self.syntax()}")
        wanted = ARGUMENTS[action]
        if bool(wanted) != bool(values) or (len(values) > 1 and action != "rebuild"):
            refuse(f"usage: scrapy ledger {action} {wanted}".rstrip())
        try:
            getattr(self, f"_{action.replace('-', '_')}")(values)
        except LedgerError as error:
            sys.stderr.write(f"newscrawl: {error}\n")
            self.exitcode = 1

    def _show(self, values: Sequence[str]) -> None:
        from newscrawl.ledger.upkeep import describe

        found = describe(self._ledger(), spellings(values[0]))
        if found is None:
            sys.stderr.write(f"newscrawl: the ledger does not know {values[0]}\n")
            self.exitcode = 1
        else:
            write_facts(found)

    def _stats(self, _: Sequence[str]) -> None:
        from newscrawl.ledger.upkeep import facts

        write_facts(facts(self._ledger()))

    def _export(self, _: Sequence[str]) -> None:
        from newscrawl.ledger.upkeep import export

        for record in export(self._ledger()):
            sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")

    def _forget(self, values: Sequence[str]) -> None:
        from newscrawl.ledger.upkeep import forget

        files = forget(self._ledger(), spellings(values[0]))
        sys.stdout.write(f"{values[0]} is taken down: no crawl and no corpus takes it again\n")
        for file in files:
            sys.stdout.write(f"its lines are still in {file}\n")

    def _forget_run(self, values: Sequence[str]) -> None:
        from newscrawl.ledger.upkeep import forget_run

        count, files = forget_run(self._ledger(), values[0])
        sys.stdout.write(f"{count} articles of run {values[0]} will be fetched again\n")
        for file in files:
            sys.stdout.write(f"their lines, if there are any left, are in {file}\n")

    def _rebuild(self, values: Sequence[str]) -> None:
        from newscrawl.ledger.store import ledger_url
        from newscrawl.ledger.upkeep import rebuild

        assert self.settings is not None
        count, files, kept = rebuild(ledger_url(self.settings), [Path(value) for value in values])
        sys.stdout.write(f"{count} articles read from {files} files\n")
        if kept:
            sys.stdout.write(f"the old ledger is kept as {kept}\n")

    def _clusters(self, _: Sequence[str]) -> None:
        from newscrawl.data_dir import data_dir
        from newscrawl.syndication import clusters, stories

        assert self.settings is not None
        found = clusters(stories(sorted(data_dir(self.settings).rglob("*.jsonl")), self.since))
        for cluster in found[:SHOWN_CLUSTERS]:
            agency = f", {cluster.agency}" if cluster.agency else ""
            sys.stdout.write(
                f"{cluster.first.headline} ({1 + len(cluster.copies)} stories{agency})\n"
            )
            for story in (cluster.first, *cluster.copies):
                sys.stdout.write(f"  {story.published}  {story.site}  {story.url}\n")
        sys.stdout.write(f"{len(found)} stories were told more than once\n")

    def _ledger(self) -> Ledger:
        from newscrawl.ledger.store import Ledger, ledger_url

        assert self.settings is not None
        return Ledger.open(ledger_url(self.settings))


def is_day(text: str) -> bool:
    """Tell whether *text* is a date in ISO 8601."""
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def spellings(url: str) -> list[str]:
    """Return *url* as given and in its canonical form."""
    from newscrawl.urls import canonical_url

    try:
        return list(dict.fromkeys((canonical_url(url), url)))
    except ValueError:
        refuse(f"{url} is no http or https URL")


def write_facts(facts: dict[str, Any]) -> None:
    """Write *facts* to standard output, one a line."""
    for name, value in facts.items():
        if isinstance(value, dict):
            value = ", ".join(f"{part} {number}" for part, number in value.items())
        if isinstance(value, list):
            value = "\n                 ".join(map(str, value))
        if value not in (None, ""):
            sys.stdout.write(f"{name:16} {value}\n")
