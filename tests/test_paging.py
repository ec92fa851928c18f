"""Further pages of a listing: each mechanism on a constructed site, by the spider that has it.

The pages are made up, under the hosts of real sites: they say nothing about those.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse, Request, TextResponse
from served import Answer, Page, crawl, serve

from newscrawl.extraction.listing import Link, Listing
from newscrawl.paging import (
    LinkedPages,
    LoadedPages,
    NumberedPages,
    TagDivPages,
    UnreadableListing,
    loop_form,
)

HEADLINES = (
    "झील पर लौटे पक्षियों की पहली गिनती पूरी",
    "पहाड़ी गाँव तक पहुँची नई सड़क और बिजली",
    "पुस्तकालय में बच्चों के लिए खुला नया कमरा",
    "नदी की सफ़ाई में जुटे दो हज़ार स्वयंसेवक",
    "मंडी में प्याज़ के दाम एक हफ़्ते में आधे",
    "स्कूल की छत पर लगे सौर पैनल से रोशनी",
    "मेले में लगी हस्तशिल्प की तीन सौ दुकानें",
    "बारिश से पहले तालाबों की मरम्मत का काम तेज़",
    "रेलवे स्टेशन पर शुरू हुई नई पूछताछ सेवा",
)


def article(number: int) -> str:
    """Return an article page whose text is its own."""
    body = "".join(
        f"<p>{HEADLINES[number]}। इसका {part} नंबर वाला हिस्सा यह है कि {number + 3} गाँवों के लोगों ने "
        f"मिलकर {number * part + 7} दिन काम किया और बैठक में आगे की योजना बनाई।</p>"
        for part in range(1, 6)
    )
    return (
        '<html lang="hi"><head><meta property="article:published_time" '
        f'content="2026-11-2{number % 4}T0{number}:00:00+05:30"></head><body><article>'
        f"<h1>{HEADLINES[number]}</h1>{body}</article></body></html>"
    )


def cards(urls: list[str], first: int) -> str:
    """Return the cards of a list whose first article has the number *first*."""
    return "".join(
        f'<div class="card"><a href="{url}"><h3>{HEADLINES[first + at]}</h3></a>'
        "<p>कुछ शब्दों का परिचय।</p></div>"
        for at, url in enumerate(urls)
    )


def page(inside: str, *, script: str = "") -> str:
    """Return a listing page: navigation, a column, a list of most read beside it."""
    return (
        '<html lang="hi"><head><title>देश</title></head><body><nav><a href="/">होम</a>'
        '<a href="/khel">खेल</a><a href="/vyapar">व्यापार</a></nav><main><h1>देश</h1>'
        f'<div class="list">{inside}</div></main><aside class="sidebar"><h2>सबसे ज़्यादा पढ़ी गई</h2>'
        f'<a href="/khel/aur">और</a></aside>{script}<footer><a href="/about-us">परिचय</a></footer>'
        "</body></html>"
    )


def plain(urls: list[str], first: int, number: int) -> Answer:
    return page(cards(urls, first))


def fragment(urls: list[str], first: int, number: int) -> Answer:
    return plain(urls, first, number) if number == 1 else cards(urls, first)


def scroll(urls: list[str], first: int, number: int) -> Answer:
    following = f"/national/?cursor=c{number + 1}&amp;n=3"
    sentinel = f'<div class="loader" data-next-url="{following}"></div>' if number < 3 else ""
    inside = cards(urls, first) + sentinel
    return page(inside) if number == 1 else inside


def stories(urls: list[str], first: int) -> list[dict[str, object]]:
    return [
        {"id": 900 + first + at, "headline": HEADLINES[first + at], "url": url}
        for at, url in enumerate(urls)
    ]


def next_data(urls: list[str], first: int, number: int) -> Answer:
    props = {"pageProps": {"list": stories(urls, first), "menu": [{"url": "/khel"}]}}
    if number > 1:
        return json.dumps(props, ensure_ascii=False)
    data = json.dumps({"props": props, "buildId": "b7-Xq_1"}, ensure_ascii=False)
    drawn = f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'
    return page('<div id="__next"></div>', script=drawn)


def collection(urls: list[str], first: int, number: int) -> Answer:
    if number == 1:
        return plain(urls, first, number)
    items = [
        {
            "type": "story",
            "story": {"slug": url.split("/", 3)[3], "headline": HEADLINES[first + at]},
        }
        for at, url in enumerate(urls)
    ]
    return json.dumps({"slug": "india", "items": items}, ensure_ascii=False)


def modules(urls: list[str], first: int) -> str:
    return "".join(
        '<div class="td_module_1 td_module_wrap td-animation-stack"><h3 class="entry-title '
        f'td-module-title"><a href="{url}" rel="bookmark">{HEADLINES[first + at]}</a></h3></div>'
        for at, url in enumerate(urls)
    )


LOOP_SCRIPT = """<script>var td_ajax_url="https:\\/\\/apkaakhbar.com\\/wp-admin\\/admin-ajax.php?\
td_theme_name=Newspaper&v=8.0";
tdAjaxLoop.loopState.sidebarPosition = ''; tdAjaxLoop.loopState.moduleId = 6;
tdAjaxLoop.loopState.currentPage = 1; tdAjaxLoop.loopState.max_num_pages = 3;
tdAjaxLoop.loopState.atts = {'category_id':21, 'offset':2};</script>"""
BLOCK_SCRIPT = """<script>var block_uid_7 = new tdBlock(); block_uid_7.id = "uid_7";
block_uid_7.atts = '{"block_type":"td_block_mega_menu","ajax_pagination":"next_prev"}';
block_uid_7.td_column_number = "3"; block_uid_7.max_num_pages = "9";
var block_uid_8 = new tdBlock(); block_uid_8.id = "uid_8";
block_uid_8.atts = '{"block_type":"tdb_loop","ajax_pagination":"load_more","limit":3}';
block_uid_8.td_column_number = "1"; block_uid_8.block_type = "tdb_loop";
block_uid_8.max_num_pages = "3";</script>"""


def column(urls: list[str], first: int, script: str) -> str:
    return (
        f'<html><body><div class="td-ss-main-content">{modules(urls, first)}</div>'
        f'<div class="td-main-sidebar">{modules(["/bagal-ki-ek-purani-khabar/"], 0)}</div>'
        f"{script}</body></html>"
    )


def loop(urls: list[str], first: int, number: int) -> Answer:
    if number == 1:
        return column(urls, first, LOOP_SCRIPT)
    return json.dumps({"server_reply_html_data": modules(urls, first), "currentPage": number})


def block(urls: list[str], first: int, number: int) -> Answer:
    if number == 1:
        return column(urls, first, BLOCK_SCRIPT)
    return json.dumps({"td_data": modules(urls, first), "td_hide_next": number == 3})


@dataclass(frozen=True)
class Mechanism:
    """A site: its articles' address with a number in it, its listing pages, how they are made."""

    spider: str
    section: str
    articles: str
    listings: tuple[str, ...]
    end: str | None = None  # asked for after the last page
    end_answer: Answer | None = None  # None: 404; a page again, or nothing
    make: Callable[[list[str], int, int], Answer] = plain
    form: str = ""  # what is posted for page N

    def urls(self, number: int) -> list[str]:
        """Return the articles of page *number*."""
        return [self.articles.format(at) for at in range(number * 3 - 3, number * 3)]

    def asked_for(self, number: int) -> str:
        form = self.form.format(number) if number > 1 else ""
        return f"{self.listings[number - 1]} {form}".rstrip()


