"""The archive of a crawl: what is kept, what is left out, what a kill costs; other tools."""

from __future__ import annotations

import gzip
import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from databases import postgresql_ledger
from fastwarc.warc import ArchiveIterator as FastIterator
from served import Page, crawl, serve
from sqlalchemy.engine import make_url
from warcio.archiveiterator import ArchiveIterator
from warcs import archived, demo, exchange, files_in, lines_below, records
from written_pages import PARAGRAPHS, article

from newscrawl.archive.warc_pages import page_at, read_pages, warc_files
from newscrawl.archive.writing import ArchivedPages, find, metadata
from newscrawl.extraction import extract_article
from newscrawl.ledger.store import Ledger
from newscrawl.reparse.pages import Rules, article_of

ORIGIN = "http://archive.example"
NAMES = ("kept", "no-archive", "no-archive-header", "no-index", "reserved", "gzip")


def url_of(name: str) -> str:
    return f"{ORIGIN}/desh/gaon-mein-khula-naya-pustakalay-{name}-812345.html"


def news(name: str, head: str = "") -> str:
    """Return an article page; its text is its own."""
    texts = [f"{name}: {text} {name} की बात है।" for text in PARAGRAPHS]
    return article("".join(f"<p>{text}</p>" for text in texts), head=head)


def site() -> dict[str, Any]:
    robots = '<meta name="robots" content="{}">'
    return {
        url_of("kept"): news("kept"),
        url_of("no-archive"): news("no-archive", robots.format("noarchive")),
        url_of("no-archive-header"): Page(
            news("no-archive-header"), headers={"X-Robots-Tag": "noarchive"}
        ),
        url_of("no-index"): news("no-index", robots.format("noindex")),
        url_of("reserved"): Page(news("reserved"), headers={"TDM-Reservation": "1"}),
        url_of("gzip"): Page(
            gzip.compress(news("gzip").encode()), headers={"Content-Encoding": "gzip"}
        ),
    }


def test_what_may_not_be_kept_is_left_out(tmp_path: Path) -> None:
    urls = ",".join(map(url_of, NAMES))
    with serve(site()) as served:
        run = crawl(served, "site", tmp_path, "-a", f"urls={urls}", "-s", "ARCHIVE=1")
    assert run.code == 0, run.log
    refs = {record["url"]: record["archive_ref"] for record in run.records}
    assert set(refs) == {url_of(name) for name in NAMES} - {url_of("no-index"), url_of("reserved")}
    assert refs[url_of("no-archive")] is refs[url_of("no-archive-header")] is None
    pages = [page for file in warc_files(tmp_path / "archive") for page in read_pages(file)]
    kept = {page.url: page for page in pages}
    assert {url for url in kept if "/desh/" in url} == {url_of("kept"), url_of("gzip")}
    packed = kept[url_of("gzip")]
    assert packed.body.decode() == news("gzip")
    assert "content-encoding" not in packed.headers
    assert packed.headers["x-crawler-content-encoding"] == "gzip"
    assert int(packed.headers["x-crawler-content-length"]) < int(packed.headers["content-length"])
    for record in run.records:
        if record["archive_ref"]:
            page = page_at(tmp_path, record["archive_ref"])
            again = extract_article(
                page.body, page.url, headers=page.headers, fetched_at=page.fetched_at
            )
            assert again.article_body == record["article_body"]


def test_nothing_is_archived_unless_asked_for(tmp_path: Path) -> None:
    with serve(site()) as served:
        run = crawl(served, "site", tmp_path, "-a", f"urls={url_of('kept')}")
    assert run.records[0]["archive_ref"] is None
    assert not (tmp_path / "archive").exists()


@pytest.mark.parametrize("setting", ["ARCHIVE=maybe", "ARCHIVE_MAX_BYTES=1G"])
def test_a_bad_setting_is_one_line(tmp_path: Path, setting: str) -> None:
    with serve({}) as served:
        run = crawl(served, "site", tmp_path, "-a", f"urls={url_of('kept')}", "-s", setting)
    assert run.code == 2
    assert run.log.count("\n") == 1


def test_a_second_run_writes_revisits_of_the_first(tmp_path: Path) -> None:
    assert demo(tmp_path).returncode == 0
    first = archived(tmp_path)
    run = demo(tmp_path, "-s", "REVISIT_AFTER=0")
    assert run.returncode == 0, run.stderr
    both = archived(tmp_path)
    assert both["response"] == first["response"]
    assert both["revisit"] == first["response"]
    assert both["request"] == 2 * first["request"]
    files = warc_files(tmp_path)
    refs = [f"{file.relative_to(tmp_path)}#{offset}" for file in files for offset in revisits(file)]
    assert all(page_at(tmp_path, ref).body for ref in refs)


def revisits(path: Path) -> list[int]:
    with path.open("rb") as file:
        records = ArchiveIterator(file)
        return [records.get_record_offset() for record in records if record.rec_type == "revisit"]


KILL = """
import os, types
from newscrawl.archive import warc_file
left = [{steps}]
def write(descriptor, data):
    left[0] -= 1
    if left[0] == 0:
        os.write(descriptor, bytes(data)[: len(data) // 2])
        os._exit(99)
    return os.write(descriptor, data)
warc_file.os = types.SimpleNamespace(**{{**vars(os), "write": write}})
"""


