"""Texts of activities and postings are kept in one form, however a till types them."""

import pytest

from services.common.text import labels_in_form
from services.points.activities.api.activities import to_activity
from services.points.ledger.api.messages import to_request
from tessera.points.v1 import ledger_pb2
from tessera.types.v1 import types_pb2

# Members and points read the same message: both have to come to the same texts.
SENT = types_pb2.Activity(
    channel="\ufeffpos",
    event_id=" e１",
    type=types_pb2.ActivityType.ACTIVITY_TYPE_ORDER,
    store_id="ｓ１\u200b",
    order=types_pb2.Order(
        order_id="Ａ１００",
        lines=[types_pb2.OrderLine(line_id=" 1", sku="ＡＢ", series="芝士\u200b茶（大）")],
    ),
    labels={"ｕｔｍ": "Ａpp\n"},
)


def test_texts_of_an_activity_are_in_one_form_and_event_ids_as_they_are() -> None:
    activity = to_activity("tea", SENT)
    assert (activity.channel, activity.event_id, activity.store_id) == ("pos", " e１", "s1")
    assert activity.labels == {"utm": "App"}
    assert activity.order is not None
    assert activity.order.order_id == "A100"
    [line] = activity.order.lines
    assert (line.line_id, line.sku, line.series) == ("1", "AB", "芝士茶（大）")


def test_metadata_of_a_posting_is_in_one_form() -> None:
    message = ledger_pb2.CreatePostingRequest(
        request_id="r",
        kind=ledger_pb2.POSTING_KIND_ADJUST,
        metadata={"reason": "\u202e补偿\u200b"},
    )
    assert to_request(message, "tea").metadata == {"reason": "补偿"}


@pytest.mark.parametrize("labels", [{"Ａ": "1", "A": "2"}, {"a": "1", "a\u200b": "2"}])
def test_no_label_is_lost_where_two_names_are_one(labels: dict[str, str]) -> None:
    assert labels_in_form(labels) == labels
