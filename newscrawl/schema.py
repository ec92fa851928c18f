"""The JSON Schemas of a record and of a run's report, generated from their dataclasses so that the
two cannot part.

``python -m newscrawl.schema article`` (or ``report``) prints one; the package ships it as
``article.schema.json`` (``report.schema.json``).
"""  # noqa: D205

from __future__ import annotations

import json
import sys
import types
from dataclasses import fields, is_dataclass
from importlib import resources
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from newscrawl.items import SCHEMA_VERSION, Article
from newscrawl.reporting.run_report import REPORT_VERSION, Report

FORMATS = {
    "date_published": "date-time",
    "date_modified": "date-time",
    "crawled_at": "date-time",
    "url": "uri",
    "canonical_url": "uri",
    "started": "date-time",
    "ended": "date-time",
    "published": "date-time",
    "oldest": "date-time",
    "newest": "date-time",
}
PATTERNS = {
    "id": "^1-[0-9a-f]{32}$",
    "content_hash": "^1-[0-9a-f]{32}$",
    "duplicate_of": "^1-[0-9a-f]{32}$",
}
TEXTS = ("headline", "article_body", "content_hash")
"""Null in a tombstone, and only there."""

TOMBSTONE = {
    "if": {"properties": {"page_type": {"const": "gone"}}},
    "then": {"properties": {name: {"type": "null"} for name in TEXTS}},
    "else": {"properties": {name: {"type": "string"} for name in TEXTS}},
}
NOT_EMPTY = {"url", "canonical_url", "headline", "article_body", "site"}


def json_schema(record: str = "article") -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one line of a feed, or of a run's report."""
    if record == "article":
        title = f"One version of one news article; schema_version {SCHEMA_VERSION}."
        properties = _object(Article) | TOMBSTONE
    else:
        title = f"What a run did, found and met; report_version {REPORT_VERSION}."
        properties = _object(Report)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"newscrawl {record}",
        "description": title,
        **properties,
    }


def shipped_schema(record: str = "article") -> dict[str, Any]:
    """Return a schema as the package ships it."""
    text = resources.files("newscrawl").joinpath(f"{record}.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _object(record: type) -> dict[str, Any]:
    hints = get_type_hints(record)
    names = [field.name for field in fields(record)]
    return {
        "type": "object",
        "properties": {name: _property(name, hints[name]) for name in names},
        "required": names,
        "additionalProperties": False,
    }


def _property(name: str, hint: Any) -> dict[str, Any]:
    schema = _type(hint | None if name in TEXTS else hint)
    if name in FORMATS and "string" in schema.get("type", ()):
        schema["format"] = FORMATS[name]
    if name in PATTERNS:
        schema["pattern"] = PATTERNS[name]
    if name in NOT_EMPTY:
        schema["minLength"] = 1
    if name in ("version", "word_count"):
        schema["minimum"] = 1 if name == "version" else 0
    if name == "similarity":
        schema |= {"minimum": 0, "maximum": 1}
    return schema


def _type(hint: Any) -> dict[str, Any]:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        parts = [part for part in get_args(hint) if part is not type(None)]
        schema = _type(parts[0])
        if schema.get("type") == "array":
            schema["minItems"] = 1  # absent is null
        if "enum" in schema:
            return {"enum": [*schema["enum"], None]}
        return {**schema, "type": [schema["type"], "null"]}
    if origin is Literal:
        return {"enum": list(get_args(hint))}
    if origin is list:
        return {"type": "array", "items": _type(get_args(hint)[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": _type(get_args(hint)[1])}
    if is_dataclass(hint) and isinstance(hint, type):
        return _object(hint)
    names = {str: "string", bool: "boolean", int: "integer", float: "number"}
    return {"type": names[hint]}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(json_schema(*sys.argv[1:]), indent=1, ensure_ascii=False) + "\n")
