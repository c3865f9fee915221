"""What a member has: the balance of points, and the entries behind it."""

from collections.abc import Iterator
from datetime import timedelta
from enum import Enum

import strawberry

from gateway.core.ids import cursor, position
from gateway.schema.core.connections import (
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
from gateway.schema.core.context import Context
from gateway.schema.core.fields import column, read
from gateway.schema.core.scalars import Date, DateTime, Long, instant, moment
from gateway.schema.core.selections import Args, Inner
from gateway.upstream.loaders import Need
from services.common.errors import Refusal
from tessera.points.v1 import ledger_pb2, wallets_pb2

EXPIRING_DAYS_DEFAULT = 30
EXPIRING_DAYS_MAX = 366
_CURSOR = "entry"


def expiring_days(days: int) -> int:
    """`days` when it is 1–366. Raises INVALID_ARGUMENT."""
    if not 1 <= days <= EXPIRING_DAYS_MAX:
        raise Refusal("INVALID_ARGUMENT", f"days is 1-{EXPIRING_DAYS_MAX}", field="days")
    return days


def _expiring(
    balance: ledger_pb2.Balance, context: Context, days: int = EXPIRING_DAYS_DEFAULT
) -> list[ledger_pb2.Expiring]:
    """The service looked as far ahead as anyone needed; this is what lies within `days`."""
    until = (context.now + timedelta(days=expiring_days(days))).timestamp()
    return [each for each in balance.expiring if each.expire_time.seconds <= until]


@strawberry.type(description="Points that expire together.")
class Expiring:
    """Source: tessera.points.v1.Expiring."""

    points: Long = column("How many.")
    on: Date = column("The last local day on which they can be spent.")
    at: DateTime = read(lambda lot: moment(lot.expire_time), "When they stop being spendable.")


@strawberry.type(description="A member's balance of points: available = posted − held − pending.")
class Points:
    """Source: tessera.points.v1.Balance."""

    posted: Long = column("The sum of all entries, less what is past expiry.")
    held: Long = column("Set aside by redemptions that are not confirmed yet.")
    available: Long = column("Free to spend now; below zero only in debt after a refund.")
    pending: Long = column("Earned, not yet spendable.")
    expiring: list[Expiring] = read(
        _expiring, "What expires within so many days, earliest first.", size=5
    )


@strawberry.enum(description="What an entry is about.")
class EntryKind(Enum):
    """As tessera.points.v1.PostingKind."""

    EARN = ledger_pb2.POSTING_KIND_EARN
    SPEND = ledger_pb2.POSTING_KIND_SPEND
    HOLD = ledger_pb2.POSTING_KIND_HOLD
    CLAWBACK = ledger_pb2.POSTING_KIND_CLAWBACK
    EXPIRE = ledger_pb2.POSTING_KIND_EXPIRE
    REVERSAL = ledger_pb2.POSTING_KIND_REVERSAL
    ADJUST = ledger_pb2.POSTING_KIND_ADJUST
    TRANSFER = ledger_pb2.POSTING_KIND_TRANSFER
    STOCK = ledger_pb2.POSTING_KIND_STOCK
    OPEN = ledger_pb2.POSTING_KIND_OPEN


@strawberry.type(description="A word on why, such as rule=check_in.")
class Label:
    """Source: a pair of texts."""

    key: str = read(first_of, "Of what kind the word is.")
    value: str = read(second_of, "The word.")


def _labels(entry: ledger_pb2.Entry) -> list[tuple[str, str]]:
    return sorted(entry.metadata.items())


@strawberry.type(
    description="One change of a balance. Never altered: a mistake is reversed by another."
)
class Entry:
    """Source: tessera.points.v1.Entry."""

    amount: Long = column("Added, or taken when negative.")
    balance_after: Long = column("The posted balance after it.")
    sequence: Long = column("Its number in the account, from 1 without holes.")
    kind: EntryKind = column("What it is about.")
    posting_id: str = column("The posting it is a leg of.")
    effective_at: DateTime = read(lambda entry: moment(entry.effective_time), "When it counts.")
    recorded_at: DateTime = read(lambda entry: moment(entry.record_time), "When it was written.")
    expires_at: DateTime | None = read(
        lambda entry: instant(entry, "expire_time"),
        "When points that were added expire; null for those that never do, and for those taken.",
    )
    available_at: DateTime | None = read(
        lambda entry: instant(entry, "available_time"),
        "When points that were added become spendable; null where they were at once.",
    )
    labels: list[Label] = read(_labels, "Why: rule, order, reward.", size=4)


def _entry_cursor(entry: ledger_pb2.Entry) -> str:
    return cursor(_CURSOR, entry.sequence)


@strawberry.type(description="An entry in its list.")
class EntryEdge:
    """Source: the entry."""

    cursor: str = edge_cursor(_entry_cursor)
    node: Entry = edge_node()


@strawberry.type(description="A page of entries, newest first.")
class EntryConnection:
    """Source: Page."""

    edges: list[EntryEdge] = edges()
    page_info: PageInfo = page_info()
    total_count: Long = column("How many there are in all.")


def points_need(args: Args, inner: Inner) -> Need:
    """A wallet as far ahead as the selection looks, and no entries."""
    return Need(0, (max(_days(inner("expiring")), default=1), 0))


def _days(selections: Iterator[Args]) -> Iterator[int]:
    for args in selections:
        yield expiring_days(args.get("days", EXPIRING_DAYS_DEFAULT))


def pick_points(wallet: wallets_pb2.Wallet) -> ledger_pb2.Balance:
    """The balance in a wallet."""
    return wallet.points


def entries_need(args: Args, inner: Inner) -> Need:
    """A wallet with entries, behind the cursor."""
    return Need(_before(args.get("after")) or 0, (1, page_size(args.get("first"))))


def pick_entries(wallet: wallets_pb2.Wallet, first: int = 20, after: str | None = None) -> Page:
    """The page of entries in a wallet, of which others may have wanted more."""
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
