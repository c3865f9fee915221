"""Requests to merge as the gateway sees them: the code of every number is 123456."""

from typing import Any

from services.common.auth import Role
from services.common.errors import Refusal
from tessera.members.v1 import merge_requests_pb2 as pb
from tessera.members.v1 import merge_requests_pb2_grpc
from tests.gateway.fake_backend import DAY_S, FakeBackend, at, refuse
from tests.gateway.merging_server import merge
from tests.gateway.phones_server import CODE


def asked(brand: str, *, whole: bool, ended: str = "") -> pb.MergeRequest:
    """The first member of the brand asked about the second."""
    told = pb.MergeRequest(
        id="mrq_1",
        member_id=f"mem_{brand}0001",
        state=pb.MERGE_REQUEST_STATE_WAITING,
        ask_time=at(0),
        expire_time=at(30 * DAY_S),
    )
    if whole:
        told.other_member_id = f"mem_{brand}0002"
    if ended:
        told.state = pb.MergeRequestState.Value(f"MERGE_REQUEST_STATE_{ended}")
        told.ended_by, told.reason = "ann", "one person"
        told.end_time.CopyFrom(at(DAY_S))
    return told


class MergeRequests(merge_requests_pb2_grpc.MergeRequestsServicer):
    """The brand has one request, `mrq_1`, of its first member."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def RequestMerge(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("RequestMerge", request, context)
        if request.code != CODE:
            await refuse(context, Refusal("PHONE_CODE_WRONG", field="code"))
        return pb.RequestMergeResponse(merge_request=asked(caller.brand, whole=False))

    async def GetMergeRequest(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("GetMergeRequest", request, context)
        if not self.backend.has(caller, request.member_id):
            await refuse(context, Refusal("MEMBER_NOT_FOUND", field="member_id"))
        told = asked(caller.brand, whole=caller.role is Role.OPERATOR)
        own = request.member_id == told.member_id
        return pb.GetMergeRequestResponse(merge_request=told if own else None)

    async def ListMergeRequests(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("ListMergeRequests", request, context)
        return pb.ListMergeRequestsResponse(merge_requests=[asked(caller.brand, whole=True)])

    async def AcceptMergeRequest(self, request: Any, context: Any) -> Any:
        caller = await self._decide("AcceptMergeRequest", request, context)
        told = asked(caller.brand, whole=True, ended="ACCEPTED")
        told.merge_id = "mrg_1"
        made = merge(told.member_id, told.other_member_id)
        return pb.AcceptMergeRequestResponse(merge_request=told, merge=made)

    async def RefuseMergeRequest(self, request: Any, context: Any) -> Any:
        caller = await self._decide("RefuseMergeRequest", request, context)
        told = asked(caller.brand, whole=True, ended="REFUSED")
        return pb.RefuseMergeRequestResponse(merge_request=told)

    async def _decide(self, name: str, request: Any, context: Any) -> Any:
        caller = await self.backend.enter(name, request, context)
        if request.merge_request_id != "mrq_1":
            await refuse(context, Refusal("MERGE_REQUEST_NOT_FOUND", field="merge_request_id"))
        return caller
