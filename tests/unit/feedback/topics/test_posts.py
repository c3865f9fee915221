"""A post and the steps that it may take."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.feedback.topics.domain.post import (
    By,
    Found,
    Post,
    PostMoveNotAllowed,
    State,
    opened,
    praised,
    refused,
    sameness,
    submitted,
    withdrawn,
)

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
POST = Post("pst_1", "mem_1", "story", "", "好喝", NOW)
ANN = By("ann", NOW, "好")


@pytest.mark.parametrize(
    ("found", "waits", "state"),
    [
        (Found(), False, State.OPEN),
        (Found(), True, State.PENDING),
        (Found(forbidden=("返现",)), False, State.PENDING),
        (Found(urgent=("中毒",)), False, State.PENDING),
        (Found(alike="pst_0"), False, State.PENDING),
    ],
)
def test_a_post_waits_where_something_was_found(found: Found, waits: bool, state: State) -> None:
    post = submitted(replace(POST, found=found), waits=waits)
    assert (post.state, post.rewarded) == (state, state is State.OPEN)


def test_each_step_is_allowed_from_certain_states_only() -> None:
    states = {state: replace(POST, state=state) for state in State}
    allowed = {
        opened: {State.PENDING, State.REFUSED},
        refused: {State.PENDING, State.OPEN},
        praised: {State.OPEN},
        withdrawn: {State.PENDING, State.OPEN, State.REFUSED},
    }
    for step, fit in allowed.items():
        for state, post in states.items():
            if state in fit:
                assert step(post, ANN).history[-1].operator == "ann"
            else:
                with pytest.raises(PostMoveNotAllowed):
                    step(post, ANN)
    with pytest.raises(PostMoveNotAllowed):
        praised(praised(POST, ANN), ANN)
    with pytest.raises(PostMoveNotAllowed):
        opened(replace(POST, state=State.REFUSED, text=""), ANN)


def test_words_are_the_same_whatever_the_blanks_signs_and_case() -> None:
    assert sameness("好 喝！Very GOOD") == sameness("好喝, very good.")
    assert sameness("好喝") != sameness("不好喝")
    assert sameness("！！") == ""
