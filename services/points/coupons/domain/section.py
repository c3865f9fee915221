"""The section coupons of a programme: the types of coupons that the brand gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.points.calendar.domain.local_time import local_day
from services.points.coupons.domain.terms import CouponTerms, terms_of
from services.points.ledger.domain.chart_of_accounts import coupon_asset
from services.points.programme.domain.document import Text, day_of, text_of
from services.points.programme.domain.programme import Programme


class CouponTypeNotFound(Exception):
    """The programme in force has no type of this code."""

    reason = "COUPON_TYPE_NOT_FOUND"
    field = "coupon_type"

    def __init__(self, code: str) -> None:
        super().__init__(f"no coupon type {code}")
        self.metadata = {"code": code}


class CouponTypeEnded(Exception):
    """The type's last day is over."""

    reason = "COUPON_TYPE_ENDED"
    field = "coupon_type"

    def __init__(self, code: str, until: date) -> None:
        super().__init__(f"{code} was good until {until.isoformat()}")
        self.metadata = {"code": code, "until": until.isoformat()}


@dataclass(frozen=True, slots=True)
class CouponType:
    """`days` after the day of the grant, or `until` a day; limits that are None are none."""

    code: str
    name: Text
    terms: CouponTerms
    days: int | None
    until: date | None
    per_member: int | None
    total: int | None
    with_code: bool

    @property
    def asset(self) -> str:
        """The ledger's asset, of which each coupon is one unit."""
        return coupon_asset(self.code)

    def last_day(self, now: datetime, zone: ZoneInfo) -> date:
        """The last day of a coupon granted at `now`. Raises CouponTypeEnded."""
        today = local_day(now, zone)
        if self.until is None:
            return today + timedelta(days=self.days or 0)
        if self.until < today:
            raise CouponTypeEnded(self.code, self.until)
        return self.until


@dataclass(frozen=True, slots=True)
class CouponSection:
    """The types in the programme's order."""

    types: tuple[CouponType, ...] = ()

    def find(self, code: str) -> CouponType | None:
        """The type, if the programme has it."""
        return next((each for each in self.types if each.code == code), None)

    def get(self, code: str) -> CouponType:
        """The type. Raises CouponTypeNotFound."""
        found = self.find(code)
        if found is None:
            raise CouponTypeNotFound(code)
        return found


def coupon_section(programme: Programme) -> CouponSection:
    """The programme's section, parsed once a version.

    Raises KeyError, TypeError or ValueError where it breaks the schema.
    """
    return programme.section(_parse)


def coupon_stock(programme: Programme) -> Mapping[str, int]:
    """How many pieces the programme gives each limited type, by the code of its stock."""
    types = coupon_section(programme).types
    return {each.asset: each.total for each in types if each.total is not None}


def coupon_names(programme: Programme) -> Mapping[str, Text]:
    """The names of all types, by code."""
    return {each.code: each.name for each in coupon_section(programme).types}


def _parse(programme: Programme) -> CouponSection:
    body = programme.document.get("coupons", {})
    return CouponSection(tuple(_type(item) for item in body.get("types", ())))


def _type(item: Mapping[str, Any]) -> CouponType:
    life = item["life"]
    return CouponType(
        code=item["code"],
        name=text_of(item["name"]),
        terms=terms_of(item),
        days=life.get("days"),
        until=day_of(life.get("until")),
        per_member=item.get("per_member"),
        total=item.get("total"),
        with_code=item.get("with_code", False),
    )
