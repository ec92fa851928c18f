"""Which addresses may be contacted."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.statscollectors import DummyStatsCollector
from scrapy.utils.test import get_crawler
from twisted.internet.address import IPv4Address, IPv6Address

from newscrawl.fetching.address_guard import (
    AddressGuard,
    AddressGuardMiddleware,
    AddressRefused,
    OddAddress,
    PrivateAddress,
    SchemeRefused,
    UndeclaredHost,
    _PublicAddresses,
    address_of,
    is_public,
)

DECLARED = ["khabar.in", "समाचार.भारत", "8.8.4.4", "port.in:8080"]
ALLOW = ["127.0.0.1:8700", "https://localhost:8443", "[::1]:9000"]


@pytest.mark.parametrize(
    "url",
    [
        "https://khabar.in/a",
        "http://khabar.in:80/a",
        "https://www.khabar.in/a?u=http://127.0.0.1/",
        "https://KHABAR.in/a",
        "https://समाचार.भारत/",
        "https://xn--61b3bh3a5ab.xn--h2brj9c/",
        "http://8.8.4.4/",
        "http://port.in:8080/",
        "http://127.0.0.1:8700/a",
        "https://127.0.0.1:8700/a",
        "https://localhost:8443/",
        "http://[::1]:9000/",
    ],
)
def test_may_be_contacted(url: str) -> None:
    assert AddressGuard(ALLOW).check(url, DECLARED) == address_of(url)


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("file:///etc/passwd", SchemeRefused),
        ("ftp://khabar.in/a", SchemeRefused),
        ("data:text/html,x", SchemeRefused),
        ("s3://khabar.in/a", SchemeRefused),
        ("javascript:alert(1)", SchemeRefused),
        ("//khabar.in/a", SchemeRefused),
        ("http://", OddAddress),
        ("http:///a", OddAddress),
        ("http://[::1", OddAddress),
        ("http://khabar.in:99999/", OddAddress),
        ("http://khabar.in:x/", OddAddress),
        ("http://khabar.in./", OddAddress),
        ("http://khabar.in@evil.in/", OddAddress),
        ("http://user:pass@khabar.in/", OddAddress),
        ("http://127.0.0.1:8700@khabar.in/", OddAddress),
        ("http://khabar.in\\@evil.in/", OddAddress),
        ("http://kha bar.in/", OddAddress),
        ("http://khabar..in/", OddAddress),
        ("http://2130706433:8700/", OddAddress),
        ("http://0x7f000001/", OddAddress),
        ("http://0x7f.1/", OddAddress),
        ("http://0177.0.0.1/", OddAddress),
        ("http://127.1/", OddAddress),
        ("http://127.0.0.1./", OddAddress),
        ("http://1.2.3.4.5/", OddAddress),
        ("http://[::ffff:127.0.0.1]:8700/", OddAddress),
        ("http://[0:0:0:0:0:0:0:1]:9000/", OddAddress),
        ("http://[fe80::1%25eth0]/", OddAddress),
        ("http://127.0.0.1/", PrivateAddress),
        ("http://127.0.0.1:8701/", PrivateAddress),
        ("http://127.0.0.2:8700/", PrivateAddress),
        ("http://१२७.0.0.1:8701/", AddressRefused),
        ("http://１２７.0.0.1:8701/", PrivateAddress),
        ("http://[::1]:9001/", PrivateAddress),
        ("http://10.0.0.1/", PrivateAddress),
        ("http://169.254.169.254/latest/", PrivateAddress),
        ("http://localhost:8443/", UndeclaredHost),  # allowed with https only
        ("http://localhost:8700/", UndeclaredHost),
        ("http://evil.in/", UndeclaredHost),
        ("http://notkhabar.in/", UndeclaredHost),
        ("http://khabar.in.evil.in/", UndeclaredHost),
        ("http://khabar.in:8080/", UndeclaredHost),
        ("https://khabar.in:80/", UndeclaredHost),
        ("http://port.in/", UndeclaredHost),
        ("http://8.8.8.8/", UndeclaredHost),
        ("http://1.8.8.4.4/", OddAddress),
    ],
)
def test_may_not_be_contacted(url: str, refusal: type[AddressRefused]) -> None:
    with pytest.raises(AddressRefused) as refused:
        AddressGuard(ALLOW).check(url, DECLARED)
    assert isinstance(refused.value, refusal)


def test_a_private_address_is_not_contacted_because_it_is_declared() -> None:
    with pytest.raises(PrivateAddress):
        AddressGuard().check("http://127.0.0.1:8700/", ["127.0.0.1", "127.0.0.1:8700"])


def test_nothing_declared_is_nothing_contacted() -> None:
    with pytest.raises(UndeclaredHost):
        AddressGuard().check("https://khabar.in/", ["", "["])


def test_an_allowance_that_is_no_address() -> None:
    with pytest.raises(ValueError, match="ADDRESS_GUARD_ALLOW"):
        AddressGuard(["2130706433:80"])


@pytest.mark.parametrize(
    ("proxy", "refusal"),
    [
        ("http://127.0.0.1:8700", None),
        ("127.0.0.1:8700", None),
        ("http://user:secret@127.0.0.1:8700", None),
        ("http://proxy.in:3128", None),
        ("http://127.0.0.1:3128", PrivateAddress),
        ("http://10.0.0.1:3128", PrivateAddress),
        ("socks5://127.0.0.1:8700", SchemeRefused),
    ],
)
def test_proxies(proxy: str, refusal: type[AddressRefused] | None) -> None:
    guard = AddressGuard(ALLOW)
    target = address_of("http://demo.example/")
    if refusal is None:
        guard.check_proxy(proxy, target)
        return
    with pytest.raises(refusal):
        guard.check_proxy(proxy, target)


def test_a_page_does_not_reach_the_proxy_itself() -> None:
    with pytest.raises(PrivateAddress):
        AddressGuard(ALLOW).check_proxy(
            "http://127.0.0.1:8700", address_of("http://127.0.0.1:8700/admin")
        )


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("100.100.100.200", False),
        ("127.0.0.1", False),
        ("168.63.129.16", False),
        ("169.254.169.254", False),
        ("172.16.0.1", False),
        ("192.0.0.192", False),
        ("192.168.1.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::ffff:8.8.8.8", True),
        ("::ffff:127.0.0.1", False),
        ("::127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::", False),
        ("2001:0:7f00:1::80ff:fffe", False),
        ("fc00::1", False),
        ("fd00:ec2::254", False),
        ("fe80::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("demo.example", False),
    ],
)
def test_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public


class Answered(NamedTuple):
    """What of a crawler the guard's middleware looks at."""

    settings: Settings
    spider: Any
    stats: Any


