"""The worked rules of the ledger: holds and reversals."""

from __future__ import annotations

import pytest

from services.points.ledger.domain.posting import Posted, PostingKind, Refused
from tests.builders import (
    NEW_YEAR,
    capture,
    claw_back,
    earn,
    hold,
    posting,
    release,
    reverse,
    spend,
)
from tests.unit.points.ledger.ledger_world import ANN, DAY, LATER, SOON, World


@pytest.fixture
def world() -> World:
    return World()


# --- holds ---


async def test_held_points_cannot_be_spent_by_others(world: World) -> None:
    await world.post(earn(ANN, 10), hold(ANN, 7, SOON))
    told = await world.balance()
    assert (told.posted, told.held, told.available) == (10, 7, 3)
    assert (await world.refusal(spend(ANN, 4)))[0] == "INSUFFICIENT_POINTS"
    assert (await world.refusal(hold(ANN, 4, SOON, hold_id="b")))[0] == "INSUFFICIENT_POINTS"


async def test_a_hold_ends_by_itself(world: World) -> None:
    await world.post(earn(ANN, 10), hold(ANN, 7, SOON))
    world.clock.set(SOON)
    assert await world.available() == 10
    assert (await world.refusal(capture(ANN, 7)))[0] == "HOLD_NOT_FOUND"


async def test_part_of_a_hold_is_captured_and_the_rest_let_go(world: World) -> None:
    await world.post(earn(ANN, 10), hold(ANN, 7, SOON), capture(ANN, 3))
    told = await world.balance()
    assert (told.posted, told.held, told.available) == (7, 4, 3)
    assert (await world.refusal(capture(ANN, 5))) == ("HOLD_EXCEEDED", "change_holds[0].reduce_by")
    await world.post(release(ANN))
    assert await world.available() == 7
    assert (await world.refusal(capture(ANN, 1)))[0] == "HOLD_NOT_FOUND"


async def test_a_hold_is_not_captured_twice(world: World) -> None:
    await world.post(earn(ANN, 10), hold(ANN, 7, SOON), capture(ANN, 7))
    assert (await world.refusal(capture(ANN, 7)))[0] == "HOLD_NOT_FOUND"


async def test_a_hold_can_be_extended_within_90_days(world: World) -> None:
    await world.post(earn(ANN, 10), hold(ANN, 7, SOON))
    change = release(ANN).change_holds[0]
    for end, reason in ((LATER, ""), (NEW_YEAR + 91 * DAY, "INVALID_ARGUMENT")):
        extended = type(change)("hold", ANN, "POINTS", expire_at=end)
        request = posting(PostingKind.HOLD, change_holds=(extended,))
        if reason:
            assert await world.refusal(request) == (reason, "change_holds[0].expire_time")
        else:
            await world.post(request)
    world.clock.set(SOON + DAY)
    assert (await world.balance()).held == 7


async def test_points_that_expire_while_held_can_still_be_captured(world: World) -> None:
    await world.post(earn(ANN, 10, expire_at=SOON), hold(ANN, 6, LATER))
    world.clock.set(SOON + DAY)
    assert (await world.balance()).posted == 6
    await world.post(capture(ANN, 6))
    assert (await world.balance()).posted == 0


async def test_points_that_expired_while_held_are_gone_when_it_ends(world: World) -> None:
    await world.post(earn(ANN, 10, expire_at=SOON), hold(ANN, 6, LATER))
    world.clock.set(SOON + DAY)
    await world.post(release(ANN))
    assert await world.available() == 0


async def test_held_points_past_expiry_pay_for_nothing_else(world: World) -> None:
    await world.post(earn(ANN, 6, expire_at=SOON), hold(ANN, 6, LATER), earn(ANN, 5))
    world.clock.set(SOON + DAY)
    await world.post(spend(ANN, 5))
    assert await world.lots() == {SOON: 6}


