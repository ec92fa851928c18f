"""What is read from every page at hand: proves that a change of speed is a change of nothing else.

``python tests/page_records.py >before.jsonl``, then the change, then ``>after.jsonl`` and ``cmp``.
A line a page: its record, or why it is refused, and the links that it lists. No clock, no run id.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newscrawl.benchmark.pages import Pages
from newscrawl.benchmark.stories import write_stories
from newscrawl.demo import DemoSite
from newscrawl.extraction import extract_article
from newscrawl.extraction.listing import read_listing
from newscrawl.items import NotAnArticle, as_dict

TESTS = Path(__file__).parent
SHARED = TESTS.parents[1] / "shared"
FETCHED_AT = datetime(2026, 11, 24, tzinfo=UTC)


def pages() -> Iterator[tuple[str, bytes, str]]:
    """Yield name, bytes and address of the pages of the benchmark, the demonstration and files."""
    stories = write_stories(100)
    made_up = Pages("http://site.example", stories)
    for place, story in enumerate(stories):
        yield story.path, made_up.article(place).encode(), f"http://site.example{story.path}"
    for path, page in DemoSite(2).pages.items():
        if page.content_type.startswith("text/html"):
            yield path, page.body, f"http://demo.newscrawl.example{path}"
    for folder in (TESTS / "pages", SHARED):
        for file in sorted(folder.rglob("*.html")):
            name = file.relative_to(folder.parent).as_posix()
            yield name, file.read_bytes(), f"https://www.site.example/desh/{file.stem}"


def record_of(html: bytes, url: str) -> dict[str, Any] | str:
    try:
        return as_dict(extract_article(html, url, fetched_at=FETCHED_AT))
    except NotAnArticle as refusal:
        return f"{type(refusal).__name__}: {refusal}"


def lines() -> Iterator[str]:
    for name, html, url in pages():
        listing = read_listing(html, url)
        links = [[link.url, link.text, link.published] for link in listing.articles]
        line = [name, record_of(html, url), links, listing.next_page]
        yield json.dumps(line, ensure_ascii=False, default=str)


if __name__ == "__main__":
    for line in lines():
        sys.stdout.write(line + "\n")
