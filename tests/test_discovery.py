"""Feeds and sitemaps: what is read, and what hostile XML cannot do."""

from __future__ import annotations

import gzip
from datetime import datetime

import pytest

from newscrawl.arguments import IST
from newscrawl.discovery import (
    MAX_BYTES,
    Entry,
    UnreadableXml,
    covers_period,
    read_feed,
    read_sitemap,
)

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<item><title><![CDATA[झील में लौटे पक्षी]]></title><link>https://a.in/desh/jheel-101?utm_source=rss</link>
 <pubDate>Tue, 24 Nov 2026 08:15:00 +0530</pubDate></item>
<item><title>पुल खुला</title><guid isPermaLink="true">/desh/pul-102</guid>
 <dc:date>2026-11-23T10:00:00+05:30</dc:date></item>
<item><title>बिना पता</title><guid isPermaLink="false">17</guid></item>
<item><title>बुरा पता</title><link>javascript:alert(1)</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>मेला</title>
<link rel="self" href="https://a.in/self"/><link href="https://a.in/mela-103"/>
<published>2026-11-22T09:00:00Z</published><updated>2026-11-23T09:00:00Z</updated></entry></feed>"""

NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc> https://a.in/n-1 </loc>
<lastmod>2026-11-24</lastmod><news:news><news:publication_date>2026-11-20T08:00:00+05:30
</news:publication_date><news:title>बारिश</news:title></news:news></url></urlset>"""

INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap>
<loc>https://a.in/sitemap-2026-10.xml</loc><lastmod>2026-10-31</lastmod></sitemap></sitemapindex>"""


def test_rss() -> None:
    assert read_feed(RSS.encode(), "https://a.in/feed") == [
        Entry("https://a.in/desh/jheel-101", "झील में लौटे पक्षी", "Tue, 24 Nov 2026 08:15:00 +0530"),
        Entry("https://a.in/desh/pul-102", "पुल खुला", "2026-11-23T10:00:00+05:30"),
    ]


def test_atom() -> None:
    assert read_feed(ATOM.encode(), "https://a.in/feed") == [
        Entry("https://a.in/mela-103", "मेला", "2026-11-22T09:00:00Z", "2026-11-23T09:00:00Z")
    ]


def test_news_sitemap_plain_and_gzipped() -> None:
    entry = Entry("https://a.in/n-1", "बारिश", "2026-11-20T08:00:00+05:30", "2026-11-24")
    for body in (NEWS.encode(), gzip.compress(NEWS.encode()), b"\n" + NEWS.encode()):
        sitemap = read_sitemap(body, "https://a.in/sitemap.xml")
        assert sitemap.articles == [entry]
        assert not sitemap.sitemaps


def test_sitemap_index() -> None:
    sitemap = read_sitemap(INDEX.encode(), "https://a.in/sitemap.xml")
    assert sitemap.sitemaps == [Entry("https://a.in/sitemap-2026-10.xml", modified="2026-10-31")]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"not xml", id="text"),
        pytest.param(gzip.compress(b" " * (MAX_BYTES + 1)), id="gzip bomb"),
        pytest.param(gzip.compress(NEWS.encode())[:2] + b"rubbish", id="broken gzip"),
    ],
)
def test_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableXml):
        read_sitemap(body, "https://a.in/sitemap.xml")


def test_entities_are_not_resolved() -> None:
    bomb = (
        '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa">'
        '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        "<rss><channel><item><title>&f;&b;</title><link>https://a.in/x-1</link></item></channel></rss>"
    )
    (entry,) = read_feed(bomb.encode(), "https://a.in/feed")
    assert "root:" not in entry.title
    assert "aaaa" not in entry.title


@pytest.mark.parametrize(
    ("url", "covers"),
    [
        ("https://a.in/sitemap.xml", True),
        ("https://a.in/sitemap-2026-10.xml", True),
        ("https://a.in/sitemap-2026-09.xml", False),
        ("https://a.in/2026/10/05/sitemap.xml", False),
        ("https://a.in/2026/10/15/sitemap.xml", True),
        ("https://a.in/sitemap/20261101.xml", False),
        ("https://a.in/sitemap-120261.xml", True),
    ],
)
def test_a_back_fill_asks_only_for_sitemaps_of_its_period(url: str, covers: bool) -> None:
    since, until = datetime(2026, 10, 10, tzinfo=IST), datetime(2026, 10, 31, tzinfo=IST)
    assert covers_period(url, since, until) is covers
