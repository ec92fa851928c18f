"""`scrapy extract`: the record, its sources, several pages, refusals and exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from written_pages import HEADLINE, PARAGRAPHS, article, document, paragraphs

ROOT = Path(__file__).parents[1]
URL = "https://namuna.example/desh/pustakalay-812345.html"
ARTICLE = article(paragraphs(), head=f'<link rel="canonical" href="{URL}">')


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "article.html").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "empty.html").write_text(document("<h1>खाली</h1>"), encoding="utf-8")
    return tmp_path


def extract(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "extract", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_one_page_is_shown_field_by_field_with_its_sources(pages: Path) -> None:
    run = extract(pages / "article.html")
    assert run.returncode == 0, run.stderr
    rows = {line.split()[0]: line.split()[1:] for line in run.stdout.splitlines() if line.split()}
    assert rows["headline"][0] == "generic"
    assert rows["date_published"] == ["meta", "2026-03-04T10:20:30+05:30"]
    assert rows["canonical_url"] == ["meta", URL]
    assert run.stdout.endswith("article_body, from generic:\n\n" + "\n\n".join(PARAGRAPHS) + "\n")


def test_json_is_the_record(pages: Path) -> None:
    run = extract(pages / "article.html", "--json", "--url", URL + "?utm_source=x")
    record = json.loads(run.stdout)
    assert (record["headline"], record["site"]) == (HEADLINE, "namuna.example")
    assert record["url"] == URL + "?utm_source=x"
    assert record["provenance"]["headline"] == "generic"
    assert "\\u" not in run.stdout


def test_several_pages_are_json_lines_and_refusals_are_told(pages: Path) -> None:
    run = extract(pages / "article.html", pages / "empty.html", pages / "article.html")
    assert run.returncode == 0
    assert [json.loads(line)["canonical_url"] for line in run.stdout.splitlines()] == [URL, URL]
    assert run.stderr == f"{pages / 'empty.html'}: NoBody: no prose\n"


def test_nothing_extracted_is_1(pages: Path) -> None:
    run = extract(pages / "empty.html")
    assert (run.returncode, run.stdout) == (1, "")
    assert "NoBody" in run.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["missing.html"],
        ["file:///etc/hostname"],
        ["http://["],
        ["pyproject.toml", "LICENSE", "--url", URL],
        ["pyproject.toml", "--url", "namuna.example"],
    ],
)
def test_misuse_is_2(arguments: list[str]) -> None:
    run = extract(*arguments)
    assert (run.returncode, run.stdout.partition("Usage")[0]) == (2, "")


@contextmanager
def served(html: bytes) -> Iterator[tuple[str, list[str]]]:
    agents: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            agents.append(self.headers["User-Agent"])
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=iso-8859-1")
            self.send_header("X-Robots-Tag", "googlebot: noindex")
            self.send_header("X-Robots-Tag", "noarchive")
            self.end_headers()
            self.wfile.write(html)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/desh/pustakalay-812345.html", agents
    finally:
        server.shutdown()
        server.server_close()


def test_a_url_is_fetched_under_our_own_name() -> None:
    with served(article(paragraphs()).encode()) as (url, agents):
        record = json.loads(extract(url, "--json").stdout)
    assert agents[0].startswith("newscrawl/")
    assert (record["url"], record["http_status"]) == (url, 200)
    assert record["rights"] == ["noarchive"]
    assert record["crawled_at"].endswith("+00:00")


def test_a_url_that_does_not_answer_is_1() -> None:
    with served(b"") as (url, _):
        pass
    run = extract(url)
    assert run.returncode == 1
    assert "not read" in run.stderr
