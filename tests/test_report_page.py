"""The page of `scrapy report`: what it holds, and how it looks in a browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from ailing_site import AilingSpider, listing, pages, run
from chromium import Tab, browser
from served import ROOT, Answer, serve

from newscrawl.ledger import PastRun
from newscrawl.reporting import charts
from newscrawl.reporting.report_page import (
    Overview,
    as_json,
    grouped,
    link,
    newest_headlines,
    percent,
    read_report,
    render,
    site_views,
)
from newscrawl.reporting.run_facts import Facts, Finding

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAYS = [date(2026, 11, 24) - timedelta(days=29 - number) for number in range(30)]
HOSTILE = (
    '<img src="http://evil.example/x.png" onerror="alert(1)"></script><script>alert(2)</script>'
)
HEADLINES = (
    "श्री कृष्ण जन्मोत्सव पर सज्जित हुआ वृंदावन, भक्तों की उमड़ी भीड़",
    "क्षेत्रीय पार्टियों ने ज्ञापन सौंपा, राष्ट्रपति से मिला प्रतिनिधिमंडल",
    "ट्रेन में छूटा बैग लौटाया, ऑटो चालक की ईमानदारी की चर्चा",
)
UNWELL = [
    Finding(kind="SelectorDrift", what="article_body of 6 of 6", look="Save a page."),
    Finding(kind="DatesGone", what="6 of 6 articles have no date", look="Look at a page."),
]
WELL = Facts(
    hosts=["khabar.example"],
    outcomes={"listing": 4, "stored": 6, "refused": 1, "failed": 1},
    refused={"ListingPage": 1},
    failed={"http_404": 1},
    requests=13,
    seconds=14.2,
    read=6,
    sections={"india": 4, "sports": 2},
    agencies={"PTI": 2, HOSTILE: 1},
    duplicates=1,
    syndicated=1,
    judged=True,
)


def past_run(site: str, number: int, facts: Facts) -> PastRun:
    end = NOW - timedelta(hours=6 * number)
    return PastRun(f"{site}-{number}", site, end, end, "finished", facts.as_json())


@pytest.fixture(scope="module")
def overview() -> Overview:
    """Return what ten sites brought, one of them unwell, all of it hostile."""
    names = [f"site{number}" for number in range(8)]
    runs = [past_run(name, number, WELL) for number in range(20) for name in names]
    runs += [past_run(HOSTILE, 0, replace(WELL, scope=f"url={HOSTILE}", judged=False))]
    runs.insert(0, past_run("unwell", 0, replace(WELL, findings=UNWELL)))
    sites = site_views(runs)
    articles = [
        {"headline": text, "url": f"https://khabar.example/{number}", "site": "site1",
         "published": (NOW - timedelta(hours=number)).isoformat()}
        for number, text in enumerate([*HEADLINES, HOSTILE])
    ]  # fmt: skip
    articles[-1]["url"] = "javascript:alert(3)"
    counts = {name: [(7 * day + 3 * at) % 13 for day in range(30)] for at, name in enumerate(names)}
    counts |= {HOSTILE: [1] * 30, "unwell": [2] * 30}
    return Overview(made=NOW, days=DAYS, sites=sites, by_day=counts, headlines=articles)


# ---------------------------------------------------------------------- what it holds


class Elements(HTMLParser):
    """The tags of a page, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attributes)))


def test_hostile_text_is_text(overview: Overview) -> None:
    html = render(overview)
    elements = Elements(html).found
    tags = {tag for tag, _ in elements}
    assert not tags & {"script", "img", "iframe", "object", "link", "image", "use"}
    for _, attributes in elements:
        assert not any(name.startswith("on") for name in attributes)
        assert "src" not in attributes
        assert (attributes.get("href") or "http").startswith(("http", "about:blank"))
    assert "&lt;img src=" in html


def test_what_it_says(overview: Overview) -> None:
    html = render(overview)
    assert "1 of 10 sites unwell" in html
    assert html.index("SelectorDrift") < html.index("site0")  # those that are unwell come first
    for headline in HEADLINES:
        assert f'lang="hi">{headline}</a>' in html
    assert html.count("<svg") == 3
    assert 'aria-label="Articles of each day, by site"' in html
    assert "<title>site1, 24 Nov: 11</title>" in html  # each part of a column has its number


