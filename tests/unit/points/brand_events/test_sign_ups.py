"""Signing up over stores in memory: seats, prices and waiting lists, whatever comes at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.common.clock import ManualClock
from services.common.errors import Refusal
from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.standing import MemberErased
from services.points.activities.domain.subject import Subject
from services.points.brand_events.commands.attendance import follow_attendance
from services.points.brand_events.commands.reading import find_sign_up, list_events
from services.points.brand_events.commands.settling import settle_all
from services.points.brand_events.commands.signing_up import (
    Answer,
    cancel_sign_up,
    sign_up,
)
from services.points.brand_events.domain.eligibility import (
    AlreadySignedUp,
    EventFull,
    NotInAudience,
    SignUpClosed,
    TierTooLow,
    TooFew,
)
from services.points.brand_events.domain.section import EventNotFound
from services.points.brand_events.domain.sign_up import (
    AttendanceClosed,
    CancelTooLate,
    SignUpEnded,
    SignUpNotFound,
    SignUpState,
)
from services.points.context import MemberLocks, PointsContext
from services.points.intake.commands import follow_members
from services.points.ledger.domain import holds
from services.points.ledger.domain.account import AccountFull
from services.points.ledger.domain.posting import PostingKind
from services.points.ledger.domain.repeat import RequestIdReused
from tests.activities import NOON
from tests.unit.points.brand_events.events_world import (
    PRICED,
    SEATED,
    STARTS,
    WAITING,
    Held,
    Merged,
    attend,
    cancel,
    enrolled,
    join,
    left,
    local,
    points,
    publish,
    states,
    tasting,
)


async def test_a_seat_holds_its_price_and_attendance_takes_it(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await publish(ctx, tasting(**PRICED))
    await enrolled(ctx, "ada", points=50)
    made = (await join(ctx, "ada")).sign_up
    assert made.state is SEATED
    assert await points(ctx, "ada") == (50, 20)
    assert await left(ctx) == (1, 1, 0, 3)
    clock.set(STARTS)
    came = (await attend(ctx, made)).sign_up
    assert (came.state, came.store_id) == (SignUpState.ATTENDED, "sh-01")
    assert await points(ctx, "ada") == (20, 20)
    posting = await ctx.ledger.posting("tea", "sign_up/a1")
    assert posting is not None
    assert posting.kind is PostingKind.SPEND
    assert (posting.metadata["brand_event"], posting.metadata["store_id"]) == ("tasting", "sh-01")
    again = await attend(ctx, made, "another request")
    assert (again.sign_up, again.replayed) == (came, True)
    assert await points(ctx, "ada") == (20, 20)


@pytest.mark.parametrize("processes", [1, 2])
async def test_100_who_sign_up_at_once_get_20_seats_and_10_places(
    ctx: PointsContext, processes: int
) -> None:
    await publish(ctx, tasting(20, 10))
    members = [f"m{number}" for number in range(100)]
    await enrolled(ctx, *members)
    each = [replace(ctx, locks=MemberLocks()) for _ in range(processes)]
    found = await asyncio.gather(
        *(join(each[n % processes], member) for n, member in enumerate(members)),
        return_exceptions=True,
    )
    made = [one.sign_up.state for one in found if isinstance(one, Answer)]
    refused = [one for one in found if isinstance(one, BaseException)]
    assert (made.count(SEATED), made.count(WAITING)) == (20, 10)
    assert {type(one) for one in refused} == {EventFull}
    assert await left(ctx) == (0, 20, 10, 0)


async def test_a_seat_that_comes_free_goes_to_the_longest_waiting_who_can_pay(
    ctx: PointsContext,
) -> None:
    await publish(ctx, tasting(1, 3, **PRICED))
    await enrolled(ctx, "ada", "cat", "dan", points=30)
    await enrolled(ctx, "bob")
    first = (await join(ctx, "ada")).sign_up
    for member in ("bob", "cat", "dan"):
        assert (await join(ctx, member)).sign_up.state is WAITING
    assert await points(ctx, "cat") == (30, 30)
    await cancel(ctx, first)
    assert await states(ctx) == {
        "ada": "cancelled",
        "bob": "waiting",
        "cat": "seated",
        "dan": "waiting",
    }
    assert await points(ctx, "ada") == (30, 30)
    assert await points(ctx, "cat") == (30, 0)
    assert await left(ctx) == (0, 1, 2, 1)


async def test_who_is_erased_waits_no_more_and_their_seat_goes_to_the_next(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await publish(ctx, tasting(1, 3, **PRICED))
    await enrolled(ctx, "ada", "bob", "cy", points=50)
    for member in ("ada", "bob", "cy"):
        await join(ctx, member)
    erased = [MemberErased("tea", "bob")]
    for _ in range(2):  # the feed may repeat it
        await follow_members(ctx, erased)
        assert await states(ctx) == {"ada": "seated", "bob": "cancelled", "cy": "waiting"}
    await follow_members(ctx, [MemberErased("tea", "ada")])
    assert await states(ctx) == {"ada": "cancelled", "bob": "cancelled", "cy": "seated"}
    assert await points(ctx, "cy") == (50, 20)
    assert await left(ctx) == (0, 1, 0, 3)
    with pytest.raises(Refusal, match="nobody enrolled"):
        await join(ctx, "ada", "once more")
    # An event that has begun is counted as it came.
    clock.set(STARTS)
    await follow_members(ctx, [MemberErased("tea", "cy")])
    assert (await states(ctx))["cy"] == "seated"


async def test_nobody_who_comes_now_passes_those_who_wait(ctx: PointsContext) -> None:
    await publish(ctx, tasting(1, 3, **PRICED))
    await enrolled(ctx, "ada", points=30)
    await enrolled(ctx, "bob", points=29)
    await enrolled(ctx, "cat", points=30)
    first = (await join(ctx, "ada")).sign_up
    await join(ctx, "bob")
    await cancel(ctx, first)
    assert (await left(ctx))[0] == 1, "bob can't pay, and keeps his place"
    await enrolled(ctx, "bob")
    made = (await join(ctx, "cat")).sign_up
    assert made.state is WAITING
    assert await states(ctx) == {"ada": "cancelled", "bob": "waiting", "cat": "seated"}


async def test_more_seats_in_a_later_version_seat_those_who_wait(ctx: PointsContext) -> None:
    await publish(ctx, tasting(1, 3))
    await enrolled(ctx, "ada", "bob", "cat")
    for member in ("ada", "bob", "cat"):
        await join(ctx, member)
    await publish(ctx, tasting(2, 3), version=3)
    await settle_all(ctx, Held())
    assert await states(ctx) == {"ada": "seated", "bob": "seated", "cat": "waiting"}
    await publish(ctx, tasting(1, 3), version=4)
    assert await left(ctx) == (0, 2, 1, 2), "a lower number takes none away"


async def test_a_member_has_one_open_sign_up_and_may_come_back_after_cancelling(
    ctx: PointsContext,
) -> None:
    await publish(ctx, tasting())
    await enrolled(ctx, "ada")
    first = await join(ctx, "ada")
    with pytest.raises(AlreadySignedUp):
        await join(ctx, "ada", "again")
    cancelled = await cancel(ctx, first.sign_up)
    assert await cancel(ctx, first.sign_up) == replace(cancelled, replayed=True)
    second = (await join(ctx, "ada", "back")).sign_up
    assert second.id != first.sign_up.id
    assert await join(ctx, "ada") == replace(first, replayed=True), "a repeat: the first answer"
    with pytest.raises(SignUpEnded):
        await cancel_sign_up(
            ctx, "tea", request_id="c2", sign_up_id=first.sign_up.id, member_id="ada"
        )
    await enrolled(ctx, "bob")
    with pytest.raises(RequestIdReused):
        await sign_up(ctx, "tea", request_id="join-ada", member_id="bob", event="tasting")


async def test_members_cancel_until_a_stated_time_and_operators_always(
    ctx: PointsContext, clock: ManualClock
) -> None:
    until = STARTS - timedelta(days=1)
    await publish(ctx, tasting(**PRICED, cancel_until=local(until)))
    await enrolled(ctx, "ada", points=30)
    made = (await join(ctx, "ada")).sign_up
    with pytest.raises(SignUpNotFound):
        await cancel(ctx, made, by="bob")
    clock.set(until)
    with pytest.raises(CancelTooLate):
        await cancel(ctx, made)
    assert (await cancel(ctx, made, by=None)).sign_up.state is SignUpState.CANCELLED
    assert await points(ctx, "ada") == (30, 30)
    assert await left(ctx) == (2, 0, 0, 3)


async def test_a_seat_that_came_too_late_to_be_cancelled_may_be_given_up_until_the_start(
    ctx: PointsContext, clock: ManualClock
) -> None:
    until = STARTS - timedelta(days=1)
    await publish(ctx, tasting(1, 3, **PRICED, cancel_until=local(until)))
    await enrolled(ctx, "ada", "bob", points=30)
    first = (await join(ctx, "ada")).sign_up
    waits = (await join(ctx, "bob")).sign_up
    clock.set(until + timedelta(hours=1))
    await cancel(ctx, first, by=None)
    seat = (await find_sign_up(ctx, "tea", waits.id)).sign_up.value
    assert (seat.state, seat.cancel_until) == (SignUpState.SEATED, STARTS)
    assert (await cancel(ctx, waits, by="bob")).sign_up.state is SignUpState.CANCELLED
    assert await points(ctx, "bob") == (30, 30)


@pytest.mark.parametrize(("rule", "kept"), [("take", 0), ("release", 30)])
async def test_who_does_not_come_pays_by_the_rule_and_who_waited_does_not(
    ctx: PointsContext, clock: ManualClock, rule: str, kept: int
) -> None:
    await publish(ctx, tasting(1, 3, **PRICED, no_show=rule))
    await enrolled(ctx, "ada", "bob", points=30)
    await join(ctx, "ada")
    await join(ctx, "bob")
    ends = STARTS + timedelta(hours=2)
    clock.set(ends + timedelta(days=2) - timedelta(milliseconds=1))
    assert await settle_all(ctx, Held()) == 0
    clock.set(ends + timedelta(days=2))
    assert await settle_all(ctx, Held()) == 2
    assert await settle_all(ctx, Held()) == 0
    assert await states(ctx) == {"ada": "no_show", "bob": "unseated"}
    assert await points(ctx, "ada") == (kept, kept)
    assert await points(ctx, "bob") == (30, 30)
    assert await left(ctx) == (0, 1, 0, 3)


async def test_an_event_that_is_put_off_is_settled_on_its_new_day_with_the_price_still_held(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await publish(ctx, tasting(**PRICED))
    await enrolled(ctx, "ada", points=30)
    made = (await join(ctx, "ada")).sign_up
    later = STARTS + timedelta(days=14)
    await publish(ctx, tasting(starts=later, **PRICED), version=3)
    clock.set(STARTS + timedelta(days=3))
    with pytest.raises(AttendanceClosed):
        await attend(ctx, made)
    assert await settle_all(ctx, Held()) == 0
    clock.set(later)
    assert await points(ctx, "ada") == (30, 0)
    assert (await attend(ctx, made)).sign_up.state is SignUpState.ATTENDED
    assert await points(ctx, "ada") == (0, 0)


async def test_an_event_that_leaves_the_programme_is_settled_by_what_was_agreed(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await publish(ctx, tasting(**PRICED))
    await enrolled(ctx, "ada", points=30)
    await join(ctx, "ada")
    await publish(ctx, None, version=3)
    clock.set(STARTS + timedelta(days=4))
    assert await settle_all(ctx, Held()) == 1
    assert await states(ctx) == {"ada": "no_show"}
    assert await points(ctx, "ada") == (0, 0)


async def test_the_first_reason_is_told_from_what_a_member_cannot_change(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await enrolled(ctx, "ada")
    await publish(ctx, tasting(when="stats.orders >= 1"))
    with pytest.raises(NotInAudience):
        await join(ctx, "ada")
    await publish(ctx, tasting(min_tier="gold"), version=3)
    with pytest.raises(TierTooLow):
        await join(ctx, "ada")
    await publish(ctx, tasting(**PRICED), version=4)
    with pytest.raises(TooFew) as refused:
        await join(ctx, "ada")
    assert (refused.value.reason, refused.value.metadata["needed"]) == ("INSUFFICIENT_POINTS", "30")
    (shown,) = (await list_events(ctx, "tea", member_id="ada", first=0, size=9)).events
    assert shown.hindrance == "INSUFFICIENT_POINTS"
    await publish(ctx, tasting(opens=local(NOON + timedelta(days=1))), version=5)
    with pytest.raises(SignUpClosed):
        await join(ctx, "ada")
    with pytest.raises(EventNotFound):
        await sign_up(ctx, "tea", request_id="x", member_id="ada", event="other")
    clock.set(NOON + timedelta(days=1))
    assert (await join(ctx, "ada")).sign_up.state is SEATED
    clock.set(STARTS)
    await enrolled(ctx, "bob")
    with pytest.raises(SignUpClosed):
        await join(ctx, "bob")


async def test_an_activity_of_a_channel_takes_the_price_once_and_ends_no_other(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await publish(ctx, tasting(1, 3, **PRICED))
    await enrolled(ctx, "ada", "bob", points=30)
    made = (await join(ctx, "ada")).sign_up
    await join(ctx, "bob")
    clock.set(STARTS - timedelta(hours=7))

    async def tell(member: str) -> None:
        kind, about = ActivityType.EVENT_ATTENDANCE, Subject(event_code="tasting")
        told = Activity("tea", "pos", f"e-{member}", member, kind, STARTS, "sh-01", subject=about)
        await follow_attendance(ctx, told)

    await tell("ada")
    assert (await states(ctx))["ada"] == "seated", "the doors are not open"
    clock.set(STARTS)
    for member in ("ada", "ada", "bob", "nobody"):
        await tell(member)
    assert await states(ctx) == {"ada": "attended", "bob": "waiting"}
    assert await points(ctx, "ada") == (0, 0)
    again = await attend(ctx, made)
    assert (again.replayed, again.sign_up.by_activity) == (True, True)


async def test_a_member_with_a_full_account_does_not_keep_the_next_one_waiting(
    ctx: PointsContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(ctx, tasting(1, 3, **PRICED))
    await enrolled(ctx, "ada", "bob", "cat", points=90)
    first = (await join(ctx, "ada")).sign_up
    await join(ctx, "bob")
    await join(ctx, "cat")
    place = holds.place

    def full(held: Any, asked: Any, now: datetime, field: str) -> Any:
        if asked.owner == "bob":
            raise AccountFull(asked.owner, asked.asset, "holds", 1_000)
        return place(held, asked, now, field)

    monkeypatch.setattr("services.points.ledger.domain.holds.place", full)
    monkeypatch.setattr("services.points.ledger.domain.working_account.place", full, raising=False)
    await cancel(ctx, first)
    assert await states(ctx) == {"ada": "cancelled", "bob": "waiting", "cat": "seated"}


async def test_a_sign_up_of_a_merged_member_is_the_survivor_s(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await publish(ctx, tasting())
    await enrolled(ctx, "ada", "bob", "cat")
    of_bob = (await join(ctx, "bob")).sign_up
    survivors: Any = Merged()
    ctx.ledger._survivors = survivors
    after = replace(ctx, survivors=survivors)
    with pytest.raises(AlreadySignedUp):
        await join(after, "ada")
    (shown,) = (await list_events(after, "tea", member_id="ada", first=0, size=9)).events
    assert (shown.sign_up and shown.sign_up.id, shown.hindrance) == (
        of_bob.id,
        "EVENT_ALREADY_SIGNED_UP",
    )
    assert (await cancel(after, of_bob, by="ada")).sign_up.member_id == "ada"
    assert (await join(after, "ada")).sign_up.state is SEATED
    assert await left(after) == (1, 1, 0, 3)


async def test_who_came_has_their_seat_and_signs_up_no_second_time(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await publish(ctx, tasting(1, 1, **PRICED))
    await enrolled(ctx, "ada", points=90)
    clock.set(STARTS - timedelta(hours=1))
    first = (await join(ctx, "ada", "r1")).sign_up
    await attend(ctx, first)
    with pytest.raises(AlreadySignedUp):
        await join(ctx, "ada", "r2")
    (shown,) = (await list_events(ctx, "tea", member_id="ada", first=0, size=9)).events
    assert shown.hindrance == "EVENT_ALREADY_SIGNED_UP"
