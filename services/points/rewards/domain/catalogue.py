"""The rewards section of a programme: the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.points.calendar.domain.local_time import Period
from services.points.ledger.domain.chart_of_accounts import POINTS
from services.points.programme.domain.document import text_of, window_of
from services.points.programme.domain.programme import Programme
from services.points.rewards.domain.display import Category, Display
from services.points.rewards.domain.limit_for_all import LimitForAll
from services.points.rewards.domain.reward import GivenAsset, Limit, Reward, RewardKind


class RewardNotFound(Exception):
    """The catalogue in force has no reward of this code."""

    reason = "REWARD_NOT_FOUND"

    def __init__(self, code: str) -> None:
        super().__init__(f"no reward {code}")
        self.metadata = {"code": code}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The rewards in the order of display, how long a hold lasts, how long a voucher.

    Categories and the rewards of each are by their `order`, equals as the programme lists them.
    """

    hold_minutes: int = 15
    voucher_days: int = 30
    categories: tuple[Category, ...] = ()
    rewards: tuple[Reward, ...] = ()

    def of_category(self, code: str) -> tuple[Reward, ...]:
        """The rewards of one category, or all of them for ""."""
        if not code:
            return self.rewards
        shown = [(reward, reward.display.category) for reward in self.rewards]
        return tuple(reward for reward, group in shown if group and group.code == code)

    def find(self, code: str) -> Reward | None:
        """The reward, if the catalogue has it."""
        return next((reward for reward in self.rewards if reward.code == code), None)

    def get(self, code: str) -> Reward:
        """The reward. Raises RewardNotFound."""
        reward = self.find(code)
        if reward is None:
            raise RewardNotFound(code)
        return reward


def catalogue(programme: Programme) -> Catalogue:
    """The programme's catalogue, parsed once a version."""
    return programme.section(_parse)


def reward_names(programme: Programme) -> Mapping[str, tuple[str, str]]:
    """The names of all rewards in Chinese and English, by code."""
    return programme.section(_names)


def reward_codes(programme: Programme) -> frozenset[str]:
    """The codes of all rewards in the catalogue, whether their window is open today or not."""
    return programme.section(_codes)


def limited_stock(programme: Programme) -> Mapping[str, int]:
    """How many pieces the programme gives each limited reward, by code."""
    rewards = catalogue(programme).rewards
    return {reward.code: reward.stock for reward in rewards if reward.stock is not None}


def _names(programme: Programme) -> Mapping[str, tuple[str, str]]:
    rewards = catalogue(programme).rewards
    return {reward.code: (reward.name_zh, reward.name_en) for reward in rewards}


def _codes(programme: Programme) -> frozenset[str]:
    return frozenset(reward.code for reward in catalogue(programme).rewards)


def _parse(programme: Programme) -> Catalogue:
    body = programme.document.get("rewards", {})
    listed = [_category(category) for category in body.get("categories", ())]
    categories = tuple(sorted(listed, key=lambda category: category.order))
    by_code = {category.code: category for category in categories}
    rewards = [_reward(item, by_code) for item in body.get("items", ())]
    return Catalogue(
        hold_minutes=body.get("hold_minutes", 15),
        voucher_days=body.get("voucher_days", 30),
        categories=categories,
        rewards=tuple(sorted(rewards, key=lambda reward: reward.display.place(categories))),
    )


def _category(item: Mapping[str, Any]) -> Category:
    return Category(item["code"], text_of(item["name"]), item.get("order", 0))


def _display(item: Mapping[str, Any], categories: Mapping[str, Category]) -> Display:
    told = item.get("description", {})
    return Display(
        description=(told.get("zh", ""), told.get("en", "")),
        category=categories[item["category"]] if "category" in item else None,
        order=item.get("order", 0),
        images=tuple(item.get("images", ())),
        list_price_minor=item.get("list_price_minor", 0),
    )


def _reward(item: Mapping[str, Any], categories: Mapping[str, Category]) -> Reward:
    prices = item.get("prices") or {POINTS: item["price"]}
    return Reward(
        code=item["code"],
        name_zh=item["name"]["zh"],
        name_en=item["name"]["en"],
        kind=RewardKind(item["kind"]),
        price=prices.get(POINTS, 0),
        stock=item.get("stock"),
        min_tier=item.get("min_tier", ""),
        limits=tuple(
            Limit(Period(limit["per"]), limit["times"]) for limit in item.get("limits", ())
        ),
        window=window_of(item),
        image_url=item.get("image_url", ""),
        coupon_type=item.get("coupon", ""),
        badge=item.get("badge", ""),
        gives=GivenAsset(**item["gives"]) if "gives" in item else None,
        other_prices={asset: price for asset, price in prices.items() if asset != POINTS},
        limits_for_all=tuple(
            LimitForAll(Period(limit["per"]), limit["times"])
            for limit in item.get("limits_for_all", ())
        ),
        immediate=item.get("immediate", False),
        display=_display(item, categories),
    )
