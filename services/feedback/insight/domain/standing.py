"""How a number stands to its target."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.feedback.insight.domain.metrics import Metric, Number, Unit

STALE_AFTER = timedelta(minutes=15)
HUNDRED = 100


class Standing(StrEnum):
    """Green: reached. Yellow: within the tolerance. Red: beyond. Grey: unknown, or out of date.
    None: there is no target."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Target:
    """`hundredths`: a percentage, a count or minor units of money, times 100.

    `up`: the number should be at least as high; else at most.
    """

    metric: str
    hundredths: int
    tolerance_percent: int
    up: bool

    def value(self, unit: Unit) -> float:
        """What a number should be: a rate, of which 1 is 100 %, a count, or minor units."""
        return self.hundredths / HUNDRED / (HUNDRED if unit is Unit.PERCENT else 1)


def standing(
    metric: Metric, number: Number | None, target: Target | None, as_of: datetime, now: datetime
) -> Standing:
    """The colour of a number that was true at `as_of`."""
    if number is None or now - as_of > STALE_AFTER:
        return Standing.GREY
    if target is None:
        return Standing.NONE
    # value x scale >= target, in whole numbers: hundredths of a percent, a piece or a minor unit.
    scale = HUNDRED * (HUNDRED if metric.unit is Unit.PERCENT else 1)
    value, wanted = number.numerator * scale, target.hundredths * number.denominator
    if _reached(value, wanted, target.up):
        return Standing.GREEN
    slack = wanted * target.tolerance_percent
    within = value * HUNDRED + slack if target.up else value * HUNDRED - slack
    return Standing.YELLOW if _reached(within, wanted * HUNDRED, target.up) else Standing.RED


def _reached(value: int, wanted: int, up: bool) -> bool:
    return value >= wanted if up else value <= wanted
