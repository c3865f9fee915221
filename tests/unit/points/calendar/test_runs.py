"""Runs of days: the same days in any order make the same runs, and each day one bonus at most."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.points.calendar.domain.runs import (
    LATE_DAYS_MAX,
    DayRuns,
    Run,
    from_body,
    to_body,
)

FIRST = date(2026, 3, 1)
EVERY = 7


def day(number: int) -> date:
    """The 1st is day 1."""
    return FIRST + timedelta(days=number - 1)


def added(
    numbers: Iterable[int], days: DayRuns | None = None, *, made_up: bool = False
) -> tuple[DayRuns, list[int]]:
    """The days after `numbers` were recorded in this order, and those that brought a bonus."""
    days, bonuses = days or DayRuns(), []
    for number in numbers:
        if days.takes(day(number)):
            days, bonus_due = days.with_day(day(number), EVERY, made_up=made_up)
            bonuses += [number] if bonus_due else []
    return days, bonuses


def spans(days: DayRuns) -> list[tuple[date, date]]:
    return [(run.first, run.last) for run in days.runs]


def test_a_member_absent_on_the_1st_and_there_on_the_2nd_has_a_streak_of_1() -> None:
    days, _ = added([2])
    assert days.streak(day(2)) == 1


def test_the_streak_counts_to_yesterday_while_today_has_no_check_in() -> None:
    days, _ = added([1, 2, 3])
    assert [days.streak(day(n)) for n in (3, 4, 5)] == [3, 3, 0]


def test_every_7th_day_running_brings_the_bonus() -> None:
    assert added(range(1, 22))[1] == [7, 14, 21]


def test_a_missed_day_begins_the_count_anew() -> None:
    assert added([*range(1, 7), *range(8, 15)])[1] == [14]


def test_a_card_for_day_4_restores_a_streak_of_6() -> None:
    days, bonuses = added([1, 2, 3, 5, 6])
    assert days.streak(day(6)) == 2
    days, more = added([4], days, made_up=True)
    assert (days.streak(day(6)), days.made_up) == (6, frozenset({day(4)}))
    assert bonuses + more == []


def test_a_card_for_day_4_on_day_7_restores_a_streak_of_7_and_brings_the_bonus() -> None:
    days, bonuses = added([1, 2, 3, 5, 6, 7])
    assert bonuses == []
    days, bonuses = added([4], days, made_up=True)
    assert (days.streak(day(7)), bonuses) == (7, [4])
    assert days.runs == (Run(day(1), day(7), rewarded=7),)
    # The bonus covers the days up to the 7th.
    assert added(range(8, 15), days)[1] == [14]


def test_a_card_before_days_that_had_their_bonus_brings_no_second_one() -> None:
    days, bonuses = added([1, 2, 3, *range(5, 12)])
    assert bonuses == [11]
    days, bonuses = added([4], days, made_up=True)
    assert (days.streak(day(11)), bonuses) == (11, [])


def test_a_card_that_brings_a_bonus_late_puts_off_none_of_those_to_come() -> None:
    days, bonuses = added([*range(1, 7), *range(8, 13)])
    assert bonuses == []
    days, bonuses = added([7], days, made_up=True)
    assert bonuses == [7]
    assert added(range(13, 29), days)[1] == [14, 21, 28]


def test_a_card_that_joins_two_runs_joins_the_days_that_they_have_left() -> None:
    days, bonuses = added([*range(1, 14), *range(15, 28)])
    assert bonuses == [7, 21]
    days, bonuses = added([14], days, made_up=True)
    assert bonuses == [14]
    assert added([28], days)[1] == [28]


def test_a_check_in_that_comes_late_fills_its_own_day() -> None:
    days, bonuses = added([1, 2, 3, 4, 6, 7, 5])
    assert (days.streak(day(7)), bonuses) == (7, [5])


def test_a_day_is_recorded_once() -> None:
    days, _ = added([1])
    assert not days.takes(day(1))
    assert added([1, 1, 1]) == added([1])


def test_runs_that_can_change_no_more_are_forgotten_and_the_longest_is_remembered() -> None:
    days, _ = added([*range(1, 6), 200])
    assert spans(days) == [(day(200), day(200))]
    assert days.longest == 5
    assert not days.takes(day(200 - LATE_DAYS_MAX - 1))
    assert days.takes(day(200 - LATE_DAYS_MAX))


def test_the_earliest_day_that_may_come_late_still_extends_the_run_before_it() -> None:
    days, _ = added([*range(1, 6), 6 + LATE_DAYS_MAX])
    days, _ = added([6], days)
    assert spans(days)[0] == (day(1), day(6))


def test_a_year_of_every_other_day_keeps_few_runs() -> None:
    days, _ = added(range(1, 366, 2))
    assert len(days.runs) <= LATE_DAYS_MAX // 2 + 1


def test_a_run_goes_over_29_february_and_the_end_of_the_year() -> None:
    days = DayRuns()
    for one in (date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)):
        days = days.with_day(one, EVERY).days
    assert days.streak(date(2028, 3, 1)) == 3
    over_new_year = DayRuns().with_day(date(2026, 12, 31), EVERY).days
    assert over_new_year.with_day(date(2027, 1, 1), EVERY).days.streak(date(2027, 1, 1)) == 2


def test_a_programme_without_a_streak_gives_no_bonus() -> None:
    days = DayRuns()
    for number in range(1, 30):
        days, bonus_due = days.with_day(day(number), None)
        assert not bonus_due


def test_a_record_is_read_as_it_was_written() -> None:
    days, _ = added([1, 2, 3, *range(5, 12)])
    days, _ = added([13], days, made_up=True)
    assert from_body(to_body(days)) == days


def test_a_record_of_before_names_the_day_of_the_last_bonus_instead() -> None:
    body = {"made_up": [], "longest": 9}
    body["runs"] = [["2026-03-01", "2026-03-09", "2026-03-07"], ["2026-03-11", "2026-03-12", None]]
    days = from_body(body)
    assert [run.rewarded for run in days.runs] == [7, 0]
    days, bonuses = added([*range(13, 18)], days)
    assert (days.streak(day(17)), bonuses) == (7, [17])
    assert from_body(to_body(days)) == days


def test_days_of_two_runs_that_overlap_are_rewarded_once() -> None:
    # Days 1-7 had a bonus of one, days 5-11 that of the other.
    one, _ = added(range(1, 8))
    other, _ = added(range(5, 15))
    for both in (one.united(other), other.united(one)):
        assert both.runs == (Run(day(1), day(14), rewarded=11),)
        assert added(range(15, 19), both)[1] == [18]


def test_a_run_within_another_leaves_no_day_rewarded_twice() -> None:
    one, _ = added(range(1, 22))
    other, _ = added(range(5, 12))
    assert one.united(other).runs == other.united(one).runs == one.runs


recorded = st.lists(st.integers(1, LATE_DAYS_MAX), max_size=60)


@given(recorded, st.randoms(use_true_random=False))
def test_the_same_days_in_any_order_make_the_same_runs(numbers: list[int], chance: object) -> None:
    others = list(numbers)
    chance.shuffle(others)  # type: ignore[attr-defined]
    one, _ = added(numbers)
    other, _ = added(others)
    assert spans(one) == spans(other)
    assert one.longest == other.longest
    assert [one.streak(day(n)) for n in range(1, 95)] == [
        other.streak(day(n)) for n in range(1, 95)
    ]
    by_set = {day(n) for n in numbers}
    assert {day(n) for n in range(1, LATE_DAYS_MAX + 1) if one.run_of(day(n))} == by_set


@given(recorded)
def test_bonuses_never_exceed_a_7th_of_the_days(numbers: list[int]) -> None:
    _, bonuses = added(numbers)
    assert len(bonuses) <= len(set(numbers)) // EVERY


@given(recorded)
def test_a_run_has_had_a_bonus_for_each_7_of_its_days(numbers: list[int]) -> None:
    days, bonuses = added(numbers)
    assert [run.rewarded for run in days.runs] == [run.days // 7 * 7 for run in days.runs]
    assert len(bonuses) == sum(run.days // 7 for run in days.runs)


@given(recorded)
def test_no_two_runs_touch(numbers: list[int]) -> None:
    days, _ = added(numbers)
    for run, following in zip(days.runs, days.runs[1:], strict=False):
        assert run.last + timedelta(days=1) < following.first
