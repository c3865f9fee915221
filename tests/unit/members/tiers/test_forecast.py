"""The forecast of a tier: worked cases."""

from datetime import date

from services.members.tiers.domain import tiers
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.forecast import Forecast, forecast
from services.members.tiers.domain.ladder import Ladder
from services.members.tiers.domain.tiers import LadderPosition
from tests.unit.members.tiers.ladders import ENROLLED_AT, ENROLLED_ON, on, tea, totals


def gold(ladder: Ladder, day: date, counted: DailyTotals) -> LadderPosition:
    position = tiers.first_position(ladder, ENROLLED_AT, ENROLLED_ON)
    position, _ = tiers.after_change(ladder, position, counted, on(day), taken=False)
    assert position.tier == "gold"
    return position


def test_a_new_member_sees_the_whole_way_and_can_lose_nothing() -> None:
    ladder = tea()
    position = tiers.first_position(ladder, ENROLLED_AT, ENROLLED_ON)
    assert forecast(ladder, position, DailyTotals(), on(date(2026, 1, 1))) == Forecast(
        to_next=300, next_tier="silver", to_keep=0, judged_on=None, expected_tier="basic"
    )


def test_a_fresh_gold_member_sees_what_of_the_new_window_is_missing() -> None:
    ladder = tea()
    counted = totals(d2026_03_01=900, d2026_03_15=100)
    position = gold(ladder, date(2026, 3, 15), counted)
    assert forecast(ladder, position, counted, on(date(2026, 3, 15))) == Forecast(
        to_next=2000,
        next_tier="diamond",
        to_keep=700,
        judged_on=date(2027, 4, 14),
        expected_tier="silver",
    )


def test_growth_of_the_window_makes_the_tier_safe() -> None:
    ladder = tea()
    counted = totals(d2026_03_01=900, d2026_03_15=100)
    position = gold(ladder, date(2026, 3, 15), counted)
    counted.add(date(2026, 8, 1), 700, date(2026, 8, 1))
    seen = forecast(ladder, position, counted, on(date(2026, 8, 1)))
    assert (seen.to_keep, seen.expected_tier, seen.to_next) == (0, "gold", 1300)


def test_growth_that_will_have_grown_old_makes_the_next_tier_farther() -> None:
    ladder = tea()
    counted = totals(d2026_03_01=900, d2026_03_15=100)
    position = gold(ladder, date(2026, 3, 15), counted)
    assert forecast(ladder, position, counted, on(date(2027, 3, 14))).to_next == 2900


def test_the_highest_tier_has_no_next() -> None:
    ladder = tea()
    counted = totals(d2026_03_15=3000)
    position = tiers.first_position(ladder, ENROLLED_AT, ENROLLED_ON)
    position, _ = tiers.after_change(ladder, position, counted, on(date(2026, 3, 15)), taken=False)
    seen = forecast(ladder, position, counted, on(date(2026, 3, 15)))
    assert (seen.to_next, seen.next_tier, seen.expected_tier) == (None, "", "diamond")


def test_what_is_expected_is_what_the_judgement_then_decides() -> None:
    for policy in ("none", "one_down", "to_balance"):
        ladder = tea(downgrade=policy)
        counted = totals(d2026_03_01=900, d2026_03_15=100, d2026_07_01=150)
        position = gold(ladder, date(2026, 3, 15), counted)
        expected = forecast(ladder, position, counted, on(date(2026, 7, 1))).expected_tier
        judged, _ = tiers.settle(ladder, position, counted, on(date(2027, 4, 14)))
        assert judged.tier == expected


def test_a_tier_that_is_kept_until_the_anniversary_is_kept_by_what_counted_before_it() -> None:
    window = {"kind": "rolling", "months": 24, "kept_until": "anniversary"}
    ladder = tea(window=window, grace_days=0)
    counted = totals(d2025_03_01=900, d2026_03_15=100)
    position = gold(ladder, date(2026, 3, 15), counted)
    seen = forecast(ladder, position, counted, on(date(2026, 3, 15)))
    # Enrolled on 10 February 2025: the year of membership ends, and 24 months are looked at.
    assert (seen.judged_on, seen.to_keep, seen.expected_tier) == (date(2027, 2, 10), 0, "gold")
    position, made = tiers.settle(ladder, position, counted, on(date(2027, 2, 10)))
    assert [(each.to_tier, each.growth) for each in made] == [("gold", 1000)]
    assert made[0].inputs["from"] == "2025-02-10"
    # A year later the 900 lie behind the 24 months.
    position, made = tiers.settle(ladder, position, counted, on(date(2028, 2, 10)))
    assert [(each.to_tier, each.growth) for each in made] == [("silver", 100)]
    assert tiers.judged_on(ladder, position, ENROLLED_ON) == date(2029, 2, 10)
