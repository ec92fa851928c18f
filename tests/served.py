"""A loopback HTTP proxy that answers for any host from a table of pages, and a crawl against it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jsonschema

from newscrawl.schema import shipped_schema

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@dataclass
class Page:
    """One answer."""

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


@dataclass
class Served:
    """A running server: its address, and the URLs that were asked for, in order."""

    netloc: str
    pages: Mapping[str, Page]
    requests: list[str] = field(default_factory=list)

    def asked(self, *, robots: bool = False) -> list[str]:
        """Return the URLs asked for, without those of robots.txt and tdmrep.json."""
        well_known = ("/robots.txt", "/.well-known/tdmrep.json")
        return [url for url in self.requests if robots or not url.endswith(well_known)]


@contextmanager
def serve(pages: Mapping[str, Page | str | bytes]) -> Iterator[Served]:
    """Answer for the URLs of *pages* (404 for all others) on a free port of loopback."""
    table = {url: p if isinstance(p, Page) else Page(p) for url, p in pages.items()}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            url = self.path if "://" in self.path else f"http://{served.netloc}{self.path}"
            served.requests.append(url)
            page = table.get(url) or Page("नहीं मिला", 404)
            self.send_response(page.status)
            headers = {"Content-Type": "text/html; charset=utf-8", **page.headers}
            for name, value in {**headers, "Content-Length": str(len(page.content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page.content)

        do_POST = do_GET

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Served(f"127.0.0.1:{server.server_port}", table)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Crawl:
    """A finished `scrapy crawl`: exit code, log, and the records of its output."""

    code: int
    log: str
    records: list[dict[str, Any]]


def crawl(served: Served, spider: str, folder: Path, *options: str, timeout: float = 60) -> Crawl:
    """Run `scrapy crawl SPIDER OPTIONS` with *served* as its proxy and *folder* for its data."""
    out = folder / "out.jsonl"
    command = [sys.executable, "-m", "scrapy", "crawl", spider, *options]
    if not {"-o", "-O"}.intersection(options):
        command += ["-o", str(out)]
    for setting in (
        f"ADDRESS_GUARD_ALLOW={served.netloc}",
        f"DATA_DIR={folder}",
        "DOWNLOAD_DELAY=0",
    ):
        command += ["-s", setting]
    run = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "http_proxy": f"http://{served.netloc}"},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    lines = out.read_text("utf-8").splitlines() if out.exists() else []
    records = [json.loads(line) for line in lines]
    schema = shipped_schema()
    for record in records:
        jsonschema.validate(record, schema)
    return Crawl(run.returncode, run.stderr, records)
