# ruff: noqa: E501  (markup and headlines are written as they stand on a page)
"""Constructed listing pages in the manner of Hindi sites, for tests.

The markup follows ../shared/reference/sites.md (classes and URL forms seen in public spiders of
2018 to 2026); every headline is made up here. What surrounds the list is what real pages have
around theirs: menus, tickers, sidebars with more links than the list, most-read lists, footers.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

WHO = (
    *("सरकार", "किसानों", "नगर निगम", "विश्वविद्यालय", "रेलवे", "पुलिस", "अदालत", "छात्रों"),
    *("वैज्ञानिकों", "व्यापारियों", "डॉक्टरों"),
)
WHERE = ("लखनऊ में", "पटना के पास", "जयपुर से", "भोपाल में", "शिमला के ऊपर", "रांची में", "देहरादून से")
WHAT = (
    *("नई योजना का एलान किया", "पुराने पुल की मरम्मत शुरू की", "बाढ़ के बाद राहत बाँटी"),
    *("रात भर धरना दिया", "बिजली दरों पर सुनवाई टाली", "खेल मैदान का शिलान्यास किया"),
    *("पेड़ काटने पर रोक लगाई", "टीकाकरण शिविर लगाया"),
)
SLUGS = (
    *("nai-yojana-ka-elan", "purane-pul-ki-marammat"),
    *("baadh-ke-baad-rahat", "raat-bhar-dharna-diya"),
)
SECTIONS = {"desh": "देश", "videsh": "विदेश", "khel": "खेल", "vyapar": "व्यापार", "shiksha": "शिक्षा"}


@dataclass(frozen=True)
class Story:
    """A made-up story: its number, headline and slug."""

    number: int
    headline: str
    slug: str


@dataclass(frozen=True)
class Page:
    """A constructed page and what it says."""

    url: str
    html: str
    articles: list[str]  # of the list, canonical, in reading order
    next_page: str | None = None
    sections: list[str] | None = None  # None: not of interest
    dates: int = 0  # articles with a date beside them


def stories(start: int, count: int) -> list[Story]:
    """Return *count* stories, the same for the same *start*."""
    made = []
    for number in range(start, start + count):
        who, where = WHO[number % len(WHO)], WHERE[number // 3 % len(WHERE)]
        what = WHAT[number // 2 % len(WHAT)]
        made.append(
            Story(
                number,
                f"{where} {who} ने {what}, {number} लोग शामिल",
                f"{SLUGS[number % len(SLUGS)]}-{number % 97}-logon-ke-sath",
            )
        )
    return made


def document(
    body: str, *, head: str = "", title: str = "देश समाचार", body_class: str = "listing"
) -> str:
    """Return a whole HTML document."""
    return (
        f'<!DOCTYPE html><html lang="hi"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f'</head><body class="{body_class}">{body}</body></html>'
    )


def menu(form: str = "/{}", *, tag: str = "nav") -> str:
    """Return a navigation with sections and what else stands in one."""
    links = "".join(
        f'<li class="menu-item"><a href="{form.format(slug)}">{name}</a></li>'
        for slug, name in SECTIONS.items()
    )
    return (
        f'<{tag} class="main-navigation"><ul><li><a href="/">होम</a></li>{links}'
        '<li><a href="/videos/">वीडियो</a></li><li><a href="/web-stories/">वेब स्टोरीज</a></li>'
        '<li><a href="https://epaper.samachar.example/">ई-पेपर</a></li>'
        '<li><a href="https://english.samachar.example/">English</a></li>'
        f'<li><a href="/login">लॉगिन</a></li></ul></{tag}>'
    )


FOOTER = (
    '<footer class="site-footer"><ul><li><a href="/about-us">हमारे बारे में जानकारी</a></li>'
    '<li><a href="/privacy-policy">गोपनीयता नीति और सेवा की शर्तें</a></li>'
    '<li><a href="/contact-us">संपर्क करें</a></li><li><a href="/rss">RSS</a></li></ul>'
    '<a href="https://www.facebook.com/samachar">फेसबुक पर पसंद करें</a>'
    '<a href="https://play.google.com/store/apps/details?id=in.samachar">ऐप डाउनलोड करें</a></footer>'
)


def link_list(found: list[Story], form: Callable[[Story], str]) -> str:
    """Return a bare list of links to stories, as sidebars have."""
    return (
        "<ul>" + "".join(f'<li><a href="{form(s)}">{s.headline}</a></li>' for s in found) + "</ul>"
    )


def thumb_list(found: list[Story], form: Callable[[Story], str]) -> str:
    """Return a list of links with pictures, as most-read boxes have."""
    return "".join(
        f'<div class="item"><a href="{form(s)}"><img src="/t/{s.number}.jpg" alt=""></a>'
        f'<a href="{form(s)}">{s.headline}</a></div>'
        for s in found
    )


# ---------------------------------------------------------------- one site's manner each


def aajtak_cards() -> Page:
    """Return a section of Aaj Tak: cards with picture, heading, date; load-more by script."""
    site = "https://www.aajtak.example"

    def form(s: Story) -> str:
        return (
            f"/india/news/story/{s.slug}-ntc-{2178000 + s.number}-2025-02-{s.number % 27 + 1:02d}"
        )

    listed = stories(100, 12)
    cards = "".join(
        '<div class="widget-listing"><div class="widget-listing-thumb">'
        f'<a href="{form(s)}" title="{s.headline}"><img alt="{s.headline}" src="/i.jpg"></a></div>'
        f'<div class="widget-listing-content-section"><h2><a href="{site}{form(s)}" '
        f'title="{s.headline}">{s.headline}</a></h2><h5>0{s.number % 9 + 1} जनवरी 2025</h5>'
        "<p>घटना के बाद प्रशासन ने पूरे इलाके में जाँच शुरू कर दी है और लोगों से शांति बनाए रखने को कहा है।</p>"
        "</div></div>"
        for s in listed
    )
    side = (
        '<div class="right-sidebar"><h3>टॉप स्टोरीज़</h3>'
        + thumb_list(stories(300, 15), form)
        + '<h3>वीडियो</h3><a href="/india/video/nai-yojana-ka-video-dekhen-1234567-2025-02-01">'
        "नई योजना का पूरा वीडियो यहाँ देखें</a></div>"
    )
    body = (
        menu("/{}", tag="div")
        + '<div class="container"><h1>भारत</h1><div class="section-listing-LHS">'
        f'{cards}</div>{side}</div><div class="footer-wrap">{FOOTER}</div>'
    )
    return Page(f"{site}/india", document(body), [site + form(s) for s in listed], dates=12)


def navbharat_list() -> Page:
    """Return a list of Navbharat Times: ul.medium_listing and ?curpg=N."""
    site = "https://navbharat.example"

    def form(s: Story) -> str:
        return f"{site}/india/{s.slug}/articleshow/{94650000 + s.number}.cms"

    lead, listed, side = stories(1, 1), stories(2, 20), stories(400, 14)
    items = "".join(
        f'<li class="nbt-listing"><a href="{form(s)}"><span class="img_wrap"><img src="/p.jpg"></span>'
        f'<span class="table_col"><span class="text_ellipsis">{s.headline}</span>'
        f'<span class="time">29 Sep 2024, 1:{s.number % 50 + 10} pm</span></span></a></li>'
        for s in listed
    )
    pager = "".join(
        f'<a href="{site}/india/articlelist/1564454.cms?curpg={n}">{n}</a>' for n in (2, 3, 4, 5)
    )
    body = (
        menu(site + "/{}/articlelist/1564454.cms")
        + '<div class="row"><div class="col8"><div class="section-heading"><h1>भारत</h1></div>'
        f'<div class="lead_story"><a href="{form(lead[0])}"><img src="/l.jpg"><h2>{lead[0].headline}'
        f'</h2></a></div><ul class="medium_listing">{items}</ul>'
        f'<div class="pagination"><span class="active">1</span>{pager}</div></div>'
        f'<div class="col4 sidebar-rhs"><div class="sec-title">ट्रेंडिंग</div>{thumb_list(side, form)}</div>'
        f"</div>{FOOTER}"
    )
    return Page(
        f"{site}/india/articlelist/1564454.cms",
        document(body),
        [form(s) for s in lead + listed],
        f"{site}/india/articlelist/1564454.cms?curpg=2",
        [f"{site}/{slug}/articlelist/1564454.cms" for slug in SECTIONS],
        dates=20,
    )


def zee_articles() -> Page:
    """Return a list of Zee News: Drupal, zero-based ?page=N, li.next.last."""
    site = "https://zee.example"

    def form(s: Story) -> str:
        return f"/hindi/india/up-uttarakhand/{s.slug}/{1831000 + s.number}"

    listed = stories(40, 15)
    cards = "".join(
        f'<div class="section-article margin-bt30px clearfix"><div class="sec-img"><a href="{form(s)}">'
        f'<img src="/z.jpg"></a></div><div class="sec-con-box"><h3 class="margin-bt10px">'
        f'<a href="{form(s)}">{s.headline}</a></h3><span class="date">फरवरी {s.number % 27 + 1}, 2021, '
        "10:12 AM IST</span><p>अधिकारियों के अनुसार काम अगले महीने तक पूरा हो जाएगा।</p></div></div>"
        for s in listed
    )
    pager = (
        '<ul class="pager"><li class="previous first"><a href="/hindi/india?page=1">पिछला</a></li>'
        '<li class="pager-item"><a href="/hindi/india">1</a></li>'
        '<li class="pager-item"><a href="/hindi/india?page=1">2</a></li>'
        '<li class="pager-current active">3</li>'
        '<li class="pager-item"><a href="/hindi/india?page=3">4</a></li>'
        '<li class="next last"><a href="/hindi/india?page=3">अगला</a></li></ul>'
    )
    body = (
        menu("/hindi/{}")
        + f'<div class="main-content"><div class="lhs"><h1>देश</h1>{cards}{pager}</div>'
        f'<div class="rhs"><h4>सबसे ज़्यादा पढ़ी गईं</h4>{link_list(stories(500, 20), form)}</div></div>{FOOTER}'
    )
    return Page(
        f"{site}/hindi/india?page=2",
        document(body),
        [site + form(s) for s in listed],
        f"{site}/hindi/india?page=3",
        [f"{site}/hindi/{slug}" for slug in SECTIONS],
        dates=15,
    )


def bbc_code(number: int) -> str:
    """Return an article id in the manner of the BBC."""
    return f"c{number % 9}l{97706 + number}v{number % 7}mo".ljust(11, "x")[:11] + "o"


def bbc_topic() -> Page:
    """Return a topic of BBC Hindi: hashed classes, codes for ids, ?page=N."""
    site = "https://www.bbc.example"

    def form(s: Story) -> str:
        return f"{site}/hindi/articles/{bbc_code(s.number)}"

    listed, side = stories(11, 24), stories(200, 10)
    items = "".join(
        f'<li class="bbc-t44f9r"><div class="bbc-bjn8wh"><div><img src="/b.jpg" alt="तस्वीर"></div>'
        f'<h2 class="bbc-766agp"><a class="focusIndicatorDisplayBlock" href="{form(s)}">{s.headline}</a>'
        f'</h2><time class="bbc-16jlylf" datetime="2025-10-{s.number % 27 + 1:02d}">17 अक्टूबर 2025</time>'
        "</div></li>"
        for s in listed
    )
    pager = (
        '<nav aria-label="पन्ने" class="bbc-wjv7jr"><ul><li><span aria-current="page">1</span></li>'
        '<li><a href="?page=2">2</a></li><li><a href="?page=3">3</a></li>'
        '<li><a href="?page=40">40</a></li></ul><a href="?page=2"><span>अगला</span></a></nav>'
    )
    topics = "".join(
        f'<li><a href="/hindi/topics/{code}">{name}</a></li>'
        for code, name in (
            ("ckdxnkz7607t", "भारत"),
            ("c9wpm0en87xt", "विदेश"),
            ("cwr9j8g1kj9t", "खेल"),
        )
    )
    body = (
        f'<header role="banner"><nav><ul>{topics}<li><a href="/hindi/popular/read">ट्रेंडिंग</a></li>'
        '<li><a href="/urdu">اردو</a></li></ul></nav></header>'
        f'<main role="main"><h1 id="content">भारत</h1><ul class="bbc-1kz5jpr">{items}</ul>{pager}</main>'
        '<section role="region" aria-labelledby="most"><h2 id="most">सबसे अधिक पढ़ी गईं ख़बरें</h2>'
        f'<ol class="bbc-jb8frq">{link_list(side, form)}</ol></section>{FOOTER}'
    )
    return Page(
        f"{site}/hindi/topics/ckdxnkz7607t",
        document(body),
        [form(s) for s in listed],
        f"{site}/hindi/topics/ckdxnkz7607t?page=2",
        [
            f"{site}/hindi/topics/{code}"
            for code in ("ckdxnkz7607t", "c9wpm0en87xt", "cwr9j8g1kj9t")
        ],
        dates=24,
    )


def tv9_wordpress() -> Page:
    """Return a section of TV9: WordPress, a top block, page-numbers."""
    site = "https://www.tv9.example"

    def form(s: Story) -> str:
        return f"{site}/india/{s.slug}-{3796000 + s.number}.html"

    top, listed = stories(60, 3), stories(63, 14)
    tops = "".join(
        f'<div class="topNewscomp"><a href="{form(s)}"><img src="/x.jpg"></a><h3><a href="{form(s)}">'
        f"{s.headline}</a></h3></div>"
        for s in top
    )
    items = "".join(
        f'<li><div class="imgThumb"><a href="{form(s)}" title="{s.headline}"><img src="/y.jpg"></a></div>'
        f'<h3 class="h3"><a href="{form(s)}">{s.headline}</a></h3><p class="catTime">'
        f"<span>Mar {s.number % 27 + 1}, 2021</span></p></li>"
        for s in listed
    )
    pager = (
        '<div class="nav-links"><span aria-current="page" class="page-numbers current">2</span>'
        f'<a class="prev page-numbers" href="{site}/desh">पिछला</a>'
        f'<a class="page-numbers" href="{site}/desh">1</a>'
        f'<a class="page-numbers" href="{site}/desh/page/3">3</a>'
        f'<a class="page-numbers" href="{site}/desh/page/812">812</a>'
        f'<a class="next page-numbers" href="{site}/desh/page/3">अगला</a></div>'
    )
    body = (
        menu(site + "/{}")
        + '<div class="breadcrumb"><a href="/">Home</a> / <a href="/desh">देश</a></div>'
        f'<section class="mainCol"><h1>देश</h1><div class="newsTop9">{tops}</div>'
        f'<div class="col2 ComListing"><ul>{items}</ul></div>{pager}</section>'
        f"<aside><h4>ट्रेंडिंग</h4>{thumb_list(stories(600, 18), form)}</aside>{FOOTER}"
    )
    return Page(
        f"{site}/desh/page/2",
        document(body),
        [form(s) for s in top + listed],
        f"{site}/desh/page/3",
        [f"{site}/{slug}" for slug in SECTIONS],
        dates=14,
    )


def jansatta_blocks() -> Page:
    """Return a section of Jansatta: WordPress block theme."""
    site = "https://www.jansatta.example"

    def form(s: Story) -> str:
        return f"{site}/national/{s.slug}/{2720000 + s.number}/"

    listed = stories(80, 20)
    items = "".join(
        f'<li class="wp-block-post post-{s.number} post type-post category-national tag-delhi">'
        f'<figure class="wp-block-post-featured-image"><a href="{form(s)}"><img src="/w.jpg"></a></figure>'
        f'<div class="article_details"><h2 class="wp-block-post-title"><a href="{form(s)}" target="_self">'
        f'{s.headline}</a></h2><div class="ie-network-post-meta-wrapper"><time datetime='
        f'"2024-03-{s.number % 27 + 1:02d}T17:05:00+05:30">मार्च 26, 2024 17:05 IST</time></div></div></li>'
        for s in listed
    )
    pager = (
        '<nav class="wp-block-query-pagination"><div class="wp-block-query-pagination-numbers">'
        '<span aria-current="page" class="page-numbers current">1</span>'
        '<a class="page-numbers" href="/national/page/2">2</a>'
        '<a class="page-numbers" href="/national/page/873">873</a></div>'
        '<a href="/national/page/2" class="wp-block-query-pagination-next">Next Page</a></nav>'
    )
    popular = "".join(
        f'<li class="wp-block-post"><h3 class="wp-block-post-title"><a href="{form(s)}">{s.headline}</a></h3></li>'
        for s in stories(700, 10)
    )
    body = (
        menu("/{}/") + '<main class="wp-block-group"><h1 class="wp-block-query-title">राष्ट्रीय</h1>'
        f'<div class="wp-block-columns"><div class="wp-block-column" style="flex-basis:66%">'
        f'<ul class="wp-block-post-template">{items}</ul>{pager}</div>'
        '<div class="wp-block-column" style="flex-basis:33%"><h2 class="wp-block-heading">ज़रूर पढ़ें</h2>'
        f'<ul class="wp-block-post-template is-popular">{popular}</ul></div></div></main>{FOOTER}'
    )
    return Page(
        f"{site}/national/",
        document(body),
        [form(s) for s in listed],
        f"{site}/national/page/2",
        [f"{site}/{slug}/" for slug in SECTIONS],
        dates=20,
    )


def tagdiv_module(s: Story, form: Callable[[Story], str], number: int = 10) -> str:
    """Return a module of the theme: picture, title, author, date, comments, excerpt."""
    url = form(s)
    return (
        f'<div class="td_module_{number} td_module_wrap td-animation-stack"><div class="td-module-thumb">'
        f'<a href="{url}" rel="bookmark" class="td-image-wrap" title="{s.headline}"><span class='
        '"entry-thumb td-thumb-css" data-img-url="/t.jpg"></span></a></div><div class="item-details">'
        f'<h3 class="entry-title td-module-title"><a href="{url}" rel="bookmark">{s.headline}</a></h3>'
        '<div class="td-module-meta-info"><span class="td-post-author-name"><a href="/author/desk/">'
        'संवाददाता डेस्क की ओर से</a></span><span class="td-post-date"><time class="entry-date" '
        f'datetime="2025-06-{s.number % 27 + 1:02d}T14:51:44+05:30">June 12, 2025</time></span>'
        f'<div class="td-module-comments"><a href="{url}#respond">0</a></div></div>'
        '<div class="td-excerpt">जिले में कई दिनों से चल रही तैयारी अब पूरी हो गई है और अगले सप्ताह...</div>'
        "</div></div>"
    )


def tagdiv_category(page: int, *, cloud: bool = False) -> Page:
    """Return page *page* of 3 of a tagDiv category, with big grid, mega menu and a sidebar like the list."""
    site = "https://agg.example"

    def form(s: Story) -> str:
        return f"{site}/{s.slug}/" if s.number % 5 else f"{site}/khabar-{s.number}/"

    start = 800 + page * 10
    listed, mega, side = stories(start, 10), stories(900, 5), stories(930, 14)
    grid = stories(870, 3) if page == 1 else []
    base = f"{site}/category/%E0%A4%A6%E0%A5%87%E0%A4%B6/"

    def address(number: int) -> str:
        return base if number == 1 else f"{base}page/{number}/"

    numbers = "".join(
        f'<span class="current">{n}</span>'
        if n == page
        else f'<a href="{address(n)}" class="page" title="{n}">{n}</a>'
        for n in (1, 2, 3)
    )
    left = (
        f'<a href="{address(page - 1)}"><i class="td-icon-menu-left"></i></a>' if page > 1 else ""
    )
    right = (
        f'<a href="{address(page + 1)}"><i class="td-icon-menu-right"></i></a>' if page < 3 else ""
    )
    pager = (
        f'<div class="page-nav td-pb-padding-side">{left}{numbers}{right}'
        f'<span class="pages">Page {page} of 3</span></div>'
    )
    modules = [tagdiv_module(s, form) for s in listed]
    if cloud:
        main = (
            '<div class="td_block_wrap tdb_loop tdi_69 td_block_template_1"><div id="tdi_69" '
            'class="td_block_inner tdb-block-inner td-fix-index">'
            + "".join(m.replace("td_module_10", "tdb_module_loop") for m in modules)
            + f"</div>{pager}</div>"
        )
    else:
        pairs = [modules[i : i + 2] for i in range(0, len(modules), 2)]
        main = (
            "".join(
                '<div class="td-block-row">'
                + "".join(f'<div class="td-block-span6">{m}</div>' for m in pair)
                + "</div>"
                for pair in pairs
            )
            + pager
        )
    big = "".join(
        f'<div class="td_module_mx5 td-big-grid-post"><div class="td-module-thumb"><a href="{form(s)}">'
        f'<img src="/g.jpg"></a></div><h3 class="entry-title td-module-title"><a href="{form(s)}">'
        f"{s.headline}</a></h3></div>"
        for s in grid
    )
    menu_list = "".join(
        f'<li class="menu-item"><a href="{site}/category/{slug}/">{name}</a><ul class="sub-menu"><li>'
        f'<div class="td-mega-grid">{"".join(tagdiv_module(s, form, 6) for s in mega)}</div></li></ul></li>'
        for slug, name in SECTIONS.items()
    )
    body = (
        f'<div class="td-header-wrap td-header-style-1"><ul id="menu-td-demo" class="sf-menu">{menu_list}</ul>'
        '</div><div class="td-category-header"><h1 class="entry-title td-page-title">देश</h1></div>'
        f'<div class="td-big-grid-wrapper">{big}</div>'
        '<div class="td-main-content-wrap"><div class="td-container"><div class="td-pb-row">'
        f'<div class="td-pb-span8 td-main-content"><div class="td-ss-main-content">{main}</div></div>'
        '<div class="td-pb-span4 td-main-sidebar"><div class="td-ss-main-sidebar"><div class='
        '"td_block_wrap td_block_7"><h4 class="block-title"><span>ताज़ा लेख</span></h4>'
        f'<div class="td_block_inner">{"".join(tagdiv_module(s, form, 6) for s in side)}</div>'
        '<div class="td-next-prev-wrap"><a href="#" class="td-ajax-next-page"><i class='
        '"td-icon-font td-icon-menu-right"></i></a></div></div></div></div></div></div></div>'
        '<div class="td-footer-wrapper"><div class="td-pb-span4"><h4>लोकप्रिय पोस्ट</h4>'
        f"{''.join(tagdiv_module(s, form, 6) for s in stories(960, 3))}</div></div>"
    )
    return Page(
        address(page),
        document(body, body_class="archive category td-standard-pack"),
        [form(s) for s in grid + listed],
        address(page + 1) if page < 3 else None,
        [f"{site}/category/{slug}/" for slug in SECTIONS],
        dates=10,
    )


def blogger() -> Page:
    """Return a label of a Blogger site."""
    site = "https://samachar.blogspot.example"

    def form(s: Story) -> str:
        return f"{site}/2021/06/{s.slug}.html"

    listed = stories(140, 7)
    posts = "".join(
        f'<div class="date-outer"><h2 class="date-header"><span>शुक्रवार, {s.number % 27 + 1} जून 2021</span></h2>'
        f'<div class="post hentry"><h3 class="post-title entry-title"><a href="{form(s)}">{s.headline}</a></h3>'
        '<div class="post-body"><img src="/p.jpg"><p>सुबह से ही लोग बड़ी संख्या में जुटने लगे थे और दोपहर तक सड़क भर गई।</p>'
        f'</div><a href="{form(s)}#comment-form">2 टिप्पणियां</a> <a href="{form(s)}">और पढ़ें</a></div></div>'
        for s in listed
    )
    archive = "".join(
        f'<li><a href="{site}/2021/0{n}/">जून की पुरानी सब खबरें ({n})</a></li>' for n in range(1, 7)
    )
    body = (
        '<div id="header"><h1><a href="/">समाचार</a></h1></div>'
        '<div class="tabs"><div class="widget PageList"><ul>'
        + "".join(
            f'<li><a href="/search/label/{slug}">{name}</a></li>' for slug, name in SECTIONS.items()
        )
        + f'</ul></div></div><div id="main"><div class="blog-posts">{posts}</div>'
        '<div class="blog-pager" id="blog-pager"><span id="blog-pager-older-link"><a class='
        '"blog-pager-older-link" href="/search/label/desh?updated-max=2021-06-01T10:00:00%2B05:30&max-results=7">'
        "पुराने पोस्ट</a></span></div></div>"
        f'<div id="sidebar"><div class="widget PopularPosts"><h2>लोकप्रिय पोस्ट</h2>{link_list(stories(750, 9), form)}'
        f'</div><div class="widget BlogArchive"><ul>{archive}</ul></div></div>'
    )
    return Page(
        f"{site}/search/label/desh",
        document(body),
        [form(s) for s in listed],
        f"{site}/search/label/desh?max-results=7&updated-max=2021-06-01T10:00:00%2B05:30",
        dates=7,
    )


def webdunia() -> Page:
    """Return a list of Webdunia: date in the id, path numbers."""
    site = "https://hindi.webdunia.example"

    def form(s: Story) -> str:
        return f"{site}/national-hindi-news/{s.slug}-1211105{s.number:05d}_1.html"

    listed = stories(170, 15)
    items = "".join(
        f'<div class="content_wrapper"><a href="{form(s)}" class="img_a"><img src="/d.jpg"></a>'
        f'<a href="{form(s)}" class="headline">{s.headline}</a><p>मौसम विभाग ने अगले दो दिन के लिए चेतावनी जारी की है।'
        f'</p><span class="pub">सोमवार, {s.number % 27 + 1} नवंबर 2021</span></div>'
        for s in listed
    )
    pager = "".join(
        f'<a href="{site}/national-hindi-news/1/{n}">{n}</a> '
        if n != 2
        else '<span class="selected">2</span> '
        for n in (1, 2, 3, 4)
    )
    body = (
        menu(site + "/{}-hindi-news", tag="div")
        + f'<div id="wrapper"><div class="left_col"><h1>राष्ट्रीय</h1>{items}<div class="paging">{pager}</div></div>'
        f'<div class="right_col"><h3>ज़रूर पढ़ें</h3>{thumb_list(stories(640, 12), form)}</div></div>{FOOTER}'
    )
    return Page(
        f"{site}/national-hindi-news/1/2",
        document(body),
        [form(s) for s in listed],
        f"{site}/national-hindi-news/1/3",
        [f"{site}/{slug}-hindi-news" for slug in SECTIONS],
        dates=15,
    )


def quintype() -> Page:
    """Return a section of a Quintype site: no ids, generated classes, 'load more' by script."""
    site = "https://hindi.quint.example"

    def form(s: Story) -> str:
        return f"{site}/news/india/{s.slug}"

    listed = stories(210, 12)
    cards = "".join(
        f'<div class="_3xKqm story-card"><a href="{form(s)}" class="_1Zj"><figure><img src="/q.jpg"></figure></a>'
        f'<div class="_2bP"><a href="{form(s)}"><h3 class="headline">{s.headline}</h3></a>'
        f'<a href="/author/103/reporter-desk">रिपोर्टर डेस्क</a><time>{s.number % 27 + 1} Dec 2025, 7:53 AM IST</time></div></div>'
        for s in listed
    )
    body = (
        menu(site + "/{}")
        + f'<div id="app"><div class="_9aV"><h1 class="_1aV">भारत</h1><div class="_4kk">{cards}</div>'
        '<button class="load-more">और लोड करें</button></div>'
        f'<div class="_7sd"><h2>ट्रेंडिंग</h2>{link_list(stories(650, 8), form)}</div></div>{FOOTER}'
    )
    return Page(f"{site}/news/india", document(body), [form(s) for s in listed], dates=12)


def patrika() -> Page:
    """Return a city of Patrika: cards whose whole area is the link."""
    site = "https://www.patrika.example"

    def form(s: Story) -> str:
        return f"/gorakhpur-news/{s.slug}-{20154000 + s.number}"

    listed = stories(230, 16)
    cards = "".join(
        f'<article class="card"><a href="{form(s)}"><img src="/c.jpg?w=150" alt=""><h2>{s.headline}</h2>'
        f"<p>नगर निगम ने कहा कि अगले सप्ताह से नई व्यवस्था लागू होगी।</p><span>{s.number % 20 + 2} घंटे पहले</span></a></article>"
        for s in listed
    )
    body = (
        menu("/{}-news")
        + '<div class="trending-topics"><a href="/tags/chunav-parinam-2026/">चुनाव परिणाम 2026 की ताज़ा खबरें</a></div>'
        f'<main><h1>गोरखपुर</h1><div class="grid">{cards}</div>'
        '<div class="pagination"><a href="/gorakhpur-news?page=2" aria-label="Next page">›</a></div></main>'
        f'<aside class="col-md-4"><h3>बड़ी खबरें</h3>{thumb_list(stories(660, 20), form)}</aside>{FOOTER}'
    )
    return Page(
        f"{site}/gorakhpur-news",
        document(body),
        [site + form(s) for s in listed],
        f"{site}/gorakhpur-news?page=2",
        [f"{site}/{slug}-news" for slug in SECTIONS],
        dates=16,
    )


def press_releases() -> Page:
    """All releases of a day at PIB: plain lists under the ministries' names."""
    site = "https://www.pib.example"

    def form(s: Story) -> str:
        return f"{site}/PressReleasePage.aspx?PRID={2145000 + s.number}&lang=2&reg=48"

    groups = [stories(250 + 4 * n, 4) for n in range(4)]
    lists = "".join(
        f'<h3 class="font104">मंत्रालय क्रमांक {n}</h3><ul class="num">'
        + "".join(
            f'<li><a title="{s.headline}" href="/PressReleasePage.aspx?PRID={2145000 + s.number}&reg=48&lang=2">'
            f"{s.headline}</a></li>"
            for s in group
        )
        + "</ul>"
        for n, group in enumerate(groups)
    )
    body = (
        '<form><div class="header"><ul class="nav"><li><a href="/Default.aspx">मुख्य पृष्ठ</a></li>'
        '<li><a href="/AboutUs.aspx">हमारे बारे में</a></li></ul></div>'
        f'<div class="content-area">{lists}</div></form>{FOOTER}'
    )
    return Page(
        f"{site}/allRel.aspx?reg=48&lang=2", document(body), [form(s) for g in groups for s in g]
    )


