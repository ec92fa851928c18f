# ruff: noqa: E501  (markup and headlines are written as they stand on a page)
"""Listings: their articles, their next page, the sections of the navigation."""

import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from listing_pages import SECTIONS, Page, all_pages, document, link_list, menu, stories

from newscrawl.extraction.listing import Link, Listing, read_json_listing, read_listing
from newscrawl.extraction.pager import is_next_word, page_number
from newscrawl.extraction.url_shape import PageKind, url_shape

SHARED = Path(__file__).resolve().parents[2] / "shared"
PAGES = dict(all_pages())
SITE = "https://samachar.example"


def urls(listing: Listing) -> list[str]:
    """Return the URLs of a listing's articles."""
    return [link.url for link in listing.articles]


def with_generated_classes(html: str) -> str:
    """Return *html* with the classes that a CSS-module build would give: names that say nothing."""

    def generated(match: re.Match[str]) -> str:
        names = (f"c{zlib.crc32(name.encode()):x}" for name in match[1].split())
        letters = str.maketrans("0123456789", "ghijklmnop")
        return f'class="{" ".join(names).translate(letters)}"'

    return re.sub(r'class="([^"]*)"', generated, html)


# ---------------------------------------------------------------- whole pages


@pytest.mark.parametrize("name", PAGES)
def test_the_articles_the_next_page_and_the_sections_of_a_listing(name: str) -> None:
    page = PAGES[name]
    listing = read_listing(page.html.encode(), page.url)
    assert urls(listing) == page.articles
    assert listing.next_page == page.next_page
    assert sum(link.published is not None for link in listing.articles) >= page.dates
    assert all(len(link.text.split()) >= 5 for link in listing.articles)
    if page.sections is not None:
        assert [section.url for section in listing.sections] == page.sections


@pytest.mark.parametrize("name", PAGES)
def test_no_class_name_is_needed(name: str) -> None:
    page = PAGES[name]
    listing = read_listing(with_generated_classes(page.html), page.url)
    assert urls(listing) == page.articles
    assert listing.next_page == page.next_page


@pytest.mark.parametrize("name", PAGES)
def test_a_sites_pattern_gives_the_same_main_column(name: str) -> None:
    page = PAGES[name]
    listing = read_listing(page.html, page.url, is_article=is_story)
    assert urls(listing) == page.articles


def is_story(url: str) -> bool:
    """Stand in for the pattern of a site."""
    return "/khabar-" in url or url_shape(url).kind in (PageKind.ARTICLE, PageKind.SLUG)


def test_a_broken_page_gives_an_empty_listing() -> None:
    for html in ("", "<", "<html>", b"\xff\xfe\x00", "<a href>x</a><a href='http://[bad'>y</a>"):
        assert read_listing(html, f"{SITE}/desh") == Listing()


def test_a_page_needs_a_url() -> None:
    with pytest.raises(ValueError, match="no absolute URL"):
        read_listing("<p>", "/desh")


# ---------------------------------------------------------------- single links


def one(html: str, url: str = f"{SITE}/desh", **options: Callable[[str], object]) -> list[str]:
    """Return the article URLs of a page with *html* in its main column, without the site's name."""
    page = document(f"<main><h1>देश</h1>{html}</main>")
    return [found.removeprefix(SITE) for found in urls(read_listing(page, url, **options))]


HEADLINE = "बाढ़ के बाद गाँव में राहत पहुँची"


