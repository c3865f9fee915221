"""Facts of members in MongoDB.

`member_facts`  {_id: "brand/member", brand, member_id, version, names, age, birthday_month,
                 language, enrolled_at, tag_facts: {version, tags: [[code, until or null]]},
                 stage_facts: {version, stage, level, activation_step},
                 segment_facts: {version, segments}, adviser: {version, person},
                 koc_facts: {group: {version, kind, month}}}, or
                {_id, erased: true}
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from services.common.later_version import later_of
from services.common.mongo import Database, Document, UpdateOne
from services.feedback.fact_store.domain import (
    AdviserFact,
    FactsChanged,
    KocFact,
    ProfileFacts,
    SegmentFacts,
    StageFacts,
    TagFacts,
    ToldFacts,
)

COLLECTION = "member_facts"
_TAGS, _STAGE, _SEGMENTS = "tag_facts", "stage_facts", "segment_facts"
_ADVISER, _KOC = "adviser", "koc_facts"


class MongoMemberFacts:
    """Implements `fact_store.commands.MemberFacts`."""

    def __init__(self, db: Database) -> None:
        self._facts = db[COLLECTION]

    async def of(self, brand: str, member_id: str) -> ToldFacts:
        return _told(await self._facts.find_one({"_id": _key(brand, member_id)}) or {})

    async def of_many(self, brand: str, member_ids: Collection[str]) -> dict[str, ToldFacts]:
        keys = {_key(brand, each): each for each in member_ids}
        if not keys:
            return {}
        found = await self._facts.find({"_id": {"$in": list(keys)}}).to_list(len(keys))
        return {keys[each["_id"]]: _told(each) for each in found}

    async def keep(self, changes: Sequence[FactsChanged]) -> None:
        if changes:
            await self._facts.bulk_write([each for change in changes for each in _writes(change)])

    async def forget(self, brand: str, member_id: str) -> None:
        # That they are erased stays, for facts that were on their way.
        await self._facts.replace_one(
            {"_id": _key(brand, member_id)}, {"erased": True}, upsert=True
        )

    async def remember(self, brand: str, member_id: str) -> None:
        await self._facts.delete_one({"_id": _key(brand, member_id), "erased": True})


def _told(found: Mapping[str, Any]) -> ToldFacts:
    return ToldFacts(
        _profile(found) if "version" in found else None,
        _tags(found[_TAGS]) if _TAGS in found else None,
        _stage(found[_STAGE]) if _STAGE in found else None,
        _segments(found[_SEGMENTS]) if _SEGMENTS in found else None,
        _adviser(found[_ADVISER]) if _ADVISER in found else None,
        tuple(KocFact(group, told["kind"], told["month"]) for group, told in _kocs(found)),
    )


def _writes(change: FactsChanged) -> Iterator[UpdateOne]:
    named: Document = {
        "_id": _key(change.brand, change.member_id),
        "brand": change.brand,
        "member_id": change.member_id,
    }
    if change.profile is not None:
        later = later_of("$$ROOT", named | _profile_document(change.profile))
        others = {name: f"${name}" for name in (_TAGS, _STAGE, _SEGMENTS, _ADVISER, _KOC)}
        yield _unless_erased(named["_id"], {"$mergeObjects": [later, others]})
    if change.tags is not None:
        tags = {
            "version": list(change.tags.version),
            "tags": [list(each) for each in change.tags.tags],
        }
        yield _part(named, _TAGS, tags)
    if change.stage is not None:
        facts = change.stage
        stage = {
            "version": list(facts.version),
            "stage": facts.stage,
            "level": facts.level,
            "activation_step": facts.activation_step,
        }
        yield _part(named, _STAGE, stage)
    if change.segments is not None:
        told = change.segments
        segments = {"version": list(told.version), "segments": list(told.segments)}
        yield _part(named, _SEGMENTS, segments)
    if change.adviser is not None:
        adviser = {"version": list(change.adviser.version), "person": change.adviser.person}
        yield _part(named, _ADVISER, adviser)
    if change.koc is not None:
        yield _koc(named, change.koc)


def _koc(named: Document, told: KocFact) -> UpdateOne:
    """A member may be a KOC of several groups; of one group the latest month is kept."""
    document = {"version": list(told.version), "kind": told.kind, "month": told.month}
    kept = later_of(f"${_KOC}.{told.group_id}", document)
    fields = {name: {"$literal": value} for name, value in named.items() if name != "_id"}
    kocs = {"$mergeObjects": [f"${_KOC}", {told.group_id: kept}]}
    return _unless_erased(named["_id"], {"$mergeObjects": ["$$ROOT", fields | {_KOC: kocs}]})


def _kocs(found: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from sorted(found.get(_KOC, {}).items())


def _part(named: Document, part: str, document: Document) -> UpdateOne:
    fields = {name: {"$literal": value} for name, value in named.items() if name != "_id"}
    told = fields | {part: later_of(f"${part}", document)}
    return _unless_erased(named["_id"], {"$mergeObjects": ["$$ROOT", told]})


def _unless_erased(key: str, kept: Document) -> UpdateOne:
    document = {"$cond": ["$erased", "$$ROOT", kept]}
    return UpdateOne({"_id": key}, [{"$replaceWith": document}], upsert=True)


def _profile_document(facts: ProfileFacts) -> Document:
    return {
        "version": list(facts.version),
        "names": list(facts.names),
        "age": facts.age,
        "birthday_month": facts.birthday_month,
        "language": facts.language,
        "enrolled_at": facts.enrolled_at,
    }


def _stage(found: Mapping[str, Any]) -> StageFacts:
    step = found.get("activation_step", "")
    return StageFacts(tuple(found["version"]), found["stage"], found["level"], step)


def _segments(found: Mapping[str, Any]) -> SegmentFacts:
    return SegmentFacts(tuple(found["version"]), tuple(found["segments"]))


def _tags(found: Mapping[str, Any]) -> TagFacts:
    return TagFacts(tuple(found["version"]), tuple((code, until) for code, until in found["tags"]))


def _profile(found: Mapping[str, Any]) -> ProfileFacts:
    return ProfileFacts(
        version=tuple(found["version"]),
        names=tuple(found["names"]),
        age=found["age"],
        birthday_month=found["birthday_month"],
        language=found["language"],
        enrolled_at=found["enrolled_at"],
    )


def _key(brand: str, member_id: str) -> str:
    # A brand has no slash in its name, so two brands never share a key.
    return f"{brand}/{member_id}"


def _adviser(found: Mapping[str, Any]) -> AdviserFact:
    return AdviserFact(tuple(found["version"]), found["person"])
