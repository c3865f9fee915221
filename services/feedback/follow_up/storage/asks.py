"""Asks in MongoDB: a timer each, whose transaction reads the item and keeps the wish."""

from collections.abc import Callable, Sequence

from services.common.mongo import Database, Session, transact
from services.feedback.items.domain.item import Feedback
from services.feedback.items.storage.collections import COLLECTION as ITEMS
from services.feedback.items.storage.documents import to_item
from services.feedback.reach.domain.touch import Touch
from services.feedback.reach.storage.touches import keep_wishes
from services.feedback.timers.domain import Timer
from services.feedback.timers.storage import set_timers, take_timers


class MongoAsks:
    """Implements `follow_up.commands.telling.Asks`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def set(self, timers: Sequence[Timer]) -> None:
        async def effect(session: Session) -> None:
            await set_timers(self._db, session, timers)

        await transact(self._db, effect)

    async def fire(
        self, timers: Sequence[Timer], wish: Callable[[str, Feedback], Touch | None]
    ) -> list[Timer]:
        async def effect(session: Session) -> list[Timer]:
            taken = await take_timers(self._db, session, timers)
            for brand in sorted({timer.brand for timer in taken}):
                ids = [timer.key for timer in taken if timer.brand == brand]
                named = {"_id": {"$in": ids}, "brand": brand}
                found = await self._db[ITEMS].find(named, session=session).to_list(len(ids))
                wishes = [wish(brand, to_item(each)) for each in found]
                touches = [each for each in wishes if each is not None]
                if touches:
                    await keep_wishes(self._db, session, brand, touches)
            return taken

        return await transact(self._db, effect)