def jagran() -> Page:
    """Return a list of Dainik Jagran: -pageN.html."""
    site = "https://www.jagran.example"

    def form(s: Story) -> str:
        return f"/news/national-{s.slug}-{23197000 + s.number}.html"

    listed = stories(270, 20)
    items = "".join(
        f'<li class="article"><figure><a href="{form(s)}"><img src="/j.jpg"></a></figure><div class="h3">'
        f'<a href="{form(s)}">{s.headline}</a></div><p>जागरण संवाददाता। नगर में सोमवार को बैठक हुई।</p></li>'
        for s in listed
    )
    pager = (
        '<div class="pagination"><ul><li><a href="/news/national-news-hindi.html">1</a></li>'
        '<li class="active"><a href="/news/national-news-hindi-page2.html">2</a></li>'
        '<li><a href="/news/national-news-hindi-page3.html">3</a></li>'
        '<li class="last"><a href="/news/national-news-hindi-page3.html">आगे</a></li></ul></div>'
    )
    body = (
        menu("/{}-news-hindi.html")
        + f'<section><div class="main-col"><h1>राष्ट्रीय</h1><ul class="topicList">{items}</ul>{pager}</div>'
        f'<div class="stickySidebar"><ul>{link_list(stories(670, 25), form)}</ul></div></section>{FOOTER}'
    )
    return Page(
        f"{site}/news/national-news-hindi-page2.html",
        document(body),
        [site + form(s) for s in listed],
        f"{site}/news/national-news-hindi-page3.html",
        [f"{site}/{slug}-news-hindi.html" for slug in SECTIONS],
    )


