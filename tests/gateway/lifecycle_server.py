"""Where members stand, as the members service answers it."""

from typing import Any

from tessera.members.v1 import lifecycle_pb2, lifecycle_pb2_grpc
from tests.gateway.fake_backend import FakeBackend, at


def lifecycle(number: int) -> lifecycle_pb2.MemberLifecycle:
    """Where a member stands, with the first of three steps taken."""
    steps = lifecycle_pb2.ActivationStep
    return lifecycle_pb2.MemberLifecycle(
        activation=[
            lifecycle_pb2.MemberActivationStep(
                step=step, taken_on="2026-11-02" if step == 1 else "", due_on="2026-11-09"
            )
            for step in (steps.Value(name) for name in steps.keys()[1:])
        ],
        stage=lifecycle_pb2.LIFECYCLE_STAGE_LOYALTY,
        stage_since_time=at(number),
        level=lifecycle_pb2.ACTIVITY_LEVEL_SEMI_ACTIVE,
        level_since_time=at(number + 1),
    )


class Lifecycle(lifecycle_pb2_grpc.LifecycleServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def CountStages(self, request: Any, context: Any) -> Any:
        await self.backend.enter("CountStages", request, context)
        response = lifecycle_pb2.CountStagesResponse(as_of_time=at(5))
        response.counts.add(
            stage=lifecycle_pb2.LIFECYCLE_STAGE_INTEREST,
            level=lifecycle_pb2.ACTIVITY_LEVEL_LOST,
            members=12,
        )
        return response

    async def CountActivation(self, request: Any, context: Any) -> Any:
        await self.backend.enter("CountActivation", request, context)
        response = lifecycle_pb2.CountActivationResponse(enrolled=20, as_of_time=at(5))
        response.steps.add(
            step=lifecycle_pb2.ACTIVATION_STEP_FIRST_VISIT, members=12, in_time=9, within_days=7
        )
        return response
