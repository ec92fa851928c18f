"""When a host may be asked again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from scrapy.http import Headers

from newscrawl.fetching.politeness import retry_after

NOW = datetime(2026, 11, 24, 6, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "0"}, 0),
        ({"Retry-After": " 120 "}, 120),
        ({"Retry-After": "9" * 5000}, 999_999_999),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "१२०"}, None),
        ({"Retry-After": "Tue, 24 Nov 2026 06:00:30 GMT"}, 30),
        ({"Retry-After": "Tue, 24 Nov 2026 06:00:30 -0000"}, 30),
        ({"Retry-After": "Tue, 24 Nov 2026 05:00:00 GMT"}, 0),
        ({"Retry-After": "Tue, 24 Nov 2026 11:31:00 +0530"}, 60),
        ({"Retry-After": "Tue, 24 Foo 2026 06:00:30 GMT"}, None),
        ({"Retry-After": "Tue, 99 Nov 2026 06:00:30 GMT"}, None),
        (
            {
                "Retry-After": "Tue, 24 Nov 2026 08:00:05 GMT",
                "Date": "Tue, 24 Nov 2026 08:00:00 GMT",
            },
            5,
        ),
        ({"Retry-After": "Tue, 24 Nov 2026 06:00:30 GMT", "Date": "yesterday"}, 30),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    values = {name: value.encode() for name, value in headers.items()}
    assert retry_after(Headers(values), NOW) == seconds
