"""Campaigns in GraphQL: operators see how far each came, members do not."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]


async def test_an_operator_reads_a_campaigns_report_by_one_rpc(
    as_: As, backend: FakeBackend
) -> None:
    query = """{ campaignReport(code: "spring") {
      campaign { subject { name(lang: ZH) } targetMembers targetOrders firstDay }
      total { day members orders revenue { minorUnits } } days { day points }
      issued redeemed outstanding cost { minorUnits } budgetLimit complete } }"""
    assert (await as_("operator").data(query))["campaignReport"] == {
        "campaign": {
            "subject": {"name": "春日双倍"},
            "targetMembers": 100,
            "targetOrders": None,
            "firstDay": None,
        },
        "total": {"day": None, "members": 2, "orders": 2, "revenue": {"minorUnits": 5_600}},
        "days": [{"day": "2026-03-04", "points": 90}],
        "issued": 90,
        "redeemed": 30,
        "outstanding": 60,
        "cost": None,
        "budgetLimit": None,
        "complete": True,
    }
    assert backend.calls == {"GetCampaignReport": 1}


async def test_an_operator_lists_campaigns(as_: As) -> None:
    query = "{ campaigns { edges { node { subject { code } percent } } } }"
    (edge,) = (await as_("operator").data(query))["campaigns"]["edges"]
    assert edge["node"] == {"subject": {"code": "spring"}, "percent": 200}
