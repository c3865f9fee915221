"""An award explains itself to its member, in two languages."""

from __future__ import annotations

import pytest

from services.points.ledger.domain.award_text import NamedAward, NamedMultiplier, award_text

GOLD = NamedMultiplier(("金卡", "Gold"), 130)
DOUBLE = NamedMultiplier(("周末双倍", "Double at the weekend"), 200)
ORDER = ("消费积分", "Points by purchase")
FRUIT = NamedAward(("鲜果", "Fresh fruit"), 5, 5, 100, (), 0)


def test_base_times_tier_and_a_bonus() -> None:
    order = NamedAward(ORDER, 46, 36, 130, (GOLD,), 0)
    assert award_text([order, FRUIT]) == (
        "消费积分 36 × 1.3 金卡 = 46，鲜果 +5",
        "Points by purchase 36 × 1.3 Gold = 46, Fresh fruit +5",
    )


@pytest.mark.parametrize(
    ("percent", "factor"),
    [
        (260, "1.3 金卡 × 2 周末双倍"),
        (230, "2.3（1.3 金卡、2 周末双倍）"),
        (200, "2（1.3 金卡、2 周末双倍）"),
    ],
)
def test_several_multipliers_are_told_as_the_brand_stacks_them(percent: int, factor: str) -> None:
    award = NamedAward(ORDER, 36 * percent // 100, 36, percent, (GOLD, DOUBLE), 0)
    assert award_text([award])[0] == f"消费积分 36 × {factor} = {36 * percent // 100}"


def test_a_factor_that_is_no_whole_percent_is_told_by_its_multipliers() -> None:
    month = NamedMultiplier(("生日月", "Birthday month"), 115)
    award = NamedAward(ORDER, 149, 100, 149, (GOLD, month), 0)
    assert award_text([award])[1] == (
        "Points by purchase 100 × 1.3 Gold × 1.15 Birthday month = 149"
    )


def test_what_a_limit_withheld_is_said() -> None:
    award = NamedAward(("签到", "Check-in"), 0, 2, 100, (), 2)
    assert award_text([award]) == ("签到 +0（因上限少 2）", "Check-in +0 (2 less by a limit)")


@pytest.mark.parametrize(("paid", "told"), [(1990, "19.9"), (1905, "19.05"), (90, "0.9")])
def test_a_base_with_a_fraction_is_told_as_it_was_multiplied(paid: int, told: str) -> None:
    award = NamedAward(ORDER, paid * 130 // 10000, paid // 100, 130, (GOLD,), 0, paid)
    assert award_text([award])[0] == f"消费积分 {told} × 1.3 金卡 = {paid * 130 // 10000}"


def test_no_award_has_no_text() -> None:
    assert award_text([]) == ("", "")
