"""Experiments: operators start and stop them, and a front end asks for a member's arm."""

from collections.abc import Sequence
from enum import Enum
from typing import Annotated

import strawberry

from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    page_info,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, performed, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Lang, Long, enum_value, instant, text
from gateway.schema.core.user_errors import UserError
from gateway.schema.feedback.experiment_looks import (
    ARMS_MOST,
    ExperimentLook,
    ExperimentStageKind,
)
from tessera.feedback.v1 import experiments_pb2 as pb

_KIND = "experiment"
STAGES_MOST, STORES_MOST, LOOKS_MOST = 5, 20, 60


@strawberry.enum(description="The state of an experiment.")
class ExperimentState(Enum):
    """As tessera.feedback.v1.ExperimentState."""

    READY = enum_value(pb.EXPERIMENT_STATE_READY, "It was not started.")
    RUNNING = enum_value(pb.EXPERIMENT_STATE_RUNNING, "Members are put into its arms.")
    STOPPED = enum_value(
        pb.EXPERIMENT_STATE_STOPPED, "An operator, a guardrail or its time stopped it."
    )


@strawberry.enum(description="The unit that is put into an arm.")
class ExperimentUnit(Enum):
    """As tessera.feedback.v1.ExperimentUnit."""

    MEMBER = enum_value(pb.EXPERIMENT_UNIT_MEMBER, "Each member.")
    STORE = enum_value(pb.EXPERIMENT_UNIT_STORE, "Each store, with the members who enrolled there.")


def _arm_name(arm: pb.ExperimentArm, context: RequestContext, lang: Lang = None) -> str:
    return text(arm.name, context, lang)


@strawberry.type(description="An arm; the first of an experiment is its control.")
class ExperimentArm:
    """Source: tessera.feedback.v1.ExperimentArm."""

    code: str = column("The code.")
    name: str = read(_arm_name, "The name.")
    weight: int = column("The weight among the arms.")
    message: str | None = read(
        lambda arm: arm.message or None,
        "The message that its members get; null where front ends alone ask for the arm.",
    )


@strawberry.type(description="A stage of an experiment.")
class ExperimentStage:
    """Source: tessera.feedback.v1.ExperimentStage."""

    kind: ExperimentStageKind = column("The kind.")
    percent: int = column("The share of the units, in percent.")
    stores: list[str] = column("The stores of `SAFETY`.", size=STORES_MOST)
    days: int = column("It lasts so many days at least.")


def _name(experiment: pb.Experiment, context: RequestContext, lang: Lang = None) -> str:
    return text(experiment.name, context, lang)


@strawberry.type(description="An experiment of the brand's programme, or of a broadcast.")
class Experiment:
    """Source: tessera.feedback.v1.Experiment."""

    code: str = column("The code.")
    name: str = read(_name, "The name.")
    state: ExperimentState = column("The state.")
    draft: bool = column("True while it can't be started.")
    unit: ExperimentUnit = column("The unit that is put into an arm.")
    arms: list[ExperimentArm] = column("The arms, the control first.", size=ARMS_MOST)
    stages: list[ExperimentStage] = column("The stages, in order.", size=STAGES_MOST)
    stage: int = column("The place of the stage among them, from 0; -1 before the start.")
    stage_since: DateTime | None = read(
        lambda experiment: instant(experiment, "stage_time"),
        "The time since which it is in this stage; null before the start.",
    )
    primary_metric: str = column("The metric that decides.")
    within_days: int = column("So many days from a member's exposure count.")
    sequential: bool = column("True where it may be looked at at any time.")
    planned_size: Long | None = read(
        lambda experiment: experiment.planned_size or None,
        "Members an arm that it needs; null of a sequential one, and of one judged by time.",
    )
    alpha: float = column("How likely chance alone is told as a difference.")
    started_at: DateTime | None = read(
        lambda experiment: instant(experiment, "start_time"),
        "The time of the start; null before it.",
    )
    started_by: str | None = read(
        lambda experiment: experiment.started_by or None,
        "The operator who started it; null before the start.",
    )
    horizon_at: DateTime | None = read(
        lambda experiment: instant(experiment, "horizon_time"),
        "The time at which it is judged by what there is; null before the start.",
    )
    second_person: bool = column("True where each stage needs a second operator.")
    asked_by: str | None = read(
        lambda experiment: experiment.asked_by or None,
        "The operator who asked for the next stage, and waits for another one; null if nobody did.",
    )
    stopped_at: DateTime | None = read(
        lambda experiment: instant(experiment, "stop_time"),
        "The time of the end; null before it.",
    )
    stopped_by_guardrail: bool = column("True when a guardrail stopped it.")
    stopped_by: str | None = read(
        lambda experiment: experiment.stopped_by or None,
        "The operator who stopped it; null where a guardrail or its time did.",
    )
    stop_words: str | None = read(
        lambda experiment: experiment.stop_words or None,
        "The operator's reason for the end, or the name of the guardrail; null before it.",
    )
    kept_arm: str | None = read(
        lambda experiment: experiment.kept_arm or None,
        "The arm that all have since the end; null before it.",
    )
    rule: str = read(
        lambda experiment: experiment.rule_json,
        "The rule as it is frozen: JSON as the programme writes it.",
    )
    look: ExperimentLook | None = read(
        lambda experiment: experiment.look if experiment.HasField("look") else None,
        "The last look; null before the first, and in the answers of mutations.",
    )


@strawberry.type(description="An experiment, with its place in the list.")
class ExperimentEdge:
    """Source: a pair of cursor and experiment."""

    cursor: str = edge_cursor(first_of)
    node: Experiment = edge_node(second_of)


