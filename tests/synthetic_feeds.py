"""Feeds made up for tests: many small articles of many sites, runs and machines."""

from __future__ import annotations

import gzip
from pathlib import Path
from random import Random
from typing import Any

from hindi_stories import CITIES, DAYS, PEOPLE, STATES, story

from newscrawl.feeds import json_line
from newscrawl.items import Article, article_id, as_dict, content_hash, word_count


def record(number: int = 1, *, site: str = "khabar", **fields: Any) -> dict[str, Any]:
    """Return article *number* of *site*; *fields* are set as they are."""
    url = fields.get("canonical_url", f"https://{site}.example/desh/khabar-{number}.html")
    headline = fields.pop("headline", f"क़िले की मरम्मत शुरू, चरण {number}")
    body = fields.pop(
        "article_body",
        f"नगर निगम ने वार्ड {number} में काम शुरू किया।\n\nश्रीमान‌जी ने कहा कि २५ मज़दूर क्‍या करेंगे।",
    )
    values: dict[str, Any] = {
        "id": article_id(url),
        "site": site,
        "url": url,
        "canonical_url": url,
        "date_published": "2026-05-04T10:00:00+05:30",
        "date_precision": "minute",
        "crawled_at": "2026-05-05T00:00:00+00:00",
        "in_language": "hi",
        "article_section": "india",
        "word_count": word_count(body),
        "content_hash": content_hash(headline, body),
    }
    provenance = fields.pop("provenance", {"headline": "json-ld"})
    article = Article(headline=headline, article_body=body, **values | fields)  # type: ignore[arg-type]
    for name, source in provenance.items():
        setattr(article.provenance, name, source)
    return as_dict(article)


def write_feed(path: Path, records: list[dict[str, Any]], tail: bytes = b"") -> Path:
    """Write *records* and *tail* to the feed *path*, gzipped where its name says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = b"".join(map(json_line, records)) + tail
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def write_many(folder: Path, *, feeds: int, each: int) -> None:
    """Write *feeds* feeds of *each* articles: updates, copies, formulas, other alphabets, gaps."""
    random = Random(feeds)
    sentences = story(random, 18)
    ids: list[str] = []
    for feed in range(feeds):
        site = f"khabar{feed % 20:02}"
        records = []
        for number in range(feed * each, (feed + 1) * each):
            is_update = feed >= 20 and random.random() < 0.04
            known = number - 20 * each if is_update else number
            month = random.randrange(6)
            body = " ".join(random.sample(sentences, 3))
            records.append(
                record(
                    known,
                    site=site,
                    headline=f"{random.choice(TITLES)}{random.choice(CITIES)} की खबर {known}",
                    article_body=f"{body}\n\nक्रमांक {number}, {random.choice(STATES)}।",
                    version=2 if is_update else 1,
                    date_published=None
                    if random.random() < 0.02
                    else f"2026-{month + 1:02}-{random.randint(1, 28):02}T10:00:00+05:30",
                    article_section=random.choice(("india", "sports", "world", None)),
                    keywords=random.sample(PEOPLE, 2) if random.random() < 0.5 else None,
                    is_accessible_for_free=random.choice((True, False, None)),
                    duplicate_of=random.choice(ids) if ids and random.random() < 0.1 else None,
                    similarity=0.912 if random.random() < 0.1 else None,
                    rights=["noarchive"] if random.random() < 0.1 else None,
                    dateline=random.choice((*DAYS, "@लखनऊ", None)),
                )
            )
            if random.random() < 0.05:
                ids.append(records[-1]["id"])
        ending = ".gz" if feed % 3 == 0 else ""
        tail = b'{"id": "1-0", "headl' if feed % 10 == 7 else b""
        write_feed(folder / site / f"run{feed:04}.jsonl{ending}", records, tail)


TITLES = ("", "", "", "=1+1 ", "-5 डिग्री: ", "@खेल ", "‘नया’ ", "ز: ")
