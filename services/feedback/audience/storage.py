"""What messages need of members, in MongoDB.

`reach_members`  {_id: "brand/member", brand, member_id, enrolled_at, store: where they enrolled,
                  first_order: the event that recorded it, "" before, absent where it is not known,
                  tier_told: {version: [ms, event id], tier},
                  consents: {"purpose_channel": {version: [ms, 1 if withdrawn], purpose, channel,
                             granted, at}},
                  prefers: {version: [ms], channels, rest: [from, until, zone] or [], language},
                  counted: [{id, purpose, at}], judged: how often,
                  group_days: ["2026-12-01"], on which marketing was posted to a group of theirs},
                  or {_id, erased: true}
                 of one who is erased, or was merged into another; then with `before`, all that was
                 known of them, for an undo

Whoever judges a member counts up `judged`: of two judgements at a time, or of one and an erasure,
one runs again behind the other.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.common.later_version import later_of
from services.common.mongo import Database, Document, Session, UpdateOne
from services.feedback.audience.domain import (
    NO_PREFERENCES,
    Change,
    ConsentSaid,
    Counted,
    Enrolled,
    Erased,
    Ordered,
    Preferences,
    Preferred,
    Purpose,
    Reached,
    Rest,
    Said,
    TierReached,
)

COLLECTION = "reach_members"
GROUP_DAYS_KEPT = 64
"""More than a month of days, for two members that are merged."""


class MongoAudience:
    """Implements `audience.commands.Audience`."""

    def __init__(self, db: Database) -> None:
        self._members = db[COLLECTION]

    async def of(self, brand: str, member_id: str) -> Reached | None:
        found = await self._members.find_one({"_id": member_key(brand, member_id)})
        return None if found is None else to_reached(found)

    async def keep(self, changes: Sequence[Change]) -> None:
        if changes:
            await self._members.bulk_write([each for change in changes for each in _writes(change)])

    async def first_orders(self, orders: Sequence[Ordered]) -> set[str]:
        keys = sorted({member_key(each.brand, each.member_id) for each in orders})
        found = self._members.find({"_id": {"$in": keys}}, {"first_order": 1})
        first = {each.get("first_order") for each in await found.to_list(len(keys))}
        return {each.event_id for each in orders if each.event_id in first}


async def reached_of(
    db: Database, session: Session, brand: str, member_ids: Collection[str]
) -> Mapping[str, Reached]:
    """Those of the members who are known and not erased, by id."""
    ids = [member_key(brand, each) for each in member_ids]
    found = await db[COLLECTION].find({"_id": {"$in": ids}}, session=session).to_list(len(ids))
    members = filter(None, map(to_reached, found))
    return {each.member_id: each for each in members}


def counted_now(brand: str, member_id: str, counted: Sequence[Counted]) -> UpdateOne:
    """The write of what counts for a member who was judged, in the transaction that judged them."""
    documents = [
        {"id": each.touch_id, "purpose": each.purpose.value, "at": each.at} for each in counted
    ]
    return UpdateOne(_alive(brand, member_id), {"$set": {"counted": documents}, "$inc": _JUDGED})


def place_freed(brand: str, member_id: str, touch_id: str) -> UpdateOne:
    """The write by which a message counts no more."""
    pulled = {"$pull": {"counted": {"id": touch_id}}, "$inc": _JUDGED}
    return UpdateOne(_alive(brand, member_id), pulled)


def looked_at(brand: str, member_id: str) -> UpdateOne:
    """The write of who was looked at and lost nothing; it meets an erasure at the same time."""
    return UpdateOne(_alive(brand, member_id), {"$inc": _JUDGED})


async def posted_to(
    db: Database, session: Session, brand: str, member_ids: Collection[str], day: date
) -> None:
    """Keep that marketing was posted to a group of these members on a day of the brand's zone, in
    the transaction of the post."""
    keys = [member_key(brand, each) for each in member_ids]
    told = day.isoformat()
    wanted = {"_id": {"$in": keys}, "erased": {"$exists": False}, "group_days": {"$ne": told}}
    kept = {"$each": [told], "$slice": -GROUP_DAYS_KEPT}
    await db[COLLECTION].update_many(wanted, {"$push": {"group_days": kept}}, session=session)


async def places_merged(
    db: Database, session: Session, brand: str, loser: str, survivor: str
) -> list[UpdateOne]:
    """The writes by which a member is gone, and what counted for them counts for the survivor."""
    key = member_key(brand, loser)
    found = await db[COLLECTION].find_one({"_id": key}, session=session) or {}
    days = {"$each": found.get("group_days", []), "$sort": 1, "$slice": -GROUP_DAYS_KEPT}
    pushed = {"counted": {"$each": found.get("counted", [])}, "group_days": days}
    counted = {"$push": pushed, "$inc": _JUDGED}
    first_order = {"$set": {"first_order": found.get("first_order", "")}}
    return [
        UpdateOne(_alive(brand, survivor), counted),
        UpdateOne(_alive(brand, survivor) | {"first_order": ""}, first_order),
        UpdateOne({"_id": key}, [{"$replaceWith": _merged_away(key)}], upsert=True),
    ]


def member_back(brand: str, member_id: str) -> UpdateOne:
    """The write by which a member whose merge is undone is there again; nothing for one who is."""
    back = [{"$replaceWith": {"$ifNull": ["$before", "$$ROOT"]}}]
    return UpdateOne({"_id": member_key(brand, member_id)}, back)


def _merged_away(key: str) -> Document:
    """What is kept of a member who was merged; told again, it stays as it is. Places of caps are
    the survivor's from now on."""
    gone = {"_id": key, "erased": True}
    known = {"$unsetField": {"field": "counted", "input": "$$ROOT"}}
    return {
        "$switch": {
            "branches": [
                {"case": {"$ifNull": ["$erased", False]}, "then": "$$ROOT"},
                {
                    "case": {"$ifNull": ["$member_id", False]},
                    "then": {"$mergeObjects": [gone, {"before": known}]},
                },
            ],
            "default": gone,
        }
    }


