"""The members service, which records that ideas were adopted."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

import grpc

from services.common.auth import Caller, Role, TokenIssuer
from services.common.telemetry import log
from services.feedback.ideas.domain.notice import Adoption
from tessera.members.v1 import activities_pb2, activities_pb2_grpc
from tessera.types.v1 import types_pb2

CHANNEL = "ideas"
TIMEOUT_S = 10.0
TOKEN_TTL = timedelta(minutes=1)

_log = log("feedback.ideas")


class MembersActivities:
    """Implements `ideas.commands.store.Activities` by RecordActivities."""

    def __init__(self, members: grpc.aio.Channel, issuer: TokenIssuer, service: str) -> None:
        self._stub: activities_pb2_grpc.ActivitiesAsyncStub = activities_pb2_grpc.ActivitiesStub(
            members
        )
        self._token: Callable[[str], str] = lambda brand: issuer.mint(
            Caller(brand, service, Role.SERVICE), TOKEN_TTL
        )

    async def record(
        self, brand: str, adopted: Sequence[Adoption], labels: Mapping[str, str]
    ) -> None:
        request = activities_pb2.RecordActivitiesRequest(
            activities=[_activity(each, labels) for each in adopted]
        )
        metadata = (("authorization", f"Bearer {self._token(brand)}"),)
        answer = await self._stub.RecordActivities(request, metadata=metadata, timeout=TIMEOUT_S)
        for result in answer.results:
            if result.reason:
                # Such as of a member who was erased: nobody is to be rewarded.
                _log.warning("adoption_refused", idea=result.event_id, reason=result.reason)


def _activity(adopted: Adoption, labels: Mapping[str, str]) -> types_pb2.Activity:
    activity = types_pb2.Activity(
        channel=CHANNEL,
        event_id=adopted.event_id,
        member_id=adopted.member_id,
        type=types_pb2.ACTIVITY_TYPE_SHARE,
        labels={**labels, "idea": adopted.idea_id},
    )
    activity.occur_time.FromDatetime(adopted.at)
    return activity
