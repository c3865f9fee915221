"""An activity, as a channel reports it, and the problems that a report may have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple, TypeAlias

from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.nearness import NearStore
from services.members.activities.domain.subject import NO_SUBJECT, Subject, subject_problems
from services.members.stores.domain.store import Coordinates, off_the_map

CHANNEL_CHARS_MAX = 32
EVENT_ID_CHARS_MAX = 128
MEMBER_ID_CHARS_MAX = 64
STORE_ID_CHARS_MAX = 64
ORDER_ID_CHARS_MAX = 128
LINE_ID_CHARS_MAX = 64
ARTICLE_CHARS_MAX = 64
LABELS_MAX = 16
LABEL_CHARS_MAX = 128
LINES_MAX = 1_000
AMOUNT_MINOR_MAX = 10**13
QUANTITY_MAX = 10**9
AHEAD_MAX = timedelta(hours=24)
"""A till's clock may be wrong by this much."""
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


ActivityKey: TypeAlias = tuple[str, str]
"""Channel and event id: what an activity is known by in its brand."""


_WITH_ORDER = frozenset({ActivityType.ORDER, ActivityType.REFUND})


class OrderLine(NamedTuple):
    """A tuple, because a batch may bring a hundred thousand of them."""

    line_id: str
    sku: str
    series: str
    quantity: int
    amount_minor: int


_NO_DETAILS = b"\x00no details:"


@dataclass(frozen=True, slots=True)
class Order:
    """An order, or on a refund the part of it that is given back. Amounts in minor units.

    `channel` is the one that sold what a refund gives back, where that is not the refund's own.
    """

    order_id: str
    currency: str
    total_minor: int
    lines: tuple[OrderLine, ...]
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """`content` is the whole report in its canonical form: a repeat is compared with it.

    `told` is the same for events, without the member's own words; empty where there are none.
    `by_brand`: the brand did it for the member, such as praise for a post.
    `place` is where the member was, which is in neither of them and nowhere kept; `near` is what
    stays of it.
    """

    channel: str
    event_id: str
    member_id: str
    type: ActivityType | None
    occurred_at: datetime | None
    store_id: str
    order: Order | None
    labels: Mapping[str, str]
    content: bytes = field(repr=False)
    subject: Subject = NO_SUBJECT
    told: bytes = field(default=b"", repr=False)
    place: Coordinates | None = field(default=None, repr=False)
    near: NearStore | None = None
    by_brand: bool = False


class ActivityInvalid(Exception):
    """A field of an activity is missing, too long or out of range."""

    reason = "INVALID_ARGUMENT"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field


class ActivityTimeInvalid(Exception):
    """Before 2000, or more than a day ahead of our clock."""

    reason = "ACTIVITY_TIME_INVALID"
    field = "occur_time"


def without_details(content: bytes) -> bytes:
    """What is kept of a content whose time is over: it is the same for the same content, and no
    message begins like it."""
    return content if has_no_details(content) else _NO_DETAILS + sha256(content).digest()


def has_no_details(content: bytes) -> bool:
    """Whether the details of this content were let go."""
    return content.startswith(_NO_DETAILS)


def says_the_same(kept: bytes, content: bytes) -> bool:
    """Whether `kept`, with or without its details, is of `content`."""
    return kept in (content, without_details(content))


class ActivityConflict(Exception):
    """The channel used this event id before, for something else: `content`, empty where its details
    were let go."""

    reason = "ACTIVITY_CONFLICT"
    field = "event_id"

    def __init__(self, content: bytes) -> None:
        super().__init__("recorded before with other content")
        self.content = b"" if has_no_details(content) else content


def check(activity: Activity, now: datetime, currency: str) -> None:
    """Raise ActivityInvalid or ActivityTimeInvalid for the first thing wrong."""
    for name, problem in _problems(activity, currency):
        raise ActivityInvalid(name, problem)
    occurred_at = activity.occurred_at
    if occurred_at is None or not EARLIEST <= occurred_at <= now + AHEAD_MAX:
        raise ActivityTimeInvalid(f"occur_time: from {EARLIEST.date()} to a day from now")


