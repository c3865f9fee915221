"""Operators search members in one query: who was found, why, and how far names were looked at."""

from collections.abc import Callable

from gateway.core.ids import to_global
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
SEARCH = """query($text: String!, $tag: String, $after: String) {
  searchMembers(text: $text, tag: $tag, first: 2, after: $after) { names
    pageInfo { hasNextPage endCursor }
    edges { node { hits { kind identityKind } member { id name } } } } }"""


async def test_a_page_has_the_members_with_their_reasons_in_two_calls(
    as_: As, backend: FakeBackend
) -> None:
    found = (await as_("operator").data(SEARCH, {"text": "张"}))["searchMembers"]
    assert backend.calls == {"SearchMembers": 1, "BatchGetMembers": 1}
    assert found["names"] == "BUILDING"
    first, second = (edge["node"] for edge in found["edges"])
    assert first["hits"] == [{"kind": "IDENTITY", "identityKind": "POS_CARD"}]
    assert second["hits"] == [{"kind": "NAME", "identityKind": None}]
    assert first["member"]["id"] == to_global("Member", member_id(0))


async def test_pages_go_on_behind_each_cursor(as_: As) -> None:
    operator = as_("operator")
    ids: list[str] = []
    after = None
    while True:
        page = (await operator.data(SEARCH, {"text": "张", "after": after}))["searchMembers"]
        ids += [edge["node"]["member"]["id"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert ids == [to_global("Member", member_id(n)) for n in range(5)]


async def test_what_was_asked_is_asked_of_members_as_it_is(as_: As, backend: FakeBackend) -> None:
    await as_("operator").data('{ searchMembers(segment: "vips") { names } }')
    [asked] = [request for name, _, request in backend.requests if name == "SearchMembers"]
    assert (asked.text, asked.tag, asked.segment) == ("", "", "vips")


async def test_a_global_id_is_searched_as_the_bare_one(as_: As, backend: FakeBackend) -> None:
    await as_("operator").data(SEARCH, {"text": to_global("Member", member_id(3))})
    [asked] = [request for name, _, request in backend.requests if name == "SearchMembers"]
    assert asked.text == member_id(3)
