"""Articles in JSON: a page's own data, a collections API, the answer to 'load more'."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin

from newscrawl.extraction.links import Link
from newscrawl.extraction.pager import page_address
from newscrawl.extraction.shown_date import date_in_url
from newscrawl.extraction.url_shape import HEADLINE_WORDS, PageKind, url_shape
from newscrawl.urls import address_key, is_trap, same_site

_TAG = re.compile(r"<[^<>]*>")

MAX_JSON_VALUES = 200_000
"""Values looked at in one JSON document."""

_HEADLINE_KEYS = ("headline", "title", "heading", "story_title", "storyTitle", "name", "text")
_DATE_KEY = re.compile(r"publish|pub_?date|^date|created|first_?pub|updated|mod_?date|time", re.I)
_PUBLISHED_KEY = re.compile(r"publish|pub_?date|first_?pub", re.I)
_CHANGED_KEY = re.compile(r"last|updat|modif|mod_?date", re.I)
_URL_KEYS = ("url", "href", "link", "permalink", "canonical", "webUrl", "web_url", "storyUrl")
_NEXT_KEYS = ("next", "nextPage", "next_page", "nextUrl", "next_url", "next_page_url", "nextLink")
_PAGE_COUNTS = (("activePage", "pageCount"), ("currentPage", "totalPages"))
_BARE_SLUG = re.compile(r"[a-z0-9%\u0900-\u097f_-]+(?:/[a-z0-9%\u0900-\u097f._-]+)*", re.I)


def json_links(
    data: object,
    base: str,
    *,
    is_article: Callable[[str], object] | None,
    template: str | None,
    canonicalize: Callable[[str], str],
) -> Iterator[Link]:
    """Yield the articles named anywhere in *data*, in reading order.

    An article is an object with an address: a full URL or a path, a Quintype `slug`, or what
    *template* makes of its values.
    """
    for value in _values(data):
        if isinstance(value, str):
            continue
        if address := _address_in(value, base, is_article, template, canonicalize):
            yield Link(
                url=address,
                text=_first_text(value, _HEADLINE_KEYS),
                published=_date_in(value) or date_in_url(address),
            )


def json_html(data: object) -> Iterator[str]:
    """Yield the strings of HTML with links in *data*."""
    for value in _values(data):
        if isinstance(value, str) and "<a " in value:
            yield value


def next_page_in(data: object, base: str, canonicalize: Callable[[str], str]) -> str | None:
    """Return the next page that *data* names or counts; None where it says nothing of it."""
    for value in _values(data):
        if not isinstance(value, str) and (found := _next_in(value, base, canonicalize)):
            return found
    return None


def _values(data: object) -> Iterator[Mapping[str, Any] | str]:
    """Yield the objects and strings of a JSON document in reading order, without recursion."""
    waiting = [data]
    for _ in range(MAX_JSON_VALUES):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(reversed(value.values()))
        elif isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, str):
            yield value


def _address_in(
    value: Mapping[str, Any],
    base: str,
    is_article: Callable[[str], object] | None,
    template: str | None,
    canonicalize: Callable[[str], str],
) -> str | None:
    """Return the address of the article that *value* describes, None where it describes none."""
    headline = _first_text(value, _HEADLINE_KEYS)
    addresses = [value.get(key) for key in _URL_KEYS]
    if template:
        with suppress(KeyError, IndexError, AttributeError):  # another kind of object
            addresses.insert(0, template.format_map(value))
    slug = value.get("slug")
    if headline and isinstance(slug, str) and _BARE_SLUG.fullmatch(slug):
        addresses.append(f"/{slug}")
    for address in addresses:
        if not isinstance(address, str) or not address.startswith(("http", "/")):
            continue
        try:
            url = canonicalize(urljoin(base, address))
        except ValueError:
            continue
        if is_trap(url) or address_key(url) == address_key(base):
            continue
        if is_article(url) if is_article else _is_article_in_json(url, base, headline):
            return url
    return None


def _is_article_in_json(url: str, base: str, headline: str) -> bool:
    if not same_site(url, base):
        return False
    kind = url_shape(url).kind
    if kind is PageKind.ARTICLE:
        return True
    return kind is PageKind.SLUG and len(headline.split()) >= HEADLINE_WORDS


def _first_text(value: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        text = value.get(key)
        if isinstance(text, dict):
            text = text.get("rendered")  # WordPress
        if isinstance(text, str) and text.strip():
            return " ".join(unescape(_TAG.sub("", text)).split())[:400]
    return ""


def _date_in(value: Mapping[str, Any]) -> str | None:
    dates = [key for key in value if _DATE_KEY.search(key)]
    for key in sorted(dates, key=_unlikely_first_date):
        date = value[key]
        if isinstance(date, str) and any(map(str.isdigit, date)):
            return date[:100]
        if isinstance(date, int | float) and 0.8e9 < date < 4e12:
            seconds = date / 1000 if date > 1e11 else date
            return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    return None


def _unlikely_first_date(key: str) -> tuple[bool, bool]:
    """Order the names of dates: of publication, then of a change, then any."""
    return not _PUBLISHED_KEY.search(key), _CHANGED_KEY.search(key) is not None


def _next_in(value: Mapping[str, Any], base: str, canonicalize: Callable[[str], str]) -> str | None:
    for key in _NEXT_KEYS:
        address = value.get(key)
        if isinstance(address, str) and address.startswith(("http", "/", "?")):
            try:
                following = canonicalize(urljoin(base, address))
            except ValueError:
                continue
            if same_site(following, base) and following != base:
                return following
    for active, count in _PAGE_COUNTS:
        page, pages = value.get(active), value.get(count)
        if isinstance(page, int) and isinstance(pages, int) and page < pages:
            return page_address(base, page + 1)
    return None