BBC = "https://www.bbc.com/hindi/topics/ckdxnkz7607t"
ZEE = "https://zeenews.india.com/hindi/india"
NBT = "https://navbharattimes.indiatimes.com/india/articlelist/1564454.cms"
ONE = "https://hindi.oneindia.com/news/india/"
JAGRAN = "https://www.jagran.com/news/national-news"
AAJTAK = "https://www.aajtak.in/ajax/load-more-widget"
KIND = "&type=story/photo_gallery/video/breaking_news&path=/india"
PATRIKA = "https://www.patrika.com/_next/data/b7-Xq_1/national-news.json"
QUINT = "https://hindi.thequint.com/api/v1/collections/india?limit=20"
LOOP = "https://apkaakhbar.com/wp-admin/admin-ajax.php?td_theme_name=Newspaper&v=8.0"
BLOCK = "https://headlinehindi.com/wp-admin/admin-ajax.php"
SCROLL = "https://www.bhaskar.com/national/"

MECHANISMS = {
    "?page=N": Mechanism(
        "bbc_hindi",
        "india",
        "https://www.bbc.com/hindi/articles/c{:010}o",
        (BBC, f"{BBC}?page=2", f"{BBC}?page=3"),
        f"{BBC}?page=4",
    ),
    "?page=N from 0": Mechanism(
        "zeenews_hindi",
        "india",
        "https://zeenews.india.com/hindi/india/bihar/ek-lambi-khabar/18316{:02}",
        (ZEE, f"{ZEE}?page=1", f"{ZEE}?page=2"),
        f"{ZEE}?page=3",
        page(""),
    ),
    "/page/N/": Mechanism(
        "jansatta",
        "india",
        "https://www.jansatta.com/national/ek-lambi-khabar/27202{:02}/",
        tuple(f"https://www.jansatta.com/national/{n}" for n in ("", "page/2/", "page/3/")),
        "https://www.jansatta.com/national/page/4/",
    ),
    "?curpg=N": Mechanism(
        "navbharattimes",
        "india",
        "https://navbharattimes.indiatimes.com/india/ek-khabar/articleshow/946528{:02}.cms",
        (NBT, f"{NBT}?curpg=2", f"{NBT}?curpg=3"),
        f"{NBT}?curpg=4",
    ),
    "?page-no=N": Mechanism(
        "oneindia_hindi",
        "india",
        "https://hindi.oneindia.com/news/india/ek-lambi-khabar-7288{:02}.html",
        (ONE, f"{ONE}?page-no=2", f"{ONE}?page-no=3"),
        f"{ONE}?page-no=4",
    ),
    "-pageN.html": Mechanism(
        "jagran",
        "india",
        "https://www.jagran.com/news/national-ek-lambi-khabar-231976{:02}.html",
        tuple(f"{JAGRAN}-hindi{n}.html" for n in ("", "-page2", "-page3")),
        f"{JAGRAN}-hindi-page4.html",
    ),
    "/N": Mechanism(
        "khaskhabar",
        "latest",
        "https://www.khaskhabar.com/local/news-ek-khabar-news-hindi-1-8019{:02}-KKN.html",
        tuple(f"https://www.khaskhabar.com/tags/news/{n}" for n in (1, 2, 3)),
        "https://www.khaskhabar.com/tags/news/4",
    ),
    "fragments of HTML": Mechanism(
        "aajtak",
        "india",
        "https://www.aajtak.in/india/news/story/ek-lambi-khabar-ntc-16518{:02}-2026-11-20",
        ("https://www.aajtak.in/india", *(f"{AAJTAK}?id={n}{KIND}" for n in (1, 2))),
        f"{AAJTAK}?id=3{KIND}",
        "",
        make=fragment,
    ),
    "data of Next.js": Mechanism(
        "patrika",
        "india",
        "https://www.patrika.com/national-news/ek-lambi-khabar-207105{:02}",
        ("https://www.patrika.com/national-news", *(f"{PATRIKA}?page={n}" for n in (2, 3))),
        f"{PATRIKA}?page=4",
        '{"pageProps": {"list": []}}',
        make=next_data,
    ),
    "collections of Quintype": Mechanism(
        "quint_hindi",
        "india",
        "https://hindi.thequint.com/news/india/ek-lambi-khabar-kramank-{:02}",
        ("https://hindi.thequint.com/news/india", *(f"{QUINT}&offset={n}" for n in (3, 6))),
        f"{QUINT}&offset=9",
        '{"items": []}',
        make=collection,
    ),
    "endless scroll with an address": Mechanism(
        "bhaskar",
        "india",
        "https://www.bhaskar.com/national/news/ek-lambi-khabar-1335897{:02}.html",
        (SCROLL, f"{SCROLL}?cursor=c2&n=3", f"{SCROLL}?cursor=c3&n=3"),
        make=scroll,
    ),
    "td_ajax_loop": Mechanism(
        "apkaakhbar",
        "latest",
        "https://apkaakhbar.com/ek-lambi-si-khabar-kramank-{:02}/",
        ("https://apkaakhbar.com/", LOOP, LOOP),
        make=loop,
        form="action=td_ajax_loop&loopState%5BsidebarPosition%5D=&loopState%5BmoduleId%5D=6&"
        "loopState%5BcurrentPage%5D={}&loopState%5Bmax_num_pages%5D=3&"
        "loopState%5Batts%5D%5Bcategory_id%5D=21&loopState%5Batts%5D%5Boffset%5D=2",
    ),
    "td_ajax_block": Mechanism(
        "headlinehindi",
        "latest",
        "https://headlinehindi.com/ek-lambi-si-khabar-kramank-{:02}/",
        ("https://headlinehindi.com/", BLOCK, BLOCK),
        make=block,
        form="action=td_ajax_block&td_atts=%7B%22block_type%22%3A%22tdb_loop%22%2C"
        "%22ajax_pagination%22%3A%22load_more%22%2C%22limit%22%3A3%7D&td_block_id=uid_8&"
        "td_column_number=1&block_type=tdb_loop&td_filter_value=&td_user_action=&"
        "td_current_page={}",
    ),
}


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_section_is_walked_to_its_end(name: str, tmp_path: Path) -> None:
    site = MECHANISMS[name]
    table: dict[str, Answer] = {}
    made: dict[str, Answer] = {}
    wanted: list[str] = []
    for number, listing in enumerate(site.listings, 1):
        urls = site.urls(number)
        made[site.asked_for(number)] = site.make(urls, number * 3 - 3, number)
        table[listing] = made[site.asked_for(number)]
        table |= {url: article(number * 3 - 3 + at) for at, url in enumerate(urls)}
        wanted += [site.asked_for(number), *urls]
    if site.form:

        def answer(form: dict[str, str]) -> Page:
            number = int(form.get("loopState[currentPage]") or form["td_current_page"])
            body = site.make(site.urls(number), number * 3 - 3, number)
            assert isinstance(body, str)
            return Page(body, headers={"Content-Type": "application/json"})

        table[site.listings[1]] = answer
    if site.end:
        wanted.append(site.end)
        if site.end_answer is not None:
            table[site.end] = site.end_answer
    with serve(table) as served:
        run = crawl(served, site.spider, tmp_path, "-a", f"sections={site.section}")
    assert served.asked() == wanted, run.log
    assert run.code == 0, run.log
    assert [record["headline"] for record in run.records] == list(HEADLINES)
    assert {record["article_section"] for record in run.records} == {site.section}


