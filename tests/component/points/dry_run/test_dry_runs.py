"""Dry runs over the wire: asked for, run by the job in a process of its own, read."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from services.common.errors import reason_of
from services.common.mongo import Database
from tessera.points.v1 import dry_runs_pb2 as pb
from tessera.points.v1 import dry_runs_pb2_grpc
from tests.activities import NOON
from tests.component.points.conftest import FRUIT, MILK, Members, Points, followed, sent
from tests.paths import PROGRAMMES

TEA = (PROGRAMMES / "tea.yaml").read_text("utf-8")
ENDED = (pb.DRY_RUN_STATE_DONE, pb.DRY_RUN_STATE_FAILED)


def runs(points: Points, *scopes: str, brand: str = "tea") -> Any:
    return dry_runs_pb2_grpc.DryRunsStub(points.operator(brand, *scopes).channel)


def asking(request_id: str = "d1", source_yaml: str = TEA, days: int = 7) -> pb.StartDryRunRequest:
    return pb.StartDryRunRequest(request_id=request_id, source_yaml=source_yaml, days=days)


async def ended(stub: Any, id_: str) -> pb.DryRun:
    async with asyncio.timeout(60):
        while True:
            run: pb.DryRun = (await stub.GetDryRun(pb.GetDryRunRequest(dry_run_id=id_))).dry_run
            if run.state in ENDED:
                return run
            await asyncio.sleep(0.1)


async def refusal(call: Any) -> tuple[str, str]:
    with pytest.raises(Exception) as failed:  # noqa: PT011
        await call
    reason = reason_of(failed.value)
    assert reason is not None, failed.value
    return reason.reason, reason.field


async def test_a_draft_is_tried_over_what_was_recorded_and_the_books_stay_as_they_are(
    points: Points, members: Members, db: Database
) -> None:
    members.feed.recorded_at = NOON - timedelta(days=1)
    await members.feed.record("tea", sent("ORDER", FRUIT, MILK))
    await followed(points, members)
    before = await db["postings"].count_documents({"brand": "tea"})
    draft = TEA.replace("points: 1, per_minor_units: 100", "points: 3, per_minor_units: 100", 1)
    assert draft != TEA
    stub = runs(points)
    asked = (await stub.StartDryRun(asking(source_yaml=draft))).dry_run
    again = await stub.StartDryRun(asking(source_yaml=draft))
    assert (again.dry_run.id, again.replayed) == (asked.id, True)
    reused = stub.StartDryRun(asking(source_yaml=draft, days=8))
    assert (await refusal(reused))[0] == "REQUEST_ID_REUSED"
    run = await ended(stub, asked.id)
    assert (run.state, run.complete, run.asked_by) == (pb.DRY_RUN_STATE_DONE, True, "ann")
    (rule,) = [row for row in run.report.rules if row.now != row.draft]
    assert (rule.rule, rule.asset, rule.draft) == ("order_points", "POINTS", 3 * rule.now)
    (member,) = run.report.members
    assert (member.member_id, member.draft - member.now) == ("mem_ada", rule.draft - rule.now)
    assert await db["postings"].count_documents({"brand": "tea"}) == before
    assert (await stub.GetDryRun(pb.GetDryRunRequest())).dry_run.id == asked.id
    other = runs(points, brand="retail").GetDryRun(pb.GetDryRunRequest(dry_run_id=asked.id))
    assert (await refusal(other))[0] == "DRY_RUN_NOT_FOUND"


async def test_what_is_wrong_is_named(points: Points) -> None:
    stub = runs(points)
    wrong = [
        (asking(request_id=""), ("INVALID_ARGUMENT", "request_id")),
        (asking(days=0), ("INVALID_ARGUMENT", "days")),
        (asking(days=91), ("INVALID_ARGUMENT", "days")),
        (asking(source_yaml="x" * 300_000), ("INVALID_ARGUMENT", "source_yaml")),
        (asking(source_yaml="a: ["), ("PROGRAMME_INVALID", "source_yaml")),
    ]
    for request, told in wrong:
        assert await refusal(stub.StartDryRun(request)) == told
    long = stub.GetDryRun(pb.GetDryRunRequest(dry_run_id="x" * 65))
    assert await refusal(long) == ("INVALID_ARGUMENT", "dry_run_id")
    none = stub.GetDryRun(pb.GetDryRunRequest())
    assert (await refusal(none))[0] == "DRY_RUN_NOT_FOUND"
    for caller in (points.member("mem_ada"), points.till()):
        answered = dry_runs_pb2_grpc.DryRunsStub(caller.channel).StartDryRun(asking())
        assert (await refusal(answered))[0] == "PERMISSION_DENIED"


async def test_a_run_that_a_worker_left_is_begun_again(
    points: Points, members: Members, db: Database
) -> None:
    members.feed.recorded_at = NOON - timedelta(days=1)
    await members.feed.record("tea", sent("ORDER", FRUIT))
    stub = runs(points)
    asked = (await stub.StartDryRun(asking())).dry_run
    await ended(stub, asked.id)
    left = {"$set": {"state": "running", "activities": 99, "report": None}}
    await db["dry_runs"].update_one({"id": asked.id}, left)
    run = await ended(stub, asked.id)
    assert (run.state, run.activities) == (pb.DRY_RUN_STATE_DONE, 1)
