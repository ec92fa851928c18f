"""How a line of the log is written: for people, or with LOG_JSON as one JSON object."""

from __future__ import annotations

import contextlib
import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from newscrawl.reporting.log_safety import safe_text


class JsonFormatter(logging.Formatter):
    """One object a line: time (ISO 8601, UTC), level, logger, message, site and run_id.

    The last two are null where there is no run yet; `traceback` is there where there is one.
    Secrets are hidden already: see `newscrawl.reporting.log_safety`.
    """

    crawler: Crawler | None = None

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of *record*."""
        spider = self.crawler.spider if self.crawler else None
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "site": spider.name if spider else None,
            "run_id": getattr(getattr(spider, "run", None), "id", None),
        }
        if record.exc_info:
            line["traceback"] = record.exc_text or safe_text(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def log_as_json(settings: BaseSettings) -> JsonFormatter:
    """Log to LOG_FILE or stderr as JSON, in the place of Scrapy's handler, which it replaces often.

    Before Scrapy configures its logging. The formatter that is returned wants to know the crawler.
    """
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    handler: logging.Handler = logging.NullHandler()
    if path := settings.get("LOG_FILE"):
        mode = "a" if settings.getbool("LOG_FILE_APPEND") else "w"
        handler = logging.FileHandler(path, mode, encoding="utf-8")
    elif settings.getbool("LOG_ENABLED"):
        handler = logging.StreamHandler()
    handler.setLevel(settings.get("LOG_LEVEL"))
    formatter = JsonFormatter()
    handler.setFormatter(formatter)
    logging.root.setLevel(logging.NOTSET)
    logging.root.addHandler(handler)
    return formatter


def tell(reason: str, settings: BaseSettings | None) -> None:
    """Tell in one line why there is no run: on stderr, and in LOG_FILE, all that Scrapyd shows."""
    text = safe_text(reason)
    record = logging.LogRecord("newscrawl", logging.ERROR, "", 0, text, None, None)
    as_json = JsonFormatter().format(record)
    use_json = settings is not None and settings.get("LOG_JSON") in (True, "True", "true", 1, "1")
    sys.stderr.write(f"{as_json if use_json else f'newscrawl: {text}'}\n")
    if settings is not None and (path := settings.get("LOG_FILE")):
        plain = logging.Formatter(settings.get("LOG_FORMAT"), settings.get("LOG_DATEFORMAT"))
        line = as_json if use_json else plain.format(record)
        with contextlib.suppress(OSError), Path(path).open("a", encoding="utf-8") as log:
            log.write(f"{line}\n")  # it stands on stderr, whatever becomes of the file
