"""How a listing is read and its next page found: a mechanism each, a site names the one it has.

The generic reading comes first everywhere: a link to the next page that stands on the page is
newer than what a site file says of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Protocol
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from scrapy.http import FormRequest, Request, Response

from newscrawl.extraction.charset import decode
from newscrawl.extraction.listing import Listing, read_json_listing, read_listing
from newscrawl.urls import same_site

IsArticle = Callable[[str], object] | None
"""A site's article pattern; None where the site is not known and links are judged by form."""


class Paging(Protocol):
    """Read the pages of a listing, counted from 1."""

    def read(self, response: Response, is_article: IsArticle) -> Listing:
        """Return the links of a page."""

    def next_request(
        self, first: str, page: int, response: Response, listing: Listing
    ) -> Request | None:
        """Return the request for the page after *page* of the listing that begins at *first*.

        It has no callback. None where the listing ends.
        """


SCROLLS_TO = re.compile(
    r"\bdata-(?:next|next-page|(?:next|more|load-?more|scroll|infinite)(?:-page)?-(?:url|href|link))"
    r"""\s*=\s*["']((?:https?:/)?/[^"'\s]*|\?[^"'\s]+)["']""",
    re.I,
)
NEXT_DATA = re.compile(r'<script[^>]+id="__NEXT_DATA__"[^>]*>(.*?)</script>', re.S)


class UnreadableListing(ValueError):
    """A further page of a listing that is neither HTML nor JSON."""


@dataclass(frozen=True)
class LinkedPages:
    """Pages that name the next one: rel=next, a next word, a pager, the address of endless scroll.

    *template* makes an article's address of the objects in a page's data, where they have none.
    """

    template: str | None = field(default=None, kw_only=True)

    def read(self, response: Response, is_article: IsArticle) -> Listing:
        """Return the links of a page, HTML or JSON. Raises UnreadableListing."""
        if is_json(response):
            return self._read_json(response.body, response, is_article)
        listing = read_listing(response.body, response.url, is_article=is_article)
        if listing.articles or not self.template or listing.nofollow:
            return listing
        data = NEXT_DATA.search(decode(response.body))
        drawn = self._read_json(data[1], response, is_article) if data else listing
        return replace(listing, articles=drawn.articles)

    def _read_json(self, text: str | bytes, response: Response, is_article: IsArticle) -> Listing:
        try:
            data = json.loads(text)
        except ValueError as error:
            raise UnreadableListing(f"{response.url}: {error}") from error
        return read_json_listing(data, response.url, is_article=is_article, template=self.template)

    def next_request(
        self, first: str, page: int, response: Response, listing: Listing
    ) -> Request | None:
        """Return a request for the address that the page names."""
        address = listing.next_page or scrolls_to(response)
        return Request(address) if address else None


@dataclass(frozen=True)
class NumberedPages(LinkedPages):
    """Pages whose address is the first one's with a number.

    *form* is what is added: ``?page={}``, ``/page/{}/``, ``-page{}.html`` (in place of ``.html``),
    ``/{}``. Page *page* has the number *page* + *offset*: -1 where the site counts from 0.
    """

    form: str
    offset: int = 0

    def next_request(
        self, first: str, page: int, response: Response, listing: Listing
    ) -> Request | None:
        """Return the page that is linked to, else the page of the next number."""
        if linked := super().next_request(first, page, response, listing):
            return linked
        return Request(self.address(first, page + 1)) if listing.articles else None

    def address(self, first: str, page: int) -> str:
        """Return the address of page *page* of the listing at *first*."""
        text = self.form.format(page + self.offset)
        first = first.removesuffix(self.form.format(1 + self.offset))  # /tags/news/1
        address, _, query = first.partition("?")
        if text.startswith("?"):
            kept = [pair for pair in parse_qsl(query) if pair[0] not in dict(parse_qsl(text[1:]))]
            return f"{address}?{urlencode([*kept, *parse_qsl(text[1:])])}"
        extension = re.search(r"\.[a-z]+$", text)
        if extension and address.endswith(extension[0]):
            address = address.removesuffix(extension[0])
        return address.rstrip("/") + text + (f"?{query}" if query else "")


BUILD = re.compile(r'"buildId"\s*:\s*"([\w.-]+)"|/_next/data/([\w.-]+)/')


@dataclass(frozen=True)
class LoadedPages(LinkedPages):
    """Further pages come from an address of their own, as HTML fragments or JSON.

    Load-more buttons, endless scroll, a collections API such as Quintype's, the data of Next.js.
    *address* holds ``{number}`` (the page's, plus *offset*), ``{skipped}`` (how many articles the
    pages before had), ``{size}`` (how many are wanted), ``{path}`` (the section's), ``{slug}`` (the
    last segment of it) and ``{build}`` (the build of a Next.js site, as its pages name it).
    """

    address: str
    offset: int = 0
    size: int = 20

    def next_request(
        self, first: str, page: int, response: Response, listing: Listing
    ) -> Request | None:
        """Return what the page links to, else the request for what is loaded after it.

        None after a page without articles, or where the address needs what the page does not say.
        """
        if not is_json(response) and (
            linked := super().next_request(first, page, response, listing)
        ):
            return linked
        if not listing.articles:
            return None
        path = urlsplit(first).path.rstrip("/")
        skipped = len(listing.articles) + (
            response.request.meta.get("skipped", 0) if response.request else 0
        )
        values = {
            "number": page + 1 + self.offset,
            "skipped": skipped,
            "size": self.size,
            "path": path,
            "slug": path.rpartition("/")[2],
        }
        if "{build}" in self.address:
            found = BUILD.search(response.url) or BUILD.search(decode(response.body))
            if not found:
                return None
            values |= {"build": found[1] or found[2], "path": path or "/index"}
        return Request(
            urljoin(first, self.address.format_map(values)),
            headers={"Accept": "*/*", "X-Requested-With": "XMLHttpRequest"},
            meta={"skipped": skipped},
        )


