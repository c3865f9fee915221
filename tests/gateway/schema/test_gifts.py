"""Gifts: a member gives its own points, and the answer has the balance after it."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]

GIVE = """mutation($input: GivePointsInput!) { givePoints(input: $input) {
  gift { id receiverId asset amount at } points { posted } replayed
  userErrors { code field } } }"""


async def test_a_member_gives_its_own_points(as_: As, backend: FakeBackend) -> None:
    given = {"requestId": "r1", "receiverId": member_id(3), "amount": 50}
    done = (await as_().data(GIVE, {"input": given}))["givePoints"]
    assert done["userErrors"] == []
    assert (done["gift"]["id"], done["gift"]["asset"], done["gift"]["amount"]) == (
        "gft_1",
        "POINTS",
        50,
    )
    (asked,) = [(caller, request) for name, caller, request in backend.requests if "Give" in name]
    assert asked[0].member_id == asked[1].member_id
    assert asked[1].receiver_id == member_id(3)
    assert done["points"]["posted"] > 0


async def test_beyond_the_limit_is_a_user_error(as_: As) -> None:
    given = {"requestId": "r1", "receiverId": member_id(3), "amount": 500}
    refused = (await as_().data(GIVE, {"input": given}))["givePoints"]
    assert (refused["gift"], refused["points"]) == (None, None)
    assert refused["userErrors"] == [{"code": "GIFT_LIMIT_REACHED", "field": None}]


async def test_operators_give_nothing(as_: As) -> None:
    given = {"requestId": "r1", "receiverId": member_id(3), "amount": 5}
    answer = await as_("operator").ask(GIVE, {"input": given})
    assert answer["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"


LEFT = "{ timesLeft amountLeft }"
ALLOWANCES = (
    "giftAllowances { asset minAmount maxAmount today " + LEFT + " month " + LEFT
) + " hindrance { code message { en } } }"


async def test_a_card_with_what_can_be_given_is_one_call_to_points(
    as_: As, backend: FakeBackend
) -> None:
    me = (await as_().data("{ me { points { available } " + ALLOWANCES + " } }"))["me"]
    assert backend.calls["BatchGetWallets"] == 1
    points, stars = me["giftAllowances"]
    left = {"timesLeft": 2, "amountLeft": 150}
    assert points == {
        "asset": "POINTS",
        "minAmount": 5,
        "maxAmount": 86,
        "today": left,
        "month": left,
        "hindrance": None,
    }
    assert stars["hindrance"]["code"] == "GIFT_LIMIT_REACHED"
    assert "give less, or wait" in stars["hindrance"]["message"]["en"]
    assert stars["today"] == {"timesLeft": 0, "amountLeft": 50}


async def test_a_card_without_them_does_not_ask_for_them(as_: As, backend: FakeBackend) -> None:
    await as_().data("{ me { points { available } } }")
    (asked,) = [request for name, _, request in backend.requests if name == "BatchGetWallets"]
    assert not asked.gifts


async def test_operators_see_what_a_member_can_give(as_: As) -> None:
    query = "query($id: ID!) { member(id: $id) { giftAllowances { asset maxAmount } } }"
    found = await as_("operator").data(query, {"id": member_id(3)})
    assert found["member"]["giftAllowances"][0] == {"asset": "POINTS", "maxAmount": 86}
