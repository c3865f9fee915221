"""The section checkout of a programme: the tier's discounts, and points as payment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from math import gcd

from services.points.programme.domain.programme import Programme

HOLD_MINUTES_DEFAULT = 15


class CheckoutPointsUnavailable(Exception):
    """The programme takes no points as payment."""

    reason = "CHECKOUT_POINTS_UNAVAILABLE"
    field = "basket.points"


class CheckoutPointsInvalid(Exception):
    """More points than the basket takes, or no whole steps."""

    reason = "CHECKOUT_POINTS_INVALID"
    field = "basket.points"

    def __init__(self, most: int, step: int) -> None:
        super().__init__(f"at most {most}, in steps of {step}")
        self.metadata = {"most": str(most), "step": str(step)}


@dataclass(frozen=True, slots=True)
class PointsPayment:
    """`per_points` points pay `minor_units`, up to `max_percent` of what is left to pay."""

    minor_units: int
    per_points: int
    max_percent: int = 100

    @property
    def step(self) -> int:
        """The fewest points that pay a whole number of minor units."""
        return self.per_points // gcd(self.minor_units, self.per_points)

    def most(self, payable_minor: int) -> int:
        """The most points that may pay where `payable_minor` is left to pay."""
        each = self.pays(self.step)
        return payable_minor * self.max_percent // 100 // each * self.step

    def pays(self, points: int) -> int:
        """What whole steps of points pay, in minor units."""
        return points * self.minor_units // self.per_points

    def check(self, points: int, payable_minor: int) -> None:
        """Raises CheckoutPointsInvalid."""
        most = self.most(payable_minor)
        if points > most or points % self.step:
            raise CheckoutPointsInvalid(most, self.step)


@dataclass(frozen=True, slots=True)
class CheckoutSection:
    """`points` is None where they pay for nothing; `tier_percents` by the tier's code."""

    hold: timedelta = timedelta(minutes=HOLD_MINUTES_DEFAULT)
    points: PointsPayment | None = None
    tier_percents: Mapping[str, int] = field(default_factory=dict)


def checkout_section(programme: Programme) -> CheckoutSection:
    """The programme's section, parsed once a version.

    Raises KeyError, TypeError or ValueError where it breaks the schema.
    """
    return programme.section(_parse)


def _parse(programme: Programme) -> CheckoutSection:
    body = programme.document.get("checkout", {})
    points = body.get("points")
    return CheckoutSection(
        hold=timedelta(minutes=body.get("hold_minutes", HOLD_MINUTES_DEFAULT)),
        points=points
        and PointsPayment(
            points["minor_units"], points["per_points"], points.get("max_percent", 100)
        ),
        tier_percents={each["tier"]: each["percent"] for each in body.get("tier_discounts", ())},
    )
