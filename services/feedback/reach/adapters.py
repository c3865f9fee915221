"""Asks members whether a member may be reached now."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence

from services.common.auth import Caller, Role, TokenIssuer, TokenSource
from services.feedback.reach.domain.resolved import Resolved
from tessera.members.v1 import consents_pb2, contacts_pb2, contacts_pb2_grpc

REASON = "a message of the programme is handed over"
TIMEOUT_S = 10.0
BRANDS_MAX = 1_000


class MembersContacts:
    """Implements `reach.commands.store.Contacts`: each call has a token of its brand."""

    def __init__(
        self, stub: contacts_pb2_grpc.ContactsAsyncStub, issuer: TokenIssuer, subject: str
    ) -> None:
        self._stub = stub
        self._issuer = issuer
        self._subject = subject
        self._tokens: OrderedDict[str, TokenSource] = OrderedDict()

    async def resolve(
        self, brand: str, purpose: str, channel: str, message: str, member_ids: Sequence[str]
    ) -> Mapping[str, Resolved]:
        wanted = [
            contacts_pb2.WantedContact(
                member_id=member_id,
                purpose=consents_pb2.ConsentPurpose.Value(f"CONSENT_PURPOSE_{purpose.upper()}"),
                channel=consents_pb2.ContactChannel.Value(f"CONTACT_CHANNEL_{channel.upper()}"),
            )
            for member_id in member_ids
        ]
        request = contacts_pb2.ResolveContactsRequest(
            wanted=wanted, message_id=message, reason=REASON
        )
        metadata = (("authorization", f"Bearer {self._token(brand)()}"),)
        answer = await self._stub.ResolveContacts(request, timeout=TIMEOUT_S, metadata=metadata)
        return {
            member_id: Resolved(contact.address, _word(contact.refusal))
            for member_id, contact in zip(member_ids, answer.contacts, strict=True)
        }

    def _token(self, brand: str) -> TokenSource:
        source = self._tokens.get(brand)
        if source is None:
            source = self._issuer.source(Caller(brand, self._subject, Role.SERVICE))
            self._tokens[brand] = source
        self._tokens.move_to_end(brand)
        if len(self._tokens) > BRANDS_MAX:
            self._tokens.popitem(last=False)
        return source


def _word(refusal: contacts_pb2.ContactRefusal.ValueType) -> str:
    if not refusal:
        return ""
    return contacts_pb2.ContactRefusal.Name(refusal).removeprefix("CONTACT_REFUSAL_").lower()
