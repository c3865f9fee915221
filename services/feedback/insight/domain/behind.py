"""Whom a number counts: the members who stand behind it, as a question to happenings."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.feedback.insight.domain import happening
from services.feedback.insight.domain.bucket import REPURCHASE_DAYS
from services.feedback.insight.domain.period import Grain, Period


@dataclass(frozen=True, slots=True)
class Sought:
    """Members with `least` happenings of `kinds` on the days first … last.

    Empty `kinds`: anything that members do. `each`: at least one of every kind. `stores`: only what
    happened there; empty for all. `enrolled`: only members who enrolled on that day.
    """

    first: date
    last: date
    kinds: tuple[str, ...]
    least: int = 1
    each: bool = False
    stores: tuple[str, ...] = ()
    enrolled: date | None = None


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Members who enrolled on a day; with `ordered_within`, those of them whose first order was so
    many days later at most."""

    day: date
    ordered_within: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A member behind a number: how often they did it, what it brought in minor units, and when the
    last time. A newcomer did nothing that is counted."""

    member_id: str
    times: int = 0
    minor: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Doers:
    """Whom a metric counts of a period by what they did.

    `days`: of so many days that end with the period; 0 for its own. `after`: of its first day, only
    those who enrolled so many days before. `back`: on the day so many days before its first one.
    """

    kinds: tuple[str, ...] = ()
    least: int = 1
    each: bool = False
    stores: tuple[str, ...] = ()
    days: int = 0
    after: int | None = None
    back: int | None = None

    def of(self, period: Period, store_id: str = "") -> Sought:
        """The question for a period, of all stores or of one."""
        first, last = period.first, period.until - timedelta(days=1)
        if self.back is not None:
            first = last = first - timedelta(days=self.back)
        if self.days:
            first = last - timedelta(days=self.days - 1)
        enrolled = None if self.after is None else period.first - timedelta(days=self.after)
        stores = (store_id,) if store_id else self.stores
        return Sought(first, last, self.kinds, self.least, self.each, stores, enrolled)


@dataclass(frozen=True, slots=True)
class FirstBuyers:
    """Whom a metric counts of those who enrolled `back` days before the period's first day."""

    back: int
    ordered: bool

    def of(self, period: Period, store_id: str = "") -> Newcomers:
        """The question for a period; stores have no part in it."""
        return Newcomers(
            period.first - timedelta(days=self.back), self.back if self.ordered else None
        )


Behind = Doers | FirstBuyers
Question = Sought | Newcomers
ACTIVE = Doers()
"""Members who did anything."""


def doers(*kinds: str) -> Doers:
    """Members to whom one of these happened."""
    return Doers(kinds)


def buyers(least: int) -> Doers:
    """Members with so many orders in the days by which repurchase is told."""
    return Doers((happening.ORDER,), least=least, days=REPURCHASE_DAYS)


def all_of(*kinds: str) -> Doers:
    """Members to whom each of these happened."""
    return Doers(kinds, each=True)


def retained(days: int) -> tuple[Doers, Doers]:
    """Those who enrolled so many days before: who was active on the day, and all of them."""
    return Doers(after=days), Doers((happening.ENROLMENT,), back=days)


def cohort(day: date, after: int) -> Sought:
    """Those who enrolled on a day: who was active so many days later, or all of them for 0."""
    active, enrolled = retained(after)
    period = Period(Grain.DAY, day + timedelta(days=after))
    return active.of(period) if after else enrolled.of(period)
