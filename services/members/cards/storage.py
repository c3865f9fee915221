"""What cards show, read through Redis.

The cache holds, for each member, the member's documents as MongoDB has them: one of `members`, one
of `growth` and one of `facts`. So personal data is sealed there too. The member's key is not cached
in Redis: beside the sealed data, a snapshot of Redis would open a member whom MongoDB has erased.
Each process keeps keys in memory for a minute (`MemberKeys`), so a hit costs at most one read of
keys a minute and member.

Every transaction invalidates the members that it wrote, after it has ended. When a process dies
between the two, an entry is stale for 60 s at most, the life of an entry. The feed can't shorten
that: growth that changes no tier is counted without an event.

A member that does not exist is not cached, and a new one needs no invalidation: nobody knows the id
before the commit.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

from services.common import mongo
from services.common.cache import CacheLike, Key, key
from services.common.mongo import Database, Document
from services.members.activities.domain.facts import Facts
from services.members.activities.storage.facts import to_facts
from services.members.cards.domain import CardSources
from services.members.identities.storage import MongoIdentities
from services.members.tiers.domain.ladder import Source
from services.members.tiers.domain.standing import Standing
from services.members.tiers.storage.standing_documents import COLLECTIONS, to_standing

KIND = "card"

_Documents: TypeAlias = Document
"""{member, growth, facts}: the document of each, without the last two where there is none."""


class CachedCards:
    """Reads what cards show, and forgets it when it has changed."""

    def __init__(self, db: Database, identities: MongoIdentities, cache: CacheLike) -> None:
        self._db = db
        self._identities = identities
        self._cache = cache

    async def current(self, brand: str, ids: Collection[str]) -> dict[str, CardSources]:
        """What the cards of the brand's members among `ids` show, from MongoDB."""
        return await self._opened(brand, await self._read(brand, ids))

    async def cached(self, brand: str, ids: Collection[str]) -> dict[str, CardSources]:
        """The same through the cache: one round trip, and one load for all that it misses."""
        id_of = {_key(brand, member_id): member_id for member_id in ids}

        async def load(missing: Sequence[Key]) -> dict[Key, bytes]:
            read = await self._read(brand, [id_of[k] for k in missing])
            return {
                k: mongo.to_bytes(documents)
                for k in missing
                if (documents := read.get(id_of[k])) is not None
            }

        found = await self._cache.load_many(list(id_of), load)
        documents = {id_of[k]: mongo.from_bytes(value) for k, value in found.items()}
        return await self._opened(brand, documents)

    async def invalidate(self, members: Iterable[tuple[str, str]]) -> None:
        """Forget members, each by brand and id."""
        await self._cache.invalidate([_key(brand, member_id) for brand, member_id in members])

    async def _read(self, brand: str, ids: Collection[str]) -> dict[str, _Documents]:
        members, growth, facts = await asyncio.gather(
            self._identities.sealed(brand, ids),
            self._documents(Source.GROWTH, brand, ids),
            self._documents(Source.PURCHASES, brand, ids),
        )
        read: dict[str, _Documents] = {d["_id"]: {"member": d} for d in members}
        for name, found in (("growth", growth), ("facts", facts)):
            for document in found:
                if document["_id"] in read:
                    read[document["_id"]][name] = document
        return read

    async def _documents(self, source: Source, brand: str, ids: Collection[str]) -> list[Document]:
        query = {"_id": {"$in": list(ids)}, "brand": brand}
        return await self._db[COLLECTIONS[source]].find(query).to_list(len(ids))

    async def _opened(self, brand: str, read: Mapping[str, _Documents]) -> dict[str, CardSources]:
        members = await self._identities.opened(brand, [d["member"] for d in read.values()])
        return {
            member_id: CardSources(
                member=members[member_id],
                facts=to_facts(documents["facts"]) if "facts" in documents else Facts(),
                growth=to_standing(documents["growth"]) if "growth" in documents else Standing(),
            )
            for member_id, documents in read.items()
        }


def _key(brand: str, member_id: str) -> Key:
    return key(brand, KIND, member_id)
