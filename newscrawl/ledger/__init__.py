"""What earlier runs saw, what is still to be fetched, and what this run may call stored.

`Run` is what a crawl talks to. The protocol is DESIGN.md's 'Exactly once': the ledger is the truth
and never runs ahead of the disk; what it does not know is fetched again.

    start     before the first request: locks, recovery, booking      recovery  of dead runs' feeds
    run       during it                                               batch     what is not booked
    store     the database: SQLite, or PostgreSQL for many machines   tables    its schema
    lookup    questions                                               known     answers
    locks     that die with their process                             records   read back from feeds
"""

from newscrawl.ledger.errors import (
    FeedError,
    LedgerDamaged,
    LedgerError,
    LedgerTooOld,
    LockHeld,
    LockLost,
)
from newscrawl.ledger.known import Known, PastRun, Pending, Seen, Watermark
from newscrawl.ledger.run import Run

__all__ = [
    "FeedError",
    "Known",
    "LedgerDamaged",
    "LedgerError",
    "LedgerTooOld",
    "LockHeld",
    "LockLost",
    "PastRun",
    "Pending",
    "Run",
    "Seen",
    "Watermark",
]
