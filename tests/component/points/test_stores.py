"""Who works for certain stores asks points about these alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from google.protobuf.message import Message

from services.points.wiring import PROTO_SERVICES
from tessera.points.v1 import (
    benefits_pb2,
    brand_events_pb2,
    check_ins_pb2,
    checkout_pb2,
    earning_pb2,
    leaderboards_pb2,
    refunds_pb2,
    statements_pb2,
    vouchers_pb2,
)
from tessera.types.v1 import types_pb2
from tests.component.points.conftest import FRUIT, Points, sent
from tests.component.stores import OURS, THEIRS, Asked, check_stores

NOT_YOURS = "STORE_NOT_YOURS"
CODE = "2A3B4C5D6E"
LINE = checkout_pb2.BasketLine(
    line_id="1", sku="mango", series="fresh_fruit", quantity=1, amount_minor=1800
)


def of_stores(make: Callable[[str], Message], *stores: str) -> Mapping[str, Message]:
    return {store: make(store) for store in stores or (OURS, THEIRS, "")}


def told(kind: str, store: str, order: str = "") -> types_pb2.Activity:
    activity = sent(kind, FRUIT, event_id=f"{kind}-{store}-{order}", order_id=order or f"o-{store}")
    activity.store_id = store
    return activity


def basket(store: str) -> checkout_pb2.Basket:
    return checkout_pb2.Basket(
        member_id="mem_ann", store_id=store, currency_code="CNY", lines=[LINE]
    )


async def test_a_method_of_stores_answers_who_works_for_the_store_and_others_refuse_them(
    points: Points,
) -> None:
    orders = {OURS: "o-ours", THEIRS: "o-theirs", "": "o-nowhere"}
    activities = [told("ORDER", store, order) for store, order in orders.items()]
    awarded = await points.till().earning.AwardActivities(
        earning_pb2.AwardActivitiesRequest(activities=activities)
    )
    assert not [each.reason for each in awarded.results if each.reason]
    held = {
        store: (
            await points.till().checkout.HoldBasket(
                checkout_pb2.HoldBasketRequest(request_id=f"hold-{store}", basket=basket(store))
            )
        ).basket.id
        for store in orders
    }
    for store in (THEIRS, ""):
        await points.till().checkout.CaptureBasket(
            checkout_pb2.CaptureBasketRequest(
                request_id=f"b-{store}",
                checkout_id=held[store],
                channel="pos",
                order_id=f"b-{store}",
            )
        )
    refused_order = NOT_YOURS, "refund.order.order_id"
    one_kept = {store: told("REFUND", OURS, order) for store, order in orders.items()}
    named: Asked = {
        "Vouchers.RedeemVoucher": (
            of_stores(
                lambda store: vouchers_pb2.RedeemVoucherRequest(
                    request_id="v", code=CODE, store_id=store
                ),
                *(OURS, THEIRS),
            ),
            *(NOT_YOURS, "store_id"),
        ),
        "Vouchers.ReverseVoucher": (
            of_stores(
                lambda store: vouchers_pb2.ReverseVoucherRequest(
                    request_id="w", code=CODE, store_id=store
                ),
                *(OURS, THEIRS),
            ),
            *(NOT_YOURS, "store_id"),
        ),
        "Vouchers.ListStoreVouchers": (
            of_stores(
                lambda store: vouchers_pb2.ListStoreVouchersRequest(store_id=store), OURS, THEIRS
            ),
            *(NOT_YOURS, "store_id"),
        ),
        "Benefits.UseBenefit": (
            of_stores(
                lambda store: benefits_pb2.UseBenefitRequest(
                    request_id="b", member_id="mem_ann", benefit="lounge", store_id=store
                ),
                *(OURS, THEIRS),
            ),
            *(NOT_YOURS, "store_id"),
        ),
        "Benefits.ReverseBenefitUse": (
            of_stores(
                lambda store: benefits_pb2.ReverseBenefitUseRequest(
                    request_id="r", use_id="use_1", store_id=store
                ),
                *(OURS, THEIRS),
            ),
            *(NOT_YOURS, "store_id"),
        ),
        "Leaderboards.GetLeaderboard": (
            of_stores(
                lambda store: leaderboards_pb2.GetLeaderboardRequest(
                    code="store_week", store_id=store
                )
            ),
            *(NOT_YOURS, "store_id"),
        ),
        "Statements.ListStoreTotals": (
            of_stores(
                lambda store: statements_pb2.ListStoreTotalsRequest(
                    day="2026-03-01", store_id=store
                )
            ),
            *(NOT_YOURS, "store_id"),
        ),
        "BrandEvents.RecordAttendance": (
            of_stores(
                lambda store: brand_events_pb2.RecordAttendanceRequest(
                    request_id="a", sign_up_id="sup_1", store_id=store
                )
            ),
            *(NOT_YOURS, "store_id"),
        ),
        # Of several, each has its own answer.
        "Earning.AwardActivities": ({}, "", ""),
        "CheckIns.CheckIn": (
            of_stores(lambda s: check_ins_pb2.CheckInRequest(activity=told("CHECK_IN", s))),
            *(NOT_YOURS, "activity.store_id"),
        ),
        "Earning.PreviewAward": (
            of_stores(lambda s: earning_pb2.PreviewAwardRequest(activity=told("ORDER", s))),
            *(NOT_YOURS, "activity.store_id"),
        ),
        "Refunds.PreviewRefund": (
            {
                store: refunds_pb2.PreviewRefundRequest(refund=refund)
                for store, refund in one_kept.items()
            },
            *refused_order,
        ),
        "Refunds.CommitRefund": (
            {
                store: refunds_pb2.CommitRefundRequest(refund=refund)
                for store, refund in one_kept.items()
            },
            *refused_order,
        ),
        "Refunds.GetOrder": (
            {
                store: refunds_pb2.GetOrderRequest(channel="pos", order_id=order)
                for store, order in orders.items()
            },
            *(NOT_YOURS, "order_id"),
        ),
        "Checkout.PreviewBasket": (
            of_stores(lambda s: checkout_pb2.PreviewBasketRequest(basket=basket(s))),
            *(NOT_YOURS, "basket.store_id"),
        ),
        "Checkout.HoldBasket": (
            of_stores(lambda s: checkout_pb2.HoldBasketRequest(request_id="h", basket=basket(s))),
            *(NOT_YOURS, "basket.store_id"),
        ),
        "Checkout.GetBasket": (
            {s: checkout_pb2.GetBasketRequest(checkout_id=id_) for s, id_ in held.items()},
            *(NOT_YOURS, "checkout_id"),
        ),
        "Checkout.GetOrderBasket": (
            of_stores(
                lambda s: checkout_pb2.GetOrderBasketRequest(channel="pos", order_id=f"b-{s}")
            ),
            *(NOT_YOURS, "order_id"),
        ),
        "Checkout.CaptureBasket": (
            {
                store: checkout_pb2.CaptureBasketRequest(
                    request_id=f"c-{store}", checkout_id=id_, channel="pos", order_id=f"b-{store}"
                )
                for store, id_ in held.items()
            },
            *(NOT_YOURS, "checkout_id"),
        ),
        "Checkout.CancelBasket": (
            {
                store: checkout_pb2.CancelBasketRequest(request_id=f"n-{store}", checkout_id=id_)
                for store, id_ in held.items()
            },
            *(NOT_YOURS, "checkout_id"),
        ),
    }
    await check_stores(points.running.address, points.issuer, PROTO_SERVICES, named)
