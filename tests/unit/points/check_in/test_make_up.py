"""The days that a card may fill, and the programme's section."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from services.points.calendar.domain.runs import DayRuns
from services.points.check_in.domain.make_up import (
    AlreadyCheckedIn,
    CheckInUnavailable,
    MakeUpBeforeEnrolment,
    MakeUpDayNotPast,
    MakeUpDayTooOld,
    NoMakeUpCard,
    cards_of,
    check_make_up,
)
from services.points.check_in.domain.section import (
    CheckInSection,
    MakeUpCards,
    StreakBonus,
    check_in_section,
)
from services.points.check_in.domain.status import DayShown, check_in_status
from tests.activities import plain, tea

TODAY = date(2026, 3, 4)
CARDS = MakeUpCards("MAKE_UP_CARD", 7)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def check(day: date, *, available: int = 1, enrolled_on: date | None = None) -> None:
    days = DayRuns().with_day(ago(2), None).days
    check_make_up(day, days, CARDS, available=available, today=TODAY, enrolled_on=enrolled_on)


@pytest.mark.parametrize("days", [1, 3, 7])
def test_a_card_fills_one_of_the_last_7_days(days: int) -> None:
    check(ago(days))


@pytest.mark.parametrize(
    ("day", "refusal", "metadata"),
    [
        (ago(-1), MakeUpDayNotPast, {"last_day": "2026-03-03"}),
        (TODAY, MakeUpDayNotPast, {"last_day": "2026-03-03"}),
        (ago(8), MakeUpDayTooOld, {"first_day": "2026-02-25"}),
        (date.min, MakeUpDayTooOld, {"first_day": "2026-02-25"}),
        (ago(2), AlreadyCheckedIn, {"day": "2026-03-02"}),
    ],
)
def test_other_days_are_refused_with_the_day_that_would_do(
    day: date, refusal: type[Exception], metadata: dict[str, str]
) -> None:
    with pytest.raises(refusal) as refused:
        check(day)
    error: Any = refused.value
    assert (error.field, error.metadata) == ("day", metadata)


def test_a_day_before_the_enrolment_is_refused() -> None:
    check(ago(3), enrolled_on=ago(3))
    with pytest.raises(MakeUpBeforeEnrolment):
        check(ago(4), enrolled_on=ago(3))


def test_a_member_who_checked_in_before_the_enrolment_came_with_a_history() -> None:
    check(ago(1), enrolled_on=TODAY)
    with pytest.raises(MakeUpBeforeEnrolment):
        check(ago(3), enrolled_on=TODAY)


def test_a_make_up_without_a_card_is_refused() -> None:
    with pytest.raises(NoMakeUpCard):
        check(ago(1), available=0)


def test_the_section_of_tea_is_read() -> None:
    section = check_in_section(tea())
    assert section.streak == StreakBonus(7, "POINTS", 20)
    assert cards_of(section) == CARDS


def test_a_programme_without_the_section_has_no_cards() -> None:
    section = check_in_section(plain())
    assert not section.offered
    with pytest.raises(CheckInUnavailable):
        cards_of(section)


def test_each_part_of_the_section_is_optional() -> None:
    section = check_in_section(tea(check_in={}))
    assert section == CheckInSection(offered=True)
    only_cards = check_in_section(tea(check_in={"make_up": {"asset": "POINTS"}}))
    assert (only_cards.streak, only_cards.make_up) == (None, MakeUpCards("POINTS", 7))


@pytest.mark.parametrize(
    "section",
    [
        {"streak": {"every": 7, "asset": "TOKENS", "points": 1}},
        {"make_up": {"asset": "TOKENS"}},
        {"streak": {"every": 7}},
    ],
)
def test_a_section_that_cannot_be_read_is_refused(section: dict[str, Any]) -> None:
    with pytest.raises((ValueError, KeyError)):
        check_in_section(tea(check_in=section))


def test_the_status_shows_the_days_that_a_card_may_fill_and_the_next_bonus() -> None:
    days = DayRuns().with_day(ago(3), 7, made_up=True).days
    days = days.with_day(ago(1), 7).days
    status = check_in_status(days, check_in_section(tea()), 2, TODAY)
    assert not status.checked_in_today
    assert (status.streak, status.longest, status.make_up_cards) == (1, 1, 2)
    assert len(status.days) == 7
    assert status.days[4:] == (
        DayShown(ago(3), True, True),
        DayShown(ago(2), False, False),
        DayShown(ago(1), True, False),
    )
    assert status.next_bonus is not None
    assert status.next_bonus.in_days == 6


def test_the_next_bonus_of_a_broken_streak_is_7_days_away() -> None:
    status = check_in_status(DayRuns(), check_in_section(tea()), 0, TODAY)
    assert status.next_bonus is not None
    assert (status.streak, status.next_bonus.in_days) == (0, 7)


def test_a_lowered_number_of_days_brings_the_bonus_on_the_next_day() -> None:
    days = DayRuns()
    for n in range(5, 0, -1):
        days = days.with_day(ago(n), 7).days
    lowered = CheckInSection(offered=True, streak=StreakBonus(3, "POINTS", 1))
    status = check_in_status(days, lowered, 0, TODAY)
    assert status.next_bonus is not None
    assert status.next_bonus.in_days == 1
