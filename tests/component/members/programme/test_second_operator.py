"""Where the programme in force asks for a second operator, one asks and another publishes."""

import asyncio
import json
from datetime import timedelta

import pytest

from services.common.auth import Caller, Role
from services.common.mongo import Database
from tessera.approvals.v1 import approvals_pb2
from tessera.approvals.v1.approvals_pb2_grpc import ApprovalsStub
from tessera.members.v1 import programmes_pb2 as pb
from tessera.members.v1.programmes_pb2_grpc import ProgrammesStub
from tests.component.audited import entries
from tests.component.members.conftest import Members, refused
from tests.paths import PROGRAMMES
from tests.scopes import EVERY_SCOPE

TEA = (PROGRAMMES / "tea.yaml").read_text("utf-8")
GUARDED = TEA + "\npublishing: {second_operator: true, approval_days: 2}\n"
NEXT = GUARDED + "# spring\n"


class Operator:
    """An operator of a brand who publishes and decides."""

    def __init__(self, members: Members, subject: str, brand: str = "tea") -> None:
        caller = Caller(brand, subject, Role.OPERATOR, scopes=EVERY_SCOPE)
        self.channel = members.channel(caller)
        self._programmes = ProgrammesStub(self.channel)
        self._approvals = ApprovalsStub(self.channel)

    async def publish(
        self, request_id: str, source: str, base: int | None = None
    ) -> pb.PublishProgrammeResponse:
        request = pb.PublishProgrammeRequest(
            request_id=request_id, source_yaml=source, note="spring", base_version=base
        )
        return await self._programmes.PublishProgramme(request)

    async def roll_back(self, request_id: str, version: int) -> pb.RollbackProgrammeResponse:
        request = pb.RollbackProgrammeRequest(request_id=request_id, version=version)
        return await self._programmes.RollbackProgramme(request)

    async def in_force(self) -> pb.Programme:
        return (await self._programmes.GetProgramme(pb.GetProgrammeRequest())).programme

    async def approve(self, approval_id: str, request_id: str) -> approvals_pb2.ApproveResponse:
        request = approvals_pb2.ApproveRequest(request_id=request_id, approval_id=approval_id)
        return await self._approvals.Approve(request)

    async def reject(self, approval_id: str, request_id: str) -> approvals_pb2.RejectResponse:
        request = approvals_pb2.RejectRequest(
            request_id=request_id, approval_id=approval_id, note="not yet"
        )
        return await self._approvals.Reject(request)

    async def listed(self, state: int = 0, before_id: str = "") -> list[approvals_pb2.Approval]:
        request = approvals_pb2.ListApprovalsRequest(
            state=state,  # type: ignore[arg-type]
            before_id=before_id,
        )
        return list((await self._approvals.ListApprovals(request)).approvals)


@pytest.fixture
async def ann(members: Members) -> Operator:
    """She published the programme that asks for another one: nothing asked for that yet."""
    operator = Operator(members, "ann")
    published = await operator.publish("p1", GUARDED)
    assert (published.programme.version, published.HasField("approval")) == (2, False)
    return operator


@pytest.fixture
def bob(members: Members) -> Operator:
    return Operator(members, "bob")


async def test_exactly_the_file_that_was_asked_for_comes_in_force(
    ann: Operator, bob: Operator
) -> None:
    asked = await ann.publish("p2", NEXT)
    assert not asked.HasField("programme")
    assert (await ann.in_force()).version == 2
    approval = asked.approval
    assert (approval.kind, approval.asked_by, approval.reason) == (
        "members.Programmes.PublishProgramme",
        "ann",
        "spring",
    )
    assert json.loads(approval.content_json)["source_yaml"] == NEXT
    assert (await refused(ann.approve(approval.id, "a0"))).reason == "APPROVAL_OWN"
    done = await bob.approve(approval.id, "a1")
    assert (done.approval.state, done.replayed) == (approvals_pb2.APPROVAL_STATE_APPROVED, False)
    now = await ann.in_force()
    assert (now.version, now.source_yaml, now.published_by, now.note) == (3, NEXT, "ann", "spring")


async def test_repeats_ask_and_publish_once(ann: Operator, bob: Operator) -> None:
    asked = [await ann.publish("p2", NEXT) for _ in range(2)]
    assert asked[0].approval == asked[1].approval
    assert [each.replayed for each in asked] == [False, True]
    assert len(await bob.listed()) == 1
    assert [(await bob.approve(asked[0].approval.id, "a1")).replayed for _ in range(2)] == [
        False,
        True,
    ]
    assert (await refused(bob.approve(asked[0].approval.id, "a2"))).reason == "APPROVAL_ENDED"
    assert (await refused(bob.reject(asked[0].approval.id, "a1"))).reason == "APPROVAL_ENDED"
    assert (await ann.in_force()).version == 3


async def test_two_who_approve_at_once_publish_one_version(
    members: Members, ann: Operator, bob: Operator
) -> None:
    approval = (await ann.publish("p2", NEXT)).approval
    both = (bob, Operator(members, "cid"))
    answers = await asyncio.gather(
        *(one.approve(approval.id, f"a{n}") for n, one in enumerate(both)), return_exceptions=True
    )
    assert sum(isinstance(each, Exception) for each in answers) == 1
    assert (await ann.in_force()).version == 3


async def test_nobody_alone_turns_it_off(ann: Operator, bob: Operator) -> None:
    off = await ann.publish("p2", TEA)
    assert off.HasField("approval")
    await bob.approve(off.approval.id, "a1")
    alone = await ann.publish("p3", NEXT)
    assert (alone.programme.version, alone.HasField("approval")) == (4, False)


