"""A desk sees an order line by line, and records a refund of it once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from services.common.errors import Refusal
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
ORDER = """query($order: String!) { order(channel: "pos", orderId: $order) {
  memberId currencyCode totalMinor refundedMinor leftMinor orderedAt
  lines { lineId sku quantity leftQuantity leftMinor earned { asset amount } }
  awards { rule { code } asset amount settled } } }"""
REFUND = """mutation($input: RefundOrderInput!) { refundOrder(input: $input) {
  recorded replayed clawbacks { asset taken } returned { points } userErrors { code field } } }"""


def wish(request_id: str, **changed: Any) -> dict[str, Any]:
    line = {"lineId": "1", "quantity": 1, "amountMinor": 1_800}
    order = {"channel": "pos", "orderId": "o1", "totalMinor": 1_800, "lines": [line]}
    asked = {"requestId": request_id, "memberId": member_id(3), "order": order}
    return {"input": {**asked, "reason": "cold tea", **changed}}


async def test_a_desk_sees_what_each_line_earned_and_what_is_left(as_: As) -> None:
    desk = as_("operator")
    order = (await desk.data(ORDER, {"order": "o1"}))["order"]
    assert (order["totalMinor"], order["refundedMinor"], order["leftMinor"]) == (
        3_600,
        1_800,
        1_800,
    )
    (line,) = order["lines"]
    assert (line["sku"], line["leftQuantity"], line["leftMinor"]) == ("mango", 1, 1_800)
    assert line["earned"] == [{"asset": "POINTS", "amount": 36}]
    assert order["awards"][0]["settled"] == 18
    assert (await desk.data(ORDER, {"order": "never"}))["order"] is None
    told = await as_().ask(ORDER, {"order": "o1"})
    assert told["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"


async def test_a_refund_is_recorded_once_however_late_its_repeat(
    as_: As, backend: FakeBackend
) -> None:
    desk = as_("operator")
    done = (await desk.data(REFUND, wish("r1")))["refundOrder"]
    assert done == {
        "recorded": True,
        "replayed": False,
        "clawbacks": [{"asset": "POINTS", "taken": 10}],
        "returned": None,
        "userErrors": [],
    }
    (recorded,) = backend.activities.values()
    recorded.occur_time.FromDatetime(recorded.occur_time.ToDatetime() - timedelta(hours=2))
    again = (await desk.data(REFUND, wish("r1")))["refundOrder"]
    assert (again["recorded"], again["replayed"]) == (True, True)
    assert len(backend.activities) == 1
    taken = [request.refund for name, _, request in backend.requests if name == "CommitRefund"]
    assert taken[-1] == recorded, "points take what members have"
    (sent, *_) = [r for name, _, r in backend.requests if name == "RecordActivities"]
    assert sent.reason == "cold tea"
    assert sent.activities[0].order.channel == "pos"
    other = (await desk.data(REFUND, wish("r1", storeId="s2")))["refundOrder"]
    assert other["userErrors"] == [{"code": "REQUEST_ID_REUSED", "field": "requestId"}]


async def test_what_points_would_refuse_is_not_recorded(as_: As, backend: FakeBackend) -> None:
    order = {"channel": "pos", "orderId": "never", "totalMinor": 5}
    done = (await as_("operator").data(REFUND, wish("r2", order=order)))["refundOrder"]
    assert (done["recorded"], done["clawbacks"]) == (False, None)
    assert [each["code"] for each in done["userErrors"]] == ["ORDER_NOT_FOUND"]
    short = (await as_("operator").data(REFUND, wish("r3", reason=" x ")))["refundOrder"]
    assert short["userErrors"] == [{"code": "INVALID_ARGUMENT", "field": "reason"}]
    assert not backend.activities


async def test_points_that_are_away_leave_the_refund_recorded(
    as_: As, backend: FakeBackend
) -> None:
    backend.failing["CommitRefund"] = lambda: Refusal("STORAGE_UNAVAILABLE")
    answer = await as_("operator").ask(REFUND, wish("r4"))
    assert answer["data"]["refundOrder"]["recorded"] is True
    assert answer["data"]["refundOrder"]["clawbacks"] is None
    assert answer["errors"][0]["path"] == ["refundOrder", "clawbacks"]
    assert len(backend.activities) == 1
