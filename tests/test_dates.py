"""Dates as Hindi sites print them: date_lines.tsv beside this file is our own, invented."""

from __future__ import annotations

import csv
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.hindi.date_words import WORDS
from newscrawl.hindi.dates import IST, ParsedDate, parse_date

NOW = datetime(2026, 3, 14, 15, 0, tzinfo=IST)  # a Saturday
SHARED = Path(__file__).resolve().parents[2] / "shared"
FORMATS = {
    "second": "%Y-%m-%d %H:%M:%S",
    "minute": "%Y-%m-%d %H:%M",
    "hour": "%Y-%m-%d %H:%M about",
    "day": "%Y-%m-%d",
    "month": "%Y-%m",
    "approx": "now",
}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def shown(found: ParsedDate | None) -> str:
    return found.value.strftime(FORMATS[found.precision]) if found else "NONE"


def unescaped(text: str) -> str:
    return text.replace("\\n", "\n").replace("\\t", "\t")


LINES = [
    (unescaped(row["text"]), row["expected"])
    for row in rows_of(Path(__file__).with_name("date_lines.tsv"))
]


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_reads_line(text: str, expected: str) -> None:
    assert shown(parse_date(text, NOW)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9\xa0मार्च\xa02026,\u202f6:15\u202fPM", "2026-03-09 18:15"),
        ("\u200e9 मार्च\u200b 2026", "2026-03-09"),
        ("3 सितम्\u200dबर 2025", "2025-09-03"),
        ("3 अक्\u200dतूबर 2025", "2025-10-03"),
        ("3 फ\u093cरवरी 2026", "2026-02-03"),
        ("3 \u095eरवरी 2026", "2026-02-03"),
        ("10\u090330 बजे, 9 मार्च 2026", "2026-03-09 10:30"),
        ("  2026-03-09T12:45:00Z\n", "2026-03-09 18:15:00"),
    ],
)
def test_reads_line_with_invisible_characters(text: str, expected: str) -> None:
    assert shown(parse_date(text, NOW)) == expected


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "9" * 5000, "कल " * 5000, "(" * 5000])
def test_refuses_what_is_no_line(text: str) -> None:
    assert parse_date(text, NOW) is None


def test_a_midnight_nobody_wrote_is_a_day() -> None:
    written = parse_date("2026-03-09T00:00:00+05:30", NOW)
    assert parse_date("2026-03-09", NOW) == (datetime(2026, 3, 9, tzinfo=IST), "day")
    assert written == (datetime(2026, 3, 9, tzinfo=IST), "second")


@pytest.mark.parametrize(
    ("ahead", "is_read"), [(timedelta(hours=48), True), (timedelta(hours=48, minutes=1), False)]
)
def test_window_ends_two_days_ahead(ahead: timedelta, is_read: bool) -> None:
    text = (NOW + ahead).isoformat()
    assert (parse_date(text, NOW) is not None) is is_read


def test_days_are_indian_whatever_the_zone_of_now() -> None:
    now = datetime(2026, 3, 13, 20, 0, tzinfo=UTC)  # 01:30 of the 14th in India
    assert shown(parse_date("कल", now)) == "2026-03-13"
    assert shown(parse_date("पटना, 14 मार्च (भाषा)", now)) == "2026-03-14"


MONTHS = [
    line.split()
    for line in """
जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर
जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितम्बर अक्तूबर नवम्बर दिसम्बर
Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER
""".strip().splitlines()
]
NEIGHBOURING_MONTHS = [
    line.split()
    for line in """
জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর
જાન્યુઆરી ફેબ્રુઆરી માર્ચ એપ્રિલ મે જૂન જુલાઈ ઑગસ્ટ સપ્ટેમ્બર ઑક્ટોબર નવેમ્બર ડિસેમ્બર
جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر
""".strip().splitlines()
]
WEEKDAYS = ("सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार", "रविवार")
TEMPLATES = (
    "{d} {month} {y}, {h12}:{m:02} {ampm} IST",
    "Publish Date: {weekday}, {d:02} {month} {y} {h12:02}:{m:02} {ampm} (IST)",
    "{month} {d}, {y} {h:02}:{m:02} IST",
    "{h:02}:{m:02} IST, {month} {d}, {y}",
    "{h12}:{m:02} {ampm}, {weekday}, {d} {month} {y2:02}",
    "Published : {month} {d:02}, {y} {h12}:{m:02} {ampm} ISTUpdated : {month} {d}, {y} 23:59 IST",
    "ब्यूरो, पटना Updated {weekday}, {d} {month} {y} {h12}:{m:02} {ampm} IST",
    "{d:02}/{mo:02}/{y} {h:02}:{m:02}",
    "{d}-{mo}-{y} {h12}:{m:02}:00 {ampm}",
    "प्रविष्टि तिथि: {d:02} {month} {y} {h12}:{m:02}{ampm} by PIB Delhi",
    "{y}-{mo:02}-{d:02}T{h:02}:{m:02}:00+05:30",
    "{y}-{mo}-{d} {h}:{m:02}:00 +5:30",
    "{d} {month} {y} {h:02}:{m:02} बजे",
    "अंतिम अपडेट: {weekday}, {d} {month} {y} ({h:02}:{m:02} IST)",
)
DEVANAGARI_DIGITS = str.maketrans("0123456789", "०१२३४५६७८९")


