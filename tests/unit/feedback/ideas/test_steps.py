"""The steps that an idea may take, and those that it may not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.ideas.domain.idea import (
    HISTORY_MAX,
    SOURCES_MAX,
    By,
    Idea,
    IdeaMoveNotAllowed,
    Shelf,
    State,
    StepKind,
    answered,
    is_forward,
    merged,
    moved,
    opened,
    proposed,
    refused,
)
from services.feedback.ideas.domain.trial import Answer, Trial, TrialOver, places_after
from services.feedback.ideas.domain.vote import Vote, votes_moved
from services.feedback.programme.domain import Text

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BY = By("ann", NOON, "because")
NAME = Text("春茶", "Spring tea")


def idea(id_: str = "ide_1", *, waits: bool = False, found: tuple[str, ...] = ()) -> Idea:
    return proposed(id_, "mem_1", ("少糖", "我想要少糖的茶"), found, waits, By("", NOON))


def test_an_idea_waits_when_all_do_or_a_forbidden_word_was_found() -> None:
    assert idea().state is State.OPEN
    assert idea(waits=True).state is State.PENDING
    assert idea(found=("casino",)).state is State.PENDING


def test_an_idea_goes_over_three_shelves_and_every_step_has_its_reason() -> None:
    project = moved(opened(refused(idea(waits=True), BY), BY), Shelf.INCUBATING, NAME, BY)
    made = moved(project, Shelf.IMPLEMENTED, None, BY)
    assert (made.shelf, made.project, made.moves) == (Shelf.IMPLEMENTED, NAME, 2)
    assert is_forward(project, made)
    assert not is_forward(project, moved(project, Shelf.IDEA, None, BY))
    assert [(each.kind, each.reason, each.operator) for each in made.history] == [
        (StepKind.PROPOSED, "", ""),
        (StepKind.REFUSED, "because", "ann"),
        (StepKind.OPENED, "because", "ann"),
        (StepKind.MOVED, "because", "ann"),
        (StepKind.MOVED, "because", "ann"),
    ]
    assert not made.takes_votes


@pytest.mark.parametrize(
    "step",
    [
        lambda each: moved(each, Shelf.IDEA, None, BY),
        lambda each: moved(each, Shelf.IMPLEMENTED, NAME, BY),
        lambda each: opened(each, BY),
        lambda each: moved(refused(each, BY), Shelf.INCUBATING, NAME, BY),
        lambda each: refused(moved(each, Shelf.INCUBATING, NAME, BY), BY),
        lambda each: merged(each, each, BY),
        lambda each: merged(each, idea("ide_2", waits=True), BY),
        lambda each: merged(moved(each, Shelf.INCUBATING, NAME, BY), idea("ide_2"), BY),
        lambda each: answered(refused(each, BY), NAME, BY),
        lambda each: opened(replace(each, state=State.REFUSED, title=""), BY),
    ],
)
def test_other_steps_are_refused(step: Callable[[Idea], object]) -> None:
    with pytest.raises(IdeaMoveNotAllowed):
        step(idea())


def test_an_idea_takes_over_the_sources_of_what_is_merged_into_it_up_to_a_number() -> None:
    gone, stays = merged(replace(idea("ide_2"), sources=("ide_3",)), idea(), BY)
    assert (gone.state, gone.into) == (State.MERGED, "ide_1")
    assert stays.all_ids == ("ide_1", "ide_2", "ide_3")
    full = replace(idea(), sources=tuple(f"ide_{n}" for n in range(9, 9 + SOURCES_MAX)))
    with pytest.raises(IdeaMoveNotAllowed) as error:
        merged(idea("ide_2"), full, BY)
    assert error.value.field == "into_idea_id"


def test_the_latest_steps_are_kept() -> None:
    each = idea()
    for n in range(HISTORY_MAX + 5):
        each = answered(each, NAME, By("ann", NOON + timedelta(days=n)))
    assert len(each.history) == HISTORY_MAX
    assert each.history[-1].at == NOON + timedelta(days=HISTORY_MAX + 4)


people = st.sets(st.sampled_from("abcdefgh"))


@given(votes=people, uncounted=people, voters=people, cuts=st.lists(st.integers(0, 8), max_size=3))
def test_votes_that_move_in_any_slices_count_each_member_once(
    votes: set[str], uncounted: set[str], voters: set[str], cuts: list[int]
) -> None:
    own = [Vote(each, "ide_2", each, each not in uncounted) for each in sorted(votes)]
    count, there, left = len(voters), set(voters), own
    lost = 0
    while left:
        size = (cuts.pop() if cuts else 8) + 1
        after = votes_moved(left[:size], there)
        there |= {each.member_id for each in after.kept}
        count += after.gained
        lost += after.lost
        left = left[size:]
    assert there == votes | voters
    assert count == len(voters) + len((votes - voters) - uncounted)
    assert lost == len(votes - uncounted)


def trial(taken: int = 0) -> Trial:
    return Trial("itr_1", "ide_1", NAME, 2, date(2026, 3, 9), NOON, 5, taken)


def test_places_are_taken_while_there_are_any_and_can_always_be_given_up() -> None:
    today = date(2026, 3, 9)
    assert places_after(trial(), Answer.NONE, Answer.ACCEPTED, today) == 1
    assert places_after(trial(taken=1), Answer.ACCEPTED, Answer.ACCEPTED, today) == 1
    assert places_after(trial(taken=2), Answer.ACCEPTED, Answer.DECLINED, today) == 1
    assert places_after(trial(taken=2), Answer.NONE, Answer.DECLINED, today) == 2
    for full, day in ((trial(taken=2), today), (trial(), today + timedelta(days=1))):
        with pytest.raises(TrialOver):
            places_after(full, Answer.DECLINED, Answer.ACCEPTED, day)
    assert places_after(trial(taken=1), Answer.ACCEPTED, Answer.DECLINED, date(2027, 1, 1)) == 0
