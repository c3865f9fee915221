"""Which issues come up more than in the weeks before, and by more than chance."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.common.civil_calendar import china_day
from services.feedback.calendar.domain.business_hours import BusinessHours, PublicDay
from services.feedback.items.domain.trends import (
    DayCount,
    IssueTrend,
    Trend,
    chance,
    like_days,
    special_days,
    trends_of,
    week_starts,
    weeks_known,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 3, 3)
COUNTS = st.lists(st.integers(0, 200), min_size=9, max_size=9)


def told(this: int, *before: int, known: int | None = None) -> Trend:
    days = [in_week("taste", back, count) for back, count in enumerate((this, *before))]
    return trends_of(days, TODAY, len(before) if known is None else known)[0].trend


def in_week(issue: str, back: int, count: int) -> DayCount:
    """All on one day of the week so many weeks back."""
    return DayCount(issue, TODAY - timedelta(days=7 * back + 2), count)


@pytest.mark.parametrize(
    ("filled", "watched", "known"),
    [
        ([], 0, 0),
        # One old review among the words of this week is no history.
        ([0, 6], 0, 0),
        # A file of four weeks: the first of them may not be whole.
        ([1, 2, 3, 4], 0, 3),
        ([1, 2, 4], 0, 1),
        # A quiet week in which the brand was there is known, and older words add to it.
        ([4, 5, 6], 3, 5),
        ([1, 2, 3, 4, 5, 6, 7, 8], 0, 7),
        ([], 8, 8),
    ],
)
def test_older_words_make_weeks_known_that_they_fill(
    filled: list[int], watched: int, known: int
) -> None:
    starts = [TODAY - timedelta(days=7 * back) for back in range(9, 0, -1)]
    days = [in_week("taste", back, 1) for back in filled]
    assert weeks_known(days, starts, watched) == known


@pytest.mark.parametrize(
    ("this", "before", "trend"),
    [
        (60, (30, 30, 30, 30), Trend.UP),
        (5, (30, 30, 30, 30), Trend.DOWN),
        (31, (30, 30, 30, 30), Trend.STEADY),
        # 20 % more, which 30 a week give by chance in one week of four; 3,000 don't.
        (36, (30, 30, 30, 30), Trend.STEADY),
        (3_600, (3_000, 3_000, 3_000, 3_000), Trend.UP),
        # 5 % more is no change that anybody acts on, however sure.
        (31_500, (30_000, 30_000, 30_000, 30_000), Trend.STEADY),
        (15, (2, 2, 2, 2), Trend.TOO_FEW),
        (60, (30,), Trend.TOO_FEW),
        (60, (), Trend.TOO_FEW),
        (40, (0, 0, 0), Trend.UP),
    ],
)
def test_a_trend_needs_volume_size_and_more_than_chance(
    this: int, before: tuple[int, ...], trend: Trend
) -> None:
    assert told(this, *before) is trend


@pytest.mark.parametrize("weeks", [2, 3, 4, 5, 6, 7, 8])
@pytest.mark.parametrize(("this", "trend"), [(1_150, Trend.UP), (850, Trend.DOWN)])
def test_15_percent_are_15_percent_however_many_weeks_are_known(
    weeks: int, this: int, trend: Trend
) -> None:
    days = [
        DayCount("taste", TODAY - timedelta(days=back), this if back <= 7 else 1_000)
        for back in range(1, 7 * (weeks + 1) + 1)
    ]
    [found] = trends_of(days, TODAY, weeks)
    assert (found.change_percent, found.trend) == ((this - 1_000) // 10, trend)


# By hand: of 4 items in two weeks, all in one of them, 2 · (1/2)⁴; all three of k = 2, 2 · (1/3)³.
@pytest.mark.parametrize(
    ("this", "total", "weeks", "expected"),
    [(4, 0, 1, 1 / 8), (0, 4, 1, 1 / 8), (3, 0, 2, 2 / 27), (2, 2, 1, 1.0)],
)
def test_chance_is_that_of_the_binomial_distribution(
    this: int, total: int, weeks: int, expected: float
) -> None:
    assert chance(this, total, weeks) == pytest.approx(expected)


@given(COUNTS, st.permutations(range(9)))
def test_the_order_of_counts_makes_no_difference(counts: list[int], order: list[int]) -> None:
    days = [in_week("taste", back, count) for back, count in enumerate(counts)]
    assert trends_of([days[place] for place in order], TODAY, 8) == trends_of(days, TODAY, 8)


@given(COUNTS)
def test_a_chance_is_a_probability(counts: list[int]) -> None:
    assert 0 <= chance(counts[0], sum(counts[1:]), 8) <= 1 + 1e-9


def test_weeks_before_the_first_item_are_no_baseline() -> None:
    assert told(60, 30, 30, 0, 0, known=2) is Trend.UP
    assert told(30, 30, 30, 0, 0, known=2) is Trend.STEADY


def test_what_rose_most_comes_first() -> None:
    counts = {"steady": (30, 30), "up": (60, 30), "more": (90, 30), "down": (5, 30)}
    days = [
        in_week(issue, back, this if back == 0 else before)
        for issue, (this, before) in counts.items()
        for back in range(5)
    ]
    found = trends_of(days, TODAY, 4)
    assert [each.issue for each in found] == ["more", "up", "down", "steady"]
    assert (found[0].change_percent, found[0].expected, found[0].before) == (200, 30, (30,) * 4)


def test_a_week_is_seven_local_days_up_to_yesterday() -> None:
    now = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)  # 3 March, 1 o'clock, in Shanghai
    starts = week_starts(now, SHANGHAI, weeks=1)
    assert [each.isoformat() for each in starts] == [
        "2026-02-16T16:00:00+00:00",
        "2026-02-23T16:00:00+00:00",
        "2026-03-02T16:00:00+00:00",
    ]


def test_a_week_with_a_change_of_the_clock_has_seven_days_all_the_same() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    starts = week_starts(datetime(2026, 4, 1, 12, tzinfo=UTC), berlin, weeks=0)
    assert (starts[1] - starts[0]).total_seconds() == 7 * 86_400 - 3_600


def china(day: date) -> PublicDay | None:
    known = china_day(day)
    return None if known is None else PublicDay(known.value)


CHINA = BusinessHours(SHANGHAI, {}, public_days=china)
AFTER_GOLDEN_WEEK = date(2026, 10, 8)
"""Of 1 to 7 October all are holidays; in the eight weeks before, 25 to 27 September were too, and
20 September, a Sunday, was worked."""


def golden_week(this: Mapping[bool, int], usual: Mapping[bool, int]) -> IssueTrend:
    """So many items a day of this week and before it, by whether the day is off."""

    def is_off(day: date) -> bool:
        sort = CHINA.sort_of(day)
        return sort is PublicDay.HOLIDAY or (sort is PublicDay.USUAL and day.isoweekday() > 5)

    days = [AFTER_GOLDEN_WEEK - timedelta(days=back) for back in range(1, 7 * 9 + 1)]
    counts = [
        DayCount("queue", day, (this if place < 7 else usual)[is_off(day)])
        for place, day in enumerate(days)
    ]
    return trends_of(counts, AFTER_GOLDEN_WEEK, 8, CHINA.sort_of)[0]


def test_a_week_of_holidays_is_compared_with_days_off() -> None:
    # 30 on a day off and 10 on a working day: weekdays alone would expect 110, and cry.
    found = golden_week({True: 30}, {True: 30, False: 10})
    assert found.count == 210
    assert found.expected == pytest.approx(210)
    assert found.change_percent == 0
    assert found.trend is Trend.STEADY
    more = golden_week({True: 45}, {True: 30, False: 10})
    assert (more.change_percent, more.trend) == (50, Trend.UP)
    assert special_days(AFTER_GOLDEN_WEEK, CHINA.sort_of) == [
        date(2026, 10, day) for day in range(1, 8)
    ]


def test_few_holidays_before_make_the_baseline_less_sure() -> None:
    # 3 days stand for 7, so 20 % more may be chance, which it is not where 56 days stand for 7.
    assert golden_week({True: 60}, {True: 50, False: 50}).trend is Trend.STEADY
    usual = [DayCount("queue", TODAY - timedelta(days=back), 50) for back in range(8, 64)]
    week = [DayCount("queue", TODAY - timedelta(days=back), 60) for back in range(1, 8)]
    assert trends_of(usual + week, TODAY, 8)[0].trend is Trend.UP


def test_a_worked_sunday_is_like_working_days_and_a_usual_day_like_its_weekday() -> None:
    before = [AFTER_GOLDEN_WEEK - timedelta(days=back) for back in range(8, 64)]
    worked = like_days(date(2026, 10, 10), before, CHINA.sort_of)
    assert {day.isoweekday() for day in worked} >= {1, 2, 3, 4, 5}
    assert date(2026, 9, 19) not in worked
    monday = like_days(date(2026, 9, 21), before, CHINA.sort_of)
    assert {day.isoweekday() for day in monday} == {1}
    friday = like_days(date(2026, 9, 18), before, CHINA.sort_of)
    assert date(2026, 9, 25) not in friday


def test_a_day_without_two_like_it_is_too_few() -> None:
    days = [DayCount("queue", TODAY - timedelta(days=back), 40) for back in range(1, 22)]
    assert trends_of(days, TODAY, 2)[0].trend is Trend.STEADY
    closed = frozenset(TODAY - timedelta(days=back) for back in range(8, 22))
    sort_of = BusinessHours(SHANGHAI, {}, closed_days=closed).sort_of
    assert trends_of(days, TODAY, 2, sort_of)[0].trend is Trend.TOO_FEW
