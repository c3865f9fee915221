"""A brand's programme: the frame that all rooms share, and the document their sections stand in.

Made from the published document, which members validated against
protos/tessera/programme/v1/programme.schema.json and filled with its defaults.
Each room parses its own section; the sections of other services are passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.standing import Standing, Tier
from services.points.ledger.domain.chart_of_accounts import UNSPENDABLE, is_spendable
from services.points.programme.domain.document import Text, day_of, names_by_code
from services.points.programme.domain.expiry import Expiry, ExpiryPolicy
from services.points.programme.domain.extension import Extension, Once
from services.points.programme.domain.worth import Worth

Condition = Callable[[Mapping[str, Any]], bool]
"""Judges facts: {activity: {...}, line: {...}, member: {...}}."""
Compile = Callable[[str, str], Condition]
"""Makes a condition of its text, for a brand. Raises ValueError where the text is none."""

Section = TypeVar("Section")

UNRANKED = Tier(code="", rank=0, multiplier_percent=100)
ALWAYS = "true"
REMIND_DAYS = (30, 7, 1)
"""Of a programme from before it could say so."""


@dataclass(frozen=True, slots=True)
class Asset:
    """Something the ledger carries for members. One that cannot be spent never goes into debt."""

    code: str
    spendable: bool
    expiry: Expiry
    worth: Worth | None = None
    remind_days: tuple[int, ...] = ()
    """So many days before a member's units expire, they are told."""
    extension: Extension | None = None


@dataclass(frozen=True)
class Programme:
    """One version of a brand's rules. `tiers` are the main ladder's, the lowest first."""

    brand: str
    version: int
    currency: str
    zone: ZoneInfo
    assets: Mapping[str, Asset]
    tiers: tuple[Tier, ...]
    document: Mapping[str, Any]
    compile_condition: Compile
    find_by: frozenset[str] = frozenset()
    """Keys of metadata by which postings are found, beside that of the order."""
    unspendable: frozenset[str] = UNSPENDABLE
    """The assets that nobody spends."""
    tier_names: Mapping[str, Text] = field(default_factory=dict)
    """Of the main ladder's tiers, by code."""
    _sections: dict[Callable[[Programme], Any], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def takes_baskets(self) -> bool:
        """Whether tills may hold baskets: the programme has coupons or a checkout."""
        return "coupons" in self.document or "checkout" in self.document

    def section(self, parse: Callable[[Programme], Section]) -> Section:
        """The section that `parse` makes of the document: made at the first call, then kept.

        `parse` never gives None. Raises KeyError, TypeError or ValueError, as `parse` does, where
        the section breaks the schema.
        """
        made: Section | None = self._sections.get(parse)
        if made is None:
            made = self._sections[parse] = parse(self)
        return made

    def condition(self, item: Mapping[str, Any]) -> Condition:
        """The condition that the item's `when` writes; without one it always holds."""
        text = item.get("when", ALWAYS)
        return _holds if text == ALWAYS else self.compile_condition(text, self.brand)

    def asset(self, code: str) -> Asset:
        """The asset. One not described can be spent for ever; growth never."""
        known = self.assets.get(code)
        return known or Asset(code, spendable=is_spendable(code), expiry=Expiry(ExpiryPolicy.NEVER))

    def tier(self, code: str) -> Tier | None:
        return next((tier for tier in self.tiers if tier.code == code), None)

    def tier_of(self, standing: Standing | None) -> Tier:
        """The member's tier as this version rates it; the lowest while none is known."""
        held = standing.tier if standing else None
        if held is None:
            return self.tiers[0] if self.tiers else UNRANKED
        return self.tier(held.code) or held


def _holds(_facts: Mapping[str, Any]) -> bool:
    return True


def parse(brand: str, version: int, document: Mapping[str, Any], compile_: Compile) -> Programme:
    """The frame of `document`. Raises KeyError, TypeError or ValueError where it breaks the schema.

    The sections are parsed when a room first asks for its own.
    """
    main_tiers = _main_ladder(document.get("ladders", ())).get("tiers", ())
    assets = {
        code: _asset(code, body, document["currency"]) for code, body in document["assets"].items()
    }
    return Programme(
        brand=brand,
        version=version,
        currency=document["currency"],
        zone=ZoneInfo(document["timezone"]),
        assets=assets,
        tiers=tuple(
            Tier(body["code"], rank, body.get("multiplier_percent", 100))
            for rank, body in enumerate(main_tiers)
        ),
        document=document,
        compile_condition=compile_,
        find_by=frozenset(document.get("ledger", {}).get("find_by", ())),
        unspendable=UNSPENDABLE.difference(assets)
        | {code for code, asset in assets.items() if not asset.spendable},
        tier_names=names_by_code(main_tiers),
    )


def _main_ladder(ladders: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    return next((ladder for ladder in ladders if ladder.get("main")), {})


def _asset(code: str, body: Mapping[str, Any], currency: str) -> Asset:
    value = body.get("value")
    worth = Worth(currency, value["minor_units"], value["per_points"]) if value else None
    expiry, spendable = _expiry(body.get("expiry", {})), body.get("spendable", True)
    reminds = spendable and expiry.policy is not ExpiryPolicy.NEVER
    days = tuple(body.get("remind_days", REMIND_DAYS)) if reminds else ()
    extension = _extension(body.get("expiry", {}).get("extend_on"))
    return Asset(code, spendable, expiry, worth, days, extension)


def _extension(body: Mapping[str, Any] | None) -> Extension | None:
    if body is None:
        return None
    return Extension(
        activities=frozenset(map(ActivityType, body["activities"])),
        months=body["months"],
        once=Once(body["once"]),
        most_months=body["most_months"],
    )


def _expiry(body: Mapping[str, Any]) -> Expiry:
    return Expiry(
        policy=ExpiryPolicy(body.get("policy", ExpiryPolicy.NEVER)),
        months=body.get("months", 12),
        days=body.get("days", 0),
        on=day_of(body.get("date")),
    )
