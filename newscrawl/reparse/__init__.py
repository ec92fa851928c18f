"""Today's extraction over archived pages, without the network: see `scrapy reparse`.

pages        one archived page -> one record, as a crawl would make it
stored       the records that feeds hold, found by the page each was made of
differences  what has changed between two records, and what of it is told
work         files -> processes -> outcomes, in the order of the archive
apply        changed records -> new versions in a new feed, booked in the ledger
"""
