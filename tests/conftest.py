"""What every test run keeps: each skip is printed and has a reason that is known here."""

from __future__ import annotations

from typing import Any

import pytest

SKIP_REASONS = {
    "needs datatrove (extra cluster)",
    "needs ../shared",
    "needs Chromium",
    "needs PostgreSQL (NEWSCRAWL_TEST_POSTGRES)",
}
"""A skip for any other reason fails the run: a test that never runs proves nothing."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --update-expected, see tests/test_sites.py."""
    parser.addoption(
        "--update-expected",
        action="store_true",
        help="write the expected JSON that pages under tests/pages lack, and fail once",
    )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run where a test was skipped for a reason that is not in SKIP_REASONS."""
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return
    unknown = []
    for report in reporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if reason.removeprefix("Skipped: ") not in SKIP_REASONS:
            unknown.append(f"{report.nodeid}: {reason}")
    if unknown:
        reporter.write_line("skips that tests/conftest.py does not know:", red=True)
        for line in unknown:
            reporter.write_line(f"  {line}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
