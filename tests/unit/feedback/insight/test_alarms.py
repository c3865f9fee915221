"""Alarms: more than 15 %, and more than chance. Case 49 of the design."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.insight.api.messages import alarm_message
from services.feedback.insight.domain.alarms import (
    CHANGE_PERCENT_MAX,
    Alarm,
    AlarmMoved,
    AlarmRules,
    AlarmState,
    Finding,
    days_to_look_at,
    finding,
    shortfall,
    wilson,
)
from services.feedback.insight.domain.catalogue import METRICS
from services.feedback.insight.domain.metrics import Number
from services.feedback.insight.domain.standing import Target

RULES = AlarmRules()
COUNTED, RATE, MONEY = METRICS["orders"], METRICS["conversion"], METRICS["revenue"]
MONDAYS = [Number(980), Number(1_000), Number(1_020), Number(1_000)]


def test_case_49_a_count_is_an_alarm_beyond_15_percent_and_beyond_chance() -> None:
    found = finding(COUNTED, Number(1_160), MONDAYS, RULES)
    assert found is not None
    assert (found.change_percent, round(found.low), round(found.high)) == (16, 931, 1_069)
    assert finding(COUNTED, Number(1_140), MONDAYS, RULES) is None
    low = finding(COUNTED, Number(840), MONDAYS, RULES)
    assert low is not None
    assert low.change_percent == -16


def test_case_49_twenty_percent_of_few_is_chance() -> None:
    few = [Number(20)] * 4
    assert finding(COUNTED, Number(24), few, AlarmRules(min_volume=1)) is None
    assert finding(COUNTED, Number(31), few, AlarmRules(min_volume=1)) is not None
    assert finding(COUNTED, Number(31), few, RULES) is None  # Fewer than 100 are not judged.


def test_case_49_an_unfinished_day_and_too_few_weeks_are_no_alarm() -> None:
    assert finding(COUNTED, None, MONDAYS, RULES) is None
    assert finding(COUNTED, Number(5_000), MONDAYS[:2], RULES) is None
    assert finding(COUNTED, Number(5_000), [Number(0)] * 4, RULES) is None


def test_a_rate_is_an_alarm_beyond_newcombes_interval() -> None:
    weeks = [Number(100, 1_000)] * 4
    assert finding(RATE, Number(60, 500), weeks, RULES) is None  # 12 %: +20 %, and chance.
    found = finding(RATE, Number(140, 1_000), weeks, RULES)
    assert found is not None
    assert found.change_percent == 40
    assert finding(RATE, Number(20, 50), weeks, RULES) is None  # Out of 50: too little.


def test_money_is_an_alarm_beyond_what_its_weeks_vary_by() -> None:
    steady = [Number(100_000), Number(101_000), Number(99_000), Number(100_000)]
    assert finding(MONEY, Number(130_000), steady, RULES) is not None
    wild = [Number(50_000), Number(150_000), Number(80_000), Number(120_000)]
    assert finding(MONEY, Number(130_000), wild, RULES) is None


def test_wilsons_interval_is_the_published_one() -> None:
    # Newcombe 1998, table I: 81 of 263 by method 3.
    low, high = wilson(Number(81, 263))
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_an_alarm_goes_forward_only() -> None:
    at = datetime(2026, 3, 3, 1, tzinfo=UTC)
    found = Finding(1_160, 1_000, 931, 1_069, 16)
    alarm = Alarm("a", "tea", "orders", date(2026, 3, 2), found, at, at + timedelta(hours=24))
    assert not alarm.late(at + timedelta(hours=24))
    assert alarm.late(at + timedelta(hours=25))
    alarm.check_move(AlarmState.CLOSED)
    closed = Alarm("a", "tea", "orders", date(2026, 3, 2), found, at, at, AlarmState.CLOSED)
    assert not closed.late(at + timedelta(days=9))
    with pytest.raises(AlarmMoved):
        closed.check_move(AlarmState.ACKNOWLEDGED)


SUNDAY = date(2026, 3, 29)


@given(st.lists(st.integers(0, 40), max_size=12))
def test_rounds_look_at_each_day_once_and_at_no_more_than_31_of_an_outage(gaps: list[int]) -> None:
    looked, at = SUNDAY, SUNDAY
    for gap in gaps:
        at += timedelta(days=gap)
        days = days_to_look_at(looked, at)
        assert days == [at - timedelta(days=back) for back in reversed(range(min(gap, 31)))]
        looked = days[-1] if days else looked
        assert looked == at


def test_the_first_round_looks_at_yesterday_and_a_zone_that_turns_back_the_day_at_none() -> None:
    assert days_to_look_at(None, SUNDAY) == [SUNDAY]
    assert days_to_look_at(SUNDAY + timedelta(days=1), SUNDAY) == []


def test_a_change_from_next_to_nothing_can_still_be_told() -> None:
    # Orders of 0.01 before the stores opened, and 300,000.00 on the day they did.
    at = datetime(2026, 3, 3, tzinfo=UTC)
    tried, opened = [Number(1)] * 4, Number(30_000_000)
    found = finding(MONEY, opened, tried, AlarmRules())
    assert found is not None
    assert found.change_percent == CHANGE_PERCENT_MAX
    alarm = Alarm("a", "tea", "revenue", date(2026, 3, 2), found, at, at)
    assert alarm_message(alarm, METRICS, at).change_percent == CHANGE_PERCENT_MAX
    items, target = METRICS["feedback_items"], Target("feedback_items", 100, 10, up=False)
    beyond = shortfall(items, Number(10**13), target)
    assert beyond.change_percent == CHANGE_PERCENT_MAX
