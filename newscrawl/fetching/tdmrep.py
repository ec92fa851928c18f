"""Reservations of text and data mining that a host states for all its pages: tdmrep.json.

Source: TDM Reservation Protocol, W3C Community Group report of 10 May 2024.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from newscrawl.fetching.robots_txt import PathPattern, PathRule, longest_match

LOCATION = "/.well-known/tdmrep.json"


@dataclass(frozen=True)
class TdmReservations:
    """Which paths of a host are reserved. Without rules none is."""

    rules: tuple[PathRule, ...] = ()

    def covers(self, url: str) -> bool:
        """Return whether *url* is reserved: the longest location decides, reserved wins a tie."""
        return longest_match(self.rules, url, default=False)

    @classmethod
    def parse(cls, body: bytes) -> TdmReservations:
        """Read the rules of a tdmrep.json; what is no rule is passed over.

        Raises ValueError where *body* is no JSON: a page that says "not found" with status 200.
        """
        try:
            stated = json.loads(body)
        except RecursionError as error:
            raise ValueError("nested too deep") from error
        entries = stated if isinstance(stated, list) else [stated]
        return cls(
            tuple(
                PathRule(PathPattern(location), _is_reserved(entry.get("tdm-reservation")))
                for entry in entries
                if isinstance(entry, dict)
                and isinstance(location := entry.get("location"), str)
                and "tdm-reservation" in entry
            )
        )


def _is_reserved(value: object) -> bool:
    return value is True or str(value).strip() == "1"
