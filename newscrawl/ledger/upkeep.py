"""What people do to a ledger between runs: look, take down, hand over, rebuild, export."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, func, or_, select, update
from sqlalchemy.exc import DBAPIError

from newscrawl import near_index
from newscrawl.feed_file import PART
from newscrawl.items import article_id
from newscrawl.ledger.errors import LedgerError
from newscrawl.ledger.known import instant
from newscrawl.ledger.locks import FileLock
from newscrawl.ledger.records import book_file, mend_tail
from newscrawl.ledger.store import Ledger, companions, create_file, lock_folder
from newscrawl.ledger.tables import (
    aliases,
    articles,
    feeds,
    forgotten,
    pending,
    run_hosts,
    runs,
    versions,
    watermarks,
)

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.engine import URL

logger = logging.getLogger(__name__)

FEED_NAMES = ("*.jsonl", "*.jsonl.gz", "*.jl", "*.csv", f"*.jsonl{PART}")


def forgotten_ids(ledger: Ledger) -> set[str]:
    """Return the ids of all articles that were taken down, under each of their addresses."""
    with ledger.errors(), ledger.engine.connect() as connection:
        return set(connection.scalars(select(forgotten.c.id)))


def facts(ledger: Ledger) -> dict[str, Any]:
    """Return the numbers of a ledger: name -> count, or name -> {kind: count}."""
    with ledger.errors(), ledger.engine.connect() as connection:

        def count(table: Any) -> int:
            return int(connection.scalar(select(func.count()).select_from(table)) or 0)

        by_status = select(articles.c.status, func.count()).group_by(articles.c.status)
        by_site = (
            select(articles.c.site, func.count())
            .where(articles.c.version > 0)
            .group_by(articles.c.site)
        )
        unclosed = select(runs.c.id, runs.c.machine).where(runs.c.ended.is_(None))
        return {
            "addresses": dict(map(tuple, connection.execute(by_status).all())),
            "articles of": dict(map(tuple, connection.execute(by_site).all())),
            "versions": count(versions),
            "other addresses": count(aliases),
            "pending": count(pending),
            "taken down": count(forgotten),
            "sections walked": count(watermarks),
            "runs": count(runs),
            "unclosed": {run.id: f"on {run.machine}" for run in connection.execute(unclosed)},
        }


def describe(ledger: Ledger, urls: Iterable[str]) -> dict[str, Any] | None:
    """Return all that is known of the page at *urls*, spellings of one address; None: nothing."""
    keys = [article_id(url) for url in urls]
    with ledger.errors(), ledger.engine.connect() as connection:
        down = connection.execute(select(forgotten).where(forgotten.c.id.in_(keys))).first()
        if down:
            return {"url": down.url, "status": "taken down", "at": _date(down.at)}
        waiting = connection.execute(select(pending).where(pending.c.id.in_(keys))).first()
        row = _find(connection, keys)
        if row is None:
            return {**_readable(waiting), "status": "pending"} if waiting else None
        own = versions.c.article == row.id
        files = (
            select(versions.c.version, versions.c.content_hash, versions.c.stored, runs.c.id)
            .outerjoin(runs, runs.c.number == versions.c.run)
            .where(own)
        )
        other = select(aliases.c.url).where(aliases.c.article == row.id)
        return {
            **_readable(row),
            "pending": waiting is not None,
            "other addresses": list(connection.scalars(other)),
            "versions": [
                f"{version.version}: {version.content_hash}, {_date(version.stored)}, "
                f"run {version.id or 'read from a file'}"
                for version in connection.execute(files.order_by(versions.c.version))
            ],
            "lines in": _files_of(connection, row.id),
        }


def export(ledger: Ledger) -> Iterator[dict[str, Any]]:
    """Yield a record for each address of a ledger, then for each that was taken down."""
    with ledger.errors(), ledger.engine.connect() as connection:
        for row in connection.execution_options(yield_per=1000).execute(select(articles)):
            yield _readable(row)
        for row in connection.execute(select(forgotten)):
            yield {**_readable(row), "status": "forgotten"}


def forget(ledger: Ledger, urls: Iterable[str]) -> list[str]:
    """Take the article at *urls* down: it never comes back. Return the files with its lines.

    All its addresses are remembered, and its texts: they are refused at any address of its site.
    """
    given = {article_id(url): url for url in urls}
    now = time.time()
    with ledger.transaction() as connection:
        row = _find(connection, list(given))
        files = _files_of(connection, row.id) if row else []
        rows = [
            {"id": key, "url": url, "site": None, "body_hash": None, "at": now}
            for key, url in given.items()
        ]
        if row:
            rows += _traces(connection, row, now)
            for table, column in ((articles, articles.c.id), (versions, versions.c.article)):
                connection.execute(delete(table).where(column == row.id))
            connection.execute(delete(aliases).where(aliases.c.article == row.id))
            near_index.forget(connection, row.id)
        connection.execute(delete(pending).where(pending.c.id.in_([r["id"] for r in rows])))
        statement = ledger.insert(forgotten)
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=["id"],
                set_={
                    "site": func.coalesce(statement.excluded.site, forgotten.c.site),
                    "body_hash": func.coalesce(statement.excluded.body_hash, forgotten.c.body_hash),
                },
            ),
            rows,
        )
    return files


def forget_run(ledger: Ledger, run_id: str) -> tuple[int, list[str]]:
    """Have what run *run_id* stored fetched again; return how many, and the files with its lines.

    Raises LedgerError where there is no such run, or it is still going on.
    """
    with ledger.errors(), ledger.engine.connect() as connection:
        run = connection.execute(select(runs).where(runs.c.id == run_id)).first()
        if run is None:
            raise LedgerError(f"no run {run_id}: `scrapy ledger stats` names the unclosed ones")
        in_run = select(run_hosts.c.host).where(run_hosts.c.run == run.number)
        hosts = list(connection.scalars(in_run))
    locks = ledger.lock_hosts(hosts, f"forget-run {run_id}")
    try:
        with ledger.transaction() as connection:
            count = _hand_over(ledger, connection, run, hosts)
            own = feeds.c.run == run.number
            files = list(connection.scalars(select(feeds.c.path).where(own)))
            # Should the disk come back, what it holds beyond the base is cut off.
            connection.execute(
                update(feeds).where(own, feeds.c.closed.is_(False)).values(length=feeds.c.base)
            )
            connection.execute(
                update(runs).where(runs.c.number == run.number).values(reason="forgotten")
            )
    finally:
        locks.release()
    return count, files


def rebuild(url: URL, paths: Iterable[Path]) -> tuple[int, int, Path | None]:
    """Build the ledger at *url* anew from feed files: return articles' versions, files, old ledger.

    The old file is kept beside it. What was taken down is carried over as far as it can be read.
    Raises LedgerError.
    """
    files = list(_feed_files(paths))
    if url.get_backend_name() != "sqlite":
        ledger = Ledger.open(url)
        return _book_files(ledger, files), len(files), None
    path = Path(str(url.database))
    _refuse_while_used(path)
    draft = path.with_name(f"{path.name}.rebuilt")
    for leftover in (draft, *companions(draft)):
        leftover.unlink(missing_ok=True)
    create_file(draft)
    ledger = Ledger.open(url.set(database=str(draft)))
    try:
        if rows := _read_forgotten(path):
            with ledger.transaction() as connection:
                connection.execute(forgotten.insert(), rows)
        count = _book_files(ledger, files)
    finally:
        ledger.close()
    kept = None
    if path.exists():
        kept = path.with_name(f"{path.name}.{instant(time.time()):%Y%m%dT%H%M%SZ}")
        path.rename(kept)
    for leftover in companions(path):
        if leftover.exists():
            leftover.rename(f"{kept}{leftover.name.removeprefix(path.name)}")
    draft.rename(path)
    return count, len(files), kept


def _find(connection: Connection, keys: list[str]) -> Row[Any] | None:
    by_alias = select(aliases.c.article).where(aliases.c.id.in_(keys))
    query = select(articles).where(or_(articles.c.id.in_(keys), articles.c.id.in_(by_alias)))
    return connection.execute(query.order_by(articles.c.version.desc())).first()


def _traces(connection: Connection, row: Row[Any], now: float) -> Iterator[dict[str, Any]]:
    """Yield what an article can be known by: its addresses, and each of its texts."""
    common = {"site": row.site, "at": now}
    yield {**common, "id": row.id, "url": row.url, "body_hash": row.body_hash}
    other = connection.execute(select(aliases).where(aliases.c.article == row.id))
    for alias in other.all():
        yield {**common, "id": alias.id, "url": alias.url, "body_hash": None}
    texts = select(versions).where(versions.c.article == row.id, versions.c.body_hash.is_not(None))
    for version in connection.execute(texts).all():
        key = f"{row.id}/{version.version}"  # no address: it only stands for a text
        yield {**common, "id": key, "url": row.url, "body_hash": version.body_hash}


def _files_of(connection: Connection, article: str) -> list[str]:
    query = (
        select(feeds.c.path, feeds.c.target)
        .join(versions, versions.c.run == feeds.c.run)
        .where(versions.c.article == article)
    )
    return sorted({target or path for path, target in connection.execute(query)})


def _hand_over(ledger: Ledger, connection: Connection, run: Row[Any], hosts: list[str]) -> int:
    """Make pending what *run* stored; an article with earlier versions goes back to the last."""
    stored = set(connection.scalars(select(versions.c.article).where(versions.c.run == run.number)))
    connection.execute(delete(versions).where(versions.c.run == run.number))
    for key in sorted(stored):
        row = connection.execute(select(articles).where(articles.c.id == key)).first()
        earlier = connection.execute(
            select(versions).where(versions.c.article == key).order_by(versions.c.version.desc())
        ).first()
        if row is None:
            continue
        connection.execute(
            ledger.insert(pending).on_conflict_do_nothing(),
            {
                "id": key,
                "url": row.url,
                "site": run.site,
                "host": next((host for host in hosts if host in row.url), hosts[0]),
                "section": None,
                "discovered_from": "forget-run",
                "found": row.first_seen,
                "tries": 0,
                "retry": 0.0,
            },
        )
        mine = articles.c.id == key
        if earlier is None:
            connection.execute(delete(articles).where(mine))
        else:
            values = {name: getattr(earlier, name) for name in ("version", "content_hash", "run")}
            connection.execute(
                update(articles).where(mine).values(**values, body_hash=earlier.body_hash)
            )
    return len(stored)


def _feed_files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_file():
            yield path
        elif path.is_dir():
            found = {file for name in FEED_NAMES for file in path.rglob(name) if file.is_file()}
            yield from sorted(file for file in found if "uploads" not in file.parts)
        else:
            raise LedgerError(f"{path} does not exist: name feed files, or folders of them")


def _book_files(ledger: Ledger, files: Iterable[Path]) -> int:
    count = 0
    for file in files:
        whole = file
        if file.suffix == PART:  # what a dead run left: its whole lines count
            mend_tail(file)
            whole = file.with_suffix("")
            file.rename(whole)
        with ledger.transaction() as connection:
            count += book_file(ledger, connection, whole)
    return count


def _refuse_while_used(path: Path) -> None:
    """Raise LockHeld while a run has a host of the ledger *path*."""
    for file in sorted(lock_folder(path).glob("*.lock")):
        lock = FileLock(file)
        lock.acquire("rebuild", f"the host {file.stem}")
        lock.release()


def _read_forgotten(path: Path) -> list[dict[str, Any]]:
    """Return what an old or damaged ledger says was taken down, as far as it can be read."""
    if not path.exists():
        return []
    names = [column.name for column in forgotten.c]
    rows: list[dict[str, Any]] = []
    try:
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as old:
            for row in old.execute(f"SELECT {', '.join(names)} FROM forgotten"):
                rows.append(dict(zip(names, row, strict=True)))
    except (sqlite3.Error, DBAPIError) as error:
        logger.error(
            "What was taken down can be read from %s only in part (%d entries, then: %s): "
            "repeat `scrapy ledger forget` for the rest",
            path,
            len(rows),
            error,
        )
    return rows


def _readable(row: Row[Any]) -> dict[str, Any]:
    values = dict(row._mapping)
    for name in ("first_seen", "last_seen", "found", "at"):
        if name in values:
            values[name] = _date(values[name])
    return values


def _date(seconds: float) -> str:
    return instant(seconds).isoformat(timespec="seconds")
