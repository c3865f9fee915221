"""The orders of a batch of activities, as the batch leaves them."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.members.activities.domain.activity import Activity
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.order import (
    OrderKey,
    Refund,
    RefundableOrder,
    Unfit,
    refund_of,
)

_NOT_COME = RefundableOrder()


@dataclass(frozen=True, slots=True)
class Taken:
    """What an activity did to its order, which was `before` and is `after`.

    `refunds` count from now on: this one, or those that waited for this order.
    """

    refunds: tuple[Refund, ...] = ()
    before: RefundableOrder = _NOT_COME
    after: RefundableOrder = _NOT_COME


NOTHING_TAKEN = Taken()
"""Of an activity that is about no order."""


class OrderBook:
    """Begins with the orders known before; takes valid activities one after the other.

    `unfit`: refunds that waited for an order that came now, and did not fit it.
    """

    def __init__(self, known: Mapping[OrderKey, RefundableOrder]) -> None:
        self._known = known
        self._left: dict[OrderKey, RefundableOrder] = {}
        self.unfit: list[tuple[OrderKey, Unfit]] = []

    @property
    def added(self) -> Mapping[OrderKey, RefundableOrder]:
        """Orders, and such that refunds wait for, of which nothing was known before."""
        return {key: kept for key, kept in self._left.items() if key not in self._known}

    @property
    def changed(self) -> Mapping[OrderKey, RefundableOrder]:
        """Those known before that are other than they were."""
        return {key: kept for key, kept in self._left.items() if key in self._known}

    def take(self, activity: Activity) -> Taken:
        """What the activity does to its order.

        Raises one of `order.REFUSALS`; then nothing is changed.
        """
        key = order_key(activity)
        if key is None or activity.order is None:
            return NOTHING_TAKEN
        before = kept = self._left.get(key) or self._known.get(key, _NOT_COME)
        counted: tuple[Refund, ...] = ()
        if activity.type is ActivityType.ORDER:
            kept, counted = kept.come(activity)
            self.unfit += [(key, unfit) for unfit in kept.unfit]
        elif kept.has_come:
            refund = refund_of(activity)
            kept, counted = kept.after(refund), (refund,)
        else:
            kept = kept.wait(refund_of(activity))
        self._left[key] = kept
        return Taken(counted, before, kept)


def order_key(activity: Activity) -> OrderKey | None:
    """The order that a valid activity is, or gives back; None when it is about none."""
    if activity.order is None:
        return None
    return activity.order.channel or activity.channel, activity.order.order_id
