"""The terms of a coupon: what it takes off, and of which lines of which baskets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class CouponKind(StrEnum):
    """What a coupon takes off; `gift` takes nothing off, and hands an article over."""

    AMOUNT_OFF = "amount_off"
    PERCENT_OFF = "percent_off"
    FREE_ARTICLE = "free_article"
    FREE_SHIPPING = "free_shipping"
    GIFT = "gift"
    FREE_ORDER = "free_order"


@dataclass(frozen=True, slots=True)
class CouponTerms:
    """Amounts are minor units; 0 in `most_minor` is no bound. Empty tuples take in everything."""

    kind: CouponKind
    amount_minor: int = 0
    percent: int = 0
    most_minor: int = 0
    minimum_minor: int = 0
    articles: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    stores: tuple[str, ...] = ()
    gift_article: str = ""
    stackable: bool = False

    def takes_article(self, sku: str, series: str) -> bool:
        """Whether a line of this article and series is one that the coupon is good for."""
        if not self.articles and not self.series:
            return True
        return sku in self.articles or series in self.series

    def takes_store(self, store_id: str) -> bool:
        """Whether the coupon is good at the store; "" is no store."""
        return not self.stores or store_id in self.stores


def terms_of(item: Mapping[str, Any]) -> CouponTerms:
    """The terms of a type as the section writes it. Raises KeyError and ValueError."""
    return CouponTerms(
        kind=CouponKind(item["kind"]),
        amount_minor=item.get("amount_minor", 0),
        percent=item.get("percent", 0),
        most_minor=item.get("most_minor", 0),
        minimum_minor=item.get("minimum_minor", 0),
        articles=tuple(item.get("articles", ())),
        series=tuple(item.get("series", ())),
        stores=tuple(item.get("stores", ())),
        gift_article=item.get("gift_article", ""),
        stackable=item.get("stackable", False),
    )


def to_body(terms: CouponTerms) -> dict[str, Any]:
    """As it is kept with a coupon."""
    body = asdict(terms)
    lists = {name: list(body[name]) for name in ("articles", "series", "stores")}
    return body | {"kind": str(terms.kind)} | lists


def from_body(body: Mapping[str, Any]) -> CouponTerms:
    """The terms that `to_body` wrote."""
    return terms_of(body)
