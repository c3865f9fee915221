"""Values of their own kind, enumerations, and texts in two languages."""

from datetime import UTC, datetime
from enum import Enum
from typing import Any, NewType

import strawberry
from google.protobuf.timestamp_pb2 import Timestamp
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from gateway.schema.core.context import Context
from gateway.schema.core.fields import column
from tessera.types.v1 import types_pb2

Long = NewType("Long", int)
DateTime = NewType("DateTime", datetime)
Date = NewType("Date", str)
AssetCode = NewType("AssetCode", str)

LONG_MAX = 2**53 - 1
"""The largest integer that is exact in JavaScript (ECMA-262, Number.MAX_SAFE_INTEGER)."""


def _read_long(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LONG_MAX:
        return value
    raise GraphQLError("Long cannot represent this value: an integer up to 2^53 is expected.")


def _unchanged(value: Any) -> Any:
    return value


SCALARS: dict[object, ScalarDefinition] = {
    Long: strawberry.scalar(
        name="Long",
        description="An integer up to 2^53 either way, as a JSON number.",
        serialize=_unchanged,
        parse_value=_read_long,
    ),
    DateTime: strawberry.scalar(
        name="DateTime",
        description="An instant of RFC 3339 in UTC, such as 2026-11-21T18:42:00Z.",
        serialize=_unchanged,
        parse_value=datetime.fromisoformat,
    ),
    Date: strawberry.scalar(
        name="Date",
        description="A day in the brand's zone, YYYY-MM-DD.",
        serialize=_unchanged,
        parse_value=str,
    ),
    AssetCode: strawberry.scalar(
        name="AssetCode",
        description="POINTS, GROWTH, or another asset of the brand's programme, such as TICKET.",
        serialize=_unchanged,
        parse_value=str,
    ),
}


@strawberry.enum(description="A language of the suite.")
class Language(Enum):
    """The languages that texts come in."""

    ZH = "zh"
    EN = "en"


@strawberry.type(description="A text in both languages.")
class LocalizedText:
    """Source: tessera.types.v1.LocalizedText, or one made here."""

    zh: str = column("Chinese.")
    en: str = column("English.")


def instant(message: Any, field: str) -> datetime | None:
    """The instant in a timestamp field of `message`; None when it is not set."""
    return moment(getattr(message, field)) if message.HasField(field) else None


def moment(stamp: Timestamp) -> datetime:
    """The instant of a timestamp."""
    return datetime.fromtimestamp(stamp.seconds + stamp.nanos / 1e9, UTC)


def text(localized: types_pb2.LocalizedText, context: Context, lang: Language | None = None) -> str:
    """`localized` in `lang`, or the caller's language; in the other one where it is empty."""
    language = context.language if lang is None else lang.value
    zh, en = localized.zh, localized.en
    return (zh or en) if language == "zh" else (en or zh)
