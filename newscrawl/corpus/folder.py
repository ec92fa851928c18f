"""The folder of a corpus: built beside its place, then put there whole."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from newscrawl.corpus.inputs import BUILDING, CHECKSUMS, BadInput, is_corpus
from newscrawl.corpus.shards import Shard, SyncedFile
from newscrawl.feed_file import sync_folder

SCRATCH = ".scratch"
"""What a build needs and a corpus does not."""

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def check_place(out: Path, *, replace: bool) -> None:
    """Raise BadInput where no corpus may be put at *out*: nothing of others' is ever removed."""
    if out.is_mount():
        raise BadInput(f"{out} is the root of a disk: name a folder on it")
    if out.is_dir():
        held = {path.relative_to(out).as_posix() for path in out.rglob("*") if not path.is_dir()}
        if not held:
            return
        if not is_corpus(out):
            raise BadInput(f"{out} is neither empty nor a corpus: choose another --out")
        if foreign := held - _listed(out) - {CHECKSUMS}:
            raise BadInput(f"{out} holds {min(foreign)}, which is no part of its corpus: move it")
        if not replace:
            raise BadInput(f"{out} holds a corpus: --force replaces it")
    elif out.exists() or out.is_symlink():
        raise BadInput(f"{out} is no folder")


def _listed(corpus: Path) -> set[str]:
    lines = (corpus / CHECKSUMS).read_text("utf-8").splitlines()
    return {line[66:] for line in lines}


def building_folder(out: Path) -> Path:
    """Return the folder beside *out* in which its corpus is built."""
    return out.with_name(out.name + BUILDING)


def begin(building: Path) -> None:
    """Make an empty folder of *building*; what a killed build left is removed. Raises OSError."""
    if building.exists():
        shutil.rmtree(building)
    (building / SCRATCH).mkdir(parents=True)


def write_text(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all. Raises OSError."""
    file = SyncedFile(path)
    file.write(text.encode())
    file.publish()


def finish(building: Path, out: Path, shards: Iterable[Shard]) -> None:
    """Write the checksums, the last file of a corpus, and put it in its place. Raises OSError.

    An earlier corpus at *out* is there until the new one is, and gone then.
    """
    shutil.rmtree(building / SCRATCH)
    sums = {shard.name: shard.sha256 for shard in shards}
    for path in building.iterdir():
        if path.is_file():
            sums[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    lines = [f"{digest}  {name}\n" for name, digest in sorted(sums.items())]
    write_text(building / CHECKSUMS, "".join(lines))
    if is_corpus(out):
        _exchange(building, out)
        sync_folder(out.parent)
        shutil.rmtree(building)
    else:
        building.replace(out)
        sync_folder(out.parent)


def _exchange(one: Path, other: Path) -> None:
    """Let two folders change their names at once where the system can, else one after the other."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        names = os.fsencode(one), os.fsencode(other)
        if not libc.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE):
            return
    aside = one.with_name(f"{one.name}.old")
    other.replace(aside)
    one.replace(other)
    aside.replace(one)
