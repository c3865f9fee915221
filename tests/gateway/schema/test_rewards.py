"""The catalogue: by category, with words, pictures, prices, and what is left for all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.gateway.conftest import Client

As = Callable[..., Client]

SHOWN = """query($category: String) { rewards(category: $category) {
  totalCount categories { code name(lang: EN) }
  edges { node { code description(lang: EN) category { name(lang: ZH) } images
    listPriceMinor listPriceCurrency } }
} }"""


async def shown(as_: As, category: str | None = None) -> Any:
    return (await as_().data(SHOWN, {"category": category}))["rewards"]


async def test_a_reward_has_words_pictures_and_a_list_price(as_: As) -> None:
    rewards = await shown(as_)
    assert rewards["categories"] == [{"code": "drinks", "name": "Drinks"}]
    first, *_, last = [edge["node"] for edge in rewards["edges"]]
    assert first == {
        "code": "reward_1",
        "description": "Words",
        "category": {"name": "饮品"},
        "images": ["https://cdn.example.com/1.jpg", "https://cdn.example.com/2.jpg"],
        "listPriceMinor": 1900,
        "listPriceCurrency": "CNY",
    }
    assert last == {
        "code": "reward_7",
        "description": None,
        "category": None,
        "images": [],
        "listPriceMinor": None,
        "listPriceCurrency": None,
    }


async def test_a_category_has_its_rewards_only(as_: As) -> None:
    drinks = await shown(as_, "drinks")
    assert [edge["node"]["code"] for edge in drinks["edges"]] == ["reward_1", "reward_2"]
    assert drinks["totalCount"] == 2
    assert (await shown(as_, "nothing"))["edges"] == []


async def test_a_reward_tells_all_its_prices_and_what_is_left_for_all(as_: As) -> None:
    rewards = await as_().data("""{ rewards { edges { node { prices { asset amount } immediate
      redeemedCount remainingToday limitsForAll { per times remaining } } } } }""")
    first, second, third, *_ = [edge["node"] for edge in rewards["rewards"]["edges"]]
    points = {"asset": "POINTS", "amount": 100}
    assert first == {
        "prices": [points],
        "immediate": False,
        "redeemedCount": 1,
        "remainingToday": None,
        "limitsForAll": [],
    }
    month = {"per": "MONTH", "times": 50, "remaining": 7}
    assert second["prices"] == [points | {"amount": 200}, {"asset": "GIFT_TICKET", "amount": 1}]
    assert (second["immediate"], second["remainingToday"]) == (True, None)
    assert second["limitsForAll"] == [month]
    assert third["limitsForAll"] == [month, month | {"per": "DAY"}]
    assert third["remainingToday"] == 7


async def test_a_reward_tells_the_asset_that_it_gives(as_: As) -> None:
    answer = await as_().data("{ rewards { edges { node { gives { asset amount } } } } }")
    given = [edge["node"]["gives"] for edge in answer["rewards"]["edges"]]
    assert given[:4] == [None, None, None, {"asset": "LOTTERY_TICKET", "amount": 3}]
