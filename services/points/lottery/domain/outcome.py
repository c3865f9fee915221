"""From a roll to a prize: the one that it draws, what stands in for it, and pity."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from services.points.lottery.domain.player import Player
from services.points.lottery.domain.section import Lottery, Prize


class DrawReason(StrEnum):
    """Why a draw gave what it gave. The middle three are why the drawn prize was not given."""

    DRAWN = "drawn"
    NO_PRIZE = "no_prize"
    OUT_OF_STOCK = "out_of_stock"
    WON_BEFORE = "won_before"
    ENDED = "ended"
    PITY = "pity"


class Outcome(NamedTuple):
    """The prize that the roll drew, the one that is given, and why; None for none."""

    drawn: Prize | None
    given: Prize | None
    reason: DrawReason


def outcome(
    lottery: Lottery, roll: int, player: Player, unavailable: Mapping[str, DrawReason]
) -> Outcome:
    """What a draw of `player`, before it is counted, gives.

    `unavailable` has the prizes that nobody gets now, with the reason, by code.
    """
    drawn = drawn_prize(lottery, roll)
    reason = DrawReason.DRAWN if drawn else DrawReason.NO_PRIZE
    if drawn and (hindrance := _hindrance(drawn, player, unavailable)):
        reason = hindrance
    given = _given(lottery, drawn, player, unavailable)
    pity = lottery.pity
    if given is None and pity is not None and player.losses >= pity.after:
        given = _given(lottery, lottery.prize(pity.prize), player, unavailable)
        reason = DrawReason.PITY if given else reason
    return Outcome(drawn, given, reason)


def drawn_prize(lottery: Lottery, roll: int) -> Prize | None:
    """The first prize whose odds, added to those before it, are above the roll."""
    below = 0
    for prize in lottery.prizes:
        below += prize.odds_ppm
        if roll < below:
            return prize
    return None


def _given(
    lottery: Lottery,
    prize: Prize | None,
    player: Player,
    unavailable: Mapping[str, DrawReason],
) -> Prize | None:
    """`prize`, or else what stands in for it. Publishing saw to it that this comes to an end; the
    count is for a programme of before."""
    for _ in lottery.prizes:
        if prize is None or _hindrance(prize, player, unavailable) is None:
            return prize
        prize = lottery.prize(prize.instead)
    return None


def _hindrance(
    prize: Prize, player: Player, unavailable: Mapping[str, DrawReason]
) -> DrawReason | None:
    if prize.once_per_member and prize.code in player.won:
        return DrawReason.WON_BEFORE
    return unavailable.get(prize.code)
