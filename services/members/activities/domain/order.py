"""An order as it is kept for its refunds, with how much of it went back.

Points works out refunds for itself, by the same rules, so that both take the same ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple, TypeAlias

from services.members.activities.domain.activity import Activity

WAITING_MAX = 100
"""Refunds of one order that may wait for it."""
WAITING_LINES_MAX = 10_000
"""Lines in all of them together, so that an order stays one document of bounded size."""

OrderKey: TypeAlias = tuple[str, str]
"""The selling channel and the order id: order numbers are the channel's own."""


class RefundExceedsOrder(Exception):
    """More is given back than what is left of the order, or of one of its lines."""

    reason = "REFUND_EXCEEDS_ORDER"

    def __init__(self, field: str, left: str) -> None:
        super().__init__(f"{field}: {left}")
        self.field = field


class RefundCurrencyDiffers(Exception):
    """The order was paid in another currency."""

    reason = "INVALID_ARGUMENT"
    field = "order.total.currency_code"


class OrderNotFound(Exception):
    """The order is another member's."""

    reason = "ORDER_NOT_FOUND"
    field = "order.order_id"


class OrderRecordedBefore(Exception):
    """The channel reported this order before, as another event."""

    reason = "ACTIVITY_CONFLICT"
    field = "order.order_id"

    def __init__(self, occurred_at: datetime | None) -> None:
        super().__init__("the order was told as another event")
        self.occurred_at = occurred_at


class TooManyWaiting(Exception):
    """So many refunds wait for this order that it hardly is one."""

    reason = "TOO_MANY"
    field = "order.order_id"


class RefundedLine(NamedTuple):
    """The part of a line that a refund gives back."""

    line_id: str
    quantity: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Refund:
    """The part of an order that a refund gives back, and when."""

    event_id: str
    member_id: str
    occurred_at: datetime
    currency: str
    total_minor: int
    lines: tuple[RefundedLine, ...] = ()


REFUSALS = (
    RefundExceedsOrder,
    RefundCurrencyDiffers,
    OrderNotFound,
    OrderRecordedBefore,
    TooManyWaiting,
)
"""Why an order or a refund is not taken."""


class Unfit(NamedTuple):
    """A refund that waited for its order and did not fit it."""

    event_id: str
    reason: str


class RefundableLine(NamedTuple):
    """A line, how much of it went back, and what it is; lines kept earlier have no article."""

    line_id: str
    quantity: int
    amount_minor: int
    refunded_quantity: int = 0
    refunded_minor: int = 0
    sku: str = ""
    series: str = ""

    def less(self, back: RefundedLine, field: str) -> RefundableLine:
        """The line after `back` of it is returned. Raises RefundExceedsOrder."""
        left_minor = self.amount_minor - self.refunded_minor
        left_quantity = self.quantity - self.refunded_quantity
        if back.amount_minor > left_minor:
            raise RefundExceedsOrder(f"{field}.amount_minor", f"{left_minor} minor units are left")
        if back.quantity > left_quantity:
            raise RefundExceedsOrder(f"{field}.quantity", f"{left_quantity} are left")
        return self._replace(
            refunded_quantity=self.refunded_quantity + back.quantity,
            refunded_minor=self.refunded_minor + back.amount_minor,
        )


