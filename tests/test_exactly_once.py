"""Every article once, no broken line, wherever a run is killed: DESIGN.md, 'Exactly once'."""

from __future__ import annotations

import csv
import gzip
import json
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from databases import postgresql_ledger
from small_crawl import FEED_FAILED, KILLED, LOCKED, Ended, Site, SmallCrawler, news, serving

ARTICLES = 6


@pytest.fixture(scope="module")
def crawler() -> Iterator[SmallCrawler]:
    crawler = SmallCrawler()
    yield crawler
    crawler.stop()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(news(ARTICLES)) as site:
        yield site


def stored(folder: Path) -> Counter[str]:
    """Count the lines of each article in all feeds below *folder*. A broken line raises."""
    count: Counter[str] = Counter()
    for path in [*folder.rglob("*.jsonl"), *folder.rglob("*.jsonl.gz"), *folder.rglob("*.csv")]:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        text = raw.decode("utf-8")
        if path.suffix == ".csv":
            count.update(row["url"] for row in csv.DictReader(text.splitlines(keepends=True)))
            continue
        assert not text or text.endswith("\n"), path
        count.update(json.loads(line)["url"] for line in text.splitlines())
    return count


def assert_whole(folder: Path, ended: Ended, articles: int = ARTICLES) -> None:
    assert ended.code == 0, ended.log
    count = stored(folder)
    assert len(count) == articles, count
    assert set(count.values()) == {1}, count
    left = [path for path in folder.rglob("*") if path.suffix in (".part", ".new")]
    assert not left


OUTPUTS = {
    "default": "",
    "append": "out.jsonl",
    "csv": "out.csv",
    "gzip": "out.jsonl.gz",
    "snapshot": "!out.jsonl",
}


def output(folder: Path, name: str) -> str:
    """Return the feed *name* of OUTPUTS, below *folder*."""
    out = OUTPUTS[name]
    return f"{'!' * out.startswith('!')}{folder / out.lstrip('!')}" if out else ""


@pytest.mark.slow
@pytest.mark.parametrize("name", OUTPUTS)
def test_killed_at_each_step(crawler: SmallCrawler, site: Site, tmp_path: Path, name: str) -> None:
    kill_at = 0
    while True:
        kill_at += 1
        folder = tmp_path / str(kill_at)
        out = output(folder, name)
        first = crawler.run(folder, site.url, out, kill_at=kill_at, batch_lines=2)
        if first.code != KILLED:
            break
        assert_whole(folder, crawler.run(folder, site.url, out))
    assert_whole(folder, first)
    assert kill_at > 15


@pytest.mark.slow
@pytest.mark.parametrize("name", ["default", "append"])
def test_killed_at_each_step_on_postgresql(
    crawler: SmallCrawler, site: Site, tmp_path: Path, name: str
) -> None:
    kill_at = 0
    while True:
        kill_at += 1
        folder = tmp_path / str(kill_at)
        out = output(folder, name)
        with postgresql_ledger() as url:
            settings = {"LEDGER_URL": url}
            first = crawler.run(folder, site.url, out, kill_at=kill_at, settings=settings)
            if first.code != KILLED:
                break
            assert_whole(folder, crawler.run(folder, site.url, out, settings=settings))
    assert_whole(folder, first)
    assert kill_at > 15


@pytest.mark.slow
@pytest.mark.parametrize("name", ["default", "append"])
def test_killed_again_during_recovery(
    crawler: SmallCrawler, site: Site, tmp_path: Path, name: str
) -> None:
    """A run that dies while it finishes a dead run leaves nothing that a third cannot finish."""
    whole = crawler.run(tmp_path / "whole", site.url, output(tmp_path / "whole", name))
    recoveries = 0
    for first in range(whole.report["opened"] + 1, whole.report["steps"] + 1):
        second = 0
        while True:
            second += 1
            folder = tmp_path / f"{first}-{second}"
            out = output(folder, name)
            crawler.run(folder, site.url, out, kill_at=first)
            again = crawler.run(folder, site.url, out, kill_at=second)
            if again.report:  # it had opened its run before it died
                break
            recoveries += 1
            assert_whole(folder, crawler.run(folder, site.url, out))
    assert recoveries > 20


