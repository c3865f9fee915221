"""Earning as the gateway sees it."""

from typing import Any

from tessera.points.v1 import earning_pb2, earning_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at


class Earning(earning_pb2_grpc.EarningServicer):
    """A campaign that has stopped, and a rule that has not."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def ListBudgets(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListBudgets", request, context)
        stopped = earning_pb2.Budget(
            kind=earning_pb2.BUDGET_KIND_CAMPAIGN,
            code="double",
            name=types_pb2.LocalizedText(zh="双倍", en="Double"),
            asset="POINTS",
            limit=1000,
            issued=1000,
            share_percent=100,
            stop_time=at(60),
        )
        running = earning_pb2.Budget(
            kind=earning_pb2.BUDGET_KIND_FIRST,
            code="first_taste",
            asset="POINTS",
            limit=50,
            issued=41,
            share_percent=82,
        )
        return earning_pb2.ListBudgetsResponse(budgets=[stopped, running])

    async def PreviewAward(self, request: Any, context: Any) -> Any:
        await self.backend.enter("PreviewAward", request, context)
        award = earning_pb2.Award(
            rule="order",
            asset="POINTS",
            amount=20,
            base=18,
            multiplier_percent=130,
            multipliers=["tier:gold=130"],
            capped=3,
            programme_version=7,
            rule_name=types_pb2.LocalizedText(zh="消费", en="Orders"),
        )
        return earning_pb2.PreviewAwardResponse(awards=[award])
