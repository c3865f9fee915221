"""What is known of a member from activities, and from growth: tallies with the places they give."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from services.members.domain import tiers
from services.members.domain.activity import Activity, ActivityType
from services.members.domain.ladder import Ladder
from services.members.domain.tally import Tally
from services.members.domain.tiers import Decision, Moment, Place

RECENT_ORDERS_DAYS = 30
RECENT_SPENDING_DAYS = 365
_ORDER_DAYS_KEPT = RECENT_ORDERS_DAYS + 1


@dataclass(slots=True)
class Standing:
    """A tally and the places on the ladders that count it, by ladder code.

    Entries of the ledger are numbered: all up to `sequence` are counted, and those in `ahead`.
    """

    tally: Tally = field(default_factory=Tally)
    places: dict[str, Place] = field(default_factory=dict)
    sequence: int = 0
    ahead: set[int] = field(default_factory=set)

    def take(self, sequence: int) -> bool:
        """Whether the entry of that number is new; it counts as known from now on."""
        if sequence <= self.sequence or sequence in self.ahead:
            return False
        self.ahead.add(sequence)
        while self.sequence + 1 in self.ahead:
            self.sequence += 1
            self.ahead.discard(self.sequence)
        return True

    def place(self, ladder: Ladder, enrolled_at: datetime, enrolled_on: date) -> Place:
        """The place on `ladder`: the lowest for who has none yet."""
        return self.places.get(ladder.code) or tiers.first_place(ladder, enrolled_at, enrolled_on)


@dataclass(slots=True)
class Facts:
    """`orders` and the spending of `standing` (minor units, less refunds) by local day."""

    last_seen_at: datetime | None = None
    orders: Tally = field(default_factory=Tally)
    standing: Standing = field(default_factory=Standing)

    def orders_30d(self, today: date) -> int:
        """Orders of the last 30 local days, today included."""
        return self.orders.between(today - timedelta(days=RECENT_ORDERS_DAYS - 1), today)

    def spent_365d(self, today: date) -> int:
        """Minor units paid in the last 365 local days, today included, less refunds."""
        first = today - timedelta(days=RECENT_SPENDING_DAYS - 1)
        return self.standing.tally.between(first, today)

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
            self.standing.tally.add(day, activity.order.total_minor, today, kept_days)

    def give_back(self, amount_minor: int, day: date, today: date, kept_days: int) -> None:
        """Count what a refund gives back on the refund's local `day`."""
        self.standing.tally.add(day, -amount_minor, today, kept_days)


def settle(
    standing: Standing, ladders: tuple[Ladder, ...], enrolled_at: datetime, moment: Moment
) -> list[Decision]:
    """Bring every place up to now: the windows that ended, and the ladders as they are written now.

    Call it before counting anything new. Places on ladders that are gone are let go.
    """
    known = {ladder.code for ladder in ladders}
    standing.places = {code: place for code, place in standing.places.items() if code in known}
    decisions = []
    for ladder in ladders:
        place = standing.place(ladder, enrolled_at, moment.enrolled_on)
        place, made = tiers.settle(ladder, place, standing.tally, moment)
        place, changed = tiers.after_programme(ladder, place, standing.tally, moment)
        standing.places[ladder.code] = place
        decisions += [*made, *([changed] if changed else [])]
    return decisions


def judge(
    standing: Standing,
    ladders: tuple[Ladder, ...],
    enrolled_at: datetime,
    moment: Moment,
    *,
    taken: bool,
) -> list[Decision]:
    """Judge after something was counted (`taken`: taken away), on every ladder."""
    decisions = []
    for ladder in ladders:
        place = standing.place(ladder, enrolled_at, moment.enrolled_on)
        new, decision = tiers.after_change(ladder, place, standing.tally, moment, taken=taken)
        standing.places[ladder.code] = new
        if decision is not None:
            decisions.append(decision)
    return decisions


def next_judgement(
    standing: Standing, ladders: tuple[Ladder, ...], enrolled_on: date
) -> date | None:
    """The earliest local day on which a tier is judged; None when none can be lost."""
    days = (
        tiers.judged_on(ladder, standing.places[ladder.code], enrolled_on)
        for ladder in ladders
        if ladder.code in standing.places
    )
    return min((day for day in days if day is not None), default=None)
