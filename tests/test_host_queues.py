"""Requests that wait for their host are in somebody's hands at every moment."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

from scrapy import Request
from scrapy.http import Response

from newscrawl.fetching.host_queues import HostQueues


def test_a_request_is_active_until_its_answer_is_handed_on() -> None:
    """Else an engine with nothing else to do finds itself idle, and ends the run too early."""

    async def download(_: Any, request: Request) -> Response:
        await asyncio.sleep(0)
        return Response(request.url)

    async def fetch() -> None:
        queues = HostQueues.__new__(HostQueues)
        queues.active = set()
        queues.middleware = SimpleNamespace(download_async=download)  # type: ignore[assignment]
        handed_on: list[Response | Request] = []
        queues.fetch(Request("https://news.example/")).addCallback(handed_on.append)
        for _turn in range(10):
            assert queues.active or handed_on
            await asyncio.sleep(0)
        assert handed_on
        assert not queues.active

    asyncio.run(fetch())
