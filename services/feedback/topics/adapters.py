"""The members service, which records that posts were opened and praised."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import grpc

from services.common.auth import Caller, Role, TokenIssuer
from services.common.telemetry import log
from services.feedback.topics.domain.letter import Letter, LetterKind
from tessera.members.v1 import activities_pb2, activities_pb2_grpc
from tessera.types.v1 import types_pb2

CHANNEL = "community"
TIMEOUT_S = 10.0
TOKEN_TTL = timedelta(minutes=1)
_LABELS = {LetterKind.OPENED: "topic", LetterKind.PRAISED: "topic_quality"}

_log = log("feedback.topics")


class MembersActivities:
    """Implements `topics.commands.store.Activities` by RecordActivities."""

    def __init__(self, members: grpc.aio.Channel, issuer: TokenIssuer, service: str) -> None:
        self._stub: activities_pb2_grpc.ActivitiesAsyncStub = activities_pb2_grpc.ActivitiesStub(
            members
        )
        self._token: Callable[[str], str] = lambda brand: issuer.mint(
            Caller(brand, service, Role.SERVICE), TOKEN_TTL
        )

    async def record(self, brand: str, letters: Sequence[Letter]) -> None:
        request = activities_pb2.RecordActivitiesRequest(
            activities=[_activity(each) for each in letters]
        )
        metadata = (("authorization", f"Bearer {self._token(brand)}"),)
        answer = await self._stub.RecordActivities(request, metadata=metadata, timeout=TIMEOUT_S)
        for result in answer.results:
            if result.reason:
                # Such as of a member who was erased: nobody is to be rewarded.
                _log.warning("post_not_recorded", post=result.event_id, reason=result.reason)


def _activity(letter: Letter) -> types_pb2.Activity:
    is_praise = letter.kind is LetterKind.PRAISED
    activity = types_pb2.Activity(
        channel=CHANNEL,
        event_id=f"{letter.post_id}/praise" if is_praise else letter.post_id,
        member_id=letter.member_id,
        type=types_pb2.ACTIVITY_TYPE_SHARE,
        labels={_LABELS[letter.kind]: letter.topic, "post": letter.post_id},
    )
    activity.occur_time.FromDatetime(letter.at)
    return activity
