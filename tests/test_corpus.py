"""From feeds to a corpus: what is kept, the same bytes each time, every format read back."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import zstandard
from scrapy.cmdline import execute
from synthetic_feeds import record, write_feed, write_many

from newscrawl.corpus.build import NothingLeft, Plan, build
from newscrawl.corpus.choice import Choice
from newscrawl.corpus.inputs import BadInput, find_feeds
from newscrawl.corpus.reading import BrokenInput, Report
from newscrawl.corpus.shards import FORMATS
from newscrawl.corpus.stored import stored_records
from newscrawl.corpus.takedowns import find_takedowns
from newscrawl.corpus.texts import describe
from newscrawl.feeds import json_line

ROOT = Path(__file__).parents[1]


def make(
    data: Path,
    out: Path,
    *,
    formats: tuple[str, ...] = ("jsonl",),
    shard_size: int = 10**8,
    report: Report | None = None,
    replace: bool = False,
    **choice: Any,
) -> dict[str, Any]:
    """Build a corpus at *out* of the feeds below *data* and return its statistics."""
    plan = Plan(
        feeds=find_feeds([data]),
        out=out,
        formats=formats,
        shard_size=shard_size,
        choice=Choice(**choice),
        replace=replace,
    )
    return build(plan, report or Report())


def stored(corpus: Path, form: str) -> list[dict[str, Any]]:
    """Return the records of a corpus as its shards of format *form* hold them."""
    only = corpus.parent / f"only-{form}"
    shutil.rmtree(only, ignore_errors=True)
    (only / "data").mkdir(parents=True)
    for path in corpus.glob(f"data/*.{form}"):
        (only / "data" / path.name).symlink_to(path)
    for name in ("SHA256SUMS", "stats.json"):
        (only / name).touch()
    batches = stored_records([only], Report(), lambda done, total: None)
    return [row for batch in batches for row in batch.to_pylist()]


def kept(data: Path, out: Path, **choice: Any) -> list[dict[str, Any]]:
    """Build a corpus and return its records."""
    make(data, out, **choice)
    return stored(out, "jsonl")


def ids(records: Iterable[dict[str, Any]]) -> list[str]:
    return sorted(each["id"] for each in records)


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


# ---------------------------------------------------------------------- which files


def test_feeds_are_found(tmp_path: Path) -> None:
    for name in (
        "a/one.jsonl",
        "b/deep/two.jsonl.gz",
        "a/three.jsonl.zst",
        "a/running.jsonl.part",
        "a/torn.jsonl.torn",
        "uploads/run-s3.jsonl",
        ".hidden/x.jsonl",
        "a/.hidden.jsonl",
        "out.building/data/2026-05-00000.jsonl",
        "a/table.csv",
    ):
        write_feed(tmp_path / name, [record()])
    corpus = tmp_path / "corpus"
    write_feed(corpus / "data/2026-05-00000.jsonl", [record()])
    (corpus / "SHA256SUMS").touch()
    (corpus / "stats.json").touch()
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "a/one.jsonl")
    found = [
        feed.path.resolve().relative_to(tmp_path).as_posix() for feed in find_feeds([tmp_path])
    ]
    assert sorted(found) == ["a/one.jsonl", "a/three.jsonl.zst", "b/deep/two.jsonl.gz"]
    assert [feed.name for feed in find_feeds([corpus])] == ["2026-05-00000.jsonl"]
    with pytest.raises(BadInput, match="no such file or folder"):
        find_feeds([tmp_path / "missing"])


# ---------------------------------------------------------------------- what is kept


def test_newest_version_of_each_article(tmp_path: Path) -> None:
    old, new = record(1, headline="पहली खबर"), record(1, headline="बदली खबर", version=2)
    seen_again = record(1, headline="बदली खबर", version=2, crawled_at="2026-05-09T00:00:00+00:00")
    write_feed(tmp_path / "data/b.jsonl", [old])
    write_feed(tmp_path / "data/a.jsonl.gz", [seen_again, record(2)])
    write_feed(tmp_path / "data/c.jsonl", [new, new])
    found = kept(tmp_path / "data", tmp_path / "newest")
    assert sorted(found, key=lambda each: each["id"] != record(1)["id"]) == [seen_again, record(2)]
    stats = json.loads((tmp_path / "newest/stats.json").read_text("utf-8"))
    assert stats["lines"] == {
        "read": 5,
        "kept": 2,
        "older version": 1,
        "the same version again": 2,
        "broken": 0,
    }
    found = kept(tmp_path / "data", tmp_path / "all", all_versions=True)
    assert [(each["id"], each["version"]) for each in found if each["id"] == old["id"]] == [
        (old["id"], 1),
        (old["id"], 2),
    ]


def test_versions_of_machines_with_ledgers_of_their_own(tmp_path: Path) -> None:
    first = record(1, headline="सुबह", crawled_at="2026-05-05T01:00:00+00:00")
    second = record(1, headline="दोपहर", crawled_at="2026-05-05T02:00:00+00:00")
    third = record(1, headline="शाम", version=2, crawled_at="2026-05-05T03:00:00+00:00")
    write_feed(tmp_path / "data/a.jsonl", [first, third])
    write_feed(tmp_path / "data/b.jsonl", [second])
    found = kept(tmp_path / "data", tmp_path / "all", all_versions=True)
    assert [(each["version"], each["headline"]) for each in found] == [
        (1, "सुबह"),
        (2, "दोपहर"),
        (3, "शाम"),
    ]


@pytest.mark.parametrize(
    ("choice", "numbers"),
    [
        ({}, [1, 2, 3, 4]),
        ({"sites": ("patrika", "none")}, [2]),
        ({"sections": ("sports",)}, [3]),
        ({"languages": ("mr",)}, [4]),
        ({"page_types": ("live_blog", "video")}, [1]),
        ({"min_words": 30}, [2]),
        ({"without_rights": ("noai",)}, [1, 2, 4]),
        ({"without_rights": ("noai", "paywall")}, [1, 4]),
        ({"sites": ("o'neill",)}, []),
    ],
)
def test_filters(tmp_path: Path, choice: dict[str, Any], numbers: list[int]) -> None:
    records = {
        1: record(1, page_type="live_blog"),
        2: record(2, site="patrika", word_count=30, rights=["paywall"]),
        3: record(3, article_section="sports", rights=["noarchive", "noai"]),
        4: record(4, in_language="mr"),
    }
    write_feed(tmp_path / "data/a.jsonl", list(records.values()))
    if not numbers:
        with pytest.raises(NothingLeft, match="no record is left: 4 --sites"):
            make(tmp_path / "data", tmp_path / "out", **choice)
        assert not (tmp_path / "out").exists()
        return
    found = kept(tmp_path / "data", tmp_path / "out", **choice)
    assert ids(found) == ids(records[number] for number in numbers)


def test_an_article_that_is_gone_is_left_out(tmp_path: Path) -> None:
    gone = {"page_type": "gone", "headline": None, "article_body": None, "content_hash": None}
    lines = [record(1), record(2), record(1) | gone | {"version": 2}]
    write_feed(tmp_path / "data" / "a.jsonl", lines)
    assert ids(kept(tmp_path / "data", tmp_path / "out")) == ids([record(2)])


def test_a_newer_version_that_is_filtered_out_does_not_bring_back_the_older(tmp_path: Path) -> None:
    records = [record(1), record(1, version=2, rights=["noai"]), record(2)]
    write_feed(tmp_path / "data/a.jsonl", records)
    found = kept(tmp_path / "data", tmp_path / "out", without_rights=("noai",))
    assert ids(found) == ids([record(2)])


A, B, C, D = (record(number)["id"] for number in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("labels", "here", "stay"),
    [
        pytest.param({2: A, 3: A}, (1, 2, 3), {1}, id="copies of one original"),
        pytest.param({2: A, 3: B}, (1, 2, 3), {1}, id="a copy of a copy"),
        pytest.param({2: A, 3: A}, (2, 3), {2}, id="the original is in no feed"),
        pytest.param({1: B, 2: A}, (1, 2), {1}, id="two that name each other"),
        pytest.param({4: C}, (1, 3, 4), {1, 3}, id="others are left alone"),
        pytest.param({1: B, 2: C, 3: D}, (1, 2, 3, 4), {4}, id="a chain"),
    ],
)
def test_of_duplicates_one_stays(
    tmp_path: Path, labels: dict[int, str], here: tuple[int, ...], stay: set[int]
) -> None:
    def labelled(number: int) -> dict[str, Any]:
        similarity = 0.9 if number in labels else None
        day = f"2026-05-0{number}T10:00:00+05:30"
        copy_of = labels.get(number)
        return record(number, duplicate_of=copy_of, similarity=similarity, date_published=day)

    write_feed(tmp_path / "data/a.jsonl", [labelled(number) for number in here])
    found = kept(tmp_path / "data", tmp_path / "drop", duplicates="drop")
    assert ids(found) == ids(record(number) for number in stay)
    assert {each["duplicate_of"] for each in found} == {None}
    for how in ("label", "keep"):
        found = kept(tmp_path / "data", tmp_path / how, duplicates=how)
        assert sorted(found, key=str) == sorted(map(labelled, here), key=str)


def test_exact_copies_that_no_crawl_knew_of_are_labelled(tmp_path: Path) -> None:
    text = "एजेंसी की वही खबर " * 20
    earlier = record(1, site="pehla", article_body=text)
    later = record(2, site="dusra", article_body=text, date_published="2026-05-04T12:00:00+05:30")
    write_feed(tmp_path / "data/b.jsonl", [later])
    write_feed(tmp_path / "data/a.jsonl", [earlier])
    found = kept(tmp_path / "data", tmp_path / "label")
    assert {each["site"]: (each["duplicate_of"], each["similarity"]) for each in found} == {
        "pehla": (None, None),
        "dusra": (earlier["id"], 1.0),
    }
    assert ids(kept(tmp_path / "data", tmp_path / "drop", duplicates="drop")) == [earlier["id"]]
    assert {
        each["duplicate_of"]
        for each in kept(tmp_path / "data", tmp_path / "keep", duplicates="keep")
    } == {None}


# ---------------------------------------------------------------------- damage


def test_broken_lines_are_reported_and_counted(tmp_path: Path) -> None:
    good = json_line(record(1))
    lines = [
        b'{"id": "1-0", "headl\n',
        b"[1, 2]\n",
        b"\n",
        json_line({"id": "1-5", "pages": 3}),
        json_line(record(2) | {"keywords": "खेल"}),
        json_line(record(3) | {"version": 2.5}),
        json_line(record(4) | {"word_count": 2**70}),
        json_line(record(5) | {"schema_version": "99"}),
        json_line(record(6)).replace(b"khabar", b"\xff", 1),
        json_line(record(7)).replace("नगर".encode(), b"\\ud800", 1),
        json_line(record(10)).replace(b'"similarity": null', b'"similarity": NaN'),
        good[: len(good) // 2],
    ]
    write_feed(tmp_path / "data/a.jsonl", [record(8)], b"".join(lines))
    cut = gzip.compress(b"".join(json_line(record(n)) for n in range(20, 60)))
    (tmp_path / "data/b.jsonl.gz").write_bytes(cut[: len(cut) // 2])
    frame = zstandard.compress(b"".join(json_line(record(n)) for n in range(70, 99)))
    (tmp_path / "data/d.jsonl.zst").write_bytes(frame + frame[: len(frame) // 2])
    (tmp_path / "data/c.jsonl").write_bytes(json_line(record(9) | {"mood": "x"}).rstrip(b"\n"))
    frames = [zstandard.compress(json_line(record(number))) for number in range(100, 103)]
    (tmp_path / "data/e.jsonl.zst").write_bytes(b"".join(frames))
    said: list[str] = []
    stats = make(tmp_path / "data", tmp_path / "out", report=Report(complain=said.append))
    assert {line.split(":")[0] for line in said if "a.jsonl" in line} == {
        f"a.jsonl, line {number}" for number in (2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13)
    }
    assert any(line.startswith("b.jsonl.gz, line") for line in said)
    assert any(line.startswith("d.jsonl.zst, line") for line in said)
    assert stats["lines"]["broken"] == len(said)
    assert stats["unknown_fields"] == {"mood": 1}
    whole = {record(number)["id"] for number in (8, 9, *range(70, 99), *range(100, 103))}
    assert whole <= set(ids(stored(tmp_path / "out", "jsonl")))
    inputs = {feed["name"]: feed for feed in stats["inputs"]}
    for name, feed in inputs.items():
        assert feed["sha256"] == hashlib.sha256((tmp_path / "data" / name).read_bytes()).hexdigest()
    with pytest.raises(BrokenInput, match=r"a\.jsonl, line 2: no JSON"):
        make(tmp_path / "data", tmp_path / "strict", report=Report(strict=True))
    assert not list(tmp_path.glob("strict*"))


# ---------------------------------------------------------------------- takedowns


def test_what_was_taken_down_is_in_no_corpus(tmp_path: Path) -> None:
    from sqlalchemy.engine import make_url

    from newscrawl.ledger.bodies import body_hash
    from newscrawl.ledger.store import Ledger
    from newscrawl.ledger.tables import forgotten

    gone, twin, other = record(1), record(2), record(3)
    moved = record(4, canonical_url="https://khabar.example/naya-pata-4/")
    for each in (gone, twin):
        each["article_body"] = "हटाई गई खबर का पूरा पाठ यही है " * 10
    elsewhere = dict(record(5, site="aur"), article_body=gone["article_body"])
    write_feed(tmp_path / "data/khabar/a.jsonl", [gone, twin, other, moved, elsewhere])
    write_feed(tmp_path / "data/khabar/b.jsonl", [{**twin, "version": 2, "headline": "बदली"}])
    ledger = Ledger.open(make_url(f"sqlite:///{tmp_path}/data/ledger.sqlite3"))
    text = body_hash(gone["headline"], gone["article_body"])
    with ledger.transaction() as connection:
        rows = [
            {"id": each["id"], "url": each["url"], "site": site, "body_hash": text, "at": 1.0}
            for each, site, text in ((gone, "khabar", text), (record(4), None, None))
        ]
        connection.execute(forgotten.insert(), rows)
    ledger.close()
    moved["url"] = record(4)["url"]
    write_feed(tmp_path / "data/khabar/a.jsonl", [gone, twin, other, moved, elsewhere])
    nowhere = make_url(f"sqlite:///{tmp_path}/none.sqlite3")
    takedowns = find_takedowns(nowhere, [tmp_path / "data"])
    assert not (tmp_path / "none.sqlite3").exists()
    plan = Plan(
        feeds=find_feeds([tmp_path / "data"]),
        out=tmp_path / "out",
        formats=("jsonl",),
        shard_size=10**8,
        takedowns=takedowns,
    )
    stats = build(plan, Report())
    assert ids(stored(tmp_path / "out", "jsonl")) == ids([other, elsewhere])
    assert stats["lines"]["taken down"] == 4
    assert stats["ledgers_asked_for_takedowns"] == 1


# ---------------------------------------------------------------------- shards


def test_shards_by_month_and_size(tmp_path: Path) -> None:
    records = [record(number) for number in range(50)]
    records += [
        record(60, date_published="2026-05-31T23:59:00+05:30"),
        record(61, date_published="2026-06-01T00:10:00+05:30"),
        record(62, date_published=None),
        record(63, date_published="../../etc", crawled_at=None),
    ]
    write_feed(tmp_path / "data/a.jsonl", records)
    size = 20_000
    stats = make(tmp_path / "data", tmp_path / "out", formats=FORMATS, shard_size=size)
    months = {"2026-05", "2026-06", "undated-2026-05", "undated"}
    for form in FORMATS:
        shards = [shard for shard in stats["shards"] if shard["format"] == form]
        assert {shard["month"] for shard in shards} == months
        most = size + 30_000 * (form == "parquet")  # its footer names 58 columns
        assert all(shard["bytes"] <= most for shard in shards)
        assert all(shard["name"].startswith(f"data/{shard['month']}-0") for shard in shards)
        assert sum(shard["records"] for shard in shards) == len(records)
    assert sum(shard["month"] == "2026-05" for shard in stats["shards"]) > len(FORMATS)
    found = stored(tmp_path / "out", "jsonl")
    assert sorted(found, key=str) == sorted(records, key=str)
    for month in months:
        lines = b"".join(
            p.read_bytes() for p in sorted((tmp_path / "out").glob(f"data/{month}-0*.jsonl"))
        )
        rows = [json.loads(line) for line in lines.splitlines()]
        assert rows == sorted(rows, key=lambda row: (row["site"], row["id"], row["version"]))
    check = subprocess.run(
        ["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=tmp_path / "out", check=False
    )
    assert check.returncode == 0
    listed = {line[66:] for line in (tmp_path / "out/SHA256SUMS").read_text().splitlines()}
    assert listed | {"SHA256SUMS"} == set(digests(tmp_path / "out"))


def without_formulas(value: Any) -> Any:
    """Return *value* without the apostrophe that makes text of a formula."""
    if isinstance(value, str) and value[:2] in ("'=", "'+", "'-", "'@"):
        return value[1:]
    return value


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with 40 feeds of 100 records and the corpus of them in all formats."""
    folder = tmp_path_factory.mktemp("many")
    write_many(folder / "data", feeds=40, each=100)
    make(folder / "data", folder / "it's [all]", formats=FORMATS, shard_size=200_000)
    (folder / "it's [all]").rename(folder / "corpus")
    return folder


