"""All site files at once: their names, their URLs, and the pages under tests/pages.

To add a page: save it as tests/pages/<spider>/article_<what>.html or category_<what>.html, with
`<!-- saved from URL -->` as its first line, and run `pytest tests/test_sites.py --update-expected`.
"""

from __future__ import annotations

import ast
import csv
import json
import re
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from served import ROOT, SHARED, Page, crawl, serve

from newscrawl.category_spider import CategorySpider
from newscrawl.hindi.text import normalize
from newscrawl.section_slugs import SECTION_SLUGS
from newscrawl.urls import canonical_url

PAGES = ROOT / "tests" / "pages"
LOADER = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["newscrawl.spiders"]}))
NOT_SITES = {"demo", "site"}
SITES: list[str] = sorted(set(LOADER.list()) - NOT_SITES)
OF_THE_RUN = ("crawled_at", "run_id", "newscrawl_version")
"""Fields that say when and by what a page was read."""

SPIDER_OF = {
    "BBC Hindi": "bbc_hindi",
    "Aaj Tak": "aajtak",
    "NDTV India": "ndtv",
    "Amar Ujala": "amarujala",
    "Dainik Jagran": "jagran",
    "Dainik Bhaskar": "bhaskar",
    "Live Hindustan": "livehindustan",
    "Navbharat Times": "navbharattimes",
    "News18 Hindi": "news18_hindi",
    "ABP News": "abplive",
    "Zee News Hindi": "zeenews_hindi",
    "Patrika": "patrika",
    "Jansatta": "jansatta",
    "Prabhat Khabar": "prabhatkhabar",
    "TV9 Bharatvarsh": "tv9hindi",
    "Punjab Kesari": "punjabkesari",
    "India TV Hindi": "indiatv",
    "Webdunia Hindi": "webdunia",
    "OneIndia Hindi": "oneindia_hindi",
    "DW Hindi": "dw_hindi",
    "The Wire Hindi": "thewire_hindi",
    "Nai Dunia": "naidunia",
    "Hari Bhoomi": "haribhoomi",
    "Lokmat News Hindi": "lokmatnews",
    "Times Now Navbharat": "timesnowhindi",
    "Quint Hindi": "quint_hindi",
    "Satya Hindi": "satyahindi",
    "Newslaundry Hindi": "newslaundry_hindi",
    "Univarta": "univarta",
    "Khas Khabar": "khaskhabar",
    "PIB Hindi": "pib_hindi",
    "All India Radio": "newsonair",
    "Deshbandhu": "deshbandhu",
}
"""Names in ../shared/reference/urls.tsv, and the spiders."""


def spider_class(name: str) -> type[CategorySpider]:
    found = LOADER.load(name)
    assert issubclass(found, CategorySpider)
    return found


def is_article(name: str, url: str) -> bool:
    """Tell whether the spider *name* takes *url*, as a site may link it, for an article."""
    spider = spider_class(name)
    assert spider.article_pattern
    return bool(re.search(spider.article_pattern, spider.identity.canonical_url(url)))


# ---------------------------------------------------------------- site files


def test_there_are_all_sites() -> None:
    assert set(SPIDER_OF.values()) < set(SITES)
    assert len(LOADER.list()) >= 35


@pytest.mark.parametrize("name", LOADER.list())
def test_file_spider_and_class_have_one_name(name: str) -> None:
    spider = LOADER.load(name)
    assert spider.__module__ == f"newscrawl.spiders.{name}"
    assert spider.__name__ == "".join(map(str.capitalize, name.split("_"))) + "Spider"


def test_a_site_file_is_short() -> None:
    lines = [
        len((ROOT / f"newscrawl/spiders/{n}.py").read_text("utf-8").splitlines()) for n in SITES
    ]
    assert statistics.median(lines) <= 20


