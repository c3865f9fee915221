"""Groups of alike items in MongoDB.

`alike_groups`  {_id: "brand/group", brand, numbers: the signature of its first item, count,
                 crisis: the id of the item that its crisis made}
`alike_bands`   {_id: "brand/band", brand, group, expire_at}: a group by one of its bands

The transaction that puts an item into its group writes all bands of the item. Of two at once for
items
that are alike one runs again, and finds the other's group. Bands go KEPT after the last item that
had
them, and with them the group takes no more. A signature is of hashes: no text can be read from it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from services.common.ids import new_id
from services.common.mongo import (
    ASCENDING,
    Database,
    Document,
    IndexModel,
    Session,
    UpdateOne,
    transact,
)
from services.feedback.analysis.domain.alike import Signature, closest, signature_of
from services.feedback.items.domain.crisis import crisis_item, in_group, may_be_alike
from services.feedback.items.domain.item import Feedback
from services.feedback.items.storage.collections import COLLECTION
from services.feedback.items.storage.collections import INDEXES as ITEM_INDEXES
from services.feedback.items.storage.documents import to_item
from services.feedback.items.storage.items import MongoFeedbackStore
from services.feedback.routing.domain.crisis import CrisisTerms
from services.feedback.timers.domain import Timer
from services.feedback.timers.storage import take_timers

GROUPS = "alike_groups"
BANDS = "alike_bands"
KEPT = timedelta(days=7)
INDEXES = {
    **ITEM_INDEXES,
    GROUPS: [IndexModel([("brand", ASCENDING)])],
    BANDS: [IndexModel([("expire_at", ASCENDING)], expireAfterSeconds=0)],
}

TermsOf = Callable[[str], CrisisTerms | None]


class MongoGroups:
    """Implements `items.commands.group_alike.Groups`."""

    def __init__(self, db: Database, store: MongoFeedbackStore, new_item_id: Callable[[], str]):
        self._db = db
        self._items = db[COLLECTION]
        self._store = store
        self._new_item_id = new_item_id

    async def fire(
        self, timers: Sequence[Timer], terms_of: TermsOf, now: datetime
    ) -> Sequence[Timer]:
        """In one transaction, delete `timers` and put their items into groups: those it took."""

        async def effect(session: Session) -> Sequence[Timer]:
            taken = await take_timers(self._db, session, timers)
            # Read at once: nothing here changes an item but its own turn.
            ids = [timer.key for timer in taken]
            found = await self._items.find({"_id": {"$in": ids}}, session=session).to_list(None)
            items = {(each["brand"], each["_id"]): to_item(each) for each in found}
            for timer in taken:
                if (item := items.get((timer.brand, timer.key))) is not None:
                    await self._group(session, timer.brand, item, terms_of(timer.brand), now)
            return taken

        return await transact(self._db, effect)

    async def _group(
        self,
        session: Session,
        brand: str,
        item: Feedback,
        terms: CrisisTerms | None,
        now: datetime,
    ) -> None:
        if item.group or not may_be_alike(item):
            return
        signature = signature_of(item.submission.text)
        if signature is None:
            return
        group = await self._join(session, brand, signature, now)
        named = {"_id": item.id, "brand": brand}
        await self._items.update_one(named, {"$set": {"group": group}}, session=session)
        if terms is not None:
            await self._tell_crisis(session, brand, in_group(item, group), terms, now)

    async def _join(self, session: Session, brand: str, signature: Signature, now: datetime) -> str:
        """The group of `signature`, with one item more, also a new one; its bands live on."""
        keys = [f"{brand}/{band}" for band in signature.bands]
        wanted = {"_id": {"$in": keys}, "expire_at": {"$gt": now}}
        bands = await self._db[BANDS].find(wanted, session=session).to_list(len(keys))
        ids = sorted({band["group"] for band in bands})
        found = self._db[GROUPS].find(
            {"_id": {"$in": [f"{brand}/{id_}" for id_ in ids]}}, session=session
        )
        known = [
            (group["_id"].removeprefix(f"{brand}/"), Signature(tuple(group["numbers"])))
            for group in await found.to_list(len(ids))
        ]
        group = closest(signature, known) or new_id("alk")
        new: Document = {"brand": brand, "numbers": list(signature.numbers), "crisis": None}
        await self._db[GROUPS].update_one(
            {"_id": f"{brand}/{group}"},
            {"$inc": {"count": 1}, "$setOnInsert": new},
            upsert=True,
            session=session,
        )
        kept = {"brand": brand, "group": group, "expire_at": now + KEPT}
        writes = [UpdateOne({"_id": key}, {"$set": kept}, upsert=True) for key in keys]
        await self._db[BANDS].bulk_write(writes, ordered=False, session=session)
        return group

    async def _tell_crisis(
        self, session: Session, brand: str, item: Feedback, terms: CrisisTerms, now: datetime
    ) -> None:
        key = {"_id": f"{brand}/{item.group}"}
        group = await self._db[GROUPS].find_one(key, {"crisis": 1}, session=session)
        if group is None or group["crisis"] is not None:
            return
        around: Document = {
            "brand": brand,
            "group": item.group,
            "created_at": {
                "$gt": item.created_at - terms.within,
                "$lt": item.created_at + terms.within,
            },
            # What was said long before it came in, as by a file, hurries nobody.
            "$or": [
                {"said_at": {"$exists": False}},
                {"said_at": {"$gt": item.created_at - terms.within}},
            ],
        }
        cursor = self._items.find(around, {"created_at": 1, "channel": 1}, session=session)
        # No crisis needs more of them, and one that was told asks no more.
        said = await cursor.limit(2 * terms.alike).to_list(2 * terms.alike)
        alike = terms.alike_at_once((each["created_at"], each["channel"]) for each in said)
        if alike is None:
            return
        made = crisis_item(self._new_item_id(), item, alike, terms, now)
        await self._store.within(session, brand).add(made)
        await self._db[GROUPS].update_one(key, {"$set": {"crisis": made.id}}, session=session)