def test_a_site_that_repeats_its_last_page_ends_the_walk(tmp_path: Path) -> None:
    site = MECHANISMS["?curpg=N"]
    table: dict[str, Answer] = {site.listings[0]: page(cards(site.urls(1), 0))}
    table |= {f"{NBT}?curpg={n}": table[site.listings[0]] for n in range(2, 9)}
    table |= {url: article(at) for at, url in enumerate(site.urls(1))}
    with serve(table) as served:
        crawl(served, site.spider, tmp_path, "-a", "sections=india")
    assert served.asked() == [NBT, *site.urls(1), f"{NBT}?curpg=2"]


def test_an_answer_that_is_no_json_fails_and_the_run_says_so(tmp_path: Path) -> None:
    site = MECHANISMS["data of Next.js"]
    table = {site.listings[0]: next_data(site.urls(1), 0, 1), site.listings[1]: '{"pageProps": '}
    table |= {url: article(at) for at, url in enumerate(site.urls(1))}
    with serve(table) as served:
        run = crawl(served, site.spider, tmp_path, "-a", "sections=india")
    assert len(run.records) == 3
    assert f"1 UnreadableListing, such as {site.listings[1]}" in run.log


# ---------------------------------------------------------------- without a crawl

LISTED = Listing(articles=(Link(url="https://a.in/desh/khabar-10101"),))