def oneindia() -> Page:
    """Return a list of OneIndia: ?page-no=N, the last page."""
    site = "https://hindi.oneindia.example"

    def form(s: Story) -> str:
        return f"/news/india/{s.slug}-{728000 + s.number}.html"

    listed = stories(290, 9)
    items = "".join(
        f'<div class="collection-item"><div class="collection-img"><a href="{form(s)}"><img src="/o.jpg"></a></div>'
        f'<div class="collection-heading"><a href="{form(s)}">{s.headline}</a></div>'
        f'<div class="collection-desc">Monday, January {s.number % 27 + 1}, 2018, 12:30 [IST]</div></div>'
        for s in listed
    )
    pager = (
        '<div class="pagination"><a class="prev" href="?page-no=4">‹ पीछे</a>'
        + "".join(f'<a href="?page-no={n}">{n}</a>' for n in (2, 3, 4))
        + '<span class="current">5</span></div>'
    )
    body = (
        menu("/news/{}/")
        + f'<div class="oi-content"><div class="leftpanel"><h1>भारत</h1>{items}{pager}</div>'
        f'<div class="rightpanel"><h2>You May Also Like</h2>{thumb_list(stories(680, 12), form)}</div></div>{FOOTER}'
    )
    return Page(
        f"{site}/news/india/?page-no=5",
        document(body),
        [site + form(s) for s in listed],
        None,
        [f"{site}/news/{slug}/" for slug in SECTIONS],
        dates=9,
    )


