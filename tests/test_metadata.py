"""Headline, dates, authors, sections, rights: from JSON-LD of any quality, meta elements, text."""
# ruff: noqa: E501 - a line of a page is what it is

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from written_pages import HEADLINE, PARAGRAPHS, document, paragraphs

from newscrawl.extraction import extract_article
from newscrawl.extraction.dateline import Dateline, find_dateline
from newscrawl.items import Article

URL = "https://namuna.example/desh/pustakalay-khula-812345.html"
FETCHED = datetime(2026, 3, 5, 6, 30, tzinfo=UTC)
NEWS: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": HEADLINE,
    "datePublished": "2026-03-04T10:20:30+05:30",
    "author": {"@type": "Person", "name": "कविता राव"},
    "publisher": {"@type": "Organization", "name": "नमूना समाचार"},
    "articleSection": "देश",
}


def page(
    head: str = "", header: str = "", below: str = "", *, headline: str = HEADLINE, body: str = ""
) -> str:
    """Return a page whose only metadata are in *head* and *header*."""
    body = body or f"<div>{paragraphs()}</div>"
    return (
        f'<html><head><meta charset="utf-8"><title>{HEADLINE}</title>{head}</head><body>'
        f"<div><h1>{headline}</h1>{header}{body}{below}</div></body></html>"
    )


