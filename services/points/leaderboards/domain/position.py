"""How far the sheets of a generation are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

BEHIND_MAX = timedelta(minutes=1)
"""Sheets that are further behind are not complete."""


@dataclass(frozen=True, slots=True)
class Position:
    """A generation, begun under `definition`, has all postings up to `token` in the feed.

    While it is being made, only those up to the id `scanned_to`, out of those up to `scan_end`;
    None once it has them all. What the scan may show a second time was recorded before
    `settled_ms`. `as_of_ms` is the time in `token`. Times in milliseconds since 1970.
    """

    generation: str
    definition: str
    token: str
    scanned_to: str | None
    scan_end: str
    settled_ms: int
    as_of_ms: int

    def is_recent(self, now_ms: int) -> bool:
        """True when it is as good as up to date."""
        return now_ms - self.as_of_ms <= BEHIND_MAX.total_seconds() * 1000