def answer_of(body: str = "<html></html>", url: str = "https://a.in/desh") -> HtmlResponse:
    return HtmlResponse(url, body=body, encoding="utf-8")


@pytest.mark.parametrize(
    ("form", "offset", "first", "second"),
    [
        ("?page={}", 0, "https://a.in/desh", "https://a.in/desh?page=2"),
        ("?page={}", -1, "https://a.in/desh", "https://a.in/desh?page=1"),
        ("?page={}", 0, "https://a.in/desh?page=1", "https://a.in/desh?page=2"),
        ("?page={}", 0, "https://a.in/desh?q=a%20b", "https://a.in/desh?q=a+b&page=2"),
        ("/page/{}/", 0, "https://a.in/desh/", "https://a.in/desh/page/2/"),
        ("/page/{}", 0, "https://a.in/desh", "https://a.in/desh/page/2"),
        ("/page/{}/", 0, "https://a.in/", "https://a.in/page/2/"),
        ("/page/{}/", 0, "https://a.in/desh/?x=1", "https://a.in/desh/page/2/?x=1"),
        ("-page{}.html", 0, "https://a.in/desh-news.html", "https://a.in/desh-news-page2.html"),
        ("-page{}.html", 0, "https://a.in/bihar/patna", "https://a.in/bihar/patna-page2.html"),
        ("/{}", 0, "https://a.in/tags/news/1", "https://a.in/tags/news/2"),
        ("/{}", 0, "https://a.in/features", "https://a.in/features/2"),
        ("/1/{}", 0, "https://a.in/festivals", "https://a.in/festivals/1/2"),
    ],
)
def test_numbered_addresses(form: str, offset: int, first: str, second: str) -> None:
    paging = NumberedPages(form, offset)
    request = paging.next_request(first, 1, answer_of(url=first), LISTED)
    assert request is not None
    assert request.url == second


def test_a_page_without_articles_is_the_last() -> None:
    for paging in (NumberedPages("?page={}"), LoadedPages("/more?n={number}"), TagDivPages()):
        assert paging.next_request("https://a.in/desh", 3, answer_of(), Listing()) is None


