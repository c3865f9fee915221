"""When two occasions are one."""

from dataclasses import replace
from datetime import date

from services.members.occasions.domain.occasion import Occasion, OccasionKind

BIRTHDAY = Occasion("mem_1", OccasionKind.BIRTHDAY, 2026, date(2026, 3, 2))


def test_a_birthday_that_is_told_in_another_way_is_the_same_for_half_a_year() -> None:
    lunar = replace(BIRTHDAY, year=2025, on=date(2026, 2, 1))
    assert lunar.repeats(BIRTHDAY.key, BIRTHDAY.on)
    next_year = replace(BIRTHDAY, year=2027, on=date(2027, 3, 2))
    assert not next_year.repeats(BIRTHDAY.key, BIRTHDAY.on)
    moved = replace(BIRTHDAY, on=date(2026, 12, 24))
    assert moved.repeats(BIRTHDAY.key, BIRTHDAY.on)


def test_leads_and_kinds_and_members_are_apart() -> None:
    for other in (
        replace(BIRTHDAY, lead_days=7),
        replace(BIRTHDAY, member_id="mem_2"),
        replace(BIRTHDAY, kind=OccasionKind.ENROLMENT_ANNIVERSARY),
    ):
        assert not other.repeats(BIRTHDAY.key, BIRTHDAY.on)


def test_an_anniversary_knows_its_own_year_alone() -> None:
    second = replace(BIRTHDAY, kind=OccasionKind.ENROLMENT_ANNIVERSARY, years=2)
    assert second.neighbours() == (second.key,)
