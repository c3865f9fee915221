"""Saved views in GraphQL: for operators, of whatever scopes."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]
READ = "{ savedViews { id name address team savedBy savedAt } }"
SAVE = """mutation($input: SaveViewInput!) { saveView(input: $input) {
  view { id name address team } replayed userErrors { code } } }"""
DELETE = "mutation($input: DeleteViewInput!) { deleteView(input: $input) { userErrors { code } } }"


async def test_operators_keep_screens_with_filters(as_: As, backend: FakeBackend) -> None:
    staff = as_("operator")
    [view] = (await staff.data(READ))["savedViews"]
    assert (view["address"], view["team"]) == ("/feedback?show=waiting", True)
    assert backend.calls == {"ListViews": 1}
    address = "/feedback?show=done"
    wish = {"requestId": "v-1", "name": "Done", "address": address}
    saved = (await staff.data(SAVE, {"input": wish}))["saveView"]
    assert saved["view"] == {"id": "viw_2", "name": "Done", "address": address, "team": False}
    gone = await staff.data(DELETE, {"input": {"requestId": "v-2", "id": "viw_2"}})
    assert gone["deleteView"]["userErrors"] == []
