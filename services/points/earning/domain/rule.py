"""Rules of earning: a condition and an award; campaigns that multiply."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.points.activities.domain.activity_type import ActivityType
from services.points.calendar.domain.local_time import Window
from services.points.earning.domain.cap import Cap
from services.points.earning.domain.multiplier import Multiplier
from services.points.earning.domain.rounding import Rounding
from services.points.grants.domain.budget import Budget
from services.points.programme.domain.programme import Condition


class Each(StrEnum):
    """Judged and awarded once for the activity, for each line, or for each piece of each line."""

    ACTIVITY = "activity"
    LINE = "line"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Rule:
    """`points` at once or, with `per_minor_units`, for each so many minor units paid; where `asset`
    is a coupon's, one coupon.
    """

    code: str
    on: ActivityType
    each: Each
    when: Condition
    asset: str
    points: int
    per_minor_units: int | None
    rounding: Rounding
    by_tier: bool
    by_campaigns: bool
    pending_days: int
    caps: tuple[Cap, ...]
    budget: Budget | None = None
    first: Budget | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Where a brand wants a campaign to come; None where it does not say."""

    members: int | None = None
    orders: int | None = None
    revenue_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Campaign:
    """Multiplies rules that take campaigns, on local days in `window`, where `when` holds, while
    something is left of its budget."""

    code: str
    when: Condition
    percent: int
    window: Window
    budget: Budget | None = None
    target: Target = Target()

    @property
    def multiplier(self) -> Multiplier:
        return Multiplier(f"campaign:{self.code}", self.percent)
