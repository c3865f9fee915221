"""Referrals in MongoDB.

`referrals`  {_id: the invitee's id when invited, brand, inviter, accepted_at, terms: [settle days,
              order minor, monthly cap], state, refusal, order, settles_at, due_at, qualified_at,
              number, month_number, capped, round}     `due_at` is there while a settling waits
`inviters`   {_id: member id, brand, code, qualified, months: {"2026-11": n}, touched}
              `code` is absent before the member asked for it
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    IndexModel,
    Session,
    UpdateOne,
)
from services.common.redirects import MongoRedirects
from services.members import member_documents
from services.members.activities.storage.orders import COLLECTION as ORDERS
from services.members.referral.domain.inviter import Inviter
from services.members.referral.domain.referral import FirstOrder, Referral, State
from services.members.referral.domain.section import Terms

COLLECTION = "referrals"
INVITERS = "inviters"
ORDERS_READ = 1_000
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    COLLECTION: [
        IndexModel([("due_at", ASCENDING)], sparse=True),
        IndexModel([("brand", ASCENDING), ("inviter", ASCENDING), ("_id", DESCENDING)]),
    ],
    INVITERS: [
        IndexModel(
            [("brand", ASCENDING), ("code", ASCENDING)],
            unique=True,
            partialFilterExpression={"code": {"$exists": True}},
        )
    ],
}


class MongoReferrals:
    """Reads, within the transaction of `session` or outside of any."""

    def __init__(self, db: Database, session: Session | None = None) -> None:
        self._db = db
        self._session = session
        self._redirects = MongoRedirects(db, session)

    async def referrals(self, brand: str, ids: Collection[str]) -> dict[str, Referral]:
        """By the id with which the invitee was invited, of those who were."""
        found = await member_documents.read(self._db[COLLECTION], brand, ids, self._session)
        return {document["_id"]: _to_referral(document) for document in found}

    async def people(self, brand: str, ids: Collection[str]) -> list[str]:
        """The members, and all who were merged into them."""
        return [*dict.fromkeys([*ids, *await self._redirects.merged_into(brand, ids)])]

    async def inviters(self, brand: str, ids: Collection[str]) -> dict[str, Inviter]:
        """By member, of those who have a code or were counted."""
        found = await member_documents.read(self._db[INVITERS], brand, ids, self._session)
        return {document["_id"]: _to_inviter(document) for document in found}

    async def made(
        self, brand: str, inviter_ids: Collection[str], before: str, size: int
    ) -> list[Referral]:
        """Referrals of the inviters, the latest invitee first, from behind the id `before`."""
        query: Document = {"brand": brand, "inviter": {"$in": list(inviter_ids)}}
        if before:
            query["_id"] = {"$lt": before}
        cursor = self._db[COLLECTION].find(query, session=self._session).sort("_id", DESCENDING)
        return [_to_referral(found) for found in await cursor.limit(size).to_list(size)]

    async def due(
        self,
        now: datetime,
        limit: int,
        without: Collection[str] = (),
        passed_over: Collection[str] = (),
    ) -> list[tuple[str, str]]:
        """Brand and invitee of referrals that settle by now, the longest waiting first."""
        return await member_documents.due(
            self._db[COLLECTION], "due_at", now, limit, without, passed_over, self._session
        )


class MongoReferralsUnit(MongoReferrals):
    """Reads and writes within a transaction."""

    async def inviter_with(self, brand: str, code: str) -> str | None:
        """The member who has the code."""
        query = {"brand": brand, "code": code}
        found = await self._db[INVITERS].find_one(query, {"_id": 1}, session=self._session)
        return None if found is None else str(found["_id"])

    async def orders(self, brand: str, ids: Collection[str]) -> list[FirstOrder]:
        """The orders that have come of the members, at most ORDERS_READ of the earliest."""
        query = {"brand": brand, "member_id": {"$in": list(ids)}, "at": {"$exists": True}}
        fields = {"at": 1, "total": 1, "back": 1}
        cursor = self._db[ORDERS].find(query, fields, session=self._session).sort("at", ASCENDING)
        begins = len(brand) + 1
        return [
            FirstOrder(found["_id"][begins:], found["at"], found["total"], found["back"])
            for found in await cursor.limit(ORDERS_READ).to_list(ORDERS_READ)
        ]

    async def keep(self, referral: Referral) -> None:
        """Write a referral. A race for it is lost, and the transaction runs again."""
        documents = {referral.invitee_id: _document(referral)}
        await member_documents.replace(
            self._db[COLLECTION], referral.brand, documents, self._session
        )

    async def keep_inviter(self, brand: str, inviter: Inviter) -> None:
        """Write an inviter. A race for one, or for a code, is lost and run again."""
        kept: Document = {"qualified": inviter.qualified, "months": dict(inviter.months)}
        if inviter.code:
            kept["code"] = inviter.code
        named = {"_id": inviter.member_id, "brand": brand}
        await self._db[INVITERS].update_one(
            named, {"$set": kept}, upsert=True, session=self._session
        )

    async def touch(self, brand: str, ids: Collection[str]) -> None:
        """Lose a race against any transaction that touches one of the members too."""
        writes = [
            UpdateOne({"_id": each, "brand": brand}, {"$inc": {"touched": 1}}, upsert=True)
            for each in sorted(ids)
        ]
        await self._db[INVITERS].bulk_write(writes, session=self._session)

    async def forget(self, brand: str, member_id: str) -> None:
        """Take away the member's code, their referral, and those whom they invited."""
        await member_documents.delete(self._db[INVITERS], brand, member_id, self._session)
        named = {"brand": brand, "$or": [{"_id": member_id}, {"inviter": member_id}]}
        await self._db[COLLECTION].delete_many(named, session=self._session)


def _document(referral: Referral) -> Document:
    terms = referral.terms
    document: Document = {
        "brand": referral.brand,
        "inviter": referral.inviter_id,
        "accepted_at": referral.accepted_at,
        "terms": [terms.settle_days, terms.order_minor, terms.monthly_cap],
        "state": referral.state.value,
        "refusal": referral.refusal,
        "order": referral.order,
        "settles_at": referral.settles_at,
        "qualified_at": referral.qualified_at,
        "number": referral.number,
        "month_number": referral.month_number,
        "capped": referral.capped,
        "round": referral.round,
    }
    waits = referral.state in (State.PENDING, State.REVERSED)
    if waits and referral.settles_at is not None:
        document["due_at"] = referral.settles_at
    return document


def _to_referral(found: Mapping[str, Any]) -> Referral:
    return Referral(
        invitee_id=found["_id"],
        brand=found["brand"],
        inviter_id=found["inviter"],
        accepted_at=found["accepted_at"],
        terms=Terms(*found["terms"]),
        state=State(found["state"]),
        refusal=found["refusal"],
        order=found["order"],
        settles_at=found["settles_at"],
        qualified_at=found["qualified_at"],
        number=found["number"],
        month_number=found["month_number"],
        capped=found["capped"],
        round=found["round"],
    )


def _to_inviter(found: Mapping[str, Any]) -> Inviter:
    return Inviter(
        member_id=found["_id"],
        code=found.get("code", ""),
        qualified=found.get("qualified", 0),
        months=found.get("months", {}),
    )
