"""An amount by local day, with the total of all days."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.members.tiers.domain.reached import Reached

KEPT_DAYS = 400
"""Days of detail that are always kept; what is older, and in no window, is in the total only."""


@dataclass(slots=True)
class DailyTotals:
    """Amounts by local day. `total` holds every day ever, `by_day` the recent ones."""

    total: int = 0
    by_day: dict[date, int] = field(default_factory=dict)

    def add(self, day: date, amount: int, today: date, kept_days: int = KEPT_DAYS) -> None:
        """Count `amount` on `day`, and forget the detail of days more than `kept_days` ago."""
        self.total += amount
        oldest = today - timedelta(days=kept_days)
        if day >= oldest:
            self.by_day[day] = self.by_day.get(day, 0) + amount
        if len(self.by_day) > 1 and min(self.by_day) < oldest:
            self.by_day = {d: n for d, n in self.by_day.items() if d >= oldest}

    def between(self, first: date, last: date) -> int:
        """The sum over the local days from `first` to `last`, both included."""
        return sum(amount for day, amount in self.by_day.items() if first <= day <= last)

    def up_to(self, day: date) -> int:
        """The sum of every day up to `day`, as it is known now."""
        return self.total - self.between(day + timedelta(days=1), date.max)

    @property
    def days(self) -> Iterable[date]:
        """The days with detail."""
        return self.by_day

    def left_of(self, reached: Reached) -> int:
        """What is left of the amount of an upgrade, with all that came and went since."""
        return reached.counted + self.total - reached.total
