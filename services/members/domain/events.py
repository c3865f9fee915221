"""What happened, for those who follow. No personal data."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class MemberEnrolled:
    member_id: str
    channel: str


@dataclass(frozen=True, slots=True)
class MemberUpdated:
    """`fields`: the names of what changed."""

    member_id: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActivityRecorded:
    """`content`: the activity in its canonical form."""

    member_id: str
    content: bytes


@dataclass(frozen=True, slots=True)
class TierChanged:
    """`main`: on the ladder whose multiplier counts. `multiplier_percent`: 130 is 1.3."""

    member_id: str
    ladder: str
    main: bool
    from_tier: str
    to_tier: str
    to_rank: int
    multiplier_percent: int
    reason: str


MemberEvent: TypeAlias = MemberEnrolled | MemberUpdated | ActivityRecorded | TierChanged
