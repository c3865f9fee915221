"""Parts of names in MongoDB, as blind indexes.

`member_names`        {_id: member id, brand, key, tokens: [blind index]}     absent without a name
                      `key`: the id of the index key by which they are
`member_name_sweeps`  {_id: brand, wanted, after, done, passed: [member id], more, again_at}
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict

from services.common.mongo import ASCENDING, Database, Document, IndexModel, Session
from services.members import member_documents
from services.members.search.domain.found import NamesKept
from services.members.vault.storage.vault import Vault

COLLECTION = "member_names"
SWEEPS = "member_name_sweeps"
INDEXES = {
    COLLECTION: [IndexModel([("brand", ASCENDING), ("tokens", ASCENDING), ("_id", ASCENDING)])]
}
_KIND = "name"


class MongoNames:
    """Reads, within the transaction of `session` or outside of any."""

    def __init__(self, db: Database, vault: Vault, session: Session | None = None) -> None:
        self._names = db[COLLECTION]
        self._sweeps = db[SWEEPS]
        self._vault = vault
        self._session = session

    async def having(
        self, brand: str, tokens: Sequence[str], after: str, limit: int
    ) -> Sequence[str]:
        """Members behind the id `after` whose name has all of `tokens`, one or more, by id."""
        each = [{"tokens": {"$in": list(self._indexes(brand, token))}} for token in tokens]
        query = {"brand": brand, "_id": {"$gt": after}, "$and": each}
        cursor = self._names.find(query, {"_id": 1}, session=self._session)
        found = await cursor.sort("_id", ASCENDING).limit(limit).to_list(limit)
        return [document["_id"] for document in found]

    async def kept(self, brand: str) -> NamesKept:
        """How far the brand is."""
        found = await self._sweeps.find_one({"_id": brand}, {"_id": 0}, session=self._session)
        if not found:
            return NamesKept()
        return NamesKept(**{**found, "passed": tuple(found.get("passed", ()))})

    async def keep_kept(self, brand: str, kept: NamesKept) -> None:
        """Remember it."""
        await self._sweeps.replace_one({"_id": brand}, asdict(kept), upsert=True)

    async def drop(self, brand: str, limit: int) -> int:
        """Delete the tokens of up to so many members; of how many."""
        found = await self._names.find({"brand": brand}, {"_id": 1}).limit(limit).to_list(limit)
        if found:
            ids = [document["_id"] for document in found]
            await self._names.delete_many({"_id": {"$in": ids}, "brand": brand})
        return len(found)

    def _indexes(self, brand: str, token: str) -> tuple[str, ...]:
        return self._vault.blind_indexes(brand, _KIND, token)


class MongoNamesUnit(MongoNames):
    """Reads and writes within a transaction."""

    async def keep(self, brand: str, tokens: Mapping[str, Collection[str]]) -> None:
        """Write the tokens by member; who has none is found by no name."""
        documents: dict[str, Document] = {
            id_: {
                "brand": brand,
                "key": self._vault.index_ids[0],
                # In order of the digests, which says nothing of the name's.
                "tokens": sorted(self._indexes(brand, token)[0] for token in each),
            }
            for id_, each in tokens.items()
            if each
        }
        await member_documents.replace(self._names, brand, documents, self._session)
        nameless = [id_ for id_ in tokens if id_ not in documents]
        if nameless:
            query = {"_id": {"$in": nameless}, "brand": brand}
            await self._names.delete_many(query, session=self._session)

    async def forget(self, brand: str, member_id: str) -> None:
        """Take away by what the member's name is found."""
        await member_documents.delete(self._names, brand, member_id, self._session)
