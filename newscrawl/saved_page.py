"""A page as a test keeps it: its structure and labels, no scripts, and other people's words masked.

The text of a page is its publisher's; what a test needs is the markup, the labels ('यह भी पढ़ें'),
dates, names of sections. Each longer Hindi word becomes another of the list below, always the
same one, so that headline, metadata and JSON-LD still agree with each other.
"""

from __future__ import annotations

import json
import re
from hashlib import blake2b
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newscrawl.extraction.boilerplate import is_boilerplate

MAX_BYTES = 200_000
"""Of a saved page: saved pages become the repository (recipe-scrapers: 386 MB)."""

DROPPED = "style, noscript, svg, iframe, template, link[rel=stylesheet], link[rel=preload]"
LABEL_WORDS = 3
"""A text of so few words is a label, a name or a date, and stays."""

LONG_WORD = 4
"""Code points from which a word is masked: shorter ones are mostly grammar."""

WORDS: list[str] = re.findall(
    r"\S+",
    "किनारा बगीचा पत्थर खिड़की दरवाज़ा रास्ता जंगल बादल बारिश सूरज चाँदनी पहाड़ मैदान तालाब झरना नदियाँ "
    "पुस्तक कलम काग़ज़ चित्र संगीत नाटक कविता कहानी शब्द अक्षर भाषाएँ पाठशाला शिक्षक छात्राएँ परीक्षा उत्तर "
    "बाज़ार दुकान सब्ज़ी फलवाला अनाज चावल रोटियाँ मसाले मिठाई दावत मेहमान पड़ोसी परिवार बचपन बुज़ुर्ग साथी "
    "रेलगाड़ी पटरी स्टेशन यात्री टिकट सफ़र गाँवों शहरों सड़कें पुलिया नाविक पतवार मछलियाँ पक्षी तितली मोरनी "
    "कारीगर औज़ार लकड़ी लोहार कुम्हार बुनकर धागा चादर रंगाई मेला झूला खिलौना पतंग दीपक रोशनी अँधेरा सवेरा "
    "दोपहर संध्या मौसम सर्दियाँ गर्मियाँ वसंत पतझड़ हवाएँ धूप छाया मिट्टी बीजों फसल खेतों किसानों ट्रैक्टर "
    "अस्पताल चिकित्सक दवाई मरीज़ सेवाएँ योजना समिति बैठक फ़ैसला सुझाव प्रस्ताव समझौता आयोजन उद्घाटन समारोह "
    "प्रतियोगिता खिलाड़ी मैदानों दर्शक पुरस्कार अभ्यास कोशिश सफलता उम्मीद भरोसा विश्वास इंतज़ार शुरुआत समापन",
)
_DEVANAGARI_WORD = re.compile("[\u0900-\u0963\u0970-\u097f\u200c\u200d]+")
_LATIN_SENTENCE = re.compile(r"[A-Za-z]{2,}(?:\W+[A-Za-z]{2,}){5,}")


class PageTooLarge(ValueError):
    """A page that is larger than a saved page may be, even without scripts."""


def saved_page(html: str, url: str, *, keep_text: bool = False) -> str:
    """Return *html*, fetched from *url*, as a test keeps it. Raises PageTooLarge."""
    tree = LexborHTMLParser(html)
    for node in tree.css(DROPPED):
        node.decompose()
    for node in tree.css("script"):
        kind = (node.attributes.get("type") or "").lower()
        if "ld+json" not in kind and node.attributes.get("id") != "__NEXT_DATA__":
            node.decompose()
    for node in tree.css("[style], [srcset], [src^='data:'], [onclick]"):
        for name in ("srcset", "onclick"):
            if name in node.attributes:
                del node.attrs[name]
        if "none" not in (node.attributes.get("style") or "") and "style" in node.attributes:
            del node.attrs["style"]  # but display:none, which the extraction heeds
        if (node.attributes.get("src") or "").startswith("data:"):
            del node.attrs["src"]
    if not keep_text:
        _mask(tree)
    page: str = f"<!-- saved from {url} -->\n{tree.html or ''}"
    page = re.sub(r"<!--(?! saved from).*?-->", "", page, flags=re.DOTALL)
    page = re.sub(r"[ \t]*\n\s*\n+", "\n", page)
    if (size := len(page.encode())) > MAX_BYTES:
        raise PageTooLarge(f"{size:,} bytes, {MAX_BYTES:,} are allowed: save a shorter page")
    return page


def masked(text: str) -> str:
    """Return *text* with its longer Hindi words, and whole English sentences, replaced."""
    text = _DEVANAGARI_WORD.sub(lambda match: _other_word(match[0]), text)
    return _LATIN_SENTENCE.sub("This sentence stands for another of the same page", text)


def _other_word(word: str) -> str:
    if len(word) < LONG_WORD:
        return word
    digest = blake2b(word.encode(), digest_size=4).digest()
    return WORDS[int.from_bytes(digest) % len(WORDS)]


def _mask(tree: LexborHTMLParser) -> None:
    body = tree.root
    if body is None:
        return
    for node in list(body.traverse(include_text=True)):
        if node.is_text_node:
            _mask_text(node)
        elif node.tag == "meta" and (content := node.attributes.get("content")):
            if _is_prose(content):
                node.attrs["content"] = masked(content)
        elif node.tag in ("a", "img"):
            for name in ("title", "alt"):
                if (value := node.attributes.get(name)) and _is_prose(value):
                    node.attrs[name] = masked(value)


def _mask_text(node: LexborNode) -> None:
    text = node.text_content or ""
    parent = node.parent
    if parent is not None and parent.tag == "script":
        node.replace_with(_masked_json(text))
    elif _is_prose(text) and not is_boilerplate(text.strip()):
        node.replace_with(masked(text))


def _is_prose(text: str) -> bool:
    return len(text.split()) > LABEL_WORDS


def _masked_json(text: str) -> str:
    try:
        return json.dumps(_masked_values(json.loads(text, strict=False)), ensure_ascii=False)
    except (ValueError, RecursionError):
        return masked(text)


def _masked_values(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _masked_values(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_masked_values(part) for part in value]
    return masked(value) if isinstance(value, str) and _is_prose(value) else value
