"""Redirects that lead nowhere are counted by class."""

from __future__ import annotations

from pathlib import Path

import pytest
from served import Page, crawl, serve
from test_category_spider import HOST, article, listing, url


@pytest.mark.parametrize(
    ("location", "name"),
    [
        ("http://[::1", "OddAddress"),
        ("tel:1", "OddAddress"),
        ("/desh/jheel-par-pakshi-10102.html", "TooManyRedirects"),
        ("http://anya.example/x-1.html", "UndeclaredHost"),
    ],
)
def test_redirect(location: str, name: str, tmp_path: Path) -> None:
    pages: dict[str, Page | str | bytes] = {
        f"{HOST}/desh/": listing(range(10101, 10103)),
        url(10101): article(10101),
        url(10102): Page(status=302, headers={"Location": location}),
    }
    with serve(pages) as served:
        run = crawl(served, "site", tmp_path, "-a", f"url={HOST}/desh/")
    assert run.code == 0, run.log
    assert len(run.records) == 1
    assert f"1 {name}, such as {url(10102)}" in run.log
