"""Instants and days that callers send."""

from datetime import UTC, date, datetime, timedelta

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from services.common.errors import invalid

FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)


def shifted(at: datetime, by: timedelta) -> datetime:
    """`at` and `by`, or the first or last instant of the calendar where that is beyond it."""
    try:
        return at + by
    except OverflowError:
        return FIRST if by < timedelta() else LAST


def sent_instant(message: Message, field: str) -> datetime | None:
    """The instant in `field`; None when it is not set. Refuses as `instant` does."""
    return instant(getattr(message, field), field) if message.HasField(field) else None


def instant(timestamp: Timestamp, field: str) -> datetime:
    """The instant that `field` tells.

    Refuses INVALID_ARGUMENT for one that no calendar has: a Timestamp holds any number of seconds.
    """
    try:
        return timestamp.ToDatetime(UTC)
    except (ValueError, OverflowError) as error:
        raise invalid(field, "within the years 1 to 9999") from error


def civil_day(text: str, field: str) -> date | None:
    """The day that `field` tells as YYYY-MM-DD; None where it is empty.

    Refuses INVALID_ARGUMENT for anything else.
    """
    return needed_day(text, field) if text else None


def needed_day(text: str, field: str) -> date:
    """The day that `field` tells as YYYY-MM-DD. Refuses INVALID_ARGUMENT for anything else.

    `fromisoformat` alone takes weeks, and days without dashes, too.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise invalid(field, "a day as YYYY-MM-DD") from error
    if day.isoformat() != text:
        raise invalid(field, "a day as YYYY-MM-DD")
    return day
