"""How a corpus is read: the lines that its README gives for datasets, pandas, polars and DuckDB."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newscrawl.corpus.shards import FORMATS

LOADED_FIRST = ("parquet", "jsonl.zst", "jsonl.gz", "jsonl", "csv")
"""Which format `load_dataset` reads where a corpus has several: the one with types first."""

_LOADERS = {
    "datasets": {
        "": """import os
from datasets import load_dataset

articles = load_dataset(os.getcwd(), split="train")  # the folder of this file""",
    },
    "pandas": {
        "parquet": """import glob
import pandas

articles = pandas.concat(map(pandas.read_parquet, sorted(glob.glob("data/*.parquet"))))""",
        "csv": """import glob
import pandas

files = sorted(glob.glob("data/*.csv"))
articles = pandas.concat(pandas.read_csv(file, dtype=str) for file in files)""",
        "": """import glob
import pandas

files = sorted(glob.glob("data/*.{format}"))
articles = pandas.concat(pandas.read_json(file, lines=True, dtype=False) for file in files)""",
    },
    "polars": {
        "parquet": """import polars

articles = polars.scan_parquet("data/*.parquet").collect()""",
        "csv": """import polars

articles = polars.read_csv("data/*.csv", infer_schema=False)""",
        "": """import glob
import polars

files = sorted(glob.glob("data/*.{format}"))
articles = polars.concat(
    [polars.read_ndjson(file, infer_schema_length=None) for file in files],
    how="vertical_relaxed",  # a field may be absent from a whole file
)""",
    },
    "DuckDB": {
        "parquet": """import duckdb

articles = duckdb.read_parquet("data/*.parquet")""",
        "csv": """import duckdb

articles = duckdb.read_csv("data/*.csv", all_varchar=True)""",
        "": """import duckdb

articles = duckdb.read_json(
    "data/*.{format}", sample_size=-1, date_format="text", timestamp_format="text"
)  # dates stay as they were written""",
    },
}


def loaded_format(stats: Mapping[str, Any]) -> str:
    """Return the format that `load_dataset` reads."""
    there = {shard["format"] for shard in stats["shards"]}
    return next(name for name in LOADED_FIRST if name in there)


def loading(stats: Mapping[str, Any]) -> str:
    """Return the section of the README that says how to load the corpus of *stats*."""
    name = loaded_format(stats)
    blocks = []
    for library, forms in _LOADERS.items():
        code = (forms.get(name) or forms[""]).replace("{format}", name)
        blocks.append(f"{library}:\n\n```python\n{code}\n```\n")
    there = [each for each in FORMATS if each in {shard["format"] for shard in stats["shards"]}]
    several = f" The shards are there as {', '.join(there)}: each format holds all records."
    return f"""## Load it

Run these lines in this folder.{several if len(there) > 1 else ""}

{chr(10).join(blocks)}"""
