"""What surveys know of a member."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

FATIGUE = timedelta(days=30)
"""A member is asked at most once in this time, by all surveys together."""
POINTS_OF_CIRCLE = 1 << 31


@dataclass(frozen=True, slots=True)
class KnownMember:
    """What surveys know of a member. `refuses`: consent to surveys is withdrawn for all channels.
    `asked_at`: the latest time of an offer."""

    member_id: str
    tier: str = ""
    asked_at: datetime | None = None
    refuses: bool = False
    erased: bool = False


@dataclass(frozen=True, slots=True)
class MemberChange:
    """What members told of a member at an instant; what it does not tell is None."""

    brand: str
    member_id: str
    at: datetime
    tier: str | None = None
    refuses: bool | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a member when they answer, by which answers are grouped."""

    tier: str = ""
    store_id: str = ""
    segments: tuple[str, ...] = ()


def point_of(text: str) -> int:
    """A point on a circle of 2³¹, evenly spread: members have places on it, and a month's round of
    a survey begins at one and goes on until enough are asked."""
    digest = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(digest[:8], "big") % POINTS_OF_CIRCLE
