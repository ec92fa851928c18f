"""Split a date line into tokens: numbers, clocks, dates, words, signs, each with its kind."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from newscrawl.hindi.date_words import WORDS, Kind, Word, fold_date_text

LONGEST_LINE = 400
"""Characters looked at: a date line is shorter, and a dateline opens its paragraph."""


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    value: float = 0.0
    text: str = ""


_ORDINAL = "(?:st|nd|rd|th|ST|ND|RD|TH)(?![A-Za-z])|वां|वीं|वी"
_GLUED_CLOCK = r"(?=[01]\d:[0-5]\d|2[0-3]:[0-5]\d)"  # 12 Jun 202510:30
_TOKEN = re.compile(
    rf"""
    (?P<noun_of_event>(?:अंतिम|आखिरी|जन्म|परीक्षा|रिलीज|आवेदन|[Ll]ast|[Rr]elease|[Ee]vent|[Ee]xam
        |[Dd]ue|[Bb]irth|[Ll]aunch|लॉन्च|लांच)\s+(?:तिथि|तारीख|डेट|[Dd]ate)(?![A-Za-z\u0900-\u0963]))
  | (?P<address>https?://\S+|www\.\S+)
  | (?P<afternoon>दोपहर\s+बाद)
  | (?P<less_than>से\s+कम|less\s+than)
  | (?P<india>Asia/(?:Kolkata|Calcutta))
  | (?P<until_now>तक\s+के\s+समाचार)
  | (?P<date>(?<!\d[-/.])(?<![vV])
        (?:\d{{4}}\s?(?P<sep>[-/.])\s?\d{{1,2}}\s?(?P=sep)\s?\d{{1,2}}
          |\d{{1,2}}\s?(?P<sep_2>[-/.])\s?\d{{1,2}}\s?(?P=sep_2)\s?(?:\d{{4}}|\d{{2}}))
        (?:T(?=\d)|{_GLUED_CLOCK}|(?!\d|[-/.]\d)))
  | (?P<clock>\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:[.,]\d{{1,9}})?)?(?!\d|:\d)
        |\d{{1,2}}\s?:\s?\d{{2}}(?=\s?[AaPp]\.?[Mm])
        |[0-2]\d[0-5]\d(?=\s?(?:[Hh]rs|HRS|बजे)))
  | (?P<count>\d[\d.,]*\s?(?:[KkMm]|हजार|लाख)?\+?\s(?i:views?|comments?|shares?|likes?|व्यूज
        |min(?:ute)?s?\sread|मिनट\s(?:में\s|का\s|की\s)?(?:पढें|पढे|पढ|रीड|पठन))
        (?![A-Za-z\u0900-\u0963]))
  | (?P<offset>\+\s?\d{{1,2}}[:.]?\d{{2}}|(?:(?<=:\d\d:\d\d)|(?<=\.\d\d\d))\s*-\d\d:?\d\d(?!\d)
        |(?<=:\d\d:\d\d)\+\d\d(?!\d)
        |(?<=GMT|UTC)\s?[+-]\d{{1,2}}(?::?\d\d)?(?!\d))
  | (?P<offset_2>(?<=T\d\d:\d\d:\d\d)\s05:30(?!\d))  # a plus sign that an URL made a space
  | (?P<dotted>\d{{1,2}}\.\d{{2}}(?!\d|\.\d))
  | (?P<year>(?:19|20|21)\d\d(?:{_GLUED_CLOCK}|(?!\d)|(?<=,\s\d{{4}})(?=\d{{1,3}}\s*$)))
  | (?P<number>\d+)(?:{_ORDINAL})?
  | (?P<meridiem>[AaPp]\.\s?[Mm]\b\.?|[AP]M(?=IST))
  | (?P<ago>पहले)(?=लेखक|कॉपी)
  | (?P<word>[A-Z]{{2,}}(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+
        |[\u0900-\u0902\u0904-\u0963\u0971-\u097f]+|[^\W\d_]+)
  | (?P<break>\n\s*|--+)
  | (?P<sign>\S)
    """,
    re.VERBOSE,
)
_SIGNS = {sign: Kind(sign) for sign in ",-./:'()|।"} | {
    "[": Kind.OPEN,
    "]": Kind.CLOSE,
    "{": Kind.OPEN,
    "}": Kind.CLOSE,
    "@": Kind.GLUE,
    "&": Kind.AND,
    "~": Kind.ABOUT,
    ";": Kind.COLON,
    ">": Kind.BREAK,
    "»": Kind.BREAK,
}
_KIND_OF_GROUP = {
    "noun_of_event": Kind.NO_DATE,
    "address": Kind.OTHER,
    "less_than": Kind.ABOUT,
    "until_now": Kind.BREAK,
    "date": Kind.NUMERIC_DATE,
    "clock": Kind.CLOCK,
    "offset": Kind.OFFSET,
    "offset_2": Kind.OFFSET,
    "count": Kind.BREAK,
    "dotted": Kind.DOTTED_CLOCK,
    "ago": Kind.AGO,
    "break": Kind.BREAK,
}
_UNKNOWN = Word(Kind.OTHER)
_FOREIGN_ZONE = re.compile("[A-Z]{2,4}T")
_ESCAPED_SPACE = re.compile(r"\\[nrt]")
_CHANGE_OF_DIGITS = re.compile("(?<=[0-9])(?=[०-९])|(?<=[०-९])(?=[0-9])")  # 12.06.2025१२ जून


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of the first `LONGEST_LINE` characters of *text*; blanks are none."""
    if len(text) > LONGEST_LINE:
        text = text[:LONGEST_LINE].rsplit(maxsplit=1)[0]  # never half a number
    if "&" in text:
        text = html.unescape(text)
    text = fold_date_text(_CHANGE_OF_DIGITS.sub("\n", _ESCAPED_SPACE.sub("\n", text)))
    for match in _TOKEN.finditer(text):
        group, found = str(match.lastgroup), match[0]
        if group == "word":
            kind, value = WORDS.get(found.lower(), _UNKNOWN)
            if kind == Kind.OTHER and _FOREIGN_ZONE.fullmatch(found):
                kind = Kind.AMBIGUOUS_ZONE
            yield Token(kind, value, found)
        elif group == "number":
            number = match["number"]
            kind = Kind.NUMBER if len(number) <= 2 else Kind.BIG_NUMBER
            yield Token(kind, float(number[:9]), number)
        elif group == "year":
            yield Token(Kind.YEAR, float(found), found)
        elif group == "india":
            yield Token(*WORDS["ist"], found)
        elif group == "afternoon":
            yield Token(*WORDS["दोपहर"], found)
        elif group == "sign":
            yield Token(_SIGNS.get(found, Kind.OTHER), 0.0, found)
        elif group == "meridiem":
            yield Token(Kind.MERIDIEM, 12.0 if found[0] in "Pp" else 0.0, found)
        else:
            yield Token(_KIND_OF_GROUP[group], 0.0, found)
