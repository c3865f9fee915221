"""The Sessions service: protos to commands and back."""

from google.protobuf.timestamp_pb2 import Timestamp

from services.common.auth import Role, current_caller, require_role
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.members.access import require_caller
from services.members.sessions.commands.sessions import SessionGrant, Sessions
from tessera.members.v1 import sessions_pb2 as pb
from tessera.members.v1 import sessions_pb2_grpc as pb_grpc


class SessionsServicer(pb_grpc.SessionsServicer):
    """For services only: the service that logs a member in has seen that it is they."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def StartSession(
        self, request: pb.StartSessionRequest, context: ServicerContext
    ) -> pb.StartSessionResponse:
        caller = require_caller(Role.SERVICE)
        request_id = check_request_id(request.request_id)
        grant = await self._sessions.start(caller.brand, request.member_id, request_id)
        return pb.StartSessionResponse(
            refresh_token=grant.token, expire_time=_ends(grant), replayed=grant.replayed
        )

    async def RefreshSession(
        self, request: pb.RefreshSessionRequest, context: ServicerContext
    ) -> pb.RefreshSessionResponse:
        require_role(current_caller(), Role.SERVICE)
        request_id = check_request_id(request.request_id)
        grant = await self._sessions.refresh(request.refresh_token, request_id)
        return pb.RefreshSessionResponse(
            brand=grant.session.brand,
            member_id=grant.session.member_id,
            refresh_token=grant.token,
            expire_time=_ends(grant),
            replayed=grant.replayed,
        )

    async def EndSession(
        self, request: pb.EndSessionRequest, context: ServicerContext
    ) -> pb.EndSessionResponse:
        require_role(current_caller(), Role.SERVICE)
        check_request_id(request.request_id)
        await self._sessions.end(request.refresh_token)
        return pb.EndSessionResponse()


def _ends(grant: SessionGrant) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(grant.session.ends_at)
    return stamp
