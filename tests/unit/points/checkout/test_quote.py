"""The quote: what comes off each line, in which order, never more than the line."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.points.checkout.domain.basket import Basket, BasketLine
from services.points.checkout.domain.quote import (
    CouponNotApplicable,
    CouponNotCombinable,
    Quote,
    quote,
)
from services.points.checkout.domain.section import (
    CheckoutPointsInvalid,
    CheckoutPointsUnavailable,
    CheckoutSection,
    PointsPayment,
)
from services.points.checkout.domain.split import split
from services.points.coupons.domain.coupon import Coupon
from services.points.coupons.domain.section import CouponType
from services.points.coupons.domain.terms import CouponKind, CouponTerms
from tests.activities import NOON

AMOUNT, PERCENT = CouponKind.AMOUNT_OFF, CouponKind.PERCENT_OFF
ARTICLE, SHIPPING = CouponKind.FREE_ARTICLE, CouponKind.FREE_SHIPPING
ORDER, GIFT = CouponKind.FREE_ORDER, CouponKind.GIFT
YUAN = PointsPayment(minor_units=5, per_points=1)
"""20 points pay one yuan."""


def coupon(kind: CouponKind, number: int = 1, **terms: Any) -> Coupon:
    type_ = CouponType(
        str(kind), ("券", "Coupon"), CouponTerms(kind, **terms), 3, None, None, None, False
    )
    return Coupon.granted(
        f"cpn_{number}",
        "mem_ada",
        type_,
        currency="CNY",
        code="",
        now=NOON,
        zone=ZoneInfo("Asia/Shanghai"),
    )


def basket(*amounts: int, quantity: int = 1, **more: Any) -> Basket:
    """Lines 1, 2, …: the odd ones are milk tea, the even ones fruit."""
    lines = tuple(
        BasketLine(str(n), f"sku{n}", "milk_tea" if n % 2 else "fruit", quantity, amount)
        for n, amount in enumerate(amounts, 1)
    )
    return Basket("mem_ada", more.pop("store_id", "s1"), "CNY", lines, **more)


def quoted(
    sent: Basket, *coupons: Coupon, tier: int = 0, points: PointsPayment | None = None
) -> Quote:
    section = CheckoutSection(points=points, tier_percents={"gold": tier} if tier else {})
    return quote(sent, coupons, section, "gold")


def paid(made: Quote) -> list[int]:
    return [line.paid_minor for line in made.lines]


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (100, [3000, 2000, 1000], [50, 33, 17]),
        (1, [1, 1, 1], [1, 0, 0]),
        (5, [0, 0], [0, 0]),
        (7, [7, 0], [7, 0]),
        # Currencies without a minor unit split into whole units too.
        (1000, [333, 333, 334], [333, 333, 334]),
    ],
)
def test_an_amount_is_split_by_largest_remainder(
    amount: int, weights: list[int], parts: list[int]
) -> None:
    assert split(amount, weights) == parts


def test_100_less_10_percent_is_90() -> None:
    assert quoted(basket(10_000), coupon(PERCENT, percent=10)).paid_minor == 9_000


@pytest.mark.parametrize(
    ("tier", "coupons", "left"),
    [
        (0, [], [6000, 4000]),
        # The tier's discount first: 10 % of 100, then 10 % of 90.
        (10, [coupon(PERCENT, percent=10)], [4860, 3240]),
        # A minimum is judged after the tier's discount.
        (10, [coupon(AMOUNT, amount_minor=900, minimum_minor=9000)], [4860, 3240]),
        # The percent before the amount, whichever was named first.
        (
            0,
            [
                coupon(AMOUNT, 1, amount_minor=1000, stackable=True),
                coupon(PERCENT, 2, percent=10),
            ],
            [4800, 3200],
        ),
        # A free article before the percent: the dearest piece is free, 10 % of the rest.
        (0, [coupon(PERCENT, 1, percent=10), coupon(ARTICLE, 2)], [0, 3600]),
        # Two that are stackable beside one that is not.
        (
            0,
            [
                coupon(AMOUNT, 1, amount_minor=10, stackable=True),
                coupon(AMOUNT, 2, amount_minor=10, stackable=True),
                coupon(AMOUNT, 3, amount_minor=980),
            ],
            [5400, 3600],
        ),
        (0, [coupon(ORDER, series=("fruit",))], [6000, 0]),
        (0, [coupon(AMOUNT, amount_minor=10**9)], [0, 0]),
        (0, [coupon(PERCENT, percent=50, most_minor=100)], [5940, 3960]),
        (0, [coupon(ARTICLE, series=("fruit",), most_minor=1500)], [6000, 2500]),
        (0, [coupon(GIFT, gift_article="cup")], [6000, 4000]),
    ],
)
def test_what_comes_off_comes_off_in_one_order(
    tier: int, coupons: list[Coupon], left: list[int]
) -> None:
    for order in (coupons, coupons[::-1]):
        assert paid(quoted(basket(6000, 4000), *order, tier=tier)) == left


def test_a_free_article_is_one_piece_of_its_line() -> None:
    made = quoted(basket(1000, 900, quantity=3), coupon(ARTICLE))
    assert paid(made) == [667, 900]
    assert made.coupons[0].line_ids == ("1",)


def test_shipping_is_free_as_far_as_the_coupon_goes() -> None:
    assert quoted(basket(100, shipping_minor=800), coupon(SHIPPING)).paid_minor == 100
    made = quoted(basket(100, shipping_minor=800), coupon(SHIPPING, most_minor=500))
    assert (made.shipping_minor, made.paid_minor) == (300, 400)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (coupon(AMOUNT, amount_minor=5, stores=("s2",)), "STORE"),
        (coupon(AMOUNT, amount_minor=5, articles=("sku9",)), "LINES"),
        (coupon(AMOUNT, amount_minor=5, minimum_minor=10_001), "MINIMUM"),
        # Only the lines that it is good for count.
        (coupon(AMOUNT, amount_minor=5, series=("fruit",), minimum_minor=4_001), "MINIMUM"),
        (coupon(SHIPPING), "NOTHING_OFF"),
        (coupon(GIFT, gift_article="cup", minimum_minor=10_001), "MINIMUM"),
    ],
)
def test_a_coupon_that_is_not_good_for_the_basket_says_why(one: Coupon, why: str) -> None:
    with pytest.raises(CouponNotApplicable) as refused:
        quoted(basket(6000, 4000), one)
    assert refused.value.why == why


@pytest.mark.parametrize("kind", [AMOUNT, PERCENT, ORDER])
@pytest.mark.parametrize("other", [AMOUNT, PERCENT, ORDER])
def test_two_that_are_not_stackable_do_not_go_together(kind: CouponKind, other: CouponKind) -> None:
    faces: dict[CouponKind, dict[str, Any]] = {
        AMOUNT: {"amount_minor": 5},
        PERCENT: {"percent": 5},
        ORDER: {},
    }
    with pytest.raises(CouponNotCombinable):
        quoted(basket(6000), coupon(kind, 1, **faces[kind]), coupon(other, 2, **faces[other]))


def test_points_pay_in_steps_up_to_their_share() -> None:
    payment = PointsPayment(minor_units=100, per_points=30, max_percent=50)
    # 30 points pay a yuan, so 3 points pay 10 fen; half of 10 yuan is 150 points.
    assert (payment.step, payment.most(1000)) == (3, 150)
    made = quoted(basket(600, 400, points=150), points=payment)
    assert (paid(made), made.points) == ([300, 200], 150)
    for odd in (151, 153, 1):
        with pytest.raises(CheckoutPointsInvalid):
            quoted(basket(600, 400, points=odd), points=payment)
    with pytest.raises(CheckoutPointsUnavailable):
        quoted(basket(600, points=3))


def test_80_yuan_and_400_points_pay_100() -> None:
    made = quoted(basket(10_000, points=400), points=YUAN)
    assert (made.paid_minor, made.points) == (8_000, 400)


kinds = st.sampled_from([AMOUNT, PERCENT, ARTICLE, SHIPPING, ORDER, GIFT])


@st.composite
def coupons(draw: st.DrawFn) -> list[Coupon]:
    return [
        coupon(
            draw(kinds),
            number,
            amount_minor=draw(st.integers(1, 20_000)),
            percent=draw(st.integers(1, 100)),
            most_minor=draw(st.sampled_from([0, 1, 500])),
            series=draw(st.sampled_from([(), ("milk_tea",)])),
            stackable=True,
        )
        for number in range(draw(st.integers(0, 5)))
    ]


@given(
    amounts=st.lists(st.integers(0, 10_000), min_size=1, max_size=6),
    quantity=st.integers(1, 4),
    shipping=st.integers(0, 1_000),
    tier=st.integers(0, 100),
    chosen=coupons(),
    share=st.integers(0, 100),
)
def test_no_line_falls_below_zero_and_parts_sum_to_their_whole(
    amounts: list[int],
    quantity: int,
    shipping: int,
    tier: int,
    chosen: list[Coupon],
    share: int,
) -> None:
    sent = basket(*amounts, quantity=quantity, shipping_minor=shipping)
    good: list[Coupon] = []
    for one in chosen:
        try:
            made = quoted(sent, *good, one, tier=tier, points=YUAN)
        except CouponNotApplicable:
            continue
        good.append(one)
    made = quoted(sent, *good, tier=tier, points=YUAN)
    points = made.points_most * share // 100
    again = basket(*amounts, quantity=quantity, shipping_minor=shipping, points=points)
    made = quoted(again, *good, tier=tier, points=YUAN)
    for line in made.lines:
        parts = (
            line.tier_minor,
            line.coupon_minor,
            line.points_minor,
            line.points,
            line.paid_minor,
        )
        assert min(parts) >= 0
        assert line.paid_minor <= line.amount_minor
    assert made.points == points
    assert sum(line.points_minor for line in made.lines) == points * 5
    off_lines = sum(line.coupon_minor for line in made.lines)
    off_shipping = shipping - made.shipping_minor
    assert sum(one.discount_minor for one in made.coupons) == off_lines + off_shipping
    assert sum(line.tier_minor for line in made.lines) == sum(amounts) * tier // 100
    assert made.paid_minor >= 0
    # The order in which coupons are named changes nothing.
    assert quoted(again, *good[::-1], tier=tier, points=YUAN) == made
