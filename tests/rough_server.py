"""A server on loopback whose every answer a test writes by hand, and a crawl against it.

Unlike `served`, which answers as servers should, this one resets, drips, hangs and lies.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]

Writer = asyncio.StreamWriter
Answer = bytes | Callable[[Writer, int], Awaitable[None]]
"""Raw bytes, or what writes them; the number says how often the path was asked for, from 1."""


def answer(
    body: str | bytes = "", status: int = 200, *headers: str, length: int | None = None
) -> bytes:
    """Return a response as bytes, with a Content-Length unless one of *headers* forbids it."""
    body = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} -", "Content-Type: text/html; charset=utf-8", *headers]
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def in_turn(*answers: bytes) -> Answer:
    """Return an answer that is the first of *answers*, then the second, and the last for ever."""

    async def write(writer: Writer, count: int) -> None:
        writer.write(answers[min(count, len(answers)) - 1])

    return write


def disallowing(*paths: str, also: str = "") -> bytes:
    """Return a robots.txt for everybody."""
    return answer("User-agent: *\n" + "".join(f"Disallow: {p}\n" for p in paths) + also)


PAGE = answer("<p>मौसम साफ़ रहेगा।</p>")
ROBOTS = "/robots.txt"


async def drip(writer: Writer, count: int) -> None:
    """Answer with a byte every 0.3 seconds."""
    writer.write(answer("", length=10_000))
    for _ in range(400):
        writer.write(b"#")
        await asyncio.sleep(0.3)


async def hang(writer: Writer, count: int) -> None:
    """Never answer."""
    await asyncio.sleep(120)


@dataclass
class Asked:
    at: float  # monotonic
    path: str
    headers: dict[str, str]


@dataclass
class Rough:
    """A running server and what it was asked for."""

    port: int = 0
    asked: list[Asked] = field(default_factory=list)

    @property
    def netloc(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        """Return the paths asked for, but for tdmrep.json."""
        return [a.path for a in self.asked if a.path != "/.well-known/tdmrep.json"]

    def gaps(self, *paths: str) -> list[float]:
        """Return the seconds between requests, of those for *paths* where some are given."""
        times = [a.at for a in self.asked if a.path in paths or not paths]
        return [later - earlier for earlier, later in pairwise(times)]


@contextmanager
def rough_server(
    answers: Mapping[str, Answer], tls: ssl.SSLContext | None = None
) -> Iterator[Rough]:
    """Serve *answers* by path (404 for all others) from a thread until the block ends."""
    server = Rough()
    counts: dict[str, int] = {}
    loop = asyncio.new_event_loop()

    async def handle(reader: asyncio.StreamReader, writer: Writer) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode("latin-1").split("\r\n")
                path = lines[0].split(" ")[1]
                headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
                server.asked.append(Asked(time.monotonic(), path, headers))
                counts[path] = counts.get(path, 0) + 1
                found = answers.get(path, answer("?", 404))
                if isinstance(found, bytes):
                    writer.write(found)
                else:
                    await found(writer, counts[path])
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def start() -> asyncio.Server:
        started = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=tls)
        server.port = started.sockets[0].getsockname()[1]
        return started

    async def stop() -> None:
        listening.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    listening = loop.run_until_complete(start())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@dataclass
class Fetched:
    """What a crawl of single URLs came to."""

    outcomes: dict[str, str]  # path -> status, or class of the exception
    bodies: dict[str, str]
    reserved: list[str]  # paths that tdmrep.json reserves
    stats: dict[str, Any]
    log: str
    seconds: float  # from the signal where one was sent, else of the whole run
    code: int


def fetch(
    urls: list[str],
    *,
    allow: str = "",
    domains: list[str] | None = None,
    settings: Mapping[str, Any] | None = None,
    meta: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    terminate_when: Callable[[], bool] | None = None,
    timeout: float = 60,
) -> Fetched:
    """Ask for *urls* with newscrawl's downloader and middlewares in a process of its own.

    *allow* is ADDRESS_GUARD_ALLOW, *domains* the spider's allowed_domains (default 127.0.0.1).
    SIGTERM is sent once *terminate_when* is true.
    """
    task = {
        "urls": urls,
        "domains": ["127.0.0.1"] if domains is None else domains,
        "meta": dict(meta or {}),
        "settings": {"ADDRESS_GUARD_ALLOW": allow, "DOWNLOAD_DELAY": 0, **(settings or {})},
    }
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("fetch_urls.py")), json.dumps(task)],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    if terminate_when:
        while not terminate_when():
            assert process.poll() is None, process.communicate()
            assert time.monotonic() - started < timeout
            time.sleep(0.02)
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
    try:
        out, log = process.communicate(timeout=timeout)
    finally:
        process.kill()
    assert out, log
    return Fetched(
        **json.loads(out), log=log, seconds=time.monotonic() - started, code=process.returncode
    )
