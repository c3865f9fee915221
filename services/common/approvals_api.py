"""tessera.approvals.v1.Approvals, over what a service keeps of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from services.common import pagination
from services.common.approvals import NOTE_CHARS_MAX, Approval, State, Verdict
from services.common.auth import Caller, Role, current_caller, require_role, require_scope
from services.common.clock import Clock
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.text import checked
from tessera.approvals.v1 import approvals_pb2 as pb
from tessera.approvals.v1 import approvals_pb2_grpc

PROTO_SERVICE = pb.DESCRIPTOR.services_by_name["Approvals"].full_name
_STATES = {state: pb.ApprovalState.Value(f"APPROVAL_STATE_{state.name}") for state in State}
_ASKED = {number: state.value for state, number in _STATES.items() if state is not State.EXPIRED}
ID_CHARS_MAX = 64

ToJson = Callable[[Approval], str]
"""The request of an approval, as JSON."""


class Approvals(Protocol):
    """The approvals of a service."""

    async def page(self, brand: str, state: str, before: str, size: int) -> Sequence[Approval]:
        """Those in `state` ("": in any) with ids below `before` ("": all), the newest first."""
        ...

    async def approve(
        self, brand: str, approval_id: str, verdict: Verdict
    ) -> tuple[Approval, bool]:
        """Carry the wish out: the approval then, and whether that is a repeat."""
        ...

    async def reject(self, brand: str, approval_id: str, verdict: Verdict) -> tuple[Approval, bool]:
        """End it without an effect; answers as `approve`."""
        ...


class ApprovalsServicer(approvals_pb2_grpc.ApprovalsServicer):
    """Operators list and decide, by the scope of the wish: all wishes here have one `noun`."""

    def __init__(
        self, approvals: Approvals, noun: str, to_json: ToJson, clock: Clock, page_secret: bytes
    ) -> None:
        self._approvals = approvals
        self._noun = noun
        self._to_json = to_json
        self._clock = clock
        self._page_secret = page_secret

    async def ListApprovals(
        self, request: pb.ListApprovalsRequest, context: ServicerContext
    ) -> pb.ListApprovalsResponse:
        """A page of approvals, the newest first."""
        caller = self._operator("read")
        if request.state and request.state not in _ASKED:
            raise invalid("state", "PENDING, APPROVED or REJECTED")
        state = _ASKED.get(request.state, "")
        size = pagination.page_size(request.page_size)
        listed = {"list": "approvals", "brand": caller.brand, "state": state}
        before = request.before_id
        if len(before) > ID_CHARS_MAX or (before and request.page_token):
            raise invalid("before_id", f"at most {ID_CHARS_MAX} characters, without page_token")
        if request.page_token:
            fields = pagination.decode_token(self._page_secret, request.page_token, **listed)
            before = str(fields["before"])
        found = await self._approvals.page(caller.brand, state, before, size + 1)
        now = self._clock.now()
        response = pb.ListApprovalsResponse(
            approvals=[message(one, self._to_json, now) for one in found[:size]]
        )
        if len(found) > size:
            response.next_page_token = pagination.encode_token(
                self._page_secret, **listed, before=found[size - 1].id
            )
        return response

    async def Approve(
        self, request: pb.ApproveRequest, context: ServicerContext
    ) -> pb.ApproveResponse:
        """The wish, carried out."""
        caller, verdict = self._verdict(request)
        approval, replayed = await self._approvals.approve(
            caller.brand, request.approval_id, verdict
        )
        told = message(approval, self._to_json, self._clock.now())
        return pb.ApproveResponse(approval=told, replayed=replayed)

    async def Reject(
        self, request: pb.RejectRequest, context: ServicerContext
    ) -> pb.RejectResponse:
        """The wish, ended without an effect."""
        caller, verdict = self._verdict(request)
        approval, replayed = await self._approvals.reject(
            caller.brand, request.approval_id, verdict
        )
        told = message(approval, self._to_json, self._clock.now())
        return pb.RejectResponse(approval=told, replayed=replayed)

    def _operator(self, verb: str) -> Caller:
        return require_role(require_scope(current_caller(), f"{self._noun}:{verb}"), Role.OPERATOR)

    def _verdict(self, request: pb.ApproveRequest | pb.RejectRequest) -> tuple[Caller, Verdict]:
        caller = self._operator("write")
        check_request_id(request.request_id)
        if not 1 <= len(request.approval_id) <= ID_CHARS_MAX:
            raise invalid("approval_id", f"1 to {ID_CHARS_MAX} characters")
        note = checked("note", request.note, NOTE_CHARS_MAX)
        return caller, Verdict(request.request_id, caller.subject, note)


def message(approval: Approval, to_json: ToJson, now: datetime) -> pb.Approval:
    """`approval` as callers see it."""
    told = pb.Approval(
        id=approval.id,
        kind=approval.kind,
        state=_STATES[approval.state_at(now)],
        asked_by=approval.asked_by,
        reason=approval.reason,
        request_id=approval.request_id,
        content_json=to_json(approval),
        decided_by=approval.decided_by,
        note=approval.note,
    )
    told.ask_time.FromDatetime(approval.asked_at)
    told.expire_time.FromDatetime(approval.expires_at)
    if approval.decided_at is not None:
        told.decide_time.FromDatetime(approval.decided_at)
    return told
