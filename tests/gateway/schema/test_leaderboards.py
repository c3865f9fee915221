"""Leaderboards in GraphQL: places with masked names, and the member's own."""

from collections.abc import Callable

from gateway.core.ids import to_global
from services.common.auth import Role
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, Servers, member_id

As = Callable[..., Client]

BOARD = """query($code: String!, $member: ID) {
  leaderboard(code: $code, memberId: $member, first: 3, around: 1) {
    leaderboard { code name(lang: EN) asset rules per byStore top current { code } }
    period { code name(lang: EN) firstDay lastDay over }
    entries { rank score mine memberId member { maskedName } }
    members me { rank score around { rank mine } } asOf complete } }"""


async def test_a_member_sees_masked_names_no_ids_and_its_own_place(
    as_: As, backend: FakeBackend
) -> None:
    found = (await as_().data(BOARD, {"code": "spring"}))["leaderboard"]
    assert [(e["rank"], e["score"], e["mine"], e["memberId"]) for e in found["entries"]] == [
        (1, 99, False, None),
        (2, 98, True, None),
        (3, 97, False, None),
    ]
    names = [entry["member"] and entry["member"]["maskedName"] for entry in found["entries"]]
    assert names == ["tea 5", "tea 2", None]
    assert found["me"] == {"rank": 2, "score": 98, "around": [{"rank": 2, "mine": True}]}
    assert (found["members"], found["complete"], found["period"]["name"]) == (3, True, "Season")
    assert (found["leaderboard"]["per"], found["leaderboard"]["current"]["code"]) == (
        "SEASON",
        "spring",
    )
    # All names cost one RPC, in the gateway's own name: so members masks them.
    assert [method for method, *_ in backend.requests] == ["GetLeaderboard", "BatchGetMembers"]
    assert backend.requests[1][1].role is Role.SERVICE


OF_GROUP = """query($group: ID!) { groupLeaderboard(code: "spring", groupId: $group, first: 3) {
  entries { rank mine } me { rank } } }"""


async def test_a_board_of_a_group_ranks_its_members_for_those_who_are_in_it(
    as_: As, backend: FakeBackend
) -> None:
    found = (await as_().data(OF_GROUP, {"group": "grp_1"}))["groupLeaderboard"]
    assert found["me"] == {"rank": 2}
    asked = {method: (caller, sent) for method, caller, sent in backend.requests}
    # A member may neither list who is in a group, nor name others on a board: the gateway does.
    assert asked["ListMemberGroups"][0].role is Role.MEMBER
    assert asked["ListGroupMembers"][0].role is Role.SERVICE
    caller, sent = asked["GetLeaderboard"]
    assert (caller.role, sent.member_id) == (Role.SERVICE, member_id(2))
    assert list(sent.among.member_ids) == [member_id(2), member_id(3)]
    backend.requests.clear()
    answer = await as_().ask(OF_GROUP, {"group": "grp_2"})
    assert answer["errors"][0]["extensions"]["code"] == "GROUP_NOT_JOINED"
    assert [method for method, *_ in backend.requests] == ["ListMemberGroups"]
    desk = (await as_("operator").data(OF_GROUP, {"group": "grp_1"}))["groupLeaderboard"]
    assert (len(desk["entries"]), desk["me"]) == (3, None)


async def test_an_operator_sees_ids_and_names_a_member_or_nobody(as_: As) -> None:
    desk = as_("operator")
    found = (await desk.data(BOARD, {"code": "spring"}))["leaderboard"]
    assert found["me"] is None
    assert found["entries"][0]["memberId"] == to_global("Member", member_id(5))
    asked = {"code": "spring", "member": member_id(2)}
    assert (await desk.data(BOARD, asked))["leaderboard"]["me"]["rank"] == 2
    listed = "{ leaderboards { edges { node { code top } } } }"
    (edge,) = (await desk.data(listed))["leaderboards"]["edges"]
    assert edge["node"] == {"code": "spring", "top": 50}


async def test_an_unknown_leaderboard_is_refused_and_names_may_be_away(
    as_: As, servers: Servers
) -> None:
    answer = await as_().ask(BOARD, {"code": "nothing"})
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "LEADERBOARD_NOT_FOUND"
    await servers.stop_one("members")
    answer = await as_().ask(BOARD, {"code": "spring"})
    assert [entry["rank"] for entry in answer["data"]["leaderboard"]["entries"]] == [1, 2, 3]
    assert [entry["member"] for entry in answer["data"]["leaderboard"]["entries"]] == [None] * 3
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"UNAVAILABLE"}
