"""The words of date lines on Hindi news pages, in every spelling met, and what each one means.

`WORDS` maps a folded word (see `fold_word`) to its kind, one letter of the grammar in
`newscrawl.hindi.dates`, and a value. Hindi, English, romanised Hindi and the Marathi and Nepali
month names that Hindi pages print.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a token is to the grammar. One letter each: patterns run over strings of them."""

    NUMBER = "n"  # one or two digits, or a number word
    BIG_NUMBER = "N"  # three digits and more that are no year
    YEAR = "Y"
    MONTH = "m"
    SHORT_MONTH = "k"  # an abbreviation that is also a word: जन, नव
    WEEKDAY = "w"
    NUMERIC_DATE = "D"
    CLOCK = "t"
    DOTTED_CLOCK = "f"  # 10.30: a clock only beside a meridiem or बजे
    MERIDIEM = "p"
    SPOKEN_MERIDIEM = "M"  # पीएम: behind a clock; elsewhere the prime minister
    DAY_PART = "e"
    O_CLOCK = "b"
    MINUTES_PAST = "B"  # बजकर
    ZONE = "z"
    AMBIGUOUS_ZONE = "Z"
    OFFSET = "o"
    PUBLISHED = "P"
    UPDATED = "U"
    DATE_NOUN = "L"  # Date, तिथि: of what, the word before says; alone, of publication
    QUALIFIER = "j"  # last, first, पुनः: before a label
    NO_DATE = "X"  # what follows is no date of publication: Duration, अंतिम तिथि
    ERA = "E"  # the year beside it is not Gregorian
    UNIT = "u"
    AGO = "a"
    TODAY = "r"  # आज, कल, परसों
    NOW = "i"
    FEW = "F"
    MOMENT = "K"
    ARTICLE = "A"
    FRACTION = "h"  # a number by itself: आधा, डेढ़, ढाई
    FRACTION_OF = "H"  # changes the number after it: सवा, साढ़े, पौने
    ABOUT = "~"
    AND = "&"
    GLUE = "g"  # joins a date and its clock
    TO = "q"  # को: glue before a clock or a label, else prose
    UNTIL = "y"
    DONE = "d"  # किया गया after a label
    BYLINE = "l"
    PROSE = "v"
    OTHER = "x"
    COMMA = ","
    DASH = "-"
    DOT = "."
    SLASH = "/"
    COLON = ":"
    QUOTE = "'"
    OPEN = "("
    CLOSE = ")"
    BREAK = "|"
    DANDA = "।"


class Word(NamedTuple):
    kind: Kind
    value: float = 0.0


class DayPart(NamedTuple):
    """A part of the day, and the hours that are written beside it on a clock of twelve."""

    morning_hours: frozenset[int]  # read as they are
    evening_hours: frozenset[int]  # twelve more, but for 12
    midnight: bool  # whether 12 is midnight of the printed day


DAY_PARTS = {
    "सुबह सवेरे सुबेरे प्रातः प्रातःकाल भोर तड़के morning subah": DayPart(
        frozenset(range(1, 12)), frozenset(), False
    ),
    "दोपहर dopahar": DayPart(frozenset({10, 11}), frozenset({12, 1, 2, 3, 4, 5}), False),
    "शाम सायं सायंकाल सांय evening shaam": DayPart(frozenset(), frozenset(range(3, 10)), False),
    "रात रात्रि रात्री night raat": DayPart(
        frozenset(range(1, 6)), frozenset({7, 8, 9, 10, 11}), True
    ),
}
DAY_PART_BY_VALUE = dict(enumerate(DAY_PARTS.values()))

_SIGNS = {
    ord("\u093c"): None,
    ord("ँ"): "ं",
    ord("ः"): ":",
    **dict(zip(range(0x0958, 0x0960), "कखगजडढफय", strict=True)),
}
_INVISIBLE = dict.fromkeys(
    [
        *(0xAD, 0x61C, 0x180E, 0xFEFF),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
    ]
)
_LOOKALIKES = {
    ord(seen): plain
    for seen, plain in [
        *((dash, "-") for dash in "‐‑‒–—―−﹣－"),
        *((quote, "'") for quote in "‘’ʼ`´′"),
        *((bullet, "|") for bullet in "•·●∙▪॥¦│｜"),
        ("：", ":"),
        ("॰", "."),
        ("，", ","),
        ("／", "/"),
    ]
}
_DIGITS = {
    zero + digit: str(digit)
    for zero in (0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xC66, 0xCE6, 0xD66, 0x660, 0x6F0, 0xFF10)
    for digit in range(10)
}
_FOLDING = _SIGNS | _INVISIBLE | _LOOKALIKES | _DIGITS
_NASAL_BEFORE_CONSONANT = re.compile("[ङञणनम]\u094d(?=[क-ह])")


