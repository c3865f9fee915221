"""Declarations of members, and those that count, in MongoDB.

`consents`              {_id: member id, brand, held: [{purpose, channel, granted, version,
                         given_by, at}]}     one for each subject that a member spoke of
`consent_declarations`  {_id, brand, member_id, declaration: {as above}, role, subject, reason,
                         proof, programme_version, recorded_at}     ids are in order of recording
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    IndexModel,
    ReplaceOne,
    Session,
)
from services.members.consent.domain.consents import Consents
from services.members.consent.domain.declaration import (
    Circumstances,
    ContactChannel,
    Declaration,
    Purpose,
    Recorded,
    Said,
)

CONSENTS = "consents"
STATEMENTS = "consent_declarations"
INDEXES = {
    STATEMENTS: [IndexModel([("brand", ASCENDING), ("member_id", ASCENDING), ("_id", DESCENDING)])]
}


class MongoConsents:
    """Reads, within the transaction of `session` or outside of any; never through a cache."""

    def __init__(self, db: Database, session: Session | None = None) -> None:
        self._db = db
        self._session = session

    async def consents(self, brand: str, ids: Collection[str]) -> dict[str, Consents]:
        """The declarations that count now by member, of those who ever said anything."""
        if not ids:
            return {}
        query = {"_id": {"$in": list(ids)}, "brand": brand}
        found = await self._db[CONSENTS].find(query, session=self._session).to_list(len(ids))
        return {document["_id"]: to_consents(document) for document in found}

    async def declarations(
        self, brand: str, member_id: str, *, before: str, size: int
    ) -> list[Recorded]:
        """All that a member said, the latest record first, from behind the id `before`."""
        query: Document = {"brand": brand, "member_id": member_id}
        if before:
            query["_id"] = {"$lt": before}
        cursor = self._db[STATEMENTS].find(query, session=self._session).sort("_id", DESCENDING)
        return [_to_recorded(document) for document in await cursor.limit(size).to_list(size)]


class MongoConsentsUnit(MongoConsents):
    """Reads and writes within a transaction."""

    async def keep(
        self, brand: str, consents: Mapping[str, Consents], recorded: Sequence[Recorded]
    ) -> None:
        """Write what counts now by member, and add declarations."""
        writes = [
            ReplaceOne(
                {"_id": member_id, "brand": brand},
                {"brand": brand, "held": [_document(held) for held in each.held.values()]},
                upsert=True,
            )
            for member_id, each in consents.items()
        ]
        collection = self._db[CONSENTS]
        await collection.bulk_write(writes, ordered=False, session=self._session)
        documents = [_recorded_document(brand, each) for each in recorded]
        if documents:
            await self._db[STATEMENTS].insert_many(documents, session=self._session)

    async def forget(self, brand: str, member_id: str) -> None:
        """Take away what counts now; declarations stay."""
        await self._db[CONSENTS].delete_one(
            {"_id": member_id, "brand": brand}, session=self._session
        )


def _document(declaration: Declaration) -> Document:
    return {
        "purpose": declaration.purpose.value,
        "channel": declaration.channel.value,
        "granted": declaration.granted,
        "version": declaration.version,
        "given_by": declaration.given_by,
        "at": declaration.at,
    }


def _recorded_document(brand: str, recorded: Recorded) -> Document:
    said, how = recorded.said, recorded.said.circumstances
    return {
        "_id": recorded.id,
        "brand": brand,
        "member_id": said.member_id,
        "declaration": _document(said.declaration),
        "role": how.role,
        "subject": how.subject,
        "reason": how.reason,
        "proof": how.proof,
        "programme_version": recorded.programme_version,
        "recorded_at": recorded.at,
    }


def to_consents(document: Mapping[str, Any]) -> Consents:
    """What counts of one member, from their document."""
    held = map(_to_declaration, document["held"])
    return Consents({(each.purpose, each.channel): each for each in held})


def _to_declaration(document: Mapping[str, Any]) -> Declaration:
    return Declaration(
        purpose=Purpose(document["purpose"]),
        channel=ContactChannel(document["channel"]),
        granted=document["granted"],
        version=document["version"],
        given_by=document["given_by"],
        at=document["at"],
    )


def _to_recorded(document: Mapping[str, Any]) -> Recorded:
    how = Circumstances(
        role=document["role"],
        subject=document["subject"],
        reason=document["reason"],
        proof=document["proof"],
    )
    return Recorded(
        id=document["_id"],
        said=Said(document["member_id"], _to_declaration(document["declaration"]), how),
        programme_version=document["programme_version"],
        at=document["recorded_at"],
    )
