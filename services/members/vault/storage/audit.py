"""The audit log: written, never changed.

`audit`  {_id, brand, actor, role, action, member_id, reason, at}; ids are in the order of time
"""

from dataclasses import asdict

from services.common.ids import new_id
from services.common.mongo import Database
from services.members.vault.domain import AuditEntry

COLLECTION = "audit"


class Audit:
    """Appends entries."""

    def __init__(self, db: Database) -> None:
        self._collection = db[COLLECTION]

    async def append(self, entry: AuditEntry) -> None:
        """Keep an entry, for ever; it is on disk when this returns."""
        await self._collection.insert_one({"_id": new_id("aud"), **asdict(entry)})
