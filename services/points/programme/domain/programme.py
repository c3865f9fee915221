"""A brand's programme, as far as points are concerned: what is earned, taken back and offered.

Made from the published document, which members validated against
protos/tessera/programme/v1/programme.schema.json and filled with its defaults.
Sections of other services are passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from services.points.activities.domain.activity import ActivityType
from services.points.activities.domain.standing import Standing, Tier
from services.points.calendar.domain.local_time import Period, Window
from services.points.earning.domain.cap import Cap
from services.points.earning.domain.multiplier import Stacking
from services.points.earning.domain.rounding import Rounding
from services.points.earning.domain.rule import Campaign, Condition, Each, Rule
from services.points.ledger.domain.owners import GROWTH
from services.points.programme.domain.expiry import Expiry, ExpiryPolicy
from services.points.programme.domain.worth import Worth
from services.points.rewards.domain.reward import Catalogue, Limit, Reward, RewardKind

Compile = Callable[[str], Condition]

Text = tuple[str, str]
"""Chinese and English."""

UNRANKED = Tier(code="", rank=0, multiplier_percent=100)
ALWAYS = "true"


class RefundPolicy(StrEnum):
    """How far a clawback goes: only points still pending, never below zero, or into debt."""

    ONLY_PENDING = "only_pending"
    WITHIN_BALANCE = "within_balance"
    INTO_DEBT = "into_debt"


@dataclass(frozen=True, slots=True)
class Asset:
    """Something the ledger carries for members. What cannot be spent never goes into debt."""

    code: str
    spendable: bool
    expiry: Expiry
    worth: Worth | None = None


@dataclass(frozen=True)
class Programme:
    """One version of a brand's rules. `tiers` are the main ladder's, the lowest first."""

    brand: str
    version: int
    currency: str
    zone: ZoneInfo
    assets: Mapping[str, Asset]
    tiers: tuple[Tier, ...]
    stacking: Stacking
    rules: tuple[Rule, ...]
    campaigns: tuple[Campaign, ...]
    refund_policy: RefundPolicy
    catalogue: Catalogue
    find_by: frozenset[str] = frozenset()
    """Keys of metadata by which postings are found, beside that of the order."""
    tier_names: Mapping[str, Text] = field(default_factory=dict)
    """Of the main ladder's tiers, by code."""
    rule_names: Mapping[str, Text] = field(default_factory=dict)
    """Of the rules that have one, by code."""

    @cached_property
    def _rules_on(self) -> Mapping[ActivityType, tuple[Rule, ...]]:
        return {on: tuple(r for r in self.rules if r.on is on) for on in ActivityType}

    @cached_property
    def reward_codes(self) -> frozenset[str]:
        """Of all that the catalogue has."""
        return frozenset(reward.code for reward in self.catalogue.rewards)

    def rules_on(self, on: ActivityType) -> tuple[Rule, ...]:
        return self._rules_on[on]

    def asset(self, code: str) -> Asset:
        """The asset. One not described can be spent for ever; growth never."""
        known = self.assets.get(code)
        return known or Asset(code, spendable=code != GROWTH, expiry=Expiry(ExpiryPolicy.NEVER))

    def tier(self, code: str) -> Tier | None:
        return next((tier for tier in self.tiers if tier.code == code), None)

    def tier_of(self, standing: Standing | None) -> Tier:
        """The member's tier as this version rates it; the lowest while none is known."""
        told = standing.tier if standing else None
        if told is None:
            return self.tiers[0] if self.tiers else UNRANKED
        return self.tier(told.code) or told


