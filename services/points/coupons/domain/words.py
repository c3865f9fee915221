"""The conditions of a coupon in words, Chinese and English."""

from __future__ import annotations

from services.points.coupons.domain.terms import CouponKind, CouponTerms
from services.points.programme.domain.document import Text

_NONE = frozenset(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ]
)
_THREE = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])
NAMED_MAX = 3
"""So many articles, series or stores are named; of more, their number."""


def money(minor: int, currency: str) -> str:
    """`minor` in the currency's own unit: 990 CNY is "CNY 9.90", 990 JPY is "JPY 990"."""
    digits = 0 if currency in _NONE else 3 if currency in _THREE else 2
    if not digits:
        return f"{currency} {minor}"
    whole, rest = divmod(minor, 10**digits)
    return f"{currency} {whole}.{rest:0{digits}d}"


def conditions(terms: CouponTerms, currency: str) -> Text:
    """What the coupon takes off, and of what."""
    parts = [_face(terms, currency)]
    if terms.minimum_minor:
        least = money(terms.minimum_minor, currency)
        parts.append((f"满 {least} 可用", f"from {least}"))
    if terms.most_minor:
        most = money(terms.most_minor, currency)
        parts.append((f"最多减 {most}", f"at most {most} off"))
    if terms.articles or terms.series:
        zh, en = _listed((*terms.series, *terms.articles))
        parts.append((f"限指定商品：{zh}", f"for {en}"))
    if terms.stores:
        zh, en = _listed(terms.stores)
        parts.append((f"限指定门店：{zh}", f"at {en}"))
    if terms.stackable:
        parts.append(("可与其他优惠券同用", "goes with other coupons"))
    return "；".join(zh for zh, _ in parts), "; ".join(en for _, en in parts)


def _face(terms: CouponTerms, currency: str) -> Text:
    if terms.kind is CouponKind.AMOUNT_OFF:
        amount = money(terms.amount_minor, currency)
        return f"减 {amount}", f"{amount} off"
    if terms.kind is CouponKind.PERCENT_OFF:
        return f"减免 {terms.percent}%", f"{terms.percent}% off"
    if terms.kind is CouponKind.FREE_ARTICLE:
        return "免费商品一件", "one article free"
    if terms.kind is CouponKind.FREE_SHIPPING:
        return "免运费", "free shipping"
    if terms.kind is CouponKind.GIFT:
        return f"随单赠品：{terms.gift_article}", f"a gift with the order: {terms.gift_article}"
    return "整单免费", "the whole order free"


def _listed(names: tuple[str, ...]) -> Text:
    if len(names) > NAMED_MAX:
        return f"{len(names)} 项", f"{len(names)} named ones"
    return "、".join(names), ", ".join(names)
