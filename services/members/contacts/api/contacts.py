"""The Contacts service: protos to commands and back."""

from typing import Protocol

from services.common import text
from services.common.auth import Role, require_member
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.members.access import require_caller
from services.members.consent.api.messages import to_reason
from services.members.consent.domain.declaration import REASON_CHARS_MAX, REASON_CHARS_MIN
from services.members.contacts.api import messages
from services.members.contacts.api.messages import WANTED_MAX
from services.members.contacts.commands.preferences import (
    PreferencesChange,
    PreferencesReader,
    PreferencesUnit,
    set_preferences,
)
from services.members.contacts.commands.resolve import (
    AuditLog,
    ContactStore,
    Resolution,
    resolve_contacts,
)
from services.members.context import MembersContext
from services.members.transactions import Transactions
from tessera.members.v1 import contacts_pb2 as pb
from tessera.members.v1 import contacts_pb2_grpc

MESSAGE_ID_CHARS_MAX = 128


class Store(ContactStore, Transactions[PreferencesUnit], Protocol):
    """The storage of this service."""

    @property
    def contact_preferences(self) -> PreferencesReader: ...


class ContactsServicer(contacts_pb2_grpc.ContactsServicer):
    """Gives addresses to services, and keeps the preferences of members, within the brand."""

    def __init__(self, ctx: MembersContext[Store], audit: AuditLog) -> None:
        self._ctx = ctx
        self._audit = audit

    async def ResolveContacts(
        self, request: pb.ResolveContactsRequest, context: ServicerContext
    ) -> pb.ResolveContactsResponse:
        """An address or a refusal for each wanted."""
        caller = require_caller(Role.SERVICE)
        if not 1 <= len(request.wanted) <= WANTED_MAX:
            raise invalid("wanted", f"1 to {WANTED_MAX}")
        wanted = tuple(
            messages.to_wanted(each, f"wanted[{index}]")
            for index, each in enumerate(request.wanted)
        )
        message_id = text.checked("message_id", request.message_id, MESSAGE_ID_CHARS_MAX, least=1)
        reason = text.checked("reason", request.reason, REASON_CHARS_MAX, least=REASON_CHARS_MIN)
        asked = Resolution(
            brand=caller.brand,
            actor=caller.subject,
            role=caller.role.value,
            wanted=wanted,
            message_id=message_id,
            reason=reason,
        )
        resolved = await resolve_contacts(self._ctx, self._audit, asked)
        response = pb.ResolveContactsResponse(
            contacts=map(messages.from_resolved, resolved.contacts)
        )
        response.resolve_time.FromDatetime(resolved.at)
        return response

    async def SetContactPreferences(
        self, request: pb.SetContactPreferencesRequest, context: ServicerContext
    ) -> pb.SetContactPreferencesResponse:
        """The preferences as they are now."""
        allowed = require_caller(Role.MEMBER, Role.OPERATOR, Role.SERVICE)
        caller = require_member(allowed, request.member_id)
        to_reason(caller, request.reason)
        now = self._ctx.clock.now()
        change = PreferencesChange(
            request_id=check_request_id(request.request_id),
            member_id=request.member_id,
            preferences=messages.to_preferences(request.preferences, now),
        )
        replayed = await set_preferences(self._ctx, caller.brand, change)
        ids = [request.member_id]
        found = await self._ctx.store.contact_preferences.preferences(caller.brand, ids)
        response = pb.SetContactPreferencesResponse(replayed=replayed)
        if request.member_id in found:
            response.preferences.CopyFrom(messages.from_preferences(found[request.member_id]))
        return response
