"""A basket as a till sends it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True, slots=True)
class BasketLine:
    """Pieces of one article; `amount_minor` is the list price of the whole line."""

    line_id: str
    sku: str
    series: str
    quantity: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Basket:
    """What a member is about to buy, with the coupons and points chosen."""

    member_id: str
    store_id: str
    currency: str
    lines: tuple[BasketLine, ...]
    shipping_minor: int = 0
    coupon_ids: tuple[str, ...] = ()
    points: int = 0


def goods_of(basket: Basket) -> str:
    """A digest of what is bought, where and at what prices, without coupons and points."""
    goods = asdict(replace(basket, member_id="", coupon_ids=(), points=0))
    return hashlib.sha256(json.dumps(goods, ensure_ascii=False).encode()).hexdigest()


def fingerprint(basket: Basket) -> str:
    """A digest of the whole basket: the same for a repeat, different for other content."""
    return hashlib.sha256(json.dumps(asdict(basket), ensure_ascii=False).encode()).hexdigest()
