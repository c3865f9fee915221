"""Orders as documents, with what went back of them.

`orders`  {_id: "brand/channel/order id", brand, member_id, currency, total, back, lines, waiting,
           unfit, at}

`member_id` is "" until the order comes, while refunds are `waiting` for it. Orders have up to a
thousand lines, and most are never refunded, so `lines` are columns: [line ids, quantities,
amounts], and behind these what went back of either once anything did. `waiting` and `unfit` are
there only when something is in them; `at`, when it was bought, once it came.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from services.common.mongo import Document
from services.members.activities.domain.order import (
    OrderKey,
    Refund,
    RefundableLine,
    RefundableOrder,
    RefundedLine,
    Unfit,
)

COLLECTION = "orders"


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
    if order.waiting:
        document["waiting"] = [_refund_document(refund) for refund in order.waiting]
    if order.occurred_at is not None:
        document["at"] = order.occurred_at
    if order.unfit:
        document["unfit"] = [list(unfit) for unfit in order.unfit]
    return document


def _columns(lines: Sequence[RefundableLine]) -> list[Sequence[Any]]:
    columns: list[Sequence[Any]] = list(zip(*lines, strict=True))
    return columns if any(map(any, columns[3:])) else columns[:3]


def to_order(document: Mapping[str, Any]) -> RefundableOrder:
    """The order in a document."""
    return RefundableOrder(
        member_id=document["member_id"],
        currency=document["currency"],
        total_minor=document["total"],
        refunded_minor=document["back"],
        lines=tuple(RefundableLine(*line) for line in zip(*document["lines"], strict=True)),
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
