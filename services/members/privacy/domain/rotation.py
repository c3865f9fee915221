"""How far the keys of members are rotated."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class RotationStep(StrEnum):
    """Kinds of what is kept under a key of the service, in the order of the work. Documents carry
    the value, so it never changes."""

    MEMBER_KEYS = "member_keys"
    """Members' keys are wrapped again."""
    IDENTITIES = "identities"
    """Identities get blind indexes by the new key beside the last ones."""
    BIRTHDAYS = "birthdays"
    """Birthdays get blind indexes by the new key in place of the last ones."""
    NAMES = "names"
    """Parts of names likewise, where a programme has them kept."""


class Slice(NamedTuple):
    """What was looked at: the place behind it ("" at the end), how many, and how many of them were
    under another key than the one that writes."""

    after: str
    seen: int
    others: int


class Progress(NamedTuple):
    """How far a step is for the keys that write now."""

    after: str = ""
    seen: int = 0
    others: int = 0
    done: bool = False

    def plus(self, one: Slice) -> Progress:
        """It, with one more slice."""
        return Progress(one.after, self.seen + one.seen, self.others + one.others, not one.after)


class KeysNotTogether(Exception):
    """A step of a rotation was asked for while other keys are there than it needs."""
