"""What is asked again, when, and when a host is left alone."""

from __future__ import annotations

import gzip
from email.utils import formatdate

import pytest
from rough_server import (
    PAGE,
    Answer,
    Writer,
    answer,
    fetch,
    hang,
    in_turn,
    rough_server,
)

pytestmark = pytest.mark.slow  # each test is a process of its own


async def cut_short(writer: Writer, count: int) -> None:
    writer.write(answer("<p>half", length=500))
    writer.close()


@pytest.mark.parametrize(
    ("page", "outcome", "asks"),
    [
        pytest.param(in_turn(answer("", 500), PAGE), "200", 2, id="500 once"),
        pytest.param(in_turn(*[answer("", 502)] * 2, PAGE), "200", 3, id="502 twice"),
        pytest.param(answer("", 500), "500", 3, id="500 for ever"),
        pytest.param(answer("", 404), "404", 1, id="404"),
        pytest.param(answer("", 403), "403", 1, id="403"),
        pytest.param(answer("", 410), "410", 1, id="410"),
        pytest.param(
            in_turn(*[answer("", 429, "Retry-After: 1")] * 3, PAGE), "200", 4, id="429 three times"
        ),
        pytest.param(answer("", 429, "Retry-After: 0"), "HostBusy", 5, id="429 for ever"),
        pytest.param(answer("", 429, "Retry-After: 86400"), "HostBusy", 1, id="429 for a day"),
        pytest.param(answer("", 503, "Retry-After: 86400"), "HostBusy", 1, id="503 for a day"),
        pytest.param(cut_short, "ResponseDataLossError", 3, id="cut short"),
        pytest.param(answer("<p>whole</p>", length=6), "ResponseDataLossError", 3, id="too long"),
        pytest.param(
            answer(gzip.compress(b"<p>x</p>" * 999)[:40], 200, "Content-Encoding: gzip"),
            "TruncatedBody",
            3,
            id="half of a gzip",
        ),
        pytest.param(
            answer(gzip.compress(b" " * 99_000_000), 200, "Content-Encoding: gzip"),
            "ResponseTooLarge",
            1,
            id="a bomb",
        ),
        pytest.param(answer("<p>", length=10**9), "ResponseTooLarge", 1, id="a huge page"),
        pytest.param(
            b"HTTP/1.1 200 -\r\n" + b"X: " + b"x" * 9000 + b"\r\n" * 1, "DownloadTimeoutError", 2,
            id="headers without end",
        ),
        pytest.param(
            b"HTTP/1.1 200 -\r\n" + (b"X: " + b"x" * 9000 + b"\r\n") * 99, "HeadersTooLarge", 1,
            id="too many headers",
        ),
    ],
)  # fmt: skip
def test_what_is_asked_again(page: Answer, outcome: str, asks: int) -> None:
    settings = {"DOWNLOAD_IDLE_TIMEOUT": 1}
    with rough_server({"/a": page}) as server:
        fetched = fetch([f"http://{server.netloc}/a"], allow=server.netloc, settings=settings)
    assert fetched.outcomes == {"/a": outcome}
    assert server.paths.count("/a") == asks


@pytest.mark.parametrize(
    "busy",
    [
        pytest.param(answer("", 429, "Retry-After: 2"), id="seconds"),
        pytest.param(answer("", 503, "Retry-After: 2"), id="503"),
        pytest.param(answer("", 429), id="nothing said"),
        pytest.param(
            answer("", 429, f"Date: {formatdate(1e9)}", f"Retry-After: {formatdate(1e9 + 2)}"),
            id="a date, by the server's clock",
        ),
    ],
)
def test_retry_after_holds_for_the_whole_host(busy: bytes) -> None:
    paths = ["/busy", "/a", "/b", "/c"]
    answers = {"/busy": in_turn(busy, PAGE), **dict.fromkeys(paths[1:], PAGE)}
    with rough_server(answers) as server:
        fetched = fetch([f"http://{server.netloc}{path}" for path in paths], allow=server.netloc)
    assert fetched.outcomes == dict.fromkeys(paths, "200")
    refused = next(n for n, asked in enumerate(server.asked) if asked.path == "/busy")
    assert server.asked[refused + 1].at - server.asked[refused].at >= 1.9


def test_the_download_delay_is_kept_by_every_request() -> None:
    paths = ["/a", "/moved", "/failed"]
    answers = {
        "/a": PAGE,
        "/moved": answer("", 301, "Location: /a"),
        "/failed": in_turn(answer("", 500), PAGE),
    }
    with rough_server(answers) as server:
        urls = [f"http://{server.netloc}{path}" for path in paths]
        fetched = fetch(urls, allow=server.netloc, settings={"DOWNLOAD_DELAY": 0.4})
    assert fetched.outcomes == dict.fromkeys(paths, "200")
    assert len(server.asked) == 7  # robots.txt and tdmrep.json, too
    assert min(server.gaps()) > 0.35  # the first connection takes its time


def test_a_host_that_wants_no_visit_today_is_closed() -> None:
    paths = [f"/{n}" for n in range(9)]
    with rough_server(dict.fromkeys(paths, answer("", 429, "Retry-After: 7200"))) as server:
        fetched = fetch([f"http://{server.netloc}{path}" for path in paths], allow=server.netloc)
    assert set(fetched.outcomes.values()) == {"HostBusy", "HostClosed"}
    assert len(server.paths) == 3  # robots.txt, a page, and one more to know that it is the host
    assert "asked to wait until 2" in fetched.stats["left_alone/127.0.0.1"]
    warning = "WARNING newscrawl.fetching.politeness: 127.0.0.1 is left alone in this run"
    assert warning in fetched.log


def test_a_host_that_refuses_five_times_in_a_row_is_closed() -> None:
    paths = [f"/{n}" for n in range(30)]
    with rough_server(dict.fromkeys(paths, answer("", 403))) as server:
        fetched = fetch([f"http://{server.netloc}{path}" for path in paths], allow=server.netloc)
    outcomes = list(fetched.outcomes.values())
    assert (outcomes.count("403"), outcomes.count("HostClosed")) == (5, 25)
    assert len(server.paths) == 6


def test_a_host_that_does_not_answer_is_closed() -> None:
    paths = [f"/{n}" for n in range(30)]
    with rough_server(dict.fromkeys(paths, hang)) as server:
        fetched = fetch(
            [f"http://{server.netloc}{path}" for path in paths],
            allow=server.netloc,
            settings={"DOWNLOAD_IDLE_TIMEOUT": 0.2, "HOST_FAILURES_LIMIT": 4},
        )
    outcomes = list(fetched.outcomes.values())
    assert 4 <= outcomes.count("DownloadTimeoutError") <= 5  # the next one was on its way
    assert set(outcomes) == {"DownloadTimeoutError", "HostClosed"}
    assert fetched.stats["left_alone/127.0.0.1"] == "4 pages in a row got no answer"
