"""One address for one page."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl import urls
from newscrawl.urls import (
    Identity,
    address_key,
    believable_canonical,
    canonical_url,
    is_home,
    is_trap,
    same_site,
)

ARTICLE = "https://khabar.example/desh/kisan-ki-fasal-48213.html"


@pytest.mark.parametrize(
    "url",
    [
        ARTICLE,
        "HTTPS://Khabar.Example/desh/kisan-ki-fasal-48213.html",
        "https://khabar.example:443/desh/kisan-ki-fasal-48213.html",
        "https://khabar.example./desh/kisan-ki-fasal-48213.html",
        "  https://khabar.example/desh/kisan-ki-fasal-48213.html\n",
        "https:\\\\khabar.example\\desh\\kisan-ki-fasal-48213.html",
        f"{ARTICLE}#comments",
        f"{ARTICLE}#!/2",
        f"{ARTICLE}?",
        f"{ARTICLE}?&",
        f"{ARTICLE}/",
        f"{ARTICLE}?utm_source=rss&utm_medium=x",
        f"{ARTICLE}?UTM_Source=rss",
        f"{ARTICLE}?fbclid=AbC&gclid=1&at_medium=RSS&at_campaign=rss",
        f"{ARTICLE}?ref=home&src=aamnesaamne&share=twitter",
        f"{ARTICLE}?amp=1",
        f"{ARTICLE}?amp",
        f"{ARTICLE}?outputType=amp",
        f"{ARTICLE}?print=1",
        f"{ARTICLE}?1701845158",
        f"{ARTICLE}?PHPSESSID=3f2a9c",
        f"{ARTICLE}?sid=9f86d081884c",
        f"{ARTICLE};jsessionid=0A1B2C.node3",
        f"{ARTICLE}/amp",
        f"{ARTICLE}/amp/",
        "https://khabar.example//desh/kisan-ki-fasal-48213.html",
        "https://khabar.example/./desh/../desh/kisan-ki-fasal-48213.html",
        "https://khabar.example/desh/%6bisan%2Dki-fasal-48213.html",
        "https://khabar.example/amp/desh/kisan-ki-fasal-48213.html",
        "https://khabar.example/desh/amp/kisan-ki-fasal-48213.html",
        "https://khabar.example/amphtml/desh/kisan-ki-fasal-48213.html",
        "https://khabar.example/lite/desh/kisan-ki-fasal-48213.html",
        "https://khabar.example/(S(lit3py55t21z5v55vlm25s55))/desh/kisan-ki-fasal-48213.html",
    ],
)
def test_spellings_of_one_article_are_one_url(url: str) -> None:
    assert canonical_url(url) == ARTICLE


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://khabar.example", "http://khabar.example/"),
        ("http://khabar.example:8080/x", "http://khabar.example:8080/x"),
        ("http://khabar.example:080/x", "http://khabar.example/x"),
        ("http://127.0.0.1:8700/desh/a-1.html", "http://127.0.0.1:8700/desh/a-1.html"),
        ("http://[2001:DB8:0::1]/x", "http://[2001:db8::1]/x"),
        ("https://khabar.example/slug", "https://khabar.example/slug"),
        ("https://khabar.example/slug/", "https://khabar.example/slug/"),
        ("https://khabar.example/slug/amp/", "https://khabar.example/slug/"),
        ("https://khabar.example/slug/2720267/lite/", "https://khabar.example/slug/2720267/"),
        ("https://khabar.example/amp/story/desh/slug", "https://khabar.example/desh/slug"),
        (
            "https://khabar.example/articles/c1l97706v5mo.amp",
            "https://khabar.example/articles/c1l97706v5mo",
        ),
        ("https://khabar.example/amp/", "https://khabar.example/amp/"),
        ("https://khabar.example/tag/amp/", "https://khabar.example/tag/amp/"),
        ("https://khabar.example/tech/lite/app", "https://khabar.example/tech/lite/app"),
        ("https://khabar.example/../../x", "https://khabar.example/x"),
        ("https://khabar.example/a/b/..", "https://khabar.example/a/"),
        ("https://khabar.example/KHABAR", "https://khabar.example/KHABAR"),
        ("https://khabar.example/x?b=2&a=1", "https://khabar.example/x?a=1&b=2"),
        ("https://khabar.example/x?a=2&a=1", "https://khabar.example/x?a=2&a=1"),
        ("https://khabar.example/x?page=", "https://khabar.example/x?page="),
        ("https://khabar.example/x?sid=4711", "https://khabar.example/x?sid=4711"),
        ("https://khabar.example/x?m=24310", "https://khabar.example/x?m=24310"),
        (
            "https://khabar.example/x?PRID=21&reg=48&lang=2",
            "https://khabar.example/x?PRID=21&lang=2&reg=48",
        ),
        ("https://khabar.example/x?page=2&utm_source=a", "https://khabar.example/x?page=2"),
        ("https://khabar.example/a%2Fb%20c d", "https://khabar.example/a%2Fb%20c%20d"),
        ("https://khabar.example/100%-sach", "https://khabar.example/100%25-sach"),
        (
            "https://khabar.example/%e0%a4%a6%e0%a5%87%e0%a4%b6",
            "https://khabar.example/%E0%A4%A6%E0%A5%87%E0%A4%B6",
        ),
        ("https://khabar.example/देश", "https://khabar.example/%E0%A4%A6%E0%A5%87%E0%A4%B6"),
        ("https://khabar.example/x?q=देश", "https://khabar.example/x?q=%E0%A4%A6%E0%A5%87%E0%A4%B6"),
        (
            "https://समाचार.भारत/देश",
            "https://xn--61b3bh3a5ab.xn--h2brj9c/%E0%A4%A6%E0%A5%87%E0%A4%B6",
        ),
    ],
)
def test_canonical_url(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "no absolute URL"),
        ("/desh/x.html", "no absolute URL"),
        ("//khabar.example/x", "no absolute URL"),
        ("javascript:alert(1)", "not http or https"),
        ("mailto:a@khabar.example", "not http or https"),
        ("ftp://khabar.example/x", "not http or https"),
        ("file:///etc/passwd", "not http or https"),
        ("data:text/html,x", "not http or https"),
        ("https:khabar.example/x", "no host"),
        ("http://", "no valid host"),
        ("http:///x", "no valid host"),
        ("http://:0/", "no valid host"),
        ("http://[bad", "no valid host"),
        ("http://[::1", "no valid host"),
        ("http://a b/", "no valid host"),
        ("http://a..b/", "no valid host"),
        ("http://-a.example/", "no valid host"),
        ("http://khabar.example:0/", "no valid port"),
        ("http://khabar.example:65536/", "no valid port"),
        ("http://khabar.example:80@evil.example/", "a user name"),
        ("http://khabar.example\\@evil.example/x", None),
        ("http://2130706433/", "in disguise"),
        ("http://0x7f000001/", "in disguise"),
        ("http://127.1/", "in disguise"),
        ("http://0177.0.0.1/", "in disguise"),
        ("https://khabar.example/" + "x" * 5000, "longer than"),
        ("https://khabar.example/\ud800", "cannot be encoded"),
        ("https://xn--\u0939.example/", "no valid host"),
    ],
)
def test_what_is_no_clean_url_is_refused_with_a_reason(url: str, reason: str | None) -> None:
    if reason is None:  # the backslash ends the host, as in a browser
        assert canonical_url(url) == "http://khabar.example/@evil.example/x"
        return
    with pytest.raises(ValueError, match=reason):
        canonical_url(url)


PIECES = [
    *("//", "..", *"/.;?&=%#:+[]<|~\\'()"),
    *("amp", "lite", "amphtml", "story", "tag", ".amp", ".html", "index.php", "x", "desh"),
    *("%6b", "%2F", "%zz", "%E0%A4%A6", "देश", "क्\u200dष", "(S(", "1701845158"),
    *(";sid=1", "sid=ab1", "utm_a=1", "print=1", "page=2"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_canonical_url_is_idempotent_and_ascii(pieces: list[str]) -> None:
    url = canonical_url("https://khabar.example/" + "".join(pieces))
    assert url.isascii()
    assert canonical_url(url) == url
    assert url.startswith("https://khabar.example/")


@given(st.text(max_size=60))
def test_any_text_gives_a_url_or_a_value_error(text: str) -> None:
    try:
        url = canonical_url(text)
    except ValueError:
        return
    assert canonical_url(url) == url


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("https://www.khabar.example/x", "http://khabar.example/y", True),
        ("https://m.khabar.example/x", "https://www.khabar.example/", True),
        ("https://amp.khabar.example/x", "https://khabar.example/", True),
        ("http://khabar.example:80/", "https://khabar.example:443/", True),
        ("http://khabar.example:8700/", "http://khabar.example:8701/", False),
        ("https://epaper.khabar.example/", "https://khabar.example/", False),
        ("https://khabar.example.evil.example/", "https://khabar.example/", False),
        ("https://m.example/", "https://example/", False),
        ("http://[bad/", "http://[bad/", False),
    ],
)
def test_same_site(first: str, second: str, same: bool) -> None:
    assert same_site(first, second) is same


def test_address_key_joins_what_must_not_be_rewritten() -> None:
    spellings = [
        "https://www.khabar.example/slug/",
        "http://khabar.example/slug",
        "https://m.khabar.example/slug/?utm_source=x",
        "https://khabar.example/slug/amp/",
    ]
    assert {address_key(url) for url in spellings} == {"khabar.example/slug"}
    assert address_key("https://khabar.example/slug/?p=2") == "khabar.example/slug?p=2"
    assert address_key("https://khabar.example/") == "khabar.example/"


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://khabar.example/", True),
        ("https://khabar.example/hindi", True),
        ("https://khabar.example/hi/", True),
        ("https://khabar.example/index.php", True),
        ("https://khabar.example/?p=7", False),
        ("https://khabar.example/desh/", False),
    ],
)
def test_is_home(url: str, home: bool) -> None:
    assert is_home(url) is home


@pytest.mark.parametrize(
    ("path", "trap"),
    [
        ("a/b/c/d/e/f/g/h", False),
        ("a/b/c/d/e/f/g/h/i", True),
        ("aage/aur/aage", False),
        ("aage/aage/aur/aage/list", True),
        ("list?a=1&b=2&c=3", False),
        ("list?a=1&a=2&a=3&a=4", False),
        ("list?a=1&b=2&c=3&d=4", True),
    ],
)
def test_is_trap(path: str, trap: bool) -> None:
    assert is_trap(f"https://khabar.example/{path}") is trap


@pytest.mark.parametrize(
    ("canonical", "believed"),
    [
        (ARTICLE, ARTICLE),
        (f"{ARTICLE}?utm_source=x", ARTICLE),
        (
            "https://www.khabar.example/kheti/fasal-48213.html",
            "https://www.khabar.example/kheti/fasal-48213.html",
        ),
        ("https://khabar.example/kisan-ki-fasal/", "https://khabar.example/kisan-ki-fasal/"),
        ("https://khabar.example/", None),
        ("https://khabar.example/hindi/", None),
        ("https://khabar.example/desh/doosri-khabar-99999.html", None),
        ("https://khabar.example/desh/doosri-khabar-48213.html", None),
        ("https://paraya.example/desh/kisan-ki-fasal-48213.html", None),
        ("https://khabar.example:8443/desh/kisan-ki-fasal-48213.html", None),
        ("http://[bad", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_believable_canonical(canonical: str, believed: str | None) -> None:
    assert believable_canonical(ARTICLE, canonical) == believed


def test_a_home_page_may_name_itself() -> None:
    home = "https://khabar.example/"
    assert believable_canonical(home, home) == home


@pytest.mark.parametrize(
    ("identity", "url", "canonical"),
    [
        (
            Identity(rewrites=((r"(?<=khabar\.example)/g/", "/"),)),
            "https://khabar.example/g/local/news/x-1.html?ref=a",
            "https://khabar.example/local/news/x-1.html",
        ),
        (
            Identity(rewrites=((r"//m-hindi\.khabar\.example", "//hindi.khabar.example"),)),
            "https://m-hindi.khabar.example/x-1.html",
            "https://hindi.khabar.example/x-1.html",
        ),
        (
            Identity(ignored_keys=("pageId",)),
            "https://khabar.example/x?pageId=1&a=2",
            "https://khabar.example/x?a=2",
        ),
        (Identity(ignored_keys=("pageId",)), f"{ARTICLE}?pageId=1", ARTICLE),
        (Identity(), f"{ARTICLE}?pageId=1", f"{ARTICLE}?pageId=1"),
    ],
)
def test_a_site_adds_its_own_spellings(identity: Identity, url: str, canonical: str) -> None:
    assert identity.canonical_url(url) == canonical
    assert identity.canonical_url(canonical) == canonical


def test_a_clean_url_costs_at_most_15_microseconds() -> None:
    clean = [f"https://khabar.example/desh/kisan-ki-fasal-{n}.html" for n in range(20_000)]
    urls._canonical_url.cache_clear()
    start = time.process_time()
    for url in clean:
        canonical_url(url)
    assert (time.process_time() - start) / len(clean) < 15e-6
