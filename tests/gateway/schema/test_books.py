"""The books, reports and previews of points for operators."""

from collections.abc import Callable
from typing import Any

import pytest

from services.common.errors import Refusal
from tests.gateway.conftest import Client
from tests.gateway.fake_backend import at
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]

CLOSE = """mutation($month: String!) { closePeriod(input: {requestId: "r1", month: $month}) {
  closed { month closedBy finalAt } replayed userErrors { code field } } }"""
PREVIEW = """query($activity: ActivityInput!) { previewAward(activity: $activity) {
  awards { rule { code name } asset amount base multiplier multipliers capped } } }"""
REFUND = """query($refund: ActivityInput!) { previewRefund(refund: $refund) {
  clawbacks { asset due taken fromPending forgiven availableAfter }
  returned { points couponIds } } }"""


def _last(backend: FakeBackend, method: str) -> Any:
    return [request for name, _, request in backend.requests if name == method][-1]


async def test_the_liability_has_its_months_and_its_worth(as_: As, backend: FakeBackend) -> None:
    query = """{ liability(asset: "POINTS", months: 3) { outstanding value { minorUnits }
      byExpiry { month points value { currencyCode } } breakage { month issued breakage } } }"""
    told = (await as_("operator").data(query))["liability"]
    assert told == {
        "outstanding": 420,
        "value": {"minorUnits": 4_200},
        "byExpiry": [
            {"month": "2026-12", "points": 400, "value": {"currencyCode": "CNY"}},
            {"month": None, "points": 20, "value": None},
        ],
        "breakage": [{"month": "2026-02", "issued": 80, "breakage": 0.125}],
    }
    asked = _last(backend, "GetLiability")
    assert (asked.asset, asked.months) == ("POINTS", 3)


async def test_no_months_of_liability_are_refused_and_not_twelve(as_: As) -> None:
    answer = await as_("operator").ask("{ liability(months: 0) { outstanding } }")
    assert answer["errors"][0]["extensions"]["code"] == "INVALID_ARGUMENT"


async def test_rule_totals_go_through_their_pages_and_keep_the_sum(as_: As) -> None:
    query = """query($after: String) {
      ruleTotals(monthFrom: "2026-01", monthUntil: "2026-02", first: 2, after: $after) {
        edges { node { rule issued } } pageInfo { hasNextPage endCursor } sum { rule issued } } }"""
    first = (await as_("operator").data(query))["ruleTotals"]
    assert [edge["node"]["rule"] for edge in first["edges"]] == ["birthday", "order"]
    assert first["sum"] == {"rule": None, "issued": 15}
    rest = await as_("operator").data(query, {"after": first["pageInfo"]["endCursor"]})
    assert [edge["node"]["rule"] for edge in rest["ruleTotals"]["edges"]] == ["review"]
    assert rest["ruleTotals"]["pageInfo"]["hasNextPage"] is False


async def test_a_day_of_a_store_is_one_call(as_: As, backend: FakeBackend) -> None:
    query = """{ storeTotals(day: "2026-02-01", storeId: "s1") { final asOf sum { storeId issued }
      edges { node { storeId rule reward issued postings } } } }"""
    told = (await as_("operator").data(query))["storeTotals"]
    assert told["final"] is True
    assert told["sum"] == {"storeId": None, "issued": 9}
    assert told["edges"][0]["node"] == {
        "storeId": "s1",
        "rule": "order",
        "reward": None,
        "issued": 9,
        "postings": 2,
    }
    assert backend.calls == {"ListStoreTotals": 1}


async def test_the_trial_balance_is_that_of_its_time(as_: As, backend: FakeBackend) -> None:
    query = """{ trialBalance(asOf: "2026-03-01T00:00:00Z") {
      lines { accountClass balance } sums { asset sum } } }"""
    told = (await as_("operator").data(query))["trialBalance"]
    assert told["lines"][1] == {"accountClass": "house:issued", "balance": -420}
    assert told["sums"] == [{"asset": "GROWTH", "sum": 0}, {"asset": "POINTS", "sum": 0}]
    asked = _last(backend, "GetTrialBalance").as_of_record_time
    assert asked.ToJsonString() == "2026-03-01T00:00:00Z"
    await as_("operator").data("{ trialBalance { asOf } }")
    assert not _last(backend, "GetTrialBalance").HasField("as_of_record_time")


