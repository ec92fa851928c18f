"""Past one machine: our extraction as a step of datatrove, Hugging Face's engine for corpora.

    WarcPages -> ExtractArticles -> JsonlWriter -> MinHash stages

datatrove's executors (local, Slurm, Ray) share the files among tasks, restart those that failed and
skip those that are done. Needs the extra `cluster`. See the README for a script to submit.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from scrapy.exceptions import DropItem

from newscrawl.archive.warc_pages import Page, Reading, is_devanagari, pages_in
from newscrawl.feeds import json_line
from newscrawl.hindi.text import fold, tokens
from newscrawl.items import as_dict
from newscrawl.reparse.pages import Rules, article_of, reference

try:
    from datatrove.data import Document
    from datatrove.pipeline.base import PipelineStep
    from datatrove.pipeline.dedup import (
        MinhashConfig,
        MinhashDedupBuckets,
        MinhashDedupCluster,
        MinhashDedupFilter,
        MinhashDedupSignature,
    )
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.readers.base import BaseDiskReader
    from datatrove.pipeline.writers import JsonlWriter
    from datatrove.utils.text import TextNormConfig
    from datatrove.utils.word_tokenizers import WordTokenizer
except ImportError as error:
    raise ImportError(
        f"newscrawl.cluster needs datatrove ({error}): pip install 'newscrawl[cluster]'"
    ) from None

WARC_FILES = "**/*.war*[cz]"
"""`.warc` and `.warc.gz` at any depth, no `.part` of a crawl that goes on."""

MINHASH = MinhashConfig(
    n_grams=5,
    norm_config=TextNormConfig(
        lowercase=False,
        norm_whitespace=False,
        remove_punctuation=False,
        norm_unicode_diacritics=False,  # it makes म of में and मैं, दिलली of दिल्ली
        norm_numbers=False,  # other prices are other news
    ),
)
"""datatrove's MinHash over the words of `HindiWords`, which are normalised already: 5-word shingles
as `newscrawl.similarity` has them, 14 bands of 8, so copies share about 0.72 of them."""


class HindiWords(WordTokenizer):  # type: ignore[misc]
    """Words as newscrawl compares them: folded, Devanagari with all its signs, no punctuation."""

    def word_tokenize(self, text: str) -> list[str]:
        """Return the words of *text*."""
        return tokens(fold(text))

    def sent_tokenize(self, text: str) -> list[str]:
        """Return the paragraphs of *text*: MinHash asks for no sentences."""
        return [line for line in text.splitlines() if line]

    def span_tokenize(self, text: str) -> list[tuple[int, int]]:
        """Return where the paragraphs of *text* stand."""
        spans, start = [], 0
        for line in self.sent_tokenize(text):
            start = text.index(line, start)
            spans.append((start, start + len(line)))
            start += len(line)
        return spans


class WarcPages(BaseDiskReader):  # type: ignore[misc]
    """Read pages that may hold a Hindi article: bounded, and with what their headers reserve.

    Takes the arguments of datatrove's readers: *data_folder* is a path or an fsspec address.
    datatrove's own WarcReader keeps no headers (X-Robots-Tag, TDM-Reservation) and guesses
    encodings; `ExtractArticles` takes its documents all the same.
    """

    name = "newscrawl WARC"
    _requires_dependencies = ["warcio"]

    def __init__(self, data_folder: Any, **more: Any) -> None:
        super().__init__(data_folder, **{"glob_pattern": WARC_FILES, **more})

    def read_file(self, filepath: str) -> Iterator[Document]:
        """Yield a document for each page of *filepath*; what cannot be read is counted."""
        reading = Reading()
        with self.data_folder.open(filepath, "rb") as file:
            for page in pages_in(file, filepath, reading):
                if page.status != 200 or not (page.site or is_devanagari(page.body)):
                    self.stat_update("not_hindi")
                    continue
                yield Document(
                    text=page.body.decode("latin-1"),  # bytes: their encoding is found later
                    id=reference(page, filepath),
                    metadata={
                        "url": page.url,
                        "date": page.fetched_at.isoformat() if page.fetched_at else None,
                        "headers": page.headers,
                        "site": page.site,
                        "is_reserved": page.is_reserved,
                        "is_bytes": True,
                    },
                )
        if reading.unreadable:
            self.stat_update("unreadable_pages", value=len(reading.unreadable))
        if reading.damaged:
            self.stat_update("damaged_files", value=len(reading.damaged))


class ExtractArticles(PipelineStep):  # type: ignore[misc]
    """Make articles of pages; a document's text is then the article's, its metadata the record.

    Pages come from `WarcPages`, or from any reader that puts HTML into the text, and `url` and
    `date` into the metadata. What is no article is left out and counted by class.
    """

    type = "📰 - EXTRACTOR"
    name = "newscrawl articles"

    def __init__(self, rules: Rules | None = None) -> None:
        super().__init__()
        self.rules = rules or Rules(refused_rights=("noindex", "noai", "tdm-reserved"))

    def run(
        self, data: Iterator[Document] | None, rank: int = 0, world_size: int = 1
    ) -> Iterator[Document]:
        """Yield a document for each article in *data*."""
        for document in data or ():
            with self.track_time():
                try:
                    article = article_of(_page_of(document), document.id, self.rules)
                except DropItem as refusal:
                    self.stat_update(f"refused_{type(refusal).__name__}")
                    continue
                record = json.loads(json_line(as_dict(article)))
            self.stat_update("articles")
            yield Document(text=record["article_body"], id=record["id"], metadata=record)


def record_of(_: JsonlWriter, document: Document) -> dict[str, Any]:
    """Return *document* as a line of our JSON Lines; the adapter of a JsonlWriter."""
    return {name: value for name, value in document.metadata.items() if name != "file_path"}


def extraction(archives: Any, records: Any, rules: Rules | None = None) -> list[PipelineStep]:
    """Return the pipeline from WARC files below *archives* to JSON Lines below *records*."""
    return [
        WarcPages(archives),
        ExtractArticles(rules),
        JsonlWriter(records, adapter=record_of, compression="gzip"),
    ]


def without_near_duplicates(
    records: Any, work: str, out: Any, *, tasks: int
) -> list[tuple[list[PipelineStep], int]]:
    """Return the four pipelines, each with its number of tasks, from *records* to *out*.

    They run one after the other; *tasks* is that of the first and the last, which must be the same.
    *work* is a folder for signatures. Of a cluster of near duplicates one record is kept.
    """
    reader = JsonlReader(records, text_key="article_body", glob_pattern="*.jsonl.gz")
    return [
        ([reader, MinhashDedupSignature(f"{work}/signatures", MINHASH, HindiWords())], tasks),
        (
            [MinhashDedupBuckets(f"{work}/signatures", f"{work}/buckets", config=MINHASH)],
            MINHASH.num_buckets,
        ),
        ([MinhashDedupCluster(f"{work}/buckets", f"{work}/removed", config=MINHASH)], 1),
        (
            [
                JsonlReader(
                    records,
                    text_key="article_body",
                    glob_pattern="*.jsonl.gz",
                    adapter=_whole_record,
                ),
                MinhashDedupFilter(f"{work}/removed"),
                JsonlWriter(out, adapter=record_of, compression="gzip"),
            ],
            tasks,
        ),
    ]


def _whole_record(_: JsonlReader, data: dict[str, Any], path: str, number: int) -> dict[str, Any]:
    return {"text": data["article_body"], "id": data["id"], "metadata": data}


def _page_of(document: Document) -> Page:
    """Return the page that a reader has put into *document*."""
    given = document.metadata
    encoding = "latin-1" if given.get("is_bytes") else "utf-8"
    date = given.get("date")
    return Page(
        url=given["url"],
        body=document.text.encode(encoding, "replace"),
        headers=given.get("headers") or {},
        fetched_at=datetime.fromisoformat(date) if date else None,
        status=200,
        offset=0,
        site=given.get("site"),
        is_reserved=bool(given.get("is_reserved")),
    )
