"""Facts: what is known of a member from activities, with their standing by spending."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from services.members.activities.domain.activity import Activity
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.bought import Bought
from services.members.activities.domain.nearness import SeenNear, seen_near
from services.members.activities.domain.order_days import OrderDays
from services.members.activities.domain.purchase import Purchase
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.standing import Standing

WINDOWS = (7, 30, 90, 365)
"""Days over which orders and money are counted."""
BOUGHT_DAYS = 365
ACTIVE_DAYS = 30
CART_TYPES = frozenset({ActivityType.ADD_TO_CART, ActivityType.REMOVE_FROM_CART})
LATE_DAYS = 35
"""So many days ago, facts can still be told as they were then."""
COUNTED_DAYS_KEPT = max(WINDOWS) + LATE_DAYS
_ACTIVE_DAYS_KEPT = ACTIVE_DAYS + LATE_DAYS


@dataclass(slots=True)
class Facts:
    """Orders, money (minor units) and pieces by the order's own local day, less what went back.

    The spending of `standing`, by which tiers are judged, is counted so too.
    `done`: activities ever, by type; `first_on`: the first day of each. `active`: days with an
    activity. Days are counted as `date.toordinal` does. `order_days` are of orders that are kept,
    `last_order_at` is of any, given back or not.
    `revision` counts the activities that were seen. `cart_at`: when the cart was changed last;
    `cart_waits`: whether it has changed since it was judged; `cart_told_at`: when the cart that
    was told as left last had been changed. `near`: near which store the member was seen, by day.
    `told`: the key of the named facts that other services were told last; `profile_told_on`: the
    day on which those of the profile were.
    """

    last_seen_at: datetime | None = None
    orders: DailyTotals = field(default_factory=DailyTotals)
    spent: DailyTotals = field(default_factory=DailyTotals)
    active: set[int] = field(default_factory=set)
    bought: Bought = field(default_factory=Bought)
    order_days: OrderDays = field(default_factory=OrderDays)
    last_order_at: datetime | None = None
    revision: int = 0
    told: str = ""
    profile_told_on: date | None = None
    standing: Standing = field(default_factory=Standing)
    done: dict[ActivityType, int] = field(default_factory=dict)
    first_on: dict[ActivityType, int] = field(default_factory=dict)
    cart_at: datetime | None = None
    cart_waits: bool = False
    cart_told_at: datetime | None = None
    near: dict[int, SeenNear] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Ladders may count orders.
        self.standing.orders = self.orders

    @property
    def first_order_on(self) -> date | None:
        """The local day of the first order that is kept."""
        return self.order_days.first

    @property
    def last_order_on(self) -> date | None:
        """The local day of the latest order that is kept."""
        return self.order_days.last

    def orders_in(self, days: int, today: date) -> int:
        """Orders of the last so many local days, today included."""
        return self.orders.between(today - timedelta(days=days - 1), today)

    def spent_in(self, days: int, today: date) -> int:
        """Minor units paid for orders of the last so many local days, less what went back."""
        return self.spent.between(today - timedelta(days=days - 1), today)

    def active_days(self, today: date) -> int:
        """Local days with an activity, of the last ACTIVE_DAYS, today included."""
        end = today.toordinal()
        return sum(end - ACTIVE_DAYS < day <= end for day in self.active)

    def see(self, activity: Activity, day: date, today: date, kept_days: int) -> None:
        """See a valid activity on its own local `day`, in whatever order activities come.

        One by the brand is nothing that the member did.

        What an order is worth after its refunds is counted by `count`, and what a refund takes from
        the spending by `give_back`, because it may have to wait.
        """
        self.revision += 1
        if activity.by_brand:
            return
        occurred_at = activity.occurred_at
        assert occurred_at is not None, "checked before"
        if self.last_seen_at is None or occurred_at > self.last_seen_at:
            self.last_seen_at = occurred_at
        kind = activity.type
        assert kind is not None, "checked before"
        self.done[kind] = self.done.get(kind, 0) + 1
        self.first_on[kind] = min(day.toordinal(), self.first_on.get(kind, day.toordinal()))
        if kind in CART_TYPES:
            # Also one that comes late may put something into a cart that was judged as empty.
            self.cart_at = max(occurred_at, self.cart_at or occurred_at)
            self.cart_waits = True
        if activity.near is not None:
            self.near = seen_near(self.near, day, occurred_at, activity.near, today)
        oldest = today.toordinal() - _ACTIVE_DAYS_KEPT
        if day.toordinal() >= oldest:
            self.active.add(day.toordinal())
        if len(self.active) > _ACTIVE_DAYS_KEPT:
            self.active = {each for each in self.active if each >= oldest}
        if activity.type is ActivityType.ORDER and activity.order is not None:
            self.standing.totals.add(day, activity.order.total_minor, today, kept_days)
            self.last_order_at = max(occurred_at, self.last_order_at or occurred_at)

    def count(
        self,
        before: Purchase,
        after: Purchase,
        day: date,
        today: date,
        order_days_kept: int = COUNTED_DAYS_KEPT,
    ) -> None:
        """An order of the local `day` comes to `after`, and was counted as `before`."""
        orders = after.orders - before.orders
        _add(self.orders, day, orders, today, order_days_kept)
        if orders:
            self.order_days.change(day, orders, self.orders.by_day)
        _add(self.spent, day, after.spent_minor - before.spent_minor, today, COUNTED_DAYS_KEPT)
        series = _difference(before.series, after.series)
        articles = _difference(before.articles, after.articles)
        if series or articles:
            self.bought.change(day, series, articles, today - timedelta(days=COUNTED_DAYS_KEPT))

    def give_back(self, amount_minor: int, day: date, today: date, kept_days: int) -> None:
        """Take what a refund gives back from the spending, on the order's local `day`."""
        self.standing.totals.add(day, -amount_minor, today, kept_days)


def _add(totals: DailyTotals, day: date, amount: int, today: date, kept_days: int) -> None:
    if amount:
        totals.add(day, amount, today, kept_days)
        if totals.by_day.get(day) == 0:
            del totals.by_day[day]


def _difference(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    names = before.keys() | after.keys()
    changes = {name: after.get(name, 0) - before.get(name, 0) for name in names}
    return {name: change for name, change in changes.items() if change}
