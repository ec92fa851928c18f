"""A fixed part of the hostile site of ../shared/faults, from every group."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from served import ROOT, SHARED

FAULTS = SHARED / "faults" / "run_faults.py"
BASE = f"{sys.executable} -m scrapy crawl site -a url={{start}} -s ADDRESS_GUARD_ALLOW={{netloc}} "
STATE = "-s LEDGER_URL=sqlite:///{dir}/ledger.sqlite3"
COMMAND = f"{BASE} -O {{out}} -s DOWNLOAD_DELAY=0 {STATE}"

PART = "|".join(
    (
        "status:http-(502-twice|429-date|410-gone)",
        "transport:(body-(reset|gzipcut)-once|body-shortlength-forever|garbage-bytes|http09)",
        "redirect:redirect-(loop|private-port|decimal-ip|file|into-robots-disallowed)",
        "redirect:links-(private|odd-schemes)",
        "size:(zstd-bomb|gzip-many-layers)",
        "encoding:encoding-(deflate|unknown)",
        "charset:charset-(header-latin1-meta-utf8|utf16-bom|mojibake-source|nul-bytes)",
        "charset:legacy-font-text",
        "html:html-(unclosed|base-offsite)",
        "trap:trap-(same-page|session-ids|calendar|facets)",
        "content:(soft-404|nonhtml-png-as-html|duplicate-variants|canonical-(other|home)|no-body)",
        "jsonld:jsonld-(broken|deep-100k|wrong-types|surrogate)|jsonld:date-(31feb|future)",
        "text:title-(newlines|formula)",
        "rights:(tdm-header|tdmrep-json|xrobots-none|meta-noindex|xrobots-other-agent)",
        "robots:robots-(500|timeout|10mb|groups-merge|hindi-path|crawl-delay-2)",
    )
)


def free_ports() -> int:
    """Return the first of 64 free ports below those that clients are given.

    What the tests before this one have closed holds its client ports for a minute, and the harness,
    left alone, may look for its 47 among these only: "no free ports".
    """
    for first in range(20_000, 32_000, 64):
        with ExitStack() as stack:
            try:
                for port in range(first, first + 64):
                    stack.enter_context(socket.create_server(("127.0.0.1", port)))
            except OSError:
                continue
            return first
    raise RuntimeError("no 64 free ports below 32000")


def run_faults(*options: str, timeout: float = 400) -> subprocess.CompletedProcess[str]:
    if not FAULTS.exists():
        pytest.skip("needs ../shared")
    return subprocess.run(
        [sys.executable, str(FAULTS), "--cwd", str(ROOT), "--port", str(free_ports()), *options],
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


@pytest.mark.slow
def test_hazards(tmp_path: Path) -> None:
    report = tmp_path / "faults.json"
    run = run_faults("--cmd", COMMAND, "--only", PART, "--jobs", "2", "--json", str(report))
    assert report.exists(), run.stderr
    results = json.loads(report.read_text())["results"]
    assert len({result["group"] for result in results}) == 13
    failed = {r["id"]: r["why"] for r in results if not r["ok"] or not r["survived"]}
    assert not failed, run.stdout
    assert max(result["rss"] for result in results) <= 300  # MB


@pytest.mark.slow
@pytest.mark.parametrize("signal", ["kill", "term2"])
def test_random_kills(signal: str, tmp_path: Path) -> None:
    command = f"{BASE} -o {{out}} -s DOWNLOAD_DELAY=0.005 {STATE}"
    run = run_faults("--cmd", command, "--kill", "4", "--sig", signal, "--keep", str(tmp_path))
    assert run.returncode == 0, run.stdout