def test_every_format_is_read_back_equal(many: Path) -> None:
    newest: dict[str, dict[str, Any]] = {}
    for feed in find_feeds([many / "data"]):
        data = feed.path.read_bytes()
        for line in (gzip.decompress(data) if feed.path.suffix == ".gz" else data).splitlines():
            if line.endswith(b"}"):
                each = json.loads(line)
                if each["version"] >= newest.get(each["id"], each)["version"]:
                    newest[each["id"]] = each
    expected = sorted(newest.values(), key=lambda each: each["id"])
    for form in FORMATS:
        found = stored(many / "corpus", form)
        if form == "csv":
            assert any(str(each["headline"]).startswith("'=") for each in found)
            found = [{n: without_formulas(v) for n, v in each.items()} for each in found]
        assert sorted(found, key=lambda each: each["id"]) == expected, form
    assert any("क्‍" in each["article_body"] or "ज़" in each["headline"] for each in [record()])


def test_the_same_input_gives_the_same_bytes(many: Path, tmp_path: Path) -> None:
    feeds = find_feeds([many / "data"])
    plan = Plan(feeds=feeds[::-1], out=tmp_path / "again", formats=FORMATS, shard_size=200_000)
    build(plan, Report())
    assert digests(tmp_path / "again") == digests(many / "corpus")


