"""Scrapyd for real, set up by the commands of the README."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapyd_server import Scrapyd, blocks, scrapyd

from newscrawl.demo import DemoSite

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scrapyd]:
    with scrapyd(tmp_path_factory.mktemp("scrapyd")) as server:
        yield server


@pytest.fixture(scope="module")
def deployed(server: Scrapyd) -> Scrapyd:
    said = server.deploy()
    assert '"status": "ok"' in said, said
    return server


@pytest.fixture(scope="module")
def first_run(deployed: Scrapyd) -> str:
    """Return what the README's job and the commands behind it write."""
    return deployed.shell(deployed.prelude, blocks()["scrapyd-run"])


def test_every_site_is_listed(deployed: Scrapyd) -> None:
    sites = {path.stem for path in Path("newscrawl/spiders").glob("[!_]*.py")}
    listed = deployed.api("listspiders.json?project=newscrawl")["spiders"]
    assert len(listed) >= len(sites)
    assert {"demo", "site"} <= set(listed)


def test_the_first_job(deployed: Scrapyd, first_run: str) -> None:
    articles = len(DemoSite().truth())
    assert f"{articles} articles stored" in first_run
    assert f"{articles} {deployed.data}/demo/" in first_run
    records = deployed.records()
    assert len({record["id"] for record in records}) == len(records) == articles
    log = deployed.job_log("demo-1")
    assert "Traceback" not in log
    assert len(log.splitlines()) < 20


def test_arguments_and_settings_reach_the_spider(deployed: Scrapyd, first_run: str) -> None:
    deployed.schedule("demo", "demo-2", "LOG_JSON=True", "REVISIT_AFTER=0", edition="2")
    lines = [json.loads(line) for line in deployed.wait("demo-2").splitlines()]
    assert lines[0]["message"].endswith("4 articles stored")
    assert {(line["site"], line["level"]) for line in lines} == {("demo", "INFO")}


def test_a_password_is_wanted(deployed: Scrapyd) -> None:
    code = "curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:6800/listprojects.json"
    assert deployed.shell(code) == "401"


def test_a_bad_argument_is_told_in_the_log_of_the_job(deployed: Scrapyd) -> None:
    deployed.schedule("demo", "bad", max_pages="viele")
    assert (
        deployed.wait("bad").splitlines()[0].endswith("max_pages=viele: not a whole number above 0")
    )
    assert "Traceback" not in deployed.log
