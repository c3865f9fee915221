"""tessera.points.v1.DryRuns: protos to commands and back."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from datetime import timedelta

from services.common.auth import Caller, Role, current_caller, require_role
from services.common.errors import Refusal, invalid
from services.common.idempotency import check_request_id, fingerprint
from services.common.interceptors import ServicerContext
from services.common.text import checked
from services.points.context import PointsContext
from services.points.dry_run.commands.job import DryRunStore
from services.points.dry_run.domain.dry_run import DAYS_MAX, DryRun, State
from services.points.dry_run.domain.tally import Report
from services.points.ledger.api.access import of_one_brand
from services.points.ledger.api.messages import to_timestamp
from tessera.members.v1 import programmes_pb2
from tessera.points.v1 import dry_runs_pb2 as pb
from tessera.points.v1 import dry_runs_pb2_grpc

SOURCE_BYTES_MAX = 256 * 1024
ID_CHARS_MAX = 64
_STATES = {
    State.QUEUED: pb.DRY_RUN_STATE_QUEUED,
    State.RUNNING: pb.DRY_RUN_STATE_RUNNING,
    State.DONE: pb.DRY_RUN_STATE_DONE,
    State.FAILED: pb.DRY_RUN_STATE_FAILED,
}

Judge = Callable[[str, str], Awaitable[programmes_pb2.ValidateProgrammeResponse]]
"""Judges a draft for a brand, as members do before they publish it."""


class DryRunsApi(dry_runs_pb2_grpc.DryRunsServicer):
    """Operators ask for dry runs and read them."""

    def __init__(self, ctx: PointsContext, store: DryRunStore, judge: Judge) -> None:
        self._ctx = ctx
        self._store = store
        self._judge = judge

    async def StartDryRun(
        self, request: pb.StartDryRunRequest, context: ServicerContext
    ) -> pb.StartDryRunResponse:
        """The dry run, queued."""
        caller = _operator()
        check_request_id(request.request_id)
        if not 1 <= request.days <= DAYS_MAX:
            raise invalid("days", f"1 to {DAYS_MAX}")
        if len(request.source_yaml.encode()) > SOURCE_BYTES_MAX:
            raise invalid("source_yaml", f"at most {SOURCE_BYTES_MAX // 1024} KiB")
        await self._ctx.programmes.get(caller.brand)
        now = self._ctx.clock.now()
        asked = DryRun(
            id="dry_" + hashlib.sha256(request.request_id.encode()).hexdigest()[:24],
            brand=caller.brand,
            asked_by=caller.subject,
            asked_at=now,
            since=now - timedelta(days=request.days),
            document=await self._document(caller.brand, request.source_yaml),
            fingerprint=fingerprint(request),
        )
        kept = await self._store.begin(asked)
        if kept.fingerprint != asked.fingerprint:
            raise Refusal("REQUEST_ID_REUSED", "this request id was used with other content")
        return pb.StartDryRunResponse(dry_run=_message(kept), replayed=kept is not asked)

    async def GetDryRun(
        self, request: pb.GetDryRunRequest, context: ServicerContext
    ) -> pb.GetDryRunResponse:
        """The dry run as it stands."""
        brand = _operator().brand
        id_ = checked("dry_run_id", request.dry_run_id, ID_CHARS_MAX)
        found = await self._store.get(brand, id_)
        if found is None:
            raise Refusal("DRY_RUN_NOT_FOUND", "no such dry run, or none yet", field="dry_run_id")
        return pb.GetDryRunResponse(dry_run=_message(found))

    async def _document(self, brand: str, source_yaml: str) -> str:
        judged = await self._judge(brand, source_yaml)
        for first in judged.problems:
            place = f"line {first.line}, {first.key}: {first.message}"
            raise Refusal("PROGRAMME_INVALID", place, field="source_yaml")
        return judged.document_json


def _operator() -> Caller:
    return of_one_brand(require_role(current_caller(), Role.OPERATOR))


def _message(run: DryRun) -> pb.DryRun:
    message = pb.DryRun(
        id=run.id,
        state=_STATES[run.state],
        asked_by=run.asked_by,
        ask_time=to_timestamp(run.asked_at),
        since_time=to_timestamp(run.since),
        in_force_version=run.in_force,
        activities=run.activities,
        complete=run.complete,
        failure=run.failure,
        report=_report(run.report) if run.report else None,
    )
    if run.reached is not None:
        message.reached_time.CopyFrom(to_timestamp(run.reached))
    return message


def _report(report: Report) -> pb.DryRunReport:
    return pb.DryRunReport(
        assets=[
            pb.DryRunAsset(
                asset=row.asset,
                now=row.amounts.now,
                draft=row.amounts.draft,
                members_gain=row.gain,
                members_lose=row.lose,
                currency_code=row.currency,
                now_minor=row.now_minor,
                draft_minor=row.draft_minor,
            )
            for row in report.assets
        ],
        rules=[
            pb.DryRunRule(rule=row.rule, asset=row.asset, **row.amounts._asdict())
            for row in report.rules
        ],
        members=[
            pb.DryRunMember(member_id=row.member_id, asset=row.asset, **row.amounts._asdict())
            for row in report.members
        ],
        refused_now=report.refused.now,
        refused_draft=report.refused.draft,
    )
