"""What is left to do with the lanes of an endpoint that was changed.

`webhook_chores`  {_id: endpoint id, chore, number}: the last wish counts.
"""

from services.common.clock import Clock
from services.common.ids import new_id
from services.common.mongo import ASCENDING, Database, Document, IndexModel, Session
from services.feedback.partners.domain.endpoint import State
from services.feedback.partners.storage import lanes

COLLECTION = "webhook_chores"
ENDPOINTS = "webhook_endpoints"
# A transaction that made the collection would conflict with another that does.
INDEXES = {COLLECTION: [IndexModel([("_id", ASCENDING)])]}

PARK = "park"
GO_ON = "go_on"
DELETE = "delete"


async def ask(db: Database, endpoint: str, chore: str, session: Session | None = None) -> None:
    """Ask that the lanes of the endpoint wait, go on, or go."""
    wish = {"$set": {"chore": chore, "number": new_id("cho")}}
    await db[COLLECTION].update_one({"_id": endpoint}, wish, upsert=True, session=session)


class MongoChores:
    """Implements `partners.commands.tidying.Chores`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._chores = db[COLLECTION]
        self._lanes = db[lanes.COLLECTION]

    async def do_all(self, clock: Clock) -> int:
        wishes = await self._chores.find({}).to_list(None)
        for wish in wishes:
            await self._do(wish, clock)
            await self._chores.delete_one({"_id": wish["_id"], "number": wish["number"]})
        return len(wishes)

    async def _do(self, wish: Document, clock: Clock) -> None:
        endpoint = wish["_id"]
        waiting = {"endpoint": endpoint, "waiting": True}
        if wish["chore"] == DELETE:
            # All ids of an endpoint begin with its own; "0" follows "/".
            own = {"_id": {"$gte": f"{endpoint}/", "$lt": f"{endpoint}0"}}
            await self._db[lanes.DELIVERIES].delete_many(own)
            await self._lanes.delete_many(own)
        elif wish["chore"] == GO_ON:
            parked = {**waiting, "due": {"$exists": False}}
            await self._lanes.update_many(parked, {"$set": {"due": clock.now()}})
        else:
            # Who holds a lane now loses it, and writes nothing more there.
            await self._lanes.update_many(waiting, {"$unset": {"due": "", "owner": ""}})
            known = await self._db[ENDPOINTS].find_one({"_id": endpoint}, {"state": 1})
            # Switched on meanwhile, and another process may have let the lanes go on before.
            if known is not None and known["state"] == State.ENABLED.value:
                await ask(self._db, endpoint, GO_ON)
