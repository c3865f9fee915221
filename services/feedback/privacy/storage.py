"""Words of erased members in MongoDB.

`heard_members`  {_id: "brand/member", brand, member_id, items: taken in so far,
                  erased_at, left: true until the words are gone}

`exported` reads what all rooms keep of a member, for the member's own copy.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.common import idempotency
from services.common.member_export import KeptPart, MemberExport
from services.common.mongo import (
    ASCENDING,
    Binary,
    Database,
    Document,
    IndexModel,
    Session,
    UpdateOne,
    transact,
)
from services.common.redirects import MongoRedirects
from services.feedback.audience.storage import COLLECTION as AUDIENCE
from services.feedback.channels.storage import COLLECTION as INBOX
from services.feedback.experiments.storage.experiments import EXPOSURES
from services.feedback.fact_store.storage import COLLECTION as FACTS
from services.feedback.follow_up.storage.activity_days import COLLECTION as DAYS
from services.feedback.ideas.storage.collections import IDEAS, PLACES, VOTES
from services.feedback.ideas.storage.ideas import forget_words
from services.feedback.imports.storage import forget_rows
from services.feedback.items.domain.attachments import UPLOAD, key_in
from services.feedback.items.domain.item import as_members_see
from services.feedback.items.storage.collections import COLLECTION as ITEMS
from services.feedback.items.storage.collections import HEARD, heard_id
from services.feedback.items.storage.documents import to_document, to_item
from services.feedback.journeys.storage.deeds import COLLECTION as DEEDS
from services.feedback.journeys.storage.entries import COLLECTION as ENTRIES
from services.feedback.offers.storage.records import RECORDS as NEXT_OFFERS
from services.feedback.privacy.domain import Backlog, Erased, Kind, without_words
from services.feedback.reach.storage.documents import WITH_DETAILS
from services.feedback.reach.storage.touches import COLLECTION as TOUCHES
from services.feedback.reach.storage.touches import FORGOTTEN
from services.feedback.surveys.storage.answers import ANSWERS, COMMENTS
from services.feedback.surveys.storage.members import MEMBERS as SURVEYED
from services.feedback.surveys.storage.offers import OFFERS
from services.feedback.topics.storage.collections import LIKES, POSTS
from services.feedback.topics.storage.topics import forget_posts

EVENTS = "events"
SLICE = 100
COUNTED_MAX = 100_000
_TIMES = {Kind.INBOX: "sent_at", Kind.MESSAGE_DETAILS: "ended_at"}
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    HEARD: [IndexModel([("left", ASCENDING)], sparse=True)],
    EVENTS: [IndexModel([("brand", ASCENDING), ("subject", ASCENDING), ("_id", ASCENDING)])],
    idempotency.COLLECTION: [
        IndexModel(
            [("brand", ASCENDING), ("subject", ASCENDING)],
            partialFilterExpression={"subject": {"$exists": True}},
        )
    ],
}
"""The events and the kept answers that hold a member's words."""


class Wordless(Protocol):
    """Takes words from messages as they are kept."""

    def event(self, payload: bytes) -> bytes: ...

    def answer(self, response: bytes) -> bytes: ...


class MongoErasedMembers:
    """Implements `privacy.commands.ErasedMembers`."""

    def __init__(self, db: Database, wordless: Wordless) -> None:
        self._db = db
        self._heard = db[HEARD]
        self._items = db[ITEMS]
        self._wordless = wordless

    async def mark(self, erased: Collection[Erased], at: datetime) -> None:
        """From now on nothing is taken in for these members; their words are to be taken away."""
        for each in erased:
            named = {"brand": each.brand, "member_id": each.member_id}
            await self._heard.update_one(
                {"_id": heard_id(each.brand, each.member_id)},
                {"$set": {**named, "left": True}, "$min": {"erased_at": at}},
                upsert=True,
            )

    async def waiting(self, limit: int, without: Collection[Erased]) -> list[Erased]:
        """Members of all brands whose words were not taken away yet, but for some."""
        query: Document = {"left": True}
        if without:
            query["_id"] = {"$nin": [heard_id(each.brand, each.member_id) for each in without]}
        found = await self._heard.find(query).limit(limit).to_list(limit)
        return [Erased(each["brand"], each["member_id"]) for each in found]

    async def staff_files(self, erased: Erased) -> list[str]:
        """The keys of files that staff attached to what the member said."""
        whose = {"brand": erased.brand, "member_id": erased.member_id}
        folder = f"{UPLOAD}{erased.brand}/feedback/staff/"
        named = {**whose, "attachment_urls": {"$regex": f"^{folder}"}}
        return [
            key
            async for each in self._items.find(named, {"attachment_urls": 1})
            for url in each["attachment_urls"]
            if url.startswith(folder) and (key := key_in(erased.brand, url))
        ]

    async def take_words(self, erased: Erased, now: datetime) -> None:
        """Take the member's words from items, then from the events and answers about them.

        Items first: whatever is written about one without words has none either.
        """
        whose = {"brand": erased.brand, "member_id": erased.member_id}
        # No item is taken in without a text.
        said = {**whose, "text": {"$ne": ""}}
        while found := await self._items.find(said, {"_id": 1}).limit(SLICE).to_list(SLICE):
            for each in found:
                await self._take_item(erased.brand, each["_id"], now)
        await forget_words(self._db, erased.brand, erased.member_id)
        await forget_posts(self._db, erased.brand, erased.member_id)
        # Rows that wait keep the name that they came with: of who was merged into the member, too.
        merged = await MongoRedirects(self._db).merged(erased.brand, erased.member_id)
        for named in (erased.member_id, *merged):
            await forget_rows(self._db, erased.brand, named)
        about = {"brand": erased.brand, "subject": erased.member_id}
        await self._rewrite(EVENTS, about, "payload", self._wordless.event)
        await self._rewrite(idempotency.COLLECTION, about, "response", self._wordless.answer)

    async def _take_item(self, brand: str, feedback_id: str, now: datetime) -> None:
        named = {"_id": feedback_id, "brand": brand}

        async def work(session: Session) -> None:
            # Of a move at the same time, one of the two runs again behind the other.
            found = await self._items.find_one(named, session=session)
            if found is not None:
                document = to_document(brand, without_words(to_item(found), now))
                await self._items.replace_one(named, document, session=session)

        await transact(self._db, work)

    async def _rewrite(
        self, name: str, about: Document, field: str, take: Callable[[bytes], bytes]
    ) -> None:
        collection, after = self._db[name], ""
        while True:
            query = {**about, "_id": {"$gt": after}}
            cursor = collection.find(query, {field: 1}).sort("_id", ASCENDING).limit(SLICE)
            found = await cursor.to_list(SLICE)
            writes = [
                UpdateOne({"_id": each["_id"]}, {"$set": {field: Binary(wordless)}})
                for each in found
                if (wordless := take(bytes(each[field]))) != bytes(each[field])
            ]
            if writes:
                await collection.bulk_write(writes, ordered=False)
            if len(found) < SLICE:
                return
            after = found[-1]["_id"]

    async def done(self, erased: Erased) -> None:
        """Nothing of the member is left."""
        key = heard_id(erased.brand, erased.member_id)
        await self._heard.update_one({"_id": key}, {"$unset": {"left": ""}})


