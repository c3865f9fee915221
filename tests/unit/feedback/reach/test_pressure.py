"""The brakes of a brand: pulled at a share, let go after calm days, told in each decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from services.feedback.audience.domain import Purpose
from services.feedback.reach.domain.case import Outcome
from services.feedback.reach.domain.decision import decide
from services.feedback.reach.domain.explanation import check_text
from services.feedback.reach.domain.pressure import (
    CATCH_UP_DAYS,
    Brake,
    Measured,
    PressureState,
    after,
    missing,
    settled_day,
)
from services.feedback.reach.domain.section import Cap, Per, Pressure
from tests.unit.feedback.reach.samples import TWO_A_WEEK, local, rules, subject, touched, wish

ONE_A_WEEK = Cap(Purpose.MARKETING, 1, Per.WEEK)
RULE = Pressure(3, 5, 4, ONE_A_WEEK)
DAY = date(2026, 12, 1)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def measured(count: int, day: date = DAY, reachable: int = 10_000) -> Measured:
    return Measured(3, day, count, reachable)


def test_case_12_five_percent_lower_the_cap_and_one_member_less_does_not() -> None:
    pulled = after(RULE, None, measured(500))
    assert pulled.since == date(2026, 12, 2)
    assert after(RULE, None, measured(499)).since is None
    now = local("2026-12-03 12:00")
    once = subject(touched(now - timedelta(days=1)))
    brand = rules(caps=(TWO_A_WEEK,))
    lowered = replace(brand, pressure=((RULE, pulled),))
    refused = decide(wish(now), once, lowered, now)
    check = refused.checks[-1]
    assert (refused.outcome, check.name, check.limit) == (Outcome.REFUSE, "pressure", "1")
    told = dict(check.inputs)
    assert told["lowered_since"] == "2026-12-02"
    assert (told["taken"], told["touched"], told["reachable"]) == ("1", "500", "10000")
    assert (told["percent"], told["limit_percent"]) == ("5.00", "5")
    assert check.until == now - timedelta(days=1) + timedelta(days=7)
    assert "降频" in check_text(check).zh
    # The first of the week goes; so does a second where no brake is pulled.
    assert decide(wish(now), subject(), lowered, now).outcome is Outcome.SEND
    assert decide(wish(now), once, brand, now).outcome is Outcome.SEND


def test_case_12_the_brake_is_let_go_after_three_days_in_a_row_below_four_percent() -> None:
    brake = after(RULE, None, measured(500))
    since = brake.since
    for count, calm in ((399, 1), (399, 2), (400, 0), (450, 0), (399, 1), (0, 2)):
        brake = after(RULE, brake, measured(count))
        assert (brake.since, brake.calm_days) == (since, calm)
    assert after(RULE, brake, measured(500)).since == since
    assert after(RULE, brake, measured(399)).since is None


def test_a_brand_without_reachable_members_is_calm() -> None:
    assert after(RULE, None, measured(0, reachable=0)).since is None
    assert measured(0, reachable=0).percent == "0.00"


@given(st.integers(0, 20_000), st.integers(1, 20_000), st.integers(1, 100))
def test_shares_are_compared_without_rounding(count: int, reachable: int, percent: int) -> None:
    found = measured(min(count, reachable), reachable=reachable)
    right = Fraction(found.touched, reachable) >= Fraction(percent, 100)
    assert found.at_least(percent) is right


@given(st.lists(st.integers(0, 12), max_size=40))
def test_a_brake_is_pulled_from_a_high_day_until_three_low_days(days: list[int]) -> None:
    """Against the rule read aloud: the last high day, and the low days after it."""
    brake: Brake | None = None
    since: date | None = None
    calm = 0
    for number, percent in enumerate(days):
        day = DAY + timedelta(days=number)
        brake = after(RULE, brake, measured(percent, day, 100))
        if percent >= 5:
            since, calm = since or day + timedelta(days=1), 0
        elif since is not None:
            calm = calm + 1 if percent < 4 else 0
            if calm == 3:
                since = None
        assert brake.since == since


def test_a_day_is_judged_ten_minutes_after_its_end_by_the_brands_clock() -> None:
    assert settled_day(local("2026-12-02 00:09"), SHANGHAI) == date(2026, 11, 30)
    assert settled_day(local("2026-12-02 00:10"), SHANGHAI) == date(2026, 12, 1)
    assert settled_day(datetime(2026, 12, 1, 16, 10, tzinfo=UTC), SHANGHAI) == date(2026, 12, 1)


@given(st.integers(-3, 40))
def test_each_day_is_judged_once_and_none_longer_ago_than_two_weeks(ago: int) -> None:
    assert missing(PressureState(), DAY) == [DAY]
    days = missing(PressureState(DAY - timedelta(days=ago), {}), DAY)
    assert len(days) == min(max(ago, 0), CATCH_UP_DAYS)
    assert days == sorted(set(days))
    assert not days or days[-1] == DAY
