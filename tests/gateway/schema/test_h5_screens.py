"""The screens of the members' H5: the calls that each costs, and what a request may cost."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from strawberry import Schema

from gateway.execution import manifest
from gateway.execution.documents import Documents
from gateway.schema import build
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend
from tests.paths import ROOT

As = Callable[..., Client]

DOCUMENTS = {entry.name: entry.body for entry in manifest.build(ROOT / "web" / "h5" / "src")}
CARD = {"BatchGetMembers": 1, "BatchGetWallets": 1}
SCREENS: Mapping[str, tuple[dict[str, Any], dict[str, int]]] = {
    "Home": ({"expiringDays": 30}, CARD),
    "TasksPage": ({}, CARD),
    "GiftsPage": ({}, CARD),
    "MyGroups": ({}, {"ListMemberGroups": 1}),
    "BoardsPage": ({}, {"ListLeaderboards": 1}),
    "BoardPage": ({"code": "spring"}, {"GetLeaderboard": 1, "BatchGetMembers": 1}),
    "StatementPage": ({"month": "2026-03"}, {"BatchGetMembers": 1, "GetStatement": 1}),
    "InvitesPage": ({}, {"GetInvite": 1, "ListReferrals": 1}),
    "LotteriesPage": ({}, {"ListLotteries": 1}),
    "LotteryPage": ({"code": "spring"}, {"GetLottery": 1}),
}
"""The query that fills a screen, its variables, and its calls of the services."""
COST_MAX = 1_000
"""A fifth of what one request may cost."""


@pytest.mark.parametrize("screen", SCREENS)
async def test_a_screen_costs_one_call_to_each_service(
    screen: str, as_: As, backend: FakeBackend
) -> None:
    variables, calls = SCREENS[screen]
    data = await as_().data(DOCUMENTS[screen], variables)
    assert None not in data.values()
    assert backend.calls == calls


def test_production_takes_every_document_and_each_costs_little() -> None:
    documents = Documents(build(Schema)._schema, development=False)
    for name, text in DOCUMENTS.items():
        document = documents.get(text)
        assert not document.errors, (name, document.errors)
        operation = document.operation(name)
        assert operation is not None
        assert operation.cost.of({}) <= COST_MAX, name
