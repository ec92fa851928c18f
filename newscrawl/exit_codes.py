"""What a run tells the shell: 0 only where all is well or said to be so in the summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Any


class ExitCode(IntEnum):
    """Exit codes of `scrapy crawl` and `scrapy crawlall`, as the README lists them."""

    OK = 0  # also when nothing was new, or robots.txt allowed nothing
    BROKEN = 1  # the run did not start or ended by an error of its own
    BAD_ARGUMENT = 2
    NO_ANSWER = 3  # not one request was answered, for another reason than robots.txt
    ARTICLE_LOST = 4  # an exception of a spider or pipeline cost an article
    FEED_FAILED = 5  # articles are kept for the next run, but the feed is not whole
    LOCKED = 6  # another run has this host or output
    UNHEALTHY = 7  # below the site's own limits of health


STAT_PREFIX = "newscrawl/"


def exit_code(stats: Mapping[str, Any]) -> ExitCode:
    """Return the exit code that the *stats* of a finished run call for; the gravest wins."""
    if (
        stats.get(STAT_PREFIX + "feed_failed")
        or stats.get("finish_reason") == "disk_full"
        or any(key.startswith("feedexport/failed_count/") for key in stats)
    ):
        return ExitCode.FEED_FAILED
    if stats.get(STAT_PREFIX + "article_lost"):
        return ExitCode.ARTICLE_LOST
    if not stats.get(STAT_PREFIX + "adds_up", True) or "start_time" not in stats:
        return ExitCode.BROKEN
    if stats.get(STAT_PREFIX + "no_answer"):
        return ExitCode.NO_ANSWER
    if stats.get(STAT_PREFIX + "unhealthy"):
        return ExitCode.UNHEALTHY
    return ExitCode.OK


GRAVITY = (
    ExitCode.FEED_FAILED,
    ExitCode.ARTICLE_LOST,
    ExitCode.BROKEN,
    ExitCode.BAD_ARGUMENT,
    ExitCode.NO_ANSWER,
    ExitCode.LOCKED,
    ExitCode.UNHEALTHY,
    ExitCode.OK,
)


def gravest(codes: Iterable[int]) -> ExitCode:
    """Return the gravest of the exit *codes* of several runs; one that was killed is broken."""
    known = [ExitCode(code) if code in list(ExitCode) else ExitCode.BROKEN for code in codes]
    return min(known, key=GRAVITY.index, default=ExitCode.OK)
