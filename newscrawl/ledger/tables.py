"""The tables of the ledger, on SQLite and PostgreSQL alike.

Addresses are keyed by `newscrawl.items.article_id`, so an article is found by its canonical URL
without an index of URLs, and http and https are one. Times are seconds since 1970, UTC.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

SCHEMA_VERSION = 1
"""Raised by one with every change of a table; an older file is refused."""

metadata = MetaData()

about = Table("about", metadata, Column("schema_version", Integer, primary_key=True))

runs = Table(
    "runs",
    metadata,
    Column("number", Integer, primary_key=True),  # also the epoch of the run's locks
    Column("id", Text, nullable=False, unique=True),
    Column("site", Text, nullable=False),
    Column("machine", Text, nullable=False),
    Column("started", Double, nullable=False),  # later than that of every earlier run
    Column("ended", Double),  # None: unclosed
    Column("reason", Text),
    Column("counts", Text),  # JSON: outcome -> number of URLs; what reporting.health compares
    Column("batches", Integer, nullable=False),  # booked so far
)
Index("runs_by_site", runs.c.site, runs.c.number)

run_hosts = Table(
    "run_hosts",
    metadata,
    Column("host", Text, primary_key=True),
    Column("run", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

holds = Table(  # which run may write of a host; a batch of any other run is refused
    "holds",
    metadata,
    Column("host", Text, primary_key=True),
    Column("run", Integer, nullable=False),
)

feeds = Table(
    "feeds",
    metadata,
    Column("run", Integer, primary_key=True),
    Column("path", Text, primary_key=True),  # absolute
    Column("target", Text),  # what it is renamed to when whole, or where it is uploaded to
    Column("base", BigInteger, nullable=False),
    Column("length", BigInteger, nullable=False),  # booked: behind it nothing counts
    Column("inode", BigInteger, nullable=False),  # 0: not written yet
    Column("closed", Boolean, nullable=False),
)
Index("feeds_by_path", feeds.c.path)

articles = Table(  # and pages that turned out to be none
    "articles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False),  # canonical
    Column("site", Text, nullable=False),
    Column("status", Text, nullable=False),  # stored, refused, failed, gone, duplicate
    Column("reason", Text),
    Column("version", Integer, nullable=False),  # 0: never stored
    Column("content_hash", Text, nullable=False),
    Column("body_hash", Text),
    Column("published", Text),
    Column("section", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("first_seen", Double, nullable=False),  # start of the run that found it
    Column("last_seen", Double, nullable=False),
    Column("run", Integer, nullable=False),  # that stored the last version
    sqlite_with_rowid=False,
)
Index("articles_by_body", articles.c.site, articles.c.body_hash)
Index("articles_by_age", articles.c.site, articles.c.first_seen)  # which are due for a look

aliases = Table(
    "aliases",
    metadata,
    Column("id", Text, primary_key=True),  # article_id of the other address
    Column("article", Text, nullable=False),
    Column("url", Text, nullable=False),
    sqlite_with_rowid=False,
)
Index("aliases_by_article", aliases.c.article)

versions = Table(
    "versions",
    metadata,
    Column("article", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("content_hash", Text, nullable=False),
    Column("body_hash", Text),
    Column("stored", Double, nullable=False),
    Column("run", Integer, nullable=False),
    sqlite_with_rowid=False,
)
Index("versions_by_run", versions.c.run)

pending = Table(
    "pending",
    metadata,
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("host", Text, nullable=False),  # that of the run's hosts which it belongs to
    Column("section", Text),
    Column("discovered_from", Text, nullable=False),
    Column("found", Double, nullable=False),  # start of the run that found it
    Column("tries", Integer, nullable=False),  # runs that failed to fetch it
    Column("retry", Double, nullable=False),  # not before
    sqlite_with_rowid=False,
)
Index("pending_by_host", pending.c.host)

watermarks = Table(
    "watermarks",
    metadata,
    Column("site", Text, primary_key=True),
    Column("section", Text, primary_key=True),
    Column("until", Double, nullable=False),  # start of the run whose walk ended
    Column("max_pages", Integer),
    Column("since", Text),
)

forgotten = Table(  # taken down: by address and, within the site, by text
    "forgotten",
    metadata,
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("site", Text),
    Column("body_hash", Text),
    Column("at", Double, nullable=False),
)
Index("forgotten_by_body", forgotten.c.body_hash)
