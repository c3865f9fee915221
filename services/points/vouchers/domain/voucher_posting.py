"""The postings that change a voucher: it moves no points, and is an event as any posting is."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from services.points.ledger.domain import request_ids
from services.points.ledger.domain.posting import (
    MEMBER_ID,
    STORE_ID,
    Posting,
    PostingKind,
    PostingRequest,
    Record,
)
from services.points.ledger.domain.record import RecordKind, Versioned
from services.points.ledger.domain.repeat import Asked
from services.points.vouchers.domain.voucher import Voucher, VoucherState, from_body, to_body

VOUCHER: RecordKind[Voucher] = RecordKind("voucher", lambda brand, body: from_body(body))
STATE = "voucher"
"""In a posting's metadata: the state in which it left the voucher of `redemption`."""
REDEMPTION = "redemption"
REWARD = "reward"
REASON = "reason"


def asking(brand: str, request_id: str, verb: str, *content: str) -> Asked:
    """A request about a voucher: one name space for all that callers ask of vouchers."""
    fingerprint = hashlib.sha256("\0".join((verb, *content)).encode()).hexdigest()
    return Asked(brand, request_ids.VOUCHER + request_id, fingerprint)


def issued(voucher: Voucher) -> Record:
    """The new voucher, to be posted with what pays for it. Its code must not exist yet."""
    return VOUCHER.record(voucher.code, 0, to_body(voucher))


def changing(
    asked: Asked, changed: Versioned[Voucher], now: datetime, store_id: str = "", reason: str = ""
) -> PostingRequest:
    """Keeps the voucher as it is `changed`. The time is the one at which it was decided."""
    voucher = changed.value
    metadata = {
        REDEMPTION: voucher.redemption_id,
        REWARD: voucher.reward_code,
        MEMBER_ID: voucher.member_id,
        STATE: str(voucher.state),
    }
    if store_id:
        metadata[STORE_ID] = store_id
    if reason:
        metadata[REASON] = reason
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.VOUCHER,
        effective_at=now,
        metadata=metadata,
        records=(VOUCHER.record(voucher.code, changed.version, to_body(voucher)),),
        fingerprint=asked.fingerprint,
    )


def as_answered(voucher: Voucher, posting: Posting) -> Voucher:
    """The voucher as `posting` left it, whatever became of it since: a repeat gets this answer."""
    state = VoucherState(posting.metadata[STATE])
    if state is VoucherState.USED:
        store_id = posting.metadata[STORE_ID]
        return replace(voucher, state=state, store_id=store_id, used_at=posting.effective_at)
    return replace(voucher, state=state, store_id="", used_at=None)


def disagreement(voucher: Voucher, posting: Posting | None) -> str:
    """How a kept voucher differs from the posting that wrote it last; "" when they agree."""
    if posting is None:
        return f"no posting {voucher.posted_by} wrote it"
    said = posting.metadata
    if said.get(REDEMPTION) != voucher.redemption_id:
        return f"posting {posting.id} is about another redemption"
    if posting.kind is not PostingKind.VOUCHER:
        issued_ = voucher.state is VoucherState.ISSUED and posting.kind is PostingKind.SPEND
        return "" if issued_ else f"it is {voucher.state}, posting {posting.id} issued it"
    if said.get(STATE) != voucher.state:
        return f"it is {voucher.state}, posting {posting.id} left it {said.get(STATE)}"
    if voucher.state is VoucherState.USED and (
        said.get(STORE_ID) != voucher.store_id or posting.effective_at != voucher.used_at
    ):
        return f"posting {posting.id} names another store or time"
    return ""
