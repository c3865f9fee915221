"""The quote of a basket: what comes off each line, in an order that never varies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.points.checkout.domain.basket import Basket
from services.points.checkout.domain.section import (
    CheckoutPointsUnavailable,
    CheckoutSection,
)
from services.points.checkout.domain.split import split
from services.points.coupons.domain.coupon import Coupon
from services.points.coupons.domain.terms import CouponKind, CouponTerms

ORDER = (
    CouponKind.FREE_ARTICLE,
    CouponKind.PERCENT_OFF,
    CouponKind.AMOUNT_OFF,
    CouponKind.FREE_ORDER,
    CouponKind.FREE_SHIPPING,
    CouponKind.GIFT,
)
"""The order in which coupons are applied; of one kind, by their ids, the eldest first."""
ALONE = frozenset({CouponKind.PERCENT_OFF, CouponKind.AMOUNT_OFF, CouponKind.FREE_ORDER})
"""Of these, at most one that is not stackable goes into a basket."""
STORE, LINES, MINIMUM, NOTHING_OFF = "STORE", "LINES", "MINIMUM", "NOTHING_OFF"


class CouponNotApplicable(Exception):
    """The coupon is not good for this basket. `why` is STORE, LINES, MINIMUM or NOTHING_OFF."""

    reason = "COUPON_NOT_APPLICABLE"
    field = "basket.coupon_ids"

    def __init__(self, coupon: Coupon, why: str) -> None:
        super().__init__(f"{coupon.type} is not good for this basket: {why}")
        self.why = why
        self.metadata = {"coupon_id": coupon.id, "why": why}
        if why == MINIMUM:
            self.metadata["minimum_minor"] = str(coupon.terms.minimum_minor)


class CouponNotCombinable(Exception):
    """Two coupons of which one must be left out."""

    reason = "COUPON_NOT_COMBINABLE"
    field = "basket.coupon_ids"

    def __init__(self, coupon: Coupon, other: Coupon) -> None:
        super().__init__(f"{coupon.type} does not go beside {other.type}")
        self.metadata = {"coupon_id": coupon.id, "other_id": other.id}


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """What comes off one line; `points` are those that pay `points_minor` of it."""

    line_id: str
    quantity: int
    amount_minor: int
    tier_minor: int = 0
    coupon_minor: int = 0
    points_minor: int = 0
    points: int = 0

    @property
    def paid_minor(self) -> int:
        """What is left to pay in money."""
        return self.amount_minor - self.tier_minor - self.coupon_minor - self.points_minor


@dataclass(frozen=True, slots=True)
class QuotedCoupon:
    """What one coupon takes off; `line_ids` are the lines it is good for."""

    coupon_id: str
    type: str
    discount_minor: int
    line_ids: tuple[str, ...]
    gift_article: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """`shipping_minor` is less what coupons take off; `points_most` and `points_step` are 0 where
    points do not pay."""

    lines: tuple[QuotedLine, ...]
    coupons: tuple[QuotedCoupon, ...]
    shipping_minor: int
    points_most: int
    points_step: int

    @property
    def points(self) -> int:
        """The points that pay."""
        return sum(line.points for line in self.lines)

    @property
    def discount_minor(self) -> int:
        """What the tier and coupons take off the lines."""
        return sum(line.tier_minor + line.coupon_minor for line in self.lines)

    @property
    def paid_minor(self) -> int:
        """What is left to pay in money, shipping with it."""
        return sum(line.paid_minor for line in self.lines) + self.shipping_minor


def quote(basket: Basket, coupons: Iterable[Coupon], section: CheckoutSection, tier: str) -> Quote:
    """What comes off `basket` with the coupons chosen, for a member of `tier`.

    Raises CouponNotApplicable, CouponNotCombinable, CheckoutPointsUnavailable and
    CheckoutPointsInvalid.
    """
    chosen = sorted(coupons, key=lambda one: (ORDER.index(one.terms.kind), one.id))
    check_combinable(chosen)
    counter = _Counter(basket, section.tier_percents.get(tier, 0))
    quoted = [counter.apply(coupon) for coupon in chosen]
    left = counter.left
    payment = section.points
    if payment is None:
        if basket.points:
            raise CheckoutPointsUnavailable("the programme takes no points as payment")
        paid, points = [0] * len(left), [0] * len(left)
    else:
        payment.check(basket.points, sum(left))
        paid = split(payment.pays(basket.points), left)
        points = split(basket.points, paid)
    lines = tuple(
        QuotedLine(
            line.line_id,
            line.quantity,
            line.amount_minor,
            tier_minor=counter.tier[index],
            coupon_minor=counter.after_tier[index] - left[index],
            points_minor=paid[index],
            points=points[index],
        )
        for index, line in enumerate(basket.lines)
    )
    return Quote(
        lines,
        tuple(quoted),
        counter.shipping,
        payment.most(sum(left)) if payment else 0,
        payment.step if payment else 0,
    )


def check_combinable(coupons: Sequence[Coupon]) -> None:
    """Raises CouponNotCombinable for the second one that has to be alone."""
    alone = [one for one in coupons if one.terms.kind in ALONE and not one.terms.stackable]
    if len(alone) > 1:
        raise CouponNotCombinable(alone[1], alone[0])


class _Counter:
    """What is left of each line, and of shipping, as one coupon after the other is applied."""

    def __init__(self, basket: Basket, tier_percent: int) -> None:
        self._basket = basket
        amounts = [line.amount_minor for line in basket.lines]
        self.tier = split(sum(amounts) * tier_percent // 100, amounts)
        self.after_tier = [a - t for a, t in zip(amounts, self.tier, strict=True)]
        self.left = list(self.after_tier)
        self.shipping = basket.shipping_minor

    def apply(self, coupon: Coupon) -> QuotedCoupon:
        """Take off what `coupon` takes off. Raises CouponNotApplicable."""
        terms = coupon.terms
        good = self._good(coupon)
        off = 0
        if terms.kind is CouponKind.FREE_SHIPPING:
            off = _bounded(self.shipping, terms)
            self.shipping -= off
        elif terms.kind is CouponKind.FREE_ARTICLE:
            index = max(good, key=lambda i: (self._piece(i), -i))
            good = [index]
            off = _bounded(self._piece(index), terms)
            self.left[index] -= off
        elif terms.kind is not CouponKind.GIFT:
            off = self._off(terms, sum(self.left[index] for index in good))
            parts = split(off, [self.left[index] for index in good])
            for index, part in zip(good, parts, strict=True):
                self.left[index] -= part
        if not off and terms.kind is not CouponKind.GIFT:
            raise CouponNotApplicable(coupon, NOTHING_OFF)
        ids = tuple(self._basket.lines[index].line_id for index in good)
        return QuotedCoupon(coupon.id, coupon.type, off, ids, terms.gift_article)

    def _good(self, coupon: Coupon) -> list[int]:
        terms = coupon.terms
        if not terms.takes_store(self._basket.store_id):
            raise CouponNotApplicable(coupon, STORE)
        good = [
            index
            for index, line in enumerate(self._basket.lines)
            if terms.takes_article(line.sku, line.series)
        ]
        if not good:
            raise CouponNotApplicable(coupon, LINES)
        if sum(self.after_tier[index] for index in good) < terms.minimum_minor:
            raise CouponNotApplicable(coupon, MINIMUM)
        return good

    def _piece(self, index: int) -> int:
        """What one piece of the line costs still, rounded down."""
        return self.left[index] // self._basket.lines[index].quantity

    def _off(self, terms: CouponTerms, left: int) -> int:
        if terms.kind is CouponKind.AMOUNT_OFF:
            return min(terms.amount_minor, left)
        if terms.kind is CouponKind.PERCENT_OFF:
            return _bounded(left * terms.percent // 100, terms)
        return _bounded(left, terms)


def _bounded(off: int, terms: CouponTerms) -> int:
    return min(off, terms.most_minor) if terms.most_minor else off
