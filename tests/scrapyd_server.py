"""Scrapyd as the README sets it up: the blocks of its section are run as they stand."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newscrawl.ledger.locks import FileLock

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^<!-- (scrapyd-\w+) -->\n```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)
README = ROOT / "README.md"
PORT = "6800"
"""The README's; the test takes a free one in its place, and changes nothing else."""


def blocks() -> dict[str, str]:
    """Return the commands of the README's Scrapyd section, by name."""
    return dict(BLOCK.findall(README.read_text("utf-8")))


def at_home(commands: str, home: Path) -> str:
    """Return *commands* with *home* for the home folder; that of pip and git stays as it is."""
    return commands.replace("~/", f"{home}/").replace("$HOME", str(home))


def environment(**more: str) -> dict[str, str]:
    """Return the environment without what makes Python find our own checkout."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | more


def checkout(folder: Path) -> Path:
    """Return a clean checkout of what is committed."""
    subprocess.run(["git", "clone", "-q", ROOT, folder], check=True)
    return folder


def installed(clone: Path) -> Path:
    """Return the virtual environment of the README's first block; a minute where it is not kept.

    It is kept below the system's folder for temporary files, for as long as the block and our
    dependencies stay what they are.
    """
    install = blocks()["scrapyd-install"]
    wanted = install + (clone / "pyproject.toml").read_text("utf-8")
    digest = hashlib.sha256(wanted.encode()).hexdigest()[:12]
    home = Path(tempfile.gettempdir()) / f"scrapyd-for-newscrawl-{digest}"
    lock = FileLock(home.with_suffix(".lock"))
    lock.acquire("a test", str(home), wait=True)
    if not (home / "done").exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        run = subprocess.run(
            ["bash", "-euc", at_home(install, home)],
            cwd=clone,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        (home / "done").touch()
    lock.release()
    return home / "scrapyd" / ".venv"


@dataclass
class Scrapyd:
    """A server of its own: its home folder, its port, and the checkout it is deployed from."""

    home: Path
    clone: Path
    port: int
    environment: dict[str, str] = field(default_factory=dict)

    def shell(self, *commands: str) -> str:
        """Run *commands* of the README in the checkout; return what they write."""
        text = at_home("\n".join(commands), self.home).replace(PORT, str(self.port))
        run = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", text],
            cwd=self.clone,
            env=environment(**self.environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        assert run.returncode == 0, run.stdout + self.log
        return run.stdout

    @property
    def log(self) -> str:
        """Scrapyd's own log."""
        path = self.home / "scrapyd" / "scrapyd.log"
        return path.read_text("utf-8") if path.exists() else ""

    def start(self) -> None:
        """Start the server as the README does."""
        self.shell(blocks()["scrapyd-start"])

    def restart(self) -> None:
        """Start it again with the configuration that it has."""
        self.shell(blocks()["scrapyd-start"].partition("\nEND\n")[2])

    @property
    def prelude(self) -> str:
        """What the README's later blocks rely on: name and password, and the function `api`."""
        (credentials,) = re.findall("^export .*$", blocks()["scrapyd-start"], re.MULTILINE)
        return f"{credentials}\n{blocks()['scrapyd-deploy'].splitlines()[0]}"

    def deploy(self) -> str:
        """Deploy the checkout as the README does; return what that writes."""
        return self.shell(self.prelude, blocks()["scrapyd-deploy"])

    def api(self, call: str, **data: Any) -> dict[str, Any]:
        """Call Scrapyd's API: POST where there is *data*. Names in it are its parameters."""
        parts = [
            f"-d {shlex.quote(f'{name}={value}')}"
            for name, values in data.items()
            for value in (values if isinstance(values, list) else [values])
        ]
        answer = self.shell(self.prelude, f"api '{call}' {' '.join(parts)}")
        reply: dict[str, Any] = json.loads(answer)
        return reply

    def schedule(self, spider: str, job: str, *settings: str, **arguments: str) -> None:
        """Schedule a job. Fails where Scrapyd does not take it."""
        reply = self.api(
            "schedule.json",
            project="newscrawl",
            spider=spider,
            jobid=job,
            setting=[f"DATA_DIR={self.data}", *settings],
            **arguments,
        )
        assert reply["status"] == "ok", reply

    @property
    def data(self) -> Path:
        """DATA_DIR of its jobs."""
        return self.home / "news"

    def state(self, job: str) -> str | None:
        """Return pending, running or finished."""
        state: str | None = self.api(f"status.json?job={job}").get("currstate")
        return state

    def wait(self, job: str) -> str:
        """Wait until *job* has finished; return its log."""
        wait_until(lambda: self.state(job) == "finished")
        return self.job_log(job)

    def job_log(self, job: str) -> str:
        """Return the log of *job* as far as it is written."""
        (path,) = (self.home / "scrapyd" / "logs").rglob(f"{job}.log")
        return path.read_text("utf-8")

    def records(self, folder: Path | None = None) -> list[dict[str, Any]]:
        """Return the records of all feeds in *folder*, by default DATA_DIR."""
        return [
            json.loads(line)
            for feed in sorted((folder or self.data).rglob("*.jsonl"))
            for line in feed.read_text("utf-8").splitlines()
        ]

    def processes(self) -> list[int]:
        """Return the ids of the server and of its jobs: what runs in its folder."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    folder = (entry / "cwd").readlink()
                except OSError:
                    continue
                if folder == self.home / "scrapyd":
                    found.append(int(entry.name))
        return found

    def kill(self) -> None:
        """Kill the server and its jobs, as a power cut does."""
        for process in self.processes():
            os.kill(process, signal.SIGKILL)
        wait_until(lambda: not self.processes())


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.2)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def build_egg(clone: Path, path: Path) -> Path:
    """Build the egg of a checkout as scrapyd-deploy does; return *path*."""
    deploy = installed(clone) / "bin" / "scrapyd-deploy"
    subprocess.run([deploy, "--build-egg", path], cwd=clone, env=environment(), check=True)
    return path


def with_requirement(egg: Path, requirement: str, path: Path) -> Path:
    """Write *egg* to *path* with one *requirement* more; return *path*."""
    with zipfile.ZipFile(egg) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "EGG-INFO/requires.txt":  # older setuptools write it here alone
                text = b"%b\n%b" % (requirement.encode(), text)
            elif name == "EGG-INFO/PKG-INFO" and b"\nRequires-Dist: " in text:
                line = f"\nRequires-Dist: {requirement}\nRequires-Dist: ".encode()
                text = text.replace(b"\nRequires-Dist: ", line, 1)
            new.writestr(name, text)
    return path


@contextmanager
def scrapyd(folder: Path, **environment: str) -> Iterator[Scrapyd]:
    """Serve with *folder* for its home and its checkout; kill all of it at the end."""
    clone = checkout(folder / "newscrawl")
    venv = installed(clone)
    home = folder / "home"
    (home / "scrapyd").mkdir(parents=True)
    (home / "scrapyd" / ".venv").symlink_to(venv)
    server = Scrapyd(home, clone, free_port(), environment)
    config = clone / "scrapy.cfg"
    config.write_text(config.read_text("utf-8").replace(PORT, str(server.port)), "utf-8")
    server.start()
    try:
        yield server
    finally:
        server.kill()
