"""Which lines a corpus keeps, decided by DuckDB over what is noted of them, never over texts.

Every line read has one fate; `fates` counts them, and the sum is the number of lines.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection

Duplicates = Literal["drop", "label", "keep"]

KEPT = "kept"

_MEMORY_SHARE = 4
"""Of the machine's memory DuckDB may take one part in so many; more goes to the disk."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a corpus is to hold; a filter that is None or empty lets all pass.

    since, until      publication, inclusive; of the crawl where the page states none
    sites, sections, languages, page_types   values of the record's field
    min_words         least `word_count`
    without_rights    signals (`rights`) that keep a record out
    duplicates        drop: of articles that nearly repeat each other one stays; label: what the
                      crawl did not know, an exact copy on another site, is labelled as well; keep:
                      labels stay as the crawl wrote them
    all_versions      not only the newest version of an article
    """

    since: datetime | None = None
    until: datetime | None = None
    sites: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    page_types: tuple[str, ...] = ()
    min_words: int = 0
    without_rights: tuple[str, ...] = ()
    duplicates: Duplicates = "label"
    all_versions: bool = False

    def in_order(self) -> Choice:
        """Return the same choice, its values in alphabetical order."""
        return replace(
            self,
            sites=tuple(sorted(self.sites)),
            sections=tuple(sorted(self.sections)),
            languages=tuple(sorted(self.languages)),
            page_types=tuple(sorted(self.page_types)),
            without_rights=tuple(sorted(self.without_rights)),
        )


def connect(folder: Path) -> DuckDBPyConnection:
    """Return a database on the disk, in *folder*, with bounded memory."""
    import duckdb

    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    connection = duckdb.connect(str(folder / "choice.duckdb"))
    connection.execute(f"SET memory_limit='{memory // _MEMORY_SHARE >> 20} MiB'")
    connection.execute(f"SET temp_directory='{_quoted(folder / 'spilled')}'")
    connection.execute("SET preserve_insertion_order=false")
    connection.execute("SET enable_progress_bar=false")
    return connection


def note_lines(connection: DuckDBPyConnection, staged: Path) -> None:
    """Fill the table `lines` with what is noted of each staged record, not its texts."""
    parts = sql_list(sorted(staged.glob("*/*.parquet")))
    connection.execute(f"""
        CREATE TABLE lines AS
        SELECT row_number() OVER () AS number, filename AS part, file_row_number AS part_row,
            month, moment, crawled, text_hash, line_hash, line_bytes, place, taken_down,
            id, version, site, article_section, in_language, page_type, word_count, rights,
            duplicate_of, similarity, content_hash, date_published, date_precision, agency,
            discovered_from, newscrawl_version, provenance
        FROM read_parquet({parts}, filename=true, file_row_number=true)
    """)


def choose(connection: DuckDBPyConnection, choice: Choice) -> None:
    """Give each of `lines` its fate (table `fates`) and write those kept to `chosen`.

    `chosen` has the columns of `lines`; `version`, `duplicate_of` and `similarity` are those of the
    corpus.
    """
    connection.execute(_all_versions() if choice.all_versions else _newest_version())
    connection.execute(f"""
        CREATE TABLE passed AS
        SELECT number, id, version AS own, text_hash, moment, crawled, duplicate_of, similarity,
            {_refused_by(choice)} AS refused
        FROM lines JOIN candidates USING (number)
    """)
    connection.execute(
        "CREATE TABLE standing AS SELECT * EXCLUDE (own, refused) FROM passed WHERE refused IS NULL"
    )
    if choice.duplicates != "keep":
        _label_exact_copies(connection)
    if choice.duplicates == "drop":
        _keep_one_of_each_story(connection)
    connection.execute(f"""
        CREATE TABLE chosen AS
        SELECT lines.* REPLACE (
            candidates.new_version AS version,
            standing.duplicate_of AS duplicate_of,
            standing.similarity AS similarity
        )
        FROM standing JOIN candidates USING (number) JOIN lines USING (number);
        CREATE TABLE fates AS
        SELECT coalesce(judged.fate, passed.refused,
            CASE WHEN chosen.number IS NULL THEN 'near duplicate' ELSE '{KEPT}' END) AS fate
        FROM judged
        LEFT JOIN passed USING (number)
        LEFT JOIN chosen USING (number);
    """)


_JUDGED = """
    CREATE TABLE judged AS
    WITH down AS (SELECT DISTINCT id FROM lines WHERE taken_down),
    standing AS (
        SELECT number, id, coalesce(version, 1) AS version,
            coalesce(content_hash, text_hash) AS content, crawled, line_hash
        FROM lines WHERE id NOT IN (FROM down)
    )
