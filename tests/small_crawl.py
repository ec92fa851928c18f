"""A crawl small enough to be killed at each of its steps, run in a process of its own.

`Crawler` starts a process that has everything imported and forks a child for each run, so that a
run takes a tenth of a second. A child can be told to die at its k-th write, fsync, cut, rename,
unlink or commit; a write is killed halfway through, a commit before or after it.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import DropItem
from scrapy.http import Request, Response

import newscrawl.ledger.booking
from newscrawl import near_index  # noqa: F401  imported before the fork
from newscrawl.feeds import set_default_feed
from newscrawl.items import Article, article_id, content_hash
from newscrawl.ledger import LedgerError, LockHeld, Run

KILLED = 99
LOCKED, BROKEN, FEED_FAILED = 6, 1, 5
IMPORTED_EARLY = (
    "aiohttp.web",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.downloadermiddlewares.cookies",
    "scrapy.pqueues",
    "scrapy.resolver",
    "scrapy.responsetypes",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite",
    "tldextract",
)
DYING = ("write", "fsync", "ftruncate", "rename", "replace", "unlink")

SETTINGS: dict[str, Any] = {
    "FEED_EXPORT_ENCODING": "utf-8",
    "FEED_STORE_EMPTY": False,
    "FEED_EXPORTERS": {
        "jsonlines": "newscrawl.feeds.JsonLinesExporter",
        "csv": "newscrawl.feeds.CsvExporter",
    },
    "ITEM_PIPELINES": {"small_crawl.Known": 1},
    "EXTENSIONS": {
        "small_crawl.OpenRun": 0,
        "newscrawl.feeds.FeedExporter": 1,
        "scrapy.extensions.feedexport.FeedExporter": None,
    },
    "LOG_LEVEL": "INFO",
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "RETRY_ENABLED": False,
}


# ---------------------------------------------------------------------- the crawl


class OpenRun:
    """Opens the run before the first request and closes it behind the last feed."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self.reason = ""
        crawler.spider.run = Run.open(crawler, "small", [crawler.spider.host])
        if report := os.environ.get("REPORT"):
            Path(report).write_text(json.dumps({"opened": dying.steps}), encoding="utf-8")
        crawler.signals.connect(self.spider_closed, signals.spider_closed)
        crawler.signals.connect(self.close, signals.feed_exporter_closed)

    @classmethod
    def from_crawler(cls, crawler: Any) -> OpenRun:
        return cls(crawler)

    def spider_closed(self, reason: str) -> None:
        self.reason = reason

    async def close(self) -> None:
        await self.crawler.spider.run.close(self.reason)


