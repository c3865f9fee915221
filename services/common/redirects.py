"""Redirects: the id of a member who was merged into another stands for that other one.

`redirects`  {_id: "brand/member", brand, member_id, into, changed_at, merge_id}; `into` is "" once
the merge was undone

Each of the three services keeps its own. They are few, so a process has all of them in memory and
asks for new ones every second. A request by an old id is answered as if it had named the survivor.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from services.common import telemetry
from services.common.mongo import ASCENDING, Database, Document, IndexModel, Session

COLLECTION = "redirects"
INDEXES = {
    COLLECTION: [
        IndexModel([("changed_at", ASCENDING)]),
        IndexModel([("brand", ASCENDING), ("into", ASCENDING)]),
    ]
}
PAUSE_S = 1.0
"""How long a process may not know of a merge that another carried out."""
CLOCKS_APART = timedelta(minutes=5)
_log = telemetry.log("redirects")


class MongoRedirects:
    """Reads and writes redirects, within the transaction of `session` or outside of any."""

    def __init__(self, db: Database, session: Session | None = None) -> None:
        self._collection = db[COLLECTION]
        self._session = session

    async def survivors(self, brand: str, ids: Collection[str]) -> dict[str, str]:
        """Who stands for each of the members among `ids` who were merged."""
        found: dict[str, str] = {}
        asked = set(ids)
        while asked:
            query = {"_id": {"$in": [_id(brand, each) for each in asked]}, "into": {"$ne": ""}}
            documents = await self._collection.find(query, session=self._session).to_list(None)
            new = {document["member_id"]: document["into"] for document in documents}
            asked = set(new.values()) - found.keys() - new.keys()
            found |= new
        return {each: _end_of(each, found) for each in ids if each in found}

    async def merged(self, brand: str, member_id: str) -> list[str]:
        """All who were merged into the member, and into these before."""
        return await self.merged_into(brand, [member_id])

    async def merged_into(self, brand: str, ids: Collection[str]) -> list[str]:
        """All who were merged into any of the members, and into these before."""
        known: list[str] = []
        asked = list(ids)
        while asked:
            query = {"brand": brand, "into": {"$in": asked}}
            documents = await self._collection.find(query, session=self._session).to_list(None)
            asked = [d["member_id"] for d in documents if d["member_id"] not in known]
            known += asked
        return sorted(known)

    async def keep(
        self, brand: str, member_id: str, into: str, at: datetime, merge_id: str
    ) -> None:
        """From now on `into` stands for the member; with "" nobody else does."""
        named = {
            "brand": brand,
            "member_id": member_id,
            "into": into,
            "changed_at": at,
            "merge_id": merge_id,
        }
        await self._collection.update_one(
            {"_id": _id(brand, member_id)}, {"$set": named}, upsert=True, session=self._session
        )

    async def changed(self, since: datetime | None) -> list[Document]:
        """Those written after `since`, all for None."""
        query: Document = {} if since is None else {"changed_at": {"$gt": since}}
        return await self._collection.find(query).sort("changed_at", ASCENDING).to_list(None)


class Redirects:
    """All redirects in memory, as this process knows them."""

    def __init__(self, db: Database) -> None:
        self._stored = MongoRedirects(db)
        self._into: dict[str, dict[str, str]] = {}
        self._newest: datetime | None = None
        self._loaded = False

    async def run(self) -> None:
        """Ask for new redirects until cancelled."""
        while True:
            try:
                await self.refresh()
            except Exception as error:
                _log.error("redirects_wait", error=repr(error))
            await asyncio.sleep(PAUSE_S)

    async def refresh(self) -> None:
        """Ask for new redirects now."""
        # Two writers' clocks differ, so what is a little older than the newest is read again.
        since = self._newest - CLOCKS_APART if self._newest else None
        for document in await self._stored.changed(since):
            self.learn(document["brand"], document["member_id"], document["into"])
            self._newest = max(self._newest or document["changed_at"], document["changed_at"])
        self._loaded = True

    async def ready(self) -> None:
        """Return once they were read."""
        if not self._loaded:
            await self.refresh()

    async def keep(
        self, brand: str, member_id: str, into: str, at: datetime, merge_id: str
    ) -> None:
        """From now on `into` stands for the member, in every process; with "" nobody does."""
        await self._stored.keep(brand, member_id, into, at, merge_id)
        self.learn(brand, member_id, into)

    def learn(self, brand: str, member_id: str, into: str) -> None:
        """`into` stands for the member from now on; with "" nobody does."""
        if into:
            self._into.setdefault(brand, {})[member_id] = into
        elif brand in self._into:
            self._into[brand].pop(member_id, None)

    def any(self, brand: str) -> bool:
        """Whether a member of the brand was ever merged."""
        return bool(self._into.get(brand))

    def of(self, brand: str, member_id: str) -> str:
        """Who stands for the member: the survivor, or the member."""
        return _end_of(member_id, self._into.get(brand, {}))

    def merged(self, brand: str, member_id: str) -> tuple[str, ...]:
        """All who were merged into the member."""
        own = self._into.get(brand, {})
        if member_id not in own.values():
            return ()
        return tuple(sorted(each for each in own if _end_of(each, own) == member_id))


def _end_of(member_id: str, into: Mapping[str, str]) -> str:
    for _ in range(len(into)):
        following = into.get(member_id)
        if following is None:
            break
        member_id = following
    return member_id


def _id(brand: str, member_id: str) -> str:
    return f"{brand}/{member_id}"