class MongoPastMessages:
    """Implements `privacy.commands.PastMessages`."""

    def __init__(self, db: Database) -> None:
        self._kept = {Kind.INBOX: db[INBOX], Kind.MESSAGE_DETAILS: db[TOUCHES]}

    async def let_go(self, kind: Kind, brand: str, before: datetime, limit: int) -> int:
        past, collection = _past(kind, brand, before), self._kept[kind]
        found = await collection.find(past, {"_id": 1}).limit(limit).to_list(limit)
        if not found:
            return 0
        named = {"_id": {"$in": [each["_id"] for each in found]}, **past}
        if kind is Kind.INBOX:
            await collection.delete_many(named)
            return len(found)
        # The checks first: what has a text yet is found again after a stop between the two.
        await collection.update_many(
            {**named, "checks": {"$ne": []}}, {"$set": {"checks.$[].inputs": []}}
        )
        await collection.update_many(named, {"$set": FORGOTTEN})
        return len(found)

    async def backlog(self, kind: Kind, brand: str, before: datetime) -> Backlog:
        past, collection = _past(kind, brand, before), self._kept[kind]
        oldest = await collection.find_one(past, sort=[(_TIMES[kind], ASCENDING)])
        count = await collection.count_documents(past, limit=COUNTED_MAX)
        return Backlog(count, None if oldest is None else oldest[_TIMES[kind]])


def _past(kind: Kind, brand: str, before: datetime) -> Document:
    past: Document = {"brand": brand, _TIMES[kind]: {"$lt": before}}
    return past if kind is Kind.INBOX else {**past, **WITH_DETAILS}


def exported(db: Database, secret: bytes) -> MemberExport:
    """The copy of feedback; `secret` signs its page tokens."""
    named = {
        "survey_offers": OFFERS,
        "survey_answers": ANSWERS,
        "survey_comments": COMMENTS,
        "idea_votes": VOTES,
        "idea_places": PLACES,
        "topic_likes": LIKES,
        "inbox": INBOX,
        "touches": TOUCHES,
        "journey_entries": ENTRIES,
        "journey_deeds": DEEDS,
        "experiment_exposures": EXPOSURES,
        "next_offers": NEXT_OFFERS,
    }
    known = {"facts": FACTS, "audience": AUDIENCE, "surveyed": SURVEYED, "days": DAYS}
    parts = [
        KeptPart("items", db[ITEMS], _of_member, _as_seen),
        KeptPart("ideas", db[IDEAS], _of_member, _idea_as_seen),
        KeptPart("topic_posts", db[POSTS], _of_member, _post_as_seen),
        *(KeptPart(name, db[collection], _of_member) for name, collection in named.items()),
        *(KeptPart(name, db[collection], _by_key) for name, collection in known.items()),
    ]
    return MemberExport(parts, MongoRedirects(db).merged, secret)


def _of_member(brand: str, ids: Sequence[str]) -> Document:
    return {"brand": brand, "member_id": {"$in": list(ids)}}


def _by_key(brand: str, ids: Sequence[str]) -> Document:
    return {"_id": {"$in": [heard_id(brand, each) for each in ids]}}


def _as_seen(document: Document, ids: Sequence[str]) -> Document:
    """An item as its member sees it: without the notes and names of the team."""
    seen = to_document("", as_members_see(to_item(document)))
    return {name: each for name, each in seen.items() if name not in ("brand", "place", "wake_at")}


def _idea_as_seen(document: Document, ids: Sequence[str]) -> Document:
    """An idea as its member sees it: without the names of operators and the words of moderators."""
    return _without(document, ("brand", "found_words", "votes_left"))


def _post_as_seen(document: Document, ids: Sequence[str]) -> Document:
    """A post as its member sees it, as an idea."""
    found = ("forbidden", "urgent_words", "urgent", "alike", "sameness")
    return _without(document, ("brand", *found))


def _without(document: Document, hidden: Collection[str]) -> Document:
    steps = [
        {name: each for name, each in step.items() if name != "operator"}
        for step in document["history"]
    ]
    seen = {name: each for name, each in document.items() if name not in hidden}
    return {**seen, "history": steps}
