"""The catalogue as protos."""

from __future__ import annotations

from services.points.rewards.commands.list_rewards import Offer
from services.points.rewards.domain.display import Category
from tessera.points.v1 import rewards_pb2 as pb


def category_message(category: Category) -> pb.RewardCategory:
    """A category with its name."""
    message = pb.RewardCategory(code=category.code)
    message.name.zh, message.name.en = category.name
    return message


def offer_message(offer: Offer) -> pb.Reward:
    """A reward as it stands, with what hinders the member."""
    reward, display = offer.reward, offer.reward.display
    message = pb.Reward(
        code=reward.code,
        kind=pb.RewardKind.Value(f"REWARD_KIND_{reward.kind.upper()}"),
        price=reward.price,
        min_tier=reward.min_tier,
        image_url=reward.image_url,
        image_urls=display.images,
        hindrance=offer.hindrance,
        immediate=reward.immediate,
        redeemed_count=offer.taken,
        prices=[pb.AssetPrice(asset=asset, amount=price) for asset, price in reward.prices.items()],
        limits_for_all=[
            pb.LimitForAll(
                per=pb.LimitPeriod.Value(f"LIMIT_PERIOD_{limit.per.upper()}"),
                times=limit.times,
                remaining=left,
            )
            for limit, left in offer.remaining
        ],
    )
    message.name.zh, message.name.en = reward.name_zh, reward.name_en
    if any(display.description):
        message.description.zh, message.description.en = display.description
    if reward.gives is not None:
        message.gives.asset, message.gives.amount = reward.gives.asset, reward.gives.amount
    if display.category is not None:
        message.category.CopyFrom(category_message(display.category))
    if display.list_price_minor:
        message.list_price.minor_units = display.list_price_minor
        message.list_price.currency_code = offer.currency
    if offer.stock is not None:
        message.stock = offer.stock
    if offer.min_tier_name is not None:
        message.min_tier_name.zh, message.min_tier_name.en = offer.min_tier_name
    return message
