"""Operators merge two members, and see how far the three services are."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
MERGE = """mutation($input: MergeMembersInput!) { mergeMembers(input: $input) {
  merge { id reason mergedBy parts { what moved kept } } replayed userErrors { code field } } }"""
REPORT = """query($id: ID!) { merge(id: $id) { merge { id fromMemberId intoMemberId mergedAt }
  points { state parts { what moved } } feedback { state parts { what } } } }"""
UNDO = """mutation($input: UndoMergeInput!) { undoMerge(input: $input) {
  merge { state undoneBy undoneAt returned { what moved kept } } userErrors { code } } }"""
LIST = """query($id: ID) { merges(memberId: $id, first: 1) { edges { node { id } }
  pageInfo { hasNextPage } } }"""
PREVIEW = "query($a: ID!, $b: ID!) { previewMerge(fromMemberId: $a, intoMemberId: $b) { what } }"


async def test_operators_preview_merge_and_see_how_far_each_service_is(
    as_: As, backend: FakeBackend
) -> None:
    staff = as_("operator")
    pair = {"a": member_id(2), "b": member_id(3)}
    assert (await staff.data(PREVIEW, pair))["previewMerge"] == [{"what": "identities"}]
    wish = {"requestId": "m-1", "fromMemberId": pair["a"], "reason": "one person"}
    made = (await staff.data(MERGE, {"input": wish | {"intoMemberId": pair["b"]}}))["mergeMembers"]
    assert made["merge"]["parts"] == [{"what": "identities", "moved": 2, "kept": 1}]
    same = (await staff.data(MERGE, {"input": wish | {"intoMemberId": pair["a"]}}))["mergeMembers"]
    assert same["merge"] is None
    assert [each["code"] for each in same["userErrors"]] == ["MERGE_INTO_SELF"]
    backend.calls.clear()
    told = (await staff.data(REPORT, {"id": "mrg_1"}))["merge"]
    assert told["points"] == {"state": "MERGED", "parts": [{"what": "POINTS", "moved": 300}]}
    assert told["feedback"] == {"state": "PENDING", "parts": []}
    assert backend.calls == {"GetMerge": 3}
    assert (await staff.data(REPORT, {"id": "mrg_2"}))["merge"] is None
    assert len((await staff.data(LIST, {"id": pair["b"]}))["merges"]["edges"]) == 1


async def test_operators_undo_a_merge_and_see_what_could_not_go_back(as_: As) -> None:
    staff = as_("operator")
    wish = {"requestId": "u-1", "reason": "two people"}
    undone = (await staff.data(UNDO, {"input": wish | {"mergeId": "mrg_1"}}))["undoMerge"]
    assert undone["merge"]["state"] == "UNDONE"
    assert undone["merge"]["undoneBy"] == "ann"
    assert undone["merge"]["returned"] == [{"what": "identities", "moved": 2, "kept": 1}]
    refused = (await staff.data(UNDO, {"input": wish | {"mergeId": "mrg_9"}}))["undoMerge"]
    assert [each["code"] for each in refused["userErrors"]] == ["MERGE_NOT_FOUND"]


async def test_whoever_asks_for_a_merged_member_gets_the_survivor(
    as_: As, backend: FakeBackend
) -> None:
    backend.merged[member_id(2)] = member_id(3)
    query = "query($id: ID!) { member(id: $id) { id mergedFrom } }"
    staff = as_("operator")
    asked = (await staff.data(query, {"id": member_id(2)}))["member"]
    named = (await staff.data(query, {"id": member_id(3)}))["member"]
    assert asked == named
    assert len(asked["mergedFrom"]) == 1


async def test_members_merge_nobody(as_: As) -> None:
    answer = await as_().ask(REPORT, {"id": "mrg_1"})
    assert [each["extensions"]["code"] for each in answer["errors"]] == ["PERMISSION_DENIED"]
