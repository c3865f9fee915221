"""The worked rules of the ledger, one by one: lots, expiry, pending, clawback, time, limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.points.ledger.domain.account import HOLDS_MAX, LOTS_MAX, Account, AccountKey
from services.points.ledger.domain.balance import Balance
from services.points.ledger.domain.posting import NEVER, Leg, PostingKind
from services.points.ledger.domain.validation import CLOCK_SKEW
from tests.builders import (
    NEW_YEAR,
    claw_back,
    earn,
    hold,
    posting,
    spend,
    transfer,
)
from tests.unit.points.ledger.ledger_world import ANN, BOB, DAY, LATER, SOON, World


@pytest.fixture
def world() -> World:
    return World()


async def test_an_account_never_written_has_zeros(world: World) -> None:
    assert await world.balance() == Balance(ANN, "POINTS", 0)


# --- lots and expiry ---


async def test_spending_takes_the_earliest_expiring_lot_first(world: World) -> None:
    await world.post(earn(ANN, 10), earn(ANN, 10, expire_at=LATER), earn(ANN, 10, expire_at=SOON))
    await world.post(spend(ANN, 15))
    assert await world.lots() == {LATER: 5, None: 10}


async def test_lots_of_the_same_expiry_are_one(world: World) -> None:
    await world.post(earn(ANN, 10, expire_at=SOON), earn(ANN, 5, expire_at=SOON))
    assert await world.lots() == {SOON: 15}


async def test_points_past_expiry_cannot_be_spent_though_nothing_swept(world: World) -> None:
    await world.post(earn(ANN, 10, expire_at=SOON), earn(ANN, 3))
    world.clock.set(SOON)
    told = await world.balance()
    assert (told.posted, told.available) == (3, 3)
    assert await world.refusal(spend(ANN, 4)) == ("INSUFFICIENT_POINTS", "legs[0].amount")


async def test_points_are_good_until_the_very_instant_of_expiry(world: World) -> None:
    await world.post(earn(ANN, 10, expire_at=SOON))
    world.clock.set(SOON - timedelta(milliseconds=1))
    await world.post(spend(ANN, 10))
    assert await world.available() == 0


async def test_the_next_posting_records_what_expired(world: World) -> None:
    await world.post(earn(ANN, 10, expire_at=SOON), earn(ANN, 4, expire_at=SOON + DAY))
    world.clock.set(SOON + 3 * DAY)
    written = await world.post(earn(ANN, 1))
    kinds = [one.kind for one in world.store.postings.values()]
    assert kinds[2:] == [PostingKind.EXPIRE, PostingKind.EXPIRE, PostingKind.EARN]
    first, second = list(world.store.postings.values())[2:4]
    assert (first.effective_at, first.entries[0].amount) == (SOON, -10)
    assert (second.effective_at, second.entries[0].amount) == (SOON + DAY, -4)
    assert (written.posting.entries[0].sequence, written.posting.entries[0].balance_after) == (5, 1)


async def test_a_refusal_does_not_record_expiries_either(world: World) -> None:
    await world.post(earn(ANN, 10, expire_at=SOON))
    world.clock.set(SOON)
    await world.refusal(spend(ANN, 1))


async def test_points_that_come_past_their_expiry_are_lost_at_once(world: World) -> None:
    await world.post(earn(ANN, 7), hold(ANN, 5, LATER))
    await world.post(earn(ANN, 100, expire_at=NEW_YEAR - DAY))
    assert await world.available() == 2
    assert await world.lots() == {None: 7}


async def test_what_expires_soon_is_told_by_date(world: World) -> None:
    await world.post(earn(ANN, 10, expire_at=SOON), earn(ANN, 4, expire_at=NEW_YEAR + 40 * DAY))
    assert [(e.points, e.expire_at) for e in (await world.balance()).expiring] == [(10, SOON)]


async def test_what_is_past_expiry_and_held_does_not_expire_soon(world: World) -> None:
    await world.post(earn(ANN, 10, expire_at=SOON), hold(ANN, 4, LATER))
    world.clock.set(SOON)
    told = await world.balance()
    assert (told.held, told.expiring) == (4, ())


# --- pending ---


async def test_pending_points_settle_at_their_time(world: World) -> None:
    await world.post(earn(ANN, 10, available_at=SOON, expire_at=LATER))
    assert (await world.balance()).pending == 10
    assert (await world.refusal(spend(ANN, 1)))[0] == "INSUFFICIENT_POINTS"
    world.clock.set(SOON)
    await world.post(earn(ANN, 1, expire_at=LATER), spend(ANN, 10))
    assert await world.lots() == {LATER: 1}


async def test_pending_points_cannot_be_given_away(world: World) -> None:
    await world.post(earn(ANN, 10, available_at=SOON))
    assert (await world.refusal(transfer(ANN, BOB, 1)))[0] == "INSUFFICIENT_POINTS"


# --- clawback and debt ---


async def test_a_clawback_takes_pending_then_the_same_lot_then_others_then_debt(
    world: World,
) -> None:
    await world.post(earn(ANN, 5, expire_at=SOON), earn(ANN, 5, expire_at=LATER))
    await world.post(earn(ANN, 5, available_at=SOON))
    await world.post(claw_back(ANN, 5, prefer_expire_at=LATER))
    assert await world.lots() == {SOON: 5, LATER: 5}
    await world.post(claw_back(ANN, 4, prefer_expire_at=LATER))
    assert await world.lots() == {SOON: 5, LATER: 1}
    written = await world.post(claw_back(ANN, 8, prefer_expire_at=LATER))
    assert await world.lots() == {}
    assert sum(lot.points for lot in written.posting.entries[0].lots) == 6
    assert await world.available() == -2


async def test_the_lot_that_never_expires_can_be_named(world: World) -> None:
    await world.post(earn(ANN, 5), earn(ANN, 5, expire_at=SOON))
    await world.post(claw_back(ANN, 5, prefer_expire_at=NEVER))
    assert await world.lots() == {SOON: 5}


async def test_a_guarded_clawback_stays_within_the_balance(world: World) -> None:
    await world.post(earn(ANN, 5, available_at=SOON))
    assert (await world.refusal(claw_back(ANN, 6, unguarded=False)))[0] == "INSUFFICIENT_POINTS"
    await world.post(claw_back(ANN, 5, unguarded=False))
    assert (await world.balance()).posted == 0


async def test_a_credit_pays_debt_first(world: World) -> None:
    await world.post(earn(ANN, 5), claw_back(ANN, 15), earn(ANN, 30, expire_at=SOON))
    assert await world.lots() == {SOON: 20}
    assert await world.available() == 20


async def test_a_minimum_may_be_named(world: World) -> None:
    await world.post(earn(ANN, 5))
    legs = Leg(ANN, "POINTS", -7, minimum=-2), Leg("house:redeemed", "POINTS", 7)
    await world.post(posting(PostingKind.SPEND, *legs))
    assert (await world.refusal(posting(PostingKind.SPEND, *legs)))[0] == "INSUFFICIENT_POINTS"
    assert await world.available() == -2


# --- as of ---


async def test_balances_as_of_effective_and_recorded_time(world: World) -> None:
    await world.post(earn(ANN, 10))
    world.clock.advance(10 * DAY)
    await world.post(earn(ANN, 5, effective_at=NEW_YEAR - 30 * DAY))
    then = NEW_YEAR + DAY
    assert await world.ledger.effective_at("tea", ANN, "POINTS", then) == 15
    assert await world.ledger.recorded_at("tea", ANN, "POINTS", then) == 10
    assert await world.ledger.recorded_at("tea", ANN, "POINTS", NEW_YEAR - DAY) == 0
    assert await world.ledger.recorded_at("tea", ANN, "POINTS", NEW_YEAR + 10 * DAY) == 15


async def test_by_effective_time_only_what_was_recorded_since_is_read(world: World) -> None:
    read: list[int] = []
    effective_sum = world.store.effective_sum

    async def counted(key: AccountKey, until: datetime, after: int = 0) -> int:
        read.append(after)
        return await effective_sum(key, until, after)

    world.store.effective_sum = counted  # type: ignore[method-assign]
    for day in range(20):
        late = earn(ANN, 1, effective_at=NEW_YEAR + day * DAY - (day % 3) * 5 * DAY)
        await world.post(late)
        await world.post(earn(ANN, 1))
        world.clock.advance(DAY)
    for until in (*(NEW_YEAR + n * DAY for n in range(-30, 30)), datetime.min.replace(tzinfo=UTC)):
        told = await world.ledger.effective_at("tea", ANN, "POINTS", until)
        assert told == await effective_sum(AccountKey("tea", ANN, "POINTS"), until)
    read.clear()
    await world.ledger.effective_at("tea", ANN, "POINTS", NEW_YEAR + 18 * DAY + CLOCK_SKEW)
    assert read == [38]


async def test_by_effective_time_what_was_written_just_before_its_time_waits_for_it(
    world: World,
) -> None:
    await world.post(earn(ANN, 5, effective_at=NEW_YEAR + CLOCK_SKEW))
    world.clock.advance(DAY)
    before = NEW_YEAR + CLOCK_SKEW / 2
    assert await world.ledger.effective_at("tea", ANN, "POINTS", before) == 0
    assert await world.ledger.effective_at("tea", ANN, "POINTS", NEW_YEAR + CLOCK_SKEW) == 5


async def test_by_effective_time_points_leave_at_their_expiry_recorded_or_not(
    world: World,
) -> None:
    await world.post(earn(ANN, 10, expire_at=SOON))
    world.clock.set(LATER)
    for _ in range(2):
        assert await world.ledger.effective_at("tea", ANN, "POINTS", SOON - DAY) == 10
        assert await world.ledger.effective_at("tea", ANN, "POINTS", SOON) == 0
        await world.post(earn(ANN, 1))


# --- limits ---


async def test_an_account_carries_a_bounded_number_of_lots_and_holds(world: World) -> None:
    for n in range(LOTS_MAX // 20):
        legs = [
            leg
            for m in range(20)
            for leg in earn(ANN, 1, expire_at=LATER + (20 * n + m) * DAY).legs
        ]
        await world.post(posting(PostingKind.EARN, *legs))
    assert (await world.refusal(earn(ANN, 1)))[0] == "ACCOUNT_FULL"
    for n in range(HOLDS_MAX // 10):
        placed = [hold(ANN, 1, SOON, hold_id=f"{n}-{m}").place_holds[0] for m in range(10)]
        await world.post(posting(PostingKind.HOLD, place_holds=tuple(placed)))
    assert (await world.refusal(hold(ANN, 1, SOON, hold_id="x")))[0] == "ACCOUNT_FULL"


async def test_a_balance_beyond_the_database_is_refused(world: World) -> None:
    key = AccountKey("tea", ANN, "POINTS")
    world.store.accounts[key] = Account(key, posted=2**62 - 5, version=1)
    assert (await world.refusal(earn(ANN, 6)))[0] == "AMOUNT_INVALID"


async def test_the_record_of_an_account_never_runs_backwards(world: World) -> None:
    await world.post(earn(ANN, 1))
    world.clock.advance(-DAY)
    assert (await world.post(earn(ANN, 1))).posting.recorded_at == NEW_YEAR