def fold_date_text(text: str) -> str:
    """Return *text* in one spelling: ASCII digits and signs, no joiners and no nukta.

    Only for reading dates: letters change (ज़ to ज, म्ब to ंब, ः to a colon), case does not.
    """
    return _NASAL_BEFORE_CONSONANT.sub("ं", text.translate(_FOLDING))


_MONTHS = """
january jan janvari janwari जनवरी जनवरि जनबरी जनवारी जानेवारी जनव
february feb febuary farvari farwari फरवरी फ़रवरि फरबरी फेब्रुअरी फेब्रुवारी फ़रव
march mar मार्च मार्चं
april apr अप्रैल अप्रेल अप्रिल अपरैल एप्रिल अप्रैल्
may मई मइ मे
june jun जून जुन
july jul julai जुलाई जुलाइ जूलाई जुलै
august aug agast अगस्त अगस्ट ऑगस्ट अगस्
september sept sep sitambar सितंबर सितम्बर सितमबर सितबंर सेप्टेंबर सप्टेंबर सेप्टेम्बर
october oct aktubar अक्टूबर अक्तूबर अक्टुबर अक्तुबर अक्टूम्बर ऑक्टोबर अक्टोबर ओक्टोबर ऑक्टूबर
november nov navambar नवंबर नवम्बर नवमबर नवबंर नोव्हेंबर नोभेम्बर नोवेंबर
december dec disambar दिसंबर दिसम्बर दिसमबर दिसबंर डिसेंबर डिसेम्बर
""".strip().splitlines()
_SHORT_MONTHS = "जन फर मार् अप्र|अप्रै मई जू जुल|जुला अग सित|सितं अक्टू|अक्तू|ऑक्टो नव|नवं दिस|दिसं"
_WEEKDAYS = """
monday mon सोमवार
tuesday tue tues मंगलवार
wednesday wed बुधवार
thursday thu thur thurs गुरुवार गुरूवार बृहस्पतिवार वृहस्पतिवार वीरवार बीफे
friday fri शुक्रवार
saturday sat शनिवार शनिचर
sunday sun रविवार इतवार
""".strip().splitlines()
_SHORT_WEEKDAYS = "सोम मंगल बुध गुरु शुक्र शनि रवि"  # names as well: they prove nothing
NO_WEEKDAY = -1
_NUMBERS = """
एक ek one
दो do two
तीन teen three
चार char four
पांच paanch five
छह छः छे छ six
सात saat seven
आठ aath eight
नौ nau nine
दस das ten
ग्यारह eleven
बारह twelve
तेरह thirteen
चौदह fourteen
पंद्रह पन्द्रह fifteen
सोलह sixteen
सत्रह सतरह seventeen
अठारह अट्ठारह eighteen
उन्नीस nineteen
बीस twenty
इक्कीस
बाईस बाइस
तेईस तेइस
चौबीस
पच्चीस पचीस
छब्बीस
सत्ताईस सत्ताइस
अट्ठाईस अठाईस अट्ठाइस
उनतीस उन्तीस
तीस thirty
इकतीस इकत्तीस
""".strip().splitlines()
_TENS = {35: "पैंतीस", 40: "चालीस forty", 45: "पैंतालीस", 50: "पचास fifty", 55: "पचपन"}

_UNITS = (  # by rising length; the value is the index
    "s सेकंड सेकेंड सेकण्ड सेकेण्ड सैकंड सैकेंड second seconds sec secs",
    "m मि मिनट मिनिट मिनटों मिनटो मिन minute minutes min mins",
    "h घं घंटा घंटे घंटों घंटो घण्टा घण्टे घन्टे घन्टा hour hours hr hrs ghanta ghante",
    "d दिन दिनों दिनो day days din",
    "w हफ्ता हफ़्ता हफ्ते हफ्तों हफ्तो सप्ताह week weeks wk wks hafte",
    "महीना महीने महीनों महीनो माह मास month months mo mahine",
    "y साल सालों सालो वर्ष वर्षों वर्षो बरस year years yr yrs saal",
)

SECOND, MINUTE, HOUR = 0, 1, 2  # indexes of units

_INDIA = 330.0
_ZONES = {
    _INDIA: "ist",
    0.0: "gmt utc z जीएमटी यूटीसी",
    300.0: "pkt",
    345.0: "npt",
    240.0: "gst",
    480.0: "sgt",
    540.0: "jst",
    -300.0: "est",
    -240.0: "edt",
    -480.0: "pst",
    -420.0: "pdt",
    60.0: "cet",
    120.0: "cest",
}

