"""The body of a response without its content encodings, whole and within bounds, or an error.

Scrapy's own middleware hands on what came out of a cut stream as if it were the page, and knows no
limit for encodings within encodings.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator

import brotli  # type: ignore[import-untyped]
from backports import zstd
from scrapy.exceptions import IgnoreRequest, ResponseDataLossError

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
MAX_LAYERS = 2
_CHUNK = 64 * 1024
_ZSTD_MAX_WINDOW_LOG = 23  # 8 MiB, what RFC 8878 asks decoders to support and browsers stop at
_NO_ENCODING = frozenset({"", "identity", "none", "binary", "8bit", "utf-8", "utf8"})
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


class ResponseTooLarge(IgnoreRequest):
    """A response above DOWNLOAD_MAXSIZE, on the wire or after decompression."""


class UnreadableEncoding(IgnoreRequest):
    """A body whose content encoding nobody here can undo."""


class TruncatedBody(ResponseDataLossError):
    """A compressed body that ends before its end. It is asked for again."""


def decompress(
    body: bytes,
    encodings: Iterable[str],
    *,
    limit: int,
    cut: bool = False,
    stopped: bool = False,
) -> bytes:
    """Return *body* without its *encodings*, which stand in the order they were applied.

    *limit* is in bytes and holds while decompressing, for every layer; with *cut* a larger body is
    returned up to there. *stopped*: the body ends early because we stopped reading, so what came
    is returned.
    Bytes beat labels: a body that is plainly HTML is returned as it is, and gzip and zstd are known
    by their signatures.

    Raises ResponseTooLarge, UnreadableEncoding or TruncatedBody.
    """
    layers = [name for name in (e.strip().lower() for e in encodings) if name not in _NO_ENCODING]
    if len(layers) > MAX_LAYERS:
        raise UnreadableEncoding(f"{len(layers)} content encodings, at most {MAX_LAYERS}")
    for name in reversed(layers):
        if name not in _DECODERS:
            if _is_html(body):
                return body
            raise UnreadableEncoding(f"unknown content encoding {name[:40]!r}")
        try:
            body = _collect(_DECODERS[name](body), limit, cut=cut, stopped=stopped)
        except _NotEncoded as error:
            if _is_html(body):
                continue
            other = _gzip if body.startswith(_GZIP) else _zstandard
            if not is_compressed(body) or other is _DECODERS[name]:
                raise TruncatedBody(f"not {name}: {error}") from error
            body = _collect(other(body), limit, cut=cut, stopped=stopped)
    return body


def is_compressed(body: bytes) -> bool:
    """Return whether *body* is gzip or zstd by its first bytes."""
    return body.startswith((_GZIP + b"\x08", _ZSTD))


class _NotEncoded(TruncatedBody):
    """The body never was what its label says."""


def _is_html(body: bytes) -> bool:
    return body[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def _collect(chunks: Iterator[bytes], limit: int, *, cut: bool, stopped: bool) -> bytes:
    collected = bytearray()
    try:
        for chunk in chunks:
            collected += chunk
            if limit and len(collected) > limit:
                if cut:
                    break
                raise ResponseTooLarge(f"more than {limit} bytes after decompression")
    except TruncatedBody:
        if not stopped:
            raise
    return bytes(collected[:limit] if limit else collected)


def _zlib(body: bytes, wbits: int) -> Iterator[bytes]:
    """Yield a zlib stream; behind a gzip member there may be more of them, else it is padding."""
    started = False
    while True:
        decoder = zlib.decompressobj(wbits)
        while not decoder.eof:
            try:
                chunk = decoder.decompress(body, _CHUNK)
            except zlib.error as error:
                if started:
                    raise TruncatedBody(str(error)) from error
                raise _NotEncoded(str(error)) from error
            if not chunk and not decoder.eof and not decoder.unconsumed_tail:
                raise TruncatedBody("the compressed body ends early")
            started = True
            body = decoder.unconsumed_tail
            yield chunk
        body = decoder.unused_data
        if wbits < zlib.MAX_WBITS + 16 or not body.startswith(_GZIP):
            return


def _gzip(body: bytes) -> Iterator[bytes]:
    if not body.startswith(_GZIP):
        raise _NotEncoded("no gzip signature")
    yield from _zlib(body, zlib.MAX_WBITS + 16)


def _deflate(body: bytes) -> Iterator[bytes]:
    """Yield zlib data, or raw deflate data, which some servers send under this name."""
    try:
        yield from _zlib(body, zlib.MAX_WBITS)
    except _NotEncoded:
        yield from _zlib(body, -zlib.MAX_WBITS)


def _brotli(body: bytes) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    started = False
    data = body
    while not decoder.is_finished():
        try:
            chunk = decoder.process(data, output_buffer_limit=_CHUNK)
        except brotli.error as error:
            if started:
                raise TruncatedBody(str(error)) from error
            raise _NotEncoded(str(error)) from error
        if not chunk and not data and not decoder.is_finished():
            raise TruncatedBody("the compressed body ends early")
        started, data = started or bool(chunk), b""
        yield chunk


def _zstandard(body: bytes) -> Iterator[bytes]:
    if not body.startswith(_ZSTD):
        raise _NotEncoded("no zstd signature")
    options = {int(zstd.DecompressionParameter.window_log_max): _ZSTD_MAX_WINDOW_LOG}
    while body.startswith(_ZSTD):
        decoder = zstd.ZstdDecompressor(options=options)
        data = body
        while not decoder.eof:
            try:
                chunk = decoder.decompress(data, _CHUNK)
            except zstd.ZstdError as error:
                raise TruncatedBody(str(error)) from error
            if not chunk and decoder.needs_input and not decoder.eof:
                raise TruncatedBody("the compressed body ends early")
            data = b""
            yield chunk
        body = decoder.unused_data


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstandard,
}