def hocalwire() -> Page:
    """Return a section of Hari Bhoomi in 2021: Hocalwire, /section/N."""
    site = "https://www.haribhoomi.example"

    def form(s: Story) -> str:
        return f"/career/{s.slug}-{380000 + s.number}"

    listed = stories(310, 15)
    items = "".join(
        f'<div class="news_listing_main_v2"><div class="list_image"><a href="{form(s)}"><img src="/h.jpg"></a></div>'
        f'<div class="list_content"><a href="{form(s)}"><h2>{s.headline}</h2></a>'
        f'<span class="convert-to-localtime">{s.number % 27 + 1} March 2021 9:52 AM GMT</span></div></div>'
        for s in listed
    )
    body = (
        f'<div id="sticky"><div class="main-menu">{menu("/{}")}</div></div>'
        f'<div class="row"><div class="col-md-8"><h1>करियर</h1>{items}<div class="pagination">'
        '<a class="page-numbers" href="/career/2">2</a><a class="page-numbers next last" href="/career/2">'
        '<i class="fa fa-angle-right"></i></a></div></div>'
        f'<div class="col-md-4">{thumb_list(stories(690, 10), form)}</div></div>{FOOTER}'
    )
    return Page(
        f"{site}/career",
        document(body),
        [site + form(s) for s in listed],
        f"{site}/career/2",
        [f"{site}/{slug}" for slug in SECTIONS],
        dates=15,
    )


