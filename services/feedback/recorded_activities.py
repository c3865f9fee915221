"""Tells members what a member did in feedback, such as an answer, an idea or a post."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import grpc

from services.common.auth import TokenIssuer
from services.common.brand_tokens import BrandTokens
from tessera.members.v1 import activities_pb2, activities_pb2_grpc
from tessera.types.v1 import types_pb2

TIMEOUT_S = 10.0
TOKEN_LIFE = timedelta(minutes=1)


class RecordedActivities:
    """The door of members for activities: each call has a token of its brand."""

    def __init__(self, members: grpc.aio.Channel, issuer: TokenIssuer, subject: str) -> None:
        self._stub: activities_pb2_grpc.ActivitiesAsyncStub = activities_pb2_grpc.ActivitiesStub(
            members
        )
        self._tokens = BrandTokens(issuer, subject, TOKEN_LIFE)

    async def record(
        self, brand: str, activities: Iterable[types_pb2.Activity]
    ) -> Sequence[activities_pb2.RecordActivityResult]:
        """Record them; those that were refused, such as of a member who was erased: nobody is to be
        rewarded."""
        request = activities_pb2.RecordActivitiesRequest(activities=activities)
        answer = await self._stub.RecordActivities(
            request, metadata=self._tokens.metadata(brand), timeout=TIMEOUT_S
        )
        return [result for result in answer.results if result.reason]
