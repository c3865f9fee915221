"""Formulas of metrics."""

from collections.abc import Callable, Collection
from datetime import timedelta

from services.feedback.insight.domain import happening
from services.feedback.insight.domain.metrics import Formula, Known, Number

Take = Callable[[Known], int]
"""A whole number of what is known of a period."""


def count(take: Take) -> Formula:
    """A number over 1."""
    return lambda known: Number(take(known))


def over(above: Take, below: Take) -> Formula:
    """A quotient; None where there is nothing to divide by."""

    def of(known: Known) -> Number | None:
        divisor = below(known)
        return Number(above(known), divisor) if divisor > 0 else None

    return of


def times(*kinds: str) -> Take:
    """How often these happened."""
    return lambda known: sum(known.bucket.of(kind).times for kind in kinds)


def members(kind: str) -> Take:
    """How many members these happened to."""
    return lambda known: known.bucket.of(kind).members


def part(kind: str, whole: Collection[str]) -> Formula:
    """How often of all that are in `whole`, `kind` among them."""
    return over(times(kind), times(*whole))


def retention(days: int) -> Formula:
    """Of those who enrolled `days` before, who were active on the day itself; None until it is
    over: a day that goes on would tell too few."""

    def of(known: Known) -> Number | None:
        if not known.period.complete(known.today):
            return None
        cohort = known.period.first - timedelta(days=days)
        size = known.enrolled.get(cohort, 0)
        return Number(known.bucket.cohorts.get(cohort, 0), size) if size else None

    return of


def first_orders(known: Known) -> Number | None:
    """Of those who enrolled 7 days before, who ordered since; None until the day is over."""
    if not known.period.complete(known.today) or not known.first_orders.enrolled:
        return None
    return Number(known.first_orders.ordered, known.first_orders.enrolled)


def stickiness(known: Known) -> Number | None:
    """Active members of a mean day, of those of the period; None until it is over."""
    days, active = (known.period.until - known.period.first).days, known.bucket.active
    # Each was active on a day at least: less is of a bucket from before days were counted.
    if not known.period.complete(known.today) or not 0 < active <= known.bucket.active_days:
        return None
    return Number(known.bucket.active_days, active * days)


def interactions(known: Known) -> int:
    """How often members did anything."""
    kinds = known.bucket.kinds
    return sum(kinds[kind].times for kind in kinds if kind not in happening.NOT_DONE_BY_MEMBERS)


def net(known: Known) -> int:
    """What orders brought less what refunds took, in minor units."""
    return known.bucket.of(happening.ORDER).minor + known.bucket.of(happening.REFUND).minor


def nps(known: Known) -> Number | None:
    """Promoters less detractors, of all who answered: from -1 to 1."""
    of = known.bucket.of
    ups, downs = of(happening.PROMOTER).times, of(happening.DETRACTOR).times
    answers = ups + downs + of(happening.PASSIVE).times
    return Number(ups - downs, answers) if answers else None
