"""Tells whoever HEALTH_WEBHOOK names that a site is unwell, or well again: a POST of JSON."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import urllib.error
import urllib.request
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from newscrawl import __version__

if TYPE_CHECKING:
    from newscrawl.reporting.run_report import Report

logger = logging.getLogger(__name__)

TIMEOUT = 10.0  # seconds, in all


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """A webhook that moved is to be named anew: its address may hold a secret."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follow nowhere."""


def message_of(report: Report) -> dict[str, Any]:
    """Return what is told of a run: nothing but what its report says of its health."""
    return {
        "site": report.site,
        "run_id": report.run_id,
        "ended": report.ended,
        "healthy": not report.health.findings,
        "findings": [asdict(finding) for finding in report.health.findings],
    }


async def post(url: str, message: dict[str, Any]) -> None:
    """POST *message* to *url*; what goes wrong is a warning that names the host alone.

    Returns after TIMEOUT at the latest: a thread that hangs is left behind and ends with us.
    """
    loop = asyncio.get_running_loop()
    answered: asyncio.Future[str] = loop.create_future()

    def tell(result: str) -> None:
        if not answered.done():
            answered.set_result(result)

    def work() -> None:
        result = send(url, message)
        loop.call_soon_threadsafe(tell, result)

    threading.Thread(target=work, name="health alert", daemon=True).start()
    try:
        problem = await asyncio.wait_for(answered, TIMEOUT)
    except TimeoutError:
        problem = f"no answer within {TIMEOUT:.0f} s"
    if problem:
        logger.warning("HEALTH_WEBHOOK on %s was not told: %s", urlsplit(url).hostname, problem)


def send(url: str, message: dict[str, Any]) -> str:
    """POST *message*, wait for the answer, and return what went wrong; empty where nothing did."""
    request = urllib.request.Request(
        url,
        json.dumps(message, ensure_ascii=False).encode("utf-8", "replace"),
        {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": f"newscrawl/{__version__}",
        },
    )
    opener = urllib.request.build_opener(NoRedirects)
    try:
        with opener.open(request, timeout=TIMEOUT):
            return ""
    except urllib.error.HTTPError as error:
        error.close()
        return f"HTTP status {error.code}"
    except urllib.error.URLError as error:
        return type(error.reason).__name__ if not isinstance(error.reason, str) else error.reason
    except Exception as error:  # a broken answer, whatever it is, breaks no crawl
        return type(error).__name__
