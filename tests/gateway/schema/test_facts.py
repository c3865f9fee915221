"""What a member did, in figures, on the card."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]

FACTS = """{ asOf orders orders7d orders30d orders90d orders365d spentMinor spent7dMinor
  spent30dMinor spent90dMinor spent365dMinor activeDays30d firstOrderOn lastOrderAt favouriteSeries
  boughtSeries { name pieces } boughtArticles { name pieces } nearestStore { code metres } }"""
OWN = f"{{ me {{ id facts {FACTS} }} }}"
ONE = f"query($id: ID!) {{ member(id: $id) {{ name facts {FACTS} }} }}"


async def test_facts_cost_no_rpc_beside_the_card(as_: As, backend: FakeBackend) -> None:
    facts = (await as_().data(OWN))["me"]["facts"]
    assert backend.calls == {"BatchGetMembers": 1}
    assert (facts["orders"], facts["orders7d"], facts["orders365d"]) == (9, 1, 8)
    assert (facts["spentMinor"], facts["spent30dMinor"]) == (9900, 2200)
    assert (facts["firstOrderOn"], facts["lastOrderAt"]) == ("2026-01-05", "2026-11-17T11:06:40Z")
    assert facts["favouriteSeries"] == "pure_tea"
    assert facts["nearestStore"] == {"code": "store-01", "metres": 1500}
    assert facts["boughtSeries"] == [{"name": "pure_tea", "pieces": 4}]
    assert facts["boughtArticles"] == [{"name": "jasmine", "pieces": 4}]


async def test_an_operator_sees_the_facts_of_a_member_who_did_nothing(
    as_: As, backend: FakeBackend
) -> None:
    facts = (await as_("operator").data(ONE, {"id": member_id(3)}))["member"]["facts"]
    assert backend.calls == {"BatchGetMembers": 1}
    assert (facts["orders"], facts["boughtSeries"], facts["firstOrderOn"]) == (0, [], None)
    assert (facts["favouriteSeries"], facts["lastOrderAt"]) == (None, None)
    assert facts["nearestStore"] is None
