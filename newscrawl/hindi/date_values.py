"""What the parts of a date line mean: days, clocks, hours beside day parts, zones, months back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Literal, NamedTuple

from newscrawl.hindi.date_tokens import Token
from newscrawl.hindi.date_words import DAY_PART_BY_VALUE, Kind

IST = timezone(timedelta(hours=5, minutes=30), "IST")


class ParsedDate(NamedTuple):
    """A date and how exactly it was written.

    *precision* is second, minute, hour, day, month or approx. Of a day or a month *value* is the
    first moment; ``approx`` is about now.
    """

    value: datetime
    precision: str


class Uncertain(Exception):
    """The line names a date, but not certainly the one of publication, or not certainly when."""


def in_india(value: datetime, precision: str) -> ParsedDate:
    """Return *value* in IST; without a zone it is Indian already."""
    if value.tzinfo is None:
        value = value.replace(tzinfo=IST)
    try:
        return ParsedDate(value.astimezone(IST), precision)
    except OverflowError:
        raise Uncertain from None


@dataclass(slots=True)
class Clock:
    """A time of day, and the range of tokens that it stands in."""

    start: int
    end: int
    hour: int
    minute: int
    second: int | None
    zone: timezone | None
    is_sure: bool  # written with a meridiem, बजे or a zone: nothing but a clock


@dataclass(slots=True)
class Day:
    """A day, the range of tokens that it stands in, and what stands beside it."""

    start: int
    end: int
    day: date
    form: Literal["full", "yearless", "month", "relative"]
    clock: Clock | None = None
    label: Kind | None = None
    is_labelled_before: bool = False

    def reading(self) -> ParsedDate:
        """Return the day with its clock, or its first moment where it has none."""
        if self.clock is None:
            value = datetime(self.day.year, self.day.month, self.day.day, tzinfo=IST)
            return ParsedDate(value, "month" if self.form == "month" else "day")
        clock = self.clock
        value = datetime(
            self.day.year,
            self.day.month,
            self.day.day,
            clock.hour,
            clock.minute,
            clock.second or 0,
            tzinfo=clock.zone or IST,
        )
        return in_india(value, "minute" if clock.second is None else "second")


def clock_numbers(text: str) -> list[int]:
    """Return hour, minute and where written second of 18:15:30.123, 18.15, 6 : 15 or 1815."""
    return [int(number) for number in re.findall("[0-9]{1,2}", text)[:3]]


def hour_of_day(hour: int, part: Token | None, meridiem: Token | None) -> int:
    """Return the hour of 24 that a written *hour* means beside a day part or a meridiem."""
    if meridiem is None and part is not None and part.kind == Kind.MERIDIEM:
        meridiem = part
    if meridiem is not None:
        if meridiem.value == 0:
            if hour > 12:
                raise Uncertain  # 15:30 AM
            return hour % 12
        return hour if hour > 12 else hour % 12 + 12
    if part is None or hour == 0:
        return hour
    day_part = DAY_PART_BY_VALUE[int(part.value)]
    if hour == 12 and day_part.midnight:
        return 0
    if hour > 12 and hour - 12 in day_part.evening_hours:
        return hour
    if hour in day_part.evening_hours:
        return hour % 12 + 12
    if hour in day_part.morning_hours:
        return hour
    raise Uncertain


def zone_of(name: Token | None, offset: Token | None) -> timezone | None:
    """Return the zone of "IST", "+5:30" or "GMT+0530", None where neither is written."""
    if name is None and offset is None:
        return None
    if name is not None and name.kind == Kind.AMBIGUOUS_ZONE:
        raise Uncertain
    minutes = name.value if name else 0.0
    if offset is not None:
        digits = re.sub("[^0-9]", "", offset.text)
        hours, rest = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])
        written = (int(hours) * 60 + int(rest)) * (-1 if "-" in offset.text else 1)
        if name is not None and (minutes not in (0.0, written) or name.text == "Z"):
            raise Uncertain
        minutes = written
    if abs(minutes) > 14 * 60:
        raise Uncertain
    return timezone(timedelta(minutes=minutes))


def numeric_date(text: str) -> date | None:
    """Read D/M/Y, as all Hindi sites write, Y-M-D, or M/D/Y where only that is a date."""
    numbers = re.findall("[0-9]+", text)
    first, second, third = (int(number) for number in numbers)
    if len(numbers[0]) > 2:
        order = (first, second, third)
    elif len(numbers[2]) > 2:
        order = (third, second, first) if second <= 12 else (third, first, second)
    else:
        order = (2000 + third if third < 90 else 1900 + third, second, first)
    try:
        return date(*order)
    except ValueError:
        return None


def months_before(value: datetime, months: int) -> datetime:
    """Return the same day *months* earlier, or the last day of a shorter month."""
    year, month = divmod(value.year * 12 + value.month - 1 - months, 12)
    if year < 1:
        raise Uncertain
    last_day = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return value.replace(year=year, month=month + 1, day=min(value.day, last_day))
