"""A till's basket over the wire: previewed, held, captured for an order."""

from __future__ import annotations

import asyncio
from typing import Any

from tessera.points.v1 import checkout_pb2 as pb
from tessera.points.v1 import coupons_pb2, earning_pb2, grants_pb2, ledger_pb2, refunds_pb2
from tessera.types.v1 import types_pb2
from tests.component.points.conftest import Points, sent
from tests.component.points.ledger.ledger_calls import refusal


def basket(*coupon_ids: str, **more: Any) -> pb.Basket:
    """A mango tea of 18 yuan twice, and a milk tea."""
    asked: dict[str, Any] = {"member_id": "mem_ada", "currency_code": "CNY", "store_id": "s1"}
    lines = [
        pb.BasketLine(
            line_id="1", sku="mango", series="fresh_fruit", quantity=2, amount_minor=3600
        ),
        pb.BasketLine(line_id="2", sku="pearl", series="milk_tea", quantity=1, amount_minor=1900),
    ]
    return pb.Basket(**{**asked, "lines": lines, "coupon_ids": coupon_ids, **more})


async def given(points: Points, type_: str) -> str:
    item = grants_pb2.GrantItem(request_id=f"g-{type_}", member_id="mem_ada", coupon_type=type_)
    answer = await points.service().grants.Grant(grants_pb2.GrantRequest(grants=[item]))
    assert answer.results[0].coupon.id, answer
    return answer.results[0].coupon.id


def held(sent: pb.Basket, request_id: str = "h1") -> pb.HoldBasketRequest:
    return pb.HoldBasketRequest(request_id=request_id, basket=sent)


def sold(checkout_id: str, request_id: str = "k1", **more: Any) -> pb.CaptureBasketRequest:
    asked: dict[str, Any] = {"channel": "pos", "order_id": "o1", **more}
    return pb.CaptureBasketRequest(request_id=request_id, checkout_id=checkout_id, **asked)


async def test_a_basket_is_previewed_held_and_captured(points: Points) -> None:
    till = points.till()
    await till.give("mem_ada", 1_000)
    joined, drink = await given(points, "join_9_9"), await given(points, "weekend_drink")
    sent = basket(joined, drink, points=200)
    preview = await till.checkout.PreviewBasket(pb.PreviewBasketRequest(basket=sent))
    assert {o.coupon.id: o.discount_minor for o in preview.offers} == {joined: 990, drink: 1900}
    assert [line.paid_minor for line in preview.quote.lines] == [1610, 0]
    assert (preview.quote.points_most, preview.quote.points_step) == (261, 1)
    answer = await till.checkout.HoldBasket(held(sent))
    assert answer.basket.quote == preview.quote
    assert (await till.checkout.HoldBasket(held(sent))).replayed
    assert (await till.balance("mem_ada")).available == 800
    done = await till.checkout.CaptureBasket(sold(answer.basket.id))
    assert done.basket.state == pb.BASKET_STATE_CAPTURED
    assert (done.basket.order_channel, done.basket.order_id) == ("pos", "o1")
    assert (await till.balance("mem_ada")).posted == 800
    seen = await till.coupons.LookUpCoupon(coupons_pb2.LookUpCouponRequest(coupon_id=drink))
    assert (seen.coupon.state, seen.coupon.checkout_id) == (
        coupons_pb2.COUPON_STATE_USED,
        answer.basket.id,
    )
    entries = await till.ledger.ListEntries(
        ledger_pb2.ListEntriesRequest(owner="mem_ada", asset="POINTS", page_size=1)
    )
    cause = entries.entries[0].cause
    assert (cause.order_id, cause.checkout_id) == ("o1", answer.basket.id)
    types = await points.operator().coupons.ListCouponTypes(
        coupons_pb2.ListCouponTypesRequest(page_size=100)
    )
    assert {t.code: t.used for t in types.types if t.used} == {"join_9_9": 1, "weekend_drink": 1}
    got = await till.checkout.GetBasket(pb.GetBasketRequest(checkout_id=answer.basket.id))
    assert got.basket == done.basket
    report = await points.operator().ledger.Verify(ledger_pb2.VerifyRequest())
    assert (report.colour, list(report.problems)) == (ledger_pb2.VERIFY_COLOUR_GREEN, [])


