"""Relay's global ids, and cursors.

A global id is base64("Type:id"); `member(id)` and its like also take the bare id, because tills, QR
codes and operators have only that. A cursor is base64("kind:position"): it names a position and
grants nothing, so it needs no signature.
"""

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Callable

from services.common.errors import Refusal, invalid, not_found

ID_CHARS_MAX = 256
_PLAIN_ID = re.compile(r"(?=[_\-]*[A-Za-z0-9])[A-Za-z0-9_\-]{1,64}")
"""Letters, digits, `_` and `-`, with one letter or digit at least."""


def to_global(type_name: str, identifier: str) -> str:
    """The global id of an object."""
    return b64encode(f"{type_name}:{identifier}".encode()).decode()


def from_global(text: str) -> tuple[str, str]:
    """Type and id in a global id. Raises a NOT_FOUND refusal when it is not one of ours."""
    type_name, _, identifier = _decode(text).partition(":")
    if not identifier or not _PLAIN_ID.fullmatch(identifier):
        raise not_found("object", text[:ID_CHARS_MAX])
    return type_name, identifier


def plain_id(type_name: str, text: str, field: str = "id") -> str:
    """The id in `text`, which is a global id of that type or a bare id.

    Raises INVALID_ARGUMENT for any other text, so that no service sees a malformed id.
    """
    if "_" in text and _PLAIN_ID.fullmatch(text):
        return text
    named, _, identifier = _decode(text).partition(":")
    if named != type_name or not _PLAIN_ID.fullmatch(identifier):
        raise invalid(field, f"not the id of a {type_name}")
    return identifier


def cursor(kind: str, position: str | int) -> str:
    """The cursor of a position in a connection."""
    return b64encode(f"{kind}:{position}".encode()).decode()


def position(
    kind: str, text: str | None, read: Callable[[str], int | str], field: str = "after"
) -> int | str | None:
    """The position that a cursor names; None without one. Raises PAGE_TOKEN_INVALID for a cursor of
    another list."""
    if text is None:
        return None
    named, _, place = _decode(text).partition(":")
    try:
        if named == kind and place:
            return read(place)
    except ValueError:
        pass
    raise Refusal("PAGE_TOKEN_INVALID", f"not a cursor of {kind}", field=field)


def _decode(text: str) -> str:
    if len(text) > ID_CHARS_MAX * 8:
        return ""
    try:
        return b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
