"""Which birthdays and anniversaries are kept on a day."""

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.civil_calendar import lunar_of, solar_of
from services.members.occasions.domain.days import (
    CATCH_UP_DAYS_MAX,
    LeapDay,
    birthday_keys,
    days_due,
    days_of_anniversaries,
)


@cache
def keys(day: date, leap_day: LeapDay = LeapDay.FEB_28) -> dict[str, int]:
    return birthday_keys(day, lunar_of(day), leap_day)


def kept_on(key: str, year: int, leap_day: LeapDay = LeapDay.FEB_28) -> list[str]:
    """The days from that year's first to the lunar year's end on which `key` counts for `year`."""
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range(420))
    return [day.isoformat() for day in days if keys(day, leap_day).get(key) == year]


@pytest.mark.parametrize(
    ("key", "year", "leap_day", "day"),
    [
        ("03-01", 2027, LeapDay.FEB_28, "2027-03-01"),
        ("02-28", 2027, LeapDay.FEB_28, "2027-02-28"),
        ("02-29", 2027, LeapDay.FEB_28, "2027-02-28"),
        ("02-29", 2027, LeapDay.MAR_1, "2027-03-01"),
        ("02-29", 2028, LeapDay.FEB_28, "2028-02-29"),
        ("02-29", 2028, LeapDay.MAR_1, "2028-02-29"),
        ("L08-15", 2026, LeapDay.FEB_28, "2026-09-25"),
        ("L12-30", 2026, LeapDay.FEB_28, "2027-02-05"),
        ("L12-29", 2026, LeapDay.FEB_28, "2027-02-05"),
        ("L06L-01", 2026, LeapDay.FEB_28, "2026-07-14"),
        ("L06L-01", 2025, LeapDay.FEB_28, "2025-07-25"),
        ("L06-01", 2025, LeapDay.FEB_28, "2025-06-25"),
        ("L02L-30", 2023, LeapDay.FEB_28, "2023-04-19"),
        ("L02-30", 2023, LeapDay.FEB_28, "2023-03-21"),
    ],
)
def test_case_32_each_birthday_has_one_day_a_year(
    key: str, year: int, leap_day: LeapDay, day: str
) -> None:
    assert kept_on(key, year, leap_day) == [day]


@settings(max_examples=40)
@given(st.integers(1, 12), st.integers(1, 30), st.booleans(), st.integers(2015, 2045))
def test_each_lunar_birthday_has_one_day_in_each_lunar_year(
    month: int, day: int, leap: bool, year: int
) -> None:
    key = f"L{month:02d}{'L' if leap else ''}-{day:02d}"
    [kept] = kept_on(key, year)
    own = solar_of(year, month, day, leap)
    assert own is None or own.isoformat() == kept


@pytest.mark.parametrize(
    ("day", "leap_day", "expected"),
    [
        (date(2026, 3, 2), LeapDay.FEB_28, ["2025-03-02", "2024-03-02", "2023-03-02"]),
        (date(2027, 2, 28), LeapDay.FEB_28, ["2026-02-28", "2025-02-28", "2024-02-28"]),
        (date(2028, 2, 29), LeapDay.FEB_28, ["2024-02-29", "2020-02-29", "2016-02-29"]),
        (date(2027, 3, 1), LeapDay.MAR_1, ["2026-03-01", "2025-03-01", "2024-03-01"]),
    ],
)
def test_an_anniversary_is_kept_on_the_same_day_of_later_years(
    day: date, leap_day: LeapDay, expected: list[str]
) -> None:
    found = [each.isoformat() for each in days_of_anniversaries(day, leap_day)]
    assert found[:3] == expected
    with_leap_day = day in {date(2027, 2, 28), date(2027, 3, 1), date(2028, 2, 29)}
    assert ("2024-02-29" in found) == with_leap_day


def test_days_that_were_missed_come_in_their_order_and_not_for_ever() -> None:
    today = date(2026, 3, 2)
    assert days_due(None, today) == [today]
    assert days_due(today, today) == []
    assert days_due(today + timedelta(days=2), today) == []
    assert days_due(date(2026, 2, 27), today) == [
        date(2026, 2, 28),
        date(2026, 3, 1),
        today,
    ]
    late = days_due(date(2025, 1, 1), today)
    assert (late[0], late[-1]) == (today - timedelta(days=CATCH_UP_DAYS_MAX), today)
