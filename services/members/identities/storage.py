"""Members as documents: personal data sealed, identities found by blind indexes.

`members`     {_id, brand, channel, created_at, version, language, name, birthday, about,
               birthday_key, birthdays: {set_at, year, changes},
               identities: [{kind, value, since}], past: [{kind, value, since, until}],
               origin: {source, utm: [5 words], store_code},
               holds: how often an erasure was asked for, since the member was last written}

name, birthday, value and about (gender, address and preferences as JSON) are sealed; about is
absent where there is none, as is origin, where the member came from. birthday_key, absent without a
birthday, is a blind index of the day without its year: it finds those who have their birthday
together, and shows nobody which day.

`identities`  {_id: "brand/blind index", brand, member_id, key, again}     one owner per identity,
                     brand and index key that lives: the key's id, and that of the one that writes
`renewals`    {_id: the name of a renewal that is done, passed_over: [{brand, id}]}
                     `passed_over`: members who failed, and are tried again
`former_identities`  {_id: as of identities, brand, member_id, until}     the last who gave it up;
                     `member_id` is "" once that one was erased; forgotten after FORMER_KEPT
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from services.common.mongo import (
    ASCENDING,
    Binary,
    Database,
    Document,
    IndexModel,
    ReplaceOne,
    Session,
    UpdateOne,
)
from services.common.redirects import MongoRedirects
from services.members.events.domain import NO_ORIGIN, Origin, UtmWords
from services.members.identities.domain.identity import Identity, IdentityKind, PastIdentity
from services.members.identities.domain.member import Member
from services.members.identities.domain.profile import Address, BirthdayHistory, Gender, Profile
from services.members.transactions import Touched
from services.members.vault.storage.member_keys import MemberKeys
from services.members.vault.storage.vault import MemberKey, Vault

MEMBERS = "members"
IDENTITIES = "identities"
RENEWALS = "renewals"
FORMER = "former_identities"
FORMER_KEPT = timedelta(days=1_100)
"""How long it is known that an identity was a member's: nobody comes anew for a reward so long."""
IN_FORM = "identities_in_form"
INDEXES = {
    MEMBERS: [
        IndexModel(
            [("brand", ASCENDING), ("birthday_key", ASCENDING), ("_id", ASCENDING)],
            partialFilterExpression={"birthday_key": {"$exists": True}},
        ),
        IndexModel([("brand", ASCENDING), ("created_at", ASCENDING), ("_id", ASCENDING)]),
        IndexModel([("brand", ASCENDING), ("_id", ASCENDING)]),
    ],
    FORMER: [
        IndexModel([("until", ASCENDING)], expireAfterSeconds=FORMER_KEPT.days * 86_400),
        IndexModel([("brand", ASCENDING), ("member_id", ASCENDING)]),
    ],
}
"""Those who have their birthday, or the anniversary of their enrolment, together; all in order."""
_ABOUT = "about"


