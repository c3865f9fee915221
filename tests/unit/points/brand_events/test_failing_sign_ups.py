"""A sign-up, or an event, that fails stops no other: of the brand, or of who calls."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.common.clock import ManualClock
from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.subject import Subject
from services.points.badges.commands import badges_of
from services.points.brand_events.commands import settling
from services.points.brand_events.commands.reading import find_sign_up
from services.points.brand_events.commands.settling import settle_all
from services.points.brand_events.domain.sign_up_posting import SIGN_UP
from services.points.context import PointsContext
from services.points.intake.commands import after_awards
from services.points.ledger.domain.spendable import AssetNotSpendable
from tests.unit.points.brand_events.events_world import (
    PRICED,
    STARTS,
    Held,
    cancel,
    enrolled,
    join,
    points,
    publish,
    states,
    tasting,
)

# Whoever signed up while points could be spent agreed to a price that nobody can take now.


async def test_a_seat_that_cannot_be_given_keeps_no_other_event_from_being_settled(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await publish(ctx, tasting(1, 3, **PRICED))
    await enrolled(ctx, "ada", "bob", points=30)
    await join(ctx, "ada")
    await join(ctx, "bob")
    await publish(ctx, tasting(2, 3), version=3, spendable=False)
    await enrolled(ctx, "cat")
    await join(ctx, "cat")
    await settle_all(ctx, Held())
    assert await states(ctx) == {"ada": "seated", "bob": "waiting", "cat": "seated"}


async def test_a_cancelling_is_answered_though_who_waits_cannot_move_up(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await publish(ctx, tasting(1, 3, **PRICED))
    await enrolled(ctx, "ada", "bob", points=30)
    seated = (await join(ctx, "ada")).sign_up
    await join(ctx, "bob")
    await publish(ctx, tasting(1, 3), version=3, spendable=False)
    assert (await cancel(ctx, seated)).sign_up.state == "cancelled"
    assert await states(ctx) == {"ada": "cancelled", "bob": "waiting"}


async def test_an_attendance_whose_price_nobody_can_spend_costs_nothing_and_counts(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await publish(ctx, tasting(1, 3, **PRICED))
    await enrolled(ctx, "ada", points=30)
    await join(ctx, "ada")
    await publish(ctx, tasting(1, 3), version=3, spendable=False)
    clock.set(STARTS)
    kind, about = ActivityType.EVENT_ATTENDANCE, Subject(event_code="tasting")
    told = Activity("tea", "pos", "e-1", "ada", kind, STARTS, "sh-01", subject=about)
    assert await after_awards(ctx, [told]) == []
    assert "guest" in (await badges_of(ctx, "tea", "ada")).value.had
    assert await states(ctx) == {"ada": "attended"}
    assert await points(ctx, "ada") == (30, 30)


async def test_an_attendance_that_is_refused_counts_for_badges_all_the_same(
    ctx: PointsContext, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(ctx, tasting(1, 3))
    await enrolled(ctx, "ada")
    await join(ctx, "ada")
    clock.set(STARTS)

    async def refused(*_: object) -> None:
        raise AssetNotSpendable("legs[0]", "ada", "POINTS")

    monkeypatch.setattr("services.points.intake.commands.follow_attendance", refused)
    kind, about = ActivityType.EVENT_ATTENDANCE, Subject(event_code="tasting")
    told = Activity("tea", "pos", "e-1", "ada", kind, STARTS, "sh-01", subject=about)
    ((about_it, error),) = await after_awards(ctx, [told])
    assert (about_it, type(error)) == (told, AssetNotSpendable)
    assert "guest" in (await badges_of(ctx, "tea", "ada")).value.had


async def test_who_does_not_come_pays_no_price_that_nobody_can_spend(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await publish(ctx, tasting(1, 3, **PRICED, no_show="take"))
    await enrolled(ctx, "ada", "bob", points=30)
    made = (await join(ctx, "ada")).sign_up
    await join(ctx, "bob")
    await publish(ctx, tasting(1, 3), version=3, spendable=False)
    clock.set(STARTS + timedelta(days=4))
    assert await settle_all(ctx, Held()) == 2
    assert await states(ctx) == {"ada": "no_show", "bob": "unseated"}
    assert await points(ctx, "ada") == (30, 30)
    kept = (await find_sign_up(ctx, "tea", made.id)).sign_up.value
    assert (kept.terms.price, kept.held_until) == (0, None)
    assert await ctx.ledger.due_records("tea", SIGN_UP, clock.now(), 9) == []


async def test_an_event_that_was_put_off_keeps_its_seat_and_gives_such_a_price_back(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await publish(ctx, tasting(1, 3, **PRICED))
    await enrolled(ctx, "ada", points=30)
    await join(ctx, "ada")
    later = STARTS + timedelta(days=14)
    await publish(ctx, tasting(1, 3, starts=later), version=3, spendable=False)
    clock.set(STARTS + timedelta(days=3))
    assert await settle_all(ctx, Held()) == 0
    assert (await states(ctx), await points(ctx, "ada")) == ({"ada": "seated"}, (30, 30))
    # Spendable again: what was given back is not taken later.
    await publish(ctx, tasting(1, 3, starts=later, **PRICED), version=4)
    clock.set(later + timedelta(days=4))
    assert await settle_all(ctx, Held()) == 1
    assert (await states(ctx), await points(ctx, "ada")) == ({"ada": "no_show"}, (30, 30))


async def test_sign_ups_that_cannot_be_settled_stop_none_behind_them(
    ctx: PointsContext, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "SLICE", 2)
    await publish(ctx, tasting(9, 9))
    await enrolled(ctx, *"abcde")
    for member in "abcde":
        await join(ctx, member)
    settle = settling.settle

    async def fails(ctx: PointsContext, brand: str, sign_up_id: str) -> bool:
        if sign_up_id in broken:
            raise AssetNotSpendable("legs[0]", "a", "POINTS")
        return await settle(ctx, brand, sign_up_id)

    monkeypatch.setattr(settling, "settle", fails)
    clock.set(STARTS + timedelta(days=4))
    due = await ctx.ledger.due_records("tea", SIGN_UP, clock.now(), 3)
    broken = {each.value.id for each in due}
    assert await settle_all(ctx, Held()) == 2
    broken.clear()
    assert await settle_all(ctx, Held()) == 3
