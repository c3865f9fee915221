"""The members' wrapped keys, in a collection of their own.

`member_keys`  {_id: member id, brand, wrapped}

Destroying the document makes everything sealed for the member unreadable, in the data and in every
backup of it; backups of this collection are to be kept apart and for a short time. A process
forgets an unwrapped key after a minute, so it notices within that time.
"""

import time
from collections import OrderedDict
from collections.abc import Collection, Sequence

from services.common.in_flight import Loads
from services.common.mongo import Binary, Database, Document, Session
from services.members.vault.storage.vault import MemberKey, Vault

COLLECTION = "member_keys"
REMEMBERED_MAX = 20_000
REMEMBERED_S = 60.0


class MemberKeys:
    """Finds keys: those used last are kept unwrapped in memory."""

    def __init__(self, db: Database, vault: Vault) -> None:
        self._collection = db[COLLECTION]
        self._vault = vault
        self._loads: Loads[str] = Loads()
        self._remembered: OrderedDict[tuple[str, str], tuple[float, MemberKey]] = OrderedDict()

    async def of(
        self, brand: str, ids: Collection[str], session: Session | None = None
    ) -> dict[str, MemberKey]:
        """The keys of the brand's members among `ids`. A member without a key left is absent."""
        now = time.monotonic()
        keys: dict[str, MemberKey] = {}
        for member_id in ids:
            remembered = self._remembered.get((brand, member_id))
            if remembered is not None and remembered[0] > now:
                keys[member_id] = remembered[1]
        missing = [member_id for member_id in ids if member_id not in keys]
        for member_id, wrapped in (await self._wrapped(brand, missing, session)).items():
            # Of callers who shared the read, the first has unwrapped it already.
            remembered = self._remembered.get((brand, member_id))
            if remembered is not None and remembered[0] > now:
                keys[member_id] = remembered[1]
                continue
            keys[member_id] = self._vault.unwrap(brand, member_id, wrapped)
            self._remember(brand, member_id, keys[member_id], now)
        return keys

    async def fresh(self, brand: str, ids: Collection[str]) -> dict[str, MemberKey]:
        """As `of`, from the database: a key that was destroyed a moment ago is absent."""
        wrapped = await self._wrapped(brand, ids, None)
        return {
            member_id: self._vault.unwrap(brand, member_id, w) for member_id, w in wrapped.items()
        }

    async def _wrapped(
        self, brand: str, ids: Collection[str], session: Session | None
    ) -> dict[str, bytes]:
        if not ids:
            return {}

        # A member's key is found in its own brand only, so a load is of one brand.
        id_of = {f"{brand}/{member_id}": member_id for member_id in ids}

        async def read(wanted: Sequence[str]) -> dict[str, bytes]:
            query = {"_id": {"$in": [id_of[each] for each in wanted]}, "brand": brand}
            found = await self._collection.find(query, session=session).to_list(len(wanted))
            return {f"{brand}/{document['_id']}": document["wrapped"] for document in found}

        # A transaction reads its own snapshot, which it shares with nobody.
        if session is not None:
            wrapped = await read(list(id_of))
        else:
            wrapped = await self._loads.load(dict.fromkeys(id_of, ""), read)
        return {id_of[each]: value for each, value in wrapped.items()}

    def new(self, brand: str, member_id: str) -> tuple[MemberKey, Document]:
        """A key for a new member, and its document, to be written with the member."""
        key, wrapped = self._vault.new_key(brand, member_id)
        return key, {"_id": member_id, "brand": brand, "wrapped": Binary(wrapped)}

    async def add(self, session: Session, documents: Sequence[Document]) -> None:
        """Write the documents of new keys."""
        await self._collection.insert_many(list(documents), session=session)

    async def destroy(self, brand: str, member_id: str, session: Session | None = None) -> None:
        """Make all that is sealed for the member unreadable, for ever."""
        await self._collection.delete_one({"_id": member_id, "brand": brand}, session=session)
        self._remembered.pop((brand, member_id), None)

    def _remember(self, brand: str, member_id: str, key: MemberKey, now: float) -> None:
        self._remembered[brand, member_id] = (now + REMEMBERED_S, key)
        self._remembered.move_to_end((brand, member_id))
        if len(self._remembered) > REMEMBERED_MAX:
            self._remembered.popitem(last=False)
