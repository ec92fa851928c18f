"""The walk over a small site: what is asked for, in which order, and what a second run does."""

from __future__ import annotations

from pathlib import Path

import pytest
from served import Page, crawl, serve

HOST = "http://khabar.example"
TEXT = "झील पर सर्दियों के पक्षी लौट आए हैं और उन्हें देखने वालों की भीड़ लगी है। "


def article(number: int, *, date: str = "2026-11-20T08:00:00+05:30") -> str:
    """Return an article page whose text is its own."""
    body = "".join(
        f"<p>{TEXT} यह {number} नंबर वाला {part} हिस्सा है, जिसमें बात {number * part} कही गई।</p>"
        for part in range(3, 8)
    )
    return (
        f'<html lang="hi"><head><title>झील की खबर {number}</title>'
        f'<meta property="article:published_time" content="{date}"></head><body><article>'
        f"<h1>झील पर लौटे पक्षियों की खबर संख्या {number}</h1>{body}</article></body></html>"
    )


def listing(numbers: range, following: str | None = None) -> str:
    """Return a listing page."""
    links = "".join(
        f'<li><a href="/desh/jheel-par-pakshi-{n}.html">झील पर लौटे पक्षियों की खबर {n}</a></li>'
        for n in numbers
    )
    pager = f'<a rel="next" href="{following}">अगला</a>' if following else ""
    return f"<html><body><h2>देश</h2><ul>{links}</ul>{pager}</body></html>"


def url(number: int) -> str:
    return f"{HOST}/desh/jheel-par-pakshi-{number}.html"


def site(pages: int = 3, per_page: int = 4, first: int = 10101) -> dict[str, Page | str | bytes]:
    table: dict[str, Page | str | bytes] = {}
    for page in range(1, pages + 1):
        numbers = range(first + (page - 1) * per_page, first + page * per_page)
        address = f"{HOST}/desh/" + (f"?page={page}" if page > 1 else "")
        table[address] = listing(numbers, f"/desh/?page={page + 1}" if page < pages else None)
        table |= {url(n): article(n) for n in numbers}
    return table


def test_articles_of_a_page_come_before_the_next_page(tmp_path: Path) -> None:
    with serve(site()) as served:
        run = crawl(served, "site", tmp_path, "-a", f"url={HOST}/desh/")
    assert run.code == 0, run.log
    asked = served.asked()
    assert asked[:6] == [f"{HOST}/desh/", *map(url, range(10101, 10105)), f"{HOST}/desh/?page=2"]
    assert len(run.records) == 12
    assert len(asked) == 15


@pytest.mark.parametrize(
    ("argument", "stored"),
    [("max_pages=1", 4), ("max_articles=5", 5), ("since=2026-11-21", 0), ("until=2026-11-19", 0)],
)
def test_arguments_bound_the_walk(argument: str, stored: int, tmp_path: Path) -> None:
    with serve(site()) as served:
        run = crawl(served, "site", tmp_path, "-a", f"url={HOST}/desh/", "-a", argument)
    assert run.code == 0, run.log
    assert len(run.records) == stored


def test_a_run_ended_by_max_articles_leaves_the_rest_to_the_next(tmp_path: Path) -> None:
    start = ("-a", f"url={HOST}/desh/")
    with serve(site()) as served:
        crawl(served, "site", tmp_path, *start, "-a", "max_articles=3")
        first = len(served.asked())
        run = crawl(served, "site", tmp_path, *start)
    assert run.code == 0, run.log
    assert len({record["id"] for record in run.records}) == len(run.records) == 12
    assert first <= 7  # the listing, the three, and what was in flight then


def test_a_second_run_asks_for_the_first_listing_page_only(tmp_path: Path) -> None:
    with serve(site()) as served:
        crawl(served, "site", tmp_path, "-a", f"url={HOST}/desh/")
        first = len(served.asked())
        run = crawl(served, "site", tmp_path, "-a", f"url={HOST}/desh/")
        assert served.asked()[first:] == [f"{HOST}/desh/"]
        again = crawl(served, "site", tmp_path, "-a", f"url={HOST}/desh/", "-a", "incremental=0")
    assert run.code == again.code == 0
    assert len(again.records) == 12
    assert "12 unchanged" in again.log


def test_a_changed_article_is_a_new_version(tmp_path: Path) -> None:
    pages = site(pages=1)
    always = ("-a", f"url={HOST}/desh/", "-s", "REVISIT_AFTER=0")
    with serve(pages) as served:
        crawl(served, "site", tmp_path, *always)
    pages[url(10102)] = article(10102).replace("हिस्सा", "टुकड़ा")
    with serve(pages) as served:
        run = crawl(served, "site", tmp_path, *always)
    changed = [record for record in run.records if record["canonical_url"] == url(10102)]
    assert [record["version"] for record in changed] == [1, 2]
    assert len({record["id"] for record in changed}) == 1
    assert len(run.records) == 5


def test_sections_of_the_demonstration(tmp_path: Path) -> None:
    with serve({}) as served:
        run = crawl(served, "demo", tmp_path, "-a", "sections=sports", "-a", "max_pages=1")
    assert run.code == 0, run.log
    assert {record["article_section"] for record in run.records} == {"sports"}


def test_a_due_article_is_looked_at_though_no_listing_shows_it(tmp_path: Path) -> None:
    pages = site(pages=1)
    start = ("-a", f"url={HOST}/desh/")
    with serve(pages) as served:
        crawl(served, "site", tmp_path, *start)
    pages[f"{HOST}/desh/"] = listing(range(10103, 10105))
    pages[url(10101)] = article(10101).replace("हिस्सा", "टुकड़ा")
    with serve(pages) as served:
        run = crawl(served, "site", tmp_path, *start, "-s", "REVISIT_AFTER=0")
    assert run.code == 0, run.log
    changed = [record for record in run.records if record["canonical_url"] == url(10101)]
    assert [record["version"] for record in changed] == [1, 2]


@pytest.mark.parametrize("status", [404, 410])
def test_an_article_that_is_gone_leaves_a_tombstone_by_setting(status: int, tmp_path: Path) -> None:
    pages = site(pages=1)
    start = ("-a", f"url={HOST}/desh/", "-s", "REVISIT_AFTER=0", "-s", "TOMBSTONES=True")
    with serve(pages) as served:
        crawl(served, "site", tmp_path, *start)
    pages[url(10102)] = Page(status=status)
    with serve(pages) as served:
        run = crawl(served, "site", tmp_path, *start)
        asked = len(served.asked())
        again = crawl(served, "site", tmp_path, *start)
        assert url(10102) not in served.asked()[asked:]
    assert run.code == again.code == 0, run.log
    (tombstone,) = (record for record in again.records if record["page_type"] == "gone")
    assert (tombstone["canonical_url"], tombstone["version"]) == (url(10102), 2)
    assert tombstone["headline"] is tombstone["article_body"] is None
    assert len(again.records) == 5
