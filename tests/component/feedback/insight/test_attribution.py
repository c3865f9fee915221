"""Attribution over gRPC: orders are put down to the messages before them."""

from datetime import timedelta

from tessera.feedback.v1 import insight_pb2 as pb
from tests.component.feedback.conftest import until
from tests.component.feedback.insight.conftest import DAY, MIDNIGHT, World


async def test_orders_are_put_down_to_the_messages_before_them(world: World) -> None:
    at = MIDNIGHT + timedelta(hours=1)
    touches = [
        ("mem_1", "birthday", "sms", "delivered", at - 3 * DAY),
        ("mem_1", "newsletter", "inbox", "sent", at - DAY),
        ("mem_1", "receipt", "inbox", "delivered", at - DAY),
        ("mem_2", "birthday", "", "control", at - DAY),
    ]
    await world.db.touches.insert_many(
        {
            "_id": f"tch_{number}",
            "brand": "tea",
            "member_id": member_id,
            "message": message,
            "channel": channel,
            "state": state,
            "ended_at": ended_at,
            "purpose": "service" if message == "receipt" else "marketing",
        }
        for number, (member_id, message, channel, state, ended_at) in enumerate(touches)
    )
    order = world.does("mem_1", "order", at, 10_001)
    await world.tell(order, world.does("mem_3", "order", at, 500))
    await world.settled()
    stub = world.feedback.insight()

    async def put_down(model: str) -> dict[tuple[str, str], int]:
        asked = pb.GetAttributionRequest(
            model=pb.AttributionModel.Value(f"ATTRIBUTION_MODEL_{model}")
        )
        told = await stub.GetAttribution(asked)
        return {(each.message, each.channel): each.minor_units for each in told.credits}

    assert await put_down("LINEAR") == {
        ("birthday", "sms"): 5_001,
        ("newsletter", "inbox"): 5_000,
        ("", ""): 500,
    }
    assert await put_down("LAST") == {("newsletter", "inbox"): 10_001, ("", ""): 500}
    # A refund days later takes the same shares back.
    member_id, back = world.does("mem_1", "refund", at + timedelta(hours=5), 10_001)
    back.activity.order.order_id = order[1].activity.order.order_id
    await world.tell((member_id, back))
    await world.settled()
    assert await put_down("LINEAR") == {("", ""): 500}
    lift = (await stub.GetAttribution(pb.GetAttributionRequest())).lift
    shown = [(n.numerator, n.denominator) for n in (lift.reached, lift.held_out)]
    assert (shown, lift.shown) == ([(1, 1), (0, 1)], False)

    # Each message that went out counts, of service too; who was held out got none.
    async def went_out() -> bool:
        world.feedback.clock.advance(timedelta(seconds=1))
        return (await world.numbers("touches"))["2026-03-01"] == (2, 1)

    await until(went_out)
    assert (await world.numbers("touches"))["2026-02-27"] == (1, 1)
    assert (await world.numbers("delivered_rate"))["2026-03-01"] == (1, 2)
