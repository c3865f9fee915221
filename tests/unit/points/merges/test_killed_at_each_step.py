"""A merge and its undo, killed before and after each write: the event comes again, and all ends as
if nothing had happened."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from services.points.activities.domain.standing import MemberMerged, MemberUnmerged
from services.points.earning.domain import cap as caps
from services.points.earning.domain.award_posting import CAP
from services.points.earning.domain.cap import CapUse
from services.points.intake.commands import follow_members
from services.points.ledger.domain.posting import (
    HoldPlacement,
    Leg,
    PostingKind,
    PostingRequest,
)
from services.points.ledger.domain.record import RecordKind
from services.points.lottery.domain import player as players
from services.points.lottery.domain.draw_posting import PLAYER
from services.points.lottery.domain.player import Player
from services.points.merges.domain.merge_record import MERGE
from services.points.rewards.domain import redemption as redemptions
from services.points.rewards.domain.redemption import RewardUse
from services.points.rewards.domain.redemption_posting import USE
from tests.activities import NOON
from tests.unit.points.merges.test_merges import DAY, MERGED, NEW, OLD, UNMERGED, World

ASSETS = ("POINTS", "GROWTH", "TICKET", "coupon.latte", "benefit.free_drink")
KINDS: tuple[RecordKind[Any], ...] = (CAP, PLAYER, USE)


class Killed(ConnectionError):
    """The process ended here."""


class Killer:
    """Ends the process once: `before` or after its write of that number, from 1; never for 0."""

    def __init__(self, world: World, number: int, *, before: bool) -> None:
        self.writes = 0
        self._at, self._before = number, before
        for place, name in (
            (world.store, "commit"),
            (world.redirects, "keep"),
            (world.ctx.standings, "forget_facts"),
            (world.ctx.standings, "remember"),
        ):
            setattr(place, name, self._mortal(getattr(type(place), name).__get__(place)))

    def _mortal(self, write: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def once(*args: Any, **named: Any) -> Any:
            self.writes += 1
            now = self.writes == self._at
            if now and self._before:
                raise Killed
            answer = await write(*args, **named)
            if now:
                raise Killed
            return answer

        return once


async def two_members() -> World:
    """Both have lots, growth, tickets, coupons, a hold, and counts of limits and caps."""
    world = World()
    for n, owner in enumerate((OLD, NEW), start=1):
        for asset in ASSETS:
            expires = (NOON + 9 * DAY, NOON + 30 * DAY, None)
            legs = (Leg(owner, asset, 10 * n + k, end) for k, end in enumerate(expires))
            await world.post(f"{owner}{asset}", *legs)
        hold = HoldPlacement(f"held by {owner}", owner, "POINTS", 4, NOON + 2 * DAY)
        await world.post(f"hold{owner}", holds=(hold,))
        use = RewardUse({"ever": n, "day:2026-03-04": n}, ())
        records = (
            CAP.record(f"{owner}/rule/member", 0, caps.to_body(owner, CapUse(n, 10 * n))),
            CAP.record(f"{owner}/rule/day:2026-03-04", 0, caps.to_body(owner, CapUse(n, 5))),
            PLAYER.record(f"{owner}/wheel", 0, players.to_body(owner, Player(n, n))),
            USE.record(f"{owner}/drink", 0, redemptions.use_to_body(owner, use)),
        )
        kept = PostingRequest("tea", f"rpc/{owner}", PostingKind.EARN, records=records)
        await world.ctx.ledger.post(kept)
    return world


async def standing(world: World) -> dict[str, object]:
    """All that either has, and what the merge says of itself."""
    names = [(owner, asset) for owner in (OLD, NEW) for asset in ASSETS]
    states = await world.ctx.ledger.account_state("tea", names)
    found: dict[str, object] = {
        f"{owner} {asset}": (state.posted, state.lots, state.holds)
        for (owner, asset), state in states.items()
    }
    for kind in KINDS:
        for owner in (OLD, NEW):
            records = await world.ctx.ledger.records_of("tea", kind, f"{owner}/", 20)
            found |= {f"{kind.name} {name}": each.value for name, each in records.items()}
    merge = await world.ctx.ledger.record("tea", MERGE, "mrg_1")
    found["merge"] = None if merge is None else merge.value
    found["stands for the old id"] = world.redirects.of("tea", OLD)
    return found


async def until_done(
    world: World, told: Sequence[MemberMerged | MemberUnmerged], number: int, *, before: bool
) -> int:
    """Let the events take effect; killed once at that write, they come again as the follower brings
    them. How many writes it took until the kill, or the end."""
    killer = Killer(world, number, before=before)
    for _ in range(2):
        try:
            await follow_members(world.ctx, told)
        except Killed:
            continue
        break
    else:
        raise AssertionError("killed twice")
    return killer.writes


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("spent", [0, 60], ids=["all is left", "some is spent"])
async def test_a_merge_and_its_undo_end_the_same_wherever_they_are_killed(
    before: bool, spent: int
) -> None:
    async def lived(merge_killed: int, undo_killed: int) -> tuple[int, int, list[object]]:
        world = await two_members()
        sums = await world.sums()
        merge_writes = await until_done(world, [MERGED], merge_killed, before=before)
        merged = await standing(world)
        assert await world.sums() == sums
        assert await world.problems() == []
        if spent:
            await world.post("spent", Leg(NEW, "POINTS", -spent))
            sums = await world.sums()
        world.clock.advance(timedelta(hours=1))
        undo_writes = await until_done(world, [UNMERGED], undo_killed, before=before)
        assert await world.sums() == sums
        assert await world.problems() == []
        return merge_writes, undo_writes, [merged, await standing(world)]

    merge_writes, undo_writes, unharmed = await lived(0, 0)
    assert min(merge_writes, undo_writes) >= len(ASSETS) + 3
    for number in range(1, merge_writes + 1):
        assert (await lived(number, 0))[2] == unharmed
    for number in range(1, undo_writes + 1):
        assert (await lived(0, number))[2] == unharmed


async def test_processes_that_die_after_one_posting_each_get_there_in_the_end() -> None:
    world, calm = await two_members(), await two_members()
    for told in (MERGED, UNMERGED):
        await follow_members(calm.ctx, [told])
        # The first two writes of each process say again for whom the old id stands.
        for _ in range(2 * len(ASSETS) + 20):
            killer = Killer(world, 3, before=False)
            with suppress(Killed):
                await follow_members(world.ctx, [told])
            if killer.writes < 3:
                break
        else:
            raise AssertionError("it never ends")
    assert await standing(world) == await standing(calm)
    assert await world.problems() == []
