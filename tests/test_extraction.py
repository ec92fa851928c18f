"""Bodies, headlines and dates of pages written for the tests and of the real ones of ../shared."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import json
import re
import time
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from written_pages import DATE, PAGES, PARAGRAPHS, WrittenPage, article, paragraphs

from newscrawl.extraction import Selectors, extract_article
from newscrawl.items import Article, NotAnArticle

SHARED = Path(__file__).resolve().parents[2] / "shared"
FETCHED = datetime(2026, 11, 23, tzinfo=UTC)


def extract(page: WrittenPage, **options: Any) -> Article:
    return extract_article(page.html, page.url, **options)


def hashed(html: str) -> str:
    """Replace every class and id by a hash, as CSS modules do."""

    def replace(attribute: re.Match[str]) -> str:
        names = [hashlib.md5(name.encode()).hexdigest()[:8] for name in attribute[3].split()]
        return f'{attribute[1]}"x{" x".join(names)}"'

    return re.sub(r"""(\s(?:class|id)\s*=\s*)(["'])(.*?)\2""", replace, html, flags=re.DOTALL)


# ------------------------------------------------------------------------------- written pages


@pytest.mark.parametrize("name", PAGES)
def test_a_written_page_gives_exactly_its_paragraphs(name: str) -> None:
    page = PAGES[name]
    found = extract(page)
    assert found.article_body.split("\n\n") == list(page.paragraphs)
    assert [text for text in page.absent if text in found.article_body] == []
    assert (found.headline, found.date_published) == (page.headline, DATE)


@pytest.mark.parametrize("name", [name for name in PAGES if "caption" not in name])
def test_class_names_decide_nothing(name: str) -> None:
    page = PAGES[name]
    found = extract_article(hashed(page.html), page.url)
    if "comments" not in name:  # whose class is the only sign that they are not the article
        assert found.article_body.split("\n\n") == list(page.paragraphs)


def test_bytes_and_text_are_one_page() -> None:
    page = PAGES["paragraphs"]
    assert extract_article(page.html.encode(), page.url) == extract(page)


def test_a_site_may_select_and_provenance_tells() -> None:
    html = article(f"<div class='a'>{paragraphs()}</div><div class='b'>{paragraphs()}</div>")
    selectors = Selectors(body="div.a p:first-child", headline="h1", authors="h2.nobody")
    found = extract_article(html, PAGES["paragraphs"].url, selectors=selectors)
    assert found.article_body == PARAGRAPHS[0]
    assert (found.provenance.article_body, found.provenance.headline) == ("selector", "selector")
    assert found.provenance.authors == "generic"  # nothing at its selector
    assert found.authors == ["कविता राव"]


def test_a_selector_that_is_no_css_is_an_error() -> None:
    with pytest.raises(ValueError, match="no CSS selector"):
        extract(PAGES["paragraphs"], selectors=Selectors(body="div["))


def test_fields_are_bounded() -> None:
    long = PARAGRAPHS[0] * 2000
    found = extract_article(article(f"<p>{long}</p>"), PAGES["paragraphs"].url)
    assert len(found.article_body) <= 200_000
    assert found.warnings == ["article_body cut at 200000 characters"]


# ---------------------------------------------------------------------------------- real pages


def shared(path: str) -> Path:
    if not SHARED.exists():
        pytest.skip("needs ../shared")
    return SHARED / path


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared("pages/score.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def addresses() -> dict[str, str]:
    with shared("pages/MANIFEST.tsv").open(encoding="utf-8", newline="") as table:
        rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["page"]: row["url"] for row in rows}


def answer(found: Article, stem: str) -> dict[str, Any]:
    """Return *found* as score.py reads answers."""
    return {
        "stem": stem,
        "headline": found.headline,
        "body": found.article_body,
        "date_published": found.date_published,
        "authors": found.authors,
    }


def scores(*, hash_classes: bool = False) -> list[dict[str, Any]]:
    rows = []
    score = scorer()
    for page, url in addresses().items():
        if not page.startswith("articles/"):
            continue
        html = shared(f"pages/{page}").read_bytes().decode("utf-8", "replace")
        gold = json.loads(shared(f"pages/{page}").with_suffix(".json").read_text("utf-8"))
        found = extract_article(hashed(html) if hash_classes else html, url, fetched_at=FETCHED)
        rows.append(score.score_page(gold, answer(found, gold["stem"])))
    return rows


def mean(rows: list[dict[str, Any]]) -> float:
    return float(sum(row["F"] for row in rows) / len(rows))


def table(rows: list[dict[str, Any]]) -> str:
    return "\n".join(
        f"{row['F']:.3f} leaks {row['leak']} headline {row['head']} minute {row['dmin']}"
        f" authors {row['au']:.2f} {row['stem'][:60]}"
        for row in rows
    )


def test_real_pages_without_any_site_rule() -> None:
    rows = scores()
    print(table(rows))  # noqa: T201
    hindi = [row for row in rows if row["group"] in ("general", "91mobiles")]
    others = [row for row in rows if row["group"] == "tdb"]
    assert mean(hindi) >= 0.98, table(rows)
    assert min(row["F"] for row in hindi) >= 0.95, table(rows)
    assert mean(others) >= 0.98, table(rows)
    assert sum(row["leak"] + row["rel"] for row in rows) == 0, table(rows)
    assert all(row["head"] and row["dmin"] and row["au"] == 1 for row in rows), table(rows)


def test_real_pages_with_every_class_and_id_hashed() -> None:
    rows = scores(hash_classes=True)
    assert mean(rows) >= 0.97, table(rows)


def test_the_seed_gives_exactly_its_paragraphs() -> None:
    expected = json.loads(shared("seed/expected.json").read_text("utf-8"))
    for name, url in expected["files"].items():
        if name == "listing.html":
            continue
        found = extract_article(shared(f"seed/{name}").read_bytes(), url)
        assert found.article_body.split("\n\n") == expected["paragraphs"]
        assert found.headline == expected["headline"]
        assert found.date_published == expected["in_html"]["date_published"]
        assert found.source_url == "https://origin.example/story"


def cpu_seconds(function: Any, pages: list[tuple[bytes, str]]) -> float:
    """Return the least of three runs over *pages*: others use the machine too."""
    times = []
    for _ in range(3):
        start = time.process_time()
        for html, url in pages:
            function(html, url)
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.slow
def test_better_and_faster_than_trafilatura() -> None:
    import trafilatura

    score = scorer()
    pages, ours, theirs = [], [], []
    for page, url in addresses().items():
        if page.startswith("articles/"):
            html = shared(f"pages/{page}").read_bytes()
            gold = json.loads(shared(f"pages/{page}").with_suffix(".json").read_text("utf-8"))
            text = trafilatura.extract(html.decode("utf-8", "replace"), favor_precision=True)
            pages.append((html, url))
            theirs.append(score.score_page(gold, {"stem": gold["stem"], "body": text}))
            ours.append(score.score_page(gold, answer(extract_article(html, url), gold["stem"])))
    assert mean(ours) > mean(theirs) + 0.02
    peer = cpu_seconds(
        lambda html, _: trafilatura.extract(html.decode("utf-8", "replace"), favor_precision=True),
        pages,
    )
    # A quarter is the aim and what the benchmark shows; a test on a busy machine needs air.
    assert cpu_seconds(extract_article, pages) < peer / 2.5


# ---------------------------------------------------------------------------------- any markup

PIECES = [
    "<div>", "</div>", "<p>", "</p>", "<br>", "<table><td>", "</article>", "<!--", "-->", "<h1>",
    "<script>", "</script>", "<a href='/author/x'>", "</a>", "<time datetime='x'>", "&#0;", "<nav>",
    "&#xD800;", "\x00", "\ud800", "\u202e", "<", ">", '"', "यह भी पढ़ें: ", "à¤", "<template>",
    '<script type="application/ld+json">{"@type":"NewsArticle","author":[[{}]],', "<svg><p>",
    "<b>" * 50, "<ul><li>" * 20, "<meta property='og:title' content=''>",
    "<link rel=canonical href='http://['>",
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> str:
    html = draw(st.sampled_from(sorted(PAGES))) and PAGES[draw(st.sampled_from(sorted(PAGES)))].html
    for _ in range(draw(st.integers(1, 8))):
        start = draw(st.integers(0, len(html)))
        end = min(len(html), start + draw(st.integers(0, 400)))
        match draw(st.sampled_from(["cut", "repeat", "insert", "move", "truncate"])):
            case "cut":
                html = html[:start] + html[end:]
            case "repeat":
                html = html[:end] + html[start:end] * draw(st.integers(1, 20)) + html[end:]
            case "insert":
                piece = draw(st.sampled_from(PIECES) | st.text(max_size=30))
                html = html[:start] + piece + html[start:]
            case "move":
                html = html[:start] + html[end:] + html[start:end]
            case "truncate":
                html = html[:start]
    return html


@pytest.mark.slow
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutated(), st.booleans())
def test_no_markup_breaks_the_extraction(html: str, as_bytes: bool) -> None:
    start = time.process_time()
    try:
        page = html.encode("utf-8", "surrogatepass") if as_bytes else html
        found = extract_article(
            page, "https://namuna.example/desh/a-812345.html", fetched_at=FETCHED
        )
        json.dumps(found.article_body).encode()
        found.headline.encode()
        assert found.article_body.strip()
    except NotAnArticle:
        pass
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + article(paragraphs()),
        article("<div>" * 100_000 + "</div>" * 100_000 + paragraphs()),
        article("<span>" * 100_000 + paragraphs()),
        article("<p>" * 50_000 + paragraphs()),
        article(
            paragraphs(), head='<script type="application/ld+json">' + "[" * 100_000 + "</script>"
        ),
        article(paragraphs()) + "<div x='" + "y" * 5_000_000 + "'>",
        article(paragraphs()) + "<div" * 200_000,
    ],
    ids=["divs around", "divs before", "spans", "open p", "JSON-LD", "attribute", "half tags"],
)
def test_endless_nesting_costs_neither_the_article_nor_a_second(html: str) -> None:
    start = time.process_time()
    found = extract_article(html, "https://namuna.example/desh/a-812345.html")
    assert PARAGRAPHS[0] in found.article_body
    assert PARAGRAPHS[-1] in found.article_body
    assert time.process_time() - start < 1