def amar_ujala() -> Page:
    """Return a city of Amar Ujala: neither id nor .html, a date for most, the lead apart."""
    site = "https://www.amarujala.example"

    def form(s: Story) -> str:
        date = f"-2025-03-{s.number % 27 + 1:02d}"
        return f"/uttar-pradesh/varanasi/{s.slug}{date}"

    listed = stories(330, 18)
    items = "".join(
        f'<section class="auw-lazy-load pd10"><div class="image_description"><a href="{form(s)}"><img src="/a.jpg">'
        f'</a><h3><a href="{form(s)}" title="{s.headline}">{s.headline}</a></h3></div></section>'
        for s in listed
    )
    body = (
        menu("/{}")
        + '<div class="flash-news"><ul>'
        + link_list(stories(720, 5), form)
        + f'</ul></div><div class="lhs"><h1>वाराणसी</h1>{items}'
        '<a class="loadMore" href="javascript:void(0)">और देखें</a></div>'
        '<div class="rhs"><a href="/photo-gallery/entertainment/film-ki-shooting-ki-khas-tasveeren-2025-03-01">'
        "फिल्म की शूटिंग की खास तस्वीरें देखिए यहाँ</a>"
        f"{link_list(stories(730, 12), form)}</div>{FOOTER}"
    )
    return Page(
        f"{site}/uttar-pradesh/varanasi",
        document(body),
        [site + form(s) for s in listed],
        None,
        [f"{site}/{slug}" for slug in SECTIONS],
        dates=18,
    )


