"""Words of presence."""

from dataclasses import dataclass
from enum import Enum


class Claim(Enum):
    """A wish of a reader for the claim of an item."""

    BEGIN = "begin"
    """To have it, or to keep it, unless another has it."""
    TAKE = "take"
    """To have it, whoever has it."""
    END = "end"
    """To have it no more."""


@dataclass(frozen=True, slots=True)
class Present:
    """The operators who are with an item."""

    readers: tuple[str, ...] = ()
    """The others who have it open, the latest first."""
    answerer: str = ""
    """The one who has the claim, be it the reader who asks; "" when nobody has."""
