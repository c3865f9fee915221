"""Adjusting: at once within the brand's limits, else as a wish that waits for a second operator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.common import audit
from services.common.approvals import Approval
from services.common.errors import Refusal
from services.common.ids import new_id
from services.points.context import PointsContext
from services.points.grants.domain.operator_limits import (
    NOTHING_USED,
    USED_BY,
    operator_limits,
    use_id,
    use_record,
)
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.posting import Posted, Posting, PostingRequest, Record
from services.points.ledger.domain.record import RecordChanged
from services.points.ledger.domain.repeat import RequestIdReused, check_same
from services.points.programme.domain.programme import Programme
from services.points.transfers.commands.approvals import APPROVAL, KIND, record_of
from services.points.transfers.commands.known_members import unknown_members
from services.points.transfers.domain.adjustment import (
    APPROVAL_ID,
    Adjustment,
    adjusting,
    wishing,
)

ID_PREFIX = "apr"


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The posting where it was written; else the approval that it waits for."""

    posting: Posting | None
    approval: Approval | None
    replayed: bool


async def adjust(
    ctx: PointsContext, brand: str, adjustment: Adjustment, content: bytes
) -> Adjusted:
    """Carry `adjustment` out, or keep it as a wish with its request's bytes; once for its id.

    Raises ProgrammeMissing, MEMBER_NOT_FOUND, InsufficientPoints, REQUEST_ID_REUSED and OVERLOADED.
    """

    async def decide() -> PostingRequest | Posted:
        if (known := await _known(ctx, brand, adjustment)) is not None:
            return Posted(known, replayed=True)
        programme = await ctx.programmes.get(brand)
        if await unknown_members(ctx, brand, [adjustment.member_id]):
            raise Refusal("MEMBER_NOT_FOUND", "nobody enrolled this member", field="member_id")
        limits, now = operator_limits(programme), ctx.clock.now()
        name = use_id(adjustment.by, now, programme)
        use = await ctx.ledger.record(brand, USED_BY, name) or NOTHING_USED
        moved = {adjustment.asset: adjustment.amount}
        if limits.allow(moved, use.value):
            audit.outcome(audit.DONE)
            record = use_record(name, use, limits.with_moved(use.value, moved, 0))
            return adjusting(adjustment, programme, now, record)
        audit.outcome(audit.ASKED)
        return _wish(adjustment, programme, now, content, use_record(name, use, use.value))

    # The other of two that come at once is decided anew, and finds the first.
    posted = await post_decided(ctx.ledger, None, decide, retry_on=(RecordChanged, RequestIdReused))
    approval_id = posted.posting.metadata.get(APPROVAL_ID, "")
    if posted.posting.entries or not approval_id:
        return Adjusted(posted.posting, None, posted.replayed)
    kept = await ctx.ledger.record(brand, APPROVAL, approval_id)
    assert kept is not None, "it is written with its posting"
    return Adjusted(None, kept.value, posted.replayed)


async def _known(ctx: PointsContext, brand: str, adjustment: Adjustment) -> Posting | None:
    """What this request made before: its posting, else its wish. Raises REQUEST_ID_REUSED."""
    for request_id in (adjustment.posting_id, adjustment.wish_id):
        known = await ctx.ledger.posting(brand, request_id)
        if known is not None:
            check_same(adjustment.request_id, adjustment.fingerprint, known)
            return known
    return None


def _wish(
    adjustment: Adjustment, programme: Programme, now: datetime, content: bytes, use: Record
) -> PostingRequest:
    approval = Approval(
        id=new_id(ID_PREFIX),
        kind=KIND,
        request_id=adjustment.request_id,
        content=content,
        subject_id=adjustment.member_id,
        asked_by=adjustment.by,
        asked_at=now,
        expires_at=now + operator_limits(programme).approval_ttl,
        reason=adjustment.reason,
    )
    audit.changed(after={"approval_id": approval.id, "seal": approval.seal})
    return wishing(
        adjustment,
        programme.brand,
        approval.id,
        approval.seal,
        (record_of(approval, 0), use),
    )
