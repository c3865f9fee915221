"""Lifecycles as messages."""

from services.members.lifecycle.domain.lifecycle import Level, Lifecycle, Stage
from tessera.members.v1 import lifecycle_pb2 as pb

STAGE_NUMBERS = {each: pb.LifecycleStage.Value(f"LIFECYCLE_STAGE_{each.name}") for each in Stage}
LEVEL_NUMBERS = {each: pb.ActivityLevel.Value(f"ACTIVITY_LEVEL_{each.name}") for each in Level}


def from_lifecycle(lifecycle: Lifecycle) -> pb.MemberLifecycle:
    """Where a member stands."""
    message = pb.MemberLifecycle(
        stage=STAGE_NUMBERS[lifecycle.stage], level=LEVEL_NUMBERS[lifecycle.level]
    )
    message.stage_since_time.FromDatetime(lifecycle.stage_since)
    message.level_since_time.FromDatetime(lifecycle.level_since)
    return message
