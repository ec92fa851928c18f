"""Whether a deployed egg finds what it needs: Scrapyd installs and checks no dependencies.

Called by `newscrawl.settings`, which a deployed egg imports before anything else of ours: so the
answer to `scrapyd-deploy` and to each job is one line, not the traceback of some import.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from zipimport import zipimporter

import newscrawl


def check_egg() -> None:
    """Return where newscrawl is no egg, or an egg that can run. Raises SystemExit, one line."""
    egg = newscrawl.__spec__ and newscrawl.__spec__.loader
    if isinstance(egg, zipimporter):
        if missing := dict(missing_requirements(Path(egg.archive))):
            what = ", ".join(f"{name} ({state})" for name, state in missing.items())
            install = " ".join(f"'{name}'" for name in missing)
            raise SystemExit(f"newscrawl needs {what}: {sys.executable} -m pip install {install}")
    elif hidden := hidden_egg(Path(newscrawl.__file__).parent):
        raise SystemExit(
            f"newscrawl is installed in {Path(newscrawl.__file__).parent} and hides the deployed "
            f"{hidden}, which is another: {sys.executable} -m pip uninstall newscrawl"
        )


def missing_requirements(egg: Path) -> Iterator[tuple[str, str]]:
    """Yield each requirement that this Python does not meet, and what it has instead."""
    from importlib.metadata import PackageNotFoundError, PathDistribution, version

    from packaging.requirements import Requirement

    for text in PathDistribution(zipfile.Path(egg, "EGG-INFO/")).requires or ():
        requirement = Requirement(text)
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        name = f"{requirement.name}{requirement.specifier}"
        try:
            installed = version(requirement.name)
        except PackageNotFoundError:
            yield name, "not installed"
        else:
            if not requirement.specifier.contains(installed, prereleases=True):
                yield name, f"{installed} is installed"


def hidden_egg(installed: Path) -> str | None:
    """Return the deployed egg that an *installed* newscrawl of other contents is found before.

    Python finds installed packages first, so a deployment would change nothing. None: all is well.
    """
    for entry in sys.path:
        if entry.endswith(".egg") and zipfile.is_zipfile(entry):
            with zipfile.ZipFile(entry) as egg:
                for name in egg.namelist():
                    if name.startswith("newscrawl/") and name.endswith((".py", ".json")):
                        file = installed.parent / name
                        if not file.is_file() or file.read_bytes() != egg.read(name):
                            return entry
    return None
