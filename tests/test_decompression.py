"""Bodies without their content encodings: whole, within bounds, or an error."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Callable

import brotli
import pytest
from backports import zstd

from newscrawl.fetching.decompression import (
    ResponseTooLarge,
    TruncatedBody,
    UnreadableEncoding,
    decompress,
    is_compressed,
)

PAGE = ("<!DOCTYPE html><p>" + "मौसम की ताज़ा ख़बर। " * 400 + "</p>").encode()
LIMIT = 1024 * 1024


def raw_deflate(body: bytes) -> bytes:
    encoder = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return encoder.compress(body) + encoder.flush()


ENCODED = {
    "gzip": gzip.compress(PAGE),
    "X-GZIP": gzip.compress(PAGE),
    "deflate": zlib.compress(PAGE),
    "br": brotli.compress(PAGE),
    "zstd": zstd.compress(PAGE),
}


@pytest.mark.parametrize(
    ("body", "encodings"),
    [
        *(pytest.param(body, [name], id=name) for name, body in ENCODED.items()),
        pytest.param(raw_deflate(PAGE), ["deflate"], id="raw deflate"),
        pytest.param(PAGE, [], id="none"),
        pytest.param(PAGE, ["identity", "utf-8", ""], id="none by name"),
        pytest.param(PAGE, ["gzip"], id="says gzip, is plain"),
        pytest.param(PAGE, ["br"], id="says br, is plain"),
        pytest.param(gzip.compress(PAGE), ["deflate"], id="says deflate, is gzip"),
        pytest.param(gzip.compress(PAGE), ["br"], id="says br, is gzip"),
        pytest.param(zstd.compress(PAGE), ["gzip"], id="says gzip, is zstd"),
        pytest.param(b"\xef\xbb\xbf\n" + PAGE, ["x-rot13"], id="says nonsense, is plain"),
        pytest.param(gzip.compress(gzip.compress(PAGE)), ["gzip", "gzip"], id="two layers"),
        pytest.param(gzip.compress(brotli.compress(PAGE)), ["br", "gzip"], id="br, then gzip"),
        pytest.param(gzip.compress(PAGE) + b"\0" * 9, ["gzip"], id="padding"),
        pytest.param(gzip.compress(PAGE[:99]) + gzip.compress(PAGE[99:]), ["gzip"], id="members"),
        pytest.param(zstd.compress(PAGE[:99]) + zstd.compress(PAGE[99:]), ["zstd"], id="frames"),
    ],
)
def test_whole(body: bytes, encodings: list[str]) -> None:
    plain = body if body.lstrip(b"\xef\xbb\xbf\n").startswith(b"<") else PAGE
    assert decompress(body, encodings, limit=LIMIT) == plain


@pytest.mark.parametrize("name", ENCODED)
@pytest.mark.parametrize("kept", [0.3, 0.9, 0.99])
def test_cut_short(name: str, kept: float) -> None:
    body = ENCODED[name]
    with pytest.raises(TruncatedBody):
        decompress(body[: int(len(body) * kept)], [name], limit=LIMIT)


def zstd_with_checksum(body: bytes) -> bytes:
    return zstd.compress(body, options={zstd.CompressionParameter.checksum_flag: True})


@pytest.mark.parametrize(
    ("name", "encode"), [("gzip", gzip.compress), ("zstd", zstd_with_checksum)]
)
def test_damaged(name: str, encode: Callable[[bytes], bytes]) -> None:
    body = bytearray(encode(os.urandom(40_000)))
    body[20_000:20_064] = bytes(64)
    with pytest.raises(TruncatedBody):
        decompress(bytes(body), [name], limit=LIMIT)


@pytest.mark.parametrize(
    ("name", "encode"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("br", brotli.compress),
        ("zstd", zstd.compress),
    ],
)
def test_bombs(name: str, encode: Callable[[bytes], bytes]) -> None:
    bomb = encode(b" " * (64 * LIMIT))
    with pytest.raises(ResponseTooLarge):
        decompress(bomb, [name], limit=LIMIT)
    assert decompress(bomb, [name], limit=LIMIT, cut=True) == b" " * LIMIT


@pytest.mark.parametrize(
    ("body", "encodings"),
    [
        pytest.param(PAGE[::-1], ["x-rot13"], id="unknown"),
        pytest.param(gzip.compress(PAGE), ["gzip"] * 3, id="three layers"),
    ],
)
def test_unreadable(body: bytes, encodings: list[str]) -> None:
    with pytest.raises(UnreadableEncoding):
        decompress(body, encodings, limit=LIMIT)


def test_a_window_of_128_mib_is_not_allocated() -> None:
    block = (1 | 0 << 1 | 5 << 3).to_bytes(3, "little") + b"<p>x\n"  # the last block, raw, 5 bytes
    frame = b"\x28\xb5\x2f\xfd\x00%c" + block
    assert decompress(frame % 0x68, ["zstd"], limit=LIMIT) == b"<p>x\n"  # 2 ** 23
    with pytest.raises(TruncatedBody):
        decompress(frame % 0x88, ["zstd"], limit=LIMIT)  # 2 ** 27


def test_what_was_cut_at_the_limit_ends_there() -> None:
    body = gzip.compress(os.urandom(3 * LIMIT))
    read = decompress(body[:LIMIT], ["gzip"], limit=LIMIT, cut=True, stopped=True)
    assert len(read) > LIMIT * 0.9
    with pytest.raises(TruncatedBody):
        decompress(body[: LIMIT // 2], ["gzip"], limit=LIMIT, cut=True)


def test_is_compressed() -> None:
    assert is_compressed(gzip.compress(PAGE))
    assert is_compressed(zstd.compress(PAGE))
    assert not is_compressed(PAGE)