def scrolls_to(response: Response) -> str | None:
    """Return the address that endless scroll loads next, where an attribute of the page has it."""
    if is_json(response):
        return None  # its keys were read
    found = SCROLLS_TO.search(decode(response.body))
    address = urljoin(response.url, unescape(found[1])) if found else ""
    return address if same_site(address, response.url) and address != response.url else None


def is_json(response: Response) -> bool:
    """Tell whether *response* is JSON, whatever its Content-Type says."""
    return response.body.lstrip()[:1] in (b"{", b"[")


LOOP_STATE = re.compile(r"tdAjaxLoop\.loopState\.(\w+)\s*=\s*'?([^;'\n{]*)'?;")
LOOP_ATTRIBUTES = re.compile(r"tdAjaxLoop\.loopState\.atts\s*=\s*\{([^}]*)\}")
ATTRIBUTE = re.compile(r"['\"]?(\w+)['\"]?\s*:\s*['\"]?([^'\",}]*)")
BLANKS_AND_QUOTES = " \t'\""
CATEGORY_ID = re.compile(r"'category_id'\s*:\s*'?(\d+)")
BLOCK = re.compile(r"\bblock_(\w+)\.(\w+)\s*=\s*(?:'([^']*)'|\"([^\"]*)\"|(\d+))\s*;")
AJAX_ADDRESS = re.compile(r"td_ajax_url\s*=\s*['\"]([^'\"]+)['\"]")
BESIDE_THE_LIST = re.compile(r"mega_menu|related|trending_now|\"ajax_pagination\":\"next_prev\"")
LOADS_MORE = re.compile(r"tdb_loop|\"ajax_pagination\":\"(?:load_more|infinite)\"")


@dataclass(frozen=True)
class TagDivPages(LinkedPages):
    """tagDiv's load-more and endless scroll: a POST to admin-ajax.php that answers with JSON.

    The start values stand in the first page's inline script (public spider of 2021, apkaakhbar):
    ``tdAjaxLoop.loopState.max_num_pages = 4`` (action td_ajax_loop), or ``block_X.atts = '…'``
    (action td_ajax_block).
    """

    def next_request(
        self, first: str, page: int, response: Response, listing: Listing
    ) -> Request | None:
        """Return the link that the page has, else the POST for the next page."""
        if is_json(response):
            return self._after_an_answer(page, response, listing)
        if linked := super().next_request(first, page, response, listing):
            return linked
        html = decode(response.body)
        form, last = loop_form(html)
        if not form or not listing.articles:
            return None
        named = AJAX_ADDRESS.search(html)
        address = named[1].replace("\\/", "/") if named else "/wp-admin/admin-ajax.php"
        return self._post(urljoin(first, address), form, page + 1, last)

    def _after_an_answer(self, page: int, response: Response, listing: Listing) -> Request | None:
        asked = response.request
        if asked is None or not listing.articles or json.loads(response.body).get("td_hide_next"):
            return None
        form = dict(parse_qsl(asked.body.decode(), keep_blank_values=True))
        return self._post(response.url, form, page + 1, asked.meta["last_page"])

    def _post(self, address: str, form: dict[str, str], page: int, last: int) -> Request | None:
        if page > last:
            return None
        of_loop = form["action"] == "td_ajax_loop"
        form["loopState[currentPage]" if of_loop else "td_current_page"] = str(page)
        return FormRequest(address, formdata=form, meta={"last_page": last})


def loop_form(html: str) -> tuple[dict[str, str], int]:
    """Return the form that asks a tagDiv site for a further page, and the number of the last.

    The form is empty where *html*, a first page, has none.
    """
    state = dict(LOOP_STATE.findall(html))
    if "max_num_pages" in state:
        found = LOOP_ATTRIBUTES.search(html) or CATEGORY_ID.search(html)
        attributes = ATTRIBUTE.findall(found[0].partition("=")[2] or found[0]) if found else ()
        form = {"action": "td_ajax_loop"}
        form |= {
            f"loopState[{name}]": value.strip(BLANKS_AND_QUOTES) for name, value in state.items()
        }
        form |= {f"loopState[atts][{name}]": value.strip() for name, value in attributes}
        return form, number(state["max_num_pages"].strip(BLANKS_AND_QUOTES))
    blocks: dict[str, dict[str, str]] = {}
    for name, attribute, *values in BLOCK.findall(html):
        blocks.setdefault(name, {"id": name})[attribute] = next(filter(None, values), "")
    growing = [
        block
        for block in blocks.values()
        if number(block.get("max_num_pages")) > 1
        and block.get("atts")
        and not BESIDE_THE_LIST.search(block["atts"] + block.get("block_type", ""))
    ]
    if not growing:
        return {}, 0
    block = next(
        (b for b in growing if LOADS_MORE.search(b["atts"] + b.get("block_type", ""))), growing[0]
    )
    return {
        "action": "td_ajax_block",
        "td_atts": block["atts"],
        "td_block_id": block["id"],
        "td_column_number": block.get("td_column_number", "1"),
        "block_type": block.get("block_type", ""),
        "td_filter_value": block.get("td_filter_value", ""),
        "td_user_action": block.get("td_user_action", ""),
    }, number(block["max_num_pages"])


def number(text: str | None) -> int:
    """Return the number that a script gives a value, 0 where it is none."""
    return int(text) if text and text.isdecimal() else 0
