"""A coupon's life: its last day in the brand's zone, and what its terms say in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.points.coupons.domain import coupon as coupons
from services.points.coupons.domain.coupon import (
    Coupon,
    CouponExpired,
    CouponHeld,
    CouponState,
    CouponUsed,
)
from services.points.coupons.domain.section import CouponType, CouponTypeEnded
from services.points.coupons.domain.terms import CouponKind, CouponTerms
from services.points.coupons.domain.words import conditions, money
from tests.activities import NOON

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")


def type_of(days: int | None = 3, until: date | None = None) -> CouponType:
    terms = CouponTerms(CouponKind.AMOUNT_OFF, amount_minor=990)
    return CouponType("join", ("入会", "Join"), terms, days, until, None, None, with_code=False)


def granted(type_: CouponType | None = None, zone: ZoneInfo = SHANGHAI) -> Coupon:
    return Coupon.granted(
        "cpn_1", "mem_ada", type_ or type_of(), currency="CNY", code="", now=NOON, zone=zone
    )


@pytest.mark.parametrize(
    ("zone", "end"),
    [
        (SHANGHAI, datetime(2026, 3, 7, 16, tzinfo=UTC)),
        # 3 March there; the clock goes forward on 8 March, after it.
        (NEW_YORK, datetime(2026, 3, 7, 5, tzinfo=UTC)),
    ],
)
def test_a_coupon_expires_at_the_end_of_its_last_day_in_the_brand_s_zone(
    zone: ZoneInfo, end: datetime
) -> None:
    one = granted(zone=zone)
    assert one.expires_at == end
    assert one.state_at(end - timedelta(milliseconds=1)) is CouponState.GRANTED
    assert one.state_at(end) is CouponState.EXPIRED
    with pytest.raises(CouponExpired):
        one.check_usable(end)


def test_a_last_day_across_the_change_of_the_clock_ends_at_local_midnight() -> None:
    one = granted(type_of(days=5), NEW_YORK)
    assert one.expire_on == date(2026, 3, 8)
    # That day has 23 hours.
    assert one.expires_at == datetime(2026, 3, 9, 4, tzinfo=UTC)


def test_a_type_with_a_last_day_gives_it_to_each_and_ends_with_it() -> None:
    assert granted(type_of(None, date(2026, 3, 4))).expire_on == date(2026, 3, 4)
    with pytest.raises(CouponTypeEnded):
        granted(type_of(None, date(2026, 3, 3)))


def test_a_hold_ends_by_itself_and_the_coupon_is_usable_again() -> None:
    held = granted().held("chk_1", NOON + timedelta(minutes=15))
    with pytest.raises(CouponHeld):
        held.check_usable(NOON + timedelta(minutes=14))
    held.check_usable(NOON + timedelta(minutes=15))


def test_a_hold_outlasts_the_last_day_and_no_more() -> None:
    last = granted().expires_at
    held = granted().held("chk_1", last + timedelta(minutes=5))
    assert held.state_at(last) is CouponState.HELD
    assert held.state_at(last + timedelta(minutes=5)) is CouponState.EXPIRED


def test_a_used_coupon_is_used_for_ever_unless_it_is_given_back() -> None:
    used = granted().held("chk_1", NOON).used(NOON)
    assert used.state_at(NOON + timedelta(days=999)) is CouponState.USED
    with pytest.raises(CouponUsed):
        used.check_usable(NOON)
    assert used.free() == granted()


def test_a_kept_coupon_is_read_as_it_was() -> None:
    for one in (granted(), granted().held("chk_1", NOON), granted().used(NOON)):
        assert coupons.from_body(coupons.to_body(one)) == one


@pytest.mark.parametrize(
    ("minor", "currency", "said"),
    [
        (990, "CNY", "CNY 9.90"),
        (5, "GBP", "GBP 0.05"),
        (990, "JPY", "JPY 990"),
        (1, "KWD", "KWD 0.001"),
    ],
)
def test_money_is_said_in_the_currency_s_own_unit(minor: int, currency: str, said: str) -> None:
    assert money(minor, currency) == said


@pytest.mark.parametrize(
    ("terms", "zh", "en"),
    [
        (
            {"kind": CouponKind.AMOUNT_OFF, "amount_minor": 990, "minimum_minor": 1200},
            "减 CNY 9.90；满 CNY 12.00 可用",
            "CNY 9.90 off; from CNY 12.00",
        ),
        (
            {"kind": CouponKind.PERCENT_OFF, "percent": 10, "most_minor": 1000, "stackable": True},
            "减免 10%；最多减 CNY 10.00；可与其他优惠券同用",
            "10% off; at most CNY 10.00 off; goes with other coupons",
        ),
        (
            {"kind": CouponKind.FREE_ARTICLE, "series": ("milk_tea",), "stores": ("s1",)},
            "免费商品一件；限指定商品：milk_tea；限指定门店：s1",
            "one article free; for milk_tea; at s1",
        ),
        (
            {"kind": CouponKind.GIFT, "gift_article": "cup"},
            "随单赠品：cup",
            "a gift with the order: cup",
        ),
        (
            {"kind": CouponKind.FREE_ORDER, "articles": ("a", "b", "c", "d")},
            "整单免费；限指定商品：4 项",
            "the whole order free; for 4 named ones",
        ),
        ({"kind": CouponKind.FREE_SHIPPING}, "免运费", "free shipping"),
    ],
)
def test_the_conditions_are_said_in_both_languages(terms: dict[str, Any], zh: str, en: str) -> None:
    assert conditions(CouponTerms(**terms), "CNY") == (zh, en)
