"""The hash chain: what makes a change to the past visible.

digest(posting) = SHA-256 of the canonical JSON of the whole posting, without numbers and hashes.
hash(entry)     = SHA-256 of hash(entry before), digest(posting), account, sequence, balance after.

Canonical JSON: an array in the order below, no spaces, ASCII only, instants as Unix milliseconds.
So anyone can compute it again, in any language.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from services.points.domain.account import AccountKey
from services.points.domain.instant import unix_ms
from services.points.domain.posting import Entry, Posting, PostingRequest

_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True, check_circular=False).encode


def digest(posting: Posting) -> bytes:
    """32 bytes that differ when anything in the posting differs, but numbers and hashes."""
    content: list[Any] = [
        posting.id,
        posting.brand,
        posting.request_id,
        posting.kind.value,
        unix_ms(posting.effective_at),
        unix_ms(posting.recorded_at),
        posting.reverses_posting_id,
        sorted(posting.metadata.items()),
        [_leg(entry) for entry in posting.entries],
        [
            [hold.hold_id, hold.owner, hold.asset, hold.change, unix_ms(hold.expire_at)]
            for hold in posting.holds
        ],
        posting.fingerprint,
    ]
    return hashlib.sha256(_encode(content).encode()).digest()


def link(
    before: bytes, posting_digest: bytes, key: AccountKey, sequence: int, balance: int
) -> bytes:
    """The hash of the account's entry `sequence`; `before` is empty for the first."""
    state = f"{key.brand}/{key.owner}/{key.asset}/{sequence}/{balance}"
    return hashlib.sha256(before + posting_digest + state.encode()).digest()


def fingerprint(request: PostingRequest) -> str:
    """64 hexadecimal digits that identify what was asked, for replays. Without records."""
    content: list[Any] = [
        request.kind.value,
        [
            [
                leg.owner,
                leg.asset,
                leg.amount,
                unix_ms(leg.expire_at),
                unix_ms(leg.available_at),
                leg.minimum,
                leg.unguarded,
                unix_ms(leg.prefer_expire_at),
                leg.pending_first,
            ]
            for leg in request.legs
        ],
        [
            [hold.hold_id, hold.owner, hold.asset, hold.amount, unix_ms(hold.expire_at)]
            for hold in request.place_holds
        ],
        [
            [hold.hold_id, hold.owner, hold.asset, hold.reduce_by, unix_ms(hold.expire_at)]
            for hold in request.change_holds
        ],
        unix_ms(request.effective_at),
        request.reverses_posting_id,
        sorted(request.metadata.items()),
    ]
    return hashlib.sha256(_encode(content).encode()).hexdigest()


def _leg(entry: Entry) -> Sequence[Any]:
    return [
        entry.owner,
        entry.asset,
        entry.amount,
        unix_ms(entry.expire_at),
        unix_ms(entry.available_at),
        [[lot.points, unix_ms(lot.expire_at), unix_ms(lot.available_at)] for lot in entry.lots],
        entry.minimum,
        entry.unguarded,
    ]
