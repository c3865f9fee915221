"""Things by their ids and codes, with their names; lists by what is wanted of them."""

from collections.abc import Callable
from typing import Any

import pytest

from gateway.core.ids import to_global
from tessera.feedback.v1 import feedback_pb2
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, feedback_item, member_id

As = Callable[..., Client]

REDEEM = """mutation($input: RedeemInput!) { redeem(input: $input) {
  redemption { id state reward { code name } } } }"""
REDEMPTION = "id state rewardCode reward { name price minTier { code name } }"


async def _redeemed(client: Client, reward: str = "reward_3", request_id: str = "r1") -> Any:
    wish = {"input": {"requestId": request_id, "rewardCode": reward}}
    return (await client.data(REDEEM, wish))["redeem"]["redemption"]


async def test_a_reward_is_found_by_its_code_and_by_its_global_id(
    as_: As, backend: FakeBackend
) -> None:
    found = await as_(language="en").data(
        """{ reward(code: "reward_3") { id code name minTier { code name } hindrance { code } }
             none: reward(code: "nothing") { id } }"""
    )
    assert found["none"] is None
    assert found["reward"] == {
        "id": to_global("Reward", "reward_3"),
        "code": "reward_3",
        "name": "Reward 3",
        "minTier": {"code": "gold", "name": "Gold"},
        "hindrance": {"code": "TIER_TOO_LOW"},
    }
    query = "query($id: ID!) { node(id: $id) { __typename id ... on Reward { price } } }"
    node = (await as_().data(query, {"id": found["reward"]["id"]}))["node"]
    assert node == {"__typename": "Reward", "id": found["reward"]["id"], "price": 300}
    assert (await as_().data(query, {"id": to_global("Reward", "nothing")}))["node"] is None
    # Both rewards of the first query came with one call.
    assert backend.calls["BatchGetRewards"] == 3


async def test_a_reward_is_judged_for_the_member_that_an_operator_names(
    as_: As, backend: FakeBackend
) -> None:
    query = 'query($id: ID) { reward(code: "reward_1", memberId: $id) { code } }'
    await as_("operator").data(query)
    await as_("operator").data(query, {"id": member_id(3)})
    await as_().data(query)
    judged = [r.member_id for m, _, r in backend.requests if m == "BatchGetRewards"]
    assert judged == ["", member_id(3), member_id(2)]


async def test_a_redemption_is_found_by_global_id_by_bare_id_and_as_a_node(as_: As) -> None:
    held = await _redeemed(as_())
    assert held["reward"] == {"code": "reward_3", "name": "奖励3"}
    query = f"""query($id: ID!) {{
      redemption(id: $id) {{ {REDEMPTION} }} node(id: $id) {{ ... on Redemption {{ state }} }} }}"""
    found = await as_().data(query, {"id": held["id"]})
    assert found["redemption"]["reward"] == {
        "name": "奖励3",
        "price": 300,
        "minTier": {"code": "gold", "name": "金卡"},
    }
    assert found["node"] == {"state": "HELD"}
    bare = await as_().data('{ redemption(id: "rdm_0") { id } }')
    assert bare["redemption"]["id"] == held["id"]


async def test_nobody_finds_another_member_s_redemption(as_: As) -> None:
    held = await _redeemed(as_())
    query = "query($id: ID!) { redemption(id: $id) { id } node(id: $id) { id } }"
    for stranger in (as_(number=3), as_("operator", brand="retail")):
        assert await stranger.data(query, {"id": held["id"]}) == {"redemption": None, "node": None}
    seen = await as_("operator").data(query, {"id": held["id"]})
    assert seen["redemption"] == seen["node"] == {"id": held["id"]}


