"""Numbers, their targets, cohorts, funnels and reports. Cases 45-47, 50 and 51 of the design."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.feedback.insight.domain.bucket import Bucket, Count, Totals
from services.feedback.insight.domain.catalogue import CATALOGUE, METRICS
from services.feedback.insight.domain.cohorts import cohorts
from services.feedback.insight.domain.funnel import Done, Funnel, passage
from services.feedback.insight.domain.metrics import FirstOrders, Known, Number, Unit
from services.feedback.insight.domain.period import (
    Grain,
    Period,
    last_complete,
    local_day,
    period_of,
    periods,
)
from services.feedback.insight.domain.report import Report, due
from services.feedback.insight.domain.standing import Standing, Target, standing
from services.feedback.programme.domain import Text

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 12, 10, 4, tzinfo=UTC)
DAY = timedelta(days=1)


def day(text: str) -> Period:
    return Period(Grain.DAY, date.fromisoformat(text))


@pytest.mark.parametrize(
    ("value", "target", "up", "colour"),
    [
        (Number(150, 1_000), 1_500, True, Standing.GREEN),
        (Number(136, 1_000), 1_500, True, Standing.YELLOW),
        (Number(135, 1_000), 1_500, True, Standing.YELLOW),
        (Number(134, 1_000), 1_500, True, Standing.RED),
        (Number(28, 1_000), 280, False, Standing.GREEN),
        (Number(30, 1_000), 280, False, Standing.YELLOW),
        (Number(31, 1_000), 280, False, Standing.RED),
        (None, 1_500, True, Standing.GREY),
    ],
)
def test_case_50_a_rate_against_its_target(
    value: Number | None, target: int, up: bool, colour: Standing
) -> None:
    rule = Target("conversion", target, 10, up)
    assert standing(METRICS["conversion"], value, rule, NOW, NOW) is colour


def test_case_50_a_number_older_than_15_minutes_is_grey() -> None:
    rule = Target("orders", 100 * 100, 10, up=True)
    metric, number = METRICS["orders"], Number(100)
    assert standing(metric, number, rule, NOW - timedelta(minutes=15), NOW) is Standing.GREEN
    assert standing(metric, number, rule, NOW - timedelta(minutes=16), NOW) is Standing.GREY
    assert standing(metric, number, None, NOW, NOW) is Standing.NONE
    assert standing(metric, Number(90), rule, NOW, NOW) is Standing.YELLOW
    assert standing(metric, Number(89), rule, NOW, NOW) is Standing.RED


def test_case_45_a_day_is_the_brands() -> None:
    enrolled = local_day(datetime(2026, 12, 1, 15, 50, tzinfo=UTC), SHANGHAI)
    visited = local_day(datetime(2026, 12, 1, 16, 10, tzinfo=UTC), SHANGHAI)
    assert (enrolled, visited) == (date(2026, 12, 1), date(2026, 12, 2))
    bucket = Bucket(day("2026-12-02"), cohorts={enrolled: 1})
    known = Known(bucket, Totals(), date(2026, 12, 3), enrolled={enrolled: 1})
    assert METRICS["retention_d1"].of(known) == Number(1, 1)


def test_case_46_retention_is_not_told_before_its_day_is_over() -> None:
    days = {
        date(2026, 11, 20): Bucket(day("2026-11-20"), {"enrolment": Count(4, 4)}),
        date(2026, 11, 21): Bucket(day("2026-11-21"), cohorts={date(2026, 11, 20): 3}),
    }
    [cohort] = cohorts(date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 29), days)
    assert cohort.size == 4
    assert (cohort.active[1], cohort.active[7], cohort.active[30]) == (3, 0, None)
    today = Known(Bucket(day("2026-11-29")), Totals(), date(2026, 11, 29), {date(2026, 11, 28): 9})
    assert METRICS["retention_d1"].of(today) is None
    assert METRICS["first_order_rate_7d"].of(today) is None


def test_case_47_who_is_on_the_way_is_not_lost() -> None:
    funnel = Funnel("to_store", Text("", ""), ("visit", "order"), timedelta(days=7))
    start = datetime(2026, 12, 1, 4, tzinfo=UTC)
    ann = [Done("visit", start), Done("order", start + 2 * DAY)]
    bob = [Done("visit", start)]
    cem = [Done("visit", start + 7 * DAY)]
    found = passage(funnel, [ann, bob, cem], start, start + 10 * DAY, start + 9 * DAY)
    assert found.reached == (3, 1)
    assert (found.converted, found.lost, found.open, found.decided) == (1, 1, 1, 2)


def test_a_funnel_counts_steps_in_order_and_within_the_window() -> None:
    funnel = Funnel("f", Text("", ""), ("visit", "add_to_cart", "order"), timedelta(days=7))
    start = datetime(2026, 12, 1, tzinfo=UTC)
    early = [Done("order", start), Done("visit", start + DAY), Done("order", start + 2 * DAY)]
    late = [Done("visit", start), Done("add_to_cart", start + 8 * DAY)]
    outside = [Done("visit", start - DAY), Done("add_to_cart", start)]
    whole = [
        Done("visit", start),
        Done("visit", start),
        Done("add_to_cart", start),
        Done("order", start),
    ]
    found = passage(funnel, [early, late, outside, whole], start, start + 5 * DAY, start + 99 * DAY)
    assert found.reached == (3, 1, 1)
    assert (found.lost, found.open) == (2, 0)


def test_a_number_with_nothing_to_divide_by_is_absent() -> None:
    nothing = Known(Bucket(day("2026-12-01")), Totals(), date(2026, 12, 9))
    rates = [each for each in CATALOGUE if each.unit is Unit.PERCENT]
    assert {METRICS[code].of(nothing) for code in ("average_order", "ltv")} == {None}
    assert {each.code for each in rates if each.of(nothing) is not None} == set()
    assert METRICS["orders"].of(nothing) == Number(0)


def test_numbers_of_a_day() -> None:
    kinds = {
        "visit": Count(12, 10),
        "order": Count(8, 6, 20_000),
        "refund": Count(1, 1, -2_500),
        "enrolment": Count(3, 3),
        "share": Count(2, 2),
        "satisfied": Count(3, 3),
        "dissatisfied": Count(1, 1),
        "feedback": Count(4, 4),
    }
    bucket = Bucket(day("2026-12-01"), kinds, active=11, visited_and_ordered=5, advocates=2)
    first = FirstOrders(5, 2)
    known = Known(bucket, Totals(1_100, 550_000), date(2026, 12, 9), first_orders=first)
    told = {
        "members": Number(1_100),
        "new_members": Number(3),
        "interactions": Number(23),
        "interaction_rate": Number(11, 1_100),
        "conversion": Number(5, 10),
        "first_order_rate_7d": Number(2, 5),
        "revenue": Number(17_500),
        "average_order": Number(20_000, 8),
        "refund_rate": Number(2_500, 20_000),
        "ltv": Number(550_000, 1_100),
        "csat": Number(3, 4),
        "advocacy_share": Number(2, 11),
    }
    assert {code: METRICS[code].of(known) for code in told} == told


def test_what_members_say_in_numbers() -> None:
    kinds = {
        "order": Count(50, 40, 20_000),
        "promoter": Count(5, 5),
        "passive": Count(3, 3),
        "detractor": Count(8, 8),
        "survey_satisfied": Count(1, 1),
        "survey_dissatisfied": Count(3, 3),
        "answered_in_time": Count(9, 9),
        "answered_late": Count(1, 1),
        "resolved_in_time": Count(1, 1),
        "resolved_late": Count(1, 1),
        "negative": Count(1, 1),
        "not_negative": Count(4, 4),
        "complaint": Count(2, 2),
        "referral": Count(5, 4),
        "referral_reversed": Count(2, 2),
        "touch": Count(10, 8),
        "marketing_touch": Count(30, 20),
        "delivered": Count(36, 20),
        "message_open": Count(9, 7),
        "opt_out": Count(2, 1),
        "lost": Count(11, 11),
    }
    known = Known(Bucket(day("2026-12-01"), kinds), Totals(1_100), date(2026, 12, 9))
    told = {
        "nps": Number(-3, 16),
        "promoters_share": Number(5, 16),
        "survey_csat": Number(1, 4),
        "first_response_in_time": Number(9, 10),
        "resolution_in_time": Number(1, 2),
        "negative_share": Number(1, 5),
        "complaint_rate": Number(2, 50),
        "referrals": Number(3),
        "touches": Number(40),
        "delivered_rate": Number(36, 40),
        "open_rate": Number(9, 36),
        "opt_out_rate": Number(1, 20),
        "churn_rate": Number(11, 1_100),
        "interactions": Number(59),
    }
    assert {code: METRICS[code].of(known) for code in told} == told


def test_stickiness_is_the_mean_day_of_a_month_that_is_over() -> None:
    # Two members on all 28 days, and two on one day each: a mean day has 58/28 of the four.
    february = Bucket(Period(Grain.MONTH, date(2026, 2, 1)), active=4, active_days=58)
    over, goes_on = (Known(february, Totals(), date(2026, *day)) for day in ((3, 1), (2, 28)))
    assert METRICS["stickiness"].of(over) == Number(58, 4 * 28)
    assert METRICS["stickiness"].of(goes_on) is None
    nobody = Known(Bucket(february.period), Totals(), date(2026, 3, 1))
    assert METRICS["stickiness"].of(nobody) is None
    # Counted by a release that kept no days: not known, which is not 0 %.
    before = Known(Bucket(february.period, active=4), Totals(), date(2026, 3, 1))
    assert METRICS["stickiness"].of(before) is None


def test_periods_are_those_of_the_calendar() -> None:
    newest = date(2026, 12, 31)
    assert period_of(Grain.WEEK, newest).first == date(2026, 12, 28)
    assert period_of(Grain.MONTH, newest).until == date(2027, 1, 1)
    assert last_complete(Grain.MONTH, date(2027, 1, 1)).first == date(2026, 12, 1)
    assert [each.first for each in periods(Grain.MONTH, date(2026, 1, 31), date(2026, 3, 1))] == [
        date(2026, 1, 1),
        date(2026, 2, 1),
        date(2026, 3, 1),
    ]
    assert len(list(period_of(Grain.MONTH, date(2028, 2, 9)).days())) == 29


def test_a_report_is_due_at_its_hour() -> None:
    before = datetime(2026, 12, 1, 21, 59, tzinfo=UTC)  # 05:59 of the 2nd in Shanghai
    assert due(Grain.DAY, before, SHANGHAI).first == date(2026, 11, 30)
    assert due(Grain.DAY, before + timedelta(minutes=1), SHANGHAI).first == date(2026, 12, 1)
    monday = datetime(2026, 12, 6, 23, tzinfo=UTC)  # 07:00 on Monday the 7th
    assert due(Grain.WEEK, monday, SHANGHAI).first == date(2026, 11, 30)


def test_case_51_a_late_order_restates_the_report_and_leaves_it() -> None:
    told = Report("tea", day("2026-12-01"), NOW, {"orders": Number(100), "csat": None})
    [restated] = told.restated({"orders": Number(101), "csat": None}, NOW + DAY)
    assert (restated.metric, restated.old, restated.new) == ("orders", Number(100), Number(101))
    again = Report(told.brand, told.period, NOW, told.numbers, (restated,))
    assert again.numbers["orders"] == Number(100)
    assert again.restated({"orders": Number(101), "csat": None}, NOW) == ()
