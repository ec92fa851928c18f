"""Spider arguments: what is taken, and the one line for what is not."""

from __future__ import annotations

from datetime import datetime

import pytest

from newscrawl.arguments import IST, MAX_PAGES, BadArgument, read_arguments

SECTIONS = ("india", "world")


def test_defaults() -> None:
    arguments = read_arguments({}, sections=SECTIONS)
    assert arguments.sections is None
    assert arguments.max_pages == MAX_PAGES
    assert arguments.incremental
    assert arguments.discover == ("sections",)


@pytest.mark.parametrize(
    ("given", "name", "value"),
    [
        ({"sections": "world, india"}, "sections", ("world", "india")),
        ({"max_pages": "3"}, "max_pages", 3),
        ({"max_articles": "10"}, "max_articles", 10),
        ({"since": "2026-11-01"}, "since", datetime(2026, 11, 1, tzinfo=IST)),
        ({"until": "2026-11-01"}, "until", datetime(2026, 11, 1, 23, 59, 59, 999999, tzinfo=IST)),
        ({"since": "2026-11-01T06:30"}, "since", datetime(2026, 11, 1, 6, 30, tzinfo=IST)),
        ({"incremental": "0"}, "incremental", False),
        ({"discover": "feeds,sitemap"}, "discover", ("feeds", "sitemap")),
        ({"urls": "https://a.in/x-1"}, "urls", ("https://a.in/x-1",)),
        (
            {"urls": "https://a.in/x,y-1,http://b.in/2, https://a.in/x,y-1"},
            "urls",
            ("https://a.in/x,y-1", "http://b.in/2"),
        ),
    ],
)
def test_read(given: dict[str, str], name: str, value: object) -> None:
    assert getattr(read_arguments(given, sections=SECTIONS), name) == value


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"sections": "sport"}, "unknown section 'sport'; known: india, world"),
        ({"max_pages": "abc"}, "max_pages=abc: not a whole number above 0"),
        ({"max_pages": "0"}, "max_pages=0: not a whole number above 0"),
        ({"max_pages": "१०"}, "max_pages=१०: not a whole number above 0"),
        ({"max_articles": "-1"}, "max_articles=-1: not a whole number above 0"),
        ({"since": "gestern"}, "since=gestern: not a date such as"),
        ({"since": "2026-02-31"}, "since=2026-02-31: not a date such as"),
        ({"since": "2026-11-02", "until": "2026-11-01"}, "since is later than until"),
        ({"max_page": "1"}, "unknown argument 'max_page'; did you mean 'max_pages'?"),
        ({"zzz": "1"}, "unknown argument 'zzz'; known: "),
        ({"urls": "ftp://a.in/x"}, "urls=ftp://a.in/x: not an http or https URL"),
        ({"urls": "http://[bad"}, "urls=http://[bad: not an http or https URL"),
        ({"incremental": "maybe"}, "incremental=maybe: neither 1 nor 0"),
        ({"discover": "guess"}, "discover=guess: known roads are sections, feeds, sitemap"),
    ],
)
def test_refused(given: dict[str, str], message: str) -> None:
    with pytest.raises(BadArgument) as error:
        read_arguments(given, sections=SECTIONS)
    assert str(error.value).startswith(message)
    assert "\n" not in str(error.value)


def test_scrapyd_passes_its_job_id() -> None:
    read_arguments({"_job": "khel-20261124"}, sections=SECTIONS)
