"""Dead letters: events that a follower could not let take effect, kept until an operator acts.

`dead_letters`  {_id: "follower/event id", follower, brand, event_id, keys, number, payload,
                 record_time, set_aside_at, state, tries, tried_at, error, note}

`keys` are the "brand/member" of those whom the event is about; later events of theirs are kept
behind it, in the order of `number`. "brand/*" holds back all members of a brand. A letter that was
discarded stays, without keys, so that the event is passed over when the feed brings it again.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.common.clock import SystemClock
from services.common.mongo import (
    Binary,
    Database,
    Document,
    IndexModel,
    ReturnDocument,
    UpdateOne,
)

COLLECTION = "dead_letters"
COUNTERS = "dead_letter_numbers"
ERROR_CHARS_MAX = 1_000
WHOLE_BRAND = "*"
"""No member has this id."""

INDEXES = {
    COLLECTION: [
        IndexModel([("follower", 1), ("state", 1), ("brand", 1), ("number", 1)]),
        IndexModel([("follower", 1), ("keys", 1)]),
        IndexModel([("brand", 1), ("set_aside_at", 1)]),
    ]
}


class State(StrEnum):
    """What becomes of a letter next."""

    FAILED = "failed"
    """It waits for an operator."""
    BEHIND = "behind"
    """It goes by itself after an earlier event about the same member, which waits."""
    ASKED = "asked"
    """An operator asked that it be sent again."""
    DISCARDED = "discarded"


OPEN = (State.FAILED, State.BEHIND, State.ASKED)


@dataclass(frozen=True, slots=True)
class Letter:
    """An event as it is kept. `error` is empty for one that was never tried."""

    event_id: str
    brand: str
    keys: tuple[str, ...]
    payload: bytes
    record_time: datetime
    state: State
    tries: int = 0
    error: str = ""
    follower: str = ""
    set_aside_at: datetime | None = None
    tried_at: datetime | None = None
    note: str = ""


def key_of(brand: str, member: str) -> str:
    """By what a letter about this member is found. A brand has no slash in its name."""
    return f"{brand}/{member}"


class DeadLetters:
    """The letters of one follower, as the follower keeps and sends them."""

    def __init__(self, db: Database, follower: str) -> None:
        self._letters = db[COLLECTION]
        self._counters = db[COUNTERS]
        self._follower = follower

    async def known(self, event_ids: Collection[str]) -> set[str]:
        """Those of the events that are letters, discarded or not."""
        ids = [self._id(event_id) for event_id in event_ids]
        found = await self._letters.find({"_id": {"$in": ids}}, {"event_id": 1}).to_list(len(ids))
        return {document["event_id"] for document in found}

    async def blocked(self, keys: Collection[str]) -> set[str]:
        """Those of the keys behind which events have to wait."""
        query = {"follower": self._follower, "keys": {"$in": list(keys)}}
        return set(await self._letters.distinct("keys", query)) & set(keys)

    async def put(self, letters: Sequence[Letter]) -> None:
        """Keep letters behind all that are kept; one that is there already stays as it is."""
        if not letters:
            return
        counted = await self._counters.find_one_and_update(
            {"_id": self._follower},
            {"$inc": {"last": len(letters)}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        first = int(counted["last"]) - len(letters) + 1
        now = SystemClock().now()
        updates = [
            UpdateOne(
                {"_id": self._id(letter.event_id)},
                {"$setOnInsert": self._document(letter, number, now)},
                upsert=True,
            )
            for number, letter in enumerate(letters, start=first)
        ]
        await self._letters.bulk_write(updates)

    async def failed(self, event_id: str, error: str, keys: Sequence[str]) -> None:
        """Note that it was sent again in vain, and what it holds back now."""
        await self._letters.update_one(
            {"_id": self._id(event_id)},
            {
                "$set": {
                    "state": State.FAILED.value,
                    "keys": list(keys),
                    "error": error[:ERROR_CHARS_MAX],
                    "tried_at": SystemClock().now(),
                },
                "$inc": {"tries": 1},
            },
        )

    async def waits(self, event_id: str) -> None:
        """Note that it goes by itself once those before it are gone."""
        state = {"state": State.BEHIND.value}
        await self._letters.update_one({"_id": self._id(event_id)}, {"$set": state})

    async def done(self, event_id: str) -> None:
        """It took effect: it is a letter no more."""
        await self._letters.delete_one({"_id": self._id(event_id)})

    async def brands_behind(self) -> list[str]:
        """Brands that have letters behind others."""
        query = {"follower": self._follower, "state": State.BEHIND.value}
        found: list[str] = await self._letters.distinct("brand", query)
        return sorted(found)

    async def of_brand(self, brand: str) -> AsyncIterator[Letter]:
        """The brand's letters that are not discarded, in their order."""
        query = {"follower": self._follower, "brand": brand, "state": {"$in": list(OPEN)}}
        async for document in self._letters.find(query).sort("number", 1):
            yield _letter(document)

    async def backlog(self) -> tuple[int, datetime | None]:
        """How many are not discarded, and since when the oldest waits."""
        query = {"follower": self._follower, "state": {"$in": list(OPEN)}}
        oldest = await self._letters.find_one(query, sort=[("set_aside_at", 1)])
        if oldest is None:
            return 0, None
        return await self._letters.count_documents(query), oldest["set_aside_at"]

    def _id(self, event_id: str) -> str:
        return f"{self._follower}/{event_id}"

    def _document(self, letter: Letter, number: int, now: datetime) -> Document:
        return {
            "follower": self._follower,
            "brand": letter.brand,
            "event_id": letter.event_id,
            "keys": list(letter.keys),
            "number": number,
            "payload": Binary(letter.payload),
            "record_time": letter.record_time,
            "set_aside_at": now,
            "state": letter.state.value,
            "tries": letter.tries,
            "tried_at": now if letter.tries else None,
            "error": letter.error[:ERROR_CHARS_MAX],
            "note": "",
        }