@pytest.mark.parametrize(
    ("link", "found"),
    [
        (f'<a href="/desh/baadh-1234567.html">{HEADLINE}</a>', ["/desh/baadh-1234567.html"]),
        ('<a href="/desh/baadh-1234567.html">रूप 3</a>', ["/desh/baadh-1234567.html"]),
        ('<a href="/desh/baadh-1234567.html"><img src="x"></a>', ["/desh/baadh-1234567.html"]),
        (f'<a href="/desh/a.php">{HEADLINE}</a>', ["/desh/a.php"]),
        (f'<a href="/baadh/">{HEADLINE}</a>', ["/baadh/"]),
        ('<a href="/baadh-ke-baad-gaon-mein/">बाढ़</a>', []),
        ('<a href="/khel/">खेल की सब खबरें</a>', []),
        (f'<a href="/tag/baadh-ke-baad-gaon/">{HEADLINE}</a>', []),
        (f'<a href="/author/ram-kumar-12345/">{HEADLINE}</a>', []),
        (f'<a href="/video/baadh-ke-baad-1234567.html">{HEADLINE}</a>', []),
        (f'<a href="/photo-gallery/baadh-ke-baad-2025-01-01">{HEADLINE}</a>', []),
        (f'<a href="/privacy-policy/">{HEADLINE}</a>', []),
        (f'<a href="/files/aadesh-1234567.pdf">{HEADLINE}</a>', []),
        (f'<a href="https://paraya.example/baadh-1234567.html">{HEADLINE}</a>', []),
        (f'<a href="mailto:a@b.example">{HEADLINE}</a>', []),
        (f'<a href="javascript:open(1)">{HEADLINE}</a>', []),
        (f'<a href="#baadh">{HEADLINE}</a>', []),
        (f'<a href="/desh">{HEADLINE}</a>', []),
        (f'<a href="/a/b/c/d/e/f/g/h/baadh-1234567.html">{HEADLINE}</a>', []),
        (f'<a rel="nofollow" href="/desh/baadh-1234567.html">{HEADLINE}</a>', []),
        (
            f'<a href="//samachar.example/desh/x-1234567.html">{HEADLINE}</a>',
            ["/desh/x-1234567.html"],
        ),
        (f'<a href="x-1234567.html">{HEADLINE}</a>', ["/x-1234567.html"]),
        (
            f'<a href="/desh/x-1234567.html/amp?utm_source=home">{HEADLINE}</a>',
            ["/desh/x-1234567.html"],
        ),
        (
            f'<a href="https://m.samachar.example/x-1234567.html">{HEADLINE}</a>',
            ["/x-1234567.html"],
        ),
        (
            f'<a href="http://samachar.example/x-1234567.html">{HEADLINE}</a>',
            ["/x-1234567.html"],
        ),
    ],
)
def test_which_links_are_articles(link: str, found: list[str]) -> None:
    assert one(link) == found


def test_picture_and_headline_are_one_article() -> None:
    html = document(
        f'<ul><li><a href="/x-1234567.html"><img alt=""></a><h3><a href="/x-1234567.html/">{HEADLINE}</a>'
        '</h3><a href="/x-1234567.html#comments">3</a><a href="/x-1234567.html?ref=more">और पढ़ें</a></li></ul>'
    )
    assert read_listing(html, f"{SITE}/desh").articles == (
        Link(url=f"{SITE}/x-1234567.html", text=HEADLINE),
    )


def test_the_headline_of_a_card_whose_link_says_read_more() -> None:
    for words in ("और पढ़ें", "पूरी खबर पढ़ें »", "Read more", "Continue reading"):
        html = "".join(
            f'<div><h3>{HEADLINE}</h3><a href="/gaon-mein-baadh-rahat-{n}/">{words}</a></div>'
            for n in ("ek", "do")
        )
        listing = read_listing(document(html), f"{SITE}/desh")
        assert [link.text for link in listing.articles] == [HEADLINE, HEADLINE]


def test_an_offsite_base_is_not_believed() -> None:
    link = f'<a href="x-1234567.html">{HEADLINE}</a>'
    offsite = f'<head><base href="https://paraya.example/"></head>{link}'
    own = f'<head><base href="/desh/"></head>{link}'
    assert urls(read_listing(offsite, f"{SITE}/a/b")) == [f"{SITE}/a/x-1234567.html"]
    assert urls(read_listing(own, f"{SITE}/a/b")) == [f"{SITE}/desh/x-1234567.html"]


@pytest.mark.parametrize("content", ["nofollow", "noindex, NOFOLLOW", "none"])
def test_a_page_may_forbid_to_follow_its_links(content: str) -> None:
    page = PAGES["tv9_wordpress"]
    html = page.html.replace("<head>", f'<head><meta name="robots" content="{content}">')
    assert read_listing(html, page.url) == Listing(nofollow=True)


def test_sites_with_ids_have_no_articles_without() -> None:
    listed = stories(1, 12)
    cards = link_list(listed, lambda s: f"/desh/{s.slug}-{7000000 + s.number}.html")
    other = f'<ul><li><a href="/chunav-2026-ke-sab-nateeje/">{HEADLINE}</a></li></ul>'
    assert len(one(cards + other)) == 12
    assert one(other) == ["/chunav-2026-ke-sab-nateeje/"]


