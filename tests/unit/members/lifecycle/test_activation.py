"""Activation: first visit, first order, first repurchase, by what the member did and kept."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.members.activities.domain.activity import Activity
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.facts import Facts
from services.members.activities.domain.purchase import NO_PURCHASE, Purchase
from services.members.lifecycle.domain.activation import (
    NEWS_DAYS,
    ActivationRule,
    ActivationStep,
    furthest,
    news,
    steps_taken,
)
from services.members.lifecycle.domain.lifecycle import activated, facts_of, judge
from services.members.lifecycle.domain.section import LifecycleSection, lifecycle_section
from services.members.merging.domain.parted import parted_facts
from services.members.merging.domain.united_facts import united_facts
from services.members.programme.domain.rules import Rules
from tests.unit.members.lifecycle.test_lifecycle import WRITTEN

TODAY = date(2026, 3, 31)
NOW = datetime(2026, 3, 31, 4, tzinfo=UTC)
ORDER, VISIT, BROWSE = ActivityType.ORDER, ActivityType.VISIT, ActivityType.BROWSE
SHARE = ActivityType.SHARE
FIRST_VISIT, FIRST_ORDER, FIRST_REPURCHASE = ActivationStep
RULE = ActivationRule(
    frozenset({VISIT, BROWSE}), {FIRST_VISIT: 7, FIRST_ORDER: 30, FIRST_REPURCHASE: 90}
)
RULES = Rules(1, ZoneInfo("Asia/Shanghai"), "CNY", "CN", {"lifecycle": WRITTEN})
ONE = Purchase(1, 100)


def day(days_ago: int) -> date:
    return TODAY - timedelta(days=days_ago)


def did(*activities: tuple[ActivityType, int]) -> Facts:
    """Facts of activities, each so many days ago."""
    facts = Facts()
    for kind, days_ago in activities:
        at = NOW - timedelta(days=days_ago)
        facts.see(Activity("pos", "e", "m", kind, at, "", None, {}, b""), day(days_ago), TODAY, 400)
        if kind is ORDER:
            facts.count(NO_PURCHASE, ONE, day(days_ago), TODAY)
    return facts


def section() -> LifecycleSection:
    found = lifecycle_section(RULES)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("activities", "taken"),
    [
        ([], {}),
        ([(SHARE, 9)], {}),
        ([(BROWSE, 3), (VISIT, 9), (VISIT, 20)], {FIRST_VISIT: 20}),
        ([(VISIT, 9), (ORDER, 5)], {FIRST_VISIT: 9, FIRST_ORDER: 5}),
        # Who orders was there.
        ([(VISIT, 2), (ORDER, 5)], {FIRST_VISIT: 5, FIRST_ORDER: 5}),
        (
            [(ORDER, 5), (ORDER, 8), (ORDER, 3)],
            {FIRST_VISIT: 8, FIRST_ORDER: 8, FIRST_REPURCHASE: 5},
        ),
        ([(ORDER, 5), (ORDER, 5)], {FIRST_VISIT: 5, FIRST_ORDER: 5, FIRST_REPURCHASE: 5}),
    ],
)
def test_each_step_is_of_the_first_day_on_which_it_was_taken(
    activities: list[tuple[ActivityType, int]], taken: dict[ActivationStep, int]
) -> None:
    found = steps_taken(did(*activities), RULE)
    assert found == {step: day(days_ago) for step, days_ago in taken.items()}
    assert furthest(found) == max(taken, key=list(ActivationStep).index, default=None)


def test_an_order_that_wholly_went_back_takes_its_step_and_was_a_visit() -> None:
    facts = did((ORDER, 8), (ORDER, 5))
    facts.count(ONE, NO_PURCHASE, day(8), TODAY)
    assert steps_taken(facts, RULE) == {FIRST_VISIT: day(8), FIRST_ORDER: day(5)}
    facts.count(ONE, NO_PURCHASE, day(5), TODAY)
    assert steps_taken(facts, RULE) == {FIRST_VISIT: day(8)}


def test_a_repurchase_stands_though_the_days_of_the_first_orders_are_let_go() -> None:
    facts = did(*((ORDER, 30 - n) for n in range(10)))
    for n in range(8):
        facts.count(ONE, NO_PURCHASE, day(30 - n), TODAY)
    assert set(steps_taken(facts, RULE)) == set(ActivationStep)


def test_what_the_brand_does_is_no_visit() -> None:
    facts = Facts()
    by_brand = Activity("brand", "e", "m", VISIT, NOW, "", None, {}, b"", by_brand=True)
    facts.see(by_brand, TODAY, TODAY, 400)
    assert not steps_taken(facts, RULE)


def test_a_step_is_told_once_and_only_as_news() -> None:
    taken = {FIRST_VISIT: day(NEWS_DAYS), FIRST_ORDER: day(NEWS_DAYS - 1)}
    assert news(taken, frozenset(), TODAY) == [FIRST_ORDER]
    assert not news(taken, frozenset({FIRST_ORDER}), TODAY)


def test_a_judgement_tells_each_step_with_its_day_and_the_last_one_in_time() -> None:
    enrolled = NOW - timedelta(days=10)
    visited = judge(None, did((VISIT, 9)), enrolled, section(), RULES, NOW)
    told = activated("m", None, visited, section().activation)
    assert [(each.step, each.on, each.due_on) for each in told] == [
        ("first_visit", day(9), day(3)),
    ]
    ordered = judge(visited, did((VISIT, 9), (ORDER, 1)), enrolled, section(), RULES, NOW)
    told = activated("m", visited, ordered, section().activation)
    assert [(each.step, each.due_on) for each in told] == [("first_order", day(-20))]
    assert facts_of(ordered, 1).version > facts_of(visited, 1).version
    assert facts_of(ordered, 1).activation_step == "first_order"


def test_a_step_that_goes_back_is_shown_no_more_and_is_not_told_again() -> None:
    enrolled, facts = NOW - timedelta(days=10), did((ORDER, 2), (VISIT, 1))
    ordered = judge(None, facts, enrolled, section(), RULES, NOW)
    facts.count(ONE, NO_PURCHASE, day(2), TODAY)
    back = judge(ordered, facts, enrolled, section(), RULES, NOW)
    assert set(back.taken) == {FIRST_VISIT}
    facts.count(NO_PURCHASE, ONE, TODAY, TODAY)
    again = judge(back, facts, enrolled, section(), RULES, NOW)
    assert set(again.taken) == {FIRST_VISIT, FIRST_ORDER}
    assert not activated("m", ordered, back, section().activation)
    assert not activated("m", back, again, section().activation)


def test_what_was_done_before_there_were_steps_is_shown_and_no_news() -> None:
    enrolled, facts = NOW - timedelta(days=400), did((VISIT, 9), (ORDER, 5))
    judged = judge(None, facts, enrolled, section(), RULES, NOW)
    of_before = replace(judged, enrolled_on=None, taken={}, told=frozenset())
    after = judge(of_before, facts, enrolled, section(), RULES, NOW)
    assert set(after.taken) == {FIRST_VISIT, FIRST_ORDER}
    assert not activated("m", of_before, after, section().activation)
    # What follows is news again.
    again = judge(after, did((VISIT, 9), (ORDER, 5), (ORDER, 0)), enrolled, section(), RULES, NOW)
    told = activated("m", after, again, section().activation)
    assert [each.step for each in told] == ["first_repurchase"]


KINDS = st.sampled_from([ORDER, SHARE, VISIT, BROWSE])
DONE = st.lists(st.tuples(KINDS, st.integers(0, 40)), max_size=10)


@settings(max_examples=150, deadline=None)
@given(DONE, st.randoms(use_true_random=False))
def test_activities_in_any_order_lead_to_the_same_steps(
    activities: list[tuple[ActivityType, int]], chance: Random
) -> None:
    shuffled = [*activities]
    chance.shuffle(shuffled)
    assert steps_taken(did(*activities), RULE) == steps_taken(did(*shuffled), RULE)


@settings(max_examples=150, deadline=None)
@given(DONE, DONE)
def test_a_merge_counts_steps_as_one_members_and_an_undo_as_before(
    own: list[tuple[ActivityType, int]], other: list[tuple[ActivityType, int]]
) -> None:
    mine, theirs = did(*own), did(*other)
    united = united_facts(mine, theirs, [], TODAY, TODAY)
    assert steps_taken(united, RULE) == steps_taken(did(*own, *other), RULE)
    parted = parted_facts(united, theirs, mine, TODAY)
    assert steps_taken(parted, RULE) == steps_taken(mine, RULE)
