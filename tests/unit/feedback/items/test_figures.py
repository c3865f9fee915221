"""Figures by team and person."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.feedback.items.domain.figures import Answered, OpenNow, Outcome, figures_of
from tests.unit.feedback.samples import NOON, minutes

UNTIL = NOON + timedelta(days=7)
ROWS = [
    Answered("quality", "ann", Outcome.IN_TIME, 5, 2, score=3),
    Answered("quality", "ann", Outcome.LATE, 40, 1, score=1),
    Answered("quality", "bob", Outcome.MISSED, None, 1),
    Answered("quality", "", Outcome.PENDING, None, 3),
    Answered("care", "cai", Outcome.IN_TIME, 11, 1, score=4),
]
OPEN = [OpenNow("quality", "bob", False, True, 1), OpenNow("quality", "ann", True, False, 2)]


def test_figures_are_of_all_of_each_team_and_of_each_person() -> None:
    found = figures_of(NOON, UNTIL, ROWS, OPEN)
    total = found.total
    assert (total.taken, total.answered, total.due, total.in_time) == (8, 4, 5, 3)
    assert (total.in_time_percent, total.median_response) == (60, minutes(5))
    assert (total.open, total.waiting, total.late) == (3, 2, 1)
    assert (total.rated, total.satisfied, total.csat_percent) == (4, 1, 25)
    assert found.teams["care"].csat_percent == 100
    assert found.people["quality", "bob"].csat_percent is None
    assert list(found.teams) == ["care", "quality"]
    assert (found.teams["quality"].in_time_percent, found.teams["quality"].taken) == (50, 7)
    assert list(found.people) == [("care", "cai"), ("quality", "ann"), ("quality", "bob")]
    ann, bob = found.people["quality", "ann"], found.people["quality", "bob"]
    assert (ann.in_time_percent, ann.median_response, ann.open) == (66, minutes(5), 2)
    assert (bob.in_time_percent, bob.median_response, bob.late) == (0, None, 1)


def test_without_items_there_is_no_percent_and_no_median() -> None:
    total = figures_of(NOON, UNTIL, [], []).total
    assert (total.in_time_percent, total.median_response) == (None, None)
    pending = figures_of(NOON, UNTIL, [ROWS[3]], []).total
    assert (pending.taken, pending.in_time_percent) == (3, None), "nothing was due yet"


@given(st.permutations(ROWS), st.lists(st.integers(0, 300), min_size=1, max_size=40))
def test_the_order_of_rows_does_not_matter_and_the_median_is_one(
    rows: list[Answered], took: list[int]
) -> None:
    assert figures_of(NOON, UNTIL, rows, OPEN) == figures_of(NOON, UNTIL, ROWS, OPEN)
    one_by_one = [Answered("q", "ann", Outcome.IN_TIME, each, 1) for each in took]
    median = figures_of(NOON, UNTIL, one_by_one, []).total.median_response
    assert median == minutes(sorted(took)[(len(took) - 1) // 2])
