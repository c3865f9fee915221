"""A report is kept in one form, so that a repeat is one however it was typed."""

from services.members.activities.api.activities import to_activity
from tessera.types.v1 import types_pb2


def sent(order_id: str, series: str, label: str) -> types_pb2.Activity:
    return types_pb2.Activity(
        channel="pos",
        event_id="e1",
        type=types_pb2.ActivityType.ACTIVITY_TYPE_ORDER,
        order=types_pb2.Order(
            order_id=order_id, lines=[types_pb2.OrderLine(line_id="1", series=series)]
        ),
        labels={label: "app"},
    )


def test_the_same_report_typed_otherwise_has_the_same_content() -> None:
    plain = to_activity(sent("A100", "芝士茶（大）", "utm"))
    typed = to_activity(sent("\u200bＡ１００ ", "芝士\u200b茶（大）", "ｕｔｍ"))
    assert typed == plain
    assert plain.order is not None
    assert (plain.order.order_id, plain.order.lines[0].series) == ("A100", "芝士茶（大）")
