"""The scalars of the schema, values of enumerations, and texts in two languages."""

from datetime import UTC, datetime
from enum import Enum
from typing import Annotated, Any, NewType

import strawberry
from google.protobuf.timestamp_pb2 import Timestamp
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from gateway.core.errors import Code, Refused
from gateway.schema.core.context import RequestContext
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


def write_long(value: int) -> int:
    """The value, where JavaScript has it exactly. Raises Refused: it would be another number."""
    if -LONG_MAX <= value <= LONG_MAX:
        return value
    raise Refused(Code.LONG_OUT_OF_RANGE, "Long cannot represent this value: it is beyond 2^53.")


def _read_instant(value: Any) -> datetime:
    """The instant in UTC, in which a text without an offset is."""
    try:
        at = datetime.fromisoformat(value)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, TypeError, OverflowError) as error:
        raise GraphQLError(
            "DateTime cannot represent this value: an instant such as 2026-11-21T18:42:00Z, in a"
            " year from 1 to 9999, is expected."
        ) from error


def _unchanged(value: Any) -> Any:
    return value


SCALARS: dict[object, ScalarDefinition] = {
    Long: strawberry.scalar(
        name="Long",
        description="An integer from -(2^53 - 1) to 2^53 - 1, which a JSON number holds exactly.",
        serialize=write_long,
        parse_value=_read_long,
    ),
    DateTime: strawberry.scalar(
        name="DateTime",
        description="An instant in UTC, as RFC 3339 writes it: 2026-11-21T18:42:00Z.",
        serialize=_unchanged,
        parse_value=_read_instant,
    ),
    Date: strawberry.scalar(
        name="Date",
        description="A day of the calendar in the brand's time zone, as YYYY-MM-DD.",
        serialize=_unchanged,
        parse_value=str,
    ),
    AssetCode: strawberry.scalar(
        name="AssetCode",
        description="The code of an asset: POINTS, GROWTH, or another of the brand's programme.",
        serialize=_unchanged,
        parse_value=str,
    ),
}


def enum_value(value: object, description: str) -> Any:
    """A value of an enumeration, with its description."""
    return strawberry.enum_value(value, description=description)


@strawberry.enum(description="A language in which texts are kept.")
class Language(Enum):
    """The languages of a LocalizedText."""

    ZH = enum_value("zh", "Chinese.")
    EN = enum_value("en", "English.")


Lang = Annotated[
    Language | None,
    strawberry.argument(
        description="The language of the text. When left out: the caller's, which the header"
        " Accept-Language or the payload of `connection_init` names, and Chinese otherwise."
    ),
]
"""The argument `lang` of every text."""


@strawberry.type(description="A text in both languages.")
class LocalizedText:
    """Source: tessera.types.v1.LocalizedText, or one made here."""

    zh: str = column("The text in Chinese.")
    en: str = column("The text in English.")


def instant(message: Any, field: str) -> datetime | None:
    """The instant in a timestamp field of `message`; None when it is not set."""
    return moment(getattr(message, field)) if message.HasField(field) else None


def moment(stamp: Timestamp) -> datetime:
    """The instant of a timestamp."""
    # In whole microseconds: a fraction would round the last one of the year 9999 into the next.
    whole = datetime.fromtimestamp(stamp.seconds, UTC)
    return whole.replace(microsecond=stamp.nanos // 1000)


def text(localized: types_pb2.LocalizedText, context: RequestContext, lang: Lang = None) -> str:
    """`localized` in `lang` or the caller's language; in the other one where that is empty."""
    language = context.language if lang is None else lang.value
    zh, en = localized.zh, localized.en
    return (zh or en) if language == "zh" else (en or zh)
