"""Which addresses may be contacted: the declared hosts, and what ADDRESS_GUARD_ALLOW names.

A page decides where its links and redirects lead, so every request passes here: seeds, links,
redirects, retries, robots.txt, proxies. A name is checked as it is spelled, and its addresses once
more after name resolution; what the resolver returns is what is connected, so a name that changes
its answer in between (DNS rebinding) gains nothing.

Settings:
``ADDRESS_GUARD_ALLOW``   ``host:port`` or ``scheme://host:port``, comma-separated: contacted
although private, on another port, or a proxy. For tests, the demonstration and a local proxy.
Default: none.
``ADDRESS_GUARD_UPGRADE`` ask a declared host that has answered over https only over https.
Default: True.
"""

from __future__ import annotations

import ipaddress
import logging
import os
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.resolver import CachingHostnameResolver
from scrapy.settings import BaseSettings
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

logger = logging.getLogger(__name__)

DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_EMBEDDED_IPV4 = ipaddress.ip_network("64:ff9b::/96")  # NAT64, RFC 6052
_NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        (
            "168.63.129.16/32",  # Azure's metadata: public by its number, inside by its use
            # Special registries (RFC 6890), as far as Pythons before 3.11.10 do not know them.
            "192.0.0.0/24",
            "64:ff9b:1::/48",
            "3fff::/20",
            "5f00::/16",
        ),
    )
)
_RESERVED_NAMES = ("example", "test", "invalid", "localhost", "local")  # RFC 2606, RFC 6761


class AddressRefused(IgnoreRequest):
    """An address that the guard does not let be contacted."""


class SchemeRefused(AddressRefused):
    """Neither http nor https."""


class OddAddress(AddressRefused):
    """A host that is not spelled plainly: 2130706433, 0x7f.1, 127.1, user@host, a final dot."""


class UndeclaredHost(AddressRefused):
    """A host, or a port of a host, that the spider does not declare."""


class PrivateAddress(AddressRefused):
    """An address that is not on the public internet, or a name that leads to one."""


class Address(NamedTuple):
    """What a URL connects to."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"


@lru_cache(maxsize=256)  # a request's address is asked for four times on its way
def address_of(url: str) -> Address:
    """Return what *url* connects to.

    Raises SchemeRefused or OddAddress where the answer depends on who reads the URL.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise OddAddress(f"{url!r}: {error}") from error
    if parts.scheme not in DEFAULT_PORTS:
        raise SchemeRefused(f"{url[:200]!r} is neither http nor https")
    host = parts.hostname or ""
    if not host.isascii():
        host = _ascii_name(host)
    if "@" in parts.netloc or "\\" in parts.netloc:
        raise OddAddress(f"user name or backslash in the address of {host!r}")
    if ":" in host:
        _check_ipv6_spelling(host)
    elif _NUMBER.fullmatch(host.rpartition(".")[2]):
        _check_ipv4_spelling(host)
    elif len(host) > 253 or not _HOST.fullmatch(host):
        raise OddAddress(f"{host!r} is no host name")
    return Address(parts.scheme, host, DEFAULT_PORTS[parts.scheme] if port is None else port)


def _check_ipv4_spelling(host: str) -> None:
    try:
        ipaddress.IPv4Address(host)
    except ValueError as error:
        raise OddAddress(f"{host!r} is a number that is no plain IPv4 address") from error


def _check_ipv6_spelling(host: str) -> None:
    try:
        address = ipaddress.IPv6Address(host)
    except ValueError as error:
        raise OddAddress(f"{host!r}: {error}") from error
    if address.scope_id or address.ipv4_mapped or str(address) != host:
        raise OddAddress(f"{host!r} is not spelled as {address}")


def is_public(address: str) -> bool:
    """Return whether the IP *address* is on the public internet.

    Private, loopback, link-local, multicast, carrier-grade NAT, reserved and metadata addresses
    are not, nor IPv6 forms that carry such an IPv4 address.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        carried = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if not carried and ip in _EMBEDDED_IPV4:
            carried = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if carried:
            return is_public(str(carried))
        if ip.is_site_local:
            return False
    return (
        ip.is_global
        and not ip.is_multicast
        and not ip.is_reserved
        and not any(ip in network for network in _NOT_PUBLIC)
    )


def _may_be_real(host: str) -> bool:
    """Return whether *host* may be someone's site, which ``demo.example`` and 127.0.0.1 are not."""
    if _is_ip(host):
        return is_public(host)
    return host.rpartition(".")[2] not in _RESERVED_NAMES


