"""An experiment's stages, its second operator, its end, and what is frozen (case 39)."""

from datetime import timedelta
from typing import Any

import pytest

from services.feedback.experiments.domain.running import (
    ArmNotFound,
    Cause,
    Ending,
    ExperimentFrozen,
    ExperimentOwn,
    ExperimentState,
    Running,
    StageTooEarly,
    State,
)
from services.feedback.experiments.domain.section import StageKind, experiments_section
from services.feedback.programme.domain import Programme
from tests.unit.feedback.experiments.samples import (
    SEQUENTIAL,
    START,
    experiment,
    member,
    running,
    written,
)

WEEK = timedelta(days=7)
STAGES = [
    {"stage": "safety", "stores": ["sh_001"], "days": 7},
    {"stage": "part", "percent": 10},
    {"stage": "full"},
]
END = Ending(START + WEEK, Cause.OPERATOR, "stronger", "ann", "It costs too much")


def test_it_goes_on_stage_by_stage_and_none_is_shorter_than_written() -> None:
    started = Running(experiment(stages=STAGES)).started("ann", START)
    with pytest.raises(StageTooEarly) as early:
        started.advanced("ann", START + WEEK - timedelta(seconds=1))
    assert early.value.metadata == {"until": (START + WEEK).isoformat()}
    part = started.advanced("ann", START + WEEK)
    full = part.advanced("ann", START + WEEK)
    stages = [each.stage_now for each in (started, part, full)]
    assert [each and each.kind for each in stages] == list(StageKind)
    assert full.started_at == START
    with pytest.raises(ExperimentState):
        full.advanced("ann", START + WEEK)


def test_in_safety_members_of_its_stores_alone_are_exposed() -> None:
    started = Running(experiment(stages=STAGES)).started("ann", START)
    assert started.assigned(member("mem_2", "sh_001")).exposed
    assert started.assigned(member("mem_2", "sh_001")).arm.code == "stronger"
    elsewhere = started.assigned(member("mem_2", "sh_002"))
    assert not elsewhere.exposed
    assert elsewhere.arm.code == "control"
    assert not started.assigned(member("mem_2")).exposed


def test_a_store_has_one_arm_for_all_its_members() -> None:
    of = running(2, unit="store")
    arms = {of.assigned(member(f"mem_{n}", "sh_001")).arm.code for n in range(50)}
    assert len(arms) == 1
    assert not of.assigned(member("mem_1")).exposed


def test_experiments_of_one_layer_share_no_member() -> None:
    layers = [{"code": "home", "from_percent": low, "to_percent": low + 50} for low in (0, 50)]
    one, other = (running(2, layer=layer, code=f"c{n}") for n, layer in enumerate(layers))
    for n in range(200):
        who = member(f"mem_{n}")
        assert one.assigned(who).exposed is not other.assigned(who).exposed


def test_the_second_word_is_another_operators() -> None:
    asked = Running(experiment(second_person=True)).started("ann", START)
    assert asked.state is State.READY
    assert asked.wanted is not None
    with pytest.raises(ExperimentOwn):
        asked.started("ann", START)
    started = asked.started("ben", START + WEEK)
    assert (started.state, started.stage, started.wanted) == (State.RUNNING, 0, None)
    asked = started.advanced("ben", START + WEEK)
    assert asked.stage == 0
    assert asked.advanced("ann", START + WEEK).stage == 1


def test_a_draft_is_not_started_and_what_was_started_not_again() -> None:
    with pytest.raises(ExperimentState):
        Running(experiment(draft=True)).started("ann", START)
    with pytest.raises(ExperimentState):
        running().started("ann", START)
    with pytest.raises(ExperimentState):
        running().stopped(END).started("ann", START)


def test_behind_the_end_all_have_the_arm_that_was_kept_and_nobody_is_exposed() -> None:
    stopped = running().stopped(END)
    for n in range(20):
        assigned = stopped.assigned(member(f"mem_{n}"))
        assert (assigned.arm.code, assigned.exposed) == ("stronger", False)
    with pytest.raises(ExperimentState):
        stopped.stopped(END)
    with pytest.raises(ArmNotFound):
        running().stopped(Ending(START, Cause.OPERATOR, "nobody"))


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"primary": {"metric": "visit_rate", "within_days": 7}}, "primary"),
        ({"salt": "s2"}, "salt"),
        ({"stop": SEQUENTIAL}, "stop"),
        ({"horizon_days": 43}, "horizon"),
        ({"unit": "store"}, "unit"),
    ],
)
def test_what_is_measured_is_frozen_at_the_start(changed: dict[str, Any], part: str) -> None:
    other = experiment(**changed)
    Running(experiment()).check_unchanged(other)
    with pytest.raises(ExperimentFrozen) as frozen:
        running().check_unchanged(other)
    assert frozen.value.metadata == {"key": part}


def test_its_name_is_not_frozen() -> None:
    running().check_unchanged(experiment(name={"zh": "别的名字", "en": "Another name"}))


def test_the_section_reads_in_its_order_and_a_brand_may_have_none() -> None:
    document = {"experiments": [written(code="b"), written(code="a")]}
    assert list(experiments_section(Programme(document=document))) == ["b", "a"]
    assert experiments_section(Programme()) == {}


def test_each_of_several_arms_has_its_part_of_alpha() -> None:
    arms = [*written()["arms"], {**written()["arms"][1], "code": "third"}]
    assert experiment(arms=arms).stop.alpha == pytest.approx(0.025)
    assert experiment(arms=arms).stop.arm_size > experiment().stop.arm_size == 5_301
