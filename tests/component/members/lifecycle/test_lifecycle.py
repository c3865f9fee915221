"""The lifecycle on real storage: judged by the feed and by time, told once, shown and counted."""

from datetime import UTC, timedelta
from typing import Any

from services.common.auth import Caller, Role
from services.common.mongo import Database
from services.members.lifecycle.storage import MongoLifecycles
from tessera.members.v1 import events_pb2, lifecycle_pb2_grpc, members_pb2
from tessera.members.v1 import lifecycle_pb2 as pb
from tessera.types.v1 import types_pb2
from tests.component.members.conftest import NOON, Members, activity, recording, refused, until
from tests.paths import PROGRAMMES
from tests.scopes import EVERY_SCOPE

INTEREST, PURCHASE = pb.LIFECYCLE_STAGE_INTEREST, pb.LIFECYCLE_STAGE_PURCHASE
AWARENESS, NOTHING = pb.LIFECYCLE_STAGE_AWARENESS, pb.LIFECYCLE_STAGE_UNSPECIFIED
ACTIVE, SEMI_ACTIVE = pb.ACTIVITY_LEVEL_ACTIVE, pb.ACTIVITY_LEVEL_SEMI_ACTIVE
ANN = Caller("tea", "ann", Role.OPERATOR, None, EVERY_SCOPE)


async def card(members: Members, member_id: str) -> pb.MemberLifecycle | None:
    request = members_pb2.BatchGetMembersRequest(member_ids=[member_id], lifecycle=True)
    [member] = (await members.as_operator().BatchGetMembers(request)).members
    return member.lifecycle if member.HasField("lifecycle") else None


async def stands(members: Members, member_id: str, stage: int, level: int) -> None:
    async def so() -> bool:
        shown = await card(members, member_id)
        return shown is not None and (shown.stage, shown.level) == (stage, level)

    await until(so)


async def publication_followed(db: Database) -> None:
    """The round after the programme's publication is over: it tells who stands as before again."""

    async def so() -> bool:
        return bool(await MongoLifecycles(db).swept("tea"))

    await until(so)


def entered(events: list[events_pb2.Event], member_id: str) -> list[tuple[int, int]]:
    """Stage or level after and before, in the order of the feed."""
    own = [each for each in events if each.member_id == member_id]
    told = [each.stage_entered for each in own if each.HasField("stage_entered")]
    return [(e.stage or e.level, e.from_stage or e.from_level) for e in told]


async def counts_of_first_steps(stub: Any) -> None:
    for enrolled, visited in (("2026-03-02", 1), ("2026-03-03", 0)):
        request = pb.CountActivationRequest(enrolled_from=enrolled)
        answer = await stub.CountActivation(request)
        assert answer.enrolled == visited
        assert [(each.members, each.in_time) for each in answer.steps] == [
            *((visited, visited), (0, 0), (0, 0)),
        ]
    for bad in (
        pb.CountActivationRequest(enrolled_from="2026-02-30"),
        pb.CountActivationRequest(enrolled_until="20260302"),
        pb.CountActivationRequest(enrolled_from="2026-03-02", enrolled_until="2026-03-01"),
    ):
        assert (await refused(stub.CountActivation(bad))).reason == "INVALID_ARGUMENT"


