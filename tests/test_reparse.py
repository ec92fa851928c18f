"""`scrapy reparse`: exactly the pages a rule has changed, new versions once, any archive."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings
from served import ROOT
from warcs import archived, demo, foreign, lines_below
from written_pages import OTHER, PARAGRAPHS, article

from newscrawl.archive.warc_pages import warc_files
from newscrawl.extraction import extract_article
from newscrawl.items import Article
from newscrawl.ledger.store import Ledger, ledger_url
from newscrawl.ledger.upkeep import forget, forget_run
from newscrawl.reparse import pages
from newscrawl.reparse.pages import Rules
from newscrawl.reparse.run import Reparse
from newscrawl.reparse.takedowns import Takedowns


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crawled")
    run = demo(folder)
    assert run.returncode == 0, run.stderr
    return folder


@pytest.fixture
def data(crawled: Path, tmp_path: Path) -> Path:
    """Return a DATA_DIR of its own with a crawl of six articles and its archive."""
    return Path(shutil.copytree(crawled, tmp_path / "data"))


def settings_of(data: Path) -> Settings:
    settings = Settings()
    settings.setmodule("newscrawl.settings")
    settings.set("DATA_DIR", str(data), "cmdline")
    return settings


def reparse(data: Path, *, apply: bool = False) -> Reparse:
    """Reparse the archive of *data* in this process, where rules can be patched."""
    folder = data.with_name("temporary")
    folder.mkdir()
    settings = settings_of(data)
    reparse = Reparse(Rules.from_settings(settings), Takedowns.from_settings(settings), folder)
    reparse.index([data])
    files = [(file, file.name) for file in warc_files(data / "archive")]
    reparse.read(files, 1, None, keep=apply)
    if apply:
        reparse.apply(settings)
    shutil.rmtree(folder)
    return reparse


def command(data: Path, *args: object, **more: Any) -> subprocess.CompletedProcess[str]:
    given = [sys.executable, "-m", "scrapy", "reparse", *map(str, args), "-s", f"DATA_DIR={data}"]
    return subprocess.run(
        given, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False, **more
    )


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


Change = Callable[[Article], None]


def patched_rule(monkeypatch: pytest.MonkeyPatch, urls: set[str], change: Change) -> None:
    """Let today's extraction differ on *urls* from that of the crawl."""

    def extract(html: bytes, url: str, **more: Any) -> Article:
        article = extract_article(html, url, **more)
        if url in urls:
            change(article)
        return article

    monkeypatch.setattr(pages, "extract_article", extract)


def other_headline(article: Article) -> None:
    article.headline = f"नया: {article.headline}"


def no_authors(article: Article) -> None:
    article.authors = None


def other_keywords(article: Article) -> None:
    article.keywords = ["रेल", *(article.keywords or ())]


# ---------------------------------------------------------------------- our own archive


def test_an_archived_page_gives_the_record_that_was_stored(data: Path, tmp_path: Path) -> None:
    outs = []
    for processes in (1, 3):
        out = tmp_path / f"out-{processes}.jsonl"
        run = command(data, data / "archive", "--out", out, "--json", "--processes", processes)
        assert run.returncode == 0, run.stderr
        report = json.loads(run.stdout)
        assert report["outcomes"]["same"] == report["stored_records"] == 6
        assert not {"changed", "new", "refused"} & set(report["outcomes"])
        assert report["changed"] == []
        outs.append(out)
    assert outs[0].read_bytes() == outs[1].read_bytes()
    stored = {record["archive_ref"]: record for record in lines_below(data)}
    assert {record["archive_ref"]: record for record in read(outs[0])} == stored
    assert not list(tmp_path.rglob("*.part"))
    assert set(tmp_path.iterdir()) == {data, *outs}


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        (other_headline, {"headline": "changed", "content_hash": "changed"}),
        (no_authors, {"authors": "lost"}),
        (other_keywords, {"keywords": "changed"}),
    ],
)
def test_exactly_the_pages_that_a_rule_changes_are_named(
    data: Path, monkeypatch: pytest.MonkeyPatch, change: Change, fields: dict[str, str]
) -> None:
    records = lines_below(data)
    urls = {record["url"] for record in records if record["authors"]}
    urls = set(sorted(urls)[:2])
    patched_rule(monkeypatch, urls, change)
    report = reparse(data).report
    assert {page["url"] for page in report.changed} == urls
    assert report.outcomes["changed"] == 2
    assert report.outcomes["same"] == 4
    assert {name: one.count for name, one in report.fields.items()} == {
        name: Counter({kind: 2}) for name, kind in fields.items()
    }
    stored = {record["url"]: record for record in records}
    for name, one in report.fields.items():
        for example in one.examples:
            assert example["stored"] == stored[example["url"]][name]
    assert any(url in "\n".join(report.lines()) for url in urls)
    assert len(lines_below(data)) == 6  # nothing is written


