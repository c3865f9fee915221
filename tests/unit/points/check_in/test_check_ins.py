"""Recording through the ledger: once for ever, on the brand's civil day, with one bonus."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.common.clock import ManualClock
from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.standing import MemberEnrolled
from services.points.check_in.commands import (
    Recorded,
    check_in_statuses,
    make_up,
    record_check_in,
)
from services.points.check_in.domain.check_in_posting import CHECK_INS, Bonus
from services.points.check_in.domain.make_up import MakeUpBeforeEnrolment, NoMakeUpCard
from services.points.check_in.domain.status import CheckInStatus
from services.points.context import MemberLocks, PointsContext
from services.points.intake.commands import follow_members
from services.points.ledger.domain.posting import Leg, PostingKind, PostingRequest
from services.points.ledger.domain.repeat import RequestIdReused
from services.points.programme.domain.published import ProgrammePublished
from tests.activities import NOON, activity, document

CARD = "MAKE_UP_CARD"
NEW_YORK = ZoneInfo("America/New_York")
SHANGHAI = ZoneInfo("Asia/Shanghai")


def check_in(at: datetime, event_id: str = "", **more: Any) -> Activity:
    return activity(
        ActivityType.CHECK_IN, at=at, event_id=event_id or f"check-in/{at.isoformat()}", **more
    )


async def recorded(ctx: PointsContext, at: datetime, **more: Any) -> Recorded:
    done = await record_check_in(ctx, check_in(at, **more))
    assert done is not None
    return done


async def fill(ctx: PointsContext, day: date, request_id: str = "m1") -> Recorded:
    return await make_up(ctx, "tea", request_id=request_id, member_id="mem_ada", day=day)


async def give_cards(ctx: PointsContext, cards: int = 1) -> None:
    legs = (Leg("mem_ada", CARD, cards), Leg("house:issued", CARD, -cards))
    await ctx.ledger.post(PostingRequest("tea", "rpc/cards", PostingKind.EARN, legs))


async def balance(ctx: PointsContext, asset: str = "POINTS") -> int:
    return (await ctx.ledger.balances("tea", [("mem_ada", asset)], ctx.clock.now()))[0].available


async def status(ctx: PointsContext) -> CheckInStatus:
    return (await check_in_statuses(ctx, "tea", ["mem_ada"]))["mem_ada"]


async def in_zone(ctx: PointsContext, zone: str) -> None:
    """Publish the programme of tea in another zone."""
    changed = document("tea") | {"timezone": zone}
    at = ctx.clock.now() + timedelta(days=1)
    await follow_members(ctx, [ProgrammePublished("tea", 2, changed, at)])


async def test_7_days_running_bring_the_bonus_once(ctx: PointsContext, clock: ManualClock) -> None:
    bonuses = []
    for _ in range(8):
        bonuses.append((await recorded(ctx, clock.now())).day.bonus)
        clock.advance(timedelta(days=1))
    assert bonuses == [None] * 6 + [Bonus("POINTS", 20), None]
    assert await balance(ctx) == 20
    assert (await status(ctx)).streak == 8


async def test_the_bonus_stands_in_its_posting_under_its_rule(
    ctx: PointsContext, clock: ManualClock
) -> None:
    for _ in range(7):
        last = check_in(clock.now())
        await record_check_in(ctx, last)
        clock.advance(timedelta(days=1))
    posting = await ctx.ledger.posting("tea", f"check_in/{last.key}")
    assert posting is not None
    assert posting.metadata["rule"] == "check_in_streak"
    assert [(e.owner, e.amount) for e in posting.entries] == [
        ("mem_ada", 20),
        ("house:issued", -20),
    ]
    # 12 months after, at the end of the month, as the points of tea do.
    assert posting.entries[0].expire_at == datetime(2027, 3, 31, 16, tzinfo=UTC)


async def test_a_repeat_gets_the_first_answer(ctx: PointsContext, clock: ManualClock) -> None:
    first = await recorded(ctx, clock.now(), event_id="c1")
    at = clock.now()
    clock.advance(timedelta(days=1))
    await recorded(ctx, clock.now(), event_id="c2")
    again = await recorded(ctx, at, event_id="c1")
    assert (again.day, again.already, again.replayed) == (first.day, False, True)
    with pytest.raises(RequestIdReused):
        await recorded(ctx, clock.now(), event_id="c1")


async def test_a_second_check_in_of_the_day_says_so(ctx: PointsContext, clock: ManualClock) -> None:
    await recorded(ctx, clock.now(), event_id="c1")
    second = await recorded(ctx, clock.now(), event_id="c2")
    assert (second.already, second.replayed, second.day.streak) == (True, False, 1)


async def test_check_ins_at_the_same_time_are_one_day(ctx: PointsContext) -> None:
    done = await asyncio.gather(*[recorded(ctx, NOON, event_id=f"c{n}") for n in range(20)])
    assert [each.already for each in done].count(False) == 1


async def test_the_call_and_the_event_of_one_check_in_record_it_once(ctx: PointsContext) -> None:
    told = check_in(NOON)
    one, _ = await asyncio.gather(record_check_in(ctx, told), follow_members(ctx, [told]))
    assert one is not None
    assert not one.already
    found = await ctx.ledger.record("tea", CHECK_INS, "mem_ada")
    assert found is not None
    assert found.version == 1
    assert await balance(ctx) == 2


async def test_a_check_in_of_the_feed_is_awarded_and_recorded(ctx: PointsContext) -> None:
    days = [check_in(NOON - timedelta(days=n)) for n in (0, 2, 1)]
    await follow_members(ctx, days)
    assert (await status(ctx)).streak == 3
    assert await balance(ctx) == 6


async def test_a_programme_without_the_section_writes_nothing(ctx: PointsContext) -> None:
    assert await record_check_in(ctx, check_in(NOON, brand="retail")) is None
    assert await ctx.ledger.record("retail", CHECK_INS, "mem_ada") is None
    assert await check_in_statuses(ctx, "retail", ["mem_ada"]) == {}


async def test_a_till_whose_clock_is_ahead_checks_in_for_today(ctx: PointsContext) -> None:
    done = await recorded(ctx, NOON + timedelta(hours=20))
    assert done.day.day == date(2026, 3, 4)


async def test_a_check_in_too_late_to_be_recorded_changes_nothing(ctx: PointsContext) -> None:
    await recorded(ctx, NOON)
    late = await recorded(ctx, NOON - timedelta(days=100))
    assert (late.already, late.day.streak) == (False, 1)
    found = await ctx.ledger.record("tea", CHECK_INS, "mem_ada")
    assert found is not None
    assert found.version == 1


async def test_a_card_for_day_4_makes_a_streak_of_6_and_earns_no_daily_points(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await give_cards(ctx)
    await follow_members(ctx, [check_in(NOON - timedelta(days=n)) for n in (5, 4, 3, 1, 0)])
    assert ((await status(ctx)).streak, await balance(ctx)) == (2, 10)
    done = await fill(ctx, date(2026, 3, 2))
    assert (done.day.streak, done.day.bonus) == (6, None)
    assert (await balance(ctx), await balance(ctx, CARD)) == (10, 0)
    shown = (await status(ctx)).days
    assert [each.day for each in shown if each.made_up] == [date(2026, 3, 2)]


async def test_a_card_that_completes_7_days_brings_the_bonus_in_the_same_posting(
    ctx: PointsContext,
) -> None:
    await give_cards(ctx)
    for n in (6, 5, 4, 2, 1, 0):
        await recorded(ctx, NOON - timedelta(days=n))
    done = await fill(ctx, date(2026, 3, 1))
    assert (done.day.streak, done.day.bonus) == (7, Bonus("POINTS", 20))
    posting = await ctx.ledger.posting("tea", "make_up/m1")
    assert posting is not None
    assert [(e.owner, e.asset, e.amount) for e in posting.entries] == [
        ("mem_ada", CARD, -1),
        ("house:redeemed", CARD, 1),
        ("mem_ada", "POINTS", 20),
        ("house:issued", "POINTS", -20),
    ]


async def test_two_make_ups_at_once_with_one_card_are_one(ctx: PointsContext) -> None:
    await give_cards(ctx)
    done = await asyncio.gather(
        fill(ctx, date(2026, 3, 2), "m1"),
        fill(ctx, date(2026, 3, 3), "m2"),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in done) == ["NoMakeUpCard", "Recorded"]
    assert await balance(ctx, CARD) == 0


async def test_two_processes_that_fill_days_of_one_member_do_not_undo_one_another(
    ctx: PointsContext,
) -> None:
    # Each process has locks of its own, so only the record's version parts them.
    other = replace(ctx, locks=MemberLocks())
    await give_cards(ctx, 2)
    await asyncio.gather(fill(ctx, date(2026, 3, 2), "m1"), fill(other, date(2026, 3, 3), "m2"))
    assert [each.day for each in (await status(ctx)).days if each.made_up] == [
        date(2026, 3, 2),
        date(2026, 3, 3),
    ]
    assert await balance(ctx, CARD) == 0


async def test_two_processes_with_one_card_fill_one_day(ctx: PointsContext) -> None:
    other = replace(ctx, locks=MemberLocks())
    await give_cards(ctx)
    done = await asyncio.gather(
        fill(ctx, date(2026, 3, 2), "m1"),
        fill(other, date(2026, 3, 3), "m2"),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in done) == ["NoMakeUpCard", "Recorded"]


async def test_a_make_up_asked_again_gets_the_first_answer(ctx: PointsContext) -> None:
    await give_cards(ctx)
    first = await fill(ctx, date(2026, 3, 2))
    again = await fill(ctx, date(2026, 3, 2))
    assert (again.day, again.replayed) == (first.day, True)
    with pytest.raises(RequestIdReused):
        await fill(ctx, date(2026, 3, 3))


async def test_a_card_past_its_expiry_fills_no_day(ctx: PointsContext, clock: ManualClock) -> None:
    legs = (
        Leg("mem_ada", CARD, 1, expire_at=NOON + timedelta(hours=1)),
        Leg("house:issued", CARD, -1),
    )
    await ctx.ledger.post(PostingRequest("tea", "rpc/cards", PostingKind.EARN, legs))
    assert (await status(ctx)).make_up_cards == 1
    clock.advance(timedelta(hours=2))
    assert (await status(ctx)).make_up_cards == 0
    with pytest.raises(NoMakeUpCard):
        await fill(ctx, date(2026, 3, 2))


async def test_a_day_before_the_enrolment_is_not_made_up(ctx: PointsContext) -> None:
    await give_cards(ctx)
    # 1 March in Shanghai, 28 February in UTC.
    enrolled = datetime(2026, 2, 28, 17, tzinfo=UTC)
    await follow_members(ctx, [MemberEnrolled("tea", "mem_ada", enrolled)])
    with pytest.raises(MakeUpBeforeEnrolment):
        await fill(ctx, date(2026, 2, 28))
    assert (await fill(ctx, date(2026, 3, 1))).day.streak == 0


async def test_midnight_in_the_brand_s_zone_parts_two_days(
    ctx: PointsContext, clock: ManualClock
) -> None:
    midnight = datetime(2026, 3, 4, tzinfo=SHANGHAI).astimezone(UTC)
    before = await recorded(ctx, midnight - timedelta(milliseconds=1))
    after = await recorded(ctx, midnight)
    assert (before.day.day, after.day.day) == (date(2026, 3, 3), date(2026, 3, 4))
    assert after.day.streak == 2


@pytest.mark.parametrize("changes_on", [date(2026, 3, 8), date(2026, 11, 1)])
async def test_a_day_of_23_or_25_hours_is_one_day(
    ctx: PointsContext, clock: ManualClock, changes_on: date
) -> None:
    await in_zone(ctx, "America/New_York")
    begin = datetime(changes_on.year, changes_on.month, changes_on.day, tzinfo=NEW_YORK)
    end = datetime(changes_on.year, changes_on.month, changes_on.day, 23, 59, tzinfo=NEW_YORK)
    clock.advance(end.astimezone(UTC) + timedelta(days=2) - clock.now())
    first = await recorded(ctx, begin.astimezone(UTC))
    last = await recorded(ctx, end.astimezone(UTC))
    assert (first.day.day, last.already) == (changes_on, True)
    for days in (-1, 1):
        around = begin + timedelta(days=days, hours=12)
        await recorded(ctx, around.astimezone(UTC))
    found = await ctx.ledger.record("tea", CHECK_INS, "mem_ada")
    assert found is not None
    assert [run.days for run in found.value.runs] == [3]


async def test_29_february_and_the_end_of_a_month_are_days_like_others(
    ctx: PointsContext, clock: ManualClock
) -> None:
    clock.advance(datetime(2028, 2, 28, 4, tzinfo=UTC) - clock.now())
    for _ in range(3):
        done = await recorded(ctx, clock.now())
        clock.advance(timedelta(days=1))
    assert (done.day.day, done.day.streak) == (date(2028, 3, 1), 3)


async def test_a_make_up_of_the_16th_from_a_phone_ten_hours_ahead_is_the_brand_s_16th(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await in_zone(ctx, "UTC")
    # It is the 18th at 05:00 on the phone, and the 17th in the brand's zone.
    clock.advance(datetime(2026, 3, 17, 19, tzinfo=UTC) - clock.now())
    await give_cards(ctx)
    done = await fill(ctx, date(2026, 3, 16))
    assert (done.day.day, done.day.streak) == (date(2026, 3, 16), 1)