def test_products_and_persons_in_a_folder_of_their_own_are_no_articles() -> None:
    cards = link_list(stories(1, 12), lambda s: f"/tech/{s.slug}/")
    products = "".join(
        f'<li><h3><a href="/phone-{n}-ki-keemat-bharat-mein">फोन मॉडल {n} की कीमत</a></h3></li>'
        for n in range(5)
    )
    assert len(one(cards + f"<ul>{products}</ul>", f"{SITE}/")) == 12


def test_another_host_needs_the_sites_pattern() -> None:
    link = f'<a href="https://up.samachar.example/desh/x-1234567.html">{HEADLINE}</a>'
    assert one(link) == []
    found = one(link, is_article=re.compile(r"samachar\.example/desh/").search)
    assert found == ["https://up.samachar.example/desh/x-1234567.html"]


@pytest.mark.parametrize(
    ("beside", "published"),
    [
        ('<time datetime="2025-06-12T14:51:44+05:30">12 जून</time>', "2025-06-12T14:51:44+05:30"),
        ("<time>३ जून २०२५</time>", "३ जून २०२५"),
        ("<span>09 जनवरी 2021</span>", "09 जनवरी 2021"),
        ("<span>जनवरी 3, 2021</span>", "जनवरी 3, 2021"),
        ("<span>29 Sep 2024, 1:34 pm</span>", "29 Sep 2024, 1:34 pm"),
        ("<span>January 11, 2021</span>", "January 11, 2021"),
        ("<span>8 मिनट पहले</span>", "8 मिनट पहले"),
        ("<span>कुछ ही क्षण पहले</span>", "कुछ ही क्षण पहले"),
        ("<span>28-07-2016</span>", "28-07-2016"),
        ("<span>2 जून को बैठक</span>", None),
    ],
)
def test_the_date_beside_a_link(beside: str, published: str | None) -> None:
    cards = "".join(
        f'<li><a href="/x-{n}1234567.html">{HEADLINE}</a>{beside}</li>' for n in range(1, 3)
    )
    listing = read_listing(document(f"<ul>{cards}</ul>"), f"{SITE}/desh")
    assert [link.published for link in listing.articles] == [published, published]


def test_the_date_in_a_url_serves_where_none_is_shown() -> None:
    listing = read_listing(
        document(
            f'<a href="/desh/baadh-ke-baad-rahat-pahunchi-2025-03-01">{HEADLINE}</a>'
            f'<a href="/2021/01/22/baadh-aur-rahat">{HEADLINE}</a>'
        ),
        f"{SITE}/desh",
    )
    assert [link.published for link in listing.articles] == ["2025-03-01", "2021-01-22"]


# ---------------------------------------------------------------- pagers


def next_of(pager: str, url: str = f"{SITE}/desh", *, head: str = "", count: int = 5) -> str | None:
    """Return the next page of a listing with *pager* under its list, without the site's name."""
    cards = link_list(stories(1, count), lambda s: f"/desh/{s.slug}-{7000000 + s.number}.html")
    page = document(f"{menu()}<main><h1>देश</h1>{cards}{pager}</main>", head=head)
    found = read_listing(page, url).next_page
    return found.removeprefix(SITE) if found else None


