"""Referrals: a member's invite code, the friends who came by it, and a friend's code entered."""

from enum import Enum
from typing import Annotated

import strawberry

from gateway.core.ids import to_global
from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    page_info,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, MemberId, optional, request_id, required
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import INVITE_REFUSALS, mutation
from gateway.schema.core.scalars import DateTime, enum_value, instant, moment
from gateway.schema.core.user_errors import UserError, hindrance
from tessera.members.v1 import referrals_pb2 as pb

_KIND = "referral"


@strawberry.enum(description="How far a referral is.")
class ReferralState(Enum):
    """As tessera.members.v1.ReferralState."""

    PENDING = enum_value(
        pb.REFERRAL_STATE_PENDING,
        "It waits for the friend's first order, or until that is settled.",
    )
    QUALIFIED = enum_value(pb.REFERRAL_STATE_QUALIFIED, "It counts.")
    REVERSED = enum_value(
        pb.REFERRAL_STATE_REVERSED, "It counted, until the friend's orders were refunded."
    )
    REFUSED = enum_value(pb.REFERRAL_STATE_REFUSED, "It does not count.")


def _member(id: str) -> str | None:
    return to_global("Member", id) if id else None


@strawberry.type(description="One member whom another one invited.")
class Referral:
    """Source: tessera.members.v1.Referral."""

    invitee_id: strawberry.ID | None = read(
        lambda referral: _member(referral.invitee_id),
        "The global id of the friend. Members get null.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )
    inviter_id: strawberry.ID | None = read(
        lambda referral: _member(referral.inviter_id),
        "The global id of the member who invited. Members get null.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )
    state: ReferralState = column("How far it is.")
    refusal: UserError | None = read(
        lambda referral: hindrance(referral.refusal, INVITE_REFUSALS, otherwise="INVITEE_NOT_NEW"),
        "The reason why it does not count; null unless REFUSED.",
    )
    accepted_at: DateTime = read(
        lambda referral: moment(referral.accept_time), "The time at which it was accepted."
    )
    settles_at: DateTime | None = read(
        lambda referral: instant(referral, "settle_time"),
        "The time at which the friend's first order is settled; null while there is none.",
    )
    qualified_at: DateTime | None = read(
        lambda referral: instant(referral, "qualify_time"),
        "The time from which it counts; null while it never did.",
    )
    capped: bool = column(
        "True when the inviter had as many in that month as are rewarded: only the friend is."
    )
    order: str | None = read(
        lambda referral: referral.order or None,
        "The friend's first order, as channel/order id; null while there is none, and for members.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )


@strawberry.type(description="A member's invite code, and how their invites stand.")
class Invite:
    """Source: tessera.members.v1.Invite with a code."""

    code: str = column("The code: 8 letters and digits that look like no others, one for ever.")
    link: str | None = read(
        lambda invite: invite.link or None,
        "The link for friends, for a QR code too; null when the programme has none.",
    )
    qualified: int = column("The friends who ever counted.")
    qualified_this_month: int = column("Those of the current month, in the brand's time zone.")
    monthly_cap: int = column("The most of a month that are rewarded.")
    settle_days: int = column("The days after which a friend's first order is settled.")
    invited_by: Referral | None = read(
        lambda invite: invite.invited_by if invite.HasField("invited_by") else None,
        "The invite by which the member came; null without one.",
    )
    claim_until: DateTime | None = read(
        lambda invite: instant(invite, "claim_until_time"),
        "Until when the member may still enter a friend's code; null when they may not.",
    )


@strawberry.type(description="A referral, with its place in the list.")
class ReferralEdge:
    """Source: a pair of cursor and referral."""

    cursor: str = edge_cursor(first_of)
    node: Referral = edge_node(second_of)


@strawberry.type(description="A page of referrals, the latest first.")
class ReferralConnection:
    """Source: Page."""

    edges: list[ReferralEdge] = edges()
    page_info: PageInfo = page_info()


async def _invite(context: RequestContext, member_id: MemberId = None) -> pb.Invite | None:
    services = context.services
    request = pb.GetInviteRequest(member_id=context.member_id(member_id))
    answer = await services.read(services.referrals.GetInvite, request, context.caller)
    return answer.invite if answer.invite.code else None


async def _referrals(
    context: RequestContext, first: First = 20, after: After = None, member_id: MemberId = None
) -> Page:
    request = pb.ListReferralsRequest(member_id=context.member_id(member_id))
    method = context.services.referrals.ListReferrals
    return await page_of(context, _KIND, method, request, "referrals", first, after)


@strawberry.type
class ReferralQueries:
    """The fields of Query."""

    invite: Invite | None = call(
        _invite,
        "A member's invite code, made when it is first asked for; null when the brand has no"
        " referrals.",
        rule=Rule.SIGNED_IN,
    )
    referrals: ReferralConnection | None = call(
        _referrals,
        "The friends whom a member invited, the latest first.",
        rule=Rule.SIGNED_IN,
        size="first",
    )


@strawberry.input(description="A friend's code that a member enters.")
class AcceptInviteInput:
    """Within the days of the programme after the enrolment."""

    request_id: strawberry.ID = request_id()
    code: str = required(
        "The friend's code; spaces, hyphens and small letters do no harm. At most 32 characters."
    )
    member_id: strawberry.ID | None = optional(
        "The member, by global id or bare id; operators name the member."
    )


@strawberry.type(description="The referral, or the reasons for the refusal.")
class AcceptInvitePayload:
    """Source: Outcome of a Referral."""

    referral: Referral | None = read(
        lambda outcome: outcome.result, "The referral; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _accept(context: RequestContext, input: Annotated[AcceptInviteInput, INPUT]) -> Outcome:
    def request() -> pb.AcceptInviteRequest:
        return pb.AcceptInviteRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            code=input.code,
        )

    method = context.services.referrals.AcceptInvite
    return await perform(context, "acceptInvite", method, request, "referral")


@strawberry.type
class ReferralMutations:
    """The field of Mutation."""

    accept_invite: AcceptInvitePayload | None = mutation(
        "acceptInvite",
        _accept,
        "Says who invited a new member, by the friend's code. It counts once the member's first"
        " order is settled.",
        rule=Rule.SIGNED_IN,
    )
