"""Feeds that survive a kill: what is exported where, line by line, and booked with the ledger.

`newscrawl.feed_file` knows the file, `newscrawl.ledger` when it is written; here is what Scrapy
asks for: exporters, storages and the extension that feeds them.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, is_dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self, cast
from urllib.parse import urlsplit

from scrapy.exceptions import NotConfigured
from scrapy.exporters import CsvItemExporter, JsonLinesItemExporter
from scrapy.extensions.feedexport import FeedExporter as ScrapyFeedExporter
from scrapy.extensions.feedexport import FeedSlot, apply_uri_params
from scrapy.utils.conf import feed_complete_default_values_from_settings
from scrapy.utils.defer import ensure_awaitable
from scrapy.utils.misc import load_object
from w3lib.url import file_uri_to_path

from newscrawl.data_dir import data_dir
from newscrawl.feed_file import PART, FeedFile
from newscrawl.items import Article, as_dict

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.extensions.feedexport import FeedStorageProtocol
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

    from newscrawl.ledger import Run

logger = logging.getLogger(__name__)

LINE_FORMATS = frozenset({"jsonlines", "jsonl", "jl", "csv"})
"""Formats that may be cut behind any line and appended to."""

CLOSED_FORMATS = frozenset({"json", "xml"})
"""Formats with an end, behind which nothing may follow."""

LINE_BREAKS = (("\u0085", "\\u0085"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))
"""What str.splitlines() takes for the end of a line and JSON does not escape by itself."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""OWASP, 'CSV Injection': a cell that begins so is a formula to a spreadsheet."""


# ---------------------------------------------------------------------- exporters


def json_line(record: Any) -> bytes:
    r"""Return *record* as one line of JSON in UTF-8, with its line feed.

    One line whatever the text holds: control characters and U+0085, U+2028, U+2029 are escaped, a
    lone surrogate becomes U+FFFD, NaN and infinity null.
    """
    try:
        text = json.dumps(record, ensure_ascii=False, allow_nan=False, default=_plain)
    except ValueError:
        text = json.dumps(_without_nan(record), ensure_ascii=False, default=_plain)
    for character, escaped in LINE_BREAKS:
        if character in text:
            text = text.replace(character, escaped)
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:
        whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return whole.encode() + b"\n"


def _plain(value: Any) -> Any:
    """Return what JSON has no type for as something that it has."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _without_nan(value: Any) -> Any:
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, dict):
        return {name: _without_nan(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_nan(part) for part in value]
    return value


class JsonLinesExporter(JsonLinesItemExporter):
    """One record a line, in UTF-8, keys in the order of the record."""

    def export_item(self, item: Any) -> None:
        """Write *item*; FEED_EXPORT_FIELDS chooses and renames fields."""
        if isinstance(item, Article) and self.fields_to_export is None:
            self.file.write(json_line(as_dict(item)))
        else:
            self.file.write(json_line(dict(self.get_serialized_fields(item))))


class CsvExporter(CsvItemExporter):
    """CSV for spreadsheets: no text becomes a formula, and one header a file."""

    def __init__(self, file: Any, **kwargs: Any) -> None:
        super().__init__(file, **kwargs)
        self._begins_file = file.tell() == 0 if isinstance(file, FeedFile) else True

    def _write_headers_and_set_fields_to_export(self, item: Any) -> None:
        if self._begins_file:
            super()._write_headers_and_set_fields_to_export(item)

    def _build_row(self, values: Iterable[Any]) -> Iterator[Any]:
        return map(csv_cell, super()._build_row(values))


def csv_cell(value: Any) -> Any:
    """Return *value* as what a cell of a CSV file holds: objects and lists as JSON."""
    if isinstance(value, (dict, list)) or is_dataclass(value):
        return json_line(value).decode().rstrip("\n")
    return neutral(value) if isinstance(value, str) else value


def neutral(text: str) -> str:
    """Return *text* as a cell that no spreadsheet takes for a formula."""
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


# ---------------------------------------------------------------------- which feeds


@dataclass(frozen=True)
class Feed:
    """One feed of a run, before its first byte.

    uri       where it goes, all placeholders filled in
    path      the local file that is written; None: standard output
    target    what *path* is renamed to when it is whole; None: written in place
    snapshot  *target* is replaced (-O)
    upload    *path* is sent to *uri* at the end
    whole     its lines count only when it is finished
    """

    uri: str
    path: Path | None
    target: Path | None = None
    snapshot: bool = False
    upload: bool = False
    whole: bool = False

    @property
    def name(self) -> str:
        """What the user calls it; never with a password."""
        if self.upload:
            return without_password(self.uri)
        return str(self.target or self.path or "standard output")

    @property
    def output(self) -> Path | None:
        """The file that another run might write too; None where the name is this run's alone."""
        if self.upload or self.path is None or (self.target and not self.snapshot):
            return None
        return self.target or self.path

    @property
    def replaces(self) -> bool:
        """Tell whether there is a file that a snapshot would replace."""
        return self.target is not None and self.target.exists()

    def open(self, base: int) -> FeedFile:
        """Return the file to write to, *base* bytes long already."""
        return FeedFile(self.path, target=self.target, base=base, whole=self.whole)


