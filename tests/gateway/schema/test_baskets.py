"""Baskets in GraphQL: members see what comes off, hold and let go; a desk sees an order."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]

GOODS = {"lines": [{"lineId": "1", "sku": "mango", "quantity": 2, "amountMinor": 10_000}]}
HOLD = """mutation($input: HoldBasketInput!) { holdBasket(input: $input) {
  basket { id state quote { paidMinor } } points { available } replayed
  userErrors { code field } } }"""
CANCEL = """mutation($input: CancelBasketInput!) { cancelBasket(input: $input) {
  basket { state } userErrors { code } } }"""


async def test_a_member_sees_what_is_left_to_pay_and_which_coupons_go(
    as_: As, backend: FakeBackend
) -> None:
    query = """query($basket: BasketInput!) { basketPreview(basket: $basket) {
      quote { amountMinor discountMinor points pointsMinor paidMinor pointsMost pointsStep
        lines { lineId paidMinor } coupons { couponId giftArticle } }
      offers { coupon { id } discountMinor whyNot } } }"""
    wish = {**GOODS, "points": 400, "couponIds": ["cpn_2"], "shippingMinor": 5}
    answer = (await as_().data(query, {"basket": wish}))["basketPreview"]
    assert answer["quote"]["paidMinor"] == 8_000
    assert answer["quote"]["lines"] == [{"lineId": "1", "paidMinor": 8_000}]
    assert [one["whyNot"] for one in answer["offers"]] == [None, "MINIMUM"]
    ((method, _, request),) = backend.requests
    assert method == "PreviewBasket"
    assert (request.basket.points, request.basket.shipping_minor) == (400, 5)
    assert list(request.basket.coupon_ids) == ["cpn_2"]
    assert (request.basket.lines[0].quantity, request.basket.lines[0].sku) == (2, "mango")
    other = {**wish, "memberId": member_id(3)}
    told = await as_().ask(query, {"basket": other})
    assert told["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"


async def test_a_basket_with_too_many_lines_asks_no_service(as_: As, backend: FakeBackend) -> None:
    query = """query($basket: BasketInput!) { basketPreview(basket: $basket) {
      quote { paidMinor } } }"""
    told = await as_().ask(query, {"basket": {"lines": GOODS["lines"] * 201}})
    assert told["errors"][0]["extensions"]["code"] == "TOO_MANY"
    assert not backend.requests


async def test_a_member_sees_what_paid_for_an_order_and_what_came_back(as_: As) -> None:
    query = """{ baskets { edges { node { id state byMember channel orderId refundedMinor
      returnedPoints quote { paidMinor points } } } pageInfo { hasNextPage } } }"""
    edges = (await as_().data(query))["baskets"]["edges"]
    assert [edge["node"]["state"] for edge in edges] == ["HELD", "HELD", "CAPTURED"]
    assert edges[2]["node"] == {
        "id": "chk_1",
        "state": "CAPTURED",
        "byMember": True,
        "channel": "pos",
        "orderId": "o1",
        "refundedMinor": 4_000,
        "returnedPoints": 200,
        "quote": {"paidMinor": 8_000, "points": 400},
    }
    assert (await as_().data('{ basket(basketId: "chk_9") { id } }'))["basket"] is None


async def test_a_basket_is_held_once_and_a_till_lets_its_own_go(as_: As) -> None:
    member = as_()
    wish = {"requestId": "h1", "basket": {**GOODS, "points": 400}}
    done = (await member.data(HOLD, {"input": wish}))["holdBasket"]
    assert (done["basket"]["state"], done["replayed"], done["userErrors"]) == ("HELD", False, [])
    assert done["points"] is not None
    assert (await member.data(HOLD, {"input": wish}))["holdBasket"]["replayed"]
    wish = {"requestId": "h2", "basket": {**GOODS, "points": 4_000}}
    refused = (await member.data(HOLD, {"input": wish}))["holdBasket"]
    assert refused["basket"] is None
    assert [error["code"] for error in refused["userErrors"]] == ["CHECKOUT_POINTS_INVALID"]
    gone = await member.data(CANCEL, {"input": {"requestId": "n1", "basketId": "chk_3"}})
    assert gone["cancelBasket"]["basket"]["state"] == "CANCELLED"
    kept = await member.data(CANCEL, {"input": {"requestId": "n2", "basketId": "chk_2"}})
    assert kept["cancelBasket"]["userErrors"] == [{"code": "CHECKOUT_HELD_BY_TILL"}]


async def test_a_desk_sees_the_lots_that_paid_for_an_order(as_: As) -> None:
    query = """query($order: String!) { orderBasket(channel: "pos", orderId: $order) {
      basket { id refundedMinor returnedPoints returnedCouponIds }
      lots { points expiresAt returned } refundedLines { lineId quantity amountMinor } } }"""
    desk = as_("operator")
    answer = (await desk.data(query, {"order": "o1"}))["orderBasket"]
    assert [(lot["points"], lot["returned"]) for lot in answer["lots"]] == [(250, 50), (150, 150)]
    assert [lot["expiresAt"] is None for lot in answer["lots"]] == [False, True]
    assert answer["refundedLines"] == [{"lineId": "1", "quantity": 1, "amountMinor": 4_000}]
    assert (await desk.data(query, {"order": "o9"}))["orderBasket"] is None
    told = await as_().ask(query, {"order": "o1"})
    assert told["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"
