"""A member in a lottery: draws, losses in a row, prizes won; and the refusals before a roll."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.points.lottery.domain.section import Lottery


class LotteryClosed(Exception):
    """Today is none of the lottery's days."""

    reason = "LOTTERY_CLOSED"
    field = "lottery"

    def __init__(self, lottery: Lottery) -> None:
        super().__init__(f"open from {lottery.first_day} to {lottery.last_day}")
        self.metadata = {
            "code": lottery.code,
            "first_day": lottery.first_day.isoformat(),
            "last_day": lottery.last_day.isoformat(),
        }


class LotteryDayLimit(Exception):
    """The member has had the draws of today."""

    reason = "LOTTERY_DAY_LIMIT"
    field = "lottery"

    def __init__(self, code: str, limit: int) -> None:
        super().__init__(f"{limit} a day")
        self.metadata = {"code": code, "limit": str(limit)}


class NoLotteryTicket(Exception):
    """The member has fewer tickets than a draw takes."""

    reason = "NO_LOTTERY_TICKET"

    def __init__(self, asset: str, available: int, needed: int) -> None:
        super().__init__(f"{needed} {asset} needed, {available} available")
        self.metadata = {"asset": asset, "available": str(available), "needed": str(needed)}


@dataclass(frozen=True, slots=True)
class Player:
    """`on_day` draws were on `day`, the day of the last one. `won` has codes of prizes that a
    member wins once."""

    draws: int = 0
    losses: int = 0
    day: date | None = None
    on_day: int = 0
    won: frozenset[str] = frozenset()

    def draws_on(self, day: date) -> int:
        """How many draws there were on `day`, which is no earlier than the last one's."""
        return self.on_day if self.day == day else 0

    def drawn(self, day: date, won: str, *, once: bool) -> Player:
        """After a draw on `day` that gave `won` ("": nothing), which is won `once`."""
        return replace(
            self,
            draws=self.draws + 1,
            losses=0 if won else self.losses + 1,
            day=day,
            on_day=self.draws_on(day) + 1,
            won=self.won | {won} if won and once else self.won,
        )


def draws_left(lottery: Lottery, player: Player, tickets: int, today: date) -> int:
    """How many draws the member has today: by days, limit and tickets."""
    if not lottery.window.contains(today):
        return 0
    by_tickets = max(0, tickets) // lottery.tickets_per_draw
    if lottery.per_day is None:
        return by_tickets
    return min(by_tickets, max(0, lottery.per_day - player.draws_on(today)))


def check_draw(lottery: Lottery, player: Player, tickets: int, today: date) -> None:
    """Raise the first reason that keeps the member from a draw, the unchangeable ones first."""
    if not lottery.window.contains(today):
        raise LotteryClosed(lottery)
    if lottery.per_day is not None and player.draws_on(today) >= lottery.per_day:
        raise LotteryDayLimit(lottery.code, lottery.per_day)
    if tickets < lottery.tickets_per_draw:
        raise NoLotteryTicket(lottery.ticket_asset, max(0, tickets), lottery.tickets_per_draw)


def player_id(member_id: str, lottery: str) -> str:
    """Names what is kept of a member in a lottery."""
    return f"{member_id}/{lottery}"


def to_body(member_id: str, player: Player) -> dict[str, Any]:
    """As it is kept."""
    return {
        "member_id": member_id,
        "draws": player.draws,
        "losses": player.losses,
        "day": player.day and player.day.isoformat(),
        "on_day": player.on_day,
        "won": sorted(player.won),
    }


def from_body(body: Mapping[str, Any]) -> Player:
    """The player that `to_body` wrote."""
    return Player(
        draws=body["draws"],
        losses=body["losses"],
        day=date.fromisoformat(body["day"]) if body["day"] else None,
        on_day=body["on_day"],
        won=frozenset(body["won"]),
    )
