"""What channels send, judged: counts by channel and day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

LATE_AFTER = timedelta(days=1)
UNNAMED = "?"
"""Stands for names that no channel can have."""
WITHOUT_MEMBER = "MEMBER_NOT_FOUND"
IN_CONFLICT = "ACTIVITY_CONFLICT"


@dataclass(slots=True)
class Counts:
    """Activities by their result. `late` is part of `recorded`, `reasons` make up the refused."""

    recorded: int = 0
    repeated: int = 0
    late: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def refused(self) -> int:
        return self.reasons.total()

    @property
    def without_member(self) -> int:
        return self.reasons[WITHOUT_MEMBER]

    @property
    def in_conflict(self) -> int:
        return self.reasons[IN_CONFLICT]

    def record(self, occurred_at: datetime | None, now: datetime) -> None:
        """Count one that is recorded at `now`."""
        self.recorded += 1
        if occurred_at is not None and now - occurred_at > LATE_AFTER:
            self.late += 1

    def add(self, other: Counts) -> None:
        """Count all that `other` has."""
        self.recorded += other.recorded
        self.repeated += other.repeated
        self.late += other.late
        self.reasons.update(other.reasons)


@dataclass(frozen=True, slots=True)
class ChannelDay:
    """What a channel sent on a local day of the brand."""

    day: date
    channel: str
    counts: Counts
