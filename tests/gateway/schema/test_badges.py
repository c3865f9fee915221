"""Badges on a card: in the language asked for, and without a call of their own."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]
BADGES = "badges { code name(lang: EN) description imageUrl held since until done of }"


async def test_a_card_with_badges_is_one_call_to_points(as_: As, backend: FakeBackend) -> None:
    me = (await as_().data("{ me { points { available } " + BADGES + " } }"))["me"]
    assert backend.calls["BatchGetWallets"] == 1
    had, begun = me["badges"]
    assert (had["code"], had["name"], had["held"], had["until"]) == ("host", "Host", True, None)
    assert had["since"] is not None
    assert begun == {
        "code": "taster",
        "name": "Taster",
        "description": "写 3 篇评价",
        "imageUrl": None,
        "held": False,
        "since": None,
        "until": None,
        "done": 1,
        "of": 3,
    }


async def test_a_card_without_badges_does_not_ask_for_them(as_: As, backend: FakeBackend) -> None:
    await as_().data("{ me { points { available } } }")
    (asked,) = [request for name, _, request in backend.requests if name == "BatchGetWallets"]
    assert not asked.badges


async def test_operators_see_the_badges_of_a_member(as_: As) -> None:
    query = "query($ids: [ID!]!) { members(ids: $ids) { badges { code } } }"
    found = (await as_("operator").data(query, {"ids": ["mem_tea0001"]}))["members"]
    assert [badge["code"] for badge in found[0]["badges"]] == ["host", "taster"]
