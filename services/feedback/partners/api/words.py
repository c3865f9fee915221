"""Values of events as messages have them."""

from datetime import UTC, datetime
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp


def word(enum: Any, number: int, prefix: str) -> str:
    """The value of an enum in lower case; empty for one that is not set, a number for a new one."""
    known = enum.DESCRIPTOR.values_by_number.get(number)
    if known is None:
        return str(number)
    return str(known.name).removeprefix(prefix).lower() if number else ""


def full(data: dict[str, Any]) -> dict[str, Any]:
    """`data` without what is empty."""
    return {key: value for key, value in data.items() if value != ""}


def at(time: Timestamp) -> datetime:
    """To the millisecond."""
    instant = time.ToDatetime(UTC)
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
