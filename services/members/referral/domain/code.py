"""Invite codes: short, and without letters and digits that look like others."""

import re
import secrets

ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"
"""Without B and 8, S and 5, Z and 2, O and 0, I, L and 1."""
LENGTH = 8
SENT_CHARS_MAX = 32
_BETWEEN = re.compile(r"[\s-]+")


class InviteCodeUnknown(Exception):
    """No member of the brand has this code."""

    reason = "INVITE_CODE_UNKNOWN"
    field = "code"


def new_code() -> str:
    """A random code: one of 25 to the power of 8, 150,000,000,000."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def in_form(sent: str) -> str:
    """The code as it is kept. Raises InviteCodeUnknown for what can be none."""
    code = _BETWEEN.sub("", sent[:SENT_CHARS_MAX]).upper()
    if len(code) != LENGTH or any(each not in ALPHABET for each in code):
        raise InviteCodeUnknown("no such code")
    return code
