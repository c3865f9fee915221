"""Lifecycles as messages."""

from services.members.lifecycle.domain.activation import (
    ActivationRule,
    ActivationStep,
    StepCounts,
)
from services.members.lifecycle.domain.lifecycle import Level, Lifecycle, Stage
from tessera.members.v1 import lifecycle_pb2 as pb

STAGE_NUMBERS = {each: pb.LifecycleStage.Value(f"LIFECYCLE_STAGE_{each.name}") for each in Stage}
LEVEL_NUMBERS = {each: pb.ActivityLevel.Value(f"ACTIVITY_LEVEL_{each.name}") for each in Level}
STEP_NUMBERS = {
    each: pb.ActivationStep.Value(f"ACTIVATION_STEP_{each.name}") for each in ActivationStep
}


def from_lifecycle(lifecycle: Lifecycle, rule: ActivationRule) -> pb.MemberLifecycle:
    """Where a member stands, and the steps of activation."""
    message = pb.MemberLifecycle(
        stage=STAGE_NUMBERS[lifecycle.stage], level=LEVEL_NUMBERS[lifecycle.level]
    )
    message.stage_since_time.FromDatetime(lifecycle.stage_since)
    message.level_since_time.FromDatetime(lifecycle.level_since)
    if lifecycle.enrolled_on is not None:
        for step in ActivationStep:
            taken_on = lifecycle.taken.get(step)
            message.activation.add(
                step=STEP_NUMBERS[step],
                taken_on=taken_on.isoformat() if taken_on else "",
                due_on=rule.due_on(step, lifecycle.enrolled_on).isoformat(),
            )
    return message


def from_step_counts(counts: StepCounts, rule: ActivationRule) -> pb.CountActivationResponse:
    """How many members took each step, in their order."""
    message = pb.CountActivationResponse(enrolled=counts.enrolled)
    for step, (taken, in_time) in counts.taken.items():
        message.steps.add(
            step=STEP_NUMBERS[step],
            members=taken,
            in_time=in_time,
            within_days=rule.within_days[step],
        )
    return message
