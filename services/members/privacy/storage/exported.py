"""What members keep of a member, as parts of the member's own copy."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from google.protobuf.json_format import MessageToDict

from services.common.member_export import KeptPart, MemberExport, Part
from services.common.mongo import Database, Document
from services.common.redirects import MongoRedirects
from services.members.activities.storage.activities import COLLECTION as ACTIVITIES
from services.members.identities.domain.identity import Identity
from services.members.identities.domain.member import Member
from services.members.identities.storage import MongoIdentities
from services.members.member_collections import BY_ID, MERGE_REQUESTS, MERGES, NAMED
from services.members.occasions.storage import OCCASIONS
from services.members.privacy.storage.disclosures import copied
from services.members.referral.storage import COLLECTION as REFERRALS
from tessera.types.v1 import types_pb2


class ProfilePart:
    """The members themselves in clear: profile, identities, enrolment."""

    name = "profile"

    def __init__(self, identities: MongoIdentities) -> None:
        self._identities = identities

    async def page(
        self, brand: str, ids: Sequence[str], after: str, limit: int
    ) -> list[tuple[str, Mapping[str, Any]]]:
        """The members among `ids`, of whom there are few."""
        found = await self._identities.members(brand, [each for each in ids if each > after])
        return [(member_id, _profile(found[member_id])) for member_id in sorted(found)[:limit]]


def exported(db: Database, identities: MongoIdentities, secret: bytes) -> MemberExport:
    """The copy of members; `secret` signs its page tokens."""
    parts: list[Part] = [
        ProfilePart(identities),
        *(KeptPart(name, db[collection], _by_id) for name, collection in BY_ID.items()),
        *(KeptPart(name, db[collection], _named) for name, collection in NAMED.items()),
        KeptPart("activities", db[ACTIVITIES], _named, _activity),
        KeptPart("occasions", db[OCCASIONS], _occasions),
        KeptPart("merges", db[MERGES], _merges),
        KeptPart("referrals", db[REFERRALS], _referrals, _referral),
        KeptPart("merge_requests", db[MERGE_REQUESTS], _named, _merge_request),
        copied(db),
    ]
    return MemberExport(parts, MongoRedirects(db).merged, secret)


def _profile(member: Member) -> Mapping[str, Any]:
    return {
        "_id": member.id,
        "channel": member.channel,
        "created_at": member.created_at,
        "origin": member.origin._asdict(),
        **asdict(member.profile),
        "identities": [
            {**_identity(each), "since": member.since.get(each)} for each in member.identities
        ],
        "past_identities": [
            {**_identity(each.identity), "since": each.since, "until": each.until}
            for each in member.past
        ],
    }


def _identity(identity: Identity) -> Mapping[str, Any]:
    return {"kind": identity.kind.value, "value": identity.value}


def _activity(document: Document, ids: Sequence[str]) -> Mapping[str, Any]:
    """The activity as the channel told it; what is left of it where its details were let go."""
    if "content" not in document:
        kept = ("_id", "type", "occurred_at", "recorded_at")
        return {name: document[name] for name in kept}
    told = types_pb2.Activity.FromString(bytes(document["content"]))
    return {
        "_id": document["_id"],
        "recorded_at": document["recorded_at"],
        "activity": MessageToDict(told, preserving_proto_field_name=True),
    }


def _by_id(brand: str, ids: Sequence[str]) -> Document:
    return {"_id": {"$in": list(ids)}, "brand": brand}


def _named(brand: str, ids: Sequence[str]) -> Document:
    return {"brand": brand, "member_id": {"$in": list(ids)}}


def _occasions(brand: str, ids: Sequence[str]) -> Document:
    spans = [{"_id": {"$gte": f"{brand}/{each}/", "$lt": f"{brand}/{each}0"}} for each in ids]
    return {"$or": spans}


def _referrals(brand: str, ids: Sequence[str]) -> Document:
    return {"brand": brand, "$or": [{"_id": {"$in": list(ids)}}, {"inviter": {"$in": list(ids)}}]}


def _referral(document: Document, ids: Sequence[str]) -> Mapping[str, Any]:
    """A referral without the id of the other one, who is another person."""
    invited = document["_id"] in ids
    shown = {name: value for name, value in document.items() if name not in ("_id", "inviter")}
    return {**shown, "role": "invitee" if invited else "inviter"}


def _merge_request(document: Document, ids: Sequence[str]) -> Mapping[str, Any]:
    """A request without the other member, and without the operator."""
    kept = ("_id", "state", "asked_at", "ended_at", "reason")
    return {name: document[name] for name in kept}


def _merges(brand: str, ids: Sequence[str]) -> Document:
    return {"brand": brand, "$or": [{"from": {"$in": list(ids)}}, {"into": {"$in": list(ids)}}]}
