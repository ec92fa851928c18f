"""`scrapy onboard` and `scrapy savepage`: what is proposed for a new site, what a test keeps."""

from __future__ import annotations

import ast
import csv
import subprocess
import sys
from pathlib import Path

import pytest
from served import ROOT, SHARED, Page, serve
from test_category_spider import HOST, article, listing

from newscrawl.demo import DemoServer, DemoSite
from newscrawl.extraction import extract_article
from newscrawl.extraction.charset import decode
from newscrawl.extraction.listing import Section
from newscrawl.onboarding import (
    Fetched,
    article_form,
    class_name,
    page_form,
    propose,
    section_slugs,
    site_source,
)
from newscrawl.saved_page import MAX_BYTES, PageTooLarge, masked, saved_page


@pytest.mark.parametrize(
    ("first", "second", "form"),
    [
        ("https://a.in/desh/", "https://a.in/desh/?page=2", "?page={}"),
        ("https://a.in/desh", "https://a.in/desh/page/2/", "/page/{}/"),
        ("https://a.in/category/desh/", "https://a.in/category/desh/page/2/", "/page/{}/"),
        ("https://a.in/l/123.cms", "https://a.in/l/123.cms?curpg=2", "?curpg={}"),
        ("https://a.in/desh-hindi.html", "https://a.in/desh-hindi-page2.html", "-page{}.html"),
        ("https://a.in/tags/news", "https://a.in/tags/news/2", "/{}"),
        ("https://a.in/desh", "https://a.in/videsh/page/2/", None),
        ("https://a.in/desh", "https://a.in/desh?after=ab", None),
    ],
)
def test_page_form(first: str, second: str, form: str | None) -> None:
    assert page_form(first, second) == form


@pytest.mark.parametrize(
    ("urls", "form"),
    [
        (["https://a.in/desh/jheel-48213.html", "https://a.in/khel/a-b-99120.html"], r"-\d{5,}\."),
        (["https://a.in/desh/x/articleshow/88213.cms"], r"articleshow"),
        (["https://a.in/2026/11/20/jheel", "https://a.in/2026/11/21/pul"], r"20\d\d/\d\d/"),
        (["https://a.in/jheel-par-laute-pakshi/", "https://a.in/pul-khula-hai-aaj/"], "{3,}"),
    ],
)
def test_article_form(urls: list[str], form: str) -> None:
    found, share = article_form(urls, ["https://a.in/desh/", "https://a.in/khel/"])
    assert found
    assert form in found
    assert share == 1


def test_section_slugs_are_ours() -> None:
    assert section_slugs(
        [
            Section("https://a.in/desh/", "देश"),
            Section("https://a.in/category/khel/", "Khel"),
            Section("https://a.in/news/business-news-hindi.html", "व्यापार"),
            Section("https://a.in/about/", "हमारे बारे में"),
        ]
    ) == {
        "india": "https://a.in/desh/",
        "sports": "https://a.in/category/khel/",
        "business": "https://a.in/news/business-news-hindi.html",
    }


def test_a_proposal_is_a_site_file() -> None:
    site = DemoSite()
    home = Fetched("http://demo.newscrawl.example/", site.pages["/"].body.decode())
    proposal = propose(home, name="namoona")
    assert proposal.platform == "tagDiv Newspaper"
    assert set(proposal.sections) >= {"india", "world", "business", "sports", "entertainment"}
    (definition,) = (
        n for n in ast.parse(site_source(proposal)).body if isinstance(n, ast.ClassDef)
    )
    assert definition.name == class_name("namoona") == "NamoonaSpider"


