"""What was seen of the attachments of items, in MongoDB: kept in the item, by its timer."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from services.common.mongo import Database, Session, transact
from services.feedback.items.domain.attachments import Attachment, AttachmentState
from services.feedback.items.domain.item import Feedback
from services.feedback.items.storage.items import MongoFeedbackStore
from services.feedback.timers.domain import Timer
from services.feedback.timers.storage import MongoTimers, set_timers, take_timers


class MongoAnnounced:
    """Implements `items.commands.check_attachments.Announced`."""

    def __init__(self, db: Database, store: MongoFeedbackStore) -> None:
        self._db = db
        self._store = store
        self._timers = MongoTimers(db)

    async def find(self, brand: str, feedback_id: str) -> Feedback | None:
        return await self._store.find(brand, feedback_id)

    async def settle(
        self, timer: Timer, seen: Mapping[str, Attachment], again: datetime | None
    ) -> bool:
        async def effect(session: Session) -> bool:
            if not await take_timers(self._db, session, [timer]):
                return False
            items = self._store.within(session, timer.brand)
            item = await items.get(timer.key)
            # An erasure may have taken them meanwhile: then there is nothing to keep.
            after = None if item is None else _with(item, seen)
            if after is not None and after != item:
                await items.put(after)
            if after is not None and again is not None and after.attachments:
                # Behind the write of the item, which sets this timer for at once.
                await set_timers(self._db, session, [replace(timer, due=again, tries=0)])
            return True

        return await transact(self._db, effect)

    async def postpone(self, timer: Timer, until: datetime) -> None:
        await self._timers.postpone(timer, until)


def _with(item: Feedback, seen: Mapping[str, Attachment]) -> Feedback:
    attachments = tuple(
        seen.get(each.reference, each) if each.state is AttachmentState.CHECKING else each
        for each in item.attachments
    )
    return replace(item, attachments=attachments)
