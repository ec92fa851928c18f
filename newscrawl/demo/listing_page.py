"""Section pages and the home page: big grid, main column, pager, sidebar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newscrawl.demo.page_parts import (
    SITE_NAME,
    address,
    card_title,
    category_grid,
    classic_card,
    cloud_card,
    document,
    section_path,
    sidebar,
    thumbnail,
    time_element,
)
from newscrawl.demo.stories import SECTIONS, Story

CLOUD_SECTIONS = ("sports", "entertainment")
IN_GRID, IN_COLUMN = 2, 5
"""Stories of the big grid, the newest on every page and nowhere else, and of the main column."""


def page_count(stories: Sequence[Story]) -> int:
    """Return how many listing pages a section of *stories* has."""
    return max(1, -(-(len(stories) - IN_GRID) // IN_COLUMN))


def section_page(section: str, page: int, stories: Sequence[Story], beside: Sequence[Story]) -> str:
    """Return the HTML of the *page*-th listing page (from 1) of a section's *stories*."""
    start = IN_GRID + (page - 1) * IN_COLUMN
    column = stories[start : start + IN_COLUMN]
    grid = stories[:IN_GRID]
    pages = page_count(stories)
    cloud = section in CLOUD_SECTIONS
    dress = cloud_section if cloud else classic_section
    title = SECTIONS[section] + (f" - Page {page} of {pages}" if page > 1 else "")
    return document(
        head=listing_head(section, page, pages, title, relations=not cloud),
        body_class=f"archive category category-{section}" + (" paged" if page > 1 else ""),
        content=dress(section, column, grid, pager(section, page, pages), beside),
    )


def listing_head(section: str, page: int, pages: int, title: str, *, relations: bool) -> str:
    parts = [
        f"<title>{title} - {SITE_NAME}</title>",
        f'<link rel="canonical" href="{address(section_path(section, page))}">',
        '<meta property="og:type" content="website">',
        f'<meta property="og:title" content="{SECTIONS[section]}">',
    ]
    if relations and page > 1:
        parts.append(f'<link rel="prev" href="{address(section_path(section, page - 1))}">')
    if relations and page < pages:
        parts.append(f'<link rel="next" href="{address(section_path(section, page + 1))}">')
    return "".join(parts)


def pager(section: str, page: int, pages: int) -> str:
    """Return the theme's pager; its last link points forward on all pages but the last."""
    parts = []
    if page > 1:
        earlier = address(section_path(section, page - 1))
        parts.append(f'<a href="{earlier}"><i class="td-icon-menu-left"></i></a>')
    for number in range(1, pages + 1):
        url = address(section_path(section, number))
        parts.append(
            f'<span class="current">{number}</span>'
            if number == page
            else f'<a href="{url}" class="page" title="{number}">{number}</a>'
        )
    if page < pages:
        later = address(section_path(section, page + 1))
        parts.append(f'<a href="{later}"><i class="td-icon-menu-right"></i></a>')
    parts.append(f'<span class="pages">Page {page} of {pages}</span>')
    return f'<div class="page-nav td-pb-padding-side">{"".join(parts)}</div>'


def classic_section(
    section: str, column: Sequence[Story], grid: Sequence[Story], nav: str, beside: Sequence[Story]
) -> str:
    name = SECTIONS[section]
    cards = "\n".join(classic_card(story, section) for story in column)
    big = "".join(big_grid_card(story, section, place) for place, story in enumerate(grid))
    return f"""
<div class="td-category-header td-container-wrap td_category_template_5"><div class="td-container">
<div class="entry-crumbs"><span><a class="entry-crumb" href="{address("/")}">मुख्य पृष्ठ</a></span>
<i class="td-icon-right td-bread-sep"></i>
<span class="td-bred-no-url-last">{name}</span></div>
<h1 class="entry-title td-page-title">{name}</h1></div></div>
<div class="td-category-grid td-container-wrap"><div class="td_block_wrap td_block_big_grid_1 tdi_2
td-grid-style-1 td-big-grids"><div class="td_block_inner"><div class="td-big-grid-wrapper">
{big}</div></div></div></div>
<div class="td-main-content-wrap td-container-wrap"><div class="td-container">
<div class="td-pb-row"><div class="td-pb-span8 td-main-content" role="main">
<div class="td-ss-main-content">
{cards}
{nav}</div></div>
{sidebar(beside)}</div></div></div>"""


