"""The events of members. None carries personal data, and none a type of another room."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, TypeAlias


class LocalizedName(NamedTuple):
    """A name in Chinese and English."""

    zh: str
    en: str


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
    """A member's tier on `ladder` is `to_tier` now; `from_tier` is "" at enrolment.

    `since`: from when it is held. `main`: the ladder is the brand's main one. `to_rank` counts from
    0, the lowest tier. `from_tier_name` is None where the ladder has no such tier, or no more.
    """

    member_id: str
    ladder: str
    ladder_name: LocalizedName
    main: bool
    from_tier: str
    from_tier_name: LocalizedName | None
    to_tier: str
    to_tier_name: LocalizedName
    to_rank: int
    multiplier_percent: int
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class OccasionDue:
    """A birthday or anniversary is kept on the local day `on`, which begins at `begins_at`.

    `key`: the kind and the year of its calendar. `years` since what is remembered; 0 of a birthday.
    """

    member_id: str
    kind: str
    on: date
    lead_days: int
    key: str
    begins_at: datetime
    years: int


@dataclass(frozen=True, slots=True)
class ConsentChanged:
    """A member gave or withdrew, at `at`, what `purpose` and `channel` name as documents have them.

    `version`: of the text agreed to; "" for a withdrawal.
    """

    member_id: str
    purpose: str
    channel: str
    granted: bool
    version: str
    at: datetime


MemberEvent: TypeAlias = (
    MemberEnrolled | MemberUpdated | ActivityRecorded | TierChanged | OccasionDue | ConsentChanged
)
