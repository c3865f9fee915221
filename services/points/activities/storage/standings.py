"""The tier and the enrolment of each member, as the members service announced them.

`members`  {_id: "brand/member", brand, member_id,
            tier, rank, multiplier_percent, changed_at: once a tier was announced,
            history: its last changes, each {at, since, tier, rank, multiplier_percent},
            enrolled_at: once the enrolment was,
            awake_at: when they were last known to be awake (wake_up/storage.py), unless erased,
            erased: true, once the member is erased or another stands for them: no fact is kept,
            ended: true, once the member is erased: nothing is given to them any more,
            and the facts of member_facts.py beside this}
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence

from services.common.mongo import ASCENDING, Database, Document, UpdateOne
from services.common.shared_reads import SharedReads
from services.points.activities.domain.member_facts import FactsChanged
from services.points.activities.domain.standing import (
    HISTORY_MAX,
    MemberEnrolled,
    Standing,
    Tier,
    TierChanged,
    TierHeld,
    history_of,
)
from services.points.activities.storage.member_facts import (
    ERASED,
    PARTS,
    facts_write,
    to_member_facts,
)

MEMBERS = "members"
AWAKE_AT = "awake_at"
ENDED = "ended"
KNOWN_MAX = 100_000
"""Members that a process remembers to be known: some 20 MB."""
KNOWN_S = 10.0
"""For so long: another process may hear of their erasure."""


class MongoStandingStore:
    """Implements `activities.commands.StandingStore`."""

    def __init__(self, db: Database, now_s: Callable[[], float] = time.monotonic) -> None:
        self._members = db[MEMBERS]
        self._shared = SharedReads(self._members)
        self._known: OrderedDict[str, float] = OrderedDict()
        self._now_s = now_s

    async def standings(self, brand: str, member_ids: Collection[str]) -> Mapping[str, Standing]:
        keys = [member_key(brand, member_id) for member_id in member_ids]
        found = await self._shared.by_id(keys)
        return {document["member_id"]: _from_document(document) for document in found}

    async def standings_after(self, brand: str, after: str, size: int) -> Sequence[Standing]:
        # "0" follows the slash behind the brand.
        span = {"$gt": member_key(brand, after), "$lt": f"{brand}0"}
        query = {"_id": span, ERASED: {"$ne": True}}
        cursor = self._members.find(query).sort("_id", ASCENDING).limit(size)
        return [_from_document(document) for document in await cursor.to_list(size)]

    async def unknown(self, brand: str, member_ids: Collection[str]) -> Collection[str]:
        now_s = self._now_s()
        keys = {member_key(brand, member_id): member_id for member_id in member_ids}
        asked = [key for key in keys if self._known.get(key, 0.0) <= now_s]
        if asked:
            query = {"_id": {"$in": asked}, ENDED: {"$ne": True}}
            for document in await self._members.find(query, {"_id": 1}).to_list(None):
                self._known[document["_id"]] = now_s + KNOWN_S
                self._known.move_to_end(document["_id"])
        unknown = [id_ for key, id_ in keys.items() if self._known.get(key, 0.0) <= now_s]
        while len(self._known) > KNOWN_MAX:
            self._known.popitem(last=False)
        return unknown

    async def change_tiers(self, changes: Sequence[TierChanged]) -> None:
        if changes:
            await self._members.bulk_write([_update(change) for change in changes])

    async def enrol(self, enrolments: Sequence[MemberEnrolled]) -> None:
        if enrolments:
            await self._members.bulk_write([_enrolment(each) for each in enrolments])

    async def change_facts(self, changes: Sequence[FactsChanged]) -> None:
        if changes:
            writes = [facts_write(member_key(each.brand, each.member_id), each) for each in changes]
            await self._members.bulk_write(writes)

    async def remember(self, brand: str, member_id: str) -> None:
        named = {"_id": member_key(brand, member_id)}
        update: list[Document] = [{"$set": {AWAKE_AT: "$enrolled_at"}}, {"$unset": ERASED}]
        await self._members.update_one(named, update)

    async def end(self, brand: str, member_id: str) -> None:
        await self._forget(brand, member_id, {ENDED: True})
        self._known.pop(member_key(brand, member_id), None)

    async def forget_facts(self, brand: str, member_id: str) -> None:
        await self._forget(brand, member_id, {})

    async def _forget(self, brand: str, member_id: str, marks: Document) -> None:
        update = {
            "$unset": dict.fromkeys((*PARTS, AWAKE_AT), ""),
            # It stays, for facts that were on their way.
            "$set": {"brand": brand, "member_id": member_id, ERASED: True, **marks},
        }
        await self._members.update_one({"_id": member_key(brand, member_id)}, update, upsert=True)


def _update(change: TierChanged) -> UpdateOne:
    """Takes over the change unless a later one is stored, in one step."""
    fields: Document = {
        "brand": change.brand,
        "member_id": change.member_id,
        **_from_tier(change.tier),
        "changed_at": change.at,
    }
    is_later = {"$gt": ["$changed_at", change.at]}
    kept = {name: {"$cond": [is_later, f"${name}", {"$literal": fields[name]}]} for name in fields}
    kept["history"] = _with(change)
    return UpdateOne(
        {"_id": member_key(change.brand, change.member_id)}, [{"$set": kept}], upsert=True
    )


def _enrolment(enrolled: MemberEnrolled) -> UpdateOne:
    named = {"brand": enrolled.brand, "member_id": enrolled.member_id}
    return UpdateOne(
        {"_id": member_key(enrolled.brand, enrolled.member_id)},
        # The feed may repeat it: then the member is looked at once more, which opens nothing anew.
        {"$min": {"enrolled_at": enrolled.at, AWAKE_AT: enrolled.at}, "$set": named},
        upsert=True,
    )


def _with(change: TierChanged) -> Document:
    """The history with `change` at its end, once."""
    told = {"at": change.at, "since": change.since, **_from_tier(change.tier)}
    others = {
        "$filter": {
            "input": {"$ifNull": ["$history", []]},
            "cond": {"$ne": ["$$this", {"$literal": told}]},
        }
    }
    both = {"$concatArrays": [others, [{"$literal": told}]]}
    return {"$slice": [both, -HISTORY_MAX]}


def _from_tier(tier: Tier) -> Document:
    return {"tier": tier.code, "rank": tier.rank, "multiplier_percent": tier.multiplier_percent}


def _to_tier(found: Document) -> Tier:
    return Tier(found["tier"], found["rank"], found["multiplier_percent"])


def member_key(brand: str, member_id: str) -> str:
    """The id of a member's document."""
    # A brand has no slash in its name, so two brands never share a key.
    return f"{brand}/{member_id}"


def _from_document(found: Document) -> Standing:
    told = [(one["at"], TierHeld(one["since"], _to_tier(one))) for one in found.get("history", ())]
    tier = _to_tier(found) if "tier" in found else None
    facts = to_member_facts(found)
    return Standing(found["member_id"], tier, found.get("enrolled_at"), history_of(told), facts)
