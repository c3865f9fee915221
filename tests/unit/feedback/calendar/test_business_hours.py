"""Business time: closed days, lunch, public holidays, days worked instead, the turn of the year."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.calendar.commands import business_hours
from services.feedback.calendar.domain.business_hours import (
    BusinessHours,
    Due,
    Opening,
    add_business,
    business_between,
)
from tests.unit.feedback.samples import programme

SHANGHAI = ZoneInfo("Asia/Shanghai")
EVERY_DAY = range(1, 8)
WORKDAYS = range(1, 6)
NINE_TO_NINE = (Opening(9 * 60, 21 * 60),)
WITH_LUNCH = (Opening(9 * 60, 12 * 60), Opening(13 * 60 + 30, 18 * 60))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def shown(due: Due) -> str:
    return due.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def hours(
    days: range = EVERY_DAY, openings: tuple[Opening, ...] = NINE_TO_NINE, *closed: str
) -> BusinessHours:
    return BusinessHours(
        SHANGHAI,
        dict.fromkeys(days, openings),
        closed_days=frozenset(map(date.fromisoformat, closed)),
    )


def of_china(**more: object) -> BusinessHours:
    """Working days with lunch, under China's public holidays, as a programme writes them."""
    section = {
        "week": [
            {"days": [1, 2, 3, 4, 5], "from": "13:30", "until": "18:00"},
            {"days": [1, 2, 3, 4, 5], "from": "09:00", "until": "12:00"},
        ],
        "holidays": "china",
        **more,
    }
    document = {"timezone": "Asia/Shanghai", "feedback": {"business_hours": section}}
    found = business_hours(programme(document))
    assert found is not None
    return found


EVENING = [{"from": "20:00", "until": "24:00"}]
CLOSED = ("2026-11-11", "2026-11-13")


@pytest.mark.parametrize(
    ("open_at", "start", "worked", "due"),
    [
        (hours(EVERY_DAY, NINE_TO_NINE, *CLOSED), "2026-11-09 23:00", 48, "2026-11-15 21:00"),
        (hours(WORKDAYS, NINE_TO_NINE, *CLOSED), "2026-11-09 23:00", 48, "2026-11-17 21:00"),
        # Lunch is no business time, and what is due at its beginning is not due after it.
        (hours(WORKDAYS, WITH_LUNCH), "2026-11-09 11:00", 1, "2026-11-09 12:00"),
        (hours(WORKDAYS, WITH_LUNCH), "2026-11-09 11:00", 1.5, "2026-11-09 14:00"),
        (hours(WORKDAYS, WITH_LUNCH), "2026-11-09 12:15", 0.5, "2026-11-09 14:00"),
        (hours(WORKDAYS, WITH_LUNCH), "2026-11-06 17:30", 1, "2026-11-09 09:30"),
        # The National Day week is closed, and Saturday the 10th is worked for it.
        (of_china(), "2026-09-30 17:00", 2, "2026-10-08 10:00"),
        (of_china(), "2026-10-09 17:00", 2, "2026-10-10 10:00"),
        (of_china(), "2026-10-10 17:00", 2, "2026-10-12 10:00"),
        (of_china(closed_days=["2026-10-10"]), "2026-10-09 17:00", 2, "2026-10-12 10:00"),
        (of_china(open_days=[{"date": "2026-10-01"}]), "2026-09-30 17:00", 2, "2026-10-01 10:00"),
        (
            of_china(open_days=[{"date": "2026-10-01", "hours": EVENING}]),
            "2026-09-30 17:00",
            2,
            "2026-10-01 21:00",
        ),
        # 1 to 3 January 2026 were the New Year's days, and Sunday the 4th was worked.
        (of_china(), "2025-12-31 17:30", 1, "2026-01-04 09:30"),
        (hours(), "2026-11-09 10:00", 0, "2026-11-09 10:00"),
    ],
)
def test_business_time_ends_at(open_at: BusinessHours, start: str, worked: float, due: str) -> None:
    found = add_business(open_at, at(start), timedelta(hours=worked))
    assert (shown(found), found.calendar_unknown) == (due, False)


