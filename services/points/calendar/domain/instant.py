"""Instants in whole milliseconds: what is hashed is what the database gives back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def truncate_ms(instant: datetime) -> datetime:
    """`instant` cut to milliseconds. Raises TypeError for one without a zone."""
    if instant.microsecond % 1000 or instant.tzinfo is not UTC:
        return EPOCH + (instant - EPOCH) // _MS * _MS
    return instant


def seconds_text(instant: datetime) -> str:
    """`instant`, which is in UTC, as refusals tell it: 2026-11-21T08:00:00Z."""
    return instant.isoformat(timespec="seconds").replace("+00:00", "Z")


@lru_cache(maxsize=1_024)
def unix_ms(instant: datetime) -> int:
    """Milliseconds since 1970, cut. Remembered: a batch has one time, and expiries come again."""
    return (instant - EPOCH) // _MS
