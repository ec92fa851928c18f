"""Roads to articles beside sections: feeds and sitemaps of made-up sites, crawled on loopback."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from served import Answer, Crawl, Page, Served, crawl, serve

from newscrawl.discovery import NO_ARTICLES, feed_links, sitemaps_of_days

TV9 = "https://www.tv9hindi.com"
OWN = "http://khabar.example"

WORDS = (
    "झील पर लौटे पक्षी",
    "पहाड़ पर नई सड़क",
    "पुस्तकालय का नया कमरा",
    "नदी की सफ़ाई का काम",
    "प्याज़ के दाम आधे",
    "स्कूल की छत पर सूरज",
    "मेले की दुकानें खुलीं",
    "तालाब की मरम्मत पूरी",
)


def article(number: int, day: str = "2026-03-10") -> str:
    words = WORDS[number % len(WORDS)]
    body = "".join(
        f"<p>{words}: इसका {part} नंबर वाला हिस्सा यह है कि {number + 3} गाँवों ने मिलकर "
        f"{number * part + 7} दिन काम किया और आगे की योजना बनाई, ऐसा {words} की ख़बर में है।</p>"
        for part in range(1, 6)
    )
    return (
        f'<html lang="hi"><head><meta property="article:published_time" '
        f'content="{day}T08:00:00+05:30"></head><body><article><h1>{words} और बाकी बातें</h1>'
        f"{body}</article></body></html>"
    )


def tv9(number: int) -> str:
    return f"{TV9}/india/ek-lambi-khabar-37963{number:02}.html"


def own(number: int) -> str:
    return f"{OWN}/desh/ek-lambi-si-khabar-10{number:03}.html"


def listing(urls: Iterable[str]) -> str:
    links = "".join(f'<li><a href="{url}">गाँव की यह एक लंबी ख़बर है</a></li>' for url in urls)
    return f"<html><body><h1>देश</h1><ul>{links}</ul></body></html>"


def rss(urls: Iterable[str], day: str = "10 Mar 2026") -> str:
    items = "".join(
        f"<item><title>ख़बर</title><link>{url}?utm_source=rss</link>"
        f"<pubDate>Tue, {day} 08:00:00 +0530</pubDate></item>"
        for url in urls
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'


def atom(urls: Iterable[str]) -> str:
    entries = "".join(
        f'<entry><title>ख़बर</title><link href="{url}"/><updated>2026-03-10T08:00:00+05:30</updated>'
        "</entry>"
        for url in urls
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'


def news(urls: Iterable[str], day: str = "2026-03-10") -> str:
    entries = "".join(
        f"<url><loc>{url}</loc><news:news><news:publication_date>{day}T08:00:00+05:30"
        "</news:publication_date><news:title>ख़बर</news:title></news:news></url>"
        for url in urls
    )
    return (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{entries}</urlset>'
    )


def plain(dates: dict[str, str]) -> str:
    entries = "".join(f"<url><loc>{u}</loc><lastmod>{d}</lastmod></url>" for u, d in dates.items())
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'


def index(dates: dict[str, str]) -> str:
    entries = "".join(
        f"<sitemap><loc>{url}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>"
        for url, day in dates.items()
    )
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'


def xml(text: str) -> Page:
    return Page(text, headers={"Content-Type": "application/xml"})


def run(pages: dict[str, Answer], spider: str, folder: Path, *options: str) -> tuple[Served, Crawl]:
    with serve(pages) as served:
        return served, crawl(served, spider, folder, *options)


def roads_of(finished: Crawl) -> dict[str, str]:
    return {record["url"]: record["discovered_from"] for record in finished.records}


def test_a_declared_site_by_three_roads(tmp_path: Path) -> None:
    pages: dict[str, Answer] = {
        "https://www.jansatta.com/national/": listing(
            f"https://www.jansatta.com/national/khabar/27202{n:02}/" for n in (1, 2, 3)
        ),
        "https://www.jansatta.com/news-sitemap.xml": Page(
            gzip.compress(
                news(
                    [
                        *(f"https://www.jansatta.com/national/khabar/27202{n:02}/" for n in (3, 4)),
                        "https://www.jansatta.com/photos/tasveerein/2720209/",
                    ]
                ).encode()
            ),
            headers={"Content-Type": "application/x-gzip"},
        ),
    }
    pages |= {
        f"https://www.jansatta.com/national/khabar/27202{n:02}/": article(n) for n in range(1, 5)
    }
    _, finished = run(
        pages, "jansatta", tmp_path, "-a", "discover=sections,sitemap", "-a", "sections=india"
    )
    assert finished.code == 0, finished.log
    assert len(finished.records) == 4
    found = roads_of(finished)
    assert found["https://www.jansatta.com/national/khabar/2720204/"] == "sitemap"
    assert found["https://www.jansatta.com/national/khabar/2720201/"] == "sections"
    assert "roads" in finished.log
    assert "sections 3, only it 2" in finished.log
    assert "sitemap 2, only it 1" in finished.log


def test_feeds_alone_ask_for_no_section(tmp_path: Path) -> None:
    pages: dict[str, Answer] = {f"{TV9}/india/feed": xml(rss([tv9(1), tv9(2), f"{TV9}/india"]))}
    pages[f"{TV9}/world/feed"] = xml(atom([tv9(2), tv9(3)]))
    pages |= {tv9(n): article(n) for n in (1, 2, 3)}
    served, finished = run(pages, "tv9hindi", tmp_path, "-a", "discover=feeds")
    assert {tv9(n): "feeds" for n in (1, 2, 3)} == roads_of(finished)
    assert len([url for url in served.asked() if url in (tv9(1), tv9(2), tv9(3))]) == 3
    assert f"{TV9}/india" not in served.asked()


def monthly(month: int) -> str:
    return f"{OWN}/sitemap-2026-{month:02}.xml"


def test_a_month_is_filled_in_from_an_index(tmp_path: Path) -> None:
    pages: dict[str, Answer] = {
        f"{OWN}/robots.txt": f"User-agent: *\nDisallow: /x/\nSitemap: {OWN}/sitemap_index.xml\n",
        f"{OWN}/": listing([own(1)]),
        f"{OWN}/sitemap_index.xml": xml(
            index(
                {
                    monthly(4): "2026-04-30",
                    monthly(3): "2026-04-02",
                    monthly(2): "2026-02-28",
                    f"{OWN}/sitemap-7.xml": "2026-03-01",
                    f"{OWN}/sitemap-6.xml": "2026-02-27",
                    f"{OWN}/sitemap-8.xml": "",
                    f"{OWN}/category-sitemap.xml": "2026-04-30",
                    f"{OWN}/wp-sitemap-taxonomies-category-1.xml": "2026-04-30",
                }
            )
        ),
        monthly(3): xml(plain({own(1): "2026-03-02", own(2): "2026-04-02", own(3): "2026-02-20"})),
        f"{OWN}/sitemap-7.xml": xml(news([own(4)], "2026-03-01") + ""),
        f"{OWN}/sitemap-8.xml": xml(
            plain(
                {own(5): "2026-03-31", f"{OWN}/about-us": "2026-03-31", f"{OWN}/desh": "2026-03-31"}
            )
        ),
        own(1): article(1, "2026-03-02"),
        own(2): article(2, "2026-02-11"),  # changed in April, published before
        own(4): article(4, "2026-03-01"),
        own(5): article(5, "2026-03-31"),
    }
    served, finished = run(
        pages, "site", tmp_path, "-a", f"url={OWN}/", "-a", "discover=sitemap",
        "-a", "since=2026-03-01", "-a", "until=2026-03-31",
    )  # fmt: skip
    assert roads_of(finished) == {own(n): "sitemap" for n in (1, 4, 5)}
    asked = served.asked()
    assert asked[:2] == [f"{OWN}/", f"{OWN}/sitemap_index.xml"]
    assert set(asked[2:]) == {
        monthly(3),
        f"{OWN}/sitemap-7.xml",
        f"{OWN}/sitemap-8.xml",
        *map(own, (1, 2, 4, 5)),
    }
    assert "1 OutsidePeriod" in finished.log
    assert finished.code == 0, finished.log


def test_an_unknown_site_by_all_roads(tmp_path: Path) -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" href="/feed/">'
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed/">'
        '<link rel="alternate" hreflang="en" href="https://en.khabar.example/">'
    )
    home = listing([own(1), own(2)]).replace("<body>", f"<head>{head}</head><body>")
    pages: dict[str, Answer] = {
        f"{OWN}/robots.txt": "Sitemap: /news.xml\nSitemap: javascript:alert(1)\n",
        f"{OWN}/": home,
        f"{OWN}/feed/": xml(rss([own(2), own(3)])),
        f"{OWN}/news.xml": xml(news([own(3), own(4)])),
    } | {own(n): article(n) for n in range(1, 5)}
    served, finished = run(
        pages, "site", tmp_path, "-a", f"url={OWN}/", "-a", "discover=sections,feeds,sitemap"
    )
    assert set(roads_of(finished)) == {own(n) for n in range(1, 5)}
    assert f"{OWN}/comments/feed/" not in served.asked()
    line = next(text for text in finished.log.splitlines() if "  roads  " in text)
    assert {"home 2, only it 1", "feeds 2, only it 0", "sitemap 2, only it 1"} == set(
        line.partition("roads")[2].strip().split("; ")
    )


def test_a_listing_of_an_unknown_site_leads_to_its_feeds_too(tmp_path: Path) -> None:
    head = '<link rel="alternate" type="application/atom+xml" href="/atom.xml">'
    pages: dict[str, Answer] = {
        f"{OWN}/": listing([own(9)]).replace("<body>", f"<head>{head}</head><body>"),
        f"{OWN}/desh": listing([own(1)]),
        f"{OWN}/atom.xml": xml(atom([own(2)])),
    } | {own(n): article(n) for n in (1, 2, 9)}
    _, finished = run(
        pages, "site", tmp_path, "-a", f"url={OWN}/desh", "-a", "discover=sections,feeds"
    )
    assert roads_of(finished) == {own(1): "sections", own(2): "feeds"}


# ---------------------------------------------------------------- without a crawl

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
FORM = "https://a.in/sitemap-{day}.xml"


@pytest.mark.parametrize(
    ("form", "since", "until", "found"),
    [
        ("https://a.in/sitemap.xml", None, None, ["https://a.in/sitemap.xml"]),
        (FORM, None, None, []),
        (
            FORM,
            datetime(2026, 2, 27, tzinfo=UTC),
            datetime(2026, 3, 1, tzinfo=UTC),
            [FORM.format(day=day) for day in ("2026-03-01", "2026-02-28", "2026-02-27")],
        ),
        (
            FORM,
            datetime(2026, 3, 19, tzinfo=UTC),
            None,
            [FORM.format(day=day) for day in ("2026-03-20", "2026-03-19")],
        ),
    ],
)
def test_sitemaps_of_days(
    form: str, since: datetime | None, until: datetime | None, found: list[str]
) -> None:
    assert sitemaps_of_days(form, since, until, NOW) == found


@pytest.mark.parametrize(
    ("url", "skipped"),
    [
        ("https://a.in/post-sitemap3.xml", False),
        ("https://a.in/category-sitemap.xml", True),
        ("https://a.in/page-sitemap.xml", True),
        ("https://a.in/sitemap-page-3.xml", False),
        ("https://a.in/wp-sitemap-posts-post-1.xml", False),
        ("https://a.in/wp-sitemap-users-1.xml", True),
        ("https://a.in/sitemap-videos.xml", True),
        ("https://a.in/sitemap/sitemap-268.xml", False),
    ],
)
def test_sitemaps_that_list_no_articles(url: str, skipped: bool) -> None:
    assert bool(NO_ARTICLES.search(url)) is skipped


def test_feeds_that_a_page_names() -> None:
    html = (
        '<link rel="Alternate" type="application/rss+xml" href="/feed">'
        '<link rel="alternate" type="application/atom+xml" href="https://b.in/atom">'
        '<link rel="alternate" type="application/rss+xml" href="javascript:x">'
        '<link rel="alternate" type="text/html" href="/amp">'
        '<link rel="stylesheet" type="text/css" href="/feed.css">'
        '<link rel="alternate" type="application/rss+xml" href="/x/comments/feed/">'
    )
    assert feed_links(html, "https://a.in/") == ["https://a.in/feed", "https://b.in/atom"]