@pytest.mark.slow
@pytest.mark.parametrize("steps", [1, 2, 5, 8])
def test_what_is_booked_is_in_the_archive_wherever_a_run_is_killed(
    tmp_path: Path, steps: int
) -> None:
    batches = "from newscrawl.ledger import booking; booking.BATCH_LINES = 2"
    killed = demo(tmp_path, before=f"{batches}\n{KILL.format(steps=steps)}")
    assert killed.returncode == 99, killed.stderr
    whole = demo(tmp_path)
    assert whole.returncode == 0, whole.stderr
    stored = lines_below(tmp_path)
    assert len({record["url"] for record in stored}) == len(stored) == 6
    for record in stored:
        assert page_at(tmp_path, record["archive_ref"]).url == record["url"]
    assert archived(tmp_path)["response"] >= len(stored)
    assert not list(tmp_path.rglob("*.part"))


def test_a_disk_that_is_full_ends_the_run_and_costs_no_article(tmp_path: Path) -> None:
    full = KILL.format(steps=6).replace("os._exit(99)", 'raise OSError(28, "No space left")')
    run = demo(tmp_path, before=full)
    assert run.returncode == 5, run.stderr
    assert "the archive cannot be written" in run.stderr
    whole = demo(tmp_path)
    assert whole.returncode == 0, whole.stderr
    stored = lines_below(tmp_path)
    assert len({record["url"] for record in stored}) == len(stored) == 6


def test_a_snapshot_has_an_archive_too(tmp_path: Path) -> None:
    for number in range(2):
        run = demo(tmp_path, "-O", str(tmp_path / "out.jsonl"))
        assert run.returncode == 0, run.stderr
        assert archived(tmp_path)["revisit"] == 0  # it reads no earlier state
        assert len(warc_files(tmp_path)) == number + 1
    for record in lines_below(tmp_path):
        assert page_at(tmp_path, record["archive_ref"]).url == record["url"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_archived_is_remembered(tmp_path: Path, kind: str) -> None:
    with nullcontext() if kind == "sqlite" else postgresql_ledger() as given:
        ledger = Ledger.open(make_url(given or f"sqlite:///{tmp_path}/ledger.sqlite3"))
        files = files_in(tmp_path)
        for number in range(2):
            ledger.add_tables(metadata)
            pages = ArchivedPages(files)
            _, place = files.write(exchange(f"https://a.example/{number}"))
            pages.add("page", place)
            assert pages.unbooked("page") == place
            with ledger.transaction() as connection:
                pages.write(connection, [], 0)
            pages.settle([])
            assert pages.unbooked("page") is None
            assert find(ledger.look_up_connection(), "page") == place
            assert find(ledger.look_up_connection(), "other") is None
        files.close()
        ledger.close()


@pytest.mark.parametrize("tool", ["warcio", "fastwarc"])
def test_other_tools_read_the_archive(tmp_path: Path, tool: str) -> None:
    assert demo(tmp_path).returncode == 0
    (path,) = warc_files(tmp_path)
    if tool == "warcio":
        records(path)
        return
    with path.open("rb") as file:
        found = [
            (record.headers["WARC-Target-URI"], record.reader.read())
            for record in FastIterator(file, verify_digests=True)
            if record.headers["WARC-Type"] == "response"
        ]
    assert found == [(page.url, page.body) for page in read_pages(path)]


MOVED = f"{ORIGIN}/desh/purana-pata-812344.html"
RESERVED = Page(
    json.dumps([{"location": "/desh/", "tdm-reservation": 1}]),
    headers={"Content-Type": "application/json"},
)


@pytest.mark.parametrize("keeps", [False, True])
def test_what_the_site_reserves_is_kept_only_where_that_is_set(tmp_path: Path, keeps: bool) -> None:
    pages = {**site(), f"{ORIGIN}/.well-known/tdmrep.json": RESERVED}
    options = ["-a", f"urls={url_of('kept')}", "-s", "ARCHIVE=1"]
    with serve(pages) as served:
        run = crawl(served, "site", tmp_path, *options, *["-s", "REFUSE_RIGHTS="] * keeps)
    kept = [page for file in warc_files(tmp_path) for page in read_pages(file)]
    reserved = [page for page in kept if page.url == url_of("kept")]
    assert len(reserved) == len(run.records) == keeps
    for page, record in zip(reserved, run.records, strict=True):
        rules = Rules(sites={})
        assert article_of(page, "", rules).rights == record["rights"] == ["tdm-reserved"]


def test_behind_a_redirect_the_page_itself_is_referred_to(tmp_path: Path) -> None:
    pages = {**site(), MOVED: Page(status=301, headers={"Location": url_of("kept")})}
    with serve(pages) as served:
        run = crawl(served, "site", tmp_path, "-a", f"urls={MOVED}", "-s", "ARCHIVE=1")
    (record,) = run.records
    assert record["url"] == url_of("kept")
    assert page_at(tmp_path, record["archive_ref"]).url == url_of("kept")
    (file,) = warc_files(tmp_path)
    assert {(page.url, page.status) for page in read_pages(file)} >= {(MOVED, 301)}
