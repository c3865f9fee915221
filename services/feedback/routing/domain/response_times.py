"""How long an item may take, around the clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Priority(StrEnum):
    """How much an item hurries; the values are those of programmes."""

    GENERAL = "general"
    COMPLEX = "complex"
    URGENT = "urgent"
    PUBLIC_COMPLAINT = "public_complaint"


@dataclass(frozen=True)
class ResponseTimes:
    """The time from taking in to the first response, and to the resolution where one is set."""

    first_response: timedelta
    resolution: timedelta | None = None


DEFAULTS = {
    Priority.GENERAL: ResponseTimes(timedelta(0)),
    Priority.COMPLEX: ResponseTimes(timedelta(minutes=30)),
    Priority.URGENT: ResponseTimes(timedelta(minutes=15)),
    Priority.PUBLIC_COMPLAINT: ResponseTimes(timedelta(hours=1), timedelta(hours=24)),
}
"""For a priority that the programme sets no times for."""


@dataclass(frozen=True)
class Deadline:
    """A due time whose clock can stand still. `stood_since` is set while it does."""

    due: datetime | None = None
    stood_since: datetime | None = None

    def stop(self, now: datetime) -> "Deadline":
        """Stand still from `now`, or from when it stopped already."""
        return Deadline(self.due, self.stood_since or now)

    def run(self, now: datetime) -> "Deadline":
        """Run again: due later by as long as it stood."""
        if self.stood_since is None or self.due is None:
            return Deadline(self.due)
        # A machine's clock may step back; time that stood is never negative.
        return Deadline(self.due + max(now - self.stood_since, timedelta(0)))
