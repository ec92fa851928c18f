"""The ledger: what a run asks and tells it, what goes wrong, what people do to it."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from databases import postgresql_ledger
from scrapy.http import Request, TextResponse
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager
from sqlalchemy import create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from newscrawl.feeds import JsonLinesExporter, set_default_feed
from newscrawl.items import Article, article_id, content_hash
from newscrawl.ledger import (
    LedgerDamaged,
    LedgerError,
    LedgerTooOld,
    LockHeld,
    Run,
    Seen,
)
from newscrawl.ledger.known import Schedule
from newscrawl.ledger.store import Ledger, ledger_url
from newscrawl.ledger.upkeep import describe, export, facts, forget, forget_run, rebuild

HOST = "samachar.example.in"
HOUR = 3600


class Stats(dict[str, Any]):
    """As much of Scrapy's stats collector as a run needs."""

    def set_value(self, name: str, value: Any) -> None:
        self[name] = value

    def inc_value(self, name: str) -> None:
        self[name] = self.get(name, 0) + 1

    def get_value(self, name: str, default: Any = None) -> Any:
        return self.get(name, default)


class Desk:
    """Opens runs on one ledger, in one data folder."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url

    def crawler(self, **settings: Any) -> Any:
        values = Settings({"DATA_DIR": str(self.folder), "LEDGER_URL": self.url, **settings})
        set_default_feed(values, "samachar")
        return SimpleNamespace(
            settings=values,
            spider=SimpleNamespace(name="samachar"),
            signals=SignalManager(self),
            stats=Stats(response_received_count=1),
            _engine=None,
        )

    def open(self, **settings: Any) -> Run:
        return Run.open(self.crawler(**settings), "samachar", [HOST])

    def ledger(self) -> Ledger:
        return Ledger.open(ledger_url(Settings({"LEDGER_URL": self.url, "DATA_DIR": self.folder})))

    def run(self, act: Callable[[Run], Coroutine[Any, Any, Any]], **settings: Any) -> Any:
        """Open a run, do *act* with it, close it, and return what *act* returned."""

        async def whole_run() -> Any:
            run = self.open(**settings)
            try:
                return await act(run)
            finally:
                await run.close("finished")
                assert run.failure is None

        return asyncio.run(whole_run())

    def die_after(self, *articles: Article) -> str:
        """Store *articles* in a run that never closes; return its id."""

        async def act() -> str:
            run = self.open()
            for item in articles:
                write(run, item)
            await run.flush()
            run._booking._worker.shutdown()
            run._booking.start.release()
            return run.id

        return asyncio.run(act())

    def store(self, *articles: Article) -> None:
        """Store *articles* in a run of their own."""

        async def act(run: Run) -> None:
            for article in articles:
                write(run, article)

        self.run(act)


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    if request.param == "sqlite":
        yield Desk(tmp_path, f"sqlite:///{tmp_path}/ledger.sqlite3")
    else:
        with postgresql_ledger() as url:
            yield Desk(tmp_path, url)


@pytest.fixture
def file_desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, f"sqlite:///{tmp_path}/ledger.sqlite3")


def write(run: Run, article: Article, response: TextResponse | None = None) -> None:
    """Export *article* as the feed exporter does."""
    JsonLinesExporter(run.files[0], encoding="utf-8").export_item(article)
    run.stored(article, response)


def article(path: str = "khabar-1", text: str = "", **more: Any) -> Article:
    url = f"https://{HOST}/{path}"
    text = text or f"नगर निगम ने {path} पर निर्णय लिया है। " * 10
    values = {"url": url, "canonical_url": url, "headline": "निर्णय", "site": "samachar", **more}
    return Article(
        id=article_id(values["canonical_url"]),
        article_body=text,
        content_hash=content_hash(values["headline"], text),
        **values,
    )


def url_of(path: str) -> str:
    return f"https://{HOST}/{path}"


# ---------------------------------------------------------------------- what a run asks


def test_unknown_address_is_not_known(desk: Desk) -> None:
    async def act(run: Run) -> Any:
        return await run.known([url_of("x")]), await run.look_up(article("x"))

    assert desk.run(act) == ({}, Seen())


def test_stored_article_is_known_at_once_and_in_later_runs(desk: Desk) -> None:
    item = article(date_published="2026-11-24T10:00:00+05:30")

    async def act(run: Run) -> Any:
        write(run, item)
        before = await run.known([item.url])
        await run.flush()
        return before, await run.known([item.url])

    before, after = desk.run(act)
    later = desk.run(lambda run: run.known([item.url, item.url.replace("https", "http")]))
    assert len(later) == 2, "http and https name one article"
    for known in (before[item.url], after[item.url], later[item.url]):
        assert known.article_id == item.id
        assert known.content_hash == item.content_hash
        assert (known.status, known.version, known.due) == ("stored", 1, False)
        assert known.published == item.date_published


def test_twin_in_the_pipelines_is_found(desk: Desk) -> None:
    """Two addresses of one story are extracted before either is exported."""

    async def act(run: Run) -> Any:
        first, second = article("a"), article("a-amp", text=article("a").article_body)
        nothing = await run.look_up(first)
        run.claim(first)
        twin = await run.look_up(second)
        run.release(first)
        return nothing, twin, await run.look_up(second)

    nothing, twin, after_release = desk.run(act)
    assert nothing == after_release == Seen()
    assert twin.same_body == article_id(url_of("a"))


@pytest.mark.parametrize(
    ("words", "other_headline", "is_same"),
    [
        pytest.param(40, True, True, id="same text under another headline"),
        pytest.param(5, True, False, id="breaking news: one sentence under two headlines"),
        pytest.param(5, False, True, id="one sentence, one headline"),
    ],
)
def test_same_text_is_one_article(
    file_desk: Desk, words: int, other_headline: bool, is_same: bool
) -> None:
    text = "समाचार " * words
    file_desk.store(article("a", text))
    other = article("b", text, headline="दूसरा" if other_headline else "निर्णय")
    seen = file_desk.run(lambda run: run.look_up(other))
    assert bool(seen.same_body) == is_same
    elsewhere = replace(other, site="another")
    assert file_desk.run(lambda run: run.look_up(elsewhere)) == Seen()


def test_other_addresses_lead_to_the_article(desk: Desk) -> None:
    """The address asked for, the one it redirected to, and that of a dropped copy."""
    item = article("a", canonical_url=url_of("a"), url=url_of("a/amp"))
    copy = article("a-again", item.article_body)

    async def act(run: Run) -> None:
        asked = Request(url_of("short"), meta={"asked": url_of("short")})
        write(run, item, TextResponse(item.url, request=asked, headers={"ETag": '"1"'}))
        await run.flush()
        assert (await run.look_up(copy)).same_body == item.id
        asked = Request(url_of("b"), meta={"asked": url_of("b")})
        run._item_dropped(copy, TextResponse(copy.url, request=asked))
        run.settle(url_of("b"), "duplicate")

    desk.run(act)
    urls = [url_of(path) for path in ("a", "a/amp", "short", "a-again", "b")]
    known = desk.run(lambda run: run.known(urls))
    assert {known[url].article_id for url in urls} == {item.id}
    assert known[urls[0]].etag == '"1"'


def test_new_version_replaces_the_old_one(desk: Desk) -> None:
    first = article()
    second = replace(first, headline="बदला निर्णय", version=2, content_hash="1-neu")
    desk.store(first)
    desk.store(second)
    seen = desk.run(lambda run: run.look_up(article()))
    assert (seen.previous.version, seen.previous.content_hash) == (2, "1-neu")
    ledger = desk.ledger()
    with ledger.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT version FROM versions ORDER BY version").all()
    ledger.close()
    assert [row[0] for row in rows] == [1, 2]


def test_unchanged_article_is_looked_at_later(desk: Desk) -> None:
    item = article()
    desk.store(item)
    before = desk.run(lambda run: run.known([item.url]))[item.url]

    async def act(run: Run) -> None:
        run.settle(item.url, "unchanged", etag='"2"')

    desk.run(act)
    after = desk.run(lambda run: run.known([item.url]))[item.url]
    assert after.last_seen > before.last_seen
    assert (after.version, after.etag, after.first_seen) == (1, '"2"', before.first_seen)


@pytest.mark.parametrize(
    ("given", "first_seen", "last_seen", "is_due"),
    [
        ("1h,6h,1d,3d", 0.5, 0.5, False),
        ("1h,6h,1d,3d", 1.5, 1.5, True),
        ("1h,6h,1d,3d", 1.5, 0.2, False),
        ("1h,6h,1d,3d", 7, 2, True),
        ("1h,6h,1d,3d", 400, 320, False),
        ("1h,6h,1d,3d", 400, 400, True),
        ("0", 0, 0, True),
        ("", 400, 400, False),
        (["90m"], 2, 2, True),
        (3600, 2, 2, True),
    ],
)
def test_revisits(given: Any, first_seen: float, last_seen: float, is_due: bool) -> None:
    """Ages are hours before now."""
    now = time.time()
    schedule = Schedule.from_settings(Settings({"REVISIT_AFTER": given}))
    assert schedule.is_due(now - first_seen * HOUR, now - last_seen * HOUR, now) == is_due


def test_revisits_are_read_strictly() -> None:
    with pytest.raises(LedgerError, match="'soon' is no age"):
        Schedule.from_settings(Settings({"REVISIT_AFTER": "1h,soon"}))


# ---------------------------------------------------------------------- the frontier


def test_frontier_is_what_was_found_and_not_settled(desk: Desk) -> None:
    async def first(run: Run) -> None:
        run.found([url_of(str(number)) for number in range(5)], "desh", "sections")
        write(run, article("0"))
        run.settle(url_of("1"), "refused", "NotAnArticle")
        await run.flush()
        run.settle(url_of("2"), "failed", "http_404")

    desk.run(first)
    pending = desk.run(lambda run: run.pending())
    assert sorted(entry.url for entry in pending) == [url_of("3"), url_of("4")]
    assert {(entry.section, entry.discovered_from) for entry in pending} == {("desh", "sections")}
    known = desk.run(lambda run: run.known([url_of(str(number)) for number in range(5)]))
    assert [entry.status for entry in known.values()] == ["stored", "refused", "gone"]


def test_failed_page_is_tried_again_and_given_up_in_the_end(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, outcomes = time.time(), []
    for hour in (0, 0.5, 0.6, 2, 6, 9, 40, 41):
        monkeypatch.setattr(time, "time", lambda hour=hour: now + hour * HOUR)

        async def act(run: Run, hour: float = hour) -> tuple[int, str]:
            known = (await run.known([url_of("x")])).get(url_of("x"))
            tried = await run.pending()
            if hour == 0 or tried:
                run.found([url_of("x")], "desh", "sections")
                run.settle(url_of("x"), "failed", "http_503")
            return len(tried), f"{known.status} {known.due}" if known else ""

        outcomes.append(desk.run(act))
    assert outcomes == [
        (0, ""),
        (1, "failed True"),
        (0, "failed False"),
        (1, "failed True"),
        (0, "failed False"),
        (1, "failed True"),
        (1, "failed True"),
        (0, "failed False"),
    ]


@pytest.mark.parametrize(
    ("reason", "status", "is_pending"),
    [
        ("http_404", "gone", False),
        ("http_410", "gone", False),
        ("http_403", "failed", False),
        ("http_429", "failed", True),
        ("http_503", "failed", True),
        ("TimeoutError", "failed", True),
    ],
)
def test_which_failures_are_tried_again(
    file_desk: Desk, reason: str, status: str, is_pending: bool
) -> None:
    async def act(run: Run) -> None:
        run.found([url_of("x")], "desh", "sections")
        run.settle(url_of("x"), "failed", reason)

    file_desk.run(act)
    assert bool(file_desk.run(lambda run: run.pending())) == is_pending
    assert file_desk.run(lambda run: run.known([url_of("x")]))[url_of("x")].status == status


def test_refused_page_may_become_an_article(file_desk: Desk) -> None:
    async def refuse(run: Run) -> None:
        run.settle(url_of("x"), "refused", "NoBody")

    file_desk.run(refuse)
    assert file_desk.run(lambda run: run.look_up(article("x"))) == Seen()
    file_desk.store(article("x"))
    assert file_desk.run(lambda run: run.known([url_of("x")]))[url_of("x")].status == "stored"


def test_watermark_lies_above_what_a_later_run_found(desk: Desk) -> None:
    """Also where the clock was set back in between: runs are in order."""

    async def walk(run: Run) -> None:
        run.found([url_of("old")], "desh", "sections")
        write(run, article("old"))
        run.walk_ended("desh", max_pages=3)

    async def cut(run: Run) -> None:
        write(run, article("new"))

    desk.run(walk)
    desk.run(cut)

    async def look(run: Run) -> Any:
        return await run.watermark("desh"), await run.known([url_of("old"), url_of("new")])

    mark, known = desk.run(look)
    assert mark.max_pages == 3
    assert known[url_of("old")].first_seen <= mark.until < known[url_of("new")].first_seen


def test_pending_article_keeps_the_time_it_was_found(file_desk: Desk) -> None:
    async def walk(run: Run) -> None:
        run.found([url_of("late")], "desh", "sections")
        run.walk_ended("desh")

    async def fetch(run: Run) -> None:
        await run.pending()
        write(run, article("late"))

    async def look(run: Run) -> Any:
        return await run.watermark("desh"), await run.known([url_of("late")])

    file_desk.run(walk)
    file_desk.run(fetch)
    mark, known = file_desk.run(look)
    assert known[url_of("late")].first_seen <= mark.until


# ---------------------------------------------------------------------- booking


def test_host_taken_over_ends_the_run(desk: Desk) -> None:
    """Someone removed the lock files, or the server forgot its locks: the epoch still holds."""

    async def act() -> tuple[str | None, int]:
        run = desk.open()
        write(run, article("a"))
        await run.flush()
        ledger = desk.ledger()
        with ledger.transaction() as connection:
            connection.exec_driver_sql("UPDATE holds SET run = run + 1")
        ledger.close()
        write(run, article("b"))
        with pytest.raises(LedgerError, match="taken over"):
            await run.flush()
        await run.close("finished")
        return run.failure, run.files[0].booked

    failure, _ = asyncio.run(act())
    assert failure
    assert list(desk.run(lambda run: run.known([url_of("a"), url_of("b")]))) == [url_of("a")]


@pytest.mark.parametrize("is_done", [True, False])
def test_commit_answered_by_an_error(file_desk: Desk, is_done: bool) -> None:
    """The length is read back: the batch counts where COMMIT was done all the same."""

    async def act() -> Run:
        run = file_desk.open()

        @event.listens_for(run._ledger.engine, "commit")
        def _fail(connection: Any) -> None:
            raw = connection.connection.dbapi_connection
            raw.commit() if is_done else raw.rollback()
            event.remove(run._ledger.engine, "commit", _fail)
            raise OperationalError("COMMIT", None, sqlite3.OperationalError("disk I/O error"))

        write(run, article("a"))
        await asyncio.sleep(1.3)
        await run.close("finished")
        return run

    run = asyncio.run(act())
    assert (run.failure is None) == is_done
    known = file_desk.run(lambda run: run.known([url_of("a")]))
    lines = b"".join(path.read_bytes() for path in file_desk.folder.rglob("*.jsonl"))
    assert len(known) == len(lines.splitlines()) == is_done


def test_tables_beside_are_written_with_the_articles(desk: Desk) -> None:
    class Beside:
        def __init__(self) -> None:
            self.written: list[str] = []
            self.settled: list[str] = []

        def write(self, connection: Any, article_ids: Any, now: float) -> None:
            assert connection.in_transaction()
            self.written += article_ids

        def settle(self, article_ids: Any) -> None:
            self.settled += article_ids

    beside = Beside()

    async def act(run: Run) -> None:
        run.beside.append(beside)
        write(run, article("a"))
        dropped = article("b")
        run.claim(dropped)
        run._item_dropped(dropped, None)

    desk.run(act)
    assert beside.written == [article("a").id]
    assert sorted(beside.settled) == sorted([article("a").id, article("b").id])


def test_second_run_of_a_host_is_refused(desk: Desk) -> None:
    async def act(run: Run) -> None:
        with pytest.raises(LockHeld, match="another run has the host samachar"):
            desk.open()

    desk.run(act)
    desk.run(act)


# ---------------------------------------------------------------------- ledgers that cannot be used


def test_other_schema_versions_are_refused(desk: Desk) -> None:
    desk.ledger().close()
    for version, advice in ((0, "scrapy ledger rebuild"), (99, "upgrade newscrawl")):
        engine = create_engine(desk.url)
        with engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE about SET schema_version = {version}")
        engine.dispose()
        with pytest.raises(LedgerTooOld, match=advice):
            desk.ledger()


@pytest.mark.parametrize("damage", ["empty", "cut", "garbage", "other file", "other database"])
def test_damaged_ledger_names_the_cure(file_desk: Desk, damage: str) -> None:
    file_desk.store(*(article(str(number)) for number in range(100)))
    path = file_desk.folder / "ledger.sqlite3"
    raw = path.read_bytes()
    if damage == "other database":
        path.unlink()
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE t (x)")
        other.close()
    else:
        middle = len(raw) // 2 // 4096 * 4096
        path.write_bytes(
            {
                "empty": b"",
                "cut": raw[:-37],
                "garbage": raw[:middle] + b"\xff" * 8192 + raw[middle + 8192 :],
                "other file": b"not a database" * 500,
            }[damage]
        )
    with pytest.raises(LedgerDamaged, match="scrapy ledger rebuild"):
        file_desk.open()


def test_locked_ledger_is_no_endless_wait(file_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newscrawl.ledger.store.BUSY_SECONDS", 0.2)
    file_desk.ledger().close()
    holder = sqlite3.connect(file_desk.folder / "ledger.sqlite3", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(LedgerError, match="locked by another process"):
        file_desk.open()
    holder.execute("ROLLBACK")
    holder.close()


def test_full_disk_is_noticed_before_the_first_request(
    file_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newscrawl.ledger.store.FREE_BYTES", 1 << 60)
    with pytest.raises(LedgerError, match="KiB free at"):
        file_desk.open()


@pytest.mark.slow
def test_a_million_articles_open_at_once(file_desk: Desk) -> None:
    ledger = file_desk.ledger()
    with ledger.transaction() as connection:
        connection.exec_driver_sql(
            """
            INSERT INTO articles (id, url, site, status, version, content_hash, body_hash,
                                  first_seen, last_seen, run)
            WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number LIMIT 1000000)
            SELECT '1-' || lower(hex(randomblob(16))), 'https://samachar.example.in/khabar-' || n,
                   'samachar', 'stored', 1, '1-' || n, lower(hex(randomblob(16))), n, n, 1
            FROM number
            """
        )
    ledger.close()
    before = time.process_time()

    async def look(run: Run) -> float:
        opened = time.process_time() - before
        urls = [url_of(f"nayi-{number}") for number in range(50)]
        assert await run.known(urls) == {}
        assert await run.look_up(article("nayi")) == Seen()
        return opened

    assert file_desk.run(look) < 1
    assert time.process_time() - before < 1


@pytest.mark.parametrize(
    ("environment", "settings", "expected"),
    [
        ({}, {}, "/data/ledger.sqlite3"),
        ({}, {"LEDGER_URL": "sqlite:///other.sqlite3"}, "/data/other.sqlite3"),
        ({"LEDGER_URL": "sqlite:////x/y.sqlite3"}, {"LEDGER_URL": "sqlite:///o"}, "/x/y.sqlite3"),
        ({"LEDGER_URL": "sqlite:///a", "NEWSCRAWL_LEDGER_URL": "sqlite:///b"}, {}, "/data/b"),
    ],
)
def test_where_the_ledger_is(
    environment: dict[str, str],
    settings: dict[str, str],
    expected: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("LEDGER_URL", "NEWSCRAWL_LEDGER_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ledger_url(Settings({"DATA_DIR": "/data", **settings})).database == expected


def test_command_line_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEDGER_URL", "sqlite:////from/environment")
    settings = Settings({"DATA_DIR": "/data"})
    settings.set("LEDGER_URL", "sqlite:////from/command/line", "cmdline")
    assert ledger_url(settings).database == "/from/command/line"


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "sqlite"])
def test_other_ledger_urls_are_refused(url: str) -> None:
    with pytest.raises(LedgerError, match="LEDGER_URL"):
        ledger_url(Settings({"DATA_DIR": "/data", "LEDGER_URL": url}))


def test_password_is_in_no_message() -> None:
    url = make_url("postgresql://user:geheim@127.0.0.1:1/x").set(drivername="postgresql+psycopg")
    pytest.importorskip("psycopg")
    with pytest.raises(LedgerError) as caught:
        Ledger.open(url)
    assert "geheim" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


# ---------------------------------------------------------------------- between runs


def test_forgotten_article_never_comes_back(desk: Desk) -> None:
    item = article("a")
    desk.store(item, article("b"))
    ledger = desk.ledger()
    files = forget(ledger, [item.url])
    assert len(files) == 1
    assert item.url in Path(files[0]).read_text(encoding="utf-8")
    ledger.close()

    async def look(run: Run) -> Any:
        elsewhere = article("other", item.article_body)
        return (
            (await run.known([item.url]))[item.url],
            await run.look_up(item),
            await run.look_up(elsewhere),
            await run.look_up(article("b")),
        )

    known, same, same_text, other = desk.run(look)
    assert known.forgotten
    assert same.forgotten
    assert same_text.forgotten
    assert not other.forgotten
    snapshot = {"FEEDS": {str(desk.folder / "x.jsonl"): {"format": "jsonl", "overwrite": True}}}
    assert desk.run(look, **snapshot)[0].forgotten, "a snapshot reads what was taken down"


def test_forget_run_hands_its_articles_over(desk: Desk) -> None:
    first = article("a")
    desk.store(first)
    desk.store(replace(first, version=2, content_hash="1-neu"), article("b"))
    ledger = desk.ledger()
    with ledger.engine.connect() as connection:
        query = "SELECT id FROM runs ORDER BY number DESC LIMIT 1"
        run_id = connection.exec_driver_sql(query).scalar()
    count, files = forget_run(ledger, run_id)
    assert (count, len(files)) == (2, 1)
    with pytest.raises(LedgerError, match="no run nonsense"):
        forget_run(ledger, "nonsense")
    ledger.close()

    async def look(run: Run) -> Any:
        pending = sorted(entry.url for entry in await run.pending())
        return pending, await run.known([url_of("a"), url_of("b")])

    pending, known = desk.run(look)
    assert pending == [url_of("a"), url_of("b")]
    assert list(known) == [url_of("a")]
    assert known[url_of("a")].content_hash == first.content_hash


def test_dead_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Its lines count once its disk is back; `forget-run` hands its articles to another server."""
    with postgresql_ledger() as url:
        one, two = Desk(tmp_path / "one", url), Desk(tmp_path / "two", url)
        monkeypatch.setenv("NEWSCRAWL_MACHINE", "one")
        run_id = one.die_after(article("a"))
        monkeypatch.setenv("NEWSCRAWL_MACHINE", "two")
        assert list(two.run(lambda run: run.known([url_of("a")]))) == [url_of("a")]
        assert f"forget-run {run_id}" in caplog.text
        assert "on one is not closed" in caplog.text
        ledger = two.ledger()
        assert forget_run(ledger, run_id)[0] == 1
        ledger.close()
        two.store(article("a"))
        monkeypatch.setenv("NEWSCRAWL_MACHINE", "one")
        one.run(lambda run: run.pending())
    lines = [line for path in tmp_path.rglob("*.jsonl*") for line in path.read_bytes().splitlines()]
    assert len(lines) == 1


