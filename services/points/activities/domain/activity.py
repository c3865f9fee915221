"""An activity: one thing that a member did, as a channel reported it.

Amounts of money are integers of the currency's minor unit. Instants are UTC.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.subject import NO_SUBJECT, Subject


@dataclass(frozen=True, slots=True)
class OrderLine:
    """Pieces of one article; `amount_minor` is what the whole line cost, or what is paid back."""

    line_id: str
    sku: str
    series: str
    quantity: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Order:
    """A purchase or, in a refund, the part of it that is given back.

    `channel` is the one that sold what a refund gives back, where that is not the refund's own.
    """

    order_id: str
    currency: str
    total_minor: int
    lines: tuple[OrderLine, ...] = ()
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """`(channel, event_id)` names it for ever within the brand.

    An occasion has no channel, so that no channel's activity ever has its name. `told_of`: the
    member whom the channel named, where that one was merged and `member_id` is the survivor.
    `by_brand`: the brand did it for the member, such as praise for a post.
    """

    brand: str
    channel: str
    event_id: str
    member_id: str
    type: ActivityType
    occurred_at: datetime
    store_id: str = ""
    order: Order | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    subject: Subject = NO_SUBJECT
    told_of: str = ""
    by_brand: bool = False

    def of_member(self, member_id: str) -> Activity:
        """The activity as that of `member_id`, who stands for the member that it names."""
        if member_id == self.member_id:
            return self
        return replace(self, member_id=member_id, told_of=self.told_of or self.member_id)

    @property
    def key(self) -> str:
        return f"{self.channel}/{self.event_id}"

    @property
    def order_key(self) -> str:
        """Names the order that this is or gives back. Order numbers are the selling channel's."""
        assert self.order is not None
        return f"{self.order.channel or self.channel}/{self.order.order_id}"


def fingerprint(activity: Activity) -> str:
    """A digest of the whole activity: the same for a repeat, different for other content."""
    order = activity.order
    content = [
        activity.told_of or activity.member_id,
        activity.type,
        activity.occurred_at.isoformat(timespec="milliseconds"),
        activity.store_id,
        order and [order.order_id, order.currency, order.total_minor],
        [[x.line_id, x.sku, x.series, x.quantity, x.amount_minor] for x in order.lines]
        if order
        else None,
        sorted(activity.labels.items()),
    ]
    if order is not None and order.channel:
        content.append(order.channel)
    if activity.subject != NO_SUBJECT:
        content.append(sorted(asdict(activity.subject).items()))
    if activity.by_brand:
        content.append("by_brand")
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def to_body(activity: Activity) -> dict[str, Any]:
    """`activity` of one brand as a document."""
    body = asdict(activity)
    del body["brand"], body["subject"]
    if not activity.told_of:
        del body["told_of"]
    if not activity.by_brand:
        del body["by_brand"]
    if activity.subject != NO_SUBJECT:
        body["subject"] = asdict(activity.subject)
    # As pairs: a label may be any text, and a name of a field may not.
    return body | {"type": str(activity.type), "labels": [list(x) for x in activity.labels.items()]}


def from_body(brand: str, body: Mapping[str, Any]) -> Activity:
    """The activity of `to_body`; earlier ones have their labels in a map."""
    order = body["order"]
    if order is not None:
        lines = tuple(OrderLine(**line) for line in order["lines"])
        order = Order(**{**order, "lines": lines})
    read = {
        "type": ActivityType(body["type"]),
        "order": order,
        "labels": dict(body["labels"]),
        "subject": Subject(**body.get("subject", {})),
    }
    return Activity(**{**body, "brand": brand, **read})
