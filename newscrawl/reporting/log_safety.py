"""Logs that hold no secret and one event a line.

What a page, a header or a URL says reaches the log, and settings do too: Scrapy prints all that
differ from its own, with passwords in feed URIs and cloud keys. `install` puts every record of the
process through `safe_text`, whatever handler writes it: Scrapy replaces its handler twice, so a
filter on it would be lost.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator, Mapping
from typing import Any, Self
from urllib.parse import quote, unquote, urlsplit

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

HIDDEN = "***"
# Bounded on both sides: a page may log a word of a megabyte.
_SECRET_NAME = (
    r"[\w-]{0,40}(?:SECRET|PASSWORD|PASSWD|TOKEN|API_?KEY|ACCESS_KEY|PRIVATE_KEY|_PASS)[\w-]{0,40}"
)
_IS_SECRET_NAME = re.compile(_SECRET_NAME, re.IGNORECASE)
_PATTERNS = (
    # scheme://user:password@host, the password perhaps with an @ or : of its own
    (re.compile(r"(\b[a-z][a-z0-9+.-]{1,20}://)[^\s'\"<>/?#]+@", re.IGNORECASE), rf"\1{HIDDEN}@"),
    # NAME=value, 'NAME': 'value', "NAME": b"value"
    (
        re.compile(
            rf"(\b{_SECRET_NAME}['\"]?\]?\s*[:=]\s*b?(?P<quote>['\"]))(?:(?!(?P=quote)).)+",
            re.IGNORECASE,
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(rf"(\b{_SECRET_NAME}=)[^\s'\"&,;)\]}}]+", re.IGNORECASE), rf"\1{HIDDEN}"),
    (
        re.compile(
            r"((?:Proxy-)?Authorization['\"]?\s*[:=]\s*[\[(]*(?:b?['\"])?\s*)"
            r"(?:(?:Basic|Bearer|Digest|Token|AWS4-HMAC-SHA256)\s+)?[^\s'\",\])]+",
            re.IGNORECASE,
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"((?:Set-)?Cookie['\"]?\s*[:=]\s*[\[(]*b?['\"])[^'\"]+", re.I), rf"\1{HIDDEN}"),
    (
        re.compile(
            r"([?&](?:[\w-]{0,40}(?:signature|credential)|sig|key|auth)=)[^\s'\"&<>]+",
            re.IGNORECASE,
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"\b(AKIA|ASIA)[0-9A-Z]{16}\b"), HIDDEN),
)
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_CONTINUATION = "\n    "
_LONGEST_TEXT = 100_000  # characters; a page of 10 MiB in a traceback is no log
_SHORTEST_SECRET = 6  # shorter ones would be found in half of all words

_known_secrets: set[str] = set()


def safe_text(text: str) -> str:
    """Return *text* without secrets and control characters, further lines indented.

    So a page that writes a line break and a log entry into its headline forges none.
    """
    if len(text) > _LONGEST_TEXT:
        text = f"{text[:_LONGEST_TEXT]}... ({len(text):,} characters)"
    for secret in sorted(_known_secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    text = _CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return text.replace("\n", _CONTINUATION)


class SafeRecord(logging.LogRecord):
    """A record whose text, and whose traceback, went through `safe_text`."""

    def getMessage(self) -> str:
        if self.exc_info and not self.exc_text:
            self.exc_text = safe_text(logging.Formatter().formatException(self.exc_info))
        return safe_text(super().getMessage())


def install(settings: BaseSettings) -> None:
    """Make all logging of this process safe, and hide the secrets of *settings* and environment."""
    _known_secrets.update(secrets_of({key: settings[key] for key in settings}))
    _known_secrets.update(secrets_of(os.environ))
    logging.setLogRecordFactory(SafeRecord)


def secrets_of(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield the secrets in *values*: passwords within URLs, values of names that say so."""
    for name, value in values.items():
        for text in _strings(value):
            if "://" in text and "@" in text:
                yield from _url_secrets(text)
            elif len(text) >= _SHORTEST_SECRET and _IS_SECRET_NAME.fullmatch(str(name)):
                yield text


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _strings(key)
            yield from _strings(item)


def _url_secrets(url: str) -> Iterator[str]:
    """Yield the password of *url* as it stands there, decoded and encoded."""
    try:
        password = urlsplit(url).password
    except ValueError:
        return
    if password and len(password) >= _SHORTEST_SECRET:
        plain = unquote(password)
        yield from {password, plain, quote(plain, safe="")}


class SafeLogs:
    """Extension: `install` before Scrapy logs its overridden settings."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        install(crawler.settings)
        return cls()