@dataclass(frozen=True, slots=True)
class RefundableOrder:
    """`member_id` is empty while only refunds of it have come: these wait.

    `unfit`: of those that waited, the ones that count for nothing. `occurred_at`: when it was
    bought; orders of before 2026-11-22 were kept without.
    """

    member_id: str = ""
    currency: str = ""
    total_minor: int = 0
    refunded_minor: int = 0
    lines: tuple[RefundableLine, ...] = ()
    waiting: tuple[Refund, ...] = ()
    unfit: tuple[Unfit, ...] = ()
    occurred_at: datetime | None = None

    @property
    def has_come(self) -> bool:
        return self.member_id != ""

    def of_survivors(self, survivors: Mapping[str, str]) -> RefundableOrder:
        """The order with who stands for members who were merged in their place."""
        return replace(
            self,
            member_id=survivors.get(self.member_id, self.member_id),
            waiting=tuple(
                replace(each, member_id=survivors.get(each.member_id, each.member_id))
                for each in self.waiting
            ),
        )

    @property
    def members(self) -> set[str]:
        """Whose it is, and whose refunds wait for it."""
        return {self.member_id, *(each.member_id for each in self.waiting)} - {""}

    def after(self, refund: Refund) -> RefundableOrder:
        """The order less what `refund` gives back.

        A refund that names no lines, or of an order without lines, counts by its total alone.
        Raises OrderNotFound, RefundCurrencyDiffers, RefundExceedsOrder.
        """
        if refund.member_id != self.member_id:
            raise OrderNotFound("no such order of this member")
        if refund.currency != self.currency:
            raise RefundCurrencyDiffers(f"paid in {self.currency}")
        left_minor = self.total_minor - self.refunded_minor
        if refund.total_minor > left_minor:
            field = "order.total.minor_units"
            raise RefundExceedsOrder(field, f"{left_minor} minor units are left")
        return replace(
            self,
            refunded_minor=self.refunded_minor + refund.total_minor,
            lines=self._lines_less(refund.lines) if refund.lines else self.lines,
        )

    def _lines_less(self, back: Sequence[RefundedLine]) -> tuple[RefundableLine, ...]:
        lines = {line.line_id: line for line in self.lines}
        for index, line in enumerate(back if lines else ()):
            field = f"order.lines[{index}]"
            if line.line_id not in lines:
                raise RefundExceedsOrder(f"{field}.line_id", "no such line in the order")
            lines[line.line_id] = lines[line.line_id].less(line, field)
        return tuple(lines.values())

    def wait(self, refund: Refund) -> RefundableOrder:
        """The order with `refund` waiting for it. Raises TooManyWaiting."""
        lines = sum(len(other.lines) for other in self.waiting) + len(refund.lines)
        if len(self.waiting) >= WAITING_MAX or lines > WAITING_LINES_MAX:
            raise TooManyWaiting(
                f"{len(self.waiting)} refunds wait for this order; at most {WAITING_MAX}"
                f" of {WAITING_LINES_MAX} lines together may"
            )
        return replace(self, waiting=(*self.waiting, refund))

    def come(self, activity: Activity) -> tuple[RefundableOrder, tuple[Refund, ...]]:
        """The order as it comes, less those that waited; and which of them count.

        The earliest count as far as they fit. Raises OrderRecordedBefore.
        """
        order = activity.order
        assert order is not None, "checked before"
        if self.has_come:
            raise OrderRecordedBefore(self.occurred_at)
        kept = RefundableOrder(
            activity.member_id,
            order.currency,
            order.total_minor,
            occurred_at=activity.occurred_at,
            lines=tuple(
                RefundableLine(x.line_id, x.quantity, x.amount_minor, sku=x.sku, series=x.series)
                for x in order.lines
            ),
        )
        if not self.waiting:
            return kept, ()
        counted, unfit = [], []
        for refund in sorted(
            self.waiting, key=lambda refund: (refund.occurred_at, refund.event_id)
        ):
            try:
                kept = kept.after(refund)
                counted.append(refund)
            except REFUSALS as error:
                unfit.append(Unfit(refund.event_id, error.reason))
        return replace(kept, unfit=tuple(unfit)), tuple(counted)


def refund_of(activity: Activity) -> Refund:
    """The refund in a valid activity of that type."""
    order, occurred_at = activity.order, activity.occurred_at
    assert order is not None, "checked before"
    assert occurred_at is not None, "checked before"
    return Refund(
        activity.event_id,
        activity.member_id,
        occurred_at,
        order.currency,
        order.total_minor,
        tuple(RefundedLine(x.line_id, x.quantity, x.amount_minor) for x in order.lines),
    )
