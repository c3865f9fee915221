"""Budgets: how much a campaign or a rule gives all members together, and then it stops.

A budget is an account of the ledger that goes down from 0 to −limit, by the posting of each award:
so it is counted exactly whoever awards, and no award passes its end. A rule's *first* is the same,
in awards instead of points.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.points.ledger.domain import request_ids
from services.points.ledger.domain.chart_of_accounts import reward_owner
from services.points.ledger.domain.posting import PostingKind, PostingRequest
from services.points.ledger.domain.record import RecordKind

SHARES = (80, 100)
"""Percents of a budget at which it tells."""
TOLD: RecordKind[int] = RecordKind("budget_told", lambda brand, body: int(body["share"]))


class BudgetKind(StrEnum):
    """campaign: points that its multiplier added. rule: points that it gave. first: awards."""

    CAMPAIGN = "campaign"
    RULE = "rule"
    FIRST = "first"


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
