"""Instants that callers send."""

from datetime import UTC, datetime

from google.protobuf.message import Message

from services.common.errors import invalid


def sent_instant(message: Message, field: str) -> datetime | None:
    """The instant in `field`; None when it is not set.

    Refuses INVALID_ARGUMENT for one that no calendar has: a Timestamp holds any number of seconds.
    """
    if not message.HasField(field):
        return None
    try:
        told: datetime = getattr(message, field).ToDatetime(UTC)
    except (ValueError, OverflowError) as error:
        raise invalid(field, "within the years 1 to 9999") from error
    return told
