"""A page of which only a part is read says the same as one that is read to its end."""

from __future__ import annotations

import pytest

from newscrawl.extraction.charset import to_utf_8
from newscrawl.extraction.document import Document, open_document, read_document
from newscrawl.extraction.parsing import parse

BODY = (
    "<nav class=breadcrumb><ol><li><a href=/desh/>देश</a></ol></nav><h1>मेले में भीड़</h1>"
    "<div><a href=/lekhak/1/ rel=author>मीरा <b>राव</b></a> <time datetime=2026-01-02>कल</time>"
    "<p>पहला अनुच्छेद।<p itemprop='dateModified x'>दूसरा<br>तीसरा<a href=/card><h2>कार्ड</h2><p>अंत</a>"
)
WRAPPED = [
    "{}",
    "<svg>{}</svg>",
    "<noscript>{}</noscript>",
    "<template>{}</template>",
    "<nav>{}</nav>",
    "<nav aria-label=Breadcrumb>{}</nav>",
    "<span style='display: none'>{}</span>",
    "<span>{}</span>",
    "<amp-img>{}</amp-img>",
    "<div hidden>{}</div>",
    "<aside><p>{}</p></aside>",
]
DECLARED = (
    "<meta name=author content=a><meta itemprop=dateModified content=2026-01-03><link rel='x y'"
    " href=/z><title>नाम</title><script type='application/LD+JSON'>{{}}</script>"
)


def declared(document: Document) -> tuple[object, ...]:
    return document.metas, document.rels, document.json_ld, document.title


def links(document: Document, last: int) -> list[tuple[str, str, str, int]]:
    return [(link.href, link.text, link.rel, link.line) for link in document.links_on(0, last)]


@pytest.mark.parametrize("wrapped", WRAPPED)
@pytest.mark.parametrize("head", ["", "<title>पहला</title><meta property=og:type content=article>"])
def test_a_part_of_a_page_is_as_in_the_whole(wrapped: str, head: str) -> None:
    page = parse((head + BODY + wrapped.format(DECLARED.format()) + BODY).encode())
    whole = read_document(page)
    assert declared(open_document(page)) == declared(whole)
    for count in range(len(whole.lines) + 2):
        part = open_document(page)
        first = [line.text for line in part.first_lines(count)]
        assert first == [line.text for line in whole.lines[: len(first)]]
        assert len(first) >= min(count, len(whole.lines))
        assert links(part, count) == links(whole, count)
        assert len(part.lines) == len(whole.lines)
    assert [link.text for link in open_document(page).crumbs()] == ["देश"] * len(whole.crumbs())
    names = [item.line for item in open_document(page).items_named("dateModified")]
    assert names == [item.line for item in whole.items_named("dateModified")]


@pytest.mark.parametrize("cut", range(16_380, 16_389))
def test_utf_8_is_told_across_the_border_of_a_piece(cut: int) -> None:
    page = b"a" * cut + "मेला".encode() + b"a" * 20_000
    assert to_utf_8(page) is page
    assert to_utf_8(page[: cut + 1] + page[cut + 2 :]) != page[: cut + 1] + page[cut + 2 :]
