"""Time as a parameter: code that needs the present time takes a `Clock`."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


def truncate_ms(instant: datetime) -> datetime:
    """`instant` in UTC, cut to milliseconds, which is the precision of MongoDB.

    Raises ValueError for a datetime without a zone.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    utc = instant.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


class Clock(Protocol):
    """Returns the present instant in UTC, in whole milliseconds."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return truncate_ms(datetime.now(UTC))


class ManualClock:
    """A clock that stands still until it is set: for tests, dry runs and back-tests."""

    def __init__(self, start: datetime) -> None:
        self._now = truncate_ms(start)

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> datetime:
        """Add `by` (which may be negative) and return the new present."""
        self._now = truncate_ms(self._now + by)
        return self._now

    def set(self, to: datetime) -> None:
        """Set the present to `to`."""
        self._now = truncate_ms(to)
