"""The record as Arrow columns, from the same schema as its JSON."""

from __future__ import annotations

from functools import cache
from types import NoneType
from typing import Any

import pyarrow as pa

from newscrawl.items import SCHEMA_VERSION
from newscrawl.schema import json_schema

NEEDED = ("id", "headline", "article_body")
"""Fields without which a line is no article."""

_ARROW = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
}
_PYTHON: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (float, int),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


@cache
def record_schema() -> pa.Schema:
    """Return the columns of a record, in its order."""
    return pa.schema(
        [(name, _arrow_type(part)) for name, part in json_schema()["properties"].items()]
    )


def _arrow_type(schema: dict[str, Any]) -> pa.DataType:
    match _json_type(schema):
        case "array":
            return pa.list_(_arrow_type(schema["items"]))
        case "object":
            parts = schema["properties"].items()
            return pa.struct([(name, _arrow_type(part)) for name, part in parts])
        case name:
            return _ARROW[name]


def _json_type(schema: dict[str, Any]) -> str:
    given = schema.get("type", "string")  # an enum of strings
    name: str = given[0] if isinstance(given, list) else given
    return name


@cache
def _python_types() -> list[tuple[str, frozenset[type]]]:
    properties = json_schema()["properties"].items()
    return [(name, frozenset((*_PYTHON[_json_type(part)], NoneType))) for name, part in properties]


@cache
def _part_names() -> dict[str, frozenset[str]]:
    properties = json_schema()["properties"].items()
    return {
        name: frozenset(part["properties"])
        for name, part in properties
        if _json_type(part) == "object"
    }


def fault(record: Any) -> str | None:
    """Tell why *record* is no article that this newscrawl can read; None where it is one.

    Arrow would take 2.5 for 2 and a string for a list of its letters: so types are looked at here.
    """
    if not isinstance(record, dict):
        return "no JSON object"
    for name in ("id",) if record.get("page_type") == "gone" else NEEDED:
        if not record.get(name):
            return f"no article: without {name}"
    version = record.get("schema_version")
    if version is not None and version != SCHEMA_VERSION:
        return f"schema_version {version}: this newscrawl reads {SCHEMA_VERSION}"
    get = record.get
    for name, types in _python_types():
        if type(get(name)) not in types:
            return f"{name} is of type {type(record[name]).__name__}"
    return None


def unknown_fields(record: dict[str, Any]) -> list[str]:
    """Return the names of fields of *record* that this newscrawl does not know."""
    known = record_schema_names()
    found = [name for name in record if name not in known]
    for name, parts in _part_names().items():
        part = record.get(name)
        if part and not parts.issuperset(part):
            found += [f"{name}.{key}" for key in part if key not in parts]
    return found


@cache
def record_schema_names() -> frozenset[str]:
    """Return the names of a record's fields."""
    return frozenset(record_schema().names)
