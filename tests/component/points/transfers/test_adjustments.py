"""Adjustments by operators: a reason, the brand's limits, and a second operator above them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from services.common.auth import Caller, Role
from services.common.mongo import Database
from tessera.approvals.v1 import approvals_pb2
from tessera.approvals.v1.approvals_pb2_grpc import ApprovalsStub
from tessera.points.v1 import ledger_pb2
from tessera.points.v1 import transfers_pb2 as pb
from tessera.points.v1.transfers_pb2_grpc import AdjustmentsStub
from tests.activities import document
from tests.component.audited import entries
from tests.component.points.conftest import As, Members, Points, followed
from tests.component.points.ledger.ledger_calls import earning, refusal
from tests.scopes import EVERY_SCOPE

PENDING = approvals_pb2.APPROVAL_STATE_PENDING
APPROVED = approvals_pb2.APPROVAL_STATE_APPROVED
REJECTED = approvals_pb2.APPROVAL_STATE_REJECTED


class Staff:
    """An operator of tea."""

    def __init__(self, points: Points, name: str, brand: str = "tea", *scopes: str) -> None:
        held = frozenset(scopes) or EVERY_SCOPE
        self.as_: As = points.caller(Caller(brand, name, Role.OPERATOR, scopes=held))
        self._adjustments = AdjustmentsStub(self.as_.channel)
        self._approvals = ApprovalsStub(self.as_.channel)

    async def adjust(self, amount: int, request_id: str, **fields: Any) -> pb.AdjustPointsResponse:
        asked = {"member_id": "mem_ada", "reason": "cup spilt", **fields}
        request = pb.AdjustPointsRequest(request_id=request_id, amount=amount, **asked)
        return await self._adjustments.AdjustPoints(request)

    async def approve(self, approval_id: str, request_id: str) -> approvals_pb2.ApproveResponse:
        request = approvals_pb2.ApproveRequest(request_id=request_id, approval_id=approval_id)
        return await self._approvals.Approve(request)

    async def reject(self, approval_id: str, request_id: str) -> approvals_pb2.RejectResponse:
        request = approvals_pb2.RejectRequest(
            request_id=request_id, approval_id=approval_id, note="no"
        )
        return await self._approvals.Reject(request)

    async def listed(self, state: int = 0) -> list[approvals_pb2.Approval]:
        request = approvals_pb2.ListApprovalsRequest(state=state)  # type: ignore[arg-type]
        return list((await self._approvals.ListApprovals(request)).approvals)


@pytest.fixture
def ann(points: Points) -> Staff:
    return Staff(points, "ann")


@pytest.fixture
def bob(points: Points) -> Staff:
    return Staff(points, "bob")


async def test_within_the_limits_an_operator_adjusts_alone_with_a_reason(
    points: Points, ann: Staff
) -> None:
    given = await ann.adjust(300, "a1")
    assert (given.posting.kind, given.posting.metadata["reason"]) == (
        ledger_pb2.POSTING_KIND_ADJUST,
        "cup spilt",
    )
    assert (given.posting.writer.subject, given.posting.writer.role) == ("ann", "operator")
    # As any points of tea do, they expire.
    assert given.posting.entries[0].HasField("expire_time")
    taken = await ann.adjust(-100, "a2", reason="given twice")
    assert not taken.replayed
    again = await ann.adjust(300, "a1")
    assert (again.replayed, again.posting) == (True, given.posting)
    assert (await points.till().balance("mem_ada")).posted == 200
    assert (await refusal(ann.adjust(301, "a1"))).reason == "REQUEST_ID_REUSED"
    assert (await refusal(ann.adjust(-201, "a3"))).reason == "INSUFFICIENT_POINTS"
    [entry] = [e for e in await entries(ann.as_.channel) if e.request_id == "a1"]
    assert (entry.outcome, entry.reason) == ("done", "cup spilt")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "   x  "}, "reason"),
        ({"reason": "x" * 201}, "reason"),
        ({"amount": 0}, "amount"),
        ({"amount": 10**9 + 1}, "amount"),
        ({"amount": -(2**63)}, "amount"),
        ({"member_id": "house:adjusted"}, "member_id"),
        ({"member_id": ""}, "member_id"),
        ({"member_id": "reward:tote_bag"}, "member_id"),
        ({"asset": "STOCK"}, "asset"),
        ({"asset": "STARS"}, "asset"),
        ({"request_id": ""}, "request_id"),
    ],
)
async def test_what_is_wrong_is_named(ann: Staff, fields: dict[str, Any], field: str) -> None:
    asked: dict[str, Any] = {"amount": 5, "request_id": "a1", **fields}
    assert (await refusal(ann.adjust(**asked))).field == field


async def test_above_a_limit_a_second_operator_carries_it_out_once(
    points: Points, ann: Staff, bob: Staff, db: Database
) -> None:
    asked = await ann.adjust(1_000_000, "a1")
    approval = asked.approval
    assert not asked.HasField("posting")
    assert (approval.state, approval.asked_by, approval.reason) == (PENDING, "ann", "cup spilt")
    assert '"amount": "1000000"' in approval.content_json
    assert (await points.till().balance("mem_ada")).posted == 0
    assert (await ann.adjust(1_000_000, "a1")).approval == approval
    assert await bob.listed(PENDING) == [approval]
    assert (await refusal(ann.approve(approval.id, "own"))).reason == "APPROVAL_OWN"
    assert (await refusal(ann.reject(approval.id, "own"))).reason == "APPROVAL_OWN"
    done = await bob.approve(approval.id, "b1")
    assert (done.approval.state, done.approval.decided_by) == (APPROVED, "bob")
    assert (await bob.approve(approval.id, "b1")).replayed
    assert (await refusal(bob.approve(approval.id, "b2"))).reason == "APPROVAL_ENDED"
    told = await refusal(bob.reject(approval.id, "b3"))
    assert (told.reason, told.metadata["state"]) == ("APPROVAL_ENDED", "approved")
    assert (await points.till().balance("mem_ada")).posted == 1_000_000
    carried = await ann.adjust(1_000_000, "a1")
    assert (carried.replayed, carried.posting.writer.subject) == (True, "bob")
    assert carried.posting.metadata["asked_by"] == "ann"
    assert carried.posting.request_id == "adjust/a1"
    trail = [(e.subject, e.outcome, e.action) for e in await entries(ann.as_.channel)]
    assert trail == [
        ("bob", "approved", "approvals.Approvals.Approve"),
        ("ann", "asked", "points.Adjustments.AdjustPoints"),
    ]
    assert await bob.listed(PENDING) == []


async def test_two_who_approve_at_once_have_one_effect(
    points: Points, ann: Staff, bob: Staff
) -> None:
    cat = Staff(points, "cat")
    approval = (await ann.adjust(5_000, "a1")).approval
    calls = [who.approve(approval.id, f"r{n}") for n in range(6) for who in (bob, cat)]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    done = [one for one in outcomes if not isinstance(one, BaseException)]
    assert len(done) == 1
    assert (await points.till().balance("mem_ada")).posted == 5_000


async def test_an_approval_and_a_rejection_at_once_have_one_outcome(
    points: Points, ann: Staff, bob: Staff
) -> None:
    cat = Staff(points, "cat")
    for number in range(4):
        approval = (await ann.adjust(5_000, f"a{number}", member_id=f"mem_{number}")).approval
        outcomes = await asyncio.gather(
            bob.approve(approval.id, "b"), cat.reject(approval.id, "c"), return_exceptions=True
        )
        assert sum(isinstance(one, BaseException) for one in outcomes) == 1
        approved = not isinstance(outcomes[0], BaseException)
        posted = (await points.till().balance(f"mem_{number}")).posted
        assert posted == (5_000 if approved else 0)


async def test_a_rejected_and_an_expired_wish_have_no_effect(
    points: Points, ann: Staff, bob: Staff
) -> None:
    rejected = (await ann.adjust(5_000, "a1")).approval
    done = await bob.reject(rejected.id, "b1")
    assert (done.approval.state, done.approval.note) == (REJECTED, "no")
    assert (await bob.reject(rejected.id, "b1")).replayed
    assert (await refusal(bob.approve(rejected.id, "b2"))).reason == "APPROVAL_ENDED"
    assert (await ann.adjust(5_000, "a1")).approval.state == REJECTED
    late = (await ann.adjust(5_000, "a2")).approval
    points.clock.advance(timedelta(days=7))
    told = await refusal(bob.approve(late.id, "b3"))
    assert (told.reason, told.metadata["state"]) == ("APPROVAL_ENDED", "expired")
    assert (await points.till().balance("mem_ada")).posted == 0


async def test_a_day_has_a_limit_for_each_operator_that_many_small_ones_do_not_pass(
    points: Points, ann: Staff, bob: Staff
) -> None:
    answers = await asyncio.gather(*(ann.adjust(1_000, f"a{n}") for n in range(4)))
    answers += [await ann.adjust(1_000, f"b{n}") for n in range(8)]
    assert sum(answer.HasField("posting") for answer in answers) == 10
    assert (await points.till().balance("mem_ada")).posted == 10_000
    assert (await bob.adjust(1_000, "c1")).HasField("posting")
    points.clock.advance(timedelta(days=1))
    assert (await ann.adjust(1_000, "d1")).HasField("posting")


async def test_limits_are_the_programmes(points: Points, members: Members, ann: Staff) -> None:
    tight = document("tea") | {"adjustments": {"limit_per_operation": 0}}
    await members.feed.publish("tea", tight)
    await followed(points, members)
    assert (await ann.adjust(1, "a1")).HasField("approval")


async def test_content_that_changed_in_between_is_never_carried_out(
    points: Points, ann: Staff, bob: Staff, db: Database
) -> None:
    approval = (await ann.adjust(5_000, "a1")).approval
    other = pb.AdjustPointsRequest(
        request_id="a1", member_id="mem_eve", amount=5_000, reason="cup spilt"
    )
    await db.records.update_one(
        {"_id": f"tea/approval/{approval.id}"},
        {"$set": {"body.content": other.SerializeToString()}},
    )
    assert (await refusal(bob.approve(approval.id, "b1"))).reason == "INTERNAL"
    assert (await points.till().balance("mem_eve")).posted == 0


async def test_a_wish_that_cannot_be_carried_out_goes_on_waiting(
    points: Points, ann: Staff, bob: Staff
) -> None:
    approval = (await ann.adjust(-5_000, "a1")).approval
    assert (await refusal(bob.approve(approval.id, "b1"))).reason == "INSUFFICIENT_POINTS"
    await points.till().give("mem_ada", 6_000)
    assert (await bob.approve(approval.id, "b1")).approval.state == APPROVED
    assert (await points.till().balance("mem_ada")).posted == 1_000


@pytest.mark.parametrize("member_id", ["MEM_ADA", "mem_ad", "mem_nobody"])
async def test_a_member_that_nobody_enrolled_gets_no_points(
    points: Points, members: Members, ann: Staff, member_id: str
) -> None:
    told = await refusal(ann.adjust(20, "a1", member_id=member_id))
    assert (told.reason, told.field) == ("MEMBER_NOT_FOUND", "member_id")
    assert (await refusal(ann.adjust(5_000, "a2", member_id=member_id))).reason == (
        "MEMBER_NOT_FOUND"
    )
    rows = ledger_pb2.ImportPostingsRequest(
        requests=[earning(member_id, 20, "r1"), earning("mem_ada", 20, "r2")]
    )
    [answer] = [a async for a in points.till().ledger.ImportPostings(iter([rows]))]
    assert [result.reason for result in answer.results] == ["MEMBER_NOT_FOUND", ""]
    assert (await points.till().balance(member_id)).posted == 0
    # Once it is enrolled, the same request is done.
    await members.feed.enrol("tea", member_id)
    await followed(points, members)
    assert (await ann.adjust(20, "a1", member_id=member_id)).HasField("posting")


async def test_nobody_goes_around_it(points: Points, ann: Staff) -> None:
    await points.till().give("mem_ada", 50)
    made = await points.till().ledger.CreatePosting(earning("mem_ada", 5, "t1"))
    undo = ledger_pb2.CreatePostingRequest(
        request_id="u",
        kind=ledger_pb2.POSTING_KIND_REVERSAL,
        reverses_posting_id=made.posting.id,
    )
    hold = ledger_pb2.CreatePostingRequest(request_id="h", kind=ledger_pb2.POSTING_KIND_HOLD)
    hold.place_holds.add(hold_id="h", owner="mem_ada", asset="POINTS", amount=5)
    hold.place_holds[0].expire_time.FromDatetime(points.clock.now() + timedelta(days=1))
    for request in earning("mem_ada", 1_000_000, "r"), undo, hold:
        told = await refusal(ann.as_.ledger.CreatePosting(request))
        assert (told.reason, told.metadata["method"]) == (
            "ADJUSTMENT_NEEDED",
            "points.Adjustments.AdjustPoints",
        )
        batch = ledger_pb2.BatchCreatePostingsRequest(requests=[request])
        [result] = (await ann.as_.ledger.BatchCreatePostings(batch)).results
        assert result.reason == "ADJUSTMENT_NEEDED"
        rows = ledger_pb2.ImportPostingsRequest(requests=[request])
        [answer] = [a async for a in ann.as_.ledger.ImportPostings(iter([rows]))]
        assert answer.results[0].reason == "ADJUSTMENT_NEEDED"
    assert (await points.till().balance("mem_ada")).posted == 55


async def test_only_operators_of_the_brand_with_the_scope_adjust_and_decide(
    points: Points, ann: Staff
) -> None:
    approval = (await ann.adjust(5_000, "a1")).approval
    reader = Staff(points, "eve", "tea", "points:read", "orders")
    elsewhere = Staff(points, "bob", "retail")
    assert (await refusal(reader.adjust(5, "e1"))).metadata["scope"] == "points:write"
    assert (await refusal(reader.approve(approval.id, "e2"))).metadata["scope"] == "points:write"
    assert await reader.listed() == [approval]
    assert await elsewhere.listed() == []
    assert (await refusal(elsewhere.approve(approval.id, "r"))).reason == "APPROVAL_NOT_FOUND"
    for other in points.till(), points.member("mem_ada"):
        request = pb.AdjustPointsRequest(
            request_id="x", member_id="mem_ada", amount=5, reason="cup spilt"
        )
        call = AdjustmentsStub(other.channel).AdjustPoints(request)
        assert (await refusal(call)).reason == "PERMISSION_DENIED"
        listed = ApprovalsStub(other.channel).ListApprovals(approvals_pb2.ListApprovalsRequest())
        assert (await refusal(listed)).reason == "PERMISSION_DENIED"
