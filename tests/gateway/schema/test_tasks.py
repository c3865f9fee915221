"""Tasks and streaks on a card, without a call of their own."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]
REWARD = "reward { asset amount coupon { code name(lang: EN) } badge { code name(lang: EN) } }"
TASKS = (
    "tasks { code name(lang: EN) description ordered done open startsOn endsAt "
    + REWARD
    + " steps { code name done of "
    + REWARD
    + " } }"
)
STREAKS = "streaks { code name(lang: EN) current longest today every inDays " + REWARD + " }"


async def test_a_card_with_tasks_and_streaks_is_one_call_to_points(
    as_: As, backend: FakeBackend
) -> None:
    query = "{ me { points { available } " + TASKS + STREAKS + " } }"
    me = (await as_().data(query))["me"]
    assert backend.calls["BatchGetWallets"] == 1
    (task,), (streak,) = me["tasks"], me["streaks"]
    host = {"code": "host", "name": "Host"}
    assert task["reward"] == {"asset": None, "amount": None, "coupon": None, "badge": host}
    (step,) = task["steps"]
    assert (step["done"], step["of"], step["reward"]["amount"]) == (1, 3, 30)
    assert (task["startsOn"], task["open"], task["done"]) == ("2026-03-01", True, False)
    assert task["endsAt"] is not None
    assert (streak["current"], streak["inDays"], streak["name"]) == (2, 1, "Days at a store")
    assert streak["reward"]["coupon"] == {"code": "weekend_drink", "name": "A drink"}


async def test_a_card_without_them_does_not_ask_for_them(as_: As, backend: FakeBackend) -> None:
    await as_().data("{ me { points { available } } }")
    (asked,) = [request for name, _, request in backend.requests if name == "BatchGetWallets"]
    assert not asked.tasks
    assert not asked.streaks


async def test_operators_see_the_tasks_and_streaks_of_members(as_: As) -> None:
    query = "query($ids: [ID!]!) { members(ids: $ids) { tasks { code } streaks { code } } }"
    (found,) = (await as_("operator").data(query, {"ids": ["mem_tea0001"]}))["members"]
    assert found == {"tasks": [{"code": "week"}], "streaks": [{"code": "store_days"}]}
