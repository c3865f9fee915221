"""A part of a member's timeline: entries of POINTS and redemptions, the latest first."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import TypeAlias

from services.common.errors import invalid
from services.common.ids import ms_of
from services.common.timeline import (
    Asked,
    Behind,
    Kind,
    Part,
    Place,
    behind,
    below,
    joined,
    place_by_id,
)
from services.points.context import PointsContext
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.account import Account
from services.points.ledger.domain.chart_of_accounts import POINTS
from services.points.ledger.domain.posting import Entry, Posting
from services.points.rewards.commands.find_redemption import list_redemptions
from services.points.rewards.domain.redemption import Redemption

KINDS = (Kind.ENTRY, Kind.REDEMPTION)
REDEMPTION_PREFIX = "red"
SEQUENCE_DIGITS = 16
_MS = timedelta(milliseconds=1)

PostedEntry: TypeAlias = tuple[Posting, Entry]
Item: TypeAlias = tuple[Place, PostedEntry | Redemption]


async def list_timeline(ctx: PointsContext, brand: str, asked: Asked) -> Part[Item]:
    """The part that is asked for. Raises INVALID_ARGUMENT for a place that no entry has."""
    lists = await asyncio.gather(_entries(ctx, brand, asked), _redemptions(ctx, brand, asked))
    return joined(lists, lambda item: item[0], asked.size)


def entry_place(posting: Posting, entry: Entry) -> Place:
    """The place of an entry: record times rise with the numbers, and so do the ids of one time."""
    number = f"{entry.owner}/{entry.sequence:0{SEQUENCE_DIGITS}d}"
    return Place(ms_of(posting.recorded_at), Kind.ENTRY, number)


async def last_behind(ledger: Ledger, account: Account, left: Behind | None) -> int:
    """The number of the account's last entry that is behind; 0 when none is. Raises
    INVALID_ARGUMENT for an id that no entry has."""
    if left is None:
        return account.sequence
    # The ends of ids have one length and the owners no slash: so ids are in the order of these.
    own, (owner, slash, number) = f"{account.key.owner}/", left.id.rpartition("/")
    if left.id and not (slash and number.isdecimal() and number.isascii()):
        raise invalid("before.id", "not the id of an entry")
    if own == owner + slash:
        return max(0, min(int(number) - 1, account.sequence))
    until = left.at if own < owner + slash else left.at - _MS
    return (await ledger.last_entry(account, until))[0]


async def _entries(ctx: PointsContext, brand: str, asked: Asked) -> Sequence[Item]:
    if Kind.ENTRY not in asked.kinds:
        return ()
    # A merge moves what an account has, not the entries that tell how it came to that.
    owners = [asked.member_id, *ctx.survivors.merged(brand, asked.member_id)]
    accounts = await ctx.ledger.account_state(brand, [(owner, POINTS) for owner in owners])
    left = behind(asked.before, Kind.ENTRY)

    async def of(account: Account) -> Sequence[PostedEntry]:
        last = await last_behind(ctx.ledger, account, left)
        found = await ctx.ledger.entries_of([account], last + 1, asked.size + 1)
        return found[account.key.owner, account.key.asset]

    found = await asyncio.gather(*map(of, accounts.values()))
    return [(entry_place(*pair), pair) for pairs in found for pair in pairs]


async def _redemptions(ctx: PointsContext, brand: str, asked: Asked) -> Sequence[Item]:
    if Kind.REDEMPTION not in asked.kinds:
        return ()
    before = below(asked.before, Kind.REDEMPTION, REDEMPTION_PREFIX)
    found = await list_redemptions(
        ctx, brand, member_id=asked.member_id, before=before, size=asked.size + 1
    )
    return [(place_by_id(Kind.REDEMPTION, one.id), one) for one in found]
