"""The catalogue is shown by category and order, whatever the order of the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.points.context import PointsContext
from services.points.rewards.commands.list_rewards import list_rewards
from services.points.rewards.domain.catalogue import catalogue
from tests.activities import tea

NAME = {"zh": "名", "en": "Name"}
CATEGORIES = [
    {"code": "later", "name": NAME, "order": 2},
    {"code": "first", "name": NAME, "order": 1},
]


def item(code: str, category: str = "", order: int = 0) -> dict[str, Any]:
    body = {"code": code, "name": NAME, "kind": "product", "price": 1, "order": order}
    return body | ({"category": category} if category else {})


def shown(items: Sequence[dict[str, Any]], category: str = "") -> list[str]:
    rewards = {"categories": CATEGORIES, "items": items}
    return [each.code for each in catalogue(tea(rewards=rewards)).of_category(category)]


ITEMS = [
    item("f1", "first", 1),
    item("f2", "first", 2),
    item("l1", "later", 0),
    item("none1", "", 1),
    item("none2", "", 2),
]


@given(st.permutations(ITEMS))
def test_the_place_in_the_file_changes_nothing(items: list[dict[str, Any]]) -> None:
    assert shown(items) == ["f1", "f2", "l1", "none1", "none2"]
    assert shown(items, "first") == ["f1", "f2"]
    assert shown(items, "nothing") == []


def test_equals_are_shown_as_the_file_lists_them() -> None:
    assert shown([item("b"), item("a"), item("c")]) == ["b", "a", "c"]


async def test_a_page_of_a_category_counts_that_category(ctx: PointsContext) -> None:
    page = await list_rewards(ctx, "tea", member_id="", first=0, size=1, category="keepsakes")
    assert [offer.reward.code for offer in page.offers] == ["tote_bag"]
    assert page.total == 1
    assert [each.code for each in page.categories] == [
        "drinks",
        "keepsakes",
        "experiences",
        "specials",
    ]
    assert page.offers[0].currency == "CNY"
