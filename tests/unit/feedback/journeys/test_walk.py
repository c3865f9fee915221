"""How a member goes a journey: entering, waiting, sending, and what ends it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.audience.domain import Purpose
from services.feedback.journeys.domain.entry import End, Entry, Outcome, State
from services.feedback.journeys.domain.section import (
    Journey,
    Row,
    Step,
    Trigger,
    Wait,
    journeys_section,
)
from services.feedback.journeys.domain.walk import Event, Moved, ends, entered, takes_in, woken
from services.feedback.programme.domain import Programme, Text
from services.feedback.reach.domain.case import Subject
from services.feedback.reach.domain.wish import Occasion
from tests.unit.feedback.experiments.samples import running, written
from tests.unit.feedback.reach.samples import PROFILED, local, message, rules, subject

NAME = Text("旅程", "Journey")
ENROLLED = local("2026-02-27T00:30")
DUE = local("2026-03-02T10:00")
RULES = rules(message("hello"), message("named"), message("receipt", purpose=Purpose.SERVICE))
PROFILED_MEMBER = subject(consents=PROFILED, facts={"tier": "gold", "age": 35})
OTHER = subject(facts={"tier": "gold", "age": 35})
ORDER = Trigger("activity", when='activity.type == "order"')
THREE_DAYS = Step("pause", wait=Wait(days=3, at_minute=600))
HELLO = Step("hello", rows=(Row("hello"),))


def journey(*steps: Step, enter: Trigger | None = None, **more: Any) -> Journey:
    return Journey("week", NAME, enter or Trigger("member_enrolled"), steps, **more)


def event(
    at: datetime,
    code: str = "member_enrolled",
    id_: str = "evt_1",
    activity: Mapping[str, object] | None = None,
    **occasion: Any,
) -> Event:
    return Event(id_, at, Occasion(code, **occasion), activity)


def order(at: datetime, id_: str = "evt_9") -> Event:
    return event(at, "activity", id_, {"type": "order"})


def enter(of: Journey, who: Subject = PROFILED_MEMBER, now: datetime = ENROLLED) -> Moved:
    return entered(of, event(ENROLLED), "mem_1", who, RULES, now)


def wake(of: Journey | None, entry: Entry, now: datetime, who: Subject = PROFILED_MEMBER) -> Moved:
    return woken(of, entry, who, RULES, now)


def outcomes(moved: Moved) -> list[tuple[str, Outcome]]:
    return [(line.step, line.outcome) for line in moved.entry.lines]


def test_case_26_three_days_are_days_of_the_calendar() -> None:
    moved = enter(journey(THREE_DAYS, HELLO))
    assert (moved.entry.state, moved.entry.step, moved.wishes) == (State.WAITING, "pause", ())
    assert moved.entry.due == DUE
    after = wake(journey(THREE_DAYS, HELLO), moved.entry, DUE)
    (wish,) = after.wishes
    assert (wish.message, wish.due, wish.journey, wish.step) == ("hello", DUE, "week", "hello")
    assert (after.entry.end, after.entry.ended_at) == (End.DONE, DUE)


@pytest.mark.parametrize(
    ("wait", "start", "end"),
    [
        (Wait(hours=5), "2026-02-27T22:00", "2026-02-28T03:00"),
        (Wait(days=1), "2026-02-28T23:59", "2026-03-01T23:59"),
        (Wait(days=0, at_minute=1200), "2026-02-27T10:00", "2026-02-27T20:00"),
        (Wait(days=0, at_minute=600), "2026-02-27T10:00", "2026-02-28T10:00"),
        (Wait(days=1, at_minute=600), "2026-12-31T23:00", "2027-01-01T10:00"),
    ],
)
def test_a_wait_ends_by_the_wall_clock(wait: Wait, start: str, end: str) -> None:
    assert wait.until(local(start), RULES.zone) == local(end)


def test_case_27_what_is_asked_for_ends_it_and_what_came_before_does_not() -> None:
    of = journey(THREE_DAYS, HELLO, until=(ORDER,))
    entry = enter(of).entry
    assert ends(of, entry, order(ENROLLED + timedelta(days=2)), OTHER, RULES)
    assert not ends(of, entry, order(ENROLLED - timedelta(seconds=1)), OTHER, RULES)
    visit = event(ENROLLED + timedelta(days=2), "activity", "evt_8", {"type": "visit"})
    assert not ends(of, entry, visit, OTHER, RULES)
    gone = entry.ended(End.UNTIL, ENROLLED)
    assert not ends(of, gone, order(ENROLLED + timedelta(days=2)), OTHER, RULES)
    # Neither does the event that brought the member in.
    starts = journey(HELLO, THREE_DAYS, enter=ORDER, until=(ORDER,))
    own = entered(starts, order(ENROLLED), "mem_1", OTHER, RULES, ENROLLED).entry
    assert not ends(starts, own, order(ENROLLED), OTHER, RULES)
    assert ends(starts, own, order(ENROLLED, "evt_10"), OTHER, RULES)


def test_case_29_an_event_that_comes_again_brings_nobody_in() -> None:
    of = journey(HELLO, again_after=timedelta(days=10))
    first = event(ENROLLED)
    assert takes_in(of, None, first, OTHER, RULES, ENROLLED)
    entry = enter(of).entry
    assert not entry.is_open
    assert not takes_in(of, entry, first, OTHER, RULES, ENROLLED)
    later = event(ENROLLED + timedelta(days=10))
    assert takes_in(of, entry, later, OTHER, RULES, later.at)
    too_early = event(ENROLLED + timedelta(days=10) - timedelta(seconds=1))
    assert not takes_in(of, entry, too_early, OTHER, RULES, too_early.at)
    once = journey(HELLO)
    assert not takes_in(once, entry, later, OTHER, RULES, later.at)


def test_nobody_enters_twice_at_a_time_or_by_what_is_long_past() -> None:
    of = journey(THREE_DAYS, HELLO, again_after=timedelta(0))
    waiting = enter(of).entry
    later = event(ENROLLED + timedelta(days=1), id_="evt_2")
    assert not takes_in(of, waiting, later, OTHER, RULES, later.at)
    week = timedelta(days=7)
    assert takes_in(of, None, event(ENROLLED), OTHER, RULES, ENROLLED + week)
    late = ENROLLED + week + timedelta(seconds=1)
    assert not takes_in(of, None, event(ENROLLED), OTHER, RULES, late)
    assert not takes_in(of, None, event(ENROLLED), Subject(None), RULES, ENROLLED)
    assert not takes_in(of, None, event(ENROLLED, "birthday"), OTHER, RULES, ENROLLED)


def test_an_entry_that_reads_the_member_needs_consent_to_profiling() -> None:
    dormant = Trigger("level_entered", when='occasion.to == "dormant"')
    told = event(ENROLLED, "level_entered", to="dormant")
    of = journey(HELLO, enter=dormant)
    assert takes_in(of, None, told, PROFILED_MEMBER, RULES, ENROLLED)
    assert not takes_in(of, None, told, OTHER, RULES, ENROLLED)
    # What the membership needs is asked of nobody.
    service = journey(Step("s", rows=(Row("receipt"),)), enter=dormant)
    assert takes_in(service, None, told, OTHER, RULES, ENROLLED)
    (wish,) = entered(of, told, "mem_1", PROFILED_MEMBER, RULES, ENROLLED).wishes
    assert wish.chosen_by_member


def test_a_step_sends_the_first_row_that_holds_and_passes_over_what_it_may_not_read() -> None:
    rows = (Row("named", "member.age > 30"), Row("hello"))
    of = journey(Step("offer", rows=rows))
    moved = enter(of)
    assert [(each.message, each.chosen_by_member) for each in moved.wishes] == [("named", True)]
    moved = enter(of, OTHER)
    assert [(each.message, each.chosen_by_member) for each in moved.wishes] == [("hello", False)]
    young = subject(consents=PROFILED, facts={"age": 20})
    assert [each.message for each in enter(of, young).wishes] == ["hello"]
    only = journey(Step("offer", rows=(Row("named", "member.age > 30"),)))
    assert outcomes(enter(only, OTHER)) == [("offer", Outcome.PROFILING)]
    assert outcomes(enter(only, young)) == [("offer", Outcome.CONDITION)]


def test_a_branch_leads_forward_or_out() -> None:
    gold = 'member.tier == "gold"'
    of = journey(
        Step("fork", gold, go_to="last"),
        Step("first", rows=(Row("named"),)),
        Step("last", rows=(Row("hello"),)),
        Step("out", go_to="end"),
        Step("never", rows=(Row("receipt"),)),
    )
    assert outcomes(enter(of)) == [
        ("fork", Outcome.WENT),
        ("last", Outcome.WISHED),
        ("out", Outcome.WENT),
    ]
    assert outcomes(enter(of, OTHER))[:2] == [
        ("fork", Outcome.PROFILING),
        ("first", Outcome.WISHED),
    ]


def test_being_late_moves_no_step() -> None:
    """A wait that is over by then is passed, and the times of what follows are the same."""
    of = journey(
        THREE_DAYS, HELLO, Step("week", wait=Wait(days=7)), Step("end_", rows=(Row("named"),))
    )
    entry = enter(of).entry
    in_time = wake(of, entry, DUE)
    late = wake(of, entry, DUE + timedelta(days=6))
    assert in_time.entry.due == late.entry.due == DUE + timedelta(days=7)
    assert [each.due for each in late.wishes] == [DUE]
    much_later = wake(of, entry, DUE + timedelta(days=30))
    assert [each.due for each in much_later.wishes] == [DUE, DUE + timedelta(days=7)]
    assert much_later.entry.end is End.DONE


def test_a_new_version_holds_from_the_next_step_and_a_step_that_is_gone_ends_it() -> None:
    of = journey(THREE_DAYS, HELLO)
    entry = enter(of).entry
    changed = journey(THREE_DAYS, Step("other", rows=(Row("named"),)))
    assert [each.message for each in wake(changed, entry, DUE).wishes] == ["named"]
    renamed = journey(Step("wait_", wait=Wait(days=3)), HELLO)
    assert wake(renamed, entry, DUE).entry.end is End.STEP_GONE
    assert wake(None, entry, DUE).entry.end is End.JOURNEY_GONE


def test_a_step_that_is_gone_over_again_wishes_for_the_same_touch() -> None:
    of = journey(THREE_DAYS, HELLO, Step("more", wait=Wait(days=1)), HELLO)
    first = wake(of, enter(of).entry, DUE)
    again = wake(of, enter(of).entry, DUE + timedelta(hours=1))
    assert [each.id for each in first.wishes] == [each.id for each in again.wishes]


STEPS = st.lists(
    st.sampled_from(
        [
            ("wait", {"wait": {"days": 2, "at": "10:00"}}),
            ("hours", {"wait": {"hours": 7}}),
            ("send", {"send": "hello"}),
            ("gold", {"when": 'member.tier == "gold"', "send": "named"}),
            ("leave", {"when": "member.age > 30", "go_to": "end"}),
        ]
    ),
    min_size=1,
    max_size=12,
)


@given(
    STEPS,
    st.lists(st.integers(min_value=0, max_value=40), max_size=12),
    st.booleans(),
)
def test_however_late_a_worker_comes_the_same_messages_are_due_at_the_same_times(
    parts: list[tuple[str, dict[str, Any]]], lateness: list[int], profiled: bool
) -> None:
    written = [{"code": f"{kind}_{i}", **part} for i, (kind, part) in enumerate(parts)]
    each = {"code": "j", "name": {"zh": "旅", "en": "J"}, "enter": {"on": "member_enrolled"}}
    programme = Programme(
        document={"reach": {"messages": [], "journeys": [each | {"steps": written}]}}
    )
    of = programme.section(journeys_section)["j"]
    who = PROFILED_MEMBER if profiled else OTHER

    def run(late: list[int]) -> tuple[list[tuple[str, str, datetime]], Entry]:
        moved = entered(of, event(ENROLLED), "mem_1", who, RULES, ENROLLED)
        wishes, days = list(moved.wishes), iter(late)
        while moved.entry.is_open:
            assert moved.entry.due is not None
            now = moved.entry.due + timedelta(hours=next(days, 0))
            moved = woken(of, moved.entry, who, RULES, now)
            wishes += moved.wishes
        return [(wish.step, wish.message, wish.due) for wish in wishes], moved.entry

    in_time, entry = run([])
    late, late_entry = run(lateness)
    assert late == in_time
    assert late_entry.lines == entry.lines
    assert entry.end is End.DONE


def test_a_step_that_splits_sends_the_message_of_the_members_arm_and_exposes_them() -> None:
    split = Step("offer", rows=(Row("hello"), Row("named")), split="welcome_offer")
    arms = [
        {**arm, "send": send}
        for arm, send in zip(written()["arms"], ("hello", "named"), strict=True)
    ]
    of = {"welcome_offer": running(2, arms=arms)}
    for member_id, arm, sent in (("mem_1", "control", "hello"), ("mem_2", "stronger", "named")):
        assert OTHER.reached is not None
        who = Subject(replace(OTHER.reached, member_id=member_id), {})
        moved = entered(
            journey(split),
            event(ENROLLED),
            member_id,
            who,
            replace(RULES, experiments=of),
            ENROLLED,
        )
        [wish], [exposure] = moved.wishes, moved.exposures
        assert (wish.message, exposure.arm) == (sent, arm)
        assert (exposure.member_id, exposure.at) == (member_id, ENROLLED)
        assert not wish.chosen_by_member
        before = entered(journey(split), event(ENROLLED), member_id, who, RULES, ENROLLED)
        assert ([each.message for each in before.wishes], before.exposures) == (["hello"], ())
