"""Failing conditions of one service as the gateway sees them."""

from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from tessera.programme.v1 import conditions_pb2, conditions_pb2_grpc
from tests.gateway.fake_backend import FakeBackend

FAILED_AT = {"points": 1_772_400_000, "feedback": 1_772_400_060}


class Conditions(conditions_pb2_grpc.ConditionsServicer):
    def __init__(self, backend: FakeBackend, service: str) -> None:
        self.backend = backend
        self._service = service

    async def ListFailingConditions(self, request: Any, context: Any) -> Any:
        await self.backend.enter(f"{self._service}.ListFailingConditions", request, context)
        at = Timestamp(seconds=FAILED_AT[self._service])
        condition = conditions_pb2.FailingCondition(
            rule=f"{self._service}.rule.when",
            text="1 / 0 == 1",
            failures=2**40,
            first_time=at,
            last_time=at,
            reason="divide by zero",
        )
        return conditions_pb2.ListFailingConditionsResponse(conditions=[condition])
