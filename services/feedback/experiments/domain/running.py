"""An experiment on its way: started, widened stage by stage, stopped; and who is in which arm."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.feedback.audience.domain import Reached
from services.feedback.experiments.domain.assignment import arm_index, is_exposed, is_in_layer
from services.feedback.experiments.domain.section import (
    Arm,
    Experiment,
    Stage,
    StageKind,
    UnitKind,
    changed_parts,
)


class State(StrEnum):
    """READY is not started; STOPPED is the end."""

    READY = "ready"
    RUNNING = "running"
    STOPPED = "stopped"


class Cause(StrEnum):
    """Why it stopped. HORIZON: its time was over, and it ends by itself."""

    OPERATOR = "operator"
    GUARDRAIL = "guardrail"
    HORIZON = "horizon"


class ExperimentState(Exception):
    """The state does not allow it."""

    reason = "EXPERIMENT_STATE"
    field = "code"

    def __init__(self, state: str) -> None:
        super().__init__(f"it is {state}")
        self.metadata: Mapping[str, str] = {"state": state}


class ExperimentOwn(Exception):
    """The second word must be another operator's."""

    reason = "EXPERIMENT_OWN"
    field = "code"


class ExperimentFrozen(Exception):
    """The programme says otherwise than what was frozen at the start."""

    reason = "EXPERIMENT_FROZEN"
    field = "code"

    def __init__(self, changed: list[str]) -> None:
        super().__init__(f"{', '.join(changed)} changed since the start")
        self.metadata: Mapping[str, str] = {"key": changed[0]}


class StageTooEarly(Exception):
    """The stage lasts longer."""

    reason = "EXPERIMENT_STAGE_TOO_EARLY"
    field = "code"

    def __init__(self, until: datetime) -> None:
        super().__init__(f"the stage lasts until {until.isoformat()}")
        self.metadata: Mapping[str, str] = {"until": until.isoformat()}


class ArmNotFound(Exception):
    """The experiment has no such arm."""

    reason = "EXPERIMENT_ARM_NOT_FOUND"
    field = "arm"


class PointsAway(Exception):
    """Points does not answer: a look without it is still one."""


@dataclass(frozen=True, slots=True)
class Word:
    """An operator's word for the next stage, which waits for another operator's."""

    stage: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Ending:
    """How it stopped: `arm` is what all have from now on; `words` are an operator's reason."""

    at: datetime
    cause: Cause
    arm: str
    by: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Exposure:
    """From when on an arm can have made a difference to a member. `cluster` is their store."""

    experiment: str
    member_id: str
    arm: str
    at: datetime
    stage: StageKind
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Assigned:
    """The arm that a member has; `exposed` is False where it is not measured on them."""

    arm: Arm
    exposed: bool


@dataclass(frozen=True, slots=True)
class Running:
    """`stage` is the place among the stages, -1 before the start. `wanted` waits for a second
    operator. `rule` is the experiment as it was frozen at the start."""

    rule: Experiment
    state: State = State.READY
    stage: int = -1
    started_at: datetime | None = None
    started_by: str = ""
    stage_since: datetime | None = None
    wanted: Word | None = None
    ending: Ending | None = None

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def stage_now(self) -> Stage | None:
        return self.rule.stages[self.stage] if self.state is State.RUNNING else None

    def is_over(self, as_of: datetime) -> bool:
        """Whether its time is over, and it is judged by what there is."""
        return self.started_at is not None and as_of >= self.started_at + self.rule.horizon

    def started(self, by: str, now: datetime) -> "Running":
        """Into its first stage. Raises ExperimentState and ExperimentOwn."""
        if self.rule.draft:
            raise ExperimentState("draft")
        if self.state is not State.READY:
            raise ExperimentState(self.state)
        return self._to(0, by, now)

    def advanced(self, by: str, now: datetime) -> "Running":
        """Into the next stage. Raises ExperimentState, StageTooEarly and ExperimentOwn."""
        if self.state is not State.RUNNING or self.stage + 1 >= len(self.rule.stages):
            raise ExperimentState("last_stage" if self.state is State.RUNNING else self.state)
        assert self.stage_since is not None
        until = self.stage_since + self.rule.stages[self.stage].least
        if now < until:
            raise StageTooEarly(until)
        return self._to(self.stage + 1, by, now)

    def _to(self, stage: int, by: str, now: datetime) -> "Running":
        if self.rule.second_person:
            if self.wanted is None or self.wanted.stage != stage:
                return replace(self, wanted=Word(stage, by, now))
            if self.wanted.by == by:
                raise ExperimentOwn("another operator than who asked for it")
        began = self if self.started_at else replace(self, started_at=now, started_by=by)
        return replace(began, state=State.RUNNING, stage=stage, stage_since=now, wanted=None)

    def stopped(self, ending: Ending) -> "Running":
        """At an end. Raises ExperimentState and ArmNotFound."""
        if self.state is not State.RUNNING:
            raise ExperimentState(self.state)
        if self.rule.arm(ending.arm) is None:
            known = ", ".join(arm.code for arm in self.rule.arms)
            raise ArmNotFound(f"known: {known}")
        return replace(self, state=State.STOPPED, wanted=None, ending=ending)

    def check_unchanged(self, now_written: Experiment) -> None:
        """Raises ExperimentFrozen where the programme in force says otherwise."""
        changed = changed_parts(self.rule, now_written)
        if self.state is not State.READY and changed:
            raise ExperimentFrozen(changed)

    def assigned(self, reached: Reached) -> Assigned:
        """The member's arm now, and whether it is measured on them."""
        rule = self.rule
        if self.state is State.STOPPED and self.ending is not None:
            return Assigned(rule.arm(self.ending.arm) or rule.arms[0], exposed=False)
        stage = self.stage_now
        unit = reached.store if rule.unit is UnitKind.STORE else reached.member_id
        if stage is None or not unit:
            return Assigned(rule.arms[0], exposed=False)
        if stage.kind is StageKind.SAFETY:
            takes_part = reached.store in stage.stores
        else:
            takes_part = is_exposed(rule.code, rule.salt, unit, stage.percent)
        layer = rule.layer
        if layer is not None:
            takes_part &= is_in_layer(layer.code, layer.from_percent, layer.to_percent, unit)
        if not takes_part:
            return Assigned(rule.arms[0], exposed=False)
        return Assigned(
            rule.arms[arm_index(rule.code, rule.salt, rule.weights, unit)], exposed=True
        )

    def exposure(self, reached: Reached, arm: Arm, now: datetime) -> Exposure:
        """The member's exposure to their arm, which begins now."""
        stage = self.stage_now
        assert stage is not None, "it runs"
        return Exposure(self.code, reached.member_id, arm.code, now, stage.kind, reached.store)
