"""One object of a process for each of its databases, such as a look that several jobs share."""

from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

from services.common.mongo import Database

T = TypeVar("T")


class PerDatabase(Generic[T]):
    """Makes an object, which must hold its database, where nobody has one any more.

    It goes by the database itself: two of one name are equal, though each may have an event loop of
    its own.
    """

    def __init__(self, make: Callable[[Database], T]) -> None:
        self._make = make
        self._made: WeakValueDictionary[int, T] = WeakValueDictionary()

    def of(self, db: Database) -> T:
        """The one object of this process for `db`."""
        made = self._made.get(id(db))
        if made is None:
            made = self._made[id(db)] = self._make(db)
        return made