def test_a_year_that_is_not_published_is_judged_by_weekday_and_the_brand_s_own_days() -> None:
    start, two = at("2036-12-31 17:00"), timedelta(hours=2)
    found = add_business(of_china(), start, two)
    assert (shown(found), found.calendar_unknown) == ("2037-01-01 10:00", True)
    own = of_china(closed_days=["2037-01-01"])
    found = add_business(own, start, two)
    assert (shown(found), found.calendar_unknown) == ("2037-01-02 10:00", True)
    written = of_china(closed_days=["2037-01-01"], written_years=[2036, 2037])
    assert not add_business(written, start, two).calendar_unknown
    # A brand that keeps no public holidays has nothing to be told.
    assert not add_business(hours(), start, two).calendar_unknown


def test_a_year_without_public_days_is_told_from_1_november_before() -> None:
    assert of_china().unknown_years(at("2035-12-31 12:00")) == [2035, 2036]
    known = of_china(written_years=[2035])
    assert known.unknown_years(at("2035-10-31 23:59")) == []
    assert known.unknown_years(at("2035-11-01 00:00")) == [2036]
    assert hours().unknown_years(at("2035-11-01 00:00")) == []


def test_the_next_change_is_an_opening_or_a_closing() -> None:
    team = of_china()
    assert not team.is_open(at("2026-11-09 12:00"))
    assert team.is_open(at("2026-11-09 11:59"))
    assert team.next_change(at("2026-11-09 11:59")) == at("2026-11-09 12:00")
    assert team.next_change(at("2026-11-09 12:00")) == at("2026-11-09 13:30")
    assert team.next_change(at("2026-09-30 18:00")) == at("2026-10-08 09:00")


def test_a_team_that_works_through_midnight_does_not_close_at_it() -> None:
    night = BusinessHours(SHANGHAI, {1: (Opening(22 * 60, 24 * 60),), 2: (Opening(0, 2 * 60),)})
    assert night.next_change(at("2026-11-09 23:00")) == at("2026-11-10 02:00")
    assert add_business(night, at("2026-11-09 23:00"), timedelta(hours=2)).at == at(
        "2026-11-10 01:00"
    )


def test_a_brand_that_is_always_closed_is_due_after_three_years() -> None:
    never = hours(range(0))
    assert never.next_change(at("2026-11-09 10:00")) is None
    assert add_business(never, at("2026-11-09 10:00"), timedelta(hours=1)).at.year == 2029


def test_the_hour_that_a_zone_skips_is_no_business_time() -> None:
    london = replace(hours(openings=(Opening(0, 3 * 60),)), zone=ZoneInfo("Europe/London"))
    spring = datetime(2026, 3, 29, tzinfo=UTC)
    assert business_between(london, spring, spring + timedelta(hours=12)) == timedelta(hours=2)
    autumn = datetime(2026, 10, 24, 23, tzinfo=UTC)
    assert business_between(london, autumn, autumn + timedelta(hours=12)) == timedelta(hours=4)


MINUTES = st.integers(0, 20_000).map(lambda n: timedelta(minutes=n))
TEAMS = st.sampled_from([hours(), hours(WORKDAYS, WITH_LUNCH, *CLOSED), of_china()])


@given(TEAMS, MINUTES, MINUTES)
def test_what_is_added_lies_between(
    team: BusinessHours, after: timedelta, length: timedelta
) -> None:
    start = at("2026-09-20 00:00") + after
    due = add_business(team, start, length).at
    assert business_between(team, start, due) == length
    if length:
        assert business_between(team, start, due - timedelta(minutes=1)) < length


@given(TEAMS, MINUTES, MINUTES, MINUTES)
def test_a_while_in_two_parts_is_due_when_the_whole_is(
    team: BusinessHours, after: timedelta, first: timedelta, second: timedelta
) -> None:
    start = at("2026-09-20 00:00") + after
    between = add_business(team, start, first).at
    assert add_business(team, between, second).at == add_business(team, start, first + second).at
