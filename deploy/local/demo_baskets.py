"""An order of the demo data that points paid in part, and half of which went back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from google.protobuf import timestamp_pb2

from deploy.local.folder import Folder
from deploy.local.loading import ids_of, open_channel
from tessera.members.v1 import activities_pb2, activities_pb2_grpc
from tessera.points.v1 import checkout_pb2, checkout_pb2_grpc
from tessera.types.v1 import types_pb2

BUYER = 1
ORDER_ID = "demo-0001-basket"
STORE = "store-01"
BOXES = (("1", "oolong_box", "gift_box"), ("2", "jasmine_box", "gift_box"))
BOX_MINOR = 5_000
POINTS = 400


async def show(folder: Folder, addresses: Mapping[str, int]) -> None:
    """The first person bought two boxes of tea with money and 400 points, and brought one back;
    once, however often this is called."""
    member_id = (await ids_of(folder, addresses, [BUYER])).get(BUYER)
    if member_id is None:
        return
    async with open_channel(folder, addresses, "channel", service="points") as pos:
        paid = await _pay(checkout_pb2_grpc.CheckoutStub(pos), member_id)
    now = datetime.now(UTC).replace(microsecond=0)
    order, refund = types_pb2.ACTIVITY_TYPE_ORDER, types_pb2.ACTIVITY_TYPE_REFUND
    async with open_channel(folder, addresses, "channel") as pos:
        stub: activities_pb2_grpc.ActivitiesAsyncStub = activities_pb2_grpc.ActivitiesStub(pos)
        told = [
            _told(order, member_id, paid, now - timedelta(minutes=2)),
            _told(refund, member_id, paid[:1], now - timedelta(minutes=1)),
        ]
        await stub.RecordActivities(activities_pb2.RecordActivitiesRequest(activities=told))


async def _pay(
    stub: checkout_pb2_grpc.CheckoutAsyncStub, member_id: str
) -> list[types_pb2.OrderLine]:
    """The lines of the order, at what was left to pay in money."""
    basket = checkout_pb2.Basket(
        member_id=member_id,
        store_id=STORE,
        currency_code="CNY",
        lines=[
            checkout_pb2.BasketLine(
                line_id=line_id, sku=sku, series=series, quantity=1, amount_minor=BOX_MINOR
            )
            for line_id, sku, series in BOXES
        ],
        points=POINTS,
    )
    asked = checkout_pb2.HoldBasketRequest(request_id="demo-basket-hold", basket=basket)
    held = (await stub.HoldBasket(asked)).basket
    captured = checkout_pb2.CaptureBasketRequest(
        request_id="demo-basket-capture", checkout_id=held.id, channel="pos", order_id=ORDER_ID
    )
    await stub.CaptureBasket(captured)
    return [
        types_pb2.OrderLine(
            line_id=line_id, sku=sku, series=series, quantity=1, amount_minor=line.paid_minor
        )
        for (line_id, sku, series), line in zip(BOXES, held.quote.lines, strict=True)
    ]


def _told(
    kind: types_pb2.ActivityType.ValueType,
    member_id: str,
    lines: list[types_pb2.OrderLine],
    at: datetime,
) -> types_pb2.Activity:
    occurred = timestamp_pb2.Timestamp()
    occurred.FromDatetime(at)
    total = sum(line.amount_minor for line in lines)
    return types_pb2.Activity(
        channel="pos",
        event_id=f"{ORDER_ID}-{len(lines)}",
        member_id=member_id,
        type=kind,
        occur_time=occurred,
        store_id=STORE,
        order=types_pb2.Order(
            order_id=ORDER_ID,
            total=types_pb2.Money(currency_code="CNY", minor_units=total),
            lines=lines,
        ),
    )
