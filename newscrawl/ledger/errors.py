"""What can stand between a run and its ledger. Each message is one line that says what to do."""

from __future__ import annotations


class LedgerError(Exception):
    """The ledger or a feed cannot be used as asked."""


class LockHeld(LedgerError):
    """Another run has this host or this output."""


class LockLost(LedgerError):
    """Another run has taken over a host of this run: nothing more may be booked."""


class LedgerTooOld(LedgerError):
    """The ledger was written by another version of newscrawl."""


class LedgerDamaged(LedgerError):
    """The ledger cannot be read."""


class FeedError(LedgerError):
    """A feed cannot be written: no room, read-only, not reachable."""
