"""How far members have come with the brand, and how active they are."""

from enum import Enum
from typing import Annotated

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.scalars import Date, DateTime, Long, enum_value, moment
from gateway.schema.core.selections import Args, Inner
from gateway.upstream.batching import Need
from gateway.upstream.loaders import member_need
from tessera.members.v1 import lifecycle_pb2 as pb
from tessera.members.v1 import members_pb2


@strawberry.enum(description="A stage of a member. They are in the furthest one whose rule holds.")
class LifecycleStage(Enum):
    """As tessera.members.v1.LifecycleStage."""

    AWARENESS = enum_value(pb.LIFECYCLE_STAGE_AWARENESS, "Enrolled, and nothing yet.")
    INTEREST = enum_value(pb.LIFECYCLE_STAGE_INTEREST, "Any activity, and no order that was kept.")
    PURCHASE = enum_value(pb.LIFECYCLE_STAGE_PURCHASE, "An order that was kept.")
    LOYALTY = enum_value(pb.LIFECYCLE_STAGE_LOYALTY, "As many orders as the programme says.")
    ADVOCACY = enum_value(
        pb.LIFECYCLE_STAGE_ADVOCACY,
        "An order, and as many activities that tell others as the programme says.",
    )


@strawberry.enum(description="A level of activity, by local days since the latest activity.")
class ActivityLevel(Enum):
    """As tessera.members.v1.ActivityLevel."""

    ACTIVE = enum_value(pb.ACTIVITY_LEVEL_ACTIVE, "Active not long ago.")
    SEMI_ACTIVE = enum_value(
        pb.ACTIVITY_LEVEL_SEMI_ACTIVE, "Long enough ago for a warning of churn."
    )
    DORMANT = enum_value(pb.ACTIVITY_LEVEL_DORMANT, "Dormant.")
    LOST = enum_value(pb.ACTIVITY_LEVEL_LOST, "Lost.")


@strawberry.enum(description="A first step of a member. Whoever took one took those before it.")
class ActivationStep(Enum):
    """As tessera.members.v1.ActivationStep."""

    FIRST_VISIT = enum_value(
        pb.ACTIVATION_STEP_FIRST_VISIT, "A visit of a kind that the programme says, or an order."
    )
    FIRST_ORDER = enum_value(pb.ACTIVATION_STEP_FIRST_ORDER, "An order that was kept.")
    FIRST_REPURCHASE = enum_value(
        pb.ACTIVATION_STEP_FIRST_REPURCHASE, "A second order that was kept."
    )


@strawberry.type(description="A first step of a member, taken or not.")
class MemberActivationStep:
    """Source: tessera.members.v1.MemberActivationStep."""

    step: ActivationStep = column("The step.")
    taken_on: Date | None = read(
        lambda step: step.taken_on or None,
        "The local day on which it was taken; null while it was not.",
    )
    due_on: Date = column("The last local day on which it is in time, by the programme.")


@strawberry.type(description="How far a member has come, and how active they are.")
class Lifecycle:
    """Source: tessera.members.v1.MemberLifecycle."""

    stage: LifecycleStage = column("The stage.")
    stage_since: DateTime = read(
        lambda lifecycle: moment(lifecycle.stage_since_time),
        "The time at which the member entered it.",
    )
    level: ActivityLevel = column("The level of activity.")
    level_since: DateTime = read(
        lambda lifecycle: moment(lifecycle.level_since_time),
        "The time at which the member came to it.",
    )
    activation: list[MemberActivationStep] = column(
        "The first steps with the brand, in their order, taken or not; empty before the first"
        " judgement.",
        size=3,
    )


@strawberry.type(description="The number of members at a stage and level.")
class StageCount:
    """Source: tessera.members.v1.StageCount."""

    stage: LifecycleStage = column("The stage.")
    level: ActivityLevel = column("The level of activity.")
    members: Long = column("The number of members.")


@strawberry.type(description="The members by stage and level.")
class StageCounts:
    """Source: tessera.members.v1.CountStagesResponse."""

    as_of: DateTime = read(lambda counts: moment(counts.as_of_time), "The time of the counting.")
    counts: list[StageCount] = column(
        "By stage and level; pairs without members are left out.", size=20
    )


@strawberry.type(description="The number of members who took a first step.")
class ActivationCount:
    """Source: tessera.members.v1.ActivationCount."""

    step: ActivationStep = column("The step.")
    members: Long = column("The members who took it.")
    in_time: Long = column("Those of them who took it in time.")
    within_days: int = column("The days after the enrolment in which the programme wants it.")


@strawberry.type(description="The way of members from the enrolment to the first repurchase.")
class ActivationCounts:
    """Source: tessera.members.v1.CountActivationResponse."""

    as_of: DateTime = read(lambda counts: moment(counts.as_of_time), "The time of the counting.")
    enrolled: Long = column("The members who enrolled on the days asked for.")
    steps: list[ActivationCount] = column("Each step, in their order.", size=3)


def lifecycle_need(args: Args, inner: Inner) -> Need:
    """The need of a member with the lifecycle."""
    return member_need(lifecycle=True)


def pick_lifecycle(member: members_pb2.Member) -> pb.MemberLifecycle | None:
    """Where a member stands; None before the first judgement."""
    return member.lifecycle if member.HasField("lifecycle") else None


async def _counts(context: RequestContext) -> pb.CountStagesResponse:
    services = context.services
    return await services.read(
        services.lifecycle.CountStages, pb.CountStagesRequest(), context.caller
    )


async def _activation(
    context: RequestContext,
    enrolled_from: Annotated[
        Date | None, strawberry.argument(description="The first day of enrolments; null: any.")
    ] = None,
    enrolled_until: Annotated[
        Date | None,
        strawberry.argument(description="The last day of enrolments, included; null: any."),
    ] = None,
) -> pb.CountActivationResponse:
    services = context.services
    request = pb.CountActivationRequest(
        enrolled_from=enrolled_from or "", enrolled_until=enrolled_until or ""
    )
    return await services.read(services.lifecycle.CountActivation, request, context.caller)


@strawberry.type
class LifecycleQueries:
    """The fields of Query."""

    stage_counts: StageCounts | None = call(
        _counts,
        "The members of the brand by stage and level of activity; empty where the programme has no"
        " lifecycle.",
        rule=Rule.OPERATORS,
        cost=20,
    )
    activation_counts: ActivationCounts | None = call(
        _activation,
        "The members of the brand by the first steps that they took, of all or of those who"
        " enrolled on some days; without steps where the programme has no lifecycle.",
        rule=Rule.OPERATORS,
        cost=20,
    )
