"""A stand-in for dry runs: one that is done, and a draft that is no programme."""

from typing import Any

from services.common.errors import Refusal
from tessera.points.v1 import dry_runs_pb2 as pb
from tessera.points.v1 import dry_runs_pb2_grpc
from tests.gateway.fake_backend import FakeBackend, at, refuse


class DryRuns(dry_runs_pb2_grpc.DryRunsServicer):
    """Every brand has one dry run, `dry_1`."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def StartDryRun(self, request: Any, context: Any) -> Any:
        await self.backend.enter("StartDryRun", request, context)
        if request.source_yaml == "broken":
            await refuse(context, Refusal("PROGRAMME_INVALID", field="source_yaml"))
        queued = pb.DryRun(id="dry_1", state=pb.DRY_RUN_STATE_QUEUED, ask_time=at(5))
        queued.since_time.CopyFrom(at(1))
        return pb.StartDryRunResponse(dry_run=queued)

    async def GetDryRun(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetDryRun", request, context)
        if request.dry_run_id not in ("", "dry_1"):
            await refuse(context, Refusal("DRY_RUN_NOT_FOUND", field="dry_run_id"))
        done = pb.DryRun(
            id="dry_1",
            state=pb.DRY_RUN_STATE_DONE,
            asked_by="ann",
            ask_time=at(5),
            since_time=at(1),
            in_force_version=3,
            activities=20,
            reached_time=at(4),
            complete=True,
            report=pb.DryRunReport(
                assets=[
                    pb.DryRunAsset(
                        asset="POINTS",
                        now=100,
                        draft=150,
                        members_gain=2,
                        currency_code="CNY",
                        now_minor=500,
                        draft_minor=750,
                    ),
                    pb.DryRunAsset(asset="GROWTH", now=7, draft=7),
                ],
                rules=[pb.DryRunRule(rule="order_points", asset="POINTS", now=100, draft=150)],
                members=[pb.DryRunMember(member_id="mem_3", asset="POINTS", now=60, draft=90)],
                refused_draft=1,
            ),
        )
        return pb.GetDryRunResponse(dry_run=done)
