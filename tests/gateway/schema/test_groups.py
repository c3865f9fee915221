"""Groups: a member's own, joining and leaving, and what operators see and decide."""

from collections.abc import Callable

from gateway.core.ids import to_global
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
WITHIN = "groupId kind storeId number role standing joinedAt lastMessageAt kocMonth"
JOIN = """mutation($input: JoinGroupInput!) { joinGroup(input: $input) {
  membership { groupId role } replayed userErrors { code field } } }"""
LEAVE = """mutation($input: LeaveGroupInput!) { leaveGroup(input: $input) {
  replayed userErrors { code field } } }"""
ROLE = """mutation($input: SetGroupRoleInput!) { setGroupRole(input: $input) {
  membership { memberId role } userErrors { code } } }"""


async def test_a_member_sees_the_kinds_and_their_groups_in_one_call(
    as_: As, backend: FakeBackend
) -> None:
    kinds = "kinds { code name(lang: EN) ofStore limit asks choices { code name } }"
    asked = "{ memberGroups { " + kinds + " memberships { "
    seen = (await as_().data(asked + WITHIN + " } } }"))["memberGroups"]
    assert backend.calls == {"ListMemberGroups": 1}
    assert seen["kinds"] == [
        {
            "code": "club",
            "name": "Owners' club",
            "ofStore": False,
            "limit": 100,
            "asks": ["camping"],
            "choices": [{"code": "camping", "name": "爱露营"}],
        }
    ]
    [own] = seen["memberships"]
    assert (own["standing"], own["kocMonth"], own["storeId"]) == ("SILENT", "2026-02", None)


async def test_a_member_joins_and_leaves(as_: As, backend: FakeBackend) -> None:
    wish = {"requestId": "r1", "kind": "club", "preferences": ["camping"]}
    done = (await as_().data(JOIN, {"input": wish}))["joinGroup"]
    assert done == {
        "membership": {"groupId": "grp_1", "role": "MEMBER"},
        "replayed": False,
        "userErrors": [],
    }
    [sent] = [request for name, _, request in backend.requests if name == "JoinGroup"]
    assert list(sent.preferences) == ["camping"]
    wrong = {"requestId": "r2", "kind": "choir"}
    refused = (await as_().data(JOIN, {"input": wrong}))["joinGroup"]
    assert refused["userErrors"] == [{"code": "GROUP_KIND_UNKNOWN", "field": "kind"}]
    left = {"requestId": "r3", "groupId": "grp_1"}
    assert (await as_().data(LEAVE, {"input": left}))["leaveGroup"]["userErrors"] == []
    gone = {"requestId": "r4", "groupId": "grp_2"}
    refused = (await as_().data(LEAVE, {"input": gone}))["leaveGroup"]
    assert refused["userErrors"] == [{"code": "GROUP_NOT_JOINED", "field": "groupId"}]


async def test_operators_see_groups_and_give_roles(as_: As, backend: FakeBackend) -> None:
    operator = as_("operator")
    one = "query($id: ID!) { group(groupId: $id) { id members } }"
    found = (await operator.data(one, {"id": "grp_1"}))["group"]
    assert (found["id"], found["members"]) == ("grp_1", 7)
    assert (await operator.data(one, {"id": "grp_none"}))["group"] is None
    asked = '{ groups(ofKind: "club") { edges { node { id members number openedAt } } } }'
    [edge] = (await operator.data(asked))["groups"]["edges"]
    assert (edge["node"]["id"], edge["node"]["members"]) == ("grp_1", 7)
    asked = '{ groupMembers(groupId: "grp_1") { edges { node { memberId ' + WITHIN + " } } } }"
    first, _ = (await operator.data(asked))["groupMembers"]["edges"]
    assert first["node"]["memberId"] == to_global("Member", member_id(2))
    wish = {
        "requestId": "r1",
        "groupId": "grp_1",
        "memberId": member_id(3),
        "role": "OWNER",
        "reason": "runs it",
    }
    done = (await operator.data(ROLE, {"input": wish}))["setGroupRole"]
    assert done["membership"]["role"] == "OWNER"
    [sent] = [request for name, _, request in backend.requests if name == "SetGroupRole"]
    assert sent.reason == "runs it"