class MongoIdentities:
    """Reads members, within the transaction of `session` or outside of any."""

    def __init__(
        self, db: Database, vault: Vault, keys: MemberKeys, session: Session | None = None
    ) -> None:
        self._members = db[MEMBERS]
        self._identities = db[IDENTITIES]
        self._renewals = db[RENEWALS]
        self._former = db[FORMER]
        self._vault = vault
        self._keys = keys
        self._session = session
        self._redirects = MongoRedirects(db, session)

    async def members(self, brand: str, ids: Collection[str]) -> dict[str, Member]:
        """The brand's members among `ids`. Of one whose key is destroyed, no personal data."""
        return await self.opened(brand, await self.sealed(brand, ids))

    async def sealed(self, brand: str, ids: Collection[str]) -> list[Document]:
        """The documents of the brand's members among `ids`, with personal data sealed."""
        if not ids:
            return []
        query = {"_id": {"$in": list(ids)}, "brand": brand}
        return await self._members.find(query, session=self._session).to_list(len(ids))

    async def opened(self, brand: str, documents: Collection[Document]) -> dict[str, Member]:
        """The members in `documents`. Of one whose key is destroyed, no personal data."""
        keys = await self._keys.of(brand, [d["_id"] for d in documents], self._session)
        return {d["_id"]: _member(d, keys.get(d["_id"])) for d in documents}

    async def openable(self, brand: str, ids: Collection[str]) -> dict[str, Member | None]:
        """The brand's members among `ids` as they are at this instant, past all that a process
        remembers; None in the place of one whose key is destroyed."""
        documents = await self.sealed(brand, ids)
        keys = await self._keys.fresh(brand, [document["_id"] for document in documents])
        return {
            d["_id"]: _member(d, keys[d["_id"]]) if d["_id"] in keys else None for d in documents
        }

    async def enrolled(self, brand: str, ids: Collection[str]) -> dict[str, datetime]:
        """When each member was enrolled, of those that exist."""
        if not ids:
            return {}
        query = {"_id": {"$in": list(ids)}, "brand": brand}
        cursor = self._members.find(query, {"created_at": 1}, session=self._session)
        return {d["_id"]: d["created_at"] for d in await cursor.to_list(len(ids))}

    async def owners(self, brand: str, identities: Collection[Identity]) -> dict[Identity, str]:
        """The owner of each identity that has one."""
        if not identities:
            return {}
        former = {i: Identity(i.kind, i.former) for i in identities if i.former}
        found = await self._owners(brand, {*identities, *former.values()})
        return {
            identity: owner
            for identity in identities
            if (owner := found.get(identity) or found.get(former.get(identity, identity)))
        }

    async def former_owners(
        self, brand: str, identities: Collection[Identity]
    ) -> dict[Identity, str]:
        """Who gave up each identity last, of those that anybody did; "" for one who was erased."""
        by_id = {id_: each for each in identities for id_ in self._ids(brand, each, past=True)}
        query = {"_id": {"$in": list(by_id)}, "brand": brand}
        found = await self._former.find(query, session=self._session).to_list(len(by_id))
        return {by_id[document["_id"]]: document["member_id"] for document in found}

    async def survivors(self, brand: str, ids: Collection[str]) -> dict[str, str]:
        """Who stands for each of the members among `ids` who were merged."""
        return await self._redirects.survivors(brand, ids) if ids else {}

    async def merged(self, brand: str, member_id: str) -> list[str]:
        """All who were merged into the member."""
        return await self._redirects.merged(brand, member_id)

    async def after(self, member_id: str, limit: int) -> list[tuple[str, str]]:
        """Members of all brands behind that id, by id: brand and id of each."""
        cursor = self._members.find({"_id": {"$gt": member_id}}, {"brand": 1})
        found = await cursor.sort("_id", ASCENDING).limit(limit).to_list(limit)
        return [(document["brand"], document["_id"]) for document in found]

    async def passed_over(self) -> list[tuple[str, str]] | None:
        """Whose identities could not be brought into today's form, when all others were; None
        before that."""
        found = await self._renewals.find_one({"_id": IN_FORM})
        if found is None:
            return None
        return [(each["brand"], each["id"]) for each in found.get("passed_over", ())]

    async def set_renewed(self, passed_over: Sequence[tuple[str, str]]) -> None:
        """Every identity was brought into today's form, but those of these members."""
        those = [{"brand": brand, "id": member_id} for brand, member_id in passed_over]
        wanted = {"$set": {"passed_over": those}}
        await self._renewals.update_one({"_id": IN_FORM}, wanted, upsert=True)

    async def _owners(self, brand: str, identities: Collection[Identity]) -> dict[Identity, str]:
        """By the values alone."""
        by_id = {id_: each for each in identities for id_ in self._ids(brand, each)}
        query = {"_id": {"$in": list(by_id)}, "brand": brand}
        found = await self._identities.find(query, session=self._session).to_list(None)
        return {by_id[document["_id"]]: document["member_id"] for document in found}

    def _ids(self, brand: str, identity: Identity, *, past: bool = False) -> list[str]:
        kind, value = identity.kind.value, identity.value
        found = self._vault.blind_indexes(brand, kind, value, past=past)
        return [f"{brand}/{index}" for index in found]