@pytest.mark.parametrize(
    ("pager", "found"),
    [
        ('<a rel="next" href="/desh?page=2">x</a>', "/desh?page=2"),
        ('<a href="/desh?page=2">अगला</a>', "/desh?page=2"),
        ('<a href="/desh?page=2">अगला पेज »</a>', "/desh?page=2"),
        ('<a href="/desh/page/2/">Next »</a>', "/desh/page/2/"),
        ('<a href="/desh/page/2/">Older posts</a>', "/desh/page/2/"),
        ('<a href="/desh/2">›</a>', "/desh/2"),
        ('<a href="/desh/2">»</a>', "/desh/2"),
        ('<a class="next" href="/desh/2"><i class="fa"></i></a>', "/desh/2"),
        ('<li class="next last"><a href="/desh?page=1">2</a></li>', "/desh?page=1"),
        ('<a aria-label="Next page" href="/desh/2"><svg></svg></a>', "/desh/2"),
        ('<a href="/desh/2"><i class="td-icon-menu-right"></i></a>', "/desh/2"),
        ('<a class="loadmore" href="/desh?page=2">और देखें</a>', "/desh?page=2"),
        ('<p><b>1</b> <a href="?page=2">2</a> <a href="?page=3">3</a></p>', "/desh?page=2"),
        ('<p><a href="?page=1">१</a> <a href="?page=2">२</a></p>', "/desh?page=2"),
        ('<p>1 <a href="/desh/page/20/">20</a></p>', "/desh/page/2/"),
        ('<p><a href="?curpg=3">3</a> <a href="?curpg=9">9</a></p>', "/desh?curpg=2"),
        ('<div class="page-nav"><span class="pages">Page 1 of 20</span></div>', "/desh/page/2/"),
        ('<div class="page-nav"><span class="pages">Page 1 of 1</span></div>', None),
        ('<a href="#">अगला</a>', None),
        ('<a href="javascript:void(0)">और देखें</a>', None),
        ('<a href="/desh">अगला</a>', None),
        ('<a href="https://paraya.example/desh?page=2">अगला</a>', None),
        ('<a rel="nofollow" href="/desh?page=2">अगला</a>', None),
        ('<a href="/desh?m=202402">अगला</a>', None),
        ('<a href="/2024/02/">अगला</a>', None),
        ('<table><a href="/desh?date=2">2</a> <a href="/desh?date=3">3</a></table>', None),
        ('<p><a href="/desh?sort=2">2</a></p>', None),
        ('<div class="comments"><a rel="next" href="/desh/comment-page-2/">अगला</a></div>', None),
        ('<div class="carousel"><a class="carousel-control-next" href="/desh/2">›</a></div>', None),
        ('<h2><a href="/khel/">और देखें</a></h2>', None),
        ('<a href="/khel/">खेल</a>', None),
    ],
)
def test_the_next_page(pager: str, found: str | None) -> None:
    assert next_of(pager) == found


@pytest.mark.parametrize(
    ("url", "pager", "found"),
    [
        (
            "/desh?page=3",
            '<a href="/desh?page=2">2</a> <a href="/desh?page=4">4</a>',
            "/desh?page=4",
        ),
        ("/desh?page=3", '<a href="/desh?page=1">1</a> <a href="/desh?page=2">2</a>', None),
        ("/desh?page=3", '<a href="/desh?page=2">»</a>', None),
        ("/desh/page/3/", '<a href="/desh/page/2/"><i class="td-icon-menu-right"></i></a>', None),
        ("/desh/page/3/", '<a rel="next" href="/desh/">पहला</a>', None),
        ("/desh/page/3/", '<span class="pages">Page 3 of 20</span>', "/desh/page/4/"),
        (
            "/desh-page2.html",
            '<a href="/desh.html">1</a> <a href="/desh-page3.html">3</a>',
            "/desh-page3.html",
        ),
        (
            "/desh?page=1",
            '<b class="current">2</b><a href="/desh">1</a><a href="/desh?page=2">3</a>',
            "/desh?page=2",
        ),
        (
            "/desh?page=1",
            '<a href="/desh">1</a> <a href="/desh?page=1">2</a> <a href="/desh?page=2">3</a>',
            "/desh?page=2",
        ),
        (
            "/tags/desh/7",
            '<a href="/tags/desh/6">6</a><a href="/tags/desh/8">8</a>',
            "/tags/desh/8",
        ),
    ],
)
def test_never_backwards(url: str, pager: str, found: str | None) -> None:
    assert next_of(pager, SITE + url) == found


def test_the_head_may_name_the_next_page() -> None:
    head = '<link rel="next" href="/desh/page/2/">'
    assert next_of("", head=head) == "/desh/page/2/"
    assert next_of("", f"{SITE}/desh/page/2/", head=head) is None


def test_see_more_inside_the_list_is_its_pager() -> None:
    """Where a listing of few links ends with 'see more', the rest stands behind it."""
    listed = stories(1, 4)
    items = "".join(
        f'<li><a href="/c/{s.slug}-{s.number + 100000}.html">{s.headline}</a></li>' for s in listed
    )
    more = '<li><a href="/h/list">और देखें</a></li>'
    html = document(f"<h2>x</h2><ul class='list'>{items}{more}</ul>")
    assert read_listing(html, f"{SITE}/only/x/").next_page == f"{SITE}/h/list"
    assert read_listing(html, f"{SITE}/").next_page is None