def univarta() -> Page:
    """Return a list of Univarta: ASP.NET tables, no classes on the cards."""
    site = "http://www.univarta.example"

    def form(s: Story) -> str:
        return f"{site}/news/punjab-haryana-himachal/story/{2338000 + s.number}.html"

    listed = stories(350, 14)
    rows = "".join(
        f'<tr><td><a href="{form(s)}">{s.headline}</a><br>Mar {s.number % 27 + 1} 2021  8:15PM<br>'
        "चंडीगढ़, 12 मार्च (वार्ता) हरियाणा में मौसम साफ रहा और तापमान सामान्य दर्ज किया गया।</td></tr>"
        for s in listed
    )
    body = (
        '<ul id="ctl00_category1_sectionmenu">'
        + "".join(f'<li><a href="/news/{slug}">{name}</a></li>' for slug, name in SECTIONS.items())
        + '</ul><table><tr><td width="700"><div class="CatNewsFirst_FirstNews"><table>'
        f'{rows}</table></div><div class="holder"><a class="jp-current">1</a>'
        '<a href="/news/punjab-haryana-himachal?page=2">2</a><a href="/news/punjab-haryana-himachal?page=3">3</a></div></td>'
        f'<td width="300"><b>सबसे ज्यादा पढ़ी गई</b>{link_list(stories(740, 8), form)}</td></tr></table>'
    )
    return Page(
        f"{site}/news/punjab-haryana-himachal",
        document(body),
        [form(s) for s in listed],
        f"{site}/news/punjab-haryana-himachal?page=2",
        [f"{site}/news/{slug}" for slug in SECTIONS],
        dates=14,
    )


def dw() -> Page:
    """Return a section of DW Hindi: percent-encoded Hindi slugs, ids a-N, videos av-N."""
    site = "https://www.dw.example"
    slug = "%E0%A4%A8%E0%A4%88-%E0%A4%AF%E0%A5%8B%E0%A4%9C%E0%A4%A8%E0%A4%BE"

    def form(s: Story) -> str:
        return f"{site}/hi/{slug}-{s.number}/a-{16785000 + s.number}"

    listed = stories(370, 10)
    items = "".join(
        f'<div class="teaser"><a href="/hi/नई-योजना-{s.number}/a-{16785000 + s.number}"><img src="/dw.jpg">'
        f'<h3>{s.headline}</h3><span class="teaser-date">२८ जुलाई २०१६</span><p>जर्मनी और भारत के बीच नया समझौता।</p></a></div>'
        for s in listed
    )
    body = (
        '<nav><a href="/hi/भारत/s-64298429">भारत</a><a href="/hi/दुनिया/s-64298430">दुनिया</a>'
        '<a href="/en/home/s-1234">English</a></nav>'
        f"<main><h1>ख़बरें</h1>{items}</main>{FOOTER}"
    )
    return Page(
        f"{site}/hi/%E0%A4%96%E0%A4%AC%E0%A4%B0%E0%A5%87%E0%A4%82/s-11931",
        document(body),
        [form(s) for s in listed],
        dates=10,
    )


