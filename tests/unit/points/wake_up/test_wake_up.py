"""Wake-ups: once a sleep, whoever looks and however often, for the next order and for no other."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.cel import compile_condition
from services.common.clock import ManualClock
from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.standing import MemberEnrolled
from services.points.context import MemberLocks, PointsContext
from services.points.coupons.commands import list_coupons
from services.points.earning.commands import Awarded, award_activities, preview_award
from services.points.earning.domain.order_bonus import ORDER_BONUS
from services.points.intake.commands import follow_members
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.account import Account
from services.points.ledger.domain.batch import Damaged
from services.points.ledger.domain.chart_of_accounts import REDEEMED, WAKE_UPS_PREFIX
from services.points.ledger.domain.posting import PostingKind
from services.points.merges.domain.united import united_bonuses
from services.points.programme.commands import Programmes
from services.points.programme.domain.published import ProgrammePublished
from services.points.refunds.commands import commit_refund, refund_waiting
from services.points.sections import SECTIONS
from services.points.wake_up.commands.reading import list_wake_ups, open_bonuses
from services.points.wake_up.commands.waking_job import wake_all
from services.points.wake_up.domain.sleeper import Sleeper
from services.points.wake_up.domain.wake_up import WakeUpState
from tests.activities import NOON, activity, bought, document, gave_back
from tests.fakes import FakeLedgerStore
from tests.fakes_points import FakeProgrammeStore, FakeStandingStore

ADA, FASHION = "mem_ada", "fashion"
DAY = timedelta(days=1)


class FakeSleepers:
    """When members were last known to be awake, in a dictionary."""

    def __init__(self, *members: str, at: datetime = NOON) -> None:
        self.awake_at = dict.fromkeys(members, at)
        self.slices: list[int] = []

    async def brands(self) -> list[str]:
        return ["nobody", FASHION]

    async def asleep(
        self, brand: str, until: datetime, after: Sleeper | None, size: int
    ) -> Sequence[Sleeper]:
        own = sorted((at, each) for each, at in self.awake_at.items() if brand == FASHION)
        last = (NOON, "") if after is None else (after.awake_at, after.member_id)
        found = [one for one in own if one[0] <= until and one > last]
        self.slices.append(len(found[:size]))
        return [Sleeper(each, at) for at, each in found[:size]]

    async def keep(self, brand: str, awake_at: Mapping[str, datetime]) -> None:
        self.awake_at |= awake_at


class Held:
    """A lease that this worker always has."""

    async def acquire(self) -> bool:
        return True


class World:
    """The fashion brand over books in memory, with a clock that the test tells."""

    def __init__(self, sleepers: FakeSleepers | None = None, **wake_up: object) -> None:
        self.clock = ManualClock(NOON)
        self.store = FakeLedgerStore()
        programmes = Programmes(FakeProgrammeStore(), compile_condition, SECTIONS)
        ledger = Ledger(self.store, self.clock)
        self.ctx = PointsContext(ledger, programmes, FakeStandingStore(), self.clock)
        self.sleepers = sleepers or FakeSleepers(ADA)
        self.document = document(FASHION)
        self.document["wake_up"] |= wake_up
        self.document["wake_up"] = {k: v for k, v in self.document["wake_up"].items() if v}

    async def begin(self) -> World:
        await self.publish(1)
        enrolled = [MemberEnrolled(FASHION, each, NOON) for each in self.sleepers.awake_at]
        await follow_members(self.ctx, enrolled)
        return self

    async def publish(self, version: int) -> None:
        published = ProgrammePublished(FASHION, version, self.document, self.clock.now())
        await follow_members(self.ctx, [published])

    async def after(self, days: float) -> int:
        """So many days later the job runs; how many wake-ups it opened."""
        self.clock.advance(days * DAY)
        return await wake_all(self.ctx, self.sleepers, Held())

    def order(self, name: str, minor: int = 10_000, member_id: str = ADA) -> Activity:
        order = bought(total_minor=minor, order_id=name).order
        return activity(
            ActivityType.ORDER,
            event_id=name,
            at=self.clock.now(),
            brand=FASHION,
            member_id=member_id,
            order=order,
        )

    async def buy(self, name: str, minor: int = 10_000, member_id: str = ADA) -> Awarded:
        bought_now = [self.order(name, minor, member_id)]
        (awarded,) = await award_activities(self.ctx, FASHION, bought_now, refund_waiting)
        assert awarded.error is None
        return awarded

    async def opened(self) -> list[tuple[WakeUpState, int]]:
        """The state of each wake-up of the brand and the points it brought, the last one first."""
        found = await list_wake_ups(self.ctx, FASHION, member_id="", before="", size=9)
        return [(each.state_at(self.clock.now()), each.bonus.points) for each in found]

    async def coupons(self) -> int:
        found = await list_coupons(self.ctx, FASHION, member_id=ADA, state=None, before="", size=9)
        return len(found)

    async def counted(self) -> dict[str, int]:
        counts = ("opened", "answered", "points", "paid")
        names = [(REDEEMED, WAKE_UPS_PREFIX + what) for what in counts]
        balances = await self.ctx.ledger.balances(FASHION, names, NOON)
        return {each.asset.removeprefix(WAKE_UPS_PREFIX): each.posted for each in balances}


def points_of(awarded: Awarded) -> int:
    return sum(award.amount for award in awarded.awards if award.asset == "POINTS")


async def test_a_sleep_is_woken_once_and_the_next_order_is_doubled_once() -> None:
    world = await World().begin()
    assert await world.after(59.9) == 0
    assert await world.after(0.1) == 1
    assert (await world.opened(), await world.coupons()) == ([(WakeUpState.OPEN, 0)], 1)
    posting = next(p for p in world.store.postings.values() if p.kind is PostingKind.WAKE_UP)
    assert posting.metadata["wake_up"].split("|")[1:] == ["200", "free_delivery", "2026-06-02"]
    # However often the job looks in the same sleep.
    assert await world.after(0) == 0
    assert [await world.after(20) for _ in range(12)] == [0] * 12
    assert (len(await world.opened()), await world.coupons()) == (1, 1)


async def test_the_first_order_has_the_bonus_and_its_line_and_a_refund_takes_it_back() -> None:
    world = await World().begin()
    await world.after(60)
    assert (await open_bonuses(world.ctx, FASHION, [ADA]))[ADA].percent == 200
    previewed = Awarded(world.order("o1"), await preview_award(world.ctx, world.order("o1")))
    assert points_of(previewed) == 200
    first, second = await world.buy("o1"), await world.buy("o2")
    assert (points_of(first), points_of(second)) == (200, 100)
    (award,) = [each for each in first.awards if each.asset == "POINTS"]
    assert [str(each) for each in award.multipliers] == ["bonus:wake_up=200"]
    assert await world.opened() == [(WakeUpState.ANSWERED, 100)]
    assert await open_bonuses(world.ctx, FASHION, [ADA]) == {}
    counted = {"opened": 1, "answered": 1, "points": 100, "paid": 10_000}
    assert await world.counted() == counted
    # Half of the order goes back, then the rest: the bonus in proportion, and none comes again.
    for n, left in enumerate((100, 0)):
        back = gave_back(total_minor=5_000, event_id=f"r{n}", order_id="o1")
        refund = replace(back, brand=FASHION, channel="pos", occurred_at=world.clock.now())
        done = await commit_refund(world.ctx, refund)
        assert [each.taken for each in done.clawbacks if each.asset == "POINTS"] == [100]
        account = (await world.ctx.ledger.account_state(FASHION, [(ADA, "POINTS")]))[ADA, "POINTS"]
        assert account.posted == left + 100
    assert points_of(await world.buy("o3")) == 100
    assert await world.counted() == counted


async def test_a_member_whose_account_cannot_be_read_stops_none_of_the_brand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = await World(FakeSleepers("mem_1", ADA, "mem_z")).begin()
    read, broken = world.ctx.ledger.account_state, {"mem_1"}

    async def damaged(brand: str, names: Collection[tuple[str, str]]) -> Mapping[Any, Account]:
        if any(owner in broken for owner, _ in names):
            raise Damaged("account", "can't be read")
        return await read(brand, names)

    monkeypatch.setattr(world.ctx.ledger, "account_state", damaged)
    assert await world.after(60) == 2
    broken.clear()
    assert await world.after(0) == 1


async def test_a_repeat_of_the_order_gets_the_first_answer_and_a_late_one_no_bonus() -> None:
    world = await World().begin()
    before = world.order("late")
    await world.after(60)
    # It happened before the wake-up was opened: that is not the next order.
    (late,) = await award_activities(world.ctx, FASHION, [before], refund_waiting)
    assert points_of(late) == 100
    order = world.order("o1")
    answers = [
        (await award_activities(world.ctx, FASHION, [order], refund_waiting))[0] for _ in range(2)
    ]
    assert [(points_of(each), each.replayed) for each in answers] == [(200, False), (200, True)]


async def test_of_two_orders_in_one_call_the_first_has_the_bonus() -> None:
    world = await World().begin()
    await world.after(60)
    both = [world.order("o1"), world.order("o2")]
    done = await award_activities(world.ctx, FASHION, both, refund_waiting)
    assert [points_of(each) for each in done] == [200, 100]


async def test_a_bonus_lapses_with_its_last_day_and_another_sleep_brings_another() -> None:
    world = await World().begin()
    await world.after(60)
    world.clock.advance(31 * DAY)
    assert await world.opened() == [(WakeUpState.PASSED, 0)]
    assert points_of(await world.buy("o1")) == 100
    # Asleep since that order, not since the wake-up.
    assert await world.after(59.9) == 0
    assert await world.after(0.1) == 1
    assert await world.opened() == [(WakeUpState.OPEN, 0), (WakeUpState.PASSED, 0)]
    assert points_of(await world.buy("o2")) == 200
    assert await world.opened() == [(WakeUpState.ANSWERED, 100), (WakeUpState.PASSED, 0)]
    assert await world.after(60) == 1
    # What became of the one before is kept when the member's bonus is written anew.
    states = [WakeUpState.OPEN, WakeUpState.ANSWERED, WakeUpState.PASSED]
    assert await world.opened() == list(zip(states, (0, 100, 0), strict=True))


async def test_what_a_brand_gives_by_itself_wakes_nobody_and_a_check_in_does() -> None:
    world = await World().begin()
    world.clock.advance(50 * DAY)
    birthday = activity(
        ActivityType.BIRTHDAY,
        event_id="birthday/2026",
        at=world.clock.now(),
        brand=FASHION,
        channel="",
    )
    (given_points,) = await award_activities(world.ctx, FASHION, [birthday], refund_waiting)
    assert points_of(given_points) == 200
    praised = replace(
        birthday, type=ActivityType.SHARE, event_id="p", channel="community", by_brand=True
    )
    (rewarded,) = await award_activities(world.ctx, FASHION, [praised], refund_waiting)
    assert points_of(rewarded) == 20
    assert await world.after(10) == 1
    came = replace(birthday, type=ActivityType.CHECK_IN, event_id="c", channel="app")
    world.clock.advance(DAY)
    await award_activities(
        world.ctx, FASHION, [replace(came, occurred_at=world.clock.now())], refund_waiting
    )
    assert await world.after(59) == 0
    assert await world.after(1) == 1


async def test_a_coupon_that_is_used_up_is_left_out_and_the_bonus_opens() -> None:
    world = World()
    world.document["coupons"]["types"][1] |= {"per_member": 1}
    await world.begin()
    assert await world.after(60) == 1
    await world.buy("o1")
    assert await world.after(60) == 1
    assert await world.coupons() == 1
    assert [state for state, _ in await world.opened()] == [WakeUpState.OPEN, WakeUpState.ANSWERED]
    # All members together have had theirs: the stock refuses, and the bonus opens all the same.
    world = World(FakeSleepers(ADA, "mem_bob"))
    world.document["coupons"]["types"][1] |= {"total": 1}
    await world.begin()
    assert await world.after(60) == 2
    found = await list_wake_ups(world.ctx, FASHION, member_id="", before="", size=9)
    assert sorted(each.coupon_type for each in found) == ["", "free_delivery"]


async def test_a_coupon_alone_multiplies_nothing_and_any_order_answers() -> None:
    world = await World(percent=None).begin()
    assert await world.after(60) == 1
    assert points_of(await world.buy("o1")) == 100
    assert await world.opened() == [(WakeUpState.ANSWERED, 0)]
    assert (await world.counted())["paid"] == 10_000


async def test_workers_that_look_at_once_open_one() -> None:
    world = await World().begin()
    other = replace(world.ctx, locks=MemberLocks())
    world.clock.advance(60 * DAY)
    opened = await asyncio.gather(
        *(wake_all(each, FakeSleepers(ADA), Held()) for each in (world.ctx, other))
    )
    assert (sorted(opened), await world.coupons()) == ([0, 1], 1)


async def test_a_round_reads_slices_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.points.wake_up.commands.waking_job.SLICE", 3)
    world = await World(FakeSleepers(*(f"mem_{n}" for n in range(7)))).begin()
    assert await world.after(60) == 7
    assert world.sleepers.slices == [3, 3, 1]
    assert await world.after(1) == 0
    assert world.sleepers.slices[3:] == [0]


async def test_without_the_section_nobody_is_woken_and_what_is_open_ends() -> None:
    world = await World().begin()
    await world.after(60)
    del world.document["wake_up"]
    await world.publish(2)
    assert await open_bonuses(world.ctx, FASHION, [ADA]) == {}
    assert points_of(await world.buy("o1")) == 100
    assert await world.after(400) == 0


async def test_of_two_members_who_merge_the_open_bonus_that_ends_later_remains() -> None:
    world = await World(FakeSleepers(ADA, "mem_bob")).begin()
    await world.after(60)
    known = await world.ctx.ledger.records(FASHION, ORDER_BONUS, [ADA, "mem_bob"])
    ada, bob = known[ADA].value, known["mem_bob"].value
    later = replace(bob, until=bob.until + DAY)
    used = replace(later, used_at=later.opened_at)
    assert united_bonuses(ada, later) == united_bonuses(later, ada) == later
    assert united_bonuses(ada, used) == united_bonuses(used, ada) == ada


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["buy", "look"]), st.integers(0, 45)), max_size=14))
async def test_no_sleep_is_woken_twice_whenever_the_job_runs(
    steps: list[tuple[str, int]],
) -> None:
    world = await World().begin()
    awake, sleeps, due, doubled = NOON, 0, False, 0
    for n, (step, days) in enumerate(steps):
        world.clock.advance(days * DAY)
        if step == "look":
            opened = await wake_all(world.ctx, world.sleepers, Held())
            is_new = world.clock.now() - awake >= 60 * DAY and not due
            assert opened == is_new
            due, sleeps = due or is_new, sleeps + is_new
            continue
        doubled += points_of(await world.buy(f"o{n}")) == 200
        awake, due = world.clock.now(), False
    assert len(await world.opened()) == sleeps == await world.coupons()
    assert doubled <= sleeps
    assert (await world.counted())["answered"] == doubled
