"""What a service keeps of one member, for the member's own copy: part by part, in pages.

A part is what one collection has of the member, in the order of its ids. Bytes are left out: they
are digests, seals, and keys, which say nothing to anybody else.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

import orjson

from services.common import pagination
from services.common.mongo import ASCENDING, Collection, Document

SLICE = 200
PAGE_BYTES = 1_000_000
"""A page ends with the record that reaches it: a message of gRPC has 4 MB."""


class Part(Protocol):
    """What is kept of members under one name."""

    @property
    def name(self) -> str: ...

    async def page(
        self, brand: str, ids: Sequence[str], after: str, limit: int
    ) -> Sequence[tuple[str, Mapping[str, Any]]]:
        """Records of the members `ids` behind the record `after`, by id, and each one's id."""


def as_kept(document: Document, ids: Sequence[str]) -> Mapping[str, Any]:
    """A document without the brand, which is the same in all."""
    return {name: value for name, value in document.items() if name != "brand"}


@dataclass(frozen=True, slots=True)
class KeptPart:
    """What a collection keeps of members. `where` finds it by brand and ids, `shape` tells it."""

    name: str
    collection: Collection
    where: Callable[[str, Sequence[str]], Document]
    shape: Callable[[Document, Sequence[str]], Mapping[str, Any]] = as_kept

    async def page(
        self, brand: str, ids: Sequence[str], after: str, limit: int
    ) -> list[tuple[str, Mapping[str, Any]]]:
        query = {"$and": [self.where(brand, ids), {"_id": {"$gt": after}}]}
        cursor = self.collection.find(query).sort("_id", ASCENDING).limit(limit)
        return [(each["_id"], self.shape(each, ids)) for each in await cursor.to_list(limit)]


class ExportedRecord(NamedTuple):
    """A record of a part as JSON."""

    part: str
    json: str


class MemberExport:
    """Reads the parts. `merged` gives all who were merged into a member."""

    def __init__(
        self,
        parts: Sequence[Part],
        merged: Callable[[str, str], Awaitable[Sequence[str]]],
        secret: bytes,
    ) -> None:
        self.parts = parts
        self._merged = merged
        self._secret = secret

    async def page(
        self, brand: str, member_id: str, token: str
    ) -> tuple[Sequence[ExportedRecord], str]:
        """A page of records, and the token of the next one, "" on the last page.

        Raises PageTokenInvalid.
        """
        scope = {"list": "export", "brand": brand, "member": member_id}
        at, after = 0, ""
        if token:
            place = pagination.decode_token(self._secret, token, **scope)
            at, after = int(place["part"]), str(place["after"])
        ids = [member_id, *await self._merged(brand, member_id)]
        records: list[ExportedRecord] = []
        size = 0
        for part in self.parts[at:]:
            while found := await part.page(brand, ids, after, SLICE):
                for after, record in found:
                    json = as_json(record)
                    records.append(ExportedRecord(part.name, json))
                    size += len(json)
                    if size >= PAGE_BYTES:
                        return records, pagination.encode_token(
                            self._secret, part=at, after=after, **scope
                        )
            at, after = at + 1, ""
        return records, ""


def as_json(record: Mapping[str, Any]) -> str:
    """The record as a JSON object; instants in UTC, sums beyond 64 bits as texts."""
    return orjson.dumps(_plain(record)).decode()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            str(name): _plain(each) for name, each in value.items() if not isinstance(each, bytes)
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value if not isinstance(each, bytes)]
    if isinstance(value, datetime | date):
        text = value.isoformat()
        return f"{text}Z" if isinstance(value, datetime) and value.tzinfo is None else text
    if isinstance(value, bool | float | str) or value is None:
        return value
    if isinstance(value, int) and -(2**63) <= value < 2**63:
        return int(value)
    return str(value)