def set_default_feed(settings: BaseSettings, site: str | None) -> None:
    """Let a run without -o, -O or FEEDS write DATA_DIR/<site>/<run>.jsonl."""
    if site and not settings.getdict("FEEDS") and not settings.get("FEED_URI"):
        template = str(data_dir(settings) / site / "%(run)s.jsonl")
        feed = {"format": "jsonlines", "encoding": "utf-8", "store_empty": False}
        settings.set("FEEDS", {template: feed}, priority="spider")


def plan(crawler: Crawler, run_id: str, time: str) -> list[Feed]:
    """Return the feeds of the run *run_id*, which began at *time* (ISO 8601, UTC).

    Raises FeedError for a feed that would not last.
    """
    templates = {
        str(uri.absolute()) if isinstance(uri, Path) else str(uri): options
        for uri, options in crawler.settings.getdict("FEEDS").items()
    }
    feeds = []
    for template, given in templates.items():
        options = feed_complete_default_values_from_settings(given, crawler.settings, template)
        uri = feed_uri(template, options, crawler.spider, run_id, time)
        refuse_items_dir(uri, crawler.spider)
        is_unique = "%(run)" in template
        feeds.append(plan_feed(uri, options, crawler.settings, run_id, is_unique=is_unique))
    return feeds


def refuse_items_dir(uri: str, spider: Spider | None) -> None:
    """Raise FeedError where Scrapyd has put its own feed in the place of ours.

    Each start of a job deletes all but the newest few files there: articles would vanish that the
    ledger calls known.
    """
    job, path = getattr(spider, "_job", None), local_path(uri)
    if job and path and path.name == f"{job}.jl" and spider and path.parent.name == spider.name:
        from newscrawl.ledger.errors import FeedError

        raise FeedError(
            "Scrapyd's items_dir replaces the feeds and deletes old ones, articles and all: "
            "leave items_dir empty in scrapyd.conf"
        )


def plan_feed(
    uri: str, options: dict[str, Any], settings: BaseSettings, run_id: str, *, is_unique: bool
) -> Feed:
    """Return how the feed at *uri* is written; *is_unique* where no other run has this name.

    Raises FeedError where it cannot be appended to.
    """
    snapshot = options.get("overwrite") is True
    whole = options["format"] not in LINE_FORMATS or bool(options.get("postprocessing"))
    path = local_path(uri)
    if uri.startswith("stdout:"):
        return Feed(uri, None, whole=whole)
    if path is None:
        name = f"{run_id}-{urlsplit(uri).path.strip('/').replace('/', '_') or 'feed'}"
        spool = data_dir(settings) / "uploads" / name
        return Feed(uri, spool, snapshot=snapshot, upload=True, whole=True)
    if path.exists() and not path.is_file():
        return Feed(uri, path, whole=whole)  # a pipe or a device
    if not snapshot and options["format"] in CLOSED_FORMATS and _has_bytes(path):
        from newscrawl.ledger.errors import FeedError

        raise FeedError(
            f"{path} ends with its last article, nothing can follow: replace it with -O, or "
            "append to a .jsonl"
        )
    if snapshot or is_unique:
        return Feed(uri, path.with_name(path.name + PART), path, snapshot, whole=whole)
    return Feed(uri, path, whole=whole)


