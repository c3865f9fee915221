"""Verify finds a record that is not as the postings wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tessera.points.v1 import ledger_pb2 as pb
from tests.component.points.conftest import Points
from tests.component.points.vouchers.test_vouchers import issue, redeem


async def _told(points: Points) -> list[tuple[str, str, str]]:
    answer = await points.operator().ledger.Verify(pb.VerifyRequest())
    return [(one.check, one.where, one.detail) for one in answer.problems if one.check == "record"]


async def test_records_that_change_by_postings_are_found_good(points: Points) -> None:
    await redeem(points.till(), await issue(points))
    assert await _told(points) == []


@pytest.mark.parametrize("kind", ["voucher", "redemption"])
@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({"$set": {"body.state": "issued"}}, "the record was changed since"),
        ({"$inc": {"version": 1}}, "no posting wrote its version"),
        ({"$inc": {"version": -1}}, "the record has version"),
        (None, "the record is gone"),
    ],
)
async def test_a_changed_record_is_named(
    points: Points, kind: str, change: Mapping[str, Any] | None, detail: str
) -> None:
    await redeem(points.till(), await issue(points))
    records = points.db["records"]
    (found,) = await records.find({"kind": kind}).to_list(None)
    if change is None:
        await records.delete_one({"_id": found["_id"]})
    else:
        await records.update_one({"_id": found["_id"]}, change)
    told = await _told(points)
    assert told
    assert {(check, where) for check, where, _ in told} == {
        ("record", f"{kind} {found['_id'].rpartition('/')[2]}")
    }
    assert detail in told[-1][2]
