"""The adjustments section of a programme: how much one operator may adjust alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from services.points.programme.domain.programme import Programme

PER_OPERATION = 1_000
PER_DAY = 10_000
APPROVAL_DAYS = 7
COUPONS_PER_FILE = 100


@dataclass(frozen=True, slots=True)
class Limits:
    """In units of the asset, of each asset alike; a day is one of the brand's zone."""

    per_operation: int
    per_day: int
    approval_ttl: timedelta
    coupons_per_file: int = COUPONS_PER_FILE
    """Of a bulk file."""

    def allow(self, amount: int, used: int) -> bool:
        """True where an operator that adjusted `used` today may adjust `amount` alone."""
        return abs(amount) <= self.per_operation and used + abs(amount) <= self.per_day


def adjustment_limits(programme: Programme) -> Limits:
    """The programme's limits, parsed once a version."""
    return programme.section(_parse)


def _parse(programme: Programme) -> Limits:
    body = programme.document.get("adjustments", {})
    return Limits(
        per_operation=int(body.get("limit_per_operation", PER_OPERATION)),
        per_day=int(body.get("limit_per_day", PER_DAY)),
        approval_ttl=timedelta(days=int(body.get("approval_days", APPROVAL_DAYS))),
        coupons_per_file=int(body.get("limit_coupons_per_file", COUPONS_PER_FILE)),
    )
