"""Codes of a brand's programme, with what people call them."""

from typing import NamedTuple

import strawberry

from gateway.schema.core.context import Context
from gateway.schema.core.fields import column, read
from gateway.schema.core.scalars import Language, text
from tessera.types.v1 import types_pb2


class Code(NamedTuple):
    """The source of Named."""

    code: str
    text: types_pb2.LocalizedText


def named(code: str, localized: types_pb2.LocalizedText) -> Code | None:
    """The code with its name; None for no code."""
    return Code(code, localized) if code else None


def _name(source: Code, context: Context, lang: Language | None = None) -> str:
    return text(source.text, context, lang) or source.code


@strawberry.type(description="Something of the brand's programme: its code, and its name.")
class Named:
    """Source: Code."""

    code: str = column("Stable: front ends decide by it.")
    name: str = read(
        _name,
        "What people call it, in the caller's language unless told; the code where the programme"
        " gives it no name.",
    )
