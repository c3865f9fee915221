"""The Reveals service: protos to commands and back."""

from datetime import datetime

from services.common import pagination
from services.common.approvals import Approval
from services.common.approvals_api import ID_CHARS_MAX
from services.common.audit import Action
from services.common.auth import Role
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.text import checked
from services.members.access import require_caller
from services.members.activities.domain.activity import MEMBER_ID_CHARS_MAX
from services.members.privacy.commands import reveals
from services.members.privacy.domain.reveals import (
    MEMBERS_MAX,
    RevealState,
    readable_until,
    state_of,
)
from tessera.members.v1 import reveals_pb2 as pb
from tessera.members.v1 import reveals_pb2_grpc

REASON_CHARS_MIN = 4
REASON_CHARS_MAX = 500
SEGMENT_CHARS_MAX = 64
_STATES = {state: pb.RevealState.Value(f"REVEAL_STATE_{state.name}") for state in RevealState}


class RevealsServicer(reveals_pb2_grpc.RevealsServicer):
    """Operators ask for phones of the caller's brand, and read what was approved."""

    def __init__(self, ctx: reveals.Context, page_secret: bytes) -> None:
        self._ctx = ctx
        self._page_secret = page_secret

    async def RequestReveal(
        self, request: pb.RequestRevealRequest, context: ServicerContext
    ) -> pb.RequestRevealResponse:
        """The reveal as it waits for a second operator."""
        caller = require_caller(Role.OPERATOR)
        _check_list(request)
        wish = reveals.Wish(
            brand=caller.brand,
            request_id=check_request_id(request.request_id),
            member_ids=tuple(request.member_ids),
            segment=request.segment,
            reason=checked("reason", request.reason, REASON_CHARS_MAX, least=REASON_CHARS_MIN),
            by=caller.subject,
        )
        approval, replayed = await reveals.ask_for(self._ctx, wish)
        read_at = None
        if replayed:
            read_at = await self._ctx.store.reveals.read_at(caller.brand, approval.id)
        told = _message(approval, read_at, self._ctx.clock.now())
        return pb.RequestRevealResponse(reveal=told, replayed=replayed)

    async def ListReveals(
        self, request: pb.ListRevealsRequest, context: ServicerContext
    ) -> pb.ListRevealsResponse:
        """A page of the caller's own."""
        caller = require_caller(Role.OPERATOR)
        size = pagination.page_size(request.page_size)
        scope = {"list": "reveals", "brand": caller.brand, "by": caller.subject}
        before = ""
        if request.page_token:
            token = pagination.decode_token(self._page_secret, request.page_token, **scope)
            before = str(token["before"])
        found = await self._ctx.store.reveals.asked_by(
            caller.brand, caller.subject, before, size + 1
        )
        now = self._ctx.clock.now()
        response = pb.ListRevealsResponse(
            reveals=[_message(approval, read_at, now) for approval, read_at in found[:size]]
        )
        if len(found) > size:
            response.next_page_token = pagination.encode_token(
                self._page_secret, before=found[size - 1][0].id, **scope
            )
        return response

    async def ReadReveal(
        self, request: pb.ReadRevealRequest, context: ServicerContext
    ) -> pb.ReadRevealResponse:
        """The phones, once."""
        caller = require_caller(Role.OPERATOR)
        if not 1 <= len(request.reveal_id) <= ID_CHARS_MAX:
            raise invalid("reveal_id", f"1 to {ID_CHARS_MAX} characters")
        asking = Action(
            subject=caller.subject,
            role=caller.role.value,
            scopes=tuple(sorted(caller.scopes)),
            action=reveals.READ,
        )
        opened = await reveals.read(self._ctx, caller.brand, asking, request.reveal_id)
        return pb.ReadRevealResponse(
            phones=[
                pb.RevealedPhone(member_id=each.id, phone=each.phone) for each in opened.members
            ],
            gone_ids=opened.gone_ids,
        )


def wish_json(approval: Approval) -> str:
    """Whom the approval of a reveal is about, as JSON: {"memberIds": [...], "segment": ""}."""
    return approval.content.decode()


def _check_list(request: pb.RequestRevealRequest) -> None:
    if bool(request.member_ids) == bool(request.segment):
        raise invalid("member_ids", "member_ids or a segment, and not both")
    if len(request.segment) > SEGMENT_CHARS_MAX:
        raise invalid("segment", f"at most {SEGMENT_CHARS_MAX} characters")
    if len(request.member_ids) > MEMBERS_MAX:
        raise invalid("member_ids", f"1 to {MEMBERS_MAX}")
    for index, each in enumerate(request.member_ids):
        if not 1 <= len(each) <= MEMBER_ID_CHARS_MAX:
            raise invalid(f"member_ids[{index}]", f"1 to {MEMBER_ID_CHARS_MAX} characters")


def _message(approval: Approval, read_at: datetime | None, now: datetime) -> pb.Reveal:
    whom, decided = reveals.listed(approval), reveals.decided(approval)
    told = pb.Reveal(
        id=approval.id,
        state=_STATES[state_of(decided, read_at, now)],
        member_count=len(whom.member_ids),
        segment=whom.segment,
        reason=approval.reason,
        decided_by=approval.decided_by,
    )
    told.ask_time.FromDatetime(approval.asked_at)
    told.expire_time.FromDatetime(approval.expires_at)
    if (until := readable_until(decided)) is not None:
        told.readable_until_time.FromDatetime(until)
    if read_at is not None:
        told.read_time.FromDatetime(read_at)
    return told