def test_an_empty_page() -> None:
    html = render(Overview(made=NOW, days=DAYS, sites=[], by_day={}, headlines=[]))
    assert "No run ended in this time." in html


def test_json(overview: Overview) -> None:
    facts = json.loads(json.dumps(as_json(overview)))
    assert not facts["healthy"]
    first = facts["sites"][0]
    assert (first["site"], first["state"]) == ("unwell", "unwell")
    assert [finding["kind"] for finding in first["findings"]] == ["SelectorDrift", "DatesGone"]
    assert {site["state"] for site in facts["sites"]} == {"unwell", "well", "unjudged"}
    assert next(site for site in facts["sites"] if site["site"] == "site3")["articles"] == 120


def test_scopes_are_shown_apart() -> None:
    runs = [past_run("demo", 0, WELL), past_run("demo", 1, replace(WELL, scope="sections=sports"))]
    assert [(view.scope, len(view.runs)) for view in site_views(runs)] == [
        ("", 1),
        ("sections=sports", 1),
    ]


def test_no_more_series_than_colours() -> None:
    by_day = {f"site{number}": [number, 1] for number in range(12)}
    shown = grouped(by_day)
    assert len(shown) == charts.COLOURS
    assert shown["5 others"] == [7 + 8 + 9 + 10 + 11, 5]


def test_a_report_of_another_run_is_not_shown(tmp_path: Path) -> None:
    feed = tmp_path / "out.jsonl"
    beside = tmp_path / "out.jsonl.report.json"
    assert read_report("1", [str(feed)], tmp_path) is None
    beside.write_text('{"run_id": "2"}', encoding="utf-8")
    assert read_report("1", [str(feed)], tmp_path) is None
    assert read_report("2", [str(feed)], tmp_path) == {"run_id": "2"}
    beside.write_text("{", encoding="utf-8")
    assert read_report("2", [str(feed)], tmp_path) is None


def test_a_headline_is_named_once() -> None:
    article = {"headline": "नदी", "url": "http://khabar.example/1", "published": NOW.isoformat()}
    (view,) = site_views([past_run("demo", 0, WELL), past_run("demo", 1, WELL)])
    for one in view.runs:
        one.report = {"newest": [article]}
    assert newest_headlines([view]) == [{**article, "site": "demo"}]


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0 %"), (1, "100 %"), (0.5, "50 %"), (0.023, "2.3 %")]
)
def test_percent(share: float, text: str) -> None:
    assert percent(share) == text


def test_links() -> None:
    assert link("https://khabar.example/") == "https://khabar.example/"
    assert link("javascript:alert(1)") == "about:blank"


def test_charts_of_much_and_of_nothing() -> None:
    assert charts.most({"a": 1, "b": 5, "c": 2}, 2) == {"b": 5, "c": 2, "others": 1}
    assert charts.most({}, 2) == {}
    label = "उत्तर प्रदेश और उत्तराखंड की ताज़ा ख़बरें"
    assert charts.shortened(label) == "उत्तर प्रदेश और…"
    assert "<svg" in charts.columns([], {}, title="nothing")
    assert not any("pygal" in type(finder).__module__ for finder in sys.meta_path)


# ---------------------------------------------------------------------- the command