def test_hindi_and_line_breaks_of_other_alphabets_are_kept(tmp_path: Path) -> None:
    odd = record(
        1, article_body="श्री‌मान क्‍या\u2028नई पंक्ति\u0085\r\n\tज़ ज़ \x00 😀 \"उद्धरण\", 'x'; =1"
    )
    write_feed(tmp_path / "data/a.jsonl", [odd])
    make(tmp_path / "data", tmp_path / "out", formats=FORMATS)
    for form in FORMATS:
        assert stored(tmp_path / "out", form) == [odd], form


# ---------------------------------------------------------------------- the folder


def test_an_earlier_corpus_is_replaced_only_when_told_to(tmp_path: Path) -> None:
    write_feed(tmp_path / "data/a.jsonl", [record(1)])
    out = tmp_path / "out"
    out.mkdir()
    make(tmp_path / "data", out)
    before = digests(out)
    write_feed(tmp_path / "data/a.jsonl", [record(1), record(2)])
    with pytest.raises(BadInput, match="--force replaces it"):
        make(tmp_path / "data", out)
    assert digests(out) == before
    make(tmp_path / "data", out, replace=True)
    assert len(stored(out, "jsonl")) == 2
    (out / "notes.txt").write_text("mine")
    with pytest.raises(BadInput, match=r"holds notes\.txt"):
        make(tmp_path / "data", out, replace=True)
    (tmp_path / "home").mkdir()
    (tmp_path / "home/thesis.tex").touch()
    with pytest.raises(BadInput, match="neither empty nor a corpus"):
        make(tmp_path / "data", tmp_path / "home", replace=True)
    assert [path.name for path in tmp_path.glob("*.building")] == []


