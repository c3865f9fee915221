"""Activities earn what the rules, campaigns and caps say."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.points.activities.domain.activity_type import ActivityType
from services.points.earning.domain.award import Award, cap_uses_needed, judge
from services.points.earning.domain.cap import CapUse
from services.points.earning.domain.multiplier import Multiplier, Stacking, stacked
from tests.activities import (
    GOLD,
    NOON,
    TWO_DRINKS,
    activity,
    bought,
    line,
    plain,
    tea,
)


def amounts(awards: tuple[Award, ...]) -> dict[str, int]:
    return {award.rule: award.amount for award in awards}


def test_a_gold_member_earns_46_and_5_for_two_drinks_of_18_yuan() -> None:
    judged = judge(bought(*TWO_DRINKS), GOLD, tea(), {})
    assert amounts(judged.awards) == {
        "order_points": 46,
        "fresh_fruit_bonus": 5,
        "order_growth": 36,
    }


def test_an_award_explains_itself() -> None:
    award = judge(bought(*TWO_DRINKS), GOLD, tea(version=7), {}).awards[0]
    assert (award.base, award.multiplier_percent, award.programme_version) == (36, 130, 7)
    assert award.multipliers == (Multiplier("tier:gold", 130),)
    assert award.available_at == NOON + timedelta(days=7)
    # Earned in March 2026: good to the last second of March 2027 in Shanghai.
    assert award.expire_at == datetime(2027, 3, 31, 16, 0, tzinfo=UTC)


def test_a_member_of_unknown_tier_earns_as_the_lowest() -> None:
    judged = judge(bought(*TWO_DRINKS), None, tea(), {})
    assert amounts(judged.awards)["order_points"] == 36


def test_each_piece_of_the_series_earns_its_bonus() -> None:
    cups = line("1", 5400, quantity=3, series="fresh_fruit")
    judged = judge(bought(cups, line("2", 1800)), None, tea(), {})
    bonus = next(award for award in judged.awards if award.rule == "fresh_fruit_bonus")
    assert (bonus.amount, bonus.by_line) == (15, (("1", 15),))


def test_an_order_without_the_series_has_no_bonus() -> None:
    judged = judge(bought(line("1", 1800)), None, tea(), {})
    assert "fresh_fruit_bonus" not in amounts(judged.awards)


def test_points_are_rounded_after_the_multipliers() -> None:
    # 18.50 yuan × 1.3 = 24.05; the whole yuan first would give 23.
    judged = judge(bought(line("1", 1850)), GOLD, tea(), {})
    assert amounts(judged.awards)["order_points"] == 24


@pytest.mark.parametrize(("rounding", "points"), [("floor", 10), ("half_up", 11), ("ceiling", 11)])
def test_rounding_is_the_rules_own(rounding: str, points: int) -> None:
    order = bought(total_minor=1050, currency="GBP", brand="retail")
    assert judge(order, None, plain(rounding=rounding), {}).awards[0].amount == points


def test_one_point_for_each_whole_pound() -> None:
    order = bought(total_minor=13912, currency="GBP", brand="retail")
    assert judge(order, None, plain(), {}).awards[0].amount == 139


def test_an_order_under_a_pound_earns_nothing() -> None:
    order = bought(total_minor=99, currency="GBP", brand="retail")
    assert judge(order, None, plain(), {}).awards == ()


def test_a_weekend_campaign_doubles_what_the_tier_already_raised() -> None:
    saturday = datetime(2026, 3, 7, 4, 0, tzinfo=UTC)
    order = bought(*TWO_DRINKS, at=saturday, labels={"store_event": "spring"})
    award = judge(order, GOLD, tea(), {}).awards[0]
    assert award.amount == 93  # 36 × 1.3 × 2 = 93.6
    assert award.multiplier_percent == 260
    assert [str(m) for m in award.multipliers] == ["tier:gold=130", "campaign:weekend_store=200"]


def test_the_weekend_is_that_of_the_brands_zone() -> None:
    # 17:00 UTC on Friday is Saturday in Shanghai.
    order = bought(
        *TWO_DRINKS, at=datetime(2026, 3, 6, 17, 0, tzinfo=UTC), labels={"store_event": "1"}
    )
    assert judge(order, None, tea(), {}).awards[0].amount == 72


def test_a_campaign_ends_with_its_last_local_day() -> None:
    order = bought(
        *TWO_DRINKS, at=datetime(2028, 1, 1, 4, 0, tzinfo=UTC), labels={"store_event": "1"}
    )
    assert judge(order, None, tea(), {}).awards[0].amount == 36


@pytest.mark.parametrize(
    ("stacking", "percent"),
    [(Stacking.SUM, 230), (Stacking.MAX, 200), (Stacking.MULTIPLY, 260)],
)
def test_stacking(stacking: Stacking, percent: int) -> None:
    multipliers = [Multiplier("tier:gold", 130), Multiplier("campaign:double", 200)]
    assert stacked(multipliers, stacking) * 100 == percent


def test_multipliers_summed_never_take_points_away() -> None:
    assert stacked([Multiplier("a", 20), Multiplier("b", 0)], Stacking.SUM) == 0


def test_no_multiplier_changes_nothing() -> None:
    assert all(stacked([], stacking) == 1 for stacking in Stacking)


def test_a_second_check_in_of_the_day_is_held_back_by_its_cap() -> None:
    programme = tea()
    first = judge(activity(ActivityType.CHECK_IN), None, programme, {})
    again = judge(activity(ActivityType.CHECK_IN, event_id="e2"), None, programme, first.uses)
    assert [a.amount for a in first.awards] == [2]
    assert [(a.amount, a.capped) for a in again.awards] == [(0, 2)]
    assert again.uses == first.uses


def test_case_55_a_second_post_of_the_week_under_its_topic_is_held_back_by_its_cap() -> None:
    monday, sunday = (datetime(2026, 3, day, 4, 0, tzinfo=UTC) for day in (2, 8))
    posts = [
        activity(ActivityType.SHARE, event_id=id_, at=at, labels={"topic": "my_pairing"})
        for id_, at in (("p1", monday), ("p2", sunday), ("p3", sunday + timedelta(days=1)))
    ]
    first = judge(posts[0], None, tea(), {})
    second = judge(posts[1], None, tea(), first.uses)
    given = [
        [each for each in judged.awards if each.rule == "weekly_topic"]
        for judged in (first, second)
    ]
    assert [[(a.amount, a.capped) for a in each] for each in given] == [[(15, 0)], [(0, 15)]]
    # The next ISO week begins on Monday.
    next_week = judge(posts[2], None, tea(), second.uses)
    assert amounts(next_week.awards)["weekly_topic"] == 15


def test_the_day_of_a_cap_is_local_and_that_of_the_activity() -> None:
    programme = tea()
    # 15:59 and 16:00 UTC are two days in Shanghai.
    late = activity(ActivityType.CHECK_IN, at=datetime(2026, 3, 4, 15, 59, tzinfo=UTC))
    early = activity(ActivityType.CHECK_IN, at=datetime(2026, 3, 4, 16, 0, tzinfo=UTC))
    rules = ("check_in", "check_in_ticket")
    for one, day in ((late, "2026-03-04"), (early, "2026-03-05")):
        assert cap_uses_needed(one, programme) == [f"mem_ada/{rule}/day:{day}" for rule in rules]


def test_an_amount_cap_lets_the_rest_through() -> None:
    used = {"mem_ada/review/week:2026-W10": CapUse(times=2, amount=25)}
    judged = judge(activity(ActivityType.REVIEW), None, tea(), used)
    assert [(a.amount, a.capped) for a in judged.awards] == [(5, 5)]
    assert judged.uses == {"mem_ada/review/week:2026-W10": CapUse(times=3, amount=30)}


def test_a_profile_is_rewarded_once_for_ever() -> None:
    programme = tea()
    done = activity(ActivityType.PROFILE_COMPLETION)
    first = judge(done, None, programme, {})
    years_on = activity(ActivityType.PROFILE_COMPLETION, at=NOON + timedelta(days=2000))
    assert judge(years_on, None, programme, first.uses).awards[0].amount == 0


def test_an_activity_without_a_rule_earns_nothing() -> None:
    assert judge(activity(ActivityType.VISIT), GOLD, tea(), {}).awards == ()


@pytest.mark.parametrize(
    ("when", "earns"),
    [
        ('activity.channel == "pos" && activity.hour == 4', True),
        ("activity.amount_minor >= 1000 && activity.month == 3 && activity.day == 4", True),
        ('member.tier == "gold"', False),
        ("activity.labels.topic == 'weekly'", False),  # the label is missing
    ],
)
def test_conditions_see_the_activity_and_the_member(when: str, earns: bool) -> None:
    order: Any = bought(total_minor=1000, currency="GBP", brand="retail")
    assert bool(judge(order, None, plain(when=when), {}).awards) is earns