async def test_the_rewards_of_many_redemptions_come_with_one_call(
    as_: As, backend: FakeBackend
) -> None:
    for number in range(1, 6):
        await _redeemed(as_(), f"reward_{number}", f"r{number}")
    await _redeemed(as_(), "gone", "r6")
    backend.calls.clear()
    listed = await as_().data(f"{{ redemptions {{ edges {{ node {{ {REDEMPTION} }} }} }} }}")
    nodes = [edge["node"] for edge in listed["redemptions"]["edges"]]
    assert [node["reward"] and node["reward"]["price"] for node in nodes] == [
        None, 500, 400, 300, 200, 100,
    ]  # fmt: skip
    assert backend.calls == {"ListRedemptions": 1, "BatchGetRewards": 1}


async def test_lists_have_a_total_where_counting_costs_nothing(
    as_: As, backend: FakeBackend
) -> None:
    received = await as_().data(
        "{ me { entries(first: 2) { totalCount } } rewards(first: 2) { totalCount } }"
    )
    assert received == {"me": {"entries": {"totalCount": 7}}, "rewards": {"totalCount": 7}}
    assert backend.calls == {"BatchGetMembers": 1, "BatchGetWallets": 1, "ListRewards": 1}


@pytest.mark.parametrize(
    ("wanted", "finder"),
    [
        ("first: 3", ["new", "urgent", "done"]),
        ("first: 3, states: [TRIAGED]", ["new", "urgent"]),
        ('first: 3, category: "food_safety"', ["urgent", "done"]),
        ('first: 3, states: [RESOLVED, TRIAGED], category: "food_safety"', ["urgent", "done"]),
        ("first: 3, states: [], category: null", ["new", "urgent", "done"]),
        ("first: 3, states: [CLOSED]", []),
    ],
)
async def test_feedback_is_listed_by_state_and_category(
    as_: As, backend: FakeBackend, wanted: str, finder: list[str]
) -> None:
    backend.items = [feedback_item(member_id(2), n) for n in range(1, 4)]
    for item, text in zip(backend.items, ("new", "urgent", "done"), strict=True):
        item.text = text
    backend.items[1].category = backend.items[2].category = "food_safety"
    backend.items[2].state = feedback_pb2.FEEDBACK_STATE_RESOLVED
    received = await as_().data(
        f"{{ me {{ feedback({wanted}) {{ edges {{ node {{ text }} }} }} }} }}"
    )
    assert [edge["node"]["text"] for edge in received["me"]["feedback"]["edges"]] == finder


async def test_the_sentiment_of_a_text_is_for_operators(as_: As, backend: FakeBackend) -> None:
    query = """query($id: ID!) { member(id: $id) { feedback { edges { node {
      sentiment { label score confidence model } } } } } }"""
    backend.items = [feedback_item(member_id(1), number) for number in (1, 2)]
    backend.items[1].ClearField("sentiment")
    asked = {"id": to_global("Member", member_id(1))}
    edges = (await as_("operator").data(query, asked))["member"]["feedback"]["edges"]
    assert [edge["node"]["sentiment"] for edge in edges] == [
        {"label": "NEGATIVE", "score": -0.64, "confidence": 0.82, "model": "zh-12345678"},
        None,
    ]


async def test_codes_come_with_names_in_the_callers_language_or_the_one_asked_for(as_: As) -> None:
    query = """{ me {
      tier { ladder { code name } }
      forecast { expectedTier { name other: name(lang: EN) } nextTier { code } }
      feedback(first: 1) { edges { node {
        topics { code name other: name(lang: ZH) } category { code name } } } } } }"""
    received = (await as_(language="en").data(query))["me"]
    assert received["tier"]["ladder"] == {"code": "growth", "name": "Growth"}
    # A name in one language stands for the other, and a code for one without a name.
    assert received["forecast"] == {
        "expectedTier": {"name": "银卡", "other": "银卡"},
        "nextTier": None,
    }
    assert received["feedback"]["edges"][0]["node"] == {
        "topics": [{"code": "taste", "name": "Taste", "other": "口味"}],
        "category": {"code": "general", "name": "general"},
    }
