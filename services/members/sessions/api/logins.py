"""The Logins service: protos to commands and back."""

from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp

from services.common.auth import Role, require_member
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.members.access import require_caller
from services.members.consent.api.messages import to_reason
from services.members.sessions.commands.logins import (
    Context,
    EndOfLogins,
    SessionsOfMember,
    end_all_logins,
    logins,
)
from services.members.sessions.domain import Session
from tessera.members.v1 import sessions_pb2 as pb
from tessera.members.v1 import sessions_pb2_grpc as pb_grpc


class LoginsServicer(pb_grpc.LoginsServicer):
    """Members see and end their own sessions, operators those of their brand's members."""

    def __init__(self, ctx: Context, sessions: SessionsOfMember) -> None:
        self._ctx = ctx
        self._sessions = sessions

    async def ListLogins(
        self, request: pb.ListLoginsRequest, context: ServicerContext
    ) -> pb.ListLoginsResponse:
        """The sessions that go on."""
        caller = require_member(require_caller(Role.MEMBER, Role.OPERATOR), request.member_id)
        found = await logins(self._ctx, self._sessions, caller.brand, request.member_id)
        return pb.ListLoginsResponse(logins=map(_login, found))

    async def EndAllLogins(
        self, request: pb.EndAllLoginsRequest, context: ServicerContext
    ) -> pb.EndAllLoginsResponse:
        """Whether this request ended them before."""
        caller = require_member(require_caller(Role.MEMBER, Role.OPERATOR), request.member_id)
        wish = EndOfLogins(
            request_id=check_request_id(request.request_id),
            member_id=request.member_id,
            reason=to_reason(caller, request.reason),
        )
        replayed = await end_all_logins(self._ctx, caller.brand, wish)
        return pb.EndAllLoginsResponse(replayed=replayed)


def _login(session: Session) -> pb.Login:
    last = session.spent.at if session.spent else session.began_at
    return pb.Login(
        begin_time=_timestamp(session.began_at),
        last_time=_timestamp(last),
        end_time=_timestamp(session.ends_at),
    )


def _timestamp(instant: datetime) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(instant)
    return stamp