def test_a_failure_leaves_the_earlier_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_feed(tmp_path / "data/a.jsonl", [record(1)])
    make(tmp_path / "data", tmp_path / "out")
    before = digests(tmp_path / "out")

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("newscrawl.corpus.shards.SyncedFile.publish", full_disk)
    with pytest.raises(OSError, match="No space"):
        make(tmp_path / "data", tmp_path / "out", replace=True)
    assert digests(tmp_path / "out") == before
    assert not list(tmp_path.glob("*.building"))


# ---------------------------------------------------------------------- the command


def corpus_command(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "corpus", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_build_and_stats_by_command(tmp_path: Path) -> None:
    write_feed(tmp_path / "data/a.jsonl", [record(1), record(2)], b'{"torn')
    settings = ("-s", f"DATA_DIR={tmp_path}/data")
    run = corpus_command(
        "build", tmp_path / "data", "--out", tmp_path / "out", "--format", "parquet,csv", *settings
    )
    assert run.returncode == 0, run.stderr
    assert run.stderr == "a.jsonl, line 3: no JSON, or half a line\n"
    assert "2 records of 2 articles" in run.stdout
    for path in (tmp_path / "out", tmp_path / "data"):
        run = corpus_command("stats", path, "--json", "--sample", 1)
        found = json.loads(run.stdout)
        assert found["records"] == 2
        assert found["sample"]["articles"] == 1
    shown = corpus_command("stats", tmp_path / "out").stdout
    assert "क़िले" in shown


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ("", "name an action"),
        ("bulid data", "name an action"),
        ("build", "name the feeds"),
        ("build {data}", "--out"),
        ("build {data} --out", "expected one argument"),
        ("build missing --out {out}", "no such file or folder: missing"),
        ("build {empty} --out {out}", "no feed"),
        ("build {data} --out {data}", "neither empty nor a corpus"),
        ("build {data} --out {file}", "is no folder"),
        ("build {data} --out {out} --format jsonl,parket", "did you mean parquet?"),
        ("build {data} --out {out} --shard-size big", "not a size"),
        ("build {data} --out {out} --shard-size 0", "not a size"),
        ("build {data} --out {out} --since gestern", "not a date"),
        ("build {data} --out {out} --since 2026-05-02 --until 2026-05-01", "later than --until"),
        ("build {data} --out {out} --min-words many", "not a whole number"),
        ("build {data} --out {out} --rights noall", "did you mean noai?"),
        ("build {data} --out {out} --page-types blog", "--page-types blog"),
        ("build {data} --out {out} --duplicates dorp", "--duplicates dorp"),
        ("build {data} --out {out} --sites ,", "--sites is given without a value"),
        ("build {data} --out {out} --sitez khabar", "did you mean --sites?"),
        ("build {data} --out {out} --json", "has no option --json"),
        ("stats {data} --force", "has no option --force"),
        ("stats {empty}", "no feed and no corpus"),
    ],
)
def test_a_bad_argument_is_one_line(
    tmp_path: Path,
    arguments: str,
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "empty").mkdir()
    data = write_feed(tmp_path / "data/a.jsonl", [record(1)]).parent
    places = {"data": data, "out": tmp_path / "out", "file": data / "a.jsonl"}
    given = arguments.format(empty=tmp_path / "empty", **places)
    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit) as ended:
        execute(["scrapy", "corpus", *given.split()])
    said = capsys.readouterr()
    assert ended.value.code == 2
    assert line in said.err
    assert said.err.startswith("newscrawl: ")
    assert said.err.count("\n") == 1
    assert not said.out
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_killed_build_leaves_nothing_that_looks_whole(many: Path, tmp_path: Path) -> None:
    """Kill builds at moments from the first file to the last, then build in peace."""
    out = tmp_path / "corpus"
    arguments = [sys.executable, "-m", "scrapy", "corpus", "build", str(many / "data")]
    arguments += ["--out", str(out), "--format", ",".join(FORMATS), "--shard-size", "200000"]
    arguments += ["-s", f"DATA_DIR={tmp_path}"]
    whole = digests(many / "corpus")
    building = tmp_path / "corpus.building"
    for shards in (0, 1, 60):
        process = subprocess.Popen(arguments, cwd=ROOT, stderr=subprocess.DEVNULL)
        while process.poll() is None and not (
            building.is_dir() and len(list(building.glob("data/*"))) >= shards
        ):
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.returncode == -signal.SIGKILL, "the build was done before it was killed"
        assert not out.exists()
        assert not (building / "SHA256SUMS").exists()
        for name, digest in digests(building).items():
            if name.startswith("data/") and not name.endswith(".part"):
                assert whole[name] == digest
    run = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert digests(out) == whole
    assert not building.exists()


