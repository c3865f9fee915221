"""How members wish to be reached, in MongoDB.

`contact_preferences`  {_id: member id, brand, channels, quiet: {from, until, zone} or null,
                        language, at}
"""

from collections.abc import Collection, Mapping
from typing import Any

from services.common.mongo import Database, Session
from services.members.consent.domain.declaration import ContactChannel
from services.members.contacts.domain.preferences import Preferences, QuietHours

COLLECTION = "contact_preferences"


class MongoPreferences:
    """Reads, within the transaction of `session` or outside of any."""

    def __init__(self, db: Database, session: Session | None = None) -> None:
        self._collection = db[COLLECTION]
        self._session = session

    async def preferences(self, brand: str, ids: Collection[str]) -> dict[str, Preferences]:
        """By member, of those who have any."""
        if not ids:
            return {}
        query = {"_id": {"$in": list(ids)}, "brand": brand}
        found = await self._collection.find(query, session=self._session).to_list(len(ids))
        return {document["_id"]: to_preferences(document) for document in found}


class MongoPreferencesUnit(MongoPreferences):
    """Reads and writes within a transaction."""

    async def keep(self, brand: str, member_id: str, preferences: Preferences) -> None:
        """Write preferences in place of those before."""
        quiet = preferences.quiet
        document = {
            "brand": brand,
            "channels": [channel.value for channel in preferences.channels],
            "quiet": quiet
            and {"from": quiet.from_time, "until": quiet.until_time, "zone": quiet.zone},
            "language": preferences.language,
            "at": preferences.at,
        }
        await self._collection.replace_one(
            {"_id": member_id, "brand": brand}, document, upsert=True, session=self._session
        )

    async def forget(self, brand: str, member_id: str) -> None:
        """Take the member's preferences away."""
        await self._collection.delete_one({"_id": member_id, "brand": brand}, session=self._session)


def to_preferences(document: Mapping[str, Any]) -> Preferences:
    """The preferences in a member's document."""
    quiet = document["quiet"]
    return Preferences(
        channels=tuple(map(ContactChannel, document["channels"])),
        quiet=QuietHours(quiet["from"], quiet["until"], quiet["zone"]) if quiet else None,
        language=document["language"],
        at=document["at"],
    )
