"""tessera.points.v1.Coupons: protos to commands and back."""

from __future__ import annotations

from datetime import datetime

from services.common.auth import Role, current_caller, require_member, require_role
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.pagination import PlaceTokens, page_size
from services.common.text import checked
from services.points.activities.domain.validation import is_member_id
from services.points.context import PointsContext
from services.points.coupons.commands import CouponDesk, list_coupons, list_types, revoke_coupon
from services.points.coupons.domain.counts import CouponCounts, MovedOf, counts_of
from services.points.coupons.domain.coupon import Coupon, CouponState
from services.points.coupons.domain.section import CouponType
from services.points.coupons.domain.terms import CouponTerms
from services.points.coupons.domain.words import conditions
from services.points.ledger.api.access import of_one_brand, teller
from services.points.ledger.api.messages import to_timestamp
from services.points.vouchers.domain.code import TYPED_CHARS_MAX
from tessera.points.v1 import coupons_pb2 as pb
from tessera.points.v1 import coupons_pb2_grpc

ID_CHARS_MAX = 64
REASON_CHARS_MIN = 4
REASON_CHARS_MAX = 200
_STATES = {number: name for name, number in pb.CouponState.items() if number}


class CouponsApi(coupons_pb2_grpc.CouponsServicer):
    """Members read their own coupons; tills, services and operators any of the brand."""

    def __init__(
        self, ctx: PointsContext, desk: CouponDesk, moved: MovedOf, page_secret: bytes
    ) -> None:
        self._ctx = ctx
        self._desk = desk
        self._moved = moved
        self._page_secret = page_secret

    async def ListCouponTypes(
        self, request: pb.ListCouponTypesRequest, context: ServicerContext
    ) -> pb.ListCouponTypesResponse:
        """A page of the programme's types, with their counts."""
        brand = of_one_brand(require_role(current_caller(), Role.OPERATOR, Role.SERVICE)).brand
        scope = {"list": "coupon_types", "brand": brand}
        tokens = PlaceTokens(self._page_secret, scope)
        first = tokens.place(request.page_token, 0)
        size = page_size(request.page_size)
        found = await list_types(self._ctx, brand, first, size)
        counts = counts_of(await self._moved(brand)) if found.types else {}
        response = pb.ListCouponTypesResponse(
            types=[
                _type_message(each, found.currency, counts.get(each.asset, CouponCounts()))
                for each in found.types
            ]
        )
        if first + size < found.total:
            response.next_page_token = tokens.token(first + size)
        return response

    async def ListMemberCoupons(
        self, request: pb.ListMemberCouponsRequest, context: ServicerContext
    ) -> pb.ListMemberCouponsResponse:
        """A page of a member's coupons, the newest first."""
        caller = require_member(of_one_brand(current_caller()), request.member_id)
        if not is_member_id(request.member_id):
            raise invalid("member_id", "1 to 64 letters, digits and _ . -")
        scope = {
            "list": "coupons",
            "brand": caller.brand,
            "member": request.member_id,
            "state": str(request.state),
        }
        tokens = PlaceTokens(self._page_secret, scope)
        before = tokens.place(request.page_token, "")
        size = page_size(request.page_size)
        found = await list_coupons(
            self._ctx,
            caller.brand,
            member_id=request.member_id,
            state=_state(request.state),
            before=before,
            size=size + 1,
        )
        now = self._ctx.clock.now()
        response = pb.ListMemberCouponsResponse(
            coupons=[to_message(coupon, now) for coupon in found[:size]]
        )
        if len(found) > size:
            response.next_page_token = tokens.token(found[size - 1].id)
        return response

    async def RevokeCoupon(
        self, request: pb.RevokeCouponRequest, context: ServicerContext
    ) -> pb.RevokeCouponResponse:
        """The coupon, taken back."""
        caller = of_one_brand(require_role(current_caller(), Role.OPERATOR))
        check_request_id(request.request_id)
        coupon_id = checked("coupon_id", request.coupon_id, ID_CHARS_MAX, least=1)
        reason = checked("reason", request.reason, REASON_CHARS_MAX, least=REASON_CHARS_MIN)
        done = await revoke_coupon(
            self._ctx,
            caller.brand,
            request_id=request.request_id,
            coupon_id=coupon_id,
            reason=reason,
        )
        coupon = to_message(done.coupon, self._ctx.clock.now())
        return pb.RevokeCouponResponse(coupon=coupon, replayed=done.replayed)

    async def LookUpCoupon(
        self, request: pb.LookUpCouponRequest, context: ServicerContext
    ) -> pb.LookUpCouponResponse:
        """The coupon as it stands."""
        caller = teller()
        coupon_id = checked("coupon_id", request.coupon_id, ID_CHARS_MAX)
        code = checked("code", request.code, TYPED_CHARS_MAX)
        if bool(coupon_id) == bool(code):
            raise invalid("code", "either coupon_id or code")
        found = await self._desk.look_up(
            caller.brand, caller.subject, coupon_id=coupon_id, code=code
        )
        return pb.LookUpCouponResponse(coupon=to_message(found, self._ctx.clock.now()))


