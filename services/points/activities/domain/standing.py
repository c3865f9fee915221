"""A member's standing: the tier that counts in earning and opens rewards, and the enrolment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Tier:
    """A step of the main ladder; rank 0 is the lowest. 130 percent is × 1.3."""

    code: str
    rank: int
    multiplier_percent: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a member: each part is None until the members service announces it."""

    member_id: str
    tier: Tier | None = None
    enrolled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TierChanged:
    """A member stands on this tier of the main ladder from `at` on."""

    brand: str
    member_id: str
    tier: Tier
    at: datetime


@dataclass(frozen=True, slots=True)
class MemberEnrolled:
    """A member belongs to the brand from `at` on."""

    brand: str
    member_id: str
    at: datetime
