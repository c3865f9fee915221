"""What a merge has moved so far, as a record that each of its postings writes anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from services.points.ledger.domain.record import RecordKind


@dataclass(frozen=True, slots=True)
class Merge:
    """`amounts` by asset; `records` has the version of each record of the old id as it was when it
    moved, by kind and id. `done`: nothing was left when it was looked at last.

    Of an undo: the number of the posting that goes back next, and of the last one of the merge;
    `returned` by asset, and `undone` when all went back that could."""

    from_id: str
    into_id: str
    amounts: Mapping[str, int] = field(default_factory=dict)
    holds: int = 0
    records: Mapping[str, int] = field(default_factory=dict)
    done: bool = False
    undo_next: int = 1
    undo_upto: int = 0
    returned: Mapping[str, int] = field(default_factory=dict)
    undone: bool = False

    def plus_back(self, following: int, upto: int, asset: str, points: int) -> Merge:
        """After what a posting moved went back. `following` is the number of the next one."""
        returned = {**self.returned, asset: self.returned.get(asset, 0) + points}
        return replace(self, undo_next=following, undo_upto=upto, returned=returned)

    def as_undone(self) -> Merge:
        return replace(self, undone=True)

    def plus(self, asset: str, points: int, holds: int) -> Merge:
        """After an account's points and holds moved."""
        amounts = dict(Counter(self.amounts) + Counter({asset: max(0, points)}))
        if points < 0:
            amounts[asset] = amounts.get(asset, 0) + points
        return replace(self, amounts=amounts, holds=self.holds + holds)

    def plus_records(self, moved: Mapping[str, int]) -> Merge:
        """After records moved, each by name with its version since."""
        return replace(self, records={**self.records, **moved})


def to_body(merge: Merge) -> dict[str, Any]:
    """As it is kept; pairs, since ids and assets are no names of fields."""
    return {
        "from": merge.from_id,
        "into": merge.into_id,
        "amounts": [list(pair) for pair in merge.amounts.items()],
        "holds": merge.holds,
        "records": [list(pair) for pair in merge.records.items()],
        "done": merge.done,
        "undo": [merge.undo_next, merge.undo_upto],
        "returned": [list(pair) for pair in merge.returned.items()],
        "undone": merge.undone,
    }


def _from_body(body: Mapping[str, Any]) -> Merge:
    following, upto = body.get("undo", (1, 0))
    return Merge(
        from_id=body["from"],
        into_id=body["into"],
        amounts=dict(body["amounts"]),
        holds=body["holds"],
        records=dict(body["records"]),
        done=body["done"],
        undo_next=following,
        undo_upto=upto,
        returned=dict(body.get("returned", ())),
        undone=body.get("undone", False),
    )


MERGE: RecordKind[Merge] = RecordKind("merge", lambda brand, body: _from_body(body))
"""By the merge's id."""
