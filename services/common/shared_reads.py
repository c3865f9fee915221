"""Documents by id, for many callers: those who ask while a read is under way share the next.

A read costs its thread, its round trip and its command far more than its documents, and a call of
a till makes several. Each answer is of a read that began after it was asked for, so nobody reads
what is older than they could have read alone.
"""

import asyncio
import contextvars
from collections.abc import Collection
from dataclasses import dataclass

from services.common import deadlines, mongo
from services.common.mongo import Collection as Documents
from services.common.mongo import Document

SHARED_MAX = 1_000
"""Ids in one shared read, except for a single caller's that are more."""


@dataclass(frozen=True, slots=True)
class _Asked:
    ids: Collection[str]
    answer: asyncio.Future[list[Document]]
    left_s: float | None


class SharedReads:
    """Reads of one collection."""

    def __init__(self, collection: Documents) -> None:
        self._collection = collection
        self._asked: list[_Asked] = []
        self._reader: asyncio.Task[None] | None = None

    async def by_id(self, ids: Collection[str]) -> list[Document]:
        """The documents with those ids, as committed, in no order; not to be changed.

        Raises a driver's error. The caller's own deadline ends the wait.
        """
        if not ids:
            return []
        loop = asyncio.get_running_loop()
        asked = _Asked(ids, loop.create_future(), deadlines.remaining_s())
        self._asked.append(asked)
        if self._reader is None:
            # It begins when all who can ask now have asked, and belongs to no call.
            self._reader = loop.create_task(self._read_on(), context=contextvars.Context())
        return await asked.answer

    async def _read_on(self) -> None:
        taken: list[_Asked] = []
        try:
            while self._asked:
                taken = self._taken()
                await self._read(taken)
        finally:
            # Nobody waits for a reader that was cancelled.
            for asked in (*taken, *self._asked):
                asked.answer.cancel()
            self._asked, self._reader = [], None

    def _taken(self) -> list[_Asked]:
        count, ids = 0, 0
        for asked in self._asked:
            ids += len(asked.ids)
            if count and ids > SHARED_MAX:
                break
            count += 1
        taken, self._asked = self._asked[:count], self._asked[count:]
        return [asked for asked in taken if not asked.answer.done()]

    async def _read(self, taken: list[_Asked]) -> None:
        if not taken:
            return
        wanted = {one for asked in taken for one in asked.ids}
        times = [asked.left_s for asked in taken]
        try:
            # Who has most time left bounds the read; the others leave when theirs is over.
            with mongo.timeout(None if None in times else max(s for s in times if s is not None)):
                # In one batch, which is one round trip.
                query = {"_id": {"$in": list(wanted)}}
                cursor = self._collection.find(query, batch_size=len(wanted) + 1)
                found = {document["_id"]: document for document in await cursor.to_list(None)}
        except Exception as error:
            for asked in taken:
                if not asked.answer.done():
                    asked.answer.set_exception(error)
            return
        for asked in taken:
            if not asked.answer.done():
                asked.answer.set_result([found[one] for one in set(asked.ids) if one in found])