class MongoIdentitiesUnit(MongoIdentities):
    """Reads and writes members within a transaction."""

    def __init__(
        self, db: Database, vault: Vault, keys: MemberKeys, session: Session, touched: Touched
    ) -> None:
        super().__init__(db, vault, keys, session)
        self._transaction = session
        self._touched = touched

    async def add(self, members: Sequence[Member]) -> None:
        """Write new members, their keys and their identities."""
        if not members:
            return
        made = [(member, *self._keys.new(member.brand, member.id)) for member in members]
        await self._keys.add(self._transaction, [document for _, _, document in made])
        documents = [_document(member, key, self._vault) for member, key, _ in made]
        await self._members.insert_many(documents, session=self._transaction)
        await self._claim(members, known={})

    async def change(self, members: Sequence[Member]) -> None:
        """Write members again. The transaction fails, and runs again, when another changed them."""
        if not members:
            return
        brand = members[0].brand
        self._touched(brand, [member.id for member in members])
        keys = await self._keys.of(brand, [member.id for member in members], self._transaction)
        await self._members.bulk_write(
            [
                ReplaceOne(
                    {"_id": member.id, "brand": member.brand},
                    _document(member, keys[member.id], self._vault),
                )
                for member in members
            ],
            session=self._transaction,
        )
        identities = {identity for member in members for identity in member.identities}
        await self._claim(members, known=await self._owners(brand, identities))

    async def release(self, brand: str, member_id: str, identities: Collection[Identity]) -> None:
        """Let others have what this member has no more."""
        if identities:
            by_identity = [self._ids(brand, identity) for identity in identities]
            ids = [id_ for each in by_identity for id_ in each]
            await self._identities.delete_many(
                {"_id": {"$in": ids}, "brand": brand, "member_id": member_id},
                session=self._transaction,
            )
            had = {
                "$set": {"brand": brand, "member_id": member_id},
                "$currentDate": {"until": True},
            }
            writes = [UpdateOne({"_id": each[0]}, had, upsert=True) for each in by_identity]
            await self._former.bulk_write(writes, ordered=False, session=self._transaction)

    async def absorb(self, survivor: Member, old_id: str, at: datetime, merge_id: str) -> None:
        """Write the survivor, who has all identities of the other one, whose document goes; from
        now on the old id stands for the survivor. The other's key stays, for its copy."""
        brand = survivor.brand
        self._touched(brand, [old_id])
        await self._identities.update_many(
            {"brand": brand, "member_id": old_id},
            {"$set": {"member_id": survivor.id}},
            session=self._transaction,
        )
        named = {"_id": old_id, "brand": brand}
        await self._members.delete_one(named, session=self._transaction)
        await self.change([survivor])
        await self._redirects.keep(brand, old_id, survivor.id, at, merge_id)

    async def unsealed(self, brand: str, document: Mapping[str, Any]) -> Member:
        """The member in a copy of a document."""
        return (await self.opened(brand, [dict(document)]))[document["_id"]]

    async def part(self, old: Member, survivor: Member, at: datetime, merge_id: str) -> None:
        """Write both, each with their identities; the old id stands for nobody else."""
        brand = old.brand
        keys = await self._keys.of(brand, [old.id], self._transaction)
        await self._members.insert_one(
            _document(old, keys[old.id], self._vault), session=self._transaction
        )
        ids = [id_ for identity in old.identities for id_ in self._ids(brand, identity)]
        await self._identities.update_many(
            {"_id": {"$in": ids}, "brand": brand, "member_id": survivor.id},
            {"$set": {"member_id": old.id}},
            session=self._transaction,
        )
        await self.change([survivor])
        self._touched(brand, [old.id])
        await self._redirects.keep(brand, old.id, "", at, merge_id)

    async def erase(self, brand: str, member_id: str) -> None:
        """Destroy the member's key, and take away the member and all that finds them."""
        self._touched(brand, [member_id])
        for member in (await self.members(brand, [member_id])).values():
            await self.release(brand, member_id, member.identities)
        await self._former.update_many(
            {"brand": brand, "member_id": member_id},
            {"$set": {"member_id": ""}},
            session=self._transaction,
        )
        named = {"_id": member_id, "brand": brand}
        await self._members.delete_one(named, session=self._transaction)
        await self._keys.destroy(brand, member_id, self._transaction)

    async def _claim(self, members: Sequence[Member], known: Mapping[Identity, str]) -> None:
        documents = [
            {"_id": id_, "brand": member.brand, "member_id": member.id, **key}
            for member in members
            for identity in member.identities
            if identity not in known
            for id_, key in zip(
                self._ids(member.brand, identity), self._vault.index_marks, strict=True
            )
        ]
        if documents:
            await self._identities.insert_many(documents, session=self._transaction)