@pytest.mark.parametrize("name", SITES)
def test_a_site_says_what_it_must(name: str) -> None:
    spider = spider_class(name)
    assert spider.publisher
    assert re.fullmatch(r"inference|(?:public spider|real page), 20\d\d", spider.evidence)
    source = (ROOT / f"newscrawl/spiders/{name}.py").read_text("utf-8")
    assert len(ast.get_docstring(ast.parse(source)) or "") > 60, "say where each fact is from"
    assert set(spider.sections) <= set(SECTION_SLUGS), "a new slug is entered in section_slugs.py"
    addresses = [*spider.sections.values(), *spider.feeds, *spider.sitemaps]
    assert len(set(addresses)) == len(addresses)
    for url in addresses:
        host = urlsplit(url).hostname or ""
        assert any(host == d or host.endswith("." + d) for d in spider.allowed_domains), url
        assert url.startswith("https://")
        assert canonical_url(url)
        assert not spider.article_pattern or not is_article(name, url), url


# ---------------------------------------------------------------- URLs


def known_urls() -> Iterator[tuple[str, str, str]]:
    """Yield spider, kind and URL of the rows of urls.tsv."""
    path = SHARED / "reference" / "urls.tsv"
    if not path.exists():
        pytest.skip("needs ../shared")
    with path.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["site"] in SPIDER_OF and "dead" not in row["evidence"].split():
                yield SPIDER_OF[row["site"]], row["kind"], row["url"]


def test_articles_are_told_from_lists_feeds_and_sitemaps() -> None:
    rows = list(known_urls())
    assert len(rows) > 400
    wrong = [
        (name, kind, url)
        for name, kind, url in rows
        if kind != "other" and is_article(name, url) != (kind in ("article", "amp"))
    ]
    assert wrong == []


UNSEEN = {
    "bbc_hindi": ("https://www.bbc.com/hindi/articles/c0kp9x7wq2rro",),
    "aajtak": (
        "https://www.aajtak.in/sports/cricket/ipl-2027/story/a-b-c-d-lclg-12178369-2027-04-01",
        "https://www.aajtak.in/trending/story/%E0%A4%96%E0%A4%AC%E0%A4%B0-dskc-2178369-2026-02-28",
    ),
    "amarujala": (
        "https://www.amarujala.com/uttar-pradesh/lucknow/5-saal-baad-khula-pul",
        "https://www.amarujala.com/haryana/hisar/city/pul-khula-aaj-2026-11-01/",
    ),
    "jagran": ("https://www.jagran.com/uttar-pradesh/lucknow-city-21109565.html",),
    "bhaskar": (
        "https://www.bhaskar.com/local/mp/indore/news/5-ghar-1335897111.html",
        "https://www.bhaskar.com/jeevan-mantra/dharm/news/%E0%A4%A6-135897111.html",
    ),
    "livehindustan": (
        "https://www.livehindustan.com/ncr/new-delhi/nai-metro-line-201730885678432.html",
    ),
    "navbharattimes": (
        "https://navbharattimes.indiatimes.com/sports/cricket/x-2/articleshow/1184767301.cms",
    ),
    "abplive": ("https://www.abplive.com/states/up-uk/x-y-%E0%A4%A6-z-12270444",),
    "zeenews_hindi": ("https://zeenews.india.com/hindi/india/bihar/patna/city/x-y-z/12468965",),
    "prabhatkhabar": ("https://www.prabhatkhabar.com/state/bihar/patna/pul-ki-nai-tasveer/",),
    "webdunia": ("https://hindi.webdunia.com/national-hindi-news/x-y-126110500026_1.html",),
    "dw_hindi": ("https://www.dw.com/hi/%E0%A4%A6-5-%E0%A4%96/a-1068512345",),
    "thewire_hindi": ("https://thewirehindi.com/1313245/%E0%A4%A6-%E0%A4%96/",),
    "lokmatnews": ("https://www.lokmatnews.in/india/pune/ek-do-teen-c1234/",),
    "quint_hindi": ("https://hindi.thequint.com/news/india/bihar/5-baatein-jo-jaanen",),
    "khaskhabar": ("https://astrosaathi.khaskhabar.com/x/news-y-2-news-hindi-12-1801925-KKN.html",),
    "timesnowhindi": ("https://www.timesnowhindi.com/x/y/article/ek-lambi-khabar/444027",),
    "punjabkesari": ("https://m.bihar.punjabkesari.in/national/news/ek-khabar-2119117",),
    "naidunia": ("https://www.naidunia.com/spiritual/kehte-hain-diwali-tips-2022-7903424",),
    "pib_hindi": ("https://www.pib.gov.in/PressReleaseIframePage.aspx?PRID=12145461",),
    "newsonair": ("https://www.newsonair.gov.in/hi/%E0%A4%A6-%E0%A4%96-5-%E0%A4%AC/",),
}
LISTS = {
    "bbc_hindi": ("https://www.bbc.com/hindi/topics/c2lej0594knt?page=4",),
    "aajtak": ("https://www.aajtak.in/india/video/x-1899003-2024-03-04",),
    "ndtv": ("https://ndtv.in/india/page-2", "https://ndtv.in/video/show/news/x-1234567"),
    "amarujala": ("https://www.amarujala.com/tags/a-b-c-d-e", "https://www.amarujala.com/bihar"),
    "jagran": ("https://www.jagran.com/news/national-news-hindi-page2.html",),
    "prabhatkhabar": ("https://www.prabhatkhabar.com/topic/a-b-c-d-e/", "https://www.prabhatkhabar.com/life-and-style"),
    "lokmatnews": ("https://www.lokmatnews.in/cricket/ipl-t20/",),
    "quint_hindi": ("https://hindi.thequint.com/topic/a-b-c-d-e",),
    "patrika": ("https://www.patrika.com/tags/x-20154984/",),
    "navbharattimes": ("https://navbharattimes.indiatimes.com/x/photoshow/94652804.cms",),
}  # fmt: skip


