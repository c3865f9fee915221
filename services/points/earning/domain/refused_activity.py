"""Activities that were refused: why, kept for operators to see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.points.activities.domain.activity import Activity, fingerprint
from services.points.earning.domain.explanation import of_activity
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.posting import PostingKind, PostingRequest, Record
from services.points.ledger.domain.record import RecordKind

REFUSED: RecordKind[Mapping[str, Any]] = RecordKind("refused", lambda brand, body: body)


def refusal(
    activity: Activity, error: Exception, now: datetime, *records: Record
) -> PostingRequest:
    """Keeps that an activity which nobody waits for was refused, and why, for operators to see."""
    reason = getattr(error, "reason", "")
    body = {
        "member_id": activity.member_id,
        "reason": reason,
        "message": str(error),
        "activity": str(activity.type),
        "refused_at": now,
    }
    return PostingRequest(
        brand=activity.brand,
        request_id=request_ids.REFUSED_ACTIVITY + activity.key,
        kind=PostingKind.ADJUST,
        metadata={**of_activity(activity), "refused": reason},
        records=(REFUSED.record(activity.key, 0, body), *records),
        fingerprint=fingerprint(activity),
    )
