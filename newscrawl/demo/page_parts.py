"""What every page of the demonstration has around its own: head, menu, sidebar, footer, cards.

The markup is that of the WordPress theme tagDiv Newspaper, in its classic and its Cloud form.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from datetime import datetime

from newscrawl.demo.look import look_of
from newscrawl.demo.stories import SECTIONS, Story

HOST = "demo.newscrawl.example"
ORIGIN = f"http://{HOST}"
SITE_NAME = "नमूना समाचार"


def escape(text: str) -> str:
    return html.escape(text, quote=True)


def address(path: str) -> str:
    return ORIGIN + path


def section_path(section: str, page: int = 1) -> str:
    return f"/category/{section}/" + (f"page/{page}/" if page > 1 else "")


def image_address(story: Story) -> str:
    return address(f"/wp-content/uploads/{story.published:%Y/%m}/{story.slug}.jpg")


def document(*, head: str, body_class: str, content: str, sidebar: str = "") -> str:
    """Return a whole page around its *head* elements and its *content*."""
    return (
        f'<!doctype html>\n<html lang="hi-IN"><head><meta charset="UTF-8">{head}'
        '<meta name="viewport" content="width=device-width, initial-scale=1.0">'
        '<meta name="generator" content="WordPress 6.8">'
        "<style>.td-post-content p{font-size:18px}</style></head>\n"
        f'<body class="{body_class} td-standard-pack"><div id="td-outer-wrap" '
        f'class="td-theme-wrap">\n{menu()}\n{content}\n{sidebar}\n{footer()}</div>'
        '<script>var tdBlocksArray = []; var td_ad = "विज्ञापन";</script></body></html>\n'
    )


def menu() -> str:
    items = "".join(
        f'<li class="menu-item menu-item-object-category"><a href="{address(section_path(slug))}">'
        f"{name}</a></li>"
        for slug, name in SECTIONS.items()
    )
    return (
        '<div class="td-header-wrap td-header-style-1"><div class="td-header-sp-logo">'
        f'<a class="td-main-logo" href="{address("/")}">{SITE_NAME}</a></div>'
        '<div id="td-header-menu" role="navigation"><ul id="menu-td-demo-header-menu" '
        f'class="sf-menu"><li class="menu-item"><a href="{address("/")}">मुख्य पृष्ठ</a></li>{items}'
        "</ul></div></div>"
    )


def footer() -> str:
    return (
        '<div class="td-footer-wrapper td-container-wrap"><div class="footer-text-wrap">'
        f"© 2026 {SITE_NAME}. सभी लोग, जगहें और घटनाएँ काल्पनिक हैं।</div>"
        '<ul class="td-subfooter-menu">'
        f'<li><a href="{address("/about/")}">हमारे बारे में</a></li>'
        f'<li><a href="{address("/wp-admin/")}">लॉग इन</a></li></ul></div>'
    )


def sidebar(stories: Iterable[Story]) -> str:
    """Return the right-hand column, the same on every page."""
    cards = "".join(classic_card(story, story.section, module="td_module_6") for story in stories)
    return (
        '<div class="td-pb-span4 td-main-sidebar" role="complementary">'
        '<div class="td-ss-main-sidebar"><div class="td-a-rec td-a-rec-id-sidebar tdi_5">'
        '<span class="td-adspot-title">- Advertisement -</span>'
        '<a class="td_spot_img_all" href="http://ads.example/"><img src="/ad.png" alt="spot_img">'
        '</a></div><aside class="td_block_template_1 widget"><h4 class="td-block-title">'
        f"<span>Must Read</span></h4>{cards}</aside></div></div>"
    )


def category_grid() -> str:
    """Return the block 'POPULAR CATEGORY' with the counts that WordPress shows."""
    items = "".join(
        f'<li><a href="{address(section_path(slug))}"><span class="td-cat-name">{name}</span>'
        '<span class="td-cat-no">13</span></a></li>'
        for slug, name in SECTIONS.items()
    )
    return (
        '<div class="td_block_wrap td_block_popular_categories widget widget_categories">'
        '<h4 class="td-block-title"><span>POPULAR CATEGORY</span></h4>'
        f'<ul class="td-pb-padding-side">{items}</ul></div>'
    )


def thumbnail(story: Story, url: str) -> str:
    return (
        f'<div class="td-module-thumb"><a href="{url}" rel="bookmark" class="td-image-wrap" '
        f'title="{escape(story.headline)}"><img class="entry-thumb" width="218" height="150" '
        f'src="{image_address(story)}" alt=""></a></div>'
    )


def card_title(story: Story, url: str) -> str:
    return (
        f'<h3 class="entry-title td-module-title"><a href="{url}" rel="bookmark" '
        f'title="{escape(story.headline)}">{escape(story.headline)}</a></h3>'
    )


def classic_card(story: Story, section: str, module: str = "td_module_10") -> str:
    url = address(story.path_in(section))
    excerpt = f'<div class="td-excerpt">{escape(story.description)}</div>'
    return (
        f'<div class="{module} td_module_wrap td-animation-stack">{thumbnail(story, url)}'
        f'<div class="item-details">{card_title(story, url)}<div class="td-module-meta-info">'
        f'<span class="td-post-date">{time_element(story)}</span></div>'
        f"{excerpt if module == 'td_module_10' else ''}</div></div>"
    )


def cloud_card(story: Story, section: str, module: str = "tdb_module_loop") -> str:
    url = address(story.path_in(section))
    return (
        f'<div class="{module} td_module_wrap td-animation-stack td-cpt-post">'
        '<div class="td-module-container td-category-pos-above"><div class="td-image-container">'
        f'{thumbnail(story, url)}</div><div class="td-module-meta-info">'
        f'<a href="{address(section_path(section))}" class="td-post-category">{SECTIONS[section]}'
        f'</a>{card_title(story, url)}<div class="td-editor-date"><span class="td-author-date">'
        f'<span class="td-post-date">{time_element(story)}</span></span></div>'
        f'<div class="td-excerpt">{escape(story.description)}</div></div></div></div>'
    )


def time_element(story: Story) -> str:
    """Return the visible date, with the machine's in `datetime` unless the page has none."""
    look = look_of(story.number)
    text = look.date_text(story.published)
    if look.date_only:
        return f'<span class="entry-date td-module-date">{text}</span>'
    iso = machine_date(story.published)
    return f'<time class="entry-date updated td-module-date" datetime="{iso}">{text}</time>'


def machine_date(date: datetime) -> str:
    return date.isoformat(timespec="seconds")
