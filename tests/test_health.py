"""What is wrong with a site is named by the next report, and nothing is where nothing is."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ailing_site import BLOCK_PAGE, ORIGIN, SECTIONS, listing, pages, run
from served import Answer, Page, serve

from newscrawl.ledger import PastRun
from newscrawl.reporting.health import ACCEPTED_AFTER, LEAST_RUNS, Health, Share, chance, judge
from newscrawl.reporting.run_facts import Facts, Finding
from newscrawl.schema import shipped_schema

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WELL = Facts(
    outcomes={"listing": 4, "stored": 6, "refused": 1},
    refused={"ListingPage": 1},
    requests=13,
    read=6,
    filled={"date_published": 6, "authors": 5, "agency": 1},
    sources={"article_body": {"selector": 6}, "date_published": {"json-ld": 6}},
    answers=11,
    links={"india": 20, "sports": 18, "gallery": 0},
    words=300,
)


def history(*facts: Facts, every: timedelta = timedelta(hours=1)) -> list[PastRun]:
    """Return runs with these *facts*, the last of which ended *every* ago; newest first."""
    ends = [NOW - every * (number + 1) for number in range(len(facts))]
    return [
        PastRun(str(end), "demo", end, end, "finished", one.as_json())
        for end, one in zip(ends, reversed(facts), strict=True)
    ]


def kinds(health: Health) -> list[str]:
    return [finding.kind for finding in health.findings]


@pytest.mark.parametrize(
    ("now", "kind"),
    [
        (replace(WELL, links={**WELL.links, "sports": 0}), "EmptyListing"),
        (replace(WELL, links={**WELL.links, "sports": 4}), "EmptyListing"),
        (replace(WELL, broken={"sports": "http_404"}), "SectionFailed"),
        (replace(WELL, sources={**WELL.sources, "article_body": {"generic": 6}}), "SelectorDrift"),
        (
            replace(WELL, sources={**WELL.sources, "article_body": {"generic": 3, "selector": 3}}),
            "SelectorDrift",
        ),
        (replace(WELL, filled={**WELL.filled, "authors": 0}), "FieldLost"),
        (replace(WELL, filled={"authors": 5, "agency": 1}), "DatesGone"),
        (replace(WELL, words=90), "BodyShrunk"),
        (replace(WELL, read=1, filled={"date_published": 1, "authors": 1}, outcomes={"stored": 1},
                 refused={"NoBody": 5}), "RefusedRisen"),
        (replace(WELL, kept_out=6), "Blocked"),
        (replace(WELL, broken={"india": "http_403"}), "Blocked"),
        (replace(WELL, broken={"india": "RobotsUnreachable"}), "RobotsClosed"),
        (
            replace(WELL, refused={"RobotsDisallowed": 5}, outcomes={"stored": 2, "refused": 5}),
            "RobotsClosed",
        ),
    ],
)  # fmt: skip
def test_each_fault_has_its_name(now: Facts, kind: str) -> None:
    health = judge(now, history(*[WELL] * 6), NOW)
    assert kinds(health) == [kind]
    assert all(finding.what and finding.look for finding in health.findings)


@pytest.mark.parametrize(
    "now",
    [
        WELL,
        replace(WELL, outcomes={"listing": 2}, read=0, filled={}, sources={}, answers=2, words=0),
        replace(WELL, read=1, filled={"date_published": 1}, outcomes={"stored": 1}),  # no author
        replace(WELL, links={"india": 12, "sports": 18, "gallery": 0}),
        replace(WELL, links={}),  # only what was pending
        replace(WELL, broken={"india": "DownloadTimeoutError"}),  # the first time
        replace(WELL, failed={"http_500": 1}, kept_out=1),
        replace(WELL, refused={"OutsidePeriod": 40, "HostClosed": 9}),
        replace(WELL, words=150),
    ],
)
def test_what_happens_on_any_day_is_no_fault(now: Facts) -> None:
    health = judge(now, history(*[WELL] * 6), NOW)
    assert (health.judged, kinds(health)) == (True, [])


def test_nothing_is_judged_without_history() -> None:
    broken = replace(WELL, links=dict.fromkeys(WELL.links, 0), kept_out=11)
    assert judge(broken, history(*[WELL] * (LEAST_RUNS - 1)), NOW) == Health(runs=LEAST_RUNS - 1)
    assert judge(broken, history(*[WELL] * LEAST_RUNS), NOW).findings
    other = [replace(WELL, scope="sections=sports")] * LEAST_RUNS
    assert not judge(broken, history(*other), NOW).judged


def test_a_run_that_asked_for_nothing_shows_nothing() -> None:
    none = Facts(outcomes={"failed": 4})
    assert not judge(WELL, history(*[none] * 9), NOW).judged
    broken = replace(WELL, broken={"india": "DownloadTimeoutError"})
    past = history(*[WELL] * 6, broken, none)
    assert kinds(judge(broken, past, NOW)) == ["SectionFailed"]


def test_a_time_out_that_comes_twice() -> None:
    broken = replace(WELL, broken={"india": "DownloadTimeoutError"})
    assert kinds(judge(broken, history(*[WELL] * 6, broken), NOW)) == ["SectionFailed"]
    assert kinds(judge(broken, history(*[broken] * 6), NOW)) == []  # it never came


@pytest.mark.parametrize(
    ("every", "silent_runs", "expected"),
    [
        (timedelta(minutes=30), 20, []),  # a night
        (timedelta(minutes=30), 50, ["NothingNew"]),
        (timedelta(days=2), 1, []),
        (timedelta(days=2), 2, ["NothingNew"]),
    ],
)
def test_nothing_new(every: timedelta, silent_runs: int, expected: list[str]) -> None:
    silent = replace(WELL, outcomes={"listing": 4}, read=0, filled={}, sources={}, words=0)
    past = history(*[WELL] * 6, *[silent] * silent_runs, every=every)
    assert kinds(judge(silent, past, NOW)) == expected


def test_a_silence_is_found_until_it_ends() -> None:
    silent = replace(WELL, outcomes={"listing": 4}, read=0, filled={}, sources={}, words=0)
    found = replace(silent, findings=[Finding(kind="NothingNew", what="", look="")])
    past = history(*[silent] * 6, *[found] * 900)  # of the last article nothing is known any more
    assert kinds(judge(silent, past, NOW)) == ["NothingNew"]
    assert kinds(judge(WELL, past, NOW)) == []


def test_a_fault_is_no_measure_before_it_has_stood_for_two_weeks() -> None:
    without = replace(
        WELL,
        filled={"date_published": 6},
        findings=[Finding(kind="FieldLost", what="authors", look="")],
    )
    now = replace(without, findings=[])
    a_week = history(*[WELL] * 20, *[without] * 7, every=timedelta(days=1))
    assert kinds(judge(now, a_week, NOW)) == ["FieldLost"]
    days = 20 + ACCEPTED_AFTER.days
    its_new_way = history(*[WELL] * 20, *[without] * days, every=timedelta(days=1))
    assert kinds(judge(now, its_new_way, NOW)) == []
    blocked = replace(without, findings=[Finding(kind="Blocked", what="", look="")])
    assert not judge(now, history(*[blocked] * 60, every=timedelta(days=1)), NOW).judged


@pytest.mark.parametrize(
    ("now", "usual", "is_chance"),
    [
        (Share(1, 1), Share(10, 100), True),
        (Share(1, 1), Share(0, 120), False),
        (Share(2, 2), Share(0, 20), False),
        (Share(2, 2), Share(3, 20), True),
        (Share(9_000, 10_000), Share(1, 10), False),
    ],
)
def test_chance(now: Share, usual: Share, is_chance: bool) -> None:
    assert (chance(now, usual) >= 0.01) is is_chance


def test_facts_of_another_version_can_be_read() -> None:
    assert Facts.from_json({"outcomes": {"stored": 2}, "of_a_later_version": 1}).new == 2
    assert Facts.from_json(WELL.as_json()) == WELL


# ---------------------------------------------------------------------- whole crawls


@pytest.fixture(scope="module")
def seen_five_times(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data of five runs of a site that is well."""
    folder = tmp_path_factory.mktemp("well")
    table: dict[str, Answer] = {}
    with serve(table) as served:
        for number in range(1, 6):
            table.clear()
            table |= pages(number)
            done = run(served, folder)
            assert done.returncode == 0, done.stderr
            assert "unwell" not in done.stderr
    reports = [json.loads(path.read_text("utf-8")) for path in folder.rglob("*.report.json")]
    assert len(reports) == 5
    assert not any(report["health"]["judged"] for report in reports)
    return folder


