"""Guards at the effective time: no instant since a debit dated back is below its minimum."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.clock import ManualClock
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.commands.verify import Verifier
from services.points.ledger.domain import apply as applying
from services.points.ledger.domain.apply import LATE_FROM
from services.points.ledger.domain.audit_report import Colour
from services.points.ledger.domain.posting import Posted, Refused
from tests.builders import NEW_YEAR, capture, claw_back, earn, hold, reverse, spend, transfer
from tests.fakes import FakeLedgerStore
from tests.unit.points.ledger.ledger_world import ANN, BOB, DAY, World

LAST_MONTH = NEW_YEAR - 60 * DAY
INSUFFICIENT = ("INSUFFICIENT_POINTS", "legs[0].amount")


@pytest.fixture
async def world() -> World:
    world = World()
    world.clock.set(NEW_YEAR)
    await world.post(earn(ANN, 100))
    return world


async def test_what_was_not_there_yet_is_not_spent_whatever_the_door(world: World) -> None:
    earned = await world.post(earn(ANN, 20, effective_at=NEW_YEAR - DAY))
    await world.post(hold(ANN, 30, NEW_YEAR + DAY))
    assert await world.refusal(spend(ANN, 50, effective_at=LAST_MONTH)) == INSUFFICIENT
    gift = transfer(ANN, BOB, 50, effective_at=LAST_MONTH)
    assert await world.refusal(gift) == INSUFFICIENT
    taken = capture(ANN, 30)._replace(effective_at=LAST_MONTH)
    assert await world.refusal(taken) == INSUFFICIENT
    undone = reverse(earned.posting.id, effective_at=LAST_MONTH)
    assert (await world.refusal(undone))[0] == "INSUFFICIENT_POINTS"
    assert await world.ledger.effective_at("tea", ANN, "POINTS", LAST_MONTH) == 0


async def test_what_was_there_all_the_time_is_spent_back_then(world: World) -> None:
    await world.post(earn(ANN, 40, effective_at=LAST_MONTH - DAY))
    await world.post(spend(ANN, 40, effective_at=LAST_MONTH))
    assert await world.refusal(spend(ANN, 1, effective_at=LAST_MONTH)) == INSUFFICIENT
    assert await world.refusal(spend(ANN, 41, effective_at=LAST_MONTH)) == INSUFFICIENT
    await world.post(spend(ANN, 100))


async def test_what_was_spent_in_between_is_not_spent_before(world: World) -> None:
    """Ten days before the credit of now nothing is left, though it was there sixty days before."""
    await world.post(earn(ANN, 40, effective_at=LAST_MONTH))
    await world.post(spend(ANN, 40, effective_at=NEW_YEAR - 10 * DAY))
    between = spend(ANN, 1, effective_at=NEW_YEAR - 30 * DAY)
    assert await world.refusal(between) == INSUFFICIENT


async def test_a_debit_meets_the_credit_of_its_own_batch() -> None:
    world = World()
    results = await world.ledger.post_all(
        [
            earn(ANN, 100),
            spend(ANN, 10, effective_at=LAST_MONTH),
            earn(ANN, 10, effective_at=LAST_MONTH),
            spend(ANN, 10, effective_at=LAST_MONTH),
        ]
    )
    assert [isinstance(one, Posted) for one in results] == [True, False, True, True]


async def test_a_debit_meets_the_entries_of_the_batch_that_is_being_written() -> None:
    world = World()
    first = [
        earn(ANN, 100, effective_at=LAST_MONTH),
        spend(ANN, 60, effective_at=NEW_YEAR - 30 * DAY),
        earn(ANN, 60),
    ]
    back = NEW_YEAR - 40 * DAY
    # So many that they are prepared while the first are being written.
    others = [earn(BOB, 1) for _ in range(150)]
    second = [spend(ANN, 50, effective_at=back), spend(ANN, 40, effective_at=back), *others]
    written, (too_much, enough, *_) = await asyncio.gather(
        world.ledger.post_all(first), world.ledger.post_all(second)
    )
    assert all(isinstance(one, Posted) for one in written)
    assert isinstance(too_much, Refused)
    assert isinstance(enough, Posted)


async def test_a_debit_that_may_go_into_debt_may_do_so_back_then(world: World) -> None:
    await world.post(claw_back(ANN, 30, effective_at=LAST_MONTH))
    assert await world.ledger.effective_at("tea", ANN, "POINTS", LAST_MONTH) == -30


async def test_a_late_refund_takes_effect_when_the_points_were_there(world: World) -> None:
    refund = claw_back(ANN, 30, unguarded=False, effective_at=LAST_MONTH, late_allowed=True)
    posted = await world.post(refund)
    assert posted.posting.effective_at == NEW_YEAR
    assert posted.posting.metadata[LATE_FROM] == LAST_MONTH.isoformat(timespec="milliseconds")
    assert await world.ledger.effective_at("tea", ANN, "POINTS", NEW_YEAR - DAY) == 0


async def test_a_debit_of_now_reads_no_entry(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object) -> None:
        raise AssertionError("it looked back")

    monkeypatch.setattr(world.store, "dated_entries", never)
    world.clock.advance(DAY)
    await world.post(spend(ANN, 1, effective_at=NEW_YEAR + DAY / 2), spend(ANN, 1))
    await world.post(earn(ANN, 1, effective_at=LAST_MONTH))


async def test_what_is_dated_before_too_many_entries_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.points.ledger.commands.group_commit.preparation.LOOK_BACK_MAX", 3)
    for _ in range(4):
        await world.post(earn(ANN, 1))
    back = spend(ANN, 1, effective_at=LAST_MONTH)
    assert await world.refusal(back) == ("EFFECTIVE_TIME_INVALID", "effective_time")
    refund = claw_back(ANN, 1, unguarded=False, effective_at=LAST_MONTH, late_allowed=True)
    assert (await world.post(refund)).posting.effective_at == world.clock.now()


async def test_verify_names_a_balance_below_the_guard_at_an_effective_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "held_from", lambda *_: None)
    await world.post(spend(ANN, 100, effective_at=LAST_MONTH))
    report = await Verifier(world.store, world.clock).verify("tea")
    assert report.colour is Colour.RED
    assert [(one.check, one.where) for one in report.problems] == [("effective", f"{ANN}/POINTS/2")]
    assert "-100" in report.problems[0].detail


MOVES = st.lists(
    st.tuples(st.integers(-6, 9).filter(bool), st.integers(0, 9), st.integers(0, 3)), max_size=14
)


@settings(max_examples=150, deadline=None)
@given(MOVES, st.sampled_from([1, 3, 50]))
async def test_no_instant_is_ever_below_zero_and_only_what_would_be_is_refused(
    moves: list[tuple[int, int, int]], batch: int
) -> None:
    store, clock = FakeLedgerStore(), ManualClock(NEW_YEAR)
    ledger = Ledger(store, clock)
    model: list[tuple[datetime, int]] = []

    def lowest(entries: list[tuple[datetime, int]]) -> int:
        times = {at for at, _ in entries}
        sums = [sum(n for when, n in entries if when <= at) for at in times]
        return min(sums, default=0)

    for start in range(0, len(moves), batch):
        clock.advance(timedelta(hours=1))
        asked = []
        for points, back, _ in moves[start : start + batch]:
            at = clock.now() - back * DAY
            make = earn if points > 0 else spend
            asked.append((points, at, make(ANN, abs(points), effective_at=at)))
        results = await ledger.post_all([request for *_, request in asked])
        for (points, at, _), result in zip(asked, results, strict=True):
            may = points > 0 or lowest([*model, (at, points)]) >= 0
            assert isinstance(result, Refused) != may
            if may:
                model.append((at, points))
    assert (await Verifier(store, clock).verify("tea")).problems == []
