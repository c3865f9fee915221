"""A database whose writes are counted, and a process that ends behind one of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, cast

from services.common.mongo import Database

WRITES = frozenset(
    {
        *("insert_one", "insert_many", "update_one", "update_many", "replace_one", "bulk_write"),
        *("delete_one", "delete_many", "find_one_and_update", "find_one_and_delete"),
    }
)


class Killed(Exception):
    """The process ended here."""


class Killer:
    """Ends the process once: behind its write of that number, and so before the next one; never
    for 0."""

    def __init__(self, number: int) -> None:
        self.writes = 0
        self._at = number

    def counted(self, write: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def once(*args: Any, **named: Any) -> Any:
            self.writes += 1
            now = self.writes == self._at
            answer = await write(*args, **named)
            if now:
                raise Killed
            return answer

        return once


class _Collection:
    def __init__(self, collection: Any, killer: Killer) -> None:
        self._collection, self._killer = collection, killer

    def __getattr__(self, name: str) -> Any:
        own = getattr(self._collection, name)
        return self._killer.counted(own) if name in WRITES else own


class _Database:
    def __init__(self, db: Database, killer: Killer) -> None:
        self._db, self._killer = db, killer

    def __getitem__(self, name: str) -> _Collection:
        return _Collection(self._db[name], self._killer)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)


def mortal(db: Database, killer: Killer) -> Database:
    """`db`, of which `killer` counts the writes."""
    return cast("Database", _Database(db, killer))