def script(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f'<script type="application/ld+json">{text}</script>'


def extract(html: str, **options: Any) -> Article:
    options.setdefault("fetched_at", FETCHED)
    return extract_article(html, URL, **options)


TEXT = json.dumps(NEWS, ensure_ascii=False)
OTHER = NEWS | {"headline": "दूसरी कहानी", "datePublished": "2001-01-01", "url": URL + "x"}


@pytest.mark.parametrize(
    "json_ld",
    [
        pytest.param(script(NEWS), id="plain"),
        pytest.param(script([{"@type": "BreadcrumbList"}, NEWS]), id="array"),
        pytest.param(script({"@graph": [{"@type": "WebSite"}, NEWS]}), id="graph"),
        pytest.param(script({"@type": "WebPage", "mainEntity": NEWS}), id="nested"),
        pytest.param(script(NEWS | {"@type": ["Thing", "schema:NewsArticle"]}), id="types"),
        pytest.param(script("// <![CDATA[\n" + TEXT + "\n// ]]>"), id="CDATA"),
        pytest.param(script("<!--\n" + TEXT + "\n-->"), id="comment"),
        pytest.param(script(TEXT[:-1] + ",}"), id="trailing comma"),
        pytest.param(script(TEXT + ";"), id="semicolon"),
        pytest.param(script(TEXT[:-30]), id="cut off"),
        pytest.param(script(TEXT.replace("देश", '"देश"')), id="unescaped quotes"),
        pytest.param(script(TEXT.replace("नमूना", "नमूना\n\t")), id="raw line breaks"),
        pytest.param(script(NEWS | {"x": ["9" * 6000]}).replace('"9', "9").replace('9"', "9"), id="huge number"),
        pytest.param(script(TEXT[:-1] + ', "x": NaN, "y": 1e999}'), id="NaN"),
        pytest.param(script("null") + script("17") + script('"x"') + script(NEWS), id="no objects"),
        pytest.param(script(NEWS | {"comment": "क" * 700_000}), id="two megabytes"),
        pytest.param(script(TEXT[:-1] + ', "x": ' + "[" * 100_000 + "]" * 100_000 + "}"), id="deep"),
        pytest.param(script(TEXT.replace('"headline": "', '"headline": "\\ud800')), id="surrogate"),
        pytest.param(script([OTHER, NEWS | {"mainEntityOfPage": URL}]), id="two articles, by URL"),
        pytest.param(script([OTHER, NEWS]), id="two articles, by headline"),
        pytest.param(
            script({"@graph": [NEWS | {"author": {"@id": "#p"}}, {"@id": "#p", "@type": "Person", "name": "कविता राव"}]}),
            id="author by reference",
        ),
        pytest.param(script(NEWS | {"author": [{"name": "कविता राव"}]}), id="list of authors"),
        pytest.param(script(NEWS | {"author": "कविता राव"}), id="author as text"),
        pytest.param(script(NEWS | {"headline": "&lt;b&gt;" + HEADLINE + "&amp;nbsp;"}), id="entities"),
    ],
)  # fmt: skip
def test_json_ld_of_any_shape(json_ld: str) -> None:
    found = extract(page(json_ld))
    assert found.headline == HEADLINE
    assert found.date_published == "2026-03-04T10:20:30+05:30"
    assert found.authors == ["कविता राव"]
    assert (found.provenance.date_published, found.provenance.authors) == ("json-ld", "json-ld")
    assert found.article_body.split("\n\n") == list(PARAGRAPHS)


def test_wrong_types_cost_nothing_else() -> None:
    wrong = {
        "headline": 42, "datePublished": {}, "dateModified": [None], "author": [None, 3, {"name": [1]}],
        "articleBody": ["x", {}], "image": True, "mainEntityOfPage": [], "keywords": {"a": 1},
        "articleSection": 7, "publisher": "नमूना", "isAccessibleForFree": [],
    }  # fmt: skip
    meta = '<meta property="article:published_time" content="2026-03-04T10:20:30+05:30">'
    found = extract(page(script(NEWS | wrong) + meta))
    assert (found.headline, found.date_published) == (HEADLINE, "2026-03-04T10:20:30+05:30")
    assert (found.authors, found.publisher, found.image) == (None, "नमूना", None)
    assert found.provenance.date_published == "meta"


def test_a_body_drawn_by_script_is_read_from_json_ld() -> None:
    body = "<p>" + "</p><p>".join(PARAGRAPHS) + "&nbsp;</p>"
    html = page(script(NEWS | {"articleBody": body}).replace("</p", "<\\/p"), body="<div></div>")
    found = extract(html)
    assert found.article_body.split("\n\n") == list(PARAGRAPHS)
    assert found.provenance.article_body == "json-ld"


# ------------------------------------------------------------------------------------ headline


@pytest.mark.parametrize(
    ("html", "headline"),
    [
        (page(headline=f"<span>कविता:</span>{HEADLINE}"), f"कविता:{HEADLINE}"),
        (page(headline=f"<script>x</script>{HEADLINE}"), HEADLINE),
        (document(f"<h1>नमूना समाचार</h1><h2>{HEADLINE}</h2><div>{paragraphs()}</div>"), HEADLINE),
        (document(f"<h1>{HEADLINE}</h1><h1>ऊपर की बात</h1><div>{paragraphs()}</div>"), HEADLINE),
        (document(f"<div>{paragraphs()}</div>"), f"{HEADLINE} - नमूना".removesuffix(" - नमूना")),
    ],
    ids=["kicker", "script inside", "logo", "second h1", "only og:title"],
)
def test_the_headline_is_what_a_reader_sees(html: str, headline: str) -> None:
    assert extract(html).headline == headline


def test_a_headline_is_bounded() -> None:
    found = extract(page(headline=HEADLINE + "क" * 200_000))
    assert len(found.headline) <= 1000
    assert found.warnings == ["headline cut at 1000 characters"]


# --------------------------------------------------------------------------------------- dates


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


@pytest.mark.parametrize(
    ("html", "published", "precision", "source"),
    [
        (page(meta("article:published_time", "2026-03-04T10:20")), "2026-03-04T10:20:00+05:30", "minute", "meta"),
        (page(meta("article:published_date", "2026-03-04")), "2026-03-04T00:00:00+05:30", "day", "meta"),
        (page(meta("article:published_time", "2026-03-04T00:00:00+05:30")), "2026-03-04T00:00:00+05:30", "day", "meta"),
        (page('<meta itemprop="datePublished" content="2026-03-04T10:20:30Z">'), "2026-03-04T15:50:30+05:30", "second", "meta"),
        (page(header='<time datetime="2026-03-04T10:20:30+05:30">4 मार्च</time>'), "2026-03-04T10:20:30+05:30", "second", "generic"),
        (page(header="<div>कविता राव | प्रकाशित: 04 मार्च 2026, 10:20 AM IST</div>"), "2026-03-04T10:20:00+05:30", "minute", "text"),
        (page(header="<div>२ घंटे पहले</div>"), "2026-03-05T10:00:00+05:30", "minute", "text"),
        (page(below="<p>Posted On: 04 MAR 2026 10:20AM by PIB Delhi</p>"), "2026-03-04T10:20:00+05:30", "minute", "text"),
        (page(header="<div>Updated: 04 Mar 2026, 10:20 AM IST</div>"), None, None, None),
        (page(header='<time datetime="2026-03-04T10:20:30" itemprop="dateModified">4 मार्च</time>'), None, None, None),
        (page(below='<div><div><div><h3>और</h3><time datetime="2026-01-01T10:00:00">1 जनवरी</time></div></div></div>' * 9), None, None, None),
        (page(), None, None, None),
    ],
)  # fmt: skip
def test_when_it_was_published(
    html: str, published: str | None, precision: str | None, source: str | None
) -> None:
    found = extract(html)
    assert (found.date_published, found.date_precision) == (published, precision)
    assert found.provenance.date_published == source


@pytest.mark.parametrize(
    "raw",
    ["2999-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2026-02-31T10:00:00+05:30", "0000-00-00",
     "परसों शाम", "2026-03-07T10:00:00+05:30", "कुछ"],
)  # fmt: skip
def test_an_impossible_date_is_null_with_its_string_and_a_warning(raw: str) -> None:
    found = extract(page(script(NEWS | {"datePublished": raw})))
    assert (found.date_published, found.date_precision) == (None, None)
    assert found.raw.date_published == raw
    assert found.warnings == ["date_published_impossible"]


def test_modified_before_published_is_a_warning_alone() -> None:
    found = extract(page(script(NEWS | {"dateModified": "2026-03-03T10:00:00+05:30"})))
    assert found.date_modified == "2026-03-03T10:00:00+05:30"
    assert found.date_published == "2026-03-04T10:20:30+05:30"
    assert found.warnings == ["modified_before_published"]


def test_published_is_never_borrowed_from_modified() -> None:
    found = extract(
        page(
            script(
                {k: v for k, v in NEWS.items() if k != "datePublished"}
                | {"dateModified": "2026-03-04T11:00:00+05:30"}
            )
        )
    )
    assert (found.date_published, found.date_modified) == (None, "2026-03-04T11:00:00+05:30")


def test_without_a_clock_nothing_relative_is_read() -> None:
    assert extract(page(header="<div>२ घंटे पहले</div>"), fetched_at=None).date_published is None


# ------------------------------------------------------------------------------------- authors


@pytest.mark.parametrize(
    ("head", "header", "authors"),
    [
        ("", '<p>By <a href="/author/kavita">कविता राव</a>, <a href="/author/ram">राम कुमार</a></p>', ["कविता राव", "राम कुमार"]),
        ("", '<a rel="author" href="/x">कविता राव</a>', ["कविता राव"]),
        ("", '<div>Written By: <a href="/profile/1-k">कविता राव</a> | Edited By: <a href="/profile/2">राम कुमार</a></div>', ["कविता राव"]),
        ("", "<div>Publish Date: 04 Mar 2026 10:20 AM (IST)Author: Kavita Rao</div>", ["Kavita Rao"]),
        ("", "<div>लेखक: कविता राव</div>", ["कविता राव"]),
        (script(NEWS), '<a href="/editor/patna-bureau">पटना ब्यूरो</a>', ["कविता राव"]),
        (script(NEWS | {"author": {"name": "न्यूज डेस्क"}}), "", ["न्यूज डेस्क"]),
        (script(NEWS | {"author": {"name": "कविता राव, राम कुमार और सीता देवी"}}), "", ["कविता राव", "राम कुमार", "सीता देवी"]),
        ('<meta name="author" content="कविता राव">', "", ["कविता राव"]),
        ('<meta property="article:author" content="https://facebook.com/kavita">', "", None),
        ("", '<a href="https://www.youtube.com/user/namuna">यूट्यूब</a>', None),
        ('<meta name="author" content="admin">', "", None),
        (script(NEWS | {"author": {"name": "कविता राव, वरिष्ठ संवाददाता"}}), "", ["कविता राव"]),
        (script(NEWS | {"author": {"name": "न्यूज डेस्क, नमूना"}}), "", ["न्यूज डेस्क, नमूना"]),
        (script(NEWS), '<a href="/user/login">Login</a>', ["कविता राव"]),
        ("", "", None),
    ],
)  # fmt: skip
def test_who_wrote_it(head: str, header: str, authors: list[str] | None) -> None:
    assert extract(page(head, header)).authors == authors


@pytest.mark.parametrize(
    ("first", "closing", "expected"),
    [
        ("नई दिल्ली, 12 जून (भाषा) सरकार ने कहा है।", "", ("नई दिल्ली", "PTI")),
        ("सोनपुर, ५ मार्च (आईएएनएस)। गांव में।", "", ("सोनपुर", "IANS")),
        ("प्रयागराज, जागरण संवाददाता। गांव में।", "", ("प्रयागराज", None)),
        ("संवाददाता, पटना : गांव में।", "", ("पटना", None)),
        ("पटना/एएनआई: गांव में।", "", ("पटना", "ANI")),
        ("लखनऊ। गांव में।", "", ("लखनऊ", None)),
        ("गांव में बैठक हुई।", "(इनपुट-भाषा)", (None, "PTI")),
        ("गांव में बैठक हुई। (हि.स.)", "", (None, "Hindusthan Samachar")),
        ("सरकार: नई योजना आएगी।", "", (None, None)),
        ("उस साल, 12 जून को बैठक हुई।", "", (None, None)),
        ("यह किताब हिंदी (भाषा) की है।", "", (None, None)),
        ("भारत-पाक वार्ता फिर शुरू हुई।", "", (None, None)),
    ],
)
def test_place_and_agency(
    first: str, closing: str, expected: tuple[str | None, str | None]
) -> None:
    assert find_dateline([first], [closing] if closing else []) == Dateline(*expected)


def test_an_agency_signs_where_no_person_does() -> None:
    found = extract(page(script(NEWS | {"author": {"name": "एएनआई"}})))
    assert (found.agency, found.authors, found.provenance.agency) == ("ANI", ["एएनआई"], "json-ld")


# -------------------------------------------------------------------------------- other fields


def test_the_other_fields_and_where_they_stood() -> None:
    head = (
        script(NEWS | {"image": [{"url": "/a.jpg"}], "keywords": "गांव, पुस्तकालय, गांव", "description": "सार"})
        + '<meta property="og:site_name" content="और"><link rel="canonical" href="/desh/pustakalay-khula-812345.html?utm_source=x">'
        + script({"@type": "BreadcrumbList", "itemListElement": [
            {"position": 1, "name": "होम"}, {"position": 2, "item": {"name": "बिहार"}}, {"position": 3, "name": HEADLINE[:30] + "..."}]})
    )  # fmt: skip
    found = extract(
        page(head, below='<p><a href="https://kahin.example/khabar">Source link</a></p>')
    )
    assert found.image == "https://namuna.example/a.jpg"
    assert found.keywords == ["गांव", "पुस्तकालय"]
    assert (found.description, found.article_section) == ("सार", "देश")
    assert found.breadcrumbs == ["बिहार"]
    assert found.publisher == "नमूना समाचार"
    assert found.source_url == "https://kahin.example/khabar"
    assert found.canonical_url == URL
    assert found.provenance.canonical_url == "meta"
    assert found.in_language == "hi"
    assert found.word_count == len(found.article_body.split())
    assert found.id.startswith("1-")
    assert found.content_hash.startswith("1-")


@pytest.mark.parametrize(
    "href", ["/", "https://other.example/x", "http://[", "javascript:alert(1)", ""]
)
def test_a_canonical_that_cannot_be_is_not_believed(href: str) -> None:
    found = extract(page(f'<link rel="canonical" href="{href}">'))
    assert (found.canonical_url, found.provenance.canonical_url) == (URL, "url")


def test_breadcrumbs_of_the_page() -> None:
    crumbs = '<nav aria-label="breadcrumb"><a href="/">Home</a><a href="/bihar/">बिहार</a></nav>'
    found = extract(page(header=crumbs))
    assert (found.breadcrumbs, found.article_section) == (["बिहार"], "बिहार")
    assert "बिहार" not in found.article_body


# -------------------------------------------------------------------------------------- rights


@pytest.mark.parametrize(
    ("head", "headers", "rights"),
    [
        ("", {}, None),
        ('<meta name="robots" content="index, follow, max-image-preview:large">', {}, None),
        ('<meta name="robots" content="NOINDEX, follow">', {}, ["noindex"]),
        ('<meta name="ROBOTS" content="none">', {}, ["noindex"]),
        ('<meta name="robots" content="noarchive,noai">', {}, ["noarchive", "noai"]),
        ('<meta name="googlebot" content="noindex">', {}, None),
        ('<meta name="newscrawl" content="noindex">', {}, ["noindex"]),
        ('<meta name="tdm-reservation" content="1">', {}, ["tdm-reserved"]),
        ('<meta name="tdm-reservation" content="0">', {}, None),
        ("", {"X-Robots-Tag": "noindex"}, ["noindex"]),
        ("", {"x-robots-tag": "googlebot: noindex"}, None),
        ("", {"X-Robots-Tag": "googlebot: nofollow\nnoindex"}, ["noindex"]),
        ("", {"X-Robots-Tag": "googlebot: nofollow, noindex"}, None),
        ("", {"X-Robots-Tag": "newscrawl: noarchive, noai"}, ["noarchive", "noai"]),
        ("", {"X-Robots-Tag": "noai, noimageai"}, ["noai"]),
        ("", {"X-Robots-Tag": "unavailable_after: 25 Jun 2030 15:00:00 GMT, noindex"}, ["noindex"]),
        ("", {"TDM-Reservation": "1"}, ["tdm-reserved"]),
        ("", {"Content-Usage": "train-ai=n"}, ["noai"]),
        ("", {"Content-Usage": "train-ai=y"}, None),
        ("", {"Content-Signal": "search=yes, ai-train=no"}, ["noai"]),
    ],
)  # fmt: skip
def test_what_the_publisher_reserves(
    head: str, headers: dict[str, str], rights: list[str] | None
) -> None:
    assert extract(page(head), headers=headers).rights == rights
