"""From the feeds of many runs and machines to one corpus: clean, complete, documented, the same.

    inputs     which files are feeds            reading   lines -> batches of typed columns
    columns    the record as Arrow columns      staging   batches -> files on disk, by month
    choice     which lines a corpus keeps       shards    chosen records -> files with a checksum
    facts      what a corpus holds, counted     card      README.md and stats.json from the facts
    folder     built beside, then put in place  build     all of it, in order
    takedowns  what may not be in any corpus    texts     what its texts are like

Reading, choosing and sorting need no more memory for ten million records than for a thousand:
records wait on the disk, DuckDB decides over their keys alone, and they are sorted in pieces.
"""
