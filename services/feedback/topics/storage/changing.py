"""Posts, likes and slots within one transaction."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from services.common.errors import Refusal
from services.common.mongo import DESCENDING, Database, Document, Session
from services.feedback.items.storage.collections import HEARD, heard_id
from services.feedback.topics.domain.edition import Edition, SlotState, topic_of
from services.feedback.topics.domain.letter import Letter
from services.feedback.topics.domain.post import Post, StepKind
from services.feedback.topics.domain.section import Slot
from services.feedback.topics.storage.collections import EDITIONS, LETTERS, LIKES, POSTS, SLOTS
from services.feedback.topics.storage.documents import (
    letter_document,
    post_fields,
    slot_fields,
    to_edition,
    to_post,
    to_slot_state,
)

PublishPost = Callable[[Session, str, Post, StepKind], Awaitable[None]]
PublishSlot = Callable[[Session, str, Slot, str, bool], Awaitable[None]]


class MongoChanging:
    """Implements `topics.commands.store.Changing`."""

    def __init__(
        self,
        db: Database,
        session: Session,
        brand: str,
        publish: PublishPost,
        publish_slot: PublishSlot,
    ) -> None:
        self._db = db
        self._session = session
        self._brand = brand
        self._publish = publish
        self._publish_slot = publish_slot

    async def post(self, post_id: str) -> Post | None:
        named = {"_id": post_id, "brand": self._brand}
        found = await self._db[POSTS].find_one(named, session=self._session)
        return None if found is None else to_post(found)

    async def meet(self, member_id: str) -> None:
        # An erasure marks this document too, so one of the two runs behind the other.
        heard = await self._db[HEARD].find_one_and_update(
            {"_id": heard_id(self._brand, member_id)},
            {"$inc": {"posting": 1}, "$set": {"brand": self._brand, "member_id": member_id}},
            upsert=True,
            session=self._session,
        )
        if heard is not None and "erased_at" in heard:
            raise Refusal("MEMBER_ERASED", f"{member_id} was erased", field="member_id")

    async def posts_on(self, member_id: str, day: str) -> int:
        return await posts_of_day(self._db, self._brand, member_id, day, self._session)

    async def alike(self, sameness: str, since: datetime) -> str:
        wanted = {"brand": self._brand, "sameness": sameness, "submitted_at": {"$gt": since}}
        found = await self._db[POSTS].find_one(wanted, {"_id": 1}, session=self._session)
        return "" if found is None else str(found["_id"])

    async def add(self, post: Post, day: str, sameness: str) -> None:
        new = {"_id": post.id, "brand": self._brand, "day": day, "sameness": sameness, "likes": 0}
        await self._db[POSTS].insert_one({**new, **post_fields(post)}, session=self._session)
        await self._publish(self._session, self._brand, post, StepKind.SUBMITTED)

    async def put(self, post: Post, kind: StepKind) -> None:
        named = {"_id": post.id, "brand": self._brand}
        change = {"$set": post_fields(post)}
        await self._db[POSTS].update_one(named, change, session=self._session)
        await self._publish(self._session, self._brand, post, kind)

    async def send(self, letter: Letter) -> None:
        document = letter_document(letter)
        named = {"_id": document.pop("_id")}
        write = {"$setOnInsert": document}
        await self._db[LETTERS].update_one(named, write, upsert=True, session=self._session)

    async def like(self, post: Post, member_id: str, *, liked: bool, at: datetime) -> None:
        named: Document = {"post": post.id, "member_id": member_id}
        own = await self._db[LIKES].find_one(named, session=self._session)
        if liked == (own is not None):
            return
        if own is None:
            new = {"_id": f"{post.id}/{member_id}", "brand": self._brand, "at": at}
            await self._db[LIKES].insert_one({**new, **named}, session=self._session)
            counts = True
        else:
            await self._db[LIKES].delete_one({"_id": own["_id"]}, session=self._session)
            counts = "doubled" not in own
        if counts:
            on = {"$inc": {"likes": 1 if liked else -1}}
            named = {"_id": post.id, "brand": self._brand}
            await self._db[POSTS].update_one(named, on, session=self._session)

    async def counted(self, slot: str, limit: int) -> list[Edition]:
        wanted = {"brand": self._brand, "slot": slot, "counted": True}
        cursor = self._db[EDITIONS].find(wanted, session=self._session)
        found = await cursor.sort("planned", DESCENDING).limit(limit).to_list(limit)
        return [to_edition(each) for each in reversed(found)]

    async def slot_state(self, slot: str) -> SlotState:
        named = {"_id": f"{self._brand}/{slot}"}
        found = await self._db[SLOTS].find_one(named, session=self._session)
        return SlotState() if found is None else to_slot_state(found)

    async def put_slot(self, slot: Slot, state: SlotState) -> None:
        named = {"_id": f"{self._brand}/{slot.code}"}
        values = {"brand": self._brand, "slot": slot.code, **slot_fields(state)}
        await self._db[SLOTS].update_one(
            named, {"$set": values}, upsert=True, session=self._session
        )
        topic = topic_of(slot, state)
        await self._publish_slot(self._session, self._brand, slot, topic, False)


async def posts_of_day(
    db: Database, brand: str, member_id: str, day: str, session: Session | None = None
) -> int:
    """How many posts the member wrote on the day, also those that were refused or withdrawn."""
    of_day = {"brand": brand, "member_id": member_id, "day": day}
    return await db[POSTS].count_documents(of_day, session=session)