def big_grid_card(story: Story, section: str, place: int) -> str:
    url = address(story.path_in(section))
    return (
        f'<div class="td_module_mx5 td-animation-stack td-big-grid-post-{place} td-big-grid-post">'
        f'{thumbnail(story, url)}<div class="td-meta-info-container"><div class="td-big-grid-meta">'
        f'{card_title(story, url)}<div class="td-module-meta-info"><span class="td-post-date">'
        f"{time_element(story)}</span></div></div></div></div>"
    )


def cloud_section(
    section: str, column: Sequence[Story], grid: Sequence[Story], nav: str, beside: Sequence[Story]
) -> str:
    name = SECTIONS[section]
    cards = "\n".join(cloud_card(story, section) for story in column)
    big = "".join(
        cloud_card(story, section, "td_module_flex td-big-grid-flex-post") for story in grid
    )
    latest = "".join(cloud_card(story, story.section, "td_module_flex") for story in beside)
    return f"""
<div class="td-main-content-wrap td-container-wrap"><div class="tdc-content-wrap">
<div class="td_block_wrap tdb_category_title tdi_20"><h1 class="tdb-title-text">{name}</h1></div>
<div class="td_block_wrap td_block_big_grid_flex_1 tdi_21 td-big-grid-flex">
<div class="td_block_inner">{big}</div></div>
<div class="vc_row tdi_22 td-pb-row"><div class="vc_column td-pb-span8">
<div class="td_block_wrap tdb_loop tdi_23 tdb-numbered-pagination">
<div id="tdi_23" class="td_block_inner tdb-block-inner td-fix-index">
{cards}</div>
{nav}</div></div>
<div class="vc_column td-pb-span4"><div class="td_block_wrap td_flex_block_1 tdi_24">
<h4 class="td-block-title"><span>Latest articles</span></h4>
<div class="td_block_inner td-mc1-wrap">{latest}</div></div>
{category_grid()}</div></div></div></div>"""


def home_page(stories: Mapping[str, Sequence[Story]], beside: Sequence[Story]) -> str:
    """Return the HTML of the home page: the newest of each section."""
    blocks = "\n".join(
        f'<div class="td_block_wrap td_block_2 tdi_{number}"><h4 class="td-block-title">'
        f'<a href="{address(section_path(section))}">{SECTIONS[section]}</a></h4>'
        '<div class="td_block_inner">'
        + "".join(classic_card(story, section, "td_module_1") for story in listed[:4])
        + "</div></div>"
        for number, (section, listed) in enumerate(stories.items(), 30)
    )
    return document(
        head=f'<title>{SITE_NAME}</title><link rel="canonical" href="{address("/")}">'
        '<meta property="og:type" content="website">',
        body_class="home page-template",
        content='<div class="td-main-content-wrap td-main-page-wrap td-container-wrap">'
        '<div class="td-container tdc-content-wrap"><div class="td-pb-row">'
        f'<div class="td-pb-span8 td-main-content">{blocks}</div>'
        f"{sidebar(beside)}</div></div></div>",
    )


def not_found_page() -> str:
    """Return what WordPress answers where there is nothing."""
    return document(
        head=f"<title>Page not found - {SITE_NAME}</title>",
        body_class="error404",
        content='<div class="td-main-content-wrap td-container-wrap"><div class="td-404-title">'
        'Ooops... Error 404</div><div class="td-404-sub-title">पृष्ठ नहीं मिला</div></div>',
    )