def test_rebuild_reads_the_feeds(file_desk: Desk) -> None:
    first = article("a")
    file_desk.store(first, article("b"))
    file_desk.store(replace(first, version=2, content_hash="1-neu"))
    ledger = file_desk.ledger()
    forget(ledger, [url_of("gone")])
    ledger.close()
    path = file_desk.folder / "ledger.sqlite3"
    part = file_desk.folder / "samachar" / "dead.jsonl.part"
    part.write_text(json.dumps({"url": url_of("c")}) + '\n{"url": "http', encoding="utf-8")
    count, files, kept = rebuild(make_url(file_desk.url), [file_desk.folder])
    assert (count, files) == (4, 3)
    assert kept
    assert kept.exists()
    assert path.exists()
    urls = [url_of(path) for path in ("a", "b", "c", "gone", "never")]
    known = file_desk.run(lambda run: run.known(urls))
    assert [known[url].version for url in urls[:3]] == [2, 1, 1]
    assert known[urls[0]].content_hash == "1-neu"
    assert known[urls[3]].forgotten
    assert urls[4] not in known


def test_rebuild_of_a_damaged_ledger(file_desk: Desk) -> None:
    file_desk.store(article("a"))
    (file_desk.folder / "ledger.sqlite3").write_bytes(b"")
    rebuild(make_url(file_desk.url), [file_desk.folder])
    assert file_desk.run(lambda run: run.known([url_of("a")]))


