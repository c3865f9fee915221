"""The earning section of a programme: its rules, its campaigns, and how multipliers combine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.points.activities.domain.activity_type import ActivityType
from services.points.calendar.domain.local_time import Period
from services.points.earning.domain.cap import Cap
from services.points.earning.domain.multiplier import Stacking
from services.points.earning.domain.order_bonus import bonus_names
from services.points.earning.domain.rounding import Rounding
from services.points.earning.domain.rule import Campaign, Each, Rule, Target
from services.points.grants.domain.budget import Budget, BudgetKind
from services.points.ledger.domain.chart_of_accounts import POINTS, coupon_asset
from services.points.programme.domain.document import Text, names_by_code, window_of
from services.points.programme.domain.programme import Programme

_STORE = re.compile(r"\bstore\b")


@dataclass(frozen=True, slots=True)
class EarningRules:
    """Rules and campaigns in the programme's order. `names` has the named rules, by code."""

    rules: tuple[Rule, ...]
    campaigns: tuple[Campaign, ...]
    stacking: Stacking
    names: Mapping[str, Text]
    campaign_names: Mapping[str, Text]
    by_type: Mapping[ActivityType, tuple[Rule, ...]]
    names_stores: bool
    """Whether any condition may name a fact of a store, so that stores have to be read."""

    @property
    def budgets(self) -> tuple[Budget, ...]:
        """All of them: of campaigns, then of rules."""
        written = [each.budget for each in self.campaigns]
        written += [one for rule in self.rules for one in (rule.budget, rule.first)]
        return tuple(one for one in written if one is not None)

    def budgets_on(self, type_: ActivityType) -> tuple[Budget, ...]:
        """Those that an activity of the type may use."""
        rules = self.rules_on(type_)
        written = [one for rule in rules for one in (rule.budget, rule.first)]
        if any(rule.by_campaigns for rule in rules):
            written += [each.budget for each in self.campaigns]
        return tuple(one for one in written if one is not None)

    def rules_on(self, type_: ActivityType) -> tuple[Rule, ...]:
        return self.by_type[type_]


def multiplier_names(programme: Programme) -> dict[str, Text]:
    """The names of tiers, campaigns and the bonus, by the source that a multiplier names."""
    tiers = {f"tier:{code}": name for code, name in programme.tier_names.items()}
    names = earning_rules(programme).campaign_names
    campaigns = {f"campaign:{code}": name for code, name in names.items()}
    return tiers | campaigns | bonus_names(programme)


def earning_rules(programme: Programme) -> EarningRules:
    """The programme's rules of earning, parsed once a version."""
    return programme.section(_parse)


def _parse(programme: Programme) -> EarningRules:
    body = programme.document.get("earning", {})
    rules = tuple(_rule(item, programme) for item in body.get("rules", ()))
    return EarningRules(
        rules=rules,
        campaigns=tuple(_campaign(item, programme) for item in body.get("campaigns", ())),
        stacking=Stacking(body.get("stacking", Stacking.MULTIPLY)),
        names=names_by_code(body.get("rules", ())),
        campaign_names=names_by_code(body.get("campaigns", ())),
        by_type={on: tuple(rule for rule in rules if rule.on is on) for on in ActivityType},
        names_stores=any(
            _STORE.search(item.get("when", ""))
            for item in (*body.get("rules", ()), *body.get("campaigns", ()))
        ),
    )


def _rule(item: Mapping[str, Any], programme: Programme) -> Rule:
    multipliers = item.get("multipliers", ())
    coupon = item["award"].get("coupon", "")
    asset = coupon_asset(coupon) if coupon else item["asset"]
    return Rule(
        code=item["code"],
        on=ActivityType(item["on"]),
        each=Each(item.get("each", Each.ACTIVITY)),
        when=programme.condition(item),
        asset=asset,
        points=1 if coupon else item["award"]["points"],
        per_minor_units=item["award"].get("per_minor_units"),
        rounding=Rounding(item.get("rounding", Rounding.FLOOR)),
        by_tier="tier" in multipliers,
        by_campaigns="campaigns" in multipliers,
        pending_days=item.get("pending_days", 0),
        caps=tuple(
            Cap(Period(cap["per"]), cap.get("times"), cap.get("amount"))
            for cap in item.get("caps", ())
        ),
        budget=_budget(BudgetKind.RULE, item, item.get("asset", "")),
        first=_first(item, asset),
    )


def _campaign(item: Mapping[str, Any], programme: Programme) -> Campaign:
    asset = item.get("budget", {}).get("asset", POINTS)
    return Campaign(
        item["code"],
        programme.condition(item),
        item["percent"],
        window_of(item),
        _budget(BudgetKind.CAMPAIGN, item, asset),
        Target(**item.get("target", {})),
    )


def _budget(kind: BudgetKind, item: Mapping[str, Any], asset: str) -> Budget | None:
    written = item.get("budget")
    return Budget(kind, item["code"], written["points"], asset) if written else None


def _first(item: Mapping[str, Any], asset: str) -> Budget | None:
    return Budget(BudgetKind.FIRST, item["code"], item["first"], asset) if "first" in item else None