async def test_20_tills_at_once_use_a_coupon_once(points: Points) -> None:
    one, till = await given(points, "join_9_9"), points.till()

    async def reason(number: int) -> str:
        try:
            await till.checkout.HoldBasket(held(basket(one), f"h{number}"))
        except Exception as error:
            return str((await refusal(_raise(error))).reason)
        return ""

    found = sorted(await asyncio.gather(*map(reason, range(20))))
    assert found == ["", *["COUPON_HELD"] * 19]


async def _raise(error: Exception) -> None:
    raise error


WRONG_BASKETS: list[tuple[dict[str, Any], str]] = [
    ({"member_id": ""}, "basket.member_id"),
    ({"currency_code": "GBP"}, "basket.currency_code"),
    ({"lines": []}, "basket.lines"),
    ({"lines": [pb.BasketLine(line_id="1", quantity=1)] * 2}, "basket.lines"),
    ({"lines": [pb.BasketLine(line_id="1", quantity=0)]}, "basket.lines[0].quantity"),
    ({"lines": [pb.BasketLine(line_id="", quantity=1)]}, "basket.lines[0].line_id"),
    (
        {"lines": [pb.BasketLine(line_id="1", quantity=1, amount_minor=-1)]},
        "basket.lines[0].amount_minor",
    ),
    ({"shipping_minor": -1}, "basket.shipping_minor"),
    ({"points": -1}, "basket.points"),
    ({"points": 10_000}, "basket.points"),
    ({"coupon_ids": ["cpn_x", "cpn_x"]}, "basket.coupon_ids"),
    ({"coupon_ids": ["cpn_x"]}, "basket.coupon_ids"),
    ({"store_id": "x" * 65}, "basket.store_id"),
]


async def test_what_is_wrong_in_a_basket_is_named(points: Points) -> None:
    for fields, field in WRONG_BASKETS:
        preview = pb.PreviewBasketRequest(basket=basket(**fields))
        assert (await refusal(points.till().checkout.PreviewBasket(preview))).field == field
        refused = await refusal(points.till().checkout.HoldBasket(held(basket(**fields))))
        assert refused.field == field


async def test_other_members_and_other_brands_reach_no_basket(points: Points) -> None:
    till = points.till()
    one = (await till.checkout.HoldBasket(held(basket()))).basket.id
    request = pb.GetBasketRequest(checkout_id=one)
    bob = points.member("mem_bob").checkout
    assert (await refusal(bob.GetBasket(request))).reason == "CHECKOUT_NOT_FOUND"
    drop = pb.CancelBasketRequest(request_id="n1", checkout_id=one)
    assert (await refusal(bob.CancelBasket(drop))).reason == "CHECKOUT_NOT_FOUND"
    hers = pb.PreviewBasketRequest(basket=basket())
    assert (await refusal(bob.PreviewBasket(hers))).reason == "PERMISSION_DENIED"
    assert (await refusal(bob.HoldBasket(held(basket(), "h2")))).reason == "PERMISSION_DENIED"
    listed = pb.ListMemberBasketsRequest(member_id="mem_ada")
    assert (await refusal(bob.ListMemberBaskets(listed))).reason == "PERMISSION_DENIED"
    for member in (bob, points.member("mem_ada").checkout):
        assert (await refusal(member.CaptureBasket(sold(one)))).reason == "PERMISSION_DENIED"
        of_order = pb.GetOrderBasketRequest(channel="pos", order_id="o1")
        assert (await refusal(member.GetOrderBasket(of_order))).reason == "PERMISSION_DENIED"
    other = points.till("retail").checkout
    assert (await refusal(other.GetBasket(request))).reason == "CHECKOUT_NOT_FOUND"
    assert (await refusal(other.CaptureBasket(sold(one)))).reason == "CHECKOUT_NOT_FOUND"
    wrong = sold(one, channel="a/b")
    assert (await refusal(till.checkout.CaptureBasket(wrong))).field == "channel"