@strawberry.type(description="A page of experiments, in the programme's order.")
class ExperimentConnection:
    """Source: Page."""

    edges: list[ExperimentEdge] = edges()
    page_info: PageInfo = page_info()


ExperimentCode = Annotated[
    str, strawberry.argument(description="The experiment, by `Experiment.code`.")
]


async def _experiments(context: RequestContext, first: First = 20, after: After = None) -> Page:
    request = pb.ListExperimentsRequest()
    method = context.services.experiments.ListExperiments
    return await page_of(context, _KIND, method, request, "experiments", first, after)


async def _get(context: RequestContext, experiment: str) -> pb.GetExperimentResponse:
    request = pb.GetExperimentRequest(code=experiment)
    method = context.services.experiments.GetExperiment
    answer: pb.GetExperimentResponse = await context.services.read(method, request, context.caller)
    return answer


async def _experiment(context: RequestContext, experiment: ExperimentCode) -> pb.Experiment:
    return (await _get(context, experiment)).experiment


async def _looks(
    context: RequestContext, experiment: ExperimentCode
) -> Sequence[pb.ExperimentLook]:
    return (await _get(context, experiment)).looks


@strawberry.type
class ExperimentQueries:
    """The fields of Query."""

    experiments: ExperimentConnection | None = call(
        _experiments,
        "The experiments of the programme, and behind them those that it has no more. For"
        " operators.",
        rule=Rule.OPERATORS,
        size="first",
    )
    experiment: Experiment | None = call(
        _experiment, "An experiment with its last look. For operators.", rule=Rule.OPERATORS
    )
    experiment_looks: list[ExperimentLook] | None = call(
        _looks,
        "The latest looks at an experiment, one of each hour, at most 60, the latest first. For"
        " operators.",
        rule=Rule.OPERATORS,
        size=LOOKS_MOST,
    )


@strawberry.input(description="An experiment whose arm makes a difference to a member now.")
class UseExperimentInput:
    """For members."""

    code: str = required("The code of the experiment.")


@strawberry.input(description="An experiment to start.")
class StartExperimentInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    code: str = required("The code of the experiment.")


@strawberry.input(description="An experiment to let go on to its next stage.")
class AdvanceExperimentInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    code: str = required("The code of the experiment.")


@strawberry.input(description="An experiment to stop.")
class StopExperimentInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    code: str = required("The code of the experiment.")
    words: str = required("The reason, 1-500 characters.")
    arm: str | None = optional("The arm that all have from now on; the control by default.")


@strawberry.type(description="The arm of a member, or the reasons for the refusal.")
class UseExperimentPayload:
    """Source: Outcome of tessera.feedback.v1.UseExperimentResponse."""

    arm: str | None = read(
        lambda outcome: outcome.result and outcome.result.arm,
        "The code of the arm; null when refused: show what all see.",
    )
    exposed: bool = read(
        lambda outcome: bool(outcome.result and outcome.result.exposed),
        "True when it is measured on this member.",
    )
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="The experiment, or the reasons for the refusal.")
class ExperimentPayload:
    """Source: Outcome of an experiment."""

    experiment: Experiment | None = read(
        lambda outcome: outcome.result, "The experiment; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _use(context: RequestContext, input: Annotated[UseExperimentInput, INPUT]) -> Outcome:
    def request() -> pb.UseExperimentRequest:
        return pb.UseExperimentRequest(code=input.code, member_id=context.member_id(None))

    method = context.services.experiments.UseExperiment
    return await performed(context, "useExperiment", method, request)


async def _start(context: RequestContext, input: Annotated[StartExperimentInput, INPUT]) -> Outcome:
    def request() -> pb.StartExperimentRequest:
        return pb.StartExperimentRequest(request_id=input.request_id, code=input.code)

    method = context.services.experiments.StartExperiment
    return await perform(context, "startExperiment", method, request, "experiment")


async def _advance(
    context: RequestContext, input: Annotated[AdvanceExperimentInput, INPUT]
) -> Outcome:
    def request() -> pb.AdvanceExperimentRequest:
        return pb.AdvanceExperimentRequest(request_id=input.request_id, code=input.code)

    method = context.services.experiments.AdvanceExperiment
    return await perform(context, "advanceExperiment", method, request, "experiment")


async def _stop(context: RequestContext, input: Annotated[StopExperimentInput, INPUT]) -> Outcome:
    def request() -> pb.StopExperimentRequest:
        return pb.StopExperimentRequest(
            request_id=input.request_id,
            code=input.code,
            arm=input.arm or "",
            words=input.words,
        )

    method = context.services.experiments.StopExperiment
    return await perform(context, "stopExperiment", method, request, "experiment")


@strawberry.type
class ExperimentMutations:
    """The fields of Mutation."""

    use_experiment: UseExperimentPayload | None = mutation(
        "useExperiment",
        _use,
        "Gives the member's arm, and keeps that it makes a difference to them from now on: ask at"
        " that moment, and not before. A repeat gives the same, and keeps nothing. For members.",
        rule=Rule.MEMBERS,
    )
    start_experiment: ExperimentPayload | None = mutation(
        "startExperiment",
        _start,
        "Starts an experiment with its first stage, or asks for that where a second operator must"
        " give their word. For operators.",
        rule=Rule.OPERATORS,
    )
    advance_experiment: ExperimentPayload | None = mutation(
        "advanceExperiment",
        _advance,
        "Lets an experiment go on to its next stage, or asks for that. For operators.",
        rule=Rule.OPERATORS,
    )
    stop_experiment: ExperimentPayload | None = mutation(
        "stopExperiment",
        _stop,
        "Stops an experiment for ever: from now on all members have one arm. For operators.",
        rule=Rule.OPERATORS,
    )
