"""What is not spendable is spent, held and given away by nobody, whatever the kind of posting."""

from __future__ import annotations

import pytest

from services.common.clock import ManualClock
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.posting import Leg, PostingKind, PostingRequest
from tests.builders import NEW_YEAR, earn, hold, posting, reverse, spend
from tests.fakes_points import FakeBrandRules
from tests.unit.points.ledger.ledger_world import ANN, BOB, DAY, World

GROWTH = "GROWTH"
TAKEN = (PostingKind.CLAWBACK, PostingKind.ADJUST)
MOVES = set(PostingKind) - {PostingKind.REVERSAL, PostingKind.MERGE, *TAKEN}


@pytest.fixture
async def world() -> World:
    world = World()
    await world.post(earn(ANN, 1000, asset=GROWTH))
    return world


def taking(kind: PostingKind, to: str = "house:redeemed") -> PostingRequest:
    return posting(kind, Leg(ANN, GROWTH, -400), Leg(to, GROWTH, 400))


@pytest.mark.parametrize("kind", sorted(MOVES - {PostingKind.EXTEND}))
async def test_what_is_not_spendable_is_not_spent(world: World, kind: PostingKind) -> None:
    for to in ("house:redeemed", BOB, "reward:cup"):
        refused = await world.refusal(taking(kind, to))
        assert refused == ("ASSET_NOT_SPENDABLE", "legs[0]"), (kind, to)


async def test_an_extension_moves_it_within_its_account(world: World) -> None:
    for to in ("house:redeemed", "reward:cup", BOB):
        refused = await world.refusal(taking(PostingKind.EXTEND, to))
        assert refused == ("ASSET_NOT_SPENDABLE", "legs[1]"), to


async def test_a_merge_moves_it_to_a_member_and_nowhere_else(world: World) -> None:
    for to in ("house:redeemed", "reward:cup"):
        refused = await world.refusal(taking(PostingKind.MERGE, to))
        assert refused == ("ASSET_NOT_SPENDABLE", "legs[1]"), to
    await world.post(taking(PostingKind.MERGE, BOB))


async def test_what_is_not_spendable_is_not_held(world: World) -> None:
    placed = hold(ANN, 400, NEW_YEAR + DAY)
    growth = placed._replace(
        place_holds=tuple(one._replace(asset=GROWTH) for one in placed.place_holds)
    )
    assert await world.refusal(growth) == ("ASSET_NOT_SPENDABLE", "place_holds[0]")


async def test_refunds_adjustments_and_reversals_take_it(world: World) -> None:
    await world.post(taking(PostingKind.CLAWBACK), taking(PostingKind.ADJUST))
    granted = await world.post(earn(ANN, 50, asset=GROWTH))
    await world.post(reverse(granted.posting.id))
    (left,) = await world.ledger.balances("tea", [(ANN, GROWTH)], world.clock.now())
    assert left.available == 200


async def test_a_repeat_of_what_was_spendable_gets_its_first_answer() -> None:
    world, rules = World(), FakeBrandRules()
    ledger = Ledger(world.store, ManualClock(NEW_YEAR), rules=rules)
    await ledger.post(earn(ANN, 10))
    spent = spend(ANN, 4)
    await ledger.post(spent)
    rules.not_spendable = frozenset({"POINTS"})
    assert (await ledger.post(spent)).replayed
    (other,) = await ledger.post_all([spend(ANN, 4)])
    assert getattr(getattr(other, "error", None), "reason", "") == "ASSET_NOT_SPENDABLE"