def broken_listing() -> dict[str, Answer]:
    return {**pages(6), SECTIONS["sports"]: listing(range(0))}


def refusing() -> dict[str, Answer]:
    table = pages(6)
    return {url: Page("<h1>Forbidden</h1>", 403) if url.endswith(".html") else page
            for url, page in table.items()}  # fmt: skip


def blocking() -> dict[str, Answer]:
    return dict.fromkeys(pages(6), BLOCK_PAGE)


def forbidding() -> dict[str, Answer]:
    robots = Page("User-agent: *\nDisallow: /", headers={"Content-Type": "text/plain"})
    return {**pages(6), f"{ORIGIN}/robots.txt": robots}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("site", "expected"),
    [
        (lambda: pages(6), set()),
        (lambda: pages(5), set()),  # nothing new
        (lambda: pages(6, layout="neu"), {"SelectorDrift"}),
        (broken_listing, {"EmptyListing"}),
        (refusing, {"Blocked"}),
        (blocking, {"Blocked", "EmptyListing"}),
        (forbidding, {"RobotsClosed"}),
        (lambda: pages(6, dated=False), {"DatesGone"}),
        (lambda: pages(6, author=False), {"FieldLost"}),
    ],
)
def test_a_site_that_breaks_is_named_by_the_next_report(
    site: Callable[[], dict[str, Answer]],
    expected: set[str],
    seen_five_times: Path,
    tmp_path: Path,
) -> None:
    folder = shutil.copytree(seen_five_times, tmp_path / "data")
    before = set(folder.rglob("*.report.json"))
    with serve(site()) as served:
        done = run(served, folder)
    (path,) = set(folder.rglob("*.report.json")) - before
    report = json.loads(path.read_text("utf-8"))
    jsonschema.validate(report, shipped_schema("report"))
    assert report["health"]["judged"]
    assert {finding["kind"] for finding in report["health"]["findings"]} == expected
    assert report["exit_code"] == done.returncode == (7 if expected else 0), done.stderr
    for kind in expected:
        assert f"ailing is unwell: {kind}: " in done.stderr


