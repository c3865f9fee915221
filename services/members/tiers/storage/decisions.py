"""Decisions on tiers as documents, for ever.

`decisions`  {_id, brand, member_id, ladder, from_tier, to_tier, reason, growth, version,
              decided_at, since, inputs, was: of whom, before a merge}; ids are in the order of time
"""

from collections.abc import Mapping
from typing import Any

from services.common.ids import new_id
from services.common.mongo import ASCENDING, DESCENDING, Document, IndexModel
from services.members.tiers.domain.standing import Judged
from services.members.tiers.domain.tiers import Decision, Reason

COLLECTION = "decisions"
INDEXES = {
    COLLECTION: [IndexModel([("brand", ASCENDING), ("member_id", ASCENDING), ("_id", DESCENDING)])]
}


def decision_document(brand: str, judged: Judged) -> Document:
    """A decision with a new id."""
    made = judged.decision
    return {
        "_id": new_id("dec"),
        "brand": brand,
        "member_id": judged.member_id,
        "ladder": made.ladder,
        "from_tier": made.from_tier,
        "to_tier": made.to_tier,
        "reason": made.reason.value,
        "growth": made.growth,
        "version": judged.version,
        "decided_at": made.decided_at,
        "since": made.since,
        "inputs": made.inputs,
    }


def to_judged(document: Mapping[str, Any]) -> Judged:
    """The decision in a document."""
    return Judged(
        document["member_id"],
        document["version"],
        Decision(
            ladder=document["ladder"],
            from_tier=document["from_tier"],
            to_tier=document["to_tier"],
            reason=Reason(document["reason"]),
            growth=document["growth"],
            decided_at=document["decided_at"],
            since=document["since"],
            inputs=document["inputs"],
        ),
    )
