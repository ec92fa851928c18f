"""The egg that scrapyd-deploy builds of a clean checkout: what it holds, reads and needs."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapyd_server import build_egg, checkout, environment, installed, with_requirement

from newscrawl.demo import DemoSite
from newscrawl.schema import shipped_schema

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkout(tmp_path_factory.mktemp("egg") / "newscrawl")


@pytest.fixture(scope="module")
def egg(clone: Path) -> Path:
    return build_egg(clone, clone.parent / "1764000000.egg")


def python(clone: Path, *path: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run *code* in Scrapyd's environment, with *path* in front of what it imports from."""
    return subprocess.run(
        [installed(clone) / "bin" / "python", "-c", code],
        cwd=clone.parent,
        env=environment(PYTHONPATH=":".join(map(str, path))),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def data_files(root: Path) -> Iterator[str]:
    for path in (root / "newscrawl").rglob("*"):
        if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts:
            yield str(path.relative_to(root))


def test_every_file_of_the_package_is_in_it_and_no_test(clone: Path, egg: Path) -> None:
    with zipfile.ZipFile(egg) as archive:
        names = set(archive.namelist())
    assert {"newscrawl/article.schema.json", "newscrawl/demo/india.json"} <= names
    assert set(data_files(clone)) <= names
    assert {name.partition("/")[0] for name in names} == {"newscrawl", "EGG-INFO"}


def test_data_is_read_from_the_zip(clone: Path, egg: Path) -> None:
    code = (
        "from newscrawl.schema import shipped_schema; from newscrawl.demo import DemoSite;"
        "import newscrawl; print(newscrawl.__file__, len(shipped_schema()['properties']),"
        "len(DemoSite().truth()))"
    )
    run = python(clone, egg, code=code)
    assert run.stdout.split() == [
        f"{egg}/newscrawl/__init__.py",
        str(len(shipped_schema()["properties"])),
        str(len(DemoSite().truth())),
    ], run.stderr


@pytest.mark.parametrize(
    ("requirement", "said"),
    [
        ("scrapy>=2", ""),
        (
            "no-such-package>=9",
            "newscrawl needs no-such-package>=9 (not installed)",
        ),
        ("scrapy<2", "newscrawl needs scrapy<2 (2.19.0 is installed)"),
        ('no-such-package; python_version < "3"', ""),
    ],
)
def test_what_it_needs_is_told_in_one_line(
    clone: Path, egg: Path, tmp_path: Path, requirement: str, said: str
) -> None:
    needy = with_requirement(egg, requirement, tmp_path / "1.egg")
    run = python(clone, needy, code="import newscrawl.settings")
    assert run.returncode == bool(said)
    assert run.stderr.count("\n") == bool(said)
    assert run.stderr.startswith(said)


def test_an_installed_newscrawl_must_not_hide_it(clone: Path, egg: Path, tmp_path: Path) -> None:
    assert python(clone, clone, egg, code="import newscrawl.settings").returncode == 0, "the same"
    older = tmp_path / "newscrawl"
    shutil.copytree(clone / "newscrawl", older)
    (older / "items.py").write_text("# as it was\n", "utf-8")
    run = python(clone, tmp_path, egg, code="import newscrawl.settings")
    assert run.returncode == 1
    (line,) = run.stderr.splitlines()
    assert line.startswith(f"newscrawl is installed in {older} and hides the deployed {egg}")