@settings(deadline=None)
@given(
    moment=st.datetimes(datetime(1995, 1, 2), datetime(2026, 3, 14)),
    template=st.sampled_from(TEMPLATES),
    months=st.sampled_from(MONTHS),
    devanagari=st.booleans(),
)
def test_reads_any_moment_in_the_templates_of_sites(
    moment: datetime, template: str, months: list[str], devanagari: bool
) -> None:
    text = template.format(
        d=moment.day,
        mo=moment.month,
        month=months[moment.month - 1],
        y=moment.year,
        y2=moment.year % 100,
        h=moment.hour,
        h12=(moment.hour - 1) % 12 + 1,
        m=moment.minute,
        ampm="AM" if moment.hour < 12 else "PM",
        weekday=WEEKDAYS[moment.weekday()],
    )
    if devanagari:
        text = text.translate(DEVANAGARI_DIGITS)
    found = parse_date(text, NOW)
    assert found is not None
    assert found.value.replace(second=0) == moment.replace(second=0, microsecond=0, tzinfo=IST)


@pytest.mark.parametrize("months", NEIGHBOURING_MONTHS)
def test_reads_months_of_neighbouring_scripts(months: list[str]) -> None:
    for month, name in enumerate(months, 1):
        found = parse_date(f"9 {name} 2025", NOW)
        assert found == (datetime(2025, month, 9, tzinfo=IST), "day"), name


PIECES = [
    *WORDS,
    *",-./:'()|।[]\n—",
    *("1", "12", "31", "25", "2026", "४", "10:30", "99:99", "6.15", "09/03/2026", "2026-03-09"),
    *("IST", "AM", "Z", "T", "+05:30", "+9999"),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(["", " "]))
def test_any_soup_of_date_words_is_read_in_india_or_refused(pieces: list[str], glue: str) -> None:
    found = parse_date(glue.join(pieces), NOW)
    assert found is None or found.value.utcoffset() == timedelta(hours=5, minutes=30)


@settings(deadline=None)
@given(st.text())
def test_no_text_raises(text: str) -> None:
    parse_date(text, NOW)


@settings(deadline=None)
@given(st.dates(date(1995, 1, 2), date(2026, 3, 14)))
def test_a_sentence_is_no_date_line(day: date) -> None:
    written = f"{day.day} {MONTHS[0][day.month - 1]} {day.year}"
    assert parse_date(f"मुख्यमंत्री ने {written} को योजना की घोषणा की थी", NOW) is None


# ------------------------------------------------------------------------------- shared vectors


def vectors() -> list[dict[str, str]]:
    path = SHARED / "vectors" / "dates.tsv"
    if not path.exists():
        pytest.skip("needs ../shared")
    return rows_of(path)


def verdict(row: dict[str, str]) -> str:
    """Return right, none or wrong, as the README of the vectors tells to compare."""
    now = datetime.fromisoformat(row["reference_now"])
    expected, precision = row["expected"], row["precision"]
    found = parse_date(unescaped(row["string"]), now)
    if expected == "NONE" or found is None:
        return "right" if expected == "NONE" and found is None else "none" if not found else "wrong"
    if precision in ("day", "month"):
        is_right = found.value.isoformat().startswith(expected)
    else:
        tolerance = {"hour": 3600, "approx": 300}.get(precision, 59)
        difference = found.value - datetime.fromisoformat(expected)
        is_right = abs(difference) <= timedelta(seconds=tolerance)
    return "right" if is_right else "wrong"


def test_vectors_are_right_and_none_wrong() -> None:
    verdicts = Counter(verdict(row) for row in vectors())
    assert verdicts["wrong"] == 0
    assert verdicts["right"] >= 0.99 * verdicts.total()


def test_a_line_takes_a_fifth_of_a_millisecond_at_most() -> None:
    texts = [unescaped(row["string"]) for row in vectors()]
    started = time.process_time()
    for text in texts * 5:
        parse_date(text, NOW)
    assert (time.process_time() - started) / len(texts) / 5 < 0.0002
