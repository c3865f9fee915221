"""Seeds: committed to ahead, used for a day, told after it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from services.common import telemetry
from services.points.calendar.domain.local_time import end_of_day, local_day
from services.points.context import PointsContext
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.posting import Posted, PostingRequest
from services.points.lottery.domain.draw import Draw
from services.points.lottery.domain.draw_posting import SEED, asking_seed, seed_posting
from services.points.lottery.domain.section import Lottery, lotteries
from services.points.lottery.domain.seed import (
    SEED_BYTES,
    SealedSeed,
    SeedUnavailable,
    commitment_of,
    is_told,
    seed_id,
)

_log = telemetry.log("lottery")

COMMITTED_EVERY_S = 60.0
DAY = timedelta(days=1)
ZONES_APART_DAYS = 2
"""A zone's day is up to 26 hours ahead of another's."""


class Seals(Protocol):
    """Seals seeds under a key of their own. Kept by adapters.py."""

    def seal(self, brand: str, name: str, seed: bytes) -> bytes:
        """The seed as noise. Raises SeedUnavailable."""
        ...

    def open(self, brand: str, name: str, sealed: bytes) -> bytes:
        """The seed back. Raises SeedUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class LotteryContext:
    """What every command here works with."""

    points: PointsContext
    seals: Seals


class SeedTold(NamedTuple):
    """A day's commitment, and its seed where that may be told; else None."""

    day: date
    commitment: str
    seed: bytes | None


async def commit_to(ctx: LotteryContext, brand: str, lottery: str, day: date) -> SealedSeed:
    """The seed of a day, made where there is none yet. Raises SeedUnavailable and OVERLOADED."""
    ledger = ctx.points.ledger
    zone = await ctx.points.programmes.zone(brand)
    name = seed_id(lottery, day)
    asked = asking_seed(brand, lottery, day)

    async def decide() -> PostingRequest | SealedSeed:
        known = await ledger.record(brand, SEED, name)
        if known is not None:
            return known.value
        seed = os.urandom(SEED_BYTES)
        sealed = ctx.seals.seal(brand, name, seed)
        ends_at = end_of_day(day, zone)
        return seed_posting(asked, SealedSeed(lottery, day, commitment_of(seed), sealed, ends_at))

    known = await ledger.record(brand, SEED, name)
    if known is not None:
        return known.value
    made = await post_decided(ledger, asked, decide)
    if isinstance(made, Posted):
        # Another process may have been first.
        kept = await ledger.record(brand, SEED, name)
        assert kept is not None, "it is written with its posting"
        return kept.value
    return made


async def commit_always(ctx: LotteryContext, pause_s: float = COMMITTED_EVERY_S) -> None:
    """Commit to the seeds of today and tomorrow, for all brands, again and again."""
    while True:
        for brand in await ctx.points.ledger.brands():
            try:
                await commit_days(ctx, brand)
            except Exception:
                # One brand's trouble stops no other's.
                _log.exception("lottery_not_committed", brand=brand)
        await asyncio.sleep(pause_s)


async def commit_days(ctx: LotteryContext, brand: str) -> None:
    """Commit to today and tomorrow, as far as they are days of the brand's lotteries.

    Nothing where it has no programme. Raises SeedUnavailable and OVERLOADED.
    """
    if not await ctx.points.programmes.has_programme(brand):
        return
    programme = await ctx.points.programmes.get(brand)
    today = local_day(ctx.points.clock.now(), programme.zone)
    for lottery in lotteries(programme).all:
        for day in (today, today + DAY):
            if lottery.window.contains(day):
                await commit_to(ctx, brand, lottery.code, day)


async def seed_now(
    ctx: LotteryContext, brand: str, lottery: str, today: date
) -> tuple[date, bytes]:
    """The seed to roll with, and its day: `today`, or the next where the brand's zone moved west
    and today's seed is over. Raises SeedUnavailable and OVERLOADED."""
    now, zone = ctx.points.clock.now(), await ctx.points.programmes.zone(brand)
    for ahead in range(ZONES_APART_DAYS + 1):
        day = today + DAY * ahead
        kept = await commit_to(ctx, brand, lottery, day)
        if now < kept.end(zone):
            return day, ctx.seals.open(brand, seed_id(lottery, day), kept.sealed)
    raise AssertionError("no two zones are further apart")


async def tell_seeds(
    ctx: LotteryContext, brand: str, lottery: Lottery, newest: date, days: int
) -> list[SeedTold]:
    """`days` days of the lottery from `newest` back, with the seeds of those that ended.

    A day that nobody committed to is absent. Raises SeedUnavailable.
    """
    wanted = [newest - DAY * ago for ago in range(days)]
    names = [seed_id(lottery.code, day) for day in wanted if day >= lottery.first_day]
    found = await ctx.points.ledger.records(brand, SEED, names)
    told = await _told(ctx, brand, [seed.value for seed in found.values()])
    return [
        SeedTold(seed.day, seed.commitment, told.get(name))
        for name in names
        if name in found and (seed := found[name].value)
    ]


async def seeds_of(ctx: LotteryContext, brand: str, draws: Collection[Draw]) -> Mapping[str, bytes]:
    """The seeds of the draws that may be told, by lottery and day. Draws are shown without the seed
    where the key is missing."""
    names = {seed_id(draw.lottery, draw.day) for draw in draws}
    found = await ctx.points.ledger.records(brand, SEED, names) if names else {}
    try:
        return await _told(ctx, brand, [seed.value for seed in found.values()])
    except SeedUnavailable:
        return {}


async def _told(
    ctx: LotteryContext, brand: str, seeds: Sequence[SealedSeed]
) -> Mapping[str, bytes]:
    now, zone = ctx.points.clock.now(), await ctx.points.programmes.zone(brand)
    names = {seed_id(seed.lottery, seed.day): seed for seed in seeds}
    return {
        name: ctx.seals.open(brand, name, seed.sealed)
        for name, seed in names.items()
        if is_told(seed, now, zone)
    }
