"""A campaign's report: whom it reached, what it gave, and what they bought under it, by day.

All of it is read from the postings that name the campaign. An order counts with what was paid for
it as it was awarded; a refund lowers the points, by the rules' report, and neither orders nor
revenue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.points.activities.domain.activity_type import ActivityType
from services.points.calendar.domain.local_time import local_day
from services.points.coupons.domain.coupon_posting import COUPON_ID
from services.points.earning.domain.explanation import PAID_MINOR, awards_in
from services.points.earning.domain.rule import Campaign
from services.points.grants.domain.budget import BudgetReport
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.cause import CAMPAIGN_PREFIX
from services.points.ledger.domain.chart_of_accounts import MEMBERS, account_class
from services.points.ledger.domain.posting import Posting
from services.points.programme.domain.document import Text
from services.points.programme.domain.worth import Worth
from services.points.statements.domain.rule_totals import OriginRow

POSTINGS_MAX = 100_000
"""A report of more is not complete: it says so, and tells the first ones."""


class CampaignNotFound(Exception):
    """The programme in force has no such campaign, and no posting names one."""

    reason = "CAMPAIGN_NOT_FOUND"
    field = "campaign"

    def __init__(self, code: str) -> None:
        super().__init__(f"no campaign {code}")
        self.metadata = {"campaign": code}


@dataclass(slots=True)
class CampaignDay:
    """A local day. `members` were reached on it for the first time."""

    awards: int = 0
    members: int = 0
    points: int = 0
    orders: int = 0
    revenue_minor: int = 0


@dataclass(slots=True)
class CampaignTally:
    """What postings say that name the campaign `code`; `points` are of `asset`."""

    code: str
    asset: str
    zone: ZoneInfo
    days: dict[date, CampaignDay] = field(default_factory=dict)
    coupons: list[str] = field(default_factory=list)
    postings: int = 0
    _first: dict[str, date] = field(default_factory=dict)
    """The first day of each member."""

    def add(self, posting: Posting) -> None:
        """One more posting; their order does not matter."""
        self.postings += 1
        day = local_day(posting.effective_at, self.zone)
        told = self.days.setdefault(day, CampaignDay())
        for entry in posting.entries:
            if account_class(entry.owner) == MEMBERS and entry.amount > 0:
                first = self._first.get(entry.owner, day)
                self._first[entry.owner] = min(first, day)
                break
        if COUPON_ID in posting.metadata:
            self.coupons.append(posting.metadata[COUPON_ID])
            return
        told.awards += 1
        told.points += self._points(posting)
        if posting.metadata.get("activity") == ActivityType.ORDER:
            told.orders += 1
            told.revenue_minor += int(posting.metadata.get(PAID_MINOR, "0"))

    def by_day(self) -> dict[date, CampaignDay]:
        """The days in order, each with the members whom it reached first."""
        for day in self.days.values():
            day.members = 0
        for first in self._first.values():
            self.days[first].members += 1
        return dict(sorted(self.days.items()))

    def _points(self, posting: Posting) -> int:
        if not posting.request_id.startswith(request_ids.AWARD):
            own = (e for e in posting.entries if account_class(e.owner) == MEMBERS)
            return sum(e.amount for e in own if e.asset == self.asset and e.amount > 0)
        source = CAMPAIGN_PREFIX + self.code
        return sum(
            award.amount
            for award in awards_in(posting.metadata)
            if award.asset == self.asset and source in (one.source for one in award.multipliers)
        )


@dataclass(frozen=True, slots=True)
class CampaignReport:
    """`campaign` is None where the programme has it no more. `points` are what became of those that
    its rules gave under it; `cost` is the worth of what they gave less what refunds took back."""

    code: str
    name: Text | None
    campaign: Campaign | None
    currency: str
    days: Mapping[date, CampaignDay]
    points: OriginRow
    budget: BudgetReport | None
    coupons_granted: int
    coupons_used: int
    worth: Worth | None
    complete: bool
    as_of: datetime

    @property
    def total(self) -> CampaignDay:
        """All days together."""
        return together(self.days.values())

    @property
    def cost_minor(self) -> int | None:
        if self.worth is None:
            return None
        return self.worth.of(max(0, self.points.issued - self.points.clawed_back))


def together(days: Iterable[CampaignDay]) -> CampaignDay:
    """All of them as one."""
    whole = CampaignDay()
    for day in days:
        whole.awards += day.awards
        whole.members += day.members
        whole.points += day.points
        whole.orders += day.orders
        whole.revenue_minor += day.revenue_minor
    return whole