async def test_a_hold_is_kept_even_where_a_clawback_made_debt(world: World) -> None:
    await world.post(earn(ANN, 10), hold(ANN, 10, LATER), claw_back(ANN, 4))
    assert await world.available() == -4
    await world.post(capture(ANN, 10))
    assert (await world.balance()).posted == -4


# --- reversals ---


async def test_a_reversal_gives_each_lot_back_what_was_taken_from_it(world: World) -> None:
    await world.post(earn(ANN, 5, expire_at=SOON), earn(ANN, 5, expire_at=LATER))
    spent = await world.post(spend(ANN, 7))
    undone = await world.post(reverse(spent.posting.id))
    assert await world.lots() == {SOON: 5, LATER: 5}
    assert undone.posting.reverses_posting_id == spent.posting.id


async def test_undoing_a_debt_gives_the_lots_before_it_their_own_back(world: World) -> None:
    await world.post(earn(ANN, 5, expire_at=SOON))
    into_debt = await world.post(claw_back(ANN, 15))
    await world.post(reverse(into_debt.posting.id))
    assert await world.lots() == {SOON: 5}


async def test_of_a_posting_the_last_leg_is_undone_first(world: World) -> None:
    await world.post(earn(ANN, 5, expire_at=SOON))
    legs = claw_back(ANN, 5).legs + claw_back(ANN, 10).legs
    into_debt = await world.post(posting(PostingKind.CLAWBACK, *legs))
    await world.post(reverse(into_debt.posting.id))
    assert await world.lots() == {SOON: 5}


async def test_a_posting_is_reversed_once(world: World) -> None:
    earned = await world.post(earn(ANN, 5), earn(ANN, 5))
    await world.post(reverse(earned.posting.id))
    again = await world.refusal(reverse(earned.posting.id))
    assert again == ("ALREADY_REVERSED", "reverses_posting_id")


async def test_of_two_reversals_in_one_batch_one_is_refused(world: World) -> None:
    earned = await world.post(earn(ANN, 5), earn(ANN, 5))
    undo = [reverse(earned.posting.id), reverse(earned.posting.id)]
    first, second = await world.ledger.post_all(undo)
    assert isinstance(first, Posted)
    assert isinstance(second, Refused)


async def test_a_reversal_is_not_reversed(world: World) -> None:
    earned = await world.post(earn(ANN, 5))
    undone = await world.post(reverse(earned.posting.id))
    refused = await world.refusal(reverse(undone.posting.id))
    assert refused == ("REVERSAL_OF_REVERSAL", "reverses_posting_id")


@pytest.mark.parametrize(
    ("request_id", "metadata", "reversible"),
    [
        ("activity/app/visit-1", {}, True),
        ("activity/pos/o1", {"order_id": "o1"}, False),
        ("refund/pos/r1", {"order_id": "o1"}, False),
        ("redemption/r1", {}, False),
        ("stock/tote_bag/1", {}, False),
        # What a caller wrote says what it likes, and keeps nothing.
        ("rpc/refund/r1", {"order_id": "o1"}, True),
    ],
)
async def test_what_is_part_of_something_else_is_not_reversed_alone(
    world: World, request_id: str, metadata: dict[str, str], reversible: bool
) -> None:
    earned = await world.post(earn(ANN, 5, request_id=request_id, metadata=metadata))
    if reversible:
        await world.post(reverse(earned.posting.id))
        return
    refused = await world.refusal(reverse(earned.posting.id))
    assert refused == ("INVALID_ARGUMENT", "reverses_posting_id")


async def test_points_that_were_spent_cannot_be_reversed_away(world: World) -> None:
    earned = await world.post(earn(ANN, 5))
    await world.post(spend(ANN, 3))
    assert (await world.refusal(reverse(earned.posting.id)))[0] == "INSUFFICIENT_POINTS"


async def test_what_does_not_exist_in_this_brand_is_not_reversed(world: World) -> None:
    other = await world.post(earn(ANN, 5, brand="retail"))
    assert (await world.refusal(reverse(other.posting.id)))[0] == "POSTING_NOT_FOUND"
