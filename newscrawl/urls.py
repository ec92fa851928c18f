"""One address for one page: everything that is decided from a URL alone.

`canonical_url` is applied *before* a page is requested, so every rule here keeps the request's
success: it only takes away what a server ignores (tracking, sessions, fragments, default ports)
or what convention maps to the same story (AMP, lite and print views). What may break a request
is left as the site links it and is made equal by `address_key` instead: the scheme, `www.` and
`m.` hosts, and the trailing slash (`/slug/` and `/slug` are one address, each is asked as linked).
The case of a path, and the order of equal query keys, say something and are kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from types import MappingProxyType
from urllib.parse import quote, urlsplit

MAX_URL_LENGTH = 4096
"""A Hindi slug takes nine characters a letter once it is percent-encoded; no server takes more."""

_DEFAULT_PORTS = {"http": "80", "https": "443"}

# A URL on which nothing needs to be done: answered without taking it apart.
_CLEAN = re.compile(
    r"https?://(?![0-9.]+(?:[:/]|\Z))(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*"
    r"(?:/(?!\.{1,2}(?:/|\Z))[A-Za-z0-9._~-]+)*/?"
)
_CLEAN_IS_NOT_ENOUGH = re.compile(
    r"/(?:amp|amphtml|lite)(?:/|\Z)|\.(?:amp|lite)\Z|\.\w{3,5}/\Z", re.I
)

_AUTHORITY = re.compile(
    r"(?P<host>\[[0-9a-f:.]+\]|[^\[\]:/?#@\s]+)(?::(?P<port>[0-9]{0,5}))?", re.I
)
_HOST_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})|%")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE_IN_PATH = "/%:@!$&'()*+,;=~"
_SAFE_IN_QUERY = "/%:@!$'()*+,;=~?[]"

# Views of a story that hold the same story: Bhaskar /amp/…, Zee and Times Now …/amp, Quint
# /amp/story/…, OneIndia /amphtml/…, Jagran /lite/…, Jansatta …/lite/, BBC ….amp and ….lite.
_VIEW_SEGMENTS = frozenset({"amp", "amphtml", "lite"})
_VIEW_SUFFIX = re.compile(r"(?<=[a-z0-9])(?:\.(?:amp|lite))+\Z", re.I)
# After these the word is what the page is about: /tag/amp/ is a listing, not a view.
_NAMING_SEGMENTS = frozenset(
    {"tag", "tags", "topic", "topics", "category", "author", "search", "section", "label"}
)
_FILE = re.compile(r"\.(?:html?|cms|php|aspx?|jsp)\Z", re.I)

_SESSION_IN_PATH = re.compile(
    r";(?:jsessionid|phpsessid|sessionid|session_id|sid|cfid|cftoken)=[^/;]*", re.I
)
_ASP_SESSION = re.compile(r"\A\([A-Z]\([a-z0-9]{24}\)\)\Z", re.I)  # /(S(…24…))/page.aspx

# Query keys that name where the reader came from or how the page is shown, never which page.
_IGNORED_PREFIXES = (
    *("utm_", "at_", "fb_", "ga_", "hsa_", "mtm_", "pk_", "piwik_", "matomo_", "guce_", "oly_"),
    *("__twitter", "amp_", "akamai-", "aspsession", "wt_", "trk_", "itm_"),
)
_IGNORED_KEYS = frozenset(
    (
        # advertising and campaign clicks
        "fbclid gclid dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh mibextid sfnsn "
        "tblci dicbo obOrigUrl _ga _gl _gac mc_cid mc_eid mkt_tok vero_id s_cid xtor zarsrc cmpid "
        "cmp campaign campaign_id ocid icid ito tpcc wpsrc spm "
        # referrers and buttons
        "ref ref_src ref_url referer referrer src source share shared via client position "
        "sharetype share_id wprss rssfeed "
        # sessions
        "phpsessid jsessionid sessionid session_id cfid cftoken zenid oscsid "
        # views
        "amp ampmode nonamp noamp amphtml usqp aoh ampcf print printable replytocom like_comment "
        "doing_wp_cron nocache cachebuster _wpnonce"
    )
    .lower()
    .split()
)
# Keys that are ignored only with these values.
_IGNORED_PAIRS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "outputtype": re.compile("amp|lite", re.I),
        "output": re.compile("amp|lite", re.I),
        "view": re.compile("amp|lite|print|mobile", re.I),
        "m": re.compile("[01]"),  # Blogger's mobile view
        "sid": re.compile(r"(?![0-9]{1,9}\Z).+"),  # a short number is a story's id
    }
)
_TIME_STAMP = re.compile(r"1[0-9]{9}(?:[0-9]{3})?")  # News18: ….html?1701845158

_HOST_VARIANT = re.compile(r"\A(?:(?:www\d?|m|amp|mobile|wap|lite)\.)+(?=[^.]+\.)")
_HOME_FILE = re.compile(r"(?:index|default|home)\.(?:html?|php|aspx?|cms|jsp)", re.I)
_LANGUAGE_HOME = frozenset({"hi", "hin", "hindi", "hi-in"})
_LONG_NUMBER = re.compile(r"(?<![0-9])[0-9]{5,}(?![0-9])")


def canonical_url(url: str) -> str:
    """Return the one spelling of *url* under which its page is requested and known.

    Raises ValueError, with the reason, for anything but an absolute http or https URL: another
    scheme, a user name, a broken host or port, an IPv4 address in disguise, more than
    MAX_URL_LENGTH characters. Applying it twice changes nothing.
    """
    if (
        len(url) <= MAX_URL_LENGTH
        and _CLEAN.fullmatch(url)
        and not _CLEAN_IS_NOT_ENOUGH.search(url)
    ):
        return url if url.count("/") > 2 else url + "/"
    return _canonical_url(url)


@lru_cache(maxsize=2048)
def _canonical_url(url: str) -> str:
    text = re.sub(r"[\t\n\r]", "", url.strip(" \t\n\r\f\v\0"))
    scheme_match = _SCHEME.match(text)
    if scheme_match is None:
        raise ValueError(f"no absolute URL: {url[:200]!r}")
    scheme = scheme_match[1].lower()
    if scheme not in _DEFAULT_PORTS:
        raise ValueError(f"not http or https: {url[:200]!r}")
    # A browser reads a backslash before the query as a slash; a server that did not would see
    # another host than the one that was checked.
    rest, mark, query = text[scheme_match.end() :].partition("#")[0].partition("?")
    rest = rest.replace("\\", "/")
    if not rest.startswith("//"):
        raise ValueError(f"no host: {url[:200]!r}")
    authority, slash, path = rest[2:].partition("/")
    address = _canonical_authority(scheme, authority, url) + _canonical_path(slash + path)
    canonical_query = _canonical_query(query) if mark else ""
    canonical = f"{scheme}://{address}" + (f"?{canonical_query}" if canonical_query else "")
    if len(canonical) > MAX_URL_LENGTH:
        raise ValueError(f"longer than {MAX_URL_LENGTH} characters: {url[:200]!r}")
    return canonical


def _canonical_authority(scheme: str, authority: str, url: str) -> str:
    if "@" in authority:
        raise ValueError(f"a user name in the address: {url[:200]!r}")
    match = _AUTHORITY.fullmatch(authority)
    if match is None:
        raise ValueError(f"no valid host: {url[:200]!r}")
    host, port = match["host"], (match["port"] or "").lstrip("0")
    if match["port"] and (not port or int(port) > 65535):
        raise ValueError(f"no valid port: {url[:200]!r}")
    host = _canonical_host(host, url)
    return host if port in ("", _DEFAULT_PORTS[scheme]) else f"{host}:{port}"


def _canonical_host(host: str, url: str) -> str:
    if host.startswith("["):
        try:
            return f"[{IPv6Address(host[1:-1]).compressed}]"
        except AddressValueError as error:
            raise ValueError(f"no valid host: {url[:200]!r}") from error
    host = _unescape_unreserved(host)
    if not host.isascii():
        # Lazy: almost no host needs it. IDNA 2008, which keeps the joiners of Indic scripts.
        import idna

        try:
            host = idna.encode(host, uts46=True, transitional=False).decode("ascii")
        except idna.IDNAError as error:
            raise ValueError(f"no valid host: {url[:200]!r}") from error
    host = host.lower().removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(map(_HOST_LABEL.fullmatch, labels)):
        raise ValueError(f"no valid host: {url[:200]!r}")
    if _NUMERIC_LABEL.fullmatch(labels[-1]):
        # Clients read 2130706433, 0x7f000001 and 127.1 as addresses: only the plain form passes.
        try:
            IPv4Address(host)
        except AddressValueError as error:
            raise ValueError(f"an IPv4 address in disguise: {url[:200]!r}") from error
    return host


def _unescape_unreserved(text: str) -> str:
    def spell(escape: re.Match[str]) -> str:
        if escape[1] is None:
            return "%25"  # a percent sign that escapes nothing
        character = chr(int(escape[1], 16))
        return character if character in _UNRESERVED else f"%{escape[1].upper()}"

    return _ESCAPE.sub(spell, text) if "%" in text else text


def _encode(text: str, safe: str) -> str:
    try:
        return quote(_unescape_unreserved(text), safe=safe)
    except UnicodeEncodeError as error:
        raise ValueError(f"cannot be encoded: {text[:200]!r}") from error


def _canonical_path(path: str) -> str:
    path = _SESSION_IN_PATH.sub("", _encode(path, _SAFE_IN_PATH))
    resolved: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            del resolved[-1:]
        elif segment not in ("", ".") and not _ASP_SESSION.fullmatch(segment):
            resolved.append(segment)
    if not resolved:
        return "/"
    without_view = _without_view(resolved)
    ends_in_slash = segments[-1] in ("", ".", "..")
    if len(without_view) < len(resolved) and resolved[-1].lower() in _VIEW_SEGMENTS:
        # Zee …/1831607/amp, Jansatta …/2720267/lite/: the story's address has the view's slash.
        ends_in_slash = ends_in_slash and not _FILE.search(without_view[-1])
    if ends_in_slash and _FILE.search(without_view[-1]):
        ends_in_slash = False  # x.html/ is x.html
    return "/" + "/".join(without_view) + ("/" if ends_in_slash else "")


def _without_view(segments: list[str]) -> list[str]:
    named = [*segments[:-1], _VIEW_SUFFIX.sub("", segments[-1])]
    kept = [
        segment
        for index, segment in enumerate(named)
        if segment.lower() not in _VIEW_SEGMENTS
        or (index > 0 and named[index - 1].lower() in _NAMING_SEGMENTS)
        # `lite` inside a path is a word of a section more often than a view
        or (segment.lower() == "lite" and 0 < index < len(named) - 1)
    ]
    if not kept:
        return segments
    if len(kept) > 1 and kept[0] == "story" and segments[0].lower() == "amp":
        kept = kept[1:]  # Quintype: /amp/story/<path> shows /<path>
    return kept if kept == segments else _without_view(kept)


def _canonical_query(query: str) -> str:
    kept: list[tuple[str, str]] = []
    for parameter in query.split("&"):
        key, equals, value = _encode(parameter, _SAFE_IN_QUERY).partition("=")
        if not _is_ignored(key.lower(), value) and not (
            not equals and (not key or _TIME_STAMP.fullmatch(key))
        ):
            kept.append((key, equals + value))
    # Stable: the order of equal keys may say something.
    return "&".join(key + value for key, value in sorted(kept, key=lambda pair: pair[0]))


def _is_ignored(key: str, value: str) -> bool:
    if key in _IGNORED_KEYS or key.startswith(_IGNORED_PREFIXES):
        return True
    pattern = _IGNORED_PAIRS.get(key)
    return pattern is not None and pattern.fullmatch(value) is not None


@lru_cache(maxsize=2048)
def site_of(url: str) -> str:
    """Return the host of *url*, with a port that is not the default, without www., m. or amp."""
    parts = urlsplit(url)
    host = _HOST_VARIANT.sub("", (parts.hostname or "").lower())
    port = parts.port
    if port is None or str(port) == _DEFAULT_PORTS.get(parts.scheme.lower()):
        return host
    return f"{host}:{port}"


def same_site(first: str, second: str) -> bool:
    """Return whether two URLs are of one site: the same host but for www., m., amp. and scheme.

    Another port and another subdomain are another site. A URL that cannot be read is of none.
    """
    try:
        site = site_of(first)
        return bool(site) and site == site_of(second)
    except ValueError:
        return False


@lru_cache(maxsize=2048)
def address_key(url: str) -> str:
    """Return what two URLs of one page have in common, to compare and never to request.

    The canonical URL without scheme, www., m. or amp. host, and trailing slash. Raises ValueError
    like `canonical_url`.
    """
    canonical = canonical_url(url)
    _, _, path = canonical.partition("://")[2].partition("/")
    path, mark, query = path.partition("?")
    return f"{site_of(canonical)}/{path.rstrip('/')}{mark}{query}"


@lru_cache(maxsize=2048)
def is_home(url: str) -> bool:
    """Return whether *url* is the front page of a site or of its Hindi edition (/hindi)."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    if segments and _HOME_FILE.fullmatch(segments[-1]):
        segments.pop()
    if segments and segments[0].lower() in _LANGUAGE_HOME:
        segments.pop(0)
    return not segments and not parts.query


