"""Where members stand, as the members service answers it."""

from typing import Any

from tessera.members.v1 import lifecycle_pb2, lifecycle_pb2_grpc
from tests.gateway.fake_backend import FakeBackend, at


def lifecycle(number: int) -> lifecycle_pb2.MemberLifecycle:
    """Where a member stands."""
    return lifecycle_pb2.MemberLifecycle(
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