def _problems(activity: Activity, currency: str) -> Iterator[tuple[str, str]]:
    if "/" in activity.channel or not 1 <= len(activity.channel) <= CHANNEL_CHARS_MAX:
        yield "channel", f"1 to {CHANNEL_CHARS_MAX} characters without a slash"
    if not 1 <= len(activity.event_id) <= EVENT_ID_CHARS_MAX:
        yield "event_id", f"1 to {EVENT_ID_CHARS_MAX} characters"
    if not 1 <= len(activity.member_id) <= MEMBER_ID_CHARS_MAX:
        yield "member_id", f"1 to {MEMBER_ID_CHARS_MAX} characters"
    if activity.type is None:
        yield "type", "one of the known types"
    if len(activity.store_id) > STORE_ID_CHARS_MAX:
        yield "store_id", f"at most {STORE_ID_CHARS_MAX} characters"
    if activity.place is not None and (wrong := off_the_map(activity.place)) is not None:
        yield wrong.field.replace("coordinates", "place"), str(wrong)
    if activity.by_brand and activity.type is not ActivityType.SHARE:
        yield "by_brand", "may be set on share, and only there"
    yield from _label_problems(activity.labels)
    yield from subject_problems(activity.type, activity.subject)
    if (activity.type in _WITH_ORDER) != (activity.order is not None):
        yield "order", "set on orders and refunds, and only there"
    if activity.order is not None:
        is_refund = activity.type is ActivityType.REFUND
        yield from _order_problems(activity.order, currency, is_refund=is_refund)


def _label_problems(labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if len(labels) > LABELS_MAX:
        yield "labels", f"at most {LABELS_MAX}"
    for key, value in labels.items():
        if not 1 <= len(key) <= LABEL_CHARS_MAX or len(value) > LABEL_CHARS_MAX:
            yield "labels", f"keys and values up to {LABEL_CHARS_MAX} characters"


def _order_problems(order: Order, currency: str, *, is_refund: bool) -> Iterator[tuple[str, str]]:
    if not 1 <= len(order.order_id) <= ORDER_ID_CHARS_MAX:
        yield "order.order_id", f"1 to {ORDER_ID_CHARS_MAX} characters"
    if "/" in order.channel or len(order.channel) > (CHANNEL_CHARS_MAX if is_refund else 0):
        yield "order.channel", f"at most {CHANNEL_CHARS_MAX} characters, on a refund only"
    if order.currency != currency:
        yield "order.total.currency_code", f"{currency}, the programme's currency"
    if not (0 if order.lines else 1) <= order.total_minor <= AMOUNT_MINOR_MAX:
        # A gift costs nothing, and giving back a piece of it brings nothing.
        yield "order.total.minor_units", f"1 to {AMOUNT_MINOR_MAX}, or 0 with lines"
    if len(order.lines) > LINES_MAX:
        yield "order.lines", f"at most {LINES_MAX}"
    seen: set[str] = set()
    for index, line in enumerate(order.lines):
        for name, problem in _line_problems(line, seen, is_refund=is_refund):
            yield f"order.lines[{index}].{name}", problem
    if order.lines and sum(line.amount_minor for line in order.lines) != order.total_minor:
        yield "order.total.minor_units", "the sum of the lines"


def _line_problems(
    line: OrderLine, seen: set[str], *, is_refund: bool
) -> Iterator[tuple[str, str]]:
    if not 1 <= len(line.line_id) <= LINE_ID_CHARS_MAX:
        yield "line_id", f"1 to {LINE_ID_CHARS_MAX} characters"
    if line.line_id in seen:
        yield "line_id", "unique in the order"
    seen.add(line.line_id)
    if len(line.sku) > ARTICLE_CHARS_MAX:
        yield "sku", f"at most {ARTICLE_CHARS_MAX} characters"
    if len(line.series) > ARTICLE_CHARS_MAX:
        yield "series", f"at most {ARTICLE_CHARS_MAX} characters"
    # Part of the price may be paid back while the piece is kept.
    least = 0 if is_refund and line.amount_minor > 0 else 1
    if not least <= line.quantity <= QUANTITY_MAX:
        yield "quantity", f"{least} to {QUANTITY_MAX}"
    if not 0 <= line.amount_minor <= AMOUNT_MINOR_MAX:
        yield "amount_minor", f"0 to {AMOUNT_MINOR_MAX}"
