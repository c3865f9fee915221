"""Where members stand: by facts and day alone, and each entering once."""

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
from services.members.events.domain import StageEntered
from services.members.lifecycle.domain.lifecycle import (
    Level,
    Lifecycle,
    Stage,
    entered,
    judge,
    level_of,
    stage_of,
)
from services.members.lifecycle.domain.section import LifecycleSection, lifecycle_section
from services.members.programme.commands import schema
from services.members.programme.domain.rules import Rules
from tests.example_programmes import example

TODAY = date(2026, 3, 3)
NOW = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
"""00:30 of 3 March in Shanghai."""
ENROLLED = NOW - timedelta(days=400)
WRITTEN = {
    "loyalty": {"orders": 3, "days": 60},
    "advocacy": {"on": ["share", "invite"], "times": 2},
    "warn_days": 30,
    "dormant_days": 90,
    "lost_days": 180,
    "activation": {
        "visit_on": ["visit", "browse"],
        "within_days": {"first_visit": 7, "first_order": 30, "first_repurchase": 90},
    },
}
RULES = Rules(1, ZoneInfo("Asia/Shanghai"), "CNY", "CN", {"lifecycle": WRITTEN})


def section() -> LifecycleSection:
    found = lifecycle_section(RULES)
    assert found is not None
    return found


def see(facts: Facts, kind: ActivityType, days_ago: int) -> None:
    at = NOW - timedelta(days=days_ago)
    one = Activity("pos", "e", "mem_1", kind, at, "", None, {}, b"")
    facts.see(one, RULES.local_day(at), TODAY, 400)
    if kind is ActivityType.ORDER:
        facts.count(NO_PURCHASE, Purchase(1, 100), RULES.local_day(at), TODAY)


def told(*activities: tuple[ActivityType, int]) -> Facts:
    facts = Facts()
    for kind, days_ago in activities:
        see(facts, kind, days_ago)
    return facts


ORDER, SHARE, VISIT = ActivityType.ORDER, ActivityType.SHARE, ActivityType.VISIT


@pytest.mark.parametrize(
    ("activities", "stage"),
    [
        ([], Stage.AWARENESS),
        ([(VISIT, 1)], Stage.INTEREST),
        ([(SHARE, 1), (SHARE, 2)], Stage.INTEREST),
        ([(ORDER, 1), (SHARE, 1)], Stage.PURCHASE),
        ([(ORDER, 1), (ORDER, 2), (ORDER, 60)], Stage.PURCHASE),
        ([(ORDER, 1), (ORDER, 2), (ORDER, 59)], Stage.LOYALTY),
        ([(ORDER, 1), (SHARE, 300), (ActivityType.INVITE, 1)], Stage.ADVOCACY),
    ],
)
def test_a_member_is_in_the_furthest_stage_whose_rule_holds(
    activities: list[tuple[ActivityType, int]], stage: Stage
) -> None:
    assert stage_of(told(*activities), section(), TODAY) is stage


def test_an_order_that_wholly_went_back_takes_the_stage_with_it() -> None:
    facts = told((ORDER, 1))
    facts.count(Purchase(1, 100), NO_PURCHASE, TODAY - timedelta(days=1), TODAY)
    assert stage_of(facts, section(), TODAY) is Stage.INTEREST


@pytest.mark.parametrize(
    ("days", "level"),
    [
        (0, Level.ACTIVE),
        (29, Level.ACTIVE),
        (30, Level.SEMI_ACTIVE),
        (89, Level.SEMI_ACTIVE),
        (90, Level.DORMANT),
        (179, Level.DORMANT),
        (180, Level.LOST),
    ],
)
def test_a_level_falls_on_its_local_day(days: int, level: Level) -> None:
    assert level_of(TODAY - timedelta(days=days), section(), TODAY) is level


def test_time_alone_brings_each_level_once_and_names_the_day_on_which_it_was_due() -> None:
    facts, state = told((VISIT, 0)), None
    events: list[StageEntered] = []
    now = NOW
    for _ in range(200):
        after = judge(state, facts, ENROLLED, section(), RULES, now)
        events += entered("mem_1", state, after)
        state, now = after, now + timedelta(days=1)
    assert [(each.stage or each.level, each.was) for each in events] == [
        ("interest", ""),
        ("active", ""),
        ("semi_active", "active"),
        ("dormant", "semi_active"),
        ("lost", "dormant"),
    ]
    midnights = [RULES.midnight(TODAY + timedelta(days=days)) for days in (30, 90, 180)]
    assert [each.since for each in events[2:]] == midnights
    assert state is not None
    assert state.judged_next is None


