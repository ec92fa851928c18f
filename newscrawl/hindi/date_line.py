"""The grammar of date lines: patterns over the string of their tokens' kinds.

"Publish Date: Thu, 12 Jun 2025 08:15 AM (IST)" reads ``PL:w,nmYtp(z)``. Patterns find days and
clocks, which are joined, chosen by their labels, and refused where the rest of the line says that
they are no date of publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from newscrawl.hindi.date_tokens import Token, tokens
from newscrawl.hindi.date_values import (
    Clock,
    Day,
    ParsedDate,
    Uncertain,
    clock_numbers,
    hour_of_day,
    numeric_date,
    zone_of,
)
from newscrawl.hindi.date_words import HOUR, NO_WEEKDAY, Kind

_WITHIN_DAY = r"[,\-./'gw()]{0,3}"
_NOT_IN_RANGE = "(?<!n[-&vgqy])"  # 10-12 जून, 10 से 12 जून
_ENDS_TWO_DIGIT_YEAR = "(?=$|[,.|()।twz-])(?!,?Y)"
_DAY = re.compile(
    rf"""
    # 12 जून 2025, 12-Jun-25
    {_NOT_IN_RANGE}(?P<day>n){_WITHIN_DAY}(?P<month>[mk]){_WITHIN_DAY}
        (?:(?P<year>Y)|(?P<short_year>n){_ENDS_TWO_DIGIT_YEAR})
    # June 12, 2025
  | (?P<month_2>[mk]){_WITHIN_DAY}(?P<day_2>n){_WITHIN_DAY}
        (?:(?P<year_2>Y)|(?<=[,'])(?P<short_year_2>n){_ENDS_TWO_DIGIT_YEAR})
    # 2025 जून 12
  | (?P<year_3>Y){_WITHIN_DAY}(?P<month_3>[mk]){_WITHIN_DAY}(?P<day_3>n)(?![-&]n)
    # Thu Jun 12 10:30:00 IST 2025
  | (?P<month_4>m)(?P<day_4>n),?(?P<clock_within>tp?[zo]*),?(?P<year_4>Y)
    # 12/06/2025, 2025-06-12
  | (?P<numeric>D)
    # जून 2025
  | (?P<month_5>[mk])[,.\-']{{0,2}}(?P<year_5>Y)
    # 12 जून; June 12
  | {_NOT_IN_RANGE}(?P<day_6>n){_WITHIN_DAY}(?P<month_6>m)
  | (?P<month_7>m){_WITHIN_DAY}(?P<day_7>n)(?![-&]n)
    """,
    re.VERBOSE,
)
_CLOCK = re.compile(
    r"""
    (?:(?P<part>[ep])[,:]?)?  # रात 9:15, अपराह्न 3:15
    (?:(?P<clock>[tf])
      |(?P<fraction>H)?(?<!n[-.:/])(?P<hour>n)
        # 10 बजकर 30 मिनट; साढ़े दस बजे, 6 PM; शाम 6
        (?:B(?P<minute>n)u?|(?=[:.]?[pM]|b)|(?<=en)(?=$|[,|)]))
    )
    (?:[:.]?(?P<meridiem>[pM]))?(?P<o_clock>[bu])?(?:\(?(?P<part_behind>e)\)?)?
    (?:[,(\-]{0,2}(?P<zone>[zZ])[,(]{0,2}(?P<zone_offset>o)?\)?|\(?(?P<offset>o)\)?)?
    """,
    re.VERBOSE,
)
_GLUE = re.compile(r"[,\-.|()/:gwqz]{0,8}")
_SECOND_ZONE = re.compile(r"\(?(?P<zone>z)")
_ZONE_BEHIND = re.compile(r"[,(|]{0,2}(?P<zone>[zZ])")
_LABEL_BEHIND = re.compile(r"[,w]{0,2}(?P<to>q)?[gj]{0,3}(?P<label>[PU])(?P<done>d+)?")
_LABEL_RIGHT_BEHIND = re.compile(r"\(?(?P<label>[PU])(?:\)|(?=\||$))")
_ERA_YEAR = re.compile("E[,:(]?Y")
_NO_DATE_BEFORE = re.compile(r"X(?:[:\-,gxLl(]{0,4}|:?\|{1,3})$")
_BESIDE_LABEL = re.compile(r"[,\-.:|()/gwzLqlejd]*")
ABOUT_THE_PAGE = re.compile(
    r"(?:[xlj,.\-:&() ]*\|)?[ PULjl,.।\-|:()/gqw&~dze]*(?:\|[xlvd,.।\-:&()|]*)?"
)
"""What may stand beside a form that is a date only where it is all the line says."""
PLACE = re.compile(r"(?:xn(?=[x|,])|[x,\-./()lgmkw&~|jPUL:]){0,14}")  # or News18, TV9
_AFTER_DATELINE = re.compile(r",?\|{0,2}(?:[()।\-:.|]++(?![nNYDtf])|$)")
_PROSE = re.compile("[vqyd]")
_SURE = {"part", "part_behind", "meridiem", "o_clock", "zone", "offset"}
MOST_WORDS_OF_BYLINE = 12
"""Unknown words beside a date without a label: the longest by-line of vectors/dates.tsv has 7."""
LONGEST_AGO = timedelta(days=183)
"""A day without a year is not taken for one that long ago: it may as well lie ahead."""


class Line:
    """One date line: its tokens, and the string of their kinds that the patterns run over."""

    def __init__(self, text: str, now: datetime) -> None:
        self.now = now
        self.tokens = list(tokens(text))
        kinds = "".join(token.kind for token in self.tokens)
        self.kinds = _ERA_YEAR.sub(lambda match: match[0][:-1] + Kind.BIG_NUMBER, kinds)
        self.free = list(self.kinds)  # what no date has used; a used token is a space

    def publication(self) -> ParsedDate | None:
        """Return the date of publication or None where nothing looks like one.

        Raises Uncertain where something does, but may be another date or mean another time.
        """
        clocks = [clock for clock in self._clocks() if not self._is_vetoed(clock.start)]
        days = [day for day in self._days() if not self._is_vetoed(day.start)]
        if not days:
            return self._clock_alone(clocks)
        self._join(days, clocks)
        for day in days:
            self._require_certain(day)
        return _published(days)

    def confirms(self, value: datetime) -> bool:
        """Tell whether day, year and clock of *value* stand in the line, and no other."""
        clocks = list(self._clocks())
        numbers = {token.value for token in self.tokens if token.kind == Kind.NUMBER}
        years = {token.value for token in self.tokens if token.kind == Kind.YEAR}
        return (
            value.day in numbers
            and years == {value.year}
            and len(clocks) <= 1
            and all((clock.hour, clock.minute) == (value.hour, value.minute) for clock in clocks)
        )

    # ---- what stands in the line

    def _is_vetoed(self, start: int) -> bool:
        return _NO_DATE_BEFORE.search(self.kinds, 0, start) is not None

    def _clocks(self) -> Iterator[Clock]:
        for match in _CLOCK.finditer(self.kinds):
            token = {
                name: self.tokens[match.start(name)]
                for name, kind in match.groupdict().items()
                if kind
            }
            is_sure = not token.keys().isdisjoint(_SURE)
            unit = token.get("o_clock")
            if unit and unit.kind == Kind.UNIT and unit.value != HOUR:
                continue  # 2:30 मिनट is how long a video takes
            if "clock" in token:
                if token["clock"].kind == Kind.DOTTED_CLOCK and not is_sure:
                    continue
                hour, minute, *seconds = clock_numbers(token["clock"].text)
            else:
                quarters = token["fraction"].value * 60 if "fraction" in token else 0.0
                minutes = int(token["hour"].value * 60 + quarters)
                hour, minute = divmod(minutes, 60)
                if "minute" in token:
                    minute = int(token["minute"].value)
                seconds, is_sure = [], True
            if hour > 23 or minute > 59 or (seconds and seconds[0] > 59):
                if is_sure or self.kinds[max(0, match.start() - 1)] in (
                    Kind.NUMERIC_DATE,
                    Kind.YEAR,
                ):
                    raise Uncertain
                continue  # how long a video takes
            zone = zone_of(token.get("zone"), token.get("zone_offset") or token.get("offset"))
            second_zone = _SECOND_ZONE.match(self.kinds, match.end())
            if second_zone and zone != zone_of(self.tokens[second_zone.start("zone")], None):
                raise Uncertain
            part = token.get("part") or token.get("part_behind")
            yield Clock(
                *match.span(),
                hour_of_day(hour, part, token.get("meridiem")),
                minute,
                seconds[0] if seconds else None,
                zone,
                is_sure,
            )

    def _days(self) -> Iterator[Day]:
        found = False
        for match in _DAY.finditer(self.kinds):
            token = {
                name.rstrip("_234567"): self.tokens[match.start(name)]  # day_2: day
                for name, kind in match.groupdict().items()
                if kind
            }
            found = True
            day = self._day(*match.span(), token)
            if day is not None:
                yield day
        if not found and self.kinds.count(Kind.TODAY) == 1:
            at = self.kinds.index(Kind.TODAY)
            day_of = self.now.date() - timedelta(days=self.tokens[at].value)
            yield Day(at, at + 1, day_of, "relative")

    def _day(self, start: int, end: int, token: dict[str, Token]) -> Day | None:
        weekday = self._weekday_beside(start, end)
        if "numeric" in token:
            day = numeric_date(token["numeric"].text)
            if day and weekday not in (None, day.weekday()) and day.day <= 12:
                raise Uncertain  # perhaps the month stands first
            return Day(start, end, day, "full") if day else None
        month = int(token["month"].value)
        day_of_month = int(token["day"].value) if "day" in token else 1
        if "year" in token:
            year = int(token["year"].value)
        elif "short_year" in token:
            if not re.fullmatch("[0-9]{2}", token["short_year"].text):
                return None
            year = 1900 + int(token["short_year"].value)
            if year <= self.now.year - 99:
                year += 100
        else:
            recent = self._recent(month, day_of_month, weekday)
            return Day(start, end, recent, "yearless") if recent else None
        try:
            day = date(year, month, day_of_month)
        except ValueError:
            return None
        return Day(start, end, day, "full" if "day" in token else "month")

    def _weekday_beside(self, start: int, end: int) -> int | None:
        for token in self.tokens[max(0, start - 2) : end + 2]:
            if token.kind == Kind.WEEKDAY and token.value != NO_WEEKDAY:
                return int(token.value)
        return None

    def _recent(self, month: int, day_of_month: int, weekday: int | None) -> date | None:
        """Return the last such day up to tomorrow, for a dateline without a year."""
        today = self.now.date()
        for year in (today.year + 1, today.year, today.year - 1):
            try:
                day = date(year, month, day_of_month)
            except ValueError:
                continue
            if day <= today + timedelta(days=1):
                if today - day > LONGEST_AGO or weekday not in (None, day.weekday()):
                    raise Uncertain
                return day
        return None

    # ---- a day, its clock and its label

    def _join(self, days: list[Day], clocks: list[Clock]) -> None:
        """Give each day the clock and the label that stand beside it, and mark what they use."""
        free = list(clocks)
        used_to = 0
        for index, day in enumerate(days):
            clock = self._clock_beside(day, free, days[index + 1 : index + 2])
            if clock:
                free.remove(clock)
                day.clock = clock
                gap = self.kinds[min(day.end, clock.end) : max(day.start, clock.start)]
                day.start, day.end = min(day.start, clock.start), max(day.end, clock.end)
                behind = _ZONE_BEHIND.match(self.kinds, day.end)
                if clock.zone is None and behind:
                    clock.zone = zone_of(self.tokens[behind.start("zone")], None)
                    day.end = behind.end()
                elif clock.zone is None and Kind.ZONE in gap:
                    clock.zone = zone_of(self.tokens[self.kinds.index(Kind.ZONE, used_to)], None)
            self._label(day, used_to)
            used_to = day.end
            self._use(day)
        for clock in free:
            self._place_lonely(clock, days)

    def _clock_beside(self, day: Day, clocks: list[Clock], next_days: list[Day]) -> Clock | None:
        before: Clock | None = None
        after: Clock | None = None
        for clock in clocks:
            if day.start <= clock.start and clock.end <= day.end:
                return clock
            if clock.end <= day.start and _GLUE.fullmatch(self.kinds, clock.end, day.start):
                before = clock
            elif (
                after is None
                and day.end <= clock.start
                and _GLUE.fullmatch(self.kinds, day.end, clock.start)
            ):
                after = clock
        if (
            before
            and after
            and not any(
                after.end <= following.start
                and _GLUE.fullmatch(self.kinds, after.end, following.start)
                for following in next_days
            )
        ):
            raise Uncertain
        return before or after

    def _label(self, day: Day, used_to: int) -> None:
        behind = _LABEL_BEHIND.match(self.kinds, day.end)
        is_told = behind and (behind["to"] or behind["done"])  # को प्रकाशित, अपडेट किया गया
        if behind and (is_told or Kind.TO in self.kinds[day.start : day.end]):
            day.label = Kind(behind["label"])
            day.end = behind.end()
            return
        at = max(self.kinds.rfind(kind, used_to, day.start) for kind in "PU")
        if at < 0:
            at = self.kinds.rfind(Kind.DATE_NOUN, used_to, day.start)
        if at >= 0:
            is_update = self.kinds[at] == Kind.UPDATED
            day.label = Kind.UPDATED if is_update else Kind.PUBLISHED
            if _BESIDE_LABEL.fullmatch(self.kinds, at + 1, day.start):
                day.is_labelled_before = True
                day.start = at
        elif behind := _LABEL_RIGHT_BEHIND.match(self.kinds, day.end):
            day.label = Kind(behind["label"])
            day.end = behind.end()

    def _place_lonely(self, clock: Clock, days: list[Day]) -> None:
        """Give a clock that stands apart to the only day, or refuse: something was not read."""
        if re.search(r"[PU][Lgj:]*$", self.kinds[: clock.start]):
            self._use(clock)
            return  # Published: 12 Jun 2025, Updated: 10:30 AM
        is_prose = _PROSE.search("".join(self.free)) is not None
        if len(days) > 1 or days[0].clock or not clock.is_sure or is_prose:
            raise Uncertain
        days[0].clock = clock
        self._use(clock)

    def _use(self, part: Day | Clock) -> None:
        self.free[part.start : part.end] = " " * (part.end - part.start)

    # ---- what is certain

    def _require_certain(self, day: Day) -> None:
        line = "".join(self.free)
        if Kind.O_CLOCK in line or Kind.MERIDIEM in line:
            raise Uncertain  # a time that was not understood
        if day.form in ("month", "relative"):
            if not ABOUT_THE_PAGE.fullmatch(line):
                raise Uncertain
            return
        is_dateline = bool(
            PLACE.fullmatch(self.kinds, 0, day.start) and _AFTER_DATELINE.match(line, day.end)
        )
        segment = line[line.rfind("|", 0, day.start) + 1 :].split("|", 1)[0]
        is_prose = _PROSE.search(segment) or segment.count(Kind.OTHER) > MOST_WORDS_OF_BYLINE
        if is_prose and not day.is_labelled_before and not is_dateline:
            raise Uncertain
        if day.form == "yearless":
            self._require_certain_year(day, is_dateline)

    def _require_certain_year(self, day: Day, is_dateline: bool) -> None:
        if Kind.ERA in self.kinds or not (is_dateline or day.is_labelled_before):
            raise Uncertain
        if Kind.TO in self.kinds[day.start : day.end]:
            raise Uncertain  # भारत-पाक मैच 9 मार्च को शाम 7 बजे
        if day.clock and (day.clock.second is not None or Kind.WEEKDAY in self.kinds):
            raise Uncertain  # the running clock in the header of a page

    # ---- a line without a day

    def _clock_alone(self, clocks: list[Clock]) -> ParsedDate | None:
        if len(clocks) != 1:
            return None
        (clock,) = clocks
        self._use(clock)
        if not clock.is_sure or not ABOUT_THE_PAGE.fullmatch("".join(self.free)):
            return None
        day = Day(clock.start, clock.end, self.now.date(), "relative", clock)
        reading = day.reading()
        if reading.value > self.now + timedelta(minutes=15):
            raise Uncertain  # of today or of yesterday?
        return reading


def _published(days: list[Day]) -> ParsedDate:
    """Choose by label, not by position; refuse dates that contradict each other."""
    plain = [day for day in days if day.label is None]
    updated = [day for day in days if day.label == Kind.UPDATED]
    published = [day for day in days if day.label == Kind.PUBLISHED]
    if not published and plain and any(update.day < plain[0].day for update in updated):
        raise Uncertain
    readings = [day.reading() for day in published or plain or updated]
    exact = [reading for reading in readings if reading.precision in ("minute", "second")]
    if len({reading.value.date() for reading in readings}) > 1 or (
        len({reading.value.replace(second=0, microsecond=0) for reading in exact}) > 1
    ):
        is_in_order = len(exact) == len(readings) and readings[0].value == min(
            reading.value for reading in readings
        )
        if published or not plain or not is_in_order:
            raise Uncertain
        return readings[0]
    return next((reading for reading in exact), readings[0])
