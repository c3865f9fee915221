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


@strawberry.type(description="Why something was not done. Nothing was changed.")
class UserError:
    """Source: services.common.errors.Reason."""

    code: UserErrorCode = read(lambda refusal: refusal.reason, "Stable: front ends decide by it.")
    field: str | None = read(
        lambda refusal: path_of(refusal.field) or None, "The input's field that is at fault."
    )
    message: LocalizedText = read(_message, "What happened and what can be done.")
