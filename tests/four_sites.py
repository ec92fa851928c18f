"""Spiders for the tests of crawlall: four, two of which share a host; and their pages."""

from __future__ import annotations

from served import Page
from test_category_spider import article, listing

from newscrawl.category_spider import CategorySpider

ARTICLES = 5


class OneSpider(CategorySpider):
    name = "one"
    allowed_domains = ["one.example"]
    sections = {"india": "http://one.example/desh/"}


class OneSportsSpider(CategorySpider):
    name = "one_sports"
    allowed_domains = ["www.one.example"]  # the same host
    sections = {"sports": "http://www.one.example/khel/"}


class TwoSpider(CategorySpider):
    name = "two"
    allowed_domains = ["two.example"]
    sections = {"india": "http://two.example/desh/"}


class SilentSpider(CategorySpider):
    name = "silent"  # nobody answers
    allowed_domains = ["silent.example"]
    sections = {"india": "http://silent.example/desh/"}


NAMES = ("one", "one_sports", "two", "silent")


def pages() -> dict[str, Page | str | bytes]:
    """Return the pages of all sites."""
    table: dict[str, Page | str | bytes] = {}
    spiders = (OneSpider, OneSportsSpider, TwoSpider)
    for number, spider in enumerate(spiders, 1):
        (section,) = spider.sections.values()
        numbers = range(number * 10101, number * 10101 + ARTICLES)
        origin = section.rpartition("/")[0].rpartition("/")[0]
        table[section] = listing(numbers)
        table |= {f"{origin}/desh/jheel-par-pakshi-{n}.html": article(n) for n in numbers}
    return table