def test_rebuild_waits_for_no_run(file_desk: Desk) -> None:
    async def act(run: Run) -> None:
        with pytest.raises(LockHeld):
            rebuild(make_url(file_desk.url), [file_desk.folder])

    file_desk.run(act)


def test_show_stats_export(desk: Desk) -> None:
    async def act(run: Run) -> None:
        run.found([url_of("later")], "desh", "sections")
        write(run, article("a", url=url_of("a-amp")))

    desk.run(act)
    ledger = desk.ledger()
    shown = describe(ledger, [url_of("a-amp")])
    assert shown
    assert shown["other addresses"] == [url_of("a-amp")]
    assert len(shown["versions"]) == 1
    waiting = describe(ledger, [url_of("later")])
    assert waiting
    assert waiting["status"] == "pending"
    assert describe(ledger, [url_of("never")]) is None
    numbers = facts(ledger)
    assert (numbers["addresses"], numbers["pending"]) == ({"stored": 1}, 1)
    assert [record["url"] for record in export(ledger)] == [article("a").canonical_url]
    ledger.close()


def scrapy_ledger(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "ledger", *arguments, "-s", f"DATA_DIR={folder}"],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name an action"),
        (("nonsense",), "name an action"),
        (("show",), "usage: scrapy ledger show URL"),
        (("stats", "x"), "usage: scrapy ledger stats"),
        (("stats", "--nonsense"), "unknown option --nonsense"),
        (("show", "no-url"), "is no http or https URL"),
    ],
)
def test_bad_arguments_are_one_line(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    ended = scrapy_ledger(tmp_path, *arguments)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.slow
def test_commands(file_desk: Desk) -> None:
    file_desk.store(article("a"))
    folder = file_desk.folder
    assert "stored 1" in scrapy_ledger(folder, "stats").stdout
    assert url_of("a") in scrapy_ledger(folder, "show", url_of("a")).stdout
    assert json.loads(scrapy_ledger(folder, "export").stdout)["url"] == url_of("a")
    assert "is taken down" in scrapy_ledger(folder, "forget", url_of("a")).stdout
    assert "1 articles read from 1 files" in scrapy_ledger(folder, "rebuild", str(folder)).stdout
    assert "taken down" in scrapy_ledger(folder, "show", url_of("a")).stdout
    unknown = scrapy_ledger(folder, "show", url_of("never"))
    assert unknown.returncode == 1
    assert "does not know" in unknown.stderr


def test_dropped_item_that_no_one_knows_is_no_error(file_desk: Desk) -> None:
    async def act(run: Run) -> None:
        run._item_dropped({"url": "x"}, None)
        run._item_error({"url": "x"})

    file_desk.run(act)
