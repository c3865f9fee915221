"""Refusals that the user of a front end can act on."""

import strawberry

from gateway.core.errors import path_of
from gateway.schema.core.fields import read
from gateway.schema.core.refusals import UserErrorCode
from gateway.schema.core.scalars import LocalizedText
from services.common.errors import Reason
from tessera.types.v1 import types_pb2


def _message(refusal: Reason) -> types_pb2.LocalizedText:
    return types_pb2.LocalizedText(zh=refusal.zh, en=refusal.en)


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
