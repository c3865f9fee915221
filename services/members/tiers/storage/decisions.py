"""Decisions on tiers, for ever.

`decisions`  {_id, brand, member_id, ladder, from_tier, to_tier, reason, growth, version,
              decided_at, inputs}; ids are in the order of time
"""

from collections.abc import Sequence

from services.common.ids import new_id
from services.common.mongo import ASCENDING, DESCENDING, Database, Document, IndexModel, Session
from services.members.tiers.domain.standing import Judged
from services.members.tiers.domain.tiers import Decision, Reason

COLLECTION = "decisions"
INDEXES = {
    COLLECTION: [IndexModel([("brand", ASCENDING), ("member_id", ASCENDING), ("_id", DESCENDING)])]
}


class Decisions:
    """Writes and lists decisions."""

    def __init__(self, db: Database) -> None:
        self._collection = db[COLLECTION]

    async def add(self, session: Session, brand: str, judged: Sequence[Judged]) -> None:
        """Keep decisions."""
        if judged:
            documents = [_document(brand, each) for each in judged]
            await self._collection.insert_many(documents, session=session)

    async def page(
        self, brand: str, member_id: str, *, before: str, size: int
    ) -> list[tuple[str, Judged]]:
        """Up to `size` decisions with their ids, newest first, from behind the id `before`."""
        query: Document = {"brand": brand, "member_id": member_id}
        if before:
            query["_id"] = {"$lt": before}
        cursor = self._collection.find(query).sort("_id", DESCENDING).limit(size)
        return [(document["_id"], _judged(document)) for document in await cursor.to_list(size)]


def _document(brand: str, judged: Judged) -> Document:
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
        "inputs": made.inputs,
    }


def _judged(document: Document) -> Judged:
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
            inputs=document["inputs"],
        ),
    )