class LetterBox:
    """All letters of a service, as its operators see them. The follower does what they ask."""

    def __init__(self, db: Database) -> None:
        self._letters = db[COLLECTION]

    async def oldest(self, brand: str) -> datetime | None:
        """Since when the oldest letter of the brand waits."""
        query = {"brand": brand, "state": {"$in": list(OPEN)}}
        found = await self._letters.find_one(query, sort=[("set_aside_at", 1)])
        return None if found is None else found["set_aside_at"]

    async def listed(self, brand: str, event_id: str) -> AsyncIterator[Letter]:
        """Letters in their order, also discarded ones; of any brand where `brand` is empty."""
        async for document in self._letters.find(_which(brand, event_id)).sort(
            [("follower", 1), ("number", 1)]
        ):
            yield _letter(document)

    async def failed(self, brand: str, event_id: str) -> AsyncIterator[Letter]:
        """Letters that wait for an operator, in their order."""
        query = {**_which(brand, event_id), "state": State.FAILED.value}
        async for document in self._letters.find(query).sort([("follower", 1), ("number", 1)]):
            yield _letter(document)

    async def ask(self, brand: str, event_id: str) -> int:
        """Ask that letters which failed are sent again; how many there are."""
        failed = {"state": {"$in": [State.FAILED.value, State.ASKED.value]}}
        result = await self._letters.update_many(
            {**_which(brand, event_id), **failed}, {"$set": {"state": State.ASKED.value}}
        )
        return int(result.matched_count)

    async def discard(self, event_id: str, note: str) -> int:
        """Give letters up, and ask for those behind them; how many were given up."""
        found = await self._letters.find(
            {"event_id": event_id, "state": {"$in": list(OPEN)}}
        ).to_list(None)
        for letter in found:
            await self._letters.update_one(
                {"_id": letter["_id"]},
                {"$set": {"state": State.DISCARDED.value, "keys": [], "note": note}},
            )
            behind = {
                "follower": letter["follower"],
                "brand": letter["brand"],
                "state": State.BEHIND.value,
            }
            await self._letters.update_many(behind, {"$set": {"state": State.ASKED.value}})
        return len(found)

    async def asked(self, brand: str, event_id: str) -> int:
        """How many letters were asked for, and were not sent yet."""
        query = {**_which(brand, event_id), "state": State.ASKED.value}
        return int(await self._letters.count_documents(query))


def _which(brand: str, event_id: str) -> Document:
    query: Document = {}
    if brand:
        query["brand"] = brand
    if event_id:
        query["event_id"] = event_id
    return query


def _letter(document: Document) -> Letter:
    return Letter(
        event_id=document["event_id"],
        brand=document["brand"],
        keys=tuple(document["keys"]),
        payload=bytes(document["payload"]),
        record_time=document["record_time"],
        state=State(document["state"]),
        tries=document["tries"],
        error=document["error"],
        follower=document["follower"],
        set_aside_at=document["set_aside_at"],
        tried_at=document["tried_at"],
        note=document["note"],
    )
