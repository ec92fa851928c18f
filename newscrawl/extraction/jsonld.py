"""What a page says about itself in JSON-LD, however badly it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

from newscrawl.hindi.text import normalize

_ARTICLE_TYPES = (
    "Article NewsArticle ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle"
    " BackgroundNewsArticle ReviewNewsArticle AskPublicNewsArticle BlogPosting"
    " LiveBlogPosting TechArticle SatiricalArticle AdvertiserContentArticle"
    " SocialMediaPosting Report"
)
ARTICLE_TYPES = frozenset(_ARTICLE_TYPES.split())
_MAX_NODES = 5_000

Node = dict[str, Any]

_WRAPPER = re.compile(r"^\s*(?://\s*)?(?:<!\[CDATA\[|<!--)|(?://\s*)?(?:\]\]>|-->)\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_RESCUED = re.compile(
    r'"(@type|headline|datePublished|dateModified|description|articleSection|keywords'
    r'|isAccessibleForFree|inLanguage)"\s*:\s*(?:"((?:[^"\\\n]|\\.){0,5000})"|(true|false))'
)
_RESCUED_AUTHOR = re.compile(r'"author"\s*:\s*[\[{][^\]}]{0,500}?"name"\s*:\s*"([^"\n]{1,200})"')
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")


def read_json_ld(scripts: Sequence[str]) -> list[Node]:
    """Return every object in the JSON-LD *scripts* of a page, nested ones after their parents.

    Each script is read for itself. One that is no JSON gives what a regular expression can save of
    it; one that nests too deeply to be parsed gives nothing else.
    """
    nodes: list[Node] = []
    for script in scripts:
        text = script.strip()
        # Most are bare; to look for a wrapper in one costs as much as to parse it.
        if text.startswith(("//", "<!")) or text.endswith(("]]>", "-->")):
            text = _WRAPPER.sub("", script).strip()
        if not text:
            continue
        try:
            nodes.extend(_objects_of(_parse(text)))
        except (ValueError, RecursionError):
            nodes.extend(_rescued(text))
    return _with_references(nodes)


def _parse(text: str) -> Any:
    try:
        return _DECODER.decode(text)
    except ValueError:
        return _DECODER.decode(_TRAILING_COMMA.sub(r"\1", text).rstrip("; \n"))


def _integer(digits: str) -> int | None:
    return int(digits) if len(digits) < 20 else None  # Python refuses 6,000 digits


_DECODER = json.JSONDecoder(strict=False, parse_int=_integer)


def _objects_of(value: Any) -> Iterator[Node]:
    queue = [value]
    for count, item in enumerate(queue):
        if count > _MAX_NODES:
            return
        if isinstance(item, dict):
            yield item
            queue += [child for child in item.values() if isinstance(child, (dict, list))]
        elif isinstance(item, list):
            queue += [child for child in item if isinstance(child, (dict, list))]


def _rescued(text: str) -> Iterator[Node]:
    """Save the fields of the first article in a script that is no JSON."""
    start = re.search(r'"(?:\w*NewsArticle|Article|BlogPosting|LiveBlogPosting)"', text)
    if not start:
        return
    begin = max(0, text.rfind("{", 0, start.start()))
    node: Node = {}
    for key, string, boolean in _RESCUED.findall(text, begin):
        node.setdefault(key, boolean or string)
    node["@type"] = start[0].strip('"')
    if author := _RESCUED_AUTHOR.search(text, begin):
        node["author"] = {"name": author[1]}
    yield {key: re.sub(r"\\(.)", r"\1", v) if isinstance(v, str) else v for key, v in node.items()}


_REFERRING = frozenset({"author", "publisher", "image", "creator"})


def _with_references(nodes: list[Node]) -> list[Node]:
    """Fill in objects that only name the @id of another one."""
    full: dict[str, Node] = {}
    for node in nodes:
        identity = node.get("@id")
        if isinstance(identity, str) and len(node) > len(full.get(identity, {"@id": 0})):
            full[identity] = node
    if not full:
        return nodes
    for node in nodes:
        for key in _REFERRING.intersection(node):
            value = node[key]
            if isinstance(value, dict) and "name" not in value:
                node[key] = full.get(_string(value.get("@id")) or "", value)
            elif isinstance(value, list):
                node[key] = [
                    full.get(_string(one.get("@id")) or "", one)
                    if isinstance(one, dict) and "name" not in one
                    else one
                    for one in value
                ]
    return nodes


def types_of(node: Node) -> set[str]:
    """Return the schema.org types of *node*, without prefix."""
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return {_last_part(name).strip() for name in names if isinstance(name, str)}


def _last_part(name: str) -> str:
    """Return what stands behind the last /, : or # of *name*."""
    return name.rpartition("/")[2].rpartition(":")[2].rpartition("#")[2]


def articles_in(nodes: Sequence[Node]) -> list[Node]:
    """Return the nodes that are articles of any kind."""
    return [node for node in nodes if types_of(node) & ARTICLE_TYPES]


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def text_of(value: Any) -> str | None:
    """Return *value* as clean text: of a string, an object with a name, the first of a list."""
    for text in texts_of(value):
        return text
    return None


def texts_of(value: Any) -> list[str]:
    """Return each text in *value*: strings, objects with a name, lists of them."""
    found: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            item = item.get("name") or item.get("@value") or item.get("headline")
            if isinstance(item, list):
                item = next((one for one in item if isinstance(one, str)), None)
        if isinstance(item, str) and (text := clean(item)):
            found.append(text)
    return found


def clean(text: str) -> str:
    """Return *text* on one line, without the markup and entities that were left in it."""
    if "&" in text:
        text = unescape(unescape(text))
    if "<" in text:
        text = _TAG.sub(" ", text)
    return " ".join(normalize(text).split())