"""


def _newest_version() -> str:
    """Return SQL for `judged` (number, fate) and `candidates` (number, new_version)."""
    return f"""{_JUDGED}
    , ranked AS (
        SELECT number, version,
            row_number() OVER (PARTITION BY id ORDER BY version DESC, crawled DESC NULLS LAST,
                content DESC, line_hash DESC) AS age,
            row_number() OVER (PARTITION BY id, version ORDER BY crawled DESC NULLS LAST,
                content DESC, line_hash DESC) AS copy
        FROM standing
    )
    SELECT number, version AS new_version,
        CASE WHEN age = 1 THEN NULL WHEN copy > 1 THEN 'the same version again'
            ELSE 'older version' END AS fate
    FROM ranked
    UNION ALL
    SELECT number, NULL, 'taken down' FROM lines WHERE id IN (FROM down);
    CREATE VIEW candidates AS SELECT number, new_version FROM judged WHERE fate IS NULL;
    """


def _all_versions() -> str:
    """Return SQL as `_newest_version` does.

    Machines with ledgers of their own may have given one number to two texts of an article: its
    versions are then numbered anew, in the order in which they were crawled.
    """
    return f"""{_JUDGED}
    , ranked AS (
        SELECT *, row_number() OVER (PARTITION BY id, version, content
            ORDER BY crawled DESC NULLS LAST, line_hash DESC) AS copy
        FROM standing
    ),
    distinct_ones AS (
        SELECT *, count(*) OVER (PARTITION BY id, version) AS of_this_number
        FROM ranked WHERE copy = 1
    ),
    numbered AS (
        SELECT number, version, max(of_this_number) OVER (PARTITION BY id) > 1 AS is_ambiguous,
            row_number() OVER (PARTITION BY id
                ORDER BY crawled NULLS LAST, version, content, line_hash) AS in_time
        FROM distinct_ones
    )
    SELECT number, CASE WHEN is_ambiguous THEN in_time ELSE version END AS new_version,
        NULL::VARCHAR AS fate
    FROM numbered
    UNION ALL
    SELECT number, NULL, 'the same version again' FROM ranked WHERE copy > 1
    UNION ALL
    SELECT number, NULL, 'taken down' FROM lines WHERE id IN (FROM down);
    CREATE VIEW candidates AS SELECT number, new_version FROM judged WHERE fate IS NULL;
    """


def _refused_by(choice: Choice) -> str:
    """Return SQL that names the first filter which keeps a line out; NULL where none does."""
    filters = {
        "sites": _not_in("site", choice.sites),
        "sections": _not_in("article_section", choice.sections),
        "languages": _not_in("in_language", choice.languages),
        # A tombstone says that the article is no longer there: so it is not in the corpus either.
        "page-types": _not_in("page_type", choice.page_types) or "page_type = 'gone'",
        "min-words": f"coalesce(word_count, 0) < {choice.min_words}" if choice.min_words else "",
        "rights": f"list_has_any(coalesce(rights, []), {sql_list(choice.without_rights)})"
        if choice.without_rights
        else "",
        "since": f"moment IS NULL OR moment < {choice.since.timestamp()!r}::DOUBLE"
        if choice.since
        else "",
        "until": f"moment IS NULL OR moment > {choice.until.timestamp()!r}::DOUBLE"
        if choice.until
        else "",
    }
    cases = "".join(f" WHEN {test} THEN '--{name}'" for name, test in filters.items() if test)
    return f"CASE{cases} END" if cases else "NULL::VARCHAR"


def _not_in(column: str, values: Sequence[str]) -> str:
    return (
        f"coalesce({column}, '') NOT IN (FROM (SELECT unnest({sql_list(values)})))"
        if values
        else ""
    )


def sql_list(values: Sequence[object]) -> str:
    """Return *values* as a list of strings in SQL."""
    return "[" + ", ".join(f"'{_quoted(value)}'" for value in values) + "]"


def _quoted(value: object) -> str:
    return str(value).replace("'", "''")


_FIRST = "duplicate_of IS NOT NULL, moment NULLS LAST, crawled NULLS LAST, id, number"
"""Which of several copies is the original: what the crawl took for one, then the earliest."""


def _label_exact_copies(connection: DuckDBPyConnection) -> None:
    """Label each article whose text another one has, word for word, and that has no label yet.

    A crawl knows the copies that its ledger has seen; machines with ledgers of their own miss some.
    """
    connection.execute(f"""
        CREATE TABLE labelled AS
        SELECT * REPLACE (
            coalesce(duplicate_of, copy_of) AS duplicate_of,
            CASE WHEN duplicate_of IS NULL AND copy_of IS NOT NULL THEN 1.0 ELSE similarity END
                AS similarity
        )
        FROM (
            SELECT standing.*, CASE WHEN first_id <> id THEN first_id END AS copy_of
            FROM standing LEFT JOIN (
                SELECT text_hash, first(id ORDER BY {_FIRST}) AS first_id
                FROM standing GROUP BY text_hash HAVING count(DISTINCT id) > 1
            ) USING (text_hash)
        );
        ALTER TABLE labelled DROP COLUMN copy_of;
        DROP TABLE standing;
        ALTER TABLE labelled RENAME TO standing;
    """)


def _keep_one_of_each_story(connection: DuckDBPyConnection) -> None:
    """Keep, of each group of articles that labels tie together, the original or else the earliest.

    So no story is lost: not where its original is in no feed or is filtered out, and not where two
    articles name each other, as versions of them may.
    """
    connection.execute("""
        CREATE TABLE ties AS
        SELECT DISTINCT id AS one, duplicate_of AS other FROM standing
        WHERE duplicate_of IS NOT NULL AND duplicate_of <> id;
        CREATE TABLE groups AS
        SELECT one AS article, one AS least FROM ties UNION SELECT other, other FROM ties;
    """)
    while True:
        connection.execute("""
            CREATE TABLE nearer AS
            WITH neighbours AS (
                SELECT one AS article, other AS neighbour FROM ties
                UNION ALL SELECT other, one FROM ties
            ),
            hooked AS (
                SELECT article, least(any_value(own.least), min(others.least)) AS least
                FROM groups AS own JOIN neighbours USING (article)
                JOIN groups AS others ON others.article = neighbour
                GROUP BY article
            )
            SELECT hooked.article, least(hooked.least, jumped.least) AS least
            FROM hooked JOIN hooked AS jumped ON jumped.article = hooked.least
        """)
        changed = connection.execute(
            "SELECT count(*) FROM nearer JOIN groups USING (article)"
            " WHERE nearer.least <> groups.least"
        ).fetchone()
        connection.execute("DROP TABLE groups; ALTER TABLE nearer RENAME TO groups")
        if changed == (0,):
            break
    connection.execute(f"""
        CREATE TABLE originals AS
        SELECT first(id ORDER BY {_FIRST}) AS id
        FROM standing JOIN groups ON groups.article = standing.id GROUP BY least;
        DELETE FROM standing
        WHERE id IN (SELECT article FROM groups) AND id NOT IN (FROM originals);
        UPDATE standing SET duplicate_of = NULL, similarity = NULL WHERE duplicate_of IS NOT NULL;
    """)
