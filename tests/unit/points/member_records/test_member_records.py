"""Every kind of record is a member's, and copied, merged and erased as one, or says why not."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from types import SimpleNamespace
from typing import Any

import services.points
from services.points.ledger.domain.record import RecordKind
from services.points.member_records.domain import NAMED, OWN
from services.points.merges.domain.united import KEPT
from services.points.privacy.domain import HABITS, asking, without_habits
from services.points.privacy.storage import parts

OF_NO_MEMBER = {
    "adjusted_by": "what an operator adjusted on a day",
    "approval": "an operator's wish; what it gave the member is a posting",
    "budget_told": "a share of a budget that was told",
    "bulk_approval": "an operator's wish",
    "bulk_file": "a file of an operator; what it gave members are postings",
    "bulk_refusal": "a row of such a file",
    "closings": "a brand's periods",
    "coupon_code": "leads to a coupon, which is the member's",
    "lottery_seed": "a day of a lottery",
    "merge": "members tell of a merge",
    "merge_copy": "what a record said before it moved: kept for the undo",
    "own_sign_up": "leads to the latest sign-up, which is the member's",
    "paid_order": "by the order; what was paid stands in the basket, which is the member's",
    "period": "a brand's period",
    "stocked": "pieces of a reward",
}


def _kinds() -> set[str]:
    """The names of all kinds that a module of points declares."""
    package = services.points
    names = [each.name for each in pkgutil.walk_packages(package.__path__, "services.points.")]
    modules = [importlib.import_module(name) for name in names if not name.endswith("__main__")]
    found = (value for module in modules for value in vars(module).values())
    return {value.name for value in found if isinstance(value, RecordKind)}


def _nowhere() -> Any:
    """Stands where a database does: the collections are not read."""
    return defaultdict(SimpleNamespace)


def test_every_kind_of_record_is_listed_once() -> None:
    listed = [kind.name for kind in NAMED] + [own.kind.name for own in OWN] + [*OF_NO_MEMBER]
    assert sorted(listed) == sorted(_kinds())


def test_the_copy_has_all_and_a_merge_and_an_erasure_take_theirs_from_the_list() -> None:
    copied = [part.name for part in parts(_nowhere())]
    kinds = [*(kind.name for kind in NAMED), *(own.kind.name for own in OWN)]
    assert [name for name in copied if name not in ("accounts", "postings", "known")] == kinds
    assert [(kept.kind, kept.separator) for kept in KEPT] == [
        (own.kind, own.separator) for own in OWN
    ]
    emptied = without_habits(
        asking("tea", "mem_ada"), "mem_ada", dict.fromkeys((kind.name for kind in HABITS), 1)
    )
    assert {record.kind for record in emptied.records} == {
        own.kind.name for own in OWN if own.is_habit
    }
    assert all(not own.separator for own in OWN if own.is_habit)


def test_own_records_are_looked_for_behind_their_separator_alone() -> None:
    found = {part.name: part.where("tea", ["mem_a"]) for part in parts(_nowhere())}
    assert found["check_ins"] == {"_id": {"$in": ["tea/check_ins/mem_a"]}}
    span = {"_id": {"$gte": "tea/cap/mem_a/", "$lt": "tea/cap/mem_a0"}}
    assert found["cap"] == {"$or": [span]}
