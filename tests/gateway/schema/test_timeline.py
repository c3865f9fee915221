"""A member's timeline: three services' in one list, for one RPC to each of them."""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest

from services.common.errors import Refusal
from services.common.timeline import Kind
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id
from tests.gateway.timeline_server import EACH, place

As = Callable[..., Client]

TIMELINE = """query($id: ID!, $types: [TimelineType!], $first: Int, $after: String) {
  member(id: $id) { timeline(types: $types, first: $first, after: $after) {
    pageInfo { hasNextPage endCursor }
    edges { cursor node { type at
      activity { type channel eventId orderId total { minorUnits } storeId occurredAt }
      tierDecision { reason } entry { sequence } redemption { rewardCode state }
      feedback { text } touch { state message { code } } } } } } }"""
LATEST_FIRST = sorted(
    (place(kind, number) for kind in Kind for number in range(1, EACH + 1)), reverse=True
)
FIELDS = ("activity", "tierDecision", "entry", "redemption", "feedback", "touch")


async def page(client: Client, **asked: Any) -> Any:
    told = await client.data(TIMELINE, {"id": member_id(4), **asked})
    return told["member"]["timeline"]


async def test_three_timelines_are_one_in_pages_of_any_size(as_: As, backend: FakeBackend) -> None:
    operator = as_("operator")
    whole = (await page(operator, first=100))["edges"]
    assert [Kind[edge["node"]["type"]] for edge in whole] == [each.kind for each in LATEST_FIRST]
    for size in (1, 5):
        found: list[Any] = []
        told: Any = {"pageInfo": {"hasNextPage": True, "endCursor": None}}
        while told["pageInfo"]["hasNextPage"]:
            backend.calls.clear()
            after = told["pageInfo"]["endCursor"]
            told = await page(operator, first=size, after=after)
            found += told["edges"]
            calls = {name: n for name, n in backend.calls.items() if "Timeline" in name}
            assert set(calls.values()) == {1}
            assert len(calls) == 3
        assert found == whole


async def test_an_item_has_the_one_field_of_its_type(as_: As) -> None:
    for edge in (await page(as_("operator"), first=100))["edges"]:
        node = edge["node"]
        filled = [name for name in FIELDS if node[name] is not None]
        assert [Kind[node["type"]]] == [list(Kind)[FIELDS.index(name)] for name in filled]
    [first] = (await page(as_("operator"), types=["ACTIVITY"], first=1))["edges"]
    assert first["node"]["activity"] == {
        "type": "ORDER",
        "channel": "pos",
        "eventId": "e1",
        "orderId": "o1",
        "total": {"minorUnits": 1800},
        "storeId": None,
        "occurredAt": first["node"]["at"],
    }


async def test_types_ask_only_the_services_that_have_them(as_: As, backend: FakeBackend) -> None:
    backend.failing["feedback.ListTimeline"] = lambda: Refusal("STORAGE_UNAVAILABLE")
    told = await page(as_("operator"), types=["ENTRY", "TIER_DECISION"], first=100)
    assert {edge["node"]["type"] for edge in told["edges"]} == {"ENTRY", "TIER_DECISION"}
    assert len(told["edges"]) == 2 * EACH


async def test_without_a_service_the_whole_list_is_an_error(as_: As, backend: FakeBackend) -> None:
    backend.failing["points.ListTimeline"] = lambda: Refusal("STORAGE_UNAVAILABLE")
    answer = await as_("operator").ask(TIMELINE, {"id": member_id(4)})
    assert answer["data"]["member"]["timeline"] is None
    assert [error["path"] for error in answer["errors"]] == [["member", "timeline"]]


async def test_members_read_no_timeline(as_: As, backend: FakeBackend) -> None:
    query = "{ me { id timeline { edges { cursor } } } }"
    answer = await as_("member").ask(query)
    assert answer["data"]["me"]["timeline"] is None
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["PERMISSION_DENIED"]
    assert not [name for name in backend.calls if "Timeline" in name]


@pytest.mark.parametrize(
    "wrong",
    [
        *("entry:7", "timeline:", "timeline:1:3", "timeline:1:9:x", "timeline:-1:3:x"),
        *("timeline:1:3:", f"timeline:1:3:{'x' * 257}", "timeline:²:3:x"),
        "timeline:999999999999999:3:x",
    ],
)
async def test_a_cursor_of_another_list_is_refused(as_: As, wrong: str) -> None:
    after = b64encode(wrong.encode()).decode()
    answer = await as_("operator").ask(TIMELINE, {"id": member_id(4), "after": after})
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["PAGE_TOKEN_INVALID"]