@pytest.fixture
def middleware() -> AddressGuardMiddleware:
    settings = Settings({"ADDRESS_GUARD_ALLOW": "127.0.0.1:8700"})
    spider = Spider("any", allowed_domains=["khabar.in"])
    crawler: Any = Answered(settings, spider, DummyStatsCollector(get_crawler()))
    return AddressGuardMiddleware(crawler)


def upgraded(middleware: AddressGuardMiddleware, url: str, **meta: Any) -> str:
    request = middleware.process_request(Request(url, meta=meta))
    return request.url if request else url


def test_a_host_that_has_answered_over_https_is_asked_over_https(
    middleware: AddressGuardMiddleware,
) -> None:
    page = "http://khabar.in/a?b=1"
    assert upgraded(middleware, page) == page
    for status, url in ((200, "http://khabar.in/"), (301, "https://khabar.in/")):
        middleware.process_response(Request(url), Response(url, status=status))
    assert upgraded(middleware, page) == page
    middleware.process_response(Request(page), Response("https://khabar.in/"))
    assert upgraded(middleware, page) == "https://khabar.in/a?b=1"
    assert upgraded(middleware, "http://khabar.in:80/a") == "https://khabar.in/a"
    assert upgraded(middleware, "http://www.khabar.in/a") == "http://www.khabar.in/a"
    assert upgraded(middleware, "http://127.0.0.1:8700/a") == "http://127.0.0.1:8700/a"


def test_a_site_that_sends_its_readers_back_to_http_is_left_there(
    middleware: AddressGuardMiddleware,
) -> None:
    middleware.process_response(Request("https://khabar.in/"), Response("https://khabar.in/"))
    back = ["https://khabar.in/a"]
    assert upgraded(middleware, "http://khabar.in/a", redirect_urls=back) == "http://khabar.in/a"


def test_the_resolver_hands_on_public_addresses_only() -> None:
    handed_on: list[Any] = []

    class Receiver:
        def addressResolved(self, address: Any) -> None:
            handed_on.append(address.host)

    refused: set[str] = set()
    addresses = _PublicAddresses(Receiver(), "Rebind.in", refused)
    for address in (
        IPv4Address("TCP", "127.0.0.1", 80),
        IPv4Address("TCP", "8.8.8.8", 80),
        IPv6Address("TCP", "::1", 80),
    ):
        addresses.addressResolved(address)
    assert handed_on == ["8.8.8.8"]
    assert refused == {"rebind.in"}