def test_a_pager_of_ninety_thousand_pages_stays_bounded() -> None:
    links = "".join(f'<li><a href="/kuch-{n}.html">कड़ी {n}</a></li>' for n in range(50_000))
    listing = read_listing(document(f"<ul>{links}</ul>"), f"{SITE}/list")
    assert len(listing.articles) == 2_000


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("https://x.example/desh?page=3", 3),
        ("https://x.example/desh/page/12/", 12),
        ("https://x.example/articlelist/1564454.cms?curpg=2", 2),
        ("https://x.example/news/?page-no=2", 2),
        ("https://x.example/news/national-news-hindi-page2.html", 2),
        ("https://x.example/tags/news/7", 7),
        ("https://x.example/desh", None),
        ("https://x.example/desh/kisan-1831607", None),
        ("https://x.example/desh/1831607", None),
    ],
)
def test_page_number(url: str, number: int | None) -> None:
    found = page_number(url)
    assert (found.value if found else None) == number


@pytest.mark.parametrize(
    ("text", "is_next"),
    [
        ("अगला", True),
        ("आगे बढ़ें", True),
        ("आगे बढे\u0902", True),
        ("NEXT »", True),
        ("›", True),
        ("‹", False),
        ("« पिछला", False),
        ("आगे क्या होगा चुनाव में", False),
        ("", False),
    ],
)
def test_is_next_word(text: str, is_next: bool) -> None:
    assert is_next_word(text) is is_next


# ---------------------------------------------------------------- sections


def test_what_is_no_section() -> None:
    page = read_listing(document(menu() + "<main></main>" + "<footer></footer>"), f"{SITE}/")
    assert [(s.url, s.title) for s in page.sections] == [
        (f"{SITE}/{slug}", name) for slug, name in SECTIONS.items()
    ]


@pytest.mark.parametrize(
    ("name", "is_section"),
    [
        *(
            (name, True)
            for name in ("शेयर बाज़ार", "ऐप्स", "साइंस", "करियर", "Career", "गेमिंग", "टिप्पणी")
        ),
        *(
            (name, False)
            for name in ("शेयर करें", "ऐप", "साइन इन", "लॉगिन", "होम", "मराठी", "English")
        ),
        *(
            (name, False)
            for name in ("ई-पेपर", "फ़ोटो", "वीडियो", "#चुनाव", "2", "अगला", "Privacy Policy")
        ),
        ("यह तो किसी खबर का पूरा शीर्षक है", False),
    ],
)
def test_names_of_sections(name: str, is_section: bool) -> None:
    nav = "".join(f'<a href="/{slug}/">{title}</a>' for slug, title in SECTIONS.items())
    listing = read_listing(document(f'<nav>{nav}<a href="/naya/">{name}</a></nav>'), f"{SITE}/")
    assert (f"{SITE}/naya/" in [section.url for section in listing.sections]) is is_section


def test_an_edition_under_a_path_has_only_its_own_sections() -> None:
    nav = (
        '<nav><a href="/hindi/india">भारत</a><a href="/hindi/sports">खेल</a><a href="/india">India</a>'
        '<a href="/marathi/india">भारत</a><a href="/hindi">होम</a></nav>'
    )
    listing = read_listing(document(nav), f"{SITE}/hindi")
    assert [s.url for s in listing.sections] == [f"{SITE}/hindi/india", f"{SITE}/hindi/sports"]


# ---------------------------------------------------------------- JSON


def test_a_collections_api() -> None:
    data = {
        "items": [
            {
                "id": "a-1",
                "type": "story",
                "story": {
                    "slug": "news/india/baadh-ke-baad-rahat",
                    "headline": HEADLINE,
                    "published-at": 1666400000000,
                    "sections": [{"slug": "india", "name": "भारत"}],
                    "hero-image-s3-key": "quint/2022-10/x.jpg",
                },
            }
        ],
        "total-count": 40,
    }
    listing = read_json_listing(data, f"{SITE}/api/v1/collections/india?limit=20")
    assert listing.articles == (
        Link(
            url=f"{SITE}/news/india/baadh-ke-baad-rahat",
            text=HEADLINE,
            published="2022-10-22T00:53:20+00:00",
        ),
    )


