"""How a member's check-ins stand today, as a card shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from services.points.calendar.domain.runs import DayRuns
from services.points.check_in.domain.section import CheckInSection, StreakBonus


class DayShown(NamedTuple):
    """A day; `made_up` where a card filled it."""

    day: date
    checked_in: bool
    made_up: bool


class NextBonus(NamedTuple):
    """The bonus after `in_days` more check-ins, one a day."""

    in_days: int
    bonus: StreakBonus


@dataclass(frozen=True, slots=True)
class CheckInStatus:
    """`days` are those before today that a card may fill, the oldest first."""

    checked_in_today: bool
    streak: int
    longest: int
    days: tuple[DayShown, ...]
    make_up_cards: int
    next_bonus: NextBonus | None


def check_in_status(
    days: DayRuns, section: CheckInSection, cards: int, today: date
) -> CheckInStatus:
    """The status of a member who has `cards` make-up cards."""
    return CheckInStatus(
        checked_in_today=days.run_of(today) is not None,
        streak=days.streak(today),
        longest=days.longest,
        days=tuple(
            _shown(days, today - timedelta(days=ago)) for ago in range(section.shown_days, 0, -1)
        ),
        make_up_cards=cards,
        next_bonus=_next_bonus(days, section.streak, today),
    )


def _shown(days: DayRuns, day: date) -> DayShown:
    return DayShown(day, days.run_of(day) is not None, day in days.made_up)


def _next_bonus(days: DayRuns, bonus: StreakBonus | None, today: date) -> NextBonus | None:
    if bonus is None:
        return None
    run = days.current_run(today)
    had = run.days_without_bonus if run else 0
    # A programme may have lowered `every` below what the run has: then the next day brings it.
    return NextBonus(max(1, bonus.every - had), bonus)
