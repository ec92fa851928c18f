"""Many sites on one machine: each a `scrapy crawl` of its own, never two of one host at a time.

The runs do not need us: should we be killed they go on to their end, and their locks keep the next
`scrapy crawlall` from them.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from newscrawl.exit_codes import ExitCode
from newscrawl.reporting.progress_pipe import Numbers


@dataclass
class SiteRun:
    """One site's run.

    hosts     that it asks; a run that shares one waits
    log       the file that it logs to
    options   of its `scrapy crawl`
    numbers   how far it is
    code      its exit code; None until it has ended
    message   the last line that it wrote to stderr: why it did not start, or how it broke
    """

    site: str
    hosts: Sequence[str]
    log: str = ""
    options: Sequence[str] = ()
    numbers: Numbers = field(default_factory=Numbers)
    code: int | None = None
    message: str = ""
    process: asyncio.subprocess.Process | None = None

    @property
    def state(self) -> str:
        """What a person calls its state."""
        if self.code is None:
            return "running" if self.process else "waiting"
        if self.code in (ExitCode.OK, ExitCode.UNHEALTHY) and self.numbers.reason:
            return "unhealthy" if self.code else self.numbers.reason
        names = [code.name.lower().replace("_", " ") for code in ExitCode if code == self.code]
        return names[0] if names else f"killed by signal {-self.code}"

    def shares_host(self, other: SiteRun) -> bool:
        """Tell whether the two ask one host; www.site.in and site.in are one."""
        return any(
            one == two or one.endswith(f".{two}") or two.endswith(f".{one}")
            for one in self.hosts
            for two in other.hosts
        )

    async def run(self) -> None:
        """Run it to its end, its numbers kept up to date."""
        reader, writer = os.pipe()
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "scrapy", "crawl", self.site, *self.options),
            *("-s", f"LOG_FILE={self.log}", "-s", f"PROGRESS_FD={writer}"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            pass_fds=[writer],
            start_new_session=True,  # Ctrl-C reaches it through us alone: twice would be force
        )
        os.close(writer)
        assert self.process.stderr is not None
        said, _ = await asyncio.gather(self.process.stderr.read(), self._follow(reader))
        self.code = await self.process.wait()
        lines = said.decode("utf-8", "replace").strip().splitlines()
        self.message = lines[-1].removeprefix("newscrawl: ") if lines else ""

    async def _follow(self, pipe: int) -> None:
        lines = asyncio.StreamReader()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(lines), os.fdopen(pipe, "rb", 0)
        )
        try:
            async for line in lines:
                self.numbers = Numbers.from_json(line)
        finally:
            transport.close()

    def stop(self) -> None:
        """Ask it to end and to store what it has; the second time it is forced to."""
        if self.process and self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)


class SiteRuns:
    """The runs of all sites, *processes* at a time."""

    def __init__(self, runs: Sequence[SiteRun], processes: int) -> None:
        self.runs = runs
        self.processes = processes
        self.stopping = False
        self.began = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long it has been going."""
        return time.monotonic() - self.began

    @property
    def running(self) -> list[SiteRun]:
        """Those that run now."""
        return [run for run in self.runs if run.process and run.code is None]

    async def run(self, changed: Callable[[SiteRun], None]) -> None:
        """Run all; *changed* is told of each that begins or ends. SIGINT and SIGTERM end all."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.stop)
        waiting = list(self.runs)
        tasks: dict[asyncio.Task[None], SiteRun] = {}
        while tasks or (waiting and not self.stopping):
            while run := self._next(waiting, list(tasks.values())):
                waiting.remove(run)
                tasks[asyncio.create_task(run.run())] = run
                changed(run)
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                changed(tasks.pop(task))
                task.result()

    def _next(self, waiting: Sequence[SiteRun], running: Sequence[SiteRun]) -> SiteRun | None:
        """Return the first of *waiting* that may begin beside those *running*."""
        if self.stopping or len(running) >= self.processes:
            return None
        free = (run for run in waiting if not any(map(run.shares_host, running)))
        return next(free, None)

    def stop(self) -> None:
        """Begin no more, and end those that run."""
        self.stopping = True
        for run in self.running:
            run.stop()
