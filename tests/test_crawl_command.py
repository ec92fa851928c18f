"""`scrapy crawl`: one clear line and a non-zero exit for what cannot be run, before any request."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from served import ROOT, Page, crawl, serve

from newscrawl.exit_codes import ExitCode


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "no spider 'nowhere'"),
        ([], "name one spider"),
        (["site", "demo"], "name one spider"),
        (["site"], "say what to crawl: -a url="),
        (["site", "-a", "url=ftp://a.example/"], "url=ftp://a.example/: not an http or https URL"),
        (["site", "-a", "url=http://user:secret@a.example/"], "url: "),
        (["site", "-a", "url=http://a.example/", "-a", "max_pages=abc"], "max_pages=abc: not a"),
        (["site", "-a", "url=http://a.example/", "-a", "since=gestern"], "since=gestern: not a"),
        (
            ["site", "-a", "url=http://a.example/", "-a", "max_page=1"],
            "unknown argument 'max_page'",
        ),
        (["site", "-a", "url=http://a.example/", "-a", "sections=x"], "this spider has no named"),
        (["demo", "-s", "DOWNLOAD_DELAY=soon"], "DOWNLOAD_DELAY=soon: not a number from 0"),
        (["demo", "-s", "NEAR_DUPLICATES=keep"], "NEAR_DUPLICATES=keep: known are label, drop"),
        (["demo", "-s", "REFUSE_RIGHTS=none"], "REFUSE_RIGHTS=none: known are noindex"),
        (["demo", "-a", "edition=3"], "edition=3: neither 1 nor 2"),
        (["site", "-a", "url"], "Invalid -a value"),
        (["site", "-a", "url=http://a.example/", "--fast"], "name one spider"),
        (["site", "-a", "url=http://a.example/", "-o", "a.xyz"], "Unrecognized output format"),
    ],
)
def test_bad_arguments(arguments: list[str], message: str) -> None:
    code, line = one_line("crawl", *arguments)
    assert code == ExitCode.BAD_ARGUMENT
    assert message in line
    assert "secret" not in line


@pytest.mark.parametrize("setting", ["LEDGER_URL=oracle://u:secret@x/y", "REVISIT_AFTER=soon"])
def test_a_ledger_that_cannot_be_opened(setting: str) -> None:
    code, line = one_line("crawl", "demo", "-s", setting)
    assert code == ExitCode.BROKEN
    assert setting.split("=")[0] in line
    assert "secret" not in line


def one_line(*arguments: str) -> tuple[int, str]:
    """Run scrapy with *arguments* and return its exit code and the one line on stderr."""
    run = subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    (line,) = run.stderr.splitlines()
    return run.returncode, line


def test_no_base_class_is_listed() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert {"site", "demo"} <= set(run.stdout.split())
    assert not {name for name in run.stdout.split() if "spider" in name.lower()}


def test_robots_that_allow_nothing_is_no_failure(tmp_path: Path) -> None:
    robots = Page("User-agent: *\nDisallow: /\n", headers={"Content-Type": "text/plain"})
    with serve({"http://a.example/robots.txt": robots}) as served:
        run = crawl(served, "site", tmp_path, "-a", "url=http://a.example/desh/")
    assert run.code == ExitCode.OK, run.log
    assert "RobotsDisallowed" in run.log
    assert served.asked() == []


def test_no_answer_at_all_is_a_failure(tmp_path: Path) -> None:
    with serve({}) as served:
        run = crawl(served, "site", tmp_path, "-a", "url=http://a.example/desh/")
    assert run.code == ExitCode.NO_ANSWER, run.log
