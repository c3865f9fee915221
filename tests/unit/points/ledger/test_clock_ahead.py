"""A replica's clock was ahead for a while: what it wrote holds nobody up, and verify says so."""

from datetime import timedelta

import pytest

from services.points.ledger.commands.verify import Verifier
from services.points.ledger.domain.audit_report import AHEAD, Colour
from services.points.ledger.domain.judged import JUDGED_AT
from services.points.ledger.domain.posting import PostingKind
from tests.builders import NEW_YEAR, capture, claw_back, earn, hold, spend
from tests.unit.points.ledger.ledger_world import ANN, BOB, World

AHEAD_BY = timedelta(hours=2)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def world() -> World:
    """Ann and Bob were written for by a clock two hours ahead; Ann had set some aside before."""
    made = World()
    await made.post(earn(ANN, 50), hold(ANN, 5, NEW_YEAR + 15 * MINUTE, hold_id="before"))
    made.clock.advance(AHEAD_BY)
    await made.post(earn(ANN, 50), earn(ANN, 7, available_at=NEW_YEAR + AHEAD_BY + MINUTE))
    await made.post(earn(BOB, 30))
    made.clock.set(NEW_YEAR + MINUTE)
    return made


async def verified(world: World) -> tuple[Colour, list[object], int]:
    report = await Verifier(world.store, world.clock).verify("tea")
    return report.colour, list(report.problems), report.counts.get(AHEAD, 0)


async def test_a_member_redeems_as_if_nothing_had_been(world: World) -> None:
    until = world.clock.now() + 15 * MINUTE
    placed = (await world.post(hold(ANN, 20, until))).posting
    assert placed.recorded_at == NEW_YEAR + AHEAD_BY
    assert placed.effective_at == world.clock.now()
    assert placed.metadata[JUDGED_AT] == "2026-01-01T00:01:00.000+00:00"
    world.clock.advance(MINUTE)
    assert await verified(world) == (Colour.YELLOW, [], 4)
    await world.post(capture(ANN, 20), spend(BOB, 10))
    assert (await world.balance()).posted == 87
    assert (await verified(world))[:2] == (Colour.YELLOW, [])


async def test_holds_end_and_points_expire_by_the_clock_and_not_by_the_record(
    world: World,
) -> None:
    now = world.clock.now()
    await world.post(earn(BOB, 3, expire_at=now + 10 * MINUTE))
    await world.post(hold(BOB, 30, now + 5 * MINUTE))
    assert await world.available(BOB) == 3
    assert (await world.refusal(spend(BOB, 4)))[0] == "INSUFFICIENT_POINTS"
    world.clock.advance(11 * MINUTE)
    assert (await world.refusal(spend(BOB, 31)))[0] == "INSUFFICIENT_POINTS"
    assert (await world.post(spend(BOB, 30))).posting.effective_at == world.clock.now()
    kinds = [one.kind for one in world.store.postings.values()]
    assert kinds.count(PostingKind.EXPIRE) == 1
    assert (await verified(world))[:2] == (Colour.YELLOW, [])


async def test_what_is_pending_by_the_clock_is_so_to_verify(world: World) -> None:
    await world.post(earn(BOB, 8, available_at=world.clock.now() + 30 * MINUTE))
    assert (await world.refusal(spend(BOB, 31)))[0] == "INSUFFICIENT_POINTS"
    await world.post(claw_back(BOB, 8))
    assert await world.available(BOB) == 30
    assert (await verified(world))[:2] == (Colour.YELLOW, [])


async def test_the_ledger_is_green_again_when_time_has_caught_up(world: World) -> None:
    await world.post(spend(ANN, 1), hold(ANN, 9, world.clock.now() + 5 * MINUTE))
    assert (await verified(world))[:2] == (Colour.YELLOW, [])
    world.clock.set(NEW_YEAR + AHEAD_BY + MINUTE)
    await world.post(spend(ANN, 1), hold(ANN, 9, world.clock.now() + 5 * MINUTE))
    colour, problems, ahead = await verified(world)
    assert (colour, problems, ahead) == (Colour.GREEN, [], 0)


async def test_another_members_account_is_as_it_was(world: World) -> None:
    posted = (await world.post(earn("mem_eve", 5))).posting
    assert posted.recorded_at == world.clock.now()
    assert JUDGED_AT not in posted.metadata
