"""Coupons of members, and the types that operators grant."""

from enum import Enum
from typing import Annotated, Any

import strawberry

from gateway.core.errors import attempt
from gateway.core.ids import plain_id, to_global
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
from gateway.schema.core.refusals import REFUSALS, mutation
from gateway.schema.core.scalars import (
    Date,
    DateTime,
    Lang,
    Long,
    enum_value,
    instant,
    moment,
    text,
)
from gateway.schema.core.user_errors import UserError
from services.common.errors import Refusal
from tessera.points.v1 import coupons_pb2 as pb
from tessera.points.v1 import grants_pb2

_KIND = "coupon"
_TYPES = "coupon_type"


@strawberry.enum(description="The kind of a coupon: the thing it takes off.")
class CouponKind(Enum):
    """As tessera.points.v1.CouponKind."""

    AMOUNT_OFF = enum_value(pb.COUPON_KIND_AMOUNT_OFF, "An amount.")
    PERCENT_OFF = enum_value(pb.COUPON_KIND_PERCENT_OFF, "A share, in percent.")
    FREE_ARTICLE = enum_value(
        pb.COUPON_KIND_FREE_ARTICLE, "One piece, the dearest in the basket that it is good for."
    )
    FREE_SHIPPING = enum_value(pb.COUPON_KIND_FREE_SHIPPING, "The costs of shipping.")
    GIFT = enum_value(pb.COUPON_KIND_GIFT, "Nothing: a gift is handed over with the order.")
    FREE_ORDER = enum_value(
        pb.COUPON_KIND_FREE_ORDER, "All that is left to pay for the lines it is good for."
    )


@strawberry.enum(description="The state of a coupon.")
class CouponState(Enum):
    """As tessera.points.v1.CouponState."""

    GRANTED = enum_value(pb.COUPON_STATE_GRANTED, "The member can use it.")
    HELD = enum_value(pb.COUPON_STATE_HELD, "A basket holds it for a while.")
    USED = enum_value(pb.COUPON_STATE_USED, "A basket used it up.")
    EXPIRED = enum_value(pb.COUPON_STATE_EXPIRED, "Its last day is over, and nobody used it.")
    REVOKED = enum_value(
        pb.COUPON_STATE_REVOKED,
        "An operator took it back, or the refund of the order for which a rule gave it.",
    )


@strawberry.type(description="The terms of a coupon. Amounts are minor units of `currency`.")
class CouponTerms:
    """Source: a Coupon or a CouponType of tessera.points.v1."""

    kind: CouponKind = read(lambda one: one.terms.kind, "The thing it takes off.")
    amount_minor: Long | None = read(
        lambda one: one.terms.amount_minor or None, "Of AMOUNT_OFF: the amount."
    )
    percent: int | None = read(
        lambda one: one.terms.percent or None, "Of PERCENT_OFF: 10 takes a tenth off."
    )
    most_minor: Long | None = read(
        lambda one: one.terms.most_minor or None,
        "The most that it takes off; null when only the basket bounds it.",
    )
    minimum_minor: Long = read(
        lambda one: one.terms.minimum_minor,
        "The lines that it is good for come to at least so much.",
    )
    currency: str = read(lambda one: one.currency_code, "The currency, ISO 4217.")
    articles: list[str] = read(
        lambda one: list(one.terms.articles),
        "The articles that it is good for; with `series` both empty: all.",
    )
    series: list[str] = read(
        lambda one: list(one.terms.series), "The series that it is good for, beside them."
    )
    store_ids: list[str] = read(
        lambda one: list(one.terms.store_ids), "The stores that it is good for; empty: all."
    )
    gift_article: str | None = read(
        lambda one: one.terms.gift_article or None, "Of GIFT: the article that is handed over."
    )
    stackable: bool = read(
        lambda one: one.terms.stackable,
        "True when it goes beside another amount, percent or whole-order coupon.",
    )


def _name(one: Any, context: RequestContext, lang: Lang = None) -> str:
    return text(one.name, context, lang)


def _conditions(one: Any, context: RequestContext, lang: Lang = None) -> str:
    return text(one.conditions, context, lang)


@strawberry.type(description="A coupon of a member.")
class Coupon:
    """Source: tessera.points.v1.Coupon."""

    id: strawberry.ID = column("The id, by which a till takes it.")
    member_id: strawberry.ID = read(
        lambda coupon: to_global("Member", coupon.member_id), "The global id of the member."
    )
    type: str = column("The code of its type.")
    name: str = read(_name, "The name that its type had when it was granted.")
    terms: CouponTerms = read(lambda coupon: coupon, "The terms: amounts, articles and stores.")
    conditions: str = read(_conditions, "Its terms in words.")
    code: str | None = read(
        lambda coupon: coupon.code or None,
        "The code to show at a till; null where its type needs none.",
    )
    state: CouponState = column("The state now.")
    expires_on: Date = read(
        lambda coupon: coupon.expire_on, "The last day, in the brand's time zone."
    )
    granted_at: DateTime = read(
        lambda coupon: moment(coupon.grant_time), "The time at which it was granted."
    )
    used_at: DateTime | None = read(
        lambda coupon: instant(coupon, "use_time"),
        "The time at which it was used; null unless it is used.",
    )
    revoked_at: DateTime | None = read(
        lambda coupon: instant(coupon, "revoke_time"),
        "The time at which it was taken back; null unless it is revoked.",
    )


@strawberry.type(description="A coupon, with its place in the list.")
class CouponEdge:
    """Source: a pair of cursor and coupon."""

    cursor: str = edge_cursor(first_of)
    node: Coupon = edge_node(second_of)


@strawberry.type(description="A page of coupons, the newest first.")
class CouponConnection:
    """Source: Page."""

    edges: list[CouponEdge] = edges()
    page_info: PageInfo = page_info()


