"""What the brand owes its members: outstanding points by expiry, and breakage.

Outstanding are the lots of all members that are not past expiry, held and pending ones among them.
Debts are claims of the brand and do not lower it. Months are those of the brand's zone; points that
expire at the end of a month's last day belong to that month.

Breakage of a month (basis points) = expired in it × 10,000 / issued in it, 0 where nothing was.

In money, it is what the programme in force says that points are worth now (domain/worth.py); a
month that was closed keeps what it said then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.points.calendar.domain.month import Month, Zone, expiry_month
from services.points.ledger.domain.account import Account, losses
from services.points.ledger.domain.chart_of_accounts import CLAWED_BACK, EXPIRED, ISSUED, REDEEMED
from services.points.programme.domain.worth import Worth
from services.points.statements.domain.total import Total

MONTHS_MAX = 36
MONTHS_DEFAULT = 12
BASIS_POINTS_MAX = 2**31 - 1


@dataclass(slots=True)
class Outstanding:
    """Points by the month of their expiry (None: never): owed, and `lost` but not recorded yet."""

    owed: Counter[Month | None] = field(default_factory=Counter)
    lost: Counter[Month] = field(default_factory=Counter)

    def add(self, account: Account, now: datetime, zone: Zone) -> None:
        """The lots of one more account. What holds protect are the last to expire."""
        lost = 0
        for since, lot in losses(account.lots, account.holds, now):
            self.lost[expiry_month(since, zone)] += lot.points
            lost += lot.points
        for lot in account.lots:
            if lot.expire_at is None:
                self.owed[None] += lot.points
                continue
            month = expiry_month(lot.expire_at, zone)
            gone = min(lost, lot.points) if lot.expire_at <= now else 0
            lost -= gone
            if lot.points > gone:
                self.owed[month] += lot.points - gone


@dataclass(frozen=True, slots=True)
class Breakage:
    """A month past: what was issued, redeemed, clawed back, and what expired unspent."""

    month: Month
    issued: int
    redeemed: int
    expired: int
    clawed_back: int
    worth: Worth | None = None

    @property
    def basis_points(self) -> int:
        """expired / issued."""
        if self.issued <= 0:
            return 0
        return min(BASIS_POINTS_MAX, self.expired * 10_000 // self.issued)


@dataclass(frozen=True, slots=True)
class Liability:
    """`by_expiry` in order of time, what never expires last; `breakage` the oldest month first."""

    by_expiry: Mapping[Month | None, int]
    breakage: tuple[Breakage, ...]
    as_of: datetime
    worth: Worth | None = None

    @property
    def worth_by_expiry(self) -> Mapping[Month | None, int]:
        """What `by_expiry` is worth, in minor units; empty where points have no value."""
        if self.worth is None:
            return {}
        values = self.worth.parts(self.by_expiry.values())
        return dict(zip(self.by_expiry, values, strict=True))

    @property
    def outstanding(self) -> int:
        """All points owed."""
        return sum(self.by_expiry.values())


def liability(
    asset: str,
    outstanding: Outstanding,
    totals: Iterable[Total],
    months: Mapping[Month, Worth | None],
    as_of: datetime,
    worth: Worth | None = None,
) -> Liability:
    """The liability in `asset` as of now, and the breakage of `months`, each with its own worth."""
    moved: Counter[tuple[Month, str]] = Counter()
    for total in totals:
        if total.asset == asset:
            moved[total.month, total.account_class] += total.credits - total.debits
    dated = sorted(
        (month, points) for month, points in outstanding.owed.items() if month is not None
    )
    by_expiry: dict[Month | None, int] = dict(dated)
    if None in outstanding.owed:
        by_expiry[None] = outstanding.owed[None]
    breakage = tuple(
        Breakage(
            month,
            # What is issued leaves the house.
            -moved[month, ISSUED],
            moved[month, REDEEMED],
            moved[month, EXPIRED] + outstanding.lost[month],
            moved[month, CLAWED_BACK],
            month_worth,
        )
        for month, month_worth in months.items()
    )
    return Liability(by_expiry, breakage, as_of, worth)
