"""How a listing is read and its next page found: a mechanism each, a site names the one it has.

The generic reading comes first everywhere: a link to the next page that stands on the page is
newer than what a site file says of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from scrapy.http import FormRequest, Request, Response

from newscrawl.extraction.listing import Listing, read_json_listing, read_listing

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


@dataclass(frozen=True)
class LinkedPages:
    """HTML that links to its next page: rel=next, a next word, a numbered pager."""

    def read(self, response: Response, is_article: IsArticle) -> Listing:
        """Return the links of a page."""
        return read_listing(response.body, response.url, is_article=is_article)

    def next_request(
        self, first: str, page: int, response: Response, listing: Listing
    ) -> Request | None:
        """Return a request for the address that the page links to."""
        return Request(listing.next_page) if listing.next_page else None


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
        address, _, query = first.partition("?")
        if text.startswith("?"):
            kept = [pair for pair in parse_qsl(query) if pair[0] not in dict(parse_qsl(text[1:]))]
            return f"{address}?{urlencode([*kept, *parse_qsl(text[1:])])}"
        extension = re.search(r"\.[a-z]+$", text)
        if extension and address.endswith(extension[0]):
            address = address.removesuffix(extension[0])
        return address.rstrip("/") + text + (f"?{query}" if query else "")


@dataclass(frozen=True)
class FragmentPages(LinkedPages):
    """Further pages are fragments of HTML at an address of their own: load-more, endless scroll.

    *address* holds ``{number}`` (page + *offset*), ``{path}`` (the section's) and ``{slug}`` (the
    last segment of it).
    """

    address: str
    offset: int = -1

    def next_request(
        self, first: str, page: int, response: Response, listing: Listing
    ) -> Request | None:
        """Return the request for the next fragment, unless this one was empty."""
        if not listing.articles:
            return None
        path = urlsplit(first).path.rstrip("/")
        address = self.address.format(
            number=page + 1 + self.offset, path=path, slug=path.rpartition("/")[2]
        )
        return Request(urljoin(first, address), headers={"X-Requested-With": "XMLHttpRequest"})


@dataclass(frozen=True)
class JsonPages(LinkedPages):
    """Further pages are JSON: a collections API such as Quintype's, or a page's own data.

    *address* as in FragmentPages, and ``{offset}``: the number of articles on the pages before,
    *size* a page.
    """

    address: str
    size: int = 20

    def read(self, response: Response, is_article: IsArticle) -> Listing:
        """Return the article links of a page of HTML or JSON."""
        if response.body.lstrip()[:1] in (b"{", b"["):
            return read_json_listing(json.loads(response.body), response.url, is_article=is_article)
        return super().read(response, is_article)

    def next_request(
        self, first: str, page: int, response: Response, listing: Listing
    ) -> Request | None:
        """Return the request for the next page of the API, unless this page was empty."""
        if not listing.articles:
            return None
        path = urlsplit(first).path.rstrip("/")
        address = self.address.format(
            number=page + 1, offset=page * self.size, size=self.size, path=path,
            slug=path.rpartition("/")[2],
        )  # fmt: skip
        return Request(urljoin(first, address), headers={"Accept": "application/json"})


LOOP_STATE = re.compile(r"tdAjaxLoop\.loopState\.([\w.]+)\s*=\s*'?([^;'\n]*)'?;")
CATEGORY_ID = re.compile(r"'category_id'\s*:\s*'?(\d+)")
BLOCK = re.compile(r"\bblock_(\w+)\.(\w+)\s*=\s*(?:'([^']*)'|\"([^\"]*)\"|(\d+))\s*;")


@dataclass(frozen=True)
class TagDivPages(LinkedPages):
    """tagDiv's load-more and endless scroll: a POST to admin-ajax.php that answers with JSON.

    The start values stand in the first page's inline script (public spider of 2021, apkaakhbar):
    ``tdAjaxLoop.loopState.max_num_pages = 4`` (action td_ajax_loop), or ``block_X.atts = '…'``
    (action td_ajax_block).
    """

    def read(self, response: Response, is_article: IsArticle) -> Listing:
        """Return the links of a page, or of the HTML inside the JSON of a further page."""
        if response.body.lstrip()[:1] != b"{":
            return super().read(response, is_article)
        answer = json.loads(response.body)
        html = answer.get("server_reply_html_data") or answer.get("td_data") or ""
        return read_listing(str(html), response.url, is_article=is_article)

    def next_request(
        self, first: str, page: int, response: Response, listing: Listing
    ) -> Request | None:
        """Return the link that the page has, else the POST for the next page."""
        if linked := super().next_request(first, page, response, listing):
            return linked
        form = (
            dict(parse_qsl(response.request.body.decode(), keep_blank_values=True))
            if response.request and response.request.method == "POST"
            else loop_form(response.text)
        )
        if not form or not listing.articles:
            return None
        number = "loopState[currentPage]" if "loopState[currentPage]" in form else "td_current_page"
        if page >= int(form.get("loopState[max_num_pages]") or page + 1):
            return None
        form[number] = str(page + 1)
        return FormRequest(urljoin(first, "/wp-admin/admin-ajax.php"), formdata=form)


def loop_form(html: str) -> dict[str, Any]:
    """Return the form that asks a tagDiv site for a further page; empty where it has none."""
    state = dict(LOOP_STATE.findall(html))
    if "max_num_pages" in state or "currentPage" in state:
        form = {f"loopState[{name}]": value for name, value in state.items() if "." not in name}
        if category := CATEGORY_ID.search(html):
            form["loopState[atts][category_id]"] = category[1]
        return {"action": "td_ajax_loop", "loopState[currentPage]": "1", **form}
    blocks: dict[str, dict[str, str]] = {}
    for name, attribute, *values in BLOCK.findall(html):
        blocks.setdefault(name, {})[attribute] = next(filter(None, values), "")
    for name, block in blocks.items():
        if int(block.get("max_num_pages") or 0) > 1 and block.get("atts"):
            return {
                "action": "td_ajax_block",
                "td_atts": block["atts"],
                "td_block_id": block.get("id", f"tdi_{name}"),
                "td_column_number": block.get("td_column_number", "1"),
                "td_current_page": "1",
                "block_type": block.get("block_type", ""),
                "td_filter_value": block.get("td_filter_value", ""),
                "td_user_action": block.get("td_user_action", ""),
            }
    return {}
