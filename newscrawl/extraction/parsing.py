"""From bytes to a tree, by lexbor: as browsers do, but for endless nesting."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

MAX_DEPTH = 250
"""Blocks nested deeper than this are merged; the deepest of 26 real pages has 41."""


def parse(html: bytes) -> LexborHTMLParser:
    """Parse *html*, in UTF-8, as browsers do; endless nesting is made shallow before."""
    if len(html) > _LARGE and html.count(b"<") > _MANY_TAGS:
        html = _MARKUP.sub(_Shallow(), html)
    return LexborHTMLParser(html.replace(b"\0", b"") if b"\0" in html else html)


_LARGE = 100_000
"""Bytes. Nothing smaller takes lexbor more than 0.6 s (25,000 ``dl``); to count tags takes 24
microseconds."""
_MANY_TAGS = 20_000
"""The largest of 26 real pages has 2,900. lexbor's time grows with the square of the depth of
blocks: 8 s for 100,000 nested ``div``, 0.3 s for 20,000."""
_MARKUP = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(?:script|style)\b.*?(?:</(?:script|style)|\Z)"
    rb"|<(?P<close>/?)(?:div|section|article|main|header|ul|ol|dl|blockquote|center|form"
    rb"|fieldset|details|figure|aside|nav|footer|h[1-6]|menu|address|span|font|b|i|em|strong|a|u)"
    rb"(?:\s[^<>]*)?>",
    re.DOTALL | re.IGNORECASE,
)


class _Shallow:
    """Leaves out the tags of elements nested deeper than MAX_DEPTH; their text stays."""

    def __init__(self) -> None:
        self.depth = 0

    def __call__(self, tag: re.Match[bytes]) -> bytes:
        if tag["close"] is None:
            return tag[0]
        if tag["close"]:
            self.depth = max(0, self.depth - 1)
            return tag[0] if self.depth < MAX_DEPTH else b""
        self.depth += 1
        return tag[0] if self.depth <= MAX_DEPTH else b""
