"""Article pages: tagDiv's classic theme files and its Cloud template."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from newscrawl.demo.look import Look, look_of
from newscrawl.demo.page_parts import (
    ORIGIN,
    SITE_NAME,
    address,
    category_grid,
    cloud_card,
    document,
    escape,
    image_address,
    machine_date,
    section_path,
    sidebar,
    time_element,
)
from newscrawl.demo.stories import SECTIONS, Story

SHARE = (
    '<div class="td_block_wrap tdb_single_post_share"><div class="td-post-sharing-visible">'
    '<a class="td-social-sharing-button td-social-facebook" href="#">'
    '<div class="td-social-but-text">Facebook</div></a>'
    '<a class="td-social-sharing-button td-social-whatsapp" href="#">'
    '<div class="td-social-but-text">WhatsApp</div></a></div></div>'
)
COMMENTS = (
    '<div class="comments" id="comments"><h4 class="td-comments-title">2 COMMENTS</h4>'
    '<ol class="comment-list"><li class="comment"><article><footer><cite>पाठक</cite>'
    '<time datetime="2026-11-22T08:15:00+05:30">नवंबर 22, 2026 At 8:15 am</time></footer>'
    '<div class="comment-content"><p>बहुत अच्छी जानकारी दी आपने, ऐसी ख़बरें और छापिए।</p></div>'
    '</article></li></ol><div id="respond" class="comment-respond">'
    '<h3 class="comment-reply-title">LEAVE A REPLY <small><a href="#">Cancel reply</a></small></h3>'
    '<form><textarea placeholder="Comment:"></textarea><p>Save my name, email, and website in '
    "this browser for the next time I comment.</p></form></div></div>"
)
INLINE_AD = (
    '<div class="td-a-rec td-a-rec-id-content_inline tdi_2 td_block_template_1">'
    '<span class="td-adspot-title">- Advertisement -</span><ins class="adsbygoogle"></ins></div>'
)
BOTTOM_AD = (
    '<div class="td-a-rec td-a-rec-id-content_bottom tdi_3 td_block_template_1">'
    '<span class="td-adspot-title">विज्ञापन</span></div>'
)
FOLLOW_US = (
    '<p><strong><a href="http://chat.example/namoona">हमारे व्हाट्सएप चैनल से जुड़ें</a></strong></p>'
)


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """The stories that an article page points to; older ones, so that they stay the same.

    also_read  inside the text
    previous   in the pager below it
    related    in the block below that
    sidebar    in the right-hand column
    """

    also_read: Story
    previous: Story
    related: Sequence[Story]
    sidebar: Sequence[Story]


def article_page(story: Story, neighbours: Neighbours) -> str:
    """Return the HTML of *story*'s page."""
    look = look_of(story.number)
    dress = classic_article if look.theme == "classic" else cloud_article
    return document(
        head=head(story, look),
        body_class=f"single single-post postid-{story.number} single-format-standard",
        content=dress(story, look, neighbours),
        sidebar="" if look.theme == "classic" else category_grid(),
    )


def head(story: Story, look: Look) -> str:
    url = address(story.path)
    parts = [
        f"<title>{escape(story.headline)} - {SITE_NAME}</title>",
        f'<link rel="canonical" href="{url}">',
        '<meta name="robots" content="index, follow, max-image-preview:large">',
    ]
    if look.metadata != "none":
        parts += [
            f'<meta name="description" content="{escape(story.description)}">',
            '<meta property="og:type" content="article">',
            f'<meta property="og:title" content="{escape(story.headline)}">',
            f'<meta property="og:url" content="{url}">',
            f'<meta property="og:site_name" content="{SITE_NAME}">',
            f'<meta property="og:image" content="{image_address(story)}">',
            f'<meta property="article:published_time" content="{machine_date(story.published)}">',
            f'<meta property="article:modified_time" content="{machine_date(story.modified)}">',
            f'<meta property="article:section" content="{SECTIONS[story.section]}">',
        ]
        if story.author:
            parts.append(f'<meta name="author" content="{escape(story.author)}">')
    if look.metadata == "json-ld":
        data = json.dumps(json_ld(story), ensure_ascii=False).replace("</", "<\\/")
        parts.append(f'<script type="application/ld+json">{data}</script>')
    return "".join(parts)


def json_ld(story: Story) -> dict[str, object]:
    """Return what SEO plugins write: a @graph with the article among other things."""
    url = address(story.path)
    publisher = {"@type": "NewsMediaOrganization", "@id": f"{ORIGIN}/#org", "name": SITE_NAME}
    author = story.author or story.agency or SITE_NAME
    article = {
        "@type": "NewsArticle",
        "@id": f"{url}#article",
        "mainEntityOfPage": {"@id": url},
        "headline": story.headline,
        "description": story.description,
        "datePublished": machine_date(story.published),
        "dateModified": machine_date(story.modified),
        "author": {
            "@type": "Person" if story.author and not story.is_desk else "Organization",
            "name": author,
        },
        "publisher": {"@id": f"{ORIGIN}/#org"},
        "image": {"@type": "ImageObject", "url": image_address(story)},
        "keywords": list(story.tags),
        "articleSection": [SECTIONS[story.section]],
        "inLanguage": "hi-IN",
        "isAccessibleForFree": True,
    }
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "मुख्य पृष्ठ", "item": address("/")},
            {"@type": "ListItem", "position": 2, "name": SECTIONS[story.section]},
        ],
    }
    website = {"@type": "WebSite", "@id": f"{ORIGIN}/#website", "url": ORIGIN, "name": SITE_NAME}
    return {
        "@context": "https://schema.org",
        "@graph": [website, publisher, {"@type": "WebPage", "@id": url}, crumbs, article],
    }


