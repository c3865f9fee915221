"""What points keep of a member, as parts of the member's own copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.common.member_export import KeptPart, MemberExport
from services.common.mongo import Database, Document
from services.common.redirects import MongoRedirects
from services.points.activities.storage.standings import MEMBERS
from services.points.ledger.domain.record import RecordKind
from services.points.ledger.storage.indexes import ACCOUNTS, POSTINGS, RECORDS
from services.points.member_records.domain import NAMED, OWN, OwnRecord


def exported(db: Database, secret: bytes) -> MemberExport:
    """The copy of points; `secret` signs its page tokens."""
    return MemberExport(parts(db), MongoRedirects(db).merged, secret)


def parts(db: Database) -> list[KeptPart]:
    """What is kept of a member, the ledger first."""
    return [
        KeptPart("accounts", db[ACCOUNTS], _accounts, _without("head", "version")),
        KeptPart("postings", db[POSTINGS], _postings, _posting),
        *(KeptPart(kind.name, db[RECORDS], _named(kind), _body) for kind in NAMED),
        *(KeptPart(own.kind.name, db[RECORDS], _own(own), _body) for own in OWN),
        KeptPart("known", db[MEMBERS], _known),
    ]


def _accounts(brand: str, ids: Sequence[str]) -> Document:
    return {"$or": [_begins_with(f"{brand}/{each}", "/") for each in ids]}


def _postings(brand: str, ids: Sequence[str]) -> Document:
    spans = [_begins_with(f"{brand}/{each}", "/")["_id"] for each in ids]
    return {"$or": [{"keys": {"$elemMatch": span}} for span in spans]}


def _posting(document: Document, ids: Sequence[str]) -> Mapping[str, Any]:
    """The posting with the member's own entries: others' are not theirs to see."""
    return {
        "_id": document["_id"],
        "kind": document["kind"],
        "effective_at": document["effective_at"],
        "recorded_at": document["recorded_at"],
        "entries": [each for each in document["entries"] if each["owner"] in ids],
        "metadata": dict(document.get("metadata", ())),
    }


def _named(kind: RecordKind[Any]) -> Any:
    def where(brand: str, ids: Sequence[str]) -> Document:
        return {"brand": brand, "kind": kind.name, "body.member_id": {"$in": list(ids)}}

    return where


def _own(own: OwnRecord) -> Any:
    def where(brand: str, ids: Sequence[str]) -> Document:
        names = [f"{brand}/{own.kind.name}/{each}" for each in ids]
        if not own.separator:
            return {"_id": {"$in": names}}
        return {"$or": [_begins_with(name, own.separator) for name in names]}

    return where


def _known(brand: str, ids: Sequence[str]) -> Document:
    return {"_id": {"$in": [f"{brand}/{each}" for each in ids]}}


def _begins_with(name: str, mark: str) -> Document:
    """Ids that go on behind `name` with `mark`."""
    return {"_id": {"$gte": name + mark, "$lt": name + chr(ord(mark) + 1)}}


def _body(document: Document, ids: Sequence[str]) -> Mapping[str, Any]:
    return {"_id": document["_id"], **document.get("body", {})}


def _without(*names: str) -> Any:
    def shape(document: Document, ids: Sequence[str]) -> Mapping[str, Any]:
        return {name: each for name, each in document.items() if name not in ("brand", *names)}

    return shape
