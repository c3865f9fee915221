"""The trial balance: what was added to and taken from each class of accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.points.domain.posting import HOUSE_PREFIX

MEMBERS = "members"
REWARDS = "rewards"
REWARD_PREFIX = "reward:"


@dataclass(frozen=True, slots=True)
class Line:
    """A class of accounts in one asset. `debits` is what was taken, as a positive number."""

    account_class: str
    asset: str
    credits: int
    debits: int

    @property
    def balance(self) -> int:
        """credits − debits."""
        return self.credits - self.debits


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """All classes as of one recorded time."""

    lines: tuple[Line, ...]
    as_of: datetime

    @property
    def sums(self) -> Mapping[str, int]:
        """The sum of each asset: zero, since every posting sums to zero."""
        sums: dict[str, int] = defaultdict(int)
        for line in self.lines:
            sums[line.asset] += line.balance
        return sums


def account_class(owner: str) -> str:
    """`members`, `rewards`, or the house account itself."""
    if owner.startswith(HOUSE_PREFIX):
        return owner
    return REWARDS if owner.startswith(REWARD_PREFIX) else MEMBERS
