"""Ledgers for tests: a SQLite file, or a schema of its own on the PostgreSQL that CI starts."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url


@contextmanager
def postgresql_ledger() -> Iterator[str]:
    """Yield the URL of an empty ledger; the test is skipped where there is no PostgreSQL."""
    server = os.environ.get("NEWSCRAWL_TEST_POSTGRES")
    if not server:
        pytest.skip("needs PostgreSQL (NEWSCRAWL_TEST_POSTGRES)")
    url = make_url(server).set(drivername="postgresql+psycopg")
    schema = f"test_{secrets.token_hex(8)}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
        try:
            own = url.update_query_dict({"options": f"-csearch_path={schema}"})
            yield own.render_as_string(hide_password=False)
        finally:
            connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
    engine.dispose()
