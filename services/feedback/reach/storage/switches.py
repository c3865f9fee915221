"""The messages of brands that are switched off, in MongoDB.

`reach_switches`  {_id: brand, off: {message: {at, by, reason, instead}}}

A brand has one document, which each decision reads by its id.
"""

from services.common import audit
from services.common.clock import Clock
from services.common.mongo import Database, Document, Session
from services.common.written_once import Sent, TextWire, written_once
from services.feedback.reach.domain.switched_off import SwitchedOff, Switches

COLLECTION = "reach_switches"


class MongoSwitches:
    """Implements `reach.commands.store.SwitchStore`."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def of(self, brand: str) -> Switches:
        return await self._of(None, brand)

    async def switch(
        self, write: Sent, code: str, off: SwitchedOff | None
    ) -> tuple[SwitchedOff | None, bool]:
        async def change(session: Session) -> str:
            before = (await self._of(session, write.brand)).get(code)
            audit.changed(
                before={"switched_off": str(before is not None).lower()},
                after={"message": code, "switched_off": str(off is not None).lower()},
            )
            if (before is None) != (off is None):
                field = f"off.{code}"
                told: Document = (
                    {"$unset": {field: ""}} if off is None else {"$set": {field: _document(off)}}
                )
                await self._db[COLLECTION].update_one(
                    {"_id": write.brand}, told, upsert=True, session=session
                )
            return code

        _, replayed = await written_once(self._db, self._clock, write, TextWire(), change)
        return (await self.of(write.brand)).get(code), replayed

    async def _of(self, session: Session | None, brand: str) -> Switches:
        found = await self._db[COLLECTION].find_one({"_id": brand}, session=session) or {}
        return {
            code: SwitchedOff(code, each["at"], each["by"], each["reason"], each["instead"])
            for code, each in found.get("off", {}).items()
        }


def _document(off: SwitchedOff) -> Document:
    return {"at": off.at, "by": off.by, "reason": off.reason, "instead": off.instead}