def _has_bytes(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def feed_uri(
    template: str, options: dict[str, Any], spider: Spider | None, run_id: str, time: str
) -> str:
    """Fill in the placeholders of *template*: Scrapy's, and `%(run)s`."""
    parameters = {name: getattr(spider, name) for name in dir(spider)}
    parameters |= _run_parameters(run_id, time) | {"batch_id": 1}
    if function := options.get("uri_params"):
        parameters = load_object(function)(parameters, spider) or parameters
    return apply_uri_params(template, parameters)


def _run_parameters(run_id: str, time: str) -> dict[str, str]:
    stamp = time.replace(":", "-")
    return {"run": run_id, "time": stamp, "batch_time": stamp}


def local_path(uri: str) -> Path | None:
    """Return the absolute path of the file that *uri* names; None where it is no local file.

    Links are followed: one file has one name, for its lock and in the ledger.
    """
    scheme = urlsplit(uri).scheme
    if scheme not in ("", "file"):
        return None
    path = Path(file_uri_to_path(uri) if scheme else uri).absolute()
    is_device = path.exists() and not path.is_file()  # /dev/stdout leads to no path
    return path if is_device else path.resolve()


def without_password(uri: str) -> str:
    """Return *uri* without user and password."""
    parts = urlsplit(uri)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()


# ---------------------------------------------------------------------- for Scrapy


class BookedStorage:
    """The storage of one feed: the run brings the lines to the disk, this waits for it."""

    def __init__(self, run: Run, feed: Feed, upload: FeedStorageProtocol | None) -> None:
        self.run = run
        self.feed = feed
        self.upload = upload
        self.file = run.file_of(feed)

    def open(self, spider: Spider) -> IO[bytes]:
        """Return what the exporter writes to."""
        return cast("IO[bytes]", self.file)

    async def store(self, file: IO[bytes]) -> None:
        """Bring the last lines to the disk, or to where they are uploaded. Raises LedgerError."""
        await self.run.flush()
        if self.upload is None or self.feed.path is None:
            return
        try:
            await ensure_awaitable(self.upload.store(self.feed.path.open("rb")))
        except Exception as error:
            self.run.fail(f"{self.feed.name}: {error}; the lines are kept in {self.feed.path}")
            raise


class FeedExporter(ScrapyFeedExporter):
    """Scrapy's, with every line written and booked by the spider's run.

    An item that cannot be written is an error that the exit code tells, and stays to be fetched.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the exporter. Raises FeedError where Scrapy would do without a feed in silence."""
        try:
            return super().from_crawler(crawler)
        except NotConfigured:
            from newscrawl.ledger.errors import FeedError

            names = ", ".join(
                without_password(str(uri)) for uri in crawler.settings.getdict("FEEDS")
            )
            raise FeedError(
                f"no feed can be written: format or storage of {names} is unknown or not installed"
            ) from None

    @property
    def run(self) -> Run:
        """The run that books the lines."""
        return cast("Run", self.crawler.spider.run)  # type: ignore[union-attr]

    def item_scraped(self, item: Any, spider: Spider, response: Response | None = None) -> None:
        """Write *item* to each feed, all or none, and let the run book it."""
        if self.run.failure:
            return
        marks = [(file, file.mark()) for file in self.run.files]
        try:
            super().item_scraped(item, spider)
        except Exception:
            for file, mark in marks:
                file.forget_since(mark)
            self.crawler.stats.inc_value("newscrawl/article_lost")
            self.run.release(item)
            raise
        if isinstance(item, Article):
            self.run.stored(item, response)

    def _get_uri_params(
        self, spider: Spider, uri_params_function: Any, slot: FeedSlot | None = None
    ) -> dict[str, Any]:
        run = self.run
        parameters = super()._get_uri_params(spider, None, slot)
        time = run.time if slot is None else parameters["batch_time"]
        parameters |= _run_parameters(run.id, run.time) | {"batch_time": time.replace(":", "-")}
        if uri_params_function:
            return load_object(uri_params_function)(parameters, spider) or parameters
        return parameters

    def _start_new_batch(  # type: ignore[override]
        self, batch_id: int, uri: str, feed_options: dict[str, Any], **more: Any
    ) -> FeedSlot:
        is_unique = "%(run)" in more["uri_template"]
        run_id = self.run.id
        feed = plan_feed(uri, feed_options, self.settings, run_id, is_unique=is_unique)
        if feed.snapshot:  # an empty one is right where there is nothing
            feed_options = {**feed_options, "store_empty": True}
        slot = super()._start_new_batch(
            batch_id=batch_id, uri=uri, feed_options=feed_options, **more
        )
        upload = slot.storage if feed.upload else None
        slot.storage = cast("FeedStorageProtocol", BookedStorage(self.run, feed, upload))
        slot.uri = feed.name
        return slot