def birthday_indexes(vault: Vault, brand: str, key: str) -> tuple[str, ...]:
    """The blind index of a birthday without its year, then those by other keys that live."""
    return vault.blind_indexes(brand, "birthday", key)


def _document(member: Member, key: MemberKey, vault: Vault) -> Document:
    came = member.origin
    origin = {"source": came.source, "utm": list(came.utm), "store_code": came.store_code}
    document: Document = {
        "_id": member.id,
        "brand": member.brand,
        "channel": member.channel,
        "created_at": member.created_at,
        "version": member.version,
        "language": member.profile.language,
        "name": _sealed(key, "name", member.profile.name),
        "birthday": _sealed(key, "birthday", member.profile.birthday),
        "identities": [
            _identity_document(i, key, since=member.since.get(i)) for i in member.identities
        ],
        **({} if came == NO_ORIGIN else {"origin": origin}),
    }
    if member.past:
        document["past"] = [
            _identity_document(one.identity, key, since=one.since, until=one.until)
            for one in member.past
        ]
    if about := _about(member.profile):
        document[_ABOUT] = _sealed(key, _ABOUT, json.dumps(about, ensure_ascii=False))
    if member.birthday_key:
        document["birthday_key"] = birthday_indexes(vault, member.brand, member.birthday_key)[0]
    if member.birthdays.set_at is not None:
        document["birthdays"] = asdict(member.birthdays)
    return document


def _identity_document(identity: Identity, key: MemberKey, **times: datetime | None) -> Document:
    sealed = Binary(key.seal(f"identity.{identity.kind}", identity.value))
    known = {name: time for name, time in times.items() if time is not None}
    return {"kind": identity.kind.value, "value": sealed, **known}


def _about(profile: Profile) -> dict[str, Any]:
    """What is known of gender, address and preferences."""
    address = {name: text for name, text in asdict(profile.address).items() if text}
    likes = dict(profile.preferences)
    about = {"gender": profile.gender.value, "address": address, "preferences": likes}
    return {name: value for name, value in about.items() if value}


def _origin(found: Document | None) -> Origin:
    if found is None:
        return NO_ORIGIN
    return Origin(found["source"], UtmWords(*found["utm"]), found["store_code"])


def _sealed(key: MemberKey, field: str, text: str) -> Binary | None:
    return Binary(key.seal(field, text)) if text else None


def _member(document: Document, key: MemberKey | None) -> Member:
    # Without the key nothing of the identities is left.
    held = [] if key is None else [(_identity(d, key), d) for d in document["identities"]]
    past = [] if key is None else [(_identity(d, key), d) for d in document.get("past", ())]
    return Member(
        id=document["_id"],
        brand=document["brand"],
        identities=tuple(identity for identity, _ in held),
        since={identity: d["since"] for identity, d in held if "since" in d},
        past=tuple(PastIdentity(i, d.get("since"), d["until"]) for i, d in past),
        profile=_profile(document, key),
        channel=document["channel"],
        created_at=document["created_at"],
        version=document["version"],
        birthdays=BirthdayHistory(**document.get("birthdays", {})),
        origin=_origin(document.get("origin")),
    )


def _profile(document: Document, key: MemberKey | None) -> Profile:
    about = json.loads(_opened(document, key, _ABOUT) or "{}")
    return Profile(
        name=_opened(document, key, "name"),
        birthday=_opened(document, key, "birthday"),
        language=document["language"],
        gender=Gender(about.get("gender", "")),
        address=Address(**about.get("address", {})),
        preferences=about.get("preferences", {}),
    )


def _identity(document: Document, key: MemberKey) -> Identity:
    kind = document["kind"]
    return Identity(IdentityKind(kind), key.open(f"identity.{kind}", document["value"]))


def _opened(document: Document, key: MemberKey | None, field: str) -> str:
    sealed = document.get(field)
    return "" if key is None or sealed is None else key.open(field, sealed)
