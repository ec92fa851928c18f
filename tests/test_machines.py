"""Several machines: two Scrapyd servers, the sites split between them, one ledger on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import postgresql_ledger
from scrapyd_server import Scrapyd, scrapyd, wait_until
from served import Page, Served, serve
from test_category_spider import article, listing

pytestmark = pytest.mark.slow

HOSTS = ("ek.example", "do.example", "teen.example", "char.example")
ARTICLES = 12


def pages() -> dict[str, Page | str | bytes]:
    """Return the pages of four sites, one section each, no text twice."""
    table: dict[str, Page | str | bytes] = {}
    for place, host in enumerate(HOSTS, 1):
        numbers = range(place * 10101, place * 10101 + ARTICLES)
        table[f"http://{host}/desh/"] = listing(numbers)
        table |= {f"http://{host}/desh/jheel-par-pakshi-{n}.html": article(n) for n in numbers}
    return table


@pytest.fixture
def served() -> Iterator[Served]:
    with serve(pages()) as served:
        yield served


@pytest.fixture
def ledger() -> Iterator[str]:
    with postgresql_ledger() as url:
        yield url


def crawl(server: Scrapyd, served: Served, host: str, job: str, delay: float = 0) -> None:
    """Schedule a run of the site at *host*."""
    server.schedule(
        "site",
        job,
        f"ADDRESS_GUARD_ALLOW={served.netloc}",
        f"DOWNLOAD_DELAY={delay}",
        url=f"http://{host}/desh/",
    )


def test_a_server_dies_and_comes_back(served: Served, ledger: str, tmp_path: Path) -> None:
    both = {
        "LEDGER_URL": ledger,
        "http_proxy": f"http://{served.netloc}",
        "no_proxy": "127.0.0.1",
    }
    first, second, third, fourth = HOSTS

    def asked(host: str) -> int:
        return sum(url.startswith(f"http://{host}/desh/jheel") for url in served.requests)

    with (
        scrapyd(tmp_path / "one", **both, NEWSCRAWL_MACHINE="one") as one,
        scrapyd(tmp_path / "two", **both, NEWSCRAWL_MACHINE="two") as two,
    ):
        one.deploy()
        two.deploy()
        crawl(one, served, first, "first", 3)
        crawl(one, served, second, "second", 3)
        crawl(two, served, third, "third")
        wait_until(lambda: asked(first) >= 2)
        crawl(two, served, first, "too-early")
        refusal = two.wait("too-early")
        assert f"another run has the host {first}" in refusal
        assert len(refusal.splitlines()) == 1, refusal
        crawl(two, served, fourth, "fourth")
        wait_until(lambda: min(asked(first), asked(second)) >= 4)
        one.kill()
        assert max(asked(first), asked(second)) < ARTICLES, "killed in the middle"

        crawl(two, served, first, "first-again")
        crawl(two, served, second, "second-again")
        for job in ("third", "fourth", "first-again", "second-again"):
            assert "Traceback" not in two.wait(job)
        assert "on one is not closed: its articles count" in two.job_log("first-again")

        one.restart()
        crawl(one, served, first, "first-back")
        crawl(one, served, second, "second-back")
        for job in ("first-back", "second-back"):
            assert "nothing new" in one.wait(job)

        records = one.records() + two.records()
        assert one.records(), "what the dead runs booked is in their feeds"
        assert len(records) == len({record["id"] for record in records}) == 4 * ARTICLES
        assert not list(tmp_path.rglob("*.part"))
