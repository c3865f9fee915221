"""The first and the last local day of the orders that a member kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

EARLIEST_DAYS_MAX = 8
"""So many first days may lose all their orders until the first of those left is not known."""


@dataclass(slots=True)
class OrderDays:
    """`earliest`: orders kept on each of the first EARLIEST_DAYS_MAX days that have one.
    `last`: the last day with an order that is kept."""

    earliest: dict[date, int] = field(default_factory=dict)
    last: date | None = None

    @property
    def first(self) -> date | None:
        """None while no order is kept."""
        return min(self.earliest, default=None)

    def nth(self, number: int) -> date | None:
        """The day of the order of that number, from 1; None while there are not so many on days
        that are known."""
        counted = 0
        for day, orders in sorted(self.earliest.items()):
            counted += orders
            if counted >= number:
                return day
        return None

    def change(self, day: date, orders: int, recent: Mapping[date, int]) -> None:
        """So many orders more, or fewer, are kept on `day`. `recent` has those of each day of which
        details are known, with the change."""
        if orders > 0:
            self._take_up({each: n for each, n in recent.items() if each != day})
            self.earliest[day] = self.earliest.get(day, 0) + orders
            if len(self.earliest) > EARLIEST_DAYS_MAX:
                del self.earliest[max(self.earliest)]
            self.last = max(day, self.last or day)
            return
        if day in self.earliest:
            self.earliest[day] += orders
        self._let_go(day, recent)

    def without(self, other: "OrderDays", recent: Mapping[date, int]) -> "OrderDays":
        """These days where the orders of `other` are another member's again."""
        earliest = {day: n - other.earliest.get(day, 0) for day, n in self.earliest.items()}
        left = OrderDays(earliest, self.last)
        left._let_go(other.last, recent)
        return left

    def _let_go(self, day: date | None, recent: Mapping[date, int]) -> None:
        self.earliest = {day: n for day, n in self.earliest.items() if n > 0}
        self._take_up(recent)
        if self.last == day:
            kept = (each for each, n in recent.items() if n > 0)
            self.last = max((*kept, *self.earliest), default=None)

    def _take_up(self, recent: Mapping[date, int]) -> None:
        """Fill the first days up by those that come behind them."""
        room = EARLIEST_DAYS_MAX - len(self.earliest)
        if room > 0:
            behind = max(self.earliest, default=date.min)
            coming = sorted(day for day, n in recent.items() if n > 0 and day > behind)
            self.earliest |= {day: recent[day] for day in coming[:room]}


def united(own: OrderDays, other: OrderDays) -> OrderDays:
    """As if all orders had been one member's."""
    days = sorted(own.earliest.keys() | other.earliest.keys())[:EARLIEST_DAYS_MAX]
    return OrderDays(
        {day: own.earliest.get(day, 0) + other.earliest.get(day, 0) for day in days},
        max((last for last in (own.last, other.last) if last is not None), default=None),
    )
