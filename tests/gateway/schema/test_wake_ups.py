"""Wake-ups in GraphQL: a member sees the open one on the card, operators see who sleeps."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]


async def test_a_card_with_the_wake_up_is_one_call_to_points(as_: As, backend: FakeBackend) -> None:
    query = "{ me { points { available } wakeUp { name(lang: ZH) percent until } } }"
    me = (await as_().data(query))["me"]
    assert me["wakeUp"] == {"name": "回归礼", "percent": 200, "until": "2027-01-31"}
    assert backend.calls["BatchGetWallets"] == 1


async def test_operators_see_who_sleeps_and_what_it_brought(as_: As) -> None:
    query = """query($of: ID) { wakeUps(memberId: $of) { edges { node {
      id member { id } openedAt until percent couponType state orderId answeredAt points } } }
      wakeUpFigures { opened answered points paid { currencyCode minorUnits } } }"""
    answer = await as_("operator").data(query)
    answered, is_open = (edge["node"] for edge in answer["wakeUps"]["edges"])
    assert (answered["state"], answered["orderId"], answered["points"]) == ("ANSWERED", "o1", 100)
    assert (answered["percent"], answered["couponType"]) == (200, None)
    assert answered["member"]["id"] != is_open["member"]["id"]
    assert (is_open["state"], is_open["percent"], is_open["couponType"]) == (
        "OPEN",
        None,
        "come_back",
    )
    assert (is_open["orderId"], is_open["answeredAt"]) == (None, None)
    assert answer["wakeUpFigures"] == {
        "opened": 5,
        "answered": 2,
        "points": 300,
        "paid": {"currencyCode": "CNY", "minorUnits": 40_000},
    }
    own = await as_("operator").data(query, {"of": member_id(4)})
    assert [edge["node"]["id"] for edge in own["wakeUps"]["edges"]] == ["wku_0"]


async def test_members_list_no_wake_ups(as_: As) -> None:
    for query in ("{ wakeUps { edges { cursor } } }", "{ wakeUpFigures { opened } }"):
        answer = await as_().ask(query)
        assert answer["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"
