"""Disclosures in MongoDB: read from the audit log, which alone keeps them."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.common.audit_log import AUDIT, COLLECTION
from services.common.auth import Role
from services.common.member_export import KeptPart
from services.common.mongo import ASCENDING, DESCENDING, Database, Document, IndexModel
from services.members.privacy.domain.disclosures import ACTIONS, Disclosure, DisclosureKind

INDEXES: Mapping[str, Sequence[IndexModel]] = {
    COLLECTION: [
        # Each object of an entry is a pair, so a pair names the entries about a member.
        IndexModel(
            [("brand", ASCENDING), ("body.objects", ASCENDING), ("_id", DESCENDING)],
            name="audit_objects",
            partialFilterExpression={"kind": AUDIT},
        )
    ]
}


class MongoDisclosures:
    """Reads outside of transactions."""

    def __init__(self, db: Database) -> None:
        self._collection = db[COLLECTION]

    async def page(
        self, brand: str, ids: Sequence[str], before: str, size: int
    ) -> list[Disclosure]:
        """Those of the members `ids` with ids below `before` ("": all), the newest first."""
        query = _of(brand, ids)
        if before:
            query["_id"] = {"$lt": before}
        cursor = self._collection.find(query).sort("_id", DESCENDING).limit(size)
        return [_disclosure(found) for found in await cursor.to_list(size)]


def copied(db: Database) -> KeptPart:
    """The disclosures in the member's copy: as the member is told of them."""
    return KeptPart("disclosures", db[COLLECTION], _of, _told)


def _of(brand: str, ids: Sequence[str]) -> Document:
    """An operator's entries about the members. A member's own copy discloses nothing."""
    return {
        "brand": brand,
        "kind": AUDIT,
        "body.objects": {"$in": [["member_id", each] for each in ids]},
        "body.action": {"$in": list(ACTIONS)},
        "body.role": Role.OPERATOR.value,
    }


def _told(document: Document, ids: Sequence[str]) -> Mapping[str, Any]:
    found = _disclosure(document)
    return {"kind": found.kind.value, "role": found.role, "reason": found.reason, "at": found.at}


def _disclosure(document: Document) -> Disclosure:
    body = document["body"]
    kind: DisclosureKind = ACTIONS[body["action"]]
    return Disclosure(document["_id"], kind, body["role"], body["reason"], body["at"])
