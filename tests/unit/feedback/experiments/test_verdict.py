"""What an experiment says, and when it says nothing (cases 35, 37, 38 and 40)."""

from datetime import timedelta
from typing import Any

import pytest

from services.feedback.experiments.domain.measured import ArmTally, tallies_of
from services.feedback.experiments.domain.running import Running
from services.feedback.experiments.domain.section import GuardrailKind
from services.feedback.experiments.domain.sizes import Colour
from services.feedback.experiments.domain.verdict import Look, Verdict, judged_before, look
from tests.unit.feedback.experiments.samples import SEQUENTIAL, START, experiment, running

LATER, OVER = START + timedelta(days=20), START + timedelta(days=42)
SAFETY = [{"stage": "safety", "stores": ["sh_001", "sh_002"]}, {"stage": "full"}]
MEAN = {"kind": "fixed", "members_per_arm": 20}
REVENUE = {"metric": "revenue", "within_days": 7}


def tallies(of: Running, *arms: tuple[int, int]) -> list[ArmTally]:
    """Of each arm, how many did it of how many; their time is over."""
    made = tallies_of(of.rule)
    for tally, (did, n) in zip(made, arms, strict=True):
        tally.exposed = n
        tally.measured[0].did, tally.measured[0].n = did, n
    return made


def seen(of: Running, *arms: tuple[int, int], at: Any = LATER) -> Look:
    return look(of, tallies(of, *arms), 0, at)


def test_case_38_a_fixed_test_tells_nothing_before_its_size() -> None:
    found = seen(running(), (60, 2_000), (90, 2_000))
    assert found.judged.verdict is Verdict.COLLECTING
    assert found.differences == ()
    assert [each.value for each in found.arms] == [None, None]
    assert found.sizes.colour is Colour.GREEN
    assert "5301" in found.judged.why.en
    assert "2000" in found.judged.why.zh


def test_case_37_a_fixed_test_is_judged_at_its_size() -> None:
    found = seen(running(), (300, 10_000), (360, 10_000))
    assert found.judged.verdict is Verdict.BETTER
    assert found.judged.arm == "stronger"
    assert found.judged.why.en == (
        "stronger less the control: +0.60 percentage points, 95 % interval [+0.10, +1.10]."
    )
    assert seen(running(), (360, 10_000), (300, 10_000)).judged.verdict is Verdict.WORSE


def test_less_is_better_where_the_programme_says_so() -> None:
    down = running(primary={"metric": "order_rate", "within_days": 7, "direction": "down"})
    assert seen(down, (360, 10_000), (300, 10_000)).judged.verdict is Verdict.BETTER


@pytest.mark.parametrize(
    ("arms", "verdict"),
    [
        (((300, 10_000), (360, 10_000)), Verdict.COLLECTING),
        (((300, 10_000), (460, 10_000)), Verdict.BETTER),
        (((3_000, 100_000), (3_010, 100_000)), Verdict.NO_DIFFERENCE),
        (((3, 90), (60, 90)), Verdict.COLLECTING),
        (((0, 500), (1, 500)), Verdict.COLLECTING),
    ],
)
def test_a_sequential_test_may_be_looked_at_always(
    arms: tuple[tuple[int, int], tuple[int, int]], verdict: Verdict
) -> None:
    of = running(stop=SEQUENTIAL)
    assert seen(of, *arms).judged.verdict is verdict


def test_when_its_time_is_over_it_goes_on_no_more() -> None:
    always = running(stop=SEQUENTIAL)
    assert seen(always, (300, 10_000), (360, 10_000), at=OVER).judged.verdict is (
        Verdict.INCONCLUSIVE
    )
    short = seen(running(), (60, 2_000), (90, 2_000), at=OVER)
    assert short.judged.verdict is Verdict.INCONCLUSIVE
    assert short.differences == ()


def test_wrong_sizes_withhold_everything() -> None:
    of = running(stop=SEQUENTIAL)
    found = seen(of, (24_000, 821_588), (30_000, 815_482))
    assert found.judged.verdict is Verdict.INVALID
    assert found.differences == ()
    assert [each.value for each in found.arms] == [None, None]


