"""The measured site on disk and on loopback: by nginx where it is installed, else by ourselves."""

from __future__ import annotations

import asyncio
import getpass
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newscrawl.benchmark.pages import CARDS_A_PAGE, Pages
from newscrawl.benchmark.rounds import Site
from newscrawl.benchmark.stories import SECTIONS, Story, write_stories

_NGINX = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  types {{ text/html html; text/plain txt; }}
  charset utf-8;
  {temporary}
  server {{ listen {address}; root {folder}/pages; index index.html; etag on; }}
}}
"""
_STARTED_WITHIN = 10.0
"""Seconds."""


def free_address(host: str = "127.0.0.1") -> str:
    """Return ``host:port`` with a port that is free now."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return f"{host}:{probe.getsockname()[1]}"


def write_pages(stories: list[Story], origin: str, folder: Path) -> int:
    """Write the site of *stories* under *folder*/pages; return the number of its pages."""
    root = folder / "pages"
    pages = Pages(origin, stories)
    written = 0
    for section in SECTIONS:
        own = [story for story in stories if story.section == section]
        last = -(-len(own) // CARDS_A_PAGE)
        for number in range(1, last + 1):
            listed = own[(number - 1) * CARDS_A_PAGE : number * CARDS_A_PAGE]
            home = root / section / (f"page-{number}" if number > 1 else "")
            home.mkdir(parents=True, exist_ok=True)
            text = pages.listing(section, number, listed, last)
            (home / "index.html").write_text(text, encoding="utf-8")
            written += 1
    for place, story in enumerate(stories):
        (root / story.path[1:]).write_text(pages.article(place), encoding="utf-8")
    (root / "robots.txt").write_text("User-agent: *\nAllow: /\n")
    return written + len(stories)


@contextmanager
def serving(folder: Path, address: str, core: int | None = None) -> Iterator[tuple[str, int]]:
    """Serve *folder*/pages at *address* in a process of its own; yield its name and process id.

    It runs on *core* where one is given. Raises RuntimeError where it does not start.
    """
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx:
        places = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        config = folder / "nginx.conf"
        temporary = "".join(f"{place}_temp_path {folder}/tmp-{place}; " for place in places)
        # Started by root, its worker is another user, who may not read where the pages stand.
        user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
        config.write_text(
            _NGINX.format(user=user, folder=folder, address=address, temporary=temporary)
        )
        command = [nginx, "-p", str(folder), "-e", f"{folder}/nginx.log", "-c", str(config)]
    else:
        command = [sys.executable, __file__, str(folder / "pages"), address]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        if core is not None:
            os.sched_setaffinity(process.pid, {core})
        _wait_for(address, process)
        yield ("nginx" if nginx else "bundled"), process.pid
    finally:
        process.terminate()
        process.wait()


@contextmanager
def serving_stories(
    folder: Path, number: int, seed: int, core: int | None, *, host: str = "127.0.0.1"
) -> Iterator[tuple[Site, str]]:
    """Write a site of so many stories, serve it from *folder*, and yield it with its server."""
    folder.mkdir(parents=True, exist_ok=True)
    stories = write_stories(number, seed)
    address = free_address(host)
    origin = f"http://{address}"
    pages = write_pages(stories, origin, folder)
    sizes = [(folder / "pages" / story.path[1:]).stat().st_size for story in stories]
    with serving(folder, address, core) as (name, process):
        yield Site(origin, stories, pages, sum(sizes) / len(sizes), process), name


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    host, port = address.split(":")
    end = time.monotonic() + _STARTED_WITHIN
    while process.poll() is None and time.monotonic() < end:
        try:
            with socket.create_connection((host, int(port)), 1):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"no server came up at {address}")


class _Answers(asyncio.Protocol):
    """Answers GET from a folder: little more than the file and its length."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode("ascii", "replace")
            assert isinstance(self._transport, asyncio.Transport)
            self._transport.write(self._answer(path))

    def _answer(self, path: str) -> bytes:
        name = path.lstrip("/")
        file = self._root / name / "index.html" if path.endswith("/") else self._root / name
        try:
            status, body = "200 OK", file.read_bytes()
        except OSError:
            status, body = "404 Not Found", b"404"
        kind = "text/plain" if name.endswith(".txt") else "text/html"
        head = (
            f"HTTP/1.1 {status}\r\nServer: newscrawl-benchmark\r\n"
            f"Content-Type: {kind}; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
            f'ETag: "{len(body):x}"\r\nConnection: keep-alive\r\n\r\n'
        )
        return head.encode() + body


async def _serve(root: Path, host: str, port: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Answers(root), host, port)
    await server.serve_forever()


if __name__ == "__main__":
    served, (host, port) = Path(sys.argv[1]), sys.argv[2].split(":")
    asyncio.run(_serve(served, host, int(port)))
