"""Totals: what each month added to and took from each class of accounts.

Trial balance and breakage are both read from them. They can be kept for what is long written and
added to what came since, because nothing in the ledger is ever changed.
"""

from __future__ import annotations

from typing import NamedTuple

from services.points.domain.month import Month
from services.points.domain.posting import HOUSE_PREFIX

MEMBERS = "members"
REWARDS = "rewards"
REWARD_PREFIX = "reward:"


class Total(NamedTuple):
    """A class of accounts in one asset and one month; `debits` as a positive number."""

    month: Month
    account_class: str
    asset: str
    credits: int
    debits: int


class KeptSlice(NamedTuple):
    """Totals that are kept: their name, and what is wrong with them ("": nothing)."""

    name: str
    wrong: str


def account_class(owner: str) -> str:
    """`members`, `rewards`, or the house account itself."""
    if owner.startswith(HOUSE_PREFIX):
        return owner
    return REWARDS if owner.startswith(REWARD_PREFIX) else MEMBERS
