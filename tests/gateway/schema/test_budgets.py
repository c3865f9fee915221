"""Budgets in GraphQL: operators see what campaigns and rules gave, and which have stopped."""

from collections.abc import Callable

from tests.gateway.conftest import Client

As = Callable[..., Client]


async def test_an_operator_sees_what_a_budget_gave_and_since_when_it_has_stopped(as_: As) -> None:
    query = """{ budgets { edges { node {
      kind subject { code name(lang: ZH) } asset limit issued sharePercent stoppedAt } } } }"""
    first, second = (await as_("operator").data(query))["budgets"]["edges"]
    stopped_at = first["node"].pop("stoppedAt")
    assert stopped_at is not None
    assert first["node"] == {
        "kind": "CAMPAIGN",
        "subject": {"code": "double", "name": "双倍"},
        "asset": "POINTS",
        "limit": 1000,
        "issued": 1000,
        "sharePercent": 100,
    }
    assert second["node"] == {
        "kind": "FIRST",
        "subject": {"code": "first_taste", "name": "first_taste"},
        "asset": "POINTS",
        "limit": 50,
        "issued": 41,
        "sharePercent": 82,
        "stoppedAt": None,
    }
