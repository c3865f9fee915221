"""What a member may give now, so that the limits are told before a gift is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.points.activities.domain.standing import Standing
from services.points.ledger.domain.guards import InsufficientPoints
from services.points.programme.domain.programme import Programme
from services.points.transfers.domain.gift_rules import (
    GiftLimit,
    GiftTooEarly,
    GiverTierTooLow,
    gift_rules,
)
from services.points.transfers.domain.given import GiftLimitReached, Given


@dataclass(frozen=True, slots=True)
class GiftAllowance:
    """Of one asset: a gift has `least` to `most` units. `most` is 0 where `hindrance` names the
    reason of a refusal."""

    asset: str
    least: int
    most: int
    today: GiftLimit
    month: GiftLimit
    hindrance: str = ""


def gift_allowance(
    programme: Programme,
    giver: Standing | None,
    asset: str,
    given: Given,
    available: int,
    today: date,
) -> GiftAllowance | None:
    """What `giver` may give, after what it gave and of what is available; None without gifts."""
    rules = gift_rules(programme)
    limits = rules.limits_of(programme, giver)
    if limits is None or asset not in rules.assets:
        return None
    least = rules.min_amount
    day, month = given.on(today).left(limits)
    allowed = min(day.amount, month.amount) if day.times and month.times else 0
    hindrance = ""
    try:
        rules.check(programme, giver, asset, least, today)
    except (GiverTierTooLow, GiftTooEarly) as refused:
        hindrance = refused.reason
    if not hindrance and allowed < least:
        hindrance = GiftLimitReached.reason
    if not hindrance and available < least:
        hindrance = InsufficientPoints.reason
    most = 0 if hindrance else min(allowed, available)
    return GiftAllowance(asset, least, most, day, month, hindrance)