async def test_a_brand_without_closed_months_has_no_closed_period(as_: As) -> None:
    query = "{ closedPeriod { month openFrom } }"
    assert (await as_("operator").data(query))["closedPeriod"]["month"] == "2026-02"
    retail = await as_("operator", brand="retail").data(query)
    assert retail["closedPeriod"] is None


async def test_a_month_is_closed_or_the_month_is_named(as_: As) -> None:
    done = (await as_("operator").data(CLOSE, {"month": "2026-02"}))["closePeriod"]
    assert (done["closed"]["closedBy"], done["userErrors"]) == ("ann", [])
    refused = (await as_("operator").data(CLOSE, {"month": "2026-09"}))["closePeriod"]
    assert refused["closed"] is None
    assert refused["userErrors"] == [{"code": "INVALID_ARGUMENT", "field": "month"}]


async def test_the_ledger_is_verified_step_by_step(as_: As) -> None:
    query = """query($token: String) { verify(token: $token) { colour nextToken
      counts { name count } problems { check where detail } backlogSeconds { name count } } }"""
    first = (await as_("operator").data(query))["verify"]
    assert (first["colour"], first["problems"]) == ("GREEN", [])
    assert first["counts"] == [{"name": "accounts", "count": 9}]
    last = (await as_("operator").data(query, {"token": first["nextToken"]}))["verify"]
    assert (last["colour"], last["nextToken"]) == ("RED", None)
    assert last["problems"][0]["where"] == "mem_1/POINTS"


async def test_an_award_is_previewed_with_its_computation(as_: As, backend: FakeBackend) -> None:
    activity = {
        "memberId": member_id(3),
        "type": "ORDER",
        "storeId": "s1",
        "order": {
            "orderId": "o1",
            "totalMinor": 1_800,
            "lines": [{"lineId": "l1", "sku": "tea", "amountMinor": 1_800}],
        },
        "labels": [{"key": "topic", "value": "spring"}],
    }
    told = await as_("operator", language="en").data(PREVIEW, {"activity": activity})
    assert told["previewAward"]["awards"] == [
        {
            "rule": {"code": "order", "name": "Orders"},
            "asset": "POINTS",
            "amount": 20,
            "base": 18,
            "multiplier": 1.3,
            "multipliers": ["tier:gold=130"],
            "capped": 3,
        }
    ]
    sent = _last(backend, "PreviewAward").activity
    assert (sent.member_id, sent.store_id, sent.channel) == (member_id(3), "s1", "crm")
    assert (sent.order.total.minor_units, sent.order.total.currency_code) == (1_800, "CNY")
    assert (sent.order.lines[0].sku, sent.order.lines[0].quantity) == ("tea", 1)
    assert dict(sent.labels) == {"topic": "spring"}
    assert sent.occur_time.seconds > 0


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"labels": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]}, "INVALID_ARGUMENT"),
        ({"labels": [{"key": str(n), "value": "1"} for n in range(17)]}, "TOO_MANY"),
        ({"memberId": "no member"}, "INVALID_ARGUMENT"),
    ],
)
async def test_an_activity_that_is_none_is_not_asked_for(
    as_: As, backend: FakeBackend, more: dict[str, Any], code: str
) -> None:
    activity = {"memberId": member_id(3), "type": "VISIT", **more}
    answer = await as_("operator").ask(PREVIEW, {"activity": activity})
    assert answer["errors"][0]["extensions"]["code"] == code
    assert not backend.calls