@lru_cache(maxsize=2048)
def is_trap(url: str) -> bool:
    """Return whether *url* looks made by a loop: over 8 segments, one 3 times, over 3 query keys.

    The limits are those of robustness.md, point 22.
    """
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    keys = {parameter.partition("=")[0] for parameter in parts.query.split("&") if parameter}
    return (
        len(segments) > 8
        or len(keys) > 3
        or (len(segments) > 2 and max(Counter(segments).values()) >= 3)
    )


def believable_canonical(page_url: str, canonical: str) -> str | None:
    """Return the canonical form of the <link rel=canonical> of a page where it may be trusted.

    None where it is no http(s) URL, of another site, a front page (unless the page is one), or
    another story: the words of one address's name are all in the other's, and where both carry
    numbers of five digits or more they share one. A template that names one address on every page,
    or the next story, would else merge articles; what is believed too little costs nothing, since
    two pages with one text are one article anyway.
    """
    try:
        page, named = canonical_url(page_url), canonical_url(canonical)
    except ValueError:
        return None
    if named == page and not is_trap(named):
        return named  # in most cases: there is nothing to compare
    if not same_site(page, named) or is_trap(named) or (is_home(named) and not is_home(page)):
        return None
    words, named_words = _name(page), _name(named)
    if not (words <= named_words or named_words <= words):
        return None
    page_numbers, named_numbers = (set(_LONG_NUMBER.findall(url)) for url in (page, named))
    if page_numbers and named_numbers and not page_numbers & named_numbers:
        return None
    return named