def test_a_page_that_is_no_article_any_more_is_named(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (url, *_) = (record["url"] for record in lines_below(data))

    def english(article: Article) -> None:
        article.in_language = "en"

    patched_rule(monkeypatch, {url}, english)
    report = reparse(data, apply=True).report
    assert [(page["url"], page["class"]) for page in report.refused] == [(url, "OtherLanguage")]
    assert len(lines_below(data)) == 6


def test_a_page_that_is_an_article_only_now_is_new(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = next(data.rglob("*.jsonl"))
    lines = feed.read_text("utf-8").splitlines(keepends=True)
    feed.write_text("".join(lines[1:]), "utf-8")
    report = reparse(data).report
    assert report.outcomes["new"] == 1
    assert report.outcomes["same"] == 5


def versions(data: Path) -> Counter[tuple[str, int]]:
    return Counter((record["url"], record["version"]) for record in lines_below(data))


def test_apply_writes_new_versions_once(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = lines_below(data)
    urls = {record["url"] for record in before[:3]}
    patched_rule(monkeypatch, urls, other_headline)
    first = reparse(data, apply=True)
    assert first.report.applied == {"new versions": 3}
    (feed,) = first.report.feeds
    written = read(Path(feed))
    assert {(record["url"], record["version"]) for record in written} == {(u, 2) for u in urls}
    assert all(record["headline"].startswith("नया: ") for record in written)
    stored = {record["url"]: record for record in before}
    for record in written:
        old = stored[record["url"]]
        assert record["run_id"] != old["run_id"]
        for name in ("id", "archive_ref", "crawled_at", "article_section", "article_body"):
            assert record[name] == old[name]
    again = reparse(data, apply=True).report  # the page's newest record says it already
    assert again.outcomes["same"] == 6
    assert not again.applied
    assert set(versions(data).values()) == {1}
    run = demo(data, "-s", "REVISIT_AFTER=0")  # the next crawl knows the new version's text
    assert run.returncode == 0, run.stderr
    assert "0 failed" in run.stderr


def test_a_takedown_never_comes_back(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    urls = [record["url"] for record in lines_below(data)]
    ledger = Ledger.open(ledger_url(settings_of(data)))
    forget(ledger, [urls[0]])
    ledger.close()
    patched_rule(monkeypatch, set(urls), other_headline)
    report = reparse(data, apply=True).report
    assert report.outcomes["taken_down"] == 1
    assert report.applied == {"new versions": 5}
    assert versions(data)[urls[0], 2] == 0


def test_what_a_crawl_has_stored_meanwhile_is_not_written_over(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(data, data.with_name("early"))
    urls = {record["url"] for record in lines_below(data)}
    patched_rule(monkeypatch, urls, other_headline)
    assert reparse(data, apply=True).report.applied == {"new versions": 6}
    shutil.copy(data / "ledger.sqlite3", data.with_name("early"))  # its feeds lag behind
    report = reparse(data.with_name("early"), apply=True).report
    assert report.applied == {"a newer version is stored": 6}


KILLED = """
import os, sys
from newscrawl.ledger import booking
from newscrawl.reparse import apply, pages
booking.BATCH_LINES = apply.BATCH_LINES = 2
extract = pages.extract_article
def other(*args, **more):
    article = extract(*args, **more)
    article.headline = "नया: " + article.headline
    return article
pages.extract_article = other
left = [int(sys.argv.pop(1))]
def dying(real, half=False):
    def call(*args):
        left[0] -= 1
        if left[0] == 0:
            if half:
                real(args[0], bytes(args[1])[: len(args[1]) // 2])
            os._exit(99)
        return real(*args)
    return call
from newscrawl import feed_file
import types
names = {"write": dying(os.write, True), "fsync": dying(os.fsync)}
feed_file.os = types.SimpleNamespace(**{**vars(os), **names})
booking.Batch.write = dying(booking.Batch.write)
from scrapy.cmdline import execute
execute(sys.argv)
"""


@pytest.mark.slow
def test_apply_is_exactly_once_wherever_it_is_killed(data: Path, tmp_path: Path) -> None:
    urls = {record["url"] for record in lines_below(data)}
    for step in range(1, 30):
        folder = Path(shutil.copytree(data, tmp_path / str(step)))
        args = ["reparse", str(folder / "archive"), "--apply", "--processes", "1"]
        codes = []
        for kill_at in (step, 0):
            run = subprocess.run(
                [sys.executable, "-c", KILLED, str(kill_at), *args, "-s", f"DATA_DIR={folder}"],
                cwd=ROOT,
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            codes.append(run.returncode)
        assert codes[1] == 0, run.stderr
        assert versions(folder) == Counter((url, version) for url in urls for version in (1, 2))
        assert not list(folder.rglob("*.part"))
        if codes[0] == 0:
            break
    else:
        pytest.fail("it was never let live")
    assert step > 6


# ---------------------------------------------------------------------- other people's archives

HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def story(number: int) -> str:
    texts = [f"खबर {number}: {text}" for text in PARAGRAPHS]
    return article("".join(f"<p>{text}</p>" for text in texts))


def english(number: int) -> str:
    text = f"<p>Story {number} about a river, a bridge and the town beside it.</p>" * 30
    return f"<html><body><h1>A bridge for the town by the river</h1>{text}</body></html>"


def answer(text: str, url: str, head: bytes = HTML) -> bytes:
    return foreign(head + b"\r\n", text.encode(), WARC_Target_URI=url)


@pytest.fixture
def news_archive(tmp_path: Path) -> Path:
    """Return a folder like CC-NEWS: most pages are not Hindi, some are no pages."""
    folder = tmp_path / "crawl-data" / "10"
    folder.mkdir(parents=True)
    hindi = [f"https://www.hindi{n % 3}.example/desh/ek-khabar-{812345 + n}.html" for n in range(6)]
    blocks = [answer(english(n), f"https://en.example/a-story-{n}.html") for n in range(20)]
    blocks += [answer(story(n), url) for n, url in enumerate(hindi)]
    blocks += [answer(story(0), hindi[0]), answer(story(9), hindi[1])]  # again; and changed
    blocks += [
        answer(story(70), "https://x.example/rights-812399.html", HTML + b"X-Robots-Tag: noai\r\n"),
        answer(story(71), "https://x.example/gone-812398.html", b"HTTP/1.1 404 Not Found\r\n"),
        answer("\x00\x01" * 900, "https://x.example/bild.png", b"HTTP/1.1 200 OK\r\n"),
        answer(" ".join(OTHER) * 3, "https://x.example/text", b"HTTP/1.1 200 OK\r\n"),
    ]
    (folder / "CC-NEWS-20261001-00001.warc.gz").write_bytes(b"".join(map(gzip.compress, blocks)))
    (folder / "CC-NEWS-20261001-00002.warc").write_bytes(
        answer(story(30), "https://b.example/30-812330.html") + answer(story(31), hindi[2])[:-900]
    )
    return tmp_path / "crawl-data"


def test_hindi_articles_are_picked_from_any_archive(news_archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run = command(tmp_path / "data", news_archive, "--out", out, "--json", "--processes", "2")
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    assert report["outcomes"]["not_hindi"] == 21
    assert report["outcomes"]["new"] == 8
    assert report["outcomes"]["repeated"] == 1
    assert report["outcomes"]["http_404"] == 1
    assert report["classes"]["no_article"]["RightsReserved"] == 1
    assert len(report["unreadable"]) == 1
    records = read(out)
    assert len({(record["id"], record["version"]) for record in records}) == len(records) == 8
    assert sorted(record["version"] for record in records) == [1] * 7 + [2]
    for record in records:
        assert record["discovered_from"] == "warc"
        assert record["crawled_at"] == "2026-10-01T05:00:00+00:00"
        assert record["site"] in record["url"]
        assert record["in_language"] == "hi"
    assert records[0]["site"] == "www.hindi0.example"
    assert records[0]["archive_ref"].startswith("10/CC-NEWS-20261001-00001.warc.gz#")
    assert not (tmp_path / "data").exists()  # no ledger is made for a look


def test_a_damaged_archive_is_named_and_fails(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(gzip.compress(answer(story(1), "https://a.example/1-812331.html")) + b"junk")
    run = command(tmp_path / "data", path)
    assert run.returncode == 1
    assert f"damaged: {path}: the rest" in run.stdout
    assert "new          1" in run.stdout


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        ([], "name WARC files"),
        (["nowhere"], "there is no nowhere"),
        (["{folder}"], "no .warc or .warc.gz"),
        (["{file}", "--processes", "0"], "--processes 0"),
        (["{file}", "--processes", "two"], "--processes two"),
        (["{file}", "--out", "{file}"], "writes over nothing"),
        (["{file}", "--out", "{folder}/none/x.jsonl"], "there is no folder"),
        (["{file}", "--feeds", "{folder}/none"], "--feeds"),
        (["{file}", "--aply"], "unknown option --aply"),
        (["{file}", "--out"], "--out: expected one argument"),
        (["{file}", "--json=3"], "--json"),
    ],
)
def test_bad_arguments_are_one_line(tmp_path: Path, args: list[str], reason: str) -> None:
    (tmp_path / "empty").mkdir()
    file = tmp_path / "x.warc"
    file.write_bytes(answer(story(1), "https://a.example/1-812331.html"))
    given = [arg.format(file=file, folder=tmp_path / "empty") for arg in args]
    run = command(tmp_path / "data", *given)
    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr.count("\n") == 1
    assert reason in run.stderr


@pytest.mark.parametrize("url", ["http://[x", "http://", "https:///a", "http://a b.example/क ख"])
def test_an_address_that_is_none_costs_one_page(tmp_path: Path, url: str) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(answer(story(1), url) + answer(story(2), "https://a.example/2-812332.html"))
    report = read_in_process(path)
    assert report.outcomes["new"] == 1
    assert not report.failed


def test_an_error_of_ours_costs_one_page_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "https://a.example/1-812331.html"
    path = tmp_path / "x.warc"
    path.write_bytes(answer(story(1), url) + answer(story(2), url.replace("1-", "2-")))

    def broken(article: Article) -> None:
        raise ZeroDivisionError("of ours")

    patched_rule(monkeypatch, {url}, broken)
    report = read_in_process(path)
    assert report.outcomes["new"] == 1
    assert report.failed == [f"{url}: ZeroDivisionError: of ours"]


def read_in_process(path: Path) -> Any:
    reparse = Reparse(Rules(), Takedowns(), path.parent)
    reparse.read([(path, path.name)], 1, None, keep=False)
    return reparse.report


def test_a_host_that_is_locked_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    patched_rule(monkeypatch, {record["url"] for record in lines_below(data)}, other_headline)
    ledger = Ledger.open(ledger_url(settings_of(data)))
    locks = ledger.lock_hosts(["demo.newscrawl.example"], "a crawl")
    report = reparse(data, apply=True).report
    locks.release()
    ledger.close()
    assert "another run has the host" in report.failed[0]
    assert not report.applied
    assert len(lines_below(data)) == 6


def test_a_record_of_a_page_that_had_not_changed_is_compared_too(data: Path) -> None:
    (run_id,) = {record["run_id"] for record in lines_below(data)}
    forget_run(Ledger.open(ledger_url(settings_of(data))), run_id)
    next(data.rglob("*.jsonl")).unlink()  # the disk with the feed is lost, the archive is not
    run = demo(data)
    assert run.returncode == 0, run.stderr
    assert archived(data)["revisit"] >= 6
    assert len(lines_below(data)) == 6
    report = reparse(data).report
    assert report.outcomes["same"] == 6
    assert not report.changed