class Known:
    """Drops what is known and unchanged, numbers what has changed."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> Known:
        return cls(crawler)

    async def process_item(self, item: Article) -> Article:
        run = self.crawler.spider.run
        seen = await run.look_up(item)
        if seen.forgotten:
            raise DropItem("forgotten", log_level="INFO")
        if seen.previous and seen.previous.content_hash == item.content_hash:
            raise DropItem("unchanged", log_level="INFO")
        if seen.previous is None and seen.same_body:
            raise DropItem("duplicate", log_level="INFO")
        if seen.previous:
            item.id = seen.previous.article_id
            item.version = seen.previous.version + 1
        run.claim(item)
        return item


class SmallSpider(Spider):
    """Reads one listing; an article is an <h1> and a <p>."""

    name = "small"
    run: Run

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.host = url.split("/")[2]

    @classmethod
    def update_settings(cls, settings: Any) -> None:
        super().update_settings(settings)
        set_default_feed(settings, cls.name)

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> SmallSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.item_dropped, signals.item_dropped)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        for pending in await self.run.pending():
            yield self.article_request(pending.url)
        yield Request(self.url, self.parse_list, meta={"asked": self.url})

    def article_request(self, url: str) -> Request:
        return Request(url, self.parse_article, meta={"asked": url})

    async def parse_list(self, response: Response) -> AsyncIterator[Request]:
        urls = [response.urljoin(link) for link in response.css("a::attr(href)").getall()]
        known = await self.run.known(urls)
        due = [url for url in urls if url not in known or known[url].due]
        self.run.found([url for url in due if url not in known], "all", "sections")
        for url in due:
            yield self.article_request(url)
        self.run.walk_ended("all")

    def parse_article(self, response: Response) -> Iterator[Article]:
        if not response.css("h1"):
            self.run.settle(response.meta["asked"], "refused", "NoHeadline")
            return
        headline = response.css("h1::text").get("")
        body = "\n\n".join(response.css("p::text").getall())
        yield Article(
            id=article_id(response.url),
            site=self.host,
            url=response.url,
            canonical_url=response.url,
            headline=headline,
            article_body=body,
            content_hash=content_hash(headline, body),
        )

    def item_dropped(self, response: Response, exception: Exception) -> None:
        outcome = "duplicate" if "duplicate" in str(exception) else "unchanged"
        self.run.settle(response.meta["asked"], outcome)


# ---------------------------------------------------------------------- its death


class Dying:
    """Counts the steps of a run and dies at the one it was told."""

    def __init__(self) -> None:
        self.at = 0
        self.steps = 0

    def step(self) -> bool:
        self.steps += 1
        return self.steps == self.at

    def install(self) -> None:
        for name in DYING:
            setattr(os, name, partial(self.act, name, getattr(os, name)))
        from sqlalchemy import event
        from sqlalchemy.engine import Engine

        event.listen(Engine, "commit", self.commit)

    def act(self, name: str, real: Any, *args: Any, **kwargs: Any) -> Any:
        if self.step():
            if name == "write":
                real(args[0], bytes(args[1])[: len(args[1]) // 2])
            os._exit(KILLED)
        return real(*args, **kwargs)

    def commit(self, connection: Any) -> None:
        if self.step():
            os._exit(KILLED)
        connection.connection.dbapi_connection.commit()
        if self.step():  # done, and nobody knows
            os._exit(KILLED)


dying = Dying()


# ---------------------------------------------------------------------- in the child


def crawl(url: str, settings: dict[str, Any]) -> int:
    """Run the crawl and return its exit code."""
    process = AsyncCrawlerProcess({**SETTINGS, **settings})
    crawler = process.create_crawler(SmallSpider)
    task = process.crawl(crawler, url=url)
    task.add_done_callback(lambda task: task.exception())
    process.start()
    error = task.exception()
    if isinstance(error, LedgerError):
        sys.stderr.write(f"newscrawl: {error}\n")
        return LOCKED if isinstance(error, LockHeld) else BROKEN
    if error:
        raise error
    stats = crawler.stats.get_stats()
    if report := os.environ.get("REPORT"):
        facts = json.loads(Path(report).read_text(encoding="utf-8"))
        facts |= {"steps": dying.steps, "feeds": crawler.spider.run.feeds}  # type: ignore[union-attr]
        facts["stats"] = {name: str(value) for name, value in stats.items()}
        Path(report).write_text(json.dumps(facts), encoding="utf-8")
    failed = "newscrawl/feed_failed" in stats or "newscrawl/article_lost" in stats
    return FEED_FAILED if failed else 0


def child(job: dict[str, Any]) -> None:
    """Do *job* and end the process."""
    with Path(job["log"]).open("ab") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    os.environ.update(job["environment"])
    newscrawl.ledger.booking.BATCH_LINES = job["batch_lines"]
    if job["file_limit"]:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["file_limit"],) * 2)
    dying.at = job["kill_at"]
    dying.install()
    code = BROKEN
    try:
        code = crawl(job["url"], job["settings"])
    finally:
        sys.stderr.flush()
        os._exit(code)


def serve() -> None:
    """Fork a child for each job read from standard input; write its pid, then its exit code."""
    for module in IMPORTED_EARLY:
        import_module(module)
    assert "twisted.internet.reactor" not in sys.modules
    for line in sys.stdin:
        if pid := os.fork():
            sys.stdout.write(f"{pid}\n")
            sys.stdout.flush()
            if not json.loads(line)["in_background"]:
                _, status = os.waitpid(pid, 0)
                sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
                sys.stdout.flush()
        else:
            child(json.loads(line))


# ---------------------------------------------------------------------- for the tests


@dataclass
class Ended:
    """A run that is over."""

    code: int
    log: str
    report: dict[str, Any]


class SmallCrawler:
    """Runs small crawls, one after the other."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", "import small_crawl; small_crawl.serve()"],
            cwd=Path(__file__).parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, folder: Path, url: str, out: str = "", **more: Any) -> Ended:
        """Crawl *url* with *folder* as DATA_DIR and feed *out* (-O where it begins with `!`)."""
        log, report = folder / "log.txt", folder / "report.json"
        report.unlink(missing_ok=True)
        seen = log.stat().st_size if log.exists() else 0
        self._send(self._job(folder, url, out, **more))
        self._line()
        code = int(self._line())
        facts = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
        return Ended(code, log.read_text(encoding="utf-8")[seen:], facts)

    def start(self, folder: Path, url: str, out: str = "", **more: Any) -> int:
        """Start a crawl in the background and return its process id."""
        self._send(self._job(folder, url, out, in_background=True, **more))
        return int(self._line())

    def stop(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(10)

    def _job(
        self,
        folder: Path,
        url: str,
        out: str,
        *,
        kill_at: int = 0,
        batch_lines: int = 50,
        file_limit: int = 0,
        in_background: bool = False,
        settings: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        folder.mkdir(parents=True, exist_ok=True)
        values = {"DATA_DIR": str(folder / "data"), **(settings or {})}
        if out:
            values["FEEDS"] = {out.lstrip("!"): feed_options(out)}
        return {
            "url": url,
            "settings": values,
            "log": str(folder / "log.txt"),
            "environment": {"REPORT": str(folder / "report.json")},
            "kill_at": kill_at,
            "batch_lines": batch_lines,
            "file_limit": file_limit,
            "in_background": in_background,
        }

    def _send(self, job: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()


def feed_options(out: str) -> dict[str, Any]:
    """Return what -o or -O (`!`) make of an output."""
    suffix = Path(out).suffix.lstrip(".")
    options: dict[str, Any] = {"format": suffix if suffix in ("csv", "json") else "jsonlines"}
    if suffix == "gz":
        options["postprocessing"] = ["scrapy.extensions.postprocessing.GzipPlugin"]
    if out.startswith("!"):
        options["overwrite"] = True
    return options


class Site(ThreadingHTTPServer):
    """A news site of as many pages as `articles` has: path -> (headline, text)."""

    daemon_threads = True
    request_queue_size = 64  # of five, the rest of a crawl's eight connections try again in 1 s

    def __init__(self, articles: dict[str, tuple[str, str]]) -> None:
        super().__init__(("127.0.0.1", 0), _Page)
        self.articles = articles
        self.asked: list[str] = []
        self.answers = threading.Event()  # clear: no article is answered
        self.answers.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class _Page(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else the body waits 40 ms for the head's acknowledgement
    types: ClassVar[dict[str, str]] = {"Content-Type": "text/html; charset=utf-8"}
    server: Site

    def do_GET(self) -> None:
        site = self.server
        site.asked.append(self.path)
        if self.path != "/":
            site.answers.wait(20)
        status, html = 200, ""
        if self.path == "/":
            html = "".join(f'<a href="{path}">आगे</a>' for path in site.articles)
        elif self.path in site.articles:
            headline, text = site.articles[self.path]
            html = (f"<h1>{headline}</h1>" if headline else "") + f"<p>{text}</p>"
        else:
            status = 404
        body = html.encode()
        self.send_response(status)
        for name, value in {**self.types, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


def news(count: int, *, size: int = 20) -> dict[str, tuple[str, str]]:
    """Return *count* short articles."""
    return {
        f"/khabar-{number}": (
            f"खबर क्रमांक {number}",
            f"नगर में {number} नए पुस्तकालय खुले, पाठक प्रसन्न हैं। " * size,
        )
        for number in range(1, count + 1)
    }


@contextmanager
def serving(articles: dict[str, tuple[str, str]]) -> Iterator[Site]:
    """Serve *articles* on loopback."""
    site = Site(articles)
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()
        thread.join()
