"""The adjustments section of a programme: what one operator gives and takes alone.

An operator grants coupons here; transfers and bulk files adjust assets. All count together in one
record of an operator and a day of the brand's zone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from services.points.calendar.domain.local_time import local_day
from services.points.ledger.domain.posting import Record
from services.points.ledger.domain.record import RecordKind, Versioned
from services.points.programme.domain.programme import Programme

PER_OPERATION = 1_000
PER_DAY = 10_000
APPROVAL_DAYS = 7
COUPONS_PER_FILE = 100
COUPONS_PER_DAY = 1_000


@dataclass(frozen=True, slots=True)
class Used:
    """What an operator did alone on a day: units of assets without a limit of their own, units of
    each asset with one, and coupons."""

    amount: int = 0
    of_asset: Mapping[str, int] = field(default_factory=dict)
    coupons: int = 0


USED_BY: RecordKind[Used] = RecordKind("adjusted_by", lambda brand, body: _read(body))
"""What an operator did alone on a day."""
NOTHING_USED = Versioned(Used(), 0)


class OperatorLimitReached(Exception):
    """The operator granted as many coupons today as one may alone."""

    reason = "OPERATOR_LIMIT_REACHED"
    field = "coupon_type"

    def __init__(self, limit: int) -> None:
        super().__init__(f"{limit} coupons a day; more go by a file, which a second one approves")
        self.metadata = {"limit": str(limit)}


class Allowance(NamedTuple):
    """The units of an asset that one operator may add or take alone, at once and on a day."""

    per_operation: int
    per_day: int

    def allows(self, amount: int, used: int) -> bool:
        """Whether `amount`, its sign left out, is within both after `used` of today."""
        return amount <= self.per_operation and used + amount <= self.per_day


@dataclass(frozen=True, slots=True)
class OperatorLimits:
    """Assets that are not in `by_asset` share `allowance`; a day is one of the brand's zone."""

    allowance: Allowance
    by_asset: Mapping[str, Allowance]
    approval_ttl: timedelta
    coupons_per_file: int = COUPONS_PER_FILE
    """Of a bulk file."""
    coupons_per_day: int = COUPONS_PER_DAY
    """By hand and by files together."""

    def allow(self, moved: Mapping[str, int], used: Used) -> bool:
        """Whether an operator who did `used` today may move so many units of each asset alone."""
        others = sum(abs(amount) for asset, amount in moved.items() if asset not in self.by_asset)
        own = {asset: abs(moved[asset]) for asset in moved if asset in self.by_asset}
        return self.allowance.allows(others, used.amount) and all(
            self.by_asset[asset].allows(amount, used.of_asset.get(asset, 0))
            for asset, amount in own.items()
        )

    def allow_file(self, coupons: int, used: Used) -> bool:
        """Whether they may start a file of so many coupons alone."""
        return coupons <= self.coupons_per_file and used.coupons + coupons <= self.coupons_per_day

    def with_coupon(self, used: Used) -> Used:
        """With one more by hand. Raises OperatorLimitReached."""
        if used.coupons >= self.coupons_per_day:
            raise OperatorLimitReached(self.coupons_per_day)
        return Used(used.amount, used.of_asset, used.coupons + 1)

    def with_moved(self, used: Used, moved: Mapping[str, int], coupons: int) -> Used:
        """With so many units of each asset, and coupons."""
        of_asset = dict(used.of_asset)
        amount = used.amount
        for asset, units in moved.items():
            if asset in self.by_asset:
                of_asset[asset] = of_asset.get(asset, 0) + abs(units)
            else:
                amount += abs(units)
        return Used(amount, of_asset, used.coupons + coupons)


def operator_limits(programme: Programme) -> OperatorLimits:
    """The programme's limits, parsed once a version."""
    return programme.section(_parse)


def use_id(by: str, now: datetime, programme: Programme) -> str:
    """Names the record of what operator `by` did alone today. A subject may be long."""
    digest = hashlib.sha256(by.encode()).hexdigest()[:32]
    return f"{local_day(now, programme.zone)}:{digest}"


def use_record(name: str, known: Versioned[Used], used: Used) -> Record:
    """The record, to say `used`. With what was read it only makes a race seen."""
    body = {"amount": used.amount, "assets": dict(used.of_asset), "coupons": used.coupons}
    return USED_BY.record(name, known.version, body)


def _read(body: Mapping[str, Any]) -> Used:
    assets = {asset: int(units) for asset, units in body.get("assets", {}).items()}
    return Used(int(body["amount"]), assets, int(body.get("coupons", 0)))


def _parse(programme: Programme) -> OperatorLimits:
    body = programme.document.get("adjustments", {})
    assets = body.get("assets", {})
    if unknown := set(assets).difference(programme.assets):
        raise ValueError(f"adjustments: {', '.join(sorted(unknown))} is not declared")
    return OperatorLimits(
        allowance=Allowance(
            int(body.get("limit_per_operation", PER_OPERATION)),
            int(body.get("limit_per_day", PER_DAY)),
        ),
        by_asset={
            asset: Allowance(int(each["limit_per_operation"]), int(each["limit_per_day"]))
            for asset, each in assets.items()
        },
        approval_ttl=timedelta(days=int(body.get("approval_days", APPROVAL_DAYS))),
        coupons_per_file=int(body.get("limit_coupons_per_file", COUPONS_PER_FILE)),
        coupons_per_day=int(body.get("limit_coupons_per_day", COUPONS_PER_DAY)),
    )
