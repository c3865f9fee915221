"""Experiments from the operator's start to the verdict, and the stop by a guardrail."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest

from services.common.auth import Role
from services.common.errors import reason_of
from services.common.mongo import Database
from tessera.feedback.v1 import experiments_pb2 as pb
from tessera.feedback.v1 import feedback_pb2
from tessera.members.v1 import consents_pb2, events_pb2
from tessera.types.v1 import types_pb2
from tests.component.feedback.conftest import NOON, TEA, Feedback, started, submission, until
from tests.component.feedback.members_server import MembersFeedServer
from tests.component.feedback.points_server import PointsFeedServer
from tests.unit.feedback.experiments.samples import NAME, written

Members = tuple[MembersFeedServer, str]
PointsFeed = tuple[PointsFeedServer, str]
WEEK, QUARTER = timedelta(days=7), timedelta(minutes=16)
CROWD = [f"mem_{number:03}" for number in range(90)]
ARMS = [{"code": code, "name": NAME, "weight": 1} for code in ("control", "stronger")]
SPEND = written(
    code="spend",
    arms=ARMS,
    primary={"metric": "revenue", "within_days": 7},
    secondary=[{"metric": "order_rate", "within_days": 7}],
    stop={"kind": "fixed", "members_per_arm": 20},
    stages=[{"stage": "full"}],
)
RISKY = written(
    code="risky",
    arms=ARMS,
    stop={"kind": "sequential"},
    stages=[{"stage": "full"}],
    guardrails=[
        {"metric": "opt_out_rate", "max_permille": 50},
        {"metric": "complaint_rate", "max_permille": 900},
        {"metric": "points_per_member", "max_points": 300},
    ],
)
CAREFUL = written(
    code="careful",
    arms=ARMS,
    second_person=True,
    stages=[{"stage": "safety", "stores": ["store-01", "store-02"], "days": 7}, {"stage": "full"}],
)
DRAFT = written(code="later", arms=ARMS, draft=True)
OURS = {**TEA, "experiments": [SPEND, RISKY, CAREFUL, DRAFT, *TEA["experiments"][:1]]}


@pytest.fixture
async def world(db: Database, keys_dir: Path, members: Members, points: PointsFeed) -> Any:
    """Feedback beside members and points, with experiments in force and a crowd of members."""
    feed, address = members
    await feed.publish("tea", OURS)
    for number, member_id in enumerate(CROWD):
        enrolled = events_pb2.MemberEnrolled(channel="app")
        enrolled.origin.store_code = f"store-0{number % 3 + 1}"
        await feed.tell("tea", member_id, NOON, member_enrolled=enrolled)
    async with started(db, keys_dir, address, points[1]) as feedback:

        async def known() -> bool:
            reached = await db["reach_members"].count_documents({"store": {"$gt": ""}})
            return reached == len(CROWD) and await db["programmes"].count_documents({}) == 1

        await until(known)
        yield feedback


def start(code: str, request_id: str = "") -> pb.StartExperimentRequest:
    return pb.StartExperimentRequest(request_id=request_id or f"start-{code}", code=code)


async def refused(call: Callable[..., Awaitable[Any]], request: Any) -> tuple[str, str]:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call(request)
    found = reason_of(caught.value)
    assert found is not None
    return found.reason, found.field


async def exposed(feedback: Feedback, code: str) -> dict[str, list[str]]:
    """All of the crowd are exposed: the members by arm."""
    by_arm: dict[str, list[str]] = {"control": [], "stronger": []}
    stub = feedback.experiments("shop", role=Role.SERVICE)
    for member_id in CROWD:
        used = await stub.UseExperiment(pb.UseExperimentRequest(code=code, member_id=member_id))
        assert used.exposed
        by_arm[used.arm].append(member_id)
    return by_arm


async def looked(
    feedback: Feedback, code: str, true: Callable[[pb.Experiment], bool]
) -> pb.Experiment:
    """The experiment as soon as a look says so. One that came before all was heard is followed by
    another, a quarter later."""
    found: list[pb.Experiment] = []
    stub = feedback.experiments()
    asked = 0

    async def says_so() -> bool:
        nonlocal asked
        asked += 1
        if asked % 100 == 0:
            feedback.clock.advance(QUARTER)
        found[:] = [(await stub.GetExperiment(pb.GetExperimentRequest(code=code))).experiment]
        return true(found[0])

    await until(says_so)
    return found[0]


async def news_of(db: Database, code: str) -> list[str]:
    """What the feed tells of an experiment, in order."""
    kept = db["events"].find({"type": "experiment", "subject": code}).sort("_id", 1)
    events = [feedback_pb2.Event.FromString(each["payload"]) async for each in kept]
    names = [pb.ExperimentNews.Name(each.experiment_changed.news) for each in events]
    return [name.removeprefix("EXPERIMENT_NEWS_").lower() for name in names]


async def ordered(feed: MembersFeedServer, member_id: str, at: datetime, fen: int) -> None:
    done = types_pb2.Activity(
        channel="app",
        event_id=f"{member_id}/{at.isoformat()}",
        member_id=member_id,
        type=types_pb2.ACTIVITY_TYPE_ORDER,
    )
    done.occur_time.FromDatetime(at)
    done.order.order_id = f"o-{member_id}-{fen}-{at.timestamp()}"
    done.order.total.minor_units, done.order.total.currency_code = fen, "CNY"
    told = events_pb2.ActivityRecorded(activity=done)
    await feed.tell("tea", member_id, at, activity_recorded=told)


async def test_operators_start_it_go_on_and_stop_it(world: Feedback, db: Database) -> None:
    stub, other = world.experiments(), world.experiments("ben")
    listed = await stub.ListExperiments(pb.ListExperimentsRequest(page_size=3))
    assert [each.code for each in listed.experiments] == ["spend", "risky", "careful"]
    rest = await stub.ListExperiments(pb.ListExperimentsRequest(page_token=listed.next_page_token))
    assert [each.code for each in rest.experiments] == ["later", "welcome_offer"]
    assert rest.experiments[1].planned_size == 5_301
    assert {each.state for each in listed.experiments} == {pb.EXPERIMENT_STATE_READY}

    asked = (await stub.StartExperiment(start("careful"))).experiment
    assert (asked.state, asked.asked_by) == (pb.EXPERIMENT_STATE_READY, "ann")
    again = await stub.StartExperiment(start("careful"))
    assert (again.replayed, again.experiment) == (True, asked)
    assert await refused(stub.StartExperiment, start("careful", "s2")) == ("EXPERIMENT_OWN", "code")
    begun = (await other.StartExperiment(start("careful", "s3"))).experiment
    assert (begun.state, begun.stage, begun.started_by, begun.asked_by) == (
        pb.EXPERIMENT_STATE_RUNNING,
        0,
        "ben",
        "",
    )
    # Members of its stores alone are measured, and only once.
    for member_id, takes_part in (("mem_000", True), ("mem_002", False), ("mem_000", True)):
        own = world.experiments(member_id=member_id)
        used = await own.UseExperiment(pb.UseExperimentRequest(code="careful", member_id=member_id))
        assert used.exposed is takes_part
        assert takes_part or used.arm == "control"
    assert await db["exposures"].count_documents({"experiment": "careful"}) == 1
    seen = await looked(world, "careful", lambda each: each.HasField("look"))
    assert seen.look.verdict == pb.EXPERIMENT_VERDICT_COLLECTING
    assert seen.look.why.en.startswith("No interval from 2 clusters; 10 an arm are needed.")

    advance = pb.AdvanceExperimentRequest(request_id="a1", code="careful")
    early = ("EXPERIMENT_STAGE_TOO_EARLY", "code")
    assert await refused(stub.AdvanceExperiment, advance) == early
    world.clock.advance(WEEK)
    assert (await stub.AdvanceExperiment(advance)).experiment.asked_by == "ann"
    wider = pb.AdvanceExperimentRequest(request_id="a2", code="careful")
    assert (await other.AdvanceExperiment(wider)).experiment.stage == 1
    wider.request_id = "a3"
    assert await refused(other.AdvanceExperiment, wider) == ("EXPERIMENT_STATE", "code")
    stop = pb.StopExperimentRequest(request_id="e1", code="careful", arm="stronger", words="Enough")
    for changed, told in (
        ({"arm": "nobody"}, ("EXPERIMENT_ARM_NOT_FOUND", "arm")),
        ({"words": ""}, ("INVALID_ARGUMENT", "words")),
        ({"code": "nothing"}, ("EXPERIMENT_NOT_FOUND", "code")),
        ({"code": "spend"}, ("EXPERIMENT_STATE", "code")),
        ({"request_id": ""}, ("INVALID_ARGUMENT", "request_id")),
    ):
        wrong = pb.StopExperimentRequest(request_id=f"w-{told[0]}", code="careful", words="Enough")
        for name, value in changed.items():
            setattr(wrong, name, value)
        assert await refused(stub.StopExperiment, wrong) == told
    ended = (await stub.StopExperiment(stop)).experiment
    assert (ended.state, ended.kept_arm, ended.stopped_by) == (
        pb.EXPERIMENT_STATE_STOPPED,
        "stronger",
        "ann",
    )
    assert (await stub.StopExperiment(stop)).replayed
    assert await news_of(db, "careful") == ["started", "stage_changed", "stopped"]
    own = world.experiments(member_id="mem_002")
    used = await own.UseExperiment(pb.UseExperimentRequest(code="careful", member_id="mem_002"))
    assert (used.arm, used.exposed) == ("stronger", False)
    assert await refused(stub.StartExperiment, start("later")) == ("EXPERIMENT_STATE", "code")


async def test_nobody_asks_for_another_member_and_no_brand_sees_another(world: Feedback) -> None:
    own = world.experiments(member_id="mem_001")
    for code, member_id, told in (
        ("spend", "mem_002", ("PERMISSION_DENIED", "")),
        ("nothing", "mem_001", ("EXPERIMENT_NOT_FOUND", "code")),
        ("", "mem_001", ("INVALID_ARGUMENT", "code")),
        ("x" * 49, "mem_001", ("INVALID_ARGUMENT", "code")),
    ):
        request = pb.UseExperimentRequest(code=code, member_id=member_id)
        assert await refused(own.UseExperiment, request) == told
    ready = await own.UseExperiment(pb.UseExperimentRequest(code="spend", member_id="mem_001"))
    assert (ready.arm, ready.exposed) == ("control", False)
    staff = world.experiments()
    forbidden: Sequence[tuple[Callable[..., Awaitable[Any]], Any]] = (
        (staff.UseExperiment, pb.UseExperimentRequest(code="spend", member_id="mem_001")),
        (own.ListExperiments, pb.ListExperimentsRequest()),
        (own.GetExperiment, pb.GetExperimentRequest(code="spend")),
        (own.StartExperiment, start("spend")),
    )
    for call, asked in forbidden:
        assert (await refused(call, asked))[0] == "PERMISSION_DENIED"
    elsewhere = world.experiments(brand="retail")
    assert not (await elsewhere.ListExperiments(pb.ListExperimentsRequest())).experiments
    missing = ("EXPERIMENT_NOT_FOUND", "code")
    assert await refused(elsewhere.StartExperiment, start("spend")) == missing


async def test_a_fixed_test_is_judged_once_and_a_merge_takes_out_who_was_in_two_arms(
    world: Feedback, db: Database, members: Members
) -> None:
    feed, _ = members
    await world.experiments().StartExperiment(start("spend"))
    by_arm = await exposed(world, "spend")
    assert min(map(len, by_arm.values())) > 30
    first = await looked(world, "spend", lambda each: each.look.arms[:1] != [])
    world.clock.advance(QUARTER)
    first = await looked(world, "spend", lambda each: sum(a.exposed for a in each.look.arms) == 90)
    assert first.look.verdict == pb.EXPERIMENT_VERDICT_COLLECTING
    assert not first.look.differences
    assert first.look.sizes == pb.EXPERIMENT_COLOUR_GREEN

    one, other = by_arm["control"][0], by_arm["stronger"][0]
    merged = events_pb2.MemberMerged(merge_id="mrg_1", from_member_id=one, into_member_id=other)
    await feed.tell("tea", other, NOON, member_merged=merged)

    async def crossed() -> bool:
        return await db["exposures"].count_documents({"crossed": True}) == 1

    await until(crossed)
    for arm, members_of in by_arm.items():
        for n, member_id in enumerate(members_of[1:]):
            fen = 1_000 + 10 * n + (900 if arm == "stronger" else 0)
            await ordered(feed, member_id, NOON + timedelta(days=1), fen)
            # Behind the week, and before the exposure: neither counts.
            await ordered(feed, member_id, NOON + timedelta(days=8), 99_000)
    heard = 2 * (len(CROWD) - 2)

    async def all_heard() -> bool:
        return await db["insight_happenings"].count_documents({"k": "order"}) == heard

    await until(all_heard)
    world.clock.advance(WEEK)
    seen = await looked(world, "spend", lambda each: bool(each.look.differences))
    assert seen.look.verdict == pb.EXPERIMENT_VERDICT_BETTER
    assert (seen.look.verdict_arm, seen.look.crossed) == ("stronger", 1)
    primary = next(each for each in seen.look.differences if each.primary)
    assert primary.metric == "revenue"
    assert primary.low < primary.estimate < primary.high
    assert 800 < primary.estimate < 1_000
    assert [each.exposed for each in seen.look.arms] == [
        len(by_arm[arm]) - 1 for arm in ("control", "stronger")
    ]
    assert seen.look.arms[0].value == pytest.approx(1_000 + 5 * (len(by_arm["control"]) - 2))
    # It is judged once: what comes later changes the guardrails and the numbers alone.
    for member_id in by_arm["control"][1:]:
        await ordered(feed, member_id, NOON + timedelta(days=2), 50_000)
    world.clock.advance(QUARTER)
    later = await looked(
        world, "spend", lambda each: each.look.as_of_time.seconds > seen.look.as_of_time.seconds
    )
    assert later.look.verdict == seen.look.verdict
    assert list(later.look.differences) == list(seen.look.differences)
    assert await news_of(db, "spend") == ["started", "concluded"]


async def test_a_guardrail_stops_it_by_itself(
    world: Feedback, db: Database, members: Members, points: PointsFeed
) -> None:
    (feed, _), (ledger, _) = members, points
    await world.experiments().StartExperiment(start("risky"))
    by_arm = await exposed(world, "risky")
    calls = len(ledger.asked)
    world.clock.advance(QUARTER)
    calm = await looked(world, "risky", lambda each: sum(a.exposed for a in each.look.arms) == 90)
    assert calm.state == pb.EXPERIMENT_STATE_RUNNING
    colours = {(each.metric, each.arm): each.colour for each in calm.look.guardrails}
    assert set(colours.values()) == {pb.EXPERIMENT_COLOUR_GREEN}
    # One call a look, of a sample of all arms together.
    assert 1 <= len(ledger.asked) - calls <= 2
    assert ledger.asked[-1] == 90

    complaint = submission("奶茶太难喝了，我要投诉！", "f1")
    item = await world.member(by_arm["control"][0]).SubmitFeedback(
        type(complaint).FromString(complaint.SerializeToString())
    )
    await world.routed(item.feedback.id)
    for number, member_id in enumerate(by_arm["stronger"]):
        ledger.held[member_id] = 250
        if number < 9:
            withdrawn = events_pb2.ConsentChanged(
                purpose=consents_pb2.CONSENT_PURPOSE_MARKETING,
                channel=consents_pb2.CONTACT_CHANNEL_ALL,
                granted=False,
            )
            withdrawn.occur_time.FromDatetime(NOON + timedelta(hours=1))
            await feed.tell("tea", member_id, NOON, consent_changed=withdrawn)

    async def heard() -> bool:
        said = {"consents.marketing_all.granted": False}
        return await db["reach_members"].count_documents(said) == 9

    await until(heard)
    world.clock.advance(QUARTER)
    stopped = await looked(world, "risky", lambda each: each.state == pb.EXPERIMENT_STATE_STOPPED)
    assert stopped.stopped_by_guardrail
    assert (stopped.kept_arm, stopped.stopped_by) == ("control", "")
    assert stopped.stop_words == "opt_out_rate of stronger"
    assert await news_of(db, "risky") == ["started", "stopped"]
    found = {(each.metric, each.arm): each for each in stopped.look.guardrails}
    assert found["opt_out_rate", "stronger"].colour == pb.EXPERIMENT_COLOUR_RED
    assert found["complaint_rate", "control"].value == pytest.approx(1 / len(by_arm["control"]))
    assert found["points_per_member", "stronger"].value == pytest.approx(250)
    one = by_arm["stronger"][0]
    own = world.experiments(member_id=one)
    used = await own.UseExperiment(pb.UseExperimentRequest(code="risky", member_id=one))
    assert (used.arm, used.exposed) == ("control", False)
