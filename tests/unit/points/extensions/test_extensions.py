"""An activity keeps what its member has for longer, whatever the order in which it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.cel import compile_condition
from services.common.clock import ManualClock
from services.common.ids import IdSequence
from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.standing import MemberMerged, MemberUnmerged
from services.points.calendar.domain.local_time import last_day
from services.points.calendar.domain.month import Month
from services.points.context import PointsContext
from services.points.intake.commands import follow_members
from services.points.ledger.api.messages import to_request
from services.points.ledger.commands.expiry_sweep import Sweep
from services.points.ledger.commands.ledger import ID_PREFIX, Ledger
from services.points.ledger.commands.verify import Verifier
from services.points.ledger.domain.account import Account
from services.points.ledger.domain.audit_report import Colour
from services.points.ledger.domain.balance import balance
from services.points.ledger.domain.expiry_reminder import due_reminders
from services.points.ledger.domain.posting import Posting, PostingKind
from services.points.programme.commands import Programmes
from services.points.programme.domain.extension import Extension, Once
from services.points.programme.domain.published import ProgrammePublished
from services.points.refunds.commands import commit_refund
from services.points.sections import SECTIONS
from services.points.statements.domain.rule_attribution import Moves, Origin
from services.points.statements.domain.rule_totals import OriginTotals
from tessera.points.v1 import ledger_pb2
from tests.activities import NOON, activity, bought, gave_back, line
from tests.builders import earn, hold, spend
from tests.fakes import FakeLedgerStore
from tests.fakes_points import FakeProgrammeStore, FakeStandingStore
from tests.unit.common.redirects_at_hand import AtHand

ADA, BOB = "mem_ada", "mem_bob"
DAY = timedelta(days=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")
EXTENSION = {"activities": ["order", "visit"], "months": 12, "once": "month", "most_months": 24}


def programme(**extension: Any) -> dict[str, Any]:
    months = {"policy": "end_of_month", "months": 12, "extend_on": EXTENSION | extension}
    rule = {"code": "spend", "on": "order", "asset": "POINTS"}
    award = {"points": 1, "per_minor_units": 100}
    return {
        "currency": "CNY",
        "timezone": "Asia/Shanghai",
        "assets": {"POINTS": {"expiry": months}, "STAMP": {"spendable": False, "expiry": months}},
        "earning": {"rules": [rule | {"award": award}]},
        "refunds": {"policy": "within_balance"},
    }


class World:
    """One brand in memory; on 4 March 2026 it is noon in Shanghai."""

    def __init__(self) -> None:
        self.clock = ManualClock(NOON)
        self.store = FakeLedgerStore()
        self.redirects = AtHand()
        self.ledger = Ledger(self.store, self.clock, survivors=self.redirects)
        programmes = Programmes(FakeProgrammeStore(), compile_condition, SECTIONS)
        self.ctx = PointsContext(
            self.ledger,
            programmes,
            FakeStandingStore(),
            self.clock,
            survivors=self.redirects,
        )

    async def open(self, **extension: Any) -> None:
        document = programme(**extension)
        await self.tell(ProgrammePublished("tea", 1, document, NOON))

    async def tell(self, *events: Any) -> None:
        await follow_members(self.ctx, list(events))

    async def account(self, owner: str = ADA, asset: str = "POINTS") -> Account:
        return (await self.ledger.account_state("tea", [(owner, asset)]))[owner, asset]

    async def days(self, owner: str = ADA, asset: str = "POINTS") -> dict[date, int]:
        """Points by the last local day on which they can be spent."""
        found: dict[date, int] = {}
        for lot in (await self.account(owner, asset)).lots:
            assert lot.expire_at is not None
            day = last_day(lot.expire_at, SHANGHAI)
            found[day] = found.get(day, 0) + lot.points
        return found

    def extended(self) -> list[Posting]:
        """The postings that put off points; those without entries only say until when."""
        found = [p for p in self.store.postings.values() if p.kind is PostingKind.EXTEND]
        return [p for p in found if p.entries]

    async def is_proven(self) -> bool:
        return (await Verifier(self.store, self.clock).verify("tea")).colour is Colour.GREEN

    def outstanding(self) -> dict[Origin, int]:
        """By rule, as the books attribute it."""
        moves, totals = Moves(), OriginTotals()
        for posting in self.store.postings.values():
            moves.add(posting, SHANGHAI)
        totals.settle(moves)
        found: dict[Origin, int] = {}
        for cohort, origins in totals.cohorts.items():
            for origin, points in origins.items():
                if cohort.asset == "POINTS":
                    found[origin] = found.get(origin, 0) + points
        return found


def order(yuan: int, at: datetime, name: str, owner: str = ADA) -> Activity:
    return bought(line("1", yuan * 100), order_id=f"o{name}", event_id=name, at=at, member_id=owner)


def visit(at: datetime, name: str) -> Activity:
    return activity(ActivityType.VISIT, at=at, event_id=name)


@pytest.fixture
def world() -> World:
    return World()


async def test_an_activity_keeps_points_until_its_own_month_is_so_many_months_past(
    world: World,
) -> None:
    await world.open()
    await world.tell(order(100, NOON, "a"))
    assert await world.days() == {date(2027, 3, 31): 100}
    world.clock.set(datetime(2026, 6, 10, 4, tzinfo=UTC))
    await world.tell(visit(world.clock.now(), "v"))
    assert await world.days() == {date(2027, 6, 30): 100}
    (posting,) = world.extended()
    assert sum(entry.amount for entry in posting.entries) == 0
    assert posting.metadata["activity"] == "visit"
    assert balance(await world.account(), world.clock.now()).available == 100
    assert world.outstanding() == {Origin("spend"): 100}
    assert await world.is_proven()


async def test_what_the_brand_does_for_a_member_keeps_nothing(world: World) -> None:
    await world.open(activities=["share"])
    await world.tell(order(100, NOON, "a"))
    world.clock.set(datetime(2026, 6, 10, 4, tzinfo=UTC))
    share = activity(ActivityType.SHARE, at=world.clock.now(), event_id="s")
    await world.tell(replace(share, event_id="praise", by_brand=True))
    assert await world.days() == {date(2027, 3, 31): 100}
    await world.tell(share)
    assert await world.days() == {date(2027, 6, 30): 100}


async def test_reminder_and_sweep_follow_to_the_later_day(world: World) -> None:
    await world.open()
    await world.tell(order(100, NOON, "a"))
    world.clock.set(datetime(2026, 6, 10, 4, tzinfo=UTC))
    await world.tell(visit(world.clock.now(), "v"))
    account = await world.account()

    def told(day: datetime) -> list[date]:
        due = due_reminders(account, day, SHANGHAI, (30, 7, 1), (day - DAY).date())
        return [one.on for one in due]

    assert told(datetime(2027, 3, 24, 4, tzinfo=UTC)) == []
    assert told(datetime(2027, 6, 23, 4, tzinfo=UTC)) == [date(2027, 6, 30)]
    sweep = Sweep(world.store, world.clock, IdSequence(ID_PREFIX))
    world.clock.set(datetime(2027, 6, 30, 15, 59, tzinfo=UTC))
    assert await sweep.once() == 0
    world.clock.set(datetime(2027, 6, 30, 16, 0, tzinfo=UTC))
    assert await sweep.once() == 1
    assert (await world.account()).posted == 0
    assert await world.is_proven()


async def test_no_point_is_put_off_past_what_the_brand_says(world: World) -> None:
    await world.open(most_months=4)
    await world.tell(order(100, NOON, "a"))
    for number, month in enumerate((6, 8, 10, 12)):
        world.clock.set(datetime(2026, month, 10, 4, tzinfo=UTC))
        await world.tell(visit(world.clock.now(), f"v{number}"))
    # First to March: 4 months later is July, however often it was put off.
    assert await world.days() == {date(2027, 7, 31): 100}
    assert [len(posting.entries) for posting in world.extended()] == [2, 2]


async def test_a_year_counts_once_from_its_january_on(world: World) -> None:
    await world.open(once="year")
    await world.tell(order(100, NOON, "a"))
    for number, at in enumerate(("2026-12-31T15:59", "2026-12-31T16:01", "2027-02-20T04:00")):
        world.clock.set(datetime.fromisoformat(at).replace(tzinfo=UTC))
        await world.tell(visit(world.clock.now(), f"v{number}"))
    # Within 2026: until January 2027, which is before March. From local midnight on: January 2028.
    assert await world.days() == {date(2028, 1, 31): 100}
    assert [len(posting.entries) for posting in world.extended()] == [2]


async def test_points_that_expired_before_the_activity_was_told_stay_expired(world: World) -> None:
    await world.open()
    await world.tell(order(100, NOON, "a"))
    told_late = visit(datetime(2026, 6, 10, 4, tzinfo=UTC), "v")
    world.clock.set(datetime(2027, 4, 1, 4, tzinfo=UTC))
    await world.tell(told_late)
    assert world.extended() == []
    assert balance(await world.account(), world.clock.now()).available == 0


async def test_a_refund_takes_the_points_of_its_order_from_where_they_were_put_off_to(
    world: World,
) -> None:
    await world.open(most_months=2)
    await world.tell(order(100, NOON, "a"))
    june = datetime(2026, 6, 10, 4, tzinfo=UTC)
    world.clock.set(datetime(2026, 4, 10, 4, tzinfo=UTC))
    await world.tell(order(40, world.clock.now(), "b"))
    world.clock.set(june)
    await world.tell(visit(june, "v"))
    assert await world.days() == {date(2027, 5, 31): 100, date(2027, 6, 30): 40}
    back = gave_back(line("1", 3000), order_id="ob", event_id="r", at=june, member_id=ADA)
    await commit_refund(world.ctx, back)
    # Without knowing where they went, the earliest would be taken: the other order's.
    assert await world.days() == {date(2027, 5, 31): 100, date(2027, 6, 30): 10}
    assert world.outstanding() == {Origin("spend"): 110}
    assert await world.is_proven()


async def test_what_is_held_or_pending_stays_so(world: World) -> None:
    await world.open()
    soon = datetime(2026, 4, 30, 16, tzinfo=UTC)
    await world.ledger.post(earn(ADA, 50, request_id="free", expire_at=soon))
    waiting = earn(ADA, 30, request_id="waits", expire_at=soon, available_at=NOON + 9 * DAY)
    await world.ledger.post(waiting)
    await world.ledger.post(hold(ADA, 20, NOON + DAY))
    await world.tell(visit(NOON, "v"))
    assert await world.days() == {date(2027, 3, 31): 80}
    told = balance(await world.account(), NOON)
    assert (told.posted, told.held, told.pending, told.available) == (80, 20, 30, 30)
    assert await world.is_proven()


async def test_what_nobody_may_spend_is_kept_longer_too(world: World) -> None:
    await world.open()
    await world.ledger.post(
        earn(ADA, 3, asset="STAMP", expire_at=datetime(2026, 4, 30, 16, tzinfo=UTC))
    )
    await world.tell(visit(NOON, "v"))
    assert await world.days(asset="STAMP") == {date(2027, 3, 31): 3}


async def test_more_lots_than_a_posting_has_room_for_are_put_off_in_parts(world: World) -> None:
    await world.open()
    for day in range(1, 71):
        lot = earn(ADA, 1, request_id=f"lot/{day}", expire_at=NOON + day * DAY)
        await world.ledger.post(lot)
    await world.tell(visit(NOON, "v"))
    await world.tell(visit(NOON, "v"))
    assert await world.days() == {date(2027, 3, 31): 70}
    assert len(world.extended()) == 3
    assert await world.is_proven()


async def test_a_merge_that_is_undone_gives_back_what_was_put_off_since(world: World) -> None:
    await world.open()
    await world.tell(order(100, NOON, "a", owner=BOB))
    await world.tell(MemberMerged("tea", ADA, BOB, "mrg_1", NOON))
    world.redirects.learn("tea", BOB, ADA)
    world.clock.set(datetime(2026, 4, 1, 4, tzinfo=UTC))
    await world.tell(visit(world.clock.now(), "v"))
    world.redirects.learn("tea", BOB, "")
    await world.tell(MemberUnmerged("tea", BOB, BOB, ADA, "mrg_1"))
    assert await world.days(BOB) == {date(2027, 4, 30): 100}
    assert await world.days(ADA) == {}


async def test_points_spent_since_are_put_off_no_more(world: World) -> None:
    await world.open()
    await world.tell(order(100, NOON, "a"))
    world.clock.set(datetime(2026, 6, 10, 4, tzinfo=UTC))
    await world.tell(visit(world.clock.now(), "v"), order(10, world.clock.now(), "b"))
    await world.ledger.post(spend(ADA, 60))
    # The points that were put off go before those that end on that day by themselves.
    lots = (await world.account()).lots
    assert [lot.points for lot in lots] == [40, 10]
    assert world.outstanding() == {Origin("spend"): 50}


TOLD = st.lists(
    st.tuples(st.sampled_from(("order", "visit")), st.integers(0, 300), st.integers(1, 90)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=30, deadline=None)
@given(told=TOLD, data=st.data(), once=st.sampled_from(("month", "year")), most=st.integers(1, 24))
def test_any_order_and_any_repetition_gives_the_same_expiry(
    told: list[tuple[str, int, int]], data: st.DataObject, once: str, most: int
) -> None:
    at = [NOON + days * DAY for _, days, _ in told]
    events = [
        order(yuan, at[n], str(n)) if kind == "order" else visit(at[n], str(n))
        for n, (kind, _, yuan) in enumerate(told)
    ]
    mixed = data.draw(st.permutations([*events, *data.draw(st.lists(st.sampled_from(events)))]))

    async def lots(told: Iterable[Activity], *, late: bool) -> Sequence[object]:
        world = World()
        await world.open(once=once, most_months=most)
        for event in told:
            world.clock.set(NOON + 300 * DAY if late else event.occurred_at)
            await world.tell(event)
        assert await world.is_proven()
        return (await world.account()).lots

    in_time = sorted(events, key=lambda one: one.occurred_at)
    assert asyncio.run(lots(mixed, late=True)) == asyncio.run(lots(in_time, late=False))


async def test_what_is_earned_late_is_put_off_by_the_activity_that_came_before(
    world: World,
) -> None:
    await world.open(activities=["visit"])
    world.clock.set(datetime(2026, 6, 10, 4, tzinfo=UTC))
    await world.tell(visit(world.clock.now(), "v"))
    await world.tell(order(100, NOON, "a"), order(10, world.clock.now(), "b"))
    assert await world.days() == {date(2027, 6, 30): 110}
    # The visit moved nothing, and was kept; then the late order's points moved.
    assert [len(posting.entries) for posting in world.extended()] == [2]


def test_no_caller_may_post_an_extension() -> None:
    asked = ledger_pb2.CreatePostingRequest(request_id="x", kind=ledger_pb2.POSTING_KIND_EXTEND)
    with pytest.raises(Exception, match="say what the posting is about"):
        to_request(asked, "tea")


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 120), st.integers(1, 120))
def test_what_was_put_off_twice_has_the_expiry_of_the_later(
    day: date, months: int, more: int
) -> None:
    rule = Extension(frozenset(), 12, Once.MONTH, 120)
    first = datetime(day.year, day.month, 1, tzinfo=SHANGHAI).astimezone(UTC)
    start = Month(day.year, day.month)
    once = rule.extended(first, start.plus(months), SHANGHAI)
    both = rule.extended(once, start.plus(more), SHANGHAI)
    assert both == rule.extended(first, start.plus(max(months, more)), SHANGHAI)