async def test_going_back_waits_too_and_ends_without_an_effect_when_it_is_rejected(
    ann: Operator, bob: Operator
) -> None:
    assert (await refused(ann.roll_back("b0", 99))).reason == "PROGRAMME_MISSING"
    first, second = [(await ann.roll_back(f"b{n}", 1)).approval for n in (1, 2)]
    assert first.kind == "members.Programmes.RollbackProgramme"
    ended = await bob.reject(first.id, "a1")
    assert (ended.approval.state, ended.approval.note) == (
        approvals_pb2.APPROVAL_STATE_REJECTED,
        "not yet",
    )
    assert (await ann.in_force()).version == 2
    await bob.approve(second.id, "a2")
    now = await ann.in_force()
    assert (now.version, now.rollback_of, now.published_by) == (3, 1, "ann")
    states = {each.id: each.state for each in await bob.listed()}
    assert states[first.id] == approvals_pb2.APPROVAL_STATE_REJECTED
    assert [each.id for each in await bob.listed(approvals_pb2.APPROVAL_STATE_APPROVED)] == [
        second.id
    ]
    assert [each.id for each in await bob.listed(before_id=second.id)] == [first.id]


async def test_a_wish_ends_with_its_time(members: Members, ann: Operator, bob: Operator) -> None:
    approval = (await ann.publish("p2", NEXT)).approval
    members.clock.advance(timedelta(days=2))
    assert (await refused(bob.approve(approval.id, "a1"))).reason == "APPROVAL_ENDED"
    assert [each.state for each in await bob.listed()] == [approvals_pb2.APPROVAL_STATE_EXPIRED]


async def test_a_wish_that_was_changed_is_never_carried_out(
    ann: Operator, bob: Operator, db: Database
) -> None:
    approval = (await ann.publish("p2", NEXT)).approval
    other = pb.PublishProgrammeRequest(request_id="p2", source_yaml=GUARDED, note="spring")
    await db.programme_approvals.update_one(
        {"_id": approval.id}, {"$set": {"body.content": other.SerializeToString()}}
    )
    with pytest.raises(Exception, match="INTERNAL"):
        await bob.approve(approval.id, "a1")
    assert (await ann.in_force()).version == 2


async def test_a_wish_that_was_overtaken_while_it_waited_comes_not_in_force(
    ann: Operator, bob: Operator
) -> None:
    asked = await ann.publish("p2", NEXT, base=2)
    other = await ann.publish("p3", GUARDED + "# other\n", base=2)
    await bob.approve(other.approval.id, "a1")
    refusal = await refused(bob.approve(asked.approval.id, "a2"))
    assert (refusal.reason, refusal.metadata["version"]) == ("PROGRAMME_OVERTAKEN", "3")
    assert (await ann.in_force()).version == 3
    # Nobody waits for what could not come in force any more.
    late = await refused(ann.publish("p4", NEXT, base=2))
    assert late.reason == "PROGRAMME_OVERTAKEN"
    assert (await bob.reject(asked.approval.id, "a3")).approval.decided_by == "bob"


async def test_a_broken_file_is_refused_and_does_not_wait(ann: Operator, bob: Operator) -> None:
    assert (await refused(ann.publish("p2", "programme: tea"))).reason == "PROGRAMME_INVALID"
    assert not await bob.listed()


async def test_another_brand_neither_waits_nor_decides(members: Members, ann: Operator) -> None:
    approval = (await ann.publish("p2", NEXT)).approval
    retail = Operator(members, "rob", "retail")
    assert (await refused(retail.approve(approval.id, "a1"))).reason == "APPROVAL_NOT_FOUND"
    source = (PROGRAMMES / "retail.yaml").read_text("utf-8") + "\n# again\n"
    assert (await retail.publish("p1", source)).programme.version == 2
    assert not await retail.listed()


async def test_deciding_takes_the_scope_of_programmes_and_an_operator(
    members: Members, ann: Operator
) -> None:
    approval = (await ann.publish("p2", NEXT)).approval
    for caller in (
        Caller(
            "tea", "eve", Role.OPERATOR, scopes=EVERY_SCOPE - {"programmes", "privacy", "tiers"}
        ),
        Caller("tea", "pos", Role.CHANNEL, scopes=EVERY_SCOPE),
    ):
        stub = ApprovalsStub(members.channel(caller))
        request = approvals_pb2.ApproveRequest(request_id="a1", approval_id=approval.id)
        assert (await refused(stub.Approve(request))).reason == "PERMISSION_DENIED"
        listing = stub.ListApprovals(approvals_pb2.ListApprovalsRequest())
        assert (await refused(listing)).reason == "PERMISSION_DENIED"


async def test_the_audit_log_has_the_wish_and_its_decisions(ann: Operator, bob: Operator) -> None:
    first = (await ann.publish("p2", NEXT)).approval
    second = (await ann.publish("p3", NEXT)).approval
    await bob.approve(first.id, "a1")
    await bob.reject(second.id, "a2")
    told = [(e.subject, e.outcome, e.action) for e in reversed(await entries(bob.channel))]
    assert told[-4:] == [
        ("ann", "asked", "members.Programmes.PublishProgramme"),
        ("ann", "asked", "members.Programmes.PublishProgramme"),
        ("bob", "approved", "approvals.Approvals.Approve"),
        ("bob", "rejected", "approvals.Approvals.Reject"),
    ]
