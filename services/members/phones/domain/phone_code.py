"""A code for a phone number: when the next one may come, and whether digits are its own."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

DIGITS = 6


class PhoneCodeTooSoon(Exception):
    """A code for this number was made a moment ago."""

    reason = "PHONE_CODE_TOO_SOON"
    field = "phone"

    def __init__(self, wait: timedelta) -> None:
        super().__init__("a code was just made")
        # Rounded up: after these seconds it is not too soon.
        self.metadata = {"retry_after_s": str(-(-wait // timedelta(seconds=1)))}


class PhoneCodeLimitReached(Exception):
    """As many codes were made today as may be; `per` says for what."""

    reason = "PHONE_CODE_LIMIT_REACHED"
    field = "phone"

    def __init__(self, per: str) -> None:
        super().__init__(f"no more codes today by {per}")
        self.metadata = {"per": per}


class PhoneCodeExpired(Exception):
    """The number has no code that is good now."""

    reason = "PHONE_CODE_EXPIRED"
    field = "code"


class PhoneCodeWrong(Exception):
    """These are not the digits of the number's code."""

    reason = "PHONE_CODE_WRONG"
    field = "code"

    def __init__(self, attempts_left: int) -> None:
        super().__init__("not these digits")
        self.metadata = {"attempts_left": str(attempts_left)}


class PhoneOfAnotherMember(Exception):
    """The number, which is proven, belongs to another member."""

    reason = "PHONE_OF_ANOTHER_MEMBER"
    field = "phone"


@dataclass(frozen=True, slots=True)
class PhoneCode:
    """`phone` in E.164. `attempts_left`: how many tries are left."""

    id: str
    phone: str = field(repr=False)
    language: str
    asked_at: datetime
    ends_at: datetime
    attempts_left: int

    def check_again(self, again: timedelta, now: datetime) -> None:
        """Raises PhoneCodeTooSoon where the next code comes within `again` after this one."""
        if now < self.asked_at + again:
            raise PhoneCodeTooSoon(self.asked_at + again - now)

    def digits(self, secret: bytes) -> str:
        """Six digits that nobody can tell without the secret."""
        mac = hmac.digest(secret, f"{self.id}/{self.phone}".encode(), hashlib.sha256)
        return f"{int.from_bytes(mac) % 10**DIGITS:0{DIGITS}d}"

    def check(self, secret: bytes, digits: str) -> None:
        """Raises PhoneCodeWrong for other digits, in a time that says nothing of them."""
        if not hmac.compare_digest(self.digits(secret).encode(), digits.encode()):
            raise PhoneCodeWrong(self.attempts_left)
