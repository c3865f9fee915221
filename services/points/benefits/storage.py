"""How far the granting job is in each brand.

`benefit_walks`  {_id: brand, round, after: the last member granted, null at the end}
"""

from __future__ import annotations

from services.common.mongo import Database
from services.points.benefits.domain.walk import Walk
from services.points.programme.storage import PROGRAMMES

WALKS = "benefit_walks"


class MongoWalks:
    """Implements `benefits.commands.granting_job.Walks`."""

    def __init__(self, db: Database) -> None:
        self._walks = db[WALKS]
        self._programmes = db[PROGRAMMES]

    async def brands(self) -> list[str]:
        found = await self._programmes.find({}, {"_id": 1}).sort("_id", 1).to_list(None)
        return [document["_id"] for document in found]

    async def get(self, brand: str) -> Walk | None:
        found = await self._walks.find_one({"_id": brand})
        return None if found is None else Walk(found["round"], found["after"])

    async def put(self, brand: str, walk: Walk) -> None:
        body = {"round": walk.round, "after": walk.after}
        await self._walks.update_one({"_id": brand}, {"$set": body}, upsert=True)
