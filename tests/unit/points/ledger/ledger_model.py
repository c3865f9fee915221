"""What the ledger should do, as slowly and plainly as possible: every point is a coin."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from tests.builders import NEW_YEAR

NEVER = datetime.max.replace(tzinfo=NEW_YEAR.tzinfo)


class Coin(NamedTuple):
    """One point: spendable from `available` until `expire`."""

    expire: datetime
    available: datetime


@dataclass
class Purse:
    """One account. In debt it has no coins."""

    coins: list[Coin] = field(default_factory=list)
    debt: int = 0
    holds: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    def held(self, now: datetime) -> int:
        return sum(amount for amount, end in self.holds.values() if end > now)

    def pending(self, now: datetime) -> int:
        return sum(coin.available > now and coin.expire > now for coin in self.coins)

    def posted(self, now: datetime) -> int:
        past = sum(coin.expire <= now for coin in self.coins)
        return len(self.coins) - self.debt - max(0, past - self.held(now))

    def available(self, now: datetime) -> int:
        return self.posted(now) - self.pending(now) - self.held(now)

    def expire(self, now: datetime) -> None:
        """Coins past expiry go, except as many as are held."""
        past = sorted(coin for coin in self.coins if coin.expire <= now)
        for coin in past[: max(0, len(past) - self.held(now))]:
            self.coins.remove(coin)

    def put(self, points: int, coin: Coin, now: datetime) -> None:
        """Debt is paid first; what comes too late is lost."""
        paid = min(points, self.debt)
        self.debt -= paid
        if coin.expire > now:
            self.coins += [coin] * (points - paid)

    def take(
        self,
        points: int,
        now: datetime,
        pending_first: bool,
        captured: int = 0,
        prefer: datetime | None = None,
    ) -> None:
        """Available coins before pending ones, or the other way; the earliest to expire first."""

        def rank(coin: Coin) -> tuple[bool, bool, Coin]:
            return (coin.available > now) != pending_first, coin.expire != prefer, coin

        for coin in sorted(self.coins, key=rank):
            if coin.expire <= now:
                if not captured:
                    continue
                captured -= 1
            if points:
                self.coins.remove(coin)
                points -= 1
        for coin in sorted(self.coins)[:points]:
            self.coins.remove(coin)
            points -= 1
        self.debt += points
