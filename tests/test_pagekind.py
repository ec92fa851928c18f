"""What is an article, of which type, and what is refused under which name."""
# ruff: noqa: E501 - a line of a page is what it is

from __future__ import annotations

import json
from typing import Any

import pytest
from written_pages import CARDS, HEADLINE, OTHER, PARAGRAPHS, TITLES, article, document, paragraphs

from newscrawl.extraction import extract_article
from newscrawl.items import NotAnArticle

URL = "https://namuna.example/desh/pustakalay-khula-812345.html"
KRUTI_DEV = "ljdkj us dgk fd fdlkuksa ds fy, ubZ ;kstuk cukbZ tk jgh gSA "


def plain(body: str, title: str) -> str:
    """Return a page that does not call itself an article."""
    return (
        f'<!DOCTYPE html><html lang="hi"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body>{body}</body></html>"
    )


def json_ld(**fields: Any) -> str:
    node = {"@type": "NewsArticle", "headline": HEADLINE} | fields
    return f'<script type="application/ld+json">{json.dumps(node, ensure_ascii=False)}</script>'


PRICES = "".join(
    f"<li>मॉडल {n} 4G <b>₹ {n}9,990</b> <a href='/p/{n}'>देखें</a></li>" for n in range(1, 20)
)
EXCERPT = OTHER[0][:90] + "..."
LISTING = "".join(
    f"<div><a href='/k/{n}'><img src='{n}.jpg'></a><h3><a href='/k/{n}'>{title}</a></h3><span>4 मार्च"
    f" 2026</span><p>{excerpt}</p></div>"
    for n, (title, excerpt) in enumerate(zip(TITLES * 3, (EXCERPT, *OTHER) * 3, strict=True))
)
REFUSED: dict[str, tuple[str, bytes | str]] = {
    "empty": ("NotHtml", ""),
    "JSON": ("NotHtml", '{"a": "<p>"}'),
    "PDF": ("NotHtml", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj"),
    "PNG": ("NotHtml", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    "JPEG": ("NotHtml", b"\xff\xd8\xff\xe0\x00\x10JFIF<p>"),
    "feed": ("NotHtml", '<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel>'),
    "text": ("NotHtml", "केवल पाठ, कोई पन्ना नहीं"),
    "listing of cards": ("ListingPage", plain(f"<h1>देश</h1><div>{LISTING}</div>", "देश की खबरें")),
    "listing without excerpts": (
        "ListingPage",
        plain(
            "<h1>खेल</h1>"
            + "".join(f"<h3><a href='/k/{n}'>{t}</a></h3>" for n, t in enumerate(TITLES * 3)),
            "खेल",
        ),
    ),
    "listing with one excerpt": (
        "ListingPage",
        plain(f"<h1>टैग: पुल</h1><div><h3><a href='/k/1'>{TITLES[2]}</a></h3><p>{OTHER[2]}</p></div>", "पुल"),
    ),
    "listing that calls itself an article": (
        "ListingPage",
        document(f"<h1>देश</h1><div>{LISTING}</div>", title="देश"),
    ),
    "price table": (
        "ProductPage",
        plain(f"<h1>मोबाइल की कीमत</h1><p>{OTHER[0]}</p><ul>{PRICES}</ul>", "मोबाइल की कीमत"),
    ),
    "product": (
        "ProductPage",
        plain(
            f"<h1>एक फोन</h1><p>{OTHER[0]}</p>"
            '<script type="application/ld+json">{"@type":"Product","name":"एक फोन"}</script>',
            "एक फोन",
        ),
    ),
    "soft 404 in Hindi": (
        "SoftNotFound",
        plain("<h1>पृष्ठ नहीं मिला</h1><p>क्षमा करें, आप जो पृष्ठ ढूंढ रहे हैं वह उपलब्ध नहीं है। कृपया मुख्य पृष्ठ पर जाएं।</p>", "404"),
    ),
    "soft 404 in English": (
        "SoftNotFound",
        plain(f"<h1>Oops!</h1><p>The page you asked for is gone.</p>{LISTING}", "404 - Page not found"),
    ),
    "no text": ("NoBody", article("<div></div>")),
    "menu only": ("NoBody", document(f"<h1>{HEADLINE}</h1><ul><li><a href='/'>देश</a></li></ul>")),
    "paywall": (
        "PaywallStub",
        article(f"<div><p>{PARAGRAPHS[0]}</p></div><div>आगे पढ़ने के लिए सदस्यता लें</div>"),
    ),
    "login": (
        "PaywallStub",
        article(f"<div><p>{PARAGRAPHS[0]}</p><p>पूरी खबर पढ़ने के लिए लॉगिन करें।</p></div>"),
    ),
    "paywall in JSON-LD": (
        "PaywallStub",
        article(f"<p>{PARAGRAPHS[0]}</p>", head=json_ld(isAccessibleForFree="False")),
    ),
    "cut off": ("Teaser", article(f"<div><p>{PARAGRAPHS[0][:120]}...</p></div>")),
    "goes on elsewhere": (
        "Teaser",
        article(f"<div><p>{PARAGRAPHS[0]}</p><p><a href='/full'>पूरी खबर पढ़ें</a></p></div>"),
    ),
    "legacy font": ("LegacyFont", plain(f"<h1>ubZ ;kstuk</h1><p>{KRUTI_DEV * 8}</p>", "x")),
    "mojibake with lost bytes": (
        "Mojibake",
        article(
            "<p>" + PARAGRAPHS[0].encode().decode("cp1252", "ignore").replace("à¤•", "à¤") + "</p>"
        ),
    ),
    "no headline": ("NoHeadline", plain(f"<div>{paragraphs()}</div>", "")),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_other_pages_are_refused_by_name(name: str) -> None:
    refusal, page = REFUSED[name]
    with pytest.raises(NotAnArticle) as caught:
        extract_article(page, URL)
    assert type(caught.value).__name__ == refusal, caught.value


def test_what_a_template_forgot_before_the_page_is_no_reason() -> None:
    assert extract_article('{"debug": 1}\n' + article(paragraphs()), URL).headline == HEADLINE


def test_a_front_page_is_a_listing() -> None:
    with pytest.raises(NotAnArticle, match="front page"):
        extract_article(plain(f"<h1>नमूना</h1>{paragraphs()}", "नमूना"), "https://namuna.example/")


@pytest.mark.parametrize(
    ("url", "head", "expected"),
    [
        (URL, "", "article"),
        (URL, json_ld(**{"@type": "LiveBlogPosting"}), "live_blog"),
        ("https://namuna.example/live-blog/budget-812345.html", "", "live_blog"),
        ("https://namuna.example/photo-gallery/mela-812345.html", "", "photo_gallery"),
        ("https://namuna.example/web-stories/mela-812345", "", "photo_gallery"),
        ("https://namuna.example/videos/desh/mela-812345.html", "", "video"),
        (URL, '<script type="application/ld+json">{"@type":"VideoObject"}</script>', "video"),
        ("https://namuna.example/desh/video-viral-hua-812345.html", "", "article"),
        ("https://namuna.example/desh/mobile-gallery-app-812345.html", "", "article"),
    ],
)
def test_the_type_of_an_article(url: str, head: str, expected: str) -> None:
    html = article(f"<div>{paragraphs()}</div>", head=head)
    assert extract_article(html, url).page_type == expected


@pytest.mark.parametrize(
    "body",
    [
        f"<div><p>{PARAGRAPHS[0]}</p></div>",  # a brief
        f"<div>{paragraphs()}<p>सदस्यता का शुल्क नहीं है, पर लॉगिन करें तो किताबें घर ले जाने की सुविधा मिलेगी।</p></div>",
        f"<div>{paragraphs()}<p>फिर उसने कहा, ‘अब क्या...’</p></div>",
        f"<div>{paragraphs()}<ul>{PRICES}</ul></div>",
        f"<div>{paragraphs(PARAGRAPHS[:3])}</div><div>पढ़ें पूरी खबर ऐप पर, प्रीमियम मेंबरशिप है तो लॉगिन करें</div>",
        f"<div>{paragraphs()}</div><div>{CARDS}</div>",
    ],
    ids=[
        "brief",
        "subscription in the text",
        "dots at the end",
        "prices",
        "app wall",
        "cards below",
    ],
)
def test_articles_are_not_refused(body: str) -> None:
    assert PARAGRAPHS[0] in extract_article(article(body), URL).article_body


def test_a_paywalled_part_is_told() -> None:
    part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".p"}
    found = extract_article(article(paragraphs(), head=json_ld(hasPart=part)), URL)
    assert found.is_accessible_for_free is False
    assert found.rights == ["paywall"]
    free = extract_article(article(paragraphs(), head=json_ld(isAccessibleForFree=True)), URL)
    assert (free.is_accessible_for_free, free.rights) == (True, None)
