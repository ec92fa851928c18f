"""One article between its page and the feed: normalised, required, known again."""

from __future__ import annotations

from pathlib import Path

import pytest
from served import Page, crawl, serve
from test_category_spider import HOST, article, listing, url

from newscrawl.items import Article, article_id, content_hash
from newscrawl.pipelines import IncompleteArticle, Normalize, OtherLanguage, Require, RightsReserved

URL = "https://khabar.example/desh/jheel-101.html"


def an_article(**more: object) -> Article:
    values = {
        "url": URL,
        "canonical_url": URL,
        "headline": "झील पर लौटे पक्षी",
        "article_body": "सर्दियाँ आ गईं।",
        "in_language": "hi",
    }
    return Article(**{**values, **more})  # type: ignore[arg-type]


def test_normalize_writes_each_text_one_way() -> None:
    item = Normalize().process_item(
        an_article(
            headline="क\u0958ल\u200b ", article_body="पहला।\n\nदूसरा\u00a0।", keywords=["", "झील"]
        )
    )
    assert item.headline == "कक़ल"
    assert item.article_body == "पहला।\n\nदूसरा ।"
    assert item.keywords == ["झील"]
    assert item.id == article_id(URL)
    assert item.content_hash == content_hash(item.headline, item.article_body)
    assert item.word_count == 2


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"headline": ""}, IncompleteArticle),
        ({"article_body": ""}, IncompleteArticle),
        ({"in_language": "mr"}, OtherLanguage),
        ({"rights": ["noai", "noarchive"]}, RightsReserved),
    ],
)
def test_require_refuses(more: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        Require(["hi"], ["noindex", "noai", "tdm-reserved"]).process_item(an_article(**more))


@pytest.mark.parametrize("more", [{}, {"rights": ["noarchive", "paywall"]}])
def test_require_keeps(more: dict[str, object]) -> None:
    item = an_article(**more)
    assert Require(["hi"], ["noindex", "noai", "tdm-reserved"]).process_item(item) is item
    assert Require([], []).process_item(an_article(in_language="mr"))


def crawl_articles(pages: dict[str, Page | str | bytes], folder: Path) -> list[dict[str, object]]:
    start = f"{HOST}/desh/"
    numbers = sorted(int(u.rpartition("-")[2][:-5]) for u in pages)
    with serve({start: listing(range(numbers[0], numbers[-1] + 1)), **pages}) as served:
        return crawl(served, "site", folder, "-a", f"url={start}").records


def test_a_page_that_only_claims_the_address_of_another_stays_itself(tmp_path: Path) -> None:
    wrong = f'<link rel="canonical" href="{url(10101)}">'
    pages: dict[str, Page | str | bytes] = {
        url(10101): article(10101),
        url(10102): article(10102).replace("<title>", wrong + "<title>"),
    }
    records = crawl_articles(pages, tmp_path)
    assert {record["canonical_url"] for record in records} == {url(10101), url(10102)}
    assert [record["version"] for record in records] == [1, 1]


def test_one_text_at_two_addresses_is_one_record(tmp_path: Path) -> None:
    pages: dict[str, Page | str | bytes] = {
        url(10101): article(10101),
        url(10102): article(10101),
    }
    assert len(crawl_articles(pages, tmp_path)) == 1
