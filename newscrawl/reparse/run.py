"""One reparse from the first file to the report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from newscrawl.feeds import json_line
from newscrawl.reparse.differences import Change, Report
from newscrawl.reparse.pages import Rules
from newscrawl.reparse.stored import index_feeds
from newscrawl.reparse.takedowns import Takedowns
from newscrawl.reparse.work import Counts, outcomes_of, parts_of

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


class Reparse:
    """Reads archives, writes records, collects the report; *folder* is for what is temporary."""

    def __init__(self, rules: Rules, takedowns: Takedowns, folder: Path) -> None:
        self.rules = rules
        self.takedowns = takedowns
        self.folder = folder
        self.report = Report()
        self._index: Path | None = None
        # Of the new: id -> version and content hash, as numbers of 64 bits: 200 bytes an article.
        self._versions: dict[int, int] = {}
        self._spools: dict[str, IO[str]] = {}  # site -> outcomes to be stored

    def index(self, feeds: Iterable[Path], *, but: Path | None = None) -> None:
        """Read the stored records in *feeds*, files or folders, without *but*. Raises OSError."""
        index = self.folder / "stored.sqlite3"
        self.report.stored = index_feeds(feeds, index, but=but)
        self._index = index if self.report.stored else None

    def read(
        self,
        files: Sequence[tuple[Path, str]],
        processes: int,
        out: IO[bytes] | None,
        *,
        keep: bool,
        progress: Callable[[Report], None] | None = None,
    ) -> None:
        """Read *files* and write their records to *out*; *keep* those that `apply` is to store.

        *progress* is called after each file. Raises OSError, and BrokenExecutor where a process
        was killed.
        """
        parted = parts_of(files, processes, self.folder)
        for counts, outcomes in outcomes_of(parted, processes, self.rules, self._index):
            self.report.files += 1
            for count in counts:
                self._count(count)
            for outcome in outcomes:
                record = self._settle(outcome)
                if record and out:
                    out.write(json_line(record))
                if keep and outcome["kind"] in ("changed", "new") and self._is_to_store(outcome):
                    self._keep(outcome)
            if progress:
                progress(self.report)
        for spool in self._spools.values():
            spool.close()

    def apply(self, settings: BaseSettings) -> None:
        """Store what was kept as new versions, site by site.

        A site that is locked, or whose disk is full, stands in the report.
        """
        from newscrawl.ledger import LedgerError
        from newscrawl.reparse.apply import apply

        for site, spool in sorted(self._spools.items()):
            hosts = self.rules.sites[site].hosts if site in self.rules.sites else ()
            try:
                counts, feeds = apply(settings, site, hosts, Path(spool.name))
            except (LedgerError, OSError) as error:
                self.report.failed.append(f"{site} is not applied: {error}")
                continue
            self.report.applied += counts
            self.report.feeds += feeds

    def _count(self, counts: Counts) -> None:
        report = self.report
        report.pages += counts.pages
        report.outcomes += counts.passed_by
        if counts.refused:
            report.outcomes["no_article"] += counts.refused.total()
            for name, number in counts.refused.items():
                report.classes.setdefault("no_article", Counter())[name] += number
        report.unreadable += counts.unreadable
        report.damaged += counts.damaged
        report.failed += counts.failed

    def _settle(self, outcome: dict[str, Any]) -> dict[str, Any] | None:
        """Count *outcome* and return the record that the output gets of it, if any."""
        report, kind = self.report, outcome["kind"]
        url, ref = outcome["url"], outcome["ref"]
        if kind == "refused":
            kind = "taken_down" if outcome["id"] in self.takedowns.ids else kind
            report.outcomes[kind] += 1
            if kind == "refused":
                report.note_refusal(kind, outcome["class"], url, ref)
            return None
        record: dict[str, Any] = outcome["record"]
        if record in self.takedowns:
            kind = "taken_down"
        elif kind == "new" and not self._number(record):
            kind = "repeated"
        outcome["kind"] = kind
        report.outcomes[kind] += 1
        if kind == "changed":
            changes = [Change(**change) for change in outcome["changes"]]
            report.note_changes(url, ref, changes)
            record["version"] = outcome["stored_version"] + 1
        return record if kind in ("same", "changed", "new") else None

    def _number(self, record: dict[str, Any]) -> bool:
        """Give a record that is not stored its version; False where it says nothing new."""
        key, content = (int(record[name][2:18], 16) for name in ("id", "content_hash"))
        version, known = divmod(self._versions.get(key, 0), 1 << 64)
        if version and known == content:
            return False
        record["version"] = version + 1
        self._versions[key] = (version + 1 << 64) + content
        return True

    def _is_to_store(self, outcome: dict[str, Any]) -> bool:
        """Tell whether `apply` may store *outcome*: our own page, its article's last version."""
        return bool(outcome["is_ours"] and outcome.get("is_newest", True))

    def _keep(self, outcome: dict[str, Any]) -> None:
        site = outcome["record"]["site"]
        if site not in self._spools:
            path = self.folder / f"apply-{len(self._spools)}.spool"
            self._spools[site] = path.open("w", encoding="utf-8")
        self._spools[site].write(json.dumps(outcome, ensure_ascii=True) + "\n")