def onboard(*arguments: str, proxy: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=ROOT,
        env={"PATH": "/usr/bin", "http_proxy": proxy, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_onboard_looks_at_sections_and_articles() -> None:
    with DemoServer(DemoSite()) as server:
        run = onboard(
            "onboard",
            "http://demo.newscrawl.example/",
            *("-s", f"ADDRESS_GUARD_ALLOW={server.netloc}", "-s", "DOWNLOAD_DELAY=0"),
            proxy=f"http://{server.netloc}",
        )
    assert run.returncode == 0, run.stderr
    assert "form /page/{}/" in run.stdout
    assert "class DemoNewscrawlSpider(TagDivSpider):" in run.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["onboard"],
        ["onboard", "/no/such/file.html"],
        ["onboard", "--name", "a b", "http://a.example/"],
        ["onboard", "http://u:secret@a.example/"],
        ["savepage", "khabar"],
        ["savepage", "khabar", "/no/such/file.html"],
        ["savepage", "--as", "../x.html", "khabar", "README.md"],
    ],
)
def test_bad_arguments(arguments: list[str]) -> None:
    run = onboard(*arguments)
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 1
    assert "secret" not in run.stderr


def test_a_site_that_does_not_answer() -> None:
    with serve({}) as served:
        run = onboard(
            "onboard",
            f"{HOST}/",
            *("-s", f"ADDRESS_GUARD_ALLOW={served.netloc}", "-s", "DOWNLOAD_DELAY=0"),
            proxy=f"http://{served.netloc}",
        )
    assert run.returncode == 1
    assert run.stderr == f"newscrawl: {HOST}/: HTTP status 404\n"


def test_a_plain_site() -> None:
    home = Page(listing(range(10101, 10120)))
    proposal = propose(Fetched(f"{HOST}/", home.content.decode()), articles=[
        Fetched(f"{HOST}/desh/jheel-par-pakshi-10101.html", article(10101))
    ])  # fmt: skip
    assert proposal.article_pattern
    assert "words, headline from generic" in proposal.evidence[-1]


def test_masked_words_are_others_but_the_same_everywhere() -> None:
    text = "किसानों ने 12 जून को दिल्ली में प्रदर्शन किया।"
    assert masked(text) == masked(text) != text
    assert masked(text).startswith(masked("किसानों") + " ने 12 जून को ")


def test_a_saved_page_has_its_structure_and_labels_but_not_its_text() -> None:
    page = (
        "<html><head><style>p{}</style><script>var x</script>"
        '<script type="application/ld+json">{"headline": "झील पर लौटे पक्षी बड़ी संख्या में"}</script>'
        "</head><body><h1>झील पर लौटे पक्षी बड़ी संख्या में</h1><!-- ad -->"
        '<p style="display:none">छिपा</p><p style="color:red">यह भी पढ़ें:</p></body></html>'
    )
    saved = saved_page(page, "https://a.in/x-1.html")
    assert saved.startswith("<!-- saved from https://a.in/x-1.html -->")
    assert "यह भी पढ़ें:" in saved
    assert "display:none" in saved
    assert "color:red" not in saved
    assert "var x" not in saved
    assert "संख्या" not in saved
    assert saved.count(masked("झील पर लौटे पक्षी बड़ी संख्या में")) == 2
    assert "संख्या" in saved_page(page, "https://a.in/x-1.html", keep_text=True)


def test_a_page_that_stays_too_large_is_refused() -> None:
    with pytest.raises(PageTooLarge):
        saved_page(f"<p>{'क' * MAX_BYTES}</p>", "https://a.in/x-1.html")


def test_real_pages_are_extracted_alike_when_masked() -> None:
    folder = SHARED / "pages"
    if not folder.exists():
        pytest.skip("needs ../shared")
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        if not row["page"].startswith("articles/") or row["language"] != "hi":
            continue
        html = decode(Path(folder / row["page"]).read_bytes())
        real = extract_article(html, row["url"])
        saved = extract_article(saved_page(html, row["url"]), row["url"])
        assert saved.date_published == real.date_published
        assert saved.authors == real.authors
        assert saved.in_language == "hi"
        assert saved.word_count == pytest.approx(real.word_count, rel=0.15)
