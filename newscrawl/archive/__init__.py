"""Pages as they were fetched: WARC files, ours and other people's."""
