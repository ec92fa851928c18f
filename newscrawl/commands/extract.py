"""`scrapy extract`: what the extraction reads from a page, and field by field where it stood."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawl.items import Article, NotAnArticle, as_dict
from newscrawl.urls import canonical_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy.settings import BaseSettings

TIMEOUT = 30
"""Seconds for a page that is asked for by its URL."""
MAX_PAGE = 20 << 20
"""Bytes of a page that are read."""
_SHOWN = 300
"""Characters of a value in the view for people; --json shows all."""


@dataclass(frozen=True)
class Page:
    """A page as it was saved or fetched."""

    html: bytes
    url: str
    headers: Mapping[str, str] | None = None
    fetched_at: datetime | None = None
    status: int | None = None


class Command(ScrapyCommand):
    """Extract pages without a crawl. Exits with 1 where nothing was extracted, 2 if misused."""

    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return what stands after the name of the command."""
        return "FILE_OR_URL... [--url URL] [--json]"

    def short_desc(self) -> str:
        """Return what `scrapy --help` says."""
        return "Show what is read from a page and where each field comes from"

    def long_desc(self) -> str:
        """Return what `scrapy extract --help` says."""
        return (
            "Extract saved or fetched pages. One page is shown field by field with its sources, or "
            "with --json as its record; several pages are written as JSON Lines. Pages that are no "
            "article are named, with their class and reason, on the standard error."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --url and --json."""
        super().add_options(parser)
        parser.add_argument("--url", help="where a saved page was fetched from")
        parser.add_argument("--json", action="store_true", help="the record instead of the view")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Extract each of *args*, files or URLs."""
        from newscrawl.extraction import extract_article  # parsers: only this command pays

        _check(args, opts.url)
        extracted = 0
        for name in args:
            try:
                assert self.settings is not None
                page = read_page(name, opts.url, self.settings)
                article = extract_article(
                    page.html, page.url, fetched_at=page.fetched_at, headers=page.headers
                )
            except NotAnArticle as refusal:
                _complain(name, type(refusal).__name__, refusal)
                continue
            except (OSError, HTTPException) as error:
                _complain(name, "not read", error)
                continue
            _complete(article, page)
            if opts.json or len(args) > 1:
                _write(json.dumps(as_dict(article), ensure_ascii=False))
            else:
                _write("\n".join(_view(article)))
            extracted += 1
        self.exitcode = 0 if extracted else 1


def read_page(name: str, url: str | None, settings: BaseSettings) -> Page:
    """Return the page of the file or URL *name*; *url* says where a file was fetched from.

    Raises OSError and HTTPException.
    """
    if _is_url(name):
        return _fetch(name, settings["USER_AGENT"], settings["CONTACT"])
    html = Path(name).read_bytes()
    return Page(html, url or _address_in(html) or Path(name).resolve().as_uri())


def _check(args: list[str], url: str | None) -> None:
    if not args:
        raise UsageError("name a saved page or a URL: scrapy extract FILE_OR_URL...")
    if url and (len(args) > 1 or _is_url(args[0])):
        raise UsageError("--url says where one saved page was fetched from")
    if url and not _is_url(url):
        raise UsageError(f"--url takes an http or https URL, not {url!r}")
    for name in args:
        if "://" in name:
            try:
                canonical_url(name)
            except ValueError as error:
                raise UsageError(str(error)) from error
        elif not Path(name).is_file():
            raise UsageError(f"no such file: {name}")


def _is_url(name: str) -> bool:
    return name.startswith(("http://", "https://"))


def _fetch(url: str, user_agent: str, contact: str) -> Page:
    """Ask for *url* once, following redirects, under our own name."""
    from urllib.request import Request, urlopen

    agent = f"{user_agent} (+{contact})" if contact else user_agent
    request = Request(url, headers={"User-Agent": agent, "Accept": "text/html,*/*;q=0.5"})
    with urlopen(request, timeout=TIMEOUT) as response:
        # Several headers of one name mean one list each: see `find_rights`.
        headers = {name: "\n".join(response.headers.get_all(name)) for name in response.headers}
        return Page(response.read(MAX_PAGE), response.url, headers, datetime.now(UTC), 200)


def _address_in(html: bytes) -> str | None:
    """Return the address that a saved page gives for itself."""
    from selectolax.lexbor import LexborHTMLParser

    from newscrawl.extraction.charset import decode

    parser = LexborHTMLParser(decode(html))
    for css, attribute in (("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")):
        node = parser.css_first(css)
        if node is not None and _is_url(address := node.attributes.get(attribute) or ""):
            return address
    return None


def _complete(article: Article, page: Page) -> None:
    """Fill in what only the caller knows."""
    article.site = urlsplit(page.url).hostname or ""
    article.http_status = page.status
    if page.fetched_at:
        article.crawled_at = page.fetched_at.isoformat(timespec="seconds")


def _view(article: Article) -> Iterable[str]:
    """Yield the lines of the view for people: field, source, value; the text comes last."""
    record = as_dict(article)
    sources: dict[str, str | None] = record.pop("provenance")
    text: str = record.pop("article_body")
    record |= {f"raw.{name}": value for name, value in record.pop("raw").items()}
    width = max(map(len, record))
    for name, value in record.items():
        if value is not None:
            yield f"{name:<{width}}  {sources.get(name) or '':<8}  {_shown(value)}"
    yield f"\narticle_body, from {sources['article_body']}:\n\n{text}"


def _shown(value: Any) -> str:
    text = " | ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _write(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.flush()


def _complain(name: str, kind: str, reason: object) -> None:
    sys.stderr.write(f"{name}: {kind}: {reason}\n")
