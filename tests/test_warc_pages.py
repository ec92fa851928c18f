"""WARC files of others: every form of them is read, nothing in them goes beyond its bounds."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcs import HINDI, foreign

from newscrawl.archive.warc_pages import MAX_PAGE, Reading, is_devanagari, read_pages


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
