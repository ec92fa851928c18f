"""What a publisher reserves: robots meta, X-Robots-Tag, TDM reservation, AI preferences.

Sources: RFC 9309 and Google's robots meta specification, W3C TDM Reservation Protocol (TDMRep),
IETF aipref drafts (Content-Usage), Cloudflare's Content-Signal, DeviantArt's noai.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from newscrawl.extraction.document import Document

AGENT = "newscrawl"
"""The name under which a page may address this crawler; other crawlers' rules are not ours."""

SIGNALS = ("noindex", "noarchive", "noai", "tdm-reserved", "paywall")

_DIRECTIVES = {
    "noindex": ("noindex",),
    "none": ("noindex",),
    "noarchive": ("noarchive",),
    "nocache": ("noarchive",),
    "noai": ("noai",),
    "noml": ("noai",),
}
_VALUED = {"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"}
_TRAIN_AI = re.compile(
    r"\b(?:train-ai|ai-train|train-genai|genai|ai)\s*=\s*(?:n|no)\b", re.IGNORECASE
)
_RESERVED = re.compile(r"\s*[\"']?1\b")


def find_rights(
    document: Document, headers: Mapping[str, str] | None, *, paywalled: bool
) -> list[str] | None:
    """Return the signals found on the page and in its *headers*, in the order of SIGNALS, or None.

    A header that came several times is one string, its values joined by commas or line breaks.
    """
    found: set[str] = set()
    for name in ("robots", AGENT):
        for content in document.metas.get(name, ()):
            found.update(_signals(content.split(",")))
    lowered = {name.lower(): value for name, value in (headers or {}).items()}
    found.update(_x_robots(lowered.get("x-robots-tag", "")))
    for content in document.metas.get("x-robots-tag", ()):
        found.update(_x_robots(content))
    reservations = [lowered.get("tdm-reservation", ""), *document.metas.get("tdm-reservation", ())]
    if any(_RESERVED.match(value) for value in reservations):
        found.add("tdm-reserved")
    for name in ("content-usage", "content-signal"):
        if any(map(_TRAIN_AI.search, [lowered.get(name, ""), *document.metas.get(name, ())])):
            found.add("noai")
    if paywalled:
        found.add("paywall")
    return [signal for signal in SIGNALS if signal in found] or None


def _signals(directives: Iterable[str]) -> Iterable[str]:
    for directive in directives:
        yield from _DIRECTIVES.get(directive.strip().lower(), ())


def _x_robots(value: str) -> Iterable[str]:
    """Read X-Robots-Tag: 'noindex, googlebot: nofollow, noarchive': a name rules what follows."""
    for header in value.splitlines():
        agent = ""
        for part in header.split(","):
            name, colon, rest = part.partition(":")
            if colon and name.strip().lower() not in _VALUED:
                agent, part = name.strip().lower(), rest
            if agent in ("", "*", AGENT):
                yield from _signals([part])
