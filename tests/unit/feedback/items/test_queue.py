"""The operators' queue: what is due next stands first."""

from dataclasses import replace
from datetime import timedelta

from services.feedback.items.domain.item import Feedback, reply
from services.feedback.items.domain.queue import place_of
from services.feedback.items.domain.states import State
from services.feedback.routing.domain.response_times import Deadline, Priority
from tests.unit.feedback.samples import NOON, minutes, new_item, triaged

DAY = timedelta(days=1)


def order(*items: Feedback) -> list[int]:
    """The numbers of the items as the queue has them."""
    numbered = [replace(item, id=f"fbk_{number}") for number, item in enumerate(items)]
    return [int(item.id[4:]) for item in sorted(numbered, key=place_of)]


def test_an_answered_general_item_stands_behind_an_unanswered_urgent_one() -> None:
    general = triaged(Priority.GENERAL, DAY, first_response=0)
    answered = reply(triaged(Priority.GENERAL, minutes(1)), "Thanks", "ann", NOON)
    urgent = triaged(Priority.URGENT, DAY, first_response=15)
    assert order(general, answered, urgent) == [2, 1, 0]


def test_of_those_that_are_due_at_once_the_more_urgent_comes_first() -> None:
    kinds = [Priority.GENERAL, Priority.COMPLEX, Priority.PUBLIC_COMPLAINT, Priority.URGENT]
    assert order(*(triaged(priority) for priority in kinds)) == [3, 2, 1, 0]
    soon, late = triaged(resolution=minutes(60)), triaged(resolution=DAY)
    assert order(late, soon) == [1, 0]


def test_the_answered_go_by_resolution_and_those_without_one_come_after() -> None:
    none, late, soon = (
        reply(triaged(resolution=due), "Hm", "ann", NOON) for due in (None, DAY, minutes(60))
    )
    assert order(none, late, soon) == [2, 1, 0]


def test_an_item_that_nobody_routed_is_due_since_it_was_taken_in() -> None:
    assert order(triaged(first_response=1), new_item()) == [1, 0]


def test_an_item_with_which_the_team_has_nothing_to_do_comes_last() -> None:
    for state in (State.RESOLVED, State.CONFIRMED, State.CLOSED):
        done = replace(triaged(), state=state, resolution=Deadline(NOON, NOON))
        assert order(done, reply(triaged(), "Hm", "ann", NOON)) == [1, 0]
    # The member's turn ends the resolution's clock, not that of the first response.
    waiting = replace(triaged(), state=State.WAITING)
    assert order(reply(triaged(), "Hm", "ann", NOON), waiting) == [1, 0]
