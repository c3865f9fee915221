"""The amounts that ladders count, each basis by its own measure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.ladder import Basis, Ladder
from services.members.tiers.domain.reached import Reached


class Amounts(Protocol):
    """What one ladder counts of one member, by local day and as known now."""

    @property
    def total(self) -> int:
        """Of every day ever."""

    @property
    def days(self) -> Iterable[date]:
        """Days on which something was counted."""

    def between(self, first: date, last: date) -> int:
        """Of the local days from `first` to `last`, both included."""

    def up_to(self, day: date) -> int:
        """Of every day up to `day`."""

    def left_of(self, reached: Reached) -> int:
        """What is left of the amount of an upgrade without that which was taken away since."""


@dataclass(frozen=True, slots=True)
class RepeatShare:
    """The percent, rounded down, of orders that follow another order of the member's.

    Of the first order ever nothing came before it; without orders it is 0.
    """

    orders: DailyTotals

    @property
    def total(self) -> int:
        return _share(self.orders.total, before=0)

    @property
    def days(self) -> Iterable[date]:
        return self.orders.by_day

    def between(self, first: date, last: date) -> int:
        before = 0 if first == date.min else self.orders.up_to(_day_before(first))
        return _share(self.orders.between(first, last), before)

    def up_to(self, day: date) -> int:
        return _share(self.orders.up_to(day), before=0)

    def left_of(self, reached: Reached) -> int:
        """Looked at again on the day of the upgrade; once a window was judged it stands by that."""
        if reached.judged_since:
            return reached.counted
        if reached.first is None:
            return self.up_to(reached.on)
        return self.between(reached.first, reached.on)


@dataclass(frozen=True, slots=True)
class Happened:
    """1 once the member has so many orders, and 0 before."""

    orders: DailyTotals
    times: int

    @property
    def total(self) -> int:
        return int(self.orders.total >= self.times)

    @property
    def days(self) -> Iterable[date]:
        return self.orders.by_day

    def between(self, first: date, last: date) -> int:
        return int(self.up_to(last) and not self.up_to(_day_before(first)))

    def up_to(self, day: date) -> int:
        return int(self.orders.up_to(day) >= self.times)

    def left_of(self, reached: Reached) -> int:
        return self.total


@dataclass(frozen=True, slots=True)
class ClassPlace:
    """The place that the class of the last run gives; no day and no refund changes it."""

    total: int

    @property
    def days(self) -> Iterable[date]:
        return ()

    def between(self, first: date, last: date) -> int:
        return self.total

    def up_to(self, day: date) -> int:
        return self.total

    def left_of(self, reached: Reached) -> int:
        return reached.counted


def amounts_of(
    ladder: Ladder, totals: DailyTotals, orders: DailyTotals, value_class: str = ""
) -> Amounts:
    """What `ladder` counts, of the `totals` of its source, of the orders, and of the class that the
    last run of RFM gave."""
    if ladder.basis is Basis.RFM:
        return ClassPlace(ladder.place_of(value_class))
    if ladder.basis is Basis.ORDERS:
        return orders
    if ladder.basis is Basis.REPURCHASE:
        return RepeatShare(orders)
    if ladder.basis is Basis.EVENT:
        assert ladder.event is not None, "the programme names it"
        return Happened(orders, ladder.event.orders)
    return totals


def _share(orders: int, before: int) -> int:
    if orders <= 0:
        return 0
    return 100 * (orders if before > 0 else orders - 1) // orders


def _day_before(day: date) -> date:
    return day if day == date.min else date.fromordinal(day.toordinal() - 1)
