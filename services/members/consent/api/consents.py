"""The Consents service: protos to commands and back."""

from typing import Protocol

from services.common import pagination, text
from services.common.auth import Caller, Role, require_channel, require_member
from services.common.errors import Refusal
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.members.access import EVERYONE, require_caller
from services.members.consent.api import messages
from services.members.consent.commands import (
    ConsentChange,
    ConsentsReader,
    DeclarationsReader,
    DeclaringUnit,
    KnownMembers,
    change_consent,
)
from services.members.consent.domain.consents import NO_CONSENTS
from services.members.consent.domain.declaration import VERSION_CHARS_MAX
from services.members.consent.domain.occurrence import occurred
from services.members.consent.domain.section import consents_of
from services.members.context import MembersContext
from services.members.transactions import Transactions
from tessera.members.v1 import consents_pb2 as pb
from tessera.members.v1 import consents_pb2_grpc


class ConsentStorage(ConsentsReader, DeclarationsReader, Protocol):
    """All that consents are read from."""


class Store(Transactions[DeclaringUnit], Protocol):
    """The storage of this service."""

    @property
    def consents(self) -> ConsentStorage: ...
    @property
    def identities(self) -> KnownMembers: ...


class ConsentsServicer(consents_pb2_grpc.ConsentsServicer):
    """Records what members agree to and withdraw, within the caller's brand."""

    def __init__(self, ctx: MembersContext[Store], page_secret: bytes) -> None:
        self._ctx = ctx
        self._page_secret = page_secret

    async def GiveConsent(
        self, request: pb.GiveConsentRequest, context: ServicerContext
    ) -> pb.GiveConsentResponse:
        """The member's consents after one was given."""
        caller = require_member(require_caller(*EVERYONE), request.member_id)
        version = text.checked("version", request.version, VERSION_CHARS_MAX)
        change = self._change(caller, request, version)
        replayed = await change_consent(self._ctx, caller.brand, change)
        consents = await self._consents(caller.brand, request.member_id)
        return pb.GiveConsentResponse(consents=consents, replayed=replayed)

    async def WithdrawConsent(
        self, request: pb.WithdrawConsentRequest, context: ServicerContext
    ) -> pb.WithdrawConsentResponse:
        """The member's consents after one was withdrawn."""
        caller = require_member(require_caller(*EVERYONE), request.member_id)
        change = self._change(caller, request, None)
        replayed = await change_consent(self._ctx, caller.brand, change)
        consents = await self._consents(caller.brand, request.member_id)
        return pb.WithdrawConsentResponse(consents=consents, replayed=replayed)

    async def ListConsentDeclarations(
        self, request: pb.ListConsentDeclarationsRequest, context: ServicerContext
    ) -> pb.ListConsentDeclarationsResponse:
        """A page of all that a member said. Refuses MEMBER_NOT_FOUND."""
        caller = require_member(require_caller(*EVERYONE), request.member_id)
        brand, member_id = caller.brand, request.member_id
        size = pagination.page_size(request.page_size)
        scope = {"list": "consents", "brand": brand, "member": member_id}
        before = ""
        if request.page_token:
            token = pagination.decode_token(self._page_secret, request.page_token, **scope)
            before = str(token["before"])
        elif not await self._ctx.store.identities.enrolled(brand, [member_id]):
            raise Refusal("MEMBER_NOT_FOUND", f"no member {member_id}", field="member_id")
        found = await self._ctx.store.consents.declarations(
            brand, member_id, before=before, size=size + 1
        )
        section = consents_of(await self._ctx.rulebook.of(brand))
        by_staff = caller.role is not Role.MEMBER
        response = pb.ListConsentDeclarationsResponse(
            declarations=[
                messages.from_recorded(each, section, by_staff=by_staff) for each in found[:size]
            ]
        )
        if len(found) > size:
            response.next_page_token = pagination.encode_token(
                self._page_secret, before=found[size - 1].id, **scope
            )
        return response

    def _change(
        self,
        caller: Caller,
        request: pb.GiveConsentRequest | pb.WithdrawConsentRequest,
        version: str | None,
    ) -> ConsentChange:
        given_by = messages.to_given_by(request.given_by)
        require_channel(given_by, "given_by")
        told = request.HasField("occur_time")
        told_at = messages.to_instant(request.occur_time) if told else None
        at = occurred(told_at, self._ctx.clock.now())
        return ConsentChange(
            request_id=check_request_id(request.request_id),
            member_id=request.member_id,
            declarations=messages.to_declarations(
                messages.to_purpose(request.purpose),
                messages.to_channels(request.channels),
                version=version,
                given_by=given_by,
                at=at,
            ),
            told_at=told_at.isoformat() if told_at else "",
            circumstances=messages.to_circumstances(
                caller, messages.to_reason(caller, request.reason), request.proof
            ),
        )

    async def _consents(self, brand: str, member_id: str) -> list[pb.Consent]:
        found = await self._ctx.store.consents.consents(brand, [member_id])
        section = consents_of(await self._ctx.rulebook.of(brand))
        return messages.from_consents(found.get(member_id, NO_CONSENTS), section)
