"""Rotation of keys in MongoDB.

`key_rotations`  {_id: "step/ids of the keys that write", after, seen, others, done}
In `identities`, `again` is the id of the index key by which there is another document beside it.
"""

from collections.abc import Mapping, Sequence

from services.common import mongo
from services.common.mongo import (
    ASCENDING,
    Binary,
    Collection,
    Database,
    Document,
    Session,
    UpdateOne,
)
from services.members.identities.domain.identity import Identity
from services.members.identities.storage import (
    IDENTITIES,
    MEMBERS,
    MongoIdentities,
    birthday_indexes,
)
from services.members.privacy.domain.rotation import Progress, RotationStep, Slice
from services.members.search.domain.name_tokens import tokens
from services.members.search.storage import COLLECTION as NAMES
from services.members.search.storage import MongoNamesUnit
from services.members.vault.storage.member_keys import COLLECTION as MEMBER_KEYS
from services.members.vault.storage.member_keys import MemberKeys
from services.members.vault.storage.vault import Vault

COLLECTION = "key_rotations"
COLLECTIONS = {
    RotationStep.MEMBER_KEYS: MEMBER_KEYS,
    RotationStep.IDENTITIES: IDENTITIES,
    RotationStep.BIRTHDAYS: MEMBERS,
    RotationStep.NAMES: NAMES,
}
Page = Sequence[Document]


