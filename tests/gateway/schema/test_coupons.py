"""Coupons in GraphQL: members see their own, operators grant them and see what became of them."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]

GRANT = """mutation($input: GrantCouponInput!) { grantCoupon(input: $input) {
  coupon { id state type } replayed userErrors { code field message { en } } } }"""


async def test_a_member_sees_the_face_the_conditions_and_the_last_day(
    as_: As, backend: FakeBackend
) -> None:
    query = """{ coupons(couponState: GRANTED, first: 1) { edges { node {
      id type name(lang: EN) conditions(lang: ZH) state expiresOn code usedAt
      terms { kind amountMinor percent minimumMinor currency articles stackable } } }
      pageInfo { hasNextPage } } }"""
    answer = (await as_().data(query))["coupons"]
    (edge,) = answer["edges"]
    assert edge["node"] == {
        "id": "cpn_3",
        "type": "join_9_9",
        "name": "For joining",
        "conditions": "减 CNY 9.90",
        "state": "GRANTED",
        "expiresOn": "2026-03-07",
        "code": None,
        "usedAt": None,
        "terms": {
            "kind": "AMOUNT_OFF",
            "amountMinor": 990,
            "percent": None,
            "minimumMinor": 1200,
            "currency": "CNY",
            "articles": [],
            "stackable": False,
        },
    }
    assert answer["pageInfo"]["hasNextPage"]
    assert [method for method, *_ in backend.requests] == ["ListMemberCoupons"]


async def test_a_used_coupon_says_when(as_: As) -> None:
    query = "{ coupons(couponState: USED) { edges { node { id usedAt } } } }"
    (edge,) = (await as_().data(query))["coupons"]["edges"]
    assert edge["node"]["id"] == "cpn_1"
    assert edge["node"]["usedAt"] is not None


async def test_an_operator_grants_a_coupon_once_or_is_told_why_not(as_: As) -> None:
    desk = as_("operator")
    wish = {"requestId": "g1", "memberId": member_id(2), "couponType": "join_9_9", "reason": "lost"}
    done = (await desk.data(GRANT, {"input": wish}))["grantCoupon"]
    assert (done["coupon"]["state"], done["replayed"], done["userErrors"]) == ("GRANTED", False, [])
    assert (await desk.data(GRANT, {"input": wish}))["grantCoupon"]["replayed"]
    wish |= {"requestId": "g2", "couponType": "none_left"}
    refused = (await desk.data(GRANT, {"input": wish}))["grantCoupon"]
    assert refused["coupon"] is None
    (error,) = refused["userErrors"]
    assert error["code"] == "COUPONS_EXHAUSTED"
    assert "given out" in error["message"]["en"]


async def test_an_operator_sees_how_many_were_granted_and_used(as_: As) -> None:
    query = """{ couponTypes { edges { node {
      code name lifeDays until perMember total granted used expired conditions } } } }"""
    first, second = (await as_("operator").data(query))["couponTypes"]["edges"]
    assert (first["node"]["lifeDays"], first["node"]["until"]) == (3, None)
    assert (second["node"]["lifeDays"], second["node"]["until"]) == (None, "2026-05-01")
    assert (first["node"]["granted"], first["node"]["used"], first["node"]["total"]) == (5, 2, None)


REVOKE = """mutation($input: RevokeCouponInput!) { revokeCoupon(input: $input) {
  coupon { id state revokedAt } replayed userErrors { code } } }"""


async def test_an_operator_takes_a_coupon_back_or_is_told_why_not(
    as_: As, backend: FakeBackend
) -> None:
    desk = as_("operator")
    wish = {"requestId": "v1", "couponId": "cpn_2", "reason": "given by mistake"}
    done = (await desk.data(REVOKE, {"input": wish}))["revokeCoupon"]
    assert (done["coupon"]["state"], done["userErrors"]) == ("REVOKED", [])
    assert done["coupon"]["revokedAt"] is not None
    asked = [request for name, _, request in backend.requests if name == "RevokeCoupon"]
    assert (asked[0].coupon_id, asked[0].reason) == ("cpn_2", "given by mistake")
    wish |= {"requestId": "v2", "couponId": "cpn_1"}
    refused = (await desk.data(REVOKE, {"input": wish}))["revokeCoupon"]
    assert (refused["coupon"], refused["userErrors"]) == (None, [{"code": "COUPON_USED"}])
    told = await as_().ask(REVOKE, {"input": wish})
    assert told["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"