def to_message(coupon: Coupon, now: datetime) -> pb.Coupon:
    """As it stands at `now`."""
    state = coupon.state_at(now)
    taken = state in (CouponState.HELD, CouponState.USED)
    message = pb.Coupon(
        id=coupon.id,
        member_id=coupon.member_id,
        type=coupon.type,
        terms=_terms_message(coupon.terms),
        currency_code=coupon.currency,
        code=coupon.code,
        state=pb.CouponState.Value(f"COUPON_STATE_{state.upper()}"),
        expire_on=coupon.expire_on.isoformat(),
        expire_time=to_timestamp(coupon.expires_at),
        grant_time=to_timestamp(coupon.granted_at),
        checkout_id=coupon.checkout_id if taken else "",
    )
    message.name.zh, message.name.en = coupon.name
    words = conditions(coupon.terms, coupon.currency)
    message.conditions.zh, message.conditions.en = words
    if coupon.used_at is not None:
        message.use_time.CopyFrom(to_timestamp(coupon.used_at))
    if coupon.revoked_at is not None:
        message.revoke_time.CopyFrom(to_timestamp(coupon.revoked_at))
    return message


def _type_message(type_: CouponType, currency: str, counts: CouponCounts) -> pb.CouponType:
    message = pb.CouponType(
        code=type_.code,
        terms=_terms_message(type_.terms),
        currency_code=currency,
        life_days=type_.days or 0,
        until=type_.until.isoformat() if type_.until else "",
        per_member=type_.per_member or 0,
        total=type_.total or 0,
        with_code=type_.with_code,
        granted=counts.granted,
        used=counts.used,
        expired=counts.expired,
        revoked=counts.revoked,
    )
    message.name.zh, message.name.en = type_.name
    words = conditions(type_.terms, currency)
    message.conditions.zh, message.conditions.en = words
    return message


def _terms_message(terms: CouponTerms) -> pb.CouponTerms:
    return pb.CouponTerms(
        kind=pb.CouponKind.Value(f"COUPON_KIND_{terms.kind.upper()}"),
        amount_minor=terms.amount_minor,
        percent=terms.percent,
        most_minor=terms.most_minor,
        minimum_minor=terms.minimum_minor,
        articles=terms.articles,
        series=terms.series,
        store_ids=terms.stores,
        gift_article=terms.gift_article,
        stackable=terms.stackable,
    )


def _state(sent: pb.CouponState.ValueType) -> CouponState | None:
    if not sent:
        return None
    name = _STATES.get(sent)
    if name is None:
        raise invalid("state", "one of the known states")
    return CouponState(name.removeprefix("COUPON_STATE_").lower())
