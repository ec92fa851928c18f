"""The ledger's database: opened, created, checked, read and written."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, func, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from newscrawl import near_index
from newscrawl.data_dir import data_dir
from newscrawl.feed_file import sync_folder
from newscrawl.ledger.errors import LedgerDamaged, LedgerError, LedgerTooOld
from newscrawl.ledger.locks import FileLock, HostLocks
from newscrawl.ledger.tables import SCHEMA_VERSION, about, metadata

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

FULLY_CHECKED = 128 * 1024 * 1024
"""Bytes of a SQLite ledger up to which every page is checked at the start (30 MB in 0.03 s of CPU).
Of a larger one its size, header and schema are: a million articles, 585 MB, open in 0.04 s."""

PAGES_IN_LOG = 4000
"""Pages of 4 KB that SQLite writes to its log before it moves them into the file: what is written
again meanwhile is moved once. 16 microseconds an article less than with SQLite's own 1,000."""

BUSY_SECONDS = 20
"""How long a write waits for another run's. A batch takes some milliseconds."""

CREATING = "SELECT pg_advisory_xact_lock(7135921)"
"""Holds off whoever else creates tables on PostgreSQL until the transaction ends."""

FREE_BYTES = 16 * 1024 * 1024
"""Room that a disk must have before the first request: for the last batches and the ledger."""


def ledger_url(settings: BaseSettings) -> URL:
    """Return where the ledger is: NEWSCRAWL_LEDGER_URL or LEDGER_URL of the environment, the
    setting LEDGER_URL, else a SQLite file in DATA_DIR; a setting of the command line wins.

    A relative SQLite path is below DATA_DIR. Raises LedgerError.
    """  # noqa: D205
    given = settings.get("LEDGER_URL")
    if (settings.getpriority("LEDGER_URL") or 0) < 40:  # not from the command line
        environment = os.environ
        given = environment.get("NEWSCRAWL_LEDGER_URL") or environment.get("LEDGER_URL") or given
    try:
        url = make_url(given or "sqlite:///ledger.sqlite3")
        folder = data_dir(settings)
    except (ArgumentError, ValueError) as error:
        raise LedgerError(f"LEDGER_URL or DATA_DIR cannot be read: {error}") from None
    if url.get_backend_name() == "sqlite":
        return url.set(database=str(folder / (url.database or "ledger.sqlite3")))
    if url.drivername not in ("postgresql", "postgresql+psycopg"):
        raise LedgerError(f"LEDGER_URL: {url.drivername} is neither sqlite nor postgresql+psycopg")
    return url.set(drivername="postgresql+psycopg")


