"""The window that a decision keeps, as it is told."""

from datetime import UTC, date, datetime

from services.members.tiers.domain import tiers
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.judged_window import JudgedWindow, window_of
from services.members.tiers.domain.tiers import Decision, Reason
from tests.unit.members.tiers.ladders import ENROLLED_AT, ENROLLED_ON, on, tea


def _day(instant: datetime) -> date:
    return instant.astimezone(UTC).date()


def _upgrade(day: date, **changes: object) -> Decision:
    ladder, counted = tea(**changes), DailyTotals()
    counted.add(day, 400, day)
    position = tiers.first_position(ladder, ENROLLED_AT, ENROLLED_ON)
    _, decision = tiers.after_change(ladder, position, counted, on(day), taken=False)
    assert decision is not None
    return decision


def test_an_upgrade_counted_a_year_up_to_its_day() -> None:
    made = _upgrade(date(2026, 3, 15))
    assert window_of(made, _day) == JudgedWindow(date(2025, 3, 16), date(2026, 3, 15), 300)


def test_a_lifetime_ladder_has_no_first_day() -> None:
    made = _upgrade(date(2026, 3, 15), window={"kind": "lifetime"}, downgrade="none", grace_days=0)
    assert window_of(made, _day) == JudgedWindow(None, date(2026, 3, 15), 300)


def test_a_judgement_compares_what_its_window_and_grace_had_with_keeping() -> None:
    ladder, counted = tea(), DailyTotals()
    reached = date(2026, 3, 15)
    counted.add(reached, 400, reached)
    position = tiers.first_position(ladder, ENROLLED_AT, ENROLLED_ON)
    position, _ = tiers.after_change(ladder, position, counted, on(reached), taken=False)
    _, (judged,) = tiers.settle(ladder, position, counted, on(date(2027, 5, 1)))
    assert judged.reason is Reason.KEPT
    # A year from the day of the tier, and 30 days of grace.
    assert window_of(judged, _day) == JudgedWindow(reached, date(2027, 4, 13), 240)


def test_an_enrolment_was_compared_with_nothing() -> None:
    made = Decision("growth", "", "basic", Reason.ENROLLED, 0, ENROLLED_AT, ENROLLED_AT)
    assert window_of(made, _day) == JudgedWindow(None, None, None)
