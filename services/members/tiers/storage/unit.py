"""Tiers in MongoDB: standings and decisions, read anywhere and written in a transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from services.common import kept_approvals
from services.common.approvals import Approval
from services.common.kept_approvals import KeptApprovals
from services.common.mongo import ASCENDING, DESCENDING, Database, Document, Session, UpdateOne
from services.members import member_documents
from services.members.tiers.domain.ladder import Source
from services.members.tiers.domain.standing import Judged, NextJudgement, Standing
from services.members.tiers.storage import decisions
from services.members.tiers.storage.backtests import MongoBacktests
from services.members.tiers.storage.decisions import decision_document, to_judged
from services.members.tiers.storage.standing_documents import (
    COLLECTIONS,
    next_judgement_document,
    standing_document,
    to_standing,
)
from services.members.transactions import Touched

APPROVALS = "tier_approvals"
"""As `services.common.kept_approvals` keeps them."""
APPROVAL_INDEXES = kept_approvals.indexes(APPROVALS)


class MongoTiers:
    """Reads, within the transaction of `session` or outside of any."""

    def __init__(self, db: Database, session: Session | None = None) -> None:
        self._db = db
        self._session = session
        self._approvals = KeptApprovals(db, APPROVALS, session)
        self.backtests = MongoBacktests(db, session)

    async def approval(self, brand: str, approval_id: str) -> tuple[Approval, str] | None:
        """An approval, and its seal of when it was asked."""
        return await self._approvals.find(brand, approval_id)

    async def approvals(self, brand: str, state: str, before: str, size: int) -> Sequence[Approval]:
        """Those in `state` ("": in any) with ids below `before` ("": all), the newest first."""
        return await self._approvals.page(brand, state, before, size)

    async def standings(
        self, brand: str, source: Source, ids: Collection[str]
    ) -> dict[str, Standing]:
        """Standings by member, of those that have one."""
        if not ids:
            return {}
        query = {"_id": {"$in": list(ids)}, "brand": brand}
        cursor = self._db[COLLECTIONS[source]].find(query, session=self._session)
        return {found["_id"]: to_standing(found) for found in await cursor.to_list(len(ids))}

    async def due(
        self,
        source: Source,
        now: datetime,
        limit: int,
        without: Collection[str] = (),
        passed_over: Collection[str] = (),
    ) -> list[tuple[str, str]]:
        """Brand and member of judgements that are due, the longest waiting first.

        Those of the brands `without`, and the members `passed_over`, are left out.
        """
        return await member_documents.due(
            *(self._db[COLLECTIONS[source]], "judge_at", now, limit, without, passed_over),
            self._session,
        )

    async def judged_until(
        self,
        source: Source,
        brand: str,
        now: datetime,
        until: datetime,
        after: tuple[str, datetime] | None,
        limit: int,
    ) -> list[tuple[str, datetime]]:
        """Members of the brand, with the time, who are judged behind `now` and not behind `until`,
        in the order of time and id, from behind `after`."""
        query: Document = {"brand": brand, "judge_at": {"$gt": now, "$lte": until}}
        if after is not None:
            member_id, at = after
            query["$or"] = [{"judge_at": {"$gt": at}}, {"judge_at": at, "_id": {"$gt": member_id}}]
        cursor = self._db[COLLECTIONS[source]].find(query, {"judge_at": 1}, session=self._session)
        cursor = cursor.sort([("judge_at", ASCENDING), ("_id", ASCENDING)]).limit(limit)
        return [(found["_id"], found["judge_at"]) for found in await cursor.to_list(limit)]

    async def outdated(self, source: Source, brand: str, version: int, limit: int) -> list[str]:
        """Members of `brand` that were last judged by a programme older than `version`."""
        query = {"brand": brand, "version": {"$lt": version}}
        cursor = self._db[COLLECTIONS[source]].find(query, {"_id": 1}, session=self._session)
        return [document["_id"] for document in await cursor.limit(limit).to_list(limit)]

    async def decisions(
        self, brand: str, member_id: str, *, before: str, size: int
    ) -> list[tuple[str, Judged]]:
        """Up to `size` decisions with their ids, newest first, from behind the id `before`."""
        query: Document = {"brand": brand, "member_id": member_id}
        if before:
            query["_id"] = {"$lt": before}
        cursor = self._db[decisions.COLLECTION].find(query, session=self._session)
        found = await cursor.sort("_id", DESCENDING).limit(size).to_list(size)
        return [(document["_id"], to_judged(document)) for document in found]


class MongoTiersUnit(MongoTiers):
    """Reads and writes within a transaction."""

    def __init__(self, db: Database, session: Session, touched: Touched) -> None:
        super().__init__(db, session)
        self._touched = touched
        self.decided = ""
        """The brand whose approval was written here."""

    async def keep_approval(self, brand: str, approval: Approval) -> None:
        """Keep an approval; the seal of the first time stays."""
        self.decided = brand
        await self._approvals.keep(brand, approval)

    async def keep_standings(
        self,
        brand: str,
        source: Source,
        standings: Mapping[str, Standing],
        next_judgements: Mapping[str, NextJudgement],
    ) -> None:
        """Write standings by member. Other fields of a document stay as they are."""
        writes = [
            _standing_write(brand, member_id, standing, next_judgements[member_id])
            for member_id, standing in standings.items()
        ]
        if writes:
            self._touched(brand, standings)
            collection = self._db[COLLECTIONS[source]]
            await collection.bulk_write(writes, ordered=False, session=self._session)

    async def keep_numbers(self, brand: str, standings: Mapping[str, Standing]) -> None:
        """Keep which entries of accounts were counted, by their owners, and nothing else.

        They are merged into others, who have the amounts: so nobody is judged by such a document.
        """
        for owner, standing in standings.items():
            numbers = standing_document(
                Standing(sequence=standing.sequence, ahead=set(standing.ahead))
            )
            await self._db[COLLECTIONS[Source.GROWTH]].replace_one(
                {"_id": owner, "brand": brand},
                {"brand": brand, **numbers},
                upsert=True,
                session=self._session,
            )

    async def move_decisions(self, brand: str, member_id: str, into: str) -> int:
        """Let the decisions be another member's; how many. Each says whose it was."""
        moved = await self._db[decisions.COLLECTION].update_many(
            {"brand": brand, "member_id": member_id},
            {"$set": {"member_id": into, "was": member_id}},
            session=self._session,
        )
        return int(moved.modified_count)

    async def move_back(self, brand: str, member_id: str, from_id: str) -> int:
        """Let the decisions that were the member's be theirs again; how many."""
        moved = await self._db[decisions.COLLECTION].update_many(
            {"brand": brand, "member_id": from_id, "was": member_id},
            {"$set": {"member_id": member_id}, "$unset": {"was": ""}},
            session=self._session,
        )
        return int(moved.modified_count)

    async def forget(self, brand: str, member_id: str) -> None:
        """Take away what was counted of the member, and the positions; decisions stay."""
        self._touched(brand, [member_id])
        for collection in COLLECTIONS.values():
            await self._db[collection].delete_one(
                {"_id": member_id, "brand": brand}, session=self._session
            )

    async def keep_decisions(self, brand: str, judged: Sequence[Judged]) -> None:
        """Write decisions, for ever."""
        if judged:
            documents = [decision_document(brand, each) for each in judged]
            collection = self._db[decisions.COLLECTION]
            await collection.insert_many(documents, session=self._session)


def _standing_write(
    brand: str, member_id: str, standing: Standing, judgement: NextJudgement
) -> UpdateOne:
    fields = standing_document(standing) | next_judgement_document(judgement)
    update: Document = {"$set": fields}
    if judgement.at is None:
        update["$unset"] = {"judge_at": ""}
    return UpdateOne({"_id": member_id, "brand": brand}, update, upsert=True)
