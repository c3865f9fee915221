"""tessera.approvals.v1.Approvals, over what a service keeps of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from services.common import pagination
from services.common.approvals import NOTE_CHARS_MAX, Approval, State, Verdict, not_found
from services.common.auth import Caller, Role, current_caller, require_role, require_scope
from services.common.clock import Clock
from services.common.errors import Refusal, invalid
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
    """The approvals of one kind of wish."""

    async def find(self, brand: str, approval_id: str) -> Approval | None:
        """The approval; None when none of this kind has the id."""
        ...

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


class Desk(NamedTuple):
    """Where wishes of one kind are decided: operators need the scope of their `noun`."""

    noun: str
    approvals: Approvals
    to_json: ToJson


class ApprovalsServicer(approvals_pb2_grpc.ApprovalsServicer):
    """Operators list and decide, by the scope of the wish.

    The ids of all desks of a service begin alike, so that they are in the order of time together.
    """

    def __init__(self, desks: Sequence[Desk], clock: Clock, page_secret: bytes) -> None:
        self._desks = desks
        self._clock = clock
        self._page_secret = page_secret

    async def ListApprovals(
        self, request: pb.ListApprovalsRequest, context: ServicerContext
    ) -> pb.ListApprovalsResponse:
        """A page of approvals, the newest first."""
        caller = current_caller()
        desks = self._open(caller, "read")
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
        found = [
            (one, desk)
            for desk in desks
            for one in await desk.approvals.page(caller.brand, state, before, size + 1)
        ]
        found.sort(key=lambda pair: pair[0].id, reverse=True)
        now = self._clock.now()
        response = pb.ListApprovalsResponse(
            approvals=[message(one, desk.to_json, now) for one, desk in found[:size]]
        )
        if len(found) > size:
            response.next_page_token = pagination.encode_token(
                self._page_secret, **listed, before=found[size - 1][0].id
            )
        return response

    async def Approve(
        self, request: pb.ApproveRequest, context: ServicerContext
    ) -> pb.ApproveResponse:
        """The wish, carried out."""
        caller, verdict, desk = await self._verdict(request)
        approval, replayed = await desk.approvals.approve(
            caller.brand, request.approval_id, verdict
        )
        told = message(approval, desk.to_json, self._clock.now())
        return pb.ApproveResponse(approval=told, replayed=replayed)

    async def Reject(
        self, request: pb.RejectRequest, context: ServicerContext
    ) -> pb.RejectResponse:
        """The wish, ended without an effect."""
        caller, verdict, desk = await self._verdict(request)
        approval, replayed = await desk.approvals.reject(caller.brand, request.approval_id, verdict)
        told = message(approval, desk.to_json, self._clock.now())
        return pb.RejectResponse(approval=told, replayed=replayed)

    def _open(self, caller: Caller, verb: str) -> list[Desk]:
        """The desks whose scope the caller, an operator, has. Raises PERMISSION_DENIED when there
        is none."""
        desks, denied = [], None
        for desk in self._desks:
            try:
                require_scope(caller, f"{desk.noun}:{verb}")
                desks.append(desk)
            except Refusal as refusal:
                denied = denied or refusal
        if not desks and denied is not None:
            raise denied
        require_role(caller, Role.OPERATOR)
        return desks

    async def _verdict(
        self, request: pb.ApproveRequest | pb.RejectRequest
    ) -> tuple[Caller, Verdict, Desk]:
        caller = current_caller()
        self._open(caller, "write")
        check_request_id(request.request_id)
        if not 1 <= len(request.approval_id) <= ID_CHARS_MAX:
            raise invalid("approval_id", f"1 to {ID_CHARS_MAX} characters")
        note = checked("note", request.note, NOTE_CHARS_MAX)
        verdict = Verdict(request.request_id, caller.subject, note)
        for desk in self._desks:
            if await desk.approvals.find(caller.brand, request.approval_id) is not None:
                require_scope(caller, f"{desk.noun}:write")
                return caller, verdict, desk
        raise not_found(request.approval_id)


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
