"""Where a person came from, as the body of a login says it.

    "origin": {"source": "store_qr", "storeCode": "SH001",
               "utm": {"source": "wechat", "medium": "…", "campaign": "…", "term": "…",
                       "content": "…"}}

It comes from links and QR codes, so the person who logs in can't mend it: a word that the members
service would refuse is left out, and nobody is kept from logging in by it.
"""

from collections.abc import Mapping
from typing import Any

from tessera.members.v1 import members_pb2

WORD_CHARS_MAX = 64
UTM_CHARS_MAX = 128
_UTM = ("source", "medium", "campaign", "term", "content")


def origin_in(body: Mapping[str, Any]) -> members_pb2.Origin | None:
    """The origin; None when the body has none, or nothing sound in it."""
    given = _object(body.get("origin"))
    utm = _object(given.get("utm"))
    words = {name: _word(utm.get(name), UTM_CHARS_MAX) for name in _UTM}
    origin = members_pb2.Origin(
        source=_word(given.get("source"), WORD_CHARS_MAX),
        store_code=_word(given.get("storeCode"), WORD_CHARS_MAX),
        utm=members_pb2.Utm(**words) if any(words.values()) else None,
    )
    return origin if origin.ListFields() else None


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _word(value: object, chars_max: int) -> str:
    """The word, or "" where it is none that the members service takes."""
    if not isinstance(value, str) or len(value) > chars_max or "@" in value or "＠" in value:
        return ""
    return value
