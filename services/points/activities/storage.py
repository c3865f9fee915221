"""The tier and the enrolment of each member, as the members service announced them.

`members`  {_id: "brand/member", brand, member_id,
            tier, rank, multiplier_percent, changed_at: once a tier was announced,
            enrolled_at: once the enrolment was}
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from services.common.mongo import Database, Document, UpdateOne
from services.points.activities.domain.standing import MemberEnrolled, Standing, Tier, TierChanged

MEMBERS = "members"


class MongoStandingStore:
    """Implements `activities.commands.StandingStore`."""

    def __init__(self, db: Database) -> None:
        self._members = db[MEMBERS]

    async def standings(self, brand: str, member_ids: Collection[str]) -> Mapping[str, Standing]:
        keys = [_key(brand, member_id) for member_id in member_ids]
        found = await self._members.find({"_id": {"$in": keys}}).to_list(len(keys))
        return {document["member_id"]: _from_document(document) for document in found}

    async def change_tiers(self, changes: Sequence[TierChanged]) -> None:
        if changes:
            await self._members.bulk_write([_update(change) for change in changes])

    async def enrol(self, enrolments: Sequence[MemberEnrolled]) -> None:
        if enrolments:
            await self._members.bulk_write([_enrolment(each) for each in enrolments])


def _update(change: TierChanged) -> UpdateOne:
    """Takes over the change unless a later one is stored, in one step."""
    fields: Document = {
        "brand": change.brand,
        "member_id": change.member_id,
        "tier": change.tier.code,
        "rank": change.tier.rank,
        "multiplier_percent": change.tier.multiplier_percent,
        "changed_at": change.at,
    }
    is_later = {"$gt": ["$changed_at", change.at]}
    kept = {name: {"$cond": [is_later, f"${name}", {"$literal": fields[name]}]} for name in fields}
    return UpdateOne({"_id": _key(change.brand, change.member_id)}, [{"$set": kept}], upsert=True)


def _enrolment(enrolled: MemberEnrolled) -> UpdateOne:
    named = {"brand": enrolled.brand, "member_id": enrolled.member_id}
    return UpdateOne(
        {"_id": _key(enrolled.brand, enrolled.member_id)},
        {"$min": {"enrolled_at": enrolled.at}, "$set": named},
        upsert=True,
    )


def _key(brand: str, member_id: str) -> str:
    # A brand has no slash in its name, so two brands never share a key.
    return f"{brand}/{member_id}"


def _from_document(found: Document) -> Standing:
    tier = None
    if "tier" in found:
        tier = Tier(found["tier"], found["rank"], found["multiplier_percent"])
    return Standing(found["member_id"], tier, found.get("enrolled_at"))