_PLAIN = {
    Kind.O_CLOCK: "बजे बजें hrs oclock o'clock baje",
    Kind.AMBIGUOUS_ZONE: "bst cst mst ast et pt ct mt bdt lkt msk aest",
    Kind.PUBLISHED: "publish published publishes publishing pub posted post created uploaded "
    "issued प्रकाशित प्रकाशन पब्लिश पब्लिश्ड पोस्ट पोस्टेड प्रविष्टि प्रसारित अपलोड अपलोडेड",
    Kind.DATE_NOUN: "date dated दिनांक दिनाक तिथि तारीख तारिख डेट",
    Kind.UPDATED: "update updated updates updation modified modify revised अपडेट अपडेटेड अपडेटिड "
    "अद्यतन अद्यतित अद्यतनित संशोधित संशोधन अपडेशन नवीनतम",
    Kind.QUALIFIER: "last first latest originally अंतिम आखिरी बार पुन प्रथम",
    Kind.NO_DATE: "duration length runtime expires expiry expire deadline valid till birth born "
    "died dob अवधि समयावधि जन्म जन्मतिथि निधन मृत्यु समयसीमा",
    Kind.ERA: "संवत संवत् सम्वत शक शाके शक् विक्रम विक्रमी विसं हिजरी बीएस बिसं गते मिति miti samvat sambat",
    Kind.AGO: "पहले पूर्व पहिले ago pehle pahle",
    Kind.NOW: "अभी अब now",
    Kind.FEW: "कुछ थोड़ी थोडी चंद few",
    Kind.MOMENT: "क्षण पल देर moment moments लम्हे लम्हा",
    Kind.ARTICLE: "a an",
    Kind.ABOUT: "लगभग करीब बस भर about around approximately almost nearly तकरीबन क़रीब ही just",
    Kind.AND: "और व एवं तथा and",
    Kind.GLUE: "at on of समय time the पर भारतीय समयानुसार",
    Kind.TO: "को",
    Kind.UNTIL: "तक",
    Kind.DONE: "किया गया हुआ हुई हुए गई है की",
    Kind.BREAK: "कॉपी लिंक शेयर share copy link comment comments टिप्पणी टिप्पणियां",
    Kind.BYLINE: "by in द्वारा लेखक लेखिका author written writer edited editor reported reporter "
    "संपादक संपादित संवाददाता रिपोर्ट रिपोर्टर",
    Kind.PROSE: "ने में मे से का के हैं था थी थे थीं गए होने होगा होगी होंगे करने करेगा कहा कि जो यह "
    "इस उस लिए साथ वाली वाला वाले बाद is was were will has have had are been said says that which "
    "from to until since over more अधिक ज्यादा between during after before when for",
}


def _words() -> dict[str, Word]:
    words: dict[str, Word] = {}

    def add(spellings: str, kind: Kind, value: float = 0.0) -> None:
        for spelling in spellings.split():
            words.setdefault(fold_date_text(spelling).rstrip(":"), Word(kind, value))

    for month, spellings in enumerate(_MONTHS, 1):
        add(spellings, Kind.MONTH, month)
    for month, spellings in enumerate(_SHORT_MONTHS.split(), 1):
        add(spellings.replace("|", " "), Kind.SHORT_MONTH, month)
    for weekday, spellings in enumerate(_WEEKDAYS):
        add(spellings, Kind.WEEKDAY, weekday)
    add(_SHORT_WEEKDAYS, Kind.WEEKDAY, NO_WEEKDAY)
    for number, spellings in [*enumerate(_NUMBERS, 1), *_TENS.items()]:
        add(spellings, Kind.NUMBER, number)
    for index, spellings in enumerate(_UNITS):
        add(spellings, Kind.UNIT, index)
    for minutes, spellings in _ZONES.items():
        add(spellings, Kind.ZONE, minutes)
    for index, spellings in enumerate(DAY_PARTS):
        add(spellings, Kind.DAY_PART, index)
    for days, spellings in enumerate(["आज today aaj", "कल yesterday", "परसों परसो"]):
        add(spellings, Kind.TODAY, days)
    add("एएम", Kind.SPOKEN_MERIDIEM, 0)
    add("पीएम", Kind.SPOKEN_MERIDIEM, 12)
    add("am पूर्वाह्न पूर्वाहन पूर्वान्ह", Kind.MERIDIEM, 0)
    add("pm अपराह्न अपराहन अपरान्ह", Kind.MERIDIEM, 12)
    add("बजकर", Kind.MINUTES_PAST)
    for value, spellings in {
        0.5: "आधा आधे आधी half",
        1.5: "डेढ़ डेढ",
        2.5: "ढाई अढ़ाई",
    }.items():
        add(spellings, Kind.FRACTION, value)
    for value, spellings in {0.25: "सवा", 0.5: "साढ़े साढे", -0.25: "पौने पौन"}.items():
        add(spellings, Kind.FRACTION_OF, value)
    for kind, spellings in _PLAIN.items():
        add(spellings, kind)
    return words


WORDS = _words()