@strawberry.type(description="A type of coupons in the programme in force.")
class CouponType:
    """Source: tessera.points.v1.CouponType."""

    code: str = column("The code.")
    name: str = read(_name, "The name.")
    terms: CouponTerms = read(lambda one: one, "The terms of a coupon that is granted now.")
    conditions: str = read(_conditions, "The terms in words.")
    life_days: int | None = read(
        lambda one: None if one.until else one.life_days,
        "The days after the day of the grant; null where all end on one day.",
    )
    until: Date | None = read(
        lambda one: one.until or None, "The last day of all; null where each lives for days."
    )
    per_member: Long | None = read(
        lambda one: one.per_member or None, "How many one member may be granted; null: any number."
    )
    total: Long | None = read(
        lambda one: one.total or None, "How many all members may be granted; null: any number."
    )
    granted: Long = column("How many were granted.")
    used: Long = column("How many are used; those that refunds gave back are not.")
    expired: Long = column("How many expired.")
    revoked: Long = column("How many were taken back unused.")


@strawberry.type(description="A coupon type, with its place in the list.")
class CouponTypeEdge:
    """Source: a pair of cursor and type."""

    cursor: str = edge_cursor(first_of)
    node: CouponType = edge_node(second_of)


@strawberry.type(description="A page of coupon types, in the programme's order.")
class CouponTypeConnection:
    """Source: Page."""

    edges: list[CouponTypeEdge] = edges()
    page_info: PageInfo = page_info()


State = Annotated[
    CouponState | None,
    strawberry.argument(description="Only coupons in this state; all when left out."),
]


async def _coupons(
    context: RequestContext,
    first: First = 20,
    after: After = None,
    coupon_state: State = None,
    member_id: MemberId = None,
) -> Page:
    request = pb.ListMemberCouponsRequest(
        member_id=context.member_id(member_id),
        state=pb.COUPON_STATE_UNSPECIFIED if coupon_state is None else coupon_state.value,
    )
    method = context.services.coupons.ListMemberCoupons
    return await page_of(context, _KIND, method, request, "coupons", first, after)


async def _types(context: RequestContext, first: First = 20, after: After = None) -> Page:
    request = pb.ListCouponTypesRequest()
    method = context.services.coupons.ListCouponTypes
    return await page_of(context, _TYPES, method, request, "types", first, after)


@strawberry.type
class CouponQueries:
    """The fields of Query."""

    coupons: CouponConnection | None = call(
        _coupons, "A member's coupons, the newest first.", rule=Rule.SIGNED_IN, size="first"
    )
    coupon_types: CouponTypeConnection | None = call(
        _types,
        "The coupon types of the programme, with how many were granted and used. For operators.",
        rule=Rule.OPERATORS,
        size="first",
    )


@strawberry.input(description="A coupon for a member.")
class GrantCouponInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    member_id: strawberry.ID = required("The member, by global id or bare id.")
    coupon_type: str = required("The type, by its code.")
    reason: str = required("The reason, 4 to 200 characters. It is kept with the posting.")
    campaign: str | None = optional("The campaign's code for statements, up to 48 characters.")


@strawberry.type(description="The coupon that was granted, or the reasons for the refusal.")
class GrantCouponPayload:
    """Source: Outcome of a GrantResult."""

    coupon: Coupon | None = read(
        lambda outcome: outcome.result.coupon if outcome.result else None,
        "The coupon; null when refused.",
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _grant(context: RequestContext, input: Annotated[GrantCouponInput, INPUT]) -> Outcome:
    services = context.services

    async def grant() -> grants_pb2.GrantResult:
        item = grants_pb2.GrantItem(
            request_id=input.request_id,
            member_id=plain_id("Member", input.member_id, "member_id"),
            coupon_type=input.coupon_type,
            campaign=input.campaign or "",
            reason=input.reason,
        )
        request = grants_pb2.GrantRequest(grants=[item])
        response = await services.write(services.grants.Grant, request, context.caller)
        (result,) = response.results
        if result.reason:
            raise Refusal(result.reason, result.message, field=result.field)
        granted: grants_pb2.GrantResult = result
        return granted

    result, refusals = await attempt(grant(), REFUSALS["grantCoupon"])
    if result is None:
        return Outcome(user_errors=refusals)
    return Outcome(result, result.replayed)


@strawberry.input(description="A coupon of a member to take back.")
class RevokeCouponInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    coupon_id: strawberry.ID = required("The coupon, which nobody used.")
    reason: str = required("The reason, 4 to 200 characters. It is kept with the posting.")


@strawberry.type(description="The coupon that was taken back, or the reasons for the refusal.")
class RevokeCouponPayload:
    """Source: Outcome of a coupon."""

    coupon: Coupon | None = read(lambda outcome: outcome.result, "The coupon; null when refused.")
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _revoke(context: RequestContext, input: Annotated[RevokeCouponInput, INPUT]) -> Outcome:
    request = pb.RevokeCouponRequest(
        request_id=input.request_id, coupon_id=input.coupon_id, reason=input.reason
    )
    method = context.services.coupons.RevokeCoupon
    return await perform(context, "revokeCoupon", method, lambda: request, "coupon")


@strawberry.type
class CouponMutations:
    """The fields of Mutation."""

    grant_coupon: GrantCouponPayload | None = mutation(
        "grantCoupon", _grant, "Gives a member a coupon. For operators.", rule=Rule.OPERATORS
    )
    revoke_coupon: RevokeCouponPayload | None = mutation(
        "revokeCoupon",
        _revoke,
        "Takes a coupon back that nobody used. For operators.",
        rule=Rule.OPERATORS,
    )