async def test_a_refund_is_previewed_and_its_order_is_known(as_: As, backend: FakeBackend) -> None:
    refund = {
        "memberId": member_id(3),
        "type": "REFUND",
        "order": {"orderId": "o1", "totalMinor": 9},
    }
    told = (await as_("operator").data(REFUND, {"refund": refund}))["previewRefund"]
    assert told["clawbacks"] == [
        {
            "asset": "POINTS",
            "due": 12,
            "taken": 10,
            "fromPending": 4,
            "forgiven": 2,
            "availableAfter": -3,
        }
    ]
    assert told["returned"] is None
    refund["order"] = {"orderId": "paid_with_points", "totalMinor": 9}
    told = (await as_("operator").data(REFUND, {"refund": refund}))["previewRefund"]
    assert told["returned"] == {"points": 30, "couponIds": ["coup_1"]}
    assert backend.calls == {"PreviewRefund": 2}, "members are asked for tiers alone"
    refund["order"] = {"orderId": "never", "totalMinor": 9}
    unknown = await as_("operator").ask(REFUND, {"refund": refund})
    assert unknown["errors"][0]["extensions"]["code"] == "ORDER_NOT_FOUND"
    asked = backend.calls["PreviewRefund"]
    no_refund = await as_("operator").ask(REFUND, {"refund": {**refund, "type": "ORDER"}})
    assert no_refund["errors"][0]["extensions"]["code"] == "INVALID_ARGUMENT"
    assert backend.calls["PreviewRefund"] == asked


async def test_a_refund_is_previewed_with_the_tier_that_it_lowers(
    as_: As, backend: FakeBackend
) -> None:
    query = """query($refund: ActivityInput!) { previewRefund(refund: $refund) { tiers {
      orderAwaited ladders { ladder { name } before { code } after { name } countedBefore
        countedAfter reach basis decision { reason threshold } } } } }"""
    order = {"orderId": "paid_with_points", "totalMinor": 9, "channel": "pos"}
    refund = {"memberId": member_id(3), "type": "REFUND", "order": order}
    told = (await as_("operator", language="en").data(query, {"refund": refund}))["previewRefund"]
    assert told["tiers"] == {
        "orderAwaited": False,
        "ladders": [
            {
                "ladder": {"name": "Growth"},
                "before": {"code": "gold"},
                "after": {"name": "Silver"},
                "countedBefore": 1_010,
                "countedAfter": 980,
                "reach": 1_000,
                "basis": "growth",
                "decision": {"reason": "REFUND_UNDID_UPGRADE", "threshold": 300},
            }
        ],
    }
    assert backend.calls == {"PreviewRefund": 1, "members.PreviewRefund": 1}
    sent = _last(backend, "members.PreviewRefund")
    assert sent.refund == _last(backend, "PreviewRefund").refund
    assert (sent.growth_taken, sent.growth_time) == (30, at(60))


async def test_a_statement_is_a_part_of_the_card(as_: As, backend: FakeBackend) -> None:
    query = """{ me { february: statement(month: "2026-02") { opening closing
      lines { kind amount count } } growth: statement(month: "2026-02", asset: "GROWTH") {
      closing } } }"""
    me = (await as_(number=2).data(query))["me"]
    assert (me["february"]["opening"], me["february"]["closing"]) == (10, 14)
    assert me["february"]["lines"][1] == {"kind": "SPEND", "amount": -3, "count": 1}
    asked = [r for name, _, r in backend.requests if name == "GetStatement"]
    assert {(r.member_id, r.month, r.asset) for r in asked} == {
        (member_id(2), "2026-02", "POINTS"),
        (member_id(2), "2026-02", "GROWTH"),
    }


async def test_points_that_are_away_cost_the_statement_alone(as_: As, backend: FakeBackend) -> None:
    backend.failing["GetStatement"] = lambda: Refusal("STORAGE_UNAVAILABLE")
    answer = await as_(number=2).ask('{ me { name statement(month: "2026-02") { opening } } }')
    assert answer["data"]["me"] == {"name": "tea 2", "statement": None}
    assert answer["errors"][0]["path"] == ["me", "statement"]
