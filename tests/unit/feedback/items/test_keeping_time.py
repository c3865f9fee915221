"""The four clocks of an item: they warn, they run out, they stand, and a breach is escalated."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.calendar.domain.business_hours import BusinessHours, Opening
from services.feedback.items.domain.item import (
    Alert,
    AlertKind,
    Feedback,
    Move,
    make_move,
    reply,
    route,
    take_in,
)
from services.feedback.items.domain.keeping_time import look_at_clocks, owed, timed
from services.feedback.items.domain.member_messages import MemberMessages
from services.feedback.items.domain.rerouting import Rerouting, reroute
from services.feedback.items.domain.states import MOVES, State
from services.feedback.routing.domain.response_times import (
    ClockKind,
    EscalationStep,
    Priority,
    ResponseTimes,
    Terms,
)
from services.feedback.routing.domain.routing import Routing
from tests.unit.feedback.samples import minutes, submission

SHANGHAI = ZoneInfo("Asia/Shanghai")
NINE_TO_NINE = BusinessHours(SHANGHAI, dict.fromkeys(range(1, 8), (Opening(9 * 60, 21 * 60),)))
ALL = frozenset(ClockKind)
WARNING, LATE = AlertKind.WARNING, AlertKind.LATE
NONE = MemberMessages()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


MORNING = at("2026-11-09 10:00")


def terms(hours: BusinessHours | None = None, steps: Sequence[int] = (0,), **more: int) -> Terms:
    """Times in minutes; in business hours where there are some."""
    lengths = {"first_response": 30, "resolution": 600, **more}
    times = ResponseTimes(
        **{name: minutes(n) for name, n in lengths.items()},
        in_business=ALL if hours else frozenset(),
    )
    return Terms(times, hours, tuple(EscalationStep(minutes(n), f"team_{n}") for n in steps))


def triaged(of: Terms, taken_in: datetime = MORNING) -> Feedback:
    item = take_in("fbk_1", submission(), "mem_1", taken_in)
    routing = Routing(Priority.COMPLEX, of.times, team="shop")
    return timed(route(item, routing, NONE, taken_in, of), of.steps, taken_in)


def move(
    item: Feedback, to: State, now: datetime, of: Terms, message: str = "", actor: str = "ann"
) -> Feedback:
    by_member = actor == "mem_1"
    step = Move(to, actor, by_member=by_member, message=message)
    return timed(make_move(item, step, NONE, now, of), of.steps, now)


def answer(item: Feedback, now: datetime, of: Terms) -> Feedback:
    return timed(reply(item, "we look into it", "ann", now), of.steps, now)


def due(item: Feedback, clock: ClockKind) -> datetime | None:
    return next((each.deadline.due for each in owed(item) if each.clock is clock), None)


def woken(item: Feedback, of: Terms) -> tuple[Feedback, list[tuple[ClockKind, AlertKind]]]:
    """The item after its next timer, and what is told with it."""
    assert item.wake_at is not None
    item, new = look_at_clocks(item, item.wake_at, of.steps)
    return item, [(alert.clock, alert.kind) for alert in new]


def test_a_clock_warns_at_80_percent_and_is_late_when_its_time_is_over() -> None:
    of = terms()
    item = triaged(of)
    assert item.wake_at == MORNING + minutes(24)
    item, new = woken(item, of)
    assert (new, item.level) == ([(ClockKind.FIRST_RESPONSE, WARNING)], 0)
    assert item.wake_at == MORNING + minutes(30)
    item, new = woken(item, of)
    assert (new, item.level) == ([(ClockKind.FIRST_RESPONSE, LATE)], 1)
    assert item.wake_at == MORNING + minutes(480), "then the resolution's warning"


def test_to_look_again_tells_nothing_again() -> None:
    of = terms(steps=(0, 60))
    item, new = look_at_clocks(triaged(of), MORNING + minutes(90), of.steps)
    assert len(new) == 2
    assert (item.level, item.escalated_to) == (2, "team_60")
    assert look_at_clocks(item, MORNING + minutes(90), of.steps) == (item, ())


def test_a_breach_rises_step_by_step_until_it_is_made_good() -> None:
    of = terms(steps=(0, 60, 120))
    item, _ = look_at_clocks(triaged(of), MORNING + minutes(30), of.steps)
    assert (item.level, item.escalated_to) == (1, "team_0")
    assert item.wake_at == MORNING + minutes(90)
    item, new = woken(item, of)
    assert (item.level, item.escalated_to, new) == (2, "team_60", [])
    item = answer(item, MORNING + minutes(100), of)
    assert (item.level, item.escalated_to, item.alerts) == (0, "", ())


def test_an_automatic_receipt_is_no_first_response() -> None:
    of = terms()
    said = MemberMessages({"received": {"zh": "收到"}})
    item = take_in("fbk_1", submission(), "mem_1", MORNING)
    item = route(item, Routing(Priority.COMPLEX, of.times, language="zh"), said, MORNING, of)
    assert item.timeline[-1].message == "收到"
    assert due(item, ClockKind.FIRST_RESPONSE) == MORNING + minutes(30)
    moved = make_move(item, Move(State.ASSIGNED, "ann"), said, MORNING, of)
    assert moved.first_response_at is None
    assert answer(moved, MORNING, of).first_responder == "ann"


def test_waiting_for_the_member_takes_no_business_time_away() -> None:
    of = terms(NINE_TO_NINE)
    item = answer(triaged(of), MORNING, of)
    assert due(item, ClockKind.RESOLUTION) == at("2026-11-09 20:00")
    item = move(item, State.WAITING, at("2026-11-09 19:00"), of)
    assert item.wake_at is None, "a clock that stands warns of nothing"
    item = move(item, State.ASSIGNED, at("2026-11-12 20:30"), of)
    # An hour was left: half of it that evening, half the next morning.
    assert due(item, ClockKind.RESOLUTION) == at("2026-11-13 09:30")
    assert (item.resolution.warn_at or MORNING) < MORNING + timedelta(hours=9)


def test_reopening_resumes_the_resolution_in_business_time() -> None:
    of = terms(NINE_TO_NINE)
    item = move(triaged(of), State.RESOLVED, at("2026-11-09 12:00"), of)
    assert due(item, ClockKind.RESOLUTION) is None
    item = move(item, State.REOPENED, at("2026-11-10 22:00"), of, actor="mem_1")
    assert due(item, ClockKind.RESOLUTION) == at("2026-11-11 17:00")


def test_a_breach_that_stood_is_told_once() -> None:
    of = terms()
    item, _ = look_at_clocks(answer(triaged(of), MORNING, of), MORNING + minutes(660), of.steps)
    item = move(item, State.WAITING, MORNING + minutes(660), of)
    assert (item.level, item.wake_at) == (1, None)
    item = move(item, State.ASSIGNED, MORNING + minutes(1_000), of)
    item, new = look_at_clocks(item, MORNING + minutes(1_001), of.steps)
    assert (item.level, new) == (1, ())
    assert Alert(ClockKind.RESOLUTION, LATE, MORNING + minutes(940)) in item.alerts


def test_the_next_response_is_due_after_the_member_spoke_again() -> None:
    of = terms(next_response=60)
    item = answer(triaged(of), MORNING + minutes(5), of)
    assert due(item, ClockKind.NEXT_RESPONSE) is None
    item = move(item, State.RESOLVED, MORNING + minutes(10), of)
    item = move(item, State.REOPENED, MORNING + minutes(20), of, actor="mem_1")
    assert due(item, ClockKind.NEXT_RESPONSE) == MORNING + minutes(80)
    item = move(item, State.ASSIGNED, MORNING + minutes(25), of)
    assert due(item, ClockKind.NEXT_RESPONSE) == MORNING + minutes(80), "an assignment is no answer"
    item = answer(item, MORNING + minutes(30), of)
    assert due(item, ClockKind.NEXT_RESPONSE) is None
    item = move(item, State.WAITING, MORNING + minutes(40), of)
    item = move(item, State.ASSIGNED, MORNING + minutes(50), of)
    assert due(item, ClockKind.NEXT_RESPONSE) == MORNING + minutes(110), "the member answered"


@pytest.mark.parametrize("to", [State.CONFIRMED, State.CLOSED, State.REOPENED])
def test_the_follow_up_is_due_72_hours_after_the_resolution(to: State) -> None:
    of = terms(follow_up=72 * 60)
    item = move(triaged(of), State.RESOLVED, MORNING, of)
    assert due(item, ClockKind.FOLLOW_UP) == MORNING + timedelta(hours=72)
    asked = answer(item, MORNING + minutes(60), of)
    assert list(owed(asked)) == []
    by = "mem_1" if to in (State.CONFIRMED, State.REOPENED) else "ann"
    moved = move(item, to, MORNING + minutes(60), of, actor=by)
    assert due(moved, ClockKind.FOLLOW_UP) is None


def test_an_item_that_gets_a_priority_without_clocks_owes_no_resolution() -> None:
    of = terms(follow_up=60)
    item, _ = look_at_clocks(triaged(of), MORNING + minutes(700), of.steps)
    assert item.level == 1
    general = Terms(ResponseTimes(timedelta(0)))
    to = Rerouting("general", None, Priority.GENERAL, "care", "ann", "no complaint")
    now = MORNING + minutes(701)
    item = timed(reroute(item, to, general, now), general.steps, now)
    assert (list(owed(item)), item.alerts, item.level, item.wake_at) == ([], (), 0, None)
    assert (item.state, item.team, item.timeline[-1].note) == (
        State.TRIAGED,
        "care",
        "no complaint",
    )


STEPS = st.lists(st.tuples(st.integers(0, 900), st.integers(0, 7)), max_size=12)
HOURS = st.sampled_from([None, NINE_TO_NINE])


@given(STEPS, HOURS)
def test_a_rerouted_clock_is_due_as_if_it_had_been_so_from_the_beginning(
    steps: list[tuple[int, int]], hours: BusinessHours | None
) -> None:
    long, short = terms(hours, resolution=20_000), terms(hours, resolution=9_000)
    item, wanted, now = triaged(long), triaged(short), MORNING
    for wait, choice in steps:
        now += minutes(wait)
        moves = sorted(MOVES[item.state])
        to = moves[choice % len(moves)]
        by = "mem_1" if to is State.CONFIRMED else "ann"
        item, wanted = (
            move(item, to, now, long, actor=by),
            move(wanted, to, now, short, actor=by),
        )
    to_short = Rerouting("", None, Priority.COMPLEX, "shop", "ann")
    changed = reroute(item, to_short, short, now).resolution
    if wanted.resolution.due and wanted.resolution.due > now:
        assert changed == wanted.resolution
    elif changed.due is not None and changed.stood_since is None:
        assert changed.due <= now


@given(st.lists(st.integers(1, 2_000), max_size=8), STEPS)
def test_however_often_clocks_are_looked_at_the_outcome_is_the_same(
    looks: list[int], steps: list[tuple[int, int]]
) -> None:
    of = terms(steps=(0, 60, 240), next_response=90, follow_up=500)
    rare, often, now = triaged(of), triaged(of), MORNING
    for wait, choice in steps:
        for part in looks:
            if part < wait:
                often, _ = look_at_clocks(often, now + minutes(part), of.steps)
        now += minutes(wait)
        rare, _ = look_at_clocks(rare, now, of.steps)
        often, _ = look_at_clocks(often, now, of.steps)
        assert replace(often, alerts=()) == replace(rare, alerts=())
        assert set(often.alerts) == set(rare.alerts)
        moves = sorted(MOVES[rare.state])
        to = moves[choice % len(moves)]
        by = "mem_1" if to is State.CONFIRMED else "ann"
        rare, often = move(rare, to, now, of, actor=by), move(often, to, now, of, actor=by)
