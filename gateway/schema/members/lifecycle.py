"""How far members have come with the brand, and how active they are."""

from enum import Enum

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.scalars import DateTime, Long, enum_value, moment
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


@strawberry.type
class LifecycleQueries:
    """The field of Query."""

    stage_counts: StageCounts | None = call(
        _counts,
        "The members of the brand by stage and level of activity; empty where the programme has no"
        " lifecycle.",
        rule=Rule.OPERATORS,
        cost=20,
    )
