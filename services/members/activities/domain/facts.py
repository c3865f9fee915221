"""Facts: what is known of a member from activities, with their standing by spending."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from services.members.activities.domain.activity import Activity
from services.members.activities.domain.activity_type import ActivityType
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.standing import Standing

RECENT_ORDERS_DAYS = 30
RECENT_SPENDING_DAYS = 365
_ORDER_DAYS_KEPT = RECENT_ORDERS_DAYS + 1


@dataclass(slots=True)
class Facts:
    """`orders` and the spending of `standing` (minor units, less refunds) by local day."""

    last_seen_at: datetime | None = None
    orders: DailyTotals = field(default_factory=DailyTotals)
    standing: Standing = field(default_factory=Standing)

    def orders_30d(self, today: date) -> int:
        """Orders of the last 30 local days, today included."""
        return self.orders.between(today - timedelta(days=RECENT_ORDERS_DAYS - 1), today)

    def spent_365d(self, today: date) -> int:
        """Minor units paid in the last 365 local days, today included, less refunds."""
        first = today - timedelta(days=RECENT_SPENDING_DAYS - 1)
        return self.standing.totals.between(first, today)

    def see(self, activity: Activity, day: date, today: date, kept_days: int) -> None:
        """Count a valid activity on its own local `day`, in whatever order activities come.

        What a refund gives back is counted by `give_back`, because it may have to wait.
        """
        occurred_at = activity.occurred_at
        if occurred_at is not None and (
            self.last_seen_at is None or occurred_at > self.last_seen_at
        ):
            self.last_seen_at = occurred_at
        if activity.type is ActivityType.ORDER and activity.order is not None:
            self.orders.add(day, 1, today, _ORDER_DAYS_KEPT)
            self.standing.totals.add(day, activity.order.total_minor, today, kept_days)

    def give_back(self, amount_minor: int, day: date, today: date, kept_days: int) -> None:
        """Count what a refund gives back on the refund's local `day`."""
        self.standing.totals.add(day, -amount_minor, today, kept_days)