async def test_a_refund_gives_points_and_the_coupon_back_and_the_books_stay_sound(
    points: Points,
) -> None:
    till = points.till()
    await till.give("mem_ada", 1_000)
    joined = await given(points, "join_9_9")
    answer = await till.checkout.HoldBasket(held(basket(joined, points=400)))
    await till.checkout.CaptureBasket(sold(answer.basket.id))
    paid = {line.line_id: line.paid_minor for line in answer.basket.quote.lines}
    lines = [
        types_pb2.OrderLine(line_id="1", series="fresh_fruit", quantity=2, amount_minor=paid["1"]),
        types_pb2.OrderLine(line_id="2", series="milk_tea", quantity=1, amount_minor=paid["2"]),
    ]
    told = earning_pb2.AwardActivitiesRequest(activities=[sent("ORDER", *lines)])
    assert not (await till.earning.AwardActivities(told)).results[0].reason
    back = 0
    for number, line in enumerate(lines):
        refund = sent("REFUND", line, event_id=f"r{number}")
        preview = await till.refunds.PreviewRefund(refunds_pb2.PreviewRefundRequest(refund=refund))
        done = await till.refunds.CommitRefund(refunds_pb2.CommitRefundRequest(refund=refund))
        assert preview.returned == done.returned
        assert list(done.returned.coupon_ids) == ([joined] if number else [])
        back += done.returned.points
        if not number:
            asked = pb.GetOrderBasketRequest(channel="pos", order_id="o1")
            paid_by = await points.operator().checkout.GetOrderBasket(asked)
            (lot,) = paid_by.lots
            assert (lot.points, lot.returned) == (400, back)
            assert paid_by.basket.returned_points == back
            assert paid_by.basket.refunded_minor == paid["1"]
            (gone,) = paid_by.refunded_lines
            assert (gone.line_id, gone.quantity, gone.amount_minor) == ("1", 2, paid["1"])
    assert back == 400
    assert (await till.balance("mem_ada")).posted == 1_000
    found = await till.coupons.LookUpCoupon(coupons_pb2.LookUpCouponRequest(coupon_id=joined))
    assert found.coupon.state == coupons_pb2.COUPON_STATE_GRANTED
    report = await points.operator().ledger.Verify(ledger_pb2.VerifyRequest())
    assert (report.colour, list(report.problems)) == (ledger_pb2.VERIFY_COLOUR_GREEN, [])


async def test_a_member_holds_a_basket_and_a_till_captures_it_at_its_own_prices(
    points: Points,
) -> None:
    ada, till = points.member("mem_ada"), points.till()
    await till.give("mem_ada", 1_000)
    mine = (await ada.checkout.HoldBasket(held(basket(points=400)))).basket
    assert mine.by_member
    assert (await refusal(till.checkout.CaptureBasket(sold(mine.id)))).field == "basket"
    dearer = basket()
    dearer.lines[0].amount_minor += 100
    refused = await refusal(till.checkout.CaptureBasket(sold(mine.id, basket=dearer)))
    assert refused.reason == "CHECKOUT_BASKET_DIFFERS"
    done = await till.checkout.CaptureBasket(sold(mine.id, basket=basket()))
    assert done.basket.state == pb.BASKET_STATE_CAPTURED
    drop = pb.CancelBasketRequest(request_id="n1", checkout_id=mine.id)
    assert (await refusal(ada.checkout.CancelBasket(drop))).reason == "CHECKOUT_ENDED"
    other = (await ada.checkout.HoldBasket(held(basket(points=100), "h2"))).basket
    drop = pb.CancelBasketRequest(request_id="n2", checkout_id=other.id)
    assert (await ada.checkout.CancelBasket(drop)).basket.state == pb.BASKET_STATE_CANCELLED
    first = await ada.checkout.ListMemberBaskets(
        pb.ListMemberBasketsRequest(member_id="mem_ada", page_size=1)
    )
    rest = await ada.checkout.ListMemberBaskets(
        pb.ListMemberBasketsRequest(member_id="mem_ada", page_token=first.next_page_token)
    )
    assert [one.id for one in (*first.baskets, *rest.baskets)] == [other.id, mine.id]
    assert not rest.next_page_token