class Ledger:
    """An open ledger: transactions, a connection for look-ups, and the locks that live with it."""

    def __init__(self, engine: Engine, name: str, path: Path | None) -> None:
        self.engine = engine
        self.name = name  # for messages: without a password
        self.path = path  # None: PostgreSQL
        self.machine = os.environ.get("NEWSCRAWL_MACHINE") or socket.gethostname()
        self._reader: Connection | None = None
        self._compiled: dict[Callable[[Ledger], Any], tuple[str, dict[str, Any]]] = {}

    @classmethod
    def open(cls, url: URL) -> Self:
        """Open the ledger at *url*; create it where there is none.

        Raises LedgerError, LedgerTooOld or LedgerDamaged.
        """
        if url.get_backend_name() == "sqlite":
            return cls._open_sqlite(Path(str(url.database)))
        ledger = cls(_postgresql_engine(url), url.render_as_string(hide_password=True), None)
        with ledger._closed_on_error():
            with ledger.transaction() as connection:
                # One process creates the tables; the others wait here for it.
                connection.exec_driver_sql(CREATING)
                if not inspect(connection).has_table(about.name):
                    _create_tables(connection)
            ledger._check_version()
        return ledger

    @classmethod
    def _open_sqlite(cls, path: Path) -> Self:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            require_room(path.parent)
            if not path.exists():
                create_file(path)
        except OSError as error:
            raise LedgerError(f"the ledger {path} cannot be created: {error.strerror}") from None
        ledger = cls(_sqlite_engine(path), str(path), path)
        with ledger._closed_on_error():
            ledger._check_file(path)
            ledger._check_version()
        return ledger

    @classmethod
    def temporary(cls) -> Self:
        """Return an empty ledger that vanishes with the process: that of a snapshot."""
        folder = Path(tempfile.mkdtemp(prefix="newscrawl-"))
        path = folder / "snapshot.sqlite3"
        ledger = cls(_sqlite_engine(path, durable=False), "the ledger of this snapshot", path)
        ledger.look_up_connection().exec_driver_sql("PRAGMA journal_mode=WAL")
        with ledger.transaction() as connection:
            _create_tables(connection)
        # Both connections are open, now the files lose their names: a kill leaves nothing.
        ledger.look_up_connection().execute(select(about)).all()
        shutil.rmtree(folder)
        return ledger

    def lock_hosts(self, hosts: list[str], holder: str) -> HostLocks:
        """Lock *hosts* against other runs on this ledger. Raises LockHeld and OSError."""
        if self.path:
            return HostLocks.in_folder(lock_folder(self.path), hosts, holder)
        return HostLocks.in_postgresql(self.engine, hosts)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Write: everything in the block or nothing. Raises LedgerError."""
        with self.errors(), self.engine.begin() as connection:
            yield connection

    def add_tables(self, tables: MetaData) -> None:
        """Create those of *tables* that are missing. Raises LedgerError."""
        with self.transaction() as connection:
            if self.path is None:  # one process creates them; the others wait here for it
                connection.exec_driver_sql(CREATING)
            tables.create_all(connection)

    def look_up_connection(self) -> Connection:
        """Return the connection for look-ups, which sees what was committed last."""
        if self._reader is None:
            with self.errors():
                self._reader = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        return self._reader

    def insert(self, table: Any) -> Any:
        """Return an INSERT of *table* that can be given ON CONFLICT."""
        if self.path:
            from sqlalchemy.dialects.sqlite import insert

            return insert(table)
        from sqlalchemy.dialects.postgresql import insert as postgresql_insert

        return postgresql_insert(table)

    def write(
        self,
        connection: Connection,
        statement: Callable[[Ledger], Any],
        rows: Sequence[dict[str, Any]],
    ) -> None:
        """Execute what *statement* returns for each of *rows*, which name its parameters.

        It is compiled once, and the driver takes the rows as they are: SQLAlchemy needs as long
        to look through the parameters of a row as SQLite to insert it.
        """
        if statement not in self._compiled:
            compiled = statement(self).compile(dialect=self.engine.dialect)
            constants = {name: compiled.params[name] for name in compiled.params.keys() - rows[0]}
            self._compiled[statement] = compiled.string, constants
        sql, constants = self._compiled[statement]
        connection.exec_driver_sql(sql, [constants | row for row in rows] if constants else rows)

    def close(self) -> None:
        """Close all connections."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        self.engine.dispose()

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn what the database says into a LedgerError that tells what to do."""
        try:
            yield
        except DBAPIError as error:
            raise self._explained(error) from error
        except SQLAlchemyError as error:
            raise LedgerError(f"the ledger {self.name}: {error}") from error

    @contextmanager
    def _closed_on_error(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.close()
            raise

    def _explained(self, error: DBAPIError) -> LedgerError:
        text = str(error.orig).splitlines()[0] if str(error.orig) else type(error.orig).__name__
        lower = text.lower()
        if "locked" in lower or "busy" in lower:
            return LedgerError(
                f"the ledger {self.name} is locked by another process: try again when it is done"
            )
        if isinstance(error.orig, sqlite3.DatabaseError) and any(
            sign in lower for sign in ("malformed", "not a database", "corrupt", "could not decode")
        ):
            return damaged(self.name, text)
        return LedgerError(f"the ledger {self.name}: {text}")

    def _check_file(self, path: Path) -> None:
        """Raise LedgerDamaged where *path* is not whole; a small file is read in full."""
        size = path.stat().st_size
        if size == 0:
            raise damaged(self.name, "it is empty")
        with self.errors(), self.engine.connect() as connection:
            pragma = "quick_check(1)" if size <= FULLY_CHECKED else "schema_version"
            verdict = connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar() or 0
            page_size = connection.exec_driver_sql("PRAGMA page_size").scalar() or 1
        if size <= FULLY_CHECKED and verdict != "ok":
            raise damaged(self.name, str(verdict).splitlines()[-1])
        log = path.with_name(f"{path.name}-wal")
        has_log = log.exists() and log.stat().st_size > 0
        if not has_log and size != pages * page_size:
            raise damaged(self.name, f"{size} bytes instead of {pages * page_size}")

    def _check_version(self) -> None:
        with self.errors(), self.engine.connect() as connection:
            if not inspect(connection).has_table(about.name):
                raise damaged(self.name, "it holds no newscrawl ledger")
            version = connection.scalar(select(func.max(about.c.schema_version)))
        if version is None:
            raise damaged(self.name, "it has no schema version")
        if version < SCHEMA_VERSION:
            raise LedgerTooOld(
                f"the ledger {self.name} has schema {version}, this newscrawl needs "
                f"{SCHEMA_VERSION}: run `scrapy ledger rebuild data/` (the old file is kept)"
            )
        if version > SCHEMA_VERSION:
            raise LedgerTooOld(
                f"the ledger {self.name} has schema {version}, this newscrawl knows "
                f"{SCHEMA_VERSION}: upgrade newscrawl"
            )


def damaged(name: str, what: str) -> LedgerDamaged:
    """Return the error for a ledger that cannot be read."""
    return LedgerDamaged(
        f"the ledger {name} is damaged ({what}): run `scrapy ledger rebuild data/`, "
        "which reads the articles back from their files"
    )


def require_room(folder: Path) -> None:
    """Raise LedgerError where the disk of *folder* is as good as full."""
    free = shutil.disk_usage(folder).free
    if free < FREE_BYTES:
        raise LedgerError(
            f"only {free // 1024} KiB free at {folder}, {FREE_BYTES // 1024**2} MiB are needed: "
            "make room"
        )


def _sqlite_engine(path: Path, *, durable: bool = True) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        paramstyle="named",  # as the rows of `Ledger.write` are
    )
    synchronous = "FULL" if durable else "OFF"

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # BEGIN is ours
        connection.execute(f"PRAGMA synchronous={synchronous}")
        connection.execute(f"PRAGMA wal_autocheckpoint={PAGES_IN_LOG}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgresql_engine(url: URL) -> Engine:
    try:
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    except ImportError:
        raise LedgerError("LEDGER_URL names PostgreSQL: pip install 'psycopg[binary]'") from None


def create_file(path: Path) -> None:
    """Create an empty ledger at *path*, whole or not at all. Raises OSError.

    So a file of no bytes is a damaged ledger, never one whose creation was interrupted.
    """
    lock = FileLock(lock_folder(path) / ".create.lock")
    lock.acquire(f"process {os.getpid()}", "the ledger", wait=True)
    draft = path.with_name(f"{path.name}.new")
    try:
        if path.exists():
            return  # another process was first
        for leftover in (draft, *companions(draft), *companions(path)):
            leftover.unlink(missing_ok=True)
        engine = create_engine(URL.create("sqlite", database=str(draft)), poolclass=NullPool)
        with engine.begin() as connection:
            _create_tables(connection)
        raw = sqlite3.connect(draft)
        raw.execute("PRAGMA journal_mode=WAL")
        raw.close()
        draft.rename(path)
        sync_folder(path.parent)
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise OSError(None, str(error).splitlines()[0]) from error
    finally:
        lock.release()


def companions(path: Path) -> list[Path]:
    """Return the files that SQLite keeps beside *path*."""
    return [path.with_name(path.name + suffix) for suffix in ("-wal", "-shm", "-journal")]


def lock_folder(path: Path) -> Path:
    """Return the folder of the locks that live with the ledger file *path*."""
    return path.with_name(f"{path.name}.locks")


def _create_tables(connection: Connection) -> None:

    metadata.create_all(connection)
    near_index.metadata.create_all(connection)
    connection.execute(about.insert(), {"schema_version": SCHEMA_VERSION})


def chunks(values: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    """Yield *values* in pieces that fit one statement."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