@pytest.mark.parametrize(("name", "urls"), UNSEEN.items(), ids=list(UNSEEN))
def test_forms_that_no_row_has(name: str, urls: tuple[str, ...]) -> None:
    assert [url for url in urls if not is_article(name, url)] == []


@pytest.mark.parametrize(("name", "urls"), LISTS.items(), ids=list(LISTS))
def test_lists_and_films_are_no_articles(name: str, urls: tuple[str, ...]) -> None:
    assert [url for url in urls if is_article(name, url)] == []


BHASKAR = "https://www.bhaskar.com/national/news/ek-khabar-131546848.html"
AMARUJALA = "https://www.amarujala.com/india-news/ek-do-teen-chaar-2024-10-09"
DW = "https://www.dw.com/hi/top-headlines-from-the-world-news/a-19327028"
WEBDUNIA = "https://hindi.webdunia.com/kids-stories/kahani-118060900051_1.html"
JANSATTA = "https://www.jansatta.com/national/ek-do-teen/3972517/"
NBT = "https://navbharattimes.indiatimes.com/india/ek-khabar/articleshow/94652804.cms"
PIB = "https://www.pib.gov.in/PressReleasePage.aspx?PRID=2145461"


@pytest.mark.parametrize(
    ("name", "linked", "asked_for"),
    [
        ("bhaskar", BHASKAR.replace(".com/", ".com/g/"), BHASKAR),
        ("bhaskar", BHASKAR.replace(".com/", ".com/amp/"), BHASKAR),
        ("bhaskar", BHASKAR.replace("//www.", "//m."), BHASKAR),
        ("amarujala", f"{AMARUJALA}?src=aamnesaamne&position=2&client=android", AMARUJALA),
        ("amarujala", f"{AMARUJALA}/?pageId=1", AMARUJALA),
        ("amarujala", AMARUJALA.replace("//www.", "//"), AMARUJALA),
        ("amarujala", AMARUJALA.replace(".com/", ".com/amp/"), AMARUJALA),
        ("dw_hindi", DW.replace("//www.", "//m."), DW),
        ("dw_hindi", DW.replace("//www.", "//amp."), DW),
        ("webdunia", WEBDUNIA.replace("//hindi", "//m-hindi"), WEBDUNIA),
        ("webdunia", WEBDUNIA.replace(".com/", ".com/amp/"), WEBDUNIA),
        ("jansatta", f"{JANSATTA}lite/?liveblog_last=147933-1747929999&liveblog_page=4", JANSATTA),
        ("jansatta", JANSATTA.rstrip("/"), JANSATTA),
        ("navbharattimes", NBT.replace("/articleshow", "/amp_articleshow"), NBT),
        ("navbharattimes", NBT.replace("//", "//m."), NBT),
        ("pib_hindi", PIB.replace("Page", "IframePage") + "&reg=48", PIB),
(
            "pib_hindi",
            PIB.replace("//www.", "//").replace("PressReleasePage", "PressReleseDetailm"),
            PIB,
        ),
        (
            "bbc_hindi",
            "https://www.bbc.co.uk/hindi/articles/c4g1k2p9d7lo.amp?at_medium=RSS&at_campaign=rss",
            "https://www.bbc.com/hindi/articles/c4g1k2p9d7lo",
        ),
        (
            "news18_hindi",
            "https://hindi.news18.com/amp/news/auto/ek-khabar-7880156.html?1701845158",
            "https://hindi.news18.com/news/auto/ek-khabar-7880156.html",
        ),
        (
            "zeenews_hindi",
            "https://zeenews.india.com/hindi/india/bihar/ek-khabar/3304111/amp",
            "https://zeenews.india.com/hindi/india/bihar/ek-khabar/3304111",
        ),
        (
            "timesnowhindi",
            "https://www.timesnowhindi.com/india/ek-khabar-article-106832205/amp",
            "https://www.timesnowhindi.com/india/ek-khabar-article-106832205",
        ),
        (
            "quint_hindi",
            "https://hindi.thequint.com/amp/story/news/india/ek-do-teen-chaar",
            "https://hindi.thequint.com/news/india/ek-do-teen-chaar",
        ),
        (
            "oneindia_hindi",
            "https://hindi.oneindia.com/amphtml/news/india/ek-khabar-567287.html",
            "https://hindi.oneindia.com/news/india/ek-khabar-567287.html",
        ),
        (
            "jagran",
            "https://m.jagran.com/lite/news/national-ek-khabar-23197676.html",
            "https://www.jagran.com/news/national-ek-khabar-23197676.html",
        ),
        (
            "punjabkesari",
            "https://m.punjabkesari.in/national/news/ek-khabar-1712345/",
            "https://www.punjabkesari.in/national/news/ek-khabar-1712345",
        ),
        (
            "lokmatnews",
            "https://www.lokmatnews.in/india/ek-do-teen-b421",
            "https://www.lokmatnews.in/india/ek-do-teen-b421/",
        ),
        (
            "khaskhabar",
            "https://m.khaskhabar.com/x/news-y-news-hindi-1-801925-KKN.html",
            "https://www.khaskhabar.com/x/news-y-news-hindi-1-801925-KKN.html",
        ),
    ],
)  # fmt: skip
def test_every_spelling_of_an_article_is_asked_for_once(
    name: str, linked: str, asked_for: str
) -> None:
    identity = spider_class(name).identity
    assert identity.canonical_url(linked) == asked_for
    assert identity.canonical_url(asked_for) == asked_for
    assert is_article(name, linked)