def test_a_template_makes_the_address() -> None:
    data = {
        "ARTICLE_LISTING_DATA": [
            {"id": 23197000 + n, "webTitleUrl": "baadh-rahat", "category": "bihar", "headline": HEADLINE,
             "modDate": "2026-01-02 10:00:00"}
            for n in range(3)
        ]
    }  # fmt: skip
    listing = read_json_listing(
        data, f"{SITE}/bihar/patna", template="/{category}/patna-city-{webTitleUrl}-{id}.html"
    )
    assert urls(listing) == [
        f"{SITE}/bihar/patna-city-baadh-rahat-{23197000 + n}.html" for n in range(3)
    ]
    assert listing.articles[0].published == "2026-01-02 10:00:00"


def test_wordpress_posts_are_their_own_and_not_what_they_link_to() -> None:
    data = [
        {
            "date": "2024-05-06T10:11:12",
            "link": f"{SITE}/baadh-ke-baad-gaon-{n}/",
            "title": {"rendered": "बाढ़ के बाद &#8216;गाँव&#8217; में राहत"},
            "content": {
                "rendered": f'<p><a href="/purani-khabar-{n}-baadh-ki/">{HEADLINE}</a></p>'
            },
        }
        for n in ("ek", "do")
    ]
    listing = read_json_listing(data, f"{SITE}/wp-json/wp/v2/posts?page=1")
    assert [(link.url, link.text, link.published) for link in listing.articles] == [
        (f"{SITE}/baadh-ke-baad-gaon-{n}/", "बाढ़ के बाद ‘गाँव’ में राहत", "2024-05-06T10:11:12")
        for n in ("ek", "do")
    ]


def test_html_inside_json() -> None:
    cards = link_list(stories(1, 4), lambda s: f"/desh/{s.slug}-{7000000 + s.number}.html")
    listing = read_json_listing(
        {"td_data": f"<div>{cards}</div>"}, f"{SITE}/wp-admin/admin-ajax.php"
    )
    assert len(listing.articles) == 4


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({"next": "/api?page=2"}, "/api?page=2"),
        ({"data": {"activePage": 1, "pageCount": 40}}, "/desh?page=2"),
        ({"activePage": 40, "pageCount": 40}, None),
        ({"next": None}, None),
        ([], None),
    ],
)
def test_the_next_page_in_json(data: object, found: str | None) -> None:
    assert read_json_listing(data, f"{SITE}/desh").next_page == (SITE + found if found else None)


def test_a_page_drawn_by_script_is_read_from_its_data() -> None:
    data = {
        "props": {
            "stories": [
                {"url": f"/hindi/articles/c{n}l97706v5mo", "headline": HEADLINE}
                for n in range(1, 6)
            ]
        }
    }
    html = document(
        f'<div id="__next"></div><script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>'
    )
    assert len(read_listing(html, f"{SITE}/hindi/topics/c1").articles) == 5
    broken = html.replace("</script>", "}</script>")
    assert read_listing(broken, f"{SITE}/hindi/topics/c1").articles == ()


def test_json_that_nests_or_lies_is_no_harm() -> None:
    nested: object = "x"
    for _ in range(5_000):
        nested = [nested, {"url": 7, "headline": None, "slug": ["a"]}]
    assert read_json_listing(nested, f"{SITE}/desh") == Listing()


# ---------------------------------------------------------------- real pages

MOBILES = "https://www.91mobiles.com/hi/tech"


@pytest.mark.parametrize(
    ("name", "url", "count", "following"),
    [
        (
            "hi_tech_category_apps_page_3",
            f"{MOBILES}/category/apps/page/3/",
            10,
            f"{MOBILES}/category/apps/page/4/",
        ),
        (
            "hi_tech_category_gaming_page_2",
            f"{MOBILES}/category/gaming/page/2/",
            10,
            f"{MOBILES}/category/gaming/page/3/",
        ),
        ("hi_tech_tag_karbonn", f"{MOBILES}/tag/karbonn/", 10, f"{MOBILES}/tag/karbonn/page/2/"),
    ],
)
@pytest.mark.parametrize("dress", [str, with_generated_classes])
def test_real_listings(
    name: str, url: str, count: int, following: str, dress: Callable[[str], str]
) -> None:
    path = SHARED / "pages" / "listings" / f"{name}.html"
    if not path.exists():
        pytest.skip("needs ../shared")
    html = path.read_text(encoding="utf-8")
    column = re.split(r'class="[^"]*td-main-content[ "]', html)[1].split("td-main-sidebar")[0]
    listed = set(re.findall(r'<h3[^>]*><a href="([^"]+)"', column))
    grid = set(re.findall(r'<h3[^>]*><a href="([^"]+)"', html.split("td-main-content-wrap")[0]))
    listing = read_listing(dress(html), url)
    assert len(listed) == count
    assert listed <= set(urls(listing)) <= listed | grid
    if dress is str:
        assert listing.next_page == following


