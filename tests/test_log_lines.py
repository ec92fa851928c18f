"""The log as JSON Lines, and the one line that says why there is no run."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings
from served import ROOT

from newscrawl.exit_codes import ExitCode
from newscrawl.reporting import log_safety
from newscrawl.reporting.log_lines import JsonFormatter, tell

KEYS = ["time", "level", "logger", "message", "site", "run_id"]


@pytest.fixture
def _no_secrets() -> Iterator[None]:
    factory = logging.getLogRecordFactory()
    log_safety.install(Settings({"FEED_TOKEN": "hush-hush"}))
    yield
    logging.setLogRecordFactory(factory)
    log_safety._known_secrets.clear()


def line_of(message: str, *, error: Exception | None = None) -> dict[str, Any]:
    """Return what the formatter makes of *message*."""
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.getLogRecordFactory()(
        "newscrawl.x", logging.WARNING, "x.py", 1, message, None, info
    )
    text = JsonFormatter().format(record)
    assert "\n" not in text
    line: dict[str, Any] = json.loads(text)
    return line


@pytest.mark.usefixtures("_no_secrets")
def test_one_object_a_line() -> None:
    line = line_of("शीर्षक\n2026-11-24 ERROR forged")
    assert list(line) == KEYS
    assert line["time"].endswith("+00:00")
    assert (line["level"], line["logger"]) == ("WARNING", "newscrawl.x")
    assert line["message"].startswith("शीर्षक")
    assert (line["site"], line["run_id"]) == (None, None)


@pytest.mark.usefixtures("_no_secrets")
def test_secrets_are_hidden_in_it() -> None:
    line = line_of("sent hush-hush", error=ValueError("ftp://me:hush-hush@host/"))
    assert "hush" not in json.dumps(line)
    assert line["traceback"].startswith("ValueError")


def demo(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "demo", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_run_that_logs_json(tmp_path: Path) -> None:
    run = demo("-s", f"DATA_DIR={tmp_path}", "-s", "LOG_JSON=True", "-a", "max_pages=1")
    assert run.returncode == ExitCode.OK
    lines = [json.loads(line) for line in run.stderr.splitlines()]
    assert {tuple(line) for line in lines} == {tuple(KEYS)}
    (feed,) = tmp_path.glob("demo/*.jsonl")
    assert {(line["site"], line["run_id"]) for line in lines} == {("demo", feed.stem)}


def test_a_refusal_is_one_json_line_too() -> None:
    run = demo("-s", "LOG_JSON=True", "-a", "max_pages=viele")
    assert run.returncode == ExitCode.BAD_ARGUMENT
    assert "max_pages=viele" in json.loads(run.stderr)["message"]


def test_a_refusal_stands_in_the_log_file(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    run = demo("--logfile", str(log), "-a", "max_pages=viele")
    assert run.stderr == "newscrawl: max_pages=viele: not a whole number above 0\n"
    assert log.read_text("utf-8").endswith(" ERROR newscrawl: " + run.stderr.split(": ", 1)[1])


def test_it_is_told_without_a_log_file_that_can_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tell("no run", Settings({"LOG_FILE": str(tmp_path / "nowhere" / "x.log")}))
    assert capsys.readouterr().err == "newscrawl: no run\n"


def test_a_supervisor_that_dies_costs_nothing(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run(
        [
            *(sys.executable, "-m", "scrapy", "crawl", "demo"),
            *("-s", f"DATA_DIR={tmp_path}", "-s", f"PROGRESS_FD={writer}"),
        ],
        cwd=ROOT,
        pass_fds=[writer],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(writer)
    assert run.returncode == ExitCode.OK
    assert "Traceback" not in run.stderr