def test_case_40_two_stores_give_safety_and_no_interval() -> None:
    of = Running(_with(stages=SAFETY, stop=SEQUENTIAL)).started("ann", START)
    made = tallies(of, (100, 500), (300, 500))
    made[1].opted_out = 2
    found = look(of, made, 0, LATER)
    assert found.judged.verdict is Verdict.COLLECTING
    assert found.judged.why.en.startswith("No interval from 2 clusters; 10 an arm are needed")
    assert found.differences == ()
    assert found.guardrails


def _with(**more: Any) -> Any:
    guardrails = [{"metric": "opt_out_rate", "max_permille": 5}]
    return experiment(guardrails=guardrails, **more)


def test_stores_are_judged_as_stores() -> None:
    of = running(unit="store", stop=MEAN, primary=REVENUE)
    for stores, told in ((9, False), (10, True)):
        made = tallies_of(of.rule)
        for arm, tally in enumerate(made):
            for store in range(stores):
                for value in (100, 120):
                    tally.exposed += 1
                    tally.measured[0].add(value + store + arm * 50, 0, f"st_{arm}_{store}")
        found = look(of, made, 0, LATER)
        assert bool(found.differences) is told
        assert found.judged.verdict is (Verdict.BETTER if told else Verdict.COLLECTING)
        assert ("9 clusters" in found.judged.why.en) is not told


def test_a_mean_is_less_what_the_members_did_before() -> None:
    of = running(stop=MEAN, primary=REVENUE)
    made = tallies_of(of.rule)
    for arm, tally in enumerate(made):
        for n in range(40):
            tally.exposed += 1
            tally.measured[0].add(n * 100 + arm * 10 + n % 3, n * 100, "")
    found = look(of, made, 0, LATER)
    [difference] = found.differences
    assert difference.found.estimate == pytest.approx(10, abs=0.01)
    assert found.judged.verdict is Verdict.BETTER


def test_other_questions_are_told_and_decide_nothing() -> None:
    of = running(secondary=[{"metric": "visit_rate", "within_days": 7}])
    made = tallies(of, (300, 10_000), (300, 10_000))
    for tally, did in zip(made, (1_000, 2_000), strict=True):
        tally.measured[1].did, tally.measured[1].n = did, 10_000
    found = look(of, made, 0, LATER)
    assert found.judged.verdict is Verdict.NO_DIFFERENCE
    assert [(each.metric.value, each.primary) for each in found.differences] == [
        ("order_rate", True),
        ("visit_rate", False),
    ]


def test_what_was_judged_stays_beside_the_guardrails_of_now() -> None:
    of = running()
    first = seen(of, (300, 10_000), (360, 10_000))
    later = judged_before(seen(of, (390, 12_000), (390, 12_000)), first)
    assert later.judged == first.judged
    assert later.differences == first.differences
    assert [each.exposed for each in later.arms] == [12_000, 12_000]


@pytest.mark.parametrize(
    ("opted_out", "members", "colour"),
    [(1, 29, Colour.GREY), (0, 400, Colour.GREEN), (3, 400, Colour.YELLOW), (12, 400, Colour.RED)],
)
def test_a_guardrail_is_red_beyond_chance(opted_out: int, members: int, colour: Colour) -> None:
    of = Running(_with()).started("ann", START)
    made = tallies(of, (0, 400), (0, members))
    made[1].opted_out = opted_out
    found = look(of, made, 0, LATER)
    assert found.guardrails[1].colour is colour
    assert (found.breach is not None) is (colour is Colour.RED)


def test_points_of_an_arm_are_held_to_those_of_the_control() -> None:
    of = running(guardrails=[{"metric": "points_per_member", "max_points": 200}])
    made = tallies(of, (0, 400), (0, 400))
    made[0].points = [500.0 + n for n in range(20)]
    for more, colour in ((100, Colour.GREEN), (203, Colour.YELLOW), (400, Colour.RED)):
        made[1].points = [each + more for each in made[0].points]
        [guardrail] = look(of, made, 0, LATER).guardrails
        assert guardrail.kind is GuardrailKind.POINTS_PER_MEMBER
        assert guardrail.value == pytest.approx(more)
        assert guardrail.colour is colour
    made[1].points = made[1].points[:9]
    assert look(of, made, 0, LATER).guardrails[0].colour is Colour.GREY
