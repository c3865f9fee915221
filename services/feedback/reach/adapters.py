"""Asks members whether a member may be reached now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import grpc

from services.common.auth import TokenIssuer
from services.common.brand_tokens import BrandTokens
from services.feedback.audience.domain import Purpose
from services.feedback.channels.domain import CONTACT_CHANNELS, WECOM
from services.feedback.reach.domain.resolved import Resolved
from tessera.members.v1 import (
    consents_pb2,
    consents_pb2_grpc,
    contacts_pb2,
    contacts_pb2_grpc,
    members_pb2,
    members_pb2_grpc,
)

REASON = "a message of the programme is handed over"
TIMEOUT_S = 10.0
IDENTITIES = {
    "sms": members_pb2.IDENTITY_KIND_PHONE,
    WECOM: members_pb2.IDENTITY_KIND_WECOM_EXTERNAL_ID,
}
"""What the address of a reply is to members, by channel."""


class MembersContacts:
    """Implements `reach.commands.store.Contacts`: each call has a token of its brand."""

    def __init__(
        self, stub: contacts_pb2_grpc.ContactsAsyncStub, issuer: TokenIssuer, subject: str
    ) -> None:
        self._stub = stub
        self._tokens = BrandTokens(issuer, subject)

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
        metadata = self._tokens.metadata(brand)
        answer = await self._stub.ResolveContacts(request, timeout=TIMEOUT_S, metadata=metadata)
        return {
            member_id: Resolved(contact.address, _word(contact.refusal))
            for member_id, contact in zip(member_ids, answer.contacts, strict=True)
        }


class MembersReplies:
    """Implements `reach.commands.receiving.Replies`."""

    def __init__(
        self,
        members: members_pb2_grpc.MembersAsyncStub,
        consents: consents_pb2_grpc.ConsentsAsyncStub,
        issuer: TokenIssuer,
        subject: str,
    ) -> None:
        self._members = members
        self._consents = consents
        self._tokens = BrandTokens(issuer, subject)

    async def owner(self, brand: str, channel: str, address: str) -> str | None:
        identity = members_pb2.Identity(kind=IDENTITIES[channel], value=address)
        return await member_with(self._members, self._tokens, brand, identity)

    async def withdraw(self, brand: str, channel: str, member_id: str, reply_id: str) -> None:
        whose = (brand, member_id, Purpose.MARKETING, channel)
        await self._withdraw(*whose, f"{channel}-reply/{reply_id}", "withdrawn_by_reply", reply_id)

    async def withdraw_by_link(
        self, brand: str, member_id: str, purpose: Purpose, channel: str, link_id: str
    ) -> None:
        whose = (brand, member_id, purpose, channel)
        await self._withdraw(*whose, f"opt-out/{link_id}", "withdrawn_by_link", link_id)

    async def _withdraw(
        self,
        brand: str,
        member_id: str,
        purpose: Purpose,
        channel: str,
        request_id: str,
        reason: str,
        proof: str,
    ) -> None:
        contact = CONTACT_CHANNELS[channel].upper()
        request = consents_pb2.WithdrawConsentRequest(
            request_id=request_id,
            member_id=member_id,
            purpose=consents_pb2.ConsentPurpose.Value(f"CONSENT_PURPOSE_{purpose.upper()}"),
            channels=[consents_pb2.ContactChannel.Value(f"CONTACT_CHANNEL_{contact}")],
            given_by=channel,
            reason=reason,
            proof=proof,
        )
        await self._consents.WithdrawConsent(
            request, timeout=TIMEOUT_S, metadata=self._tokens.metadata(brand)
        )


async def member_with(
    stub: members_pb2_grpc.MembersAsyncStub,
    tokens: BrandTokens,
    brand: str,
    identity: members_pb2.Identity,
) -> str | None:
    """Whose the identity is; None for a stranger's, who may write to a brand as well, and for one
    that is none at all."""
    request = members_pb2.FindMemberRequest(identity=identity)
    try:
        answer = await stub.FindMember(request, timeout=TIMEOUT_S, metadata=tokens.metadata(brand))
    except grpc.aio.AioRpcError as error:
        if error.code() in (grpc.StatusCode.NOT_FOUND, grpc.StatusCode.INVALID_ARGUMENT):
            return None
        raise
    return answer.member.id


def _word(refusal: contacts_pb2.ContactRefusal.ValueType) -> str:
    if not refusal:
        return ""
    return contacts_pb2.ContactRefusal.Name(refusal).removeprefix("CONTACT_REFUSAL_").lower()
