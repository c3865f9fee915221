"""The reward of a step, a chain or a streak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.points.badges.domain.section import Badge, badge_section
from services.points.coupons.domain.section import coupon_section
from services.points.programme.domain.programme import Programme


@dataclass(frozen=True, slots=True)
class Reward:
    """`points` of `asset`, one coupon of a type, a badge, or several of these."""

    asset: str = ""
    points: int = 0
    coupon: str = ""
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A reward that is due, under the rule by which statements and causes name it."""

    rule: str
    reward: Reward


def reward_of(item: Mapping[str, Any], programme: Programme) -> Reward | None:
    """The item's reward, if it has one. Raises ValueError for what the programme has not."""
    body = item.get("reward")
    if body is None:
        return None
    asset, coupon = body.get("asset", ""), body.get("coupon", "")
    if asset and asset not in programme.assets:
        raise ValueError(f"{item['code']}: {asset} is not declared")
    if coupon and coupon_section(programme).find(coupon) is None:
        raise ValueError(f"{item['code']}: no coupon {coupon}")
    badge = badge_section(programme).badge(body["badge"]) if "badge" in body else None
    if "badge" in body and badge is None:
        raise ValueError(f"{item['code']}: no badge {body['badge']}")
    return Reward(asset, body.get("points", 0), coupon, badge)


def badges_in(dues: Iterable[Due]) -> tuple[Badge, ...]:
    return tuple(due.reward.badge for due in dues if due.reward.badge is not None)
