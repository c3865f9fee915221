"""Messages that a broadcast compares (cases 34, 35, 37 and 38 of the design, for broadcasts)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback.audience.domain import Reached
from services.feedback.broadcasts.domain.broadcast import (
    Broadcast,
    BroadcastOwn,
    BroadcastState,
    BroadcastWithoutRest,
    Figures,
    MessageNotCompared,
    State,
    slice_of,
)
from services.feedback.broadcasts.domain.comparison import (
    HELD_OUT,
    Comparison,
    NotComparable,
    arm_now,
    metric_of,
    own_arm,
    rule_of,
)
from services.feedback.experiments.domain.measured import tallies_of
from services.feedback.experiments.domain.running import Cause, Ending, Running
from services.feedback.experiments.domain.section import MetricKind
from services.feedback.experiments.domain.sizes import Colour
from services.feedback.experiments.domain.verdict import Look, Verdict, look
from services.feedback.programme.domain import Text
from services.feedback.reach.domain.section import NOTHING

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
OVER = NOW + timedelta(days=9)
NAMES = {"a": Text("甲", "A"), "b": Text("乙", "B"), "c": Text("丙", "C")}
CROWD = [f"mem_{number}" for number in range(1_000)]


def compared(against: str = "b", held_out: int = 0, percent: int = 100) -> Comparison:
    return Comparison(tuple(against), held_out, percent, MetricKind.ORDER_RATE, 7)


def broadcast(comparison: Comparison | None = None) -> Broadcast:
    made = Broadcast("brc_1", "tea", "New tea", "vips", "a", timedelta(), "ann", NOW)
    return replace(made, comparison=comparison, state=State.SENDING)


def running(comparison: Comparison) -> Running:
    sent = ("a", *comparison.against)
    rule = rule_of("brc_1", "New tea", [(each, NAMES[each]) for each in sent], comparison)
    return Running(rule).started("ben", NOW)


def meant(made: Broadcast, experiment: Running | None) -> dict[str, str]:
    """What each of the crowd gets."""
    touches = slice_of(made, experiment, CROWD, NOTHING, NOW).touches
    return {each.wish.member_id: each.wish.message for each in touches}


def seen(experiment: Running, *arms: tuple[int, int], at: datetime) -> Look:
    tallies = tallies_of(experiment.rule)
    for tally, (did, n) in zip(tallies, arms, strict=True):
        tally.exposed = n
        tally.measured[0].did, tally.measured[0].n = did, n
    return look(experiment, tallies, 0, at)


@given(st.text(max_size=30), st.integers(1, 100), st.integers(0, 50))
def test_case_34_arms_are_those_of_the_experiments_own_function(
    member_id: str, percent: int, held_out: int
) -> None:
    experiment = running(compared("bc", held_out, percent))
    assigned = experiment.assigned(Reached(member_id or "mem_1", NOW))
    found = arm_now(experiment, member_id or "mem_1")
    assert (found is not None) is assigned.exposed
    assert found is None or found == assigned
    # A greater part keeps those of the smaller one in their arms.
    own = own_arm(experiment.rule, member_id)
    wider = own_arm(running(compared("bc", held_out, 100)).rule, member_id)
    assert own is None or own == wider


def test_messages_share_those_who_take_part_evenly_and_some_are_held_out() -> None:
    experiment = running(compared("b", 20, 50))
    assert [(each.code, each.weight) for each in experiment.rule.arms] == [
        ("a", 80),
        ("b", 80),
        (HELD_OUT, 40),
    ]
    made = slice_of(broadcast(compared("b", 20, 50)), experiment, CROWD, NOTHING, NOW)
    by_arm = {
        arm: [each.member_id for each in made.exposures if each.arm == arm]
        for arm in ("a", "b", HELD_OUT)
    }
    sizes = {arm: len(of) for arm, of in by_arm.items()}
    assert sizes == pytest.approx({"a": 200, "b": 200, HELD_OUT: 100}, abs=40)
    sent = {each.wish.member_id: each.wish.message for each in made.touches}
    assert sent == {member: arm for arm in "ab" for member in by_arm[arm]}
    assert {each.at for each in made.exposures} == {NOW}


def test_one_message_goes_to_all_and_exposes_nobody() -> None:
    made = slice_of(broadcast(), None, CROWD, NOTHING, NOW)
    assert {each.wish.message for each in made.touches} == {"a"}
    assert (len(made.touches), len(made.exposures)) == (1_000, 0)


def test_the_rest_gets_the_winner_and_whoever_was_held_out_does_not() -> None:
    made, experiment = broadcast(compared("b", 20, 50)), running(compared("b", 20, 50))
    first = meant(made, experiment)
    sent = replace(made, state=State.SENT)
    ended = experiment.stopped(Ending(NOW, Cause.OPERATOR, "b", "ben", "more orders"))
    rest = meant(sent.won("b", "ben", NOW), ended)
    assert set(rest.values()) == {"b"}
    held_out = {each for each in CROWD if each not in rest}
    own = {each: own_arm(experiment.rule, each) for each in CROWD}
    assert held_out == {each for each, arm in own.items() if arm and arm.code == HELD_OUT}
    assert held_out.isdisjoint(first)
    # Those who had a message have the same touch, which is kept once.
    ids = [
        {each.wish.member_id: each.id for each in slice_of(*of, CROWD, NOTHING, NOW).touches}
        for of in ((made, experiment), (sent.won("b", "ben", NOW), ended))
    ]
    assert all(ids[1][member] == id_ for member, id_ in ids[0].items())


def test_behind_a_stop_those_of_the_part_get_one_message_and_nobody_is_exposed() -> None:
    made = broadcast(compared("b", 0, 50))
    experiment = running(compared("b", 0, 50))
    before = meant(made, experiment)
    ended = experiment.stopped(Ending(NOW, Cause.GUARDRAIL, "a"))
    after = slice_of(made, ended, CROWD, NOTHING, NOW)
    assert not after.exposures
    assert {each.wish.member_id: each.wish.message for each in after.touches} == dict.fromkeys(
        before, "a"
    )


def test_a_winner_is_chosen_once_by_another_and_where_a_rest_is() -> None:
    sent = replace(broadcast(compared("b", 0, 50)), state=State.SENT, members=7)
    with pytest.raises(BroadcastOwn):
        sent.won("b", "ann", NOW)
    with pytest.raises(MessageNotCompared):
        sent.won("c", "ben", NOW)
    with pytest.raises(BroadcastState):
        replace(sent, state=State.SENDING).won("b", "ben", NOW)
    won = sent.won("b", "ben", NOW)
    assert won.gone_through(7, "", NOW).members == 7
    for each in (
        replace(won, state=State.SENT),
        replace(sent, comparison=None),
        replace(sent, comparison=compared("b", 0, 100)),
    ):
        with pytest.raises(BroadcastWithoutRest):
            each.won("b", "ben", NOW)


def test_cases_37_and_38_it_is_judged_once_when_its_time_is_over() -> None:
    experiment = running(compared())
    early = seen(experiment, (300, 10_000), (360, 10_000), at=OVER - timedelta(seconds=1))
    assert early.judged.verdict is Verdict.COLLECTING
    assert early.differences == ()
    assert [each.value for each in early.arms] == [None, None]
    found = seen(experiment, (300, 10_000), (360, 10_000), at=OVER)
    assert (found.judged.verdict, found.judged.arm) == (Verdict.BETTER, "b")
    [difference] = found.differences
    shown = [f"{each * 100:+.2f}" for each in (difference.found.estimate, difference.found.low)]
    assert shown == ["+0.60", "+0.10"]
    assert f"{difference.found.high * 100:+.2f}" == "+1.10"
    assert seen(experiment, (30, 900), (36, 900), at=OVER).judged.verdict is Verdict.INCONCLUSIVE


def test_case_35_sizes_beside_their_weights_withhold_the_verdict_early_and_late() -> None:
    experiment = running(compared())
    for at in (NOW, OVER):
        found = seen(experiment, (800, 821_588), (900, 815_482), at=at)
        assert found.judged.verdict is Verdict.INVALID
        assert (found.sizes.colour, found.differences) == (Colour.RED, ())
        assert f"{found.sizes.p:.1e}" == "1.8e-06"


def test_each_arm_is_held_to_the_first_message_and_has_its_part_of_alpha() -> None:
    experiment = running(compared("b", 10))
    assert experiment.rule.stop.alpha == 0.025
    found = seen(experiment, (300, 9_000), (400, 9_000), (100, 2_000), at=OVER)
    assert [each.arm for each in found.differences] == ["b", HELD_OUT]
    assert (found.judged.verdict, found.judged.arm) == (Verdict.BETTER, HELD_OUT)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (compared("bcde"), "comparison.against"),
        (compared("bb"), "comparison.against"),
        (compared("a"), "comparison.against"),
        (compared("", 0), "comparison.against"),
        (compared("b", 51), "comparison.held_out_percent"),
        (compared("b", -1), "comparison.held_out_percent"),
        (compared("b", 0, 0), "comparison.percent"),
        (compared("b", 0, 101), "comparison.percent"),
        (replace(compared(), within_days=0), "comparison.within_days"),
        (replace(compared(), within_days=31), "comparison.within_days"),
    ],
)
def test_what_can_not_be_compared_is_refused_by_its_field(asked: Comparison, field: str) -> None:
    with pytest.raises(NotComparable) as caught:
        asked.check("a")
    assert (caught.value.reason, caught.value.field) == ("INVALID_ARGUMENT", field)


def test_one_message_may_be_held_to_none() -> None:
    compared("", 50).check("a")
    assert [each.code for each in running(compared("", 50)).rule.arms] == ["a", HELD_OUT]
    with pytest.raises(NotComparable):
        metric_of("clicks")


def test_figures_of_messages_add_up_by_check() -> None:
    one, other = Figures(1, 2, 3, {"cap": 4}, 5, 6), Figures(1, 0, 0, {"cap": 1, "consent": 2})
    assert sum((one, other), Figures()) == Figures(2, 2, 3, {"cap": 5, "consent": 2}, 5, 6)
    assert one + other == other + one
