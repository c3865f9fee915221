"""The gifts section of a programme: who may give, and how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.points.activities.domain.standing import Standing
from services.points.ledger.domain.chart_of_accounts import POINTS
from services.points.programme.domain.programme import Programme


class GiftsUnavailable(Exception):
    """The programme has no gifts, or none of this asset."""

    reason = "GIFTS_UNAVAILABLE"
    field = "asset"

    def __init__(self, asset: str) -> None:
        super().__init__(f"no gifts of {asset}")
        self.metadata = {"asset": asset}


class GiftTooSmall(Exception):
    """Below the least that a gift has."""

    reason = "GIFT_TOO_SMALL"
    field = "amount"

    def __init__(self, least: int) -> None:
        super().__init__(f"at least {least}")
        self.metadata = {"min_amount": str(least)}


class GiftTooEarly(Exception):
    """The giver enrolled too short a time ago."""

    reason = "GIFT_TOO_EARLY"

    def __init__(self, first_day: date | None) -> None:
        super().__init__("the giver is not a member long enough")
        self.metadata = {"first_day": first_day.isoformat()} if first_day else {}


class GiverTierTooLow(Exception):
    """The giver's tier is below the lowest that may give."""

    reason = "TIER_TOO_LOW"

    def __init__(self, min_tier: str) -> None:
        super().__init__(f"below {min_tier}")
        self.metadata = {"min_tier": min_tier}


@dataclass(frozen=True, slots=True)
class GiftLimit:
    """Gifts, and units of the asset, of one giver."""

    times: int
    amount: int


@dataclass(frozen=True, slots=True)
class GiftLimits:
    """A day and a month of the brand's zone."""

    per_day: GiftLimit
    per_month: GiftLimit


@dataclass(frozen=True, slots=True)
class GiftRules:
    """`limits` is None where the programme has no gifts; `by_tier` stands in its place."""

    limits: GiftLimits | None = None
    assets: frozenset[str] = frozenset()
    min_amount: int = 1
    min_tier: str = ""
    min_enrolled_days: int = 0
    by_tier: Mapping[str, GiftLimits] | None = None

    def check(
        self,
        programme: Programme,
        giver: Standing | None,
        asset: str,
        amount: int,
        today: date,
    ) -> GiftLimits:
        """The giver's limits. Raises the refusal that does not pass by waiting until tomorrow."""
        if self.limits is None or asset not in self.assets:
            raise GiftsUnavailable(asset)
        if amount < self.min_amount:
            raise GiftTooSmall(self.min_amount)
        tier = programme.tier_of(giver)
        lowest = programme.tier(self.min_tier) if self.min_tier else None
        if lowest is not None and tier.rank < lowest.rank:
            raise GiverTierTooLow(self.min_tier)
        if self.min_enrolled_days:
            enrolled_on = giver.enrolled_on(programme.zone) if giver else None
            if enrolled_on is None:
                raise GiftTooEarly(None)
            first = enrolled_on + timedelta(days=self.min_enrolled_days)
            if today < first:
                raise GiftTooEarly(first)
        return (self.by_tier or {}).get(tier.code, self.limits)

    def limits_of(self, programme: Programme, giver: Standing | None) -> GiftLimits | None:
        """The limits of the giver's tier, whether it may give or not; None without gifts."""
        if self.limits is None:
            return None
        return (self.by_tier or {}).get(programme.tier_of(giver).code, self.limits)


def gift_rules(programme: Programme) -> GiftRules:
    """The programme's rules of gifts, parsed once a version.

    Raises KeyError, TypeError or ValueError where the section breaks the schema.
    """
    return programme.section(_parse)


def _parse(programme: Programme) -> GiftRules:
    body = programme.document.get("gifts")
    if body is None:
        return GiftRules()
    assets = frozenset(body.get("assets", (POINTS,)))
    if unknown := assets.difference(programme.assets):
        raise ValueError(f"gifts: {', '.join(sorted(unknown))} is not declared")
    return GiftRules(
        limits=_limits(body),
        assets=assets,
        min_amount=int(body.get("min_amount", 1)),
        min_tier=body.get("min_tier", ""),
        min_enrolled_days=int(body.get("min_enrolled_days", 0)),
        by_tier={tier: _limits(each) for tier, each in body.get("tiers", {}).items()},
    )


def _limits(body: Mapping[str, Any]) -> GiftLimits:
    def limit(name: str) -> GiftLimit:
        return GiftLimit(int(body[name]["times"]), int(body[name]["amount"]))

    return GiftLimits(limit("per_day"), limit("per_month"))
