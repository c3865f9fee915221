"""The signature of what we post to a provider, and of what it posts to us.

Source: Standard Webhooks, https://github.com/standard-webhooks/standard-webhooks, scheme v1:
HMAC-SHA256 over `id.timestamp.body`, base 64, with `v1,` in front; several are joined by a space.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

SKEW = timedelta(minutes=5)
"""How far a signed time may be from ours."""
SIGNATURES_MAX = 8


def signed_headers(secret: str, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers by which the receiver knows a body, and that it is ours."""
    at_s = int(at.timestamp())
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(at_s),
        "webhook-signature": _signature(secret, message_id, str(at_s), body),
    }


def is_signed(
    secret: str, message_id: str, at_s: str, signatures: str, body: bytes, now: datetime
) -> bool:
    """Whether one of `signatures` is the secret's over this body, at a time near `now`."""
    if not at_s.isascii() or not at_s.isdigit() or len(at_s) > len("9999999999"):
        return False
    if abs(now.timestamp() - int(at_s)) > SKEW.total_seconds():
        return False
    right = _signature(secret, message_id, at_s, body).encode()
    shown = signatures.encode("utf-8", "replace").split()[:SIGNATURES_MAX]
    return any(hmac.compare_digest(right, each) for each in shown)


def _signature(secret: str, message_id: str, at_s: str, body: bytes) -> str:
    signed = f"{message_id}.{at_s}.".encode() + body
    mac = hmac.digest(secret.encode(), signed, hashlib.sha256)
    return "v1," + base64.b64encode(mac).decode()