def test_what_a_page_links_to_comes_before_what_is_built() -> None:
    linked = Listing(articles=LISTED.articles, next_page="https://a.in/desh/aur?p=2")
    for paging in (LinkedPages(), NumberedPages("?page={}"), LoadedPages("/more?n={number}")):
        request = paging.next_request("https://a.in/desh", 1, answer_of(), linked)
        assert request is not None
        assert request.url == linked.next_page


@pytest.mark.parametrize(
    ("attribute", "following"),
    [
        ('data-next-url="/desh/2"', "https://a.in/desh/2"),
        ("data-next-page='?page=2&amp;ajax=1'", "https://a.in/desh?page=2&ajax=1"),
        ('data-load-more-url="https://a.in/ajax/desh/2"', "https://a.in/ajax/desh/2"),
        ('data-next-page="2"', None),
        ('data-next-url="https://b.in/desh/2"', None),
        ('data-next-url="/desh"', None),
    ],
)
def test_endless_scroll(attribute: str, following: str | None) -> None:
    response = answer_of(f"<html><body><div {attribute}></div></body></html>")
    request = LinkedPages().next_request("https://a.in/desh", 1, response, LISTED)
    assert (request and request.url) == following


def test_articles_that_the_data_has_without_addresses() -> None:
    story = {"headline": HEADLINES[0], "category": "bihar", "webTitleUrl": "ek-khabar", "id": 23197}
    data = json.dumps({"props": {"ARTICLE_LISTING_DATA": [story]}})
    html = f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'
    paging = NumberedPages("-page{}.html", template="/{category}/{webTitleUrl}-{id}.html")
    listing = paging.read(answer_of(f"<html><body>{html}</body></html>"), None)
    assert [link.url for link in listing.articles] == ["https://a.in/bihar/ek-khabar-23197.html"]


def test_no_json() -> None:
    with pytest.raises(UnreadableListing):
        LoadedPages("/more?n={number}").read(answer_of("{"), None)


def test_the_front_page_of_a_next_js_site() -> None:
    paging = LoadedPages("/_next/data/{build}{path}.json?page={number}")
    response = answer_of('<script>{"buildId":"b1"}</script>', "https://a.in/")
    request = paging.next_request("https://a.in/", 1, response, LISTED)
    assert request is not None
    assert request.url == "https://a.in/_next/data/b1/index.json?page=2"


def test_a_next_js_site_without_its_build_has_no_further_page() -> None:
    paging = LoadedPages("/_next/data/{build}{path}.json?page={number}")
    assert paging.next_request("https://a.in/desh", 1, answer_of(), LISTED) is None


@pytest.mark.parametrize(
    ("script", "form", "last"),
    [
        ("tdAjaxLoop.loopState.max_num_pages = 4;", {"action": "td_ajax_loop"}, 4),
        (
            'tdAjaxLoop.loopState.moduleId = "6"; tdAjaxLoop.loopState.max_num_pages = "12";',
            {"loopState[moduleId]": "6"},
            12,
        ),
        ("var x = 1;", {}, 0),
        ('block_a.atts = "{}"; block_a.max_num_pages = 1;', {}, 0),
        ('block_a.atts = \'{"ajax_pagination":"next_prev"}\'; block_a.max_num_pages = 8;', {}, 0),
        (
            'block_a.atts = \'{"limit":5}\'; block_a.max_num_pages = "7";',
            {"action": "td_ajax_block", "td_atts": '{"limit":5}', "td_block_id": "a"},
            7,
        ),
    ],
)
def test_start_values_of_tagdiv(script: str, form: dict[str, str], last: int) -> None:
    found, pages = loop_form(f"<script>{script}</script>")
    assert form.items() <= found.items()
    assert bool(found) is bool(form)
    assert pages == last


def test_a_post_goes_on_from_its_answer() -> None:
    request = Request("https://a.in/wp-admin/admin-ajax.php", meta={"last_page": 3}, method="POST",
                      body="action=td_ajax_block&td_current_page=2")  # fmt: skip
    paging, listed = TagDivPages(), LISTED
    answer = TextResponse(request.url, body=b'{"td_data": ""}', request=request)
    third = paging.next_request("https://a.in/", 2, answer, listed)
    assert third is not None
    assert third.body == b"action=td_ajax_block&td_current_page=3"
    assert paging.next_request("https://a.in/", 3, answer, listed) is None
    last = TextResponse(request.url, body=b'{"td_hide_next": true}', request=request)
    assert paging.next_request("https://a.in/", 2, last, listed) is None
