"""Next offers in MongoDB.

`next_offers`      {_id: "brand/member/offer/day", brand, member_id, offer, series, day, basis,
                    shown_at, declined_at, taken_at, order};
                    {_id: "brand/member", shown_at: the latest} of who has any, or
                    {_id: "brand/member", erased: true}
`offer_learnings`  {_id: brand, day, revision, at, buyers, members: [[series, members]],
                    pairs: [[from, to, members]], answers: [[offer, shown, taken]]}

Days are written YYYY-MM-DD. A record is kept for 190 days.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from google.protobuf.wrappers_pb2 import StringValue

from services.common import idempotency
from services.common.clock import Clock
from services.common.mongo import (
    ASCENDING,
    Database,
    Document,
    IndexModel,
    Session,
    UpdateMany,
    UpdateOne,
    aggregate,
)
from services.common.written_once import TextWire, written_once
from services.feedback.offers.domain.association import Answers, Learnt
from services.feedback.offers.domain.record import Figure, Lesson, Ordered, Request, Shown
from services.feedback.offers.domain.section import Basis

RECORDS, LEARNINGS = "next_offers", "offer_learnings"
KEPT_FOR = timedelta(days=190)
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    RECORDS: [
        IndexModel([("brand", ASCENDING), ("member_id", ASCENDING), ("shown_at", ASCENDING)]),
        IndexModel([("brand", ASCENDING), ("day", ASCENDING)]),
        IndexModel([("shown_at", ASCENDING)], expireAfterSeconds=int(KEPT_FOR.total_seconds())),
    ],
    LEARNINGS: [IndexModel([("_id", ASCENDING)])],
}


class MongoOfferRecords:
    """Implements `offers.commands.ports.OfferRecords`."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._records = db[RECORDS]
        self._learnings = db[LEARNINGS]

    async def answered(self, request: Request) -> str | None:
        known = await idempotency.recall(
            self._db,
            None,
            caller_brand=request.brand,
            request_id=idempotency.check_request_id(request.id),
            request=request.content,
        )
        return known.value if isinstance(known, StringValue) else None

    async def show(self, request: Request, shown: Sequence[Shown]) -> tuple[str, bool]:
        async def write(session: Session) -> str:
            if not shown or await self._is_erased(session, shown[0]):
                return "0"
            writes = [UpdateOne({"_id": _key(each)}, _insert(each), upsert=True) for each in shown]
            await self._records.bulk_write(writes, session=session)
            return str(len(shown))

        return await written_once(self._db, self._clock, request, TextWire(), write)

    async def decline(self, request: Request, shown: Shown, since: datetime) -> tuple[str, bool]:
        async def write(session: Session) -> str:
            whose = {"brand": shown.brand, "member_id": shown.member_id, "offer": shown.offer}
            before = await self._records.find_one(
                {**whose, "declined_at": {"$gt": since}}, session=session
            )
            if before is not None:
                return str(before["declined_at"].isoformat())
            if not await self._is_erased(session, shown):
                declined = {**_insert(shown), "$set": {"declined_at": shown.at}}
                await self._records.update_one(
                    {"_id": _key(shown)}, declined, upsert=True, session=session
                )
            return shown.at.isoformat()

        return await written_once(self._db, self._clock, request, TextWire(), write)

    async def _is_erased(self, session: Session, shown: Shown) -> bool:
        named = {"_id": _member_key(shown.brand, shown.member_id)}
        found = await self._records.find_one(named, session=session)
        if found is not None and "erased" in found:
            return True
        # An erasure writes here too: of the two one runs behind the other.
        seen = {"$max": {"shown_at": shown.at}}
        await self._records.update_one(named, seen, upsert=True, session=session)
        return False

    async def declined(self, brand: str, member_id: str, since: datetime) -> frozenset[str]:
        whose = {"brand": brand, "member_id": member_id, "declined_at": {"$gt": since}}
        return frozenset(await self._records.distinct("offer", whose))

    async def take(self, orders: Sequence[Ordered], within: timedelta) -> None:
        writes = []
        for order in orders:
            shown: Document = {
                "brand": order.brand,
                "member_id": order.member_id,
                "series": {"$in": list(order.series)},
                "shown_at": {"$gt": order.at - within, "$lte": order.at},
                "declined_at": None,
                "taken_at": None,
            }
            taken = {"$set": {"taken_at": order.at, "order": order.order}}
            writes.append(UpdateMany(shown, taken))
        await self._records.bulk_write(writes, ordered=False)

    async def forget(self, brand: str, member_id: str) -> None:
        # First, so that nothing is kept behind it.
        gone = {"_id": _member_key(brand, member_id)}
        erased = {"$set": {"erased": True}, "$unset": {"shown_at": ""}}
        await self._records.update_one(gone, erased, upsert=True)
        await self._records.delete_many({"brand": brand, "member_id": member_id})

    async def figures(self, brand: str, since: date) -> Mapping[str, Figure]:
        explored = {"$eq": ["$basis", Basis.EXPLORED.value]}
        taken = {"$gt": ["$taken_at", None]}
        pipeline: list[Document] = [
            {"$match": {"brand": brand, "day": {"$gte": since.isoformat()}}},
            {
                "$group": {
                    "_id": "$offer",
                    "shown": {"$sum": 1},
                    "declined": _count({"$gt": ["$declined_at", None]}),
                    "taken": _count(taken),
                    "explored": _count(explored),
                    "explored_taken": _count({"$and": [explored, taken]}),
                }
            },
        ]
        return {row.pop("_id"): Figure(**row) async for row in aggregate(self._records, pipeline)}

    async def learnt(self, brand: str) -> tuple[Learnt, Lesson | None]:
        found = await self._learnings.find_one({"_id": brand})
        if found is None:
            return Learnt(), None
        learnt = Learnt(
            buyers=found["buyers"],
            members=dict(found["members"]),
            pairs={(one, other): both for one, other, both in found["pairs"]},
            answers={code: Answers(shown, taken) for code, shown, taken in found["answers"]},
            at=found["at"],
        )
        return learnt, (date.fromisoformat(found["day"]), found["revision"])

    async def learn(self, brand: str, lesson: Lesson, learnt: Learnt) -> None:
        day, revision = lesson
        document = {
            "day": day.isoformat(),
            "revision": revision,
            "at": learnt.at,
            "buyers": learnt.buyers,
            "members": [list(each) for each in sorted(learnt.members.items())],
            "pairs": [[*pair, both] for pair, both in sorted(learnt.pairs.items())],
            "answers": [
                [code, each.shown, each.taken] for code, each in sorted(learnt.answers.items())
            ],
        }
        await self._learnings.replace_one({"_id": brand}, document, upsert=True)


def _insert(shown: Shown) -> Document:
    kept = {
        "brand": shown.brand,
        "member_id": shown.member_id,
        "offer": shown.offer,
        "series": shown.series,
        "day": shown.day.isoformat(),
        "basis": shown.basis.value,
        "shown_at": shown.at,
    }
    return {"$setOnInsert": kept}


def _count(true: Document) -> Document:
    return {"$sum": {"$cond": [true, 1, 0]}}


def _member_key(brand: str, member_id: str) -> str:
    # A brand has no slash in its name, so two brands never share a key.
    return f"{brand}/{member_id}"


def _key(shown: Shown) -> str:
    return f"{_member_key(shown.brand, shown.member_id)}/{shown.offer}/{shown.day.isoformat()}"
