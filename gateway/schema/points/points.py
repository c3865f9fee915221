"""The balance of a member's points, and the entries behind it."""

from collections.abc import Iterator
from datetime import timedelta
from enum import Enum
from typing import Annotated, Any, ClassVar

import strawberry

from gateway.core.ids import cursor, position, to_global
from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    page_info,
    page_size,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import column, read
from gateway.schema.core.node import Node
from gateway.schema.core.scalars import Date, DateTime, Long, enum_value, instant, moment
from gateway.schema.core.selections import Args, Inner
from gateway.schema.points.entry_causes import EntryCause, labels_of
from gateway.upstream.batching import Need
from gateway.upstream.loaders import wallet_need
from services.common.errors import Refusal
from tessera.points.v1 import ledger_pb2, wallets_pb2

EXPIRING_DAYS_DEFAULT = 30
EXPIRING_DAYS_MAX = 366
_CURSOR = "entry"

Days = Annotated[
    int,
    strawberry.argument(
        description=f"The days to look ahead from now, 1 to {EXPIRING_DAYS_MAX};"
        f" {EXPIRING_DAYS_DEFAULT} when left out."
    ),
]


def expiring_days(days: int) -> int:
    """`days` when it is 1 to 366. Raises INVALID_ARGUMENT."""
    if not 1 <= days <= EXPIRING_DAYS_MAX:
        raise Refusal("INVALID_ARGUMENT", f"days is 1-{EXPIRING_DAYS_MAX}", field="days")
    return days


def _expiring(
    balance: ledger_pb2.Balance, context: RequestContext, days: Days = EXPIRING_DAYS_DEFAULT
) -> list[ledger_pb2.Expiring]:
    """The lots within `days`; the shared call may have looked further ahead."""
    until = (context.now + timedelta(days=expiring_days(days))).timestamp()
    return [each for each in balance.expiring if each.expire_time.seconds <= until]


@strawberry.type(description="Points that expire at one instant.")
class Expiring:
    """Source: tessera.points.v1.Expiring."""

    points: Long = column("The number of points.")
    on: Date = column("The last day, in the brand's time zone, on which they can be spent.")
    at: DateTime = read(
        lambda lot: moment(lot.expire_time), "The instant from which they can no longer be spent."
    )


def _is_points(cls: type, source: object, info: object) -> bool:
    return isinstance(source, ledger_pb2.Balance)


@strawberry.type(
    description="A member's balance of points: available = posted − held − pending. One object for"
    " each member: its `id` stays when the balance changes."
)
class Points(Node):
    """Source: tessera.points.v1.Balance."""

    id: strawberry.ID = read(
        lambda balance: to_global("Points", balance.owner), "The global id of the balance."
    )
    posted: Long = column("The sum of all entries, less the points that have expired.")
    held: Long = column("The points that redemptions have set aside and not taken yet.")
    available: Long = column(
        "The points that can be spent now; below zero only in debt after a refund."
    )
    pending: Long = column("The points that are earned and cannot be spent yet.")
    expiring: list[Expiring] = read(
        _expiring, "The points that expire within so many days, the earliest first.", size=5
    )

    is_type_of: ClassVar[Any] = classmethod(_is_points)


@strawberry.enum(description="The kind of event that an entry records.")
class EntryKind(Enum):
    """As tessera.points.v1.PostingKind."""

    EARN = enum_value(ledger_pb2.POSTING_KIND_EARN, "A rule gave points.")
    SPEND = enum_value(
        ledger_pb2.POSTING_KIND_SPEND, "The member spent points, on a reward or at checkout."
    )
    HOLD = enum_value(ledger_pb2.POSTING_KIND_HOLD, "Points were set aside, or released.")
    CLAWBACK = enum_value(
        ledger_pb2.POSTING_KIND_CLAWBACK,
        "A refund took back the points that its order had earned, or, where the amount is above 0,"
        " gave back points that had paid for it.",
    )
    EXPIRE = enum_value(ledger_pb2.POSTING_KIND_EXPIRE, "Points expired.")
    REVERSAL = enum_value(ledger_pb2.POSTING_KIND_REVERSAL, "Another entry was undone.")
    ADJUST = enum_value(ledger_pb2.POSTING_KIND_ADJUST, "An operator corrected the balance.")
    TRANSFER = enum_value(ledger_pb2.POSTING_KIND_TRANSFER, "A member gave points to another.")
    STOCK = enum_value(ledger_pb2.POSTING_KIND_STOCK, "The stock of a reward or a prize changed.")
    OPEN = enum_value(
        ledger_pb2.POSTING_KIND_OPEN, "An opening balance was brought from another system."
    )
    VOUCHER = enum_value(
        ledger_pb2.POSTING_KIND_VOUCHER,
        "A voucher was used, given back or ended; no points move, so no entry has this kind yet.",
    )
    REMINDER = enum_value(
        ledger_pb2.POSTING_KIND_REMINDER,
        "The member was told that points will expire; no points move, so no entry has this kind"
        " yet.",
    )
    MERGE = enum_value(
        ledger_pb2.POSTING_KIND_MERGE,
        "The points of a member moved to the one into whom they were merged.",
    )
    WAKE_UP = enum_value(
        ledger_pb2.POSTING_KIND_WAKE_UP,
        "A member who earned nothing for long was woken; no points move, so no entry of POINTS has"
        " this kind.",
    )
    EXTEND = enum_value(
        ledger_pb2.POSTING_KIND_EXTEND,
        "An activity put off the expiry of points; the balance stays, so the entries sum to zero.",
    )


