"""How a story's page is dressed: what differs between real sites, dealt out by post number.

Each property has its own rhythm, so that every two of them meet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

MONTHS = [
    "जनवरी",
    "फ़रवरी",
    "मार्च",
    "अप्रैल",
    "मई",
    "जून",
    "जुलाई",
    "अगस्त",
    "सितंबर",
    "अक्टूबर",
    "नवंबर",
    "दिसंबर",
]
WEEKDAYS = ["सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार", "रविवार"]
ENGLISH_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DEVANAGARI_DIGITS = str.maketrans("0123456789", "०१२३४५६७८९")


def month_first(date: datetime) -> str:
    """जून 12, 2026: what WordPress makes of its Hindi locale."""
    return f"{MONTHS[date.month - 1]} {date.day}, {date.year}"


def day_first(date: datetime) -> str:
    """12 जून 2026."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def devanagari(date: datetime) -> str:
    """१२ जून २०२६."""
    return day_first(date).translate(DEVANAGARI_DIGITS)


def english(date: datetime) -> str:
    """June 12, 2026."""
    return f"{ENGLISH_MONTHS[date.month - 1]} {date.day}, {date.year}"


def with_weekday(date: datetime) -> str:
    """शुक्रवार, 12 जून 2026."""
    return f"{WEEKDAYS[date.weekday()]}, {day_first(date)}"


DATE_TEXTS: tuple[Callable[[datetime], str], ...] = (
    month_first,
    devanagari,
    english,
    day_first,
    with_weekday,
)


@dataclass(frozen=True, kw_only=True)
class Look:
    """One page's dress.

    theme      the classic theme files, or the Cloud template
    metadata   what a machine can read: JSON-LD with meta, meta alone, none
    date_text  how the visible date is written
    date_only  the visible text is the only date of the page
    also_read  where the link to another story stands: a paragraph of its own, a line of a paragraph
               (after <br>), a paragraph's last words
    """

    theme: Literal["classic", "cloud"]
    metadata: Literal["json-ld", "meta", "none"]
    date_text: Callable[[datetime], str]
    date_only: bool
    also_read: Literal["paragraph", "line", "words"] | None
    follow_us: bool
    hard_spaces: bool


def look_of(number: int) -> Look:
    """Return how the story with this post *number* is dressed."""
    date_only = number % 7 == 3
    also_read: tuple[Literal["paragraph", "line", "words"] | None, ...]
    also_read = ("paragraph", "line", None, "words")
    return Look(
        theme="classic" if number % 2 else "cloud",
        metadata="none" if date_only else (("json-ld", "meta", "none")[number % 3]),
        date_text=DATE_TEXTS[number % 5],
        date_only=date_only,
        also_read=also_read[number // 2 % 4],
        follow_us=number % 6 == 5,
        hard_spaces=number % 9 == 2,
    )
