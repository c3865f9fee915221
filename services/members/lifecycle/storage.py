"""Where members stand, in MongoDB.

`lifecycles`        {_id: member id, brand, stage, stage_since, level, level_since, next, due_at,
                    revision}     `next` is the local day as `date.toordinal` counts, `due_at` its
                    beginning; both are absent where time alone changes nothing
`lifecycle_sweeps`  {_id: brand, key}
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.common.mongo import ASCENDING, Database, Document, IndexModel, Session, aggregate
from services.members import member_documents
from services.members.lifecycle.domain.lifecycle import Level, Lifecycle, Stage

COLLECTION = "lifecycles"
SWEEPS = "lifecycle_sweeps"
INDEXES = {
    COLLECTION: [
        IndexModel([("due_at", ASCENDING)], sparse=True),
        IndexModel([("brand", ASCENDING), ("stage", ASCENDING), ("level", ASCENDING)]),
    ]
}


class MongoLifecycles:
    """Reads, within the transaction of `session` or outside of any."""

    def __init__(self, db: Database, session: Session | None = None) -> None:
        self._db = db
        self._session = session

    async def lifecycles(self, brand: str, ids: Collection[str]) -> dict[str, Lifecycle]:
        """By member, of those who were judged."""
        found = await member_documents.read(self._db[COLLECTION], brand, ids, self._session)
        return {document["_id"]: _to_lifecycle(document) for document in found}

    async def due(
        self,
        now: datetime,
        limit: int,
        without: Collection[str] = (),
        passed_over: Collection[str] = (),
    ) -> list[tuple[str, str]]:
        """Brand and member of those whose next day has come, the longest waiting first."""
        return await member_documents.due(
            self._db[COLLECTION], "due_at", now, limit, without, passed_over, self._session
        )

    async def swept(self, brand: str) -> str:
        """The key of the section by which all members were judged; "" before the first time."""
        found = await self._db[SWEEPS].find_one({"_id": brand}, session=self._session)
        return "" if found is None else str(found["key"])

    async def counts(self, brand: str) -> Sequence[tuple[Stage, Level, int]]:
        """How many members stand where, of those where any does."""
        stages: list[Document] = [
            {"$match": {"brand": brand}},
            {"$group": {"_id": {"stage": "$stage", "level": "$level"}, "members": {"$sum": 1}}},
        ]
        return [
            (Stage(each["_id"]["stage"]), Level(each["_id"]["level"]), each["members"])
            async for each in aggregate(self._db[COLLECTION], stages, session=self._session)
        ]


class MongoLifecyclesUnit(MongoLifecycles):
    """Reads and writes within a transaction."""

    async def keep(
        self, brand: str, lifecycles: Mapping[str, Lifecycle], due: Mapping[str, datetime | None]
    ) -> None:
        """Write where members stand, and when each is judged next."""
        documents = {id_: _document(brand, each, due[id_]) for id_, each in lifecycles.items()}
        await member_documents.replace(self._db[COLLECTION], brand, documents, self._session)

    async def forget(self, brand: str, member_id: str) -> None:
        """Take away where the member stood."""
        await member_documents.delete(self._db[COLLECTION], brand, member_id, self._session)

    async def keep_swept(self, brand: str, key: str) -> None:
        """All members of the brand were judged by the section of that key."""
        kept = {"$set": {"key": key}}
        await self._db[SWEEPS].update_one({"_id": brand}, kept, upsert=True, session=self._session)


def _document(brand: str, lifecycle: Lifecycle, due_at: datetime | None) -> Document:
    document: Document = {
        "brand": brand,
        "stage": lifecycle.stage.value,
        "stage_since": lifecycle.stage_since,
        "level": lifecycle.level.value,
        "level_since": lifecycle.level_since,
        "revision": lifecycle.revision,
    }
    if lifecycle.judged_next is not None:
        document |= {"next": lifecycle.judged_next.toordinal(), "due_at": due_at}
    return document


def _to_lifecycle(document: Mapping[str, Any]) -> Lifecycle:
    following = document.get("next")
    return Lifecycle(
        stage=Stage(document["stage"]),
        stage_since=document["stage_since"],
        level=Level(document["level"]),
        level_since=document["level_since"],
        judged_next=None if following is None else date.fromordinal(following),
        revision=document["revision"],
    )
