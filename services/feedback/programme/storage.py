"""Feedback's copy of programmes in MongoDB: one document for each brand."""

import json

from services.common.exact_json import read_json
from services.common.mongo import ASCENDING, Database, DuplicateKey
from services.feedback.programme.domain import Publication

COLLECTION = "programmes"


class MongoProgrammeStore:
    """The latest publication of each brand."""

    def __init__(self, db: Database) -> None:
        self._programmes = db[COLLECTION]

    async def keep(self, publication: Publication) -> None:
        selection = {"_id": publication.brand, "revision": {"$lt": publication.revision}}
        values = {
            "revision": publication.revision,
            # As text: a document's keys and numbers are JSON's, not those that MongoDB can carry.
            "document": json.dumps(publication.document, ensure_ascii=False),
        }
        try:
            await self._programmes.update_one(selection, {"$set": values}, upsert=True)
        except DuplicateKey:
            # There is one, and it is not older: a repeat, or another follower was faster.
            return

    async def revision(self, brand: str) -> str | None:
        found = await self._programmes.find_one({"_id": brand}, {"revision": 1})
        return None if found is None else found["revision"]

    async def load(self, brand: str) -> Publication | None:
        found = await self._programmes.find_one({"_id": brand})
        if found is None:
            return None
        return Publication(brand, found["revision"], read_json(found["document"]))

    async def brands(self, after: str, limit: int) -> list[str]:
        cursor = self._programmes.find({"_id": {"$gt": after}}, {"_id": 1})
        found = await cursor.sort("_id", ASCENDING).limit(limit).to_list(limit)
        return [document["_id"] for document in found]
