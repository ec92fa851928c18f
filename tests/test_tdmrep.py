"""tdmrep.json: which pages of a host are reserved from text and data mining."""

from __future__ import annotations

import json

import pytest

from newscrawl.fetching.tdmrep import TdmReservations


@pytest.mark.parametrize(
    ("entries", "path", "reserved"),
    [
        pytest.param([], "/a", False, id="nothing"),
        pytest.param([{"location": "/", "tdm-reservation": 1}], "/a", True, id="all"),
        pytest.param([{"location": "/", "tdm-reservation": 0}], "/a", False, id="none"),
        pytest.param([{"location": "/a/*", "tdm-reservation": 1}], "/a/b", True, id="*"),
        pytest.param([{"location": "/a/*", "tdm-reservation": 1}], "/b", False, id="elsewhere"),
        pytest.param([{"location": "/*.jpg$", "tdm-reservation": 1}], "/b.jpg", True, id="$"),
        pytest.param(
            [{"location": "/*.jpg$", "tdm-reservation": 1}], "/b.jpg?a", False, id="$, no"
        ),
        pytest.param([{"location": "/निजी/", "tdm-reservation": 1}], "/निजी/a", True, id="Hindi"),
        pytest.param([{"location": "/", "tdm-reservation": "1"}], "/a", True, id="a string"),
        pytest.param([{"location": "/", "tdm-reservation": True}], "/a", True, id="a boolean"),
        pytest.param({"location": "/", "tdm-reservation": 1}, "/a", True, id="no list"),
        pytest.param(
            [{"location": "/", "tdm-reservation": 1}, {"location": "/a/", "tdm-reservation": 0}],
            "/a/b",
            False,
            id="the longest decides",
        ),
        pytest.param([{"location": 5, "tdm-reservation": 1}, "x", None], "/5", False, id="rubbish"),
        pytest.param([{"location": "/"}], "/a", False, id="says nothing"),
    ],
)
def test_covers(entries: object, path: str, reserved: bool) -> None:
    body = json.dumps(entries, ensure_ascii=False).encode()
    assert TdmReservations.parse(body).covers(f"https://khabar.example{path}") is reserved


@pytest.mark.parametrize("body", [b"<html>", b"", b"[" * 100_000, b"\xff\xfe\xff"])
def test_what_is_no_json(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json, unicode and our own
        TdmReservations.parse(body)
