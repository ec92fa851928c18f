"""The archive: what is written, what is left out, what a kill leaves; read by others' tools too."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections import Counter
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from databases import postgresql_ledger
from fastwarc.warc import ArchiveIterator as FastIterator
from served import ROOT, Page, crawl, serve
from sqlalchemy.engine import make_url
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from written_pages import PARAGRAPHS, article

from newscrawl.archive import ArchivedPages, find, metadata
from newscrawl.extraction import extract_article
from newscrawl.ledger.store import Ledger
from newscrawl.reparse.pages import Rules, article_of
from newscrawl.warc_file import Exchange, WarcFiles, recover
from newscrawl.warc_pages import (
    MAX_PAGE,
    Reading,
    UnreadableArchive,
    is_devanagari,
    page_at,
    read_pages,
    warc_files,
)

WHEN = datetime(2026, 11, 24, 6, 30, 0, 250_000, tzinfo=UTC)
HINDI = "पहाड़ी रेल के लिए नई समय-सारणी जारी हुई, यात्रियों ने राहत की साँस ली। " * 20


def exchange(
    url: str = "https://a.example/x", body: bytes = HINDI.encode(), **more: Any
) -> Exchange:
    given: dict[str, Any] = {
        "method": "GET",
        "request_headers": [("Accept", "text/html")],
        "request_body": b"",
        "fetched_at": WHEN,
        "status": 200,
        "protocol": "HTTP/1.1",
        "headers": [("Content-Type", "text/html"), ("Content-Length", str(len(body)))],
        **more,
    }
    return Exchange(url=url, body=body, **given)


def files_in(folder: Path, run: str = "run", max_bytes: int = 10**9) -> WarcFiles:
    return WarcFiles(folder, folder / "archive" / "a", run, max_bytes, {"newscrawl-site": "a"})


def records(path: Path) -> list[tuple[str, str | None]]:
    """Return type and URL of each record of *path*, read by warcio; its digests must be right."""
    checked = Checker(type("Options", (), {"verbose": False, "inputs": [str(path)]}))
    checked.process_all()
    assert not checked.exit_value
    with path.open("rb") as file:
        return [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"))
            for record in ArchiveIterator(file)
        ]


def archived(folder: Path) -> Counter[str]:
    """Count the records of all WARC files below *folder* by type."""
    return Counter(kind for path in warc_files(folder) for kind, _ in records(path))


# ---------------------------------------------------------------------- files


def test_a_page_is_found_by_its_reference(tmp_path: Path) -> None:
    files = files_in(tmp_path)
    ref, first = files.write(exchange())
    assert page_at(tmp_path, ref).body == HINDI.encode()  # while the run goes on
    files.close()
    page = page_at(tmp_path, ref)
    assert ref == first.ref == f"archive/a/run-00000.warc.gz#{first.offset}"
    assert (page.url, page.status, page.fetched_at) == ("https://a.example/x", 200, WHEN)
    assert page.headers == {"content-type": "text/html", "content-length": str(len(page.body))}
    assert [page.site for page in read_pages(tmp_path / "archive/a/run-00000.warc.gz")] == ["a"]


@pytest.mark.parametrize("ref", ["", "#0", "archive/a/x", "/etc/passwd#0", "a/../../b#0", "x#-1"])
def test_what_is_no_reference_is_refused(tmp_path: Path, ref: str) -> None:
    with pytest.raises(UnreadableArchive):
        page_at(tmp_path, ref)


def test_an_unchanged_page_is_a_revisit_and_reads_as_the_page(tmp_path: Path) -> None:
    files = files_in(tmp_path)
    _, first = files.write(exchange())
    again, same = files.write(exchange(fetched_at=WHEN.replace(hour=8)), first)
    not_modified, still = files.write(exchange(body=b"", status=304, headers=[]), first)
    changed, other = files.write(exchange(body=b"<p>new</p>"), first)
    files.close()
    assert same is still is first
    assert other.digest != first.digest
    path = tmp_path / first.file
    kinds = [kind for kind, _ in records(path) if kind != "request"]
    assert kinds == ["warcinfo", "response", "revisit", "revisit", "response"]
    for ref in (again, not_modified):
        assert page_at(tmp_path, ref).body == HINDI.encode()
    assert page_at(tmp_path, again).fetched_at == WHEN.replace(hour=8)
    assert page_at(tmp_path, changed).body == b"<p>new</p>"
    with path.open("rb") as file:
        profiles = [
            str(record.rec_headers.get_header("WARC-Profile")).rpartition("/")[2]
            for record in ArchiveIterator(file)
            if record.rec_type == "revisit"
        ]
    assert profiles == ["identical-payload-digest", "server-not-modified"]


def test_a_file_is_closed_at_its_size(tmp_path: Path) -> None:
    files = files_in(tmp_path, max_bytes=4_000)
    refs = [files.write(exchange(f"https://a.example/{n}", os.urandom(1_500)))[0] for n in range(6)]
    files.close()
    assert [path.name for path in warc_files(tmp_path)] == [
        f"run-{number:05d}.warc.gz" for number in range(3)
    ]
    assert len({page_at(tmp_path, ref).body for ref in refs}) == 6
    assert not list(tmp_path.rglob("*.part"))


def test_a_killed_run_is_cut_to_its_last_whole_record_wherever_it_died(tmp_path: Path) -> None:
    files = files_in(tmp_path)
    refs = [files.write(exchange(f"https://a.example/{n}"))[0] for n in range(3)]
    part = next(tmp_path.rglob("*.part"))
    whole = part.read_bytes()
    starts = [int(ref.partition("#")[2]) for ref in refs]
    for length in range(0, len(whole) + 1, 29):
        folder = tmp_path / str(length)
        folder.mkdir()
        (folder / "run-00000.warc.gz.part").write_bytes(whole[:length])
        kept = recover(folder)
        pages = sum(1 for path in kept for _ in read_pages(path))
        assert pages == sum(1 for start in starts if whole_length_of(whole, start) <= length)
        assert not list(folder.glob("*.part"))
        assert all(records(path) for path in kept)


def whole_length_of(data: bytes, start: int) -> int:
    """Return where the gzip member ends that begins at *start*."""
    import zlib

    decoder = zlib.decompressobj(zlib.MAX_WBITS + 16)
    decoder.decompress(data[start:])
    return len(data) - len(decoder.unused_data)


def test_a_living_run_is_left_alone(tmp_path: Path) -> None:
    files = files_in(tmp_path)
    ref, _ = files.write(exchange())
    assert recover(tmp_path / "archive" / "a") == []
    files.write(exchange("https://a.example/y"))
    files.close()
    assert page_at(tmp_path, ref).body
    assert len(list(read_pages(tmp_path / ref.partition("#")[0]))) == 2


def test_a_full_disk_leaves_whole_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = files_in(tmp_path)
    files.write(exchange())
    real = os.write

    def write(descriptor: int, data: bytes) -> int:
        real(descriptor, bytes(data)[:10])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("newscrawl.warc_file.os.write", write)
        with pytest.raises(OSError, match="No space"):
            files.write(exchange("https://a.example/y"))
    files.write(exchange("https://a.example/z"))
    files.close()
    pages = [page.url for page in read_pages(warc_files(tmp_path)[0])]
    assert pages == ["https://a.example/x", "https://a.example/z"]


def test_a_header_of_several_lines_ends_no_block(tmp_path: Path) -> None:
    files = files_in(tmp_path)
    headers = [("X-Note", "one\r\n\r\ntwo\nthree"), ("X-Place", "दिल्ली")]
    ref, _ = files.write(exchange(headers=headers))
    files.close()
    page = page_at(tmp_path, ref)
    assert page.body == HINDI.encode()
    assert page.headers["x-note"].split() == ["one", "two", "three"]


# ---------------------------------------------------------------------- other people's files


def foreign(head: bytes, body: bytes, kind: str = "response", **fields: str) -> bytes:
    """Return a record as another crawler might write it, uncompressed."""
    block = head + body
    lines = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:00000000-0000-4000-8000-000000000001>",
        "WARC-Date": "2026-10-01T05:00:00Z",
        "WARC-Target-URI": "https://b.example/y",
        "WARC-Payload-Digest": "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",  # wrong
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return b"WARC/1.0\r\n" + text.encode() + b"\r\n" + block + b"\r\n\r\n"


def chunked(body: bytes) -> bytes:
    pieces = [body[start : start + 1000] for start in range(0, len(body), 1000)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
BODY = HINDI.encode()
ANSWERS = {
    "plain": (OK + b"\r\n", BODY),
    "gzip": (OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(BODY)),
    "chunked": (OK + b"Transfer-Encoding: chunked\r\n\r\n", chunked(BODY)),
    "chunked gzip": (
        OK + b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n",
        chunked(gzip.compress(BODY)),
    ),
    "decoded, labels left": (
        OK + b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n",
        b"<p>" + BODY,
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("form", [".warc", ".warc.gz", "one member.warc.gz"])
def test_archives_of_others_are_read(tmp_path: Path, name: str, form: str) -> None:
    info = foreign(b"", b"software: other\r\n", "warcinfo", Content_Type="application/warc-fields")
    request = foreign(b"GET /y HTTP/1.1\r\nHost: b.example\r\n\r\n", b"", "request")
    blocks = [info, request, foreign(*ANSWERS[name]), foreign(*ANSWERS["plain"])]
    if form == ".warc.gz":
        blocks = [gzip.compress(block) for block in blocks]
    data = b"".join(blocks)
    path = tmp_path / f"x{form}"
    path.write_bytes(gzip.compress(data) if form.startswith("one") else data)
    first, second = read_pages(path)
    assert first.body.removeprefix(b"<p>") == second.body == BODY
    assert first.url == "https://b.example/y"
    assert first.fetched_at == datetime(2026, 10, 1, 5, tzinfo=UTC)
    assert first.site is None


BOMB = gzip.compress(bytes(MAX_PAGE * 40))
HOSTILE = {
    "cut": (foreign(OK + b"\r\n", BODY)[:-500], "the record is cut"),
    "a length that is a lie": (
        foreign(OK + b"\r\n", BODY, Content_Length="999999999999999"),
        "the record is cut",
    ),
    "too large": (foreign(OK + b"\r\n", bytes(MAX_PAGE + 1)), "more than"),
    "a bomb": (foreign(OK + b"Content-Encoding: gzip\r\n\r\n", BOMB), "after decompression"),
    "endless headers": (
        foreign(OK + b"X-A: b\r\n" * 200_000 + b"\r\n", BODY),
        "headers of more than",
    ),
    "one endless header": (foreign(OK + b"X-A: " + b"b" * 3_000_000, BODY), "headers of more"),
    "no archive": (b"<html>" + BODY, "archive format"),
    "another encoding": (foreign(OK + b"Content-Encoding: lzma\r\n\r\n", b"\x00" * 99), "lzma"),
    "no address": (foreign(OK + b"\r\n", BODY, WARC_Target_URI="dns:b.example"), "no http"),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("is_gzip", [False, True])
def test_what_cannot_be_read_is_said_and_bounded(
    tmp_path: Path, name: str, is_gzip: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    data, reason = HOSTILE[name]
    good = foreign(*ANSWERS["plain"])
    path = tmp_path / "x.warc"
    path.write_bytes(gzip.compress(good) + gzip.compress(data) if is_gzip else good + data)
    reading = Reading()
    pages = list(read_pages(path, reading))
    assert [page.body for page in pages] == [BODY]
    (told,) = reading.unreadable + reading.damaged
    assert reason in told or "Invalid WARC record" in told
    assert "Traceback" not in capfd.readouterr().err


def test_a_member_that_is_damaged_ends_the_file(tmp_path: Path) -> None:
    members = [gzip.compress(foreign(OK + b"\r\n", os.urandom(300_000))) for _ in range(3)]
    damaged = bytearray(members[1])
    damaged[150_000:150_100] = bytes(100)
    path = tmp_path / "x.warc.gz"
    path.write_bytes(members[0] + damaged + members[2])
    reading = Reading()
    assert 1 <= len(list(read_pages(path, reading))) <= 2
    assert len(reading.damaged) == 1


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (BODY, True),
        (b"<script>" + b"x" * 300_000 + b"</script>" + BODY, True),
        ("".join(f"&#{ord(c)};" for c in HINDI).encode(), True),
        (HINDI.encode("utf-16"), True),
        (b"", False),
        ("<a>हिन्दी</a>".encode() + b"English words. " * 5_000, False),
        ("தமிழ் செய்திகள் ".encode() * 99, False),
        (bytes(range(256)) * 1_000, False),
    ],
)
def test_devanagari_is_seen_without_parsing(body: bytes, expected: bool) -> None:
    assert is_devanagari(body) is expected


# ---------------------------------------------------------------------- crawls

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


def demo(folder: Path, *options: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """Crawl one section of the demonstration with an archive; *before* is run first."""
    command = f"import sys; {before}\nfrom scrapy.cmdline import execute; execute(sys.argv)"
    given = ["-a", "sections=india", "-a", "max_pages=1", "-s", f"DATA_DIR={folder}"]
    return subprocess.run(
        [sys.executable, "-c", command, "crawl", "demo", *given, "-s", "ARCHIVE=1", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


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


def lines_below(folder: Path) -> list[dict[str, Any]]:
    """Return the records of all feeds below *folder*."""
    texts = [feed.read_text("utf-8") for feed in folder.rglob("*.jsonl")]
    return [json.loads(line) for text in texts for line in text.splitlines()]


KILL = """
import os, types
from newscrawl import warc_file
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
