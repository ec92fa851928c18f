"""The demonstration's site: whole, always the same, and served as real sites are."""

from __future__ import annotations

import http.client
import itertools
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import newscrawl.demo
from newscrawl.demo import HOST, DemoServer, DemoSite
from newscrawl.demo.look import look_of
from newscrawl.demo.stories import SECTIONS, Story, read_stories

SITE = DemoSite()
ARTICLES = [story for story in SITE.stories if story.kind == "article"]
LINK = re.compile(r'href="http://demo\.newscrawl\.example(/[^"]*)"')


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer(SITE) as server:
        yield server


def ask(
    server: DemoServer, target: str, headers: dict[str, str] | None = None, method: str = "GET"
) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of the answer to one request line."""
    connection = http.client.HTTPConnection(server.netloc, timeout=10)
    try:
        connection.putrequest(method, target, skip_host=True)
        connection.putheader("Host", HOST)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


# ---------------------------------------------------------------- what is written


def test_at_least_sixty_articles_in_five_sections() -> None:
    assert len(SITE.truth()) >= 60
    assert set(Counter(story.section for story in ARTICLES)) == set(SECTIONS)


@pytest.mark.parametrize("story", read_stories(edition=2), ids=lambda story: story.slug)
def test_texts_are_clean_hindi(story: Story) -> None:
    if story.kind != "article":
        return
    text = "\n\n".join((story.headline, story.description, story.caption, *story.paragraphs))
    assert unicodedata.normalize("NFC", text) == text
    assert set(text) <= {*map(chr, range(0x900, 0x980)), *" \n,:-‘’()0123456789"}
    assert sum(len(paragraph.split()) for paragraph in story.paragraphs) >= 120
    assert 3 <= len(story.paragraphs) <= 6
    assert all(paragraph.endswith("।") for paragraph in story.paragraphs)
    assert story.published < datetime(2026, 11, 24, tzinfo=UTC)


def shingles(story: Story) -> set[tuple[str, ...]]:
    words = " ".join(story.paragraphs).split()
    return set(zip(*(words[start:] for start in range(5)), strict=False))


def test_only_the_copy_is_a_near_duplicate() -> None:
    alike = {}
    for one, other in itertools.combinations(ARTICLES, 2):
        ours, theirs = shingles(one), shingles(other)
        alike[one.slug, other.slug] = len(ours & theirs) / len(ours | theirs)
    copies = {(story.slug, story.copy_of) for story in ARTICLES if story.copy_of}
    assert {pair for pair, share in alike.items() if share >= 0.5} == copies
    assert max(share for pair, share in alike.items() if pair not in copies) < 0.05


def test_is_read_from_a_zipped_package(tmp_path: Path) -> None:
    archive = tmp_path / "newscrawl.egg"
    with zipfile.ZipFile(archive, "w") as egg:
        egg.write(Path(newscrawl.__file__), "newscrawl/__init__.py")
        for file in Path(newscrawl.demo.__file__).parent.iterdir():
            if file.suffix in (".py", ".json"):
                egg.write(file, f"newscrawl/demo/{file.name}")
    program = (
        f"import sys; sys.path.insert(0, {str(archive)!r}); import newscrawl.demo as demo; "
        "print(demo.__file__, len(demo.DemoSite().truth()))"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == [f"{archive}/newscrawl/demo/__init__.py", str(len(ARTICLES))]


# ---------------------------------------------------------------- what the pages have


@pytest.mark.parametrize("edition", [1, 2])
def test_sections_have_three_listing_pages_with_every_story_once(edition: int) -> None:
    site = DemoSite(edition)
    for section in SECTIONS:
        pages = [path for path in site if path.startswith(f"/category/{section}/")]
        assert len(pages) == 3
        linked = set(LINK.findall("".join(site[path].body.decode() for path in pages)))
        assert {story.path_in(section) for story in site.listed(section)} <= linked


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("theme", {"classic", "cloud"}),
        ("metadata", {"json-ld", "meta", "none"}),
        ("also_read", {"paragraph", "line", "words", None}),
        ("date_only", {True, False}),
        ("follow_us", {True, False}),
        ("hard_spaces", {True, False}),
    ],
)
def test_pages_differ_as_real_ones_do(name: str, values: set[object]) -> None:
    dealt = Counter(getattr(look_of(story.number), name) for story in ARTICLES)
    assert set(dealt) == values
    assert min(dealt.values()) >= 5


def test_pages_hold_the_troubles_of_real_sites() -> None:
    kinds = set(SITE.others().values())
    assert kinds == {"video", "missing", "forbidden", "english"}
    assert [article for article in SITE.truth() if article.source_url]
    assert [article for article in SITE.truth() if len(article.urls) == 2]
    assert [article for article in SITE.truth() if len(article.sections) == 2]
    listings = "".join(SITE[path].body.decode() for path in SITE if path.startswith("/category/"))
    for url in SITE.others():
        assert f'href="{url}"' in listings
    assert "१" in listings
    assert "<time" in listings


def test_every_link_of_the_site_leads_to_a_page_but_the_missing_one() -> None:
    missing = {urlsplit(url).path for url, kind in SITE.others().items() if kind == "missing"}
    unserved = ("/tag/", "/author/", "/wp-admin/", "/wp-content/")
    for path, page in SITE.items():
        for linked in LINK.findall(page.body.decode()):
            assert linked in SITE or linked in missing or linked.startswith(unserved), path


def test_the_site_is_the_same_every_time() -> None:
    again = DemoSite()
    assert {path: page.etag for path, page in again.items()} == {
        path: page.etag for path, page in SITE.items()
    }


def test_edition_two_adds_three_articles_and_changes_one() -> None:
    before = {article.urls: article for article in SITE.truth()}
    after = {article.urls: article for article in DemoSite(edition=2).truth()}
    assert before.keys() <= after.keys()
    assert len(after.keys() - before.keys()) == 3
    changed = [urls for urls in before if before[urls] != after[urls]]
    assert len(changed) == 1
    assert before[changed[0]].paragraphs != after[changed[0]].paragraphs
    newest = {section: DemoSite(edition=2).listed(section)[0].path for section in SECTIONS}
    added = {urlsplit(urls[0]).path for urls in after.keys() - before.keys()}
    assert added <= set(newest.values())


def test_edition_two_leaves_all_other_article_pages_as_they_were() -> None:
    later = DemoSite(edition=2)
    articles = {urlsplit(url).path for article in SITE.truth() for url in article.urls}
    assert sum(SITE[path].etag != later[path].etag for path in articles) == 1


@pytest.mark.parametrize("edition", [0, 3, -1])
def test_there_is_no_other_edition(edition: int) -> None:
    with pytest.raises(ValueError, match="neither 1 nor 2"):
        DemoSite(edition)


# ---------------------------------------------------------------- how it is served


@pytest.mark.parametrize("prefix", ["", f"http://{HOST}"])
def test_serves_as_a_proxy_and_by_path(server: DemoServer, prefix: str) -> None:
    status, headers, body = ask(server, f"{prefix}/category/india/")
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=UTF-8"
    assert body == SITE["/category/india/"].body


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/robots.txt", 200),
        ("/category/india/page/4/", 404),
        ("/nothing-of-this-name-is-here/", 404),
        ("/category/india/?utm_source=x", 200),
        ("http://news.example/", 502),
        ("http://demo.newscrawl.example:81/", 502),
        ("http://demo.newscrawl.example", 200),
    ],
)
def test_statuses(server: DemoServer, target: str, status: int) -> None:
    assert ask(server, target)[0] == status


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/category/india", "/category/india/"),
        (f"http://{HOST}/category/india", f"http://{HOST}/category/india/"),
    ],
)
def test_redirects_to_the_final_slash(server: DemoServer, target: str, location: str) -> None:
    status, headers, _ = ask(server, target)
    assert (status, headers["Location"]) == (301, location)


def test_every_page_is_revalidated(server: DemoServer) -> None:
    path = ARTICLES[0].path
    _, headers, _ = ask(server, path)
    for condition in (
        {"If-None-Match": headers["ETag"]},
        {"If-None-Match": f'"other", W/{headers["ETag"]}'},
        {"If-Modified-Since": headers["Last-Modified"]},
    ):
        status, again, body = ask(server, path, condition)
        assert (status, body) == (304, b"")
        assert again["ETag"] == headers["ETag"]


@pytest.mark.parametrize(
    "condition",
    [
        {"If-None-Match": '"other"'},
        {"If-Modified-Since": "Fri, 01 May 2026 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
        {"If-None-Match": '"other"', "If-Modified-Since": "Tue, 01 Dec 2026 00:00:00 GMT"},
    ],
)
def test_a_page_that_the_client_does_not_hold_is_sent(
    server: DemoServer, condition: dict[str, str]
) -> None:
    status, _, body = ask(server, ARTICLES[0].path, condition)
    assert (status, body) == (200, SITE[ARTICLES[0].path].body)


def test_head_has_no_body(server: DemoServer) -> None:
    status, headers, body = ask(server, "/", method="HEAD")
    assert (status, body) == (200, b"")
    assert headers["Content-Length"] == str(len(SITE["/"].body))


def test_keeps_the_connection(server: DemoServer) -> None:
    connection = http.client.HTTPConnection(server.netloc, timeout=10)
    for path in ("/", "/nothing-of-this-name-is-here/", "/robots.txt"):
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        assert not response.will_close
    connection.close()


def test_stopping_twice_does_nothing() -> None:
    server = DemoServer(SITE).start()
    server.stop()
    server.stop()
    with pytest.raises(ConnectionError):
        ask(server, "/")
