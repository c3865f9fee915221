"""The days on which slots open: holidays, made-up workdays, and unknown years."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from services.feedback.programme.domain import Text
from services.feedback.topics.commands.context import sort_of_days
from services.feedback.topics.domain.calendar import PlannedKind, planned, running
from services.feedback.topics.domain.section import OnHoliday, Slot, TopicPlan

ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = 2
PLAN = TopicPlan(Text("话题", "Topics"), {}, holidays="china")
SLOT = Slot("story", TUESDAY, time(10), "story", on_holiday=OnHoliday.MOVE)


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("rule", "day", "kind", "opens"),
    [
        # Case 56: 1 to 7 October 2026 are holidays, and Thursday the 8th is worked.
        (OnHoliday.MOVE, date(2026, 10, 6), PlannedKind.MOVED, date(2026, 10, 8)),
        (OnHoliday.STAY, date(2026, 10, 6), PlannedKind.STAYS, date(2026, 10, 6)),
        (OnHoliday.SKIP, date(2026, 10, 6), PlannedKind.SKIPPED, None),
        (OnHoliday.MOVE, date(2026, 10, 13), PlannedKind.USUAL, date(2026, 10, 13)),
        # 15 to 23 February 2026 are holidays: the next worked day is the slot's own, a week later.
        (OnHoliday.MOVE, date(2026, 2, 17), PlannedKind.SKIPPED, None),
    ],
)
def test_a_slot_moves_stays_or_is_left_out_on_a_holiday(
    rule: OnHoliday, day: date, kind: PlannedKind, opens: date | None
) -> None:
    slot = Slot("story", TUESDAY, time(10), "story", on_holiday=rule)
    found = planned(slot, day, sort_of_days(PLAN), ZONE)
    assert (found.kind, found.opens_at) == (kind, at(opens) if opens else None)


def test_a_saturday_that_is_worked_takes_a_slot_that_moves_and_a_free_one_does_not() -> None:
    # Friday 1 May 2026 begins a holiday to Tuesday the 5th; Saturday the 9th is worked for it.
    friday = Slot("story", 5, time(10), "story", on_holiday=OnHoliday.MOVE)
    assert planned(friday, date(2026, 5, 1), sort_of_days(PLAN), ZONE).opens_at == at(
        date(2026, 5, 6)
    )
    own = TopicPlan(
        Text("话题", "Topics"),
        {},
        days_off=frozenset({date(2026, 3, 6)}),
        workdays=frozenset({date(2026, 3, 7)}),
    )
    # Saturday 7 March is worked because the brand says so; without that it is Monday the 9th.
    assert planned(friday, date(2026, 3, 6), sort_of_days(own), ZONE).opens_at == at(
        date(2026, 3, 7)
    )
    usual = TopicPlan(Text("话题", "Topics"), {}, days_off=own.days_off)
    assert planned(friday, date(2026, 3, 6), sort_of_days(usual), ZONE).opens_at == at(
        date(2026, 3, 9)
    )


def test_case_33_a_year_without_a_calendar_is_judged_by_the_brand_and_flagged() -> None:
    far = date(2099, 1, 6)
    assert planned(SLOT, far, sort_of_days(PLAN), ZONE).unknown
    own = TopicPlan(Text("话题", "Topics"), {}, holidays="china", days_off=frozenset({far}))
    moved = planned(SLOT, far, sort_of_days(own), ZONE)
    assert (moved.kind, moved.unknown) == (PlannedKind.MOVED, True)


def test_an_edition_is_open_from_its_time_until_its_days_are_over() -> None:
    sort = sort_of_days(PLAN)

    def open_at(now: datetime) -> list[date]:
        return [each.day for each in running(SLOT, sort, ZONE, now)]

    assert open_at(at(date(2026, 10, 8), 9)) == []
    assert open_at(at(date(2026, 10, 8))) == [date(2026, 10, 6)]
    # The moved one goes on while the next one is open already.
    assert open_at(at(date(2026, 10, 14))) == [date(2026, 10, 6), date(2026, 10, 13)]
    assert open_at(at(date(2026, 10, 15))) == [date(2026, 10, 13)]
