"""Clocks that stand and run."""

from hypothesis import given
from hypothesis import strategies as st

from services.feedback.items.domain.item import Move, make_move
from services.feedback.items.domain.member_messages import MemberMessages
from services.feedback.items.domain.states import CLOCK_STANDS, MOVES, State
from services.feedback.routing.domain.response_times import Deadline
from tests.unit.feedback.samples import NOON, minutes, triaged


def test_waiting_pauses_the_resolution_clock_and_leaving_it_resumes() -> None:
    item = triaged(resolution=minutes(60))
    item = make_move(item, Move(State.ASSIGNED, "ann"), MemberMessages(), NOON + minutes(5))
    item = make_move(item, Move(State.WAITING, "ann"), MemberMessages(), NOON + minutes(10))
    assert item.resolution == Deadline(NOON + minutes(60), NOON + minutes(10), NOON + minutes(48))
    item = make_move(item, Move(State.ASSIGNED, "ann"), MemberMessages(), NOON + minutes(40))
    assert item.resolution == Deadline(NOON + minutes(90), None, NOON + minutes(78))


def test_reopening_resumes_the_clock_where_it_was() -> None:
    item = triaged(resolution=minutes(60))
    item = make_move(item, Move(State.RESOLVED, "ann"), MemberMessages(), NOON + minutes(50))
    item = make_move(
        item, Move(State.CONFIRMED, "mem_1", True), MemberMessages(), NOON + minutes(55)
    )
    item = make_move(item, Move(State.CLOSED, "ann"), MemberMessages(), NOON + minutes(100))
    item = make_move(
        item, Move(State.REOPENED, "mem_1", True), MemberMessages(), NOON + minutes(1_000)
    )
    assert item.resolution == Deadline(NOON + minutes(1_010), None, NOON + minutes(998))


def test_without_a_resolution_clock_nothing_is_due() -> None:
    item = make_move(triaged(), Move(State.WAITING, "ann"), MemberMessages(), NOON)
    item = make_move(item, Move(State.ASSIGNED, "ann"), MemberMessages(), NOON + minutes(9))
    assert item.resolution.due is None


def test_a_clock_that_steps_back_takes_no_time_away() -> None:
    stood = Deadline(NOON).stop(NOON)
    assert stood.run(NOON - minutes(5)).due == NOON


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 7)), max_size=30))
def test_the_due_time_moves_by_exactly_the_time_that_stood(steps: list[tuple[int, int]]) -> None:
    item, now, stood = triaged(resolution=minutes(60)), NOON, minutes(0)
    for wait, choice in steps:
        now += minutes(wait)
        if item.state in CLOCK_STANDS:
            stood += minutes(wait)
        moves = sorted(MOVES[item.state])
        to = moves[choice % len(moves)]
        item = make_move(
            item, Move(to, "x", by_member=to is State.CONFIRMED), MemberMessages(), now
        )
    assert item.resolution.run(now).due == NOON + minutes(60) + stood
    assert (item.resolution.stood_since is not None) == (item.state in CLOCK_STANDS)
    assert item.timeline[-1].state is item.state
