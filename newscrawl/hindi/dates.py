"""Read the date lines of Hindi news pages: Hindi, English or mixed, absolute or relative.

A line is split into tokens, each token gets a kind of one letter (`date_words.Kind`), and patterns
over the string of kinds find days and clocks, which are then joined and chosen by their labels:
"Publish Date: Thu, 12 Jun 2025 08:15 AM (IST)" reads ``PL:w,nmYtp(z)``. What can be read in two
ways is refused: no date is better than a wrong one. Rules: hindi-text.md, section 1.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

from newscrawl.hindi.date_words import DAY_PART_BY_VALUE, WORDS, Kind, Word, fold_date_text

IST = timezone(timedelta(hours=5, minutes=30), "IST")
EARLIEST = datetime(1995, 1, 1, tzinfo=IST)
"""No Hindi news site is older: an earlier date is a fault (epoch zero, a birthday, an era)."""
LATEST_AHEAD = timedelta(hours=48)
LONGEST_LINE = 400
"""Characters looked at: a date line is shorter, and a dateline opens its paragraph."""


class ParsedDate(NamedTuple):
    """A date and how exactly it was written.

    *precision* is second, minute, hour, day, month or approx. Of a day or a month *value* is the
    first moment; ``approx`` is about now.
    """

    value: datetime
    precision: str


def parse_date(text: str, now: datetime) -> ParsedDate | None:
    """Return the date of publication that *text* names, in IST, or None where that is not certain.

    *text* is one date line or the value of a date field: ISO 8601, RFC 822, epoch seconds or
    milliseconds, or what Hindi sites print. *now*, an aware datetime, is when the page was fetched:
    it resolves relative times and missing years. A time without a zone is Indian. An update counts
    only where no other date stands beside it. Accepted are dates from 1995 to 48 hours after *now*.
    """
    now = now.astimezone(IST)
    try:
        found = _iso_date(text.strip()) or _epoch(text.strip()) or _Line(text, now).reading()
    except _Refused:
        return None
    return found if found and EARLIEST <= found.value <= now + LATEST_AHEAD else None


class _Refused(Exception):
    """The line names a date, but not certainly the one of publication, or not certainly when."""


# ---------------------------------------------------------------------------- values for machines


def _iso_date(text: str) -> ParsedDate | None:
    """Read a well-formed ISO 8601 value: the common case, without any grammar."""
    if text[4:5] != "-" or text[7:8] != "-":
        return None
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return None
    if value.tzinfo is None:
        value = value.replace(tzinfo=IST)
    precision = "day" if len(text) == 10 else "second" if text[16:17] == ":" else "minute"
    return _in_india(value, precision)


_EPOCH = re.compile(r"(?:/Date\()?(\d{10})(?:\.\d+|(\d{3}))?(?:[+-]\d{4})?(?:\)/)?", re.ASCII)


def _epoch(text: str) -> ParsedDate | None:
    """Read seconds or milliseconds since 1970, also as .NET's ``/Date(...)/``."""
    match = _EPOCH.fullmatch(text)
    if not match:
        return None
    return _in_india(datetime.fromtimestamp(int(match[1]), UTC), "second")


def _in_india(value: datetime, precision: str) -> ParsedDate:
    try:
        return ParsedDate(value.astimezone(IST), precision)
    except OverflowError:
        raise _Refused from None


# ------------------------------------------------------------------------------------------ tokens


@dataclass(frozen=True, slots=True)
class _Token:
    kind: Kind
    value: float = 0.0
    text: str = ""


