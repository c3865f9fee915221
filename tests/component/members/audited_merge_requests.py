"""What writes in the room of requests to merge, for the walk over all that is audited."""

from datetime import timedelta

import grpc

from tessera.members.v1 import members_pb2, merge_requests_pb2_grpc
from tessera.members.v1 import merge_requests_pb2 as pb
from tests.component.audited import Act
from tests.component.members.conftest import PHONE, Members, openid
from tests.component.members.merging.asking import asked_to_merge

NUMBER = "+8613812340009"
WHY = "asked at the desk"


def merge_requests(members: Members, channel: grpc.aio.Channel) -> dict[str, Act]:
    """A member asks twice: the first request is refused, the second accepted."""
    desk: merge_requests_pb2_grpc.MergeRequestsAsyncStub
    desk = merge_requests_pb2_grpc.MergeRequestsStub(channel)
    asking: list[str] = []

    async def waiting(sent: int) -> str:
        if not asking:
            await members.enrol(members_pb2.Identity(kind=PHONE, value=NUMBER))
            asking.append(await members.enrol(openid("oAudited")))
        members.clock.advance(timedelta(minutes=2))
        return (await asked_to_merge(members, asking[0], NUMBER, sent)).id

    async def refuse() -> object:
        of = await waiting(1)
        wish = pb.RefuseMergeRequestRequest(request_id="mq1", merge_request_id=of, reason=WHY)
        return await desk.RefuseMergeRequest(wish)

    async def accept() -> object:
        of = await waiting(2)
        wish = pb.AcceptMergeRequestRequest(request_id="mq2", merge_request_id=of, reason=WHY)
        return await desk.AcceptMergeRequest(wish)

    return {
        "members.MergeRequests.RefuseMergeRequest": refuse,
        "members.MergeRequests.AcceptMergeRequest": accept,
    }
