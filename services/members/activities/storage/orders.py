"""Orders as documents, with what went back of them.

`orders`  {_id: "brand/channel/order id", brand, member_id, currency, total, back, lines, articles,
           waiting, unfit, at}

`member_id` is "" until the order comes, while refunds are `waiting` for it. Orders have up to a
thousand lines, and most are never refunded, so `lines` are columns: [line ids, quantities,
amounts], and behind these what went back of either once anything did. `articles`: [article
numbers, series] of the lines. `articles`, `waiting` and `unfit` are there only when something is in
them; `at`, when it was bought, once it came.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from services.common.mongo import ASCENDING, Document, IndexModel
from services.members.activities.domain.order import (
    OrderKey,
    Refund,
    RefundableLine,
    RefundableOrder,
    RefundedLine,
    Unfit,
)

COLLECTION = "orders"
INDEXES = {COLLECTION: [IndexModel([("brand", ASCENDING), ("member_id", ASCENDING)])]}
"""A member's own, for exports and erasures."""


def order_id(brand: str, key: OrderKey) -> str:
    """The id of an order's document."""
    # Neither a brand nor a channel has a slash in it, so two keys are never one id.
    return f"{brand}/{key[0]}/{key[1]}"


def order_document(brand: str, key: OrderKey, order: RefundableOrder) -> Document:
    """An order with what went back of it."""
    document: Document = {
        "_id": order_id(brand, key),
        "brand": brand,
        "member_id": order.member_id,
        "currency": order.currency,
        "total": order.total_minor,
        "back": order.refunded_minor,
        "lines": _columns(order.lines),
    }
    if any(line.sku or line.series for line in order.lines):
        lines = order.lines
        document["articles"] = [[line.sku for line in lines], [line.series for line in lines]]
    if order.waiting:
        document["waiting"] = [_refund_document(refund) for refund in order.waiting]
    if order.occurred_at is not None:
        document["at"] = order.occurred_at
    if order.unfit:
        document["unfit"] = [list(unfit) for unfit in order.unfit]
    return document


def _columns(lines: Sequence[RefundableLine]) -> list[Sequence[Any]]:
    columns: list[Sequence[Any]] = list(zip(*lines, strict=True))
    return columns[:5] if any(map(any, columns[3:5])) else columns[:3]


def _lines(document: Mapping[str, Any]) -> tuple[RefundableLine, ...]:
    lines = [RefundableLine(*line) for line in zip(*document["lines"], strict=True)]
    if "articles" not in document:
        return tuple(lines)
    named = zip(lines, *document["articles"], strict=True)
    return tuple(line._replace(sku=sku, series=series) for line, sku, series in named)


def to_order(document: Mapping[str, Any]) -> RefundableOrder:
    """The order in a document."""
    return RefundableOrder(
        member_id=document["member_id"],
        currency=document["currency"],
        total_minor=document["total"],
        refunded_minor=document["back"],
        lines=_lines(document),
        waiting=tuple(_refund(refund) for refund in document.get("waiting", ())),
        unfit=tuple(Unfit(*unfit) for unfit in document.get("unfit", ())),
        occurred_at=document.get("at"),
    )


def _refund_document(refund: Refund) -> Document:
    return {
        "event_id": refund.event_id,
        "member_id": refund.member_id,
        "occurred_at": refund.occurred_at,
        "currency": refund.currency,
        "total": refund.total_minor,
        "lines": [list(line) for line in refund.lines],
    }


def _refund(document: Mapping[str, Any]) -> Refund:
    return Refund(
        event_id=document["event_id"],
        member_id=document["member_id"],
        occurred_at=document["occurred_at"],
        currency=document["currency"],
        total_minor=document["total"],
        lines=tuple(RefundedLine(*line) for line in document["lines"]),
    )
