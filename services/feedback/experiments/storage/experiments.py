"""Experiments in MongoDB.

`experiments`       {_id: "brand/code", brand, code, rule: as the programme writes it, state, stage,
                     started_at, started_by, stage_since, wanted, ending, looked_at, final: the look
                     that judged it, sizes_wrong: whether the last look found that}
`exposures`         {_id: "brand/code/member", brand, experiment, member_id, arm, at, stage,
                     cluster: the store where they enrolled, crossed: true of one in two arms}
`experiment_looks`  {_id: "brand/code/hour", brand, code, …}: the last look of each hour
"""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from services.common import audit
from services.common.clock import Clock
from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    IndexModel,
    Session,
    UpdateOne,
    transact,
)
from services.common.written_once import Wire, written_once
from services.feedback.experiments.domain.keeping import Due, Write
from services.feedback.experiments.domain.news import news_of, news_of_look
from services.feedback.experiments.domain.running import Ending, Exposure, Running, State
from services.feedback.experiments.domain.sizes import Colour
from services.feedback.experiments.domain.verdict import Look
from services.feedback.experiments.storage.documents import (
    ending_document,
    look_document,
    to_document,
    to_exposure,
    to_look,
    to_running,
)
from services.feedback.experiments.storage.news import ExperimentNews

Change = Callable[[Running | None], Running]
EXPERIMENTS, EXPOSURES, LOOKS = "experiments", "exposures", "experiment_looks"
SLICE = 500
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    EXPERIMENTS: [
        IndexModel([("brand", ASCENDING), ("code", ASCENDING)]),
        IndexModel([("state", ASCENDING), ("looked_at", ASCENDING)]),
    ],
    EXPOSURES: [
        IndexModel([("brand", ASCENDING), ("member_id", ASCENDING)]),
        IndexModel(
            [("brand", ASCENDING), ("experiment", ASCENDING)],
            partialFilterExpression={"crossed": True},
        ),
    ],
    LOOKS: [IndexModel([("brand", ASCENDING), ("code", ASCENDING), ("as_of", DESCENDING)])],
}


class MongoExperiments:
    """Implements `experiments.commands.ports.Store`."""

    def __init__(
        self, db: Database, wire: Wire[Running], clock: Clock, news: ExperimentNews
    ) -> None:
        self._db = db
        self._news = news
        self._experiments = db[EXPERIMENTS]
        self._exposures = db[EXPOSURES]
        self._looks = db[LOOKS]
        self._wire = wire
        self._clock = clock

    async def known(self, brand: str, codes: Collection[str] | None = None) -> list[Running]:
        query: Document = {"brand": brand}
        if codes is not None:
            query["code"] = {"$in": sorted(codes)}
        cursor = self._experiments.find(query).sort("code", ASCENDING)
        return [to_running(each) async for each in cursor]

    async def change(self, write: Write, code: str, change: Change) -> tuple[Running, bool]:
        named = {"_id": _key(write.brand, code)}

        async def effect(session: Session) -> Running:
            found = await self._experiments.find_one(named, session=session)
            before = None if found is None else to_running(found)
            after = change(before)
            document = {"brand": write.brand, "code": code, **to_document(after)}
            if before is None or before.stage != after.stage:
                # It is looked at as soon as the job comes by.
                document["looked_at"] = None
            await self._experiments.update_one(
                named, {"$set": document}, upsert=True, session=session
            )
            await self._news.tell(session, write.brand, news_of(before, after))
            audit.changed(
                before={"state": before.state if before else State.READY},
                after={"experiment": code, "state": after.state, "stage": str(after.stage)},
            )
            return after

        return await written_once(self._db, self._clock, write, self._wire, effect)

    async def expose(self, brand: str, exposures: Sequence[Exposure]) -> None:
        await keep_exposures(self._db, None, brand, exposures)

    async def exposures(self, brand: str, code: str) -> AsyncIterator[Sequence[Exposure]]:
        after = f"{_key(brand, code)}/"
        # Of a code, and none of another that begins with it: "0" is what follows "/".
        end = f"{_key(brand, code)}0"
        while True:
            query = {"_id": {"$gt": after, "$lt": end}, "crossed": {"$ne": True}}
            cursor = self._exposures.find(query).sort("_id", ASCENDING).limit(SLICE)
            found = await cursor.to_list(SLICE)
            if found:
                yield [to_exposure(each) for each in found]
            if len(found) < SLICE:
                return
            after = found[-1]["_id"]

    async def crossed(self, brand: str, code: str) -> int:
        query = {"brand": brand, "experiment": code, "crossed": True}
        return await self._exposures.count_documents(query)

    async def due(self, before: datetime, limit: int) -> list[Due]:
        query = {
            "state": State.RUNNING.value,
            "$or": [{"looked_at": None}, {"looked_at": {"$lte": before}}],
        }
        cursor = self._experiments.find(query).sort("looked_at", ASCENDING).limit(limit)
        return [
            Due(each["brand"], to_running(each), to_look(final) if final else None)
            async for each in cursor
            for final in [each.get("final")]
        ]

    async def looking(self, due: Due, now: datetime) -> None:
        named = {"_id": _key(due.brand, due.running.code)}
        await self._experiments.update_one(named, {"$set": {"looked_at": now}})

    async def keep_look(self, due: Due, look: Look, ending: Ending | None) -> None:
        brand, code = due.brand, due.running.code
        named = {"_id": _key(brand, code), "state": State.RUNNING.value}
        change: Document = {"sizes_wrong": look.sizes.colour is Colour.RED}
        if due.final is None and look.judged.verdict.is_final:
            change["final"] = look_document(look)
        if ending is not None:
            stopped = {"state": State.STOPPED.value, "ending": ending_document(ending)}
            change |= stopped | {"wanted": None}
        hour = f"{look.as_of:%Y-%m-%dT%H}"
        document = {"brand": brand, "code": code, **look_document(look)}

        async def effect(session: Session) -> None:
            # Written in any case, so that it meets an operator's stop at the same time.
            before = await self._experiments.find_one_and_update(
                named, {"$set": change | {"seen_at": look.as_of}}, session=session
            )
            if before is None:
                return
            key = {"_id": f"{_key(brand, code)}/{hour}"}
            await self._looks.replace_one(key, document, upsert=True, session=session)
            news = news_of_look(
                due.running,
                look,
                ending,
                was_judged=before.get("final") is not None,
                were_wrong=before.get("sizes_wrong", False),
            )
            await self._news.tell(session, brand, news)

        await transact(self._db, effect)

    async def looks(self, brand: str, code: str, limit: int) -> list[Look]:
        query = {"brand": brand, "code": code}
        cursor = self._looks.find(query).sort("as_of", DESCENDING).limit(limit)
        return [to_look(each) async for each in cursor]

    async def last_looks(self, brand: str, codes: Collection[str]) -> Mapping[str, Look]:
        return {code: found[0] for code in codes if (found := await self.looks(brand, code, 1))}

    async def merge(self, brand: str, loser: str, survivor: str) -> None:
        """Let the exposures of one member be another's. Who was in two arms crossed; of two in one
        arm the earlier one counts. Again, it moves what is left."""

        async def effect(session: Session) -> None:
            both = {"brand": brand, "member_id": {"$in": [loser, survivor]}}
            found = await self._exposures.find(both, session=session).to_list(None)
            theirs = {each["experiment"]: each for each in found if each["member_id"] == survivor}
            for each in found:
                if each["member_id"] != loser:
                    continue
                own = theirs.get(each["experiment"])
                kept = dict(each) if own is None or each["at"] < own["at"] else dict(own)
                if own is not None and own["arm"] != each["arm"]:
                    kept["crossed"] = True
                if any(one.get("crossed") for one in (each, own or {})):
                    kept["crossed"] = True
                kept |= {"_id": _exposure_key(brand, each["experiment"], survivor)}
                kept["member_id"] = survivor
                await self._exposures.delete_one({"_id": each["_id"]}, session=session)
                await self._exposures.replace_one(
                    {"_id": kept["_id"]}, kept, upsert=True, session=session
                )

        await transact(self._db, effect)


