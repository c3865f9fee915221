"""Timers of codes in MongoDB, in the collection of `timers`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.common import mongo
from services.common.mongo import Database, Session
from services.feedback.timers.domain import Timer
from services.feedback.timers.storage import set_timers, take_timers


class MongoCodeTimers:
    """Implements `commands.CodeTimers`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def set(self, timers: Sequence[Timer]) -> None:
        await self._write(timers, ())

    async def claim(self, timers: Sequence[Timer], until: datetime) -> Sequence[Timer]:
        async def work(session: Session) -> list[Timer]:
            taken = await take_timers(self._db, session, timers)
            claimed = [replace(each, due=until) for each in taken]
            await set_timers(self._db, session, claimed)
            return claimed

        return await mongo.transact(self._db, work)

    async def move(self, timer: Timer, due: datetime) -> None:
        await self._write([replace(timer, due=due)], ())

    async def end(self, timer: Timer) -> None:
        await self._write((), [timer.id])

    async def _write(self, timers: Sequence[Timer], ended: Sequence[str]) -> None:
        async def work(session: Session) -> None:
            await set_timers(self._db, session, timers, ended)

        await mongo.transact(self._db, work)