def report(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "report", *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_page_of_crawls(tmp_path: Path) -> None:
    table: dict[str, Answer] = {}
    with serve(table) as served:
        for number in range(1, 7):
            table.clear()
            table |= pages(number)
            if number == 6:
                table[AilingSpider.sections["sports"]] = listing(range(0))
            run(served, tmp_path)
    out = tmp_path / "page.html"
    done = report("-s", f"DATA_DIR={tmp_path}", "--out", str(out), "--days", "2")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{out}\n", "")
    html = out.read_text("utf-8")
    assert "<b>24</b> articles" in html
    assert "EmptyListing" in html
    assert html.count("तालाब की सफ़ाई पूरी") == 20
    assert "Slowest pages" in html
    facts = json.loads(report("-s", f"DATA_DIR={tmp_path}", "--json").stdout)
    (site,) = facts["sites"]
    assert (site["site"], site["state"], site["articles"]) == ("ailing", "unwell", 24)
    assert [finding["kind"] for finding in site["findings"]] == ["EmptyListing"]


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--days", "0"], 2, "--days 0: not a whole number from 1 to 366"),
        (["--json", "--open"], 2, "--json is printed: it takes neither --open nor --out"),
        (["demo"], 2, "scrapy report [--open] [--out FILE] [--days 30] | --json [--days 30], "
         "not 'demo'"),
        (["--opne"], 2, "scrapy report [--open] [--out FILE] [--days 30] | --json [--days 30], "
         "not '--opne'"),
        (["-s", "DATA_DIR=/nowhere/news"], 1, "nothing was crawled yet: there is no ledger "
         "/nowhere/news/ledger.sqlite3"),
    ],
)  # fmt: skip
def test_bad_options(options: list[str], code: int, message: str) -> None:
    done = report(*options)
    assert (done.returncode, done.stderr) == (code, f"newscrawl: {message}\n")


# ---------------------------------------------------------------------- in a browser

CONTRAST = """
(() => {
  const channels = colour => {
    const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
    return {r, g, b, a};
  };
  const luminance = ({r, g, b}) => [r, g, b]
    .map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (one, two) => {
    const [low, high] = [luminance(one), luminance(two)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour.a === 1) return colour;
    }
    return channels('rgb(255, 255, 255)');
  };
  document.querySelectorAll('details').forEach(details => { details.open = true; });
  const low = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest('title')) continue;
    const style = getComputedStyle(element);
    const colour = channels(element.closest('svg') ? style.fill : style.color);
    const found = ratio(colour, behind(element));
    if (found < 4.5) low.add(`${element.tagName}.${element.className} ${found.toFixed(2)}`);
  }
  document.querySelectorAll('svg .reactive').forEach(bar => {
    const found = ratio(channels(getComputedStyle(bar).fill), behind(bar));
    if (found < 3) low.add(`bar ${found.toFixed(2)}`);
  });
  return [...low];
})()
"""
WIDER_THAN_THE_SCREEN = """
[...document.querySelectorAll('body *')]
  .filter(e => !e.closest('.scroll') && e.getBoundingClientRect().right > innerWidth + 1)
  .map(e => e.tagName + '.' + e.className)
"""


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with browser(tmp_path_factory.mktemp("chromium")) as tab:
        yield tab


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, overview: Overview) -> str:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(render(overview), "utf-8")
    return path.as_uri()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [400, 1400])
def test_in_a_browser(width: int, dark: bool, tab: Tab, address: str) -> None:
    tab.open(address, width=width, dark=dark)
    assert tab.evaluate("innerWidth") == width
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    back = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (int(back[4:].split(",")[0]) < 60) is dark
    assert tab.evaluate(CONTRAST) == []
    assert tab.evaluate(WIDER_THAN_THE_SCREEN) == []
    assert tab.told("Runtime.exceptionThrown") == []
    assert tab.told("Log.entryAdded") == []  # a violation of the page's policy is one
    asked = [event["request"]["url"] for event in tab.told("Network.requestWillBeSent")]
    assert asked == [address]
    if folder := os.environ.get("NEWSCRAWL_SCREENSHOTS"):
        tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = false; })")
        tab.screenshot(Path(folder) / f"report-{width}{'-dark' if dark else ''}.png")


def test_by_keyboard(tab: Tab, address: str) -> None:
    tab.open(address, width=1400)
    reached = []
    for _ in range(14):
        tab.press("Tab")
        reached.append(tab.evaluate("document.activeElement.textContent.trim()"))
        if len(reached) == 1:
            style = "getComputedStyle(document.activeElement)"
            assert tab.evaluate(f"{style}.outlineStyle") == "solid"
            assert tab.evaluate(f"parseFloat({style}.outlineWidth)") >= 2
            tab.press("Enter")  # opens the runs of the first site
            assert tab.evaluate("document.activeElement.parentElement.open") is True
    assert reached[0].startswith("Runs of unwell")
    assert reached[1].startswith("24 Nov 2026, 17:30: finished, 6 new")  # one of them
    assert reached[2].startswith("Runs of")
    assert any(text == HEADLINES[0] for text in reached)
