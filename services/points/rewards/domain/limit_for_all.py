"""A limit for all: how often all members together may have a reward in a period.

What is left of it are units of QUOTA in an account of the reward for that period: so a redemption
holds one as it holds a piece of stock, and the next period begins with an account of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from services.points.calendar.domain.local_time import Period, period_key
from services.points.ledger.domain.chart_of_accounts import quota_code, reward_owner


@dataclass(frozen=True, slots=True)
class LimitForAll:
    """At most `times` redemptions of all members in a local day, an ISO week or a month."""

    per: Period
    times: int

    def period(self, at: datetime, zone: ZoneInfo) -> str:
        """Names the period that `at` lies in: 20261121, 2026W47, 202611.

        It is short: a reward's code and it fit into the name of an account.
        """
        return period_key(self.per, at, zone).partition(":")[2].replace("-", "")


def quota_owner(reward_code: str, period: str) -> str:
    """The owner of what a limit for all still allows in a period."""
    return reward_owner(quota_code(reward_code, period))


class AllTaken(Exception):
    """All members together had the reward as often as a limit for all allows now."""

    reason = "REWARD_ALL_TAKEN"

    def __init__(self, limit: LimitForAll) -> None:
        super().__init__(f"{limit.times} per {limit.per} for all")
        self.metadata = {"limit": str(limit.times), "period": str(limit.per)}
