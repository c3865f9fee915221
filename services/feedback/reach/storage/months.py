"""What members had by WeCom in a month, in MongoDB.

`reach_months`  {_id: "brand/member/month", brand, member_id, month, uses: [names of uses], gone_at}

A place is taken by one write of one document, so that no two workers take the last one.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.common.mongo import ASCENDING, Database, DuplicateKey, IndexModel, Session
from services.feedback.audience.storage import member_key
from services.feedback.reach.domain.month import next_month, places
from services.feedback.reach.domain.quota_use import End, Use

COLLECTION = "reach_months"
KEPT_FOR = timedelta(days=62)
"""After the month; uses end long before."""
INDEXES = {
    COLLECTION: [
        IndexModel([("brand", ASCENDING), ("member_id", ASCENDING)]),
        IndexModel([("gone_at", ASCENDING)], expireAfterSeconds=0),
    ]
}


class MongoMonths:
    """Implements `reach.commands.store.Quotas` for months."""

    def __init__(self, db: Database) -> None:
        self._months = db[COLLECTION]

    async def left(
        self, brand: str, member_id: str, assets: Collection[str]
    ) -> Mapping[str, int] | None:
        keys = [_key(brand, member_id, each) for each in assets]
        found = await self._months.find({"_id": {"$in": keys}}).to_list(len(keys))
        taken = {each["month"]: len(each["uses"]) for each in found}
        return {each: places(each) - taken.get(each, 0) for each in assets}

    async def hold(self, brand: str, use: Use) -> bool:
        month, free = use.asset, f"uses.{places(use.asset) - 1}"
        selection = {
            "_id": _key(brand, use.member_id, month),
            "$or": [{"uses": use.id}, {free: {"$exists": False}}],
        }
        new = {
            "brand": brand,
            "member_id": use.member_id,
            "month": month,
            "gone_at": _gone_at(month),
        }
        change = {"$addToSet": {"uses": use.id}, "$setOnInsert": new}
        # Two first ones may meet; the later one finds the document on its second try.
        for _ in range(2):
            try:
                await self._months.update_one(selection, change, upsert=True)
            except DuplicateKey:
                continue
            return True
        return False

    async def end(self, brand: str, use: Use) -> None:
        if use.end in (End.KEPT, End.REVOKED):
            key = {"_id": _key(brand, use.member_id, use.asset)}
            await self._months.update_one(key, {"$pull": {"uses": use.id}})


async def months_merged(
    db: Database, session: Session, brand: str, loser: str, survivor: str
) -> None:
    """Let what one member had count for another, in the transaction that merges them."""
    own = {"brand": brand, "member_id": loser}
    found = await db[COLLECTION].find(own, session=session).to_list(None)
    for each in found:
        month = each["month"]
        new = {
            "brand": brand,
            "member_id": survivor,
            "month": month,
            "gone_at": each["gone_at"],
        }
        change = {"$addToSet": {"uses": {"$each": each["uses"]}}, "$setOnInsert": new}
        key = {"_id": _key(brand, survivor, month)}
        await db[COLLECTION].update_one(key, change, upsert=True, session=session)
    await db[COLLECTION].delete_many(own, session=session)


async def months_forgotten(db: Database, brand: str, member_id: str) -> None:
    """Delete what counts for a member."""
    await db[COLLECTION].delete_many({"brand": brand, "member_id": member_id})


def _key(brand: str, member_id: str, month: str) -> str:
    return f"{member_key(brand, member_id)}/{month}"


def _gone_at(month: str) -> datetime:
    return next_month(month, ZoneInfo("UTC")) + KEPT_FOR
