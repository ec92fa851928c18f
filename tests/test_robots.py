"""Crawls that ask for robots.txt first, and obey it."""

from __future__ import annotations

import gzip

import pytest
from rough_server import (
    PAGE,
    ROBOTS,
    Answer,
    Writer,
    answer,
    disallowing,
    drip,
    fetch,
    in_turn,
    rough_server,
)

pytestmark = pytest.mark.slow  # each test is a process of its own


@pytest.mark.parametrize(
    ("robots", "outcome", "asks"),
    [
        pytest.param(answer("", 404), "200", 1, id="404 allows"),
        pytest.param(answer("", 403), "200", 1, id="403 allows"),
        pytest.param(disallowing("/a"), "RobotsDisallowed", 1, id="disallowed"),
        pytest.param(in_turn(answer("", 503), disallowing("/b")), "200", 2, id="503, then there"),
        pytest.param(answer("", 500), "RobotsUnreachable", 3, id="500 forbids"),
        pytest.param(answer("", 429), "RobotsUnreachable", 3, id="429 forbids"),
        pytest.param(answer("", 503, "Retry-After: 60"), "RobotsUnreachable", 1, id="too long"),
        pytest.param(answer("", 302), "RobotsUnreachable", 1, id="leads nowhere"),
        pytest.param(
            answer("", 302, "Location: http://127.0.0.2:1/robots.txt"),
            "RobotsUnreachable",
            1,
            id="leads astray",
        ),
        pytest.param(
            answer("", 302, "Location: /robots.txt"), "RobotsUnreachable", 6, id="leads to itself"
        ),
    ],
)
def test_robots_txt_decides(robots: Answer, outcome: str, asks: int) -> None:
    with rough_server({ROBOTS: robots, "/a": PAGE}) as server:
        fetched = fetch([f"http://{server.netloc}/a"], allow=server.netloc)
    assert fetched.outcomes == {"/a": outcome}
    assert server.paths == [ROBOTS] * asks + ["/a"] * (outcome == "200")
    if outcome == "RobotsUnreachable":
        assert f"left_alone/http://{server.netloc}" in fetched.stats


def test_a_robots_txt_that_drips_in_forbids_within_30_seconds() -> None:
    with rough_server({ROBOTS: drip, "/a": PAGE}) as server:
        fetched = fetch([f"http://{server.netloc}/a"], allow=server.netloc)
    assert fetched.outcomes == {"/a": "RobotsUnreachable"}
    assert server.paths == [ROBOTS] * 3
    assert fetched.seconds < 35


async def endless(writer: Writer, count: int) -> None:
    writer.write(b"HTTP/1.1 200 -\r\n\r\nUser-agent: *\nDisallow: /early\n")
    for _ in range(9000):
        writer.write(b"# nothing to see in this line\n" * 40)
        await writer.drain()
    writer.write(b"Disallow: /a\n")


LONG = b"User-agent: *\nDisallow: /early\n" + b"#\n" * 300_000 + b"Disallow: /late\n"


@pytest.mark.parametrize(
    ("robots", "refused"),
    [
        pytest.param(endless, {"/early"}, id="endless"),
        pytest.param(answer(LONG), {"/early", "/late"}, id="600 KB"),
        pytest.param(answer(LONG + b"#\n" * 9_000_000), {"/early", "/late"}, id="18 MB"),
        pytest.param(
            answer(gzip.compress(LONG + b"#\n" * 90_000_000), 200, "Content-Encoding: gzip"),
            {"/early", "/late"},
            id="a bomb",
        ),
        pytest.param(
            answer(
                b"User-agent: *\nDisallow: /early" + b"\n" * (1024 * 1024 - 42) + b"Disallow: /a"
            ),
            {"/early"},
            id="a rule that is cut says nothing",
        ),
    ],
)
def test_the_first_mebibyte_of_robots_txt_holds(robots: Answer, refused: set[str]) -> None:
    paths = ["/early", "/late", "/a"]
    with rough_server({ROBOTS: robots, **dict.fromkeys(paths, PAGE)}) as server:
        fetched = fetch([f"http://{server.netloc}{path}" for path in paths], allow=server.netloc)
    assert fetched.outcomes == {p: "RobotsDisallowed" if p in refused else "200" for p in paths}


def test_a_redirect_does_not_lead_around_robots_txt() -> None:
    answers = {ROBOTS: disallowing("/private"), "/a": answer("", 302, "Location: /private/b")}
    with rough_server(answers) as server:
        fetched = fetch([f"http://{server.netloc}/a"], allow=server.netloc)
    assert fetched.outcomes == {"/a": "RobotsDisallowed"}
    assert server.paths == [ROBOTS, "/a"]


def test_robots_txt_is_asked_for_once_and_first() -> None:
    paths = [f"/{n}" for n in range(20)]
    with rough_server(dict.fromkeys(paths, PAGE)) as server:
        fetch([f"http://{server.netloc}{path}" for path in paths], allow=server.netloc)
    assert server.paths[0] == ROBOTS
    assert sorted(server.paths[1:]) == sorted(paths)


def test_crawl_delay_is_kept() -> None:
    paths = ["/a", "/b", "/c"]
    robots = disallowing("/x", also="Crawl-delay: 0.7\n")
    with rough_server({ROBOTS: robots, **dict.fromkeys(paths, PAGE)}) as server:
        fetch([f"http://{server.netloc}{path}" for path in paths], allow=server.netloc)
    assert len(server.paths) == 4
    assert min(server.gaps()) > 0.7 * 0.95


def test_a_crawl_delay_that_is_too_long_leaves_the_host_alone() -> None:
    with rough_server({ROBOTS: disallowing(also="Crawl-delay: 61\n"), "/a": PAGE}) as server:
        fetched = fetch([f"http://{server.netloc}/a"], allow=server.netloc)
    assert fetched.outcomes == {"/a": "CrawlDelayTooLong"}
    assert [asked.path for asked in server.asked] == [ROBOTS]
    reason = fetched.stats[f"left_alone/http://{server.netloc}"]
    assert reason == "Crawl-delay 61 s, at most 60 s"


def test_tdmrep_reserves_pages() -> None:
    answers = {
        "/.well-known/tdmrep.json": answer('[{"location": "/a*", "tdm-reservation": 1}]'),
        "/a": PAGE,
        "/ab": answer("<p>x</p>", 200, "tdm-reservation: 0"),
        "/b": PAGE,
        "/to-b": answer("", 302, "Location: /b"),
        "/to-a": answer("", 302, "Location: /a?x"),
        "/a?x": PAGE,
    }
    paths = ["/a", "/ab", "/b", "/to-b", "/to-a"]
    with rough_server(answers) as server:
        fetched = fetch([f"http://{server.netloc}{path}" for path in paths], allow=server.netloc)
    assert fetched.outcomes == dict.fromkeys(paths, "200")
    assert sorted(fetched.reserved) == ["/a", "/to-a"]
    assert [asked.path for asked in server.asked].count("/.well-known/tdmrep.json") == 1
