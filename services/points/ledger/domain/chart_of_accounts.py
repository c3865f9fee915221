"""The chart of accounts: every owner that is no member, and every asset that needs no programme.

An account is an owner and an asset of a brand. An owner is a member, a reward (which owns its
stock), or a house account: what the brand itself stands for. The names are in the database and on
the wire for ever.
"""

from __future__ import annotations

from typing import NamedTuple

HOUSE_PREFIX = "house:"
ISSUED = HOUSE_PREFIX + "issued"
"""Where awards come from: below zero by all that members were ever given."""
REDEEMED = HOUSE_PREFIX + "redeemed"
"""What members paid for rewards, and the stock that left with the rewards."""
EXPIRED = HOUSE_PREFIX + "expired"
CLAWED_BACK = HOUSE_PREFIX + "clawed_back"
"""What refunds took back."""
ADJUSTED = HOUSE_PREFIX + "adjusted"
"""The other side of what an operator corrects."""
HOUSE_STOCK = HOUSE_PREFIX + "stock"
"""Where the stock of rewards comes from."""
OPENING = HOUSE_PREFIX + "opening"
"""The other side of balances that another system hands over."""
HOUSE_OWNERS = frozenset({ISSUED, REDEEMED, EXPIRED, CLAWED_BACK, ADJUSTED, HOUSE_STOCK, OPENING})
"""These carry no guard, no number and no document."""

REWARD_PREFIX = "reward:"
COUPON_PREFIX = "coupon."
"""How the assets of coupons begin. No programme declares one, since its assets have no dot."""
DRAW_PREFIX = "draw."
"""How the assets that count draws begin: house accounts alone hold them."""

EVENT_PREFIX = "event."
"""How the codes begin under which seats and waiting places of events are stocked."""

WAKE_UPS_PREFIX = "wake_up."
"""How the assets that count wake-ups begin: house accounts alone hold them."""
WAKE_UPS_OPENED = WAKE_UPS_PREFIX + "opened"
"""One unit is one wake-up."""
WAKE_UPS_ANSWERED = WAKE_UPS_PREFIX + "answered"
"""One unit is one wake-up that an order answered."""
WAKE_UPS_POINTS = WAKE_UPS_PREFIX + "points"
"""The POINTS that their bonus added."""
WAKE_UPS_PAID = WAKE_UPS_PREFIX + "paid"
"""The money of these orders, in minor units."""

QUOTA = "reward.quota"
"""One unit is one redemption that a limit for all still allows in its period."""
TAKEN = "reward.taken"
"""One unit is one confirmed redemption. Neither asset is any caller's: the dot keeps them apart."""

MEMBERS = "members"
REWARDS = "rewards"

POINTS = "POINTS"
GROWTH = "GROWTH"
STOCK = "STOCK"
BUDGET = "budget"
"""What is used of budgets. No programme declares it, since its assets are in capitals. Only what is
left now counts: nobody is told what was left at an earlier instant."""


class BuiltInAsset(NamedTuple):
    """An asset that every brand has. What is not `spendable` is spent by nobody (spendable.py)."""

    code: str
    spendable: bool


BUILT_IN_ASSETS = {
    asset.code: asset
    for asset in (
        BuiltInAsset(POINTS, spendable=True),
        BuiltInAsset(GROWTH, spendable=False),
        BuiltInAsset(STOCK, spendable=True),
    )
}

UNSPENDABLE = frozenset(code for code, asset in BUILT_IN_ASSETS.items() if not asset.spendable)
"""What nobody spends in a brand whose programme says nothing of it."""


def is_spendable(asset: str) -> bool:
    """Whether an asset can be spent of which no programme says so: all but growth."""
    return asset not in UNSPENDABLE


def reward_owner(code: str) -> str:
    """The owner of a reward's stock."""
    return REWARD_PREFIX + code


def quota_code(reward_code: str, period: str) -> str:
    """Stands where a reward's code does in what counts the redemptions of one period."""
    return f"{reward_code}.{period}"


def coupon_asset(code: str) -> str:
    """The asset of a coupon type: one unit is one coupon."""
    return COUPON_PREFIX + code


def coupon_type_of(asset: str) -> str:
    """The coupon type that `asset` is of; "" where it is none of a coupon."""
    return asset.removeprefix(COUPON_PREFIX) if asset.startswith(COUPON_PREFIX) else ""


def coupon_stock_owner(code: str) -> str:
    """The owner of what is left of a coupon type. A reward's code has no dot, so none is this."""
    return reward_owner(coupon_asset(code))


def draws_asset(lottery: str, prize: str = "") -> str:
    """The asset that counts the draws of a lottery; with `prize`, how often they gave that one."""
    return f"{DRAW_PREFIX}{lottery}.{prize}" if prize else DRAW_PREFIX + lottery


def prize_stock_owner(lottery: str, prize: str) -> str:
    """The owner of what is left of a prize. A reward's code has no dot, so none is this."""
    return reward_owner(draws_asset(lottery, prize))


def event_seats_code(event: str) -> str:
    """Stands where a reward's code does in the stock of an event's free seats."""
    return EVENT_PREFIX + event


def event_places_code(event: str) -> str:
    """The same of the free places of its waiting list."""
    return f"{EVENT_PREFIX}{event}.places"


def event_taken_owner(event: str) -> str:
    """The owner of an event's seats that are taken. A reward's code has no dot, so none is this."""
    return reward_owner(f"{EVENT_PREFIX}{event}.taken")


def event_waiting_owner(event: str) -> str:
    """The owner of the places of its waiting list that are taken."""
    return reward_owner(f"{EVENT_PREFIX}{event}.waiting")


def account_class(owner: str) -> str:
    """`members`, `rewards`, or the house account itself."""
    if owner.startswith(HOUSE_PREFIX):
        return owner
    return REWARDS if owner.startswith(REWARD_PREFIX) else MEMBERS
