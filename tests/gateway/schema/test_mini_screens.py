"""The screens of the mini-program: the calls that each costs, and what a request may cost."""

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

DOCUMENTS = {entry.name: entry.body for entry in manifest.build(ROOT / "web" / "mini" / "src")}
SCREENS: Mapping[str, tuple[dict[str, Any], dict[str, int]]] = {
    "MiniCard": ({"expiringDays": 30}, {"BatchGetMembers": 1, "BatchGetWallets": 1}),
    "MiniRewards": ({}, {"BatchGetMembers": 1, "BatchGetWallets": 1, "ListRewards": 1}),
    "MiniBaskets": ({}, {"ListMemberBaskets": 1, "DescribeProgramme": 1}),
    "MiniBasketPreview": (
        {"basket": {"lines": [{"lineId": "1", "amountMinor": 3_600}], "points": 100}},
        {"PreviewBasket": 1},
    ),
    "MiniInbox": ({}, {"ListInbox": 1}),
    "MiniFeedback": ({}, {"BatchGetMembers": 1, "BatchListMemberFeedback": 1}),
}
"""The query that fills a page, its variables, and its calls of the services."""
COST_MAX = 1_000
"""A fifth of what one request may cost."""


@pytest.mark.parametrize("screen", SCREENS)
async def test_a_page_costs_one_call_for_each_of_its_parts(
    screen: str, as_: As, backend: FakeBackend
) -> None:
    variables, calls = SCREENS[screen]
    data = await as_().data(DOCUMENTS[screen], {**variables, "isFirst": False})
    assert None not in data.values()
    assert backend.calls == calls


async def test_the_first_page_asks_for_the_brand_s_time_zone_too(
    as_: As, backend: FakeBackend
) -> None:
    data = await as_().data(DOCUMENTS["MiniInbox"], {"isFirst": True})
    assert data["viewer"]["timeZone"]
    assert backend.calls == {"ListInbox": 1, "DescribeProgramme": 1}


def test_production_takes_every_document_and_each_costs_little() -> None:
    documents = Documents(build(Schema)._schema, development=False)
    assert len(DOCUMENTS) > len(SCREENS)
    for name, text in DOCUMENTS.items():
        document = documents.get(text)
        assert not document.errors, (name, document.errors)
        operation = document.operation(name)
        assert operation is not None
        assert operation.cost.of({}) <= COST_MAX, name