@pytest.mark.slow
def test_an_alarm_is_posted_until_the_site_is_well_again(
    seen_five_times: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(seen_five_times, tmp_path / "data")
    messages: list[dict[str, Any]] = []

    class Webhook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            messages.append(json.loads(body))
            self.send_response(204 if len(messages) == 1 else 500)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    hook = ThreadingHTTPServer(("127.0.0.1", 0), Webhook)
    thread = threading.Thread(target=hook.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    address = f"http://127.0.0.1:{hook.server_port}/hooks/secret-token"
    try:
        outputs = []
        for table in (broken_listing(), pages(7), pages(8)):
            with serve(table) as served:
                option = ("-s", f"HEALTH_WEBHOOK={address}")
                outputs.append(run(served, folder, *option))
    finally:
        hook.shutdown()
        thread.join()
        hook.server_close()
    assert [message["healthy"] for message in messages] == [False, True]
    first = messages[0]
    assert set(first) == {"site", "run_id", "ended", "healthy", "findings"}
    assert [finding["kind"] for finding in first["findings"]] == ["EmptyListing"]
    assert [output.returncode for output in outputs] == [7, 0, 0]
    assert "HEALTH_WEBHOOK on 127.0.0.1 was not told: HTTP status 500" in outputs[1].stderr
    assert not any("secret-token" in output.stderr for output in outputs)