def body_html(story: Story, look: Look, also_read: Story) -> str:
    """Return the text's elements with all that stands between them on real pages."""
    link = f'<a href="{address(also_read.path)}">{escape(also_read.headline)}</a>'
    elements = []
    for index, paragraph in enumerate(story.paragraphs):
        inner = escape(paragraph)
        if look.hard_spaces:
            inner = inner.replace("। ", "।&nbsp;")
        if story.dateline and index == 0:
            place, _, rest = inner.partition(") ")
            inner = f"<strong>{place})</strong> {rest}"
        if index == 1 and look.also_read == "line":
            inner += f"<br>\n<strong>ये भी पढ़ें:</strong> {link}"
        elif index == 1 and look.also_read == "words":
            inner += f" <strong>(यह भी पढ़ें: {link})</strong>"
        elements.append(f'<p style="text-align: justify;">{inner}</p>')
        if index == 1:
            if look.also_read == "paragraph":
                elements.append(f"<p><strong>यह भी पढ़ें:</strong> <strong>{link}</strong></p>")
            elements.append(INLINE_AD)
    if look.follow_us:
        elements.append(FOLLOW_US)
    if story.source:
        elements.append(f'<p><br /><br /><a href="{story.source}">Source link </a></p>')
    return "\n".join([*elements, "<p>&nbsp;</p>", BOTTOM_AD])


def figure(story: Story) -> str:
    return (
        f'<figure><a href="{image_address(story)}"><img class="entry-thumb td-modal-image" '
        f'src="{image_address(story)}" alt=""></a>'
        f'<figcaption class="wp-caption-text">{escape(story.caption)}</figcaption></figure>'
    )


def video_player() -> str:
    return (
        '<div class="wpb_video_wrapper"><iframe src="http://video.example/embed/42" '
        'width="696" height="392" allowfullscreen></iframe></div>'
    )


def tag_links(story: Story) -> str:
    return "".join(
        f'<li><a href="{address("/tag/" + tag.replace(" ", "-") + "/")}">{escape(tag)}</a></li>'
        for tag in story.tags
    )


def classic_article(story: Story, look: Look, neighbours: Neighbours) -> str:
    section = address(section_path(story.section))
    name = SECTIONS[story.section]
    byline = (
        f'<div class="td-post-author-name"><div class="td-author-by">By</div> '
        f'<a href="{address("/author/desk/")}">{escape(story.author)}</a>'
        '<div class="td-author-line"> - </div></div>'
        if story.author
        else ""
    )
    author_box = (
        '<div class="author-box-wrap"><div class="desc"><div class="td-author-name vcard author">'
        f'<span class="fn"><a href="{address("/author/desk/")}">{escape(story.author)}</a></span>'
        '</div><div class="td-author-description">बीस वर्षों से पत्रकारिता में, गाँव-क़स्बों की ख़बरों पर '
        "नज़र।</div></div></div>"
        if story.author
        else ""
    )
    top = video_player() if story.kind == "video" else figure(story)
    related = "".join(
        cloud_card(other, other.section, "td_module_related_posts") for other in neighbours.related
    )
    previous = neighbours.previous
    return f"""
<div class="td-main-content-wrap td-container-wrap"><div class="td-container">
<div class="td-crumb-container"><div class="entry-crumbs">
<span><a title="" class="entry-crumb" href="{address("/")}">मुख्य पृष्ठ</a></span>
<i class="td-icon-right td-bread-sep"></i>
<span><a class="entry-crumb" href="{section}">{name}</a></span>
<i class="td-icon-right td-bread-sep td-bred-no-url-last"></i>
<span class="td-bred-no-url-last">{escape(story.headline[:30])}...</span></div></div>
<div class="td-pb-row"><div class="td-pb-span8 td-main-content" role="main">
<div class="td-ss-main-content">
<article id="post-{story.number}" class="post-{story.number} post type-post hentry">
<div class="td-post-header"><ul class="td-category"><li class="entry-category">
<a href="{section}">{name}</a></li></ul>
<header class="td-post-title"><h1 class="entry-title">{escape(story.headline)}</h1>
<p class="td-post-sub-title">{escape(story.description)}</p>
<div class="td-module-meta-info">{byline}
<span class="td-post-date">{time_element(story)}</span>
<div class="td-post-views"><span class="td-nr-views">417</span></div>
<div class="td-post-comments"><a href="#comments">2</a></div></div></header></div>
<div class="td-post-sharing-top">{SHARE}</div>
<div class="td-post-content tagdiv-type">
<div class="td-post-featured-image">{top}</div>
{body_html(story, look, neighbours.also_read)}</div>
<footer><div class="td-post-source-tags"><ul class="td-tags td-post-small-box clearfix">
<li><span>TAGS</span></li>{tag_links(story)}</ul></div>
<div class="td-post-sharing-bottom">{SHARE}</div>
<div class="td-block-row td-post-next-prev"><div class="td-block-span6 td-post-prev-post">
<div class="td-post-next-prev-content"><span>Previous article</span>
<a href="{address(previous.path)}">{escape(previous.headline)}</a></div></div></div>
{author_box}</footer></article>
<div class="td_block_wrap td_block_related_posts tdi_4 td_with_ajax_pagination">
<h4 class="td-related-title td-block-title"><a class="td-related-left" href="#">RELATED ARTICLES</a>
<a class="td-related-right" href="#">MORE FROM AUTHOR</a></h4>
<div class="td_block_inner">{related}</div></div>
{COMMENTS}</div></div>
{sidebar(neighbours.sidebar)}</div></div></div>"""


