"""An adjustment, and the postings that it makes: at once, as a wish, or by its approval."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.points.ledger.domain import request_ids
from services.points.ledger.domain.chart_of_accounts import ADJUSTED
from services.points.ledger.domain.posting import Leg, PostingKind, PostingRequest, Record
from services.points.programme.domain.programme import Programme

APPROVAL_ID = "approval"
REASON = "reason"
SEAL = "seal"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """`amount` of `asset` for a member, wished by operator `by`."""

    request_id: str
    member_id: str
    asset: str
    amount: int
    reason: str
    by: str

    @property
    def fingerprint(self) -> str:
        """What a repeat is compared with: the operator is a part of it."""
        content = (self.member_id, self.asset, str(self.amount), self.reason, self.by)
        return hashlib.sha256("\0".join(content).encode()).hexdigest()

    @property
    def posting_id(self) -> str:
        """The request id of the posting that carries it out."""
        return request_ids.ADJUSTMENT + self.request_id

    @property
    def wish_id(self) -> str:
        """The request id of the posting that keeps it as a wish."""
        return request_ids.WISH + self.request_id


def adjusting(
    adjustment: Adjustment,
    programme: Programme,
    now: datetime,
    record: Record,
    metadata: Mapping[str, str] | None = None,
) -> PostingRequest:
    """Carries it out. What is added expires as the asset does; what is taken must be available."""
    amount, asset = adjustment.amount, adjustment.asset
    expire_at = None
    if amount > 0:
        expire_at = programme.asset(asset).expiry.expires_at(now, programme.zone)
    return PostingRequest(
        brand=programme.brand,
        request_id=adjustment.posting_id,
        kind=PostingKind.ADJUST,
        legs=(
            Leg(adjustment.member_id, asset, amount, expire_at),
            Leg(ADJUSTED, asset, -amount),
        ),
        metadata={REASON: adjustment.reason, **(metadata or {})},
        records=(record,),
        fingerprint=adjustment.fingerprint,
    )


def wishing(
    adjustment: Adjustment, brand: str, approval_id: str, seal: str, records: tuple[Record, ...]
) -> PostingRequest:
    """Keeps it as a wish. The posting moves nothing; it is the event that a wish waits."""
    return PostingRequest(
        brand=brand,
        request_id=adjustment.wish_id,
        kind=PostingKind.ADJUST,
        metadata={APPROVAL_ID: approval_id, SEAL: seal},
        records=records,
        fingerprint=adjustment.fingerprint,
    )
