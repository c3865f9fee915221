"""The hash chain: what makes a change to the past visible.

digest(posting) = SHA-256 of the canonical JSON of the whole posting, without numbers and hashes.
hash(entry)     = SHA-256 of hash(entry before), digest(posting), account, sequence, balance after.

Canonical JSON: an array in the order below, no spaces, ASCII only, instants as Unix milliseconds.
Its writer and the records that it wrote stand last, where there are any; the digest of a record's
body is the SHA-256, in hexadecimal digits, of its JSON with sorted keys.
So anyone can compute it again, in any language. It is written out here, not left to an encoder,
because every posting is hashed in the one writer of its process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from json.encoder import JSONEncoder
from json.encoder import encode_basestring_ascii as text
from typing import Any

from services.points.calendar.domain.instant import unix_ms
from services.points.ledger.domain.account import AccountKey
from services.points.ledger.domain.posting import (
    Entry,
    HoldChange,
    HoldMove,
    HoldPlacement,
    Leg,
    Lot,
    Posting,
    PostingRequest,
    RecordWrite,
)

# Most legs say no more than who, what and how much: their rest is written at once.
_LEG_REST = Leg._fields.index("expire_at")
_PLAIN_LEG = Leg("", "", 0)[_LEG_REST:]
_ENTRY_REST = Entry._fields.index("expire_at")
_PLAIN_ENTRY = Entry("", "", 0)[_ENTRY_REST:]


def digest(posting: Posting) -> bytes:
    """32 bytes that differ when anything in the posting differs, but numbers and hashes."""
    entries = ",".join([_entry(entry) for entry in posting.entries])
    holds = ",".join(map(_move, posting.holds)) if posting.holds else ""
    effective, recorded = unix_ms(posting.effective_at), unix_ms(posting.recorded_at)
    # A posting without a writer is digested as it was before there were any.
    writer = f",[{text(posting.writer[0])},{text(posting.writer[1])}]" if posting.writer else ""
    content = (
        f"[{text(posting.id)},{text(posting.brand)},{text(posting.request_id)},"
        f"{text(posting.kind)},{effective},{recorded},{text(posting.reverses_posting_id)},"
        f"{_pairs(posting.metadata)},[{entries}],[{holds}],{text(posting.fingerprint)}{writer}"
        f"{_records(posting.records)}]"
    )
    return sha256(content.encode()).digest()


def body_digest(body: Mapping[str, Any]) -> str:
    """64 hexadecimal digits that differ when anything in a record's body differs."""
    return sha256(_BODY.encode(body).encode()).hexdigest()


def link(
    before: bytes, posting_digest: bytes, key: AccountKey, sequence: int, balance: int
) -> bytes:
    """The hash of the account's entry `sequence`; `before` is empty for the first."""
    state = f"{key.brand}/{key.owner}/{key.asset}/{sequence}/{balance}"
    return sha256(before + posting_digest + state.encode()).digest()


def fingerprint_of(request: PostingRequest) -> str:
    """What identifies the content that was asked, for replays.

    It is what the request says, or else 64 hexadecimal digits made of all of it but its records.
    """
    if request.fingerprint:
        return request.fingerprint
    legs = ",".join([_leg(leg) for leg in request.legs])
    placed = ",".join(map(_placement, request.place_holds)) if request.place_holds else ""
    changed = ",".join(map(_change, request.change_holds)) if request.change_holds else ""
    content = (
        f"[{text(request.kind)},[{legs}],[{placed}],[{changed}],"
        f"{_ms(request.effective_at)},{text(request.reverses_posting_id)},"
        f"{_pairs(request.metadata)}]"
    )
    return sha256(content.encode()).hexdigest()


def _entry(entry: Entry) -> str:
    name = f"[{text(entry.owner)},{text(entry.asset)},{entry.amount}"
    if entry[_ENTRY_REST:] == _PLAIN_ENTRY:
        return f"{name},null,null,[],0,false]"
    return (
        f"{name},{_ms(entry.expire_at)},{_ms(entry.available_at)},{_lots(entry.lots)},"
        f"{entry.minimum},{_flag(entry.unguarded)}]"
    )


def _leg(leg: Leg) -> str:
    name = f"[{text(leg.owner)},{text(leg.asset)},{leg.amount}"
    if leg[_LEG_REST:] == _PLAIN_LEG:
        return f"{name},null,null,0,false,null,false]"
    return (
        f"{name},{_ms(leg.expire_at)},{_ms(leg.available_at)},{leg.minimum},"
        f"{_flag(leg.unguarded)},{_ms(leg.prefer_expire_at)},{_flag(leg.pending_first)}]"
    )


def _placement(hold: HoldPlacement) -> str:
    return (
        f"[{text(hold.hold_id)},{text(hold.owner)},{text(hold.asset)},{hold.amount},"
        f"{_ms(hold.expire_at)}]"
    )


def _change(hold: HoldChange) -> str:
    return (
        f"[{text(hold.hold_id)},{text(hold.owner)},{text(hold.asset)},{hold.reduce_by},"
        f"{_ms(hold.expire_at)}]"
    )


def _lots(lots: Sequence[Lot]) -> str:
    if not lots:
        return "[]"
    lines = [f"[{lot.points},{_ms(lot.expire_at)},{_ms(lot.available_at)}]" for lot in lots]
    return f"[{','.join(lines)}]"


def _move(hold: HoldMove) -> str:
    return (
        f"[{text(hold.hold_id)},{text(hold.owner)},{text(hold.asset)},{hold.change},"
        f"{_ms(hold.expire_at)}]"
    )


def _records(records: Sequence[RecordWrite]) -> str:
    # Nothing where there are none: postings from before this was kept have their digest still.
    lines = [f"[{text(r.kind)},{text(r.id)},{r.version},{text(r.digest)}]" for r in records]
    return f",[{','.join(lines)}]" if lines else ""


def _plain(value: Any) -> Any:
    """How a body's other values stand in JSON, as the storage gives them back."""
    if isinstance(value, datetime):
        return {"$ms": unix_ms(value)}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, bytes):
        return {"$hex": value.hex()}
    raise TypeError(f"a record can't hold {type(value).__name__}")


_BODY = JSONEncoder(sort_keys=True, separators=(",", ":"), default=_plain)


def _pairs(metadata: Mapping[str, str]) -> str:
    if not metadata:
        return "[]"
    pairs = [f"[{text(key)},{text(value)}]" for key, value in sorted(metadata.items())]
    return f"[{','.join(pairs)}]"


def _ms(instant: datetime | None) -> int | str:
    return "null" if instant is None else unix_ms(instant)


def _flag(value: bool) -> str:
    return "true" if value else "false"
