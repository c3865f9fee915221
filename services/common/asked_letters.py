"""Letters that operators want sent again: one look tells it to all followers of a process."""

from collections.abc import Callable
from time import monotonic

from services.common.dead_letters import COLLECTION, State
from services.common.mongo import Database, aggregate
from services.common.per_database import PerDatabase

LOOK_S = 0.9
"""How old a look may be. Followers ask once a second each, and a service has a dozen of them."""


class AskedLetters:
    """The brands whose letters are asked for, of all followers of this process.

    `elapsed` tells seconds of this process.
    """

    def __init__(self, db: Database, elapsed: Callable[[], float] = monotonic) -> None:
        self._letters = db[COLLECTION]
        self._elapsed = elapsed
        self._followers: set[str] = set()
        self._found: dict[str, list[str]] = {}
        self._looked_at = float("-inf")

    async def brands(self, follower: str) -> list[str]:
        """Brands that have such letters of the follower, by the last look."""
        now = self._elapsed()
        if follower not in self._followers or now - self._looked_at > LOOK_S:
            self._followers.add(follower)
            # Others that ask meanwhile get the look before; theirs comes a second later.
            self._looked_at = now
            self._found = await self._look()
        return self._found.get(follower, [])

    async def _look(self) -> dict[str, list[str]]:
        asked = {"follower": {"$in": sorted(self._followers)}, "state": State.ASKED.value}
        pairs = {"_id": {"follower": "$follower", "brand": "$brand"}}
        found: dict[str, list[str]] = {}
        async for pair in aggregate(self._letters, [{"$match": asked}, {"$group": pairs}]):
            found.setdefault(pair["_id"]["follower"], []).append(pair["_id"]["brand"])
        return found


asked_letters = PerDatabase(AskedLetters).of
"""The one look of this process at the letters of a database."""