class MongoRotation:
    """Implements `privacy.commands.rotation.RotationStore`."""

    def __init__(self, db: Database, vault: Vault) -> None:
        self._db = db
        self._vault = vault
        self._keys = MemberKeys(db, vault)
        self._kept = db[COLLECTION]
        self.rotating = vault.rotating
        self._index_id = vault.index_ids[0]

    async def progress(self, step: RotationStep) -> Progress:
        found = await self._kept.find_one({"_id": self._name(step)}, {"_id": 0})
        return Progress(**found) if found else Progress()

    async def keep(self, step: RotationStep, progress: Progress) -> None:
        await self._kept.replace_one({"_id": self._name(step)}, progress._asdict(), upsert=True)

    async def renew(self, step: RotationStep, after: str, limit: int) -> Slice:
        page = await self._page(self._db[COLLECTIONS[step]], after, limit)
        if step is RotationStep.MEMBER_KEYS:
            others = await self._wrap_again(page)
        elif step is RotationStep.IDENTITIES:
            others = sum([await self._index_again(brand, some) for brand, some in _by_brand(page)])
        elif step is RotationStep.NAMES:
            others = sum([await self._names_again(brand, some) for brand, some in _by_brand(page)])
        else:
            others = sum([await self._birthdays(brand, some) for brand, some in _by_brand(page)])
        return _slice(page, limit, others)

    async def look(self, step: RotationStep, after: str, limit: int) -> Slice:
        page = await self._page(self._db[COLLECTIONS[step]], after, limit)
        if step is RotationStep.MEMBER_KEYS:
            others = len(self._wrapped_again(page))
        elif step is RotationStep.IDENTITIES:
            others = sum(not self._is_indexed(document) for document in page)
        elif step is RotationStep.NAMES:
            others = sum(document["key"] != self._index_id for document in page)
        else:
            others = 0
            for brand, some in _by_brand(page):
                others += len(await self._stale_birthdays(brand, some))
        return _slice(page, limit, others)

    async def clean(self, after: str, limit: int) -> Slice:
        page = await self._page(self._db[IDENTITIES], after, limit)
        gone = [
            document["_id"]
            for document in page
            if document.get("key") != self._index_id and self._is_indexed(document)
        ]
        if gone:
            await self._db[IDENTITIES].delete_many({"_id": {"$in": gone}})
        return _slice(page, limit, len(gone))

    async def left_over(self) -> int:
        return await self._db[IDENTITIES].count_documents({"key": {"$ne": self._index_id}})

    async def _wrap_again(self, page: Page) -> int:
        again = self._wrapped_again(page)
        if again:
            # A key that was destroyed meanwhile is found no more.
            await self._db[MEMBER_KEYS].bulk_write(
                [
                    UpdateOne(
                        {"_id": document["_id"], "wrapped": document["wrapped"]},
                        {"$set": {"wrapped": Binary(wrapped)}},
                    )
                    for document, wrapped in again
                ],
                ordered=False,
            )
        return len(again)

    def _wrapped_again(self, page: Page) -> list[tuple[Document, bytes]]:
        made = (
            (d, self._vault.wrapped_again(d["brand"], d["_id"], bytes(d["wrapped"]))) for d in page
        )
        return [(document, wrapped) for document, wrapped in made if wrapped is not None]

    def _is_indexed(self, document: Document) -> bool:
        return self._index_id in (document.get("key"), document.get("again"))

    async def _index_again(self, brand: str, page: Page) -> int:
        ids = [document["_id"] for document in page if not self._is_indexed(document)]
        if not ids:
            return 0

        async def work(session: Session) -> None:
            # Written with the old ones, so that an unlinking or a merge at the same time is seen.
            asked = {"_id": {"$in": ids}, "brand": brand}
            known = await self._db[IDENTITIES].find(asked, session=session).to_list(len(ids))
            held = await self._held(brand, {d["member_id"] for d in known}, session)
            writes = [
                write
                for document in known
                if (identity := held.get(document["_id"])) is not None
                for write in self._writes(brand, document, identity)
            ]
            if writes:
                await self._db[IDENTITIES].bulk_write(writes, session=session)

        await mongo.transact(self._db, work)
        return len(ids)

    async def _held(
        self, brand: str, member_ids: set[str], session: Session
    ) -> dict[str, Identity]:
        """The identities of members by each of their documents' ids."""
        reader = MongoIdentities(self._db, self._vault, self._keys, session)
        members = await reader.members(brand, member_ids)
        return {
            f"{brand}/{index}": identity
            for member in members.values()
            for identity in member.identities
            for index in self._vault.blind_indexes(brand, identity.kind.value, identity.value)
        }

    def _writes(self, brand: str, document: Document, identity: Identity) -> list[UpdateOne]:
        index = self._vault.blind_index(brand, identity.kind.value, identity.value)
        owner = {"brand": brand, "member_id": document["member_id"], "key": self._index_id}
        new = {"_id": f"{brand}/{index}"}
        marked = {"$set": {"again": self._index_id}}
        return [
            UpdateOne(new, {"$setOnInsert": owner}, upsert=True),
            UpdateOne({"_id": document["_id"]}, marked),
        ]

    async def _names_again(self, brand: str, page: Page) -> int:
        ids = [document["_id"] for document in page if document["key"] != self._index_id]
        if not ids:
            return 0

        async def work(session: Session) -> None:
            # Read with those of now, which may have been deleted or written anew meanwhile.
            asked = {"_id": {"$in": ids}, "brand": brand}
            known = await self._db[NAMES].find(asked, {"_id": 1}, session=session).to_list(len(ids))
            reader = MongoIdentities(self._db, self._vault, self._keys, session)
            found = await reader.members(brand, [document["_id"] for document in known])
            names = MongoNamesUnit(self._db, self._vault, session)
            await names.keep(brand, {id_: tokens(m.profile.name) for id_, m in found.items()})

        await mongo.transact(self._db, work)
        return len(ids)

    async def _birthdays(self, brand: str, page: Page) -> int:
        stale = await self._stale_birthdays(brand, page)
        if stale:
            await self._db[MEMBERS].bulk_write(
                [
                    UpdateOne(
                        {"_id": document["_id"], "birthday_key": document["birthday_key"]},
                        {"$set": {"birthday_key": index}},
                    )
                    for document, index in stale
                ],
                ordered=False,
            )
        return len(stale)

    async def _stale_birthdays(self, brand: str, page: Page) -> list[tuple[Document, str]]:
        """Documents with an index of their birthday by another key, and the right one."""
        born = [document for document in page if "birthday_key" in document]
        reader = MongoIdentities(self._db, self._vault, self._keys)
        members = await reader.opened(brand, born)
        found = []
        for document in born:
            key = members[document["_id"]].birthday_key
            # Without the member's key nothing can be read, and nothing has to be found.
            if (
                key
                and (index := birthday_indexes(self._vault, brand, key)[0])
                != (document["birthday_key"])
            ):
                found.append((document, index))
        return found

    def _name(self, step: RotationStep) -> str:
        return f"{step.value}/{self._vault.kek_id}/{self._index_id}"

    async def _page(self, collection: Collection, after: str, limit: int) -> Page:
        found = collection.find({"_id": {"$gt": after}}).sort("_id", ASCENDING).limit(limit)
        return await found.to_list(limit)


def _by_brand(page: Page) -> list[tuple[str, Page]]:
    some: dict[str, list[Document]] = {}
    for document in page:
        some.setdefault(document["brand"], []).append(document)
    return list(some.items())


def _slice(page: Sequence[Mapping[str, object]], limit: int, others: int) -> Slice:
    after = str(page[-1]["_id"]) if len(page) == limit else ""
    return Slice(after, len(page), others)
