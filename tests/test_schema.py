"""The shipped JSON Schema: what the code says, and what it takes and refuses."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from newscrawl.items import FIELD_NAMES, Article, Provenance, Raw, article_id, as_dict, content_hash
from newscrawl.schema import json_schema, shipped_schema

URL = "https://khabar.example/desh/jheel-101.html"


def record() -> dict[str, Any]:
    article = Article(
        id=article_id(URL),
        site="khabar",
        url=URL,
        canonical_url=URL,
        headline="झील पर लौटे पक्षी",
        article_body="सर्दियाँ आ गईं।",
        word_count=3,
        content_hash=content_hash("झील पर लौटे पक्षी", "सर्दियाँ आ गईं।"),
        in_language="hi",
        provenance=Provenance(headline="generic"),
        raw=Raw(date_published="12 जून 2026"),
    )
    return as_dict(article)


def test_it_is_generated() -> None:
    for name in ("article", "report"):
        command = f"python -m newscrawl.schema {name} > newscrawl/{name}.schema.json"
        assert shipped_schema(name) == json_schema(name), command


def test_it_takes_a_record_with_its_keys_in_order() -> None:
    assert tuple(record()) == FIELD_NAMES == tuple(json_schema()["properties"])
    jsonschema.validate(record(), json_schema())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("headline", ""),
        ("authors", []),  # absent is null, also for lists
        ("version", 0),
        ("page_type", "blog"),
        ("id", "17"),
        ("similarity", 1.2),
        ("provenance", {}),
        ("language", "hi"),
    ],
)
def test_it_refuses(name: str, value: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**record(), name: value}, json_schema())
