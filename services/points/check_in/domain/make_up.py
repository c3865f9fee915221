"""Make-up cards: which days one may fill, and the refusals of the others."""

from __future__ import annotations

from datetime import date, timedelta

from services.points.calendar.domain.runs import DayRuns
from services.points.check_in.domain.section import CheckInSection, MakeUpCards


class CheckInUnavailable(Exception):
    """The programme has no section check_in, or no cards in it."""

    reason = "CHECK_IN_UNAVAILABLE"


class MakeUpDayNotPast(Exception):
    """Today takes a check-in, and no day to come can be filled."""

    reason = "MAKE_UP_DAY_NOT_PAST"
    field = "day"

    def __init__(self, day: date, last_day: date) -> None:
        super().__init__(f"{day} is after {last_day}")
        self.metadata = {"last_day": last_day.isoformat()}


class MakeUpDayTooOld(Exception):
    reason = "MAKE_UP_DAY_TOO_OLD"
    field = "day"

    def __init__(self, day: date, first_day: date) -> None:
        super().__init__(f"{day} is before {first_day}")
        self.metadata = {"first_day": first_day.isoformat()}


class MakeUpBeforeEnrolment(Exception):
    reason = "MAKE_UP_BEFORE_ENROLMENT"
    field = "day"

    def __init__(self, day: date, enrolled_on: date) -> None:
        super().__init__(f"{day} is before the enrolment on {enrolled_on}")
        self.metadata = {"first_day": enrolled_on.isoformat()}


class AlreadyCheckedIn(Exception):
    """The day needs no card."""

    reason = "ALREADY_CHECKED_IN"
    field = "day"

    def __init__(self, day: date) -> None:
        super().__init__(f"{day} is checked in")
        self.metadata = {"day": day.isoformat()}


class NoMakeUpCard(Exception):
    reason = "NO_MAKE_UP_CARD"

    def __init__(self, asset: str) -> None:
        super().__init__(f"no {asset} is available")
        self.metadata = {"asset": asset}


def cards_of(section: CheckInSection) -> MakeUpCards:
    """The cards that the programme has. Raises CheckInUnavailable."""
    if section.make_up is None:
        raise CheckInUnavailable("the programme has no make-up cards")
    return section.make_up


def check_make_up(
    day: date,
    days: DayRuns,
    cards: MakeUpCards,
    *,
    available: int,
    today: date,
    enrolled_on: date | None,
) -> None:
    """Raise the first reason that keeps a card from filling `day`.

    The order is from what the member cannot change to what they can. `enrolled_on` is None where
    the day of the enrolment is not known; a member who checked in before it was enrolled elsewhere
    first, and came to us with a history.
    """
    if day >= today:
        raise MakeUpDayNotPast(day, today - timedelta(days=1))
    if (first_day := today - timedelta(days=cards.last_days)) > day:
        raise MakeUpDayTooOld(day, first_day)
    came_with_history = bool(days.runs) and days.runs[0].first < day
    if enrolled_on is not None and day < enrolled_on and not came_with_history:
        raise MakeUpBeforeEnrolment(day, enrolled_on)
    if days.run_of(day) is not None:
        raise AlreadyCheckedIn(day)
    if available < 1:
        raise NoMakeUpCard(cards.asset)
