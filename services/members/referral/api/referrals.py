"""The Referrals service: protos to commands and back."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from services.common import pagination, text
from services.common.auth import Caller, Role, require_member
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.members.access import EVERYONE, require_caller
from services.members.activities.domain.activity import MEMBER_ID_CHARS_MAX
from services.members.context import MembersContext
from services.members.identities.domain.member import MemberNotFound
from services.members.referral.api.messages import from_referral
from services.members.referral.commands.inviting import Acceptance, accept_invite, inviter_of
from services.members.referral.commands.unit import ReferralStore
from services.members.referral.domain.code import SENT_CHARS_MAX
from services.members.referral.domain.section import referral_section
from tessera.members.v1 import referrals_pb2 as pb
from tessera.members.v1 import referrals_pb2_grpc


class Enrolled(Protocol):
    """Knows when members were enrolled."""

    async def enrolled(self, brand: str, ids: Collection[str]) -> Mapping[str, datetime]:
        """When each was enrolled, of those that exist."""


class Store(ReferralStore, Protocol):
    """The storage of this service."""

    @property
    def identities(self) -> Enrolled: ...


class ReferralsServicer(referrals_pb2_grpc.ReferralsServicer):
    """Members invite and accept; staff see what became of it, within their brand."""

    def __init__(self, ctx: MembersContext[Store], page_secret: bytes) -> None:
        self._ctx = ctx
        self._page_secret = page_secret

    async def GetInvite(
        self, request: pb.GetInviteRequest, context: ServicerContext
    ) -> pb.GetInviteResponse:
        """The member's invite."""
        caller = _caller_for(request.member_id)
        brand, member_id, store = caller.brand, request.member_id, self._ctx.store
        enrolled_at = (await store.identities.enrolled(brand, [member_id])).get(member_id)
        if enrolled_at is None:
            raise MemberNotFound(f"no member {member_id}")
        rules = await self._ctx.rulebook.of(brand)
        section = referral_section(rules)
        if section is None:
            return pb.GetInviteResponse(invite=pb.Invite())
        now = self._ctx.clock.now()
        inviter = await inviter_of(self._ctx, brand, member_id)
        month = rules.local_day(now).isoformat()[:7]
        invite = pb.Invite(
            code=inviter.code,
            link=section.link_of(inviter.code),
            qualified=inviter.qualified,
            qualified_this_month=inviter.months.get(month, 0),
            monthly_cap=section.terms.monthly_cap,
            settle_days=section.terms.settle_days,
        )
        accounts = await store.referrals.people(brand, [member_id])
        found = await store.referrals.referrals(brand, accounts)
        # One that counts comes before one that does not.
        shown = sorted(found.values(), key=lambda each: (not each.is_live, each.invitee_id))
        if shown:
            invite.invited_by.CopyFrom(from_referral(shown[0], own=_is_member(caller)))
        if not (shown and shown[0].is_live) and now <= enrolled_at + section.claim:
            invite.claim_until_time.FromDatetime(enrolled_at + section.claim)
        return pb.GetInviteResponse(invite=invite)

    async def AcceptInvite(
        self, request: pb.AcceptInviteRequest, context: ServicerContext
    ) -> pb.AcceptInviteResponse:
        """The referral, or the refusal of the invite."""
        caller = _caller_for(request.member_id)
        wish = Acceptance(
            request_id=check_request_id(request.request_id),
            member_id=request.member_id,
            code=text.checked("code", request.code, SENT_CHARS_MAX, least=1),
        )
        made, replayed = await accept_invite(self._ctx, caller.brand, wish)
        return pb.AcceptInviteResponse(
            referral=from_referral(made, own=_is_member(caller)), replayed=replayed
        )

    async def ListReferrals(
        self, request: pb.ListReferralsRequest, context: ServicerContext
    ) -> pb.ListReferralsResponse:
        """A page of the inviter's referrals, the latest first."""
        caller = _caller_for(request.member_id)
        brand, size = caller.brand, pagination.page_size(request.page_size)
        scope = {"list": "referrals", "brand": brand, "member": request.member_id}
        tokens = pagination.PlaceTokens(self._page_secret, scope)
        before = tokens.place(request.page_token, "")
        store = self._ctx.store.referrals
        accounts = await store.people(brand, [request.member_id])
        found = await store.made(brand, accounts, before, size + 1)
        shown = [from_referral(each, own=_is_member(caller)) for each in found[:size]]
        more = len(found) > size
        return pb.ListReferralsResponse(
            referrals=shown,
            next_page_token=tokens.token(found[size - 1].invitee_id) if more else "",
        )


def _caller_for(member_id: str) -> Caller:
    caller = require_caller(*EVERYONE)
    if not 1 <= len(member_id) <= MEMBER_ID_CHARS_MAX:
        raise invalid("member_id", f"1 to {MEMBER_ID_CHARS_MAX} characters")
    return require_member(caller, member_id)


def _is_member(caller: Caller) -> bool:
    return caller.role is Role.MEMBER
