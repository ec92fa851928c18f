"""A loopback proxy that answers for any host from a table of pages, and a crawl against it.

What the table has under https is answered inside a tunnel, with a certificate of its own making.
"""

from __future__ import annotations

import datetime
import functools
import json
import os
import ssl
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import jsonschema
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

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


Answer = Page | str | bytes | Callable[[dict[str, str]], Page]
"""What a URL is answered with; a function is given the form that was posted."""


@dataclass
class Served:
    """A running server: its address, and the URLs that were asked for, in order.

    A POST is noted as its URL, a blank, and its body.
    """

    netloc: str
    pages: Mapping[str, Answer]
    requests: list[str] = field(default_factory=list)

    def asked(self, *, robots: bool = False) -> list[str]:
        """Return the URLs asked for, without those of robots.txt and tdmrep.json."""
        well_known = ("/robots.txt", "/.well-known/tdmrep.json")
        return [url for url in self.requests if robots or not url.endswith(well_known)]


@contextmanager
def serve(pages: Mapping[str, Answer]) -> Iterator[Served]:
    """Answer for the URLs of *pages* (404 for all others) on a free port of loopback."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else a body waits 40 ms for its head's acknowledgement
        origin = ""  # of the tunnel that this connection is

        def do_CONNECT(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.origin = "https://" + self.path.removesuffix(":443")
            self.connection = tls_context().wrap_socket(self.connection, server_side=True)
            self.rfile = self.connection.makefile("rb", -1)
            self.wfile = self.connection.makefile("wb", 0)

        def do_GET(self) -> None:
            here = self.origin or f"http://{served.netloc}"
            url = self.path if "://" in self.path else here + self.path
            posted = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
            served.requests.append(f"{url} {posted}".rstrip())
            answer = pages.get(url, Page("नहीं मिला", 404))
            if callable(answer):
                answer = answer(dict(parse_qsl(posted, keep_blank_values=True)))
            page = answer if isinstance(answer, Page) else Page(answer)
            self.send_response(page.status)
            headers = {"Content-Type": "text/html; charset=utf-8", **page.headers}
            for name, value in {**headers, "Content-Length": str(len(page.content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page.content)

        do_POST = do_GET

        def finish(self) -> None:
            super().finish()
            self.connection.close()  # of a tunnel, which the server does not know

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Served(f"127.0.0.1:{server.server_port}", pages)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@functools.cache
def tls_context() -> ssl.SSLContext:
    """Return what a server needs to speak TLS, with a certificate that nobody signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "served.example")])
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile() as file:
        file.write(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        file.flush()
        context.load_cert_chain(file.name)
    return context


@dataclass
class Crawl:
    """A finished `scrapy crawl`: exit code, log, and the records of its output."""

    code: int
    log: str
    records: list[dict[str, Any]]


def crawl(served: Served, spider: str, folder: Path, *options: str, timeout: float = 60) -> Crawl:
    """Run `scrapy crawl SPIDER OPTIONS` with *served* as its proxy and *folder* for its data."""
    proxy = f"http://{served.netloc}"
    out = folder / "out.jsonl"
    command = [sys.executable, "-m", "scrapy", "crawl", spider, *options]
    if not {"-o", "-O"}.intersection(options):
        command += ["-o", str(out)]
    for setting in (
        f"ADDRESS_GUARD_ALLOW={served.netloc}",
        f"DATA_DIR={folder}",
        "DOWNLOAD_DELAY=0",
        "DOWNLOAD_VERIFY_CERTIFICATES=False",
    ):
        command += ["-s", setting]
    run = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "http_proxy": proxy, "https_proxy": proxy},
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
