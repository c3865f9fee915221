"""Coupons and grants as the gateway sees them."""

from typing import Any

from services.common.errors import Refusal
from tessera.points.v1 import coupons_pb2, coupons_pb2_grpc, grants_pb2, grants_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import DAY_S, FakeBackend, at, member_id, refuse

TERMS = coupons_pb2.CouponTerms(
    kind=coupons_pb2.COUPON_KIND_AMOUNT_OFF, amount_minor=990, minimum_minor=1200
)
NAME = types_pb2.LocalizedText(zh="入会券", en="For joining")
WORDS = types_pb2.LocalizedText(zh="减 CNY 9.90", en="CNY 9.90 off")


def coupon(number: int, owner: str) -> coupons_pb2.Coupon:
    """The coupon of that number: the first is used, the others are not."""
    made = coupons_pb2.Coupon(
        id=f"cpn_{number}",
        member_id=owner,
        type="join_9_9",
        name=NAME,
        terms=TERMS,
        currency_code="CNY",
        state=coupons_pb2.COUPON_STATE_USED if number == 1 else coupons_pb2.COUPON_STATE_GRANTED,
        expire_on="2026-03-07",
        expire_time=at(3 * DAY_S),
        grant_time=at(0),
        conditions=WORDS,
    )
    if number == 1:
        made.use_time.CopyFrom(at(60))
    return made


class Coupons(coupons_pb2_grpc.CouponsServicer):
    """Three coupons for each member, and two types."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def ListMemberCoupons(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListMemberCoupons", request, context)
        start, size = int(request.page_token or 0), request.page_size or 20
        found = [coupon(number, request.member_id) for number in (3, 2, 1)]
        found = [one for one in found if request.state in (0, one.state)]
        more = start + size < len(found)
        return coupons_pb2.ListMemberCouponsResponse(
            coupons=found[start : start + size], next_page_token=str(start + size) if more else ""
        )

    async def LookUpCoupon(self, request: Any, context: Any) -> Any:
        """Tills call it, the gateway does not."""
        return await refuse(context, Refusal("COUPON_NOT_FOUND"))

    async def RevokeCoupon(self, request: Any, context: Any) -> Any:
        await self.backend.enter("RevokeCoupon", request, context)
        if request.coupon_id == "cpn_1":
            return await refuse(context, Refusal("COUPON_USED"))
        made = coupon(2, member_id(2))
        made.state = coupons_pb2.COUPON_STATE_REVOKED
        made.revoke_time.CopyFrom(at(60))
        return coupons_pb2.RevokeCouponResponse(coupon=made)

    async def ListCouponTypes(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListCouponTypes", request, context)
        types = [
            coupons_pb2.CouponType(
                code=code,
                name=NAME,
                terms=TERMS,
                currency_code="CNY",
                life_days=days,
                until=until,
                per_member=1,
                granted=5,
                used=2,
                expired=1,
                conditions=WORDS,
            )
            for code, days, until in (("join_9_9", 3, ""), ("spring", 0, "2026-05-01"))
        ]
        return coupons_pb2.ListCouponTypesResponse(types=types)


class Grants(grants_pb2_grpc.GrantsServicer):
    """Grants any type but `none_left`."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend
        self.given: dict[tuple[str, str], coupons_pb2.Coupon] = {}

    async def Grant(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("Grant", request, context)
        (item,) = request.grants
        if not item.reason:
            await refuse(context, Refusal("INVALID_ARGUMENT", field="reason"))
        result = grants_pb2.GrantResult(request_id=item.request_id)
        if item.coupon_type == "none_left":
            result.reason, result.field = "COUPONS_EXHAUSTED", "coupon_type"
            return grants_pb2.GrantResponse(results=[result])
        key = (caller.brand, item.request_id)
        result.replayed = key in self.given
        self.given.setdefault(key, coupon(2, item.member_id or member_id(2)))
        result.coupon.CopyFrom(self.given[key])
        return grants_pb2.GrantResponse(results=[result])
