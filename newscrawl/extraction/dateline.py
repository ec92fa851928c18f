"""Place and news agency, as the first and the last line of a report name them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

AGENCIES = {
    "PTI": r"पीटीआई(?:[- ]?भाषा)?|पीटीआइ|भाषा|PTI(?:[- ]?Bhasha)?|Press Trust of India|Bhasha",
    "ANI": r"एएनआई|एएनआइ|ए एन आई|ANI|Asian News International",
    "IANS": r"आईएएनएस|आइएएनएस|IANS(?:/\w+)?|Indo-Asian News Service",
    "UNI": r"यूएनआई|यूनीवार्ता|वार्ता|UNI|Univarta",
    "Hindusthan Samachar": r"हि\.?\s?स\.?|हिन्दुस्थान समाचार|हिंदुस्थान समाचार|हिस|Hindusthan Samachar",
    "Reuters": r"रॉयटर्स?|रायटर्?स?|Reuters",
    "AP": r"एपी|AP|Associated Press",
    "AFP": r"एएफपी|AFP",
    "Xinhua": r"शिन्हुआ|सिन्हुआ|Xinhua",
    "Sputnik": r"स्पुतनिक|स्पूतनिक|Sputnik",
    "DPA": r"डीपीए|DPA",
}
_AGENCY = "|".join(f"(?P<{name.replace(' ', '_')}>{words})" for name, words in AGENCIES.items())
_ANY_AGENCY = "|".join(AGENCIES.values())


def _named_again(prefix: str) -> str:
    """Return the pattern of the agencies with group names of its own."""
    return _AGENCY.replace("(?P<", f"(?P<{prefix}_")


_LETTER = "A-Za-z\u0900-\u0963\u0970-\u097f\u200c\u200d"
_AGENCY_ALONE = re.compile(rf"\W*(?:{_AGENCY})\W*", re.IGNORECASE)
_AGENCY_IN_CREDIT = re.compile(
    rf"[(（\[]\s*(?:इनपुट|एजेंसी|स्रोत)?\s*[-:–]?\s*(?:{_AGENCY})"
    rf"(?:\s*(?:/|,|-|के)?\s*(?:इनपुट[^)]*|{_ANY_AGENCY}))?\s*[)）\]]"
    rf"|^\W*(?:{_named_again('LINE')})\W*$"
    rf"|(?:इनपुट|स्रोत|सोर्स|Input|Source)\s*[-:–]\s*(?:{_named_again('INPUT')})(?![{_LETTER}])",
    re.IGNORECASE,
)
_CREDIT_SIGN = re.compile("[(（\\[:–-]")  # in all of them but a line of its own
_MONTH = (
    "जनवरी|फ\u093c?रवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|सितम्बर|अक्टूबर|अक्तूबर|नवंबर|नवम्बर|दिसंबर|दिसम्बर"
)
_PLACE = rf"[{_LETTER}]+(?:[ /-][{_LETTER}]+){{0,3}}"
_DATE = rf"[0-9\u0966-\u096f]{{1,2}}\s*(?:{_MONTH})(?:\s*,?\s*[0-9\u0966-\u096f]{{4}})?"
_SIGNATURE = r"\(\s*(?P<agency>[^()]{1,40})\s*\)"
_PLACE_NAMES = (
    "नई दिल्ली|नयी दिल्ली|दिल्ली|मुंबई|कोलकाता|चेन्नई|बेंगलुरु|बेंगलूरु|हैदराबाद|अहमदाबाद"
    "|पुणे|लखनऊ|कानपुर|वाराणसी|प्रयागराज|इलाहाबाद|आगरा|मेरठ|गाजियाबाद|नोएडा|ग्रेटर नोएडा"
    "|गोरखपुर|बरेली|मुरादाबाद|अलीगढ़|अयोध्या|मथुरा|झांसी|सहारनपुर|पटना|गया|भागलपुर|मुजफ्फरपुर"
    "|दरभंगा|समस्तीपुर|रांची|जमशेदपुर|धनबाद|बोकारो|भोपाल|इंदौर|ग्वालियर|जबलपुर|उज्जैन|रायपुर"
    "|बिलासपुर|जयपुर|जोधपुर|कोटा|उदयपुर|अजमेर|बीकानेर|चंडीगढ़|अमृतसर|लुधियाना|जालंधर"
    "|गुरुग्राम|गुड़गांव|फरीदाबाद|हिसार|रोहतक|पानीपत|करनाल|शिमला|देहरादून|हरिद्वार|नैनीताल"
    "|हल्द्वानी|श्रीनगर|जम्मू|गुवाहाटी|भुवनेश्वर|नागपुर|नासिक|सूरत|वडोदरा|राजकोट|गांधीनगर"
    "|तिरुवनंतपुरम|कोच्चि|विशाखापत्तनम|पणजी|इंफाल|शिलांग|अगरतला|ईटानगर|आइजोल|कोहिमा|गंगटोक"
    "|लेह|काठमांडू|ढाका|इस्लामाबाद|लाहौर|कराची|काबुल|कोलंबो|बीजिंग|टोक्यो|लंदन|पेरिस|बर्लिन"
    "|मॉस्को|मास्को|कीव|वाशिंगटन|वॉशिंगटन|न्यूयॉर्क|न्यूयार्क|संयुक्त राष्ट्र|जिनेवा|दुबई"
    "|तेहरान|यरुशलम|सिडनी|मेलबर्न|टोरंटो"
)
_PLACES = frozenset(_PLACE_NAMES.replace("\u093c", "").split("|"))
_DATELINES = (
    # नई दिल्ली, 12 जून (भाषा) …      मुंबई, 3 मई। …
    re.compile(rf"(?P<place>{_PLACE})\s*[,/]\s*{_DATE}\s*(?:{_SIGNATURE}|[।:.–—-])"),
    # पटना (ब्यूरो)। …   सोनपुर/एएनआई: …
    re.compile(
        rf"(?P<place>{_PLACE})\s*(?:{_SIGNATURE}|/\s*(?P<other>{_ANY_AGENCY}))\s*[।:–—-]",
        re.IGNORECASE,
    ),
    # नई दिल्ली (भाषा) …
    re.compile(rf"(?P<place>{_PLACE_NAMES})\s*{_SIGNATURE}"),
    # प्रयागराज, जेएनएन। …   लखनऊ, जागरण संवाददाता। …
    re.compile(
        rf"(?P<place>{_PLACE}),\s*(?P<agency>[{_LETTER}. ]{{0,30}}?(?:संवाददाता|ब्यूरो|डेस्क|एजेंसी|जेएनएन"
        rf"|{_ANY_AGENCY}))\s*[।:–—-]",
        re.IGNORECASE,
    ),
    # जागरण संवाददाता, प्रयागराज : …
    re.compile(rf"[{_LETTER} ]{{0,30}}(?:संवाददाता|ब्यूरो|जेएनएन),\s*(?P<place>{_PLACE})\s*[।:–—-]"),
)
_KNOWN_PLACE = re.compile(rf"(?P<place>{_PLACE})\s*[।:/–—-]")
_ALSO_A_WORD = re.compile(r"^\W*(?:भाषा|वार्ता|AP|UNI|हिस)\W*$", re.IGNORECASE)
_OPENING = 160


class Dateline(NamedTuple):
    """The place and the agency a report opens with."""

    place: str | None
    agency: str | None


def agency_in(name: str) -> str | None:
    """Return the agency that *name* is a name of, as 'PTI' of 'पीटीआई-भाषा'."""
    return _agency_of(_AGENCY_ALONE.fullmatch(name))


def agency_of_any(names: Sequence[str]) -> str | None:
    """Return the first agency among *names*."""
    return next((agency for name in names if (agency := agency_in(name))), None)


def _agency_of(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    for group, value in match.groupdict().items():
        if value:
            return group.removeprefix("LINE_").removeprefix("INPUT_").replace("_", " ")
    return None


def find_dateline(paragraphs: Sequence[str], closing: Sequence[str] = ()) -> Dateline:
    """Read place and agency of a report from its first line and its last.

    *closing* are the lines below the *paragraphs*, where a lone "(भाषा)" is no part of the text.
    """
    place = agency = None
    opening = paragraphs[0][:_OPENING]
    for pattern in _DATELINES:
        if match := pattern.match(opening):
            named = match.groupdict()
            place = match["place"]
            agency = agency_in(named.get("agency") or named.get("other") or "")
            break
    else:
        if (match := _KNOWN_PLACE.match(opening)) and match["place"].replace(
            "\u093c", ""
        ) in _PLACES:
            place = match["place"]
    if agency is None:
        for text in (opening, paragraphs[-1][-60:], *closing):
            if len(text) <= _OPENING and (agency := _credited_agency(text)):
                break
    return Dateline(place, agency)


def _credited_agency(text: str) -> str | None:
    """Return the agency that *text* credits; (भाषा) and (वार्ता) are words too, but at the end."""
    if not _CREDIT_SIGN.search(text) and not _AGENCY_ALONE.fullmatch(text):
        return None  # as most texts, a third of the time of looking for each way of a credit
    for credit in _AGENCY_IN_CREDIT.finditer(text):
        is_last = not text[credit.end() :].strip(" ।.|")
        if is_last or not _ALSO_A_WORD.search(credit[0]):
            return _agency_of(credit)
    return None
