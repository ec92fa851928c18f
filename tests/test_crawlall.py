"""`scrapy crawlall`: all sites, spread over processes by host, one table, one exit code."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from four_sites import ARTICLES, NAMES, pages
from served import ROOT, Served, serve

from newscrawl.exit_codes import ExitCode, gravest
from newscrawl.reporting.progress_pipe import Numbers
from newscrawl.site_runs import SiteRun

README = ROOT / "README.md"
GOOD = ("one", "one_sports", "two")


@pytest.fixture
def served() -> Iterator[Served]:
    with serve(pages()) as served:
        yield served


def crawlall(served: Served, folder: Path, *options: str, stderr: int = subprocess.PIPE) -> Process:
    """Start `scrapy crawlall` on the four sites, with *folder* for its data."""
    settings = (
        "SPIDER_MODULES=newscrawl.spiders,four_sites",
        f"ADDRESS_GUARD_ALLOW={served.netloc}",
        f"DATA_DIR={folder}",
    )
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "scrapy", "crawlall", *options),
            *(part for setting in settings for part in ("-s", setting)),
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
            "http_proxy": f"http://{served.netloc}",
            "TERM": "xterm",
            "COLUMNS": "120",
        },
        stderr=stderr,
        text=True,
    )


Process = subprocess.Popen[str]


def stored(folder: Path) -> list[str]:
    """Return the canonical URLs of all records, sorted."""
    return sorted(
        json.loads(line)["canonical_url"]
        for feed in folder.rglob("*.jsonl")
        for line in feed.read_text("utf-8").splitlines()
    )


@pytest.mark.slow
def test_every_site_once_never_two_of_a_host(served: Served, tmp_path: Path) -> None:
    process = crawlall(
        *(served, tmp_path, "--sites", ",".join(NAMES), "--processes", "3"),
        *("-s", "DOWNLOAD_DELAY=0.1", "-a", "max_pages=1"),
    )
    _, said = process.communicate(timeout=90)
    assert process.returncode == ExitCode.NO_ANSWER, said
    urls = stored(tmp_path)
    assert len(urls) == len(set(urls)) == 3 * ARTICLES
    hosts = [urlsplit(url).netloc for url in served.asked() if "one.example" in url]
    assert sorted(hosts, reverse=hosts[0].startswith("www")) == hosts, "one after the other"
    assert f"one: finished, {ARTICLES + 1} pages, {ARTICLES} new, 0 known, 0 errors" in said
    assert "silent: no answer, 1 pages, 0 new, 0 known, 1 errors" in said
    assert "crawlall: 4 of 4 sites in" in said
    assert "one: finished after" in (tmp_path / "logs" / "one.log").read_text("utf-8")
    assert "Traceback" not in said


@pytest.mark.slow
def test_stopped_sites_keep_all_they_have(served: Served, tmp_path: Path) -> None:
    options = ("--sites", ",".join(GOOD), "--processes", "2")
    process = crawlall(served, tmp_path, *options, "-s", "DOWNLOAD_DELAY=1")
    while len(served.asked()) < 5:
        assert process.poll() is None
        time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=30)
    assert process.returncode == ExitCode.OK, said
    assert "shutdown" in said
    assert "not begun: one_sports" in said
    some = stored(tmp_path)
    assert 0 < len(some) < 2 * ARTICLES
    assert not list(tmp_path.rglob("*.part"))

    process = crawlall(served, tmp_path, *options, "-s", "DOWNLOAD_DELAY=0")
    _, said = process.communicate(timeout=90)
    assert process.returncode == ExitCode.OK, said
    urls = stored(tmp_path)
    assert len(urls) == len(set(urls)) == 3 * ARTICLES


def test_the_table_of_a_terminal(served: Served, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    process = crawlall(
        served, tmp_path, "--sites", "one,two", "-s", "DOWNLOAD_DELAY=0.4", stderr=theirs
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            seen += os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
    os.close(ours)
    assert process.wait(30) == ExitCode.OK
    text = seen.decode()
    for word in ("site", "pages", "new", "known", "errors", "pages/min", "time left", "running"):
        assert word in text
    assert "crawlall: 2 of 2 sites" in text.splitlines()[-1]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--bla"], "takes options only, not '--bla'"),
        (["--sites", "nowhere"], "no spider 'nowhere'"),
        (["--sites", ","], "--sites names no spider"),
        (["--processes", "0"], "--processes 0: not a whole number above 0"),
        (["--processes", "viele"], "--processes viele: not"),
        (["-a", "max_pages"], "Invalid -a value"),
        (["--sites", "demo", "-a", "max_pages=x"], "demo: max_pages=x: not a whole number"),
        (["--sites", "site"], "site: say what to crawl"),
        (["-s", "DOWNLOAD_DELAY=soon"], "DOWNLOAD_DELAY=soon: not a number"),
    ],
)
def test_bad_options(options: list[str], message: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawlall", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    (line,) = run.stderr.splitlines()
    assert run.returncode == ExitCode.BAD_ARGUMENT
    assert message in line


OPTIONS = re.compile(r"scrapy crawlall( -[^`\n>]*?)(?= 2>|`|\n)")
README_OPTIONS = sorted(set(OPTIONS.findall(README.read_text("utf-8"))))


@pytest.mark.parametrize("options", README_OPTIONS)
def test_what_the_readme_says_is_understood(options: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawlall", *options.split(), "--sites", "nowhere"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.stderr == "newscrawl: no spider 'nowhere': `scrapy list` names all\n"


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([], ExitCode.OK),
        ([0, 0], ExitCode.OK),
        ([0, 7, 6], ExitCode.LOCKED),
        ([6, 3, 7], ExitCode.NO_ANSWER),
        ([3, 1], ExitCode.BROKEN),
        ([3, -9], ExitCode.BROKEN),
        ([1, 4, 5, 2], ExitCode.FEED_FAILED),
    ],
)
def test_the_gravest_code(codes: list[int], expected: ExitCode) -> None:
    assert gravest(codes) == expected


@pytest.mark.parametrize(
    ("one", "two", "shared"),
    [
        (["a.in"], ["a.in"], True),
        (["a.in"], ["www.a.in"], True),
        (["hindi.a.in", "b.in"], ["c.in", "b.in"], True),
        (["a.in"], ["aa.in"], False),
        ([], ["a.in"], False),
    ],
)
def test_shared_hosts(one: list[str], two: list[str], shared: bool) -> None:
    first, second = SiteRun("one", one), SiteRun("two", two)
    assert first.shares_host(second) == second.shares_host(first) == shared


def test_numbers_tell_rate_and_time_left() -> None:
    numbers = Numbers(pages=30, left=60, seconds=30.0)
    assert Numbers.from_json(numbers.as_json()) == numbers
    assert numbers.rate == 60
    assert numbers.seconds_left == 60
    assert Numbers().seconds_left is None
