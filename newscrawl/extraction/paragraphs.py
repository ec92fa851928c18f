"""From the lines of a body to its paragraphs: without invitations, promotion and second copies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newscrawl.extraction.boilerplate import is_boilerplate, without_leaked_json
from newscrawl.extraction.lines import Line, Link
from newscrawl.hindi.text import normalize

_LONG_ENOUGH_TO_REPEAT = 45
_LONG_LINE = 120
# A long line inside the text is none of it only where it asks for something. This look is cheap and
# the rules for boilerplate are not: without it they take a tenth of the time of a page. One regex
# takes 4 microseconds a line, asking for each word by itself 7.
_APPEALS = re.compile("|".join((
    "ऐप", "एप", "चैनल", "फॉलो", "फ\u093cॉलो", "सब्सक्राइब", "ज्वाइन", "ज्वॉइन", "जुड", "डाउनलोड",
    "क्लिक", "शेयर", "लिंक", "विज्ञापन", "डिस्क्ले", "स्वीकृति", "फीड", "फ\u093cीड", "पढ", "कैप्शन",
    "फोटो", "फ\u093cोटो", "तस्वीर", "कॉपीराइट", "app", "channel", "ollow", "ubscri", "oin ",
    "ownload", "lick", "isclaimer", "yndicat", "ights", "read", "Read", "READ", "ewsletter", "hoto",
    "dverti", "DVERTI", "@", "#", "©",
)))  # fmt: skip
_INVITATIONS = re.compile("|".join((  # NFC writes पढ़ें with a nukta of its own
    "पढ", "भी देख", "भी जान", "भी सुन", "भी जरूर", "भी ज\u093cरूर", "भी क्लिक", "संबंधित", "read",
    "Read", "READ",
)))  # fmt: skip
_ALSO_READ = re.compile(
    "(?:यह|ये|इसे|इन्हें|इसको|इस)(?: ख\u093c?बर(?:ें)?)?(?: को)? भी (?:ज\u093c?रूर )?"
    "(?:पढ\u093c?(?:ें|े|िए|िये|ना न भूलें)|देखें|देखिए|देखिये|जानें|जानिए|सुनें|क्लिक करें)"
    "|(?:और|आगे) (?:भी )?पढ\u093c?ें|संबंधित (?:ख\u093c?बर|समाचार)(?:ें)?"
    r"|\balso read\b|\bread also\b|\bread more\b|\bmust read\b",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[\s\]\[)]*[:：ः|>»\-–—…]+\s*")
_SOCIAL = re.compile(
    r"//(?:[\w-]+\.)*(?:facebook|twitter|x|instagram|youtube|whatsapp|telegram|t|linkedin|koo"
    r"|threads)\.(?:com|me|in|app|net|org)\b"
    r"|play\.google\.com|apps\.apple\.com|itunes\.apple|news\.google\.com",
    re.IGNORECASE,
)
_PLATFORM = re.compile(
    r"\W*(?:facebook|twitter|x|whats\s?app|telegram|instagram|youtube|linkedin|pinterest|koo|reddit"
    r"|threads|messenger|e-?mail|print|फेसबुक|ट्विटर|व्हाट्स\s?[एऐ]प|टेलीग्राम|इंस्टाग्राम|यूट्यूब)\W*",
    re.IGNORECASE,
)


def paragraphs_of(lines: Sequence[Line]) -> list[tuple[Line, str]]:
    """Return the clean text of each line that is more than boilerplate, once."""
    kept: list[tuple[Line, str]] = []
    seen: set[str] = set()
    for line, text in _texts(lines):
        if len(text) >= _LONG_ENOUGH_TO_REPEAT:
            if text in seen:  # pages for two screens show a paragraph twice
                continue
            seen.add(text)
        kept.append((line, text))
    return kept


def _texts(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    for position, line in enumerate(lines):
        if line.links and _is_promotion(line):
            continue
        text = normalize(line.text)
        if _INVITATIONS.search(text):
            text = _without_invitations(text, line.links)
        if "msid" in text:
            text = without_leaked_json(text)
        is_inside = 1 < position < len(lines) - 3
        if not text or _PLATFORM.fullmatch(text):
            continue
        if (
            is_inside and len(text) > _LONG_LINE and not _APPEALS.search(text)
        ) or not is_boilerplate(text):
            yield line, text


def _is_promotion(line: Line) -> bool:
    """Whether a paragraph asks to be followed: it names two or more of the paper's channels."""
    channels = [link for link in line.links if link.text and _SOCIAL.search(link.href)]
    return len(channels) >= 2 and len(line.text) < 500


def _without_invitations(text: str, links: Sequence[Link]) -> str:
    """Cut invitations to read something else: from the marker to the end of the next link.

    Where nothing is linked, to the end of the paragraph, if a colon or dash follows the marker. The
    words alone may be prose: "इसे भी पढ़ें और समझें".
    """
    titles = [title for link in links if len(title := normalize(link.text)) > 1]
    position = 0
    while marker := _ALSO_READ.search(text, position):
        separator = _SEPARATOR.match(text, marker.end())
        target = separator.end() if separator else marker.end()
        found = [
            (start, start + len(title))
            for title in titles
            if (start := text.find(title, marker.start())) >= 0
        ]
        start, end = min(found, default=(len(text), len(text)))
        if not separator and not (found and start - target <= 3):
            position = marker.end()
            continue
        if start <= marker.start():  # the marker is linked itself, with the title or apart from it
            end = max(end, target)
        before, after = (
            text[: min(start, marker.start())].rstrip(" |(["),
            text[end:].lstrip(" |,।)]"),
        )
        text = f"{before} {after}".strip()
        position = len(before)
    return text
