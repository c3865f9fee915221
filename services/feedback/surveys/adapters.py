"""The members service, which records that members answered surveys."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import grpc

from services.common.auth import Caller, Role, TokenIssuer
from services.common.telemetry import log
from services.feedback.surveys.domain.offer import Untold
from tessera.members.v1 import activities_pb2, activities_pb2_grpc
from tessera.types.v1 import types_pb2

CHANNEL = "survey"
TIMEOUT_S = 10.0
TOKEN_TTL = timedelta(minutes=1)

_log = log("feedback.surveys")


class MembersActivities:
    """Implements `surveys.commands.store.Activities` by RecordActivities."""

    def __init__(self, members: grpc.aio.Channel, issuer: TokenIssuer, service: str) -> None:
        self._stub: activities_pb2_grpc.ActivitiesAsyncStub = activities_pb2_grpc.ActivitiesStub(
            members
        )
        self._token: Callable[[str], str] = lambda brand: issuer.mint(
            Caller(brand, service, Role.SERVICE), TOKEN_TTL
        )

    async def record(self, brand: str, told: Sequence[Untold]) -> None:
        request = activities_pb2.RecordActivitiesRequest(activities=map(_activity, told))
        metadata = (("authorization", f"Bearer {self._token(brand)}"),)
        answer = await self._stub.RecordActivities(request, metadata=metadata, timeout=TIMEOUT_S)
        for result in answer.results:
            if result.reason:
                # Such as of a member who was erased: nobody is to be rewarded.
                _log.warning("answer_refused", offer=result.event_id, reason=result.reason)


def _activity(told: Untold) -> types_pb2.Activity:
    offer = told.offer
    activity = types_pb2.Activity(
        channel=CHANNEL,
        event_id=offer.id,
        member_id=offer.member_id,
        type=types_pb2.ACTIVITY_TYPE_SURVEY,
        store_id=offer.store_id,
        labels={"survey": offer.survey, "kind": told.kind},
    )
    if offer.answered_at is not None:
        activity.occur_time.FromDatetime(offer.answered_at)
    return activity
