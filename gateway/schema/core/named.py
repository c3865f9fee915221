"""Codes of a brand's programme, with their names."""

from typing import NamedTuple

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import column, read
from gateway.schema.core.scalars import Lang, text
from tessera.types.v1 import types_pb2


class NamedCode(NamedTuple):
    """The source of Named."""

    code: str
    text: types_pb2.LocalizedText


def named(code: str, localized: types_pb2.LocalizedText) -> NamedCode | None:
    """The code with its name; None for no code."""
    return NamedCode(code, localized) if code else None


def _name(source: NamedCode, context: RequestContext, lang: Lang = None) -> str:
    return text(source.text, context, lang) or source.code


@strawberry.type(description="A thing that the brand's programme names, such as a tier or a topic.")
class Named:
    """Source: NamedCode."""

    code: str = column("The code in the programme. It is stable: decide by it, and show `name`.")
    name: str = read(
        _name,
        "The name in the language of `lang`, or in the other one; the code where the programme"
        " gives no name.",
    )
