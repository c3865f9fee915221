"""What happened, for those who follow. No personal data."""

from dataclasses import dataclass
from typing import TypeAlias

from services.members.tiers.domain.ladder import Ladder, TierRule


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
    """A member's tier on `ladder` is `to` now. `from_tier` is its code before, "" at enrolment."""

    member_id: str
    ladder: Ladder
    from_tier: str
    to: TierRule
    reason: str


MemberEvent: TypeAlias = MemberEnrolled | MemberUpdated | ActivityRecorded | TierChanged
