"""Feeds: lines that stay lines, cells that stay text, files that can be cut and renamed."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.settings import Settings

from newscrawl.feed_file import FeedFile
from newscrawl.feeds import (
    CsvExporter,
    Feed,
    JsonLinesExporter,
    json_line,
    local_path,
    plan,
    plan_feed,
    set_default_feed,
    without_password,
)
from newscrawl.items import FIELD_NAMES, Article
from newscrawl.ledger import FeedError

FOLDER = Path("/srv/khabar")


def article(**values: Any) -> Article:
    given = {"headline": "शीर्षक", "article_body": "पहला अनुच्छेद।\n\nदूसरा।", **values}
    return Article(url="https://x.in/a", canonical_url="https://x.in/a", **given)


# ---------------------------------------------------------------------- JSON Lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("हिन्दी में समाचार", "हिन्दी में समाचार"),
        ("क्‍ष ZWJ", "क्‍ष ZWJ"),
        ("a\u2028b\u2029c\u0085d", "a\u2028b\u2029c\u0085d"),
        ("a\x00\x0b\x0c\x1c\x1d\x1e\x1f\r\n\tb", "a\x00\x0b\x0c\x1c\x1d\x1e\x1f\r\n\tb"),
        ("lone \ud800 one", "lone \ufffd one"),
        ("pair \ud83d\ude00", "pair 😀"),
        ('"\\', '"\\'),
    ],
)
def test_line_holds_any_text(text: str, expected: str) -> None:
    line = json_line({"text": text})
    assert line.decode("utf-8").splitlines() == [line.decode("utf-8").rstrip("\n")]
    assert json.loads(line) == {"text": expected}


@given(st.text(st.characters(codec=None), max_size=50))
def test_line_is_one_line(text: str) -> None:
    line = json_line({"text": text, text: [text]})
    assert line.endswith(b"\n")
    assert len(line.decode("utf-8").splitlines()) == 1
    json.loads(line)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_line_has_no_number_that_json_has_not(number: float) -> None:
    line = json_line({"number": number, "nested": [{"number": number, "one": 1.5}]})
    assert json.loads(line) == {"number": None, "nested": [{"number": None, "one": 1.5}]}


def test_large_text_is_one_line() -> None:
    assert json_line({"text": "क\n" * 2_000_000}).count(b"\n") == 1


def test_keys_are_those_of_the_record() -> None:
    file = FeedFile(None)
    JsonLinesExporter(file, encoding="utf-8").export_item(article())
    line = file.take()
    assert tuple(json.loads(line)) == FIELD_NAMES
    assert "शीर्षक".encode() in line


def test_fields_can_be_chosen_and_renamed() -> None:
    file = FeedFile(None)
    fields = {"headline": "title", "provenance": "from"}
    JsonLinesExporter(file, encoding="utf-8", fields_to_export=fields).export_item(article())
    record = json.loads(file.take())
    assert record["title"] == "शीर्षक"
    assert list(record) == ["title", "from"]
    assert record["from"]["headline"] is None


# ---------------------------------------------------------------------- CSV


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(start: str) -> None:
    file = FeedFile(None)
    exporter = CsvExporter(file, encoding="utf-8", fields_to_export=["headline", "authors"])
    text = start + 'HYPERLINK("http://x.in")'
    exporter.export_item(article(headline=text, authors=[text, "दूसरा"]))
    _, (headline, authors) = rows(file.take())
    assert headline == f"'{text}"
    assert authors.startswith(f"'{start}")


def test_plain_text_is_left_alone() -> None:
    file = FeedFile(None)
    CsvExporter(file, encoding="utf-8").export_item(article(headline="5-7 लोग = भीड़"))
    header, row = rows(file.take())
    record = dict(zip(header, row, strict=True))
    assert record["headline"] == "5-7 लोग = भीड़"
    assert record["article_body"] == article().article_body
    assert json.loads(record["provenance"])["headline"] is None


def test_header_is_written_once_a_file(tmp_path: Path) -> None:
    for base in (0, 100):
        file = FeedFile(tmp_path / "x.csv", base=base)
        CsvExporter(file, encoding="utf-8").export_item(article())
        assert len(rows(file.take())) == (2 if base == 0 else 1)


# ---------------------------------------------------------------------- files


def test_file_is_appended_to_behind_its_base(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"base\ntorn")
    file = FeedFile(path, base=5)
    file.write(b"one\n")
    assert path.read_bytes() == b"base\ntorn", "nothing before the batch"
    file.append(file.take())
    file.sync()
    assert path.read_bytes() == b"base\none\n"
    file.booked = file.length
    file.append(b"half")
    file.cut()
    assert path.read_bytes() == b"base\none\n"
    file.publish()


def test_item_that_failed_leaves_nothing() -> None:
    file = FeedFile(None)
    file.write(b"one\n")
    mark = file.mark()
    file.write(b"ha")
    file.forget_since(mark)
    assert file.tell() == 4
    assert file.take() == b"one\n"


@pytest.mark.parametrize("lines", [b"", b"one\n"])
def test_part_gets_its_name_where_it_has_a_line(tmp_path: Path, lines: bytes) -> None:
    target = tmp_path / "x.jsonl"
    file = FeedFile(tmp_path / "x.jsonl.part", target=target)
    file.append(lines)
    file.publish()
    assert target.exists() == bool(lines)
    assert not (tmp_path / "x.jsonl.part").exists()


def test_pipe_is_written_to_but_never_cut(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    file = FeedFile(path)
    file.append(b"one\n")
    file.sync()
    file.cut()
    file.publish()
    assert os.read(reader, 100) == b"one\n"
    os.close(reader)


# ---------------------------------------------------------------------- which feeds


@pytest.mark.parametrize(
    ("uri", "options", "is_unique", "expected"),
    [
        ("/d/x.jsonl", {}, False, Feed("/d/x.jsonl", Path("/d/x.jsonl"))),
        (
            "file:///d/x%20y.jsonl",
            {},
            False,
            Feed("file:///d/x%20y.jsonl", Path("/d/x y.jsonl")),
        ),
        (
            "/d/x.jsonl",
            {"overwrite": True},
            False,
            Feed("/d/x.jsonl", Path("/d/x.jsonl.part"), Path("/d/x.jsonl"), snapshot=True),
        ),
        (
            "/d/r.jsonl",
            {},
            True,
            Feed("/d/r.jsonl", Path("/d/r.jsonl.part"), Path("/d/r.jsonl")),
        ),
        ("/d/x.json", {"format": "json"}, False, Feed("/d/x.json", Path("/d/x.json"), whole=True)),
        (
            "/d/x.jsonl.gz",
            {"postprocessing": ["x"]},
            False,
            Feed("/d/x.jsonl.gz", Path("/d/x.jsonl.gz"), whole=True),
        ),
        ("stdout:", {}, False, Feed("stdout:", None)),
        (
            "s3://key:secret@bucket/a/x.jsonl",
            {},
            False,
            Feed(
                "s3://key:secret@bucket/a/x.jsonl",
                FOLDER / "uploads" / "R-a_x.jsonl",
                upload=True,
                whole=True,
            ),
        ),
    ],
)
def test_how_a_feed_is_written(
    uri: str, options: dict[str, Any], is_unique: bool, expected: Feed
) -> None:
    settings = Settings({"DATA_DIR": str(FOLDER)})
    options = {"format": "jsonlines", **options}
    assert plan_feed(uri, options, settings, "R", is_unique=is_unique) == expected


@pytest.mark.parametrize("suffix", ["json", "xml"])
def test_what_has_an_end_is_not_appended_to(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x.{suffix}"
    path.write_text("[]", encoding="utf-8")
    settings = Settings({"DATA_DIR": str(tmp_path)})
    with pytest.raises(FeedError, match="replace it with -O"):
        plan_feed(str(path), {"format": suffix}, settings, "R", is_unique=False)
    options = {"format": suffix, "overwrite": True}
    assert plan_feed(str(path), options, settings, "R", is_unique=False).snapshot


def test_other_feeds_replace_the_default() -> None:
    settings = Settings({"DATA_DIR": str(FOLDER)})
    set_default_feed(settings, "khabar")
    assert list(settings.getdict("FEEDS")) == [str(FOLDER / "khabar" / "%(run)s.jsonl")]
    for other in ({"FEEDS": {"x.jsonl": {"format": "jsonl"}}}, {"FEED_URI": "x.jsonl"}):
        settings = Settings({"DATA_DIR": str(FOLDER), **other})
        set_default_feed(settings, "khabar")
        assert str(FOLDER) not in str(settings.getdict("FEEDS"))


def a_crawler(feeds: dict[str, Any], **spider: Any) -> Any:
    settings = Settings({"DATA_DIR": str(FOLDER), "FEEDS": feeds})
    return SimpleNamespace(settings=settings, spider=SimpleNamespace(name="khabar", **spider))


def test_placeholders_are_filled_in() -> None:
    template = "/d/%(name)s/%(time)s-%(run)s-100%.jsonl"
    (feed,) = plan(a_crawler({template: {"format": "jsonl"}}), "R", "2026-11-24T06:00:00+00:00")
    assert feed.target == Path("/d/khabar/2026-11-24T06-00-00+00-00-R-100%.jsonl")
    assert feed.name == str(feed.target)


def test_scrapyds_items_dir_is_refused() -> None:
    feeds = {"file:///srv/items/newscrawl/khabar/j1.jl": {"format": "jsonlines"}}
    with pytest.raises(FeedError, match="items_dir"):
        plan(a_crawler(feeds, _job="j1"), "R", "2026")
    assert plan(a_crawler(feeds), "R", "2026")


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("ftp://user:p@ss@host:21/x.jsonl", "ftp://host:21/x.jsonl"),
        ("s3://bucket/x.jsonl?key=geheim", "s3://bucket/x.jsonl"),
    ],
)
def test_feed_name_has_no_password(uri: str, expected: str) -> None:
    assert without_password(uri) == expected


@pytest.mark.parametrize(
    ("uri", "expected"),
    [("ftp://x/y", None), ("file:///d/y", Path("/d/y")), ("/d/y", Path("/d/y"))],
)
def test_local_path(uri: str, expected: Path | None) -> None:
    assert local_path(uri) == expected
    assert local_path("y") == Path.cwd() / "y"