@pytest.mark.parametrize("name", ["default", "append"])
def test_nothing_new_stores_nothing(
    crawler: SmallCrawler, site: Site, tmp_path: Path, name: str
) -> None:
    out = output(tmp_path, name)
    assert_whole(tmp_path, crawler.run(tmp_path, site.url, out))
    files = {path: path.read_bytes() for path in tmp_path.rglob("*.jsonl")}
    site.asked.clear()
    assert_whole(tmp_path, crawler.run(tmp_path, site.url, out))
    assert site.asked == ["/"]
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.jsonl")} == files


def test_changed_article_is_a_new_version(
    crawler: SmallCrawler, site: Site, tmp_path: Path
) -> None:
    first = news(ARTICLES)["/khabar-1"]
    for version, text in enumerate((first, ("बदला शीर्षक", first[1]), first), 1):
        site.articles["/khabar-1"] = text
        ended = crawler.run(tmp_path, site.url, settings={"REVISIT_AFTER": "0"})
        assert ended.code == 0, ended.log
        assert stored(tmp_path)[site.url + "khabar-1"] == version
    lines = [
        json.loads(line)
        for path in sorted(tmp_path.rglob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if "khabar-1" in line
    ]
    assert sorted(line["version"] for line in lines) == [1, 2, 3]
    assert len({line["id"] for line in lines}) == 1


def test_same_text_at_two_addresses_is_one_record(
    crawler: SmallCrawler, site: Site, tmp_path: Path
) -> None:
    site.articles["/wahi-khabar"] = site.articles["/khabar-1"]
    assert_whole(tmp_path, crawler.run(tmp_path, site.url))
    site.asked.clear()
    assert_whole(tmp_path, crawler.run(tmp_path, site.url))
    assert site.asked == ["/"], "the other address is known too"


def test_refused_page_is_not_asked_for_again(
    crawler: SmallCrawler, site: Site, tmp_path: Path
) -> None:
    site.articles["/bina-shirshak"] = ("", "केवल चित्र")
    assert_whole(tmp_path, crawler.run(tmp_path, site.url))
    site.asked.clear()
    assert_whole(tmp_path, crawler.run(tmp_path, site.url))
    assert site.asked == ["/"]


# ---------------------------------------------------------------------- snapshots and outputs


def test_each_feed_has_every_article(crawler: SmallCrawler, site: Site, tmp_path: Path) -> None:
    """Two outputs, one of them in files of two articles each."""
    feeds = {
        str(tmp_path / "a.jsonl"): {"format": "jsonlines"},
        str(tmp_path / "b-%(batch_id)d-%(run)s.jsonl"): {
            "format": "jsonlines",
            "batch_item_count": 2,
        },
    }
    ended = crawler.run(tmp_path, site.url, settings={"FEEDS": feeds}, batch_lines=3)
    assert ended.code == 0, ended.log
    assert set(stored(tmp_path).values()) == {2}
    assert len(list(tmp_path.glob("b-*.jsonl"))) == ARTICLES / 2


def test_feed_that_counts_as_a_whole_outlives_many_batches(
    crawler: SmallCrawler, tmp_path: Path
) -> None:
    with serving(news(25)) as site:
        out = output(tmp_path, "gzip")
        assert_whole(tmp_path, crawler.run(tmp_path, site.url, out, batch_lines=4), 25)


def test_snapshot_neither_reads_nor_books(
    crawler: SmallCrawler, site: Site, tmp_path: Path
) -> None:
    snapshot = output(tmp_path / "x", "snapshot")
    for _ in range(2):
        ended = crawler.run(tmp_path, site.url, snapshot)
        assert_whole(tmp_path / "x", ended)
    assert crawler.run(tmp_path, site.url).code == 0
    assert len(stored(tmp_path / "data")) == ARTICLES, "the ledger knew nothing"


def test_snapshot_with_nothing_new_is_empty(
    crawler: SmallCrawler, site: Site, tmp_path: Path
) -> None:
    snapshot = output(tmp_path, "snapshot")
    assert_whole(tmp_path, crawler.run(tmp_path, site.url, snapshot))
    site.articles.clear()
    assert crawler.run(tmp_path, site.url, snapshot).code == 0
    assert (tmp_path / "out.jsonl").read_bytes() == b""


def test_snapshot_of_a_dead_site_keeps_the_old_one(crawler: SmallCrawler, tmp_path: Path) -> None:
    snapshot = output(tmp_path, "snapshot")
    with serving(news(ARTICLES)) as site:
        url = site.url
        assert_whole(tmp_path, crawler.run(tmp_path, url, snapshot))
    ended = crawler.run(tmp_path, url, snapshot)
    assert "stays as it was" in ended.log
    assert len(stored(tmp_path)) == ARTICLES


def test_unknown_output_is_read_for_its_articles(
    crawler: SmallCrawler, site: Site, tmp_path: Path
) -> None:
    """The ledger is lost, or another: what stands in the file is not stored again."""
    out = output(tmp_path, "append")
    assert_whole(tmp_path, crawler.run(tmp_path / "one", site.url, out))
    site.articles |= {"/nayi": ("नई खबर", "आज एक नई बात हुई। " * 20)}
    ended = crawler.run(tmp_path / "two", site.url, out)
    assert_whole(tmp_path, ended, ARTICLES + 1)
    assert_whole(tmp_path, crawler.run(tmp_path / "one", site.url, out), ARTICLES + 1)


@pytest.mark.parametrize(
    ("tail", "is_kept"),
    [
        pytest.param(b'{"url": "http://x.in/1"}', True, id="only the line feed is missing"),
        pytest.param(b'{"url": "http://x.in/1", "head', False, id="half a line"),
    ],
)
def test_torn_tail_of_another_program(
    crawler: SmallCrawler, site: Site, tmp_path: Path, tail: bytes, is_kept: bool
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_bytes(b'{"url": "http://x.in/0"}\n' + tail)
    ended = crawler.run(tmp_path, site.url, str(out))
    assert_whole(tmp_path, ended, ARTICLES + 1 + is_kept)
    torn = tmp_path / "out.jsonl.torn"
    assert torn.exists() != is_kept
    assert is_kept or torn.read_bytes() == tail + b"\n"


def test_what_another_run_wrote_is_never_cut(
    crawler: SmallCrawler, site: Site, tmp_path: Path
) -> None:
    """A run dies with unbooked lines in X, one on another ledger goes on, then the first."""
    out = output(tmp_path, "append")
    whole = crawler.run(tmp_path / "whole", site.url)
    last_write = whole.report["opened"] + 3
    assert crawler.run(tmp_path / "one", site.url, out, kill_at=last_write).code == KILLED
    assert_whole(tmp_path / "whole", whole)
    (tmp_path / "whole").rename(tmp_path.parent / f"{tmp_path.name}-aside")
    assert_whole(tmp_path, crawler.run(tmp_path / "two", site.url, out))
    ended = crawler.run(tmp_path / "one", site.url, out)
    assert ended.code == 0, ended.log
    assert_whole(tmp_path, ended)


# ---------------------------------------------------------------------- locks


def test_second_run_of_a_host_is_refused(crawler: SmallCrawler, site: Site, tmp_path: Path) -> None:
    site.answers.clear()
    pid = crawler.start(tmp_path, site.url)
    wait_until(lambda: "/khabar-1" in site.asked)
    begin = time.monotonic()
    second = crawler.run(tmp_path / "b", site.url, settings={"DATA_DIR": str(tmp_path / "data")})
    assert second.code == LOCKED
    assert time.monotonic() - begin < 2
    assert "another run has the host" in second.log
    os.kill(pid, signal.SIGKILL)
    site.answers.set()
    wait_until(lambda: not is_alive(pid))
    assert_whole(tmp_path, crawler.run(tmp_path, site.url))


def test_second_run_on_an_output_is_refused(
    crawler: SmallCrawler, site: Site, tmp_path: Path
) -> None:
    site.answers.clear()
    out = output(tmp_path, "append")
    pid = crawler.start(tmp_path / "a", site.url, out)
    wait_until(lambda: "/khabar-1" in site.asked)
    second = crawler.run(tmp_path / "b", site.url, out)
    assert second.code == LOCKED
    assert "another run has the output" in second.log
    site.answers.set()
    wait_until(lambda: not is_alive(pid))
    assert len(stored(tmp_path)) == ARTICLES


@pytest.mark.parametrize(
    ("ledger", "articles"),
    [
        ("sqlite", 40),
        pytest.param("sqlite", 1000, marks=pytest.mark.slow),
        pytest.param("postgresql", 1000, marks=pytest.mark.slow),
    ],
)
def test_sites_run_side_by_side_on_one_ledger(
    crawler: SmallCrawler, tmp_path: Path, ledger: str, articles: int
) -> None:
    with (
        postgresql_ledger() if ledger == "postgresql" else nullcontext("") as url,
        serving(news(articles, size=2)) as one,
        serving(news(articles, size=2)) as other,
    ):
        shared = {"DATA_DIR": str(tmp_path / "data"), "LEDGER_URL": url}
        first = crawler.start(tmp_path / "a", one.url, settings=shared, batch_lines=9)
        second = crawler.run(tmp_path / "b", other.url, settings=shared, batch_lines=9)
        wait_until(lambda: not is_alive(first), 120)
    assert_whole(tmp_path, second, 2 * articles)


# ---------------------------------------------------------------------- disks and uploads


@pytest.mark.slow
def test_file_size_limit_loses_nothing(crawler: SmallCrawler, tmp_path: Path) -> None:
    out = output(tmp_path, "append")
    with serving(news(150, size=100)) as site:
        ended = crawler.run(tmp_path, site.url, out, file_limit=400 * 1024, batch_lines=10)
        assert ended.code != 0
        assert "File too large" in ended.log or "disk" in ended.log
        stored(tmp_path)  # no broken line
        assert len(site.asked) < 150, "the crawl goes on although nothing can be stored"
        assert_whole(tmp_path, crawler.run(tmp_path, site.url, out), 150)


def test_output_that_cannot_be_written_is_no_crawl(
    crawler: SmallCrawler, site: Site, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ended = crawler.run(tmp_path, site.url, str(tmp_path / "file" / "out.jsonl"))
    assert ended.code == 1
    assert ended.log.count("newscrawl: ") == 1
    assert not site.asked


@pytest.mark.parametrize("uri", ["x.nonsense", "nonsense://user:secret@host/x.jsonl"])
def test_unknown_feed_is_no_crawl(
    crawler: SmallCrawler, site: Site, tmp_path: Path, uri: str
) -> None:
    uri = uri if "://" in uri else str(tmp_path / uri)
    feeds = {uri: {"format": uri.rpartition(".")[2]}}
    ended = crawler.run(tmp_path, site.url, settings={"FEEDS": feeds})
    assert ended.code == 1
    assert "newscrawl: no feed can be written" in ended.log
    assert "secret" not in ended.log.rpartition("newscrawl: ")[2]
    assert not site.asked


def test_failed_upload_keeps_the_lines(crawler: SmallCrawler, site: Site, tmp_path: Path) -> None:
    ended = crawler.run(tmp_path, site.url, "ftp://user:secret@127.0.0.1:1/x.jsonl")
    assert ended.code == FEED_FAILED
    kept = list((tmp_path / "data" / "uploads").iterdir())
    assert len(kept) == 1
    assert str(kept[0]) in ended.log
    assert len(kept[0].read_bytes().splitlines()) == ARTICLES
    kept[0].unlink()
    assert_whole(tmp_path, crawler.run(tmp_path, site.url))


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that nobody waits for does not."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False


def wait_until(is_true: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.02)
