"""Chains: free steps in any order, ordered ones one after the other, each reward once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.points.calendar.domain.local_time import Window
from services.points.tasks.domain.chain import Chain, task_section
from services.points.tasks.domain.progress import (
    ChainProgress,
    Counted,
    MemberTasks,
    from_body,
    to_body,
)
from services.points.tasks.domain.status import chain_statuses
from tests.activities import NOON, tea

NAME = {"zh": "任务", "en": "Task"}


def step(code: str, times: int = 1, points: int = 1, **more: Any) -> dict[str, Any]:
    reward = {"asset": "POINTS", "points": points}
    return {"code": code, "name": NAME, "on": "review", "times": times, "reward": reward} | more


def chain(*steps: dict[str, Any], **more: Any) -> Chain:
    body = {"code": "c", "name": NAME, "steps": list(steps)} | more
    return task_section(tea(tasks=[body])).chains[0]


def at(hours: int, ref: str = "") -> Counted:
    return Counted(NOON + timedelta(hours=hours), ref or f"event:{hours}")


def follow(one: Chain, *told: tuple[str, Counted]) -> tuple[ChainProgress, list[str]]:
    """The progress after activities that each meet one step, and the rules that gave, in order."""
    progress, rules = ChainProgress(), []
    for code, counted in told:
        met = [each for each in one.steps if each.code == code]
        progress, due = progress.with_activity(one, met, counted)
        rules += [each.rule for each in due]
    return progress, rules


def done(one: Chain, progress: ChainProgress) -> list[int]:
    return [progress.done_of(one, each) for each in one.steps]


def test_each_step_is_rewarded_once_and_the_whole_once() -> None:
    one = chain(step("a"), step("b", 2), reward={"asset": "POINTS", "points": 9})
    progress, rules = follow(
        one, ("b", at(0)), ("a", at(1)), ("a", at(2)), ("b", at(3)), ("b", at(4))
    )
    assert rules == ["task:c.a", "task:c.b", "task:c"]
    assert (progress.done, done(one, progress)) == (True, [1, 2])


def test_an_ordered_step_counts_only_what_happens_after_the_one_before() -> None:
    one = chain(step("a"), step("b", 2), ordered=True)
    early, rules = follow(one, ("b", at(0)), ("b", at(1)))
    assert (rules, done(one, early)) == ([], [0, 0])
    progress, rules = follow(one, ("b", at(0)), ("a", at(1)), ("b", at(2)))
    assert (rules, done(one, progress)) == (["task:c.a"], [1, 1])


def test_an_ordered_step_counts_what_came_before_the_news_of_the_first() -> None:
    one = chain(step("a"), step("b"), ordered=True)
    progress, rules = follow(one, ("b", at(2)), ("a", at(1)))
    assert (progress.done, rules) == (True, ["task:c.a", "task:c.b"])


def test_one_activity_ends_one_ordered_step_only() -> None:
    one = chain(step("a"), step("b"), ordered=True)
    progress, _ = ChainProgress().with_activity(one, one.steps, at(0))
    assert done(one, progress) == [1, 0]
    progress, _ = progress.with_activity(one, one.steps, at(1))
    assert progress.done


def test_one_activity_may_do_several_free_steps() -> None:
    one = chain(step("a"), step("b"))
    progress, due = ChainProgress().with_activity(one, one.steps, at(0))
    assert (progress.done, len(due)) == (True, 2)


def test_the_same_order_counts_once_for_a_step() -> None:
    one = chain(step("a", 2))
    progress, _ = follow(one, ("a", at(0, "order:o1")), ("a", at(0, "order:o1")))
    assert done(one, progress) == [1]


def test_an_order_that_went_back_counts_no_more_unless_its_step_is_done() -> None:
    one = chain(step("a", 2))
    progress, _ = follow(one, ("a", at(0, "order:o1")))
    assert done(one, progress.without("order:o1")) == [0]
    progress, _ = follow(one, ("a", at(0, "order:o1")), ("a", at(1, "order:o2")))
    assert done(one, progress.without("order:o1")) == [2]


def test_what_is_kept_reads_back_as_it_was_and_is_bounded() -> None:
    one = chain(step("a"), step("b", 3), ordered=True)
    progress, _ = follow(one, *(("b", at(n)) for n in range(100)))
    assert len(progress.step("b").counted) == 6
    kept = MemberTasks().with_chain("c", progress)
    assert from_body(to_body("mem_ada", kept)) == kept
    finished, _ = follow(one, ("a", at(0)), *(("b", at(n)) for n in range(1, 5)))
    kept = MemberTasks().with_chain("c", finished)
    assert from_body(to_body("mem_ada", kept)) == kept


def test_enough_of_those_that_count_are_kept_however_many_came_early() -> None:
    one = chain(step("a"), step("b", 3), ordered=True)
    early = [("b", at(n)) for n in range(50)]
    progress, _ = follow(one, *early, ("a", at(50)), ("b", at(51)), ("b", at(52)), ("b", at(53)))
    assert progress.done


@pytest.mark.parametrize(
    ("enrolled_on", "first", "last"),
    [
        (date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 7)),
        (date(2028, 2, 25), date(2028, 2, 25), date(2028, 3, 2)),  # over 29 February
    ],
)
def test_days_after_the_enrolment_include_its_own(
    enrolled_on: date, first: date, last: date
) -> None:
    one = chain(step("a"), window={"days_after_enrolment": 7})
    assert one.days(enrolled_on) == Window(first, last)
    assert one.days(None) is None


def test_a_chain_that_ended_is_shown_only_with_something_done() -> None:
    programme = tea(
        tasks=[
            {"code": "c", "name": NAME, "steps": [step("a", 2)], "window": {"until": "2026-03-03"}}
        ]
    )
    section = task_section(programme)
    one = section.chains[0]
    assert not list(chain_statuses(MemberTasks(), section, None, NOON, programme.zone))
    progress, _ = follow(one, ("a", at(-48)))
    kept = MemberTasks().with_chain("c", progress)
    (shown,) = chain_statuses(kept, section, None, NOON, programme.zone)
    assert (shown.open, shown.done, shown.all_done) == (False, (1,), False)
    assert shown.ends_at is not None
    # The end of 3 March in Shanghai.
    assert shown.ends_at.isoformat() == "2026-03-03T16:00:00+00:00"


STEPS = st.lists(st.integers(1, 3), min_size=1, max_size=4)


@settings(max_examples=100, deadline=None)
@given(data=st.data(), times=STEPS)
def test_free_steps_do_not_ask_in_which_order_activities_come(
    data: st.DataObject, times: list[int]
) -> None:
    one = chain(
        *(step(f"s{n}", each) for n, each in enumerate(times)),
        reward={"asset": "POINTS", "points": 9},
    )
    told = [
        (f"s{data.draw(st.integers(0, len(times) - 1))}", at(n))
        for n in range(data.draw(st.integers(0, 8)))
    ]
    # Some come twice.
    arrived = data.draw(st.permutations(told + told[: len(told) // 2]))
    in_order, rules = follow(one, *told)
    as_arrived, rules_then = follow(one, *arrived)
    assert sorted(rules) == sorted(rules_then)
    assert len(rules) == len(set(rules))
    assert in_order.done == as_arrived.done
    assert done(one, in_order) == done(one, as_arrived)
