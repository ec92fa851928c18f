"""Budgets that end a run."""

from __future__ import annotations

import pytest
from rough_server import (
    PAGE,
    fetch,
    hang,
    rough_server,
)

pytestmark = pytest.mark.slow  # each test is a process of its own


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("BUDGET_REQUESTS", 4, "budget_requests"),
        ("BUDGET_PAGES", 2, "budget_pages"),
        ("BUDGET_BYTES", 100, "budget_bytes"),
        ("BUDGET_SECONDS", 1, "budget_seconds"),
        ("MIN_FREE_DISK", 10**18, "disk_full"),
    ],
)
def test_budgets_end_a_run(setting: str, value: int, reason: str) -> None:
    paths = [f"/{n}" for n in range(20)]
    answers = {**dict.fromkeys(paths, PAGE), "/9": hang}
    with rough_server(answers) as server:
        fetched = fetch(
            [f"http://{server.netloc}{path}" for path in paths],
            allow=server.netloc,
            settings={setting: value},
        )
    assert fetched.stats["finish_reason"] == reason
    assert fetched.seconds < 8
    assert "The run ends" in fetched.log
    assert len(server.paths) < 20
