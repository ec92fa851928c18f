"""Which files of a folder are feeds: finished ones of any site, run and machine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.zst")
BUILDING = ".building"
"""The ending of a folder that a build has not finished."""

CHECKSUMS = "SHA256SUMS"
STATISTICS = "stats.json"


class BadInput(ValueError):
    """A path that cannot be read from; the message is one line for the user."""


@dataclass(frozen=True, order=True)
class Feed:
    """A file of JSON Lines.

    name  its path below the folder that was named, with slashes: the same on every machine
    size  bytes on the disk
    """

    name: str
    path: Path
    size: int


def find_feeds(roots: Iterable[Path]) -> list[Feed]:
    """Return the feeds below *roots* and those that are named themselves, each file once.

    Left alone: unfinished feeds (`*.part`), what waits to be uploaded (`uploads/`), hidden files,
    and corpora, unless they are named. Raises BadInput where a path is neither.
    """
    found: dict[Path, Feed] = {}
    for root in roots:
        if root.is_dir():
            top = root / "data" if is_corpus(root) else root
            paths = sorted(_walk(top))
            if is_corpus(root):
                paths = _one_format(paths)
        elif root.is_file() and root.name.endswith(ENDINGS):
            top, paths = root.parent, [root]
        elif root.is_file():
            raise BadInput(f"{root} is no feed: a name ends in {', '.join(ENDINGS)}")
        else:
            raise BadInput(f"no such file or folder: {root}")
        for path in paths:
            name = path.relative_to(top).as_posix()
            found.setdefault(path.resolve(), Feed(name, path, path.stat().st_size))
    return sorted(found.values())


def is_corpus(folder: Path) -> bool:
    """Tell whether *folder* holds a finished corpus."""
    return (folder / CHECKSUMS).is_file() and (folder / STATISTICS).is_file()


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".")
            and name != "uploads"
            and not name.endswith(BUILDING)
            and not is_corpus(Path(place, name))
        ]
        for name in files:
            path = Path(place, name)
            if name.endswith(ENDINGS) and not name.startswith(".") and path.is_file():
                yield path


def _one_format(paths: list[Path]) -> list[Path]:
    """Return the shards of the first of our formats: all formats of a corpus hold the same."""
    for ending in ENDINGS:
        if chosen := [path for path in paths if path.name.endswith(ending)]:
            return chosen
    return []
