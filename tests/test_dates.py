"""Dates as Hindi sites print them."""

from datetime import datetime

import pytest

from newscrawl.hindi.dates import IST, parse_date

NOW = datetime(2026, 3, 14, 15, 0, tzinfo=IST)


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("प्रकाशित: 9 मार्च 2026, शाम 6:15 बजे", "2026-03-09T18:15:00+05:30", "minute"),
        ("2026-03-09", "2026-03-09T00:00:00+05:30", "day"),
        ("2026-03-09T00:00:00+05:30", "2026-03-09T00:00:00+05:30", "second"),
        ("डेढ़ घंटे पहले", "2026-03-14T13:30:00+05:30", "hour"),
    ],
)
def test_reads_date(text: str, value: str, precision: str) -> None:
    found = parse_date(text, NOW)
    assert found is not None
    assert (found.value.isoformat(), found.precision) == (value, precision)