# ---------------------------------------------------------------- pages


class SavedPage(NamedTuple):
    """A page under tests/pages."""

    path: Path

    @property
    def spider(self) -> str:
        return self.path.parent.name

    @property
    def url(self) -> str:
        """The address in its first line, as the spider asks for it."""
        first = self.path.read_text("utf-8").partition("\n")[0]
        found = re.fullmatch(r"<!-- saved from (\S+) -->", first.strip())
        assert found, f"the first line of {self.path} says where it was saved from"
        return found[1]

    def expected(self, found: Any, config: pytest.Config) -> Any:
        """Return the expected JSON; where it is missing, write *found* and fail."""
        path = self.path.with_suffix(".json")
        if not path.exists():
            if not config.getoption("update_expected"):
                pytest.fail(f"{path} is missing: run pytest tests/test_sites.py --update-expected")
            path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
            pytest.fail(f"{path} was written: review it")
        return json.loads(path.read_text("utf-8"))


def saved(kind: str) -> list[Any]:
    return [
        pytest.param(SavedPage(path), id=f"{path.parent.name}/{path.stem}")
        for path in sorted(PAGES.glob(f"*/{kind}*.html"))
    ]


@pytest.mark.parametrize("page", saved("article"))
def test_article_page(page: SavedPage, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    url = spider_class(page.spider).identity.canonical_url(page.url)
    assert is_article(page.spider, url)
    with serve({url: Page(page.path.read_bytes())}) as served:
        run = crawl(served, page.spider, tmp_path, "-a", f"urls={page.url}")
    assert len(run.records) == 1, run.log
    record = {name: value for name, value in run.records[0].items() if name not in OF_THE_RUN}
    assert record == page.expected(record, pytestconfig)


@pytest.mark.parametrize("page", saved("category"))
def test_category_page(page: SavedPage, pytestconfig: pytest.Config) -> None:
    spider = spider_class(page.spider)()
    response = HtmlResponse(page.url, body=page.path.read_bytes())
    listing = spider.paging.read(response, spider.is_article)
    # A later page than the first must name its next one by itself.
    following = spider.paging.next_request(page.url, 1, response, listing)
    found = {
        "response_url": page.url,
        "articles": list(spider.article_links(listing.articles)),
        "next_pages": [following.url] if following else [],
    }
    assert found == page.expected(found, pytestconfig)


def test_pages_have_a_spider_and_both_kinds() -> None:
    for folder in filter(Path.is_dir, PAGES.iterdir()):
        assert folder.name in SITES, f"no spider {folder.name}"
        for kind in ("article", "category"):
            assert list(folder.glob(f"{kind}*.html")), f"save a {kind} page for {folder.name}"


REAL = {
    "Bhaskar_2024_09_04": "bhaskar",
    "amarujala_1579139187": "amarujala",
    "jagran_1782160236": "jagran",
    "hindi.oneindia_567287_amp_wayback": "oneindia_hindi",
}


@pytest.mark.parametrize(("stem", "name"), REAL.items(), ids=list(REAL.values()))
def test_real_page(stem: str, name: str, tmp_path: Path) -> None:
    pages = SHARED / "pages"
    if not pages.exists():
        pytest.skip("needs ../shared")
    with (pages / "MANIFEST.tsv").open(encoding="utf-8", newline="") as table:
        rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        urls = {row["page"]: row["url"] for row in rows}
    linked = re.sub(r"^https://web\.archive\.org/web/\d+/", "", urls[f"articles/{stem}.html"])
    url = spider_class(name).identity.canonical_url(linked)
    assert is_article(name, linked)
    gold = json.loads((pages / "articles" / f"{stem}.json").read_text("utf-8"))
    with serve({url: Page((pages / "articles" / f"{stem}.html").read_bytes())}) as served:
        run = crawl(served, name, tmp_path, "-a", f"urls={linked}")
    (record,) = run.records
    assert record["site"] == name
    assert record["url"] == url
    assert is_article(name, record["canonical_url"])
    assert "".join(record["headline"].split()) == "".join(gold["headline"].split())
    assert record["date_published"] == gold["date_published"]
    assert record["in_language"] == "hi"
    text, neutral = (
        [normalize(" ".join(part.split())) for part in parts]
        for parts in (gold["paragraphs"], [*gold["summary"], *gold["optional"]])
    )
    body = record["article_body"].split("\n\n")
    assert [part for part in body if part not in neutral] == text