_JUDGED = {"judged": 1}


def _alive(brand: str, member_id: str) -> Document:
    return {"_id": member_key(brand, member_id), "erased": {"$exists": False}}


def member_key(brand: str, member_id: str) -> str:
    # A brand has no slash in its name, so two brands never share a key.
    return f"{brand}/{member_id}"


def to_reached(found: Mapping[str, Any]) -> Reached | None:
    """None for an erased member, and for one of whose enrolment nobody told yet."""
    if "erased" in found or "enrolled_at" not in found:
        return None
    return Reached(
        found["member_id"],
        found["enrolled_at"],
        found.get("tier_told", {}).get("tier", ""),
        {
            (each["purpose"], each["channel"]): Said(each["at"], each["granted"])
            for each in found.get("consents", {}).values()
        },
        tuple(
            Counted(each["id"], Purpose(each["purpose"]), each["at"])
            for each in found.get("counted", ())
        ),
        found.get("store", ""),
        _to_preferences(found["prefers"]) if "prefers" in found else NO_PREFERENCES,
    )


def _to_preferences(found: Mapping[str, Any]) -> Preferences:
    rest = Rest(*found["rest"]) if found["rest"] else None
    return Preferences(tuple(found["channels"]), rest, found["language"])


def _writes(change: Change) -> Iterator[UpdateOne]:
    key = member_key(change.brand, change.member_id)
    named: Document = {"brand": change.brand, "member_id": change.member_id}
    if isinstance(change, Enrolled):
        # Of those who were enrolled before this was kept, nobody knows which order is the first.
        first_order = {"first_order": {"$ifNull": ["$first_order", ""]}}
        enrolled = {"enrolled_at": change.at, "store": change.store}
        yield _unless_erased(key, named | enrolled, first_order)
    elif isinstance(change, Ordered):
        yield UpdateOne({"_id": key, "first_order": ""}, {"$set": {"first_order": change.event_id}})
    elif isinstance(change, TierReached):
        told = {"version": [_ms(change.at), change.event_id], "tier": change.tier}
        yield _unless_erased(key, named, {"tier_told": later_of("$tier_told", told)})
    elif isinstance(change, ConsentSaid):
        name = f"{change.purpose}_{change.channel}"
        said = {
            "version": [_ms(change.said.at), int(not change.said.granted)],
            "purpose": change.purpose,
            "channel": change.channel,
            "granted": change.said.granted,
            "at": change.said.at,
        }
        later = {name: later_of(f"$consents.{name}", said)}
        consents = {"$mergeObjects": ["$consents", later]}
        yield _unless_erased(key, named, {"consents": consents})
    elif isinstance(change, Preferred):
        wished = change.preferences
        rest = wished.rest
        told = {
            "version": [_ms(change.at)],
            "channels": list(wished.channels),
            "rest": [rest.from_minute, rest.until_minute, rest.zone] if rest else [],
            "language": wished.language,
        }
        yield _unless_erased(key, named, {"prefers": later_of("$prefers", told)})
    elif isinstance(change, Erased):
        # That they are erased stays, for what was on its way.
        yield UpdateOne({"_id": key}, [{"$replaceWith": {"_id": key, "erased": True}}], upsert=True)


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _unless_erased(key: str, fields: Document, told: Document | None = None) -> UpdateOne:
    literal = {name: {"$literal": value} for name, value in fields.items()}
    kept = {"$mergeObjects": ["$$ROOT", literal | (told or {})]}
    document = {"$cond": ["$erased", "$$ROOT", kept]}
    return UpdateOne({"_id": key}, [{"$replaceWith": document}], upsert=True)
