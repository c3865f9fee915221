"""Clients of all brands.

`clients`  {_id: client id, brand, name, role, scopes, channel, stores,
secrets: [{digest, made_at, ends_at}], epoch, tokens_ended_at, made_at, revoked_at, version}
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from services.common import audit_log, mongo
from services.common.audit import Action
from services.common.clock import Clock
from services.common.errors import Refusal
from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Binary,
    Database,
    Document,
    IndexModel,
    Session,
)
from services.common.written_once import Asked, TextWire, written_once
from services.members.clients.domain import (
    CLIENTS_MAX,
    Client,
    ClientNote,
    ClientNotFound,
    ClientSecret,
)

COLLECTION = "clients"
INDEXES = {
    COLLECTION: [
        IndexModel([("brand", ASCENDING), ("made_at", ASCENDING)]),
        IndexModel([("brand", ASCENDING), ("_id", DESCENDING)]),
        IndexModel([("tokens_ended_at", ASCENDING)]),
    ]
}
LISTED_MAX = 10_000


class MongoClients:
    """Each change is written with its entry of the audit log, in one transaction."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._collection = db[COLLECTION]
        self._clock = clock

    async def add(self, client: Client, note: ClientNote) -> None:
        async def write(session: Session) -> None:
            await self._collection.insert_one(_document(client), session=session)
            await self._append(session, client.brand, note)

        await mongo.transact(self._db, write)

    async def find(self, client_id: str) -> Client | None:
        document = await self._collection.find_one({"_id": client_id})
        return None if document is None else _client(document)

    async def replace(self, client: Client, version: int, note: ClientNote) -> bool:
        wanted = {"_id": client.id, "version": version}

        async def write(session: Session) -> bool:
            found = await self._collection.replace_one(wanted, _document(client), session=session)
            if found.matched_count:
                await self._append(session, client.brand, note)
            return bool(found.matched_count)

        return await mongo.transact(self._db, write)

    async def of_brand(self, brand: str) -> Sequence[Client]:
        found = self._collection.find({"brand": brand}).sort("made_at", ASCENDING)
        return [_client(document) for document in await found.to_list(LISTED_MAX)]

    async def page(self, brand: str, before: str, size: int) -> Sequence[Client]:
        query: Document = {"brand": brand} | ({"_id": {"$lt": before}} if before else {})
        found = self._collection.find(query).sort("_id", DESCENDING)
        return [_client(document) for document in await found.to_list(size)]

    async def add_once(self, asked: Asked, client: Client) -> tuple[Client, bool]:
        async def write(session: Session) -> str:
            good = {"brand": client.brand, "revoked_at": None}
            if await self._collection.count_documents(good, session=session) >= CLIENTS_MAX:
                raise Refusal("TOO_MANY", "revoke one", metadata={"limit": str(CLIENTS_MAX)})
            await self._collection.insert_one(_document(client), session=session)
            return client.id

        return await self._once(asked, write)

    async def change_once(
        self, asked: Asked, client_id: str, change: Callable[[Client], Client]
    ) -> tuple[Client, bool]:
        wanted = {"_id": client_id, "brand": asked.brand}

        async def write(session: Session) -> str:
            document = await self._collection.find_one(wanted, session=session)
            if document is None:
                raise ClientNotFound(f"no client {client_id}")
            known = _client(document)
            changed = change(known)
            if changed != known:
                await self._collection.replace_one(wanted, _document(changed), session=session)
            return client_id

        return await self._once(asked, write)

    async def _once(
        self, asked: Asked, write: Callable[[Session], Awaitable[str]]
    ) -> tuple[Client, bool]:
        client_id, replayed = await written_once(self._db, self._clock, asked, TextWire(), write)
        found = await self._collection.find_one({"_id": client_id})
        assert found is not None, "clients are never deleted"
        return _client(found), replayed

    async def ended_since(self, at: datetime) -> Mapping[str, int]:
        wanted = {"tokens_ended_at": {"$gt": at}}
        found = self._collection.find(wanted, {"epoch": 1})
        return {document["_id"]: document["epoch"] for document in await found.to_list(None)}

    async def note(self, brand: str, note: ClientNote) -> None:
        await mongo.transact(self._db, lambda session: self._append(session, brand, note))

    async def _append(self, session: Session, brand: str, note: ClientNote) -> None:
        action = Action(
            subject=note.actor,
            role=note.role,
            scopes=(),
            action=f"members.Clients.{note.action}",
            reason=note.told,
            objects=(("client_id", note.client_id),),
        )
        await audit_log.append(self._db, session, brand, action, self._clock)


def _document(client: Client) -> Document:
    return {
        "_id": client.id,
        "brand": client.brand,
        "name": client.name,
        "role": client.role,
        "scopes": sorted(client.scopes),
        "channel": client.channel,
        "secrets": [
            {"digest": Binary(each.digest), "made_at": each.made_at, "ends_at": each.ends_at}
            for each in client.secrets
        ],
        "epoch": client.epoch,
        "tokens_ended_at": client.tokens_ended_at,
        "made_at": client.made_at,
        "revoked_at": client.revoked_at,
        "version": client.version,
        "stores": sorted(client.stores),
    }


def _client(document: Document) -> Client:
    return Client(
        brand=document["brand"],
        id=document["_id"],
        role=document["role"],
        scopes=frozenset(document["scopes"]),
        channel=document["channel"],
        secrets=tuple(
            ClientSecret(bytes(each["digest"]), each["made_at"], each["ends_at"])
            for each in document["secrets"]
        ),
        made_at=document["made_at"],
        epoch=document["epoch"],
        tokens_ended_at=document["tokens_ended_at"],
        revoked_at=document["revoked_at"],
        version=document["version"],
        # Clients of before had no names.
        name=document.get("name", ""),
        # And worked for all stores.
        stores=frozenset(document.get("stores", ())),
    )
