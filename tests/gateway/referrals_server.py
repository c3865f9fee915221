"""Referrals, as the members service answers them."""

from typing import Any

from services.common.auth import Role
from services.common.errors import Refusal
from tessera.members.v1 import referrals_pb2 as pb
from tessera.members.v1 import referrals_pb2_grpc
from tests.gateway.fake_backend import FakeBackend, at, member_id, refuse

CODE = "ACDEFGH3"


def referral(number: int, *, own: bool) -> pb.Referral:
    """The referral of a friend, refused where the number is odd."""
    refused = number % 2 == 1
    return pb.Referral(
        invitee_id="" if own else member_id(number),
        inviter_id="" if own else member_id(2),
        state=pb.REFERRAL_STATE_REFUSED if refused else pb.REFERRAL_STATE_QUALIFIED,
        refusal="INVITEE_NOT_NEW" if refused else "",
        accept_time=at(number),
        settle_time=None if refused else at(number + 7),
        qualify_time=None if refused else at(number + 7),
        capped=not refused,
        order="" if own or refused else "pos/o-1",
    )


class Referrals(referrals_pb2_grpc.ReferralsServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def GetInvite(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("GetInvite", request, context)
        if not self.backend.has(caller, request.member_id):
            await refuse(context, Refusal("MEMBER_NOT_FOUND", field="member_id"))
        invite = pb.Invite(
            code=CODE,
            link=f"https://tea.example.com/join?code={CODE}",
            qualified=3,
            qualified_this_month=1,
            monthly_cap=10,
            settle_days=7,
            invited_by=referral(4, own=caller.role is Role.MEMBER),
        )
        return pb.GetInviteResponse(invite=invite)

    async def ListReferrals(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("ListReferrals", request, context)
        own = caller.role is Role.MEMBER
        return pb.ListReferralsResponse(referrals=[referral(n, own=own) for n in (5, 4)])

    async def AcceptInvite(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("AcceptInvite", request, context)
        if request.code != CODE:
            await refuse(context, Refusal("INVITE_CODE_UNKNOWN", field="code"))
        return pb.AcceptInviteResponse(referral=referral(4, own=caller.role is Role.MEMBER))
