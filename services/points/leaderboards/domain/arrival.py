"""What the feed of the ledger brings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from services.points.ledger.domain.posting import Posting


class Begun(NamedTuple):
    """The place in the feed from which everything comes, and the last id before it."""

    token: str
    scan_end: str
    as_of_ms: int


class Arrival(NamedTuple):
    """Postings of the kinds that count, in the order of the feed, and the place behind them.

    `repeats`: the feed has lost its place and reads the past again, so postings may come twice.
    """

    postings: Sequence[Posting]
    token: str
    as_of_ms: int
    repeats: bool
