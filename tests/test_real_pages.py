"""The same code crawls real pages: those of ../shared/pages under their own hosts and paths."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from served import SHARED, Page, crawl, serve

from newscrawl.urls import canonical_url

PAGES = SHARED / "pages"
APPS = "hi_tech_category_apps_page_3"


def manifest() -> dict[str, str]:
    """Return page -> its URL, as http: the loopback proxy has no certificates of those hosts."""
    if not PAGES.exists():
        pytest.skip("needs ../shared")
    with (PAGES / "MANIFEST.tsv").open(encoding="utf-8", newline="") as table:
        rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {
            row["page"]: canonical_url(row["url"].replace("https://", "http://", 1)) for row in rows
        }


def saved(page: str) -> Page:
    return Page((PAGES / page).read_bytes())


def test_a_listing_is_walked_by_its_main_column(tmp_path: Path) -> None:
    urls = manifest()
    start = urls[f"listings/{APPS}.html"]
    page = saved(f"listings/{APPS}.html").content.replace(b"https://", b"http://")
    with serve({start: page}) as served:
        crawl(served, "site", tmp_path, "-a", f"url={start}", "-a", "max_pages=2")
    listing, *asked = served.asked()
    assert listing == start
    following = start.replace("/page/3/", "/page/4/")
    assert following in asked
    tree = LexborHTMLParser(page)
    column, grid = (
        {canonical_url(a.attributes["href"] or "") for a in tree.css(f"{part} .td-module-title a")}
        for part in (".td-ss-main-content", ".td-big-grid-wrapper")
    )
    assert len(column) == 10
    articles = set(asked) - {following}
    assert column <= articles <= column | grid  # and nothing of the sidebar


def test_articles_are_stored_and_other_pages_refused_by_class(tmp_path: Path) -> None:
    urls = manifest()
    pages = {url: saved(page) for page, url in urls.items() if not page.startswith("listings/")}
    hindi = {
        url
        for page, url in urls.items()
        if page.startswith("articles/")
        and page.removeprefix("articles/").startswith(
            ("Bhaskar", "amarujala", "hindi.", "jagran", "hi_tech")
        )
    }
    assert len(hindi) == 11
    with serve(pages) as served:
        run = crawl(served, "site", tmp_path, "-a", "urls=" + ",".join(pages))
    assert {record["url"] for record in run.records} == hindi
    assert run.code == 0, run.log
    for name, number in {"OtherLanguage": 9, "ProductPage": 3}.items():
        assert f"{number} {name}, such as " in run.log