def _is_ip(host: str) -> bool:
    return ":" in host or bool(_NUMBER.fullmatch(host.rpartition(".")[2]))


def _ascii_name(host: str) -> str:
    """Return *host* as URLs spell it: lower case, Devanagari as punycode."""
    try:
        return host.lower().encode("idna").decode("ascii")
    except UnicodeError:
        return host.lower()


class _Declared(NamedTuple):
    """A domain that the spider declares; without port it means the default ones."""

    domain: str
    port: int | None


@lru_cache(maxsize=256)
def _declared(domain: str) -> _Declared:
    try:
        parts = urlsplit(f"//{domain.strip()}")
        return _Declared(_ascii_name((parts.hostname or "").rstrip(".")), parts.port)
    except ValueError:
        return _Declared(domain, None)


class _Allowance(NamedTuple):
    """One entry of ADDRESS_GUARD_ALLOW; no scheme means both."""

    scheme: str | None
    host: str
    port: int


def _allowance(entry: str) -> _Allowance:
    scheme, separator, netloc = entry.strip().lower().rpartition("://")
    address = address_of(f"{scheme or 'http'}://{netloc}")
    return _Allowance(scheme if separator else None, address.host, address.port)


def _is_allowed(address: Address, allowed: frozenset[_Allowance]) -> bool:
    scheme, host, port = address
    return not allowed.isdisjoint({(scheme, host, port), (None, host, port)})


@lru_cache(maxsize=256)  # asked twice for each request; what it raises is not remembered
def _check_address(
    address: Address, declared: tuple[str, ...], allowed: frozenset[_Allowance]
) -> None:
    if _is_allowed(address, allowed):
        return
    if _is_ip(address.host) and not is_public(address.host):
        raise PrivateAddress(f"{address} is not on the public internet")
    hosts = [entry for entry in map(_declared, declared) if _is_within(address.host, entry)]
    if not hosts:
        raise UndeclaredHost(f"{address} is on none of the declared hosts")
    if not {address.port} & {entry.port or DEFAULT_PORTS[address.scheme] for entry in hosts}:
        raise UndeclaredHost(f"{address} is on an undeclared port of its host")


class AddressGuard:
    """Decides whether an address may be contacted.

    *allow* are entries of ADDRESS_GUARD_ALLOW: exact, whatever address they are.
    Raises ValueError where one of them is no address.
    """

    def __init__(self, allow: Iterable[str] = ()) -> None:
        entries = filter(None, (entry.strip() for entry in allow))
        try:
            self._allowed = frozenset(map(_allowance, entries))
        except AddressRefused as error:
            raise ValueError(f"ADDRESS_GUARD_ALLOW: {error}") from error

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Return the guard that ADDRESS_GUARD_ALLOW describes."""
        return cls(settings.getlist("ADDRESS_GUARD_ALLOW"))

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Hosts that are allowed by name whatever their address is."""
        return frozenset(entry.host for entry in self._allowed)

    def is_allowed(self, address: Address) -> bool:
        """Return whether ADDRESS_GUARD_ALLOW names exactly *address*."""
        return _is_allowed(address, self._allowed)

    def check(self, url: str, declared: Iterable[str]) -> Address:
        """Return the address of *url*, or raise a subclass of AddressRefused.

        *declared* are domains: they and their subdomains may be contacted on default ports. A
        domain with a port, ``site.example:8080``, may be contacted on that one.
        """
        address = address_of(url)
        _check_address(address, tuple(declared), self._allowed)
        return address

    def check_proxy(self, proxy: str, target: Address) -> None:
        """Raise AddressRefused unless *proxy* is public or named by ADDRESS_GUARD_ALLOW.

        A page must not reach the proxy itself either.
        """
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        address = address_of(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl())
        if address[1:] == target[1:]:
            raise PrivateAddress(f"{target} is the proxy itself")
        if self.is_allowed(address):
            return
        if not _is_ip(address.host) or is_public(address.host):
            return  # a name is checked after resolution
        raise PrivateAddress(f"the proxy {address} is not public: name it in ADDRESS_GUARD_ALLOW")


