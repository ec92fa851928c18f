"""What a corpus holds, counted by DuckDB over what is noted of its records: no text is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newscrawl.corpus.columns import record_schema

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LENGTHS = (0, 50, 100, 200, 300, 500, 800, 1200, 2000, 5000)
"""Words at which a class of lengths begins."""

LONGEST_GAPS = 5

COUNTED = {
    "sites": "site",
    "sections": "article_section",
    "months": "month",
    "languages": "in_language",
    "page_types": "page_type",
    "agencies": "agency",
    "date_precision": "date_precision",
    "discovered_from": "discovered_from",
    "newscrawl_versions": "newscrawl_version",
}
"""Facts that are the number of records for each value of a column; null is the key `none`."""


def facts(connection: DuckDBPyConnection) -> dict[str, Any]:
    """Return the facts of the table `chosen`; every order is fixed."""
    return {
        **_totals(connection),
        **{name: _counts(connection, column) for name, column in COUNTED.items()},
        "rights": _rights(connection),
        "lengths": _lengths(connection),
        "duplicates": _duplicates(connection),
        "coverage": _coverage(connection),
        "provenance": _provenance(connection),
    }


def _rows(connection: DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def _totals(connection: DuckDBPyConnection) -> dict[str, Any]:
    names = ("records", "articles", "words", "first_published", "last_published")
    (row,) = _rows(
        connection,
        """SELECT count(*), count(DISTINCT id), coalesce(sum(word_count), 0)::BIGINT,
            min(date_published[:10]), max(date_published[:10]) FROM chosen""",
    )
    return dict(zip(names, row, strict=True))


def _counts(connection: DuckDBPyConnection, column: str) -> dict[str, int]:
    order = "value" if column == "month" else "count DESC, value"
    rows = _rows(
        connection,
        f"""SELECT coalesce({column}, 'none') AS value, count(*) AS count FROM chosen
        GROUP BY ALL ORDER BY {order}""",
    )
    return dict(rows)


def _rights(connection: DuckDBPyConnection) -> dict[str, int]:
    rows = _rows(
        connection,
        """SELECT signal, count(*) AS count FROM (
            SELECT unnest(coalesce(rights, ['none'])) AS signal FROM chosen
        ) GROUP BY ALL ORDER BY count DESC, signal""",
    )
    return dict(rows)


def _lengths(connection: DuckDBPyConnection) -> dict[str, Any]:
    (row,) = _rows(
        connection,
        """SELECT avg(word_count)::DOUBLE, quantile_disc(word_count, [0, 0.1, 0.5, 0.9, 1])
        FROM chosen""",
    )
    mean, quantiles = row
    classes = _rows(
        connection,
        f"""SELECT list_max([edge for edge in {list(LENGTHS)} if edge <= coalesce(word_count, 0)])
            AS least, count(*) FROM chosen GROUP BY ALL ORDER BY least""",
    )
    names = ("least", "tenth", "median", "nine_tenths", "most")
    return {
        "mean": round(mean or 0, 1),
        **dict(zip(names, quantiles or (None,) * len(names), strict=True)),
        "classes": {f"from {least} words": count for least, count in classes},
    }


def _duplicates(connection: DuckDBPyConnection) -> dict[str, Any]:
    (row,) = _rows(
        connection,
        """SELECT count(duplicate_of), count(DISTINCT duplicate_of),
            count(*) FILTER (similarity = 1) FROM chosen""",
    )
    labelled, stories, word_for_word = row
    (total,) = _rows(connection, "SELECT count(*) FROM chosen")[0]
    return {
        "labelled": labelled,
        "share": round(labelled / total, 4) if total else 0.0,
        "of_stories": stories,
        "word_for_word": word_for_word,
    }


def _coverage(connection: DuckDBPyConnection) -> dict[str, Any]:
    """Return for each site its first and last day, and the days between without an article."""
    rows = _rows(
        connection,
        """WITH days AS (
            SELECT DISTINCT coalesce(site, 'none') AS site,
                try_cast(date_published[:10] AS DATE) AS day
            FROM chosen
        ),
        gaps AS (
            SELECT site, day, lag(day) OVER (PARTITION BY site ORDER BY day) AS before
            FROM days WHERE day IS NOT NULL
        )
        SELECT site, min(day)::VARCHAR, max(day)::VARCHAR, count(*),
            coalesce(sum(day - before - 1), 0)::BIGINT,
            list({'from': (before + 1)::VARCHAR, 'to': (day - 1)::VARCHAR,
                'days': (day - before - 1)::BIGINT}
                ORDER BY day - before DESC, day) FILTER (day - before > 1)
        FROM gaps GROUP BY site ORDER BY site""",
    )
    return {
        site: {
            "first": first,
            "last": last,
            "days": days,
            "days_without": without,
            "longest_gaps": (gaps or [])[:LONGEST_GAPS],
        }
        for site, first, last, days, without, gaps in rows
    }


def _provenance(connection: DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """Return for each field how many records read it from where; `none` is absent."""
    shares = {}
    for field in record_schema().field("provenance").type:
        rows = _rows(
            connection,
            f"""SELECT coalesce(provenance.{field.name}, 'none') AS source, count(*) AS count
            FROM chosen GROUP BY ALL ORDER BY count DESC, source""",
        )
        shares[field.name] = dict(rows)
    return shares
