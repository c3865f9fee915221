"""Links below messages, by which whoever got one wants no more of its kind on its channel.

A link is good for one touch and one channel, for ever, and for nobody who does not have it: it
carries a code (96 bits of HMAC-SHA256, RFC 2104) that the key of the suite makes.
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256

PLACEHOLDER = "{link}"
CODE_BYTES = 12


@dataclass(frozen=True)
class OptOutLinks:
    """`base` is the gateway's address for members, without a slash at its end."""

    base: str
    key: bytes = field(repr=False)

    def of(self, brand: str, touch_id: str, channel: str) -> str:
        """The link for whoever got the touch on the channel."""
        code = self.code(brand, touch_id, channel)
        return f"{self.base}/opt-out/{brand}/{channel}/{touch_id}/{code}"

    def code(self, brand: str, touch_id: str, channel: str) -> str:
        """What proves that the link is ours: 16 characters of base64url."""
        said = "\x1f".join((brand, channel, touch_id)).encode()
        return urlsafe_b64encode(hmac.digest(self.key, said, sha256)[:CODE_BYTES]).decode()

    def is_sound(self, brand: str, touch_id: str, channel: str, code: str) -> bool:
        """True where `code` is that of the link; it takes as long for one that is not."""
        own = self.code(brand, touch_id, channel)
        return hmac.compare_digest(own.encode(), code.encode())
