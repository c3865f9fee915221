"""The signature of a message.

Source: Standard Webhooks, https://github.com/standard-webhooks/standard-webhooks, scheme v1:
HMAC-SHA256 over `id.timestamp.body`, base 64, with `v1,` in front; several are joined by a space.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

SECRET_PREFIX = "whsec_"  # noqa: S105
SECRET_BYTES = 32


def shown(key: bytes) -> str:
    """A secret as receivers' libraries take it."""
    return SECRET_PREFIX + base64.b64encode(key).decode()


def signature(keys: Sequence[bytes], message_id: str, at_s: int, body: bytes) -> str:
    """The value of `webhook-signature`, by each of `keys`; `at_s` counts seconds since 1970."""
    signed = f"{message_id}.{at_s}.".encode() + body
    macs = [hmac.digest(key, signed, hashlib.sha256) for key in keys]
    return " ".join("v1," + base64.b64encode(mac).decode() for mac in macs)


def headers(keys: Sequence[bytes], message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers by which a receiver knows a message, and that it is ours."""
    at_s = int(at.timestamp())
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(at_s),
        "webhook-signature": signature(keys, message_id, at_s, body),
    }