def cloud_article(story: Story, look: Look, neighbours: Neighbours) -> str:
    section = address(section_path(story.section))
    name = SECTIONS[story.section]
    byline = (
        block(
            "tdb_single_author",
            4,
            '<div class="tdb-author-name-wrap"><span class="tdb-author-by">By</span> '
            f'<a class="tdb-author-name" href="{address("/author/desk/")}">{escape(story.author)}'
            "</a></div>",
        )
        if story.author
        else ""
    )
    top = video_player() if story.kind == "video" else figure(story)
    related = "".join(
        cloud_card(other, other.section, "tdb_module_related") for other in neighbours.related
    )
    latest = "".join(
        cloud_card(other, other.section, "td_module_flex") for other in neighbours.sidebar
    )
    previous = neighbours.previous
    parts = [
        block(
            "tdb_breadcrumbs",
            1,
            f'<span><a title="" class="tdb-entry-crumb" href="{address("/")}">मुख्य पृष्ठ</a></span>'
            '<i class="tdb-bread-sep td-icon-right"></i>'
            f'<span><a class="tdb-entry-crumb" href="{section}">{name}</a></span>'
            '<i class="tdb-bread-sep tdb-bred-no-url-last td-icon-right"></i>'
            f'<span class="tdb-bred-no-url-last">{escape(story.headline[:30])}...</span>',
        ),
        block(
            "tdb_single_categories",
            2,
            f'<a class="tdb-entry-category" href="{section}"><span class="tdb-cat-bg"></span>'
            f"{name}</a>",
        ),
        block(
            "tdb_title tdb-single-title",
            3,
            f'<h1 class="tdb-title-text">{escape(story.headline)}</h1>',
        ),
        byline,
        block("tdb_single_date tdb-post-meta", 5, time_element(story)),
        SHARE,
        '<div class="td_block_wrap td_block_single_image td_spot_img_all tdi_6">'
        '<a class="td_spot_img_all" href="http://ads.example/"><img src="/ad.png" alt="spot_img">'
        '</a><div class="td-adspot-title">spot_img</div></div>',
        block("tdb_single_featured_image", 7, top),
        block(
            "tdb_single_content td-post-content tagdiv-type",
            8,
            body_html(story, look, neighbours.also_read),
        ),
        block(
            "tdb_single_tags",
            9,
            f'<ul class="tdb-tags"><li><span>Tags</span></li>{tag_links(story)}</ul>',
        ),
        block(
            "tdb_single_next_prev",
            10,
            '<div class="tdb-next-post tdb-post-prev"><span>Previous article</span>'
            f'<a href="{address(previous.path)}">{escape(previous.headline)}</a></div>',
        ),
        block("tdb_single_comments", 11, COMMENTS),
        '<div class="td_block_wrap td_flex_block_1 tdi_12 td_flex_block">'
        '<h4 class="td-block-title"><span>Latest articles</span></h4>'
        f'<div class="td_block_inner td-mc1-wrap">{latest}</div></div>',
        '<div class="td_block_wrap tdb_single_related tdi_13 td_with_ajax_pagination">'
        '<h4 class="td-block-title"><span>More like this</span></h4>'
        f'<div class="td_block_inner td-mc1-wrap">{related}</div></div>',
    ]
    return (
        '<div id="tdb-autoload-article" class="td-main-content-wrap tdc-content-wrap">'
        f'<article id="post-{story.number}" class="tdb-autoload-article post type-post hentry">'
        '<div class="td-container tdb-content-wrap"><div class="wpb_wrapper">'
        + "\n".join(parts)
        + "</div></div></article></div>"
    )


def block(kind: str, number: int, inner: str) -> str:
    """Return a block of the Cloud template; its `tdi_` number is of no use to a selector."""
    return (
        f'<div class="td_block_wrap {kind} tdi_{number} td-pb-border-top td_block_template_1" '
        f'data-td-block-uid="tdi_{number}"><div class="tdb-block-inner td-fix-index">{inner}'
        "</div></div> <!-- ./block -->"
    )