def parse(brand: str, version: int, document: Mapping[str, Any], compile_: Compile) -> Programme:
    """The programme in `document`. Raises KeyError or ValueError where it breaks the schema."""
    earning = document.get("earning", {})
    return Programme(
        brand=brand,
        version=version,
        currency=document["currency"],
        zone=ZoneInfo(document["timezone"]),
        assets={
            code: _asset(code, body, document["currency"])
            for code, body in document["assets"].items()
        },
        tiers=_main_tiers(document.get("ladders", ())),
        stacking=Stacking(earning.get("stacking", Stacking.MULTIPLY)),
        rules=tuple(_rule(body, compile_) for body in earning.get("rules", ())),
        campaigns=tuple(_campaign(body, compile_) for body in earning.get("campaigns", ())),
        refund_policy=RefundPolicy(
            document.get("refunds", {}).get("policy", RefundPolicy.WITHIN_BALANCE)
        ),
        catalogue=_catalogue(document.get("rewards", {})),
        find_by=frozenset(document.get("ledger", {}).get("find_by", ())),
        tier_names=_names(_main_ladder(document.get("ladders", ())).get("tiers", ())),
        rule_names=_names(earning.get("rules", ())),
    )


def _names(bodies: Iterable[Mapping[str, Any]]) -> dict[str, Text]:
    named = [body for body in bodies if body.get("name")]
    return {body["code"]: (body["name"]["zh"], body["name"]["en"]) for body in named}


def _asset(code: str, body: Mapping[str, Any], currency: str) -> Asset:
    value = body.get("value")
    worth = Worth(currency, value["minor_units"], value["per_points"]) if value else None
    return Asset(code, body.get("spendable", True), _expiry(body.get("expiry", {})), worth)


def _expiry(body: Mapping[str, Any]) -> Expiry:
    return Expiry(
        policy=ExpiryPolicy(body.get("policy", ExpiryPolicy.NEVER)),
        months=body.get("months", 12),
        days=body.get("days", 0),
        on=_day(body.get("date")),
    )


def _main_ladder(ladders: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    return next((ladder for ladder in ladders if ladder.get("main")), {})


def _main_tiers(ladders: Iterable[Mapping[str, Any]]) -> tuple[Tier, ...]:
    return tuple(
        Tier(body["code"], rank, body.get("multiplier_percent", 100))
        for rank, body in enumerate(_main_ladder(ladders).get("tiers", ()))
    )


def _rule(body: Mapping[str, Any], compile_: Compile) -> Rule:
    multipliers = body.get("multipliers", ())
    return Rule(
        code=body["code"],
        on=ActivityType(body["on"]),
        each=Each(body.get("each", Each.ACTIVITY)),
        when=_condition(body, compile_),
        asset=body["asset"],
        points=body["award"]["points"],
        per_minor_units=body["award"].get("per_minor_units"),
        rounding=Rounding(body.get("rounding", Rounding.FLOOR)),
        by_tier="tier" in multipliers,
        by_campaigns="campaigns" in multipliers,
        pending_days=body.get("pending_days", 0),
        caps=tuple(
            Cap(Period(cap["per"]), cap.get("times"), cap.get("amount"))
            for cap in body.get("caps", ())
        ),
    )


def _campaign(body: Mapping[str, Any], compile_: Compile) -> Campaign:
    return Campaign(body["code"], _condition(body, compile_), body["percent"], _window(body))


def _condition(body: Mapping[str, Any], compile_: Compile) -> Condition | None:
    text = body.get("when", ALWAYS)
    return None if text == ALWAYS else compile_(text)


def _window(body: Mapping[str, Any]) -> Window:
    return Window(_day(body.get("from")), _day(body.get("until")))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _catalogue(body: Mapping[str, Any]) -> Catalogue:
    return Catalogue(
        hold_minutes=body.get("hold_minutes", 15),
        voucher_days=body.get("voucher_days", 30),
        rewards=tuple(_reward(item) for item in body.get("items", ())),
    )


def _reward(body: Mapping[str, Any]) -> Reward:
    return Reward(
        code=body["code"],
        name_zh=body["name"]["zh"],
        name_en=body["name"]["en"],
        kind=RewardKind(body["kind"]),
        price=body["price"],
        stock=body.get("stock"),
        min_tier=body.get("min_tier", ""),
        limits=tuple(
            Limit(Period(limit["per"]), limit["times"]) for limit in body.get("limits", ())
        ),
        window=_window(body),
        image_url=body.get("image_url", ""),
    )