_ORDINAL = "(?:st|nd|rd|th|ST|ND|RD|TH)(?![A-Za-z])|वां|वीं|वी"
_GLUED_CLOCK = r"(?=[01]\d:[0-5]\d|2[0-3]:[0-5]\d)"  # 12 Jun 202510:30
_TOKEN = re.compile(
    rf"""
    (?P<noun_of_event>(?:अंतिम|आखिरी|जन्म|परीक्षा|रिलीज|आवेदन|[Ll]ast|[Rr]elease|[Ee]vent|[Ee]xam
        |[Dd]ue|[Bb]irth)\s+(?:तिथि|तारीख|[Dd]ate)(?![A-Za-z\u0900-\u0963]))
  | (?P<until_now>तक\s+के\s+समाचार)
  | (?P<date>(?<!\d[-/.])(?P<first>\d{{4}}|\d{{1,2}})\s?(?P<sep>[-/.])\s?(?P<second>\d{{1,2}})\s?
        (?P=sep)\s?(?P<third>\d{{4}}|\d{{2}})(?:T(?=\d)|{_GLUED_CLOCK}|(?!\d|(?P=sep)\d)))
  | (?P<clock>\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:[.,]\d{{1,9}})?)?(?!\d|:\d)
        |\d{{1,2}}\s?:\s?\d{{2}}(?=\s?[AaPp]\.?[Mm]))
  | (?P<offset>\+\s?\d{{1,2}}:?\d{{2}}|(?:(?<=:\d\d:\d\d)|(?<=\.\d\d\d))\s?-\d\d:?\d\d(?!\d)
        |(?<=GMT|UTC)\s?[+-]\d{{1,2}}(?::?\d\d)?(?!\d))
  | (?P<dotted>\d{{1,2}}\.\d{{2}}(?!\d|\.\d))
  | (?P<year>(?:19|20|21)\d\d(?:{_GLUED_CLOCK}|(?!\d)))
  | (?P<number>\d+)(?:{_ORDINAL})?
  | (?P<meridiem>[AaPp]\.\s?[Mm]\b\.?|[AP]M(?=IST))
  | (?P<ago>पहले)(?=लेखक|कॉपी)
  | (?P<word>[A-Z]{{2,}}(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+
        |[\u0900-\u0902\u0904-\u0963\u0971-\u097f]+|[^\W\d_]+)
  | (?P<break>\n|--+)
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
    ";": Kind.BREAK,
    ">": Kind.BREAK,
    "»": Kind.BREAK,
}
_UNKNOWN = Word(Kind.OTHER)
_ESCAPED_SPACE = re.compile(r"\\[nrt]")


def _tokens(text: str) -> Iterator[_Token]:
    if "&" in text:
        text = html.unescape(text)
    text = fold_date_text(_ESCAPED_SPACE.sub("\n", text).strip()[:LONGEST_LINE])
    for match in _TOKEN.finditer(text):
        group, found = str(match.lastgroup), match[0]
        if group == "word":
            kind, value = WORDS.get(found.lower(), _UNKNOWN)
            yield _Token(kind, value, found)
        elif group == "number":
            number = match["number"]
            kind = Kind.NUMBER if len(number) <= 2 else Kind.BIG_NUMBER
            yield _Token(kind, float(number[:9]), number)
        elif group == "year":
            yield _Token(Kind.YEAR, float(found), found)
        elif group == "sign":
            yield _Token(_SIGNS.get(found, Kind.OTHER), 0.0, found)
        elif group == "meridiem":
            yield _Token(Kind.MERIDIEM, 12.0 if found[0] in "Pp" else 0.0, found)
        else:
            yield _Token(_KIND_OF_GROUP[group], 0.0, found)


_KIND_OF_GROUP = {
    "noun_of_event": Kind.NO_DATE,
    "until_now": Kind.BREAK,
    "date": Kind.NUMERIC_DATE,
    "clock": Kind.CLOCK,
    "offset": Kind.OFFSET,
    "dotted": Kind.DOTTED_CLOCK,
    "ago": Kind.AGO,
    "break": Kind.BREAK,
}


# ------------------------------------------------------------------- patterns over kinds of tokens

_WITHIN_DAY = r"[,\-./'gw()]{0,3}"
_NOT_IN_RANGE = "(?<!n[-&vgqy])"  # 10-12 जून, 10 से 12 जून
_ENDS_TWO_DIGIT_YEAR = "(?=$|[,|()।twz-])(?!,?Y)"
_DAY = re.compile(
    rf"""
    {_NOT_IN_RANGE}(?P<day>n){_WITHIN_DAY}(?P<month>[mk]){_WITHIN_DAY}
        (?:(?P<year>Y)|(?P<short_year>n){_ENDS_TWO_DIGIT_YEAR})
  | (?P<month_2>[mk]){_WITHIN_DAY}(?P<day_2>n){_WITHIN_DAY}
        (?:(?P<year_2>Y)|(?<=[,'])(?P<short_year_2>n){_ENDS_TWO_DIGIT_YEAR})
  | (?P<year_3>Y){_WITHIN_DAY}(?P<month_3>[mk]){_WITHIN_DAY}(?P<day_3>n)(?![-&]n)
  | (?P<month_4>m)(?P<day_4>n),?(?P<clock_within>tp?[zo]*),?(?P<year_4>Y)
  | (?P<numeric>D)
  | (?P<month_5>[mk])[,.\-']{{0,2}}(?P<year_5>Y)
  | {_NOT_IN_RANGE}(?P<day_6>n){_WITHIN_DAY}(?P<month_6>m)
  | (?P<month_7>m){_WITHIN_DAY}(?P<day_7>n)(?![-&]n)
    """,
    re.VERBOSE,
)
_CLOCK = re.compile(
    r"""
    (?:(?P<part>e)[,:]?)?
    (?:(?P<clock>[tf])|(?P<fraction>H)?(?P<hour>n)(?:B(?P<minute>n)u?|(?=[:.]?p|b)|(?<=en)(?=$|[,|)])))
    (?:[:.]?(?P<meridiem>p))?(?P<o_clock>[bu])?
    (?:[,(\-]{0,2}(?P<zone>[zZ])[,(]{0,2}(?P<zone_offset>o)?\)?|\(?(?P<offset>o)\)?)?
    """,
    re.VERBOSE,
)
_GLUE = re.compile(r"[,\-.|()/:gwqz]{0,8}")
_ZONE_BEHIND = re.compile(r"[,(|]{0,2}(?P<zone>[zZ])")
_LABEL_BEHIND = re.compile(r"q(?P<label>[PU])d*")
_RELATIVE = re.compile(r"~*(?P<amounts>(?:(?:H?[nN]|h?A|h|H)u[,&]{0,2})+|u(?=~))~*a")
_AMOUNT = re.compile(r"(?P<fraction>H)?(?P<number>[nNhA])?A?(?P<unit>u)")
_MOMENT_AGO = re.compile(r"A?F~*(?P<unit>[uK])a|A?Ka|~?i(?:-?i)?")
_ERA_YEAR = re.compile("E[,:(]?Y")
_NO_DATE_BEFORE = re.compile(r"X(?:[:\-,gxLl(]{0,4}|:?\|{1,3})$")
_BESIDE_LABEL = re.compile(r"[,\-.:|()/gwzLqlej]*")
_ABOUT_THE_PAGE = re.compile(r"(?:[xlj,.\-:&() ]*\|)?[ PULjl,.\-|:()/gqw&~dze]*")
"""What may stand beside a form that is a date only where it is all the line says."""
_PLACE = re.compile(r"[x,\-.()lgmkw&~|jPUL:]{0,14}")
_AFTER_DATELINE = re.compile(r",?\|{0,2}(?:[(।\-:.|]++(?![nNYDtf])|$)")
_AFTER_RELATIVE = re.compile(r"q?[PU]d*|(?:[|,()\-:PUl।][^tDfpbnY]*)?")
_PROSE = re.compile("[vqyd]")
LONGEST_AGO = timedelta(days=335)
"""A day without a year is not taken for one that long ago: it may as well lie ahead."""


# -------------------------------------------------------------------------------- days and clocks


@dataclass(slots=True)
class _Clock:
    start: int
    end: int
    hour: int
    minute: int
    second: int | None
    zone: timezone | None
    is_sure: bool  # written with a meridiem, बजे or a zone: nothing but a clock


@dataclass(slots=True)
class _Day:
    """A day, and what the tokens around it say about it."""

    start: int
    end: int
    day: date
    form: str  # full, yearless, month, relative
    clock: _Clock | None = None
    label: Kind | None = None
    label_start: int = -1
    is_labelled_before: bool = False

    def reading(self) -> ParsedDate:
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
        return _in_india(value, "minute" if clock.second is None else "second")


def _hour(hour: int, part: _Token | None, meridiem: _Token | None) -> int:
    """Return the hour of 24 that a written *hour* means beside a day part or a meridiem."""
    if meridiem is not None:
        if meridiem.value == 0:
            if hour > 12:
                raise _Refused  # 15:30 AM
            return hour % 12
        return hour if hour > 12 else hour % 12 + 12
    if part is None or hour > 12 or hour == 0:
        return hour
    day_part = DAY_PART_BY_VALUE[int(part.value)]
    if hour == 12 and day_part.midnight:
        return 0
    if hour in day_part.evening_hours:
        return hour % 12 + 12
    if hour in day_part.morning_hours:
        return hour
    raise _Refused


class _Line:
    """One date line: its tokens, and the string of their kinds that the patterns run over."""

    def __init__(self, text: str, now: datetime) -> None:
        self.now = now
        self.tokens = list(_tokens(text))
        kinds = "".join(token.kind for token in self.tokens)
        self.kinds = _ERA_YEAR.sub(lambda match: match[0][:-1] + Kind.BIG_NUMBER, kinds)
        self.free = list(self.kinds)  # what no date has used; a used token is a space

    def reading(self) -> ParsedDate | None:
        """Return the date of publication, None where nothing looks like one, or raise _Refused."""
        clocks = [clock for clock in self._clocks() if not self._is_vetoed(clock.start)]
        days = [day for day in self._days() if not self._is_vetoed(day.start)]
        if not days:
            return self._time_ago() or self._clock_alone(clocks)
        self._join(days, clocks)
        for day in days:
            self._require_certain(day)
        return _published(days)

    # ---- what stands in the line

    def _is_vetoed(self, start: int) -> bool:
        return _NO_DATE_BEFORE.search(self.kinds, 0, start) is not None

    def _clocks(self) -> Iterator[_Clock]:
        for match in _CLOCK.finditer(self.kinds):
            token = {
                name: self.tokens[match.start(name)]
                for name, kind in match.groupdict().items()
                if kind
            }
            is_sure = not token.keys().isdisjoint({"part", "meridiem", "o_clock", "zone", "offset"})
            unit = token.get("o_clock")
            if unit and unit.kind == Kind.UNIT and unit.value != _HOUR:
                continue  # 2:30 मिनट is how long a video takes
            if "clock" in token:
                if token["clock"].kind == Kind.DOTTED_CLOCK and not is_sure:
                    continue
                hour, minute, *seconds = (
                    int(part[:2]) for part in re.split("[:.]", token["clock"].text.replace(" ", ""))
                )
            else:
                quarters = token["fraction"].value * 60 if "fraction" in token else 0.0
                minutes = int(token["hour"].value * 60 + quarters)
                hour, minute = divmod(minutes, 60)
                if "minute" in token:
                    minute = int(token["minute"].value)
                seconds, is_sure = [], True
            if hour > 23 or minute > 59 or (seconds and seconds[0] > 59):
                if is_sure:
                    raise _Refused
                continue
            yield _Clock(
                *match.span(),
                _hour(hour, token.get("part"), token.get("meridiem")),
                minute,
                seconds[0] if seconds else None,
                _zone(token.get("zone"), token.get("zone_offset") or token.get("offset")),
                is_sure,
            )

    def _days(self) -> Iterator[_Day]:
        found = False
        for match in _DAY.finditer(self.kinds):
            token = {
                name.rstrip("_234567"): self.tokens[match.start(name)]
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
            yield _Day(at, at + 1, day_of, "relative")

    def _day(self, start: int, end: int, token: dict[str, _Token]) -> _Day | None:
        weekday = self._weekday_beside(start, end)
        if "numeric" in token:
            day = _numeric_date(token["numeric"].text)
            if day and weekday not in (None, day.weekday()) and day.day <= 12:
                raise _Refused  # perhaps the month stands first
            return _Day(start, end, day, "full") if day else None
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
            return _Day(start, end, recent, "yearless") if recent else None
        try:
            day = date(year, month, day_of_month)
        except ValueError:
            return None
        return _Day(start, end, day, "full" if "day" in token else "month")

    def _weekday_beside(self, start: int, end: int) -> int | None:
        for token in self.tokens[max(0, start - 2) : end + 2]:
            if token.kind == Kind.WEEKDAY:
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
                    raise _Refused
                return day
        return None

    # ---- a day, its clock and its label

    def _join(self, days: list[_Day], clocks: list[_Clock]) -> None:
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
                    clock.zone = _zone(self.tokens[behind.start("zone")], None)
                    day.end = behind.end()
                elif clock.zone is None and Kind.ZONE in gap:
                    clock.zone = _zone(self.tokens[self.kinds.index(Kind.ZONE, used_to)], None)
            self._label(day, used_to)
            used_to = day.end
            self.free[day.start : day.end] = " " * (day.end - day.start)
        for clock in free:
            self._place_lonely(clock, days)

    def _clock_beside(
        self, day: _Day, clocks: list[_Clock], next_days: list[_Day]
    ) -> _Clock | None:
        before: _Clock | None = None
        after: _Clock | None = None
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
            raise _Refused
        return before or after

    def _label(self, day: _Day, used_to: int) -> None:
        behind = _LABEL_BEHIND.match(self.kinds, day.end)
        if behind:
            day.label = Kind(behind["label"])
            day.end = behind.end()
            return
        at = max(self.kinds.rfind(kind, used_to, day.start) for kind in "PU")
        if at < 0:
            at = self.kinds.rfind(Kind.DATE_NOUN, used_to, day.start)
        if at < 0:
            return
        kind = self.tokens[at].kind
        day.label = Kind.UPDATED if kind == Kind.UPDATED else Kind.PUBLISHED
        if _BESIDE_LABEL.fullmatch(self.kinds, at + 1, day.start):
            day.is_labelled_before = True
            day.start = at

    def _place_lonely(self, clock: _Clock, days: list[_Day]) -> None:
        """Give a clock that stands apart to the only day, or refuse: something was not read."""
        if re.search(r"[PU][Lgj:]*$", self.kinds[: clock.start]):
            return  # Published: 12 Jun 2025, Updated: 10:30 AM
        is_prose = _PROSE.search("".join(self.free)) is not None
        if len(days) > 1 or days[0].clock or not clock.is_sure or is_prose:
            raise _Refused
        days[0].clock = clock
        self.free[clock.start : clock.end] = " " * (clock.end - clock.start)

    # ---- what is certain

    def _require_certain(self, day: _Day) -> None:
        line = "".join(self.free)
        if any(
            kind in (Kind.O_CLOCK, Kind.MERIDIEM) and self.tokens[at].text != "पीएम"
            for at, kind in enumerate(line)
        ):
            raise _Refused  # a time that was not understood
        if day.form in ("month", "relative"):
            if not _ABOUT_THE_PAGE.fullmatch(line):
                raise _Refused
            return
        is_dateline = bool(
            _PLACE.fullmatch(self.kinds, 0, day.start) and _AFTER_DATELINE.match(line, day.end)
        )
        segment = line[line.rfind("|", 0, day.start) + 1 :].split("|", 1)[0]
        is_prose = _PROSE.search(segment) is not None
        if is_prose and not day.is_labelled_before and not is_dateline:
            raise _Refused
        if day.form == "yearless":
            self._require_certain_year(day, is_dateline)

    def _require_certain_year(self, day: _Day, is_dateline: bool) -> None:
        if Kind.ERA in self.kinds or not (is_dateline or day.is_labelled_before):
            raise _Refused
        if day.clock and (day.clock.second is not None or Kind.WEEKDAY in self.kinds):
            raise _Refused  # the running clock in the header of a page

    # ---- lines without a day

    def _time_ago(self) -> ParsedDate | None:
        moment = _MOMENT_AGO.search(self.kinds)
        if moment:
            unit = moment["unit"] and self.tokens[moment.start("unit")]
            self.free[moment.start() : moment.end()] = " " * (moment.end() - moment.start())
            if _ABOUT_THE_PAGE.fullmatch("".join(self.free)) and not (
                unit and unit.kind == Kind.UNIT and unit.value > _MINUTE
            ):
                return ParsedDate(self.now, "approx")
            raise _Refused
        by_label: dict[str, ParsedDate] = {}
        used_to = 0
        for match in _RELATIVE.finditer(self.kinds):
            before = self.kinds[used_to : match.start()]
            if not _PLACE.fullmatch(before):
                raise _Refused
            label = max("PU", key=before.rfind) if {"P", "U"} & set(before) else ""
            if label in by_label:
                raise _Refused
            by_label[label] = self._ago(match)
            used_to = match.end()
        if not by_label:
            return None
        if not _AFTER_RELATIVE.fullmatch(self.kinds, used_to):
            raise _Refused
        return by_label.get("P") or by_label.get("") or by_label["U"]

    def _ago(self, match: re.Match[str]) -> ParsedDate:
        value, finest = self.now, len(_SECONDS)
        for amount in _AMOUNT.finditer(self.kinds, *match.span("amounts")):
            number = 1.0
            if amount["number"] and amount["number"] != Kind.ARTICLE:
                number = self.tokens[amount.start("number")].value
            if amount["fraction"]:
                number += self.tokens[amount.start("fraction")].value
            unit = int(self.tokens[amount.start("unit")].value)
            finest = min(finest, unit)
            if number > MOST_AGO or (unit > _HOUR and number % 1):
                raise _Refused
            if unit < len(_SECONDS):
                value -= timedelta(seconds=number * _SECONDS[unit])
            else:
                value = _months_before(value, int(number) * (1 if unit == len(_SECONDS) else 12))
        if finest > _HOUR:
            return ParsedDate(value.replace(hour=0, minute=0, second=0, microsecond=0), "day")
        return ParsedDate(value, "hour" if finest == _HOUR else "minute")

    def _clock_alone(self, clocks: list[_Clock]) -> ParsedDate | None:
        if len(clocks) != 1:
            return None
        (clock,) = clocks
        self.free[clock.start : clock.end] = " " * (clock.end - clock.start)
        if not clock.is_sure or not _ABOUT_THE_PAGE.fullmatch("".join(self.free)):
            return None
        day = _Day(clock.start, clock.end, self.now.date(), "relative", clock)
        reading = day.reading()
        if reading.value > self.now + timedelta(minutes=15):
            raise _Refused  # of today or of yesterday?
        return reading


_MINUTE, _HOUR = 1, 2  # indexes of units
_SECONDS = (1, 60, 3600, 86400, 7 * 86400)
MOST_AGO = 5000


def _zone(name: _Token | None, offset: _Token | None) -> timezone | None:
    if name is None and offset is None:
        return None
    if name is not None and name.kind == Kind.AMBIGUOUS_ZONE:
        raise _Refused
    minutes = name.value if name else 0.0
    if offset is not None:
        digits = re.sub("[^0-9]", "", offset.text)
        hours, rest = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])
        written = (int(hours) * 60 + int(rest)) * (-1 if "-" in offset.text else 1)
        if name is not None and minutes not in (0.0, written):
            raise _Refused
        minutes = written
    if abs(minutes) > 14 * 60:
        raise _Refused
    return timezone(timedelta(minutes=minutes))


def _numeric_date(text: str) -> date | None:
    """Read D/M/Y, as all Hindi sites write, Y-M-D, or M/D/Y where only that is a date."""
    first, second, third = (int(part) for part in re.findall("[0-9]+", text)[:3])
    numbers = re.findall("[0-9]+", text)
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


def _months_before(value: datetime, months: int) -> datetime:
    year, month = divmod(value.year * 12 + value.month - 1 - months, 12)
    if year < 1:
        raise _Refused
    last_day = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return value.replace(year=year, month=month + 1, day=min(value.day, last_day))


def _published(days: list[_Day]) -> ParsedDate:
    """Choose by label, not by position; refuse dates that contradict each other."""
    plain = [day for day in days if day.label is None]
    updated = [day for day in days if day.label == Kind.UPDATED]
    published = [day for day in days if day.label == Kind.PUBLISHED]
    if not published and plain and any(update.day < plain[0].day for update in updated):
        raise _Refused
    readings = [day.reading() for day in published or plain or updated]
    exact = [reading for reading in readings if reading.precision in ("minute", "second")]
    if len({reading.value.date() for reading in readings}) > 1 or (
        len({reading.value.replace(second=0, microsecond=0) for reading in exact}) > 1
    ):
        is_in_order = len(exact) == len(readings) and readings[0] == min(readings)
        if published or not plain or not is_in_order:
            raise _Refused
        return readings[0]
    return next((reading for reading in exact), readings[0])
