"""How many archived pages a core reads in a second: `python -m newscrawl.benchmark.archive`.

The archive is made like a file of CC-NEWS: request and response of each page, one gzip member a
record, nine of ten pages in another language. Measured in processor time, so that what else the
machine does makes no difference.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from newscrawl.archive.warc_file import Exchange, WarcFiles
from newscrawl.benchmark.pages import Pages
from newscrawl.benchmark.stories import write_stories
from newscrawl.reparse.pages import Rules
from newscrawl.reparse.work import Part, work

PAGES = 2_000
HINDI_EVERY = 10

MONTH_FILES = 450
"""WARC files of 1 GiB that Common Crawl publishes a month under CC-NEWS: an inference from its
listings of 2023 and 2024 (400 to 500), not counted here."""

GIB = 1024**3
_LATIN = {point: 0x61 + point % 26 for point in range(0x900, 0x980)}


def write_mix(folder: Path, pages: int) -> Path:
    """Write an archive of so many *pages* below *folder*; return its file."""
    origin = "https://namuna.example"
    stories = write_stories(max(pages // HINDI_EVERY, 60))
    texts = Pages(origin, stories)
    files = WarcFiles(folder, folder, "mix", 100 * GIB, {"software": "newscrawl benchmark"})
    for number in range(pages):
        story = stories[number // HINDI_EVERY % len(stories)]
        html = texts.article(number // HINDI_EVERY % len(stories))
        if number % HINDI_EVERY:
            html = html.translate(_LATIN)
        files.write(
            Exchange(
                url=f"{origin}/{number}{story.path}",
                method="GET",
                request_headers=[("Accept", "text/html")],
                request_body=b"",
                fetched_at=datetime(2026, 10, 1, tzinfo=UTC),
                status=200,
                protocol="HTTP/1.1",
                headers=[("Content-Type", "text/html; charset=utf-8")],
                body=html.encode(),
            )
        )
    files.close()
    return folder / "mix-00000.warc.gz"


def measure(pages: int = PAGES) -> dict[str, float]:
    """Return what reading so many pages takes on one core."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        file = write_mix(folder, pages)
        part = Part(file=file, name=file.name, first=0, step=1, spool=folder / "spool")
        rules = Rules(refused_rights=("noindex", "noai", "tdm-reserved"))
        began = time.process_time()
        counts = work(part, rules, None)
        seconds = time.process_time() - began
        size = file.stat().st_size
        found = counts.pages - counts.passed_by.total() - counts.refused.total()
    return {
        "pages": counts.pages,
        "articles": found,
        "seconds": round(seconds, 2),
        "pages a second and core": round(counts.pages / seconds),
        "articles a second and core": round(found / seconds),
        "kB a page, compressed": round(size / counts.pages / 1000, 1),
        "MB a second and core, compressed": round(size / seconds / 1e6, 1),
        "core hours for a month of CC-NEWS": round(MONTH_FILES * GIB / (size / seconds) / 3600),
    }


def main() -> None:
    """Print what was measured as JSON."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    sys.stdout.write(json.dumps(measure(pages), indent=1) + "\n")


if __name__ == "__main__":
    main()
