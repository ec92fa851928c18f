"""Scrapyd for real, set up by the commands of the README."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapyd_server import Scrapyd, blocks, build_egg, scrapyd, wait_until, with_requirement

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


def test_a_cancelled_job_loses_nothing(deployed: Scrapyd, tmp_path: Path) -> None:
    slowly = (f"DATA_DIR={tmp_path}", "DOWNLOAD_DELAY=0.1")
    deployed.schedule("demo", "stopped", *slowly)
    wait_until(lambda: any(feed.stat().st_size for feed in tmp_path.rglob("*.part")))
    assert deployed.api("cancel.json", project="newscrawl", job="stopped")["status"] == "ok"
    log = deployed.wait("stopped")
    assert "demo: shutdown after" in log
    assert "Traceback" not in log
    some = deployed.records(tmp_path)
    articles = len(DemoSite().truth())
    assert 0 < len(some) < articles
    deployed.schedule("demo", "resumed", f"DATA_DIR={tmp_path}")
    deployed.wait("resumed")
    ids = [record["id"] for record in deployed.records(tmp_path)]
    assert len(ids) == len(set(ids)) == articles


def test_a_missing_dependency_is_one_line(deployed: Scrapyd, tmp_path: Path) -> None:
    egg = build_egg(deployed.clone, tmp_path / "whole.egg")
    needy = with_requirement(egg, "nonexistent-package-xyz>=9", tmp_path / "needy.egg")
    deploy = f"~/scrapyd/.venv/bin/scrapyd-deploy --egg {needy} -v 9999999999 local 2> /dev/null"
    answer = json.loads(deployed.shell(deployed.prelude, deploy))
    deployed.api("delversion.json", project="newscrawl", version="9999999999")
    assert answer["status"] == "error"
    *_, line = answer["message"].strip().splitlines()
    assert "newscrawl needs nonexistent-package-xyz>=9 (not installed): " in line
    assert "Traceback" not in answer["message"]


def test_items_dir_is_refused(deployed: Scrapyd, first_run: str) -> None:
    config = deployed.home / "scrapyd" / "scrapyd.conf"
    config.write_text(config.read_text("utf-8") + "items_dir = items\n", "utf-8")
    deployed.kill()
    deployed.restart()
    deployed.schedule("demo", "with-items")
    (line,) = deployed.wait("with-items").splitlines()
    assert "items_dir is set in scrapyd.conf" in line
    assert not list((deployed.home / "scrapyd" / "items").rglob("*.jl"))