def wire_hindi() -> Page:
    """Return a category of The Wire Hindi: /id/slug/, Hindi category slugs, rel=next in the head."""
    site = "https://thewire.example"

    def form(s: Story) -> str:
        return f"{site}/{240000 + s.number}/{s.slug}/"

    listed = stories(390, 12)
    items = "".join(
        f'<article class="post-{s.number} post category-bharat tag-media"><header class="entry-header"><h2 class="entry-title">'
        f'<a href="{form(s)}" rel="bookmark">{s.headline}</a></h2></header><div class="entry-summary"><p>कार्यकर्ताओं ने इसे '
        f'अधिकारों पर हमला बताया है।</p></div><footer class="entry-footer"><span>12/03/2022</span>'
        f'<a href="{site}/tag/media/" rel="tag">मीडिया की आज़ादी और समाज</a></footer></article>'
        for s in listed
    )
    category = f"{site}/category/%E0%A4%AD%E0%A4%BE%E0%A4%B0%E0%A4%A4"
    body = (
        menu(site + "/category/{}/")
        + f'<div id="content" class="site-content has-sidebar"><div id="primary"><main>{items}</main>'
        f'<nav class="navigation posts-navigation"><a href="{category}/page/2/">पुराने लेख</a></nav></div>'
        f'<div id="secondary"><section class="widget widget_recent_entries">{link_list(stories(770, 10), form)}</section></div></div>{FOOTER}'
    )
    return Page(
        f"{category}/",
        document(body, head=f'<link rel="next" href="{category}/page/2/">'),
        [form(s) for s in listed],
        f"{category}/page/2/",
        [f"{site}/category/{slug}/" for slug in SECTIONS],
        dates=12,
    )


def home_of_blocks() -> Page:
    """Return a home page: ticker, lead, blocks of sections in different makes, most read, mega menu."""
    site = "https://www.samachar.example"

    def form(s: Story) -> str:
        return f"/desh/{s.slug}-{4400000 + s.number}.html"

    number = itertools.count(1000, 12)
    groups = [stories(next(number), count) for count in (4, 1, 6, 8, 5, 5, 7, 10)]
    ticker, lead, grid, *rest = groups
    blocks = "".join(
        f'<section class="block block-{n}"><h2 class="block-title"><a href="/{slug}/">{name}</a></h2>'
        + (thumb_list(group, form) if n % 2 else link_list(group, form))
        + f'<a class="more" href="/{slug}/">और देखें</a></section>'
        for n, (group, (slug, name)) in enumerate(zip(rest[:4], SECTIONS.items(), strict=False))
    )
    body = (
        f'<header class="site-header">{menu("/{}/")}<div class="ticker">{link_list(ticker, form)}</div></header>'
        f'<div class="lead"><a href="{form(lead[0])}"><img src="/l.jpg"><h1>{lead[0].headline}</h1></a></div>'
        + "".join(
            f'<div class="card"><a href="{form(s)}"><img src="/k.jpg" alt="{s.headline}"></a>'
            f'<p><a href="{form(s)}">{s.headline}</a></p></div>'
            for s in grid
        )
        + blocks
        + f'<div class="sidebar"><h3>सबसे ज़्यादा पढ़ी गईं</h3>{link_list(rest[4], form)}</div>'
        '<div class="tags"><a href="/tags/chunav-2026-ki-taza-khabren/">चुनाव 2026 की ताज़ा खबरें</a>'
        '<a href="/topic/mausam-ki-aaj-ki-khabar/">मौसम की आज की खबर</a></div>'
        '<div class="videos"><a href="/videos/baadh-ka-haal-dekhiye-5500123.html">बाढ़ का हाल देखिए इस वीडियो में</a></div>'
        + FOOTER
    )
    return Page(
        f"{site}/",
        document(body),
        [site + form(s) for group in groups for s in group],
        None,
        [f"{site}/{slug}/" for slug in SECTIONS],
    )


def bare_home() -> Page:
    """Return a home page without any markup of its parts."""
    site = "http://127.0.0.1:8700"
    listed = stories(1200, 10)
    links = "".join(f"<a href='/{slug}/'>{name}</a> " for slug, name in SECTIONS.items())
    items = "".join(
        f'<li><a href="/desh/{s.slug}-{100000 + s.number}.html">{s.headline}</a></li>'
        for s in listed
    )
    return Page(
        f"{site}/",
        document(f'<h2>नमूना</h2><ul class="list">{items}</ul>{links}'),
        [f"{site}/desh/{s.slug}-{100000 + s.number}.html" for s in listed],
        None,
        [f"{site}/{slug}/" for slug in SECTIONS],
    )


def tailwind() -> Page:
    """Return a Next.js section: utility classes, one card component in list and sidebar."""
    site = "https://www.tailwind.example"

    def form(s: Story) -> str:
        return f"/bharat/{s.slug}-{913000 + s.number}"

    def card(s: Story) -> str:
        return (
            f'<a class="flex gap-4 border-b" href="{form(s)}"><img class="w-28" src="/n.jpg" alt="">'
            f'<div><h3 class="text-lg font-bold">{s.headline}</h3><span class="text-xs">'
            f"{s.number % 20 + 2} घंटे पहले</span></div></a>"
        )

    listed = stories(1300, 15)
    body = (
        '<header class="sticky top-0"><nav class="flex">'
        + "".join(f'<a class="px-2" href="/{slug}">{name}</a>' for slug, name in SECTIONS.items())
        + '</nav></header><div class="flex"><div class="w-full lg:w-2/3"><h1>भारत</h1>'
        + "".join(map(card, listed))
        + '</div><div class="w-full lg:w-1/3">'
        + "".join(map(card, stories(1400, 12)))
        + "</div></div>"
    )
    return Page(
        f"{site}/bharat",
        document(body),
        [site + form(s) for s in listed],
        None,
        [f"{site}/{slug}" for slug in SECTIONS],
        dates=15,
    )


