"""The sections that a page's navigation names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from newscrawl.extraction.links import Section
from newscrawl.extraction.page_links import Anchor, PageLinks, Zone
from newscrawl.extraction.pager import is_next_word, page_number, pager_label
from newscrawl.extraction.url_shape import PageKind, url_shape
from newscrawl.urls import address_key, is_home

MAX_SECTIONS = 200
MAX_WORDS = 4
MAX_LETTERS = 40
"""Names of sections are shorter than headlines."""

# Words of which one is enough. Not here what is also a section's: शेयर बाज़ार, ऐप्स, साइंस, करियर.
_NO_SECTION = re.compile(
    r"log ?in\b|sign ?(?:in|up)\b|subscri|लॉग ?इन|लॉगिन|साइन[ -]?(?:इन|अप)|सब्सक्राइब|सदस्यता|"
    r"e-?paper|ई-? ?पेपर|\bapps?\b|ऐप (?:डाउनलोड|में)|मोबाइल ऐप|डाउनलोड|"
    r"facebook|twitter|youtube|instagram|whats ?app|telegram|linkedin|फेसबुक|ट्विटर|यूट्यूब|"
    r"इंस्टाग्राम|व्हाट्सएप|वॉट्सऐप|टेलीग्राम|"
    r"privacy|\bterms\b|disclaimer|contact|\babout\b|advertis|grievance|copyright|cookie|feedback|"
    r"sitemap|\brss\b|संपर्क|हमारे बारे|गोपनीयता|निजता|शर्ते|विज्ञापन|अस्वीकरण|प्राइवेसी|शिकायत|"
    r"read more|और पढ|पूरी ख|search|खोजें|trending|ट्रेंडिंग|popular|लोकप्रिय|"
    r"video|वीडियो|विडियो|photo|(?:फ\u093c?|\u095e)ोटो|तस्वीर|गैलरी|gallery|web ?stor|"
    r"वेब ?स्टोर|live ?tv|"
    r"लाइव टीवी|podcast|पॉडकास्ट|quiz|क्विज|\bshorts\b|शॉर्ट्स|\breels\b|रील्स|"
    r"previous|\bprev\b|पिछल",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"home|होम|मुख्य ?पृष्ठ|share|शेयर(?: करें)?|ऐप|एप|koo|कू|x|menu|मेन्यू|मेनू|all|सभी|सब|more|और",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(
    r"english|मराठी|marathi|ગુજરાતી|gujarati|தமிழ்|tamil|తెలుగు|telugu|ಕನ್ನಡ|kannada|മലയാളം|"
    r"malayalam|বাংলা|bangla|bengali|ਪੰਜਾਬੀ|punjabi|ଓଡ଼ିଆ|odia|অসমীয়া|assamese|اردو|urdu|"
    r"नेपाली|nepali|hindi|हिंदी|हिन्दी|भाषा",
    re.IGNORECASE,
)


def sections_of(page: PageLinks, articles: Iterable[str]) -> tuple[Section, ...]:
    """Return the sections that the navigation of *page* names, in reading order.

    Where no part of the page is marked as navigation, its short links are. Never a section:
    *articles*, tags, authors, policies, accounts, other languages, other hosts.
    """
    taken = {address_key(url) for url in articles}
    found: dict[str, tuple[Anchor, str]] = {}
    own = _folder_of(page.url)
    for anchor in page.anchors:
        if _names_section(anchor, own) and (key := address_key(anchor.url)) not in taken:
            found.setdefault(key, (anchor, anchor.text))
    in_navigation = [
        pair for pair in found.values() if pair[0].zone in (Zone.NAVIGATION, Zone.HEADER)
    ]
    marked = len(in_navigation) >= 5 or 2 * len(in_navigation) >= len(found)
    chosen = in_navigation if marked else list(found.values())
    topics = [pair for pair in chosen if "/topic" in pair[0].url]
    if len(topics) * 2 < len(chosen):  # BBC's sections are topics; elsewhere they are the day's
        chosen = [pair for pair in chosen if pair not in topics]
    sections = [Section(anchor.url, text) for anchor, text in chosen]
    return tuple(s for s in sections if not _is_above_all(s.url, sections))[:MAX_SECTIONS]


def _is_above_all(url: str, sections: list[Section]) -> bool:
    """Return whether *url* is the front page that all other sections stand under: /hi/tech/."""
    folder = url.rstrip("/") + "/"
    return len(sections) > 3 and all(
        section.url == url or section.url.startswith(folder) for section in sections
    )


def _folder_of(url: str) -> str:
    """Return the first folder of the path of *url*, in lower case."""
    segments = (segment for segment in urlsplit(url).path.split("/") if segment)
    return next(segments, "").lower()


def _names_section(anchor: Anchor, own: str) -> bool:
    """Whether a link names a section to a page in the folder *own*."""
    if (
        anchor.foreign
        or len(anchor.text) > MAX_LETTERS
        or anchor.zone in (Zone.COMMENTS, Zone.CRUMBS)
        or not _is_name(anchor.text)
        or is_home(anchor.url)
        or page_number(anchor.url) is not None
    ):
        return False
    parts = urlsplit(anchor.url)
    segments = [segment for segment in parts.path.split("/") if segment]
    return (
        len(segments) <= 4
        and not _other_edition(segments[0].lower() if segments else "", own)
        and _may_be_section(anchor, parts.query)
    )


@lru_cache(maxsize=4096)
def _is_name(text: str) -> bool:
    """Return whether *text* may be the name of a section."""
    return (
        bool(text)
        and len(text.split()) <= MAX_WORDS
        and text[0] not in "#@"
        and pager_label(text) is None
        and not is_next_word(text)
        and not _NO_SECTION.search(text)
        and not _NO_NAME.fullmatch(text)
        and not _LANGUAGE.fullmatch(text)
    )


def _may_be_section(anchor: Anchor, query: str) -> bool:
    shape = url_shape(anchor.url)
    if shape.kind is PageKind.LISTING:
        return True
    if query:
        return False
    if anchor.zone in (Zone.NAVIGATION, Zone.HEADER) and shape.mark != "long":
        return shape.kind in (PageKind.UNKNOWN, PageKind.SLUG)
    return shape.kind is PageKind.UNKNOWN


def _other_edition(first: str, own: str) -> bool:
    """On /hindi/… only what is under /hindi; elsewhere nothing under another language."""
    if own in ("hindi", "hi"):
        return first != own
    return _LANGUAGE.fullmatch(first) is not None and first not in ("hindi", "hi")
