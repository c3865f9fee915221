"""How lotteries stand, and a member in one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from services.points.calendar.domain.local_time import local_day
from services.points.context import PointsContext
from services.points.ledger.domain.chart_of_accounts import STOCK
from services.points.ledger.domain.record import Versioned
from services.points.lottery.commands.seeds import DAY, LotteryContext, SeedTold
from services.points.lottery.domain.draw_posting import PLAYER, SEED
from services.points.lottery.domain.player import Player, draws_left, player_id
from services.points.lottery.domain.section import Lottery
from services.points.lottery.domain.seed import seed_id

NEW_PLAYER = Versioned(Player(), 0)


class Shown(NamedTuple):
    """A lottery as it stands: pieces left by the code of a limited prize, today, and today's and
    tomorrow's commitments."""

    lottery: Lottery
    left: Mapping[str, int]
    today: date
    commitments: Sequence[SeedTold]


class Standing(NamedTuple):
    """How a member stands in a lottery."""

    tickets: int
    draws_today: int
    draws_left: int
    losses: int


async def show(ctx: LotteryContext, brand: str, chosen: Sequence[Lottery]) -> list[Shown]:
    """The lotteries as they stand: two reads, however many. Raises ProgrammeMissing."""
    programme = await ctx.points.programmes.get(brand)
    today = local_day(ctx.points.clock.now(), programme.zone)
    days = (today, today + DAY)
    names = [seed_id(lottery.code, day) for lottery in chosen for day in days]
    seeds = await ctx.points.ledger.records(brand, SEED, names)
    owners = [
        (lottery.stock_owner(prize), STOCK)
        for lottery in chosen
        for prize in lottery.prizes
        if prize.stock is not None
    ]
    accounts = await ctx.points.ledger.account_state(brand, owners) if owners else {}
    now = ctx.points.clock.now()
    return [
        Shown(
            lottery,
            {
                prize.code: max(0, accounts[lottery.stock_owner(prize), STOCK].available(now))
                for prize in lottery.prizes
                if prize.stock is not None
            },
            today,
            [
                SeedTold(day, known.value.commitment, None)
                for day in days
                if (known := seeds.get(seed_id(lottery.code, day)))
            ],
        )
        for lottery in chosen
    ]


async def standing(
    ctx: LotteryContext, brand: str, lottery: Lottery, member_id: str, today: date
) -> Standing:
    """How the member stands."""
    player = (await player_of(ctx.points, brand, member_id, lottery.code)).value
    _, tickets = await read_left(ctx.points, brand, lottery, member_id)
    left = draws_left(lottery, player, tickets, today)
    return Standing(max(0, tickets), player.draws_on(today), left, player.losses)


async def player_of(
    points: PointsContext, brand: str, member_id: str, lottery: str
) -> Versioned[Player]:
    """What is kept of the member in the lottery; a new player where there is nothing."""
    known = await points.ledger.record(brand, PLAYER, player_id(member_id, lottery))
    return known or NEW_PLAYER


async def read_left(
    points: PointsContext, brand: str, lottery: Lottery, member_id: str
) -> tuple[Mapping[str, int], int]:
    """The pieces left of each limited prize, by code, and the member's tickets; in one read."""
    limited = [prize for prize in lottery.prizes if prize.stock is not None]
    tickets = (member_id, lottery.ticket_asset)
    owners = [(lottery.stock_owner(prize), STOCK) for prize in limited]
    accounts = await points.ledger.account_state(brand, [tickets, *owners])
    now = points.clock.now()
    left = {
        prize.code: accounts[lottery.stock_owner(prize), STOCK].available(now) for prize in limited
    }
    return left, accounts[tickets].available(now)
