"""The facts of two members as one."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar

from services.members.activities.domain.bought import Bought
from services.members.activities.domain.facts import COUNTED_DAYS_KEPT, Facts
from services.members.activities.domain.nearness import united as united_nearness
from services.members.activities.domain.order_days import united as united_order_days
from services.members.merging.domain.united_standing import united_standing, united_totals
from services.members.tiers.domain.ladder import Ladder

T = TypeVar("T", bound=date)


def united_facts(
    own: Facts, other: Facts, ladders: Iterable[Ladder], enrolled_on: date, today: date
) -> Facts:
    """As if all activities had been one member's. Other services were told nothing of it yet."""
    return Facts(
        last_seen_at=_last(own.last_seen_at, other.last_seen_at),
        orders=united_totals(own.orders, other.orders),
        spent=united_totals(own.spent, other.spent),
        active=own.active | other.active,
        bought=_united_bought(own.bought, other.bought, today),
        order_days=united_order_days(own.order_days, other.order_days),
        last_order_at=_last(own.last_order_at, other.last_order_at),
        # Of two states of facts the one with more activities is the later.
        revision=own.revision + other.revision + 1,
        standing=united_standing(own.standing, other.standing, ladders, enrolled_on),
        done=dict(Counter(own.done) + Counter(other.done)),
        first_on={
            kind: min(facts.first_on[kind] for facts in (own, other) if kind in facts.first_on)
            for kind in own.first_on.keys() | other.first_on.keys()
        },
        # What is in a cart is read from the activities of one: the other's cart is let go.
        cart_at=own.cart_at,
        cart_waits=own.cart_waits,
        cart_told_at=_last(own.cart_told_at, other.cart_told_at),
        near=united_nearness(own.near, other.near, today),
    )


def _united_bought(own: Bought, other: Bought, today: date) -> Bought:
    oldest = today - timedelta(days=COUNTED_DAYS_KEPT)
    both = Bought({name: dict(days) for name, days in own.series.items()}, dict(own.articles))
    for name, days in other.series.items():
        for day, pieces in days.items():
            both.change(date.fromordinal(day), {name: pieces}, {}, oldest)
    for name, count in other.articles.items():
        both.change(date.fromordinal(count.last_day), {}, {name: count.pieces}, oldest)
    return both


def _last(one: T | None, other: T | None) -> T | None:
    return max((each for each in (one, other) if each is not None), default=None)