async def keep_started(
    db: Database, session: Session, brand: str, running: Running, news: ExperimentNews
) -> None:
    """Keep an experiment that somebody else's transaction started, and tell it. Its code is new."""
    key = _key(brand, running.code)
    document: Document = {"_id": key, "brand": brand, "code": running.code, "looked_at": None}
    await db[EXPERIMENTS].insert_one(document | to_document(running), session=session)
    await news.tell(session, brand, news_of(None, running))


async def running_of(
    db: Database, session: Session | None, brand: str, code: str
) -> Running | None:
    """An experiment that was started, as a transaction sees it."""
    found = await db[EXPERIMENTS].find_one({"_id": _key(brand, code)}, session=session)
    return None if found is None else to_running(found)


async def keep_ended(
    db: Database,
    session: Session,
    brand: str,
    running: Running,
    ending: Ending,
    news: ExperimentNews,
) -> None:
    """Keep the end of an experiment that somebody else's transaction stops, and tell it."""
    named, ended = {"_id": _key(brand, running.code)}, running.stopped(ending)
    await db[EXPERIMENTS].update_one(named, {"$set": to_document(ended)}, session=session)
    await news.tell(session, brand, news_of(running, ended))


async def keep_exposures(
    db: Database, session: Session | None, brand: str, exposures: Sequence[Exposure]
) -> None:
    """The first exposure of each member to each experiment, in the transaction of what it
    changed."""
    writes = []
    for each in exposures:
        key = _exposure_key(brand, each.experiment, each.member_id)
        document = {"brand": brand, **asdict(each), "stage": each.stage.value}
        writes.append(UpdateOne({"_id": key}, {"$setOnInsert": document}, upsert=True))
        other = {"_id": key, "arm": {"$ne": each.arm}}
        writes.append(UpdateOne(other, {"$set": {"crossed": True}}))
    if writes:
        await db[EXPOSURES].bulk_write(writes, session=session)


def _key(brand: str, code: str) -> str:
    # A brand has no slash in its name, so two brands never share a key.
    return f"{brand}/{code}"


def _exposure_key(brand: str, code: str, member_id: str) -> str:
    return f"{_key(brand, code)}/{member_id}"
