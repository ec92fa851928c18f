"""What one process costs: its own CPU time and memory, and how busy the machine was with others."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_LOOK_EVERY = 0.1
"""Seconds between two looks at the memory of the process tree."""


@dataclass(frozen=True)
class Cost:
    """What a process took from its start to its end, with all that it started.

    cpu, wall   seconds; cpu is user and system time
    memory      MB: the most that the tree held at once
    foreign     share of the machine's CPU time that went to processes beside it, 0 to 1
    code        exit code
    """

    cpu: float
    wall: float
    memory: float
    foreign: float
    code: int
    log: str


def cores() -> list[int]:
    """Return the cores that we may use."""
    return sorted(os.sched_getaffinity(0))


def measure(
    command: Sequence[str],
    folder: Path,
    *,
    core: int | None = None,
    environment: Mapping[str, str] | None = None,
    own: Sequence[int] = (),
) -> Cost:
    """Run *command* in *folder* and return what it cost.

    It runs on *core* where one is given. *own* are processes whose time is not foreign: the server.
    """
    log = folder / "log.txt"
    with log.open("wb") as output:
        busy, served, began = _busy_ticks(), _ticks_of(own), time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
        if core is not None:
            os.sched_setaffinity(process.pid, {core})
        watch = _MemoryWatch(process.pid)
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            raise
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - began
        watch.stop()
    cpu = usage.ru_utime + usage.ru_stime
    all_ticks = _busy_ticks() - busy
    others = all_ticks / _TICKS - cpu - (_ticks_of(own) - served) / _TICKS
    return Cost(
        cpu=cpu,
        wall=wall,
        memory=watch.most / 1e6,  # not ru_maxrss, which begins with the memory of who started it
        foreign=max(others, 0.0) / (wall * (os.cpu_count() or 1)),
        code=process.returncode,
        log=log.read_text("utf-8", "replace"),
    )


class _MemoryWatch:
    """Looks at the resident memory of a process and its children until it is stopped."""

    def __init__(self, root: int) -> None:
        self.most = 0
        self._root = root
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stopped.wait(_LOOK_EVERY):
            self.most = max(self.most, sum(map(_resident, _tree(self._root))))


def _tree(root: int) -> list[int]:
    tree = [root]
    for process in tree:
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            tree += [int(child) for child in _read(children).split()]
    return tree


def _resident(process: int) -> int:
    fields = _read(Path(f"/proc/{process}/statm")).split()
    return int(fields[1]) * _PAGE if fields else 0


def _ticks_of(processes: Sequence[int]) -> int:
    total = 0
    for process in processes:
        for each in _tree(process):
            fields = _read(Path(f"/proc/{each}/stat")).rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12]) if fields else 0
    return total


def _busy_ticks() -> int:
    """Return the CPU time of the whole machine since it started, without idling."""
    times = [int(field) for field in _read(Path("/proc/stat")).splitlines()[0].split()[1:9]]
    return sum(times) - times[3] - times[4]  # idle and iowait


def _read(path: Path) -> str:
    """Return what /proc says, nothing where the process is gone."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
