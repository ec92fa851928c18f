"""The encoding of a page: what the bytes are beats what labels say."""
# ruff: noqa: E501 - one case a line

from __future__ import annotations

import codecs

import pytest

from newscrawl.extraction.charset import decode

TEXT = "<html><head><title>नदी किनारे पुस्तकालय</title></head><body><p>गांव में खुला।</p></body></html>"
UTF_8 = TEXT.encode()


def labelled(charset: str) -> str:
    return TEXT.replace("<head>", f'<head><meta charset="{charset}">')


@pytest.mark.parametrize(
    ("body", "encoding", "content_type", "expected"),
    [
        pytest.param(UTF_8, None, None, TEXT, id="no label"),
        pytest.param(UTF_8, "iso-8859-1", None, TEXT, id="lying transport"),
        pytest.param(UTF_8, None, "text/html; charset=iso-8859-1", TEXT, id="lying header"),
        pytest.param(UTF_8, None, "text/html; charset=x-hindi", TEXT, id="unknown header"),
        pytest.param(
            labelled("windows-1252").encode(), None, None, labelled("windows-1252"), id="lying meta"
        ),
        pytest.param(codecs.BOM_UTF8 + UTF_8, "cp1252", None, TEXT, id="BOM"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), None, None, TEXT, id="UTF-16"),
        pytest.param(TEXT.encode("utf-16-be"), "utf-8", None, TEXT, id="UTF-16 without BOM"),
        pytest.param(UTF_8.decode("latin-1").encode() * 3, None, None, TEXT * 3, id="encoded twice"),
        pytest.param(
            "<p>caf\xe9 d\xe9j\xe0</p>".encode("cp1252"), "cp1252", None, "<p>café déjà</p>", id="cp1252"
        ),
        pytest.param(
            labelled("iso-8859-1").replace("नदी किनारे पुस्तकालय", "é").replace("गांव में खुला।", "").encode("cp1252"),
            None,
            None,
            labelled("iso-8859-1").replace("नदी किनारे पुस्तकालय", "é").replace("गांव में खुला।", ""),
            id="meta",
        ),
        pytest.param(b"", None, None, "", id="empty"),
    ],
)  # fmt: skip
def test_decode(body: bytes, encoding: str | None, content_type: str | None, expected: str) -> None:
    headers = {"Content-Type": content_type} if content_type else None
    assert decode(body, encoding, headers) == expected


def test_damaged_bytes_cost_only_themselves() -> None:
    damaged = UTF_8.replace("खुला".encode(), b"\xff\xe0\xa4" + "खुला".encode())
    assert decode(damaged, "iso-8859-1").replace("\ufffd", "") == TEXT