# ---------------------------------------------------------------------- the card


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a corpus in each format, in which some fields are always absent."""
    folder = tmp_path_factory.mktemp("loaded")
    write_many(folder / "data", feeds=4, each=60)
    write_feed(folder / "data/late.jsonl", [record(1, date_published=None, warnings=["x"])])
    for form in FORMATS:
        make(folder / "data", folder / form, formats=(form,))
    return folder


LIBRARIES = ("datasets", "pandas", "polars", "DuckDB")


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("form", FORMATS)
def test_what_the_readme_says_loads_it(
    loaded: Path, form: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = loaded / form
    monkeypatch.chdir(corpus)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(loaded / "hugging_face"))
    readme = Path("README.md").read_text("utf-8")
    found = re.search(rf"^{library}:\n\n```python\n(.*?)```", readme, re.MULTILINE | re.DOTALL)
    assert found, "the README shows how"
    names: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the libraries, about themselves
        exec(found[1], names)
    articles = names["articles"]
    expected = {each["id"]: each for each in stored(corpus, form)}
    rows = rows_of(articles, library)
    assert len(rows) == len(expected)
    for row in rows:
        for name in ("headline", "article_body", "site", "date_published", "crawled_at"):
            if (value := expected[row["id"]][name]) is not None:
                assert row[name] == value
    if library == "datasets" and form != "csv":
        assert {row["id"]: row for row in rows} == expected


def rows_of(articles: Any, library: str) -> list[dict[str, Any]]:
    """Return what a library has loaded as dicts."""
    match library:
        case "datasets":
            return list(articles)
        case "pandas":
            return list(articles.to_dict("records"))
        case "polars":
            return list(articles.to_dicts())
        case _:
            return [dict(zip(articles.columns, row, strict=True)) for row in articles.fetchall()]


def test_the_card_tells_what_the_corpus_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = ("2026-05-01", "2026-05-02", "2026-05-05", "2026-05-09")
    records = [
        record(number, date_published=f"{day}T10:00:00+05:30", agency="PTI")
        for number, day in enumerate(days)
    ]
    records.append(
        record(
            9,
            canonical_url="https://x.example/9",
            site="a|b",
            article_section=None,
            rights=["paywall", "noarchive"],
        )
    )
    write_feed(tmp_path / "data/a.jsonl", records)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    stats = make(tmp_path / "data", tmp_path / "out", min_words=1)
    assert json.loads((tmp_path / "out/stats.json").read_text("utf-8")) == json.loads(
        json.dumps(stats)
    )
    assert stats["made_on"] == "2026-09-21"
    assert stats["sites"] == {"khabar": 4, "a|b": 1}
    assert stats["sections"] == {"india": 4, "none": 1}
    assert stats["agencies"] == {"PTI": 4, "none": 1}
    assert stats["rights"] == {"none": 4, "noarchive": 1, "paywall": 1}
    assert stats["coverage"]["khabar"] == {
        "first": "2026-05-01",
        "last": "2026-05-09",
        "days": 4,
        "days_without": 5,
        "longest_gaps": [
            {"from": "2026-05-06", "to": "2026-05-08", "days": 3},
            {"from": "2026-05-03", "to": "2026-05-04", "days": 2},
        ],
    }
    assert stats["provenance"]["headline"] == {"json-ld": 5}
    assert stats["choice"] == {"min_words": 1, "duplicates": "label"}
    card = (tmp_path / "out/README.md").read_text("utf-8")
    for text in ("license: other", "| a\\|b | 1 |", "2026-05-06 to 2026-05-08", "min words: 1"):
        assert text in card


# ---------------------------------------------------------------------- stats


def test_stats_of_texts(tmp_path: Path) -> None:
    texts = {
        "sports": "भारत ने मैच जीता और कप्तान ने क़ुर्बानी की बात कही।",
        "world": "नेपाल में बारिश से सड़क बंद, १२ लोग stuck हैं।",
    }
    records = [
        record(number, article_section=section, article_body=text)
        for number, (section, text) in enumerate(texts.items())
    ]
    write_feed(tmp_path / "data/a.jsonl", records, b"{")
    said: list[str] = []
    found = describe([tmp_path / "data"], 100, said.append, lambda *_: None)
    assert found["records"] == 2
    assert found["broken"] == len(said) == 1
    sample = found["sample"]
    assert dict(sample["top_words"]["sports"]).keys() == {
        "भारत", "मैच", "जीता", "कप्तान", "क़ुर्बानी", "बात", "कही"
    }  # fmt: skip
    assert sample["tokens"] == 21
    assert sample["vocabulary_growth"][-1] == {"articles": 2, "tokens": 21, "types": 20}
    assert list(sample["scripts"]) == ["Devanagari", "Latin", "digits ०-९"]
    assert {each["headline"] for each in sample["samples"]} == {r["headline"] for r in records}


def test_a_sample_does_not_depend_on_the_order(tmp_path: Path) -> None:
    records = [record(number) for number in range(300)]
    for name, part in (("a", records), ("b", records[::-1])):
        write_feed(tmp_path / name / "a.jsonl", part)
    a, b = (describe([tmp_path / name], 40, [].append, lambda *_: None) for name in "ab")
    assert a == b
    assert a["sample"]["articles"] == 40
