"""Up to which local day each brand's reminders of expiry are written: one document a brand."""

from __future__ import annotations

from datetime import date

from services.common.mongo import Database

COLLECTION = "reminder_days"


class MongoToldDays:
    """Keeps the day; it only rises."""

    def __init__(self, db: Database) -> None:
        self._collection = db[COLLECTION]

    async def told_until(self, brand: str) -> date | None:
        """The last day whose reminders are all written; None before the first."""
        found = await self._collection.find_one({"_id": brand})
        return date.fromisoformat(found["day"]) if found else None

    async def keep(self, brand: str, day: date) -> None:
        """All reminders up to this day are written."""
        await self._collection.update_one(
            {"_id": brand}, {"$max": {"day": day.isoformat()}}, upsert=True
        )