@strawberry.type(
    description="A reason for an entry, as a pair: key rule, value check_in. `cause` says the same"
    " in typed fields, with names."
)
class Label:
    """Source: a pair of texts."""

    key: str = read(first_of, "The kind of reason, such as rule, order or reward.")
    value: str = read(second_of, "The reason, such as the code of the rule.")


def entry_id(entry: ledger_pb2.Entry) -> str:
    """The id of an entry, which its account and its number in that make."""
    return f"{entry.owner}-{entry.sequence}"


def _is_entry(cls: type, source: object, info: object) -> bool:
    return isinstance(source, ledger_pb2.Entry)


@strawberry.type(
    description="One change of a balance. It is never altered: another entry reverses a mistake."
)
class Entry(Node):
    """Source: tessera.points.v1.Entry."""

    id: strawberry.ID = read(
        lambda entry: to_global("Entry", entry_id(entry)), "The global id of the entry."
    )
    amount: Long = column("The points added; negative when they were taken.")
    balance_after: Long = column("The posted balance after this entry.")
    sequence: Long = column(
        "The number of the entry in the member's account: 1, 2, 3 and so on without gaps."
    )
    kind: EntryKind = column("The kind of event that the entry records.")
    posting_id: str = column("The id of the posting that the entry belongs to.")
    effective_at: DateTime = read(
        lambda entry: moment(entry.effective_time), "The time from which it counts."
    )
    recorded_at: DateTime = read(
        lambda entry: moment(entry.record_time), "The time at which it was written."
    )
    expires_at: DateTime | None = read(
        lambda entry: instant(entry, "expire_time"),
        "The time at which the added points expire; null when they never do, or points were taken.",
    )
    available_at: DateTime | None = read(
        lambda entry: instant(entry, "available_time"),
        "The time from which the added points can be spent; null when they could be at once.",
    )
    cause: EntryCause = read(
        lambda entry: entry, "The cause: the rules, the order, the reward, and a line of text."
    )
    labels: list[Label] = read(
        labels_of, "The reasons as pairs: rule, campaign, order_id, reward and others.", size=4
    )

    is_type_of: ClassVar[Any] = classmethod(_is_entry)


def _entry_cursor(entry: ledger_pb2.Entry) -> str:
    return cursor(_CURSOR, entry.sequence)


@strawberry.type(description="An entry, with its place in the list.")
class EntryEdge:
    """Source: the entry."""

    cursor: str = edge_cursor(_entry_cursor)
    node: Entry = edge_node()


@strawberry.type(description="A page of entries, newest first.")
class EntryConnection:
    """Source: Page."""

    edges: list[EntryEdge] = edges()
    page_info: PageInfo = page_info()
    total_count: Long = column("The number of entries in the whole list.")


def points_need(args: Args, inner: Inner) -> Need:
    """The need of a wallet that looks as far ahead as the selection, without entries."""
    return wallet_need(days=max(_days(inner("expiring")), default=1))


def _days(selections: Iterator[Args]) -> Iterator[int]:
    for args in selections:
        yield expiring_days(args.get("days", EXPIRING_DAYS_DEFAULT))


def pick_points(wallet: wallets_pb2.Wallet) -> ledger_pb2.Balance:
    """The balance in a wallet."""
    return wallet.points


def entries_need(args: Args, inner: Inner) -> Need:
    """The need of a wallet with entries behind the cursor."""
    return wallet_need(entries=page_size(args.get("first")), before=_before(args.get("after")))


def pick_entries(wallet: wallets_pb2.Wallet, first: First = 20, after: After = None) -> Page:
    """The page of entries in a wallet; the shared call may have loaded more."""
    size = page_size(first)
    return Page(
        wallet.entries[:size],
        _entry_cursor,
        has_next=wallet.has_more_entries or len(wallet.entries) > size,
        has_previous=after is not None,
        # Entries are numbered from 1 without holes.
        total_count=wallet.points.sequence,
    )


def _before(after: str | None) -> int:
    place = position(_CURSOR, after, int)
    return place if isinstance(place, int) and place > 0 else 0
