"""robots.txt as RFC 9309 reads it."""

from __future__ import annotations

import time

import pytest

from newscrawl.fetching.robots_txt import RobotsRules, product_token

SITE = "https://khabar.example"


def allowed(text: str | bytes, path: str, token: str = "newscrawl") -> bool:
    body = text if isinstance(text, bytes) else text.encode()
    return RobotsRules.parse(body, token).allows(SITE + path)


@pytest.mark.parametrize(
    ("user_agent", "token"),
    [
        ("newscrawl/0.1.0 (+https://bot.example)", "newscrawl"),
        ("NewsCrawl", "newscrawl"),
        ("Mozilla/5.0 (compatible; SamacharBot/2.1; +https://bot.example)", "samacharbot"),
        ("", ""),
    ],
)
def test_product_token(user_agent: str, token: str) -> None:
    assert product_token(user_agent) == token


@pytest.mark.parametrize(
    ("text", "path", "verdict"),
    [
        pytest.param("", "/a", True, id="nothing"),
        pytest.param("User-agent: *\nDisallow:\n", "/a", True, id="empty disallow"),
        pytest.param("User-agent: *\nDisallow: /\n", "/a", False, id="all"),
        pytest.param("Disallow: /\n", "/a", True, id="a rule without group"),
        pytest.param("User-agent: *\nDisallow: /ab", "/abc", False, id="a prefix"),
        pytest.param("User-agent: *\nDisallow: /ab", "/Abc", True, id="case of a path"),
        pytest.param("User-agent: *\nDisallow: ab/", "/ab/c", False, id="no first slash"),
        pytest.param("User-agent: *\nDisallow: https://x.example/ab/", "/ab/c", False, id="URL"),
        # groups (2.2.1)
        pytest.param("User-agent: NEWSCRAWL/9.9\nDisallow: /a", "/a", False, id="version"),
        pytest.param("User-agent: news\nDisallow: /", "/a", True, id="a token that ours begins"),
        pytest.param("User-agent: newscrawler\nDisallow: /", "/a", True, id="a longer token"),
        pytest.param(
            "User-agent: *\nDisallow: /\nUser-agent: newscrawl\nDisallow:", "/a", True, id="own"
        ),
        pytest.param(
            "User-agent: newscrawl\nDisallow: /a\nUser-agent: *\nDisallow: /\n"
            "User-agent: newscrawl\nDisallow: /b",
            "/b",
            False,
            id="groups merged",
        ),
        pytest.param(
            "User-agent: other\nUser-agent: newscrawl\nDisallow: /a", "/a", False, id="two agents"
        ),
        pytest.param(
            "User-agent: newscrawl\n\n# but\n\nDisallow: /a", "/a", False, id="blank lines"
        ),
        pytest.param(
            "User-agent: newscrawl\nSitemap: https://x.example/s\nDisallow: /a",
            "/a",
            False,
            id="a sitemap in a group",
        ),
        pytest.param(
            "User-agent: *\nCrawl-delay: 5\nUser-agent: bad\nDisallow: /",
            "/a",
            True,
            id="Crawl-delay is a rule and ends the list of agents",
        ),
        # precedence (2.2.2)
        pytest.param("User-agent: *\nDisallow: /a/\nAllow: /a/b", "/a/b", True, id="longest"),
        pytest.param("User-agent: *\nAllow: /a\nDisallow: /a/", "/a/b", False, id="longest, no"),
        pytest.param("User-agent: *\nDisallow: /ab\nAllow: /ab", "/ab", True, id="a tie allows"),
        pytest.param(
            "User-agent: *\nDisallow: /\nAllow: /index.html", "/", False, id="only index.html"
        ),
        # * and $
        pytest.param("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False, id="* and $"),
        pytest.param("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", True, id="$ is the end"),
        pytest.param("User-agent: *\nDisallow: /a$", "/a", False, id="$ without *"),
        pytest.param("User-agent: *\nDisallow: /a$b", "/a$b", False, id="$ inside is itself"),
        pytest.param("User-agent: *\nDisallow: /a%2A", "/a*", False, id="an escaped *"),
        pytest.param("User-agent: *\nDisallow: /a%2A", "/ab", True, id="an escaped * is no *"),
        pytest.param("User-agent: *\nDisallow: /*?*print=", "/a?x=1&print=1", False, id="query"),
        pytest.param("User-agent: *\nDisallow: /x/*/z/", "/x/y/z/a", False, id="* inside"),
        pytest.param("User-agent: *\nDisallow: /**a**b", "/xaxb", False, id="**"),
        pytest.param("User-agent: *\nDisallow: *", "/a", False, id="* alone"),
        # spelling of octets
        pytest.param("User-agent: *\nDisallow: /निजी/", "/निजी/a", False, id="raw, raw"),
        pytest.param(
            "User-agent: *\nDisallow: /निजी/",
            "/%E0%A4%A8%E0%A4%BF%E0%A4%9C%E0%A5%80/a",
            False,
            id="raw, encoded",
        ),
        pytest.param(
            "User-agent: *\nDisallow: /%e0%a4%97%e0%a5%81%e0%a4%aa/", "/गुप/a", False, id="lower"
        ),
        pytest.param("User-agent: *\nDisallow: /%61b", "/ab", False, id="an escaped letter"),
        pytest.param("User-agent: *\nDisallow: /a%2Fb", "/a/b", True, id="%2F is no slash"),
        pytest.param("User-agent: *\nDisallow: /a b", "/a%20b", False, id="a space"),
        pytest.param("User-agent: *\nDisallow: /b/", "/a/../b/c", False, id="dot segments"),
        pytest.param("User-agent: *\nDisallow: /b/", "/a/%2e%2e/b/c", False, id="escaped dots"),
        # spelling of lines
        pytest.param("\ufeffuSeR-aGeNt :*\r\ndIsAlLoW:/a # x\r\n", "/a", False, id="BOM, CRLF"),
        pytest.param("User-agent: *\rDisallow: /a\r", "/a", False, id="CR alone"),
        pytest.param("User-agent: *\nDisallow /a\n", "/a", False, id="no colon"),
        pytest.param("Useragent: *\nDissallow: /a\n", "/a", False, id="misspelt"),
        pytest.param("User-agent: *\nDisallow: /a\u2028b", "/a\u2028b", False, id="U+2028"),
        pytest.param("<!DOCTYPE html><html><p>नहीं मिला</p></html>", "/a", True, id="HTML"),
        pytest.param(
            b"\xff\xfe\0\nUser-agent: *\n\xff\xff\nDisallow: /a\n\0\n", "/a", False, id="rubbish"
        ),
        pytest.param("User-agent: *\nDisallow: /a\n".encode("utf-16"), "/a", False, id="UTF-16"),
    ],
)
def test_allows(text: str | bytes, path: str, verdict: bool) -> None:
    assert allowed(text, path) is verdict


@pytest.mark.parametrize(
    ("lines", "delay"),
    [
        ("Crawl-delay: 2", 2),
        ("crawl-delay:0.5", 0.5),
        ("Crawl-delay: 1\nCrawl-delay: 10", 10),
        ("Crawl-delay: -1", None),
        ("Crawl-delay: inf", None),
        ("Crawl-delay: दो", None),
        ("Disallow: /x", None),
    ],
)
def test_crawl_delay(lines: str, delay: float | None) -> None:
    rules = RobotsRules.parse(f"User-agent: *\n{lines}\n".encode(), "newscrawl")
    assert rules.crawl_delay == delay


def test_crawl_delay_is_that_of_our_group() -> None:
    body = b"User-agent: *\nCrawl-delay: 9\n\nUser-agent: newscrawl\nDisallow: /x\n"
    assert RobotsRules.parse(body, "newscrawl").crawl_delay is None


def test_sitemaps() -> None:
    body = b"Sitemap: https://x.example/a.xml\nUser-agent: *\nsitemap:https://x.example/b.xml\n"
    rules = RobotsRules.parse(body, "newscrawl")
    assert rules.sitemaps == ("https://x.example/a.xml", "https://x.example/b.xml")


def test_a_pattern_of_a_stranger_takes_no_time() -> None:
    body = b"User-agent: *\nDisallow: /" + b"*a" * 2000 + b"$\n"
    rules = RobotsRules.parse(body, "newscrawl")
    started = time.process_time()
    assert rules.allows(SITE + "/" + "a" * 1900 + "b")
    assert time.process_time() - started < 0.5
