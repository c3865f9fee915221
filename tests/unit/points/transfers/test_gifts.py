"""Gifts: each unit keeps its day of expiry, and no more goes through than the limits allow."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.common.clock import ManualClock
from services.points.activities.domain.standing import MemberEnrolled, Tier, TierChanged
from services.points.context import MemberLocks, PointsContext
from services.points.intake.commands import follow_members
from services.points.ledger.domain.guards import InsufficientPoints
from services.points.ledger.domain.lots import LotsChanged
from services.points.ledger.domain.posting import (
    HoldPlacement,
    Leg,
    Lot,
    PostingKind,
    PostingRequest,
)
from services.points.ledger.domain.repeat import RequestIdReused
from services.points.programme.domain.published import ProgrammePublished
from services.points.transfers.commands.give import Answer, give
from services.points.transfers.domain.gift import GiftInTooManyParts, GiftToSelf
from services.points.transfers.domain.gift_rules import (
    GiftLimit,
    GiftLimits,
    GiftsUnavailable,
    GiftTooEarly,
    GiftTooSmall,
    GiverTierTooLow,
)
from services.points.transfers.domain.given import GiftLimitReached, Given
from tests.activities import NOON, document

ADA, BOB = "mem_ada", "mem_bob"
DAY = timedelta(days=1)
RULES: dict[str, Any] = {
    "per_day": {"times": 100, "amount": 10_000},
    "per_month": {"times": 100, "amount": 10_000},
}


@pytest.fixture
async def members(ctx: PointsContext) -> PointsContext:
    """Tea, where Ada and Bob are members and gifts are as good as unlimited."""
    await follow_members(ctx, [MemberEnrolled("tea", each, NOON) for each in (ADA, BOB)])
    await publish(ctx, RULES)
    return ctx


async def publish(ctx: PointsContext, rules: dict[str, Any] | None, version: int = 2) -> None:
    changed = document("tea")
    del changed["gifts"]
    if rules is not None:
        changed["gifts"] = rules
    at = NOON + timedelta(seconds=version)
    await follow_members(ctx, [ProgrammePublished("tea", version, changed, at)])


async def earn(ctx: PointsContext, *lots: Lot, owner: str = ADA, request_id: str = "earn") -> None:
    legs = [Leg(owner, "POINTS", lot.points, lot.expire_at, lot.available_at) for lot in lots]
    total = sum(lot.points for lot in lots)
    request = PostingRequest(
        "tea",
        f"rpc/{request_id}",
        PostingKind.EARN,
        (*legs, Leg("house:issued", "POINTS", -total)),
    )
    await ctx.ledger.post(request)


async def lots_of(ctx: PointsContext, owner: str) -> tuple[Lot, ...]:
    return (await ctx.ledger.account_state("tea", [(owner, "POINTS")]))[owner, "POINTS"].lots


async def gave(ctx: PointsContext, amount: int = 10, request_id: str = "g1", **more: str) -> Answer:
    asked = {"giver_id": ADA, "receiver_id": BOB, "asset": "POINTS", **more}
    return await give(ctx, "tea", request_id=request_id, amount=amount, **asked)


async def test_a_gift_takes_the_first_to_expire_and_keeps_their_days(
    members: PointsContext,
) -> None:
    june, july = datetime(2026, 6, 30, tzinfo=UTC), datetime(2026, 7, 31, tzinfo=UTC)
    await earn(members, Lot(30, july), Lot(20, june), Lot(5))
    await gave(members, 52)
    assert await lots_of(members, BOB) == (Lot(20, june), Lot(30, july), Lot(2))
    assert await lots_of(members, ADA) == (Lot(3),)


async def test_pending_held_and_expired_units_are_not_given(
    members: PointsContext, clock: ManualClock
) -> None:
    await earn(members, Lot(10, NOON + DAY), Lot(10), Lot(50, None, NOON + 3 * DAY))
    hold = HoldPlacement("h1", ADA, "POINTS", 4, NOON + 9 * DAY)
    request = PostingRequest("tea", "rpc/h", PostingKind.HOLD, place_holds=(hold,))
    await members.ledger.post(request)
    with pytest.raises(InsufficientPoints) as refused:
        await gave(members, 17)
    assert refused.value.metadata["available"] == "16"
    clock.set(NOON + DAY)
    with pytest.raises(InsufficientPoints):
        await gave(members, 11)
    # What the hold keeps is of the lot that is past its expiry.
    await gave(members, 10)
    assert await lots_of(members, BOB) == (Lot(10),)


async def test_of_20_gifts_of_100_from_100_at_once_one_goes_through(
    members: PointsContext,
) -> None:
    """Two processes: each has locks of its own."""
    await earn(members, Lot(60, NOON + 30 * DAY), Lot(40))
    other = replace(members, locks=MemberLocks())
    tries = [gave((members, other)[n % 2], 100, f"g{n}") for n in range(20)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, Answer) for one in results) == 1
    assert sum(isinstance(one, InsufficientPoints) for one in results) == 19
    assert await lots_of(members, BOB) == (Lot(60, NOON + 30 * DAY), Lot(40))


async def test_limits_hold_for_gifts_at_once(members: PointsContext) -> None:
    await publish(members, RULES | {"per_day": {"times": 3, "amount": 1_000}}, 3)
    await earn(members, Lot(1_000))
    other = replace(members, locks=MemberLocks())
    tries = [gave((members, other)[n % 2], 1, f"g{n}") for n in range(20)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, Answer) for one in results) == 3
    assert sum(isinstance(one, GiftLimitReached) for one in results) == 17


async def test_spending_while_a_gift_is_decided_changes_no_day_of_expiry(
    members: PointsContext,
) -> None:
    june = NOON + 30 * DAY
    await earn(members, *(Lot(10, june + n * DAY) for n in range(10)))

    async def spend(n: int) -> None:
        legs = (Leg(ADA, "POINTS", -5), Leg("house:redeemed", "POINTS", 5))
        await members.ledger.post(PostingRequest("tea", f"rpc/s{n}", PostingKind.SPEND, legs))

    mixed = [step for n in range(6) for step in (gave(members, 5, f"g{n}"), spend(n))]
    await asyncio.gather(*mixed)
    both = (*await lots_of(members, ADA), *await lots_of(members, BOB))
    # 30 given and 30 spent: what the receiver has came from the six lots that expire first.
    assert sum(lot.points for lot in both) == 70
    assert sum(lot.points for lot in await lots_of(members, BOB)) == 30
    assert {lot.expire_at for lot in await lots_of(members, BOB)} <= {
        june + n * DAY for n in range(6)
    }


async def test_a_debit_that_names_lots_takes_these_or_nothing(members: PointsContext) -> None:
    june, july = NOON + 30 * DAY, NOON + 60 * DAY
    await earn(members, Lot(10, june), Lot(10, july))

    async def take(number: int, *named: Lot) -> None:
        legs = (Leg(ADA, "POINTS", -10, from_lots=named), Leg("house:redeemed", "POINTS", 10))
        await members.ledger.post(PostingRequest("tea", f"rpc/{number}", PostingKind.SPEND, legs))

    for number, wrong in enumerate(((Lot(10, july),), (Lot(5, june), Lot(5, july)))):
        with pytest.raises(LotsChanged):
            await take(number, *wrong)
    await take(9, Lot(10, june))
    assert await lots_of(members, ADA) == (Lot(10, july),)


async def test_a_repeat_gets_the_first_answer(members: PointsContext, clock: ManualClock) -> None:
    await earn(members, Lot(10))
    first = await gave(members)
    clock.advance(DAY)
    assert await gave(members) == Answer(first.gift, replayed=True)
    with pytest.raises(RequestIdReused):
        await gave(members, 9)
    posting = await members.ledger.posting("tea", "gift/g1")
    assert posting is not None
    assert (posting.kind, posting.metadata) == (PostingKind.TRANSFER, {"gift": first.gift.id})


async def test_whoever_may_not_give_is_told_why(members: PointsContext) -> None:
    await earn(members, Lot(100))
    with pytest.raises(GiftToSelf):
        await gave(members, receiver_id=ADA)
    with pytest.raises(GiftsUnavailable):
        await gave(members, asset="MAKE_UP_CARD")
    with pytest.raises(Exception, match="nobody enrolled") as refused:
        await gave(members, receiver_id="mem_nobody")
    assert getattr(refused.value, "reason", "") == "MEMBER_NOT_FOUND"
    await publish(members, RULES | {"min_amount": 11, "min_enrolled_days": 1}, 3)
    with pytest.raises(GiftTooSmall):
        await gave(members)
    with pytest.raises(GiftTooEarly) as early:
        await gave(members, 11)
    assert early.value.metadata == {"first_day": "2026-03-05"}
    await publish(members, RULES | {"min_tier": "silver"}, 4)
    with pytest.raises(GiverTierTooLow):
        await gave(members)
    silver = TierChanged("tea", ADA, Tier("silver", 1, 110), NOON, NOON)
    await follow_members(members, [silver])
    await gave(members)
    await publish(members, None, 5)
    with pytest.raises(GiftsUnavailable):
        await gave(members, request_id="g2")


async def test_a_tier_may_have_limits_of_its_own(members: PointsContext) -> None:
    once = {"times": 1, "amount": 10}
    tiers = {"silver": {"per_day": {"times": 2, "amount": 20}, "per_month": RULES["per_month"]}}
    await publish(members, {"per_day": once, "per_month": RULES["per_month"], "tiers": tiers}, 3)
    await earn(members, Lot(100))
    await gave(members)
    with pytest.raises(GiftLimitReached) as refused:
        await gave(members, request_id="g2")
    assert refused.value.metadata == {"per": "day", "times_left": "0", "amount_left": "0"}
    silver = TierChanged("tea", ADA, Tier("silver", 1, 110), NOON, NOON)
    await follow_members(members, [silver])
    await gave(members, request_id="g3")


async def test_a_gift_of_more_days_than_a_posting_carries_is_refused(
    members: PointsContext,
) -> None:
    for part in range(2):
        lots = (Lot(1, NOON + (40 * part + n + 1) * DAY) for n in range(40))
        await earn(members, *lots, request_id=f"e{part}")
    with pytest.raises(GiftInTooManyParts):
        await gave(members, 64)
    await gave(members, 63)
    assert len(await lots_of(members, BOB)) == 63


def test_a_day_and_a_month_are_the_brands_and_a_clock_that_went_back_gives_nothing_anew() -> None:
    limits = GiftLimits(GiftLimit(1, 10), GiftLimit(2, 15))
    today = NOON.date()
    given_today = Given(today).plus(10, limits)
    for earlier in (today, today - DAY):
        with pytest.raises(GiftLimitReached):
            given_today.on(earlier).plus(1, limits)
    twice = given_today.on(today + DAY).plus(5, limits)
    with pytest.raises(GiftLimitReached) as refused:
        twice.on(today + 2 * DAY).plus(1, limits)
    assert refused.value.metadata["per"] == "month"
    assert twice.on(today + 30 * DAY).plus(10, limits).month_times == 1
