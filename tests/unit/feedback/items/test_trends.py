"""Which issues come up more than in the weeks before, and by more than chance."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.items.domain.trends import Trend, Week, chance, trends_of, week_starts

SHANGHAI = ZoneInfo("Asia/Shanghai")
COUNTS = st.lists(st.integers(0, 200), min_size=9, max_size=9)


def told(this: int, *before: int, known: int | None = None) -> Trend:
    weeks = [Week("taste", back, count) for back, count in enumerate((this, *before))]
    return trends_of(weeks, len(before) if known is None else known)[0].trend


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
    weeks = [Week("taste", back, count) for back, count in enumerate(counts)]
    assert trends_of([weeks[place] for place in order], 8) == trends_of(weeks, 8)


@given(COUNTS)
def test_a_chance_is_a_probability(counts: list[int]) -> None:
    assert 0 <= chance(counts[0], sum(counts[1:]), 8) <= 1 + 1e-9


def test_weeks_before_the_first_item_are_no_baseline() -> None:
    assert told(60, 30, 30, 0, 0, known=2) is Trend.UP
    assert told(30, 30, 30, 0, 0, known=2) is Trend.STEADY


def test_what_rose_most_comes_first() -> None:
    counts = {"steady": (30, 30), "up": (60, 30), "more": (90, 30), "down": (5, 30)}
    weeks = [
        Week(issue, back, this if back == 0 else before)
        for issue, (this, before) in counts.items()
        for back in range(5)
    ]
    found = trends_of(weeks, 4)
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
