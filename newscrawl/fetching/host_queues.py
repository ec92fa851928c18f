"""The requests that wait for their host: Scrapy's downloader with one task a request, not three.

Where Scrapy leads each step through a Deferred and a coroutine of its own, a request's one task
passes the middlewares, waits for its turn and downloads: 30 microseconds a page.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any, TypeVar, cast

from scrapy import Request, signals
from scrapy.core.downloader import Downloader, Slot
from scrapy.core.downloader.middleware import DownloaderMiddlewareManager
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, _InvalidOutput
from scrapy.http import Response
from scrapy.utils.asyncio import call_later
from scrapy.utils.defer import ensure_awaitable
from twisted.internet.defer import Deferred

T = TypeVar("T")
Turn = tuple[Request, "asyncio.Future[None]"]


class HostQueues(Downloader):
    """Scrapy's downloader, whose slots are the hosts.

    A request counts as transferring from the moment its turn comes, so without a delay, too, a host
    is asked for no more than its concurrency at a time; a slot's `lastseen` in the future holds it.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.middleware = PlainMiddlewares(*self.middleware.middlewares, crawler=crawler)

    def fetch(self, request: Request) -> Deferred[Response | Request]:  # type: ignore[override]
        """Return what the middlewares make of *request* and its answer.

        It stays active until the answer is handed on: a task tells of its end one turn of the loop
        later, and a run that has nothing else to do would be closed in between.
        """
        self.active.add(request)
        download = self.middleware.download_async(self._enqueue_request, request)
        return Deferred.fromFuture(asyncio.ensure_future(download)).addBoth(self._leave, request)

    def _leave(self, answer: T, request: Request) -> T:
        self.active.remove(request)
        return answer

    async def _enqueue_request(self, request: Request) -> Response:
        """Download *request* when its turn comes. Raises what `drop_queue` was given, too."""
        key, slot = self._get_slot(request)
        request.meta[self.DOWNLOAD_SLOT] = key
        slot.active.add(request)
        self.signals.send_catch_log(
            signal=signals.request_reached_downloader, request=request, spider=self.crawler.spider
        )
        turn = asyncio.get_running_loop().create_future()
        _queue(slot).append((request, turn))
        self._process_queue(slot)
        try:
            await turn
            return await self._download(slot, request)
        finally:
            slot.active.remove(request)

    def _process_queue(self, slot: Slot) -> None:
        """Give those their turn for whom there is room, one at a time where there is a delay."""
        queue = _queue(slot)
        if slot.latercall or not queue:
            return
        now, delay = monotonic(), slot.download_delay()
        if (wait := slot.lastseen + delay - now) > 0:
            slot.latercall = call_later(wait, self._latercall, slot)
            return
        while queue and slot.free_transfer_slots() > 0:
            request, turn = queue.popleft()
            if turn.done():  # cancelled
                continue
            slot.lastseen = now
            slot.transferring.add(request)
            turn.set_result(None)
            if delay:
                self._process_queue(slot)
                break


def _queue(slot: Slot) -> deque[Turn]:
    """Return the queue of *slot*, which holds Deferreds in Scrapy's downloader."""
    return cast("deque[Turn]", slot.queue)


def drop_queue(slot: Slot, reason: IgnoreRequest) -> None:
    """Fail every request that waits in *slot* with *reason*."""
    queue = _queue(slot)
    while queue:
        _, turn = queue.popleft()
        if not turn.done():
            turn.set_exception(reason)


class PlainMiddlewares(DownloaderMiddlewareManager):
    """Scrapy's, that makes no coroutine of a result which is there already: 2 microseconds each."""

    async def _process_request(
        self, request: Request, download_func: Callable[[Request], Awaitable[Response]]
    ) -> Response | Request:
        for method in self.methods["process_request"]:
            assert method is not None
            result = self._handle_mw_method(method, request=request)
            if result is not None and not isinstance(result, (Response, Request)):
                result = await ensure_awaitable(result)
            if result is not None:
                return _checked(result, method)
        return await download_func(request)

    async def _process_response(
        self, response: Response | Request, request: Request
    ) -> Response | Request:
        for method in self.methods["process_response"]:
            if isinstance(response, Request):
                break
            assert method is not None
            response = self._handle_mw_method(method, request=request, response=response)
            if not isinstance(response, (Response, Request)):
                response = _checked(await ensure_awaitable(response), method)
        return response


def _checked(result: Any, method: Callable[..., Any]) -> Response | Request:
    if not isinstance(result, (Response, Request)):
        raise _InvalidOutput(f"{method.__qualname__} returned {type(result).__name__}")
    return result
