"""Relative times: 2 घंटे पहले, डेढ़ घंटे पहले, 3 days ago, कुछ ही क्षण पहले."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from newscrawl.hindi.date_line import ABOUT_THE_PAGE, PLACE, Line
from newscrawl.hindi.date_values import ParsedDate, Uncertain, months_before
from newscrawl.hindi.date_words import HOUR, MINUTE, Kind

_AGO = re.compile(r"~*(?P<amounts>(?:(?:H?[nN]|h?A|h|H)~*u\.?[,&]{0,2})+|u(?=~))~*a")
_AMOUNT = re.compile(r"(?P<fraction>H)?(?P<number>[nNhA])?A?~*(?P<unit>u)")
_A_MOMENT_AGO = re.compile(r"A?F~*(?P<unit>[uK])a|A?Ka|~?i(?:-?i)?")
_AFTER_AGO = re.compile(r"q?[PU]d*|(?:[|,.()\-:PUl।](?:nu|[^tDfpbnY])*)?")

_SECONDS = (1, 60, 3600, 86400, 7 * 86400)  # of units, but for months and years
MOST_AGO = 5000
"""Of any unit: more is no time but a fault, and would overflow."""


def time_ago(line: Line) -> ParsedDate | None:
    """Return the time that *line* counts back from when the page was fetched, None where none is.

    Minutes and hours are exact to themselves, days and longer units to the day, "a moment ago"
    is approx. Raises Uncertain where it stands in a sentence, or two of them contradict.
    """
    moment = _A_MOMENT_AGO.search(line.kinds)
    if moment:
        unit = line.tokens[moment.start("unit")] if moment["unit"] else None
        is_long = unit is not None and unit.kind == Kind.UNIT and unit.value > MINUTE
        rest = line.kinds[: moment.start()] + line.kinds[moment.end() :]
        if is_long or not ABOUT_THE_PAGE.fullmatch(rest):
            raise Uncertain
        return ParsedDate(line.now, "approx")

    by_label: dict[str, ParsedDate] = {}
    used_to = 0
    for match in _AGO.finditer(line.kinds):
        before = line.kinds[used_to : match.start()]
        label = max("PU", key=before.rfind) if {"P", "U"} & set(before) else ""
        if label in by_label or not PLACE.fullmatch(before):
            raise Uncertain
        by_label[label] = _counted_back(line, match)
        used_to = match.end()
    if not by_label:
        return None
    if not _AFTER_AGO.fullmatch(line.kinds, used_to):
        raise Uncertain
    return by_label.get("P") or by_label.get("") or by_label["U"]


def _counted_back(line: Line, match: re.Match[str]) -> ParsedDate:
    value, finest = line.now, len(_SECONDS)
    for amount in _AMOUNT.finditer(line.kinds, *match.span("amounts")):
        number = 1.0
        if amount["number"] and amount["number"] != Kind.ARTICLE:
            number = line.tokens[amount.start("number")].value
        if amount["fraction"]:
            number += line.tokens[amount.start("fraction")].value
        unit = int(line.tokens[amount.start("unit")].value)
        finest = min(finest, unit)
        if number > MOST_AGO or (unit > HOUR and number % 1):
            raise Uncertain  # half a day ago, a year and a half ago: which day?
        if unit < len(_SECONDS):
            value -= timedelta(seconds=number * _SECONDS[unit])
        else:
            value = months_before(value, int(number) * (1 if unit == len(_SECONDS) else 12))
    if finest > HOUR:
        return ParsedDate(_midnight(value), "day")
    return ParsedDate(value, "hour" if finest == HOUR else "minute")


def _midnight(value: datetime) -> datetime:
    return value.replace(hour=0, minute=0, second=0, microsecond=0)