def article_pages() -> list[tuple[Path, str]]:
    """Return the real article pages and their URLs."""
    manifest = SHARED / "pages" / "MANIFEST.tsv"
    if not manifest.exists():
        return []
    rows = [line.split("\t") for line in manifest.read_text(encoding="utf-8").splitlines()[1:]]
    return [(SHARED / "pages" / row[0], row[1]) for row in rows if row[0].startswith("articles/")]


def test_a_real_article_is_no_listing() -> None:
    pages = article_pages()
    if not pages:
        pytest.skip("needs ../shared")
    for path, url in pages:
        listing = read_listing(path.read_bytes(), url)
        assert (path.name, urls(listing), listing.next_page) == (path.name, [], None)


# ---------------------------------------------------------------- shapes of URLs


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/india/news/story/nai-yojana-ntc-2178369-2025-02-28", PageKind.ARTICLE),
        ("/hindi/articles/c1l97706v5mo", PageKind.ARTICLE),
        ("/hindi/india-61275710", PageKind.ARTICLE),
        ("/india/nai-yojana/articleshow/94652804.cms", PageKind.ARTICLE),
        ("/2021/06/blog-post_25.html", PageKind.ARTICLE),
        ("/171231/nai-yojana-ka-elan/", PageKind.ARTICLE),
        ("/technology/nai-yojana-ka-elan-b507/", PageKind.ARTICLE),
        ("/PressReleasePage.aspx?PRID=2145461", PageKind.ARTICLE),
        ("/storypage.php?autono=166607", PageKind.ARTICLE),
        ("/state/bihar/patna-mein-nai-yojana-ka-elan-3796313.html", PageKind.ARTICLE),
        ("/tech/apps/naya-app-kaise-chalaen-58213", PageKind.ARTICLE),
        ("/national/nai-yojana-ka-elan-hua-prt", PageKind.SLUG),
        ("/नई-योजना-का-एलान/", PageKind.SLUG),
        ("/desh/", PageKind.UNKNOWN),
        ("/uttar-pradesh/gorakhpur", PageKind.UNKNOWN),
        ("/category/desh/", PageKind.LISTING),
        ("/india/articlelist/1564454.cms", PageKind.LISTING),
        ("/news/national-news-hindi-page2.html", PageKind.LISTING),
        ("/hi/x/s-11931", PageKind.LISTING),
        ("/desh/page/2/", PageKind.LISTING),
        ("/2021/06/", PageKind.LISTING),
        ("/author/ram-kumar-12345", PageKind.OTHER),
        ("/tags/chunav-2026", PageKind.OTHER),
        ("/videos/nai-yojana-1234567.html", PageKind.OTHER),
        ("/privacy-policy", PageKind.OTHER),
        ("/apps", PageKind.OTHER),
        ("/nyay/aadesh-1234567.pdf", PageKind.OTHER),
    ],
)
def test_url_shape(path: str, kind: PageKind) -> None:
    from newscrawl.urls import canonical_url

    assert url_shape(canonical_url(SITE + path)).kind is kind


def test_every_article_form_of_the_33_sites_is_known() -> None:
    table = SHARED / "reference" / "urls.tsv"
    if not table.exists():
        pytest.skip("needs ../shared")
    from newscrawl.urls import canonical_url

    rows = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines()[1:]]
    wrong = []
    for row in rows:
        kind = url_shape(canonical_url(row[2])).kind
        is_article = kind in (PageKind.ARTICLE, PageKind.SLUG)
        if row[1] in ("article", "amp", "category", "rss", "sitemap") and is_article != (
            row[1] in ("article", "amp")
        ):
            wrong.append((row[1], row[2]))
    assert wrong == []


def test_the_constructed_pages_are_not_all_alike() -> None:
    assert len(PAGES) >= 20
    assert sum(len(page.articles) for page in PAGES.values()) > 300
    assert all(isinstance(page, Page) for page in PAGES.values())
