"""TODO: say what this is."""

from __future__ import annotations

from services.points.ledger.domain.posting import HOUSE_PREFIX

MEMBERS = "members"


REWARDS = "rewards"


REWARD_PREFIX = "reward:"


def account_class(owner: str) -> str:
    """`members`, `rewards`, or the house account itself."""
    if owner.startswith(HOUSE_PREFIX):
        return owner
    return REWARDS if owner.startswith(REWARD_PREFIX) else MEMBERS


POINTS = "POINTS"


GROWTH = "GROWTH"


STOCK = "STOCK"
