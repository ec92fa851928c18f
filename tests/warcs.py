"""WARC files for tests: of our own writing, as others write them; and crawls that leave some."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from served import ROOT
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from newscrawl.archive.warc_file import Exchange, WarcFiles
from newscrawl.archive.warc_pages import warc_files

WHEN = datetime(2026, 11, 24, 6, 30, 0, 250_000, tzinfo=UTC)
HINDI = "पहाड़ी रेल के लिए नई समय-सारणी जारी हुई, यात्रियों ने राहत की साँस ली। " * 20


def exchange(
    url: str = "https://a.example/x", body: bytes = HINDI.encode(), **more: Any
) -> Exchange:
    given: dict[str, Any] = {
        "method": "GET",
        "request_headers": [("Accept", "text/html")],
        "request_body": b"",
        "fetched_at": WHEN,
        "status": 200,
        "protocol": "HTTP/1.1",
        "headers": [("Content-Type", "text/html"), ("Content-Length", str(len(body)))],
        **more,
    }
    return Exchange(url=url, body=body, **given)


def files_in(folder: Path, run: str = "run", max_bytes: int = 10**9) -> WarcFiles:
    return WarcFiles(folder, folder / "archive" / "a", run, max_bytes, {"newscrawl-site": "a"})


def records(path: Path) -> list[tuple[str, str | None]]:
    """Return type and URL of each record of *path*, read by warcio; its digests must be right."""
    checked = Checker(type("Options", (), {"verbose": False, "inputs": [str(path)]}))
    checked.process_all()
    assert not checked.exit_value
    with path.open("rb") as file:
        return [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"))
            for record in ArchiveIterator(file)
        ]


def archived(folder: Path) -> Counter[str]:
    """Count the records of all WARC files below *folder* by type."""
    return Counter(kind for path in warc_files(folder) for kind, _ in records(path))


def foreign(head: bytes, body: bytes, kind: str = "response", **fields: str) -> bytes:
    """Return a record as another crawler might write it, uncompressed."""
    block = head + body
    lines = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:00000000-0000-4000-8000-000000000001>",
        "WARC-Date": "2026-10-01T05:00:00Z",
        "WARC-Target-URI": "https://b.example/y",
        "WARC-Payload-Digest": "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",  # wrong
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return b"WARC/1.0\r\n" + text.encode() + b"\r\n" + block + b"\r\n\r\n"


def demo(folder: Path, *options: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """Crawl one section of the demonstration with an archive; *before* is run first."""
    command = f"import sys; {before}\nfrom scrapy.cmdline import execute; execute(sys.argv)"
    given = ["-a", "sections=india", "-a", "max_pages=1", "-s", f"DATA_DIR={folder}"]
    return subprocess.run(
        [sys.executable, "-c", command, "crawl", "demo", *given, "-s", "ARCHIVE=1", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def lines_below(folder: Path) -> list[dict[str, Any]]:
    """Return the records of all feeds below *folder*."""
    texts = [feed.read_text("utf-8") for feed in folder.rglob("*.jsonl")]
    return [json.loads(line) for text in texts for line in text.splitlines()]
