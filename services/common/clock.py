"""Time as a parameter: whoever needs the present takes a `Clock`."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


def truncate_ms(instant: datetime) -> datetime:
    """`instant` in UTC, cut to milliseconds, which is all that MongoDB keeps.

    Raises ValueError for a datetime without a zone.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    utc = instant.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


class Clock(Protocol):
    """Tells the present instant in UTC, in whole milliseconds."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return truncate_ms(datetime.now(UTC))


class ManualClock:
    """A clock that stands still until told: for tests, dry runs and back-tests."""

    def __init__(self, start: datetime) -> None:
        self._now = truncate_ms(start)

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> datetime:
        """Move on by `by` (backwards when negative) and return the new present."""
        self._now = truncate_ms(self._now + by)
        return self._now

    def set(self, to: datetime) -> None:
        """Jump to `to`."""
        self._now = truncate_ms(to)
