"""Refusals that the user of a front end can act on."""

from collections.abc import Collection

import strawberry

from gateway.core.errors import path_of
from gateway.schema.core.fields import read
from gateway.schema.core.refusals import UserErrorCode
from gateway.schema.core.scalars import LocalizedText
from services.common.errors import Reason, catalogue
from tessera.types.v1 import types_pb2


def _message(refusal: Reason) -> types_pb2.LocalizedText:
    return types_pb2.LocalizedText(zh=refusal.zh, en=refusal.en)


def hindrance(code: str, known: Collection[str], *, otherwise: str) -> Reason | None:
    """The refusal that a service names in advance; None for "".

    One that is newer than this schema hinders all the same: it is told as `otherwise`.
    """
    if not code:
        return None
    entry = catalogue()[code if code in known else otherwise]
    return Reason(entry.reason, entry.status, en=entry.en, zh=entry.zh)


@strawberry.type(
    description="A reason why a mutation is refused. A refused mutation changes nothing."
)
class UserError:
    """Source: services.common.errors.Reason."""

    code: UserErrorCode = read(
        lambda refusal: refusal.reason,
        "The code of the reason. It is stable: decide by it, and show `message`.",
    )
    field: str | None = read(
        lambda refusal: path_of(refusal.field) or None,
        "The field of the input that is at fault; null where no single one is.",
    )
    message: LocalizedText = read(_message, "A text for the user: the reason, and the remedy.")
