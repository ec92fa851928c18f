"""What makes Scrapy do less keeps what Scrapy promises."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from scrapy import signals
from twisted.internet.defer import Deferred

from newscrawl.quiet import QuietSignals


class Sender:
    """Who sends the signals."""


async def told_of_an_item() -> list[Any]:
    """Return what handlers of all kinds returned, in the order in which they are called."""

    def plain(item: str) -> None:
        assert item == "खबर"

    async def waiting(item: str) -> str:
        await asyncio.sleep(0)
        return f"{item} 1"

    def deferring(item: str) -> Deferred[str]:
        later: Deferred[str] = Deferred()
        asyncio.get_running_loop().call_soon(later.callback, f"{item} 2")
        return later

    def failing() -> None:
        raise ValueError("of its own")

    own = QuietSignals(Sender())
    for handler in (plain, waiting, deferring, failing):
        own.connect(handler, signals.item_scraped)
    results = await own.send_catch_log_async(signals.item_scraped, item="खबर", spider=None)
    return [result for _, result in results]


def test_handlers_of_an_item_may_wait(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        plain, waiting, deferring, failing = asyncio.run(told_of_an_item())
    assert (plain, waiting, deferring) == (None, "खबर 1", "खबर 2")
    assert isinstance(failing, ValueError)
    assert "failing" in caplog.text
