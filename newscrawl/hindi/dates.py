"""Read the date lines of Hindi news pages: Hindi, English or mixed, absolute or relative.

Values for machines are read directly, what Hindi sites print by the grammar in `date_line`, and
the months of neighbouring scripts by dateparser. What can be read in two ways is refused: no date
is better than a wrong one. Rules and traps: hindi-text.md, section 1.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from newscrawl.hindi.date_line import Line
from newscrawl.hindi.date_values import IST, ParsedDate, Uncertain, in_india
from newscrawl.hindi.date_words import Kind
from newscrawl.hindi.time_ago import time_ago

__all__ = ["EARLIEST", "IST", "LATEST_AHEAD", "ParsedDate", "parse_date"]

EARLIEST = datetime(1995, 1, 1, tzinfo=IST)
"""No Hindi news site is older: an earlier date is a fault (epoch zero, a birthday, an era)."""
LATEST_AHEAD = timedelta(hours=48)


def parse_date(text: str, now: datetime) -> ParsedDate | None:
    """Return the date of publication that *text* names, in IST, or None where that is not certain.

    *text* is one date line or the value of a date field: ISO 8601, RFC 822, epoch seconds or
    milliseconds, or what Hindi sites print. *now*, an aware datetime, is when the page was fetched:
    it resolves relative times and missing years. A time without a zone is Indian. An update counts
    only where no other date stands beside it. Accepted are dates from 1995 to 48 hours after *now*.
    """
    text = text.strip()
    now = now.astimezone(IST)
    try:
        found = _iso_value(text) or _number_value(text) or _printed_date(text, now)
    except Uncertain:
        return None
    return found if found and EARLIEST <= found.value <= now + LATEST_AHEAD else None


def _iso_value(text: str) -> ParsedDate | None:
    """Read a well-formed ISO 8601 value: the common case, without any grammar."""
    if text[4:5] != "-" or text[7:8] != "-":
        return None
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return None
    offset = value.utcoffset()
    if offset and offset % timedelta(minutes=1):
        return None  # +05.30 is five hours and 0.3 seconds for Python
    precision = "day" if len(text) == 10 else "second" if text[16:17] == ":" else "minute"
    return in_india(value, precision)


_COMPACT = re.compile("([0-9]{8})(?:T?([0-9]{4}(?:[0-9]{2})?)(Z|[+-][0-9]{4})?)?")
_EPOCH = re.compile(r"(?:/Date\()?([0-9]{10})(?:\.[0-9]+|[0-9]{3})?(?:[+-][0-9]{4})?(?:\)/)?")


def _number_value(text: str) -> ParsedDate | None:
    """Read 20260309T181500 or seconds or milliseconds since 1970, also .NET's /Date()/."""
    if match := _COMPACT.fullmatch(text):
        day, clock, zone = match.groups(default="")
        try:
            value = datetime.fromisoformat(f"{day}T{clock}{zone}" if clock else day)
        except ValueError:
            return None
        return in_india(value, {0: "day", 4: "minute", 6: "second"}[len(clock)])
    if match := _EPOCH.fullmatch(text):
        return in_india(datetime.fromtimestamp(int(match[1]), UTC), "second")
    return None


def _printed_date(text: str, now: datetime) -> ParsedDate | None:
    line = Line(text, now)
    return line.publication() or time_ago(line) or _neighbouring_date(text, line)


_NEIGHBOURING_LETTERS = re.compile("[\u0620-\u064a\u0671-\u06d3\u0985-\u09b9\u0a85-\u0ab9]")
_DATEPARSER_SETTINGS = {
    "DATE_ORDER": "DMY",
    "PARSERS": ["absolute-time"],
    "PREFER_DATES_FROM": "past",
    "REQUIRE_PARTS": ["day", "month", "year"],
    "TIMEZONE": "Asia/Kolkata",
    "RETURN_AS_TIMEZONE_AWARE": True,
}
_INDIAN_TIME = re.compile(r"\bIST\b")  # Israel's for dateparser: scrapinghub/dateparser#580


def _neighbouring_date(text: str, line: Line) -> ParsedDate | None:
    """Let dateparser read a short line whose month is Bengali, Gujarati or Urdu.

    Hindi and English are our own grammar's: what it does not know there, dateparser gets wrong more
    often than right (23 of 133 wrong, hindi-text.md). Its Punjabi is left out: it takes June for
    January. Day, year and clock have to stand in the line as it found them.
    """
    is_candidate = Kind.NUMBER in line.kinds and Kind.YEAR in line.kinds and len(text) <= 60
    if not is_candidate or not _NEIGHBOURING_LETTERS.search(text):
        return None
    from dateparser import parse  # 80 ms for the rare page that needs it

    value = parse(
        _INDIAN_TIME.sub("+05:30", text),
        languages=["bn", "gu", "ur"],
        settings=_DATEPARSER_SETTINGS,
    )
    if value is None or not line.confirms(value):
        return None
    return in_india(value, "minute" if Kind.CLOCK in line.kinds else "day")