async def test_activities_and_time_move_members_and_each_entering_is_told_once(
    members: Members, db: Database
) -> None:
    await publication_followed(db)
    member_id = await members.enrol()
    await stands(members, member_id, AWARENESS, ACTIVE)
    pos = members.activities()
    await pos.RecordActivities(recording(activity(member_id, "v1", NOON)))
    await stands(members, member_id, INTEREST, ACTIVE)
    order = activity(member_id, "o1", NOON, 3_000)
    for _ in range(2):
        await pos.RecordActivities(recording(order))
    await stands(members, member_id, PURCHASE, ACTIVE)
    members.clock.advance(timedelta(days=31))
    await stands(members, member_id, PURCHASE, SEMI_ACTIVE)
    shown = await card(members, member_id)
    assert shown is not None
    # 12:00 in Shanghai on 2 March: semi-active from the beginning of 1 April.
    assert shown.level_since_time.ToJsonString() == "2026-03-31T16:00:00Z"
    back = members.clock.now() - timedelta(days=2)
    refund = activity(member_id, "r1", back, 3_000, refund=True, order_id="o1")
    await pos.RecordActivities(recording(refund))
    await stands(members, member_id, INTEREST, ACTIVE)
    events = await members.published("tea", until=1)
    assert entered(events, member_id) == [
        (AWARENESS, NOTHING),
        (ACTIVE, NOTHING),
        (INTEREST, AWARENESS),
        (PURCHASE, INTEREST),
        (SEMI_ACTIVE, ACTIVE),
        (INTEREST, PURCHASE),
        (ACTIVE, SEMI_ACTIVE),
    ]
    # The programme of tea names the level: other services are told where the member stands.
    told = [
        each.facts_changed.stage
        for each in events
        if each.member_id == member_id
        and each.HasField("facts_changed")
        and each.facts_changed.HasField("stage")
    ]
    assert [(each.stage, each.level) for each in told][-1] == ("interest", "active")
    versions = [tuple(each.version) for each in told]
    assert versions == sorted(set(versions))
    # The order that went back was a first order, and was told as one.
    steps = [
        each.activation_step_taken
        for each in events
        if each.member_id == member_id and each.HasField("activation_step_taken")
    ]
    assert [(each.step, each.taken_on, each.due_on) for each in steps] == [
        (pb.ACTIVATION_STEP_FIRST_VISIT, "2026-03-02", "2026-03-09"),
        (pb.ACTIVATION_STEP_FIRST_ORDER, "2026-03-02", "2026-04-01"),
    ]
    shown = await card(members, member_id)
    assert shown is not None
    assert [each.taken_on for each in shown.activation] == ["2026-03-02", "", ""]
    stub = lifecycle_pb2_grpc.LifecycleStub(members.channel(ANN))
    await counts_of_first_steps(stub)
    answer = await stub.CountStages(pb.CountStagesRequest())
    assert [(each.stage, each.level, each.members) for each in answer.counts] == [
        (INTEREST, ACTIVE, 1)
    ]
    assert answer.as_of_time.ToDatetime(UTC) == members.clock.now()
    till = lifecycle_pb2_grpc.LifecycleStub(members.channel(Caller("tea", "pos", Role.CHANNEL)))
    assert (await refused(till.CountStages(pb.CountStagesRequest()))).reason == "PERMISSION_DENIED"


async def test_a_brand_without_the_section_has_no_lifecycle_until_it_writes_one(
    members: Members, db: Database
) -> None:
    source = (PROGRAMMES / "retail.yaml").read_text("utf-8")
    assert "\nlifecycle:" not in source
    ids = [await members.enrol(brand="retail") for _ in range(3)]
    visit = activity(ids[0], "v1", NOON)
    await members.activities("retail").RecordActivities(recording(visit))
    stub = lifecycle_pb2_grpc.LifecycleStub(
        members.channel(Caller("retail", "ann", Role.OPERATOR, None, EVERY_SCOPE))
    )
    assert not (await stub.CountStages(pb.CountStagesRequest())).counts
    await members.publish("retail", f"{source}\nlifecycle: {{warn_days: 20}}\n")

    async def all_judged() -> bool:
        return await db.lifecycles.count_documents({"brand": "retail"}) == 3

    await until(all_judged)
    answer = await stub.CountStages(pb.CountStagesRequest())
    assert [(each.stage, each.members) for each in answer.counts] == [(AWARENESS, 2), (INTEREST, 1)]
    events = await members.published("retail", until=1)
    assert [len(entered(events, each)) for each in ids] == [2, 2, 2]


async def test_a_review_counts_as_telling_others_in_the_club_of_tea(members: Members) -> None:
    member_id = await members.enrol()
    told = [activity(member_id, "o1", NOON, 3_000)]
    for n in range(2):
        review = activity(member_id, f"rev{n}", NOON)
        review.type = types_pb2.ACTIVITY_TYPE_REVIEW
        told.append(review)
    await members.activities().RecordActivities(recording(*reversed(told)))
    await stands(members, member_id, pb.LIFECYCLE_STAGE_ADVOCACY, ACTIVE)
