"""The moves between states: those of members, and those of the team."""

import pytest

from services.feedback.items.domain.states import MOVES, MoveNotAllowed, State, check_move


def test_every_state_has_moves() -> None:
    assert set(MOVES) == set(State)


def test_an_item_can_reach_each_state_and_be_reopened() -> None:
    way = [
        (State.NEW, State.TRIAGED, False),
        (State.TRIAGED, State.ASSIGNED, False),
        (State.ASSIGNED, State.WAITING, False),
        (State.WAITING, State.RESOLVED, False),
        (State.RESOLVED, State.CONFIRMED, True),
        (State.CONFIRMED, State.CLOSED, False),
        (State.CLOSED, State.REOPENED, True),
        (State.REOPENED, State.ASSIGNED, False),
    ]
    for state, to, by_member in way:
        check_move(state, to, by_member=by_member)


@pytest.mark.parametrize("state", State)
def test_members_only_confirm_and_reopen(state: State) -> None:
    for to in set(State) - {State.CONFIRMED, State.REOPENED}:
        with pytest.raises(MoveNotAllowed):
            check_move(state, to, by_member=True)


ENDED = (State.RESOLVED, State.CONFIRMED, State.CLOSED)


@pytest.mark.parametrize("state", [state for state in State if state not in ENDED])
def test_an_unresolved_item_cannot_be_reopened(state: State) -> None:
    with pytest.raises(MoveNotAllowed):
        check_move(state, State.REOPENED, by_member=True)


def test_nobody_confirms_in_the_place_of_a_member() -> None:
    with pytest.raises(MoveNotAllowed):
        check_move(State.RESOLVED, State.CONFIRMED, by_member=False)


def test_the_refusal_names_the_state_and_the_move() -> None:
    with pytest.raises(MoveNotAllowed) as refused:
        check_move(State.NEW, State.CLOSED, by_member=False)
    assert refused.value.reason == "MOVE_NOT_ALLOWED"
    assert refused.value.metadata == {"state": "NEW", "move": "CLOSED"}
