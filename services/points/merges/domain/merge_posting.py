"""The postings of a merge. Each writes the merge's record anew, and is named by its version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from services.points.activities.domain.standing import MemberMerged
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.posting import (
    MEMBER_ID,
    PostingKind,
    PostingRequest,
    Record,
)
from services.points.ledger.domain.record import RecordKind, Versioned
from services.points.merges.domain.merge_record import MERGE, Merge, to_body
from services.points.merges.domain.moving import Moving
from services.points.merges.domain.united import Kept

COPY: RecordKind[Mapping[str, Any]] = RecordKind("merge_copy", lambda brand, body: body["body"])
"""What a record of the old id said before it moved, by merge, kind and id."""


class MovingRecord(NamedTuple):
    """A record of the old id with its name behind the id, and the survivor's."""

    kept: Kept[Any]
    name: str
    old: Versioned[Any]
    survivor: Versioned[Any] | None


def account_posting(
    merged: MemberMerged, known: Versioned[Merge], asset: str, part: Moving
) -> PostingRequest:
    """Moves `part` of the account of `asset`."""
    after = known.value.plus(asset, part.points, len(part.place_holds))
    return _posting(merged, known.to(after))._replace(
        legs=part.legs, place_holds=part.place_holds, change_holds=part.change_holds
    )


def records_posting(
    merged: MemberMerged, known: Versioned[Merge], moved: Iterable[MovingRecord]
) -> PostingRequest:
    """Unites records of the old id with the survivor's."""
    records: list[Record] = []
    versions: dict[str, int] = {}
    for one in moved:
        kept, kind = one.kept, one.kept.kind
        old_id, own_id = merged.from_id + one.name, merged.member_id + one.name
        united = one.old.value
        if one.survivor is not None:
            united = kept.united(one.survivor.value, one.old.value)
        version = one.survivor.version if one.survivor else 0
        records.append(kind.record(own_id, version, kept.body(merged.member_id, united)))
        versions[record_name(kind, old_id)] = one.old.version
        if kept.nothing is not None:
            versions[record_name(kind, old_id)] += 1
            emptied = kept.body(merged.from_id, kept.nothing)
            records.append(kind.record(old_id, one.old.version, emptied))
            said = {"body": dict(kept.body(merged.from_id, one.old.value))}
            name = copy_name(merged.merge_id, kind, old_id, one.old.version)
            records.append(COPY.record(name, 0, said))
    request = _posting(merged, known.to(known.value.plus_records(versions)))
    return request._replace(records=(*request.records, *records))


def done_posting(merged: MemberMerged, known: Versioned[Merge]) -> PostingRequest:
    """Says that nothing was left."""
    return _posting(merged, known.to(replace(known.value, done=True)))


def copy_name(merge_id: str, kind: RecordKind[Any], record_id: str, version: int) -> str:
    """Names the copy of a record as it was at that version."""
    return f"{merge_id}/{kind.name}/{record_id}/{version}"


def record_name(kind: RecordKind[Any], record_id: str) -> str:
    """Names a record within the brand."""
    return f"{kind.name} {record_id}"


def _posting(merged: MemberMerged, after: Versioned[Merge]) -> PostingRequest:
    name = f"{merged.merge_id}/{after.version + 1}"
    return PostingRequest(
        brand=merged.brand,
        request_id=request_ids.MERGE + name,
        kind=PostingKind.MERGE,
        metadata={"merge": merged.merge_id, MEMBER_ID: merged.member_id},
        records=(MERGE.record(merged.merge_id, after.version, to_body(after.value)),),
        fingerprint=name,
    )
