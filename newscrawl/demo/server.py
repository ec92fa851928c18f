"""Serves a DemoSite on loopback: as a proxy for its made-up host, and under its own address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from newscrawl.demo.site import HOST, DemoSite, Page


class DemoServer:
    """Answers for *site* in a thread, from `start` to `stop`; also a context manager.

    A request may name an absolute URL of the site (`GET http://demo.newscrawl.example/...`, as to
    a proxy) or a path. It fetches nothing: another host is answered 502. A port of 0 is any free
    one. Raises OSError where *port* is taken.
    """

    def __init__(self, site: DemoSite, port: int = 0) -> None:
        self._server = _Server(site, port)
        self._thread = Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)

    @property
    def netloc(self) -> str:
        """Where it listens: ``127.0.0.1:port``."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        """Its address as a proxy."""
        return f"http://{self.netloc}"

    def start(self) -> Self:
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop listening; a second call does nothing."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, site: DemoSite, port: int) -> None:
        self.pages: Mapping[str, Page] = site.pages
        self.not_found = site.not_found
        super().__init__(("127.0.0.1", port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # keep-alive
    server_version = "newscrawl-demo"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave together
    timeout = 30  # seconds that an idle connection is kept
    server: _Server

    def do_GET(self) -> None:
        self.answer(with_body=True)

    def do_HEAD(self) -> None:
        self.answer(with_body=False)

    def answer(self, *, with_body: bool) -> None:
        target = urlsplit(self.path)
        if target.netloc and target.netloc != HOST:
            self.send_error(HTTPStatus.BAD_GATEWAY, f"only {HOST} is served here")
            return
        pages = self.server.pages
        path = target.path or "/"
        if path not in pages and f"{path}/" in pages:
            self.redirect(f"{path}/", on_host=bool(target.netloc))
            return
        page = pages.get(path, self.server.not_found)
        if page.status == HTTPStatus.OK and self.has_current(page):
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.send_validators(page)
            self.end_headers()
            return
        self.send_response(page.status)
        self.send_header("Content-Type", page.content_type)
        self.send_header("Content-Length", str(len(page.body)))
        if page.status == HTTPStatus.OK:
            self.send_validators(page)
        self.end_headers()
        if with_body:
            self.wfile.write(page.body)

    def redirect(self, path: str, *, on_host: bool) -> None:
        """Send to the address with its final slash, as WordPress does."""
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", f"http://{HOST}{path}" if on_host else path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def has_current(self, page: Page) -> bool:
        """Tell whether the client holds *page* already (RFC 9110, 13.2.2)."""
        if tags := self.headers["If-None-Match"]:
            return page.etag in {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        if since := self.headers["If-Modified-Since"]:
            try:
                return page.last_modified <= as_utc(parsedate_to_datetime(since))
            except ValueError:
                return False  # a date that cannot be read is ignored (13.1.3)
        return False

    def send_validators(self, page: Page) -> None:
        self.send_header("ETag", page.etag)
        modified = format_datetime(page.last_modified.astimezone(UTC), usegmt=True)
        self.send_header("Last-Modified", modified)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the crawl has its own log."""


def as_utc(date: datetime) -> datetime:
    return date if date.tzinfo else date.replace(tzinfo=UTC)
