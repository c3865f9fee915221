"""Windows in local days."""

from datetime import date

import pytest

from services.members.tiers.domain.windows import Window, WindowKind, add_months

ROLLING = Window(WindowKind.ROLLING, 12)
YEAR = Window(WindowKind.CALENDAR_YEAR)
ANNIVERSARY = Window(WindowKind.ANNIVERSARY)
ANY_DAY = date(2020, 5, 5)


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -12, date(2025, 1, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_a_month_that_is_shorter_gives_its_last_day(day: date, months: int, result: date) -> None:
    assert add_months(day, months) == result


def test_a_rolling_window_counts_the_last_months_with_today() -> None:
    assert ROLLING.counts_from(date(2026, 3, 15), ANY_DAY) == date(2025, 3, 16)
    assert ROLLING.end(date(2026, 3, 15), ANY_DAY) == date(2027, 3, 15)


def test_what_counts_when_a_rolling_window_is_judged_is_the_window_itself() -> None:
    start = date(2026, 3, 15)
    end = ROLLING.end(start, ANY_DAY)
    assert end is not None
    day_before = date.fromordinal(end.toordinal() - 1)
    assert ROLLING.counts_from(day_before, ANY_DAY) == start


def test_a_calendar_year_starts_on_new_year() -> None:
    assert YEAR.start(date(2026, 12, 20), ANY_DAY) == date(2026, 1, 1)
    assert YEAR.end(date(2026, 1, 1), ANY_DAY) == date(2027, 1, 1)


def test_an_anniversary_window_starts_on_the_day_of_enrolment() -> None:
    enrolled = date(2024, 6, 10)
    assert ANNIVERSARY.start(date(2026, 6, 9), enrolled) == date(2025, 6, 10)
    assert ANNIVERSARY.start(date(2026, 6, 10), enrolled) == date(2026, 6, 10)
    assert ANNIVERSARY.end(date(2026, 6, 10), enrolled) == date(2027, 6, 10)


def test_who_enrolled_on_29_february_has_the_28th_in_common_years() -> None:
    enrolled = date(2024, 2, 29)
    assert ANNIVERSARY.start(date(2026, 3, 1), enrolled) == date(2026, 2, 28)
    assert ANNIVERSARY.end(date(2027, 2, 28), enrolled) == date(2028, 2, 29)


def test_a_lifetime_never_ends() -> None:
    assert Window(WindowKind.LIFETIME).end(ANY_DAY, ANY_DAY) is None


KEPT = Window(WindowKind.ROLLING, 24, kept_until_anniversary=True)


def test_a_tier_that_is_kept_until_the_anniversary_is_judged_by_the_months_before_it() -> None:
    enrolled, reached = date(2020, 5, 5), date(2026, 3, 15)
    assert KEPT.counts_from(reached, enrolled) == date(2024, 3, 16)
    start = KEPT.start(reached, enrolled)
    assert (start, KEPT.end(start, enrolled)) == (date(2025, 5, 5), date(2026, 5, 5))
    assert KEPT.judged_from(start, date(2026, 5, 5)) == date(2024, 5, 5)
    # Of a tier that was reached while the ladder had another window the year ends likewise.
    assert KEPT.end(reached, enrolled) == date(2026, 5, 5)
    assert ROLLING.judged_from(reached, date(2027, 3, 15)) == reached
