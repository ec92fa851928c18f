"""tagDiv: the theme's articles by its selectors, its listings by their own place."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scrapy.http import HtmlResponse

from newscrawl.demo import DemoSite, ExpectedArticle
from newscrawl.demo.page_parts import address, section_path
from newscrawl.demo.stories import SECTIONS
from newscrawl.extraction import Selectors, extract_article
from newscrawl.extraction.listing import Listing
from newscrawl.items import Article, NotAnArticle
from newscrawl.platforms.tagdiv import SELECTORS, TagDivListings, TagDivSpider

SHARED = Path(__file__).resolve().parents[2] / "shared"
SITE = DemoSite()
FETCHED = datetime(2026, 11, 24, tzinfo=UTC)
LISTINGS = TagDivListings()


def extract(url: str, selectors: Selectors | None = SELECTORS) -> Article:
    page = SITE[urlsplit(url).path]
    return extract_article(page.body, url, fetched_at=FETCHED, selectors=selectors)


# ---------------------------------------------------------------- articles


@pytest.mark.parametrize("expected", SITE.truth(), ids=lambda expected: expected.urls[0])
@pytest.mark.parametrize("selectors", [SELECTORS, None], ids=["selectors", "generic"])
def test_articles_of_both_templates_are_read_exactly(
    expected: ExpectedArticle, selectors: Selectors | None
) -> None:
    for url in expected.urls:
        article = extract(url, selectors)
        assert article.headline == expected.headline
        assert article.article_body.split("\n\n") == list(expected.paragraphs)
        assert article.canonical_url == expected.urls[0]
        assert article.source_url == expected.source_url
        assert article.description == expected.description
        assert article.agency == expected.agency
        assert article.dateline == expected.dateline
        assert article.in_language == "hi"
        if expected.authors:
            assert article.authors == list(expected.authors)


@pytest.mark.parametrize("expected", SITE.truth(), ids=lambda expected: expected.urls[0])
def test_the_date_is_the_articles_own(expected: ExpectedArticle) -> None:
    article = extract(expected.urls[0])
    assert article.date_published
    assert datetime.fromisoformat(article.date_published) == expected.date_published
    assert article.date_precision == expected.date_precision
    modified = article.date_modified and datetime.fromisoformat(article.date_modified)
    assert modified == expected.date_modified
    assert article.keywords == list(expected.keywords)
    assert article.provenance.headline == "selector"
    assert article.provenance.article_body == "selector"
    assert article.provenance.date_published == "selector"


@pytest.mark.parametrize(
    "url", [url for url, kind in SITE.others().items() if kind in ("video", "english")]
)
def test_other_pages_are_no_hindi_articles(url: str) -> None:
    try:
        article = extract(url)
    except NotAnArticle:
        return
    assert article.in_language == "en"


TEXT = (
    "गाँव के तालाब की सफ़ाई पूरी हुई और अब उसमें साल भर पानी रहेगा, ऐसा पंचायत ने बताया है।",
    "इस काम में दो सौ लोगों ने तीन महीने तक हर रविवार को श्रमदान किया और मिट्टी खेतों में डाली गई।",
    "अगले महीने तालाब के चारों ओर नीम और जामुन के पौधे लगाए जाएँगे, जिनकी देखभाल स्कूल के बच्चे करेंगे।",
)


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        ("<p>{0}</p><p>{1}</p><p>{2}</p>", (0, 1, 2)),
        ("<p>{0}</p><div><p>{1}</p><p>{2}</p></div>", (0, 1, 2)),
        ('<p>{0}</p><div dir="auto">{1}</div><blockquote><p>{2}</p></blockquote>', (0, 1, 2)),
        ('<p>{0}</p><div class="td_block_wrap td_block_14"><p>{1}</p></div><p>{2}</p>', (0, 2)),
        ('<p>{0}</p><div class="td-a-rec"><p>{1}</p></div><p>{2}</p>', (0, 2)),
    ],
)
@pytest.mark.parametrize(
    "around",
    [
        '<div class="td-post-content tagdiv-type">{}</div>',
        '<div class="td_block_wrap tdb_single_content td-post-content tagdiv-type">'
        '<div class="tdb-block-inner td-fix-index">{}</div></div>',
    ],
    ids=["classic", "cloud"],
)
def test_blocks_inside_the_content_are_no_text(
    content: str, kept: tuple[int, ...], around: str
) -> None:
    page = (
        '<html><body><div class="td-post-header"><header class="td-post-title">'
        '<h1 class="entry-title">तालाब की सफ़ाई पूरी, अब साल भर रहेगा पानी</h1></header></div>'
        f"{around.format(content.format(*TEXT))}</body></html>"
    )
    article = extract_article(page, "http://news.example/a-b-c-d-e/", selectors=SELECTORS)
    assert article.article_body.split("\n\n") == [TEXT[index] for index in kept]


# ---------------------------------------------------------------- listings


def answer(url: str, body: bytes | str) -> HtmlResponse:
    return HtmlResponse(url, body=body, encoding="utf-8")


def read(path: str) -> Listing:
    url = address(path)
    return LISTINGS.read(answer(url, SITE[path].body), None)


@pytest.mark.parametrize("section", SECTIONS)
def test_the_pages_of_a_section_list_its_stories_in_order(section: str) -> None:
    listed = [address(story.path_in(section)) for story in SITE.listed(section)]
    found = [link for page in (1, 2, 3) for link in read(section_path(section, page)).articles]
    assert [link.url for link in found] == listed
    assert [link.text for link in found] == [story.headline for story in SITE.listed(section)]
    assert all(link.published for link in found)


@pytest.mark.parametrize("section", SECTIONS)
def test_the_pager_leads_forward_to_the_last_page(section: str) -> None:
    first = address(section_path(section))
    for page, following in ((1, 2), (2, 3), (3, None)):
        path = section_path(section, page)
        response = answer(address(path), SITE[path].body)
        request = LISTINGS.next_request(first, page, response, LISTINGS.read(response, None))
        wanted = address(section_path(section, following)) if following else None
        assert (request and request.url) == wanted


CARD = (
    '<div class="td_module_wrap td-animation-stack"><h3 class="entry-title td-module-title">'
    '<a href="{0}" rel="bookmark">{1}</a></h3></div>'
)
COLUMN = '<div class="td-ss-main-content">{}</div>'
CARDS = "".join(
    CARD.format(
        f"http://news.example/khabar-number-{number}-yahan-padhen/", f"ख़बर संख्या {number} यहाँ है"
    )
    for number in range(6)
)


def following(html: str, page: int = 1) -> str | None:
    first = "http://news.example/category/desh/"
    response = answer(first, html)
    request = LISTINGS.next_request(first, page, response, LISTINGS.read(response, None))
    return request and request.url


@pytest.mark.parametrize(
    ("html", "url"),
    [
        (COLUMN.format(CARDS), "http://news.example/category/desh/page/2/"),
        (COLUMN.format(""), None),
        (
            COLUMN.format(
                CARDS + '<div class="page-nav"><a href="/category/desh/page/4/" class="page">4</a>'
                '<span class="current">5</span><span class="pages">Page 5 of 5</span></div>'
            ),
            None,
        ),
        (
            COLUMN.format(
                CARDS + '<div class="page-nav"><a href="/category/desh/page/1/">'
                '<i class="td-icon-menu-left"></i></a><span class="current">2</span>'
                '<a href="/category/desh/page/3/"><i class="page-nav-icon td-icon-menu-right"></i>'
                "</a></div>"
            ),
            "http://news.example/category/desh/page/3/",
        ),
        (
            COLUMN.format(CARDS) + "<script>tdAjaxLoop.loopState.max_num_pages = 4;</script>",
            "http://news.example/wp-admin/admin-ajax.php",
        ),
        (COLUMN.format(CARDS) + "<script>tdAjaxLoop.loopState.max_num_pages = 1;</script>", None),
    ],
    ids=["by_url", "empty", "last", "arrow", "load_more", "load_more_ends"],
)
def test_the_next_page(html: str, url: str | None) -> None:
    assert following(html) == url


@pytest.mark.parametrize(
    "beside",
    [
        '<div class="td-main-sidebar"><div class="td-ss-main-sidebar">{}</div></div>',
        '<div class="td_block_wrap td_block_mega_menu">{}</div>',
        '<div class="td-footer-wrapper">{}</div>',
        '<div class="td-ss-main-content"><div class="td_block_related_posts">{}</div></div>',
    ],
)
def test_cards_beside_the_list_are_not_of_it(beside: str) -> None:
    stranger = CARD.format("http://news.example/yah-suchi-ki-khabar-nahin/", "यह सूची की ख़बर नहीं है")
    html = beside.format(stranger) + COLUMN.format(CARDS)
    listing = LISTINGS.read(answer("http://news.example/category/desh/", html), None)
    assert len(listing.articles) == 6


@pytest.mark.parametrize(
    ("path", "count"),
    [("", 7), ("page/1/", 7), ("?paged=1", 7), ("page/2/", 6), ("page/10/", 6), ("?paged=12", 6)],
)
def test_the_big_grid_is_read_on_the_first_page_alone(path: str, count: int) -> None:
    newest = CARD.format("http://news.example/sabse-nayi-khabar-yah-hai/", "सबसे नई ख़बर यही है")
    html = f'<div class="td-big-grid-wrapper">{newest}</div>{COLUMN.format(CARDS)}'
    listing = LISTINGS.read(answer(f"http://news.example/category/desh/{path}", html), None)
    assert len(listing.articles) == count


def test_another_layout_is_read_as_any_other_listing() -> None:
    html = f"<html><body><main>{CARDS.replace('td_module_wrap', 'post-card')}</main></body></html>"
    listing = LISTINGS.read(answer("http://news.example/category/desh/", html), None)
    assert len(listing.articles) == 6


def test_the_answer_to_load_more_is_read() -> None:
    body = json.dumps({"server_reply_html_data": CARDS})
    listing = LISTINGS.read(answer("http://news.example/wp-admin/admin-ajax.php", body), None)
    assert len(listing.articles) == 6


def test_the_base_class_is_no_spider_of_its_own() -> None:
    assert not hasattr(TagDivSpider, "name") or TagDivSpider.name is None


# ---------------------------------------------------------------- ../shared


def shared(path: str) -> bytes:
    if not SHARED.exists():
        pytest.skip("needs ../shared")
    return (SHARED / path).read_bytes()


@pytest.mark.parametrize("selectors", [SELECTORS, None], ids=["selectors", "generic"])
@pytest.mark.parametrize("name", ["classic.html", "cloud.html"])
def test_the_seed_gives_exactly_the_expected_paragraphs(
    name: str, selectors: Selectors | None
) -> None:
    expected = json.loads(shared("seed/expected.json"))
    url = expected["files"][name]
    article = extract_article(shared(f"seed/{name}"), url, selectors=selectors)
    assert article.headline == expected["headline"]
    assert article.article_body.split("\n\n") == expected["paragraphs"]
    assert article.source_url == "https://origin.example/story"
    assert article.date_published == expected["in_html"]["date_published"]


@pytest.mark.parametrize(
    ("path", "url", "count", "next_page"),
    [
        (
            "pages/listings/hi_tech_category_apps_page_3.html",
            "https://www.91mobiles.com/hi/tech/category/apps/page/3/",
            10,
            "https://www.91mobiles.com/hi/tech/category/apps/page/4/",
        ),
        (
            "pages/listings/hi_tech_category_gaming_page_2.html",
            "https://www.91mobiles.com/hi/tech/category/gaming/page/2/",
            10,
            "https://www.91mobiles.com/hi/tech/category/gaming/page/3/",
        ),
        (
            "seed/listing.html",
            "https://agg.example/category/videsh/page/2/",
            2,
            "https://agg.example/category/videsh/page/3/",
        ),
    ],
)
def test_saved_listings_give_their_main_column(
    path: str, url: str, count: int, next_page: str
) -> None:
    listing = LISTINGS.read(answer(url, shared(path)), None)
    assert len(listing.articles) == count
    assert listing.next_page == next_page
