"""tessera.members.v1.Sessions."""

from google.protobuf.timestamp_pb2 import Timestamp

from services.common.auth import Role, current_caller, require_role
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.members.access import caller_of
from services.members.sessions.commands import Going, Sessions
from tessera.members.v1 import sessions_pb2 as pb
from tessera.members.v1 import sessions_pb2_grpc as pb_grpc


class SessionsServicer(pb_grpc.SessionsServicer):
    """Services only: who logs somebody in has seen that it is they."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def StartSession(
        self, request: pb.StartSessionRequest, context: ServicerContext
    ) -> pb.StartSessionResponse:
        caller = caller_of(Role.SERVICE)
        request_id = check_request_id(request.request_id)
        going = await self._sessions.start(caller.brand, request.member_id, request_id)
        return pb.StartSessionResponse(
            refresh_token=going.token, expire_time=_ends(going), replayed=going.replayed
        )

    async def RefreshSession(
        self, request: pb.RefreshSessionRequest, context: ServicerContext
    ) -> pb.RefreshSessionResponse:
        require_role(current_caller(), Role.SERVICE)
        request_id = check_request_id(request.request_id)
        going = await self._sessions.refresh(request.refresh_token, request_id)
        return pb.RefreshSessionResponse(
            brand=going.session.brand,
            member_id=going.session.member_id,
            refresh_token=going.token,
            expire_time=_ends(going),
            replayed=going.replayed,
        )

    async def EndSession(
        self, request: pb.EndSessionRequest, context: ServicerContext
    ) -> pb.EndSessionResponse:
        require_role(current_caller(), Role.SERVICE)
        check_request_id(request.request_id)
        await self._sessions.end(request.refresh_token)
        return pb.EndSessionResponse()


def _ends(going: Going) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(going.session.ends_at)
    return stamp
