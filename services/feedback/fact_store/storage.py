"""Facts of members in MongoDB.

`member_facts`  {_id: "brand/member", brand, member_id, version, names, age, birthday_month,
                 language, enrolled_at}
"""

from collections.abc import Mapping, Sequence
from typing import Any

from services.common.later_version import later_of
from services.common.mongo import Database, Document, UpdateOne
from services.feedback.fact_store.domain import FactsChanged, ProfileFacts

COLLECTION = "member_facts"


class MongoMemberFacts:
    """Implements `fact_store.commands.MemberFacts`."""

    def __init__(self, db: Database) -> None:
        self._facts = db[COLLECTION]

    async def of(self, brand: str, member_id: str) -> ProfileFacts | None:
        found = await self._facts.find_one({"_id": _key(brand, member_id)})
        return None if found is None else _facts(found)

    async def keep(self, changes: Sequence[FactsChanged]) -> None:
        if changes:
            await self._facts.bulk_write([_write(change) for change in changes])

    async def forget(self, brand: str, member_id: str) -> None:
        await self._facts.delete_one({"_id": _key(brand, member_id)})


def _write(change: FactsChanged) -> UpdateOne:
    facts = change.profile
    document: Document = {
        "_id": _key(change.brand, change.member_id),
        "brand": change.brand,
        "member_id": change.member_id,
        "version": list(facts.version),
        "names": list(facts.names),
        "age": facts.age,
        "birthday_month": facts.birthday_month,
        "language": facts.language,
        "enrolled_at": facts.enrolled_at,
    }
    later = later_of("$$ROOT", document)
    return UpdateOne({"_id": document["_id"]}, [{"$replaceWith": later}], upsert=True)


def _facts(found: Mapping[str, Any]) -> ProfileFacts:
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
