"""Crawls that pages try to lead to other addresses."""

from __future__ import annotations

import pytest
from rough_server import (
    PAGE,
    answer,
    disallowing,
    fetch,
    rough_server,
)

pytestmark = pytest.mark.slow  # each test is a process of its own


def test_other_addresses_are_not_contacted() -> None:
    with rough_server({}) as secret, rough_server({}) as server:
        urls = [
            f"http://{secret.netloc}/1",
            f"http://localhost:{server.port}/2",
            f"http://127.1:{server.port}/3",
            f"http://2130706433:{server.port}/4",
            f"http://[::ffff:127.0.0.1]:{server.port}/5",
            f"http://127.0.0.2:{server.port}/6",
            f"http://user:pass@{server.netloc}/7",
            "file:///etc/passwd",
            "ftp://127.0.0.1/9",
            "data:text/html,10",
        ]
        fetched = fetch(urls, allow=server.netloc)
    assert server.asked == []
    assert secret.asked == []
    refused = {k: v for k, v in fetched.stats.items() if k.startswith("address_guard/refused/")}
    assert refused == {
        "address_guard/refused/OddAddress": 4,
        "address_guard/refused/PrivateAddress": 2,
        "address_guard/refused/SchemeRefused": 3,
        "address_guard/refused/UndeclaredHost": 1,
    }


@pytest.mark.parametrize(
    ("location", "refusal"),
    [
        ("http://{secret}/x", "PrivateAddress"),
        ("//{secret}/x", "PrivateAddress"),
        ("http://{server}@{secret}/x", "OddAddress"),
        ("https://evil.in/x", "UndeclaredHost"),
    ],
)
def test_a_redirect_does_not_lead_around_the_guard(location: str, refusal: str) -> None:
    with rough_server({}) as secret:
        answers: dict[str, bytes] = {}
        with rough_server(answers) as server:
            to = location.format(secret=secret.netloc, server=server.netloc)
            answers["/a"] = answer("", 302, f"Location: {to}")
            fetched = fetch([f"http://{server.netloc}/a"], allow=server.netloc)
    assert fetched.outcomes == {"/a": refusal}
    assert secret.asked == []


def test_redirects_end_after_five() -> None:
    answers = {f"/{n}": answer("", 302, f"Location: /{n + 1}") for n in range(20)}
    with rough_server(answers) as server:
        fetched = fetch([f"http://{server.netloc}/0"], allow=server.netloc)
    assert fetched.outcomes == {"/0": "TooManyRedirects"}
    assert len(server.paths) == 7  # robots.txt, the page, five redirects


def test_a_name_that_leads_to_loopback_is_not_contacted() -> None:
    """No test here may resolve a name outside, so it is `localhost` that is declared."""
    with rough_server({"/a": PAGE}) as server:
        fetched = fetch([f"http://localhost:{server.port}/a"], domains=[f"localhost:{server.port}"])
        assert fetched.outcomes == {"/a": "HostUnreachable"}
        assert server.asked == []
        assert "localhost leads to 127.0.0.1, which is not public" in fetched.log
        allowed = f"localhost:{server.port}"
        fetched = fetch([f"http://localhost:{server.port}/a"], domains=["localhost"], allow=allowed)
    assert fetched.outcomes == {"/a": "200"}


@pytest.mark.parametrize("by", ["meta", "environment"])
def test_a_local_proxy_serves_a_host_that_does_not_exist(by: str) -> None:
    page = "http://samachar.example/a"
    answers = {page: PAGE, "http://samachar.example/robots.txt": disallowing("/b")}
    with rough_server(answers) as proxy:
        address = f"http://user:pr0xy-password@{proxy.netloc}"
        way = {by: {"proxy": address} if by == "meta" else {"http_proxy": address}}
        urls = [page, "http://samachar.example/b"]
        fetched = fetch(urls, domains=["samachar.example"], allow=proxy.netloc, **way)  # type: ignore[arg-type]
        refused = fetch([page], domains=["samachar.example"], **way)  # type: ignore[arg-type]
    assert fetched.outcomes == {"/a": "200", "/b": "RobotsDisallowed"}
    assert {asked.headers["Proxy-Authorization"][:6] for asked in proxy.asked} == {"Basic "}
    assert "pr0xy-password" not in fetched.log
    assert refused.outcomes == {"/a": "PrivateAddress" if by == "meta" else "HostUnreachable"}


def test_a_crawl_without_contact_warns_once() -> None:
    fetched = fetch([], domains=["khabar.in", "www.khabar.in"])
    assert fetched.log.count("CONTACT is not set, so khabar.in") == 1
    for domains, settings in (
        (["khabar.in"], {"CONTACT": "https://bot.in"}),
        (["demo.example", "127.0.0.1:80"], {}),
    ):
        assert "CONTACT" not in fetch([], domains=domains, settings=settings).log.replace(
            "'CONTACT'", ""
        )
