"""The bonus that a member has on their next order, and its use by one.

The room wake_up opens bonuses. An award reads the member's and uses it up in its own posting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.earning.domain.multiplier import Multiplier
from services.points.ledger.domain.chart_of_accounts import (
    HOUSE_STOCK,
    POINTS,
    REDEEMED,
    WAKE_UPS_ANSWERED,
    WAKE_UPS_PAID,
    WAKE_UPS_POINTS,
)
from services.points.ledger.domain.posting import Leg
from services.points.ledger.domain.record import RecordKind
from services.points.programme.domain.document import Text, text_of
from services.points.programme.domain.programme import Programme

SECTION = "wake_up"
"""The section of a programme that brings bonuses: without it an award looks for none."""
SOURCE = "bonus:wake_up"
"""Names the multiplier in an explanation."""
PLAIN_PERCENT = 100
COUNTED_ASSET = POINTS
"""The asset whose points a bonus is said to have added."""


@dataclass(frozen=True, slots=True)
class OrderBonus:
    """Multiplies what rules that take campaigns give for the first order of the member that
    happened from `opened_at` on and before `until`. One of 100 percent multiplies nothing.

    The last four say which order used it: when that happened, what it came to in minor units, and
    the POINTS that the multiplier added.
    """

    id: str
    member_id: str
    percent: int
    opened_at: datetime
    until: datetime
    order_id: str = ""
    used_at: datetime | None = None
    paid_minor: int = 0
    points: int = 0

    @property
    def multipliers(self) -> tuple[Multiplier, ...]:
        """None where it multiplies nothing."""
        if self.percent == PLAIN_PERCENT:
            return ()
        return (Multiplier(SOURCE, self.percent),)

    def is_open(self, now: datetime) -> bool:
        """Whether an order that happens at `now` uses it."""
        return self.used_at is None and self.opened_at <= now < self.until

    def is_for(self, activity: Activity) -> bool:
        """Whether the activity uses it."""
        return activity.type is ActivityType.ORDER and self.is_open(activity.occurred_at)

    def used_by(self, activity: Activity, points: int) -> OrderBonus:
        """The bonus after the order, of which it made `points` more."""
        assert activity.order is not None
        return replace(
            self,
            order_id=activity.order.order_id,
            used_at=activity.occurred_at,
            paid_minor=activity.order.total_minor,
            points=points,
        )


ORDER_BONUS: RecordKind[OrderBonus] = RecordKind("order_bonus", lambda brand, body: from_body(body))
"""The last bonus of a member, by the member's id."""


def takes_bonuses(programme: Programme) -> bool:
    """Whether members of the programme may have a bonus."""
    return SECTION in programme.document


def bonus_names(programme: Programme) -> dict[str, Text]:
    """The name of the bonus, by the source that its multiplier names."""
    if not takes_bonuses(programme):
        return {}
    return {SOURCE: text_of(programme.document[SECTION]["name"])}


def counting_legs(used: OrderBonus) -> tuple[Leg, ...]:
    """Legs that count the use. House accounts alone: no account that all would wait for."""
    counts = {
        WAKE_UPS_ANSWERED: 1,
        WAKE_UPS_POINTS: used.points,
        WAKE_UPS_PAID: used.paid_minor,
    }
    return tuple(
        leg
        for asset, amount in counts.items()
        if amount
        for leg in (Leg(HOUSE_STOCK, asset, -amount), Leg(REDEEMED, asset, amount))
    )


def to_body(bonus: OrderBonus) -> dict[str, Any]:
    """As it is kept."""
    return asdict(bonus)


def from_body(body: Mapping[str, Any]) -> OrderBonus:
    """The bonus that `to_body` wrote."""
    return OrderBonus(**body)