def _is_within(host: str, declared: _Declared) -> bool:
    domain = declared.domain
    return bool(domain) and (host == domain or (not _is_ip(host) and host.endswith("." + domain)))


class AddressGuardMiddleware:
    """Refuses requests to addresses that are not declared; upgrades http to https.

    Refusals are counted as ``address_guard/refused/<class>``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.guard = AddressGuard.from_settings(crawler.settings)
        self._upgrades = crawler.settings.getbool("ADDRESS_GUARD_UPGRADE", True)
        self._speak_https: set[str] = set()
        PublicAddressResolver.allowed_hosts |= self.guard.allowed_hosts

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        crawler.signals.connect(middleware.spider_opened, signal=signals.spider_opened)
        return middleware

    def spider_opened(self) -> None:
        """Warn where real hosts are crawled by someone whom they cannot reach."""
        hosts = {_declared(domain).domain for domain in self._declared_domains()}
        strangers = [host for host in hosts - self.guard.allowed_hosts if _may_be_real(host)]
        if strangers and not self.crawler.settings.get("CONTACT"):
            logger.warning(
                "CONTACT is not set, so %s cannot tell who crawls: "
                "set it to a URL or an e-mail address (-s CONTACT=https://...)",
                ", ".join(sorted(strangers)[:5]),
            )

    def process_request(self, request: Request) -> Request | None:
        address = self.check(request)
        if (
            address.scheme == "http"
            and self._upgrades
            and address.host in self._speak_https
            and not self.guard.is_allowed(address)
        ):
            secure = "https" + request.url[len("http") :].replace(":80/", "/", 1)
            # A site that sends its readers back to http is left there.
            if secure not in request.meta.get("redirect_urls", ()):
                return request.replace(url=secure, dont_filter=True)
        return None

    def process_response(self, request: Request, response: Response) -> Response:
        if response.status == 200 and response.url.startswith("https://"):
            self._speak_https.add(address_of(response.url).host)
        return response

    def check(self, request: Request) -> Address:
        """Return the address of *request*, or raise a counted AddressRefused."""
        try:
            address = self.guard.check(request.url, self._declared_domains())
            if proxy := request.meta.get("proxy"):
                self.guard.check_proxy(proxy, address)
        except AddressRefused as refusal:
            self.crawler.stats.inc_value(f"address_guard/refused/{type(refusal).__name__}")
            raise
        return address

    def _declared_domains(self) -> Sequence[str]:
        return getattr(self.crawler.spider, "allowed_domains", None) or ()


class PublicAddressResolver(CachingHostnameResolver):
    """Resolves names to public addresses only, but for hosts that ADDRESS_GUARD_ALLOW names.

    One for the whole process, as TWISTED_DNS_RESOLVER is; it knows no port, the guard does.
    """

    allowed_hosts: set[str] = set()
    refused_hosts: set[str] = set()

    def install_on_reactor(self) -> None:
        # A process cannot end while getaddrinfo waits, by default 10 seconds for each name server.
        os.environ.setdefault("RES_OPTIONS", "timeout:2 attempts:2")
        super().install_on_reactor()

    def resolveHostName(
        self,
        resolutionReceiver: Any,  # IResolutionReceiver
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> IHostResolution:
        if hostName.lower() not in self.allowed_hosts:
            resolutionReceiver = _PublicAddresses(resolutionReceiver, hostName, self.refused_hosts)
        return super().resolveHostName(
            resolutionReceiver, hostName, portNumber, addressTypes, transportSemantics
        )


@implementer(IResolutionReceiver)
class _PublicAddresses:
    """Hands on only the public ones of a name's addresses."""

    def __init__(self, receiver: Any, host: str, refused_hosts: set[str]) -> None:
        self._receiver, self._host, self._refused_hosts = receiver, host, refused_hosts

    def resolutionBegan(self, resolution: IHostResolution) -> None:
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:
        number = getattr(address, "host", "")
        if is_public(number):
            self._receiver.addressResolved(address)
        else:
            if self._host.lower() not in self._refused_hosts:
                logger.warning("%s leads to %s, which is not public: refused", self._host, number)
            self._refused_hosts.add(self._host.lower())

    def resolutionComplete(self) -> None:
        self._receiver.resolutionComplete()
