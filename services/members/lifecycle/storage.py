"""Where members stand, in MongoDB.

`lifecycles`        {_id: member id, brand, stage, stage_since, level, level_since, next, due_at,
                    enrolled_on, taken: {step: day}, told: [step], revision}
                    Days are local ones as `date.toordinal` counts; `due_at` is the beginning of
                    `next`, and both are absent where time alone changes nothing. Documents of
                    before 2026-11-30 have no steps until the next judgement
`lifecycle_sweeps`  {_id: brand, key}
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.common.mongo import ASCENDING, Database, Document, IndexModel, Session, aggregate
from services.members import member_documents
from services.members.lifecycle.domain.activation import (
    ActivationRule,
    ActivationStep,
    EnrolledDays,
    StepCounts,
)
from services.members.lifecycle.domain.lifecycle import Level, Lifecycle, Stage

COLLECTION = "lifecycles"
SWEEPS = "lifecycle_sweeps"
INDEXES = {
    COLLECTION: [
        IndexModel([("due_at", ASCENDING)], sparse=True),
        IndexModel([("brand", ASCENDING), ("stage", ASCENDING), ("level", ASCENDING)]),
        IndexModel([("brand", ASCENDING), ("enrolled_on", ASCENDING)]),
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

    async def count_steps(
        self, brand: str, enrolled: EnrolledDays, rule: ActivationRule
    ) -> StepCounts:
        """The members who enrolled on those days, and how many took each step."""
        days = {f"${op}": day.toordinal() for op, day in enrolled.bounds()}
        counted: Document = {"_id": None, "enrolled": {"$sum": 1}}
        for step in ActivationStep:
            taken, late = f"$taken.{step.value}", rule.within_days[step]
            until = {"$add": ["$enrolled_on", late]}
            # A field that is absent is less than any number.
            counted[step.value] = {"$sum": {"$cond": [{"$gt": [taken, 0]}, 1, 0]}}
            in_time = {"$and": [{"$gt": [taken, 0]}, {"$lte": [taken, until]}]}
            counted[f"{step.value}_in_time"] = {"$sum": {"$cond": [in_time, 1, 0]}}
        stages = [
            {"$match": {"brand": brand, **({"enrolled_on": days} if days else {})}},
            {"$group": counted},
        ]
        async for found in aggregate(self._db[COLLECTION], stages, session=self._session):
            return StepCounts(
                found["enrolled"],
                {each: (found[each], found[f"{each}_in_time"]) for each in ActivationStep},
            )
        return StepCounts(0, dict.fromkeys(ActivationStep, (0, 0)))


class MongoLifecyclesUnit(MongoLifecycles):
    """Reads and writes within a transaction."""

    async def keep(
        self, brand: str, lifecycles: Mapping[str, Lifecycle], due: Mapping[str, datetime | None]
    ) -> None:
        """Write where members stand, and when each is judged next."""
        documents = {id_: _document(brand, each, due[id_]) for id_, each in lifecycles.items()}
        await member_documents.replace(self._db[COLLECTION], brand, documents, self._session)

    async def bring_told(self, brand: str, from_id: str, into_id: str) -> None:
        """What the one was told counts for the other, who becomes the same person."""
        known = (await self.lifecycles(brand, [from_id])).get(from_id)
        if known is not None:
            told = {"$addToSet": {"told": {"$each": sorted(known.told)}}}
            await self._change(brand, into_id, told)

    async def take_told(self, brand: str, member_id: str, steps: Collection[str]) -> None:
        """The member was not told these steps: another was."""
        if steps:
            await self._change(brand, member_id, {"$pull": {"told": {"$in": sorted(steps)}}})

    async def _change(self, brand: str, member_id: str, update: Document) -> None:
        named = {"_id": member_id, "brand": brand}
        await self._db[COLLECTION].update_one(named, update, session=self._session)

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
        "taken": {step.value: day.toordinal() for step, day in lifecycle.taken.items()},
        "told": sorted(lifecycle.told),
        "revision": lifecycle.revision,
    }
    if lifecycle.enrolled_on is not None:
        document["enrolled_on"] = lifecycle.enrolled_on.toordinal()
    if lifecycle.judged_next is not None:
        document |= {"next": lifecycle.judged_next.toordinal(), "due_at": due_at}
    return document


def _to_lifecycle(document: Mapping[str, Any]) -> Lifecycle:
    following, enrolled_on = document.get("next"), document.get("enrolled_on")
    taken = document.get("taken", {}).items()
    return Lifecycle(
        stage=Stage(document["stage"]),
        stage_since=document["stage_since"],
        level=Level(document["level"]),
        level_since=document["level_since"],
        judged_next=None if following is None else date.fromordinal(following),
        enrolled_on=None if enrolled_on is None else date.fromordinal(enrolled_on),
        taken={ActivationStep(step): date.fromordinal(day) for step, day in taken},
        told=frozenset(map(ActivationStep, document.get("told", ()))),
        revision=document["revision"],
    )