def elementor() -> Page:
    """Return an Elementor archive: columns by percent, 'read more' links, date permalinks."""
    site = "https://elementor.example"

    def form(s: Story) -> str:
        return f"{site}/2024/05/{s.number % 27 + 1:02d}/{s.slug}/"

    def post(s: Story) -> str:
        return (
            f'<article class="elementor-post elementor-grid-item post-{s.number} category-desh tag-khabar">'
            f'<a class="elementor-post__thumbnail__link" href="{form(s)}"><img src="/e.jpg"></a>'
            f'<h3 class="elementor-post__title"><a href="{form(s)}">{s.headline}</a></h3>'
            '<div class="elementor-post__excerpt"><p>तीन दिन की लगातार बारिश के बाद धूप निकली।</p></div>'
            f'<a class="elementor-post__read-more" href="{form(s)}">और पढ़ें »</a></article>'
        )

    listed = stories(1500, 10)
    body = (
        menu(site + "/category/{}/")
        + '<div class="elementor-row"><div class="elementor-column elementor-col-66"><div class="elementor-widget">'
        f'<div class="elementor-posts">{"".join(map(post, listed))}</div>'
        '<nav class="elementor-pagination"><span class="page-numbers current">1</span>'
        f'<a class="page-numbers" href="{site}/category/desh/page/2/">2</a></nav></div></div>'
        '<div class="elementor-column elementor-col-33"><div class="elementor-widget"><div class="elementor-posts">'
        f"{''.join(map(post, stories(1520, 8)))}</div></div></div></div>{FOOTER}"
    )
    return Page(
        f"{site}/category/desh/",
        document(body),
        [form(s) for s in listed],
        f"{site}/category/desh/page/2/",
        [f"{site}/category/{slug}/" for slug in SECTIONS],
        dates=10,
    )


def small_portal() -> Page:
    """Return a town's portal: PHP with ids in the query, Bootstrap, headlines that are no links."""
    site = "http://www.kasba.example"

    def form(s: Story) -> str:
        return f"{site}/news_details.php?id={3000 + s.number}"

    def card(s: Story) -> str:
        return (
            f'<div class="panel"><h4>{s.headline}</h4><small>{s.number % 27 + 1}-07-2023</small>'
            "<p>नगरपालिका अध्यक्ष ने बताया कि काम समय पर पूरा होगा।</p>"
            f'<a class="btn" href="news_details.php?id={3000 + s.number}">पूरी खबर पढ़ें</a></div>'
        )

    listed = stories(1600, 10)
    pager = '<ul class="pagination"><li class="active"><a href="?cat=2&page=1">1</a></li><li><a href="?cat=2&page=2">2</a></li><li><a href="?cat=2&page=2">Next</a></li></ul>'
    body = (
        '<ul class="nav navbar-nav">'
        + "".join(
            f'<li><a href="category.php?cat={n}">{name}</a></li>'
            for n, name in enumerate(SECTIONS.values())
        )
        + '<li><a href="about.php">हमारे बारे में</a></li></ul><div class="row"><div class="col-md-8 col-xs-12">'
        + f'<h2>देश</h2>{"".join(map(card, listed))}{pager}</div><div class="col-md-4 col-xs-12">'
        + f"{''.join(map(card, stories(1620, 6)))}</div></div>"
    )
    return Page(
        f"{site}/category.php?cat=2",
        document(body),
        [form(s) for s in listed],
        f"{site}/category.php?cat=2&page=2",
        [f"{site}/category.php?cat={n}" for n in range(5)],
        dates=10,
    )


def hindi_slugs() -> Page:
    """Return a WordPress category whose permalinks are the headlines in Hindi, short ones too."""
    site = "https://khabar.example"
    listed = stories(1700, 9)

    def form(s: Story) -> str:
        return f"{site}/{quote(s.headline.split(',')[0].replace(' ', '-'))}/"

    items = "".join(
        f'<div class="post"><div class="header"><h2><a href="{site}/{s.headline.split(",")[0].replace(" ", "-")}/">'
        f'{s.headline}</a></h2></div><span class="cat"><a href="{site}/category/देश/">देश</a></span>'
        f'<span><a href="{site}/author/admin/">एडमिन की कलम से खबर</a></span><div class="share">'
        f'<a href="https://wa.me/?text=x">व्हाट्सएप पर भेजें</a></div></div>'
        for s in listed
    )
    body = (
        menu(site + "/category/{}/", tag="div")
        + f'<div id="content"><h1>देश</h1>{items}<div class="older"><a href="{site}/category/देश/page/2/">Older Posts</a></div></div>'
        f'<div id="sidebar-right"><h3>Recent Posts</h3>{link_list(stories(1700, 5), form)}</div>{FOOTER}'
    )
    category = f"{site}/category/{quote('देश')}/"
    return Page(
        category,
        document(body),
        [form(s) for s in listed],
        f"{category}page/2/",
        [f"{site}/category/{slug}/" for slug in SECTIONS],
    )


def front_of_section() -> Page:
    """Return a section's front: lead, grid and two more lists in one <main>, the sidebar outside."""
    site = "https://www.morcha.example"

    def form(s: Story) -> str:
        return f"/khel/cricket/{s.slug}-{5500000 + s.number}.html"

    lead, grid, first, second = (
        stories(1800, 1),
        stories(1801, 4),
        stories(1805, 10),
        stories(1815, 10),
    )

    def row(s: Story) -> str:
        return (
            f'<li><a href="{form(s)}"><img src="/m.jpg"></a><h3><a href="{form(s)}">{s.headline}</a></h3>'
            f"<em>{s.number % 27 + 1} मई 2025</em></li>"
        )

    body = (
        menu("/{}/")
        + f'<main><h1>खेल</h1><div class="lead"><a href="{form(lead[0])}"><img src="/m.jpg"><h2>{lead[0].headline}</h2></a></div>'
        + '<div class="grid">'
        + "".join(
            f'<div><a href="{form(s)}"><img src="/m.jpg"><p>{s.headline}</p></a></div>'
            for s in grid
        )
        + f'</div><ul class="list">{"".join(map(row, first))}</ul><div class="ad"></div>'
        + f'<ul class="list-two">{"".join(map(row, second))}</ul></main>'
        + f'<div class="extra"><ul>{"".join(map(row, stories(1900, 10)))}</ul></div>{FOOTER}'
    )
    return Page(
        f"{site}/khel/",
        document(body),
        [site + form(s) for s in lead + grid + first + second],
        None,
        [f"{site}/{slug}/" for slug in SECTIONS],
        dates=20,
    )


def all_pages() -> Iterator[tuple[str, Page]]:
    """Yield every constructed page with its name."""
    for make in (
        *(aajtak_cards, navbharat_list, zee_articles, bbc_topic, tv9_wordpress, jansatta_blocks),
        *(blogger, webdunia, quintype, patrika, press_releases, jagran, oneindia, hocalwire),
        *(amar_ujala, univarta, dw, wire_hindi, home_of_blocks, bare_home),
        *(tailwind, elementor, small_portal, hindi_slugs, front_of_section),
    ):
        yield make.__name__, make()
    for number in (1, 2, 3):
        yield f"tagdiv_classic_{number}", tagdiv_category(number)
        yield f"tagdiv_cloud_{number}", tagdiv_category(number, cloud=True)
