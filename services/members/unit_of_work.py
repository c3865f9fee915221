"""Members in MongoDB: reads, and the transactions that commands work in."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from google.protobuf import wrappers_pb2
from google.protobuf.message import Message

from services.common import idempotency, mongo
from services.common.mongo import ASCENDING, Database, IndexModel, Session
from services.common.watch import Feed
from services.members.activities.domain.activity import Activity, ActivityKey
from services.members.activities.domain.facts import Facts, KeptFacts
from services.members.activities.domain.order import KeptOrder, OrderKey
from services.members.activities.storage.activities import Activities
from services.members.activities.storage.orders import Orders
from services.members.events.domain import MemberEvent
from services.members.events.storage import feed_event
from services.members.identities.domain.identity import Identity
from services.members.identities.domain.member import Member
from services.members.identities.storage import MEMBERS, MemberDocuments
from services.members.programme import storage as programmes
from services.members.sessions import storage as sessions
from services.members.tiers.domain.ladder import Basis
from services.members.tiers.domain.standing import Judged, KeptGrowth, Standing
from services.members.tiers.storage import decisions
from services.members.tiers.storage.decisions import Decisions
from services.members.tiers.storage.standing_documents import FACTS, GROWTH, StandingDocuments
from services.members.transactions import Answered, Asked
from services.members.vault.storage.member_keys import MemberKeys
from services.members.vault.storage.vault import Vault
from tessera.members.v1 import members_pb2

T = TypeVar("T")

RACES_MAX = 5
_COLLECTIONS = {Basis.GROWTH: GROWTH, Basis.SPEND: FACTS}
_JUDGED = [
    IndexModel([("judge_at", ASCENDING)], sparse=True),
    IndexModel([("brand", ASCENDING), ("version", ASCENDING)]),
]


def indexes(feed: Feed) -> dict[str, Sequence[IndexModel]]:
    """For `mongo.ensure_indexes`."""
    return {
        GROWTH: _JUDGED,
        FACTS: _JUDGED,
        **decisions.INDEXES,
        **programmes.INDEXES,
        **sessions.INDEXES,
        **feed.indexes(),
    }


class MembersStore:
    """Reads outside of a transaction, and `transact`."""

    def __init__(self, db: Database, feed: Feed, vault: Vault) -> None:
        self._db = db
        self._feed = feed
        self._vault = vault
        self.keys = MemberKeys(db, vault)
        self._members = MemberDocuments(db, vault, self.keys)
        self._standings = StandingDocuments(db)

    async def transact(self, work: "Callable[[Unit], Awaitable[T]]") -> T:
        """Do `work` in one transaction, again after a lost race."""
        for race in range(RACES_MAX):
            try:
                return await mongo.transact(self._db, lambda session: work(self._unit(session)))
            except mongo.PyMongoError as error:
                # Two that insert the same key at once: the second now finds the first's.
                if not mongo.is_duplicate(error) or race == RACES_MAX - 1:
                    raise
        raise AssertionError("unreachable")

    def _unit(self, session: Session) -> "Unit":
        return Unit(self._db, session, self._feed, self._vault, self._members, self._standings)

    async def members(self, brand: str, ids: Collection[str]) -> Mapping[str, Member]:
        return await self._members.get(brand, ids)

    async def growth(self, brand: str, ids: Collection[str]) -> Mapping[str, Standing]:
        return await self._standings.growth(brand, ids)

    async def facts(self, brand: str, ids: Collection[str]) -> Mapping[str, Facts]:
        return await self._standings.facts(brand, ids)

    async def owner(self, brand: str, identity: Identity) -> str | None:
        return (await self._members.owners(brand, [identity])).get(identity)

    async def due(self, basis: Basis, now: datetime, limit: int) -> Sequence[tuple[str, str]]:
        return await self._standings.due(_COLLECTIONS[basis], now, limit)

    async def behind(self, basis: Basis, brand: str, version: int, limit: int) -> Sequence[str]:
        return await self._standings.behind(_COLLECTIONS[basis], brand, version, limit)


class Unit:
    """One transaction on members: what the units of the commands ask for."""

    def __init__(
        self,
        db: Database,
        session: Session,
        feed: Feed,
        vault: Vault,
        members: MemberDocuments,
        standings: StandingDocuments,
    ) -> None:
        self._db = db
        self._session = session
        self._feed = feed
        self._vault = vault
        self._members = members
        self._standings = standings
        self._activities = Activities(db)
        self._orders = Orders(db)
        self._decisions = Decisions(db)

    async def recall(
        self, brand: str, asked: Sequence[Asked]
    ) -> Mapping[str, Answered | Exception]:
        found = await idempotency.recall_many(
            self._db,
            self._session,
            caller_brand=brand,
            requests={each.request_id: self._request(brand, each) for each in asked},
        )
        return {request_id: _answered(message) for request_id, message in found.items()}

    async def remember(self, brand: str, answers: Sequence[tuple[Asked, Answered]]) -> None:
        await idempotency.remember_many(
            self._db,
            self._session,
            caller_brand=brand,
            answers=[
                (
                    asked.request_id,
                    self._request(brand, asked),
                    members_pb2.EnrolMemberResult(
                        member_id=answered.member_id, created=answered.created
                    ),
                )
                for asked, answered in answers
            ],
        )

    def _request(self, brand: str, asked: Asked) -> Message:
        # What was asked holds personal data, and answers are kept for ever: only a digest is.
        return wrappers_pb2.BytesValue(value=self._vault.digest("asked", brand, *asked.content))

    async def members(self, brand: str, ids: Collection[str]) -> Mapping[str, Member]:
        return await self._members.get(brand, ids, self._session)

    async def owners(self, brand: str, identities: Collection[Identity]) -> Mapping[Identity, str]:
        return await self._members.owners(brand, identities, self._session)

    async def add(self, members: Sequence[Member]) -> None:
        await self._members.add(self._session, members)

    async def change(self, members: Sequence[Member]) -> None:
        await self._members.change(self._session, members)

    async def enrolled(self, brand: str, ids: Collection[str]) -> Mapping[str, datetime]:
        query = {"_id": {"$in": list(ids)}, "brand": brand}
        cursor = self._db[MEMBERS].find(query, {"created_at": 1}, session=self._session)
        found = await cursor.to_list(len(ids)) if ids else []
        return {document["_id"]: document["created_at"] for document in found}

    async def growth(self, brand: str, ids: Collection[str]) -> Mapping[str, Standing]:
        return await self._standings.growth(brand, ids, self._session)

    async def facts(self, brand: str, ids: Collection[str]) -> Mapping[str, Facts]:
        return await self._standings.facts(brand, ids, self._session)

    async def keep_growth(self, brand: str, kept: Mapping[str, KeptGrowth]) -> None:
        await self._standings.keep_growth(self._session, brand, kept)

    async def keep_facts(self, brand: str, kept: Mapping[str, KeptFacts]) -> None:
        await self._standings.keep_facts(self._session, brand, kept)

    async def told(self, brand: str, keys: Collection[ActivityKey]) -> Mapping[ActivityKey, bytes]:
        return await self._activities.told(self._session, brand, keys)

    async def record(self, brand: str, activities: Sequence[Activity], at: datetime) -> None:
        await self._activities.add(self._session, brand, activities, at)

    async def orders(self, brand: str, keys: Collection[OrderKey]) -> Mapping[OrderKey, KeptOrder]:
        return await self._orders.get(self._session, brand, keys)

    async def keep_orders(
        self,
        brand: str,
        added: Mapping[OrderKey, KeptOrder],
        changed: Mapping[OrderKey, KeptOrder],
    ) -> None:
        await self._orders.keep(self._session, brand, added, changed)

    async def decide(self, brand: str, judged: Sequence[Judged], at: datetime) -> None:
        await self._decisions.add(self._session, brand, judged)

    async def publish(self, brand: str, events: Sequence[MemberEvent], at: datetime) -> None:
        made = [feed_event(brand, event, at) for event in events]
        await self._feed.append(self._session, made)


def _answered(message: Message | Exception) -> Answered | Exception:
    if isinstance(message, Exception):
        return message
    assert isinstance(message, members_pb2.EnrolMemberResult), "the only answer that is kept"
    return Answered(message.member_id, message.created)
