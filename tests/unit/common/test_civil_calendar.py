"""The lunar calendar, by days that the calendars of the mainland print, and public holidays."""

from datetime import date, timedelta

import pytest

from services.common.civil_calendar import ChinaDay, china_day, lunar_of, solar_of


@pytest.mark.parametrize(
    ("lunar", "solar"),
    [
        ((2026, 8, 15, False), date(2026, 9, 25)),
        ((2026, 12, 29, False), date(2027, 2, 5)),
        ((2026, 12, 30, False), None),
        ((2025, 6, 1, False), date(2025, 6, 25)),
        ((2025, 6, 1, True), date(2025, 7, 25)),
        ((2026, 6, 1, False), date(2026, 7, 14)),
        ((2026, 6, 1, True), None),
        ((2023, 2, 29, True), date(2023, 4, 19)),
        ((1978, 7, 30, False), date(1978, 9, 2)),
        ((1900, 1, 1, False), date(1900, 1, 31)),
        ((1899, 12, 1, False), None),
        ((2101, 1, 1, False), None),
        ((2026, 13, 1, False), None),
        ((2026, 1, 31, False), None),
    ],
)
def test_a_lunar_day_is_a_solar_one(lunar: tuple[int, int, int, bool], solar: date | None) -> None:
    assert solar_of(*lunar) == solar


def test_the_two_ways_agree_over_thirty_years() -> None:
    day = date(2000, 1, 1)
    while day < date(2030, 1, 1):
        lunar = lunar_of(day)
        assert lunar is not None
        assert solar_of(lunar.year, lunar.month, lunar.day, lunar.leap) == day
        after = lunar_of(day + timedelta(days=1))
        assert after is not None
        assert lunar.last == (after.day == 1)
        day += timedelta(days=1)


def test_outside_of_its_years_the_calendar_knows_nothing() -> None:
    assert lunar_of(date(1900, 1, 30)) is None
    assert lunar_of(date(2101, 6, 1)) is None


@pytest.mark.parametrize(
    ("day", "sort"),
    [
        (date(2026, 10, 1), ChinaDay.HOLIDAY),
        (date(2026, 10, 10), ChinaDay.WORKED),
        (date(2026, 10, 17), ChinaDay.USUAL),
        (date(2026, 10, 19), ChinaDay.USUAL),
        (date(2026, 2, 14), ChinaDay.WORKED),
        (date(2026, 2, 16), ChinaDay.HOLIDAY),
        (date(2026, 2, 17), ChinaDay.HOLIDAY),
        (date(2003, 5, 1), None),
        (date(2101, 5, 1), None),
    ],
)
def test_case_33_a_day_in_china_is_a_holiday_or_worked_for_one(
    day: date, sort: ChinaDay | None
) -> None:
    assert china_day(day) == sort
