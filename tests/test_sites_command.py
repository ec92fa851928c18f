"""`scrapy sites` and the README's table of sites, which comes from it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from served import ROOT


def sites(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "sites", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_json() -> None:
    found = {site["name"]: site for site in json.loads(sites("--json").stdout)}
    assert len(found) >= 35
    assert {"demo", "site"}.isdisjoint(found)
    lokmat = found["lokmatnews"]
    assert lokmat.pop("sections")[:2] == ["india", "world"]
    assert lokmat == {
        "name": "lokmatnews",
        "publisher": "लोकमत न्यूज़",
        "domain": "www.lokmatnews.in",
        "roads": ["sections"],
        "evidence": "public spider, 2021",
    }
    assert found["jansatta"]["roads"] == ["sections", "sitemap"]


def test_a_line_each_for_people() -> None:
    run = sites()
    assert run.returncode == 0
    lines = run.stdout.splitlines()
    assert len(lines) >= 35
    assert any(line.startswith("bhaskar ") and "real page, 2024" in line for line in lines)


@pytest.mark.parametrize("option", ["--jsn", "bhaskar"])
def test_what_it_does_not_know_is_one_line(option: str) -> None:
    run = sites(option)
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert option in run.stderr


def test_the_table_of_the_readme_is_up_to_date() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "<!-- sites -->" in readme, "the README has no table of sites"
    table = readme.partition("<!-- sites -->")[2].partition("<!-- /sites -->")[0]
    assert table.strip() == sites("--markdown").stdout.strip(), (
        "run `scrapy sites --markdown` and put its output between the marks in README.md"
    )
