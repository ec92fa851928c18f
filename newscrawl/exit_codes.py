"""What a run tells the shell: 0 only where all is well or said to be so in the summary."""

from __future__ import annotations

from collections.abc import Mapping
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
    if stats.get(STAT_PREFIX + "feed_failed") or any(
        key.startswith("feedexport/failed_count/") for key in stats
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
