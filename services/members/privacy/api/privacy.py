"""The Privacy service: protos to commands and back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from google.protobuf.json_format import MessageToJson
from google.protobuf.timestamp_pb2 import Timestamp

from services.common import approvals_api, pagination
from services.common.approvals import Approval
from services.common.audit import Action
from services.common.auth import Role, require_member
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.member_export import MemberExport
from services.members.access import require_caller
from services.members.consent.api.messages import to_reason
from services.members.context import MembersContext
from services.members.identities.commands.unit import MembersReader as MembersById
from services.members.identities.domain.member import MemberNotFound
from services.members.privacy.commands import approvals, erasure
from services.members.privacy.commands.retention import Retention
from services.members.privacy.commands.unit import ErasureStore
from services.members.privacy.domain.disclosures import Disclosure, DisclosureKind
from services.members.privacy.domain.erasure import Erasure, ErasureState
from services.members.privacy.domain.retention import DataKind
from tessera.members.v1 import privacy_pb2 as pb
from tessera.members.v1 import privacy_pb2_grpc
from tessera.types.v1 import exports_pb2

EXPORTED = "members.Privacy.ExportMember"
_STATES = {state: pb.ErasureState.Value(f"ERASURE_STATE_{state.name}") for state in ErasureState}

_KINDS = {kind: pb.DataKind.Value(f"DATA_KIND_{kind.name}") for kind in DataKind}
_DISCLOSED = {
    kind: pb.DisclosureKind.Value(f"DISCLOSURE_KIND_{kind.name}") for kind in DisclosureKind
}


class MembersReader(MembersById, Protocol):
    """Reads members, and who was merged into them."""

    async def merged(self, brand: str, member_id: str) -> Sequence[str]:
        """All who were merged into the member."""


class DisclosuresReader(Protocol):
    """Reads when operators saw personal data."""

    async def page(
        self, brand: str, ids: Sequence[str], before: str, size: int
    ) -> Sequence[Disclosure]:
        """Those of the members `ids` with ids below `before` ("": all), the newest first."""


class Store(ErasureStore, Protocol):
    """The storage of this service."""

    @property
    def identities(self) -> MembersReader: ...
    @property
    def disclosures(self) -> DisclosuresReader: ...


class AuditLog(Protocol):
    """Keeps actions, for ever."""

    async def append(self, brand: str, action: Action) -> None: ...


class PrivacyServicer(privacy_pb2_grpc.PrivacyServicer):
    """Erases members of the caller's brand, and gives them copies."""

    def __init__(
        self,
        ctx: MembersContext[Store],
        audit: AuditLog,
        export: MemberExport,
        retention: Retention,
        page_secret: bytes,
    ) -> None:
        self._ctx = ctx
        self._retention = retention
        self._audit = audit
        self._export = export
        self._page_secret = page_secret

    async def RequestErasure(
        self, request: pb.RequestErasureRequest, context: ServicerContext
    ) -> pb.RequestErasureResponse:
        """The member's own wish as it waits, or the approval that an operator's waits for."""
        allowed = require_caller(Role.MEMBER, Role.OPERATOR)
        caller = require_member(allowed, request.member_id)
        request_id = check_request_id(request.request_id)
        reason = to_reason(caller, request.reason)
        if caller.role is Role.MEMBER:
            own = erasure.OwnWish(request_id, request.member_id)
            replayed = await erasure.ask(self._ctx, caller.brand, own)
            known = await self._known(caller.brand, request.member_id)
            return pb.RequestErasureResponse(erasure=known, replayed=replayed)
        wish = approvals.Wish(
            brand=caller.brand,
            request_id=request_id,
            member_id=request.member_id,
            reason=reason,
            content=request.SerializeToString(deterministic=True),
            by=caller.subject,
        )
        approval, replayed = await approvals.ask_for(self._ctx, wish)
        told = approvals_api.message(approval, wish_json, self._ctx.clock.now())
        return pb.RequestErasureResponse(approval=told, replayed=replayed)

    async def CancelErasure(
        self, request: pb.CancelErasureRequest, context: ServicerContext
    ) -> pb.CancelErasureResponse:
        """The erasure as it is now."""
        allowed = require_caller(Role.MEMBER, Role.OPERATOR)
        caller = require_member(allowed, request.member_id)
        wish = erasure.Cancellation(
            request_id=check_request_id(request.request_id),
            member_id=request.member_id,
            reason=to_reason(caller, request.reason),
        )
        replayed = await erasure.cancel(self._ctx, caller.brand, wish)
        known = await self._known(caller.brand, request.member_id)
        return pb.CancelErasureResponse(erasure=known, replayed=replayed)

    async def GetErasure(
        self, request: pb.GetErasureRequest, context: ServicerContext
    ) -> pb.GetErasureResponse:
        """The last erasure that was asked for. Refuses MEMBER_NOT_FOUND."""
        allowed = require_caller(Role.MEMBER, Role.OPERATOR, Role.SERVICE)
        caller = require_member(allowed, request.member_id)
        known = await self._known(caller.brand, request.member_id)
        if known is None:
            ids = [request.member_id]
            if not await self._ctx.store.identities.members(caller.brand, ids):
                raise MemberNotFound(f"no member {request.member_id[:64]}")
        return pb.GetErasureResponse(erasure=known)

    async def ExportMember(
        self, request: pb.ExportMemberRequest, context: ServicerContext
    ) -> pb.ExportMemberResponse:
        """A page. The first one is in the audit log before anybody has it."""
        allowed = require_caller(Role.MEMBER, Role.OPERATOR)
        caller = require_member(allowed, request.member_id)
        ids = [request.member_id]
        if not await self._ctx.store.identities.members(caller.brand, ids):
            raise MemberNotFound(f"no member {request.member_id[:64]}")
        if not request.page_token:
            action = Action(
                subject=caller.subject,
                role=caller.role.value,
                scopes=tuple(sorted(caller.scopes)),
                action=EXPORTED,
                reason=to_reason(caller, request.reason),
                objects=(("member_id", request.member_id),),
            )
            await self._audit.append(caller.brand, action)
        records, token = await self._export.page(
            caller.brand, request.member_id, request.page_token
        )
        return pb.ExportMemberResponse(
            records=[exports_pb2.ExportedRecord(part=p, json=json) for p, json in records],
            next_page_token=token,
        )

    async def ListDisclosures(
        self, request: pb.ListDisclosuresRequest, context: ServicerContext
    ) -> pb.ListDisclosuresResponse:
        """A page, the newest first. Refuses MEMBER_NOT_FOUND."""
        allowed = require_caller(Role.MEMBER, Role.OPERATOR)
        caller = require_member(allowed, request.member_id)
        brand, member_id = caller.brand, request.member_id
        size = pagination.page_size(request.page_size)
        if not await self._ctx.store.identities.members(brand, [member_id]):
            raise MemberNotFound(f"no member {member_id[:64]}")
        scope = {"list": "disclosures", "brand": brand, "member": member_id}
        before = ""
        if request.page_token:
            token = pagination.decode_token(self._page_secret, request.page_token, **scope)
            before = str(token["before"])
        ids = [member_id, *await self._ctx.store.identities.merged(brand, member_id)]
        found = await self._ctx.store.disclosures.page(brand, ids, before, size + 1)
        response = pb.ListDisclosuresResponse(disclosures=map(_told, found[:size]))
        if len(found) > size:
            response.next_page_token = pagination.encode_token(
                self._page_secret, before=found[size - 1].id, **scope
            )
        return response

    async def GetRetention(
        self, request: pb.GetRetentionRequest, context: ServicerContext
    ) -> pb.GetRetentionResponse:
        """How long each kind of data is kept."""
        caller = require_caller(Role.MEMBER, Role.OPERATOR, Role.SERVICE)
        times = await self._retention.times(caller.brand)
        return pb.GetRetentionResponse(
            times=[pb.RetentionTime(kind=_KINDS[kind], days=days) for kind, days in times]
        )

    async def _known(self, brand: str, member_id: str) -> pb.Erasure | None:
        found = await self._ctx.store.erasures.erasure(brand, member_id)
        return None if found is None else _message(found)


def wish_json(approval: Approval) -> str:
    """The request in an approval of an erasure, as JSON."""
    request = pb.RequestErasureRequest.FromString(approval.content)
    return MessageToJson(request, indent=None)


def _message(found: Erasure) -> pb.Erasure:
    return pb.Erasure(
        member_id=found.member_id,
        state=_STATES[found.state],
        by_member=found.by_member,
        ask_time=_timestamp(found.asked_at),
        due_time=_timestamp(found.due_at),
        end_time=None if found.ended_at is None else _timestamp(found.ended_at),
    )


def _told(found: Disclosure) -> pb.Disclosure:
    return pb.Disclosure(
        kind=_DISCLOSED[found.kind], role=found.role, reason=found.reason, time=_timestamp(found.at)
    )


def _timestamp(instant: datetime) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(instant)
    return stamp
