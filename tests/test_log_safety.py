"""Logs without secrets, one event a line."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Iterator

import pytest
from rough_server import PAGE, fetch, rough_server
from scrapy.settings import Settings

from newscrawl.reporting import log_safety
from newscrawl.reporting.log_safety import install, safe_text, secrets_of


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Return what a handler of this process writes; `install` is undone afterwards."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logger = logging.getLogger("safe")
    logger.addHandler(handler)
    logger.setLevel("DEBUG")
    factory = logging.getLogRecordFactory()
    try:
        yield stream
    finally:
        logging.setLogRecordFactory(factory)
        log_safety._known_secrets.clear()
        logger.removeHandler(handler)


@pytest.mark.parametrize(
    "text",
    [
        "Stored jsonl feed in: ftp://user:ख़ुफ़िया-hush1@host/out.jsonl",
        "ftp://user:hu@sh1@host/out",
        "postgresql+psycopg://news:hush1@db/ledger",
        "redis://:hush1@host",
        "proxy http://user:hush1@127.0.0.1:3128",
        "{'AWS_SECRET_ACCESS_KEY': 'hush1',",
        '{"FTP_PASSWORD": "hush1"}',
        "'HTTPAUTH_PASS': 'hush1'",
        "SENTRY_TOKEN=hush1 next",
        "-s AWS_SECRET_ACCESS_KEY=hush1",
        "{b'Authorization': [b'Basic hush1=='], b'X': [b'y']}",
        "Proxy-Authorization: Basic hush1",
        "Authorization: Bearer hush1.a.b",
        "{'Cookie': [b'sid=hush1']}",
        "https://bucket.s3.in/x?X-Amz-Signature=hush1&b=2",
        "https://api.in/x?access_token=hush1",
        "https://blob.in/x?sv=1&sig=hush1",
        "AKIAHUSH1ABCDEFGHIJK",
    ],
)
def test_secrets(text: str) -> None:
    safe = safe_text(text)
    assert "hush1" not in safe.lower()
    assert "***" in safe


@pytest.mark.parametrize(
    "text",
    [
        "Crawled (200) <GET https://khabar.in/a?page=2&id=77> (referer: None)",
        "write to editor@khabar.in: https://khabar.in/a",
        "https://khabar.in/@user/a",
        "सचिन ने कहा: 'टोकन' और पासवर्ड",
        "ज़िंदगी — क्\u200dष और क\u094d\u200cष",
        "tokens: 12, monkey=banana",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert safe_text(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "शीर्षक\r\n2026-11-23 ERROR scrapy: fake",
        "शीर्षक\n2026-11-23 ERROR scrapy: fake",
        "शीर्षक\u20282026-11-23 ERROR",
        "शीर्षक\x852026-11-23 ERROR",
        "शीर्षक\x0b2026\x0c2026\x1c2026",
    ],
)
def test_a_page_forges_no_line(text: str) -> None:
    assert all(not line.startswith("2026") for line in safe_text(text).splitlines())


def test_a_page_does_not_steer_the_terminal() -> None:
    safe = safe_text("a\x1b[2J\x07\x9b\u202e\ud800")
    assert safe == "a\\u001b[2J\\u0007\\u009b\\u202e\\ud800"
    safe.encode()


@pytest.mark.parametrize("text", ["क" * 5_000_000, "a-" * 2_500_000, "a://" * 1_000_000])
def test_a_page_does_not_stop_the_log(text: str) -> None:
    started = time.process_time()
    assert len(safe_text(text)) < 1_000_000
    assert time.process_time() - started < 1


def test_records_and_tracebacks_are_safe(log: io.StringIO) -> None:
    install(Settings({"LEDGER_URL": "postgresql://news:p%40ssw0rd-1@db/ledger"}))
    logger = logging.getLogger("safe")
    logger.info("Overridden settings:\n%(settings)s", {"settings": "{'X': 'p@ssw0rd-1'}"})
    try:
        raise ValueError("cannot open postgresql://news:p%40ssw0rd-1@db/ledger\r\nERROR fake")
    except ValueError:
        logger.exception("lost %s", "p%40ssw0rd-1")
    written = log.getvalue()
    assert "ssw0rd" not in written
    assert "INFO Overridden settings:\n    {'X': '***'}" in written
    assert [line for line in written.splitlines() if line.startswith("ERROR")] == ["ERROR lost ***"]


def test_secrets_of() -> None:
    values = {
        "FEEDS": {"s3://key:s3cr3t-x@bucket/out": {"format": "jsonl"}},
        "http_proxy": "http://me:pr0xy%21pw@proxy:3128",
        "FTP_PASSWORD": "hunter-42",
        "LONG_TOKEN": "tiny",
        "BOT_NAME": "newscrawl",
        "BROKEN": "http://[user:pw@x",
    }
    assert set(secrets_of(values)) == {"s3cr3t-x", "pr0xy%21pw", "pr0xy!pw", "hunter-42"}


@pytest.mark.slow
def test_no_secret_in_the_log() -> None:
    settings = {
        "AWS_SECRET_ACCESS_KEY": "c10ud-key",
        "FTP_PASSWORD": "ftp-pa55",
        "LEDGER_URL": "postgresql://news:1edger-pa55@db/x",
        "FEEDS": {"ftp://me:feed-pa55@127.0.0.1:1/x.jsonl": {"format": "jsonl"}},
        "LOG_LEVEL": "DEBUG",
    }
    with rough_server({"/a?access_token=ur1-pa55": PAGE}) as server:
        url = f"http://{server.netloc}/a?access_token=ur1-pa55"
        fetched = fetch([url], allow=server.netloc, settings=settings)
    assert fetched.outcomes == {"/a?access_token=ur1-pa55": "200"}
    assert "pa55" not in fetched.log
    assert "c10ud" not in fetched.log
    assert "Overridden settings" in fetched.log