def test_a_job_that_runs_late_tells_the_day_on_which_it_was_due() -> None:
    facts = told((VISIT, 0))
    before = judge(None, facts, ENROLLED, section(), RULES, NOW)
    assert before.judged_next == TODAY + timedelta(days=30)
    late = judge(before, facts, ENROLLED, section(), RULES, NOW + timedelta(days=50))
    assert (late.level, late.level_since) == (
        Level.SEMI_ACTIVE,
        RULES.midnight(TODAY + timedelta(days=30)),
    )


def test_orders_that_leave_the_window_end_loyalty_on_their_day() -> None:
    facts = told((ORDER, 0), (ORDER, 0), (ORDER, 50), (VISIT, 0))
    loyal = judge(None, facts, ENROLLED, section(), RULES, NOW)
    assert (loyal.stage, loyal.judged_next) == (Stage.LOYALTY, TODAY + timedelta(days=10))
    late = judge(loyal, facts, ENROLLED, section(), RULES, NOW + timedelta(days=12))
    assert (late.stage, late.stage_since) == (
        Stage.PURCHASE,
        RULES.midnight(TODAY + timedelta(days=10)),
    )


def test_a_late_activity_corrects_the_level_and_an_early_day_is_no_write() -> None:
    facts = told((VISIT, 100))
    dormant = judge(None, facts, ENROLLED, section(), RULES, NOW)
    assert dormant.level is Level.DORMANT
    see(facts, VISIT, 40)
    corrected = judge(dormant, facts, ENROLLED, section(), RULES, NOW)
    assert (corrected.level, corrected.level_since) == (
        Level.SEMI_ACTIVE,
        RULES.midnight(TODAY - timedelta(days=10)),
    )
    see(facts, VISIT, 10)
    active = judge(corrected, facts, ENROLLED, section(), RULES, NOW)
    assert (active.level, active.level_since) == (Level.ACTIVE, NOW)
    see(facts, VISIT, 5)
    assert judge(active, facts, ENROLLED, section(), RULES, NOW) is active


def test_without_any_activity_days_count_from_the_enrolment() -> None:
    state = judge(None, Facts(), NOW - timedelta(days=30), section(), RULES, NOW)
    assert (state.stage, state.level) == (Stage.AWARENESS, Level.SEMI_ACTIVE)


KINDS = st.sampled_from([ORDER, SHARE, VISIT, ActivityType.INVITE])
TOLD = st.lists(st.tuples(KINDS, st.integers(0, 250)), max_size=12)


@settings(max_examples=150, deadline=None)
@given(TOLD, st.randoms(use_true_random=False), st.integers(0, 300))
def test_activities_in_any_order_lead_to_the_same_stage_and_level(
    activities: list[tuple[ActivityType, int]], chance: Random, later: int
) -> None:
    shuffled = [*activities]
    chance.shuffle(shuffled)

    def judged(order: list[tuple[ActivityType, int]], each_time: bool) -> Lifecycle:
        facts, state = Facts(), None
        for kind, days_ago in order:
            see(facts, kind, days_ago)
            if each_time:
                state = judge(state, facts, ENROLLED, section(), RULES, NOW)
        return judge(state, facts, ENROLLED, section(), RULES, NOW + timedelta(days=later))

    one, other = judged(activities, True), judged(shuffled, False)
    assert (one.stage, one.level) == (other.stage, other.level)


@settings(max_examples=100, deadline=None)
@given(TOLD)
def test_whoever_is_judged_on_their_next_days_only_misses_no_day(
    activities: list[tuple[ActivityType, int]],
) -> None:
    facts = told(*activities)
    state = judge(None, facts, ENROLLED, section(), RULES, NOW)
    for days in range(1, 260):
        now = NOW + timedelta(days=days)
        if state.judged_next is not None and state.judged_next <= RULES.local_day(now):
            state = judge(state, facts, ENROLLED, section(), RULES, now)
        fresh = judge(None, facts, ENROLLED, section(), RULES, now)
        assert (state.stage, state.level) == (fresh.stage, fresh.level)


@pytest.mark.parametrize("brand", ["fashion", "tea"])
def test_a_programme_of_before_activation_has_the_steps_of_the_schemas_defaults(
    brand: str,
) -> None:
    before = example(brand)
    before["lifecycle"].pop("activation", None)
    whole = schema.with_defaults(before)
    parsed = [
        lifecycle_section(Rules(1, ZoneInfo("Asia/Shanghai"), "CNY", "CN", {"lifecycle": each}))
        for each in (
            {k: v for k, v in whole["lifecycle"].items() if k != "activation"},
            whole["lifecycle"],
        )
    ]
    assert parsed[0] is not None
    assert parsed[0] == parsed[1]
    # Judged by an earlier release, which knew no steps: all are judged once more.
    assert "first_order" in parsed[0].key
