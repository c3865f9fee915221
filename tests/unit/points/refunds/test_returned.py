"""A refund of an order that a basket was captured for: points to their lots, coupons, and earning
by what was paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.common.clock import ManualClock
from services.points.activities.domain.activity import Activity, Order, OrderLine
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.standing import MemberEnrolled, MemberMerged
from services.points.checkout.commands import (
    basket_of_order,
    capture_basket,
    get_basket,
    hold_basket,
)
from services.points.checkout.domain.basket import Basket, BasketLine
from services.points.checkout.domain.checkout import Checkout, CheckoutState
from services.points.checkout.domain.quote import Quote, QuotedLine
from services.points.context import PointsContext
from services.points.coupons.commands import find_coupons
from services.points.coupons.domain.coupon import CouponState
from services.points.earning.commands import award_activities
from services.points.earning.domain.earned_order import KeptLine, KeptOrder, RefundExceedsOrder
from services.points.grants.commands import grant_all
from services.points.grants.domain.grant import callers_grant
from services.points.intake.commands import follow_members
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.posting import Leg, Lot, PostingKind, PostingRequest
from services.points.ledger.domain.record import Versioned
from services.points.merges.commands.moving import merge_member
from services.points.programme.domain.published import ProgrammePublished
from services.points.refunds.commands import (
    commit_refund,
    preview_refund,
    refund_all,
    refund_waiting,
)
from services.points.refunds.domain.returned import Basket as CapturedBasket
from services.points.refunds.domain.returned import returned
from tests.activities import NOON, activity, document, gave_back, line
from tests.unit.common.redirects_at_hand import AtHand

EARLY, LATE = NOON + timedelta(days=5), NOON + timedelta(days=90)
TYPE: dict[str, Any] = {
    "code": "ten_percent",
    "name": {"zh": "九折", "en": "Ten off"},
    "kind": "percent_off",
    "percent": 10,
    "life": {"days": 30},
}


@pytest.fixture
async def tea(ctx: PointsContext) -> PointsContext:
    """One point a yuan; 20 points pay a yuan; Ada has 300 points in an early lot, 700 in a late."""
    rule = {"code": "buy", "on": "order", "asset": "POINTS"}
    rule["award"] = {"points": 1, "per_minor_units": 100}  # type: ignore[assignment]
    sections = {
        "streaks": [],
        "coupons": {"types": [TYPE]},
        "checkout": {"points": {"minor_units": 5, "per_points": 1}},
        "earning": {"rules": [rule]},
    }
    changed = document("tea") | sections
    at = NOON + timedelta(seconds=1)
    await follow_members(ctx, [ProgrammePublished("tea", 2, changed, at)])
    await follow_members(ctx, [MemberEnrolled("tea", "mem_ada", NOON)])
    legs = (
        Leg("mem_ada", "POINTS", 300, expire_at=EARLY),
        Leg("mem_ada", "POINTS", 700, expire_at=LATE),
        Leg("house:issued", "POINTS", -1000),
    )
    await ctx.ledger.post(PostingRequest("tea", "rpc/lots", PostingKind.EARN, legs))
    return ctx


async def bought(
    ctx: PointsContext, *lines: BasketLine, points: int = 0, coupon: str = ""
) -> tuple[Checkout, Activity]:
    """A basket captured for the order o1, which is told and awarded as it was paid."""
    basket = Basket("mem_ada", "s1", "CNY", lines, 0, (coupon,) if coupon else (), points)
    held = (await hold_basket(ctx, "tea", "h1", basket)).checkout
    done = await capture_basket(
        ctx, "tea", request_id="k1", checkout_id=held.id, order=("pos", "o1")
    )
    sold = tuple(
        OrderLine(each.line_id, "", "", each.quantity, each.paid_minor) for each in held.quote.lines
    )
    return done.checkout, await told(ctx, *sold)


async def told(ctx: PointsContext, *lines: OrderLine) -> Activity:
    order = Order("o1", "CNY", sum(each.amount_minor for each in lines), lines)
    sale = activity(ActivityType.ORDER, order=order)
    (awarded,) = await award_activities(ctx, "tea", [sale], refund_waiting)
    assert awarded.error is None
    return sale


async def coupon_of(ctx: PointsContext) -> str:
    (made,) = await grant_all(
        ctx, [callers_grant("tea", "c1", "mem_ada", coupon_type="ten_percent")]
    )
    assert made.coupon is not None
    return made.coupon.id


async def lots(ctx: PointsContext, member_id: str = "mem_ada") -> dict[Any, int]:
    state = (await ctx.ledger.account_state("tea", [(member_id, "POINTS")]))[member_id, "POINTS"]
    return {lot.expire_at: lot.points for lot in state.lots}


def merging(ctx: PointsContext) -> PointsContext:
    """`ctx`, where members may be merged."""
    redirects = AtHand()
    ledger = Ledger(ctx.ledger._store, ctx.clock, survivors=redirects)
    return replace(ctx, ledger=ledger, survivors=redirects)


ONE = BasketLine("1", "", "", 2, 10_000)


async def test_half_of_80_yuan_and_400_points_gives_40_yuan_and_200_points_back(
    tea: PointsContext,
) -> None:
    await bought(tea, ONE, points=400)
    after = await lots(tea)
    assert (after.get(EARLY, 0), after[LATE]) == (0, 600)
    half = gave_back(line("1", 4_000))
    previewed = await preview_refund(tea, half)
    done = await commit_refund(tea, half)
    assert (previewed.clawbacks, previewed.returned_points) == (done.clawbacks, 200)
    assert (done.returned_points, [c.taken for c in done.clawbacks]) == (200, [40])
    # Of 100 that the late lot gave and 300 of the early one, the late one's go back first.
    after = await lots(tea)
    assert (after[EARLY], after[LATE]) == (100, 700)
    rest = gave_back(line("1", 4_000), event_id="r2")
    assert (await commit_refund(tea, rest)).returned_points == 200
    after = await lots(tea)
    assert (after[EARLY], after[LATE]) == (300, 700)
    with pytest.raises(RefundExceedsOrder):
        await commit_refund(tea, gave_back(line("1", 1), event_id="r3"))
    again = await commit_refund(tea, half)
    assert (again.replayed, again.returned_points) == (True, 200)
    assert (await preview_refund(tea, rest)).returned_points == 200
    assert (await lots(tea))[EARLY] == 300


async def test_who_was_merged_since_has_the_points_back_in_their_lots(tea: PointsContext) -> None:
    await bought(tea, ONE, points=400)
    merged = merging(tea)
    await merge_member(merged, MemberMerged("tea", "mem_bea", "mem_ada", "mrg_1", NOON))
    _, paid = await basket_of_order(merged, "tea", "pos/o1")
    assert [(lot.points, lot.expire_at) for lot in paid] == [(300, EARLY), (100, LATE)]
    whole = gave_back(line("1", 8_000, 2), member_id="mem_bea")
    (done,) = await refund_all(merged, "tea", [whole])
    assert (done.error, done.returned_points) == (None, 400)
    assert await lots(merged) == {}
    after = await lots(merged, "mem_bea")
    assert (after[EARLY], after[LATE]) == (300, 700)


async def test_points_of_a_lot_that_lapsed_since_live_for_7_more_days(
    tea: PointsContext, clock: ManualClock
) -> None:
    await bought(tea, ONE, points=400)
    clock.advance(timedelta(days=6))
    done = await commit_refund(tea, gave_back(line("1", 8_000, 2), at=clock.now()))
    assert done.returned_points == 400
    after = await lots(tea)
    # 10 March in Shanghai and 7 days more, to their end.
    assert {at.isoformat() for at, n in after.items() if n == 300} == {"2026-03-17T16:00:00+00:00"}
    assert after[LATE] == 700


async def test_100_less_10_percent_earns_90_whatever_the_till_tells(tea: PointsContext) -> None:
    coupon = await coupon_of(tea)
    basket = Basket("mem_ada", "s1", "CNY", (ONE,), 0, (coupon,))
    held = (await hold_basket(tea, "tea", "h1", basket)).checkout
    await capture_basket(tea, "tea", request_id="k1", checkout_id=held.id, order=("pos", "o1"))
    # The till tells the list price.
    await told(tea, line("1", 10_000, 2))
    (balance,) = await tea.ledger.balances("tea", [("mem_ada", "POINTS")], NOON)
    assert balance.posted == 1_090
    with pytest.raises(RefundExceedsOrder):
        await commit_refund(tea, gave_back(line("1", 10_000, 2)))
    done = await commit_refund(tea, gave_back(line("1", 9_000, 2)))
    assert [c.taken for c in done.clawbacks] == [90]


async def test_what_points_paid_does_not_earn(tea: PointsContext) -> None:
    await bought(tea, ONE, points=400)
    (balance,) = await tea.ledger.balances("tea", [("mem_ada", "POINTS")], NOON)
    assert balance.posted == 1_000 - 400 + 80


async def test_a_coupon_comes_back_with_the_last_of_its_lines(tea: PointsContext) -> None:
    coupon = await coupon_of(tea)
    two = BasketLine("2", "", "", 1, 5_000)
    checkout, _ = await bought(tea, ONE, two, coupon=coupon)
    first = await commit_refund(tea, gave_back(line("1", 9_000, 2)))
    assert first.returned_coupons == ()
    last = gave_back(line("2", 4_500), event_id="r2")
    assert (await preview_refund(tea, last)).returned_coupons == (coupon,)
    (done,) = await refund_all(tea, "tea", [last])
    assert done.returned_coupons == (coupon,)
    known = (await find_coupons(tea, "tea", [coupon]))[coupon].value
    assert known.state_at(NOON) is CouponState.GRANTED
    (units,) = await tea.ledger.balances("tea", [("mem_ada", "coupon.ten_percent")], NOON)
    assert (units.posted, units.available) == (1, 1)
    kept = await get_basket(tea, "tea", checkout.id)
    assert kept.returned_coupons == (coupon,)
    assert (await commit_refund(tea, last)).returned_coupons == (coupon,)
    basket = Basket("mem_ada", "s1", "CNY", (two,), 0, (coupon,))
    assert (await hold_basket(tea, "tea", "h2", basket)).checkout.quote.paid_minor == 4_500


async def test_a_coupon_that_lapsed_since_stays_used(
    tea: PointsContext, clock: ManualClock
) -> None:
    coupon = await coupon_of(tea)
    await bought(tea, ONE, coupon=coupon)
    clock.advance(timedelta(days=31))
    done = await commit_refund(tea, gave_back(line("1", 9_000, 2), at=clock.now()))
    assert done.returned_coupons == ()


async def test_a_refund_takes_what_was_earned_out_of_what_it_gives_back(
    tea: PointsContext,
) -> None:
    await bought(tea, ONE, points=1_000)
    spent = (Leg("mem_ada", "POINTS", -50), Leg("house:redeemed", "POINTS", 50))
    await tea.ledger.post(PostingRequest("tea", "rpc/spent", PostingKind.SPEND, spent))
    done = await commit_refund(tea, gave_back(line("1", 5_000, 2)))
    assert (done.returned_points, [c.taken for c in done.clawbacks]) == (1_000, [50])
    (balance,) = await tea.ledger.balances("tea", [("mem_ada", "POINTS")], NOON)
    assert balance.posted == 950


async def test_an_order_that_points_paid_whole_goes_back_by_its_pieces(tea: PointsContext) -> None:
    gift = BasketLine("1", "", "", 2, 2_000)
    await bought(tea, gift, points=400)
    half = gave_back(line("1", 0, 1))
    assert (await commit_refund(tea, half)).returned_points == 200
    rest = gave_back(line("1", 0, 1), event_id="r2")
    assert (await commit_refund(tea, rest)).returned_points == 200


SHANGHAI_LOTS = tuple(Lot(n, NOON + timedelta(days=n)) for n in (3, 50, 7, 200))


@given(
    paid=st.lists(st.integers(0, 500), min_size=1, max_size=4),
    shares=st.lists(st.integers(0, 100), min_size=1, max_size=8),
)
def test_however_it_is_cut_points_go_back_once_and_in_all(
    paid: list[int], shares: list[int]
) -> None:
    """Refunds of any size in any number: never more than was paid, and all of it at the end."""
    points = [each // 2 for each in paid]
    lines = tuple(
        QuotedLine(str(i), 1, p + n, points_minor=n, points=n)
        for i, (p, n) in enumerate(zip(paid, points, strict=True))
    )
    ids = tuple(each.line_id for each in lines)
    checkout = Checkout(
        "chk_1",
        "mem_ada",
        "",
        "CNY",
        Quote(lines, (), 0, 0, 0),
        NOON,
        NOON,
        state=CheckoutState.CAPTURED,
        captured=ids,
    )
    given_back = 0
    zone = ZoneInfo("Asia/Shanghai")
    for share in sorted(shares):
        order = KeptOrder(
            "mem_ada",
            "e1",
            "CNY",
            sum(paid),
            sum(p * share // 100 for p in paid),
            lines=tuple(
                KeptLine(i, 1, p, int(share == 100), p * share // 100)
                for i, p in zip(ids, paid, strict=True)
            ),
        )
        basket = CapturedBasket(
            Versioned(replace(checkout, returned_points=given_back), 1), {}, SHANGHAI_LOTS
        )
        done = returned(order, basket, NOON, zone, whole=share == 100)
        credited = sum(leg.amount for leg in done.parts.legs if leg.owner == "mem_ada")
        assert done.points >= 0
        if sum(points) <= sum(lot.points for lot in SHANGHAI_LOTS):
            assert credited == done.points
        given_back += done.points
        assert given_back <= sum(points)
        # Rounded down twice a line: what of its money goes back, and the points of that.
        assert given_back >= sum(points) * share // 100 - 2 * len(points)
    if max(shares) == 100:
        assert given_back == sum(points)
