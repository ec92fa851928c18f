"""Our extraction as a step of datatrove, with its local executor on archives of our own writing."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from warcs import exchange

from newscrawl.archive.warc_file import WarcFiles
from newscrawl.archive.warc_pages import read_pages, warc_files
from newscrawl.benchmark.pages import Pages
from newscrawl.benchmark.stories import Story, write_stories
from newscrawl.feeds import json_line
from newscrawl.items import as_dict
from newscrawl.reparse.pages import Rules, article_of, reference

pytest.importorskip("datatrove", reason="needs datatrove (extra cluster)")

from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.utils.text import simplify_text

from newscrawl.cluster import (
    MINHASH,
    ExtractArticles,
    HindiWords,
    extraction,
    without_near_duplicates,
)

ORIGIN = "https://namuna.example"
ENGLISH = "<html><body><h1>A bridge for the town</h1><p>Some words of a story.</p></body></html>"
TASKS = 2


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    """Return stories with two exact copies and three near copies among them."""
    return write_stories(110)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, stories: list[Story]) -> Path:
    """Return a folder with two WARC files of Hindi articles and other pages."""
    folder = tmp_path_factory.mktemp("archive")
    pages = Pages(ORIGIN, stories)
    half = len(stories) // 2
    for number, places in enumerate((range(half), range(half, len(stories)))):
        home = folder / "namuna" if number else folder
        files = WarcFiles(folder, home, f"run-{number}", 10**9, {"newscrawl-site": "namuna"})
        for place in places:
            when = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=place)
            body = pages.article(place).encode()
            files.write(exchange(ORIGIN + stories[place].path, body, fetched_at=when))
        files.write(exchange(f"{ORIGIN}/en/{number}.html", ENGLISH.encode()))
        noai = [("Content-Type", "text/html"), ("X-Robots-Tag", "noai")]
        body = pages.article(0).replace("नमूना", "दूसरा").encode()
        files.write(exchange(f"{ORIGIN}/reserved-{number}.html", body, headers=noai))
        files.close()
    (folder / "run-2-00000.warc.gz.part").write_bytes(b"of a crawl that goes on")
    return folder


def run(pipeline: list[Any], tasks: int, logs: Path) -> None:
    executor = LocalPipelineExecutor(pipeline, tasks=tasks, workers=2, logging_dir=str(logs))
    executor.run()
    assert len(list((logs / "completions").iterdir())) == tasks


def records_in(folder: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for file in sorted(folder.glob("*.jsonl.gz"))
        for line in gzip.decompress(file.read_bytes()).splitlines()
    ]


@pytest.mark.slow
def test_two_tasks_extract_what_reparse_does_and_find_the_copies(
    archive: Path, stories: list[Story], tmp_path: Path
) -> None:
    run(extraction(str(archive), str(tmp_path / "records")), TASKS, tmp_path / "logs")
    records = records_in(tmp_path / "records")
    assert len(list((tmp_path / "records").glob("*.jsonl.gz"))) == TASKS
    rules = Rules(refused_rights=("noindex", "noai", "tdm-reserved"))
    expected = [
        json.loads(json_line(as_dict(article_of(page, reference(page, file.name), rules))))
        for file in warc_files(archive)
        for page in read_pages(file)
        if "/en/" not in page.url and "reserved" not in page.url
    ]
    assert records == expected
    assert {record["article_body"] for record in records} == {story.body for story in stories}
    assert all(record["archive_ref"].startswith("archive/namuna/run-") for record in records)

    work, out = str(tmp_path / "work"), tmp_path / "out"
    stages = without_near_duplicates(str(tmp_path / "records"), work, str(out), tasks=TASKS)
    for number, (pipeline, tasks) in enumerate(stages):
        run(pipeline, tasks, tmp_path / f"logs-{number}")
    kept = records_in(out)
    assert all(record in records for record in kept)  # whole, as they were
    clusters: dict[int, int] = {}
    for story in stories:
        first = story.exact_copy_of or story.near_copy_of or story.number
        clusters[story.number] = clusters.get(first, first)
    numbers = {ORIGIN + story.path: story.number for story in stories}
    left = Counter(clusters[numbers[record["url"]]] for record in kept)
    assert set(left) == set(clusters.values())  # nothing but copies is gone
    assert sum(left.values()) <= len(stories) - 3  # two exact copies, and of three near ones one


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("हिंदी समाचार: दिल्ली में", ["हिंदी", "समाचार", "दिल्ली", "में"]),
        ("हिन्दी, मैं।", ["हिंदी", "मैं"]),
        ("क्षेत्र में ₹1,500 की क़ीमत", ["क्षेत्र", "में", "1,500", "की", "कीमत"]),
    ],
)
def test_hindi_words_stay_whole(text: str, words: list[str]) -> None:
    prepared = simplify_text(text, MINHASH.norm_config)
    assert HindiWords().word_tokenize(prepared) == words


def test_datatrove_itself_would_take_hindi_words_apart() -> None:
    assert simplify_text("दिल्ली में") == simplify_text("दिलली मैं") == "दिलली म"


def test_the_step_reads_documents_of_other_readers() -> None:
    story = write_stories(1)[0]
    html = Pages(ORIGIN, [story]).article(0)
    documents = [
        Document(
            text=html,
            id="<urn:uuid:1>",
            metadata={"url": ORIGIN + story.path, "date": "2026-10-01T05:00:00Z"},
        ),
        Document(text=ENGLISH, id="<urn:uuid:2>", metadata={"url": f"{ORIGIN}/e", "date": None}),
    ]

    def given() -> Iterator[Document]:
        yield from documents

    (document,) = ExtractArticles().run(given())
    assert document.text == story.body
    assert document.metadata["discovered_from"] == "warc"
    assert document.metadata["crawled_at"] == "2026-10-01T05:00:00+00:00"
    assert document.metadata["site"] == "namuna.example"
