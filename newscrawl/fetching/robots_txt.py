"""What a robots.txt says, as RFC 9309 reads it. Pure: bytes in, answers out.

Written here rather than taken from Protego, which lets a group ``news`` speak to ``newscrawl``,
misses a group ``newscrawl/9.9``, splits lines at characters that a path may hold, and allows ``/``
where only ``/index.html`` is allowed.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

_USER_AGENT = frozenset({"user-agent", "useragent", "user agent"})
_DISALLOW = frozenset({"disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"})
_GROUP_RULES = frozenset(
    {"crawl-delay", "request-rate", "visit-time", "noindex", "content-signal", "content-usage"}
)
"""Rules that RFC 9309 does not know but that belong to a group: they end its list of agents.
Other unknown lines must not interfere (RFC 9309, 2.2.4)."""

_UNRESERVED = frozenset(string.ascii_letters + string.digits + "-._~")
# Escapes that are spelled as they should be are passed over: a Hindi address has a hundred.
_TO_ESCAPE = re.compile(
    rb"%(?:2[DEde]|3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]|5[Ff]|7[Ee])"  # an unreserved character
    rb"|%(?:[a-f][0-9A-Fa-f]|[0-9A-F][a-f])|%(?![0-9A-Fa-f]{2})|[^!-~]"
)
_BYTE_ORDER_MARK = re.compile(rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)")
_LINE_END = re.compile(r"\r\n|\r|\n")
_PRODUCT_TOKEN = re.compile(r"[^\s/*]+")
_SECONDS = re.compile(r"\d{1,9}(?:\.\d+)?")
_COMPATIBLE = re.compile(r"\(compatible;\s*([^\s/;)]+)", re.IGNORECASE)


def product_token(user_agent: str) -> str:
    """Return the name by which robots.txt speaks to *user_agent*, in lower case, without version.

    Of ``Mozilla/5.0 (compatible; NewsBot/1.0)`` it is ``newsbot``.
    """
    found = _COMPATIBLE.search(user_agent)
    if found:
        return found[1].lower()
    token = _PRODUCT_TOKEN.match(user_agent.strip())
    return token[0].lower() if token else ""


def _escaped(text: str) -> str:
    """Return *text* in the one spelling that RFC 9309, 2.2.2 compares.

    Octets outside ASCII are percent-encoded, escaped unreserved characters decoded, escapes in
    upper case; so ``/निजी/`` and its percent-encoded form are equal.
    """

    def spell(match: re.Match[bytes]) -> bytes:
        octets = match[0]
        octet = int(octets[1:], 16) if len(octets) == 3 else octets[0]
        if len(octets) == 3 and chr(octet) in _UNRESERVED:
            return bytes([octet])
        return b"%%%02X" % octet

    return _TO_ESCAPE.sub(spell, text.encode("utf-8", "surrogateescape")).decode("ascii")


def _path_of(url: str) -> str:
    """Return path and query of *url* as patterns are compared with them."""
    parts = urlsplit(url)
    path = _escaped(parts.path or "/")
    if "/." in path:  # the server resolves /a/../private/, so it is /private/ that is asked for
        path = urlsplit(urljoin("http://host/", path)).path
    query = f"?{_escaped(parts.query)}" if parts.query or "?" in url else ""
    return (path + query).replace("*", "%2A").replace("$", "%24")


class PathPattern:
    """A path as robots.txt writes it: ``*`` is any run of characters, a last ``$`` the end."""

    def __init__(self, pattern: str) -> None:
        scheme, separator, rest = pattern.partition("://")
        if separator and scheme.lower() in ("http", "https"):  # a rule that is a whole URL
            pattern = "/" + rest.partition("/")[2]
        if not pattern.startswith(("/", "*")):
            pattern = "/" + pattern
        self._to_the_end = pattern.endswith("$")
        spelled = _escaped(pattern.removesuffix("$")).replace("$", "%24")
        self.length = len(spelled) + self._to_the_end
        self._first, *self._others = re.sub(r"\*+", "*", spelled).split("*")

    def matches(self, path: str) -> bool:
        """Return whether *path*, which `_path_of` returned, falls under this pattern.

        Its time grows with the length of both, never more: the pattern comes from a stranger.
        """
        if not path.startswith(self._first):
            return False
        position = len(self._first)
        if not self._others:
            return not self._to_the_end or position == len(path)
        for part in self._others[:-1]:
            found = path.find(part, position)
            if found < 0:
                return False
            position = found + len(part)
        last = self._others[-1]
        if self._to_the_end:
            return len(path) - len(last) >= position and path.endswith(last)
        return path.find(last, position) >= 0


class PathRule(NamedTuple):
    """A pattern and what holds below it."""

    pattern: PathPattern
    verdict: bool


def longest_match(rules: Sequence[PathRule], url: str, *, default: bool) -> bool:
    """Return the verdict of the longest pattern that *url* falls under; a tie is ``True``."""
    if not rules:
        return default
    path = _path_of(url)
    best = (-1, default)
    for rule in rules:
        rank = (rule.pattern.length, rule.verdict)
        if rank > best and rule.pattern.matches(path):
            best = rank
    return best[1]


@dataclass(frozen=True)
class RobotsRules:
    """The rules of one robots.txt for one crawler."""

    rules: tuple[PathRule, ...] = ()
    crawl_delay: float | None = None  # seconds between two requests
    sitemaps: tuple[str, ...] = ()

    def allows(self, url: str) -> bool:
        """Return whether *url* may be asked for. The longest pattern decides, allow wins a tie."""
        return longest_match(self.rules, url, default=True)

    @classmethod
    def parse(cls, body: bytes, token: str) -> RobotsRules:
        """Read the rules for the product token *token*; without any group for it, those of ``*``.

        Groups of one agent are one (2.2.1). Nothing in *body* is an error: what is no rule is
        passed over.
        """
        groups: dict[str, list[tuple[str, str]]] = {}
        sitemaps: list[str] = []
        agents: list[str] = []
        in_rules = False
        for field, value in _fields(body):
            if field in _USER_AGENT:
                if in_rules:
                    agents, in_rules = [], False
                name = _PRODUCT_TOKEN.match(value)
                agents.append(name[0].lower() if name else value[:1])
                groups.setdefault(agents[-1], [])
            elif field == "sitemap":
                sitemaps.append(value)
            elif field == "allow" or field in _DISALLOW or field in _GROUP_RULES:
                in_rules = True
                for agent in dict.fromkeys(agents):
                    groups[agent].append((field, value))
        group = groups.get(token.lower(), groups.get("*", []))
        delays = [
            float(value)
            for field, value in group
            if field == "crawl-delay" and _SECONDS.fullmatch(value)
        ]
        return cls(
            rules=tuple(
                PathRule(PathPattern(value), field == "allow")
                for field, value in group
                if value and (field == "allow" or field in _DISALLOW)
            ),
            crawl_delay=max(delays, default=None),
            sitemaps=tuple(sitemaps),
        )


def _fields(body: bytes) -> Iterator[tuple[str, str]]:
    """Yield field and value of each line; the field in lower case, comments and rubbish left out.

    Invalid bytes stay what they are, as surrogates: a path may hold them.
    """
    text = _BYTE_ORDER_MARK.sub(b"", body).decode("utf-8", "surrogateescape")
    for raw_line in _LINE_END.split(text.replace("\0", "")):
        line = raw_line.partition("#")[0].strip()
        field, colon, value = line.partition(":")
        if not colon:
            field, _, value = line.partition(" ")
        if field:
            yield field.strip().lower(), value.strip()
