"""A member's card, and fifty of them."""

from collections.abc import Callable

import pytest

from gateway.core.ids import to_global
from tests.gateway.conftest import Client
from tests.gateway.queries import CARD, CARDS, ONE
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
READS = {"BatchGetMembers": 1, "BatchGetWallets": 1, "BatchListMemberFeedback": 1}


async def test_a_card_is_one_call_to_each_service(as_: As, backend: FakeBackend) -> None:
    me = (await as_().data(CARD))["me"]
    assert backend.calls == READS
    assert me["id"] == to_global("Member", member_id(2))
    assert me["tier"] == {"code": "gold", "name": "金卡", "multiplier": 1.3}
    assert me["forecast"] == {"growthToNext": None, "growthToKeep": 2, "judgedOn": "2027-03-01"}
    assert me["points"]["available"] == 87
    assert [edge["node"]["amount"] for edge in me["entries"]["edges"]] == [70, 60, 50]
    assert me["entries"]["pageInfo"]["hasNextPage"] is True
    assert me["feedback"]["edges"][0]["node"]["state"] == "TRIAGED"


async def test_fifty_cards_are_one_call_to_each_service(as_: As, backend: FakeBackend) -> None:
    ids = [member_id(n) for n in range(50)]
    members = (await as_("operator").data(CARDS, {"ids": ids}))["members"]
    assert backend.calls == READS
    assert [each["name"] for each in members] == [f"tea {n}" for n in range(50)]
    assert [each["points"]["posted"] for each in members] == [100 + n for n in range(50)]


async def test_the_same_member_asked_twice_is_answered_twice(as_: As) -> None:
    ids = [member_id(1), member_id(2), member_id(1)]
    members = (await as_("operator").data(CARDS, {"ids": ids}))["members"]
    assert [each["name"] for each in members] == ["tea 1", "tea 2", "tea 1"]


async def test_a_member_that_does_not_exist_is_null(as_: As) -> None:
    operator = as_("operator")
    assert await operator.data(ONE, {"id": "mem_tea9999"}) == {"member": None}
    ids = ["mem_tea9999", member_id(3)]
    members = (await operator.data(CARDS, {"ids": ids}))["members"]
    assert members[0] is None
    assert (members[1]["name"], members[1]["phone"]) == ("tea 3", None)


async def test_global_and_bare_ids_name_the_same_member(as_: As) -> None:
    operator = as_("operator")
    bare = await operator.data(ONE, {"id": member_id(4)})
    assert bare == await operator.data(ONE, {"id": to_global("Member", member_id(4))})


@pytest.mark.parametrize(
    ("language", "lang", "name"),
    [
        ("en-GB,en;q=0.9", "", "Gold"),
        ("zh-CN", "", "金卡"),
        ("zh", "(lang: EN)", "Gold"),
        ("fr", "", "金卡"),
    ],
)
async def test_a_tier_is_named_in_the_callers_language(
    as_: As, language: str, lang: str, name: str
) -> None:
    me = (await as_(language=language).data("{ me { tier { name" + lang + " } } }"))["me"]
    assert me["tier"]["name"] == name


async def test_expiring_points_are_those_within_the_days_asked(
    as_: As, backend: FakeBackend
) -> None:
    query = """{ me { points {
      soon: expiring(days: 20) { points }
      later: expiring(days: 90) { points }
    } } }"""
    points = (await as_().data(query))["me"]["points"]
    assert backend.calls["BatchGetWallets"] == 1
    assert (len(points["soon"]), len(points["later"])) == (1, 2)


async def test_entries_go_on_behind_a_cursor(as_: As) -> None:
    page = """query($after: String) { me { entries(first: 4, after: $after) {
      edges { node { sequence } } pageInfo { endCursor hasNextPage hasPreviousPage }
    } } }"""
    first = (await as_().data(page))["me"]["entries"]
    second = (await as_().data(page, {"after": first["pageInfo"]["endCursor"]}))["me"]["entries"]
    assert [e["node"]["sequence"] for e in first["edges"] + second["edges"]] == [
        7,
        6,
        5,
        4,
        3,
        2,
        1,
    ]
    assert [page["pageInfo"]["hasNextPage"] for page in (first, second)] == [True, False]
    assert second["pageInfo"]["hasPreviousPage"]


async def test_feedback_goes_on_behind_a_cursor(as_: As) -> None:
    page = """query($after: String) { me { feedback(first: 3, after: $after) {
      edges { cursor node { text } } pageInfo { hasNextPage }
    } } }"""
    first = (await as_().data(page))["me"]["feedback"]
    second = (await as_().data(page, {"after": first["edges"][-1]["cursor"]}))["me"]["feedback"]
    assert [e["node"]["text"] for e in second["edges"]] == ["太甜 4"]
    assert [page["pageInfo"]["hasNextPage"] for page in (first, second)] == [True, False]


async def test_a_cursor_of_another_list_is_refused(as_: As) -> None:
    query = """query($after: String) {
      me { name feedback(first: 3, after: $after) { edges { cursor } } }
    }"""
    entries = "{ me { entries(first: 1) { edges { cursor } } } }"
    wrong = (await as_().data(entries))["me"]["entries"]
    answer = await as_().ask(query, {"after": wrong["edges"][0]["cursor"]})
    assert answer["data"]["me"] == {"name": "tea 2", "feedback": None}
    assert answer["errors"][0]["extensions"]["code"] == "PAGE_TOKEN_INVALID"


async def test_rewards_page_by_page_are_the_whole_catalogue(as_: As) -> None:
    page = """query($after: String) { rewards(first: 3, after: $after) {
      edges { cursor node { code name stock hindrance { code message { zh en } } } }
      pageInfo { hasNextPage endCursor }
    } }"""
    codes: list[str] = []
    after, more = None, True
    while more:
        rewards = (await as_().data(page, {"after": after}))["rewards"]
        codes += [edge["node"]["code"] for edge in rewards["edges"]]
        after, more = rewards["pageInfo"]["endCursor"], rewards["pageInfo"]["hasNextPage"]
    assert codes == [f"reward_{n}" for n in range(1, 8)]
    first = (await as_().data(page))["rewards"]["edges"]
    behind_second = await as_().data(page, {"after": first[1]["cursor"]})
    assert [e["node"]["code"] for e in behind_second["rewards"]["edges"]] == [
        "reward_3",
        "reward_4",
        "reward_5",
    ]
    assert first[2]["node"]["hindrance"]["code"] == "TIER_TOO_LOW"
    assert first[2]["node"]["hindrance"]["message"]["zh"] == "会员等级不足。"


async def test_node_gives_members_and_feedback_again(as_: As) -> None:
    query = """query($id: ID!) { node(id: $id) {
      id __typename ... on Member { name } ... on Feedback { text team }
    } }"""
    identifier = to_global("Member", member_id(2))
    node = (await as_().data(query, {"id": identifier}))["node"]
    assert node == {"id": identifier, "__typename": "Member", "name": "tea 2"}
    item = to_global("Feedback", f"fb_{member_id(2)}x1")
    assert (await as_().data(query, {"id": item}))["node"]["team"] is None
    assert (await as_("operator").data(query, {"id": item}))["node"]["team"] == "customer_service"


async def test_the_answer_names_its_cost(as_: As) -> None:
    answer = await as_().ask("{ me { name entries(first: 10) { edges { cursor } } } }")
    assert answer["extensions"] == {"cost": 3 + 10 * 2}
