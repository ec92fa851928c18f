"""WARC files on disk: revisits, rotation, and what a kill or a full disk leaves."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcs import HINDI, WHEN, exchange, files_in, records

from newscrawl.archive.warc_file import recover
from newscrawl.archive.warc_pages import UnreadableArchive, page_at, read_pages, warc_files


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
        patched.setattr("newscrawl.archive.warc_file.os.write", write)
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
