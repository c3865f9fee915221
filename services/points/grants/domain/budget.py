"""Budgets: how much a campaign, a rule or a step of a journey gives all members together, and then
it stops.

A budget is an account of the ledger that goes down from 0 to −limit, by the posting of each award:
so it is counted exactly whoever awards, and no award passes its end. A rule's *first* is the same,
in awards instead of points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.points.ledger.domain import request_ids
from services.points.ledger.domain.chart_of_accounts import (
    BUDGET,
    HOUSE_STOCK,
    coupon_asset,
    reward_owner,
)
from services.points.ledger.domain.posting import Leg, PostingKind, PostingRequest
from services.points.ledger.domain.record import RecordKind
from services.points.programme.domain.document import Text
from services.points.programme.domain.programme import Programme

SHARES = (80, 100)
"""Percents of a budget at which it tells."""
TOLD: RecordKind[int] = RecordKind("budget_told", lambda brand, body: int(body["share"]))


class BudgetKind(StrEnum):
    """campaign: points that its multiplier added. rule: points that it gave. first: awards.
    journey: what a step of one gave, by the codes of both."""

    CAMPAIGN = "campaign"
    RULE = "rule"
    FIRST = "first"
    JOURNEY = "journey"


@dataclass(frozen=True, slots=True)
class Budget:
    """At most `limit` units of `asset` (of `first`: awards, and the asset is that of the rule)."""

    kind: BudgetKind
    code: str
    limit: int
    asset: str

    @property
    def name(self) -> str:
        """Unique in the programme. A reward's code has no dot, so none is this."""
        return f"{self.kind}.{self.code}"

    @property
    def owner(self) -> str:
        """Who has the account."""
        return reward_owner(self.name)


def of_budgets(spent: Mapping[Budget, int]) -> tuple[Leg, ...]:
    """What a posting takes of budgets. None goes below what its limit leaves."""
    if not spent:
        return ()
    taken = [
        Leg(budget.owner, BUDGET, -units, minimum=-budget.limit) for budget, units in spent.items()
    ]
    return (*taken, Leg(HOUSE_STOCK, BUDGET, sum(spent.values())))


def journey_budgets(programme: Programme) -> Mapping[Budget, Text]:
    """Those of the steps of journeys, each with the name of its journey, in their order."""
    found: dict[Budget, Text] = {}
    for journey in (programme.document.get("reach") or {}).get("journeys", ()):
        name = (journey["name"]["zh"], journey["name"]["en"])
        for step in journey["steps"]:
            given = step.get("grant", {})
            if "budget" not in given:
                continue
            asset = given["asset"] if "asset" in given else coupon_asset(given["coupon"])
            code = f"{journey['code']}.{step['code']}"
            found[Budget(BudgetKind.JOURNEY, code, given["budget"], asset)] = name
    return found


@dataclass(frozen=True, slots=True)
class BudgetReport:
    """What became of a budget. `stopped_at`: when nothing was left of it; None while it runs."""

    budget: Budget
    issued: int
    stopped_at: datetime | None

    @property
    def share_percent(self) -> int:
        """How much is used, rounded down; above 100 where the limit was lowered below it."""
        return self.issued * 100 // self.budget.limit


def shares_reached(limit: int, issued: int) -> Iterator[int]:
    """The percents of `limit` that `issued` comes to, also where the limit came down to them."""
    return (share for share in SHARES if issued * 100 >= share * limit)


def told_as(budget: Budget, share: int) -> str:
    """The id of the record that says that it was told: of another limit it is told anew."""
    return f"{budget.name}/{budget.limit}/{share}"


def told_posting(brand: str, budget: Budget, share: int) -> PostingRequest:
    """Tells in the feed, once, that so many percent of the budget are used."""
    name = told_as(budget, share)
    body = {"budget": budget.name, "share": share, "limit": budget.limit}
    return PostingRequest(
        brand=brand,
        request_id=request_ids.BUDGET + name,
        kind=PostingKind.STOCK,
        metadata={"budget": budget.name, "share": str(share), "limit": str(budget.limit)},
        records=(TOLD.record(name, 0, body),),
    )
