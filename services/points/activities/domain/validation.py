"""The limits of an activity that a channel sends to points itself.

The limits are those of tessera/types/v1/types.proto; members holds the same
line for activities that arrive by its feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from services.points.activities.domain.activity import Activity, Order, OrderLine
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.subject import subject_problems

CHANNEL_CHARS_MAX = 32
EVENT_ID_CHARS_MAX = 128
STORE_ID_CHARS_MAX = 64
LABELS_MAX = 16
LABEL_CHARS_MAX = 128
ORDER_ID_CHARS_MAX = 128
LINES_MAX = 1_000
LINE_ID_CHARS_MAX = 64
ARTICLE_CHARS_MAX = 64
AMOUNT_MINOR_MAX = 10**13
QUANTITY_MAX = 10**9
AHEAD_MAX = timedelta(hours=24)
"""A till's clock may be wrong by this much; its activities count from now at the latest."""
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)

# No colon: `house:` and `reward:` name accounts that belong to no member.
_MEMBER_ID = re.compile(r"[A-Za-z0-9_.\-]{1,64}")
_WITH_ORDER = frozenset({ActivityType.ORDER, ActivityType.REFUND})

Problem = tuple[str, str]


class ActivityInvalid(Exception):
    """A field of an activity is missing, too long or out of range."""

    reason = "INVALID_ARGUMENT"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field


class ActivityTimeInvalid(Exception):
    """Before 2000, or more than a day ahead of our clock."""

    reason = "ACTIVITY_TIME_INVALID"

    def __init__(self, field: str) -> None:
        super().__init__(f"from {EARLIEST.date()} to a day from now")
        self.field = field


def check(activity: Activity, now: datetime, currency: str, field: str) -> None:
    """Raise ActivityInvalid or ActivityTimeInvalid for the first thing wrong.

    `field` is where the activity stands in the request; `currency` the programme's.
    """
    for name, problem in _problems(activity, currency):
        raise ActivityInvalid(f"{field}.{name}", problem)
    if not EARLIEST <= activity.occurred_at <= now + AHEAD_MAX:
        raise ActivityTimeInvalid(f"{field}.occur_time")


def is_member_id(text: str) -> bool:
    """True when `text` may name a member's accounts."""
    return _MEMBER_ID.fullmatch(text) is not None


def _problems(activity: Activity, currency: str) -> Iterator[Problem]:
    yield from _text("channel", activity.channel, CHANNEL_CHARS_MAX, least=1)
    if "/" in activity.channel:
        yield "channel", "without a slash"
    yield from _text("event_id", activity.event_id, EVENT_ID_CHARS_MAX, least=1)
    yield from _text("store_id", activity.store_id, STORE_ID_CHARS_MAX)
    if not is_member_id(activity.member_id):
        yield "member_id", "1 to 64 letters, digits and _ . -"
    yield from _label_problems(activity.labels)
    yield from subject_problems(activity.type, activity.subject)
    if (activity.type in _WITH_ORDER) != (activity.order is not None):
        yield "order", "set on orders and refunds, and only there"
    if activity.order is not None:
        is_refund = activity.type is ActivityType.REFUND
        for name, problem in _order_problems(activity.order, currency, is_refund=is_refund):
            yield f"order.{name}", problem


def _label_problems(labels: Mapping[str, str]) -> Iterator[Problem]:
    if len(labels) > LABELS_MAX:
        yield "labels", f"at most {LABELS_MAX}"
    for key, value in labels.items():
        yield from _text("labels", key, LABEL_CHARS_MAX, least=1)
        yield from _text("labels", value, LABEL_CHARS_MAX)


def _order_problems(order: Order, currency: str, *, is_refund: bool) -> Iterator[Problem]:
    yield from _text("order_id", order.order_id, ORDER_ID_CHARS_MAX, least=1)
    yield from _text("channel", order.channel, CHANNEL_CHARS_MAX if is_refund else 0)
    if "/" in order.channel:
        yield "channel", "without a slash"
    if order.currency != currency:
        yield "total.currency_code", f"{currency}, the programme's currency"
    if not (0 if order.lines else 1) <= order.total_minor <= AMOUNT_MINOR_MAX:
        # A gift costs nothing, and giving back a piece of it brings nothing.
        yield "total.minor_units", f"1 to {AMOUNT_MINOR_MAX}, or 0 with lines"
    if len(order.lines) > LINES_MAX:
        yield "lines", f"at most {LINES_MAX}"
    seen: set[str] = set()
    for index, line in enumerate(order.lines):
        for name, problem in _line_problems(line, seen, is_refund=is_refund):
            yield f"lines[{index}].{name}", problem
        seen.add(line.line_id)
    if order.lines and sum(line.amount_minor for line in order.lines) != order.total_minor:
        yield "total.minor_units", "the sum of the lines"


def _line_problems(line: OrderLine, seen: set[str], *, is_refund: bool) -> Iterator[Problem]:
    yield from _text("line_id", line.line_id, LINE_ID_CHARS_MAX, least=1)
    if line.line_id in seen:
        yield "line_id", "unique in the order"
    yield from _text("sku", line.sku, ARTICLE_CHARS_MAX)
    yield from _text("series", line.series, ARTICLE_CHARS_MAX)
    # Part of the price may be paid back while the piece is kept.
    least = 0 if is_refund and line.amount_minor > 0 else 1
    if not least <= line.quantity <= QUANTITY_MAX:
        yield "quantity", f"{least} to {QUANTITY_MAX}"
    if not 0 <= line.amount_minor <= AMOUNT_MINOR_MAX:
        yield "amount_minor", f"0 to {AMOUNT_MINOR_MAX}"


def _text(name: str, text: str, most: int, least: int = 0) -> Iterator[Problem]:
    if not least <= len(text) <= most:
        yield name, f"{least} to {most} characters"
