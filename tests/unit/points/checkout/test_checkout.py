"""A basket through the ledger: held, captured whole or in part, cancelled, or let go by time."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.common.clock import ManualClock
from services.points.activities.domain.standing import MemberEnrolled, Tier, TierChanged
from services.points.checkout.commands import (
    Answer,
    TooFewPoints,
    TooManyHeld,
    basket_of_order,
    cancel_basket,
    capture_basket,
    get_basket,
    hold_basket,
    list_baskets,
    preview_basket,
)
from services.points.checkout.domain.basket import Basket, BasketLine
from services.points.checkout.domain.checkout import (
    CheckoutBasketDiffers,
    CheckoutEnded,
    CheckoutHeldByTill,
    CheckoutNotFound,
    CheckoutOrderTaken,
    CheckoutState,
    LineUnknown,
)
from services.points.context import MemberLocks, PointsContext
from services.points.coupons.commands import find_coupons
from services.points.coupons.domain.coupon import (
    CouponExpired,
    CouponHeld,
    CouponNotFound,
    CouponState,
    CouponUsed,
)
from services.points.grants.commands import grant_all
from services.points.grants.domain.grant import callers_grant
from services.points.intake.commands import follow_members
from services.points.ledger.domain.repeat import RequestIdReused
from services.points.programme.domain.published import ProgrammePublished
from tests.activities import NOON, document

TYPES: list[dict[str, Any]] = [
    {
        "code": "ten",
        "name": {"zh": "十", "en": "Ten"},
        "kind": "amount_off",
        "amount_minor": 1000,
        "life": {"days": 0},
    },
    {
        "code": "fruit",
        "name": {"zh": "果", "en": "Fruit"},
        "kind": "free_article",
        "series": ["fruit"],
        "life": {"days": 9},
    },
]


@pytest.fixture
async def tea(ctx: PointsContext) -> PointsContext:
    """20 points pay a yuan, gold has 10 % off; Ada has 1,000 points."""
    checkout = {
        "hold_minutes": 15,
        "points": {"minor_units": 5, "per_points": 1, "max_percent": 100},
        "tier_discounts": [{"tier": "gold", "percent": 10}],
    }
    changed = document("tea") | {"streaks": [], "coupons": {"types": TYPES}, "checkout": checkout}
    at = NOON + timedelta(seconds=1)
    await follow_members(ctx, [ProgrammePublished("tea", 2, changed, at)])
    await follow_members(ctx, [MemberEnrolled("tea", m, NOON) for m in ("mem_ada", "mem_bob")])
    await grant_all(ctx, [callers_grant("tea", "points", "mem_ada", asset="POINTS", amount=1_000)])
    return ctx


async def given(ctx: PointsContext, type_: str, request_id: str = "c1") -> str:
    (made,) = await grant_all(ctx, [callers_grant("tea", request_id, "mem_ada", coupon_type=type_)])
    assert made.coupon is not None, made.error
    return made.coupon.id


def basket(*coupon_ids: str, points: int = 0, member_id: str = "mem_ada") -> Basket:
    """A milk tea of 60 yuan and fruit of 40."""
    lines = (BasketLine("1", "m", "milk_tea", 2, 6000), BasketLine("2", "f", "fruit", 1, 4000))
    return Basket(member_id, "s1", "CNY", lines, 0, coupon_ids, points)


async def hold(ctx: PointsContext, sent: Basket, request_id: str = "h1") -> Answer:
    return await hold_basket(ctx, "tea", request_id, sent)


async def capture(
    ctx: PointsContext, checkout_id: str, *lines: str, request_id: str = "k1", order: str = "o1"
) -> Answer:
    return await capture_basket(
        ctx,
        "tea",
        request_id=request_id,
        checkout_id=checkout_id,
        order=("pos", order),
        line_ids=lines,
    )


async def points_of(ctx: PointsContext) -> tuple[int, int]:
    """What the member has, and what is free of it."""
    (found,) = await ctx.ledger.balances("tea", [("mem_ada", "POINTS")], ctx.clock.now())
    return found.posted, found.available


async def state(ctx: PointsContext, coupon_id: str) -> CouponState:
    known = (await find_coupons(ctx, "tea", [coupon_id]))[coupon_id]
    return known.value.state_at(ctx.clock.now())


async def units(ctx: PointsContext, type_: str = "ten") -> tuple[int, int]:
    (found,) = await ctx.ledger.balances("tea", [("mem_ada", f"coupon.{type_}")], ctx.clock.now())
    return found.posted, found.available


async def test_a_hold_does_what_the_preview_said_and_a_capture_takes_it(
    tea: PointsContext,
) -> None:
    one = await given(tea, "ten")
    sent = basket(one, points=400)
    previewed = (await preview_basket(tea, "tea", sent)).quote
    held = (await hold(tea, sent)).checkout
    assert held.quote == previewed
    assert previewed.paid_minor == 10_000 - 1_000 - 2_000
    assert await points_of(tea) == (1_000, 600)
    assert await units(tea) == (1, 0)
    done = (await capture(tea, held.id)).checkout
    assert (done.state, done.points) == (CheckoutState.CAPTURED, 400)
    assert await points_of(tea) == (600, 600)
    assert await units(tea) == (0, 0)
    assert await state(tea, one) is CouponState.USED


async def test_the_preview_names_what_is_good_for_the_basket_and_why_not(
    tea: PointsContext,
) -> None:
    await given(tea, "ten", "c1")
    await given(tea, "fruit", "c2")
    milk = replace(basket(), lines=basket().lines[:1])
    offers = (await preview_basket(tea, "tea", milk)).offers
    assert {o.coupon.type: (o.discount_minor, o.why_not) for o in offers} == {
        "ten": (1000, ""),
        "fruit": (0, "LINES"),
    }


async def test_the_tier_s_discount_comes_first(tea: PointsContext) -> None:
    gold = TierChanged("tea", "mem_ada", Tier("gold", 2, 130), NOON, NOON)
    await follow_members(tea, [gold])
    one = await given(tea, "ten")
    made = (await preview_basket(tea, "tea", basket(one))).quote
    assert [line.tier_minor for line in made.lines] == [600, 400]
    assert made.paid_minor == 8_000


async def test_repeats_get_the_first_answer_and_other_content_is_refused(
    tea: PointsContext,
) -> None:
    sent = basket(points=100)
    first = await hold(tea, sent)
    again = await hold(tea, sent)
    assert (again.checkout, again.replayed) == (first.checkout, True)
    assert await points_of(tea) == (1_000, 900)
    with pytest.raises(RequestIdReused):
        await hold(tea, basket(points=120))
    done = await capture(tea, first.checkout.id)
    assert (await capture(tea, first.checkout.id)) == Answer(done.checkout, True)
    assert (await hold(tea, sent)).checkout == first.checkout
    assert await points_of(tea) == (900, 900)


async def test_a_hold_that_ended_frees_the_coupon_and_the_points(
    tea: PointsContext, clock: ManualClock
) -> None:
    one = await given(tea, "ten")
    held = (await hold(tea, basket(one, points=400))).checkout
    clock.advance(timedelta(minutes=15))
    assert await state(tea, one) is CouponState.GRANTED
    assert await points_of(tea) == (1_000, 1_000)
    with pytest.raises(CheckoutEnded):
        await capture(tea, held.id)
    again = (await hold(tea, basket(one, points=400), "h2")).checkout
    assert (await capture(tea, again.id)).checkout.points == 400
    assert (await get_basket(tea, "tea", held.id)).state_at(clock.now()) is CheckoutState.EXPIRED


async def test_a_part_is_captured_and_the_rest_is_free_again(tea: PointsContext) -> None:
    one, two = await given(tea, "ten", "c1"), await given(tea, "fruit", "c2")
    # The fruit is free, so ten yuan come off the milk tea, and points pay the rest of it.
    held = (await hold(tea, basket(one, two, points=1_000))).checkout
    assert [line.points for line in held.quote.lines] == [1_000, 0]
    done = (await capture(tea, held.id, "2")).checkout
    assert done.points == 0
    assert await points_of(tea) == (1_000, 1_000)
    assert await state(tea, two) is CouponState.USED
    # Ten yuan apply to both lines, so one of them uses the coupon up.
    assert await state(tea, one) is CouponState.USED


async def test_a_coupon_none_of_whose_lines_was_sold_is_free_again(tea: PointsContext) -> None:
    two = await given(tea, "fruit")
    held = (await hold(tea, basket(two, points=200))).checkout
    await capture(tea, held.id, "1")
    assert await state(tea, two) is CouponState.GRANTED
    assert await units(tea, "fruit") == (1, 1)
    assert await points_of(tea) == (800, 800)


async def test_a_cancelled_basket_takes_nothing_and_ends(tea: PointsContext) -> None:
    one = await given(tea, "ten")
    held = (await hold(tea, basket(one, points=400))).checkout
    done = await cancel_basket(tea, "tea", request_id="x1", checkout_id=held.id)
    assert done.checkout.state is CheckoutState.CANCELLED
    assert await points_of(tea) == (1_000, 1_000)
    assert await state(tea, one) is CouponState.GRANTED
    with pytest.raises(CheckoutEnded):
        await capture(tea, held.id)
    again = await cancel_basket(tea, "tea", request_id="x1", checkout_id=held.id)
    assert again.replayed


@pytest.mark.parametrize("processes", [1, 2])
async def test_one_coupon_at_20_tills_at_once_goes_into_one_basket(
    tea: PointsContext, processes: int
) -> None:
    one = await given(tea, "ten")
    contexts = [replace(tea, locks=MemberLocks()) for _ in range(processes)]
    found = await asyncio.gather(
        *(hold(contexts[n % processes], basket(one), f"h{n}") for n in range(20)),
        return_exceptions=True,
    )
    held = [each for each in found if isinstance(each, Answer)]
    assert len(held) == 1
    assert {type(each) for each in found if not isinstance(each, Answer)} == {CouponHeld}
    captured = await asyncio.gather(
        *(
            capture(contexts[n % processes], held[0].checkout.id, request_id=f"k{n}", order=f"o{n}")
            for n in range(20)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(each, Answer) for each in captured) == 1
    assert await units(tea) == (0, 0)
    with pytest.raises(CouponUsed):
        await hold(tea, basket(one), "again")


async def test_what_cannot_be_used_is_refused(tea: PointsContext, clock: ManualClock) -> None:
    one = await given(tea, "ten")
    with pytest.raises(CouponNotFound):
        await hold(tea, basket(one, member_id="mem_bob"))
    with pytest.raises(CouponNotFound):
        await hold(tea, basket("cpn_nothing"))
    with pytest.raises(TooFewPoints):
        await hold(tea, basket(points=1_020))
    held = (await hold(tea, basket())).checkout
    with pytest.raises(LineUnknown):
        await capture(tea, held.id, "9")
    with pytest.raises(CheckoutNotFound):
        await capture(tea, "chk_nothing")
    await capture(tea, held.id)
    other = (await hold(tea, basket(), "h2")).checkout
    with pytest.raises(CheckoutOrderTaken):
        await capture(tea, other.id, request_id="k2")
    # The coupon's day ends at midnight in Shanghai, 12 hours on.
    clock.advance(timedelta(hours=12))
    with pytest.raises(CouponExpired):
        await hold(tea, basket(one), "h3")


async def test_a_coupon_held_on_its_last_day_is_captured_after_midnight(
    tea: PointsContext, clock: ManualClock
) -> None:
    one = await given(tea, "ten")
    clock.advance(timedelta(hours=12) - timedelta(minutes=5))
    held = (await hold(tea, basket(one))).checkout
    clock.advance(timedelta(minutes=10))
    await capture(tea, held.id)
    assert await state(tea, one) is CouponState.USED
    assert await units(tea) == (0, 0)


async def test_a_till_proves_the_prices_of_what_a_member_held(tea: PointsContext) -> None:
    held = await hold_basket(tea, "tea", "h1", basket(points=100), by_member=True)

    async def sell(told: Basket | None) -> Answer:
        asked = {"request_id": "k1", "checkout_id": held.checkout.id, "order": ("pos", "o1")}
        return await capture_basket(tea, "tea", told=told, **asked)  # type: ignore[arg-type]

    dearer = replace(basket(), lines=(replace(basket().lines[0], amount_minor=6001),))
    for told in (
        None,
        dearer,
        replace(basket(), store_id="s2"),
        replace(basket(), shipping_minor=1),
    ):
        with pytest.raises(CheckoutBasketDiffers):
            await sell(told)
    assert (await points_of(tea)) == (1_000, 900)
    assert (await sell(basket())).checkout.state is CheckoutState.CAPTURED
    assert (await points_of(tea)) == (900, 900)


async def test_a_till_that_tells_its_basket_is_held_to_it(tea: PointsContext) -> None:
    held = await hold(tea, basket())
    other = replace(basket(), shipping_minor=1)
    asked = {"request_id": "k1", "checkout_id": held.checkout.id, "order": ("pos", "o1")}
    with pytest.raises(CheckoutBasketDiffers):
        await capture_basket(tea, "tea", told=other, **asked)  # type: ignore[arg-type]


async def test_a_member_lets_go_only_what_the_member_held(tea: PointsContext) -> None:
    tills = await hold(tea, basket(points=100))
    with pytest.raises(CheckoutHeldByTill):
        await cancel_basket(
            tea, "tea", request_id="n1", checkout_id=tills.checkout.id, by_member=True
        )
    own = await hold_basket(tea, "tea", "h2", basket(points=200), by_member=True)
    assert (await points_of(tea)) == (1_000, 700)
    await cancel_basket(tea, "tea", request_id="n2", checkout_id=own.checkout.id, by_member=True)
    assert (await points_of(tea)) == (1_000, 900)


async def test_a_member_holds_five_baskets_and_another_when_one_has_ended(
    tea: PointsContext, clock: ManualClock
) -> None:
    for number in range(5):
        await hold_basket(tea, "tea", f"h{number}", basket(points=1), by_member=True)
    with pytest.raises(TooManyHeld):
        await hold_basket(tea, "tea", "h5", basket(points=1), by_member=True)
    await hold(tea, basket(points=1), "till")
    clock.advance(timedelta(minutes=15))
    await hold_basket(tea, "tea", "h6", basket(points=1), by_member=True)


async def test_the_basket_of_an_order_is_found_with_its_lots(tea: PointsContext) -> None:
    held = await hold(tea, basket(points=100))
    with pytest.raises(CheckoutNotFound) as refused:
        await basket_of_order(tea, "tea", "pos/o1")
    assert refused.value.field == "order_id"
    await capture(tea, held.checkout.id)
    found, lots = await basket_of_order(tea, "tea", "pos/o1")
    assert found.id == held.checkout.id
    assert [(lot.points, lot.returned) for lot in lots] == [(100, 0)]
    listed = await list_baskets(tea, "tea", member_id="mem_ada", before="", size=9)
    assert [one.id for one in listed] == [found.id]
    assert not await list_baskets(tea, "tea", member_id="mem_bob", before="", size=9)
