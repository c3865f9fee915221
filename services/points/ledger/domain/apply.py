"""Applying a posting: what it makes of the accounts it touches, or why not.

Pure: the accounts go in as they are and come out as they would be; a refusal leaves nothing behind.
In order: points past expiry are recorded as expired, holds change, legs move, new holds are placed,
and then the guards look; what the posting brought past expiry, or no longer protects, expires with
it. Each expiry is a posting of its own, so that numbers and hashes hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from services.points.calendar.domain.instant import truncate_ms
from services.points.ledger.domain import hash_chain as chain
from services.points.ledger.domain import holds, request_ids
from services.points.ledger.domain.account import START_OF_TIME, Account, AccountKey
from services.points.ledger.domain.chart_of_accounts import EXPIRED, HOUSE_PREFIX
from services.points.ledger.domain.guards import Later, guard, held_from, limits_of
from services.points.ledger.domain.judged import judging_time, told_in
from services.points.ledger.domain.posting import (
    Entry,
    HoldMove,
    Leg,
    Lot,
    Posting,
    PostingKind,
    PostingRequest,
    RecordWrite,
)
from services.points.ledger.domain.reversal import PostingNotFound, opposite_legs
from services.points.ledger.domain.validation import check_effective
from services.points.ledger.domain.working_account import Working

NewId = Callable[[], str]
Work = dict[tuple[str, str], Working]
"""The accounts that a posting touches, by owner and asset; house accounts are not among them."""
# `_replace` takes twice as long.
_HASH = Entry._fields.index("hash")
_ENTRIES = Posting._fields.index("entries")
_MS = timedelta(milliseconds=1)
LATE_FROM = "late_from"
"""In a posting's metadata: when that happened which takes effect later, since a period was closed,
or since what it takes was not there yet."""


class Applied(NamedTuple):
    """What is to be written: the posting asked, and around it the expiries it brings to light."""

    posting: Posting
    before: Sequence[Posting]
    after: Sequence[Posting]
    accounts: Mapping[AccountKey, Account]

    @property
    def postings(self) -> Sequence[Posting]:
        """All of it, in the order in which it is numbered."""
        return (*self.before, self.posting, *self.after)


def apply(
    request: PostingRequest,
    accounts: Mapping[AccountKey, Account],
    *,
    now: datetime,
    new_id: NewId,
    original: Posting | None = None,
    closed_until: datetime = START_OF_TIME,
    later: Later = lambda key, since: (),
    records: tuple[RecordWrite, ...] = (),
) -> Applied:
    """Apply a request that `check` let pass. `accounts` has those it touches that exist already.

    `original` is the posting that a reversal undoes. Raises the refusals of the rules;
    a balance beyond the range of an account is AmountInvalid.
    """
    legs = request.legs
    if request.reverses_posting_id:
        if original is None:
            raise PostingNotFound(request.reverses_posting_id)
        legs = opposite_legs(original, request.request_id)
    known = _touched(request, legs, accounts)
    # The record never runs backwards in an account, even when two clocks differ.
    recorded = now
    for account in known.values():
        recorded = max(recorded, account.recorded_at)
    at = judging_time(now, recorded)
    effective, metadata = _effective(request, at, closed_until)
    metadata |= told_in(at, recorded)
    work = {name: Working(account, at, recorded) for name, account in known.items()}
    before = [
        expiry for state in work.values() for expiry in _expire(state, state.expired(), new_id)
    ]
    moves = _change_holds(request, work, at) if request.change_holds else []
    entries = tuple([_move(leg, work) for leg in legs])
    if request.place_holds:
        moves += _place_holds(request, work, at)
    limits = limits_of(request, legs, work)
    guard(limits, known, work, at)
    if effective < at:
        held = held_from(limits, known, work, before, effective, later)
        if held is not None:
            refusal, since = held
            if not request.late_allowed:
                raise refusal
            metadata.setdefault(LATE_FROM, effective.isoformat(timespec="milliseconds"))
            effective = since or at
    posting = _seal(
        Posting(
            new_id(),
            request.brand,
            request.request_id,
            request.kind,
            entries,
            effective,
            recorded,
            request.reverses_posting_id,
            metadata,
            tuple(moves),
            chain.fingerprint_of(request),
            request.writer,
            records=records,
        ),
        work,
    )
    # An expiry counts in the month that ends with it: in the posting's own, not in one before.
    since = effective + _MS if effective < at else effective
    after = [
        expiry
        for state in work.values()
        if (points := state.lost())
        for expiry in _expire(state, _earliest(state.lots, points, since), new_id)
    ]
    changed = {state.key: state.account() for state in work.values()}
    return Applied(posting, before, after, changed)


def _effective(
    request: PostingRequest, at: datetime, closed_until: datetime
) -> tuple[datetime, dict[str, str]]:
    """When the posting counts, and its metadata: these tell where a closed period moved it."""
    metadata = dict(request.metadata)
    if request.effective_at is None:
        return at, metadata
    effective = truncate_ms(request.effective_at)
    if request.late_allowed and effective < closed_until:
        metadata[LATE_FROM] = effective.isoformat(timespec="milliseconds")
        effective = closed_until
    check_effective(effective, at, closed_until)
    return effective, metadata


def record_expiry(account: Account, *, now: datetime, new_id: NewId) -> Applied | None:
    """What a sweep writes for `account`; None when nothing is past expiry."""
    recorded = max(now, account.recorded_at)
    state = Working(account, judging_time(now, recorded), recorded)
    postings = list(_expire(state, state.expired(), new_id))
    if not postings:
        return None
    return Applied(postings[-1], postings[:-1], (), {account.key: state.account()})


def _touched(
    request: PostingRequest, legs: Sequence[Leg], accounts: Mapping[AccountKey, Account]
) -> Mapping[tuple[str, str], Account]:
    names = [(leg.owner, leg.asset) for leg in legs if not leg.owner.startswith(HOUSE_PREFIX)]
    if request.change_holds or request.place_holds:
        names += [(hold.owner, hold.asset) for hold in request.change_holds]
        names += [(hold.owner, hold.asset) for hold in request.place_holds]
    touched = {}
    for owner, asset in names:
        key = AccountKey(request.brand, owner, asset)
        touched[owner, asset] = accounts.get(key) or Account(key)
    return touched


def _change_holds(request: PostingRequest, work: Work, at: datetime) -> list[HoldMove]:
    moves = []
    for index, asked in enumerate(request.change_holds):
        state = work[asked.owner, asked.asset]
        state.holds, move = holds.change(state.holds, asked, at, f"change_holds[{index}]")
        # A capture may take points that expired while they were held.
        state.past_expiry_allowed -= move.change
        moves.append(move)
    return moves


def _place_holds(request: PostingRequest, work: Work, at: datetime) -> list[HoldMove]:
    moves = []
    for index, asked in enumerate(request.place_holds):
        state = work[asked.owner, asked.asset]
        state.holds, move = holds.place(state.holds, asked, at, f"place_holds[{index}]")
        moves.append(move)
    return moves


def _move(leg: Leg, work: Work) -> Entry:
    state = work.get((leg.owner, leg.asset))
    return state.move(leg) if state else Entry(leg.owner, leg.asset, leg.amount)


def _earliest(lots: Iterable[Lot], points: int, since: datetime) -> Iterator[tuple[datetime, Lot]]:
    """The first `points` of `lots`, and when they are lost: not before `since`."""
    for lot in lots:
        gone = min(lot.points, points)
        points -= gone
        if gone:
            yield max(lot.expire_at or since, since), lot._replace(points=gone)


def _expire(
    state: Working, lost: Iterable[tuple[datetime, Lot]], new_id: NewId
) -> Iterator[Posting]:
    """Postings that record what was lost, each effective since then."""
    for since, lot in lost:
        key = state.key
        entry = state.remove(lot)
        posting = Posting(
            new_id(),
            key.brand,
            f"{request_ids.EXPIRY}{key.owner}/{key.asset}/{entry.sequence}",
            PostingKind.EXPIRE,
            (entry, Entry(EXPIRED, key.asset, lot.points)),
            since,
            state.recorded_at,
            "",
            told_in(state.at, state.recorded_at),
        )
        yield _seal(posting, {(key.owner, key.asset): state})


def _seal(posting: Posting, work: Work) -> Posting:
    """`posting` with its digest and its entries' hashes; the accounts' heads move on."""
    digest = chain.digest(posting)
    entries = []
    for entry in posting.entries:
        state = work.get((entry.owner, entry.asset))
        if state is None:
            entries.append(entry)
            continue
        if posting.effective_at > state.effective_to:
            state.effective_to = posting.effective_at
        number, balance = entry.sequence, entry.balance_after
        state.head = chain.link(state.head, digest, state.key, number, balance)
        entries.append(Entry._make((*entry[:_HASH], state.head, *entry[_HASH + 1 :])))
    before, after = posting[:_ENTRIES], posting[_ENTRIES + 1 : -1]
    return Posting._make((*before, tuple(entries), *after, digest))
