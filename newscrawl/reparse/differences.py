"""What has changed between a stored record and today's, and how it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from newscrawl.items import FIELD_NAMES

Kind = Literal["gained", "lost", "changed"]
KINDS: tuple[Kind, ...] = ("gained", "lost", "changed")

NOT_COMPARED = frozenset(
    {
        "schema_version", "id", "site", "url", "version", "duplicate_of", "similarity",
        "discovered_from", "crawled_at", "http_status", "archive_ref", "run_id",
        "newscrawl_version",
    }
)  # fmt: skip
"""What the walk, the ledger or the clock says, not the page."""

CARRIED = (
    "id", "site", "duplicate_of", "similarity", "discovered_from", "crawled_at", "run_id",
)  # fmt: skip
"""What a record keeps when its page is read again."""

EXAMPLES = 3
SHOWN = 160
"""Characters of a value in the view for people."""
MOST_LISTED = 10_000
"""Changed pages that --json names one by one."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one record, `provenance.headline` among them."""

    field: str
    kind: Kind
    stored: Any
    now: Any


def changes_between(stored: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """Return what differs in the fields that are read from a page, in the record's order."""
    return [
        Change(name, "gained" if old is None else "lost" if new is None else "changed", old, new)
        for (name, new), (_, old) in zip(_flat(now), _flat(stored), strict=True)
        if old != new
    ]


def carry_over(stored: Mapping[str, Any], record: dict[str, Any], sections: frozenset[str]) -> None:
    """Put into *record* what its page cannot say: it is the walk's and the ledger's."""
    record |= {name: stored.get(name) for name in CARRIED}
    record["version"] = stored.get("version", 1)
    if stored.get("article_section") in sections:  # our slug, from the walk
        record["article_section"] = stored["article_section"]
    if (
        stored.get("canonical_url") == record["url"]
        and _part(stored, "provenance").get("canonical_url") == "url"
    ):  # the address under which it is booked: the page may claim another article's
        record["canonical_url"] = record["url"]
        record["provenance"]["canonical_url"] = "url"


@dataclass(slots=True)
class Field:
    """What happened to one field."""

    count: Counter[str] = field(default_factory=Counter)
    examples: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """What came of the pages of an archive.

    outcomes    same, changed, refused (no article any more), new, repeated (another look at a
                stored article, or its text again), no_article, not_hindi, taken_down, http_404, ...
    classes     of the refused and of no_article, by the refusal's name
    unreadable  pages; `damaged` are files, or the rest of one
    failed      pages that our own code failed on, sites that could not be applied to
    """

    files: int = 0
    pages: int = 0
    stored: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    classes: dict[str, Counter[str]] = field(default_factory=dict)
    fields: dict[str, Field] = field(default_factory=dict)
    changed: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    applied: Counter[str] = field(default_factory=Counter)
    feeds: list[str] = field(default_factory=list)

    def note_changes(self, url: str, ref: str, changes: list[Change]) -> None:
        """Count the changes of one page."""
        if len(self.changed) < MOST_LISTED:
            names = [change.field for change in changes]
            self.changed.append({"url": url, "archive_ref": ref, "fields": names})
        for change in changes:
            one = self.fields.setdefault(change.field, Field())
            one.count[change.kind] += 1
            if len(one.examples) < EXAMPLES:
                one.examples.append({"url": url, "stored": change.stored, "now": change.now})

    def note_refusal(self, outcome: str, name: str, url: str, ref: str) -> None:
        """Count a page that is no article, by the *name* of its refusal."""
        self.classes.setdefault(outcome, Counter())[name] += 1
        if outcome == "refused" and len(self.refused) < MOST_LISTED:
            self.refused.append({"url": url, "archive_ref": ref, "class": name})

    def as_dict(self) -> dict[str, Any]:
        """Return all of it for --json."""
        return {
            "files": self.files,
            "pages": self.pages,
            "stored_records": self.stored,
            "outcomes": dict(sorted(self.outcomes.items())),
            "classes": {name: dict(count.most_common()) for name, count in self.classes.items()},
            "fields": {
                name: {**{kind: one.count[kind] for kind in KINDS}, "examples": one.examples}
                for name, one in self._fields()
            },
            "changed": self.changed,
            "refused": self.refused,
            "unreadable": self.unreadable,
            "damaged": self.damaged,
            "failed": self.failed,
            "applied": dict(self.applied),
            "feeds": self.feeds,
        }

    def lines(self) -> Iterator[str]:
        """Yield the lines of the view for people."""
        yield f"{self.pages} pages in {self.files} files, {self.stored} stored records"
        for outcome, count in self.outcomes.most_common():
            names = ", ".join(
                f"{name} {number}" for name, number in self.classes.get(outcome, Counter()).items()
            )
            yield f"  {outcome:12} {count}{f' ({names})' if names else ''}"
        for name, one in self._fields():
            counts = ", ".join(f"{kind} {one.count[kind]}" for kind in KINDS if one.count[kind])
            yield f"{name}: {counts}"
            for example in one.examples:
                yield f"  {example['url']}"
                yield f"    - {_shown(example['stored'], example['now'])}"
                yield f"    + {_shown(example['now'], example['stored'])}"
        for page in self.refused[:EXAMPLES]:
            yield f"no article any more ({page['class']}): {page['url']}"
        for text in self.unreadable[:EXAMPLES]:
            yield f"not read: {text}"
        for text in self.damaged:
            yield f"damaged: {text}"
        for text in self.failed:
            yield f"failed: {text}"
        for what, count in self.applied.items():
            yield f"{what}: {count}"
        for feed in self.feeds:
            yield f"written to {feed}"

    def _fields(self) -> list[tuple[str, Field]]:
        order = {name: place for place, name in enumerate(FIELD_NAMES)}
        return sorted(
            self.fields.items(), key=lambda item: (order[item[0].partition(".")[0]], item[0])
        )


def _flat(record: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in FIELD_NAMES:
        if name in ("provenance", "raw"):
            continue
        if name not in NOT_COMPARED:
            yield name, record.get(name)
    from newscrawl.items import Provenance, Raw

    for name, kind in (("provenance", Provenance), ("raw", Raw)):
        part = _part(record, name)
        for key in kind.__dataclass_fields__:
            yield f"{name}.{key}", part.get(key)


def _part(record: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = record.get(name)
    return part if isinstance(part, Mapping) else {}


def _shown(value: Any, other: Any) -> str:
    """Return *value* from a little before the place where it parts from *other*."""
    text, against = str(value), str(other)
    start = next(
        (at for at, pair in enumerate(zip(text, against, strict=False)) if pair[0] != pair[1]),
        min(len(text), len(against)),
    )
    begin = max(0, start - 40) if len(text) > SHOWN else 0
    piece = text[begin : begin + SHOWN].replace("\n", " ")
    return f"{'…' * bool(begin)}{piece}{'…' * (begin + SHOWN < len(text))}"
