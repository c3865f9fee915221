"""The MergeRequests service: protos to commands and back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from services.common import pagination, text
from services.common.auth import Caller, Role, require_member
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.redirects import Redirects
from services.members.access import require_caller
from services.members.activities.domain.activity import MEMBER_ID_CHARS_MAX
from services.members.context import MembersContext
from services.members.identities.commands.identities import phone_of
from services.members.merge_requests.commands import (
    MergeAsk,
    MergeRequestsStore,
    MergeVerdict,
    accept,
    ask_merge,
    refuse,
)
from services.members.merge_requests.domain import MergeRequest, MergeRequestState
from services.members.merging.api.merging import merge_message
from services.members.phones.api.phones import CALLERS, checked_code
from tessera.members.v1 import merge_requests_pb2 as pb
from tessera.members.v1 import merge_requests_pb2_grpc

REASON_CHARS_MIN = 4
REASON_CHARS_MAX = 500
_STATES = {
    state: pb.MergeRequestState.Value(f"MERGE_REQUEST_STATE_{state.name}")
    for state in MergeRequestState
}
_ASKED = {number: state for state, number in _STATES.items()}


class MergedMembers(Protocol):
    """Reads who was merged into whom."""

    async def merged(self, brand: str, member_id: str) -> Sequence[str]:
        """All who were merged into the member."""


class Store(MergeRequestsStore, Protocol):
    """The storage of this service."""

    @property
    def identities(self) -> MergedMembers: ...


class MergeRequestsServicer(merge_requests_pb2_grpc.MergeRequestsServicer):
    """Members of the caller's brand ask, and operators decide. `redirects` learns of each merge at
    once; `secret` makes the digits of codes, as in Phones."""

    def __init__(
        self, ctx: MembersContext[Store], redirects: Redirects, secret: bytes, page_secret: bytes
    ) -> None:
        self._ctx = ctx
        self._redirects = redirects
        self._secret = secret
        self._page_secret = page_secret

    async def RequestMerge(
        self, request: pb.RequestMergeRequest, context: ServicerContext
    ) -> pb.RequestMergeResponse:
        """The request as it waits, without the other member."""
        caller = require_member(require_caller(*CALLERS), request.member_id)
        member_id = _id("member_id", request.member_id)
        region = (await self._ctx.rulebook.of(caller.brand)).region
        ask = MergeAsk(
            request_id=check_request_id(request.request_id),
            member_id=member_id,
            phone=phone_of(request.phone, region, "phone"),
            code=checked_code(request.code),
        )
        made, replayed = await ask_merge(self._ctx, caller.brand, ask, self._secret)
        told = _message(made, self._ctx.clock.now(), whole=False)
        return pb.RequestMergeResponse(merge_request=told, replayed=replayed)

    async def GetMergeRequest(
        self, request: pb.GetMergeRequestRequest, context: ServicerContext
    ) -> pb.GetMergeRequestResponse:
        """The last one of the member; absent where there never was one."""
        allowed = require_caller(Role.MEMBER, Role.OPERATOR)
        caller = require_member(allowed, request.member_id)
        member_id = _id("member_id", request.member_id)
        ids = [member_id, *await self._ctx.store.identities.merged(caller.brand, member_id)]
        found = await self._ctx.store.merge_requests.last_of(caller.brand, ids)
        if found is None:
            return pb.GetMergeRequestResponse()
        whole = caller.role is Role.OPERATOR
        told = _message(found, self._ctx.clock.now(), whole=whole)
        return pb.GetMergeRequestResponse(merge_request=told)

    async def ListMergeRequests(
        self, request: pb.ListMergeRequestsRequest, context: ServicerContext
    ) -> pb.ListMergeRequestsResponse:
        """A page, the newest first."""
        brand = require_caller(Role.OPERATOR).brand
        if request.state and request.state not in _ASKED:
            raise invalid("state", "a state of this service")
        state, size = _ASKED.get(request.state), pagination.page_size(request.page_size)
        scope = {"list": "merge requests", "brand": brand, "state": int(request.state)}
        before = ""
        if request.page_token:
            token = pagination.decode_token(self._page_secret, request.page_token, **scope)
            before = str(token["before"])
        now = self._ctx.clock.now()
        found = await self._ctx.store.merge_requests.page(brand, state, now, before, size + 1)
        response = pb.ListMergeRequestsResponse(
            merge_requests=[_message(each, now, whole=True) for each in found[:size]]
        )
        if len(found) > size:
            response.next_page_token = pagination.encode_token(
                self._page_secret, before=found[size - 1].id, **scope
            )
        return response

    async def AcceptMergeRequest(
        self, request: pb.AcceptMergeRequestRequest, context: ServicerContext
    ) -> pb.AcceptMergeRequestResponse:
        """The request and its merge."""
        caller = require_caller(Role.OPERATOR)
        survivor_id = text.checked("survivor_id", request.survivor_id, MEMBER_ID_CHARS_MAX)
        ended, merge, replayed = await accept(self._ctx, _verdict(caller, request, survivor_id))
        self._redirects.learn(merge.brand, merge.from_id, merge.into_id)
        return pb.AcceptMergeRequestResponse(
            merge_request=_message(ended, self._ctx.clock.now(), whole=True),
            merge=merge_message(merge),
            replayed=replayed,
        )

    async def RefuseMergeRequest(
        self, request: pb.RefuseMergeRequestRequest, context: ServicerContext
    ) -> pb.RefuseMergeRequestResponse:
        """The request, ended."""
        caller = require_caller(Role.OPERATOR)
        ended, replayed = await refuse(self._ctx, _verdict(caller, request, ""))
        told = _message(ended, self._ctx.clock.now(), whole=True)
        return pb.RefuseMergeRequestResponse(merge_request=told, replayed=replayed)


def _id(field: str, sent: str) -> str:
    return text.checked(field, sent, MEMBER_ID_CHARS_MAX, least=1)


def _verdict(
    caller: Caller,
    request: pb.AcceptMergeRequestRequest | pb.RefuseMergeRequestRequest,
    survivor_id: str,
) -> MergeVerdict:
    return MergeVerdict(
        brand=caller.brand,
        request_id=check_request_id(request.request_id),
        merge_request_id=_id("merge_request_id", request.merge_request_id),
        reason=text.checked("reason", request.reason, REASON_CHARS_MAX, least=REASON_CHARS_MIN),
        by=caller.subject,
        role=caller.role.value,
        survivor_id=survivor_id,
    )


def _message(found: MergeRequest, now: datetime, *, whole: bool) -> pb.MergeRequest:
    """The request; not `whole` without the other member, the operator and the merge."""
    state = found.state_at(now)
    told = pb.MergeRequest(
        id=found.id,
        member_id=found.member_id,
        other_member_id=found.other_id if whole else "",
        state=_STATES[state],
        ended_by=found.ended_by if whole else "",
        reason=found.reason,
        merge_id=found.merge_id if whole else "",
    )
    told.ask_time.FromDatetime(found.asked_at)
    told.expire_time.FromDatetime(found.expires_at)
    expired = found.expires_at if state is MergeRequestState.EXPIRED else None
    if (ended_at := found.ended_at or expired) is not None:
        told.end_time.FromDatetime(ended_at)
    return told