def _name(url: str) -> set[str]:
    """Return the words of the last segment of the path of *url*, without its extension."""
    name = urlsplit(url).path.rstrip("/").rpartition("/")[2].lower()
    return set(re.split("[-_,]", _FILE.sub("", name)))


@dataclass(frozen=True, kw_only=True)
class Identity:
    r"""What a site adds to `canonical_url`: its own spellings of one story, as data.

    `host` takes the place of its own www., m. and amp. forms; `final_slash` says whether addresses
    without an extension end in a slash (None: as linked); `rewrites` are (pattern, replacement)
    pairs for `re.sub`, applied in order to the canonical URL; `ignored_keys` are query keys that
    never tell two pages of this site apart.

        Identity(host="www.dw.com", final_slash=False)
        Identity(rewrites=((r"(?<=bhaskar\.com)/g/", "/"),))
        Identity(rewrites=((r"//m-hindi\.webdunia\.com", "//hindi.webdunia.com"),))
        Identity(ignored_keys=("pageId",))
    """

    host: str | None = None
    final_slash: bool | None = None
    rewrites: tuple[tuple[str, str], ...] = ()
    ignored_keys: tuple[str, ...] = ()

    def canonical_url(self, url: str) -> str:
        """Return the site's one spelling of *url*; raises ValueError like `canonical_url`."""
        canonical = canonical_url(url)
        rewritten = canonical
        if self.host and site_of(canonical) == site_of(f"https://{self.host}"):
            rewritten = urlsplit(canonical)._replace(netloc=self.host).geturl()
        for pattern, replacement in self.rewrites:
            rewritten = re.sub(pattern, replacement, rewritten)
        if self.final_slash is not None:
            rewritten = self._with_final_slash(rewritten)
        if self.ignored_keys and "?" in rewritten:
            address, _, query = rewritten.partition("?")
            kept = [p for p in query.split("&") if p.partition("=")[0] not in self.ignored_keys]
            rewritten = address + ("?" + "&".join(kept) if kept else "")
        return canonical if rewritten == canonical else canonical_url(rewritten)

    def _with_final_slash(self, url: str) -> str:
        address, mark, query = url.partition("?")
        bare = address.rstrip("/")
        if bare.count("/") < 3:
            return url  # the home page
        slash = "/" if self.final_slash and "." not in bare.rpartition("/")[2] else ""
        return bare + slash + mark + query
