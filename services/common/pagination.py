"""Signed page tokens, and page sizes within limits."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import orjson

from services.common.errors import invalid

PAGE_SIZE_DEFAULT = 20
PAGE_SIZE_MAX = 100
PAGE_TOKEN_CHARS_MAX = 2048
_MAC_BYTES = 16

Place = TypeVar("Place", int, str)
"""Where a page begins: a number of the list, or the id before it."""


class PageTokenInvalid(Exception):
    """The token was not signed by us, or was made for another list."""

    reason = "PAGE_TOKEN_INVALID"
    field = "page_token"


def page_size(
    asked: int, default: int = PAGE_SIZE_DEFAULT, max: int = PAGE_SIZE_MAX, field: str = "page_size"
) -> int:
    """The size of a page: `default` for 0, at most `max`. A negative size is INVALID_ARGUMENT."""
    if asked < 0:
        raise invalid(field, "must not be negative")
    return min(asked or default, max)


def secret(keys_dir: Path, service: str) -> bytes:
    """The key that signs a service's page tokens.

    It is derived from the signing key, so that it is the same in every replica.
    """
    key = (keys_dir / "signing.pem").read_bytes()
    return hmac.digest(key, f"page tokens of {service}".encode(), hashlib.sha256)


def encode_token(secret: bytes, **fields: Any) -> str:
    """A signed token that holds `fields` (JSON values). Include the filters of the list."""
    body = orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)
    return base64.urlsafe_b64encode(_mac(secret, body) + body).decode().rstrip("=")


def decode_token(secret: bytes, token: str, **expected: Any) -> dict[str, Any]:
    """The fields of `token`.

    Raises PageTokenInvalid when it was not signed with `secret`, or when a field of `expected`
    (brand, filter, order) has another value in it.
    """
    return decode_long_token(secret, token, PAGE_TOKEN_CHARS_MAX, expected)


@dataclass(frozen=True, slots=True)
class PlaceTokens:
    """The page tokens of one list that say no more than where a page begins.

    `scope` has the name of the list, the brand and the filters: a token is good for these alone.
    """

    secret: bytes
    scope: Mapping[str, str]

    def place(self, token: str, first: Place) -> Place:
        """Where the page of `token` begins; `first` for "". Raises PageTokenInvalid."""
        if not token:
            return first
        return type(first)(decode_token(self.secret, token, **self.scope)["place"])

    def token(self, place: int | str) -> str:
        """The token of the page that begins at `place`."""
        return encode_token(self.secret, place=place, **self.scope)


def decode_long_token(
    secret: bytes, token: str, chars_max: int, expected: Mapping[str, Any]
) -> dict[str, Any]:
    """As `decode_token`, for tokens longer than those of lists."""
    if len(token) > chars_max:
        raise PageTokenInvalid("too long")
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise PageTokenInvalid("not base 64") from error
    mac, body = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(secret, body)):
        raise PageTokenInvalid("not signed by us")
    fields: dict[str, Any] = orjson.loads(body)
    for name, value in expected.items():
        if fields.get(name) != value:
            raise PageTokenInvalid(f"made for another {name}")
    return fields


def _mac(secret: bytes, body: bytes) -> bytes:
    return hmac.digest(secret, body, hashlib.sha256)[:_MAC_BYTES]
