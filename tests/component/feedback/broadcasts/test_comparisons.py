"""A broadcast whose messages are compared: its arms, its result, and the winner."""

import json
from datetime import timedelta
from typing import Any

import pytest

from services.common.mongo import Database
from services.feedback.broadcasts.commands import desk
from services.feedback.broadcasts.domain.comparison import HELD_OUT, own_arm
from services.feedback.experiments.domain.section import experiment_of
from tessera.feedback.v1 import broadcasts_pb2 as pb
from tessera.feedback.v1 import experiments_pb2
from tests.component.feedback.broadcasts.conftest import VIPS, draft, figures, known, refused
from tests.component.feedback.conftest import Feedback, until
from tests.component.feedback.members_server import MembersFeedServer

EXPERIMENT_RUNNING = experiments_pb2.EXPERIMENT_STATE_RUNNING
EXPERIMENT_COLLECTING = experiments_pb2.EXPERIMENT_VERDICT_COLLECTING


async def test_messages_are_compared_and_the_winner_goes_to_the_rest(
    feedback: Feedback,
    members: tuple[MembersFeedServer, str],
    db: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    feed, _ = members
    # By this id some of the twelve are in each arm, and some in none.
    monkeypatch.setattr(desk, "new_id", lambda prefix: f"{prefix}_compared_33")
    await known(feed, db, agreed=12)
    ann, ben = feedback.broadcasts("ann"), feedback.broadcasts("ben")
    compared = pb.BroadcastComparison(
        against=["come_back"], held_out_percent=30, percent=60, metric="order_rate", within_days=7
    )
    wanted = draft("c1", comparison=compared)
    drafted = await ann.DraftBroadcast(wanted)
    id_ = drafted.broadcast.id
    assert drafted.broadcast.comparison == compared
    assert (await ann.DraftBroadcast(wanted)) == pb.DraftBroadcastResponse(
        broadcast=drafted.broadcast, replayed=True
    )
    trial = pb.TestBroadcastRequest(
        request_id="t1", broadcast_id=id_, member_id=VIPS[0], message="come_back"
    )
    tried = (await ann.TestBroadcast(trial)).touch_id
    assert (await db["touches"].find_one({"_id": tried}))["wished"] == "come_back"  # type: ignore[index]
    preview = await ann.PreviewBroadcast(pb.PreviewBroadcastRequest(broadcast_id=id_))
    await ben.ApproveBroadcast(pb.ApproveBroadcastRequest(request_id="c2", broadcast_id=id_))

    async def is_sent() -> bool:
        return (await figures(feedback, id_)).broadcast.state == pb.BROADCAST_STATE_SENT

    await until(is_sent)
    # Anybody can compute the arms again, by what the experiment tells of itself.
    asked = experiments_pb2.GetExperimentRequest(code=id_)
    experiment = (await feedback.experiments().GetExperiment(asked)).experiment
    assert (experiment.state, experiment.started_by) == (EXPERIMENT_RUNNING, "ben")
    rule = experiment_of(json.loads(experiment.rule_json))
    own = {each: own_arm(rule, each) for each in VIPS}
    arms = {each: arm.code for each, arm in own.items() if arm}
    exposed = {each["member_id"]: each["arm"] async for each in db["exposures"].find({})}
    assert exposed == arms
    assert set(arms.values()) == {"we_miss_you", "come_back", HELD_OUT}
    assert len(arms) < len(VIPS)
    assert preview.decided == len(arms)
    meant = {each: arm for each, arm in arms.items() if arm != HELD_OUT}
    assert await wished(db, id_) == meant
    told = await figures(feedback, id_)
    assert [each.message for each in told.variants] == ["we_miss_you", "come_back"]
    assert [each.figures.held for each in told.variants] == [
        sum(arm == each.message for arm in meant.values()) for each in told.variants
    ]
    assert (told.figures.held, told.broadcast.members) == (len(meant), len(VIPS))

    choice = pb.SendBroadcastWinnerRequest(
        request_id="w1", broadcast_id=id_, message="come_back", words="it reads better"
    )
    assert (await refused(ann.SendBroadcastWinner, choice))[0] == "BROADCAST_OWN"
    for field, wrong, reason in (
        ("message", "birthday", "MESSAGE_NOT_FOUND"),
        ("message", "none", "MESSAGE_NOT_FOUND"),
        ("words", "", "INVALID_ARGUMENT"),
        ("broadcast_id", "brc_9", "BROADCAST_NOT_FOUND"),
    ):
        bad = pb.SendBroadcastWinnerRequest.FromString(choice.SerializeToString())
        setattr(bad, field, wrong)
        bad.request_id = f"bad {field} {wrong}"
        assert await refused(ben.SendBroadcastWinner, bad) == (reason, field)
    won = await ben.SendBroadcastWinner(choice)
    assert (won.broadcast.winner.message, won.broadcast.winner.chosen_by) == ("come_back", "ben")
    again = await ben.SendBroadcastWinner(choice)
    assert (again.replayed, again.broadcast) == (True, won.broadcast)
    await until(is_sent)
    rest = {each: "come_back" for each in VIPS if each not in arms}
    assert await wished(db, id_) == {**meant, **rest}
    assert (await figures(feedback, id_)).broadcast.members == len(VIPS)
    assert await db["exposures"].count_documents({}) == len(arms)
    ended = (await feedback.experiments().GetExperiment(asked)).experiment
    assert (ended.kept_arm, ended.stopped_by, ended.stop_words) == (
        "come_back",
        "ben",
        "it reads better",
    )
    choice.request_id = "w2"
    assert (await refused(ben.SendBroadcastWinner, choice))[0] == "BROADCAST_WITHOUT_REST"


async def test_what_a_broadcast_compares_is_judged_once_and_ends_by_itself(
    feedback: Feedback, members: tuple[MembersFeedServer, str], db: Database
) -> None:
    feed, _ = members
    await known(feed, db, agreed=12)
    ann, ben = feedback.broadcasts("ann"), feedback.broadcasts("ben")
    compared = pb.BroadcastComparison(
        against=["come_back"], percent=100, metric="order_rate", within_days=7
    )
    for wrong, field, reason in (
        ({"against": ["none"]}, "comparison.against", "MESSAGE_NOT_FOUND"),
        ({"against": ["we_miss_you"]}, "comparison.against", "INVALID_ARGUMENT"),
        ({"percent": 0}, "comparison.percent", "INVALID_ARGUMENT"),
        ({"metric": "clicks"}, "comparison.metric", "INVALID_ARGUMENT"),
    ):
        asked: dict[str, Any] = {"against": ["come_back"], "percent": 100, "metric": "orders"}
        asked |= {"within_days": 7, **wrong}
        bad = draft(f"bad {field} {reason}", comparison=pb.BroadcastComparison(**asked))
        assert await refused(ann.DraftBroadcast, bad) == (reason, field)
    drafted = await ann.DraftBroadcast(draft("c1", comparison=compared))
    id_ = drafted.broadcast.id
    await ben.ApproveBroadcast(pb.ApproveBroadcastRequest(request_id="c2", broadcast_id=id_))

    async def look() -> experiments_pb2.Experiment:
        asked = experiments_pb2.GetExperimentRequest(code=id_)
        return (await feedback.experiments().GetExperiment(asked)).experiment

    async def all_seen() -> bool:
        feedback.clock.advance(timedelta(minutes=15))
        return sum(each.exposed for each in (await look()).look.arms) == len(VIPS)

    await until(all_seen)
    early = await look()
    assert (early.state, early.look.verdict) == (EXPERIMENT_RUNNING, EXPERIMENT_COLLECTING)
    feedback.clock.advance(timedelta(days=9))

    async def is_over() -> bool:
        return (await look()).state == experiments_pb2.EXPERIMENT_STATE_STOPPED

    await until(is_over)
    over = await look()
    assert over.look.verdict == experiments_pb2.EXPERIMENT_VERDICT_INCONCLUSIVE
    assert [each.mature for each in over.look.arms] == [each.exposed for each in over.look.arms]
    assert (over.kept_arm, over.stopped_by, over.stopped_by_guardrail) == ("we_miss_you", "", False)


async def wished(db: Database, broadcast_id: str) -> dict[str, str]:
    """The message that each member is to get."""
    found = db["touches"].find({"broadcast": broadcast_id})
    return {each["member_id"]: each["wished"] async for each in found}
