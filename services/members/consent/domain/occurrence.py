"""The time at which a member said something, as a caller tells it."""

from datetime import UTC, datetime, timedelta

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
CLOCKS_APART = timedelta(minutes=5)
"""A caller's clock may be ahead of ours by so much."""


class OccurrenceInvalid(Exception):
    """The time in `field` is before 2000, or too far ahead."""

    reason = "INVALID_ARGUMENT"

    def __init__(self, field: str) -> None:
        super().__init__("from 2000 to now: the time at which it happened")
        self.field = field


def occurred(told: datetime | None, now: datetime, field: str = "occur_time") -> datetime:
    """The instant of what somebody said or did, in whole milliseconds, never after `now`. Raises
    OccurrenceInvalid.

    A time ahead of ours counts as now: a till whose clock is fast must not outlast the withdrawal
    that follows.
    """
    if told is None:
        return _whole(now)
    return min(as_told(told, now, field), _whole(now))


def as_told(told: datetime, now: datetime, field: str = "occur_time") -> datetime:
    """The instant in whole milliseconds, which may be a little ahead of `now`: the same whenever it
    is told again, so a repeat has the same content. Raises OccurrenceInvalid."""
    if not EARLIEST <= told <= now + CLOCKS_APART:
        raise OccurrenceInvalid(field)
    return _whole(told)


def _whole(instant: datetime) -> datetime:
    # As the database keeps it: what is compared must be what is kept.
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
