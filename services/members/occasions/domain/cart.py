"""Carts that are left, and the section `carts` of a programme, which says when.

A cart is of a member, whichever channels it was filled in. It begins when something is put into an
empty one, and ends when it is empty, or when the member orders anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.members.activities.domain.facts import Facts
from services.members.programme.domain.rules import Rules

LATE_MAX = timedelta(days=1)
"""A cart that was left longer before is over: nobody is reminded of it."""
MINUTES = 60


@dataclass(frozen=True, slots=True)
class CartMove:
    """`pieces` of an article that were put into a cart; fewer than 0 that were taken out. `key`
    tells moves of one instant apart."""

    at: datetime
    article: str
    pieces: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class Cart:
    """What is in a cart that began at `since` and was changed at `last_at` for the last time."""

    since: datetime
    last_at: datetime
    articles: int
    pieces: int


def cart_of(moves: Iterable[CartMove], ordered_at: datetime | None) -> Cart | None:
    """The cart as `moves`, in whatever order they are given, and the last order left it; None
    where it is empty. More than there is cannot be taken out."""
    inside: dict[str, int] = {}
    since = last_at = None
    # Of one instant, what was put in comes first: it can be taken out again.
    for move in sorted(moves, key=lambda each: (each.at, each.pieces < 0, each.key)):
        if ordered_at is not None and move.at <= ordered_at:
            continue
        left = inside.get(move.article, 0) + move.pieces
        if left > 0:
            since = since if inside else move.at
            inside[move.article] = left
        else:
            inside.pop(move.article, None)
        last_at = move.at
    if not inside or since is None or last_at is None:
        return None
    return Cart(since, last_at, len(inside), sum(inside.values()))


def to_tell(
    facts: Facts, moves: Iterable[CartMove], left_after: timedelta, now: datetime
) -> Cart | None:
    """The cart that the member has left by `now` and that was not told yet; None for none."""
    cart = cart_of(moves, facts.last_order_at)
    if cart is None or not left_after <= now - cart.last_at <= left_after + LATE_MAX:
        return None
    # One that began before the last change of a told one is that one, by what came late.
    told_at = facts.cart_told_at
    return cart if told_at is None or cart.since > told_at else None


def carts_section(rules: Rules) -> timedelta | None:
    """How long after its last change a cart is left; None where nobody is told."""
    return rules.section(parse_carts).left_after


@dataclass(frozen=True, slots=True)
class CartsSection:
    left_after: timedelta | None = None


def parse_carts(rules: Rules) -> CartsSection:
    """The section. Raises KeyError, TypeError or ValueError where it breaks the schema."""
    written = rules.document.get("carts")
    if written is None:
        return CartsSection()
    return CartsSection(timedelta(minutes=int(written.get("left_after_minutes", MINUTES))))
